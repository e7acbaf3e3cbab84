/* CollapsarMethodTable: what fine-tuning methods came to on one network, side by side: test accuracy with its
 * spread over draws, downstream NC1, what was trained, and how long that took. To be sorted, copied and
 * exported. */
#pragma once

#include <gtk/gtk.h>

#include "study/table.h"
#include "view/transfer.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_METHOD_TABLE (collapsar_method_table_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarMethodTable, collapsar_method_table, COLLAPSAR, METHOD_TABLE, GtkBox)

/* Property "chosen" (uint, to be read, notifies): the methods of the selected rows, a bit of each
 * TransferMethod; 0 without any.
 *
 * Signal "message" (string): what became of an export.
 *
 * Actions: "methods.copy", "methods.export" (string, "csv" or "tex"), "methods.sort" (string, a column's key)
 * and "methods.sort-descending". */

/* Array of ViewTransferMethod, copied. The same as before leave rows, selection and focus as they are. */
void collapsar_method_table_set (CollapsarMethodTable *self, const GArray *results);
/* Its rows (CollapsarMethodRow) in the order in which they stand, borrowed. */
GListModel *collapsar_method_table_rows (CollapsarMethodTable *self);
/* What Ctrl+C copies, in the order of the rows; free with g_free. */
char *collapsar_method_table_to_text (CollapsarMethodTable *self);
void collapsar_method_table_export_to (CollapsarMethodTable *self, GFile *file);

G_END_DECLS
