/* The program as a person or a script sees it: what it prints, where, and how it ends. */
#include "support.h"

#include <signal.h>

static void
test_help (void)
{
  static const char *const lines[]
      = { "--help",      "presets --help", "train --help",  "compare --help", "resume --help",
          "runs --help", "epochs --help",  "export --help", "keys --help",    "data --help" };
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (Result) result = run (lines[i]);
    g_assert_cmpint (result->code, ==, 0);
    g_assert_nonnull (strstr (result->out, "collapsar-cli"));
    g_assert_cmpstr (result->talk, ==, "");
  }
  g_autoptr (Result) version = run ("--version");
  g_assert_true (g_str_has_prefix (version->out, "collapsar-cli "));
}

static void
test_lists (void)
{
  g_autoptr (Result) presets = run ("presets");
  g_assert_cmpint (presets->code, ==, 0);
  g_assert_nonnull (strstr (presets->out, "watch-collapse\n"));
  g_assert_nonnull (strstr (presets->out, "\n    variants: SGD, Adam, AdamW\n"));
  g_autoptr (Result) variant = run ("presets optimisers:Adam");
  g_assert_nonnull (strstr (variant->out, "\nname=SGD, Adam, AdamW: Adam\n"));
  g_assert_nonnull (strstr (variant->out, "\nkind=adam\n"));
  g_autoptr (Result) keys = run ("keys");
  g_assert_nonnull (strstr (keys->out, "optimiser.learning-rate=0.05\n    a number above 0, up to 1000\n"));
  g_assert_nonnull (strstr (keys->out, "\n    only with loss.kind=focal; ignored otherwise\n"));
  g_autoptr (Result) data = run ("data");
  g_assert_nonnull (strstr (data->out, "digits"));
  g_autoptr (Result) digits = run ("data digits");
  g_assert_cmpint (digits->code, ==, 0);
  g_assert_nonnull (strstr (digits->out, "8 × 8 × 1"));
}

/* A preset printed is a regime file that trains. */
static void
test_preset_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("cli-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.regime", NULL);
  g_autoptr (Result) preset = run ("presets watch-collapse");
  g_assert_cmpint (preset->code, ==, 0);
  g_assert_true (g_file_set_contents (path, preset->out, -1, NULL));
  g_autofree char *line = g_strdup_printf ("train '%s' -s run.epochs=1", path);
  g_autoptr (Result) result = run (line);
  g_assert_cmpint (result->code, ==, 0);
  g_assert_nonnull (strstr (result->out, "epoch 1 of 1"));
  g_autofree char *comparing = g_strdup_printf ("compare '%s' -s run.epochs=1 --seeds 1", path);
  g_autoptr (Result) comparison = run (comparing);
  g_assert_cmpint (comparison->code, ==, 0);
  g_assert_true (g_str_has_prefix (comparison->out, "Watch collapse happen\n"));
  g_unlink (path);
  g_rmdir (folder);
}

/* The number of "key": in a line, by a walk that knows strings; g_error where it is no flat JSON object. */
static guint
count_members (const char *line)
{
  gsize length = strlen (line);
  guint members = 0;
  gboolean in_string = FALSE;
  g_assert_cmpint (line[0], ==, '{');
  g_assert_cmpint (line[length - 1], ==, '}');
  for (const char *c = line; *c != '\0'; c++) {
    if (in_string && *c == '\\')
      c++;
    else if (*c == '"')
      in_string = !in_string;
    else if (*c == ':' && !in_string)
      members++;
  }
  g_assert_false (in_string);
  g_assert_null (strstr (line, "nan"));
  g_assert_null (strstr (line, "inf"));
  return members;
}

