/* collapsar-cli transfer, as a person or a script sees it. */
#include "support.h"

#include <signal.h>

/* Two runs that tell odd digits from even ones. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_set_up (fixture, data);
  for (guint seed = 1; seed <= 2; seed++) {
    g_autofree char *line = g_strdup_printf (
        SHORT "-s 'data.labels=0,2,4,6,8|1,3,5,7,9' -s transfer.train=400 -s transfer.test=90 "
              "-s transfer.epochs=5 -s run.seed=%u -s regime.name=%c --study '%s'",
        seed, 'A' + (int)seed - 1, fixture->study);
    g_autoptr (Result) result = run (line);
    g_assert_cmpint (result->code, ==, 0);
  }
}

static Result *
transfer (const Fixture *fixture, const char *options, int code)
{
  g_autofree char *line = g_strdup_printf ("transfer '%s' %s", fixture->study, options);
  Result *result = run (line);
  g_test_message ("%s", result->talk);
  g_assert_cmpint (result->code, ==, code);
  return result;
}

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  return g_strv_length (lines) - 1;
}

/* Every combination once, in order, with all of the keys. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[]
      = { "regime", "epoch",    "target",        "method",  "block",      "shots", "seed",   "source_nc1",
          "nc1",    "nc1_test", "test_accuracy", "trained", "parameters", "share", "seconds" };
  g_autoptr (Result) result = transfer (
      fixture, "--method probe --method scl --block all --shots 2 --shots all --seeds 2 --json", 0);
  g_auto (GStrv) lines = g_strsplit (result->out, "\n", -1);
  g_assert_cmpuint (count_lines (result->out), ==, 2 * (2 * 2 + 2 * 2 * 2));
  for (guint i = 0; i < 24; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (keys); k++) {
      g_autofree char *key = g_strdup_printf ("\"%s\": ", keys[k]);
      g_assert_nonnull (strstr (lines[i], key));
    }
  g_assert_true (g_str_has_prefix (lines[0],
                                   "{\"regime\": \"A\", \"epoch\": 4, \"target\": \"digits\", "
                                   "\"method\": \"probe\", \"block\": null, \"shots\": 2, \"seed\": 1, "));
  g_assert_nonnull (strstr (lines[2], "\"shots\": null"));
  g_assert_true (g_str_has_prefix (lines[6],
                                   "{\"regime\": \"A\", \"epoch\": 4, \"target\": \"digits\", "
                                   "\"method\": \"scl\", \"block\": 1, \"shots\": null, \"seed\": 1, "));
  g_assert_true (g_str_has_prefix (lines[12], "{\"regime\": \"B\""));
}

/* A line without what its wall times are. */
static char *
without_seconds (const char *lines)
{
  g_autoptr (GRegex) seconds = g_regex_new ("\"seconds\": [^}]*", 0, 0, NULL);
  return g_regex_replace (seconds, lines, -1, 0, "", 0, NULL);
}

/* What is stored is printed and not done again; what is new is. So it does not matter where a command was
 * interrupted, nor how many threads there are. */
static void
test_resumed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Result) few = transfer (fixture, "--regime A --shots 2 --threads 1 --json", 0);
  g_assert_nonnull (strstr (few->talk, "4/4  A, "));
  g_autoptr (Result) again = transfer (fixture, "--regime A --shots 2 --json", 0);
  g_assert_cmpstr (few->out, ==, again->out);
  g_assert_cmpstr (again->talk, ==, "");
  g_autoptr (Result) more = transfer (fixture, "--regime A --shots 2 --shots 3 --threads 3 --json", 0);
  g_assert_nonnull (strstr (more->talk, "4/4  A, "));
  g_assert_cmpuint (count_lines (more->out), ==, 8);
  g_autoptr (Result) stored = transfer (fixture, "--stored --json", 0);
  g_assert_cmpuint (count_lines (stored->out), ==, 8);
  g_autofree char *line = g_strdup_printf ("runs '%s' --json", fixture->study);
  g_autoptr (Result) runs = run (line);
  g_assert_nonnull (strstr (runs->out, "\"transfers\": 8, "));
  g_assert_nonnull (strstr (runs->out, "\"transfers\": 0, \"accuracy_digits_probe\": null"));
  g_assert_true (g_str_has_prefix (stored->out, "{\"regime\": \"A\""));

  g_autofree char *first = without_seconds (more->out);
  fixture_tear_down (fixture, NULL);
  set_up (fixture, NULL);
  g_autoptr (Result) whole = transfer (fixture, "--regime A --shots 2 --shots 3 --threads 1 --json", 0);
  g_autofree char *second = without_seconds (whole->out);
  g_assert_cmpstr (first, ==, second);
}

