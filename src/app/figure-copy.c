#include "app/figure-copy.h"

#include <string.h>

/* Everything that was copied hangs on one list: the figure's parts point at each other, and all of them die
 * together. */
struct _CollapsarFigureCopy {
  PlotFigure figure;
  GPtrArray *pieces;
  GPtrArray *images; /* cairo_surface_t */
};

static gpointer
keep (CollapsarFigureCopy *copy, gconstpointer data, gsize size)
{
  if (data == NULL || size == 0)
    return NULL;
  gpointer piece = g_memdup2 (data, size);
  g_ptr_array_add (copy->pieces, piece);
  return piece;
}

static const char *
keep_text (CollapsarFigureCopy *copy, const char *text)
{
  return text == NULL ? NULL : keep (copy, text, strlen (text) + 1);
}

/* `n` strings and the NULL after them. */
static const char *const *
keep_texts (CollapsarFigureCopy *copy, const char *const *texts, gsize n)
{
  if (texts == NULL)
    return NULL;
  const char **kept = g_new0 (const char *, n + 1);
  g_ptr_array_add (copy->pieces, kept);
  for (gsize i = 0; i < n; i++)
    kept[i] = keep_text (copy, texts[i]);
  return kept;
}

/* Surfaces are not changed once they are drawn: they are shared. */
static cairo_surface_t *const *
keep_images (CollapsarFigureCopy *copy, cairo_surface_t *const *images, gsize n)
{
  cairo_surface_t **kept = keep (copy, images, n * sizeof *images);
  for (gsize i = 0; kept != NULL && i < n; i++)
    if (kept[i] != NULL)
      g_ptr_array_add (copy->images, cairo_surface_reference (kept[i]));
  return kept;
}

static const PlotScene *
keep_scene (CollapsarFigureCopy *copy, const PlotScene *scene)
{
  PlotScene *kept = keep (copy, scene, sizeof *scene);
  if (kept == NULL)
    return NULL;
  gsize n_classes = scene->n_classes;
  kept->points = keep (copy, scene->points, scene->n_points * 3 * sizeof *scene->points);
  kept->labels = keep (copy, scene->labels, scene->n_points * sizeof *scene->labels);
  kept->means = keep (copy, scene->means, n_classes * 3 * sizeof *scene->means);
  kept->classifier = keep (copy, scene->classifier, n_classes * 3 * sizeof *scene->classifier);
  kept->trail = keep (copy, scene->trail, scene->n_trail * n_classes * 3 * sizeof *scene->trail);
  kept->images = keep_images (copy, scene->images, n_classes);
  kept->ideal = keep (copy, scene->ideal, n_classes * 3 * sizeof *scene->ideal);
  kept->class_names = keep_texts (copy, scene->class_names, n_classes);
  kept->title = keep_text (copy, scene->title);
  kept->subtitle = keep_text (copy, scene->subtitle);
  kept->readout = keep_texts (copy, scene->readout,
                              scene->readout == NULL ? 0 : g_strv_length ((char **)scene->readout));
  kept->footer = keep_text (copy, scene->footer);
  kept->note = keep_text (copy, scene->note);
  kept->short_note = keep_text (copy, scene->short_note);
  kept->classifier_note = keep_text (copy, scene->classifier_note);
  return kept;
}

static const PlotChart *
keep_chart (CollapsarFigureCopy *copy, const PlotChart *chart)
{
  PlotChart *kept = keep (copy, chart, sizeof *chart);
  if (kept == NULL)
    return NULL;
  kept->title = keep_text (copy, chart->title);
  kept->subtitle = keep_text (copy, chart->subtitle);
  kept->x_label = keep_text (copy, chart->x_label);
  kept->y_label = keep_text (copy, chart->y_label);
  kept->reference_label = keep_text (copy, chart->reference_label);
  kept->drops = keep (copy, chart->drops, chart->n_drops * sizeof *chart->drops);
  kept->drop_words = keep_texts (copy, chart->drop_words, chart->n_drops);
  PlotSeries *series = keep (copy, chart->series, chart->n_series * sizeof *chart->series);
  for (gsize i = 0; i < chart->n_series; i++) {
    series[i].x = keep (copy, series[i].x, series[i].n * sizeof *series[i].x);
    series[i].y = keep (copy, series[i].y, series[i].n * sizeof *series[i].y);
    series[i].lower = keep (copy, series[i].lower, series[i].n * sizeof *series[i].lower);
    series[i].upper = keep (copy, series[i].upper, series[i].n * sizeof *series[i].upper);
    series[i].name = keep_text (copy, series[i].name);
  }
  kept->series = series;
  return kept;
}

