#include "view/layers-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

const char *const *
view_layers_metric_keys (void)
{
  static const char *keys[TRAINING_N_LAYER_METRICS + 1];
  static gsize once;
  if (g_once_init_enter (&once)) {
    for (guint m = 0; m < TRAINING_N_LAYER_METRICS; m++)
      keys[m] = training_quantity_key (training_layer_metric_quantity ((TrainingLayerMetric)m));
    g_once_init_leave (&once, 1);
  }
  return keys;
}

GPtrArray *
view_layers_snapshots (const TrainingHistory *history)
{
  GPtrArray *snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  for (guint i = 0; i < training_history_n_snapshots (history); i++)
    g_ptr_array_add (snapshots, training_snapshot_ref (training_history_snapshot (history, i)));
  return snapshots;
}

/* Pieces */

const char *
view_layers_keep (ViewLayers *layers, char *text)
{
  g_ptr_array_add (layers->pieces, text);
  return text;
}

gpointer
view_layers_keep_block (ViewLayers *layers, gpointer block)
{
  g_ptr_array_add (layers->pieces, block);
  return block;
}

double *
view_layers_keep_doubles (ViewLayers *layers, gsize n)
{
  double *values = view_layers_keep_block (layers, g_new (double, MAX (n, 1)));
  for (gsize i = 0; i < n; i++)
    values[i] = NAN;
  return values;
}

ViewLayersShown *
view_layers_run (const ViewLayers *layers, guint run)
{
  return &g_array_index (layers->runs, ViewLayersShown, run);
}

const char *
view_layers_run_name (const ViewLayers *layers, guint run)
{
  return layers->runs->len > 1 ? view_layers_run (layers, run)->name + layers->common : NULL;
}

const TrainingSnapshot *
view_layers_angles (const ViewLayers *layers, guint run)
{
  const ViewLayersShown *shown = view_layers_run (layers, run);
  return shown->angles < 0 ? NULL : shown->about.snapshots->pdata[shown->angles];
}

/* The object */

static void
shown_clear (gpointer data)
{
  ViewLayersShown *shown = data;
  regime_unref (shown->about.regime);
  g_clear_pointer (&shown->about.data, dataset_unref);
  g_ptr_array_unref (shown->about.snapshots);
  g_ptr_array_unref (shown->moments);
  g_ptr_array_unref (shown->measured);
}

/* How much of their names all runs have in common, where that is a comparison's: "Losses: ". */
static gsize
common_prefix (const ViewLayers *layers)
{
  const char *first = layers->runs->len > 1 ? view_layers_run (layers, 0)->name : "";
  const char *end = g_strrstr (first, ": ");
  gsize length = end == NULL ? 0 : (gsize)(end - first) + 2;
  for (guint i = 1; i < layers->runs->len; i++)
    if (strncmp (first, view_layers_run (layers, i)->name, length) != 0)
      return 0;
  return length;
}

/* Of snapshots rising in epoch the last one up to it; -1 without any. */
static gint
find_at (const GPtrArray *snapshots, double epoch)
{
  gint found = -1;
  for (guint i = 0; i < snapshots->len; i++)
    if (((const TrainingSnapshot *)snapshots->pdata[i])->epoch <= epoch)
      found = (gint)i;
  return found;
}

static void
add_run (ViewLayers *layers, const ViewLayersRun *run, const ViewLayersShown *before)
{
  ViewLayersShown shown = {
    .about = *run,
    .name = regime_name (run->regime),
    .moments = g_ptr_array_new_with_free_func ((GDestroyNotify)view_layers_moment_unref),
    .measured = g_ptr_array_new (),
  };
  regime_ref (run->regime);
  if (run->data != NULL)
    dataset_ref (run->data);
  g_ptr_array_ref (run->snapshots);
  for (guint i = 0; i < run->snapshots->len; i++)
    if (((const TrainingSnapshot *)run->snapshots->pdata[i])->n_layers > 0)
      g_ptr_array_add (shown.measured, run->snapshots->pdata[i]);
  shown.angles = find_at (run->snapshots, run->epoch);
  shown.cursor = find_at (shown.measured, run->epoch);
  view_layers_find_moments (&shown, before);
  g_array_append_val (layers->runs, shown);
}

ViewLayers *
view_layers_new (const ViewLayersRun *runs,
                 guint n_runs,
                 const ViewLayersOptions *options,
                 const ViewLayers *before)
{
  ViewLayers *layers = g_new0 (ViewLayers, 1);
  g_atomic_ref_count_init (&layers->references);
  layers->options = *options;
  layers->pieces = g_ptr_array_new_with_free_func (g_free);
  layers->runs = g_array_new (FALSE, TRUE, sizeof (ViewLayersShown));
  g_array_set_clear_func (layers->runs, shown_clear);
  for (guint i = 0; i < n_runs; i++)
    add_run (layers, &runs[i], before != NULL && i < before->runs->len ? view_layers_run (before, i) : NULL);
  layers->common = common_prefix (layers);
  view_layers_make_depth (layers);
  view_layers_make_profile (layers);
  view_layers_make_angles (layers);
  view_layers_make_epochs (layers);
  return layers;
}

ViewLayers *
view_layers_ref (ViewLayers *layers)
{
  g_atomic_ref_count_inc (&layers->references);
  return layers;
}

void
view_layers_unref (ViewLayers *layers)
{
  if (!g_atomic_ref_count_dec (&layers->references))
    return;
  g_array_unref (layers->runs);
  g_ptr_array_unref (layers->pieces);
  g_free (layers);
}

/* What it shows */

guint
view_layers_n_runs (const ViewLayers *layers)
{
  return layers->runs->len;
}

