/* A comparison as a command makes it: every variant over several seeds, and what is fine-tuned of them. */
#pragma once

#include "cli/jobs.h"
#include "study/study.h"
#include "training/regime-comparison.h"

typedef struct {
  const char *argument; /* what named it; borrowed */
  RegimeComparison *regimes;
  guint n_seeds;
  GPtrArray *jobs;  /* of CliJob: [variant * n_seeds + seed]; NULL where a study has none */
  GArray *outcomes; /* of TransferOutcome: what its fine-tunings came to */
} CliComparison;

/* NULL after telling what is wrong with the argument, the settings or the seeds, which are those from each
 * variant's run.seed on. */
CliComparison *cli_comparison_new (const char *argument, char **set, guint n_seeds);
void cli_comparison_free (CliComparison *comparison);

/* Whether any of its trends is one of fine-tunings. */
gboolean cli_comparison_tunes (const CliComparison *comparison);

/* Trains all of these (GPtrArray of CliComparison), and then does the fine-tunings that their trends are
 * about. All of it is kept in the study at `path`; what is there already is not done again, and a run that
 * was not finished goes on. For NULL a study that is needed is made in a folder for temporary files, and
 * removed. Returns an exit code. */
int cli_comparisons_run (const GPtrArray *comparisons, guint threads, const char *path);

/* Takes runs and fine-tunings of studies instead, whatever their seeds: those that are its variants as they
 * are. Trains nothing. The seeds are those that any of the studies has, and may be more than n_seeds was.
 * FALSE after telling what is wrong, with the exit code. */
gboolean cli_comparison_read (CliComparison *comparison, char **paths, int *code);

/* Of its runs that there are, GPtrArray of TrainingHistory, borrowed; and how many of what these are, as
 * training_trained_words with what --set says: free with g_free. */
GPtrArray *cli_comparison_histories (const CliComparison *comparison);
char *cli_comparison_trained (const CliComparison *comparison, const char *shared);

/* What a trend of it came to. */
TrainingTrendResult *cli_comparison_measure (const CliComparison *comparison, guint trend);
