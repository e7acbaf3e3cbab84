#include "cli/cli.h"
#include "cli/study.h"
#include "cli/table.h"

#include "study/run-table.h"

#include <glib/gi18n.h>

static int
print (Study *study, CliTableOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudyTable) table = study_run_table_read (study, &error);
  if (table == NULL) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  cli_table_print (table, options);
  return CLI_DONE;
}

int
cli_runs (int argc, char **argv)
{
  CliTableOptions options = { 0 };
  g_auto (GStrv) rest = NULL;
  GOptionEntry entries[CLI_TABLE_N_OPTIONS + 1] = { 0 };
  int code;
  cli_table_options (&options, entries);
  if (!cli_parse (
          argc, argv, _ ("STUDY"),
          _ ("List the runs of a study: how each stands, its settings and the last measured values."),
          _ ("CSV and JSON have all settings and all values, by their names; the plain table and LaTeX a few "
             "values\n"
             "and those settings that are not the same in all runs.\n\n"
             "collapsar-cli runs losses.collapsar\n"
             "collapsar-cli runs losses.collapsar --csv > losses.csv"),
          entries, &rest)
      || !cli_table_check (&options))
    return CLI_USAGE;
  g_autoptr (Study) study = cli_study_open (rest, &code);
  return study == NULL ? code : print (study, &options);
}
