/* CollapsarLayersView: the layers of runs, the angles between their classes and the singular values of their
 * means, at the stage's one epoch: cards of heat maps and charts, a row of them for each run that is drawn as
 * a scene. They are made in a thread (view/layers.h), and shown one card a frame. */
#pragma once

#include <gtk/gtk.h>

#include "app/stage.h"
#include "view/layers.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_LAYERS_VIEW (collapsar_layers_view_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarLayersView, collapsar_layers_view, COLLAPSAR, LAYERS_VIEW, GtkWidget)

/* Properties: "metric" (uint, TrainingLayerMetric) and "split" (uint, TrainingSplit). Signal "message"
 * (string): what was done. */
void collapsar_layers_view_set_stage (CollapsarLayersView *self, CollapsarStage *stage);
/* The run whose cursor a click on an epoch moves. */
void collapsar_layers_view_set_session (CollapsarLayersView *self, CollapsarSession *session);
/* What is shown, ref'd by the caller who keeps it; NULL while nothing is. */
ViewLayers *collapsar_layers_view_get_view (CollapsarLayersView *self);
/* Whether all that has changed is on screen. */
gboolean collapsar_layers_view_is_settled (CollapsarLayersView *self);

G_END_DECLS
