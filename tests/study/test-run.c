/* Runs: their names and numbers, and how they stand. */
#include "fixture.h"

typedef struct {
  char *folder;
  Study *study;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = make_folder ();
  g_autofree char *path = g_build_filename (fixture->folder, "a" STUDY_SUFFIX, NULL);
  fixture->study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  study_close (fixture->study);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static StudyRun *
find (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  StudyRun *run = study_find_run (fixture->study, name, &error);
  g_assert_no_error (error);
  return run;
}

static void
assert_missing (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (study_find_run (fixture->study, name, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  put_run (fixture->study, "A", 0);
  put_run (fixture->study, "A 2", 0);
  g_autofree char *taken = study_free_name (fixture->study, "A", &error);
  g_autofree char *free_one = study_free_name (fixture->study, "B", &error);
  g_assert_cmpstr (taken, ==, "A 3");
  g_autoptr (StudyRun) second = find (fixture, "A 2");
  g_assert_cmpstr (regime_name (second->regime), ==, "A 2"); /* as every run's */
  g_assert_cmpstr (free_one, ==, "B");
  g_assert_true (study_rename_run (fixture->study, 1, "Ω", &error));
  g_autoptr (StudyRun) renamed = find (fixture, "Ω");
  g_assert_cmpint (renamed->id, ==, 1);
  g_assert_cmpstr (regime_name (renamed->regime), ==, "Ω");
  assert_missing (fixture, "A");
  g_assert_false (study_rename_run (fixture->study, 1, "A 2", &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (study_rename_run (fixture->study, 77, "C", &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
}

/* A number is never given to another run, not even that of one that was removed last. */
static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 next;
  put_run (fixture->study, "A", 0);
  put_run (fixture->study, "B", 0);
  g_assert_true (study_remove_run (fixture->study, 2, &error));
  assert_missing (fixture, "B");
  g_assert_true (study_next_id (fixture->study, &next, &error));
  g_assert_cmpint (next, ==, 3);
  g_assert_cmpint (put_run (fixture->study, "B", 0), ==, 3);
}

static void
test_standing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  put_run (fixture->study, "A", 0);
  g_autoptr (StudyRun) first = find (fixture, "A");
  g_assert_cmpint (first->state, ==, STUDY_RUN_UNFINISHED);
  g_assert_null (first->message);
  g_assert_true (study_set_run_state (fixture->study, 1, STUDY_RUN_FAILED, "It burst.", &error));
  g_autoptr (StudyRun) failed = find (fixture, "A");
  g_assert_cmpint (failed->state, ==, STUDY_RUN_FAILED);
  g_assert_cmpstr (failed->message, ==, "It burst.");
  g_assert_true (study_set_run_state (fixture->study, 1, STUDY_RUN_FINISHED, NULL, &error));
  g_autoptr (StudyRun) finished = find (fixture, "A");
  g_assert_cmpint (finished->state, ==, STUDY_RUN_FINISHED);
  g_assert_null (finished->message);
  g_assert_true (regime_equal (finished->regime, first->regime));
  g_assert_cmpint (finished->created, ==, first->created);
  g_assert_false (study_set_run_state (fixture->study, 9, STUDY_RUN_FINISHED, NULL, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
}

/* Where it branched off is kept, and outlives the parent. */
static void
test_parent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  put_run (fixture->study, "Parent", 0);
  put_run (fixture->study, "Branch", 0);
  g_autoptr (StudyRun) branch = find (fixture, "Branch");
  branch->parent = 1;
  branch->parent_epoch = 12;
  g_assert_true (study_put_run (fixture->study, branch, &error));
  g_assert_true (study_remove_run (fixture->study, 1, &error));
  g_autoptr (StudyRun) stored = find (fixture, "Branch");
  g_assert_cmpint (stored->parent, ==, 1);
  g_assert_cmpuint (stored->parent_epoch, ==, 12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/study/run/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/study/run/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/study/run/standing", Fixture, NULL, set_up, test_standing, tear_down);
  g_test_add ("/study/run/parent", Fixture, NULL, set_up, test_parent, tear_down);
  return g_test_run ();
}
