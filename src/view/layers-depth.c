/* The layers of a network: by epochs, and at the cursor's. */
#include "view/layers-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Layers that a line is drawn through at least. */
#define LEAST_LAYERS 3

static gboolean
is_accuracy (const ViewLayers *layers)
{
  return layers->options.metric >= TRAINING_LAYER_NCC_ACCURACY;
}

static double
value_of (const ViewLayers *layers, const TrainingSnapshot *snapshot, guint layer)
{
  return snapshot->split[layers->options.split].layers[layer].value[layers->options.metric];
}

static guint
n_layers (const ViewLayersShown *shown)
{
  return shown->measured->len == 0 ? 0 : ((const TrainingSnapshot *)shown->measured->pdata[0])->n_layers;
}

static const char *
metric_title (const ViewLayers *layers)
{
  return training_quantity_title (training_layer_metric_quantity (layers->options.metric));
}

static const char *
split_name (const ViewLayers *layers)
{
  return layers->options.split == TRAINING_TRAIN ? _ ("train") : _ ("test");
}

/* "Input", "Layer 2", "Features" */
static char *
layer_name (guint layer, guint n)
{
  if (layer == 0)
    return g_strdup (_ ("Input"));
  return layer + 1 == n ? g_strdup (_ ("Features")) : g_strdup_printf (_ ("Layer %u"), layer);
}

/* Layers by epochs */

static void
name_lines (ViewLayers *layers, const ViewLayersShown *shown, PlotMatrix *matrix)
{
  guint rows = matrix->n_rows, columns = matrix->n_columns;
  const char **names = view_layers_keep_block (layers, g_new (const char *, MAX (rows, 1)));
  const char **marks = view_layers_keep_block (layers, g_new (const char *, MAX (rows, 1)));
  const char **epochs = view_layers_keep_block (layers, g_new (const char *, MAX (columns, 1)));
  for (guint r = 0; r < rows; r++) {
    names[r] = view_layers_keep (layers, layer_name (r, rows));
    marks[r] = view_layers_keep (layers, g_strdup_printf ("%u", r));
  }
  for (guint c = 0; c < columns; c++)
    epochs[c] = view_layers_keep (
        layers, g_strdup_printf ("%g", ((const TrainingSnapshot *)shown->measured->pdata[c])->epoch));
  matrix->row_names = names;
  matrix->row_marks = marks;
  matrix->column_marks = epochs;
}

static void
make_matrix (ViewLayers *layers, guint run)
{
  ViewLayersShown *shown = view_layers_run (layers, run);
  guint rows = n_layers (shown), columns = shown->measured->len;
  double *values = view_layers_keep_doubles (layers, (gsize)rows * columns);
  for (guint c = 0; c < columns; c++) {
    const TrainingSnapshot *snapshot = shown->measured->pdata[c];
    for (guint r = 0; r < rows && snapshot->n_layers == rows; r++)
      values[(gsize)r * columns + c] = value_of (layers, snapshot, r);
  }
  const char *name = view_layers_run_name (layers, run);
  shown->matrix[VIEW_LAYERS_DEPTH] = (PlotMatrix){
    .title = view_layers_keep (layers, g_strdup_printf (_ ("%s by layer and epoch"), metric_title (layers))),
    .subtitle
    = view_layers_keep (layers, name == NULL ? g_strdup (split_name (layers))
                                             : g_strdup_printf ("%s, %s", name, split_name (layers))),
    .x_label = _ ("epoch"),
    .n_rows = columns > 0 ? rows : 0,
    .n_columns = columns,
    .values = values,
    .kind = is_accuracy (layers) ? PLOT_AXIS_LINEAR : PLOT_AXIS_LOG,
    .percent = is_accuracy (layers),
    .decimals = is_accuracy (layers) ? 1 : 0,
    .blank = shown->about.snapshots->len > 0
                 ? _ ("Layers were not measured: the run is of an older version, or a fine-tuning")
                 : _ ("Nothing is there yet"),
  };
  name_lines (layers, shown, &shown->matrix[VIEW_LAYERS_DEPTH]);
}

/* One scale for all runs. */
static void
share_range (ViewLayers *layers)
{
  double low = INFINITY, high = -INFINITY;
  for (guint i = 0; i < layers->runs->len; i++) {
    const PlotMatrix *matrix = &view_layers_run (layers, i)->matrix[VIEW_LAYERS_DEPTH];
    double least, most;
    if (matrix->n_rows == 0)
      continue;
    plot_matrix_range (matrix, &least, &most);
    low = fmin (low, least);
    high = fmax (high, most);
  }
  for (guint i = 0; i < layers->runs->len && low < high; i++) {
    PlotMatrix *matrix = &view_layers_run (layers, i)->matrix[VIEW_LAYERS_DEPTH];
    matrix->minimum = low;
    matrix->maximum = high;
  }
}

