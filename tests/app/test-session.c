/* The session without a window: what a run tells arrives whole, in order, and the same each time. */
#include "app/session.h"

#include <glib/gstdio.h>

#define TIMEOUT_SECONDS 60

static Regime *
small_regime (guint epochs)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = g_strdup_printf ("[regime]\nname=Small\n[data]\nsource=digits\ntrain=200\ntest=100\n"
                         "[network]\nhidden=16\nfeature=12\n[optimiser]\nschedule=step\n"
                         "[run]\nepochs=%u\nseed=3\n",
                         epochs);
  Regime *regime = regime_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return regime;
}

/* Drains as a window does until the state is reached. */
static void
wait_for (CollapsarSession *session, CollapsarSessionState state)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (collapsar_session_get_state (session) != state) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_session_drain (session);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
wait_for_epoch (CollapsarSession *session, double epoch)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (collapsar_session_get_epoch (session) < epoch) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_session_drain (session);
    g_usleep (1000);
  }
}

static CollapsarSession *
session_with (Regime *regime)
{
  CollapsarSession *session = collapsar_session_new ();
  collapsar_session_run (session, regime);
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_LOADING);
  return session;
}

static void
count (guint *n)
{
  ++*n;
}

static void
test_records (void)
{
  g_autoptr (Regime) regime = small_regime (9);
  CollapsarSession *session = session_with (regime);
  guint n_started = 0, n_snapshots = 0;
  g_signal_connect_swapped (session, "started", G_CALLBACK (count), &n_started);
  g_signal_connect_swapped (session, "snapshot", G_CALLBACK (count), &n_snapshots);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);

  TrainingHistory *history = collapsar_session_history (session);
  g_assert_cmpuint (n_started, ==, 1);
  g_assert_cmpuint (n_snapshots, >, 0);
  g_assert_cmpuint (training_history_n_records (history), ==, 10);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (training_history_record (history, i)->epoch, ==, i);
  g_assert_cmpuint (training_history_n_snapshots (history), ==, 10);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 9.0);
  g_assert_cmpfloat (collapsar_session_snapshot (session)->epoch, ==, 9.0);
  g_assert_cmpuint (collapsar_session_start_info (session)->n_classes, ==, 10);
  g_assert_finalize_object (session);
}

static void
test_cursor (void)
{
  g_autoptr (Regime) regime = small_regime (6);
  CollapsarSession *session = session_with (regime);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);

  collapsar_session_set_epoch (session, 2.0);
  g_assert_false (collapsar_session_get_live (session));
  g_assert_true (collapsar_session_snapshot (session)
                 == training_history_snapshot (collapsar_session_history (session), 2));
  collapsar_session_set_epoch (session, 100.0);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 6.0);
  collapsar_session_set_epoch (session, -1.0);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 0.0);
  collapsar_session_set_live (session, TRUE);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 6.0);
  g_assert_cmpfloat (collapsar_session_snapshot (session)->epoch, ==, 6.0);
  g_assert_finalize_object (session);
}

/* Between epochs, forwards and backwards: half of one and half of the other, wherever one came from. */
static void
test_between (void)
{
  g_autoptr (Regime) regime = small_regime (6);
  CollapsarSession *session = session_with (regime);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);
  TrainingHistory *history = collapsar_session_history (session);
  const float *before = training_history_snapshot (history, 2)->split[TRAINING_TRAIN].features;
  const float *after = training_history_snapshot (history, 3)->split[TRAINING_TRAIN].features;
  const double ways[] = { 1.25, 2.5, 5.0, 2.5 };
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    collapsar_session_set_epoch (session, ways[i]);
    TrainingSnapshot *shown = collapsar_session_snapshot (session);
    g_assert_cmpfloat (shown->epoch, ==, ways[i]);
    g_assert_true (shown->interpolated == (ways[i] != 5.0));
  }
  TrainingSnapshot *shown = collapsar_session_snapshot (session);
  const TrainingWatch *watch = &shown->split[TRAINING_TRAIN];
  for (gsize i = 0; i < watch->n * shown->dimension; i++)
    g_assert_cmpfloat_with_epsilon (watch->features[i], (before[i] + after[i]) / 2.0f, 1e-5f);
  /* Where the cursor stays, nothing is made anew. */
  collapsar_session_drain (session);
  g_assert_true (collapsar_session_snapshot (session) == shown);
  g_assert_finalize_object (session);
}

