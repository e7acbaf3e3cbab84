#include "cli/table.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

void
cli_table_options (CliTableOptions *options, GOptionEntry entries[CLI_TABLE_N_OPTIONS])
{
  const GOptionEntry own[CLI_TABLE_N_OPTIONS] = {
    { "csv", 'c', 0, G_OPTION_ARG_NONE, &options->csv, N_ ("print CSV (RFC 4180)"), NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json, N_ ("print one JSON object a line"), NULL },
    { "latex", 'l', 0, G_OPTION_ARG_NONE, &options->latex, N_ ("print a tabular for LaTeX (booktabs)"),
      NULL },
  };
  memcpy (entries, own, sizeof own);
}

gboolean
cli_table_check (const CliTableOptions *options)
{
  if (options->csv + options->json + options->latex <= 1)
    return TRUE;
  cli_complain (_ ("one of --csv, --json and --latex at most"));
  return FALSE;
}

void
cli_table_print (const StudyTable *table, const CliTableOptions *options)
{
  g_autofree char *text = options->csv     ? study_table_to_csv (table)
                          : options->json  ? study_table_to_json (table)
                          : options->latex ? study_table_to_latex (table)
                                           : study_table_to_text (table);
  fputs (text, stdout);
}
