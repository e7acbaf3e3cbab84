/* Views of row-major matrices over memory that somebody else owns.
 *
 * A view is a value: copy it, cut rows or columns from it, pass it by value. `stride` is the distance between
 * the starts of two rows in elements, so a range of columns is a view too. */
#pragma once

#include <glib.h>

#define NUMERIC_DEFINE_MATRIX(Type, scalar, prefix)                                                          \
  typedef struct {                                                                                           \
    gsize rows;                                                                                              \
    gsize columns;                                                                                           \
    gsize stride; /* >= columns */                                                                           \
    scalar *data;                                                                                            \
  } Type;                                                                                                    \
                                                                                                             \
  /* A contiguous rows x columns view of data. */                                                            \
  static inline Type prefix (scalar *data, gsize rows, gsize columns)                                        \
  {                                                                                                          \
    return (Type){ rows, columns, columns, data };                                                           \
  }                                                                                                          \
                                                                                                             \
  /* Rows first .. first + count - 1. */                                                                     \
  static inline Type prefix##_rows (Type matrix, gsize first, gsize count)                                   \
  {                                                                                                          \
    return (Type){ count, matrix.columns, matrix.stride, matrix.data + first * matrix.stride };              \
  }                                                                                                          \
                                                                                                             \
  /* Columns first .. first + count - 1. */                                                                  \
  static inline Type prefix##_columns (Type matrix, gsize first, gsize count)                                \
  {                                                                                                          \
    return (Type){ matrix.rows, count, matrix.stride, matrix.data + first };                                 \
  }                                                                                                          \
                                                                                                             \
  /* The start of one row. */                                                                                \
  static inline scalar *prefix##_row (Type matrix, gsize row)                                                \
  {                                                                                                          \
    return matrix.data + row * matrix.stride;                                                                \
  }                                                                                                          \
                                                                                                             \
  /* `count` zeroed elements aligned to NUMERIC_ALIGNMENT; free with g_aligned_free. */                      \
  static inline scalar *prefix##_alloc (gsize count)                                                         \
  {                                                                                                          \
    return g_aligned_alloc0 (MAX (count, 1), sizeof (scalar), NUMERIC_ALIGNMENT);                            \
  }

/* Bytes; a cache line, and the widest vector register. */
#define NUMERIC_ALIGNMENT 64

NUMERIC_DEFINE_MATRIX (NumericMatrix32, float, numeric_matrix32)
NUMERIC_DEFINE_MATRIX (NumericMatrix64, double, numeric_matrix64)
