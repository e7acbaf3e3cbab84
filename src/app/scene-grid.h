/* CollapsarSceneGrid: the scenes of a stage side by side, in up to three rows of three, each row filled, seen
 * through one camera or each through its own. A click on a scene, or Enter, selects its run. */
#pragma once

#include <gtk/gtk.h>

#include "app/scene-view.h"
#include "app/stage.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SCENE_GRID (collapsar_scene_grid_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSceneGrid, collapsar_scene_grid, COLLAPSAR, SCENE_GRID, GtkWidget)

/* Epochs that the paths of the class means go back at first. */
#define COLLAPSAR_TRAIL_LENGTH 30

/* Properties: "projection", "split", "parts", "trail-length", "orthographic", "all-samples" as of
 * CollapsarSceneView, of all; "trails" and "class-images" (boolean): two of the parts; "linked" (boolean,
 * TRUE at first): whether all have one camera; "common-scale" (boolean, FALSE at first): whether several
 * share the unit of the largest, or each has its own; "several" (boolean, read-only): whether there is more
 * than one. */

/* Once: whose scenes are shown. Before, and without runs, there is one empty scene. */
void collapsar_scene_grid_set_stage (CollapsarSceneGrid *self, CollapsarStage *stage);
guint collapsar_scene_grid_n_scenes (CollapsarSceneGrid *self);
CollapsarSceneView *collapsar_scene_grid_scene (CollapsarSceneGrid *self, guint place);
/* The selected run's, or the first. */
CollapsarSceneView *collapsar_scene_grid_selected (CollapsarSceneGrid *self);
/* The one tour of all scenes. */
CollapsarTour *collapsar_scene_grid_tour (CollapsarSceneGrid *self);
/* As collapsar_scene_view_choose, of all. */
void
collapsar_scene_grid_choose (CollapsarSceneGrid *self, const guint32 classes[COLLAPSE_N_CHOSEN], double hold);
/* Brings every camera back home. */
void collapsar_scene_grid_reset_view (CollapsarSceneGrid *self);

G_END_DECLS
