/* A study's table on stdout, in the form that options choose. */
#pragma once

#include "study/table.h"

typedef struct {
  gboolean csv, json, latex; /* none: to read */
} CliTableOptions;

#define CLI_TABLE_N_OPTIONS 3
/* Writes them into a command's options. */
void cli_table_options (CliTableOptions *options, GOptionEntry entries[CLI_TABLE_N_OPTIONS]);
/* FALSE after telling that there are two. */
gboolean cli_table_check (const CliTableOptions *options);
void cli_table_print (const StudyTable *table, const CliTableOptions *options);
