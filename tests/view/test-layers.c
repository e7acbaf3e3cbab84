/* The view of layers by closed forms, and of a real run with and without a head. */
#include "short-run.h"

#include "collapse/etf.h"
#include "view/layers.h"

#include <math.h>

#define CLASSES 5
#define LAYERS 4

static const ViewLayersOptions nc1 = { TRAINING_LAYER_NC1, TRAINING_TRAIN };

static CollapseMeans *
etf_means (double bend)
{
  CollapseMeans *means = g_new0 (CollapseMeans, 1);
  means->n_classes = CLASSES;
  means->dimension = CLASSES - 1;
  means->means = g_new (double, CLASSES *(CLASSES - 1));
  means->centre = g_new0 (double, CLASSES - 1);
  means->counts = g_new0 (gsize, CLASSES);
  means->variability = g_new0 (double, CLASSES);
  collapse_etf (numeric_matrix64 (means->means, CLASSES, CLASSES - 1));
  for (guint k = 0; k < CLASSES; k++)
    means->means[k * (CLASSES - 1)] *= bend;
  return means;
}

/* An ideal snapshot: means and classifier are simplexes, and nc1 is 3 x .4^layer x .9^epoch. */
static TrainingSnapshot *
ideal_snapshot (double epoch, double bend)
{
  TrainingSnapshot *snapshot = training_snapshot_new (CLASSES, CLASSES - 1);
  snapshot->epoch = epoch;
  snapshot->n_layers = LAYERS;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    watch->means = etf_means (bend);
    watch->n_measured = 100;
    watch->layers = g_new0 (TrainingLayerValues, LAYERS);
    for (guint l = 0; l < LAYERS; l++) {
      watch->layers[l].value[TRAINING_LAYER_NC1] = (s + 1) * 3 * pow (0.4, l) * pow (0.9, epoch);
      watch->layers[l].value[TRAINING_LAYER_PROBE_ACCURACY] = 0.5 + 0.1 * l;
    }
  }
  for (guint i = 0; i < CLASSES * (CLASSES - 1); i++)
    snapshot->weight[i] = (float)(7 * snapshot->split[0].means->means[i]);
  return snapshot;
}

static GPtrArray *
ideal_snapshots (guint n, double bend)
{
  GPtrArray *snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (snapshots, ideal_snapshot (2 * i, bend));
  return snapshots;
}

static void
test_ideal (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GPtrArray) snapshots = ideal_snapshots (6, 1);
  const ViewLayersRun run = { .regime = regime, .snapshots = snapshots, .epoch = 7 };
  g_autoptr (ViewLayers) view = view_layers_new (&run, 1, &nc1, NULL);
  double factor, share;
  g_assert_cmpfloat (view_layers_epoch (view, 0), ==, 6);
  for (guint which = VIEW_LAYERS_MEANS; which <= VIEW_LAYERS_DUALITY; which++) {
    const PlotMatrix *matrix = view_layers_matrix (view, 0, which);
    g_assert_cmpuint (matrix->n_rows, ==, CLASSES);
    g_assert_cmpuint (matrix->n_columns, ==, CLASSES);
    g_assert_cmpfloat (matrix->centre, ==, -0.25);
    g_assert_cmpstr (matrix->centre_name, ==,
                     "\xe2\x88\x92"
                     "1/4");
    for (guint i = 0; i < CLASSES * CLASSES; i++)
      g_assert_cmpfloat_with_epsilon (matrix->values[i], i % (CLASSES + 1) == 0 ? 1 : -0.25, 1e-6);
  }
  for (guint r = 0; r < CLASSES - 1; r++)
    g_assert_cmpfloat_with_epsilon (view_layers_spectrum (view)->lines[0].y[r], 1, 1e-9);
  const PlotMatrix *depth = view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH);
  g_assert_cmpuint (depth->n_rows, ==, LAYERS);
  g_assert_cmpuint (depth->n_columns, ==, 6);
  g_assert_cmpfloat (depth->values[2 * 6 + 3], ==, 3 * pow (0.4, 2) * pow (0.9, 6));
  g_assert_cmpstr (depth->column_marks[3], ==, "6");
  g_assert_cmpint (view_layers_cursor_column (view, 0), ==, 3);
  g_assert_cmpfloat (view_layers_column_epoch (view, 0, 4), ==, 8);
  g_assert_true (view_layers_factor (view, 0, &factor, &share));
  g_assert_cmpfloat_with_epsilon (factor, 0.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (share, 1, 1e-9);
  for (guint l = 0; l < LAYERS; l++)
    g_assert_cmpfloat (view_layers_profile (view)->lines[0].y[l], ==, depth->values[l * 6 + 3]);
}

