/* CollapsarTransferProgress: how far a study's fine-tunings have come, with buttons to pause and to stop
 * them, and a card of the one in progress, whose eye lets a scene show it. It is seen while there are any. */
#pragma once

#include <gtk/gtk.h>

#include "app/study.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TRANSFER_PROGRESS (collapsar_transfer_progress_get_type ())
G_DECLARE_FINAL_TYPE (
    CollapsarTransferProgress, collapsar_transfer_progress, COLLAPSAR, TRANSFER_PROGRESS, GtkBox)

/* Once. */
void collapsar_transfer_progress_set_study (CollapsarTransferProgress *self, CollapsarStudy *study);

G_END_DECLS
