/* CollapsarRunsPage: the Runs view: a table of all runs of a study, to be sorted, filtered, compared, copied
 * and exported. */
#pragma once

#include <gtk/gtk.h>

#include "app/study.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RUNS_PAGE (collapsar_runs_page_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRunsPage, collapsar_runs_page, COLLAPSAR, RUNS_PAGE, GtkBox)

/* Signal "message" (string): what became of an export.
 *
 * Actions: "runs.compare" (two that are selected), "runs.copy", "runs.export" (string, "csv" or "tex"),
 * "runs.reset-columns", "runs.sort" (string, a column's key or ""), "runs.sort-descending". */

/* Once. */
void collapsar_runs_page_set_study (CollapsarRunsPage *self, CollapsarStudy *study);
/* To where a filter is typed. */
void collapsar_runs_page_find (CollapsarRunsPage *self);
/* To where the column is chosen by which they are sorted. */
void collapsar_runs_page_choose_order (CollapsarRunsPage *self);
/* Shows the runs that a filter wants (study/table-filter.h). */
void collapsar_runs_page_filter (CollapsarRunsPage *self, const char *text);
/* Columns and order, as text to be remembered; free with g_free. Other text than such is ignored. */
char *collapsar_runs_page_get_look (CollapsarRunsPage *self);
void collapsar_runs_page_set_look (CollapsarRunsPage *self, const char *look);
/* What Ctrl+C copies: the selected rows, or all that are seen, in the columns shown. Free with g_free. */
char *collapsar_runs_page_to_text (CollapsarRunsPage *self);
/* Writes the rows that are seen: as LaTeX in the columns shown, else as CSV in all. "message" tells the end.
 */
void collapsar_runs_page_export_to (CollapsarRunsPage *self, GFile *file);

G_END_DECLS
