/* CollapsarDots: what the runs measured of a trend, as dots and intervals (plot/dots.h). */
#pragma once

#include <gtk/gtk.h>

#include "app/findings.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_DOTS (collapsar_dots_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarDots, collapsar_dots, COLLAPSAR, DOTS, GtkWidget)

GtkWidget *collapsar_dots_new (void);
/* Takes the result. */
void collapsar_dots_set_result (CollapsarDots *self,
                                const CollapsarFinding *finding,
                                const TrainingTrend *trend,
                                TrainingTrendResult *result);

G_END_DECLS
