/* A trend over NC1 (training/transfer-trend.h) as a chart of points. */
#pragma once

#include "plot/scatter.h"
#include "training/trend-words.h"

typedef struct _ViewTrendScatter ViewTrendScatter;

/* styles: of each of the comparison's variants (plot_theme_regime_style). Keeps nothing of its arguments. */
ViewTrendScatter *view_trend_scatter_new (const TrainingTrend *trend,
                                          const TrainingTrendResult *result,
                                          const RegimeComparison *comparison,
                                          const guint *styles);
void view_trend_scatter_free (ViewTrendScatter *scatter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewTrendScatter, view_trend_scatter_free)

/* The chart, with the trend's sentence and verdict above it and r in a box. */
const PlotScatter *view_trend_scatter_plot (const ViewTrendScatter *scatter);
/* A point in words: "No head: Test accuracy 56.9 %, Source NC1 1.3, n = 3 seeds". Free with g_free. */
char *view_trend_scatter_describe (const ViewTrendScatter *scatter, guint point);
