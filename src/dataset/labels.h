/* Labels as they stand in files of the user's (texts, or numbers that need not begin at 0) made classes.
 * Internal to the folder. */
#pragma once

#include "dataset/dataset.h"

/* The natural order of two names (pointers to const char *): runs of digits by their value, all else by its
 * bytes, so class2 before class10. The same in every locale. */
int dataset_labels_compare (gconstpointer a, gconstpointer b);

/* The distinct texts, sorted: as numbers where all are whole numbers, else in natural order. A
 * NULL-terminated array that owns its strings; the number of classes is its length less 1. */
GPtrArray *dataset_labels_names (const GPtrArray *texts);

/* The place of each text in `names` (from dataset_labels_names); free with g_free. A text that is not there
 * is a DATASET_ERROR_BAD_LABEL that names `title`, the sample and the text. */
guint32 *
dataset_labels_number (const GPtrArray *texts, const GPtrArray *names, const char *title, GError **error);