/* Replay of a run that goes on, in epochs whose snapshots are not kept. */
static void
test_between_while_training (void)
{
  g_autoptr (Regime) regime = small_regime (5000);
  CollapsarSession *session = session_with (regime);
  wait_for_epoch (session, 150.0);
  TrainingHistory *history = collapsar_session_history (session);
  guint index = training_history_n_snapshots (history) - 2;
  double before = training_history_snapshot (history, index)->epoch;
  double after = training_history_snapshot (history, index + 1)->epoch;
  g_assert_cmpfloat (after - before, >, 1.0);
  for (double epoch = before + 1.0; epoch < after; epoch++) {
    collapsar_session_set_epoch (session, epoch);
    collapsar_session_drain (session);
    g_assert_cmpfloat (collapsar_session_snapshot (session)->epoch, ==, epoch);
    g_assert_true (collapsar_session_snapshot (session)->interpolated);
  }
  collapsar_session_set_live (session, TRUE);
  g_assert_false (collapsar_session_snapshot (session)->interpolated);
  g_assert_finalize_object (session);
}

static void
test_marks (void)
{
  g_autoptr (Regime) regime = small_regime (9);
  CollapsarSession *session = session_with (regime);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);
  /* The schedule falls at 1/3 and 2/3. */
  const GPtrArray *marks = collapsar_session_marks (session);
  g_assert_cmpuint (marks->len, ==, 2);
  g_assert_cmpfloat (((TrainingMark *)marks->pdata[0])->epoch, ==, 3.0);
  g_assert_cmpfloat (((TrainingMark *)marks->pdata[1])->epoch, ==, 6.0);
  g_assert_finalize_object (session);
}

/* Every loss of a run, bit for bit. */
static GArray *
losses (CollapsarSession *session)
{
  TrainingHistory *history = collapsar_session_history (session);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < training_history_n_records (history); i++)
    g_array_append_val (values, training_history_record (history, i)->split[TRAINING_TRAIN].loss);
  return values;
}

static void
test_restart (void)
{
  g_autoptr (Regime) regime = small_regime (5);
  CollapsarSession *session = session_with (regime);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);
  g_autoptr (GArray) first = losses (session);
  collapsar_session_restart (session);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);
  g_autoptr (GArray) second = losses (session);
  g_assert_cmpuint (first->len, ==, 6);
  g_assert_cmpmem (first->data, first->len * sizeof (double), second->data, second->len * sizeof (double));
  g_assert_finalize_object (session);
}

static void
test_pause_and_step (void)
{
  g_autoptr (Regime) regime = small_regime (400);
  CollapsarSession *session = session_with (regime);
  collapsar_session_set_pace (session, 50.0);
  wait_for (session, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (session, 1.0);
  collapsar_session_pause (session);
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_PAUSED);
  for (int i = 0; i < 30; i++, g_usleep (5000))
    collapsar_session_drain (session);
  double before = collapsar_session_get_epoch (session);
  for (int i = 0; i < 30; i++, g_usleep (5000))
    collapsar_session_drain (session);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, before);

  collapsar_session_step (session);
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_RUNNING);
  wait_for (session, COLLAPSAR_SESSION_PAUSED);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, (double)(guint)before + 1.0);
  collapsar_session_resume (session);
  wait_for_epoch (session, before + 3.0);
  collapsar_session_stop (session);
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_IDLE);
  g_assert_cmpuint (training_history_n_records (collapsar_session_history (session)), >, 3);
  g_assert_finalize_object (session);
}

