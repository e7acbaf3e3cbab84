/* CollapsarBoard: charts of one size in as many columns as fit, a table last. Two columns when it is narrow,
 * three at most times, four with the table beside them in full height when it is wide. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_BOARD (collapsar_board_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarBoard, collapsar_board, COLLAPSAR, BOARD, GtkWidget)

GtkWidget *collapsar_board_new (void);
/* The last one added is the table. */
void collapsar_board_add (CollapsarBoard *self, GtkWidget *child);

G_END_DECLS
