/* Which rows of a table a person wants to see, as typed: words, and conditions on columns.
 *
 *     adam digits              rows that have each of these words in one of their texts
 *     train_nc1 < 0.1          <, <=, >, >=, =, !=; of a text = and !=
 *     seed = 3 head.layers > 0 all of them together; "..." around what has blanks
 *
 * A column is called by its key or title; without "train_" and "run." it is found as well, where only one
 * such is. An undefined number fulfils no condition. */
#pragma once

#include "study/table.h"

#define STUDY_FILTER_ERROR (study_filter_error_quark ())
GQuark study_filter_error_quark (void);

typedef enum {
  STUDY_FILTER_ERROR_SYNTAX, /* a sign without its column or value */
  STUDY_FILTER_ERROR_COLUMN, /* no such column, or several */
  STUDY_FILTER_ERROR_VALUE,  /* not what the column holds */
} StudyFilterError;

typedef struct _StudyFilter StudyFilter;

/* For tables of the same columns as this one. An empty text wants all rows. */
StudyFilter *study_filter_new (const StudyTable *table, const char *text, GError **error);
void study_filter_free (StudyFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyFilter, study_filter_free)

/* Whether any of it is a word, which is looked for in all texts of a row. */
gboolean study_filter_has_words (const StudyFilter *filter);
gboolean study_filter_matches (const StudyFilter *filter, const StudyTable *table, guint row);