/* The epochs of fine-tunings as objects, by what says whose they are; without wall times. */
static char *
list_epochs (const Fixture *fixture)
{
  g_autoptr (GRegex) seconds = g_regex_new ("\"(measure_)?seconds\": [^,]*", 0, 0, NULL);
  g_autofree char *line = g_strdup_printf ("epochs '%s' --transfers --json", fixture->study);
  g_autoptr (Result) result = run (line);
  g_assert_cmpint (result->code, ==, 0);
  return g_regex_replace (seconds, result->out, -1, 0, "", 0, NULL);
}

/* A command that is killed while it tunes goes on as if it had not been: each epoch is there once, as it was.
 */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  const char *options = "--regime A --shots 2 --threads 1 -s transfer.metrics-every=2";
  g_autoptr (Result) whole = transfer (fixture, options, 0);
  g_autofree char *expected = list_epochs (fixture);
  g_assert_cmpuint (count_lines (expected), ==, 4 * 4 * 2); /* epochs 0, 2, 4 and 5 */
  g_assert_nonnull (strstr (expected, "\"method\": \"scl\", \"block\": 2, \"shots\": 2, \"seed\": 1, "
                                      "\"epoch\": 5, \"split\": \"test\""));
  fixture_tear_down (fixture, NULL);
  set_up (fixture, NULL);
  g_autofree char *line = g_strdup_printf ("transfer '%s' %s", fixture->study, options);
  g_autoptr (GSubprocess) process = spawn (line);
  g_autoptr (GDataInputStream) talk = g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  g_autofree char *told = g_data_input_stream_read_line_utf8 (talk, NULL, NULL, NULL);
  g_assert_true (g_str_has_prefix (told, "1/4  A, "));
  g_subprocess_send_signal (process, SIGKILL);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_autoptr (Result) rest = transfer (fixture, options, 0);
  g_autofree char *there = list_epochs (fixture);
  g_assert_cmpstr (there, ==, expected);
  /* What is measured more often is the same fine-tuning. */
  g_autoptr (Result) again
      = transfer (fixture, "--regime A --shots 2 --threads 1 -s transfer.metrics-every=1", 0);
  g_assert_cmpstr (again->talk, ==, "");
  g_assert_cmpstr (again->out, ==, rest->out);
}

/* Layers from the sample on; to people a row for all seeds, to spreadsheets a heading. */
static void
test_tables (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Result) layers = transfer (fixture, "--regime B --method ridge --block all --csv", 0);
  g_assert_true (g_str_has_prefix (layers->out,
                                   "regime,epoch,target,method,block,shots,seed,test_accuracy,nc1,"
                                   "nc1_test,source_nc1,trained,parameters,share,seconds"));
  g_assert_nonnull (strstr (layers->out, "B,4,digits,ridge,0,,1,"));
  g_assert_nonnull (strstr (layers->out, "B,4,digits,ridge,2,,1,"));
  g_assert_cmpuint (count_lines (layers->out), ==, 4);
  g_autoptr (Result) seeds = transfer (fixture, "--regime B --method full --shots 5 --seeds 3 --epoch 0", 0);
  g_assert_cmpuint (count_lines (seeds->out), ==, 2);
  g_assert_nonnull (strstr (seeds->out, "Seeds"));
  g_autoptr (Result) both = transfer (fixture, "--method probe --seeds 2 --correlate --csv", 0);
  g_assert_true (g_str_has_prefix (both->out, "of,target,method,block,shots,n,pearson,"));
  g_assert_nonnull (strstr (both->out, "nc1_test,digits,probe,,,2,,"));
}

/* Of several epochs of the source each is its own; other data of one source are not mixed up. */
static void
test_epochs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Result) result = transfer (fixture, "--regime A --method probe --epoch last --epoch 0 --csv", 0);
  g_assert_cmpuint (count_lines (result->out), ==, 3);
  g_assert_nonnull (strstr (result->out, "\nA,0,digits,probe,"));
  g_assert_nonnull (strstr (result->out, "\nA,4,digits,probe,"));
  g_assert_nonnull (strstr (result->talk, "A, epoch 0, probe"));
}

