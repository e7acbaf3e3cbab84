/* What was changed while a run trained, in the file: now, and of a study of version 1, which has no table. */
#include "fixture.h"

#include "study/sql.h"
#include "support.h"

static Study *
open_study (const StudyPlace *place, StudyMode mode)
{
  g_autoptr (GError) error = NULL;
  Study *study = study_open (place->path, mode, &error);
  g_assert_no_error (error);
  return study;
}

static void
put (Study *study, double epoch, const char *name, const char *before, const char *after)
{
  g_autoptr (RegimeChange) change = regime_change_new (epoch, name, before, after);
  g_autoptr (GError) error = NULL;
  g_assert_true (study_put_change (study, 1, change, &error));
  g_assert_no_error (error);
}

static void
assert_changes (Study *study, gint64 run, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = study_changes (study, run, &error);
  g_assert_no_error (error);
  g_autofree char *words = regime_changes_describe (changes);
  g_assert_cmpstr (words, ==, expected);
}

static void
put_rate (Study *study, guint epoch, double rate)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  g_autoptr (GError) error = NULL;
  record->epoch = epoch;
  record->base_learning_rate = rate;
  g_assert_true (study_put_record (study, 1, record, &error));
  g_assert_no_error (error);
}

static void
put_checkpoint (Study *study, guint epoch, const char *rate)
{
  NumericRandom random;
  g_autoptr (GError) error = NULL;
  numeric_random_init (&random, 1, 0);
  g_autoptr (TrainingCheckpoint) checkpoint = make_checkpoint (&random, epoch, 10);
  g_assert_true (regime_set (checkpoint->regime, "optimiser.learning-rate", rate, NULL));
  g_assert_true (study_put_checkpoint (study, 1, checkpoint, 100, &error));
  g_assert_no_error (error);
}

/* A checkpoint has the live keys of its moment; one at the same epoch is of the mini-batch after it. */
static void
test_read (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  put_run (study, "A", 0);
  put_run (study, "B", 0);
  put (study, 2.5, "optimiser.weight-decay", "0.0005", "0.01");
  put (study, 7, "augment.level", "none", "weak");
  put (study, 7, "augment.level", "weak", "strong");
  put_checkpoint (study, 0, "0.05");
  put_checkpoint (study, 7, "0.05");
  put_checkpoint (study, 8, "0.05");
  assert_changes (study, 1, "weight decay 0.0005 → 0.01 at epoch 2.5, augmentation none → strong at epoch 7");
  assert_changes (study, 2, "");
  g_autoptr (TrainingCheckpoint) first = study_checkpoint (study, 1, 0, NULL);
  g_autoptr (TrainingCheckpoint) last = study_last_checkpoint (study, 1, NULL);
  g_assert_cmpstr (regime_get (first->regime, "optimiser.weight-decay"), ==, "0.0005");
  g_assert_cmpstr (regime_get (first->regime, "augment.level"), ==, "none");
  g_assert_cmpuint (last->epoch, ==, 8);
  g_assert_cmpstr (regime_get (last->regime, "optimiser.weight-decay"), ==, "0.01");
  g_assert_cmpstr (regime_get (last->regime, "augment.level"), ==, "strong");
}

/* From a whole epoch on, but not what a branch began with there. */
static void
test_forget (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  put_run (study, "A", 0);
  for (guint epoch = 0; epoch <= 5; epoch++)
    put_rate (study, epoch, 1);
  put_checkpoint (study, 5, "0.05");
  put (study, 1.5, "optimiser.learning-rate", "0.05", "0.1");
  put (study, 3, "optimiser.learning-rate", "0.1", "0.2");
  g_assert_true (study_forget_after (study, 1, 3, &error));
  g_assert_no_error (error);
  assert_changes (study, 1, "learning rate 0.05 → 0.1 at epoch 1.5");
  g_autoptr (GPtrArray) records = study_records (study, 1, NULL);
  g_autoptr (GArray) checkpoints = study_checkpoint_epochs (study, 1, NULL);
  g_assert_cmpuint (records->len, ==, 4);
  g_assert_cmpuint (checkpoints->len, ==, 0);
  g_autoptr (StudyRun) run = study_find_run (study, "A", NULL);
  run->parent = 9;
  run->parent_epoch = 1;
  g_assert_true (study_put_run (study, run, NULL));
  put (study, 1, "optimiser.weight-decay", "0.0005", "0.01");
  g_assert_true (study_forget_after (study, 1, 1, &error));
  assert_changes (study, 1, "weight decay 0.0005 → 0.01 at epoch 1");
  study_close (g_steal_pointer (&study));
  g_autoptr (Study) again = open_study (place, STUDY_READ); /* its tallies are right */
}

/* As such a version wrote it. */
static void
take_table_away (const StudyPlace *place)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = study_sql_open (place->path, SQLITE_OPEN_READWRITE, &error);
  g_assert_no_error (error);
  g_assert_true (study_sql_run (db,
                                "DROP TABLE transfer_metric; DROP TABLE transfer_epoch; DROP TABLE change;"
                                "DELETE FROM tally WHERE name IN ('change', 'transfer_epoch');"
                                "PRAGMA user_version = 1",
                                &error));
}

/* Read only it is read as it is; to be written it gets the table, with the same in it. */
static void
test_version_1 (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  const char *expected = "learning rate 0.05 → 0.333333333333333 at epoch 4, "
                         "learning rate 0.333333333333333 → 1e-05 at epoch 6";
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  put_run (study, "A", 0);
  for (guint epoch = 0; epoch <= 8; epoch += 2)
    put_rate (study, epoch, epoch <= 4 ? 0.05 : epoch <= 6 ? 0.333333333333333 : 1e-5);
  put_checkpoint (study, 5, "0.05"); /* the rate was changed after it, before the next record */
  study_close (g_steal_pointer (&study));
  take_table_away (place);
  for (guint round = 0; round < 3; round++) {
    g_autoptr (Study) opened = open_study (place, round == 1 ? STUDY_WRITE : STUDY_READ);
    assert_changes (opened, 1, expected);
    g_autoptr (TrainingCheckpoint) checkpoint = study_last_checkpoint (opened, 1, NULL);
    g_assert_cmpstr (regime_get (checkpoint->regime, "optimiser.learning-rate"), ==, "0.05");
  }
}

/* A row that is lost, or another. */
static void
test_damage (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  put_run (study, "A", 0);
  put (study, 1.5, "optimiser.learning-rate", "0.05", "0.1");
  study_close (g_steal_pointer (&study));
  g_autoptr (sqlite3) db = study_sql_open (place->path, SQLITE_OPEN_READWRITE, NULL);
  g_assert_true (study_sql_run (db, "UPDATE change SET new_value = '0.2'", NULL));
  study = open_study (place, STUDY_READ);
  g_assert_null (study_changes (study, 1, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED);
  g_clear_error (&error);
  study_close (g_steal_pointer (&study));
  g_assert_true (study_sql_run (db, "DELETE FROM change", NULL));
  g_assert_null (study_open (place->path, STUDY_READ, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED);
}

#define ADD(name, test) g_test_add (name, StudyPlace, NULL, place_set_up, test, place_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/study/changes/read", test_read);
  ADD ("/study/changes/forget", test_forget);
  ADD ("/study/changes/version-1", test_version_1);
  ADD ("/study/changes/damage", test_damage);
  return g_test_run ();
}
