#include "cli/cli.h"

#include "numeric/blas.h"
#include "study/study.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>

static const struct {
  const char *name;
  CliFunc func;
  const char *about;
} commands[] = {
  { "presets", cli_presets, N_ ("list the regimes that ship, or print one as a regime file") },
  { "train", cli_train, N_ ("train regimes, print what they tell, store it, write a figure") },
  { "resume", cli_resume, N_ ("go on with the runs of a study that are not finished") },
  { "runs", cli_runs, N_ ("list the runs of a study, with their settings and last values") },
  { "epochs", cli_epochs, N_ ("list the epochs of a study's runs") },
  { "transfer", cli_transfer, N_ ("fine-tune the runs of a study on another task, and probe them") },
  { "figure", cli_figure, N_ ("draw a study's runs or fine-tunings as a figure") },
  { "export", cli_export, N_ ("write a run's weights, features or snapshots for other programs") },
  { "compare", cli_compare, N_ ("train regimes over several seeds and judge what should be seen") },
  { "keys", cli_keys, N_ ("list the settings of a regime with defaults and ranges") },
  { "data", cli_data, N_ ("list the data sets that are found, and where") },
};

void
cli_complain (const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "collapsar-cli: %s\n", text);
}

int
cli_code_of (const GError *error)
{
  return error->domain == REGIME_ERROR || g_error_matches (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND)
                 || g_error_matches (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST)
                 || g_error_matches (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND)
             ? CLI_USAGE
             : CLI_FAILED;
}

char *
cli_pad (const char *text, guint width)
{
  glong length = g_utf8_strlen (text, -1);
  return g_strdup_printf ("%s%*s", text, (int)MAX ((glong)width - length, 0), "");
}

/* Takes the first word that is `word` out. */
static void
drop_first (char **words, const char *word)
{
  while (*words != NULL && !g_str_equal (*words, word))
    words++;
  if (*words == NULL)
    return;
  g_free (*words);
  for (; *words != NULL; words++)
    words[0] = words[1];
}

gboolean
cli_parse (int argc,
           char **argv,
           const char *parameters,
           const char *summary,
           const char *description,
           const GOptionEntry *entries,
           char ***rest)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup_printf ("collapsar-cli %s", argv[0]);
  g_auto (GStrv) arguments = g_new0 (char *, argc + 1);
  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &arguments, &error)) {
    cli_complain (_ ("%s; see collapsar-cli %s --help"), error->message, argv[0]);
    return FALSE;
  }
  *rest = g_steal_pointer (&arguments);
  drop_first (*rest, argv[0]);
  drop_first (*rest, "--"); /* GLib leaves it in */
  return TRUE;
}

static void
print_help (FILE *file)
{
  fputs (_ ("Usage: collapsar-cli COMMAND [OPTION…]\n\nWatch neural collapse happen, without a display.\n\n"),
         file);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (file, "  %-10s %s\n", commands[i].name, _ (commands[i].about));
  fputs (_ ("\ncollapsar-cli COMMAND --help says more of each; --version says which this is.\n"
            "To begin with: collapsar-cli train watch-collapse --figure collapse.pdf\n"),
         file);
}

int
main (int argc, char **argv)
{
  numeric_blas_init (argv);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALE_FOLDER);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (argc < 2) {
    print_help (stderr);
    return CLI_USAGE;
  }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help")) {
    print_help (stdout);
    return CLI_DONE;
  }
  if (g_str_equal (argv[1], "--version")) {
    printf ("collapsar-cli %s\n", VERSION);
    return CLI_DONE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name)) {
      int code = commands[i].func (argc - 1, argv + 1);
      if (fflush (stdout) != 0 || ferror (stdout)) {
        cli_complain (_ ("the output could not be written"));
        return CLI_FAILED;
      }
      return code;
    }
  cli_complain (_ ("there is no command %s; see collapsar-cli --help"), argv[1]);
  return CLI_USAGE;
}
