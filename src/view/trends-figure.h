/* What runs showed of a comparison's trends, on one page: a panel for each that is measured. */
#pragma once

#include "plot/figure.h"
#include "training/history.h"
#include "training/trend-words.h"

typedef struct _ViewTrendsFigure ViewTrendsFigure;

/* results: of each of the comparison's trends; styles: of each of its variants (plot_theme_regime_style);
 * trained: what was trained (training_trained_words); histories: those of the runs, for the file's settings.
 * Keeps nothing of its arguments, and may be drawn in any thread. NULL where no trend is measured. */
ViewTrendsFigure *view_trends_figure_new (const RegimeComparison *comparison,
                                          TrainingTrendResult *const *results,
                                          const guint *styles,
                                          const char *trained,
                                          const TrainingHistory *const *histories,
                                          gsize n_histories);
void view_trends_figure_free (ViewTrendsFigure *figure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewTrendsFigure, view_trends_figure_free)

/* On a page, which is copied; a height of 0 is replaced by what the panels take. Borrowed from the figure. */
PlotFigure view_trends_figure_on_page (const ViewTrendsFigure *figure, const PlotPage *page);
