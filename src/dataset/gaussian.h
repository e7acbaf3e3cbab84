/* A synthetic set of Gaussian classes in a two-level hierarchy: coarse centres, fine centres around them,
 * samples around those, all isotropic. */
#pragma once

#include "dataset/dataset.h"

typedef struct {
  guint coarse;         /* coarse classes, >= 1 */
  guint fine;           /* fine classes in each, >= 1; at most 4096 in all */
  guint dimension;      /* of a sample, >= 1 */
  guint train, test;    /* samples of each fine class */
  double coarse_spread; /* standard deviation of the coarse centres in each coordinate */
  double fine_spread;   /* of the fine centres around their coarse centre */
  double noise;         /* of the samples around their fine centre */
} DatasetGaussian;

#define DATASET_GAUSSIAN_DEFAULT                                                                             \
  (DatasetGaussian)                                                                                          \
  {                                                                                                          \
    .coarse = 3, .fine = 3, .dimension = 32, .train = 100, .test = 25, .coarse_spread = 1.0,                 \
    .fine_spread = 0.6, .noise = 1.0                                                                         \
  }

/* Same parameters and seed, same samples. Fine class k belongs to coarse class k / fine. */
gboolean dataset_gaussian (
    const DatasetGaussian *parameters, guint64 seed, Dataset **train, Dataset **test, GError **error);