/* Of an ETF every pair lies on the line; of means bent along one direction some are closer, and the
 * classifier, which is as these are, is alike. */
static void
test_cosines (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GPtrArray) ideal = ideal_snapshots (3, 1);
  g_autoptr (GPtrArray) bent = ideal_snapshots (3, 3);
  const ViewLayersRun runs[] = { { .regime = regime, .snapshots = ideal, .epoch = 7, .terminal = -1 },
                                 { .regime = regime, .snapshots = bent, .epoch = 7, .terminal = 2 } };
  g_autoptr (ViewLayers) view = view_layers_new (runs, 2, &nc1, NULL);
  const PlotChart *one = view_layers_chart (view, 0, VIEW_LAYERS_COSINES),
                  *other = view_layers_chart (view, 1, VIEW_LAYERS_COSINES);
  g_assert_cmpuint (one->n_series, ==, 2);
  g_assert_cmpfloat (one->reference, ==, -0.25);
  g_assert_cmpstr (one->reference_label, ==, "−1/(K−1) = −1/4");
  g_assert_cmpfloat (one->terminal, <, 0);
  g_assert_cmpfloat (other->terminal, ==, 2);
  for (guint s = 0; s < 2; s++)
    for (guint i = 0; i < 3; i++) {
      g_assert_cmpfloat_with_epsilon (one->series[s].y[i], -0.25, 1e-6);
      g_assert_cmpfloat_with_epsilon (one->series[s].lower[i], -0.25, 1e-6);
      g_assert_cmpfloat (other->series[s].y[i], >, -0.2);
      g_assert_cmpfloat (other->series[s].lower[i], <, -0.3);
      g_assert_cmpfloat_with_epsilon (other->series[s].y[i], other->series[0].y[i], 1e-6);
    }
  g_assert_cmpfloat (one->y_minimum, ==, other->y_minimum);
  g_assert_cmpfloat (one->y_maximum, >, other->series[0].y[0]);
}

/* Another split and another metric are other numbers, and accuracy has no factor. */
static void
test_options (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GPtrArray) snapshots = ideal_snapshots (3, 1);
  const ViewLayersRun run = { .regime = regime, .snapshots = snapshots, .epoch = 0 };
  const ViewLayersOptions test = { TRAINING_LAYER_NC1, TRAINING_TEST };
  const ViewLayersOptions probe = { TRAINING_LAYER_PROBE_ACCURACY, TRAINING_TEST };
  double factor, share;
  g_autoptr (ViewLayers) on_test = view_layers_new (&run, 1, &test, NULL);
  g_assert_cmpfloat (view_layers_matrix (on_test, 0, VIEW_LAYERS_DEPTH)->values[0], ==, 6);
  g_assert_cmpint (view_layers_cursor_column (on_test, 0), ==, 0);
  g_assert_cmpfloat (view_layers_epoch (on_test, 0), ==, 0);
  g_autoptr (ViewLayers) read = view_layers_new (&run, 1, &probe, NULL);
  const PlotMatrix *depth = view_layers_matrix (read, 0, VIEW_LAYERS_DEPTH);
  g_assert_cmpfloat (depth->values[3 * 3], ==, 0.8);
  g_assert_true (depth->percent);
  g_assert_cmpint (depth->kind, ==, PLOT_AXIS_LINEAR);
  g_assert_false (view_layers_factor (read, 0, &factor, &share));
  g_assert_cmpstr (view_layers_metric_keys ()[TRAINING_LAYER_NC1], ==, "nc1");
  g_assert_cmpstr (view_layers_metric_keys ()[TRAINING_LAYER_PROBE_ACCURACY], ==, "probe_accuracy");
}

