/* The angles between classes, and the singular values of their means. */
#include "view/layers-private.h"

#include "collapse/angles.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"
/* More singular values than this are drawn as their quartiles and ends. */
#define MOST_LINES 12

/* Spectra */

void
view_layers_spectrum_unref (ViewLayersSpectrum *spectrum)
{
  if (!g_atomic_ref_count_dec (&spectrum->references))
    return;
  training_snapshot_unref (spectrum->snapshot);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_free (spectrum->values[s]);
  g_free (spectrum);
}

static ViewLayersSpectrum *
spectrum_new (TrainingSnapshot *snapshot)
{
  ViewLayersSpectrum *spectrum = g_new0 (ViewLayersSpectrum, 1);
  g_atomic_ref_count_init (&spectrum->references);
  spectrum->snapshot = training_snapshot_ref (snapshot);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const CollapseMeans *means = snapshot->split[s].means;
    if (means == NULL)
      continue;
    spectrum->n = collapse_n_directions (means);
    spectrum->values[s] = g_new (double, MAX (spectrum->n, 1));
    collapse_mean_spectrum (means, spectrum->values[s]);
  }
  return spectrum;
}

/* Both rise in epoch, so that what was found before is found again on the way. */
void
view_layers_find_spectra (ViewLayersShown *shown, const ViewLayersShown *before)
{
  const GPtrArray *snapshots = shown->about.snapshots;
  guint place = 0;
  for (guint i = 0; i < snapshots->len; i++) {
    TrainingSnapshot *snapshot = snapshots->pdata[i];
    ViewLayersSpectrum *known = NULL;
    for (; before != NULL && place < before->spectra->len && known == NULL; place++) {
      ViewLayersSpectrum *old = before->spectra->pdata[place];
      if (old->snapshot->epoch > snapshot->epoch)
        break;
      known = old->snapshot == snapshot ? old : NULL;
    }
    if (known != NULL)
      g_atomic_ref_count_inc (&known->references);
    g_ptr_array_add (shown->spectra, known != NULL ? known : spectrum_new (snapshot));
  }
}

static const double *
spectrum_at (const ViewLayers *layers, const ViewLayersShown *shown, guint place)
{
  return ((const ViewLayersSpectrum *)shown->spectra->pdata[place])->values[layers->options.split];
}

/* Of falling values those that are drawn: all, or their ends and quartiles. */
static guint
choose_values (guint n, guint *chosen)
{
  guint count = n <= MOST_LINES ? n : 5;
  for (guint i = 0; i < count; i++)
    chosen[i] = count < 2 ? 0 : (guint)lround ((double)i * (n - 1) / (count - 1));
  return count;
}

static void
make_chart (ViewLayers *layers, guint run)
{
  ViewLayersShown *shown = view_layers_run (layers, run);
  guint n = shown->spectra->len, chosen[MOST_LINES];
  guint n_values = n == 0 ? 0 : ((const ViewLayersSpectrum *)shown->spectra->pdata[0])->n;
  guint n_lines = choose_values (n_values, chosen);
  double *epochs = view_layers_keep_doubles (layers, n);
  PlotSeries *series = view_layers_keep_block (layers, g_new0 (PlotSeries, MAX (n_lines, 1)));
  for (guint i = 0; i < n; i++)
    epochs[i] = ((const TrainingSnapshot *)shown->about.snapshots->pdata[i])->epoch;
  for (guint line = 0; line < n_lines; line++) {
    double *y = view_layers_keep_doubles (layers, n);
    for (guint i = 0; i < n; i++) {
      const double *values = spectrum_at (layers, shown, i);
      y[i] = values == NULL ? NAN : values[chosen[line]];
    }
    series[line] = (PlotSeries){ .n = n, .x = epochs, .y = y, .regime = shown->about.style };
  }
  const char *name = view_layers_run_name (layers, run);
  const char *which = n_values <= MOST_LINES ? _ ("by epoch") : _ ("by epoch: ends and quartiles");
  shown->chart = (PlotChart){
    .title = _ ("Singular values"),
    .subtitle = view_layers_keep (layers, name == NULL ? g_strdup (which)
                                                       : g_strdup_printf (_ ("%s, %s"), name, which)),
    .x_label = _ ("epoch"),
    .x_maximum = MAX (1, regime_get_integer (shown->about.regime, "run.epochs")),
    .series = series,
    .n_series = n_lines,
    .blank = _ ("Nothing is there yet"),
    .reference = 1,
    .terminal = -1,
  };
}