const PlotMatrix *
view_layers_matrix (const ViewLayers *layers, guint run, ViewLayersMatrix which)
{
  g_return_val_if_fail (run < layers->runs->len && which < VIEW_LAYERS_N_MATRICES, NULL);
  return &view_layers_run (layers, run)->matrix[which];
}

gint
view_layers_cursor_column (const ViewLayers *layers, guint run)
{
  return view_layers_run (layers, run)->cursor;
}

double
view_layers_column_epoch (const ViewLayers *layers, guint run, guint column)
{
  const ViewLayersShown *shown = view_layers_run (layers, run);
  return column < shown->measured->len ? ((const TrainingSnapshot *)shown->measured->pdata[column])->epoch
                                       : NAN;
}

double
view_layers_epoch (const ViewLayers *layers, guint run)
{
  const TrainingSnapshot *snapshot = view_layers_angles (layers, run);
  return snapshot == NULL ? NAN : snapshot->epoch;
}

const PlotPointplot *
view_layers_profile (const ViewLayers *layers)
{
  return &layers->profile;
}

const PlotPointplot *
view_layers_spectrum (const ViewLayers *layers)
{
  return &layers->spectrum;
}

const PlotChart *
view_layers_chart (const ViewLayers *layers, guint run, ViewLayersChart which)
{
  g_return_val_if_fail (run < layers->runs->len && which < VIEW_LAYERS_N_CHARTS, NULL);
  return &view_layers_run (layers, run)->charts[which];
}

StudyTable *
view_layers_table (const ViewLayers *layers, guint run, ViewLayersMatrix which)
{
  const PlotMatrix *matrix = view_layers_matrix (layers, run, which);
  StudyTable *table = study_table_new ();
  gboolean depth = which == VIEW_LAYERS_DEPTH;
  study_table_add_column (table, depth ? "layer" : "class", depth ? _ ("Layer") : _ ("Class"),
                          STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  for (guint c = 0; c < matrix->n_columns; c++) {
    g_autofree char *key = g_strdup_printf (depth ? "epoch_%s" : "class_%s", matrix->column_marks[c]);
    g_autofree char *title
        = g_strdup_printf (depth ? _ ("Epoch %s") : _ ("Class %s"), matrix->column_marks[c]);
    study_table_add_column (table, key, title, STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  }
  for (guint r = 0; r < matrix->n_rows; r++) {
    study_table_add_text (table, matrix->row_names[r]);
    for (guint c = 0; c < matrix->n_columns; c++)
      study_table_add_number (table, matrix->values[(gsize)r * matrix->n_columns + c]);
  }
  return table;
}

char *
view_layers_describe_point (const PlotPointplot *plot, guint line, guint place)
{
  if (line >= plot->n_lines || place >= plot->n_places || !isfinite (plot->lines[line].y[place]))
    return NULL;
  const PlotPointLine *of = &plot->lines[line];
  g_autofree char *value
      = plot->axis.percent ? plot_format_percent (of->y[place]) : plot_format_number (of->y[place]);
  return g_strdup_printf ("%s%s%s: %s", of->name == NULL ? "" : of->name, of->name == NULL ? "" : ", ",
                          plot->places[place].name, value);
}

char *
view_layers_describe_lines (const PlotPointplot *plot)
{
  GString *text = g_string_new (plot->n_lines == 0 ? plot->empty : plot->subtitle);
  for (guint line = 0; line < plot->n_lines; line++)
    for (guint place = 0; place < plot->n_places; place++) {
      g_autofree char *words = view_layers_describe_point (plot, line, place);
      if (words != NULL)
        g_string_append_printf (text, "; %s", words);
    }
  return g_string_free (text, FALSE);
}

char *
view_layers_caption (const ViewLayers *layers, ViewLayersShows shows)
{
  gboolean train = layers->options.split == TRAINING_TRAIN;
  GString *text = g_string_new (NULL);
  gboolean probe = FALSE;
  gsize least = G_MAXSIZE, most = 0;
  for (guint i = 0; i < layers->runs->len; i++) {
    const ViewLayersShown *shown = view_layers_run (layers, i);
    const TrainingSnapshot *snapshot = view_layers_angles (layers, i);
    probe |= snapshot != NULL && snapshot->probe;
    if (shown->cursor < 0)
      continue;
    const TrainingSnapshot *at = shown->measured->pdata[shown->cursor];
    least = MIN (least, at->split[layers->options.split].n_measured);
    most = MAX (most, at->split[layers->options.split].n_measured);
  }
  if (most > 0 && (shows & VIEW_LAYERS_SHOWS_LAYERS) != 0) {
    g_autofree char *n = least == most ? g_strdup_printf ("%u", (guint)most)
                                       : g_strdup_printf ("%u–%u", (guint)least, (guint)most);
    g_string_append_printf (
        text,
        train ? _ ("Layers are measured on %s training samples, feature maps averaged over the pixels. ")
              : _ ("Layers are measured on %s test samples, feature maps averaged over the pixels. "),
        n);
  }
  if ((shows & VIEW_LAYERS_SHOWS_ANGLES) == 0)
    return g_string_free (text, FALSE);
  g_string_append (text, train ? _ ("Class means are those of all training samples. ")
                               : _ ("Class means are those of all test samples. "));
  if ((shows & VIEW_LAYERS_SHOWS_COSINES) != 0)
    g_string_append (text,
                     _ ("Cosines by epoch are those of all pairs of classes, from the closest down to the "
                        "furthest; dashed, those of the classifier. "));
  if ((shows & VIEW_LAYERS_SHOWS_SPECTRA) != 0)
    g_string_append (text, _ ("Singular values are over their root mean square, 1 each of a simplex ETF. "));
  if (probe)
    g_string_append (text, _ ("The classifier is an online linear probe where the network’s own is behind a "
                              "head or missing. "));
  return g_string_free (text, FALSE);
}
