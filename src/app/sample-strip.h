/* CollapsarSampleStrip: some samples of one class. Images stand side by side, as many as there is room for;
 * of plain vectors the profiles lie over each other, their mean drawn bold. */
#pragma once

#include <gtk/gtk.h>

#include "app/data-preview.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SAMPLE_STRIP (collapsar_sample_strip_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSampleStrip, collapsar_sample_strip, COLLAPSAR, SAMPLE_STRIP, GtkWidget)

GtkWidget *collapsar_sample_strip_new (void);
/* Class k of a labelling of the preview; nothing when preview is NULL. */
void collapsar_sample_strip_show (CollapsarSampleStrip *self,
                                  CollapsarDataPreview *preview,
                                  const CollapsarDataLabelling *labelling,
                                  guint k);

G_END_DECLS
