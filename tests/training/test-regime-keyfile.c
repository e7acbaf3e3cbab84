#include "training/regime.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_round_trip (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (regime, "regime.name", "Größe \\ “a;b” #1", &error));
  g_assert_true (regime_set (regime, "regime.about", "one\n\ttwo=2\n[three]", &error));
  g_assert_true (regime_set (regime, "network.hidden", "3,5,7", &error));
  g_assert_true (regime_set (regime, "optimiser.learning-rate", "0.30000000000000004", &error));
  g_assert_true (regime_set (regime, "data.labels", "0,2,4,6|1,3|5,7,9|8", &error));
  g_assert_no_error (error);
  g_autofree char *text = regime_to_text (regime);
  g_autoptr (Regime) again = regime_new_from_text (text, "again", &error);
  g_assert_no_error (error);
  g_assert_true (regime_equal (regime, again));
  g_autofree char *text_again = regime_to_text (again);
  g_assert_cmpstr (text, ==, text_again);
}

static void
test_defaults (void)
{
  g_autoptr (Regime) regime = regime_new_from_text ("# nothing\n\n", "empty", NULL);
  g_autoptr (Regime) defaults = regime_new ();
  g_assert_true (regime_equal (regime, defaults));
  g_autoptr (Regime) empty = regime_new_from_text ("", "empty", NULL);
  g_assert_true (regime_equal (empty, defaults));
  g_autoptr (Regime) marked = regime_new_from_text ("\xef\xbb\xbf[run]\nepochs=3\n", "marked", NULL);
  g_assert_cmpint (regime_get_integer (marked, "run.epochs"), ==, 3);
}

/* Each message names the file, the line and what is wrong. */
static void
test_errors (void)
{
  static const struct {
    const char *text;
    RegimeError code;
    const char *start, *word;
  } rows[] = {
    { "[run]\n\nepochs=0\n", REGIME_ERROR_BAD_VALUE, "f:3: run.epochs", "from 1 to 100000" },
    { "[run]\nepochs = 5\r\nsed=2\r\n", REGIME_ERROR_UNKNOWN_KEY, "f:3:", "run.seed" },
    { "[run]\n[optimizer]\n# x\nmomentum=0", REGIME_ERROR_UNKNOWN_KEY, "f:2:", "[optimiser]" },
    { "[run]\n\n[nothing]\n", REGIME_ERROR_UNKNOWN_KEY, "f:3:", "[nothing]" },
    { "[run]\n\n[n\x1b[31m]\n", REGIME_ERROR_UNKNOWN_KEY, "f:3:", "[n\ufffd[31m]" },
    { "[optimiser]\nlearning-rate[de]=1\n", REGIME_ERROR_UNKNOWN_KEY, "f:2:", "optimiser.learning-rate?" },
    { "[regime]\nname=\x1b[31mred\n", REGIME_ERROR_BAD_VALUE, "f:2:", "“\ufffd[31mred”" },
    { "[run]\nepochs\n", REGIME_ERROR_SYNTAX, "f:2:", "“epochs”" },
    { "epochs=2\n", REGIME_ERROR_SYNTAX, "f:1:", "before the first" },
    { "[run]\n=2\n", REGIME_ERROR_SYNTAX, "f:2:", "“=2”" },
    { "[run]\nepochs=2\nseed=1\nepochs=3\n", REGIME_ERROR_SYNTAX, "f:4:", "line 2" },
    { "[run]\nepochs=2\n[data]\n[run]\nepochs=3\n", REGIME_ERROR_SYNTAX, "f:5:", "line 2" },
    { "[regime]\nname=\\q\n", REGIME_ERROR_BAD_VALUE, "f:2:", "regime.name" },
    { "[regime]\n\nname=\xff\n", REGIME_ERROR_SYNTAX, "f:3:", "UTF-8" },
    { "[data]\ntrain=10\n[optimiser]\nbatch=20\n", REGIME_ERROR_IMPOSSIBLE, "f:", "optimiser.batch" },
    { "[]\n", REGIME_ERROR_SYNTAX, "f:1:", "[]" },
    { "[run\n]", REGIME_ERROR_SYNTAX, "f:1:", "[run" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", rows[i].start);
    g_assert_null (regime_new_from_text (rows[i].text, "f", &error));
    g_assert_error (error, REGIME_ERROR, (int)rows[i].code);
    g_test_message ("%s", error->message);
    g_assert_true (g_str_has_prefix (error->message, rows[i].start));
    g_assert_nonnull (strstr (error->message, rows[i].word));
  }
}

static void
assert_file_error (const char *path, RegimeError code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (regime_new_from_file (path, &error));
  g_assert_error (error, REGIME_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("regime-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "a.regime", NULL);
  g_assert_true (g_file_set_contents (path, "[run]\nepochs=3\n", -1, NULL));
  g_autoptr (Regime) regime = regime_new_from_argument (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (regime_get_integer (regime, "run.epochs"), ==, 3);
  assert_file_error (folder, REGIME_ERROR_NOT_FOUND);
  assert_file_error ("/dev/zero", REGIME_ERROR_SYNTAX);
  g_assert_true (g_file_set_contents (path, "[run]\0epochs=3\n", 15, NULL));
  assert_file_error (path, REGIME_ERROR_SYNTAX);
  g_unlink (path);
  assert_file_error (path, REGIME_ERROR_NOT_FOUND);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-keyfile/round-trip", test_round_trip);
  g_test_add_func ("/training/regime-keyfile/defaults", test_defaults);
  g_test_add_func ("/training/regime-keyfile/errors", test_errors);
  g_test_add_func ("/training/regime-keyfile/files", test_files);
  return g_test_run ();
}