/* While nothing moves nobody polls: the worker wakes the main loop. */
static void
test_pending (void)
{
  g_autoptr (Regime) regime = small_regime (400);
  CollapsarSession *session = session_with (regime);
  guint n_pending = 0;
  g_signal_connect_swapped (session, "pending", G_CALLBACK (count), &n_pending);
  collapsar_session_pause (session);
  g_assert_false (collapsar_session_drain (session) && collapsar_session_history (session) != NULL);
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (collapsar_session_history (session) == NULL) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    if (!collapsar_session_drain (session) && collapsar_session_history (session) == NULL) {
      guint before = n_pending;
      while (n_pending == before)
        g_main_context_iteration (NULL, TRUE);
    }
  }
  g_assert_finalize_object (session);
}

static void
test_load_error (void)
{
  g_autoptr (Regime) good = small_regime (2);
  g_autoptr (Regime) bad = regime_copy (good);
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (bad, "data.source", "/nonexistent/folder", &error));
  CollapsarSession *session = session_with (good);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);
  TrainingHistory *history = collapsar_session_history (session);

  collapsar_session_run (session, bad);
  wait_for (session, COLLAPSAR_SESSION_FAILED);
  g_assert_nonnull (collapsar_session_error (session));
  g_assert_nonnull (strstr (collapsar_session_error (session)->message, "/nonexistent/folder"));
  /* What was there is still there. */
  g_assert_true (collapsar_session_history (session) == history);
  g_assert_cmpuint (training_history_n_records (history), ==, 3);

  collapsar_session_run (session, good);
  wait_for (session, COLLAPSAR_SESSION_FINISHED);
  g_assert_null (collapsar_session_error (session));
  g_assert_finalize_object (session);
}

static void
test_diverged (void)
{
  g_autoptr (Regime) regime = small_regime (50);
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (regime, "optimiser.learning-rate", "1000", &error));
  g_assert_true (regime_set (regime, "network.batch-norm", "false", &error));
  CollapsarSession *session = session_with (regime);
  wait_for (session, COLLAPSAR_SESSION_FAILED);
  g_assert_error (collapsar_session_error (session), TRAINER_ERROR, TRAINER_ERROR_DIVERGED);
  guint n = training_history_n_records (collapsar_session_history (session));
  g_assert_cmpuint (n, >, 0);
  double last = training_history_last (collapsar_session_history (session))->epoch;
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, last);
  g_assert_cmpfloat (collapsar_session_snapshot (session)->epoch, ==, last);
  g_assert_finalize_object (session);
}

/* Trains on with one live key otherwise. */
static void
change (CollapsarSession *session, const char *assignment)
{
  g_autoptr (Regime) changed = regime_copy (collapsar_session_current_regime (session));
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set_assignment (changed, assignment, &error));
  g_assert_true (collapsar_session_change (session, changed, &error));
  g_assert_no_error (error);
}

/* Far into a long run, where not every epoch's snapshot is kept for good, the last good one is shown all the
 * same. */
static void
test_diverged_late (void)
{
  g_autoptr (Regime) regime = small_regime (5000);
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (regime, "network.batch-norm", "false", &error));
  CollapsarSession *session = session_with (regime);
  wait_for_epoch (session, 150.0);
  change (session, "optimiser.learning-rate=1000");
  wait_for (session, COLLAPSAR_SESSION_FAILED);
  double last = training_history_last (collapsar_session_history (session))->epoch;
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, last);
  g_assert_cmpfloat (collapsar_session_snapshot (session)->epoch, ==, last);
  g_assert_finalize_object (session);
}

/* Before the first mini-batch that has them, whose moment is marked; what it began with is kept, and trained
 * again with when it is restarted. What is over takes none, nor what has not begun. */
