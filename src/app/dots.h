/* CollapsarDots: what the runs measured of a trend, as dots and intervals (plot/dots.h). */
#pragma once

#include <gtk/gtk.h>

#include "app/finding.h"
#include "plot/dots.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_DOTS (collapsar_dots_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarDots, collapsar_dots, COLLAPSAR, DOTS, GtkWidget)

GtkWidget *collapsar_dots_new (void);
/* Takes the result. */
void collapsar_dots_set_result (CollapsarDots *self,
                                const CollapsarFinding *finding,
                                const TrainingTrend *trend,
                                TrainingTrendResult *result);
/* With what a figure says above it; until the next result. */
const PlotDots *collapsar_dots_get_plot (CollapsarDots *self);

G_END_DECLS
