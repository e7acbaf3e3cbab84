/* What the data set chooser shows of a data set: its classes, how many samples each has, and some of them.
 *
 * Made in a worker from the whole set, which is let go again: what is kept are bytes of a few samples,
 * bounded whatever the set. A preview is immutable and reference-counted. */
#pragma once

#include "dataset/dataset.h"
#include "training/regime.h"

G_BEGIN_DECLS

typedef struct {
  char *name;
  char *detail;          /* the coarse class it belongs to, or the fine classes it is made of; or NULL */
  gsize n_train, n_test; /* samples */
  guint n_shown;         /* of the training samples, `first` the first of them in the labelling's shades */
  gsize first;
} CollapsarDataClass;

/* The samples under one set of labels. */
typedef struct {
  gsize n_train, n_test;
  guint n_classes;
  CollapsarDataClass *classes;
  gsize most;     /* training samples of the largest class */
  guint8 *shades; /* samples shown x the preview's shape, channels last */
} CollapsarDataLabelling;

typedef struct {
  DatasetShape shape; /* of a sample as it is in the set */
  DatasetShape shown; /* of a sample in shades: large images are kept smaller, of long vectors some values */
  gboolean images;    /* else each value stands between its least and its greatest of the training set */
  guint n_coarse;
  CollapsarDataLabelling *raw;  /* as the set is */
  CollapsarDataLabelling *used; /* as the regime makes it; NULL when it cannot, and used_error says why */
  GError *used_error;
} CollapsarDataPreview;

/* Loads the regime's data.source: file work, and memory for the whole set while it lasts. Errors are those of
 * dataset_source_load. */
CollapsarDataPreview *collapsar_data_preview_new (const Regime *regime, GError **error);
CollapsarDataPreview *collapsar_data_preview_ref (CollapsarDataPreview *preview);
void collapsar_data_preview_unref (CollapsarDataPreview *preview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarDataPreview, collapsar_data_preview_unref)

/* The bytes of a class's sample, sample < n_shown. */
const guint8 *collapsar_data_preview_sample (const CollapsarDataPreview *preview,
                                             const CollapsarDataLabelling *labelling,
                                             guint k,
                                             guint sample);

G_END_DECLS
