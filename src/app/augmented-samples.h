/* A few training samples of a regime as its augmentation may draw them, for looking at. Knows no widgets;
 * made in a worker, as reading a data set takes its time. */
#pragma once

#include <gdk/gdk.h>

#include "training/regime.h"
#include "dataset/dataset.h"

#define COLLAPSAR_N_AUGMENTED 8

/* What samples are drawn from: a few of each class of the training set that the regime asks for, prepared
 * with it. NULL with the errors of regime_load_data and regime_prepare_data. */
Dataset *collapsar_sample_pool_new (const Regime *regime, GError **error);

/* Whether two regimes have the same pool. */
gboolean collapsar_sample_pool_is_same (const Regime *a, const Regime *b);

typedef struct {
  GdkTexture *images[COLLAPSAR_N_AUGMENTED]; /* all NULL when the data are no images */
  char *titles[COLLAPSAR_N_AUGMENTED];       /* the class, or the two that are mixed */
} CollapsarAugmentedSamples;

/* Drawn from `pool` as [augment] of the regime says, mixed as one mini-batch. The same `draw` takes the same
 * samples and the same random numbers, whatever the strengths; images about `size` pixels high. */
CollapsarAugmentedSamples *
collapsar_augmented_samples_new (const Regime *regime, const Dataset *pool, guint draw, guint size);
void collapsar_augmented_samples_free (CollapsarAugmentedSamples *samples);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarAugmentedSamples, collapsar_augmented_samples_free)
