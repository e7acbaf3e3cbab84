/* Transfer results: every field comes back, undefined ones too, and so do their epochs; they go with their
 * run. */
#include "fixture.h"

static StudyTransfer *
read_one (Study *study, GPtrArray **transfers)
{
  g_autoptr (GError) error = NULL;
  *transfers = study_transfers (study, &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*transfers)->len, ==, 1);
  return g_ptr_array_index (*transfers, 0);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  put_run (study, "A", 0);
  char target[] = "kmnist", method[] = "scl", settings[] = "[transfer]\nepochs=3\n";
  StudyTransfer transfer = { .run = 1,
                             .epoch = 40,
                             .target = target,
                             .method = method,
                             .block = 2,
                             .shots = 50,
                             .seed = G_MININT64,
                             .settings = settings,
                             .test_accuracy = 0.875,
                             .nc1 = (double)NAN,
                             .nc1_test = (double)INFINITY,
                             .trained = G_MAXINT64,
                             .parameters = 3,
                             .seconds = -0.0 };
  g_assert_true (study_add_transfer (study, &transfer, NULL, &error));
  GPtrArray *transfers = NULL;
  const StudyTransfer *read = read_one (study, &transfers);
  g_assert_cmpint (read->run, ==, 1);
  g_assert_cmpuint (read->epoch, ==, 40);
  g_assert_cmpstr (read->target, ==, target);
  g_assert_cmpstr (read->method, ==, method);
  g_assert_cmpint (read->block, ==, 2);
  g_assert_cmpuint (read->shots, ==, 50);
  g_assert_cmpint (read->seed, ==, G_MININT64);
  g_assert_cmpstr (read->settings, ==, settings);
  g_assert_cmpfloat (read->test_accuracy, ==, 0.875);
  g_assert_true (isnan (read->nc1));
  g_assert_true (isinf (read->nc1_test));
  g_assert_cmpuint (read->trained, ==, G_MAXINT64);
  g_assert_cmpuint (read->parameters, ==, 3);
  g_ptr_array_unref (transfers);

  g_assert_true (study_remove_run (study, 1, &error));
  g_autoptr (GPtrArray) none = study_transfers (study, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  /* Of a run that there is not. */
  g_assert_false (study_add_transfer (study, &transfer, NULL, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_FAILED);
  study_close (g_steal_pointer (&study));
  remove_folder (folder);
}

static Study *
open_study (const StudyPlace *place, StudyMode mode)
{
  g_autoptr (GError) error = NULL;
  Study *study = study_open (place->path, mode, &error);
  g_assert_no_error (error);
  return study;
}

static GPtrArray *
make_records (guint64 seed, guint n)
{
  NumericRandom random;
  numeric_random_init (&random, seed, 0);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  for (guint epoch = 0; epoch < n; epoch++)
    g_ptr_array_add (records, make_record (&random, 3 * epoch, FALSE));
  return records;
}

static gint64
add_transfer (Study *study, gint64 run, const GPtrArray *records)
{
  g_autoptr (GError) error = NULL;
  StudyTransfer transfer = { .run = run,
                             .target = (char *)"mnist",
                             .method = (char *)"full",
                             .block = -1,
                             .settings = (char *)"[transfer]\n" };
  g_assert_true (study_add_transfer (study, &transfer, records, &error));
  g_assert_no_error (error);
  g_assert_cmpint (transfer.id, >, 0);
  return transfer.id;
}

static char *
describe (const GPtrArray *records)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < records->len; i++)
    add_record (text, records->pdata[i]);
  return g_string_free (text, FALSE);
}

static void
assert_records (Study *study, gint64 transfer, const GPtrArray *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = study_transfer_records (study, transfer, &error);
  g_assert_no_error (error);
  g_autofree char *there = describe (records), *wanted = describe (expected);
  g_assert_cmpstr (there, ==, wanted);
}

/* What measuring took, of all epochs of each. */
static void
assert_measured (Study *study, guint place, const GPtrArray *records)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) transfers = study_transfers (study, &error);
  const StudyTransfer *transfer = g_ptr_array_index (transfers, place);
  double seconds = 0;
  for (guint i = 0; i < records->len; i++)
    seconds += ((const TrainingRecord *)records->pdata[i])->measure_seconds;
  g_assert_cmpuint (transfer->n_measured, ==, records->len);
  g_assert_cmpfloat_with_epsilon (transfer->measure_seconds, seconds, 1e-9);
}

