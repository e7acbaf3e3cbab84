#include "collapse/tour.h"
#include "plot/chart.h"
#include "view/charts.h"
#include "view/lens.h"
#include "view/scene.h"

#include "short-run.h"

#include <math.h>
#include <string.h>

static void
assert_same_picture (const PlotScene *a, const PlotScene *b)
{
  g_assert_cmpuint (a->n_points, ==, b->n_points);
  g_assert_cmpmem (a->points, a->n_points * 3 * sizeof (float), b->points, b->n_points * 3 * sizeof (float));
  g_assert_cmpmem (a->means, a->n_classes * 3 * sizeof (float), b->means, b->n_classes * 3 * sizeof (float));
}

/* The picture of an epoch does not depend on how one came there. */
static void
test_path (void)
{
  g_auto (ShortRun) run = short_run_new ();
  for (guint kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (ViewScene) stepped = view_scene_new (run.history, run.data, 0);
    g_autoptr (ViewScene) jumped = view_scene_new (run.history, run.data, 0);
    guint n = training_history_n_snapshots (run.history);
    g_assert_cmpuint (n, ==, 9);
    for (guint i = 0; i < n; i++)
      view_scene_update (stepped, training_history_snapshot (run.history, i), TRAINING_TRAIN, kind);
    for (guint i = n; i > 5; i--)
      view_scene_update (stepped, training_history_snapshot (run.history, i - 1), TRAINING_TRAIN, kind);
    view_scene_update (jumped, training_history_snapshot (run.history, 5), TRAINING_TRAIN, kind);
    assert_same_picture (view_scene_plot (stepped), view_scene_plot (jumped));
  }
}

/* Each kind says how much it holds; four classes stand out, and the residual of the others is said. */
static void
test_kinds (void)
{
  static const char *const notes[]
      = { "of the means’ variance in view", "of the means’ variance in view",
          "4 means exact · out of view: features", "grand tour through 9 dimensions · ",
          "of the train features’ variance" };
  static const guint32 classes[] = { 9, 1, 4, 7 };
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
  view_scene_choose (scene, classes);
  for (guint kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_assert_true (
        view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN, kind));
    const PlotScene *plot = view_scene_plot (scene);
    PlotCamera camera = view_scene_camera (scene);
    g_assert_nonnull (strstr (plot->note, notes[kind]));
    g_assert_true (isfinite (camera.yaw) && isfinite (camera.pitch));
    g_assert_cmpuint (plot->n_chosen, ==, kind == COLLAPSE_PROJECTION_FOUR_CLASSES ? 4 : 0);
    for (gsize i = 0; i < 3 * plot->n_points; i++)
      g_assert_true (isfinite (plot->points[i]));
    for (guint k = 0; k < 10; k++)
      g_assert_cmpint (isnan (plot->ideal[3 * k]), ==,
                       plot->n_chosen > 0 && k != 1 && k != 4 && k != 7 && k != 9);
  }
  view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN,
                     COLLAPSE_PROJECTION_FOUR_CLASSES);
  g_assert_nonnull (strstr (view_scene_plot (scene)->note, " · other means "));
}

/* The tour begins with the balanced picture; through another frame it is another one. */
static void
test_tour (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) tour = view_scene_new (run.history, run.data, 0);
  g_autoptr (ViewScene) balanced = view_scene_new (run.history, run.data, 0);
  g_autoptr (CollapseTour) frames = collapse_tour_new (9, 1);
  TrainingSnapshot *snapshot = training_history_snapshot (run.history, 5);
  view_scene_update (tour, snapshot, TRAINING_TRAIN, COLLAPSE_PROJECTION_TOUR);
  view_scene_update (balanced, snapshot, TRAINING_TRAIN, COLLAPSE_PROJECTION_BALANCED);
  const float *seen = view_scene_plot (tour)->means, *expected = view_scene_plot (balanced)->means;
  for (guint i = 0; i < 30; i++)
    g_assert_cmpfloat_with_epsilon (seen[i], expected[i], 1e-5);
  collapse_tour_seek (frames, 5.0);
  view_scene_look_through (tour, collapse_tour_frame (frames));
  seen = view_scene_plot (tour)->means;
  double moved = 0;
  for (guint i = 0; i < 30; i++)
    moved = MAX (moved, fabs ((double)seen[i] - expected[i]));
  g_assert_cmpfloat (moved, >, 0.1);
}

