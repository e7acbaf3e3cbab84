/* The fine-tunings of a study: what is there when it is opened, and what becomes of it with its runs. */
#include "app/stage.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "stored-study.h"

#define TIMEOUT_SECONDS 30

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
  stored_study_close (study, store);
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
  StudyTransfer transfer = { .run = run,
                             .epoch = epoch,
                             .target = (char *)"mnist",
                             .method = (char *)"probe",
                             .block = -1,
                             .settings = (char *)"[transfer]\n",
                             .test_accuracy = accuracy };
  g_assert_true (study_add_transfer (study, &transfer, NULL, &error));
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
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
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
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
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

/* The queue. */

#define EPOCHS 4

/* Digits, trained in a moment; what it is fine-tuned on has five of their classes. */
static Regime *
small_regime (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = g_strdup_printf ("[regime]\nname=%s\n[data]\nsource=digits\ntrain=200\ntest=100\n"
                         "[network]\nhidden=16\nfeature=12\n[run]\nepochs=%d\nseed=3\n"
                         "[transfer]\ntarget=digits\nclasses=0-4\nepochs=3\ntrain=200\ntest=100\n",
                         name, EPOCHS);
  Regime *regime = regime_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return regime;
}

static CollapsarSession *
add_run (CollapsarStudy *study, const char *name)
{
  g_autoptr (Regime) regime = small_regime (name);
  return collapsar_study_add (study, regime);
}

static gboolean
is_trained (gpointer study)
{
  for (guint i = 0; i < collapsar_study_n_runs (study); i++)
    if (collapsar_session_get_state (collapsar_study_run (study, i)) != COLLAPSAR_SESSION_FINISHED)
      return FALSE;
  return TRUE;
}

static gboolean
is_tuned (gpointer study)
{
  return collapsar_transfers_n_left (collapsar_study_transfers (study)) == 0;
}

/* All methods at five a class, two seeds. */
#define N_OF_PLAN 10

static TransferPlan *
new_plan (void)
{
  static const char *const methods[] = { "probe", "layer", "scl", "full", "ridge", NULL };
  static const char *const shots[] = { "5", NULL };
  TransferPlan *plan = transfer_plan_new ();
  plan->methods = g_strdupv ((char **)methods);
  plan->shots = g_strdupv ((char **)shots);
  plan->seeds = 2;
  return plan;
}

static void
add_plan (CollapsarStudy *study, CollapsarSession *run, const TransferPlan *plan)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_ptr_array_add (runs, run);
  collapsar_transfers_add (collapsar_study_transfers (study), runs, plan);
}

static GArray *
rows_of (CollapsarStudy *study)
{
  return collapsar_transfers_rows (collapsar_study_transfers (study));
}

static GPtrArray *
read_transfers (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_READ, &error);
  GPtrArray *transfers = study == NULL ? NULL : study_transfers (study, &error);
  g_assert_no_error (error);
  return transfers;
}

/* What the command line makes of a study; free with g_ptr_array_unref. */
static GPtrArray *
tune_by_command (const char *path)
{
  const char *command[] = { g_getenv ("COLLAPSAR_CLI"),
                            "transfer",
                            path,
                            "--method",
                            "probe",
                            "--method",
                            "layer",
                            "--method",
                            "scl",
                            "--method",
                            "full",
                            "--method",
                            "ridge",
                            "--shots",
                            "5",
                            "--seeds",
                            "2",
                            "--csv",
                            NULL };
  g_autoptr (GError) error = NULL;
  int status;
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return read_transfers (path);
}

static void
assert_same_results (const GPtrArray *a, const GPtrArray *b)
{
  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++) {
    const StudyTransfer *x = a->pdata[i], *y = NULL;
    for (guint k = 0; k < b->len && y == NULL; k++)
      if (study_transfer_is_same (x, b->pdata[k]))
        y = b->pdata[k];
    g_assert_nonnull (y);
    g_assert_cmpfloat (x->test_accuracy, ==, y->test_accuracy);
    g_assert_cmpfloat (x->nc1, ==, y->nc1);
    g_assert_cmpfloat (x->nc1_test, ==, y->nc1_test);
    g_assert_cmpuint (x->trained, ==, y->trained);
    g_assert_cmpuint (x->parameters, ==, y->parameters);
  }
}

static gboolean
has_some (gpointer study)
{
  return rows_of (study)->len >= 3;
}

/* Asked for while the source trains, closed in the middle, opened again: all are done, once, to the bit as
 * the command does them; watched or not. */
