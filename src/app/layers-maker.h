/* Makes what the Layers view shows of the runs on a stage in a thread: one at a time, and none where nothing
 * has changed that would be seen. */
#pragma once

#include "app/stage.h"
#include "view/layers.h"

typedef struct _CollapsarLayersMaker CollapsarLayersMaker;

/* Called in the default main context; takes the view. */
typedef void (*CollapsarLayersReady) (ViewLayers *view, gpointer user_data);

CollapsarLayersMaker *collapsar_layers_maker_new (CollapsarLayersReady ready, gpointer user_data);
/* ready is not called any more. */
void collapsar_layers_maker_free (CollapsarLayersMaker *maker);
/* Makes it of the runs that are drawn as scenes, as far as they have come. While one is being made, the next
 * is begun behind it. */
void collapsar_layers_maker_update (CollapsarLayersMaker *maker,
                                    CollapsarStage *stage,
                                    const ViewLayersOptions *options);
gboolean collapsar_layers_maker_is_working (const CollapsarLayersMaker *maker);
