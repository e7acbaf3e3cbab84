/* CollapsarLegend: the classes of a data set with their colours, numbers and names. A click on one activates
 * win.choose-class. */
#pragma once

#include <gtk/gtk.h>

#include "dataset/dataset.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_LEGEND (collapsar_legend_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarLegend, collapsar_legend, COLLAPSAR, LEGEND, GtkWidget)

GtkWidget *collapsar_legend_new (void);
/* dataset is ref'd; NULL for none. */
void collapsar_legend_set_dataset (CollapsarLegend *self, const Dataset *dataset);

G_END_DECLS
