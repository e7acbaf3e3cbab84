/* CollapsarTransferPage: the Transfer view: what the networks of a study are worth on another task: NC1
 * against transfer accuracy, fine-tuning methods, few labels, layer by layer. */
#pragma once

#include <gtk/gtk.h>

#include "app/stage.h"
#include "app/transfer-choice.h"
#include "view/transfer.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TRANSFER_PAGE (collapsar_transfer_page_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTransferPage, collapsar_transfer_page, COLLAPSAR, TRANSFER_PAGE, GtkBox)

/* Signal "message" (string): what became of an export or of an evaluation.
 *
 * Action "page.other-data". Those of its choice (collapsar_transfer_choice_actions) are the window's, as
 * "transfer.NAME". */

/* Once: the runs that are seen, and their study. */
void collapsar_transfer_page_set_stage (CollapsarTransferPage *self, CollapsarStage *stage);
/* Two cards beside each other where the view is as wide as that takes. */
void collapsar_transfer_page_fit (CollapsarTransferPage *self, int width);
CollapsarTransferChoice *collapsar_transfer_page_choice (CollapsarTransferPage *self);
/* What is on screen; NULL when there is nothing. It never changes: ref it to keep it. */
ViewTransfer *collapsar_transfer_page_view (CollapsarTransferPage *self);
/* Whether some of it is seen epoch by epoch. */
gboolean collapsar_transfer_page_has_epochs (CollapsarTransferPage *self);

G_END_DECLS
