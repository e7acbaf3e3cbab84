/* CollapsarPresetPicture: what small runs of a preset came to (view/gallery.h), in the colours of the
 * desktop's style. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_PRESET_PICTURE (collapsar_preset_picture_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarPresetPicture, collapsar_preset_picture, COLLAPSAR, PRESET_PICTURE, GtkWidget)

/* Reads the bundled file of a preset in another thread; one that has none stays empty. */
void collapsar_preset_picture_load (CollapsarPresetPicture *self, const char *preset);
/* Whether there is something to see. */
gboolean collapsar_preset_picture_is_loaded (CollapsarPresetPicture *self);

G_END_DECLS
