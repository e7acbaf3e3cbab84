/* A study's fine-tunings as what a comparison's trends are measured on. */
#pragma once

#include "study/transfer-table.h"
#include "training/transfer-trend.h"

/* A run that is a comparison's variant. */
typedef struct {
  gint64 run; /* as StudyTransfer.run */
  guint variant, seed;
  Regime *regime; /* as it was trained */
} StudyPlacedRun;

/* Array of TransferOutcome: of the rows (array of StudyTransferRow) those that are of these runs and that one
 * of the comparison's plans asks for. Takes milliseconds for each run. */
GArray *study_transfer_outcomes (const GArray *rows,
                                 const RegimeComparison *comparison,
                                 const StudyPlacedRun *runs,
                                 guint n_runs);
