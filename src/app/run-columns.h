/* CollapsarRunColumns: the columns of the runs' table: those of study_run_table_new that are wanted, each
 * with its cells and its order. Shown are those that the table shows to people (settings that differ, the
 * main values), unless the person chose otherwise. */
#pragma once

#include <gtk/gtk.h>

#include "app/run-row.h"

G_BEGIN_DECLS

typedef struct _CollapsarRunColumns CollapsarRunColumns;

/* For a view of CollapsarRunRow, which is to live longer. */
CollapsarRunColumns *collapsar_run_columns_new (GtkColumnView *view);
void collapsar_run_columns_free (CollapsarRunColumns *self);

/* What may be shown of these runs: settings that differ come, those that do not any more go. Takes the table.
 */
void collapsar_run_columns_set_table (CollapsarRunColumns *self, StudyTable *all);
/* Of all runs; NULL before it was set. */
const StudyTable *collapsar_run_columns_table (CollapsarRunColumns *self);

/* Whether there is anything in the column that is worth a choice. */
gboolean collapsar_run_columns_is_offered (CollapsarRunColumns *self, guint column);
gboolean collapsar_run_columns_is_shown (CollapsarRunColumns *self, guint column);
/* As the person wants it from now on. */
void collapsar_run_columns_show (CollapsarRunColumns *self, guint column, gboolean shown);
/* As if no choice had been made. */
void collapsar_run_columns_reset (CollapsarRunColumns *self);
/* "Learning rate", "NC1 (train)" */
const char *collapsar_run_columns_title (CollapsarRunColumns *self, guint column);
/* "0.05", "87.2 %": a cell as it is shown; free with g_free. */
char *collapsar_run_columns_cell (CollapsarRunColumns *self, guint column, CollapsarRunRow *row);

/* Sorts by a column that is shown, NULL: by none. */
void collapsar_run_columns_sort (CollapsarRunColumns *self, const char *key, gboolean descending);
/* The key of the column it is sorted by, "" for none; descending may be NULL. */
const char *collapsar_run_columns_sorted (CollapsarRunColumns *self, gboolean *descending);

/* Choices and order, as text to be remembered; free with g_free. Other text than such is ignored. */
char *collapsar_run_columns_get_look (CollapsarRunColumns *self);
void collapsar_run_columns_set_look (CollapsarRunColumns *self, const char *look);

G_END_DECLS
