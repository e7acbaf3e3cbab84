/* Arrays for NumPy: an .npz archive of .npy files (version 1.0), stored as numpy.savez does, to
 * the last byte; members and archives beyond 4 GiB by ZIP64.
 *
 * A file is written under a name of its own beside the one it is to have, and put in its place at the end:
 * whatever fails, what was there stays. */
#pragma once

#include <glib.h>

typedef enum {
  DATASET_NPY_FLOAT32,
  DATASET_NPY_FLOAT64,
  DATASET_NPY_INT32,
  DATASET_NPY_INT64,
} DatasetNpyType;

/* Of any rank; the last dimension runs fastest. */
typedef struct {
  DatasetNpyType type;
  guint rank;         /* 0: a single value; at most 32, as in NumPy */
  const gsize *sizes; /* `rank` of them; may be 0 */
} DatasetNpyShape;

typedef struct _DatasetNpzWriter DatasetNpzWriter;

/* Every error below is a G_FILE_ERROR that names `path`, but for those that were given as BAD_REQUEST. */
DatasetNpzWriter *dataset_npz_writer_new (const char *path, GError **error);
/* Begins an array, which is then given in pieces. DATASET_ERROR_BAD_REQUEST when the one before is not
 * complete, when there is one of that name, or when the sizes overflow. `name` is ASCII
 * without ".npy". */
gboolean dataset_npz_writer_begin (DatasetNpzWriter *writer,
                                   const char *name,
                                   const DatasetNpyShape *shape,
                                   GError **error);
/* The next `count` values of the array's type; DATASET_ERROR_BAD_REQUEST when they are too many. */
gboolean
dataset_npz_writer_append (DatasetNpzWriter *writer, gconstpointer values, gsize count, GError **error);
/* A whole array at once. */
gboolean dataset_npz_writer_add (DatasetNpzWriter *writer,
                                 const char *name,
                                 const DatasetNpyShape *shape,
                                 gconstpointer values,
                                 GError **error);
/* Ends the archive and puts it in its place; DATASET_ERROR_BAD_REQUEST when the last array is not complete.
 */
gboolean dataset_npz_writer_finish (DatasetNpzWriter *writer, GError **error);
/* Without dataset_npz_writer_finish nothing stays. */
void dataset_npz_writer_free (DatasetNpzWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DatasetNpzWriter, dataset_npz_writer_free)
