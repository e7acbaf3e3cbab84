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

/* Notes that sample `row` of class `fine` is of coarse class `coarse`, in coarse_of[fine], which is
 * G_MAXUINT32 before. A class whose samples disagree is a DATASET_ERROR_BAD_FILE that names `title`. */
gboolean dataset_labels_note_coarse (
    guint32 *coarse_of, guint32 fine, guint32 coarse, gsize row, const char *title, GError **error);

/* Gives a set the hierarchy noted; a class that no sample has shown is put into coarse class 0. coarse_names
 * are n_coarse, or NULL for "0", "1", ... */
void dataset_labels_set_coarse (Dataset *dataset,
                                const guint32 *coarse_of,
                                guint n_coarse,
                                const char *const *coarse_names);

/* The place of each text in `names` (from dataset_labels_names); free with g_free. A text that is not there
 * is a DATASET_ERROR_BAD_LABEL that names `title`, the sample and the text. */
guint32 *
dataset_labels_number (const GPtrArray *texts, const GPtrArray *names, const char *title, GError **error);
