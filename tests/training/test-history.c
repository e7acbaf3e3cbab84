#include "training/history.h"

#include <math.h>

static void
add (TrainingHistory *history, guint epoch, double error, double rank)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = epoch;
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
  add (history, 0, .9, 4);
  add (history, 2, 0, NAN);
  add (history, 4, .1, 3);
  g_assert_cmpint (training_history_terminal_epoch (history), ==, -1);
  add (history, 6, 0, NAN);
  add (history, 8, 0, 2);
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
change (TrainingHistory *history, double epoch, const char *name, const char *before, const char *after)
{
  g_autoptr (RegimeChange) change = regime_change_new (epoch, name, before, after);
  training_history_add_change (history, change);
}

static void
assert_marks (const TrainingHistory *history, const char *expected)
{
  g_autoptr (GPtrArray) marks = training_history_marks (history);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < marks->len; i++) {
    const TrainingMark *mark = marks->pdata[i];
    g_string_append_printf (text, "%g: %s\n", mark->epoch, mark->text);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* The schedule's drops, from the rate as it is then, and what was changed; not what the regime ignores. */
static void
test_marks (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "optimiser.learning-rate", "0.1", NULL));
  g_assert_true (regime_set (regime, "optimiser.schedule", "step", NULL));
  g_assert_true (regime_set (regime, "run.epochs", "100", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  change (history, 50.25, "optimiser.learning-rate", "0.1", "0.2");
  change (history, 67, "augment.level", "none", "weak");
  change (history, 67, "augment.shift", "0", "0.1");
  change (history, 70, "optimiser.weight-decay", "0.0005", "0");
  assert_marks (history, "34: learning rate 0.1 → 0.01 by schedule\n50.25: learning rate 0.1 → 0.2\n"
                         "67: learning rate 0.02 → 0.002 by schedule, augmentation none → weak\n"
                         "70: weight decay 0.0005 → 0\n");
  g_autoptr (Regime) at = training_history_regime_at (history, 67);
  g_assert_cmpstr (regime_get (at, "optimiser.learning-rate"), ==, "0.2");
  g_assert_cmpstr (regime_get (at, "augment.level"), ==, "none");
  g_autoptr (Regime) last = training_history_regime_at (history, G_MAXDOUBLE);
  g_assert_cmpstr (regime_get (last, "augment.level"), ==, "weak");
  g_assert_cmpstr (regime_get (last, "optimiser.weight-decay"), ==, "0");
  /* Gone on from there, it is without what came from there on. */
  g_autoptr (TrainingHistory) until = training_history_new_until (history, regime, 67);
  g_assert_cmpuint (training_history_changes (until)->len, ==, 1);
}

static void
add_checkpoint (TrainingHistory *history, guint epoch, gsize size)
{
  const gsize sizes[TRAINING_N_STATES] = { size };
  g_autoptr (TrainingCheckpoint) checkpoint
      = training_checkpoint_new (training_history_regime (history), sizes);
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
    add (parent, epoch, .5, 1);
    snapshot->epoch = epoch;
    if (epoch != 4)
      training_history_add_snapshot (parent, snapshot);
    if (epoch % 4 == 0)
      add_checkpoint (parent, epoch, 8);
  }
  change (parent, 2.5, "optimiser.weight-decay", "0.0005", "0");
  g_assert_true (regime_set (regime, "optimiser.weight-decay", "0", NULL)
                 && regime_set (other, "optimiser.weight-decay", "0", NULL)
                 && regime_set (regime, "optimiser.schedule", "constant", NULL)
                 && regime_set (other, "optimiser.schedule", "constant", NULL)
                 && regime_set (other, "optimiser.learning-rate", "0.2", NULL));
  change (parent, 4.5, "optimiser.learning-rate", "0.05", "0.1");
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
  add (branch, 5, .4, 1);
  add_checkpoint (branch, 5, 8);
  add_checkpoint (branch, 6, 8);
  g_assert_cmpuint (training_history_checkpoint_at (branch, 4)->epoch, ==, 4);
  /* Its rate changed where it branched, once, however often it begins there. */
  g_autoptr (TrainingHistory) again = training_history_new_branch (branch, other, 4);
  assert_marks (branch, "2.5: weight decay 0.0005 → 0\n4: learning rate 0.05 → 0.2\n");
  assert_marks (again, "2.5: weight decay 0.0005 → 0\n4: learning rate 0.05 → 0.2\n");
  g_autoptr (Regime) began = training_history_regime_at (branch, 4);
  g_assert_cmpstr (regime_get (began, "optimiser.learning-rate"), ==, "0.05");
  g_assert_cmpuint (training_history_n_records (parent), ==, 10);
}

/* 400 epochs: every third point of the finer grid is one of the coarser. */
static void
test_thin (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "run.epochs", "400", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  for (guint epoch = 0; epoch <= 400; epoch++) {
    g_autoptr (TrainingSnapshot) snapshot = training_snapshot_new (2, 3);
    snapshot->epoch = epoch;
    if (epoch == 300)
      training_history_thin (history, 64);
    training_history_add_snapshot (history, snapshot);
  }
  guint n = training_history_n_snapshots (history), n_other = 0;
  for (guint i = 0; i < n; i++)
    n_other += !training_keeps_snapshot ((guint)training_history_snapshot (history, i)->epoch, 400, 64);
  g_assert_cmpuint (n_other, <=, 1); /* what was the last one then */
  g_assert_cmpfloat (training_history_snapshot (history, n - 1)->epoch, ==, 400.0);
  g_assert_cmpuint (training_history_snapshot_bytes (history), ==,
                    n * (sizeof (TrainingSnapshot) + (2 * 3 + 2) * sizeof (float)));
  training_history_thin (history, 128); /* what is gone is gone */
  g_assert_cmpuint (training_history_n_snapshots (history), ==, n);
  training_history_forget (history);
  g_assert_cmpuint (training_history_n_snapshots (history), ==, 0);
  g_assert_cmpuint (training_history_snapshot_bytes (history), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/history/records", test_records);
  g_test_add_func ("/training/history/checkpoints", test_checkpoints);
  g_test_add_func ("/training/history/branch", test_branch);
  g_test_add_func ("/training/history/snapshots", test_snapshots);
  g_test_add_func ("/training/history/thin", test_thin);
  g_test_add_func ("/training/history/marks", test_marks);
  return g_test_run ();
}
