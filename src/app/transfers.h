/* CollapsarTransfers: the fine-tunings of a study's runs; lives in the main thread.
 *
 * What the study's file has of them was read with it, in another thread; what is added since is in the list
 * as soon as it is stored. A run that is removed takes its fine-tunings with it, and brings them back. */
#pragma once

#include "app/session.h"
#include "study/transfer-table.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TRANSFERS (collapsar_transfers_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTransfers, collapsar_transfers, COLLAPSAR, TRANSFERS, GObject)

/* Signal "changed": the rows are others now; at most every 250 ms. */

/* Of these runs (GListModel of CollapsarSession), which is kept. */
CollapsarTransfers *collapsar_transfers_new (GListModel *runs);
/* Where they are kept, once; NULL: nowhere. */
void collapsar_transfers_set_store (CollapsarTransfers *self, CollapsarStore *store);

/* Array of StudyTransferRow, never changed: run by run in the list's order, each run's in the order in which
 * they were stored. Borrowed until the next "changed"; g_array_ref keeps it, and what its rows point to lives
 * as long as self. */
GArray *collapsar_transfers_rows (CollapsarTransfers *self);

G_END_DECLS
