/* The angles between classes at the cursor: their cosines. */
#include "view/layers-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINUS "\xe2\x88\x92"

NumericMatrix64
view_layers_classifier_rows (const TrainingSnapshot *snapshot)
{
  gsize k = snapshot->n_classes, d = snapshot->dimension;
  NumericMatrix64 rows = numeric_matrix64 (numeric_matrix64_alloc (k * d), k, d);
  for (gsize i = 0; i < k * d; i++)
    rows.data[i] = snapshot->weight[i];
  return rows;
}

NumericMatrix64
view_layers_mean_rows (const TrainingSnapshot *snapshot, TrainingSplit split)
{
  gsize k = snapshot->n_classes, d = snapshot->dimension;
  NumericMatrix64 rows = numeric_matrix64 (numeric_matrix64_alloc (k * d), k, d);
  collapse_centred_means (snapshot->split[split].means, rows);
  return rows;
}

char *
view_layers_ideal_name (guint n_classes)
{
  return n_classes > 2 ? g_strdup_printf (MINUS "1/%u", n_classes - 1) : g_strdup (MINUS "1");
}

/* The mean distance from what a simplex ETF would have. */
static double
mean_distance (const double *cosines, guint n, gboolean diagonal)
{
  double sum = 0;
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      if (i != j || diagonal)
        sum += fabs (cosines[i * n + j] - (i == j ? 1 : -1.0 / (n - 1)));
  return sum / (diagonal ? (double)n * n : (double)n * (n - 1));
}

static void
name_classes (ViewLayers *layers, const ViewLayersShown *shown, guint n, PlotMatrix *matrix)
{
  const char **names = view_layers_keep_block (layers, g_new (const char *, MAX (n, 1)));
  const char **marks = view_layers_keep_block (layers, g_new (const char *, MAX (n, 1)));
  const Dataset *data = shown->about.data;
  for (guint k = 0; k < n; k++) {
    const char *name
        = data != NULL && data->class_names != NULL && k < data->n_classes ? data->class_names[k] : NULL;
    marks[k] = view_layers_keep (layers, g_strdup_printf ("%u", k));
    names[k] = name == NULL || g_str_equal (name, marks[k])
                   ? marks[k]
                   : view_layers_keep (layers, g_strdup_printf ("%s %u", name, k));
  }
  matrix->row_names = names;
  matrix->row_marks = matrix->column_marks = marks;
}

static const char *
matrix_title (ViewLayersMatrix which, gboolean probe)
{
  if (which == VIEW_LAYERS_MEANS)
    return _ ("Class means");
  if (which == VIEW_LAYERS_CLASSIFIER)
    return probe ? _ ("Linear probe") : _ ("Classifier");
  return probe ? _ ("Probe and means") : _ ("Classifier and means");
}

static void
make_cosines (ViewLayers *layers, guint run, ViewLayersMatrix which)
{
  ViewLayersShown *shown = view_layers_run (layers, run);
  const TrainingSnapshot *snapshot = view_layers_angles (layers, run);
  gboolean there
      = snapshot != NULL && snapshot->split[layers->options.split].means != NULL && snapshot->n_classes > 1;
  const char *name = view_layers_run_name (layers, run);
  PlotMatrix *matrix = &shown->matrix[which];
  *matrix = (PlotMatrix){ .title = matrix_title (which, snapshot != NULL && snapshot->probe),
                          .subtitle = name,
                          .square = TRUE,
                          .diverging = TRUE,
                          .decimals = 2,
                          .minimum = -1,
                          .maximum = 1,
                          .blank = _ ("Nothing is there yet") };
  if (!there)
    return;
  guint n = snapshot->n_classes;
  NumericMatrix64 means = view_layers_mean_rows (snapshot, layers->options.split),
                  rows = view_layers_classifier_rows (snapshot);
  double *values = view_layers_keep_doubles (layers, (gsize)n * n);
  collapse_cosines (which == VIEW_LAYERS_MEANS ? means : rows, which == VIEW_LAYERS_CLASSIFIER ? rows : means,
                    numeric_matrix64 (values, n, n));
  g_aligned_free (means.data);
  g_aligned_free (rows.data);
  for (guint k = 0; which != VIEW_LAYERS_DUALITY && k < n; k++)
    if (!isnan (values[k * (n + 1)]))
      values[k * (n + 1)] = 1; /* but for rounding */
  g_autofree char *off = plot_format_number (mean_distance (values, n, which == VIEW_LAYERS_DUALITY));
  matrix->n_rows = matrix->n_columns = n;
  matrix->values = values;
  matrix->centre = -1.0 / (n - 1);
  matrix->centre_name = view_layers_keep (layers, view_layers_ideal_name (n));
  if (which == VIEW_LAYERS_DUALITY) {
    matrix->x_label = _ ("class mean");
    matrix->y_label = snapshot->probe ? _ ("probe") : _ ("classifier");
  }
  const char *split = layers->options.split == TRAINING_TRAIN ? _ ("train") : _ ("test");
  matrix->short_subtitle = name;
  if (name == NULL)
    matrix->short_subtitle = view_layers_keep (layers, g_strdup_printf (_ ("epoch %g"), snapshot->epoch));
  matrix->subtitle = view_layers_keep (
      layers,
      g_strdup_printf (_ ("%s%scosines, %s, epoch %g: mean distance from the ETF %s"),
                       name == NULL ? "" : name, name == NULL ? "" : ": ", split, snapshot->epoch, off));
  name_classes (layers, shown, n, matrix);
}

void
view_layers_make_angles (ViewLayers *layers)
{
  for (guint i = 0; i < layers->runs->len; i++)
    for (ViewLayersMatrix which = VIEW_LAYERS_MEANS; which < VIEW_LAYERS_N_MATRICES; which++)
      make_cosines (layers, i, which);
}

/* Words */

static char *
describe_layer (
    const ViewLayers *layers, const PlotMatrix *matrix, guint row, guint column, const char *value)
{
  return g_strdup_printf (_ ("%s, epoch %s\n%s %s"), matrix->row_names[row], matrix->column_marks[column],
                          training_quantity_title (training_layer_metric_quantity (layers->options.metric)),
                          value);
}

char *
view_layers_describe (const ViewLayers *layers, guint run, ViewLayersMatrix which, guint row, guint column)
{
  const PlotMatrix *matrix = view_layers_matrix (layers, run, which);
  if (row >= matrix->n_rows || column >= matrix->n_columns)
    return NULL;
  double value = matrix->values[(gsize)row * matrix->n_columns + column];
  g_autofree char *number = matrix->percent ? plot_format_percent (value) : plot_format_number (value);
  if (which == VIEW_LAYERS_DEPTH)
    return describe_layer (layers, matrix, row, column, number);
  const TrainingSnapshot *snapshot = view_layers_angles (layers, run);
  const char *first = which == VIEW_LAYERS_MEANS ? _ ("mean")
                      : snapshot->probe          ? _ ("probe")
                                                 : _ ("classifier");
  const char *second = which == VIEW_LAYERS_CLASSIFIER ? first : _ ("mean");
  g_autofree char *ideal = row == column ? g_strdup ("1") : g_strdup (matrix->centre_name);
  return g_strdup_printf (_ ("%s of %s,\n%s of %s\ncosine %s, %.1f°\nsimplex ETF: %s"), first,
                          matrix->row_names[row], second, matrix->row_names[column], number,
                          acos (value) * 180 / G_PI, ideal);
}
