/* Names and tooltips of widgets. GTK 4.8's composite widgets keep in them what takes the focus and has no
 * name: a screen reader would say its class. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The button in a drop-down list has the list's own name. */
void collapsar_name_drop_down (GtkWidget *drop_down);
/* The arrow of a split button has the text of its tooltip. */
void collapsar_name_split_button (AdwSplitButton *button);
/* The titles of a table, and the list of its rows. */
void collapsar_name_column_view (GtkColumnView *view, const char *titles, const char *rows);
/* The tooltip of what may have it already: setting it anew asks the display where the pointer is, and waits.
 */
void collapsar_set_tooltip (GtkWidget *widget, const char *text);
/* The row of a list or table that this is in. */
void collapsar_name_row (GtkWidget *within, const char *label);

G_END_DECLS