void
view_layers_make_depth (ViewLayers *layers)
{
  for (guint i = 0; i < layers->runs->len; i++)
    make_matrix (layers, i);
  share_range (layers);
}

/* At the cursor */

static const TrainingSnapshot *
at_cursor (const ViewLayersShown *shown)
{
  return shown->cursor < 0 ? NULL : shown->measured->pdata[shown->cursor];
}

gboolean
view_layers_factor (const ViewLayers *layers, guint run, double *factor, double *share)
{
  const TrainingSnapshot *snapshot = at_cursor (view_layers_run (layers, run));
  double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  guint n = 0;
  for (guint l = 1; snapshot != NULL && !is_accuracy (layers) && l < snapshot->n_layers; l++) {
    double value = log (value_of (layers, snapshot, l));
    if (!isfinite (value))
      continue;
    n++;
    /* Means and sums of squares about them, as they come (Welford 1962) */
    double dx = l - x, dy = value - y;
    x += dx / n;
    y += dy / n;
    xx += dx * (l - x);
    yy += dy * (value - y);
    xy += dx * (value - y);
  }
  if (n < LEAST_LAYERS)
    return FALSE;
  *factor = exp (xy / xx);
  *share = yy > 0 ? xy * xy / (xx * yy) : 1;
  return TRUE;
}

static char *
line_name (const ViewLayers *layers, guint run)
{
  double factor, share;
  const char *name = view_layers_run_name (layers, run);
  if (!view_layers_factor (layers, run, &factor, &share))
    return g_strdup (name);
  g_autofree char *times = plot_format_number (factor);
  if (name == NULL)
    return NULL;
  return g_strdup_printf (_ ("%s: × %s"), name, times);
}

static gboolean
any_factor (const ViewLayers *layers)
{
  double factor, share;
  for (guint i = 0; i < layers->runs->len; i++)
    if (view_layers_factor (layers, i, &factor, &share))
      return TRUE;
  return FALSE;
}

/* "train, epoch 40: × 0.52 a layer, R² 0.99" */
static char *
profile_subtitle (const ViewLayers *layers)
{
  GString *text = g_string_new (split_name (layers));
  double factor, share;
  const TrainingSnapshot *first = layers->runs->len == 1 ? at_cursor (view_layers_run (layers, 0)) : NULL;
  if (first != NULL)
    g_string_append_printf (text, _ (", epoch %g"), first->epoch);
  if (layers->runs->len == 1 && view_layers_factor (layers, 0, &factor, &share)) {
    g_autofree char *times = plot_format_number (factor);
    g_string_append_printf (text, _ (": × %s a layer, R² %.2f"), times, share);
  } else if (layers->runs->len > 1 && any_factor (layers)) {
    g_string_append (text, _ (": × a layer"));
  }
  return g_string_free (text, FALSE);
}

void
view_layers_make_profile (ViewLayers *layers)
{
  guint most = 0, n_lines = 0;
  gboolean alike = TRUE;
  for (guint i = 0; i < layers->runs->len; i++) {
    guint n = n_layers (view_layers_run (layers, i));
    alike &= n == 0 || most == 0 || n == most;
    most = MAX (most, n);
  }
  PlotPlace *places = view_layers_keep_block (layers, g_new0 (PlotPlace, MAX (most, 1)));
  PlotPointLine *lines = view_layers_keep_block (layers, g_new0 (PlotPointLine, MAX (layers->runs->len, 1)));
  for (guint l = 0; l < most; l++)
    places[l] = (PlotPlace){ .name = view_layers_keep (layers, layer_name (l, alike ? most : most + 1)),
                             .short_name = view_layers_keep (layers, g_strdup_printf ("%u", l)),
                             .at = l };
  for (guint i = 0; i < layers->runs->len; i++) {
    const ViewLayersShown *shown = view_layers_run (layers, i);
    const TrainingSnapshot *snapshot = at_cursor (shown);
    if (snapshot == NULL)
      continue;
    double *y = view_layers_keep_doubles (layers, most);
    for (guint l = 0; l < snapshot->n_layers && l < most; l++)
      y[l] = value_of (layers, snapshot, l);
    char *name = line_name (layers, i);
    lines[n_lines++] = (PlotPointLine){ .name = name == NULL ? NULL : view_layers_keep (layers, name),
                                        .style = shown->about.style,
                                        .y = y };
  }
  layers->profile = (PlotPointplot){
    .title = view_layers_keep (layers, g_strdup_printf (_ ("%s by layer"), metric_title (layers))),
    .subtitle = view_layers_keep (layers, profile_subtitle (layers)),
    .places = places,
    .n_places = n_lines > 0 ? most : 0,
    .room = 0.08,
    .axis
    = { .kind = is_accuracy (layers) ? PLOT_AXIS_LINEAR : PLOT_AXIS_LOG, .percent = is_accuracy (layers) },
    .lines = lines,
    .n_lines = n_lines,
    .empty = _ ("Layers were not measured"),
  };
}
