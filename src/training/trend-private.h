/* What trends of the training and those of fine-tunings share. */
#pragma once

#include "training/trend.h"

/* Whether its changes are ratios: the quantity is one of scale, and all of the result's values bear it. */
gboolean training_trend_takes_ratio (const TrainingTrend *trend, const TrainingTrendResult *result);
/* Judges the row of n_points >= 2 points from the first-th on by rise or fall, and keeps its change. */
void training_trend_judge_row (
    const TrainingTrend *trend, guint first, guint n_points, gboolean ratio, TrainingTrendResult *result);
