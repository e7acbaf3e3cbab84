/* Every sample of a run in the place of those that are watched: live, and from its checkpoints. */
#include "app/samples.h"

#include "app/session-private.h"

#include <math.h>
#include <string.h>

#include "finished-session.h"

#define TIMEOUT_SECONDS 60
/* Of which snapshots watch a hundred of each class. */
#define TRAIN "1400"
#define N_TRAIN 1400
#define N_WATCHED 1000

typedef struct {
  CollapsarSession *session;
  CollapsarSamples *samples;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = finished_session_new_of (TRAIN);
  fixture->samples = collapsar_samples_new ();
  collapsar_samples_set_session (fixture->samples, fixture->session);
}

/* A thread that computes may still have it. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  gpointer weak = fixture->samples;
  g_object_add_weak_pointer (G_OBJECT (fixture->samples), &weak);
  collapsar_samples_set_session (fixture->samples, NULL);
  g_object_unref (fixture->samples);
  while (weak != NULL) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
  }
  g_assert_finalize_object (fixture->session);
}

static const TrainingWatch *
train_of (TrainingSnapshot *snapshot)
{
  return &snapshot->split[TRAINING_TRAIN];
}

static gboolean
has_all (Fixture *fixture)
{
  return train_of (collapsar_samples_snapshot (fixture->samples))->n == N_TRAIN;
}

static gboolean
has_remark (Fixture *fixture)
{
  return collapsar_samples_remark (fixture->samples) != NULL;
}

static gboolean
has_failed (Fixture *fixture)
{
  const char *remark = collapsar_samples_remark (fixture->samples);
  return remark != NULL && strstr (remark, "could not") != NULL;
}

static void
iterate_until (Fixture *fixture, gboolean (*done) (Fixture *fixture))
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (!done (fixture)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    finished_session_iterate (fixture->session);
  }
}

/* What is watched is as the snapshot has it, to the last bit. */
static void
assert_contains (TrainingSnapshot *all, TrainingSnapshot *snapshot)
{
  gsize d = snapshot->dimension;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainingWatch *watch = &snapshot->split[s];
    for (gsize i = 0; i < watch->n; i++) {
      gsize at = watch->samples[i];
      g_assert_cmpuint (all->split[s].samples[at], ==, at);
      g_assert_cmpmem (all->split[s].features + d * at, d * sizeof (float), watch->features + d * i,
                       d * sizeof (float));
    }
  }
}

/* None are made unless they are wanted. */
static void
test_watched (Fixture *fixture, gconstpointer data)
{
  TrainingSnapshot *shown = collapsar_session_snapshot (fixture->session);
  g_assert_true (collapsar_samples_snapshot (fixture->samples) == shown);
  g_assert_cmpuint (train_of (shown)->n, ==, N_WATCHED);
  g_assert_null (collapsar_samples_remark (fixture->samples));
  collapsar_samples_set_all (fixture->samples, TRUE);
  iterate_until (fixture, has_all);
  collapsar_samples_set_all (fixture->samples, FALSE);
  g_assert_true (collapsar_samples_snapshot (fixture->samples) == shown);
}

/* Where the cursor rests they are computed; while it moves there is what the session shows; those of an epoch
 * that was seen are there at once. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  collapsar_samples_set_all (fixture->samples, TRUE);
  iterate_until (fixture, has_all);
  TrainingSnapshot *last = collapsar_samples_snapshot (fixture->samples);
  g_assert_cmpfloat (last->epoch, ==, FINISHED_EPOCHS);
  assert_contains (last, collapsar_session_snapshot (fixture->session));
  collapsar_session_set_epoch (fixture->session, 3);
  g_assert_true (collapsar_samples_snapshot (fixture->samples)
                 == collapsar_session_snapshot (fixture->session));
  g_assert_null (collapsar_samples_remark (fixture->samples));
  iterate_until (fixture, has_all);
  g_assert_cmpfloat (collapsar_samples_snapshot (fixture->samples)->epoch, ==, 3);
  assert_contains (collapsar_samples_snapshot (fixture->samples),
                   collapsar_session_snapshot (fixture->session));
  g_assert_null (collapsar_samples_remark (fixture->samples));
  collapsar_session_set_epoch (fixture->session, FINISHED_EPOCHS);
  g_assert_true (collapsar_samples_snapshot (fixture->samples) == last);
}

/* Between two epochs there is no network to compute them from, which is said once the cursor rests. */
static void
test_between (Fixture *fixture, gconstpointer data)
{
  collapsar_samples_set_all (fixture->samples, TRUE);
  collapsar_session_set_epoch (fixture->session, 2.5);
  iterate_until (fixture, has_remark);
  g_assert_nonnull (strstr (collapsar_samples_remark (fixture->samples), "2 and 3"));
  g_assert_true (collapsar_samples_snapshot (fixture->samples)
                 == collapsar_session_snapshot (fixture->session));
}