/* A file's plans, each for the variants that it names; what two ask for is done once. */
static void
test_plan (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "plan.regime", NULL);
  g_autofree char *options = g_strdup_printf ("--plan '%s' --csv", path);
  g_assert_true (g_file_set_contents (path,
                                      "[variant one]\ndata.labels=0,2,4,6,8|1,3,5,7,9\n"
                                      "[variant other]\ndata.labels=fine\n"
                                      "[transfers a]\nmethods=probe\nshots=2,all\ntransfer.train=300\n"
                                      "[transfers b]\nmethods=probe\nshots=2\nseeds=run\ntransfer.train=300\n"
                                      "[transfers c]\nmethods=full\nvariants=other\n"
                                      "[transfers d]\nmethods=ridge\nblocks=0\ntransfer.classes=0-4\n",
                                      -1, NULL));
  g_autoptr (Result) result = transfer (fixture, options, 0);
  /* Run 1's seed is that of a; run 2's is not. */
  g_assert_cmpuint (count_lines (result->out), ==, 1 + 3 + 4);
  g_assert_nonnull (strstr (result->out, "\nB,4,digits,probe,,2,2,"));
  g_assert_nonnull (strstr (result->out, "\nA,4,digits,ridge,0,,1,"));
  g_assert_null (strstr (result->out, "full"));
  g_assert_true (g_file_set_contents (path,
                                      "[variant a]\nhead.layers=1\n[variant b]\n"
                                      "head.layers=2\n[transfers a]\n",
                                      -1, NULL));
  g_autoptr (Result) none = transfer (fixture, options, 2);
  g_assert_nonnull (strstr (none->talk, "has no run of"));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *options, *says;
  } rows[] = {
    { "--method slc", "transfer.method cannot be “slc”" },
    { "--method scl --block 3", "allowed is 1 to 2, or 0 for the last" },
    { "--method scl --block x", "transfer.block cannot be “x”" },
    { "--shots -1", "transfer.shots cannot be “-1”" },
    { "--shots 100", "only 40 samples of class 0" },
    { "--seeds 0", "--seeds cannot be 0" },
    { "--epoch 99", "“A”: the weights of epoch 99 are not stored; there are those of 0" },
    { "--regime C", "there is: A" },
    { "--target nothing-there", "nothing-there" },
    { "--target gaussian", "1 × 1 × 32, and those of Optical digits, train are 8 × 8 × 1" },
    { "--set run.epochs=3", "a fine-tuning changes settings of [transfer], and run.epochs=3 is none" },
    { "--plan watch-collapse", "watch-collapse asks for no [transfers]" },
    { "--plan nothing-there", "nothing-there" },
    { "--plan watch-collapse --method scl", "--plan says which fine-tunings there are" },
    { "--set transfer.epochs=0", "transfer.epochs cannot be “0”" },
    { "--csv --json", "one of --csv, --json" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Result) result = transfer (fixture, rows[i].options, 2);
    g_assert_nonnull (strstr (result->talk, rows[i].says));
    g_assert_cmpstr (result->out, ==, "");
  }
  g_autoptr (Result) stored = transfer (fixture, "--stored --csv", 0);
  g_assert_cmpuint (count_lines (stored->out), ==, 1);
}