/* From 0 to the greatest of all runs. */
static void
share_range (ViewLayers *layers)
{
  double high = 1;
  for (guint i = 0; i < layers->runs->len; i++) {
    const PlotChart *chart = &view_layers_run (layers, i)->chart;
    for (gsize p = 0; chart->n_series > 0 && p < chart->series[0].n; p++)
      high = fmax (high, chart->series[0].y[p]);
  }
  for (guint i = 0; i < layers->runs->len; i++)
    view_layers_run (layers, i)->chart.y_maximum = 1.05 * high;
}

static void
make_spectrum (ViewLayers *layers)
{
  guint most = 0, n_lines = 0;
  PlotPointLine *lines = view_layers_keep_block (layers, g_new0 (PlotPointLine, MAX (layers->runs->len, 1)));
  for (guint i = 0; i < layers->runs->len; i++) {
    const ViewLayersShown *shown = view_layers_run (layers, i);
    if (shown->angles >= 0)
      most = MAX (most, ((const ViewLayersSpectrum *)shown->spectra->pdata[shown->angles])->n);
  }
  PlotPlace *places = view_layers_keep_block (layers, g_new0 (PlotPlace, MAX (most, 1)));
  for (guint r = 0; r < most; r++)
    places[r] = (PlotPlace){ .name = view_layers_keep (layers, g_strdup_printf ("%u", r + 1)), .at = r };
  for (guint i = 0; i < layers->runs->len; i++) {
    const ViewLayersShown *shown = view_layers_run (layers, i);
    const double *values = shown->angles < 0 ? NULL : spectrum_at (layers, shown, (guint)shown->angles);
    if (values == NULL)
      continue;
    double *y = view_layers_keep_doubles (layers, most);
    memcpy (y, values, ((const ViewLayersSpectrum *)shown->spectra->pdata[shown->angles])->n * sizeof *y);
    const char *name = view_layers_run_name (layers, i);
    lines[n_lines++] = (PlotPointLine){ .name = name, .style = shown->about.style, .y = y };
  }
  const double epoch = layers->runs->len == 1 ? view_layers_epoch (layers, 0) : NAN;
  layers->spectrum = (PlotPointplot){
    .title = _ ("Singular values"),
    .subtitle = isnan (epoch)
                    ? _ ("of the class means")
                    : view_layers_keep (layers, g_strdup_printf (_ ("of the class means, epoch %g"), epoch)),
    .x_label = _ ("over their root mean square: 1 each of a simplex ETF"),
    .places = places,
    .n_places = n_lines > 0 ? most : 0,
    .room = 0.08,
    .axis = { .kind = PLOT_AXIS_LINEAR, .from_zero = TRUE },
    .lines = lines,
    .n_lines = n_lines,
    .empty = _ ("Nothing is there yet"),
  };
}

void
view_layers_make_spectra (ViewLayers *layers)
{
  for (guint i = 0; i < layers->runs->len; i++)
    make_chart (layers, i);
  share_range (layers);
  make_spectrum (layers);
}

/* Cosines */

static NumericMatrix64
rows_of_classifier (const TrainingSnapshot *snapshot)
{
  gsize k = snapshot->n_classes, d = snapshot->dimension;
  NumericMatrix64 rows = numeric_matrix64 (numeric_matrix64_alloc (k * d), k, d);
  for (gsize i = 0; i < k * d; i++)
    rows.data[i] = snapshot->weight[i];
  return rows;
}

static NumericMatrix64
rows_of_means (const ViewLayers *layers, const TrainingSnapshot *snapshot)
{
  gsize k = snapshot->n_classes, d = snapshot->dimension;
  NumericMatrix64 rows = numeric_matrix64 (numeric_matrix64_alloc (k * d), k, d);
  collapse_centred_means (snapshot->split[layers->options.split].means, rows);
  return rows;
}

/* "-1/9": of a simplex ETF. */
static char *
ideal_name (guint n_classes)
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
  NumericMatrix64 means = rows_of_means (layers, snapshot), rows = rows_of_classifier (snapshot);
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
  matrix->centre_name = view_layers_keep (layers, ideal_name (n));
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
