#include "cli/cli.h"
#include "cli/progress.h"
#include "cli/study.h"
#include "cli/table.h"

#include "study/run-table.h"
#include "study/transfer-table.h"

#include <glib/gi18n.h>

/* As training prints them. */
static void
print_json (const char *name, const GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    cli_print_record (g_ptr_array_index (records, i), name);
}

static int
print (Study *study, const GPtrArray *runs, CliTableOptions *options)
{
  g_autoptr (StudyTable) table = study_epoch_table_new ();
  for (guint i = 0; i < runs->len; i++) {
    g_autoptr (GError) error = NULL;
    const StudyRun *run = g_ptr_array_index (runs, i);
    g_autoptr (GPtrArray) records = study_records (study, run->id, &error);
    if (records == NULL) {
      cli_complain ("%s", error->message);
      return cli_code_of (error);
    }
    if (options->json)
      print_json (run->name, records);
    else
      study_epoch_table_add (table, run->name, records);
  }
  if (!options->json)
    cli_table_print (table, options);
  return CLI_DONE;
}

static gboolean
add_transfers (StudyTable *table, Study *study, const GArray *rows, GError **error)
{
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransferRow *row = &g_array_index (rows, StudyTransferRow, i);
    g_autoptr (GPtrArray) records = study_transfer_records (study, row->transfer->id, error);
    if (records == NULL)
      return FALSE;
    study_transfer_epoch_table_add (table, row, records);
  }
  return TRUE;
}

static int
print_transfers (Study *study, const GPtrArray *runs, CliTableOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) transfers = study_transfers (study, &error);
  g_autoptr (GArray) rows = transfers == NULL ? NULL : study_transfer_rows (study, runs, transfers, &error);
  g_autoptr (StudyTable) table = study_transfer_epoch_table_new ();
  if (rows == NULL || !add_transfers (table, study, rows, &error)) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  cli_table_print (table, options);
  return CLI_DONE;
}

int
cli_epochs (int argc, char **argv)
{
  CliTableOptions options = { 0 };
  g_auto (GStrv) rest = NULL;
  g_auto (GStrv) names = NULL;
  gboolean transfers = FALSE;
  GOptionEntry entries[2 + CLI_TABLE_N_OPTIONS + 1]
      = { { "regime", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &names,
            N_ ("only the run of that name; may be repeated"), N_ ("NAME") },
          { "transfers", 0, 0, G_OPTION_ARG_NONE, &transfers,
            N_ ("list instead the epochs of each fine-tuning; how many were measured says "
                "transfer.metrics-every"),
            NULL } };
  int code;
  cli_table_options (&options, entries + 2);
  if (!cli_parse (argc, argv, _ ("STUDY"),
                  _ ("List the epochs of a study that were measured: one row for each split and layer."),
                  _ ("JSON lines are those that train --json prints. The plain table and LaTeX have a few of "
                     "the\n"
                     "values.\n\n"
                     "collapsar-cli epochs losses.collapsar --regime “Losses: Focal”\n"
                     "collapsar-cli epochs losses.collapsar --csv > epochs.csv"),
                  entries, &rest)
      || !cli_table_check (&options))
    return CLI_USAGE;
  g_autoptr (Study) study = cli_study_open (rest, &code);
  if (study == NULL)
    return code;
  g_autoptr (GPtrArray) runs = cli_study_runs (study, names, &code);
  if (runs == NULL)
    return code;
  return transfers ? print_transfers (study, runs, &options) : print (study, runs, &options);
}