/* The figure of what is stored, twice the same; what is not there is named. */
static void
test_figure (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.svg", NULL);
  g_autofree char *line = g_strdup_printf ("figure '%s' --kind transfer -o '%s'", fixture->study, path);
  g_autofree char *more = g_strconcat (line, " --shots 3", NULL);
  g_autofree char *list = g_strdup_printf ("epochs '%s' --transfers --csv", fixture->study);
  g_autofree char *curves = g_strdup_printf ("figure '%s' --kind curves -o '%s'", fixture->study, path);
  char *contents[2];
  g_autoptr (Result) none = run (line);
  g_assert_cmpint (none->code, ==, 1);
  g_autoptr (Result) tuned = transfer (fixture, "--method ridge --block all --shots 2", 0);
  g_autoptr (Result) probed = transfer (fixture, "--method probe --shots 2 --shots all", 0);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Result) result = run (line);
    g_assert_cmpint (result->code, ==, 0);
    g_assert_true (g_file_get_contents (path, &contents[i], NULL, NULL));
  }
  g_assert_cmpstr (contents[0], ==, contents[1]);
  g_assert_nonnull (strstr (contents[0], "method=ridge"));
  g_free (contents[0]);
  g_free (contents[1]);
  /* Epoch by epoch where there is something between before and after. */
  g_autofree char *by_epoch = g_strconcat (line, " --by-epoch --shots 4", NULL);
  g_autoptr (Result) ends = transfer (fixture, "--method probe --shots 4", 0);
  g_autoptr (Result) unmeasured = run (by_epoch);
  g_assert_cmpint (unmeasured->code, ==, 1);
  g_assert_nonnull (strstr (unmeasured->talk, "measured before and after alone"));
  g_autoptr (Result) full = transfer (fixture, "--method full --shots 4 -s transfer.metrics-every=1", 0);
  g_autoptr (Result) measured = run (by_epoch);
  g_assert_cmpint (measured->code, ==, 0);
  g_autofree char *epochs = NULL;
  g_assert_true (g_file_get_contents (path, &epochs, NULL, NULL));
  g_assert_nonnull (strstr (epochs, "Epoch of the fine-tuning"));
  g_autoptr (Result) missing = run (more);
  g_assert_cmpint (missing->code, ==, 2);
  g_autoptr (Result) listed = run (list);
  g_assert_cmpuint (count_lines (listed->out), ==,
                    1 + 2 * 2 * (count_lines (probed->out) - 1 + count_lines (ends->out) - 1)
                        + 2 * 6 * (count_lines (full->out) - 1));
  g_autofree char *runs = g_strdup_printf ("runs '%s' --json", fixture->study);
  g_autoptr (Result) told = run (runs);
  g_assert_nonnull (strstr (told->out, "\"accuracy_digits_probe\": 0."));
  g_assert_nonnull (strstr (told->out, "\"accuracy_digits_ridge\": 0."));
  g_autoptr (Result) drawn = run (curves);
  g_assert_cmpint (drawn->code, ==, 0);
  g_unlink (path);
}

/* Of those that differ in their epochs alone most are drawn, or those that are asked for. */
static void
test_other_settings (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "transfer.svg", NULL);
  g_autoptr (Result) most = transfer (fixture, "--method probe --seeds 2", 0);
  g_autoptr (Result) others = transfer (fixture, "--method probe --set transfer.epochs=3", 0);
  g_autofree char *line = g_strdup_printf ("figure '%s' --kind transfer -o '%s'", fixture->study, path);
  g_autoptr (Result) usual = run (line);
  g_assert_nonnull (
      strstr (usual->talk, "2 fine-tunings with other settings (Epochs 3 instead of 5) are left out."));
  g_autofree char *asked = g_strconcat (line, " --settings epochs=3", NULL);
  g_autoptr (Result) instead = run (asked);
  g_assert_cmpint (instead->code, ==, 0);
  g_assert_nonnull (
      strstr (instead->talk, "4 fine-tunings with other settings (Epochs 5 instead of 3) are left out."));
  g_autofree char *missing = g_strconcat (line, " --settings epochs=4", NULL);
  g_autoptr (Result) none = run (missing);
  g_assert_cmpint (none->code, ==, 2);
  g_assert_nonnull (strstr (none->talk, "epochs=4"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cli/transfer/json", Fixture, NULL, set_up, test_json, fixture_tear_down);
  g_test_add ("/cli/transfer/resumed", Fixture, NULL, set_up, test_resumed, fixture_tear_down);
  g_test_add ("/cli/transfer/killed", Fixture, NULL, set_up, test_killed, fixture_tear_down);
  g_test_add ("/cli/transfer/tables", Fixture, NULL, set_up, test_tables, fixture_tear_down);
  g_test_add ("/cli/transfer/epochs", Fixture, NULL, set_up, test_epochs, fixture_tear_down);
  g_test_add ("/cli/transfer/plan", Fixture, NULL, set_up, test_plan, fixture_tear_down);
  g_test_add ("/cli/transfer/refused", Fixture, NULL, set_up, test_refused, fixture_tear_down);
  g_test_add ("/cli/transfer/figure", Fixture, NULL, set_up, test_figure, fixture_tear_down);
  g_test_add ("/cli/transfer/other-settings", Fixture, NULL, set_up, test_other_settings, fixture_tear_down);
  return g_test_run ();
}
