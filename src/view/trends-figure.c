#include "view/trends-figure.h"

#include "view/figure.h"
#include "view/trend-dots.h"
#include "view/trend-scatter.h"

#include <glib/gi18n.h>

/* Points: on a narrower page there is one column. */
#define TWO_COLUMNS 340.0

struct _ViewTrendsFigure {
  GPtrArray *dots, *scatters; /* of ViewTrendDots and ViewTrendScatter */
  GArray *panels;             /* of PlotPanel */
  char *caption, *settings;
};

static void
add_panel (ViewTrendsFigure *figure,
           const TrainingTrend *trend,
           const TrainingTrendResult *result,
           const RegimeComparison *comparison,
           const guint *styles)
{
  PlotPanel panel = { .kind = PLOT_PANEL_DOTS };
  if (training_trend_is_correlation (trend)) {
    ViewTrendScatter *scatter = view_trend_scatter_new (trend, result, comparison, styles);
    panel
        = (PlotPanel){ .kind = PLOT_PANEL_SCATTER, .span = 2, .scatter = view_trend_scatter_plot (scatter) };
    g_ptr_array_add (figure->scatters, scatter);
  } else {
    ViewTrendDots *dots = view_trend_dots_new (trend, result, comparison, styles);
    panel.dots = view_trend_dots_plot (dots);
    g_ptr_array_add (figure->dots, dots);
  }
  g_array_append_val (figure->panels, panel);
}

ViewTrendsFigure *
view_trends_figure_new (const RegimeComparison *comparison,
                        TrainingTrendResult *const *results,
                        const guint *styles,
                        const char *trained,
                        const TrainingHistory *const *histories,
                        gsize n_histories)
{
  g_autoptr (ViewTrendsFigure) figure = g_new0 (ViewTrendsFigure, 1);
  figure->dots = g_ptr_array_new_with_free_func ((GDestroyNotify)view_trend_dots_free);
  figure->scatters = g_ptr_array_new_with_free_func ((GDestroyNotify)view_trend_scatter_free);
  figure->panels = g_array_new (FALSE, FALSE, sizeof (PlotPanel));
  for (guint t = 0; t < regime_comparison_n_trends (comparison); t++)
    if (results[t]->verdict != TRAINING_TREND_UNMEASURED)
      add_panel (figure, regime_comparison_trend (comparison, t), results[t], comparison, styles);
  if (figure->panels->len == 0)
    return NULL;
  figure->caption = g_strdup_printf (
      _ ("%s: %s. Small dots are single seeds; a marker is their mean, a bar its 95 %% "
         "confidence interval (Student’s t).%s"),
      regime_name (regime_comparison_base (comparison)), trained,
      figure->scatters->len > 0 ? _ (" Points over NC1 are means and standard deviations.") : "");
  figure->settings = view_figure_settings (histories, n_histories);
  return g_steal_pointer (&figure);
}

void
view_trends_figure_free (ViewTrendsFigure *figure)
{
  if (figure == NULL)
    return;
  g_ptr_array_unref (figure->dots);
  g_ptr_array_unref (figure->scatters);
  g_array_unref (figure->panels);
  g_free (figure->caption);
  g_free (figure->settings);
  g_free (figure);
}

PlotFigure
view_trends_figure_on_page (const ViewTrendsFigure *figure, const PlotPage *page)
{
  PlotFigure drawn = { .page = *page,
                       .panels = (const PlotPanel *)figure->panels->data,
                       .n_panels = figure->panels->len,
                       .columns = page->width < TWO_COLUMNS ? 1 : MIN (figure->panels->len, 2),
                       .caption = figure->caption,
                       .settings = figure->settings };
  if (page->height == 0)
    drawn.page.height = plot_figure_fit_height (&drawn);
  return drawn;
}