/* Wherever the tour is, every ideal vertex has its place on the page, and some would have none. */
static void
test_tour_page (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
  g_autoptr (CollapseTour) frames = collapse_tour_new (9, 1);
  guint n_outside = 0;
  view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN,
                     COLLAPSE_PROJECTION_TOUR);
  g_assert_cmpfloat (view_lens_zoom (view_scene_plot (scene)), ==, 1);
  for (guint step = 0; step < 200; step++) {
    collapse_tour_seek (frames, step);
    view_scene_look_through (scene, collapse_tour_frame (frames));
    PlotScene vertices = *view_scene_plot (scene);
    float places[30];
    for (guint i = 0; i < 30; i++)
      places[i] = (float)vertices.ideal[i];
    vertices.means = places;
    PlotCamera camera = { .zoom = 1 }, fitted = { .zoom = view_lens_zoom (&vertices) };
    for (guint k = 0; k < 10; k++) {
      double x, y;
      n_outside += !plot_scene_place_mean (&vertices, &camera, 300, 300, k, &x, &y);
      g_assert_true (plot_scene_place_mean (&vertices, &fitted, 300, 300, k, &x, &y));
    }
  }
  g_assert_cmpuint (n_outside, >, 0);
}

/* The means of earlier snapshots on the axes of this one, where its own means end; as many as lie within so
 * many epochs. */
static void
test_trail (void)
{
  g_auto (ShortRun) run = short_run_new ();
  for (guint kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
    TrainingSnapshot *snapshot = training_history_snapshot (run.history, 7);
    view_scene_update (scene, snapshot, TRAINING_TEST, kind);
    g_assert_cmpuint (view_scene_plot (scene)->n_trail, ==, 0);
    view_scene_trail (scene, 3);
    g_assert_true (view_scene_update (scene, snapshot, TRAINING_TEST, kind));
    const PlotScene *plot = view_scene_coordinates (scene);
    const CollapseProjection *axes = view_scene_projection (scene);
    gsize n = 10 * axes->n_axes;
    NumericMatrix32 expected = numeric_matrix32 (numeric_matrix32_alloc (n), 10, axes->n_axes);
    g_assert_cmpuint (plot->n_trail, ==, 3);
    for (guint i = 0; i < 3; i++) {
      const TrainingSnapshot *earlier = training_history_snapshot (run.history, 4 + i);
      collapse_projection_apply_means (axes, earlier->split[TRAINING_TEST].means, expected);
      g_assert_cmpmem (plot->trail + i * n, n * sizeof (float), expected.data, n * sizeof (float));
    }
    g_aligned_free (expected.data);
    g_assert_nonnull (strstr (view_scene_plot (scene)->note, " · paths since epoch 4"));
    view_scene_trail (scene, INFINITY);
    view_scene_update (scene, snapshot, TRAINING_TEST, kind);
    g_assert_cmpuint (view_scene_plot (scene)->n_trail, ==, 7);
    view_scene_update (scene, training_history_snapshot (run.history, 0), TRAINING_TEST, kind);
    g_assert_cmpuint (view_scene_plot (scene)->n_trail, ==, 0);
    g_assert_null (view_scene_plot (scene)->trail);
  }
}

/* Of a fine-tuning the axes of its source can be held, which are those of the source's own scene, whatever
 * the classes are; without a source nothing is. */
static void
test_source (void)
{
  g_auto (ShortRun) tuning = short_run_new_with ("data.classes=0-4");
  g_auto (ShortRun) source = short_run_new ();
  TrainingSnapshot *then = training_history_snapshot (source.history, 8);
  TrainingSnapshot *now = training_history_snapshot (tuning.history, 3);
  for (guint kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (ViewScene) scene = view_scene_new (tuning.history, tuning.data, 0);
    g_autoptr (ViewScene) own = view_scene_new (tuning.history, tuning.data, 0);
    g_autoptr (CollapseProjection) axes
        = kind == COLLAPSE_PROJECTION_BALANCED || kind == COLLAPSE_PROJECTION_CLASS_MEAN_PCA
              ? collapse_projection_new (kind, then->split[TRAINING_TRAIN].means, NULL, NULL)
              : NULL;
    view_scene_hold (scene, VIEW_SCENE_SOURCE);
    view_scene_update (own, now, TRAINING_TRAIN, kind);
    view_scene_update (scene, now, TRAINING_TRAIN, kind);
    assert_same_picture (view_scene_plot (own), view_scene_plot (scene));
    g_assert_null (strstr (view_scene_plot (scene)->note, "source"));
    view_scene_set_source (scene, then);
    g_assert_true (view_scene_update (scene, now, TRAINING_TRAIN, kind));
    g_assert_true (g_str_has_prefix (view_scene_plot (scene)->note, "source’s axes: "));
    g_assert_cmpuint (view_scene_plot (scene)->n_classes, ==, 5);
    if (axes == NULL)
      continue;
    gsize size = axes->n_axes * axes->dimension * sizeof (double);
    const CollapseProjection *held = view_scene_projection (scene);
    g_assert_cmpmem (held->basis, size, axes->basis, size);
    g_assert_cmpfloat (held->means_share, <, view_scene_projection (own)->means_share);
  }
}