static void
test_queue (void)
{
  g_autofree char *path = new_path ();
  g_autofree char *copy = g_strconcat (path, "-copy", NULL);
  g_autoptr (TransferPlan) plan = new_plan ();
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
  add_plan (study, add_run (study, "Small"), plan);
  add_plan (study, collapsar_study_run (study, 0), plan); /* no more for that */
  g_assert_cmpuint (rows_of (study)->len, ==, 0);
  wait_until (study, has_some, study);
  stored_study_close (study, store);

  g_autoptr (GPtrArray) before = read_transfers (path);
  g_assert_cmpuint (before->len, >=, 3);
  g_assert_cmpuint (before->len, <, N_OF_PLAN);
  study = stored_study_open (path, &store);
  g_object_set (collapsar_study_transfers (study), "watched", TRUE, NULL);
  wait_until (study, is_tuned, study);
  g_assert_cmpuint (rows_of (study)->len, ==, N_OF_PLAN);
  stored_study_close (study, store);

  g_autoptr (GPtrArray) after = read_transfers (path);
  g_assert_cmpuint (after->len, ==, N_OF_PLAN);

  /* The same run without them. */
  study = stored_study_open (copy, &store);
  add_run (study, "Small");
  wait_until (study, is_trained, study);
  stored_study_close (study, store);
  g_autoptr (GPtrArray) expected = tune_by_command (copy);
  assert_same_results (after, expected);
  g_unlink (copy);
  g_unlink (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_rmdir (folder);
}

static void
on_failed (CollapsarTransfers *transfers, GError *error, gpointer data)
{
  g_free (*(char **)data);
  *(char **)data = g_strdup (error->message);
  g_test_message ("%s", error->message);
}

/* One that cannot be is told in words, and the others are done. */
static void
test_error (void)
{
  g_autofree char *path = new_path (), *message = NULL;
  g_autoptr (TransferPlan) plan = new_plan ();
  g_autoptr (TransferPlan) bad = new_plan ();
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
  CollapsarTransfers *transfers = collapsar_study_transfers (study);
  g_signal_connect (transfers, "failed", G_CALLBACK (on_failed), &message);
  CollapsarSession *run = add_run (study, "Small");
  bad->settings = g_strsplit ("transfer.target=gaussian transfer.classes=all", " ", -1);
  add_plan (study, run, bad);
  add_plan (study, run, plan);
  wait_until (study, is_tuned, study);
  g_assert_cmpuint (rows_of (study)->len, ==, N_OF_PLAN);
  g_assert_cmpuint (collapsar_transfers_n_failed (transfers), ==, N_OF_PLAN);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, "Small"));
  close_study (study, store, path);
}

/* A run that is removed takes what was asked for it away, and brings it back. */
static void
test_removal (void)
{
  g_autofree char *path = new_path ();
  g_autoptr (TransferPlan) plan = new_plan ();
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
  CollapsarTransfers *transfers = collapsar_study_transfers (study);
  CollapsarSession *run = add_run (study, "First");
  add_run (study, "Second");
  add_plan (study, run, plan);
  add_plan (study, collapsar_study_run (study, 1), plan);
  wait_until (study, has_some, study);
  guint n_left = collapsar_transfers_n_left (transfers);
  collapsar_study_remove (study, run);
  g_assert_cmpuint (collapsar_transfers_n_left (transfers), <, n_left);
  collapsar_study_undo (study);
  wait_until (study, is_tuned, study);
  g_assert_cmpuint (rows_of (study)->len, ==, 2 * N_OF_PLAN);

  plan->seeds = 3; /* one more of each */
  add_plan (study, run, plan);
  collapsar_study_remove (study, run);
  g_assert_cmpuint (collapsar_transfers_n_left (transfers), ==, 0);
  collapsar_study_forget (study);
  wait_until (study, is_tuned, study);
  g_assert_cmpuint (rows_of (study)->len, ==, N_OF_PLAN);
  close_study (study, store, path);
}

static gboolean
is_loading (gpointer study)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (study);
  return collapsar_transfers_n_active (transfers) > 0 && collapsar_transfers_live (transfers) == NULL;
}

/* One whose run is removed and brought back while its data are loaded is loaded twice, and done once. */
static void
test_loaded_twice (void)
{
  g_autofree char *path = new_path ();
  g_autoptr (TransferPlan) plan = new_plan ();
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
  CollapsarSession *run = add_run (study, "Small");
  add_plan (study, run, plan);
  wait_until (study, is_loading, study);
  for (guint i = 0; i < 2; i++) {
    collapsar_study_remove (study, run);
    collapsar_study_undo (study);
  }
  wait_until (study, is_tuned, study);
  g_assert_cmpuint (rows_of (study)->len, ==, N_OF_PLAN);
  g_assert_cmpuint (collapsar_transfers_n_failed (collapsar_study_transfers (study)), ==, 0);
  close_study (study, store, path);
}

