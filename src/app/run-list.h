/* CollapsarRunList: the runs of a study as rows of a table: a GListModel of CollapsarRunRow.
 *
 * While somebody looks ("active"), rows of runs that train are made anew at most twice a second; else when
 * somebody looks again. */
#pragma once

#include "app/run-row.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RUN_LIST (collapsar_run_list_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRunList, collapsar_run_list, COLLAPSAR, RUN_LIST, GObject)

/* Signal "changed": after rows were made anew. */
CollapsarRunList *collapsar_run_list_new (CollapsarStudy *study);
void collapsar_run_list_set_active (CollapsarRunList *self, gboolean active);

G_END_DECLS
