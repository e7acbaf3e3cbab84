/* Rows of runs that are dragged to other places of their list. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

/* The run was let go of before or after the row of another one. */
typedef void (*CollapsarRunDropped) (CollapsarSession *run,
                                     CollapsarSession *beside,
                                     gboolean after,
                                     gpointer user_data);

/* Lets a run be dragged by its row, and others be dropped there, as a line above or below it shows. user_data
 * must outlive the row. */
void collapsar_run_drag_add (GtkWidget *row,
                             CollapsarSession *run,
                             CollapsarRunDropped dropped,
                             gpointer user_data);

/* Lets a list scroll while something is dragged over a widget that it is in, at or beyond one of its edges.
 */
void collapsar_run_drag_scroll (GtkWidget *over, GtkScrolledWindow *list);

G_END_DECLS
