/* CollapsarLayersPage: the Layers view: tool row and cards. */
#pragma once

#include <gtk/gtk.h>

#include "app/layers-view.h"
#include "app/stage.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_LAYERS_PAGE (collapsar_layers_page_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarLayersPage, collapsar_layers_page, COLLAPSAR, LAYERS_PAGE, GtkBox)

/* Signal "message" (string): what was done. */
void collapsar_layers_page_set_stage (CollapsarLayersPage *self, CollapsarStage *stage);
void collapsar_layers_page_set_session (CollapsarLayersPage *self, CollapsarSession *session);
/* The action behind its drop-down: layer-metric (a string: view_layers_metric_keys). Train and test are those
 * of the action test-split, which the scenes share. */
void collapsar_layers_page_add_actions (CollapsarLayersPage *self, GActionMap *map);
/* What is shown, as text to be remembered; free with g_free. Other text than such is ignored. */
char *collapsar_layers_page_get_look (CollapsarLayersPage *self);
void collapsar_layers_page_set_look (CollapsarLayersPage *self, const char *look);
TrainingLayerMetric collapsar_layers_page_get_metric (CollapsarLayersPage *self);
CollapsarLayersView *collapsar_layers_page_cards (CollapsarLayersPage *self);

G_END_DECLS
