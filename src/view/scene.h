/* A moment of a run as the picture that plot draws: points, means, classifier and ghost on screen, and the
 * words around them. The window and the command line's figure share it.
 *
 * The projection is always that of the train split's class means, whichever split is shown, so that train and
 * test are seen from the same place. It is chained over the history's kept snapshots; a moment between them
 * is carried over from the kept one before it. So the picture of an epoch depends on the history alone, not
 * on how one came there. */
#pragma once

#include "collapse/projection.h"
#include "dataset/dataset.h"
#include "plot/scene.h"
#include "training/history.h"

typedef struct _ViewScene ViewScene;

/* The picture of a run; history is borrowed and must outlive it, data (for the class names) is ref'd. `style`
 * is the regime's place among those shown, for colour, dash and marker. */
ViewScene *view_scene_new (const TrainingHistory *history, const Dataset *data, guint style);
void view_scene_free (ViewScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewScene, view_scene_free)

/* The classes of the four-classes projection (as in collapse_projection_new_four; at first 0 to 3), and the
 * epoch whose axes are held, NAN for none: those of the kept snapshot at or before it. Both for the next
 * update. */
void view_scene_choose (ViewScene *scene, const guint32 classes[COLLAPSE_N_CHOSEN]);
void view_scene_hold (ViewScene *scene, double epoch);
/* The paths of the class means, at the kept snapshots of so many epochs before the one shown, on its axes, at
 * its centre and scale; 0 for none (at first), INFINITY for all. For the next update. */
void view_scene_trail (ViewScene *scene, double epochs);
/* What its note says at the end besides; NULL for nothing (at first). Copied. For the next update. */
void view_scene_remark (ViewScene *scene, const char *remark);
/* Of a fine-tuning: a moment of its source (NULL: none), whose axes VIEW_SCENE_SOURCE holds. A scene without
 * holds its own then. */
#define VIEW_SCENE_SOURCE (-1.0)
void view_scene_set_source (ViewScene *scene, TrainingSnapshot *source);
/* The frame (3 x n_axes) through which view_scene_plot sees the tour's axes where it is of their number; at
 * first, and for data == NULL, the balanced one. Copied. */
void view_scene_look_through (ViewScene *scene, NumericMatrix64 frame);

/* Four classes of two pairs: the two class means with the least angle between them, seen from the centre of
 * all, and of the others again the two with the least; for view_scene_choose. FALSE where there are fewer
 * than four. */
gboolean view_closest_classes (const CollapseMeans *means, guint32 classes[COLLAPSE_N_CHOSEN]);

/* Makes the picture of a snapshot (kept or of between two mini-batches; ref'd while shown). Cheap when
 * nothing changed since the last call. Returns TRUE when the picture is another one. Where there is no
 * projection (all class means coincide, a NaN), the scene has no points and its note says why. */
gboolean view_scene_update (ViewScene *scene,
                            TrainingSnapshot *snapshot,
                            TrainingSplit split,
                            CollapseProjectionKind kind);

/* What view_scene_update made; the arrays and words last until the next update. Without a snapshot: a scene
 * with the run's title and the classes alone. */
const PlotScene *view_scene_plot (ViewScene *scene);
/* The same on the projection's axes, n_axes numbers each, which are three but with the tour: to be looked at
 * through a frame (lens.h). */
const PlotScene *view_scene_coordinates (const ViewScene *scene);
/* What a scene on tour says of how much a frame holds; free with g_free. `share` as of
 * collapse_projection_frame_share; note is the one of view_scene_coordinates. */
char *view_scene_tour_note (const char *note, double share);
/* The projection in use, or NULL. */
const CollapseProjection *view_scene_projection (const ViewScene *scene);
/* The mean distance of the class means from their centre, in the features' own unit, which a scene shows as
 * 1: so of scenes side by side, what is larger and by how much. NAN without a projection. */
double view_scene_radius (const ViewScene *scene);
/* What a scene that is drawn `scale` times as large as by itself says of that, before its own note or where
 * there is no room for more than the scale; free with g_free. */
char *view_scene_scale_note (double scale, const char *note);
/* Where to look from at first: the ideal vertices furthest apart. */
PlotCamera view_scene_camera (const ViewScene *scene);
/* What is under the pointer in words: class, number of features, nearest other mean and the angle between
 * the two beside the ideal one; for a point its class, sample and prediction. NULL when nothing is. Free with
 * g_free. */
char *view_scene_describe_pick (const ViewScene *scene, PlotScenePick pick);