/* What was asked for and is not wanted any more is not heard of. */
static void
test_called_off (Fixture *fixture, gconstpointer data)
{
  collapsar_samples_set_all (fixture->samples, TRUE);
  iterate_until (fixture, has_remark);
  collapsar_session_set_epoch (fixture->session, 1);
  iterate_until (fixture, has_all);
  g_assert_cmpfloat (collapsar_samples_snapshot (fixture->samples)->epoch, ==, 1);
  collapsar_session_set_epoch (fixture->session, 2);
  iterate_until (fixture, has_remark);
}

/* Of a scene that nobody sees nothing is computed, until somebody does. */
static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  collapsar_samples_set_seen (fixture->samples, FALSE);
  collapsar_samples_set_all (fixture->samples, TRUE);
  g_assert_cmpuint (fixture->session->samples_wanted, ==, 0);
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 3;
  while (g_get_monotonic_time () < end)
    finished_session_iterate (fixture->session);
  g_assert_false (has_all (fixture) || has_remark (fixture));
  collapsar_samples_set_seen (fixture->samples, TRUE);
  g_assert_cmpuint (fixture->session->samples_wanted, ==, 1);
  iterate_until (fixture, has_all);
}

/* A network that the checkpoints are not of. */
static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Regime) other = regime_copy (fixture->session->regime);
  g_assert_true (regime_set (other, "network.hidden", "17", NULL));
  regime_unref (fixture->session->regime);
  fixture->session->regime = regime_ref (other);
  collapsar_samples_set_all (fixture->samples, TRUE);
  iterate_until (fixture, has_failed);
  g_assert_true (collapsar_samples_snapshot (fixture->samples)
                 == collapsar_session_snapshot (fixture->session));
}

/* Once there are all there are no fewer. */
static void
on_changed (CollapsarSamples *samples, GArray *epochs)
{
  TrainingSnapshot *snapshot = collapsar_samples_snapshot (samples);
  if (snapshot == NULL || (epochs->len == 0 && train_of (snapshot)->n != N_TRAIN))
    return;
  g_assert_cmpuint (train_of (snapshot)->n, ==, N_TRAIN);
  g_assert_cmpfloat (snapshot->epoch, ==, floor (snapshot->epoch));
  g_array_append_val (epochs, snapshot->epoch);
}

/* While one follows training, those of each measured epoch, with nothing of between; at the end the last. */
static void
test_live (void)
{
  Fixture fixture = { collapsar_session_new (), collapsar_samples_new () };
  g_autoptr (Regime) regime = finished_session_regime (TRAIN);
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (fixture.samples, "changed", G_CALLBACK (on_changed), epochs);
  collapsar_samples_set_session (fixture.samples, fixture.session);
  collapsar_samples_set_all (fixture.samples, TRUE);
  collapsar_session_set_pace (fixture.session, 8);
  collapsar_session_run (fixture.session, regime);
  while (collapsar_session_get_state (fixture.session) != COLLAPSAR_SESSION_FINISHED)
    finished_session_iterate (fixture.session);
  finished_session_iterate (fixture.session);
  g_assert_cmpuint (epochs->len, >, 2);
  for (guint i = 1; i < epochs->len; i++)
    g_assert_cmpfloat (g_array_index (epochs, double, i), >, g_array_index (epochs, double, i - 1));
  TrainingSnapshot *last = collapsar_samples_snapshot (fixture.samples);
  g_signal_handlers_disconnect_by_data (fixture.samples, epochs);
  g_assert_true (last == collapsar_session_samples (fixture.session));
  g_assert_cmpfloat (last->epoch, ==, FINISHED_EPOCHS);
  assert_contains (last, collapsar_session_snapshot (fixture.session));
  collapsar_samples_set_all (fixture.samples, FALSE);
  g_assert_null (collapsar_session_samples (fixture.session));
  tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/samples/watched", Fixture, NULL, set_up, test_watched, tear_down);
  g_test_add ("/app/samples/rest", Fixture, NULL, set_up, test_rest, tear_down);
  g_test_add ("/app/samples/between", Fixture, NULL, set_up, test_between, tear_down);
  g_test_add ("/app/samples/called-off", Fixture, NULL, set_up, test_called_off, tear_down);
  g_test_add ("/app/samples/unseen", Fixture, NULL, set_up, test_unseen, tear_down);
  g_test_add ("/app/samples/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add_func ("/app/samples/live", test_live);
  return g_test_run ();
}
