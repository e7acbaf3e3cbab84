/* The augmentation that a regime asks for: from its [augment] keys to what dataset_augment does. */
#pragma once

#include "dataset/augment.h"
#include "training/regime.h"

/* The strengths of augment.level, those that are given one by one where it is custom; flip and mixup on top
 * of any level but none. */
DatasetAugmentation regime_augmentation (const Regime *regime);
