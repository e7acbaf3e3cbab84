/* A trend as dots and intervals, a row for each of its points; of one that is no correlation, which
 * view/trend-scatter.h has. */
#pragma once

#include "plot/dots.h"
#include "training/trend-words.h"

typedef struct _ViewTrendDots ViewTrendDots;

/* styles: of each of the comparison's variants (plot_theme_regime_style). Keeps nothing of its arguments. */
ViewTrendDots *view_trend_dots_new (const TrainingTrend *trend,
                                    const TrainingTrendResult *result,
                                    const RegimeComparison *comparison,
                                    const guint *styles);
void view_trend_dots_free (ViewTrendDots *dots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewTrendDots, view_trend_dots_free)

/* With the trend's sentence, verdict and change above it. */
const PlotDots *view_trend_dots_plot (const ViewTrendDots *dots);
