/* What a fine-tuning takes on one core, as those that are done have shown: of the same network; of others, by
 * how that compares with what training and measuring each of them took; and of a method that nothing is known
 * of, by the share of the network that has slopes. Training is taken to go with the samples that are passed,
 * measuring with those that are measured: few or all, 5 epochs or 100, are the same per sample within a few
 * tenths. It knows no widget and no file. */
#pragma once

#include "study/study.h"

/* A network that is fine-tuned. */
typedef struct {
  gint64 run; /* as StudyTransfer.run */
  guint n_blocks;
  double n_samples[TRAINING_N_SPLITS]; /* of its own data; NaN where they are not known */
  double n_classes;
  double train, measure; /* seconds of a sample in its own run; NaN where that was not measured */
} CollapsarTuningSource;

typedef struct _CollapsarTuningCosts CollapsarTuningCosts;

CollapsarTuningCosts *collapsar_tuning_costs_new (void);
void collapsar_tuning_costs_free (CollapsarTuningCosts *costs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarTuningCosts, collapsar_tuning_costs_free)

/* One of this source's that is done. */
void collapsar_tuning_costs_learn (CollapsarTuningCosts *costs,
                                   const CollapsarTuningSource *source,
                                   const StudyTransfer *done);
/* Seconds of one that is to be done, that is measured n_records times: training, measuring and all else. NaN
 * where nothing is known of its source. */
double collapsar_tuning_costs_estimate (const CollapsarTuningCosts *costs,
                                        const CollapsarTuningSource *source,
                                        const StudyTransfer *wanted,
                                        guint n_records);
