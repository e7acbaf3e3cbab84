/* Studies as a person or a script sees them: train --study, resume, runs, epochs. */
#include "support.h"

#include <signal.h>

/* "COMMAND 'STUDY' OPTIONS", which must end well. */
static Result *
run_on (const Fixture *fixture, const char *command, const char *options)
{
  g_autofree char *line = g_strdup_printf ("%s '%s' %s", command, fixture->study, options);
  Result *result = run (line);
  g_test_message ("%s", result->talk);
  g_assert_cmpint (result->code, ==, 0);
  return result;
}

/* What training printed is what the file says, of every run and epoch. */
static void
test_told_is_stored (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Result) first = run_on (fixture, SHORT "--json --study", "");
  g_autoptr (Result) head
      = run_on (fixture, SHORT "--json -s head.layers=1 -s run.metrics-every=3 --study", "");
  g_assert_nonnull (strstr (first->talk, "study: "));
  g_assert_true (g_str_has_prefix (head->out, "{\"regime\": \"Watch collapse happen 2\", \"epoch\": 0, "));
  g_autoptr (Result) all = run_on (fixture, "epochs", "--json");
  g_autofree char *both = g_strconcat (first->out, head->out, NULL);
  g_assert_cmpstr (all->out, ==, both);
  g_autoptr (Result) named = run_on (fixture, "epochs", "--json --regime 'Watch collapse happen 2'");
  g_assert_cmpstr (named->out, ==, head->out);
}

/* The value of "key": in a JSON line, as its text. */
static char *
member (const char *line, const char *key)
{
  g_autofree char *start = g_strdup_printf ("\"%s\": ", key);
  const char *value = strstr (line, start);
  g_assert_nonnull (value);
  value += strlen (start);
  return g_strndup (value, strcspn (value, *value == '"' ? "," : ",}"));
}

static void
assert_member (const char *line, const char *key, const char *expected)
{
  g_autofree char *value = member (line, key);
  g_assert_cmpstr (value, ==, expected);
}

static void
assert_same_number (const char *a, const char *key, const char *b, const char *other)
{
  g_autofree char *x = member (a, key);
  g_autofree char *y = member (b, other);
  g_assert_cmpfloat (g_ascii_strtod (x, NULL), ==, g_ascii_strtod (y, NULL));
}

static void
test_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Result) first = run_on (fixture, SHORT "--json --study", "");
  g_autoptr (Result) second = run_on (fixture, SHORT "-s run.seed=7 --study", "");
  g_autoptr (Result) json = run_on (fixture, "runs", "--json");
  g_auto (GStrv) objects = g_strsplit (g_strchomp (json->out), "\n", -1);
  g_auto (GStrv) told = g_strsplit (g_strchomp (first->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (objects), ==, 2);
  assert_member (objects[0], "run", "\"Watch collapse happen\"");
  assert_member (objects[0], "state", "\"finished\"");
  assert_member (objects[0], "epochs", "4");
  assert_member (objects[0], "optimiser.momentum", "0.9");
  assert_member (objects[0], "network.batch-norm", "true");
  assert_member (objects[0], "parent_epoch", "null");
  assert_member (objects[1], "run.seed", "7");
  assert_same_number (objects[0], "train_nc1", told[8], "nc1");
  assert_same_number (objects[0], "test_error", told[9], "error");
  g_autoptr (Result) csv = run_on (fixture, "runs", "--csv");
  g_assert_true (g_str_has_prefix (csv->out, "run,state,message,"));
  g_assert_nonnull (strstr (csv->out, "\r\nWatch collapse happen 2,finished,,"));
  /* To people what differs. */
  g_autoptr (Result) plain = run_on (fixture, "runs", "");
  g_assert_nonnull (strstr (plain->out, "run.seed"));
  g_assert_null (strstr (plain->out, "optimiser.momentum"));
  g_autoptr (Result) latex = run_on (fixture, "runs", "--latex");
  g_assert_nonnull (strstr (latex->out, "\nWatch collapse happen 2 & finished & $4$ & $4$ & $7$ & "));
}