static void
test_json (void)
{
  g_autoptr (Result) result = run (SHORT "--json");
  g_assert_cmpint (result->code, ==, 0);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (result->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 10); /* epochs 0 to 4, two splits */
  for (guint i = 0; i < 10; i++) {
    g_autofree char *start = g_strdup_printf ("{\"regime\": \"Watch collapse happen\", \"epoch\": %u, "
                                              "\"split\": \"%s\", \"layer\": \"features\", \"loss\": ",
                                              i / 2, i % 2 == 0 ? "train" : "test");
    g_assert_true (g_str_has_prefix (lines[i], start));
    g_assert_cmpuint (count_members (lines[i]), ==, 33);
    g_assert_nonnull (strstr (lines[i], "\"nc1\": "));
  }
  g_autoptr (Result) again = run (SHORT "--json --threads 2");
  g_auto (GStrv) again_lines = g_strsplit (again->out, "\n", -1);
  for (guint i = 0; i < 10; i++) { /* the same numbers but for the times, which come last */
    gsize same = (gsize)(strstr (lines[i], "\"seconds\"") - lines[i]);
    g_assert_cmpint (strncmp (lines[i], again_lines[i], same), ==, 0);
  }
}

static void
test_plain (void)
{
  g_autoptr (Result) result = run (SHORT);
  g_assert_cmpint (result->code, ==, 0);
  g_assert_nonnull (strstr (result->out, "NC1, variability"));
  g_assert_nonnull (strstr (result->talk, "epoch 0/4"));
  g_assert_nonnull (strstr (result->talk, "epoch 4/4"));
  g_assert_null (strstr (result->talk, "\r"));
}

/* Why values are missing stands below them. */
static void
test_flags (void)
{
  g_autoptr (Result) result = run (SHORT "-s data.test=5");
  g_assert_cmpint (result->code, ==, 0);
  g_assert_nonnull (strstr (result->out, "\n  test: a class has no samples"));
  g_assert_null (strstr (result->out, "\n  train: "));
}

