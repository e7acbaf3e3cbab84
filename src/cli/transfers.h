/* The fine-tunings that a command is to make of a study's runs: which there are, and doing them. */
#pragma once

#include "study/study.h"
#include "training/transfer.h"

typedef struct {
  char **methods; /* of transfer.method; NULL: probe, layer, scl and full */
  char **blocks;  /* numbers and "all"; NULL: the last */
  char **shots;   /* numbers and "all"; NULL: all */
  char *target;   /* NULL: that of the run's regime */
  char **set;     /* "transfer.key=value"; NULL for none */
  int seeds;      /* from transfer.seed on */
  int epoch;      /* whose weights; -1: the last */
} CliTransferOptions;

/* One fine-tuning. */
typedef struct {
  const StudyRun *run;
  Regime *regime;        /* that of transfer_regime */
  StudyTransfer *result; /* what is known of it; its numbers once it is done */
  gboolean done;         /* they are there */
} CliTransfer;

/* Those that the options ask for of each run (GPtrArray of StudyRun, borrowed), as GPtrArray of CliTransfer,
 * in the order of runs, methods, blocks, shots and seeds; done where the study has them. NULL on error. */
GPtrArray *
cli_transfers_plan (Study *study, const GPtrArray *runs, const CliTransferOptions *options, GError **error);
/* Does those that are not done yet, run by run, as many at once as there are threads (0: cores), and stores
 * each as it ends. Returns an exit code. */
int cli_transfers_run (Study *study, const GPtrArray *transfers, guint threads);
