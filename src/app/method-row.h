/* CollapsarMethodRow: what one fine-tuning method came to on one network, over its draws. Immutable. */
#pragma once

#include <glib-object.h>

#include "study/table.h"
#include "view/transfer.h"

G_BEGIN_DECLS

typedef enum {
  COLLAPSAR_METHOD_NAME,
  COLLAPSAR_METHOD_ACCURACY,
  COLLAPSAR_METHOD_N,
  COLLAPSAR_METHOD_NC1,
  COLLAPSAR_METHOD_SHARE,
  COLLAPSAR_METHOD_SECONDS,
  COLLAPSAR_N_METHOD_COLUMNS
} CollapsarMethodColumn;

#define COLLAPSAR_TYPE_METHOD_ROW (collapsar_method_row_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarMethodRow, collapsar_method_row, COLLAPSAR, METHOD_ROW, GObject)

CollapsarMethodRow *collapsar_method_row_new (const ViewTransferMethod *result);
TransferMethod collapsar_method_row_method (CollapsarMethodRow *self);
/* The method's place in the order of TransferMethod, the mean accuracy, and so on; NaN for none. */
double collapsar_method_row_value (CollapsarMethodRow *self, CollapsarMethodColumn column);
/* A cell as Pango markup: "SCL FT", "<b>91.7</b> ± 0.4 %"; free with g_free. */
char *collapsar_method_row_cell (CollapsarMethodRow *self, CollapsarMethodColumn column);
/* "layer 2 + skip + classifier"; free with g_free. */
char *collapsar_method_row_tuned (CollapsarMethodRow *self);
/* All of it in one line, for a screen reader; free with g_free. */
char *collapsar_method_row_describe (CollapsarMethodRow *self);

/* Its columns, with test NC1 beside the other, and its row in such a table. */
void collapsar_method_row_add_heading (StudyTable *table);
void collapsar_method_row_add_to (CollapsarMethodRow *self, StudyTable *table);

G_END_DECLS
