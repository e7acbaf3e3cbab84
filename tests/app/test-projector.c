/* The projector: the picture of an epoch does not depend on how one came there. */
#include "app/projector.h"

#include <string.h>

#include "synthetic.h"

#define TIMEOUT_SECONDS 30
#define N_EPOCHS 8

typedef struct {
  CollapsarPicture *last;
  guint n;
} Received;

static void
on_ready (CollapsarPicture *picture, gpointer user_data)
{
  Received *received = user_data;
  g_clear_pointer (&received->last, collapsar_picture_unref);
  received->last = collapsar_picture_ref (picture);
  received->n++;
}

/* The picture of a snapshot; free with collapsar_picture_unref. */
static CollapsarPicture *
picture_of (CollapsarProjector *projector,
            Received *received,
            TrainingSnapshot *snapshot,
            CollapseProjectionKind kind,
            PlotScenePick pick)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  g_clear_pointer (&received->last, collapsar_picture_unref);
  collapsar_projector_request (projector, snapshot, TRAINING_TRAIN, kind, pick);
  while (received->last == NULL || received->last->snapshot != snapshot || received->last->kind != kind) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (200);
  }
  return g_steal_pointer (&received->last);
}

static const PlotScenePick nothing = { -1, -1 };

static void
assert_same_picture (const CollapsarPicture *a, const CollapsarPicture *b)
{
  const PlotScene *x = &a->plot, *y = &b->plot;
  gsize vertices = 3 * SYNTHETIC_CLASSES;
  g_assert_cmpuint (x->n_points, ==, SYNTHETIC_SAMPLES);
  g_assert_cmpmem (x->points, 3 * x->n_points * sizeof (float), y->points, 3 * y->n_points * sizeof (float));
  g_assert_cmpmem (x->means, vertices * sizeof (float), y->means, vertices * sizeof (float));
  g_assert_cmpmem (x->classifier, vertices * sizeof (float), y->classifier, vertices * sizeof (float));
  g_assert_cmpmem (x->ideal, vertices * sizeof (double), y->ideal, vertices * sizeof (double));
  g_assert_cmpstr (x->subtitle, ==, y->subtitle);
  g_assert_cmpstr (x->note, ==, y->note);
}

/* Live: one snapshot after the other, as the history grows. Then back: all at once, from the last. */
static void
test_scrubbing (gconstpointer kind_pointer)
{
  CollapseProjectionKind kind = GPOINTER_TO_INT (kind_pointer);
  Received received = { 0 };
  g_autoptr (Dataset) data = synthetic_data ();
  g_autoptr (TrainingHistory) whole = synthetic_history (N_EPOCHS);
  g_autoptr (TrainingHistory) growing = training_history_new (training_history_regime (whole));
  g_autoptr (CollapsarProjector) projector = collapsar_projector_new (on_ready, &received);
  CollapsarPicture *live[N_EPOCHS];

  collapsar_projector_set_run (projector, growing, data, NULL, 0);
  for (guint i = 0; i < N_EPOCHS; i++) {
    training_history_add_record (growing, (TrainingRecord *)training_history_record (whole, i));
    training_history_add_snapshot (growing, training_history_snapshot (whole, i));
    live[i] = picture_of (projector, &received, training_history_snapshot (whole, i), kind, nothing);
    g_assert_nonnull (live[i]->plot.points);
  }
  g_assert_cmpint (memcmp (live[0]->plot.points, live[1]->plot.points, 3 * sizeof (float)), !=, 0);

  collapsar_projector_set_run (projector, whole, data, NULL, 0);
  for (guint i = N_EPOCHS; i-- > 0;) {
    g_autoptr (CollapsarPicture) back
        = picture_of (projector, &received, training_history_snapshot (whole, i), kind, nothing);
    assert_same_picture (back, live[i]);
    g_autoptr (CollapsarPicture) again
        = picture_of (projector, &received, training_history_snapshot (whole, i), kind, nothing);
    assert_same_picture (again, live[i]);
    collapsar_picture_unref (live[i]);
  }
}

/* A moment between two epochs is carried over from the epoch before it. */
static void
test_between (void)
{
  Received received = { 0 };
  g_autoptr (Dataset) data = synthetic_data ();
  g_autoptr (TrainingHistory) history = synthetic_history (3);
  g_autoptr (TrainingSnapshot) between = synthetic_snapshot (2.5);
  g_autoptr (CollapsarProjector) projector = collapsar_projector_new (on_ready, &received);
  collapsar_projector_set_run (projector, history, data, NULL, 0);
  g_autoptr (CollapsarPicture) picture
      = picture_of (projector, &received, between, COLLAPSE_PROJECTION_CLASS_MEAN_PCA, nothing);
  g_autoptr (CollapseProjection) first = NULL, second = NULL, third = NULL, own = NULL;
  CollapseProjectionKind kind = COLLAPSE_PROJECTION_CLASS_MEAN_PCA;
  const CollapseMeans *means[3];
  for (guint i = 0; i < 3; i++)
    means[i] = training_history_snapshot (history, i)->split[TRAINING_TRAIN].means;
  first = collapse_projection_new (kind, means[0], NULL, NULL);
  second = collapse_projection_new (kind, means[1], first, NULL);
  third = collapse_projection_new (kind, means[2], second, NULL);
  own = collapse_projection_new (kind, between->split[TRAINING_TRAIN].means, third, NULL);
  float expected[3 * SYNTHETIC_CLASSES];
  collapse_projection_apply_means (own, between->split[TRAINING_TRAIN].means,
                                   numeric_matrix32 (expected, SYNTHETIC_CLASSES, 3));
  g_assert_cmpmem (picture->plot.means, sizeof expected, expected, sizeof expected);
}