/* Ctrl-C in a run that would last for hours: what was told is there, and how it goes on is said. */
static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = g_strdup_printf (SHORT "-s run.epochs=100000 --json --study '%s'", fixture->study);
  g_autoptr (GSubprocess) process = spawn (line);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GString) told = g_string_new (NULL);
  for (guint i = 0; i < 6; i++) {
    g_autofree char *object = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
    g_assert_nonnull (object);
    g_string_append_printf (told, "%s\n", object);
  }
  g_subprocess_send_signal (process, SIGINT);
  g_autoptr (Result) result = finish (process);
  g_assert_cmpint (result->code, ==, 130);
  g_autofree char *typed = g_strdup_printf ("collapsar-cli resume '%s'\n", fixture->study);
  g_assert_nonnull (strstr (result->talk, typed));
  g_autoptr (Result) epochs = run_on (fixture, "epochs", "--json");
  g_assert_true (g_str_has_prefix (epochs->out, told->str));
  g_autoptr (Result) runs = run_on (fixture, "runs", "--json");
  assert_member (runs->out, "state", "\"unfinished\"");
}

/* A line without what its wall times are. */
static char *
without_seconds (const char *lines)
{
  g_autoptr (GRegex) seconds = g_regex_new ("\"(measure_)?seconds\": [^,]*", 0, 0, NULL);
  return g_regex_replace (seconds, lines, -1, 0, "", 0, NULL);
}

/* One of two runs that could not be stored whole is taken up; the other is finished and left. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Result) whole = run_on (fixture, SHORT "--json --study", "");
  g_autofree char *line = g_strdup_printf (SHORT "-s run.epochs=400 --json --study '%s'", fixture->study);
  g_autoptr (GSubprocess) process = spawn (line);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *object = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
  g_assert_nonnull (object);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_autoptr (Result) resumed = run_on (fixture, "resume", "--json --threads 1");
  g_assert_null (strstr (resumed->out, "\"Watch collapse happen\""));
  g_autoptr (Result) again = run_on (fixture, "resume", "");
  g_assert_nonnull (strstr (again->talk, "nothing to resume"));
  g_autoptr (Result) named = run_on (fixture, "resume", "--regime 'Watch collapse happen'");
  g_assert_nonnull (strstr (named->talk, "is finished already"));

  g_autoptr (Result) undisturbed
      = run (SHORT "-s run.epochs=400 -s 'regime.name=Watch collapse happen 2' --json");
  g_autoptr (Result) stored = run_on (fixture, "epochs", "--json --regime 'Watch collapse happen 2'");
  g_autofree char *a = without_seconds (undisturbed->out);
  g_autofree char *b = without_seconds (stored->out);
  g_assert_cmpstr (a, ==, b);
  g_assert_true (g_str_has_suffix (stored->out, resumed->out));
}

/* A run whose last bits may not be what they would have been is said to be one, and drawn all the same. */
static void
test_other_kernel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *figure = g_build_filename (fixture->folder, "a.svg", NULL);
  g_autofree char *options = g_strdup_printf ("--threads 1 --figure '%s'", figure);
  g_setenv ("OPENBLAS_CORETYPE", "Prescott", TRUE); /* which every x86-64 has */
  g_autofree char *line = g_strdup_printf (SHORT "-s run.epochs=300 --json --study '%s'", fixture->study);
  g_autoptr (GSubprocess) process = spawn (line);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *object = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
  g_assert_nonnull (object);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_setenv ("OPENBLAS_CORETYPE", "Nehalem", TRUE);
  g_autoptr (Result) result = run_on (fixture, "resume", options);
  g_assert_nonnull (strstr (result->talk, "kernel Prescott so far and goes on with Nehalem"));
  g_assert_true (g_file_test (figure, G_FILE_TEST_EXISTS));
  g_unsetenv ("OPENBLAS_CORETYPE");
}

