/* What is found of every snapshot about the angles between classes, as charts by epoch: the cosines from the
 * closest pair to the furthest, and the singular values of the class means; and these at the cursor. */
#include "view/layers-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* More singular values than this are drawn as their quartiles and ends. */
#define MOST_LINES 12
/* About cosines, of their range. */
#define ROOM 0.05

/* What is found */

void
view_layers_moment_unref (ViewLayersMoment *moment)
{
  if (!g_atomic_ref_count_dec (&moment->references))
    return;
  training_snapshot_unref (moment->snapshot);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_free (moment->values[s]);
  g_free (moment);
}

/* Takes the rows. */
static CollapseCosines
range_of (NumericMatrix64 rows)
{
  CollapseCosines range = collapse_cosine_range (rows);
  g_aligned_free (rows.data);
  return range;
}

static ViewLayersMoment *
moment_new (TrainingSnapshot *snapshot)
{
  ViewLayersMoment *moment = g_new0 (ViewLayersMoment, 1);
  g_atomic_ref_count_init (&moment->references);
  moment->snapshot = training_snapshot_ref (snapshot);
  moment->classifier = range_of (view_layers_classifier_rows (snapshot));
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const CollapseMeans *means = snapshot->split[s].means;
    moment->means[s] = (CollapseCosines){ NAN, NAN, NAN };
    if (means == NULL)
      continue;
    moment->means[s] = range_of (view_layers_mean_rows (snapshot, (TrainingSplit)s));
    moment->n = collapse_n_directions (means);
    moment->values[s] = g_new (double, MAX (moment->n, 1));
    collapse_mean_spectrum (means, moment->values[s]);
  }
  return moment;
}

/* Both rise in epoch, so that what was found before is found again on the way. */
void
view_layers_find_moments (ViewLayersShown *shown, const ViewLayersShown *before)
{
  const GPtrArray *snapshots = shown->about.snapshots;
  guint place = 0;
  for (guint i = 0; i < snapshots->len; i++) {
    TrainingSnapshot *snapshot = snapshots->pdata[i];
    ViewLayersMoment *known = NULL;
    for (; before != NULL && place < before->moments->len && known == NULL; place++) {
      ViewLayersMoment *old = before->moments->pdata[place];
      if (old->snapshot->epoch > snapshot->epoch)
        break;
      known = old->snapshot == snapshot ? old : NULL;
    }
    if (known != NULL)
      g_atomic_ref_count_inc (&known->references);
    g_ptr_array_add (shown->moments, known != NULL ? known : moment_new (snapshot));
  }
}