/* Runs side by side have one scale and their names; one that has nothing yet is there all the same. */
static void
test_runs (void)
{
  g_autoptr (Regime) one = regime_new ();
  g_autoptr (Regime) two = regime_new ();
  g_assert_true (regime_set (one, "regime.name", "Eins", NULL));
  g_assert_true (regime_set (two, "regime.name", "Zwei", NULL));
  g_autoptr (GPtrArray) many = ideal_snapshots (8, 1);
  g_autoptr (GPtrArray) few = ideal_snapshots (2, 3);
  g_autoptr (GPtrArray) none = ideal_snapshots (0, 1);
  const ViewLayersRun runs[] = { { .regime = one, .snapshots = many, .epoch = 14 },
                                 { .regime = two, .snapshots = few, .epoch = 14, .style = 3 },
                                 { .regime = two, .snapshots = none } };
  g_autoptr (ViewLayers) view = view_layers_new (runs, 3, &nc1, NULL);
  const PlotMatrix *a = view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH),
                   *b = view_layers_matrix (view, 1, VIEW_LAYERS_DEPTH);
  g_assert_cmpfloat (a->minimum, ==, b->minimum);
  g_assert_cmpfloat (a->maximum, ==, 3);
  g_assert_cmpfloat (a->minimum, ==, 3 * pow (0.4, 3) * pow (0.9, 14));
  g_assert_cmpfloat (view_layers_chart (view, 0, VIEW_LAYERS_SPECTRA)->y_maximum, ==,
                     view_layers_chart (view, 1, VIEW_LAYERS_SPECTRA)->y_maximum);
  g_assert_cmpuint (view_layers_profile (view)->n_lines, ==, 2);
  g_assert_cmpuint (view_layers_profile (view)->lines[1].style, ==, 3);
  g_assert_nonnull (strstr (view_layers_profile (view)->lines[1].name, "Zwei"));
  g_assert_nonnull (strstr (b->subtitle, "Zwei"));
  g_assert_cmpuint (view_layers_matrix (view, 2, VIEW_LAYERS_DEPTH)->n_rows, ==, 0);
  g_assert_cmpuint (view_layers_matrix (view, 2, VIEW_LAYERS_MEANS)->n_rows, ==, 0);
  g_assert_cmpint (view_layers_cursor_column (view, 2), ==, -1);
  g_assert_true (isnan (view_layers_epoch (view, 2)));
}

/* What was known of the snapshots that are still there is the same as when found anew. */
static void
test_before (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GPtrArray) all = ideal_snapshots (9, 2);
  g_autoptr (GPtrArray) part = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  for (guint i = 0; i < 9; i += 2)
    g_ptr_array_add (part, training_snapshot_ref (all->pdata[i]));
  const ViewLayersRun first = { .regime = regime, .snapshots = part, .epoch = 20 },
                      second = { .regime = regime, .snapshots = all, .epoch = 20 };
  g_autoptr (ViewLayers) before = view_layers_new (&first, 1, &nc1, NULL);
  g_autoptr (ViewLayers) after = view_layers_new (&second, 1, &nc1, before);
  g_autoptr (ViewLayers) anew = view_layers_new (&second, 1, &nc1, NULL);
  const PlotChart *a = view_layers_chart (after, 0, VIEW_LAYERS_SPECTRA),
                  *b = view_layers_chart (anew, 0, VIEW_LAYERS_SPECTRA);
  g_assert_cmpuint (a->n_series, ==, CLASSES - 1);
  g_assert_cmpfloat (a->series[0].y[0], >, 1.2); /* bent along one direction */
  for (guint s = 0; s < a->n_series; s++)
    g_assert_cmpmem (a->series[s].y, 9 * sizeof (double), b->series[s].y, 9 * sizeof (double));
  /* Of another run at the same epochs nothing is known. */
  g_autoptr (GPtrArray) others = ideal_snapshots (9, 1);
  const ViewLayersRun third = { .regime = regime, .snapshots = others, .epoch = 20 };
  g_autoptr (ViewLayers) other = view_layers_new (&third, 1, &nc1, after);
  for (guint s = 0; s < a->n_series; s++)
    for (guint i = 0; i < 9; i++)
      g_assert_cmpfloat_with_epsilon (view_layers_chart (other, 0, VIEW_LAYERS_SPECTRA)->series[s].y[i], 1,
                                      1e-9);
}