/* Held axes are those of their epoch, for all kinds: there nothing changes, elsewhere the basis is the same.
 */
static void
test_hold (void)
{
  g_auto (ShortRun) run = short_run_new ();
  for (guint kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (ViewScene) free = view_scene_new (run.history, run.data, 0);
    g_autoptr (ViewScene) held = view_scene_new (run.history, run.data, 0);
    view_scene_update (free, training_history_snapshot (run.history, 6), TRAINING_TRAIN, kind);
    const CollapseProjection *axes = view_scene_projection (free);
    gsize size = axes->n_axes * axes->dimension * sizeof (double);
    view_scene_hold (held, 6.4);
    for (guint i = 2; i <= 6; i += 4) {
      g_assert_true (
          view_scene_update (held, training_history_snapshot (run.history, i), TRAINING_TRAIN, kind));
      g_assert_cmpmem (view_scene_projection (held)->basis, size, axes->basis, size);
      g_assert_true (g_str_has_prefix (view_scene_plot (held)->note, "axes of epoch 6 · "));
    }
    assert_same_picture (view_scene_plot (free), view_scene_plot (held));
    view_scene_hold (held, NAN);
    g_assert_true (
        view_scene_update (held, training_history_snapshot (run.history, 6), TRAINING_TRAIN, kind));
    g_assert_null (strstr (view_scene_plot (held)->note, "axes of epoch"));
  }
}

/* Of a hundred classes, each with one feature drawn at random. */
static TrainingSnapshot *
random_snapshot (double epoch)
{
  NumericRandom random;
  TrainingSnapshot *snapshot = training_snapshot_new (100, 8);
  snapshot->epoch = epoch;
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    TrainingWatch *watch = &snapshot->split[split];
    numeric_random_init (&random, (guint64)epoch, split);
    watch->n = 100;
    watch->features = g_new (float, 800);
    watch->labels = g_new (guint32, 100);
    watch->samples = g_new0 (guint32, 100);
    watch->predictions = g_new0 (guint32, 100);
    numeric_random_normals (&random, watch->features, 800);
    for (guint k = 0; k < 100; k++)
      watch->labels[k] = k;
    CollapseMetrics metrics;
    collapse_measure32 (numeric_matrix32 (watch->features, 100, 8), watch->labels, 100,
                        (NumericMatrix32){ 0 }, NULL, COLLAPSE_MEASURE_BASIC, NULL, &metrics, &watch->means);
  }
  return snapshot;
}

/* The paths of many classes have fewer moments, at equal steps, and the last of them. */
static void
test_trail_of_many (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "run.epochs", "99", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (100), 100, 1);
  guint32 *labels = g_new0 (guint32, 100);
  memset (samples.data, 0, 100 * sizeof (float));
  g_autoptr (Dataset) data
      = dataset_new ("made", "Made", (DatasetShape){ 1, 1, 1 }, samples, labels, 100, NULL, NULL);
  for (guint epoch = 0; epoch < 100; epoch++) {
    g_autoptr (TrainingSnapshot) snapshot = random_snapshot (epoch);
    training_history_add_snapshot (history, snapshot);
  }
  g_autoptr (ViewScene) scene = view_scene_new (history, data, 0);
  view_scene_trail (scene, INFINITY);
  view_scene_update (scene, training_history_snapshot (history, 99), TRAINING_TRAIN,
                     COLLAPSE_PROJECTION_BALANCED);
  const PlotScene *plot = view_scene_plot (scene);
  /* 99 before it, every third, from the first of them on. */
  g_assert_cmpuint (plot->n_trail, ==, 33);
  g_assert_nonnull (strstr (plot->note, " · paths since epoch 2"));
  NumericMatrix32 expected = numeric_matrix32 (numeric_matrix32_alloc (300), 100, 3);
  for (guint i = 0; i < 33; i++) {
    const TrainingSnapshot *snapshot = training_history_snapshot (history, 2 + 3 * i);
    collapse_projection_apply_means (view_scene_projection (scene), snapshot->split[TRAINING_TRAIN].means,
                                     expected);
    g_assert_cmpmem (plot->trail + 300 * i, 300 * sizeof (float), expected.data, 300 * sizeof (float));
  }
  g_aligned_free (expected.data);
}

