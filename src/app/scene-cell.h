/* CollapsarSceneCell: a scene with what belongs to its place in the grid: words while there is nothing to
 * draw, and, where it stands for a closed group, which of the seeds it is and buttons for the others. */
#pragma once

#include <adwaita.h>

#include "app/run-group.h"
#include "app/scene-view.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SCENE_CELL (collapsar_scene_cell_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSceneCell, collapsar_scene_cell, COLLAPSAR, SCENE_CELL, AdwBin)

/* Signal "seed" (CollapsarSession): another run of the group is asked for. */
GtkWidget *collapsar_scene_cell_new (void);
CollapsarSceneView *collapsar_scene_cell_scene (CollapsarSceneCell *self);
/* group: NULL where the run stands for itself; run: NULL for an empty scene. n_before: while the run waits
 * for cores, how many others do that come first. */
void collapsar_scene_cell_set_run (CollapsarSceneCell *self,
                                   CollapsarSession *run,
                                   CollapsarRunGroup *group,
                                   guint n_before);
/* What is said where there is nothing to draw, "" otherwise. */
const char *collapsar_scene_cell_words (CollapsarSceneCell *self);

G_END_DECLS