static void
test_words (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GPtrArray) snapshots = ideal_snapshots (3, 1);
  const ViewLayersRun run = { .regime = regime, .snapshots = snapshots, .epoch = 4 };
  g_autoptr (ViewLayers) view = view_layers_new (&run, 1, &nc1, NULL);
  g_autofree char *layer = view_layers_describe (view, 0, VIEW_LAYERS_DEPTH, 3, 1);
  g_autofree char *pair = view_layers_describe (view, 0, VIEW_LAYERS_DUALITY, 1, 2);
  g_assert_nonnull (strstr (layer, "Features, epoch 2"));
  g_assert_nonnull (strstr (pair, "classifier of 1,\nmean of 2\n"));
  g_assert_nonnull (strstr (pair, "104.5°"));
  g_assert_null (view_layers_describe (view, 0, VIEW_LAYERS_DEPTH, 4, 0));
  g_autoptr (StudyTable) table = view_layers_table (view, 0, VIEW_LAYERS_DEPTH);
  g_assert_cmpuint (study_table_n_rows (table), ==, LAYERS);
  g_assert_cmpuint (study_table_n_columns (table), ==, 4);
  g_assert_cmpstr (study_table_column_key (table, 2), ==, "epoch_2");
  g_assert_cmpfloat (study_table_number (table, 3, 2), ==, 3 * pow (0.4, 3) * pow (0.9, 2));
}

/* A real run: the last column is what the last snapshot says; with a head the classifier is a probe. */
static void
test_run (void)
{
  for (guint head = 0; head < 2; head++) {
    g_auto (ShortRun) run = short_run_new_with (head ? "head.layers=1" : NULL);
    g_autoptr (GPtrArray) snapshots = view_layers_snapshots (run.history);
    const ViewLayersRun shown
        = { .regime = run.regime, .data = run.data, .snapshots = snapshots, .epoch = G_MAXDOUBLE };
    g_autoptr (ViewLayers) view = view_layers_new (&shown, 1, &nc1, NULL);
    const PlotMatrix *depth = view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH);
    const TrainingSnapshot *last = snapshots->pdata[snapshots->len - 1];
    g_autofree char *caption
        = view_layers_caption (view, VIEW_LAYERS_SHOWS_LAYERS | VIEW_LAYERS_SHOWS_ALL_ANGLES);
    g_assert_cmpuint (depth->n_columns, ==, 9);
    g_assert_cmpuint (depth->n_rows, ==, 3);
    for (guint l = 0; l < 3; l++)
      g_assert_cmpfloat (depth->values[l * 9 + 8], ==,
                         last->split[TRAINING_TRAIN].layers[l].value[TRAINING_LAYER_NC1]);
    g_assert_cmpstr (view_layers_matrix (view, 0, VIEW_LAYERS_CLASSIFIER)->title, ==,
                     head ? "Linear probe" : "Classifier");
    g_assert_true ((strstr (caption, "probe") != NULL) == (head == 1));
    g_assert_nonnull (strstr (caption, "300 training samples"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/layers/ideal", test_ideal);
  g_test_add_func ("/view/layers/cosines", test_cosines);
  g_test_add_func ("/view/layers/options", test_options);
  g_test_add_func ("/view/layers/runs", test_runs);
  g_test_add_func ("/view/layers/before", test_before);
  g_test_add_func ("/view/layers/words", test_words);
  g_test_add_func ("/view/layers/run", test_run);
  return g_test_run ();
}