/* Nothing is done while they are paused, and nothing is left when they are stopped. */
static void
test_pause (void)
{
  g_autofree char *path = new_path ();
  g_autoptr (TransferPlan) plan = new_plan ();
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
  CollapsarTransfers *transfers = collapsar_study_transfers (study);
  add_plan (study, add_run (study, "Small"), plan);
  collapsar_study_pause_all (study);
  collapsar_session_resume (collapsar_study_run (study, 0));
  wait_until (study, is_trained, study);
  for (guint i = 0; i < 200; i++) {
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (500);
  }
  g_assert_cmpuint (rows_of (study)->len, ==, 0);
  g_assert_cmpuint (collapsar_transfers_n_left (transfers), ==, N_OF_PLAN);
  collapsar_study_resume_all (study);
  wait_until (study, has_some, study);
  collapsar_transfers_stop (transfers);
  g_assert_true (is_tuned (study));
  g_assert_cmpstr (collapsar_store_setting (store, "transfers"), ==, "");
  close_study (study, store, path);
}

typedef struct {
  CollapsarTransfers *transfers;
  gulong handler;
  guint n_moments;
} Watching;

/* A snapshot of the downstream classes, within an epoch. */
static void
on_snapshot (Watching *watching, CollapsarSession *live)
{
  TrainingSnapshot *snapshot = collapsar_session_snapshot (live);
  if (snapshot == NULL)
    return;
  g_assert_cmpuint (snapshot->n_classes, ==, 5);
  watching->n_moments += snapshot->epoch > floor (snapshot->epoch);
}

static void
on_live (Watching *watching)
{
  CollapsarSession *live = collapsar_transfers_live (watching->transfers);
  if (live != NULL)
    g_signal_connect_swapped (live, "snapshot", G_CALLBACK (on_snapshot), watching);
}

static gboolean
has_seen (gpointer data)
{
  return ((Watching *)data)->n_moments >= 5;
}

/* The one that is watched has a scene, measured after each epoch, under a name that says what it is. */
static void
test_live (void)
{
  g_autofree char *path = new_path ();
  static const char *const methods[] = { "full", NULL };
  g_autoptr (TransferPlan) plan = new_plan ();
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (path, &store);
  g_autoptr (CollapsarStage) stage = collapsar_stage_new (study);
  Watching watching = { .transfers = collapsar_study_transfers (study) };
  g_strfreev (plan->methods);
  plan->methods = g_strdupv ((char **)methods);
  g_strfreev (plan->shots);
  plan->shots = NULL;
  plan->settings = g_strsplit ("transfer.batch=20", " ", -1);
  g_object_set (watching.transfers, "watched", TRUE, "pace", 5.0, NULL);
  g_signal_connect_swapped (watching.transfers, "notify::live", G_CALLBACK (on_live), &watching);
  add_plan (study, add_run (study, "Small"), plan);
  wait_until (study, has_seen, &watching);
  wait_until (study, is_tuned, study);
  CollapsarSession *live = collapsar_transfers_live (watching.transfers);
  g_assert_nonnull (live); /* the last one is still to be seen */
  g_assert_cmpuint (training_history_n_records (collapsar_session_history (live)), ==, 4);
  /* How its source saw its own classes is known: of the last epoch, which it began from. */
  TrainingSnapshot *source = collapsar_session_source_snapshot (live);
  g_assert_nonnull (source);
  CollapsarSession *run = collapsar_study_run (study, 0);
  g_assert_cmpfloat (source->epoch, ==, collapsar_session_start_info (run)->n_epochs);
  g_assert_cmpuint (source->n_classes, ==, collapsar_session_start_info (run)->n_classes);
  g_assert_cmpstr (regime_name (collapsar_session_regime (live)), ==, "Full FT on Optical digits");
  GListModel *scenes = collapsar_stage_scenes (stage);
  g_assert_cmpuint (g_list_model_get_n_items (scenes), ==, 2);
  g_autoptr (CollapsarSession) scene = g_list_model_get_item (scenes, 1);
  g_assert_true (scene == live);
  g_object_set (watching.transfers, "watched", FALSE, NULL);
  g_assert_null (collapsar_transfers_live (watching.transfers));
  g_assert_cmpuint (g_list_model_get_n_items (scenes), ==, 1);
  g_assert_finalize_object (g_steal_pointer (&stage));
  close_study (study, store, path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/transfers/rows", test_rows);
  g_test_add_func ("/app/transfers/runs", test_runs);
  g_test_add_func ("/app/transfers/queue", test_queue);
  g_test_add_func ("/app/transfers/error", test_error);
  g_test_add_func ("/app/transfers/removal", test_removal);
  g_test_add_func ("/app/transfers/loaded-twice", test_loaded_twice);
  g_test_add_func ("/app/transfers/pause", test_pause);
  g_test_add_func ("/app/transfers/live", test_live);
  return g_test_run ();
}
