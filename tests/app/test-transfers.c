/* The fine-tunings of a study: what is there when it is opened, and what becomes of it with its runs. */
#include "app/study.h"

#include <glib/gstdio.h>
#include <math.h>

#define TIMEOUT_SECONDS 60

/* Turns the main loop until `done` says so. */
static void
wait_until (CollapsarStudy *study, gboolean (*done) (gpointer), gpointer data)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (!done (data)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (500);
  }
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *)data != NULL;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(CollapsarStore **)user_data = collapsar_store_open_finish (result, NULL);
}

/* A study of what a file has, and the store of it. */
static CollapsarStudy *
open_study (const char *path, CollapsarStore **store)
{
  CollapsarStudy *study = collapsar_study_new ();
  collapsar_store_open_async (path, NULL, on_opened, store);
  wait_until (study, is_set, store);
  collapsar_study_set_store (study, *store);
  return study;
}

/* A file that no other test has, in a folder of its own. */
static char *
new_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("collapsar-transfers-XXXXXX", NULL);
  return g_build_filename (folder, "study" STUDY_SUFFIX, NULL);
}

/* Closes, and removes the file with its folder. */
static void
close_study (CollapsarStudy *study, CollapsarStore *store, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  collapsar_study_close (study);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (study);
  g_object_unref (store);
  g_unlink (path);
  g_rmdir (folder);
}

/* The rows. */

/* A finished run with one record, of epoch 2. */
static void
put_run (Study *study, const char *name, double nc1)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingRecord) record = training_record_new ();
  regime_set (regime, "regime.name", name, NULL);
  g_autoptr (StudyRun) run = study_run_new (regime);
  run->state = STUDY_RUN_FINISHED;
  record->epoch = 2;
  record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = nc1;
  g_assert_true (study_put_run (study, run, &error));
  g_assert_true (study_put_record (study, run->id, record, &error));
  g_assert_no_error (error);
}

static void
put_transfer (Study *study, gint64 run, guint epoch, double accuracy)
{
  g_autoptr (GError) error = NULL;
  const StudyTransfer transfer = { .run = run,
                                   .epoch = epoch,
                                   .target = (char *)"mnist",
                                   .method = (char *)"probe",
                                   .block = -1,
                                   .settings = (char *)"[transfer]\n",
                                   .test_accuracy = accuracy };
  g_assert_true (study_add_transfer (study, &transfer, &error));
  g_assert_no_error (error);
}

/* Runs 1 and 2; fine-tunings of both, in turn. */
static char *
write_study (void)
{
  char *path = new_path ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  put_run (study, "First", 0.25);
  put_run (study, "Second", 0.5);
  put_transfer (study, 1, 2, 0.1);
  put_transfer (study, 2, 2, 0.2);
  put_transfer (study, 1, 1, 0.3);
  return path;
}

static const StudyTransferRow *
row_at (CollapsarTransfers *transfers, guint index)
{
  GArray *rows = collapsar_transfers_rows (transfers);
  g_assert_cmpuint (index, <, rows->len);
  return &g_array_index (rows, StudyTransferRow, index);
}

static void
count (gpointer data)
{
  ++*(guint *)data;
}

static gboolean
is_counted (gpointer data)
{
  return *(guint *)data > 0;
}

static void
test_rows (void)
{
  g_autofree char *path = write_study ();
  CollapsarStore *store = NULL;
  CollapsarStudy *study = open_study (path, &store);
  CollapsarTransfers *transfers = collapsar_study_transfers (study);
  g_assert_cmpuint (collapsar_transfers_rows (transfers)->len, ==, 3);
  const double accuracies[] = { 0.1, 0.3, 0.2 };
  const char *const names[] = { "First", "First", "Second" };
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpfloat (row_at (transfers, i)->transfer->test_accuracy, ==, accuracies[i]);
    g_assert_cmpstr (row_at (transfers, i)->run, ==, names[i]);
  }
  g_assert_cmpfloat (row_at (transfers, 0)->source_nc1, ==, 0.25);
  g_assert_true (isnan (row_at (transfers, 1)->source_nc1)); /* that epoch was not measured */
  g_assert_cmpfloat (row_at (transfers, 2)->source_nc1, ==, 0.5);
  close_study (study, store, path);
}

/* Each change is told, and the rows are those of the runs that are there. */
static void
test_runs (void)
{
  g_autofree char *path = write_study ();
  CollapsarStore *store = NULL;
  CollapsarStudy *study = open_study (path, &store);
  CollapsarTransfers *transfers = collapsar_study_transfers (study);
  guint n_changed = 0;
  g_signal_connect_swapped (transfers, "changed", G_CALLBACK (count), &n_changed);
  wait_until (study, is_counted, &n_changed);
  g_autoptr (GArray) before = g_array_ref (collapsar_transfers_rows (transfers));

  n_changed = 0;
  collapsar_study_rename (study, collapsar_study_run (study, 0), "Other");
  g_assert_cmpstr (row_at (transfers, 0)->run, ==, "Other");
  collapsar_study_remove (study, collapsar_study_run (study, 0));
  g_assert_cmpuint (collapsar_transfers_rows (transfers)->len, ==, 1);
  g_assert_cmpstr (row_at (transfers, 0)->run, ==, "Second");
  g_assert_cmpuint (n_changed, ==, 0); /* not for each at once */
  wait_until (study, is_counted, &n_changed);
  g_assert_cmpuint (n_changed, ==, 1);

  n_changed = 0;
  collapsar_study_undo (study);
  wait_until (study, is_counted, &n_changed);
  g_assert_cmpuint (collapsar_transfers_rows (transfers)->len, ==, 3);
  collapsar_study_move_by (study, collapsar_study_run (study, 0), 1);
  g_assert_cmpstr (row_at (transfers, 0)->run, ==, "Second");
  /* Who kept them has what they were. */
  g_assert_cmpuint (before->len, ==, 3);
  g_assert_cmpstr (g_array_index (before, StudyTransferRow, 0).run, ==, "First");
  close_study (study, store, path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/transfers/rows", test_rows);
  g_test_add_func ("/app/transfers/runs", test_runs);
  return g_test_run ();
}
