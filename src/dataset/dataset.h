/* Samples with class labels.
 *
 * A Dataset is immutable after it was made, reference-counted and safe to read from any thread. */
#pragma once

#include <gio/gio.h>

#include "numeric/matrix.h"

#define DATASET_ERROR (dataset_error_quark ())
GQuark dataset_error_quark (void);

typedef enum {
  DATASET_ERROR_NOT_FOUND,   /* no such source, folder or file */
  DATASET_ERROR_BAD_FILE,    /* truncated, lying or foreign contents; the message names file and field */
  DATASET_ERROR_BAD_LABEL,   /* a label outside 0 .. n_classes - 1 */
  DATASET_ERROR_BAD_REQUEST, /* a subset, size or grouping that the data cannot give */
} DatasetError;

/* What one sample is: an image of height x width x channels (channels last), or height = width = 1 for a
 * plain vector. dimension = height * width * channels. */
typedef struct {
  guint height, width, channels;
} DatasetShape;

typedef struct _Dataset Dataset;

struct _Dataset {
  char *name;  /* as in data.source, such as "digits" */
  char *title; /* for people, such as "Optical digits, train" */
  DatasetShape shape;
  NumericMatrix32 samples; /* n x dimension */
  guint32 *labels;         /* n, each < n_classes */
  guint n_classes;
  char **class_names;  /* n_classes, NULL-terminated */
  guint32 *coarse;     /* n_classes: the coarse class of each fine class; NULL where there is no hierarchy */
  char **coarse_names; /* NULL-terminated, or NULL */
  guint32 *fine;       /* n, each < n_fine: the class each sample has in truth; NULL where labels say that */
  guint n_fine;        /* 0 where fine is NULL */
  char **fine_names;   /* n_fine, NULL-terminated, or NULL */
  gsize *class_counts; /* n_classes */
  double *means;       /* dimension: what dataset_prepare took off each sample; NULL of a raw set */
  double scale;        /* and what it then divided them by */
  float *background;   /* dimension: what dataset_prepare has made of a raw 0; NULL for 0 itself */
  guint32 *rows;       /* n: of the raw set, that dataset_prepare made the samples of; NULL of a raw set */
  /*< private >*/
  gatomicrefcount references;
  void (*gone) (Dataset *dataset);
};

/* Takes samples (from numeric_matrix32_alloc, n x dimension) and labels (g_malloc). class_names is copied, or
 * NULL for "0", "1", ... Returns NULL with DATASET_ERROR_BAD_LABEL when a label is not below n_classes,
 * freeing both. */
Dataset *dataset_new (const char *name,
                      const char *title,
                      DatasetShape shape,
                      NumericMatrix32 samples,
                      guint32 *labels,
                      guint n_classes,
                      const char *const *class_names,
                      GError **error);
/* As made by dataset_new, with a hierarchy: coarse[k] < number of coarse_names. Only before the set is
 * shared. */
void dataset_set_coarse (Dataset *dataset, const guint32 *coarse, const char *const *coarse_names);
/* As made by dataset_new, with the classes that its labels hide, being coarser or random (dataset_prepare).
 * Takes fine (n values, g_malloc), each < number of fine_names. Only before the set is shared. */
void dataset_set_fine (Dataset *dataset, guint32 *fine, const char *const *fine_names);
/* A set of its own of n of the samples, by their indices, with all else that is known of them; n may be 0. */
Dataset *dataset_subset (const Dataset *dataset, const guint32 *indices, gsize n);
Dataset *dataset_ref (Dataset *dataset);
void dataset_unref (Dataset *dataset);
/* For who holds no reference: takes one, unless the last was let go of already. The set must not have been
 * freed yet, which DatasetGone tells of. */
gboolean dataset_try_ref (Dataset *dataset);
/* Called when the last reference was let go of, in that thread, before the set is freed. */
typedef void (*DatasetGone) (Dataset *dataset);
void dataset_set_gone (Dataset *dataset, DatasetGone gone);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dataset, dataset_unref)

gsize dataset_dimension (const Dataset *dataset);
/* Images of one or three channels, which can be shown; FALSE for plain vectors, and for what else there may
 * be.
 */
gboolean dataset_shape_is_image (DatasetShape shape);
