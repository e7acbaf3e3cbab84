/* CollapsarNamePopover: asks for another name of a run, in a popover at its card. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_NAME_POPOVER (collapsar_name_popover_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarNamePopover, collapsar_name_popover, COLLAPSAR, NAME_POPOVER, GtkPopover)

/* Signal "named" with what was typed. A child of the card, to be taken from it with gtk_widget_unparent. */
GtkWidget *collapsar_name_popover_new (GtkWidget *card);
/* Opens it with the name as it is. */
void collapsar_name_popover_ask (CollapsarNamePopover *self, const char *name);

G_END_DECLS