static const PlotDots *
keep_dots (CollapsarFigureCopy *copy, const PlotDots *dots)
{
  PlotDots *kept = keep (copy, dots, sizeof *dots);
  if (kept == NULL)
    return NULL;
  kept->heading = keep_text (copy, dots->heading);
  kept->note = keep_text (copy, dots->note);
  kept->title = keep_text (copy, dots->title);
  PlotDotsRow *rows = keep (copy, dots->rows, dots->n_rows * sizeof *dots->rows);
  for (guint i = 0; i < dots->n_rows; i++) {
    rows[i].label = keep_text (copy, rows[i].label);
    rows[i].values = keep (copy, rows[i].values, rows[i].n * sizeof *rows[i].values);
  }
  kept->rows = rows;
  return kept;
}

static const PlotScatter *
keep_scatter (CollapsarFigureCopy *copy, const PlotScatter *scatter)
{
  PlotScatter *kept = keep (copy, scatter, sizeof *scatter);
  if (kept == NULL)
    return NULL;
  kept->title = keep_text (copy, scatter->title);
  kept->subtitle = keep_text (copy, scatter->subtitle);
  kept->x_label = keep_text (copy, scatter->x_label);
  kept->y_label = keep_text (copy, scatter->y_label);
  kept->trend_x = keep (copy, scatter->trend_x, scatter->n_trend * sizeof *scatter->trend_x);
  kept->trend_y = keep (copy, scatter->trend_y, scatter->n_trend * sizeof *scatter->trend_y);
  kept->facts = keep_texts (copy, scatter->facts,
                            scatter->facts == NULL ? 0 : g_strv_length ((char **)scatter->facts));
  PlotScatterPoint *points = keep (copy, scatter->points, scatter->n_points * sizeof *scatter->points);
  for (gsize i = 0; i < scatter->n_points; i++)
    points[i].label = keep_text (copy, points[i].label);
  kept->points = points;
  return kept;
}

CollapsarFigureCopy *
collapsar_figure_copy_new (const PlotFigure *figure)
{
  CollapsarFigureCopy *copy = g_new0 (CollapsarFigureCopy, 1);
  copy->figure = *figure;
  copy->pieces = g_ptr_array_new_with_free_func (g_free);
  copy->images = g_ptr_array_new_with_free_func ((GDestroyNotify)cairo_surface_destroy);
  PlotPanel *panels = keep (copy, figure->panels, figure->n_panels * sizeof *figure->panels);
  for (gsize i = 0; i < figure->n_panels; i++) {
    panels[i].scene = keep_scene (copy, panels[i].scene);
    panels[i].chart = keep_chart (copy, panels[i].chart);
    panels[i].dots = keep_dots (copy, panels[i].dots);
    panels[i].scatter = keep_scatter (copy, panels[i].scatter);
  }
  copy->figure.panels = panels;
  copy->figure.caption = keep_text (copy, figure->caption);
  copy->figure.settings = keep_text (copy, figure->settings);
  return copy;
}

void
collapsar_figure_copy_free (CollapsarFigureCopy *copy)
{
  if (copy == NULL)
    return;
  g_ptr_array_unref (copy->pieces);
  g_ptr_array_unref (copy->images);
  g_free (copy);
}

const PlotFigure *
collapsar_figure_copy_figure (const CollapsarFigureCopy *copy)
{
  return &copy->figure;
}