/* To the last bit, each to its own, and gone with the run. */
static void
test_epochs (StudyPlace *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  g_autoptr (GPtrArray) first = make_records (1, 5), second = make_records (2, 3), none = make_records (0, 0);
  put_run (study, "A", 0);
  put_run (study, "B", 0);
  gint64 a = add_transfer (study, 1, first), b = add_transfer (study, 2, second);
  gint64 read = add_transfer (study, 2, NULL);
  study_close (g_steal_pointer (&study));
  study = open_study (place, STUDY_WRITE);
  assert_records (study, a, first);
  assert_records (study, b, second);
  assert_records (study, read, none);
  assert_measured (study, 0, first);
  assert_measured (study, 1, second);
  assert_measured (study, 2, none);
  g_assert_true (study_remove_run (study, 1, &error));
  assert_measured (study, 0, second);
  assert_records (study, a, none);
  assert_records (study, b, second);
  study_close (g_steal_pointer (&study));
  study = open_study (place, STUDY_READ); /* its tallies are right */
  assert_records (study, b, second);
}

/* With a row that cannot be added nothing is there. */
static void
test_whole (StudyPlace *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  g_autoptr (GPtrArray) twice = make_records (1, 2);
  StudyTransfer transfer
      = { .run = 1, .target = (char *)"mnist", .method = (char *)"full", .settings = (char *)"[transfer]\n" };
  put_run (study, "A", 0);
  ((TrainingRecord *)twice->pdata[1])->epoch = 0;
  g_assert_false (study_add_transfer (study, &transfer, twice, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_FAILED);
  g_assert_cmpint (transfer.id, ==, 0);
  g_autoptr (GPtrArray) transfers = study_transfers (study, NULL);
  g_assert_cmpuint (transfers->len, ==, 0);
}

/* A study of version 3 has no epochs of them: read only it is read as it is, to be written it gets the
 * tables.
 */
static void
test_version_3 (StudyPlace *place, gconstpointer data)
{
  g_autoptr (GPtrArray) none = make_records (0, 0), told = make_records (1, 4);
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  put_run (study, "A", 0);
  gint64 old = add_transfer (study, 1, told);
  study_close (g_steal_pointer (&study));
  run_sql (place->path, "DROP TABLE transfer_metric; DROP TABLE transfer_epoch;"
                        "DELETE FROM tally WHERE name = 'transfer_epoch'; PRAGMA user_version = 3");
  for (guint round = 0; round < 3; round++) {
    g_autoptr (Study) opened = open_study (place, round == 1 ? STUDY_WRITE : STUDY_READ);
    g_autoptr (GPtrArray) transfers = study_transfers (opened, NULL);
    assert_records (opened, old, none);
    g_assert_cmpuint (transfers->len, ==, round == 2 ? 2 : 1);
    if (round == 1)
      add_transfer (opened, 1, told);
    if (round == 2)
      assert_records (opened, ((StudyTransfer *)transfers->pdata[1])->id, told);
  }
}

/* Rows that are lost are noticed when the study is opened, or a fine-tuning's epochs are read. */
static void
test_damage (StudyPlace *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) told = make_records (1, 4);
  g_autoptr (Study) study = open_study (place, STUDY_WRITE);
  put_run (study, "A", 0);
  gint64 id = add_transfer (study, 1, told);
  study_close (g_steal_pointer (&study));
  run_sql (place->path, "DELETE FROM transfer_metric WHERE epoch = 3 AND split = 'test'");
  study = open_study (place, STUDY_READ);
  g_assert_null (study_transfer_records (study, id, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED);
  study_close (g_steal_pointer (&study));
  g_clear_error (&error);
  run_sql (place->path, "DELETE FROM transfer_epoch WHERE epoch = 3");
  g_assert_null (study_open (place->path, STUDY_READ, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/transfers/round-trip", test_round_trip);
#define ADD(name, function) g_test_add (name, StudyPlace, NULL, place_set_up, function, place_tear_down)
  ADD ("/study/transfers/epochs", test_epochs);
  ADD ("/study/transfers/whole", test_whole);
  ADD ("/study/transfers/version-3", test_version_3);
  ADD ("/study/transfers/damage", test_damage);
  return g_test_run ();
}
