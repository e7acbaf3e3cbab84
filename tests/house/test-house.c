/* The rules of the house: which folder of src may include what, and no GTK or Cairo where they do not belong.
 */
#include <gio/gio.h>
#include <string.h>

typedef struct {
  const char *folder;
  const char *may_use; /* folders, separated and enclosed by blanks; itself is always allowed */
} Rule;

static const Rule rules[] = {
  { "numeric", " " },
  { "dataset", " numeric " },
  { "network", " numeric " },
  { "collapse", " numeric " },
  { "training", " numeric dataset network collapse " },
  { "study", " numeric dataset network collapse training " },
  { "plot", " collapse " },
  { "view", " numeric dataset network collapse training study plot " },
  { "cli", " numeric dataset network collapse training study plot view " },
  { "app", " numeric dataset network collapse training study plot view lesson " },
  { "lesson", " numeric dataset network collapse training study " },
};

static gboolean
contains_word (const char *words, const char *word)
{
  g_autofree char *spaced = g_strdup_printf (" %s ", word);

  return strstr (words, spaced) != NULL;
}

/* Why a file of `rule`'s folder may not include `header`; NULL when it may. */
static const char *
objection (const Rule *rule, const char *header)
{
  const char *folder = rule->folder;
  g_auto (GStrv) parts = g_strsplit (header, "/", 2);

  if (contains_word (" gtk gdk adwaita.h ", parts[0]) && !g_str_equal (folder, "app"))
    return "GTK belongs to app";
  if ((g_str_has_prefix (header, "cairo") || g_str_equal (parts[0], "pango"))
      && !contains_word (" app plot ", folder))
    return "Cairo and Pango belong to plot and app";
  if (g_str_has_prefix (header, "cblas") || g_str_has_prefix (header, "lapacke")
      || g_str_has_prefix (header, "openblas"))
    return g_str_equal (folder, "numeric") ? NULL : "BLAS and LAPACKE belong to numeric";
  if (g_str_has_prefix (header, "sqlite3"))
    return g_str_equal (folder, "study") ? NULL : "SQLite belongs to study";
  for (gsize r = 0; r < G_N_ELEMENTS (rules); r++)
    if (g_str_equal (parts[0], rules[r].folder) && !g_str_equal (parts[0], folder)
        && !contains_word (rule->may_use, parts[0]))
      return "the folder may not use that one";
  return NULL;
}

static guint
check_file (const Rule *rule, const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) include
      = g_regex_new ("^#\\s*include\\s+[<\"]([^>\"]+)[>\"]", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n_includes = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_regex_match (include, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL), n_includes++) {
    g_autofree char *header = g_match_info_fetch (match, 1);
    const char *why = objection (rule, header);

    if (why != NULL) {
      g_test_message ("%s includes %s: %s", path, header, why);
      g_test_fail ();
    }
  }
  return n_includes;
}

static void
test_includes (gconstpointer data)
{
  const Rule *rule = data;
  g_autofree char *folder = g_build_filename (COLLAPSAR_SOURCE_ROOT, "src", rule->folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n_includes = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_str_has_suffix (name, ".c") || g_str_has_suffix (name, ".h"))
      n_includes += check_file (rule, path);
  }
  g_assert_cmpuint (n_includes, >, 0);
}

/* Every folder of src has its rule. */
static void
test_folders (void)
{
  g_autofree char *folder = g_build_filename (COLLAPSAR_SOURCE_ROOT, "src", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    gboolean known = !g_file_test (path, G_FILE_TEST_IS_DIR);

    for (gsize r = 0; r < G_N_ELEMENTS (rules); r++)
      known = known || g_str_equal (name, rules[r].folder);
    if (!known) {
      g_test_message ("src/%s has no rule", name);
      g_test_fail ();
    }
  }
}

/* The rules themselves: what must be refused is. */
static void
test_objections (void)
{
  const Rule *plot = &rules[6], *app = &rules[9], *numeric = &rules[0];

  g_assert_nonnull (objection (plot, "training/trainer.h"));
  g_assert_nonnull (objection (plot, "gtk/gtk.h"));
  g_assert_nonnull (objection (numeric, "cairo.h"));
  g_assert_nonnull (objection (numeric, "network/loss.h"));
  g_assert_nonnull (objection (app, "cli/commands.h"));
  g_assert_nonnull (objection (app, "lapacke.h"));
  g_assert_nonnull (objection (app, "sqlite3.h"));
  g_assert_null (objection (plot, "collapse/metrics.h"));
  g_assert_null (objection (plot, "pango/pangocairo.h"));
  g_assert_null (objection (app, "adwaita.h"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/house/objections", test_objections);
  g_test_add_func ("/house/folders", test_folders);
  for (gsize r = 0; r < G_N_ELEMENTS (rules); r++) {
    g_autofree char *path = g_strconcat ("/house/includes/", rules[r].folder, NULL);

    g_test_add_data_func (path, &rules[r], test_includes);
  }
  return g_test_run ();
}