/* The words are the picture's own: the scene that lent them is another one by the time they are drawn. */
static void
test_probe (void)
{
  Received received = { 0 };
  g_autoptr (Dataset) data = synthetic_data ();
  g_autoptr (TrainingHistory) history = synthetic_history (2);
  g_autoptr (CollapsarProjector) projector = collapsar_projector_new (on_ready, &received);
  TrainingSnapshot *snapshot = training_history_snapshot (history, 1);
  snapshot->probe = TRUE;
  collapsar_projector_set_run (projector, history, data, NULL, 0);
  g_autoptr (CollapsarPicture) picture
      = picture_of (projector, &received, snapshot, COLLAPSE_PROJECTION_BALANCED, nothing);
  g_clear_pointer (&projector, collapsar_projector_free);
  g_assert_true (picture->plot.probe);
  g_assert_cmpstr (picture->plot.classifier_note, ==, "classifier: online linear probe");
}

static void
test_pick (void)
{
  Received received = { 0 };
  g_autoptr (Dataset) data = synthetic_data ();
  g_autoptr (TrainingHistory) history = synthetic_history (2);
  g_autoptr (CollapsarProjector) projector = collapsar_projector_new (on_ready, &received);
  TrainingSnapshot *snapshot = training_history_snapshot (history, 1);
  collapsar_projector_set_run (projector, history, data, NULL, 0);
  g_autoptr (CollapsarPicture) plain
      = picture_of (projector, &received, snapshot, COLLAPSE_PROJECTION_BALANCED, nothing);
  g_assert_null (plain->pick_text);
  g_autoptr (CollapsarPicture) mean
      = picture_of (projector, &received, snapshot, COLLAPSE_PROJECTION_BALANCED, (PlotScenePick){ 2, -1 });
  g_assert_nonnull (strstr (mean->pick_text, "10 features"));
  g_assert_nonnull (strstr (mean->pick_text, "ideal 109.5")); /* acos (-1/3) */
  g_assert_cmpint (mean->pick.mean, ==, 2);
  assert_same_picture (plain, mean);
}

/* What was asked of one run is not told of the next. */
static void
test_other_run (void)
{
  Received received = { 0 };
  g_autoptr (Dataset) data = synthetic_data ();
  g_autoptr (TrainingHistory) first = synthetic_history (2), second = synthetic_history (2);
  g_autoptr (CollapsarProjector) projector = collapsar_projector_new (on_ready, &received);
  TrainingSnapshot *snapshot = training_history_snapshot (second, 1);
  collapsar_projector_set_run (projector, first, data, NULL, 0);
  collapsar_projector_request (projector, training_history_snapshot (first, 1), TRAINING_TRAIN,
                               COLLAPSE_PROJECTION_BALANCED, nothing);
  /* The picture is there, but not yet told. */
  while (!g_main_context_pending (NULL))
    g_usleep (200);
  collapsar_projector_set_run (projector, second, data, NULL, 0);
  g_clear_pointer (&first, training_history_free);
  g_autoptr (CollapsarPicture) picture
      = picture_of (projector, &received, snapshot, COLLAPSE_PROJECTION_BALANCED, nothing);
  g_assert_cmpuint (received.n, ==, 1);
  g_assert_cmpuint (picture->run, ==, 2);
}

/* Freed in the middle of its work. */
static void
test_free (void)
{
  Received received = { 0 };
  g_autoptr (Dataset) data = synthetic_data ();
  g_autoptr (TrainingHistory) history = synthetic_history (N_EPOCHS);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (CollapsarProjector) projector = collapsar_projector_new (on_ready, &received);
    collapsar_projector_set_run (projector, history, data, NULL, 0);
    collapsar_projector_request (projector, training_history_snapshot (history, N_EPOCHS - 1), TRAINING_TRAIN,
                                 COLLAPSE_PROJECTION_BALANCED, nothing);
  }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (received.n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/app/projector/scrubbing/balanced", GINT_TO_POINTER (COLLAPSE_PROJECTION_BALANCED),
                        test_scrubbing);
  g_test_add_data_func ("/app/projector/scrubbing/pca", GINT_TO_POINTER (COLLAPSE_PROJECTION_CLASS_MEAN_PCA),
                        test_scrubbing);
  g_test_add_func ("/app/projector/between", test_between);
  g_test_add_func ("/app/projector/probe", test_probe);
  g_test_add_func ("/app/projector/pick", test_pick);
  g_test_add_func ("/app/projector/other-run", test_other_run);
  g_test_add_func ("/app/projector/free", test_free);
  return g_test_run ();
}
