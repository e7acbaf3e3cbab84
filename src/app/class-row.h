/* CollapsarClassRow: a class of a data set as a row: its ball as in the scene, its name, how many samples it
 * has with a bar beside those of the other classes, and some of them. */
#pragma once

#include <gtk/gtk.h>

#include "app/data-preview.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_CLASS_ROW (collapsar_class_row_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarClassRow, collapsar_class_row, COLLAPSAR, CLASS_ROW, GtkBox)

GtkWidget *collapsar_class_row_new (void);
/* Class k of a labelling of the preview; preview NULL: nothing, and nothing is held. */
void collapsar_class_row_show (CollapsarClassRow *self,
                               CollapsarDataPreview *preview,
                               const CollapsarDataLabelling *labelling,
                               guint k);

G_END_DECLS
