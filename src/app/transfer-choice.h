/* CollapsarTransferChoice: what is looked at in the Transfer view: downstream task, labelled samples, layer.
 * It knows no widget. */
#pragma once

#include <gio/gio.h>

#include "app/transfer-task.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TRANSFER_CHOICE (collapsar_transfer_choice_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTransferChoice, collapsar_transfer_choice, COLLAPSAR, TRANSFER_CHOICE, GObject)

/* Properties (all notify): "source" (string, data.source of the runs that are looked at), "target" (string,
 * as of collapsar_transfer_task_key), "shots" (uint, labelled samples a class, 0: all), "layer" (uint, the
 * tuned layer that is looked at, 0: the best), "nc1" (string, "source" or "downstream": of which NC1 accuracy
 * is a function), "settings" (string, which of fine-tunings with other settings are shown, as in
 * ViewTransferOptions). source, target and settings are "" until something is chosen. */
CollapsarTransferChoice *collapsar_transfer_choice_new (void);
/* An action for each property, of the same name; free with g_object_unref. */
GSimpleActionGroup *collapsar_transfer_choice_actions (CollapsarTransferChoice *self);

const char *collapsar_transfer_choice_source (CollapsarTransferChoice *self);
const char *collapsar_transfer_choice_target (CollapsarTransferChoice *self);
guint collapsar_transfer_choice_shots (CollapsarTransferChoice *self);
guint collapsar_transfer_choice_layer (CollapsarTransferChoice *self);
const char *collapsar_transfer_choice_settings (CollapsarTransferChoice *self);
gboolean collapsar_transfer_choice_is_downstream (CollapsarTransferChoice *self);

/* As text to be remembered; free with g_free. Other text than such is ignored. */
char *collapsar_transfer_choice_to_text (CollapsarTransferChoice *self);
void collapsar_transfer_choice_from_text (CollapsarTransferChoice *self, const char *text);

G_END_DECLS
