/* collapsar-cli compare of trends of fine-tunings, as a person or a script sees it. */
#include "support.h"

#include <signal.h>

/* Two small networks, probed along the way and tuned by two methods, with little data. */
#define TUNED                                                                                                \
  "[regime]\nname=Tuned\n[data]\ntrain=200\ntest=90\n[network]\nhidden=16\nfeature=12\n"                     \
  "[optimiser]\nbatch=32\n[run]\nepochs=4\nseed=3\n[transfer]\ntrain=100\ntest=90\nepochs=3\n"               \
  "[variant a]\n[variant b]\noptimiser.learning-rate=1e-6\n[variant c]\nnetwork.activation=tanh\n"           \
  "[transfers along]\nmethods=probe\nepochs=all\nseeds=run\n"                                                \
  "[transfers few]\nmethods=probe, scl\nblocks=all\nshots=2\nseeds=run\nvariants=a\n"                        \
  "[transfers never]\nmethods=full\n"                                                                        \
  "[trend turn]\nsays=It turns.\ntransfers=along\nover=epochs\nexpect=peaks\nvariants=a\n"                   \
  "[trend source]\nsays=It pays.\ntransfers=along\nover=source_nc1\nexpect=falls\n"                          \
  "[trend better]\nsays=It | wins.\ntransfers=few\nover=methods\nmethods=probe, scl\nexpect=rises\n"         \
  "variants=a\n"

typedef struct {
  Fixture study;
  char *regime;
} Files;

static void
set_up (Files *files, gconstpointer data)
{
  fixture_set_up (&files->study, data);
  files->regime = g_build_filename (files->study.folder, "tuned.regime", NULL);
  g_assert_true (g_file_set_contents (files->regime, TUNED, -1, NULL));
}

static void
tear_down (Files *files, gconstpointer data)
{
  g_free (files->regime);
  fixture_tear_down (&files->study, data);
}

static char *
command (const Files *files, const char *options, gboolean keep)
{
  return keep ? g_strdup_printf ("compare '%s' --threads 2 %s --study '%s'", files->regime, options,
                                 files->study.study)
              : g_strdup_printf ("compare '%s' --threads 2 %s", files->regime, options);
}

static Result *
compare (const Files *files, const char *options, gboolean keep)
{
  g_autofree char *line = command (files, options, keep);
  Result *result = run (line);
  g_test_message ("%s", result->talk);
  g_assert_cmpint (result->code, ==, 0);
  return result;
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;
  for (const char *found = text; (found = strstr (found, part)) != NULL; found += strlen (part))
    n++;
  return n;
}

/* The plan that no trend is about is not done, and nothing is left behind. */
static void
test_plain (Files *files, gconstpointer data)
{
  g_autoptr (Result) result = compare (files, "--seeds 2", FALSE);
  g_assert_true (g_str_has_prefix (result->out, "Tuned\n  It turns.\n    Test accuracy, "));
  g_assert_nonnull (strstr (result->out, "\n      epoch 4  0."));
  g_assert_nonnull (strstr (result->out, "Test accuracy between the ends was best at epoch "));
  g_assert_nonnull (strstr (result->out, "\n    Test accuracy over Source NC1, "));
  g_assert_nonnull (strstr (result->out, " n = 3 points, each of 2 seeds"));
  g_assert_nonnull (strstr (result->out, "\n      Linear probe "));
  g_assert_nonnull (strstr (result->out, "\n      SCL FT("));
  g_assert_cmpuint (count (result->talk, "/6  Tuned: "), ==, 6); /* training */
  g_assert_nonnull (strstr (result->talk, "Tuned: b, seed 4, epoch 0, probe, seed 4: "));
  g_assert_null (strstr (result->talk, "full"));
  g_assert_null (strstr (result->talk, "study: "));
}