/* Means in a plane, of which the two pairs 5 and 10 degrees apart are the closest, whatever their lengths. */
static void
test_closest (void)
{
  static const double degrees[] = { 0, 90, 200, 10, 110, 205 };
  double points[12], centre[2] = { 0, 0 };
  CollapseMeans means = { .n_classes = 6, .dimension = 2, .means = points, .centre = centre };
  guint32 classes[COLLAPSE_N_CHOSEN];
  for (guint k = 0; k < 6; k++) {
    points[2 * k] = (1 + k) * cos (degrees[k] * G_PI / 180);
    points[2 * k + 1] = (1 + k) * sin (degrees[k] * G_PI / 180);
  }
  g_assert_true (view_closest_classes (&means, classes));
  g_assert_cmpuint (classes[0], ==, 2);
  g_assert_cmpuint (classes[1], ==, 5);
  g_assert_cmpuint (classes[2], ==, 0);
  g_assert_cmpuint (classes[3], ==, 3);
  means.n_classes = 3;
  g_assert_false (view_closest_classes (&means, classes));
}

/* Ten classes have no simplex in fewer than nine dimensions, and the scene says so. */
static void
test_dimensions (void)
{
  for (guint d = 8; d <= 9; d++) {
    g_autofree char *feature = g_strdup_printf ("network.feature=%u", d);
    g_auto (ShortRun) run = short_run_new_with (feature);
    g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
    view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN,
                       COLLAPSE_PROJECTION_BALANCED);
    const char *said = strstr (view_scene_plot (scene)->note, " · no simplex of 10 in 8 dimensions");
    g_assert_cmpint (said != NULL, ==, d == 8);
  }
}

static void
test_words (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 2);
  TrainingSnapshot *snapshot = training_history_snapshot (run.history, 8);
  const PlotScene *plot = view_scene_plot (scene);
  g_assert_cmpstr (plot->title, ==, "short");
  g_assert_cmpuint (plot->n_points, ==, 0);
  g_assert_cmpuint (plot->regime, ==, 2);
  g_assert_true (view_scene_update (scene, snapshot, TRAINING_TEST, COLLAPSE_PROJECTION_BALANCED));
  g_assert_false (view_scene_update (scene, snapshot, TRAINING_TEST, COLLAPSE_PROJECTION_BALANCED));
  plot = view_scene_plot (scene);
  g_assert_true (g_str_has_prefix (plot->subtitle, "epoch 8 · test split"));
  g_assert_cmpstr (plot->readout[0], ==, "NC1");
  g_autofree char *nc1 = plot_format_number (
      training_history_last (run.history)->split[TRAINING_TEST].metrics.value[COLLAPSE_NC1]);
  g_assert_cmpstr (plot->readout[1], ==, nc1);
  g_assert_cmpuint (plot->n_points, ==, 100);
  g_assert_nonnull (strstr (plot->note, "variance in view"));
  PlotCamera camera = view_scene_camera (scene);
  g_assert_true (isfinite (camera.yaw) && isfinite (camera.pitch));
}

/* Behind a head the classifier is none of the features': the arrows are a probe's, and all that is the
 * probe's says so. */
static void
test_probe (void)
{
  static const char *const settings[] = { NULL, "head.layers=1", "loss.kind=simclr" };
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_auto (ShortRun) run = short_run_new_with (settings[i]);
    g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
    const PlotScene *plot = view_scene_plot (scene);
    view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN,
                       COLLAPSE_PROJECTION_BALANCED);
    g_assert_cmpint (plot->probe, ==, i > 0);
    g_assert_cmpstr (plot->classifier_note, ==, i > 0 ? "classifier: online linear probe" : NULL);
    g_assert_cmpstr (plot->readout[4], ==, "NC2");
    g_assert_cmpstr (plot->readout[6], ==, i > 0 ? "NC3 probe" : "NC3");
    g_assert_cmpstr (plot->readout[8], ==, i > 0 ? "NC4 probe" : "NC4");
    g_assert_cmpint (view_chart_is_of_probe (VIEW_CHART_ERROR, run.regime), ==, i == 2);
  }
}

