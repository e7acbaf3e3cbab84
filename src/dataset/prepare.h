/* From a raw source to what a network is trained on: subset, grouping, standardisation. */
#pragma once

#include "dataset/dataset.h"
#include "numeric/random.h"

typedef struct {
  guint train;         /* training samples, drawn class-balanced as far as the data go; 0: all */
  guint test;          /* test samples; 0: all */
  const char *labels;  /* "fine", "coarse", or a grouping of fine classes such as "0,2,4,6|1,3|5,7,9|8" */
  const char *classes; /* "all", or a list such as "0-4,7": only these fine classes, renumbered in order */
  /* Training samples only, on the labels they have by then: */
  double imbalance;     /* label k of K keeps in proportion to imbalance^(-k/(K-1)); up to 1: as they are */
  double random_labels; /* share of labels drawn anew, each alike, from all; 0 .. 1 */
  const Dataset *like; /* a prepared set, to whose shape images are resized, and by whose means and scale they
                        * are standardised; NULL: as they are, by their own */
} DatasetRequest;

/* Replaces *train and *test (both as loaded by dataset_source_load) by what is asked for: classes, then size,
 * then labels, then imbalance (the exponential profile of Cao et al., NeurIPS 2019, arXiv 1906.07413; as many
 * samples are kept as the ratio allows, drawn at random), then random labels, then standardisation: each
 * pixel is centred by its mean over the training set, and all are divided by one scale, the root mean square
 * of the centred training values. `random` draws the subset; imbalance and random labels are drawn on streams
 * of their own below it. Where the labels are then not the kept fine classes themselves (coarse, a grouping,
 * random ones), both sets have those in Dataset.fine, renumbered in order. The sets that were there are
 * let go; where nobody else has one and all its samples are wanted, they are changed in place, not copied.
 * Errors: DATASET_ERROR_BAD_REQUEST with the offending word and what is allowed; *train and *test stay as
 * they were. */
gboolean dataset_prepare (
    Dataset **train, Dataset **test, const DatasetRequest *request, NumericRandom *random, GError **error);

/* Indices, rising, of the first per_class samples of each class (all of a smaller class): the watch set of a
 * snapshot. Returns an array of guint32. */
GArray *dataset_balanced_indices (const Dataset *dataset, guint per_class);
/* Indices, rising, of `per_class` samples of each class, drawn at random; more of them are those of fewer and
 * others. `random` is not advanced. DATASET_ERROR_BAD_REQUEST when a class has not so many. */
GArray *
dataset_draw_indices (const Dataset *dataset, guint per_class, const NumericRandom *random, GError **error);