static const double *
values_at (const ViewLayers *layers, const ViewLayersShown *shown, guint place)
{
  return ((const ViewLayersMoment *)shown->moments->pdata[place])->values[layers->options.split];
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

/* Charts */

static double *
list_epochs (ViewLayers *layers, const ViewLayersShown *shown)
{
  double *epochs = view_layers_keep_doubles (layers, shown->moments->len);
  for (guint i = 0; i < shown->moments->len; i++)
    epochs[i] = ((const TrainingSnapshot *)shown->about.snapshots->pdata[i])->epoch;
  return epochs;
}

static PlotChart
make_chart (const ViewLayersShown *shown, const char *title, const char *subtitle)
{
  return (PlotChart){
    .title = title,
    .subtitle = subtitle,
    .x_label = _ ("epoch"),
    .x_maximum = MAX (1, regime_get_integer (shown->about.regime, "run.epochs")),
    .blank = _ ("Nothing is there yet"),
    .terminal = shown->about.terminal,
    .terminal_words = _ ("the training error stays 0 from here on: terminal phase"),
    .terminal_regime = shown->about.style,
  };
}

static void
make_spectra (ViewLayers *layers, guint run)
{
  ViewLayersShown *shown = view_layers_run (layers, run);
  guint n = shown->moments->len, chosen[MOST_LINES];
  guint n_values = n == 0 ? 0 : ((const ViewLayersMoment *)shown->moments->pdata[0])->n;
  guint n_lines = choose_values (n_values, chosen);
  const double *epochs = list_epochs (layers, shown);
  PlotSeries *series = view_layers_keep_block (layers, g_new0 (PlotSeries, MAX (n_lines, 1)));
  for (guint line = 0; line < n_lines; line++) {
    double *y = view_layers_keep_doubles (layers, n);
    for (guint i = 0; i < n; i++) {
      const double *values = values_at (layers, shown, i);
      y[i] = values == NULL ? NAN : values[chosen[line]];
    }
    series[line] = (PlotSeries){ .n = n, .x = epochs, .y = y, .regime = shown->about.style };
  }
  const char *name = view_layers_run_name (layers, run);
  const char *which = n_values <= MOST_LINES ? _ ("by epoch") : _ ("by epoch: ends and quartiles");
  char *subtitle = name == NULL ? g_strdup (which) : g_strdup_printf (_ ("%s, %s"), name, which);
  PlotChart *chart = &shown->charts[VIEW_LAYERS_SPECTRA];
  *chart = make_chart (shown, _ ("Singular values"), view_layers_keep (layers, subtitle));
  chart->series = series;
  chart->n_series = n_lines;
  chart->reference = 1;
}

/* Along the closest pair, with a band down to the furthest. */
static PlotSeries
make_range (ViewLayers *layers, const ViewLayersShown *shown, const double *epochs, gboolean classifier)
{
  guint n = shown->moments->len;
  double *lower = view_layers_keep_doubles (layers, n), *upper = view_layers_keep_doubles (layers, n);
  for (guint i = 0; i < n; i++) {
    const ViewLayersMoment *moment = shown->moments->pdata[i];
    const CollapseCosines *range = classifier ? &moment->classifier : &moment->means[layers->options.split];
    lower[i] = range->least;
    upper[i] = range->greatest;
  }
  return (PlotSeries){ .n = n,
                       .x = epochs,
                       .y = upper,
                       .lower = lower,
                       .upper = upper,
                       .regime = shown->about.style,
                       .line = classifier ? PLOT_LINE_TEST : PLOT_LINE_TRAIN };
}

static void
make_cosines (ViewLayers *layers, guint run)
{
  ViewLayersShown *shown = view_layers_run (layers, run);
  const double *epochs = list_epochs (layers, shown);
  const TrainingSnapshot *snapshot = view_layers_angles (layers, run);
  gboolean there = snapshot != NULL && snapshot->n_classes > 1, probe = snapshot != NULL && snapshot->probe;
  PlotSeries *series = view_layers_keep_block (layers, g_new (PlotSeries, 2));
  for (guint i = 0; i < 2; i++)
    series[i] = make_range (layers, shown, epochs, i == 1);
  const char *name = view_layers_run_name (layers, run);
  const char *of = name == NULL ? _ ("closest pair to furthest") : name;
  char *subtitle = g_strdup_printf (probe ? _ ("%s; probe dashed") : _ ("%s; classifier dashed"), of);
  PlotChart *chart = &shown->charts[VIEW_LAYERS_COSINES];
  *chart = make_chart (shown, _ ("Cosines"), view_layers_keep (layers, subtitle));
  chart->series = series;
  chart->n_series = 2;
  chart->reference = there ? -1.0 / (snapshot->n_classes - 1) : NAN;
  g_autofree char *ideal = there ? view_layers_ideal_name (snapshot->n_classes) : NULL;
  if (there)
    chart->reference_label = view_layers_keep (layers, g_strdup_printf ("−1/(K−1) = %s", ideal));
  chart->reference_below = TRUE;
}

/* From 0 to the greatest of all runs. */
static void
share_spectra (ViewLayers *layers)
{
  double high = 1;
  for (guint i = 0; i < layers->runs->len; i++) {
    const PlotChart *chart = &view_layers_run (layers, i)->charts[VIEW_LAYERS_SPECTRA];
    for (gsize p = 0; chart->n_series > 0 && p < chart->series[0].n; p++)
      high = fmax (high, chart->series[0].y[p]);
  }
  for (guint i = 0; i < layers->runs->len; i++)
    view_layers_run (layers, i)->charts[VIEW_LAYERS_SPECTRA].y_maximum = 1.05 * high;
}

/* From the least of all runs to the greatest, their limits among them. */
static void
share_cosines (ViewLayers *layers)
{
  double low = INFINITY, high = -INFINITY;
  for (guint i = 0; i < layers->runs->len; i++) {
    const PlotChart *chart = &view_layers_run (layers, i)->charts[VIEW_LAYERS_COSINES];
    low = fmin (low, chart->reference);
    high = fmax (high, chart->reference);
    for (gsize s = 0; s < chart->n_series; s++)
      for (gsize p = 0; p < chart->series[s].n; p++) {
        low = fmin (low, chart->series[s].lower[p]);
        high = fmax (high, chart->series[s].upper[p]);
      }
  }
  double room = ROOM * (high - low);
  for (guint i = 0; low < high && i < layers->runs->len; i++) {
    PlotChart *chart = &view_layers_run (layers, i)->charts[VIEW_LAYERS_COSINES];
    chart->y_minimum = fmax (low - room, -1);
    chart->y_maximum = fmin (high + room, 1);
  }
}

/* At the cursor */

static void
make_spectrum (ViewLayers *layers)
{
  guint most = 0, n_lines = 0;
  PlotPointLine *lines = view_layers_keep_block (layers, g_new0 (PlotPointLine, MAX (layers->runs->len, 1)));
  for (guint i = 0; i < layers->runs->len; i++) {
    const ViewLayersShown *shown = view_layers_run (layers, i);
    if (shown->angles >= 0)
      most = MAX (most, ((const ViewLayersMoment *)shown->moments->pdata[shown->angles])->n);
  }
  PlotPlace *places = view_layers_keep_block (layers, g_new0 (PlotPlace, MAX (most, 1)));
  for (guint r = 0; r < most; r++)
    places[r] = (PlotPlace){ .name = view_layers_keep (layers, g_strdup_printf ("%u", r + 1)), .at = r };
  for (guint i = 0; i < layers->runs->len; i++) {
    const ViewLayersShown *shown = view_layers_run (layers, i);
    const double *values = shown->angles < 0 ? NULL : values_at (layers, shown, (guint)shown->angles);
    if (values == NULL)
      continue;
    double *y = view_layers_keep_doubles (layers, most);
    memcpy (y, values, ((const ViewLayersMoment *)shown->moments->pdata[shown->angles])->n * sizeof *y);
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
view_layers_make_epochs (ViewLayers *layers)
{
  for (guint i = 0; i < layers->runs->len; i++) {
    make_spectra (layers, i);
    make_cosines (layers, i);
  }
  share_spectra (layers);
  share_cosines (layers);
  make_spectrum (layers);
}
