#include "training/history.h"

#include <math.h>

static void
add (TrainingHistory *history, guint epoch, double error, double rate, double rank)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = epoch;
  record->base_learning_rate = rate;
  record->split[TRAINING_TRAIN].error = error;
  record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NUMERICAL_RANK] = rank;
  training_history_add_record (history, record);
}

static void
test_records (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  g_assert_null (training_history_last (history));
  g_assert_null (training_history_record_at (history, 5));
  g_assert_cmpint (training_history_terminal_epoch (history), ==, -1);
  add (history, 0, .9, 1, 4);
  add (history, 2, 0, 1, NAN);
  add (history, 4, .1, 1, 3);
  g_assert_cmpint (training_history_terminal_epoch (history), ==, -1);
  add (history, 6, 0, 1, NAN);
  add (history, 8, 0, 1, 2);
  g_assert_cmpint (training_history_terminal_epoch (history), ==, 6);
  g_assert_cmpuint (training_history_record_at (history, 3.9)->epoch, ==, 2);
  g_assert_cmpuint (training_history_record_at (history, 4)->epoch, ==, 4);
  g_assert_cmpuint (training_history_record_at (history, 1e9)->epoch, ==, 8);
  g_assert_null (training_history_record_at (history, -1));
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  training_history_series (history, TRAINING_TRAIN, COLLAPSE_NUMERICAL_RANK, x, y);
  const double epochs[] = { 0, 4, 8 }, ranks[] = { 4, 3, 2 };
  g_assert_cmpmem (x->data, x->len * sizeof (double), epochs, sizeof epochs);
  g_assert_cmpmem (y->data, y->len * sizeof (double), ranks, sizeof ranks);
}

static void
test_snapshots (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  const double epochs[] = { 0, 0.5, 1, 1, 3, 2.5 };
  g_assert_cmpint (training_history_snapshot_at (history, 0), ==, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (epochs); i++) {
    g_autoptr (TrainingSnapshot) snapshot = training_snapshot_new (2, 1);
    snapshot->epoch = epochs[i];
    training_history_add_snapshot (history, snapshot);
  }
  g_assert_cmpuint (training_history_n_snapshots (history), ==, 3);
  g_assert_cmpint (training_history_snapshot_at (history, 2.9), ==, 1);
  g_assert_cmpint (training_history_snapshot_at (history, 3), ==, 2);
  g_assert_cmpfloat (training_history_snapshot (history, 2)->epoch, ==, 3);
}

static void
test_rate_marks (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "optimiser.schedule", "step", NULL));
  g_assert_true (regime_set (regime, "run.epochs", "100", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  add (history, 0, 1, .1, 1);
  add (history, 50, 1, .1, 1);
  add (history, 51, 1, .2, 1);
  g_autoptr (GArray) marks = training_history_rate_marks (history);
  const double expected[] = { 34, 50, 67 };
  g_assert_cmpmem (marks->data, marks->len * sizeof (double), expected, sizeof expected);
}

static void
add_checkpoint (TrainingHistory *history, guint epoch, gsize size)
{
  const gsize sizes[TRAINING_N_STATES] = { size };
  g_autoptr (TrainingCheckpoint) checkpoint = training_checkpoint_new (sizes);
  checkpoint->epoch = epoch;
  training_history_add_checkpoint (history, checkpoint);
}

/* 4 MiB each: of 1,000 epochs seven are kept for good, evenly in log (epoch + 1), and always the newest. */
static void
test_checkpoints (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "run.epochs", "1000", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  g_assert_null (training_history_checkpoint_at (history, 5));
  for (guint epoch = 0; epoch <= 700; epoch++) {
    add_checkpoint (history, epoch, 1 << 20);
    g_assert_cmpuint (training_history_checkpoint_at (history, epoch)->epoch, ==, epoch);
    g_assert_cmpuint (training_history_n_checkpoints (history), <=, 8);
  }
  g_assert_cmpuint (training_history_n_checkpoints (history), >=, 5);
  g_assert_cmpuint (training_history_checkpoint_at (history, 0.5)->epoch, ==, 0);
  g_assert_cmpuint (training_history_checkpoint_at (history, 1e9)->epoch, ==, 700);
  add_checkpoint (history, 3, 1);
  g_assert_cmpuint (training_history_checkpoint_at (history, 3)->size[0], ==, 1 << 20);
}

/* The parent's up to the checkpoint, to be gone on with; and no further. */
static void
test_branch (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (Regime) other = regime_new ();
  g_autoptr (TrainingHistory) parent = training_history_new (regime);
  g_assert_null (training_history_new_branch (parent, other, 7));
  g_assert_cmpint (training_history_branch_epoch (parent), ==, -1);
  for (guint epoch = 0; epoch < 10; epoch++) {
    g_autoptr (TrainingSnapshot) snapshot = training_snapshot_new (2, 1);
    add (parent, epoch, .5, .1, 1);
    snapshot->epoch = epoch;
    if (epoch != 4)
      training_history_add_snapshot (parent, snapshot);
    if (epoch % 4 == 0)
      add_checkpoint (parent, epoch, 8);
  }
  g_autoptr (TrainingHistory) branch = training_history_new_branch (parent, other, 7.5);
  g_assert_true (training_history_regime (branch) == other);
  g_assert_cmpint (training_history_branch_epoch (branch), ==, 4);
  g_assert_cmpuint (training_history_n_records (branch), ==, 5);
  g_assert_true (training_history_record (branch, 4) == training_history_record (parent, 4));
  g_assert_cmpuint (training_history_n_snapshots (branch), ==, 5);
  g_assert_true (training_history_snapshot (branch, 3) == training_history_snapshot (parent, 3));
  g_assert_cmpfloat (training_history_snapshot (branch, 4)->epoch, ==, 4);
  g_assert_true (training_history_snapshot (branch, 4)->interpolated);
  g_assert_true (training_history_checkpoint_at (branch, 9) == training_history_checkpoint_at (parent, 4));
  add (branch, 5, .4, .2, 1);
  add_checkpoint (branch, 5, 8);
  add_checkpoint (branch, 6, 8);
  g_assert_cmpuint (training_history_checkpoint_at (branch, 4)->epoch, ==, 4);
  /* Its rate changed where it branched. */
  g_autoptr (GArray) marks = training_history_rate_marks (branch);
  g_assert_cmpfloat (g_array_index (marks, double, 0), ==, 4);
  g_assert_cmpuint (training_history_n_records (parent), ==, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/history/records", test_records);
  g_test_add_func ("/training/history/checkpoints", test_checkpoints);
  g_test_add_func ("/training/history/branch", test_branch);
  g_test_add_func ("/training/history/snapshots", test_snapshots);
  g_test_add_func ("/training/history/rate-marks", test_rate_marks);
  return g_test_run ();
}