/* A regime without a name is called as its file; "--" ends the options. */
static void
test_nameless (void)
{
  g_autofree char *folder = g_dir_make_tmp ("cli-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "mine.regime", NULL);
  g_assert_true (g_file_set_contents (path, "[run]\nepochs=1\n[data]\ntrain=200\n", -1, NULL));
  g_autofree char *line = g_strdup_printf ("train --json -- '%s'", path);
  g_autoptr (Result) result = run (line);
  g_assert_cmpint (result->code, ==, 0);
  g_assert_true (g_str_has_prefix (result->out, "{\"regime\": \"mine.regime\", "));
  g_unlink (path);
  g_rmdir (folder);
}

/* Two variants on little data: one learns fast, the other hardly. */
#define COMPARISON                                                                                           \
  "[regime]\nname=Rates\n[data]\ntrain=200\ntest=50\n[network]\nhidden=16\nfeature=12\n"                     \
  "[optimiser]\nbatch=32\n[run]\nepochs=4\nseed=3\n"                                                         \
  "[variant fast]\n[variant slow]\noptimiser.learning-rate=1e-6\n"                                           \
  "[trend loss]\nsays=The slow one | loses.\nquantity=loss\nexpect=rises\n"                                  \
  "[trend other]\nsays=It \"wins\".\nquantity=loss\nexpect=falls\n"                                          \
  "[trend training]\nsays=Fast falls.\nquantity=loss\nover=training\nexpect=falls\nvariants=fast\n"

/* Writes the comparison into a file and runs "COMMAND FILE OPTIONS". */
static Result *
run_comparison (const char *command, const char *options)
{
  g_autofree char *folder = g_dir_make_tmp ("cli-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "rates.regime", NULL);
  g_autofree char *line = g_strdup_printf ("%s '%s' --threads 2 %s", command, path, options);
  g_assert_true (g_file_set_contents (path, COMPARISON, -1, NULL));
  Result *result = run (line);
  g_unlink (path);
  g_rmdir (folder);
  return result;
}

/* Trains every variant, told apart by name. */
static void
test_variants (void)
{
  g_autoptr (Result) result = run_comparison ("train", "--json");
  g_assert_cmpint (result->code, ==, 0);
  g_assert_nonnull (strstr (result->out, "{\"regime\": \"Rates: fast\", \"epoch\": 4"));
  g_assert_nonnull (strstr (result->out, "{\"regime\": \"Rates: slow\", \"epoch\": 4"));
}

static void
test_compare (void)
{
  g_autoptr (Result) plain = run_comparison ("compare", "--seeds 2");
  g_assert_cmpint (plain->code, ==, 0);
  g_assert_true (g_str_has_prefix (plain->out, "Rates\n  The slow one | loses.\n    Loss (train), shown\n"));
  g_assert_nonnull (strstr (plain->out, "Loss (train), not shown: the opposite\n"));
  g_assert_nonnull (strstr (plain->out, "fast, at epoch 0"));
  g_assert_nonnull (strstr (plain->out, "n = 2\n"));
  g_assert_nonnull (strstr (plain->talk, "4/4  Rates: "));
  g_assert_nonnull (strstr (plain->talk, "Rates: slow, seed 4: "));
  g_autoptr (Result) one = run_comparison ("compare", "--seeds 1");
  g_assert_nonnull (strstr (one->out, "Loss (train), not shown: unclear\n"));
  g_assert_null (strstr (one->out, "±"));
}

/* The tables for programs: one line a point, in the three forms the same numbers. */
static void
test_compare_tables (void)
{
  g_autoptr (Result) json = run_comparison ("compare", "--seeds 2 --json");
  g_auto (GStrv) objects = g_strsplit (g_strchomp (json->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (objects), ==, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (count_members (objects[i]), ==, 25);
  g_assert_nonnull (strstr (objects[3],
                            "\"says\": \"It \\\"wins\\\".\", \"quantity\": \"loss\", \"split\": "
                            "\"train\", \"over\": \"variants\", \"expect\": \"falls\", \"variant\": "
                            "\"slow\", \"moment\": \"end\", \"epoch\": null, \"method\": \"\", "));
  g_assert_nonnull (strstr (objects[3], "\"n\": 2, \"mean\": "));
  g_assert_true (g_str_has_suffix (objects[3], "\"change_n\": 2, \"verdict\": \"opposite\"}"));
  g_autoptr (Result) csv = run_comparison ("compare", "--seeds 2 --csv --threads 1");
  g_auto (GStrv) lines = g_strsplit (g_strchomp (csv->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 7);
  g_assert_cmpstr (lines[0], ==,
                   "preset,trend,says,quantity,split,over,expect,variant,moment,epoch,method,blocks,shots,x,"
                   "n,mean,sd,mean_low,mean_high,"
                   "change,change_kind,change_low,change_high,change_n,verdict");
  g_assert_nonnull (strstr (
      lines[4],
      "\"It \"\"wins\"\".\",\"loss\",\"train\",\"variants\",\"falls\",\"slow\",\"end\",,\"\",\"\",,,2,"));
  const char *mean = strstr (objects[3], "\"mean\": ") + strlen ("\"mean\": ");
  g_autofree char *same = g_strdup_printf (",2,%.*s,", (int)strcspn (mean, ","), mean);
  g_assert_nonnull (strstr (lines[4], same));
  g_autoptr (Result) markdown = run_comparison ("compare", "--seeds 2 --markdown");
  g_auto (GStrv) rows = g_strsplit (g_strchomp (markdown->out), "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), ==, 5);
  g_assert_nonnull (strstr (rows[2], "| The slow one \\| loses. | Loss (train) | fast: **"));
  g_assert_nonnull (strstr (rows[2], " | **shown**<br>rose by "));
  g_assert_true (g_str_has_suffix (rows[2], ", n = 2 seeds) |"));
}

/* A variant that diverges leaves the others their numbers. */
static void
test_compare_failure (void)
{
  g_autoptr (Result) result = run_comparison (
      "compare", "--seeds 2 -s optimiser.learning-rate=1000 -s network.batch-norm=false -s run.epochs=50 "
                 "-s optimiser.schedule=constant");
  g_assert_cmpint (result->code, ==, 1);
  g_assert_nonnull (strstr (result->talk, "Rates: fast, seed 3: "));
  g_assert_nonnull (strstr (result->out, "Loss (train), not measured\n"));
  g_assert_nonnull (strstr (result->out, "n = 0\n"));
}

static void
test_figures (void)
{
  static const struct {
    const char *name, *options, *start;
  } rows[] = {
    { "a.pdf", "", "%PDF" },
    { "b.svg", "--figure-kind curves --theme dark", "<?xml" },
    { "d.svg", "--figure-kind geometry --projection four-classes --classes 3,1,7,8", "<?xml" },
    { "e.svg", "--figure-kind geometry --projection tour --tour-time 4.5", "<?xml" },
    { "n.svg",
      "--figure-kind geometry --projection tour --tour-frame "
      "1,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,.6,0,0,0,0,0,-.8",
      "<?xml" },
    { "p.svg", "--data --figure-kind curves", "<?xml" },
    { "o.svg", "--panels geometry:1,nc1,cosines --epoch 1 --columns 3 --curves train", "<?xml" },
    { "f.svg", "--figure-kind geometry --projection features-pca", "<?xml" },
    { "g.svg", "--figure-kind strip --epochs 0,1,last --theme grey --size nature-1 --font-size 6", "<?xml" },
    { "h.doc", "--format pdf --curves train --line-width 0.5 --font 'DejaVu Sans' --no-letters", "%PDF" },
    { "k.svg", "--figure-kind layers --epoch 1 --metric cdnv --split test", "<?xml" },
    { "l.svg", "--figure-kind angles --epoch 1 --width 89mm", "<?xml" },
    { "j.tex", "--figure-kind curves", "% Made by Collapsar" },
    { "k.svg", "--outlines", "<?xml" },
    { "l.svg", "--figure-kind curves --epoch-range 0,3 --log-epochs --smoothing 0.6", "<?xml" },
    { "m.svg", "--figure-kind geometry --paths 2 --parts means,ideal,images --orthographic", "<?xml" },
    { "i.svg", "--figure-kind geometry --epoch 1 --camera 10,20 --parts means --split test --common-scale",
      "<?xml" },
    { "n.svg", "--figure-kind strip --samples all", "<?xml" },
    { "c.png", "--figure-kind geometry --width 60mm --height 2in --theme light", "\x89PNG" },
  };
  g_autofree char *folder = g_dir_make_tmp ("cli-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_build_filename (folder, rows[i].name, NULL);
    g_autofree char *line = g_strdup_printf (SHORT "--figure '%s' %s", path, rows[i].options);
    g_autofree char *contents = NULL;
    gsize length = 0;
    g_autoptr (Result) result = run (line);
    g_assert_cmpint (result->code, ==, 0);
    g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
    g_assert_cmpuint (length, >, 1000);
    g_assert_cmpint (memcmp (contents, rows[i].start, strlen (rows[i].start)), ==, 0);
    g_unlink (path);
  }
  g_autofree char *data = g_build_filename (folder, "p-data.csv", NULL);
  g_assert_cmpint (g_unlink (data), ==, 0);
  g_autofree char *art = g_build_filename (folder, "j-art.pdf", NULL);
  g_assert_cmpint (g_unlink (art), ==, 0);
  g_rmdir (folder);
}

/* What is refused, before any training, with which code and which word in the message. */
static void
test_refusals (void)
{
  static const struct {
    const char *line;
    int code;
    const char *word;
  } rows[] = {
    { "", 2, "Usage" },
    { "trian", 2, "trian" },
    { "train", 2, "presets" },
    { "train watch-colapse", 2, "did you mean watch-collapse" },
    { "train /nonexistent/a.regime", 2, "/nonexistent/a.regime" },
    { "train watch-collapse --set optimizer.momentum=0", 2, "optimiser.momentum" },
    { "train watch-collapse --set optimiser.momentum=2", 2, "from 0 to 0.9999" },
    { "train watch-collapse --set run.epochs", 2, "run.epochs" },
    { "train watch-collapse --set data.train=10", 2, "optimiser.batch" },
    { "train watch-collapse --set data.source=/nonexistent", 2, "/nonexistent" },
    { "train watch-collapse --set data.labels=0,1", 2, "Class 2" },
    { "train watch-collapse --set optimiser.batch=2000", 2, "1442" },
    { "data /dev/null", 1, "/dev/null" },
    { "train watch-collapse --threads -1", 2, "--threads" },
    { "train watch-collapse --threads two", 2, "two" },
    { "train watch-collapse --nonsense", 2, "--nonsense" },
    { "train watch-collapse --figure a.doc", 2, "a.doc" },
    { "train watch-collapse --figure /nonexistent/a.pdf", 1, "/nonexistent/a.pdf" },
    { "train watch-collapse --figure / ", 2, "/" },
    { "train watch-collapse --figure a.pdf --figure-kind pie", 2, "pie" },
    { "train watch-collapse --figure a.pdf --theme pink", 2, "pink" },
    { "train watch-collapse --figure a.pdf --width 3parsec", 2, "3parsec" },
    { "train watch-collapse --figure a.png --width 3000mm", 2, "pixels" },
    { "train watch-collapse --figure a.pdf --projection round", 2, "round" },
    { "train watch-collapse --figure a.pdf --projection four-classes --classes 1,1,2,3", 2, "1,1,2,3" },
    { "train watch-collapse --figure a.pdf --projection tour --classes 0,1,2,3", 2, "four-classes" },
    { "train watch-collapse --figure a.pdf --projection tour --tour-time=-1", 2, "-1" },
    { "train watch-collapse --figure a.pdf --projection tour --tour-frame 1,0,0,0,0,1,0,0,0,0,1,1", 2,
      "1e-6" },
    { "train watch-collapse --figure a.pdf --tour-frame 1,0,0,0,0,1,0,0,0,0,1,0", 2, "--projection tour" },
    { "train watch-collapse --figure a.pdf --panels geometry,pie", 2, "“pie”" },
    { "train watch-collapse --figure a.pdf --figure-kind curves --panels nc1", 2, "--panels" },
    { "train watch-collapse --figure a.pdf --columns 2", 2, "with --panels" },
    { "train watch-collapse --figure a.pdf --panels nc1 --columns 13", 2, "1 to 12" },
    { "train watch-collapse --figure a.pdf --figure-kind layers --metric loss", 2, "probe_accuracy" },
    { "train watch-collapse --figure a.pdf --figure-kind strip --epochs 1,x", 2, "“x”" },
    { "train watch-collapse --figure a.pdf --figure-kind strip --epochs 10,1", 2, "later" },
    { "train watch-collapse --figure a.pdf --epochs 1,2", 2, "strip" },
    { "train watch-collapse --figure a.pdf --figure-kind curves --epoch 1", 2, "--epoch" },
    { "train watch-collapse --figure a.pdf --camera 1", 2, "YAW" },
    { "train watch-collapse --figure a.pdf --parts balls", 2, "balls" },
    { "train watch-collapse --figure a.pdf --samples some", 2, "watched, all" },
    { "train watch-collapse --figure a.pdf --figure-kind curves --samples all", 2, "--samples all" },
    { "train watch-collapse --figure a.pdf --paths 0", 2, "above 0" },
    { "train watch-collapse --figure a.pdf --paths all", 2, "“all”" },
    { "train watch-collapse --orthographic", 2, "--figure" },
    { "train watch-collapse --figure a.pdf --curves validation", 2, "validation" },
    { "train watch-collapse --figure a.pdf --epoch-range 5", 2, "A < B" },
    { "train watch-collapse --figure a.pdf --epoch-range 5,2", 2, "“5,2”" },
    { "train watch-collapse --figure a.pdf --smoothing 1", 2, "WEIGHT < 1" },
    { "train watch-collapse --log-epochs", 2, "--figure" },
    { "train watch-collapse --figure a.pdf --split all", 2, "train, test" },
    { "train watch-collapse --figure a.pdf --size nature", 2, "nature-1, nature-2" },
    { "train watch-collapse --figure a.pdf --font 'No Such Family'", 2, "No Such Family" },
    { "train watch-collapse --figure a.pdf --font-size 100", 2, "3 to 48" },
    { "train watch-collapse --figure a.pdf --line-width -1", 2, "--line-width" },
    { "train watch-collapse --figure a.png --dpi 9", 2, "resolution" },
    { "train watch-collapse --figure a --format gif", 2, "gif" },
    { "train watch-collapse --figure a.pdf --styles 0,1", 2, "0,1" },
    { "train watch-collapse --theme dark", 2, "--figure FILE is missing" },
    { "train -- --json", 2, "“--json”" },
    { "train optimisers:LARS", 2, "there are: SGD, Adam, AdamW" },
    { "compare", 2, "presets" },
    { "compare losses optimisers --figure a.pdf", 2, "alone" },
    { "compare losses --theme dark", 2, "--figure" },
    { "compare losses --figure a.doc", 2, "a.doc" },
    { "compare losses --figure a.pdf --styles 0", 2, "numbers from 1" },
    { "compare gaussian-hierarchy", 2, "[trend]" },
    { "compare watch-collapse --seeds 0", 2, "from 1 to 30" },
    { "compare watch-collapse --seeds 31", 2, "from 1 to 30" },
    { "compare watch-collapse --json --csv", 2, "at most" },
    { "compare watch-collapse --threads 257", 2, "--threads" },
    { "compare watch-collapse -s run.seed=9007199254740990", 2, "run.seed" },
    { "compare watch-collapse -s data.source=/nonexistent", 2, "/nonexistent" },
    { "compare /nonexistent/a.regime", 2, "/nonexistent/a.regime" },
    { "train watch-collapse --study /nonexistent/a.collapsar", 1, "/nonexistent/a.collapsar" },
    { "train watch-collapse --study /dev/null", 1, "/dev/null" },
    { "resume", 2, "one study" },
    { "resume /nonexistent.collapsar", 2, "/nonexistent.collapsar" },
    { "resume a.collapsar --threads 257", 2, "--threads" },
    { "resume a.collapsar --figure a.doc", 2, "a.doc" },
    { "runs a b", 2, "one study" },
    { "runs /dev/null", 1, "/dev/null" },
    { "runs a --csv --json", 2, "at most" },
    { "epochs /nonexistent.collapsar", 2, "/nonexistent.collapsar" },
    { "epochs a --csv --latex", 2, "at most" },
    { "export a", 2, "export what?" },
    { "export a --epoch 3 --snapshots b.npz", 2, "--weights FILE" },
    { "export a --epoch -3 --weights b", 2, "--epoch" },
    { "export /nonexistent.collapsar --weights b", 2, "/nonexistent.collapsar" },
    { "presets nothing", 2, "nothing" },
    { "presets a b", 2, "one name" },
    { "data nothing-there", 2, "nothing-there" },
    { "keys x", 2, "keys" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Result) result = run (rows[i].line);
    g_test_message ("%d %s", result->code, result->talk);
    g_assert_cmpint (result->code, ==, rows[i].code);
    g_assert_nonnull (strstr (result->talk, rows[i].word));
    g_assert_cmpstr (result->out, ==, "");
    g_assert_null (strstr (result->talk, "epoch 1/"));
  }
}

/* A run that diverges: exit 1, said so, and the figure of its good epochs is there. */
static void
test_diverges (void)
{
  g_autofree char *folder = g_dir_make_tmp ("cli-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.pdf", NULL);
  g_autofree char *line
      = g_strdup_printf (SHORT "-s network.batch-norm=false -s optimiser.learning-rate=1000 "
                               "-s optimiser.schedule=constant -s run.epochs=50 --figure '%s'",
                         path);
  g_autoptr (Result) result = run (line);
  g_assert_cmpint (result->code, ==, 1);
  g_assert_nonnull (strstr (result->talk, "no longer finite"));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (path);
  g_rmdir (folder);
}

/* Ctrl-C in a run that would last for hours: what was trained is told, and the exit code says why. */
static void
test_interrupt (void)
{
  g_autoptr (GSubprocess) process = spawn (SHORT "-s run.epochs=100000 --json");
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  for (guint i = 0; i < 6; i++) {
    g_autofree char *line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
    g_assert_nonnull (line);
  }
  g_subprocess_send_signal (process, SIGINT);
  g_autoptr (Result) result = finish (process);
  g_assert_cmpint (result->code, ==, 130);
  g_assert_nonnull (strstr (result->talk, "interrupted"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/help", test_help);
  g_test_add_func ("/cli/lists", test_lists);
  g_test_add_func ("/cli/preset-file", test_preset_file);
  g_test_add_func ("/cli/json", test_json);
  g_test_add_func ("/cli/plain", test_plain);
  g_test_add_func ("/cli/flags", test_flags);
  g_test_add_func ("/cli/nameless", test_nameless);
  g_test_add_func ("/cli/variants", test_variants);
  g_test_add_func ("/cli/compare", test_compare);
  g_test_add_func ("/cli/compare-tables", test_compare_tables);
  g_test_add_func ("/cli/compare-failure", test_compare_failure);
  g_test_add_func ("/cli/figures", test_figures);
  g_test_add_func ("/cli/refusals", test_refusals);
  g_test_add_func ("/cli/diverges", test_diverges);
  g_test_add_func ("/cli/interrupt", test_interrupt);
  return g_test_run ();
}