/* In the tables for programs the points of all three kinds stand in the same columns. */
static void
test_tables (Files *files, gconstpointer data)
{
  g_autoptr (Result) json = compare (files, "--seeds 2 --json", FALSE);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (json->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5 + 3 + 2);
  g_assert_nonnull (strstr (lines[1], "\"quantity\": \"test_accuracy\", \"split\": \"\", \"over\": "
                                      "\"epochs\", \"expect\": \"peaks\", \"variant\": \"a\", "));
  g_assert_nonnull (strstr (
      lines[1], "\"epoch\": 1, \"method\": \"probe\", \"blocks\": \"\", \"shots\": null, \"x\": null"));
  g_assert_nonnull (strstr (lines[5], "\"over\": \"source_nc1\""));
  g_assert_null (strstr (lines[5], "\"x\": null"));
  g_assert_nonnull (strstr (lines[5], "\"change_kind\": \"correlation\""));
  g_assert_nonnull (strstr (lines[9], "\"method\": \"scl\""));
  g_assert_nonnull (strstr (lines[9], "\"shots\": 2"));
  g_autoptr (Result) markdown = compare (files, "--seeds 2 --markdown", FALSE);
  g_assert_nonnull (strstr (markdown->out, "| It turns. | Test accuracy | epoch 0: **0."));
  g_assert_nonnull (strstr (markdown->out, " points, each of 2 seeds) |"));
  g_assert_nonnull (strstr (markdown->out, "| It \\| wins. | Test accuracy | Linear probe: **0."));
}

/* Of what a study has nothing is done again, and more seeds come to what they come to without it. */
static void
test_resumed (Files *files, gconstpointer data)
{
  g_autoptr (Result) one = compare (files, "--seeds 1", TRUE);
  g_assert_nonnull (strstr (one->out, "Test accuracy, not measured\n")); /* one seed chooses nothing */
  g_assert_nonnull (strstr (one->talk, "study: "));
  g_autoptr (Result) two = compare (files, "--seeds 2", TRUE);
  g_assert_cmpuint (count (two->talk, "/3  Tuned: "), ==, 3);
  g_assert_null (strstr (two->talk, "probe, seed 3: "));
  g_autoptr (Result) again = compare (files, "--seeds 2", TRUE);
  g_assert_null (strstr (again->talk, "Tuned: "));
  g_assert_cmpstr (again->out, ==, two->out);
  g_autoptr (Result) fresh = compare (files, "--seeds 2", FALSE);
  g_assert_cmpstr (fresh->out, ==, two->out);
}

/* Of what was trained and not tuned yet a trend has no point, and yet its verdict. */
static void
test_no_points (Files *files, gconstpointer data)
{
  g_autofree char *train = g_strdup_printf ("train '%s' --study '%s'", files->regime, files->study.study);
  g_autofree char *from = g_strdup_printf ("--from '%s' --json", files->study.study);
  g_autofree char *from_csv = g_strdup_printf ("--from '%s' --csv", files->study.study);
  g_autoptr (Result) trained = run (train);
  g_assert_cmpint (trained->code, ==, 0);
  g_autoptr (Result) json = compare (files, from, FALSE);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (json->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 1 + 2);
  g_assert_nonnull (strstr (lines[0], "\"trend\": \"turn\", \"says\": \"It turns.\""));
  g_assert_nonnull (strstr (lines[0], "\"expect\": \"peaks\", \"variant\": null, \"moment\": null, "));
  g_assert_true (g_str_has_suffix (lines[1], "\"change_n\": null, \"verdict\": \"unmeasured\"}"));
  g_autofree char *none = g_strdup_printf ("compare '%s' --from '%s' -o '%s/a.svg'", files->regime,
                                           files->study.study, files->study.folder);
  g_autoptr (Result) no_figure = run (none);
  g_assert_cmpint (no_figure->code, ==, 1);
  g_assert_nonnull (strstr (no_figure->talk, "no trend of “Tuned” is measured"));
  g_autoptr (Result) csv = compare (files, from_csv, FALSE);
  g_assert_nonnull (strstr (csv->out, ",\"epochs\",\"peaks\",,,,,,,,,,,,,,,,,,\"unmeasured\"\n"));
}

