/* The fine-tunings that a command is to make of a study's runs: which there are, and doing them. */
#pragma once

#include "study/study.h"
#include "training/regime-comparison.h"
#include "training/transfer.h"

/* One fine-tuning. */
typedef struct {
  const StudyRun *run;
  Regime *regime;        /* that of transfer_regime */
  StudyTransfer *result; /* what is known of it; its numbers once it is done */
  gboolean done;         /* they are there */
} CliTransfer;

/* Those that a plan makes of each run (GPtrArray of StudyRun, borrowed) as GPtrArray of CliTransfer, each
 * once, in the order of runs, epochs and of transfer_plan_expand; done where the study has them. NULL on
 * error. */
GPtrArray *cli_transfers_plan (Study *study, const GPtrArray *runs, const TransferPlan *plan, GError **error);
/* Those that a preset or file asks for in its [transfers], with more settings ("transfer.KEY=VALUE", NULL for
 * none): of a run those of the variant that it is by its settings. REGIME_ERROR_NOT_FOUND when no run is
 * one. */
GPtrArray *cli_transfers_plan_preset (
    Study *study, const GPtrArray *runs, const RegimeComparison *preset, char **settings, GError **error);
/* Those that some of a comparison's plans (bits) ask for, of runs that are its variants: variants[i] that of
 * the i-th. */
GPtrArray *cli_transfers_plan_variants (Study *study,
                                        const GPtrArray *runs,
                                        const guint *variants,
                                        const RegimeComparison *comparison,
                                        guint64 plans,
                                        GError **error);
/* Does those that are not done yet, run by run, as many at once as there are threads (0: cores), and stores
 * each as it ends. Returns an exit code. */
int cli_transfers_run (Study *study, const GPtrArray *transfers, guint threads);
