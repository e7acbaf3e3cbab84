/* IDX files (LeCun's format of MNIST): big-endian header 00 00 TYPE RANK, RANK sizes, then the values; plain
 * or gzip, told apart by their first bytes. */
#pragma once

#include "dataset/dataset.h"

/* Reads an array of unsigned bytes (type 0x08) of rank 1 to 4. sizes[0 .. rank - 1] and sizes past rank = 1.
 * Every lie is a DATASET_ERROR_BAD_FILE naming the file and what is wrong: short or long contents, another
 * type or rank, a size of 0, sizes whose product overflows or passes 1 GiB, a gzip stream that is broken or
 * followed by something. Memory is asked for only as far as the contents really go. Returns the bytes. */
GBytes *dataset_idx_read (GFile *file, guint expected_rank, guint32 sizes[4], GError **error);

/* Images (rank 3, values / maximum) with labels (rank 1) as a Dataset of n_classes (0: highest label + 1). */
Dataset *dataset_idx_read_pair (GFile *images,
                                GFile *labels,
                                const char *name,
                                const char *title,
                                float maximum,
                                guint n_classes,
                                const char *const *class_names,
                                GError **error);
