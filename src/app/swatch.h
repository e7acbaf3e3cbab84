/* CollapsarSwatch: how a regime is told apart, as a short line with its dash and marker. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SWATCH (collapsar_swatch_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSwatch, collapsar_swatch, COLLAPSAR, SWATCH, GtkWidget)

/* Property "regime" (uint): the regime's place among those shown. */
GtkWidget *collapsar_swatch_new (guint regime);

G_END_DECLS