/* Studies of a seed each are judged as one command's runs; of a study that has none of it that is said. */
static void
test_from (Files *files, gconstpointer data)
{
  g_autofree char *other = g_build_filename (files->study.folder, "b.collapsar", NULL);
  g_autofree char *second = g_strdup_printf ("--seeds 1 -s run.seed=4 --study '%s'", other);
  g_autoptr (Result) one = compare (files, "--seeds 1", TRUE);
  g_autoptr (Result) two = compare (files, second, FALSE);
  g_autofree char *both = g_strdup_printf ("--from '%s' --from '%s'", other, files->study.study);
  g_autoptr (Result) joined = compare (files, both, FALSE);
  g_autoptr (Result) fresh = compare (files, "--seeds 2", FALSE);
  g_assert_cmpstr (joined->talk, ==, "");
  g_assert_cmpstr (joined->out, ==, fresh->out);

  g_autofree char *path = g_build_filename (files->study.folder, "trends.svg", NULL);
  g_autofree char *figure = g_strdup_printf (
      "--from '%s' --from '%s' --figure '%s' --styles 3,1 --width 89mm", other, files->study.study, path);
  g_autofree char *drawn = NULL, *again = NULL;
  g_autoptr (Result) first = compare (files, figure, FALSE);
  g_assert_true (g_file_get_contents (path, &drawn, NULL, NULL));
  g_assert_cmpstr (first->out, ==, joined->out);
  g_autoptr (Result) second_time = compare (files, figure, FALSE);
  g_assert_true (g_file_get_contents (path, &again, NULL, NULL));
  g_assert_cmpstr (again, ==, drawn);
  g_assert_nonnull (strstr (drawn, "It turns."));
  g_assert_nonnull (strstr (drawn, "3 variants × 2 seeds"));
  g_assert_nonnull (strstr (drawn, "Pearson r"));

  g_autofree char *changed
      = g_strdup_printf ("compare '%s' -s run.epochs=5 --from '%s'", files->regime, other);
  g_autoptr (Result) none = run (changed);
  g_assert_cmpint (none->code, ==, 2);
  g_assert_nonnull (strstr (none->talk, "of 0 seeds"));
  g_autofree char *kept = g_strdup_printf ("compare '%s' --from '%s' --study x", files->regime, other);
  g_autoptr (Result) refused = run (kept);
  g_assert_cmpint (refused->code, ==, 2);
}

/* Interrupted while it trains, it goes on from there. */
static void
test_interrupted (Files *files, gconstpointer data)
{
  g_autofree char *whole = command (files, "--seeds 2 -s run.epochs=60 --json", TRUE);
  g_autoptr (GSubprocess) process = spawn (whole);
  char line[256];
  gsize n;
  g_assert_true (g_input_stream_read_all (g_subprocess_get_stderr_pipe (process), line, 8, &n, NULL, NULL));
  g_subprocess_send_signal (process, SIGINT); /* the first of six has ended */
  g_autoptr (Result) first = finish (process);
  g_assert_cmpint (first->code, ==, 130);
  g_autoptr (Result) rest = compare (files, "--seeds 2 -s run.epochs=60 --json", TRUE);
  g_assert_cmpuint (count (rest->talk, "Tuned: a, seed 3: ") + count (rest->talk, "Tuned: a, seed 4: "), <,
                    2);
  g_autoptr (Result) fresh = compare (files, "--seeds 2 -s run.epochs=60 --json", FALSE);
  g_assert_cmpstr (rest->out, ==, fresh->out);
}

#define ADD(name, test) g_test_add ("/cli/compare/" name, Files, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("plain", test_plain);
  ADD ("tables", test_tables);
  ADD ("resumed", test_resumed);
  ADD ("no-points", test_no_points);
  ADD ("from", test_from);
  ADD ("interrupted", test_interrupted);
  return g_test_run ();
}
