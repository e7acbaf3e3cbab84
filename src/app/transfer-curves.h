/* CollapsarTransferCurves: two cards: how the test accuracy and the downstream NC1 of fine-tunings went,
 * epoch by epoch, of those that are stored and of the one in progress. They are not seen where none was
 * measured between before and after. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "view/transfer-curves.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TRANSFER_CURVES (collapsar_transfer_curves_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTransferCurves, collapsar_transfer_curves, COLLAPSAR, TRANSFER_CURVES, GtkBox)

/* Those of a store (GPtrArray of StudyTransfer), whose epochs are read in another thread and kept as long as
 * they are shown; the store may be NULL without any. live: the one in progress, NULL for none. chosen: the
 * methods that are looked at, a bit of each TransferMethod, 0 for all; the others are grey. */
void collapsar_transfer_curves_show (CollapsarTransferCurves *self,
                                     CollapsarStore *store,
                                     const GPtrArray *tunings,
                                     CollapsarSession *live,
                                     guint chosen);
/* What is on screen, until the next draw; NULL before anything is shown. */
const ViewTransferCurves *collapsar_transfer_curves_view (CollapsarTransferCurves *self);

G_END_DECLS
