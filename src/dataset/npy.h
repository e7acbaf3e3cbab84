/* Arrays in NumPy's .npy format, versions 1.0 to 3.0 (numpy.lib.format: magic, version, length, a Python dict
 * with descr, fortran_order and shape, then the values). Internal to the folder. */
#pragma once

#include "dataset/dataset.h"

#define DATASET_NPY_RANK 4

typedef struct {
  GBytes *bytes;
  const guint8 *values;
  guint rank;                    /* 1 to 4 */
  gsize sizes[DATASET_NPY_RANK]; /* those past the rank are 1 */
  gsize count;                   /* their product, at least 1 */
  char kind;                     /* 'b' bool, 'u' unsigned, 'i' signed, 'f' floating */
  guint item;                    /* bytes a value: 1, 2, 4, 8 */
  gboolean big_endian, fortran_order;
} DatasetNpy;

/* Takes an array of bool, u1 to u8, i1 to i8, f2, f4 or f8, of either byte order, in C or Fortran order.
 * Every lie is a DATASET_ERROR_BAD_FILE that names `name`: header, type, rank, a size of 0, sizes that
 * overflow or pass 2^28 values, contents shorter or longer than promised. On error *array is left as it was.
 */
gboolean dataset_npy_parse (DatasetNpy *array, GBytes *bytes, const char *name, GError **error);

/* Value `index` (< count), the last dimension running fastest whatever the order in the file. Whole numbers
 * beyond 2^53 are rounded. */
double dataset_npy_value (const DatasetNpy *array, gsize index);

void dataset_npy_clear (DatasetNpy *array);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DatasetNpy, dataset_npy_clear)
