/* Trends as they were measured, as tables: to read, for a README, for programs. */
#pragma once

#include "training/regime-comparison.h"

typedef enum {
  CLI_TABLE_PLAIN,
  CLI_TABLE_MARKDOWN,
  CLI_TABLE_CSV,
  CLI_TABLE_JSON,
} CliTable;

/* What stands above the first comparison. */
void cli_trend_table_begin (CliTable table);
/* One comparison; results are those of its trends. `argument` is what named it. */
void cli_trend_table_add (CliTable table,
                          const char *argument,
                          const RegimeComparison *comparison,
                          TrainingTrendResult *const *results);
