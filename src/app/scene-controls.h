/* How a scene is turned, zoomed and panned with pointer and keys: everything acts on the view's camera. */
#pragma once

#include "app/scene-view.h"

/* Adds the gestures. */
void collapsar_scene_controls_add (CollapsarSceneView *view);
/* Installs the actions and their keys. */
void collapsar_scene_controls_install (GtkWidgetClass *widget_class);
