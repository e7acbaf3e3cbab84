/* CollapsarAugmentationPreview: eight training samples as a regime's augmentation may draw them, with a
 * button that draws others. */
#pragma once

#include <gtk/gtk.h>

#include "training/regime.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_AUGMENTATION_PREVIEW (collapsar_augmentation_preview_get_type ())
G_DECLARE_FINAL_TYPE (
    CollapsarAugmentationPreview, collapsar_augmentation_preview, COLLAPSAR, AUGMENTATION_PREVIEW, GtkBox)

/* Signal "shown" (): the pictures, or the words in their place, are those of what was last asked for. Action
 * "preview.draw" draws others. */
GtkWidget *collapsar_augmentation_preview_new (void);
/* Shows samples of this regime, as it is now, as soon as they are drawn and the widget is seen; data are read
 * in a worker, and only when other data than before are asked for. */
void collapsar_augmentation_preview_show (CollapsarAugmentationPreview *self, const Regime *regime);

G_END_DECLS
