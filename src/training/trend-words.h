/* What runs showed of a trend, in plain words. */
#pragma once

#include "training/regime-comparison.h"

/* "3 variants × 2 to 3 seeds, all with run.epochs=20": how many of the comparison's variants have runs, of
 * how many seeds each at least and all of them together, and what they share beside it, "" for nothing;
 * translated, free with g_free. */
char *training_trained_words (
    const RegimeComparison *comparison, guint n_trained, guint least, guint n_seeds, const char *shared);
/* What is measured, and of a correlation what it is over; translated. */
const char *training_trend_quantity_title (const TrainingTrend *trend);
const char *training_trend_over_title (const TrainingTrend *trend);
/* "NC1 (train)", "Test accuracy", "Test accuracy over Source NC1"; translated, free with g_free. */
char *training_trend_axis_title (const TrainingTrend *trend);
/* The blocks that were tuned or read: "1, 2", "" for none; free with g_free. */
char *training_trend_point_blocks (const TrainingTrendPoint *point);
/* Where a point is: "2 layers", "at training error 0", "SGD, at the end"; translated, free with g_free. */
char *training_trend_point_words (const TrainingTrend *trend,
                                  const TrainingTrendPoint *point,
                                  const RegimeComparison *comparison);
/* "NC1 rose from 0.016 (No head) to 0.045 (3 layers), by a factor of 2.8 (95 % interval 2.1 to 3.7, n = 3
 * seeds): shown, as expected." Translated, whatever the verdict; of a trend over training in several
 * variants, the one that bears it least. Free with g_free. */
char *training_trend_words (const TrainingTrend *trend,
                            const TrainingTrendResult *result,
                            const RegimeComparison *comparison);
/* How it went, of that row: "rose by a factor of 2.8 (95 % interval 2.1 to 3.7, n = 3 seeds)"; NULL when
 * unmeasured. Free with g_free. */
char *training_trend_change_words (const TrainingTrend *trend,
                                   const TrainingTrendResult *result,
                                   const RegimeComparison *comparison);
