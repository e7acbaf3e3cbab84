/* CollapsarDots: what the runs measured of a trend, as dots and intervals (view/trend-dots.h). */
#pragma once

#include <gtk/gtk.h>

#include "training/trend-words.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_DOTS (collapsar_dots_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarDots, collapsar_dots, COLLAPSAR, DOTS, GtkWidget)

GtkWidget *collapsar_dots_new (void);
/* Arguments as of view_trend_dots_new. */
void collapsar_dots_set_result (CollapsarDots *self,
                                const TrainingTrend *trend,
                                const TrainingTrendResult *result,
                                const RegimeComparison *comparison,
                                const guint *styles);

G_END_DECLS
