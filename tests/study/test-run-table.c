/* The tables of runs and epochs, against the records they are made from. */
#include "support.h"

#include "study/run-table.h"

#include <math.h>

/* Every value another one. */
static TrainingRecord *
make_record (guint epoch, gboolean head)
{
  TrainingRecord *record = training_record_new ();
  record->epoch = epoch;
  record->learning_rate = 0.5 + epoch;
  record->seconds = 2;
  record->measure_seconds = 0.25;
  record->has_head = head;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingSplitRecord *split = &record->split[s];
    split->loss = 1000 * epoch + 100 * s + 50;
    split->error = split->loss + 1;
    split->probe_accuracy = NAN;
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++) {
      split->metrics.value[m] = 1000 * epoch + 100 * s + m;
      split->head.value[m] = split->metrics.value[m] + 0.5;
    }
  }
  return record;
}

static guint
find_column (const StudyTable *table, const char *key)
{
  for (guint c = 0; c < study_table_n_columns (table); c++)
    if (g_str_equal (study_table_column_key (table, c), key))
      return c;
  g_error ("no column %s", key);
}

static double
number (const StudyTable *table, guint row, const char *key)
{
  return study_table_number (table, row, find_column (table, key));
}

static const char *
text (const StudyTable *table, guint row, const char *key)
{
  return study_table_text (table, row, find_column (table, key));
}

static GPtrArray *
make_records (gboolean head)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  for (guint epoch = 0; epoch < 3; epoch++)
    g_ptr_array_add (records, make_record (epoch, head));
  return records;
}

static void
test_runs (void)
{
  g_autoptr (Regime) regime = make_regime (NULL);
  g_autoptr (Regime) other = make_regime ((const char *[]){ "run.seed=12345678", NULL });
  g_autoptr (StudyRun) first = study_run_new (regime);
  g_autoptr (StudyRun) second = study_run_new (other);
  g_autoptr (GPtrArray) records = make_records (TRUE);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  second->parent = 1;
  second->parent_epoch = 2;
  second->state = STUDY_RUN_FAILED;
  second->message = g_strdup ("why");
  g_autoptr (GPtrArray) changes = regime_changes_new ();
  g_autoptr (RegimeChange) change = regime_change_new (1.5, "optimiser.learning-rate", "0.05", "0.01");
  regime_changes_add (changes, change);
  const StudyRunRow rows[] = { { first, NULL, records, 3, 2, changes }, { second, "First", none, -1, -1 } };
  g_autoptr (StudyTable) table = study_run_table_new (rows, 2);
  g_assert_cmpuint (study_table_n_rows (table), ==, 2);
  g_assert_cmpfloat (number (table, 0, "epochs"), ==, 3);
  g_assert_cmpfloat (number (table, 0, "planned"), ==, 6);
  g_assert_cmpfloat (number (table, 0, "measured_epoch"), ==, 2);
  g_assert_cmpfloat (number (table, 0, "train_loss"), ==, 2050);
  g_assert_cmpfloat (number (table, 0, "test_error"), ==, 2151);
  g_assert_cmpfloat (number (table, 0, "test_nc3"), ==, 2100 + COLLAPSE_NC3);
  g_assert_cmpfloat (number (table, 0, "train_head_nc3"), ==, 2000 + COLLAPSE_NC3 + 0.5);
  g_assert_true (isnan (number (table, 0, "train_probe_accuracy")));
  g_assert_cmpfloat (number (table, 0, "seconds"), ==, 6);
  g_assert_cmpfloat (number (table, 0, "measure_seconds"), ==, 0.75);
  g_assert_cmpfloat (number (table, 0, "transfers"), ==, 2);
  g_assert_true (isnan (number (table, 1, "transfers")));
  g_assert_cmpstr (text (table, 0, "network.batch-norm"), ==, "true");
  g_assert_cmpstr (text (table, 1, "state"), ==, "failed");
  g_assert_cmpstr (text (table, 0, "changes"), ==, "learning rate 0.05 → 0.01 at epoch 1.5");
  g_assert_cmpstr (text (table, 1, "changes"), ==, "");
  g_assert_cmpstr (text (table, 1, "message"), ==, "why");
  g_assert_cmpstr (text (table, 1, "parent"), ==, "First");
  g_assert_cmpfloat (number (table, 1, "parent_epoch"), ==, 2);
  g_assert_true (isnan (number (table, 1, "epochs")));
  g_assert_true (isnan (number (table, 1, "test_nc1")));
  g_assert_cmpfloat (number (table, 1, "run.seed"), ==, 12345678);
  g_assert_true (study_table_column_is_shown (table, find_column (table, "run.seed")));
  g_assert_false (study_table_column_is_shown (table, find_column (table, "run.metrics-every")));
}

static void
test_epochs (void)
{
  g_autoptr (StudyTable) table = study_epoch_table_new ();
  g_autoptr (GPtrArray) records = make_records (TRUE);
  g_autoptr (GPtrArray) headless = make_records (FALSE);
  study_epoch_table_add (table, "With head", records);
  study_epoch_table_add (table, "Without", headless);
  g_assert_cmpuint (study_table_n_rows (table), ==, 12 + 6);
  g_assert_cmpstr (text (table, 7, "regime"), ==, "With head");
  g_assert_cmpfloat (number (table, 7, "epoch"), ==, 1);
  g_assert_cmpstr (text (table, 7, "split"), ==, "test");
  g_assert_cmpstr (text (table, 7, "layer"), ==, "head");
  g_assert_cmpfloat (number (table, 7, "nc4"), ==, 1100 + COLLAPSE_NC4 + 0.5);
  g_assert_cmpfloat (number (table, 6, "nc4"), ==, 1100 + COLLAPSE_NC4);
  g_assert_cmpfloat (number (table, 7, "loss"), ==, 1150);
  g_assert_cmpfloat (number (table, 7, "learning_rate"), ==, 1.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/run-table/runs", test_runs);
  g_test_add_func ("/study/run-table/epochs", test_epochs);
  return g_test_run ();
}
