/* CollapsarRunRow: a run as a row of the runs' table: its settings, how it stands and what it measured last,
 * as a StudyTable of one row that is made when it is asked for. */
#pragma once

#include "app/study.h"
#include "study/run-table.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RUN_ROW (collapsar_run_row_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRunRow, collapsar_run_row, COLLAPSAR, RUN_ROW, GObject)

/* Signal "changed": the table is another one. study: where the run it branched off is looked for. */
CollapsarRunRow *collapsar_run_row_new (CollapsarStudy *study, CollapsarSession *session);
CollapsarSession *collapsar_run_row_session (CollapsarRunRow *self);
const StudyTable *collapsar_run_row_table (CollapsarRunRow *self);
/* Forgets the table, and says so. */
void collapsar_run_row_invalidate (CollapsarRunRow *self);

/* One table of all rows of a list of CollapsarRunRow. */
StudyTable *collapsar_run_rows_table (GListModel *rows);

G_END_DECLS
