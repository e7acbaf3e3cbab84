/* Trends of fine-tunings: what collapse does to transfer, and whether the runs showed it.
 *
 * A trend of fine-tunings is about those of some of a comparison's plans (transfer-plan.h), of some methods,
 * at one number of shots. Of each source the last epoch counts, except over its epochs.
 *
 * - A row, over variants, epochs of the source, layers or methods, rises or falls, judged as a row of the
 *   training is (trend.h): on differences paired over the sources' seeds.
 * - A row peaks when a point between its ends is above the first and above the last, and ends below its best
 *   when a point before the last is above it. Which point that is, is for each seed the one that is best on
 *   the mean of the other seeds, so that what is chosen is not what is judged. A peak that is clearly below
 *   one of the ends is the opposite. It takes two seeds.
 * - Over NC1 there is no row but a correlation: Pearson's r of the quantity with log NC1, over a point for
 *   each variant, method, block and number of shots, which is the mean over the seeds; its interval is the
 *   bootstrap's over the points (collapse/correlation.h). It is shown when the interval lies on the side
 *   expected.
 *
 * Where a method was done at several blocks, a point of it is for each seed at the block whose test accuracy
 * is best on the mean of the other seeds. Fine-tunings of one source that differ in their own seed alone are
 * averaged first, NC1 as its logarithm. */
#pragma once

#include "training/regime-comparison.h"
#include "training/transfer.h"

/* What one fine-tuning came to, and where it stands in a comparison. */
typedef struct {
  guint variant, seed; /* of the comparison's runs; the seed by its index */
  guint64 plans;       /* bits: those of the comparison's plans that it is of */
  guint epoch;         /* of the source */
  gboolean last;       /* which is the source's last */
  TransferMethod method;
  gint block;  /* -1: none */
  guint shots; /* 0: all */
  double values[TRANSFER_N_QUANTITIES];
} TransferOutcome;

/* Measures a trend of fine-tunings on outcomes (array of TransferOutcome, in any order). A correlation takes
 * some milliseconds. */
TrainingTrendResult *
transfer_trend_measure (const TrainingTrend *trend, const GArray *outcomes, guint n_seeds);
