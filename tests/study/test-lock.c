/* Two programs and one study. The test starts itself as the other: `test-study-lock write FILE`. */
#include "fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of the run that is written, more than a test will see. */
#define MANY 100000

static const char *program;

static GPid
start (const char *what, const char *path)
{
  const char *argv[] = { program, what, path, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  g_spawn_async (NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static int
wait_for (GPid pid)
{
  int status;
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  return status;
}

/* The other program: writes epochs until it is killed. */
static int
write_for_ever (const char *path)
{
  NumericRandom random;
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  numeric_random_init (&random, 1, 0);
  gint64 run = put_run (study, "Run", 0);
  for (guint epoch = 0; epoch < MANY; epoch++) {
    g_assert_true (study_begin (study, NULL));
    put_epoch (study, &random, run, epoch, 40, 2000);
    g_assert_true (study_commit (study, NULL));
  }
  return 0;
}

/* The other program: whether it is the one that may write; holds it until all have tried. */
static int
compete (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_usleep (study == NULL ? 0 : 150000);
  return study != NULL ? 0 : g_error_matches (error, STUDY_ERROR, STUDY_ERROR_BUSY) ? 1 : 2;
}

/* What belongs to an epoch is there together; returns the last epoch, or -1 for none yet. */
static gint64
last_epoch (Study *study)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (study_begin (study, &error));
  g_autoptr (GPtrArray) records = study_records (study, 1, &error);
  g_assert_no_error (error);
  g_autoptr (TrainingCheckpoint) checkpoint = study_last_checkpoint (study, 1, &error);
  g_autoptr (GArray) snapshots = study_snapshot_epochs (study, 1, NULL);
  gint64 last = (gint64)records->len - 1;
  if (last >= 0) {
    g_assert_no_error (error);
    g_assert_cmpuint (checkpoint->epoch, ==, last);
    g_assert_cmpuint (g_array_index (snapshots, guint, snapshots->len - 1), ==, last);
    g_assert_cmpuint (snapshots->len, ==, records->len);
    g_autoptr (TrainingSnapshot) snapshot = study_snapshot (study, 1, (guint)last, &error);
    g_assert_no_error (error);
  }
  study_roll_back (study);
  return last;
}

static void
test_killed (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (GError) error = NULL;
  GPid pid = start ("write", path);
  g_autoptr (Study) reader = NULL;
  while ((reader = study_open (path, STUDY_READ, NULL)) == NULL)
    g_usleep (1000);
  gint64 last = -1;
  while (last < 25) {
    gint64 now = last_epoch (reader);
    g_assert_cmpint (now, >=, last);
    last = now;
    g_autoptr (Study) another = study_open (path, STUDY_READ, &error);
    g_assert_no_error (error);
  }
  g_assert_null (study_open (path, STUDY_WRITE, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_BUSY);
  g_autofree char *who = g_strdup_printf ("test-study-lock (process %d on %s)", (int)pid, g_get_host_name ());
  g_assert_nonnull (strstr (error->message, who));
  g_clear_error (&error);

  kill (pid, SIGKILL);
  wait_for (pid);
  g_autoptr (Study) next = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (last_epoch (next), >=, last);
  g_assert_cmpint (last_epoch (next), ==, last_epoch (reader));
  remove_folder (folder);
}

static void
test_at_once (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  guint n = g_test_slow () ? 100 : 12;
  for (guint i = 0; i < n; i++) {
    GPid pids[3];
    guint won = 0;
    for (guint p = 0; p < G_N_ELEMENTS (pids); p++)
      pids[p] = start ("compete", path);
    for (guint p = 0; p < G_N_ELEMENTS (pids); p++) {
      int status = wait_for (pids[p]);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), <, 2);
      won += WEXITSTATUS (status) == 0;
    }
    g_assert_cmpuint (won, >=, 1);
  }
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "write")) {
    g_set_prgname ("test-study-lock");
    return write_for_ever (argv[2]);
  }
  if (argc == 3 && g_str_equal (argv[1], "compete"))
    return compete (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/lock/killed", test_killed);
  g_test_add_func ("/study/lock/at-once", test_at_once);
  return g_test_run ();
}
