/* Augmentation: a sample drawn anew from a sample, each time it is trained on.
 *
 * Images are moved, turned and so on as they were before dataset_prepare centred each pixel: what comes in at
 * the border is a raw 0 (Dataset's background), as if the raw image had been moved and then standardised.
 * Plain vectors, whose values have no neighbours, get noise and mixup only. */
#pragma once

#include "dataset/dataset.h"
#include "numeric/random.h"

/* Strengths; 0 is off. Each is drawn anew for every sample, evenly from its range. */
typedef struct {
  double shift;    /* share of the side: moved by up to so much along each axis, in whole pixels (rounded, as
                      torchvision's RandomAffine does) */
  double flip;     /* probability of the mirror image, left for right */
  double rotation; /* degrees: turned about the middle by -rotation .. rotation */
  double scale;    /* share: enlarged about the middle by 1 - scale .. 1 + scale; below 1 */
  double noise;  /* standard deviation of normal noise on each value, of standardised data, whose own is 1 */
  double cutout; /* side of a square about a drawn pixel, as a share of the shorter side, that is set to the
                    training set's mean (DeVries, Taylor 2017, arXiv 1708.04552) */
  double mixup;  /* alpha: mini-batches are mixed by a share from Beta (alpha, alpha) (Zhang, Cisse, Dauphin,
                    Lopez-Paz 2018, arXiv 1710.09412); by dataset_mixup, dataset_augment leaves it out */
} DatasetAugmentation;

typedef enum {
  DATASET_AUGMENT_NONE,
  DATASET_AUGMENT_WEAK,   /* shift */
  DATASET_AUGMENT_STRONG, /* shift, rotation, scale, noise and cutout */
} DatasetAugmentLevel;

/* The strengths of a level. No level flips, as the mirror image of a digit is no digit, or mixes up. */
DatasetAugmentation dataset_augmentation_for_level (DatasetAugmentLevel level);

/* Writes a sample (its index in data, which dataset_prepare made) as augmented by numbers from `random`, of
 * which every call takes equally many for the same shape and noise; out has dataset_dimension values. Safe
 * from any thread. */
void dataset_augment (const DatasetAugmentation *augmentation,
                      const Dataset *data,
                      gsize sample,
                      float *out,
                      NumericRandom *random);

/* Mixes every row with the one as far from the other end: row i becomes share * row i + (1 - share) * row
 * n - 1 - i, all from the rows as they were. */
void dataset_mixup (NumericMatrix32 rows, double share);