static void
test_live_changes (void)
{
  g_autoptr (Regime) regime = small_regime (400);
  CollapsarSession *waiting = collapsar_session_new ();
  collapsar_session_prepare (waiting, regime);
  g_assert_false (collapsar_session_takes_changes (waiting));
  CollapsarSession *session = session_with (regime);
  collapsar_session_set_pace (session, 50.0);
  wait_for (session, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (session, 2.0);
  g_assert_true (collapsar_session_takes_changes (session));
  change (session, "optimiser.learning-rate=0.001");
  change (session, "augment.level=weak");
  g_assert_true (collapsar_session_regime (session) == regime);
  double now = collapsar_session_get_epoch (session);
  wait_for_epoch (session, now + 3.0);
  g_assert_cmpfloat (training_history_last (collapsar_session_history (session))->learning_rate, <=, 0.001);
  const GPtrArray *changes = training_history_changes (collapsar_session_history (session));
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_cmpfloat (((RegimeChange *)changes->pdata[0])->epoch, >=, 2.0);
  const TrainingMark *mark = collapsar_session_marks (session)->pdata[0];
  g_assert_cmpfloat (mark->epoch, ==, ((RegimeChange *)changes->pdata[0])->epoch);
  g_assert_nonnull (strstr (mark->text, "→ 0.001"));
  collapsar_session_stop (session);
  g_assert_false (collapsar_session_takes_changes (session));
  g_assert_finalize_object (session);
  g_assert_finalize_object (waiting);
}

/* What does not go together is refused, and all is as it was. */
static void
test_refused_change (void)
{
  g_autoptr (Regime) regime = small_regime (400);
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (regime, "loss.kind", "supcon", NULL));
  CollapsarSession *session = session_with (regime);
  wait_for (session, COLLAPSAR_SESSION_RUNNING);
  g_autoptr (Regime) mixed = regime_copy (regime);
  g_assert_true (regime_set (mixed, "augment.level", "weak", NULL)
                 && regime_set (mixed, "augment.mixup", "0.2", NULL));
  g_assert_false (collapsar_session_change (session, mixed, &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_true (collapsar_session_current_regime (session) == regime);
  g_assert_finalize_object (session);
}

/* A branch with its parent's regime is its parent to the last bit; with another rate it is not. */
static void
test_branch (void)
{
  g_autoptr (Regime) regime = small_regime (8);
  g_autoptr (Regime) other = regime_copy (regime);
  CollapsarSession *parent = session_with (regime);
  CollapsarSession *branch = collapsar_session_new ();
  CollapsarSession *none = collapsar_session_new ();
  g_assert_true (regime_set (other, "optimiser.learning-rate", "0.001", NULL));
  g_assert_false (collapsar_session_branch (none, branch, regime, 0.0));
  wait_for (parent, COLLAPSAR_SESSION_FINISHED);
  g_autoptr (GArray) expected = losses (parent);

  g_assert_true (collapsar_session_branch (branch, parent, regime, 4.7));
  g_assert_cmpint (collapsar_session_branch_epoch (branch), ==, 4);
  g_assert_cmpint (collapsar_session_get_state (branch), ==, COLLAPSAR_SESSION_IDLE);
  g_assert_true (collapsar_session_has_records (branch));
  g_assert_false (collapsar_session_has_trained (branch));
  g_assert_cmpfloat (collapsar_session_get_epoch (branch), ==, 4.0);
  g_assert_cmpfloat (collapsar_session_snapshot (branch)->epoch, ==, 4.0);
  g_assert_finalize_object (parent); /* it stands by itself */
  collapsar_session_restart (branch);
  wait_for (branch, COLLAPSAR_SESSION_FINISHED);
  g_autoptr (GArray) same = losses (branch);
  g_assert_true (collapsar_session_has_trained (branch));
  g_assert_cmpmem (same->data, same->len * sizeof (double), expected->data, expected->len * sizeof (double));

  /* From the same place once more, otherwise. */
  collapsar_session_run (branch, other);
  wait_for (branch, COLLAPSAR_SESSION_FINISHED);
  g_autoptr (GArray) changed = losses (branch);
  g_assert_cmpuint (changed->len, ==, 9);
  g_assert_cmpmem (changed->data, 5 * sizeof (double), expected->data, 5 * sizeof (double));
  g_assert_cmpfloat (g_array_index (changed, double, 8), !=, g_array_index (expected, double, 8));
  const GPtrArray *changes = training_history_changes (collapsar_session_history (branch));
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpfloat (((RegimeChange *)changes->pdata[0])->epoch, ==, 4.0);
  g_assert_cmpstr (((RegimeChange *)changes->pdata[0])->after, ==, "0.001");
  g_assert_finalize_object (branch);
  g_assert_finalize_object (none);
}

/* Of a network that the checkpoint does not fit, with what it began with still to be seen. */
static void
test_branch_unfit (void)
{
  g_autoptr (Regime) regime = small_regime (4);
  g_autoptr (Regime) other = regime_copy (regime);
  CollapsarSession *parent = session_with (regime);
  CollapsarSession *branch = collapsar_session_new ();
  g_assert_true (regime_set (other, "network.hidden", "24", NULL));
  wait_for (parent, COLLAPSAR_SESSION_FINISHED);
  g_assert_true (collapsar_session_branch (branch, parent, regime, 2.0));
  collapsar_session_run (branch, other);
  wait_for (branch, COLLAPSAR_SESSION_FAILED);
  g_assert_error (collapsar_session_error (branch), REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_cmpuint (training_history_n_records (collapsar_session_history (branch)), ==, 3);
  g_assert_false (collapsar_session_has_trained (branch));
  g_assert_finalize_object (parent);
  g_assert_finalize_object (branch);
}

/* Paused far into a long run, where few epochs are kept for good, the newest is there to branch from. */
static void
test_newest_checkpoint (void)
{
  g_autoptr (Regime) regime = small_regime (5000);
  CollapsarSession *session = session_with (regime);
  wait_for_epoch (session, 300.0);
  collapsar_session_pause (session);
  for (int i = 0; i < 100; i++, g_usleep (2000))
    collapsar_session_drain (session);
  const TrainingHistory *history = collapsar_session_history (session);
  guint last = training_history_last (history)->epoch;
  g_assert_cmpuint (training_history_checkpoint_at (history, last)->epoch, ==, last);
  g_assert_cmpuint (training_history_n_checkpoints (history), <=, TRAINING_SNAPSHOT_LIMIT);
  g_assert_finalize_object (session);
}

/* Ended in the middle of a mini-batch or of loading. */
static void
test_finalize_while_running (void)
{
  g_autoptr (Regime) regime = small_regime (10000);
  CollapsarSession *session = session_with (regime);
  wait_for (session, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (session, 2.0);
  g_assert_finalize_object (session);
  CollapsarSession *loading = session_with (regime);
  g_assert_finalize_object (loading);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/session/records", test_records);
  g_test_add_func ("/app/session/cursor", test_cursor);
  g_test_add_func ("/app/session/between", test_between);
  g_test_add_func ("/app/session/between-while-training", test_between_while_training);
  g_test_add_func ("/app/session/marks", test_marks);
  g_test_add_func ("/app/session/restart", test_restart);
  g_test_add_func ("/app/session/pause-and-step", test_pause_and_step);
  g_test_add_func ("/app/session/pending", test_pending);
  g_test_add_func ("/app/session/load-error", test_load_error);
  g_test_add_func ("/app/session/diverged", test_diverged);
  g_test_add_func ("/app/session/diverged-late", test_diverged_late);
  g_test_add_func ("/app/session/live-changes", test_live_changes);
  g_test_add_func ("/app/session/refused-change", test_refused_change);
  g_test_add_func ("/app/session/branch", test_branch);
  g_test_add_func ("/app/session/branch-unfit", test_branch_unfit);
  g_test_add_func ("/app/session/newest-checkpoint", test_newest_checkpoint);
  g_test_add_func ("/app/session/finalize-while-running", test_finalize_while_running);
  return g_test_run ();
}