/* Nothing is trained by a second program meanwhile, and it says who does. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line = g_strdup_printf (SHORT "-s run.epochs=100000 --json --study '%s'", fixture->study);
  g_autoptr (GSubprocess) process = spawn (line);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *object = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
  g_autofree char *resume = g_strdup_printf ("resume '%s'", fixture->study);
  g_autofree char *who = g_strdup_printf ("(process %s on ", g_subprocess_get_identifier (process));
  g_autoptr (Result) refused = run (resume);
  g_assert_cmpint (refused->code, ==, 1);
  g_assert_nonnull (strstr (refused->talk, who));
  g_autoptr (Result) read = run_on (fixture, "runs", "");
  g_assert_nonnull (strstr (read->out, "unfinished"));
  g_subprocess_send_signal (process, SIGINT);
  g_autoptr (Result) result = finish (process);
  g_assert_cmpint (result->code, ==, 130);
}

/* A run that diverges is stored as failed, with why; it fails again. */
static void
test_diverges (Fixture *fixture, gconstpointer data)
{
  g_autofree char *line
      = g_strdup_printf (SHORT "-s network.batch-norm=false -s optimiser.learning-rate=1000 "
                               "-s optimiser.schedule=constant -s run.epochs=50 --study '%s'",
                         fixture->study);
  g_autofree char *resume = g_strdup_printf ("resume '%s'", fixture->study);
  g_autoptr (Result) result = run (line);
  g_assert_cmpint (result->code, ==, 1);
  g_autoptr (Result) runs = run_on (fixture, "runs", "--json");
  assert_member (runs->out, "state", "\"failed\"");
  g_assert_nonnull (strstr (runs->out, "\"message\": \"the loss is no longer finite"));
  g_autoptr (Result) again = run (resume);
  g_assert_cmpint (again->code, ==, 1);
  g_assert_nonnull (strstr (again->talk, "no longer finite"));
  g_autofree char *nameless = g_strdup_printf ("epochs '%s' --regime Nobody", fixture->study);
  g_autoptr (Result) nobody = run (nameless);
  g_assert_cmpint (nobody->code, ==, 2);
  g_assert_nonnull (strstr (nobody->talk, "there is: Watch collapse happen\n"));
}

/* A file has a text at a place. */
static void
assert_has (const char *path, gsize place, const char *text)
{
  g_autofree char *contents = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (contents + place, strlen (text), text, strlen (text));
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *weights = g_build_filename (fixture->folder, "w.safetensors", NULL);
  g_autofree char *features = g_build_filename (fixture->folder, "f.npz", NULL);
  g_autofree char *snapshots = g_build_filename (fixture->folder, "s.npz", NULL);
  g_autofree char *regime = g_build_filename (fixture->folder, "r.regime", NULL);
  g_autofree char *options
      = g_strdup_printf ("--weights '%s' --features '%s' --snapshots '%s' --regime-file '%s' --epoch 3",
                         weights, features, snapshots, regime);
  g_autoptr (Result) first = run_on (fixture, SHORT "--study", "");
  g_autoptr (Result) result = run_on (fixture, "export", options);
  assert_has (weights, 8, "{\"");
  assert_has (features, 0, "PK");
  assert_has (snapshots, 0, "PK");
  assert_has (regime, 0, "[regime]\nname=Watch collapse happen\n");
  g_autofree char *line = g_strdup_printf ("export '%s' --epoch 9 --weights '%s'", fixture->study, weights);
  g_autoptr (Result) missing = run (line);
  g_assert_cmpint (missing->code, ==, 2);
  g_assert_nonnull (strstr (missing->talk, "there are those of 0, 1, 2, 3, 4\n"));
  /* Of several one is to be named. */
  g_autoptr (Result) second = run_on (fixture, SHORT "--study", "");
  g_autofree char *nameless = g_strdup_printf ("export '%s' --weights '%s'", fixture->study, weights);
  g_autoptr (Result) unclear = run (nameless);
  g_assert_cmpint (unclear->code, ==, 2);
  g_assert_nonnull (strstr (unclear->talk, "one run: --regime NAME"));
  g_autofree char *unwritable = g_strdup_printf ("export '%s' --regime 'Watch collapse happen 2' "
                                                 "--weights /nonexistent/w",
                                                 fixture->study);
  g_autoptr (Result) refused = run (unwritable);
  g_assert_cmpint (refused->code, ==, 1);
  g_assert_nonnull (strstr (refused->talk, "/nonexistent/w"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                                      \
  g_test_add ("/cli/study/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("told-is-stored", test_told_is_stored);
  ADD ("runs", test_runs);
  ADD ("interrupt", test_interrupt);
  ADD ("resume", test_resume);
  ADD ("other-kernel", test_other_kernel);
  ADD ("busy", test_busy);
  ADD ("diverges", test_diverges);
  ADD ("export", test_export);
  return g_test_run ();
}