static void
test_pick (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
  g_assert_null (view_scene_describe_pick (scene, (PlotScenePick){ .mean = 0, .point = -1 }));
  view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN,
                     COLLAPSE_PROJECTION_BALANCED);
  g_assert_null (view_scene_describe_pick (scene, (PlotScenePick){ .mean = -1, .point = -1 }));
  g_autofree char *mean = view_scene_describe_pick (scene, (PlotScenePick){ .mean = 3, .point = -1 });
  g_assert_true (g_str_has_prefix (mean, "3, 30 features\n"));
  g_assert_nonnull (strstr (mean, "ideal 96.4°")); /* acos (-1/9) */
  g_autofree char *point = view_scene_describe_pick (scene, (PlotScenePick){ .mean = -1, .point = 0 });
  g_assert_nonnull (strstr (point, "train sample"));
}

/* The unit of a scene in the features' own, from the means by hand. */
static void
test_radius (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
  TrainingSnapshot *snapshot = training_history_snapshot (run.history, 8);
  const CollapseMeans *means = snapshot->split[TRAINING_TRAIN].means;
  double sum = 0;
  g_assert_true (isnan (view_scene_radius (scene)));
  for (guint k = 0; k < means->n_classes; k++) {
    double squares = 0;
    for (gsize j = 0; j < means->dimension; j++)
      squares += pow (means->means[k * means->dimension + j] - means->centre[j], 2);
    sum += sqrt (squares);
  }
  /* Seen from the training means whichever split is shown. */
  view_scene_update (scene, snapshot, TRAINING_TEST, COLLAPSE_PROJECTION_CLASS_MEAN_PCA);
  g_assert_cmpfloat_with_epsilon (view_scene_radius (scene), sum / means->n_classes, 1e-9 * sum);
  g_autofree char *note = view_scene_scale_note (0.614, "87 % in view");
  g_autofree char *short_note = view_scene_scale_note (0.614, NULL);
  g_assert_cmpstr (note, ==, "common scale, × 0.61 · 87 % in view");
  g_assert_cmpstr (short_note, ==, "scale 0.61");
}

/* Where all means coincide there is no direction to show: words, not a crash. */
static void
test_nothing_to_project (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
  TrainingSnapshot *snapshot = training_history_snapshot (run.history, 3);
  CollapseMeans *means = snapshot->split[TRAINING_TRAIN].means;
  memset (means->means, 0, means->n_classes * means->dimension * sizeof (double));
  memset (means->centre, 0, means->dimension * sizeof (double));
  view_scene_update (scene, snapshot, TRAINING_TRAIN, COLLAPSE_PROJECTION_BALANCED);
  g_assert_cmpuint (view_scene_plot (scene)->n_points, ==, 0);
  g_assert_true (g_str_has_prefix (view_scene_plot (scene)->note, "nothing to project"));
  g_assert_cmpstr (view_scene_plot (scene)->short_note, ==, "nothing to project");
  g_assert_true (isnan (view_scene_radius (scene)));
  view_scene_update (scene, training_history_snapshot (run.history, 4), TRAINING_TRAIN,
                     COLLAPSE_PROJECTION_BALANCED);
  g_assert_cmpuint (view_scene_plot (scene)->n_points, ==, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/scene/path", test_path);
  g_test_add_func ("/view/scene/kinds", test_kinds);
  g_test_add_func ("/view/scene/tour", test_tour);
  g_test_add_func ("/view/scene/tour-page", test_tour_page);
  g_test_add_func ("/view/scene/trail", test_trail);
  g_test_add_func ("/view/scene/trail-of-many", test_trail_of_many);
  g_test_add_func ("/view/scene/hold", test_hold);
  g_test_add_func ("/view/scene/closest", test_closest);
  g_test_add_func ("/view/scene/dimensions", test_dimensions);
  g_test_add_func ("/view/scene/source", test_source);
  g_test_add_func ("/view/scene/words", test_words);
  g_test_add_func ("/view/scene/probe", test_probe);
  g_test_add_func ("/view/scene/pick", test_pick);
  g_test_add_func ("/view/scene/radius", test_radius);
  g_test_add_func ("/view/scene/nothing-to-project", test_nothing_to_project);
  return g_test_run ();
}
