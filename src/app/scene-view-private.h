/* What the files of CollapsarSceneView share. */
#pragma once

#include "app/layer.h"
#include "app/projector.h"
#include "app/samples.h"
#include "app/scene-scale.h"
#include "app/scene-view.h"
#include "app/tween.h"
#include "view/lens.h"

struct _CollapsarSceneView {
  GtkWidget parent_instance;

  CollapsarSession *session;
  CollapsarCamera *camera;
  gboolean leads; /* the camera */
  CollapsarProjector *projector;
  CollapsarTween *tween;
  CollapsarTour *tour;
  ViewLens lens;
  char *tour_note;
  CollapsarSceneScale scale;
  double radius, unit;
  PlotScene scene; /* the tween's at its scale, in the run's present style */
  CollapseProjectionKind projection;
  TrainingSplit split;
  PlotSceneParts parts;
  guint trail_length; /* epochs; 0: all */
  gboolean orthographic;
  CollapsarSamples *samples;

  gint64 arrival; /* of the last picture */
  guint tick;
  guint turn, turns;
  gboolean eager;
  guint request_source;
  guint description_source;

  CollapsarLayer layer;

  gboolean hovering;
  double pointer_x, pointer_y;
  PlotScenePick pick;
  GdkTexture *image; /* of the sample at pick, or NULL */
};

/* The scene as it is drawn now; lasts until the next call. */
const PlotScene *collapsar_scene_view_present (CollapsarSceneView *self);
/* The camera as it sees now. */
PlotCamera collapsar_scene_view_present_camera (CollapsarSceneView *self);
gboolean collapsar_scene_view_is_on_tour (CollapsarSceneView *self);
/* What lies at (x, y). */
PlotScenePick collapsar_scene_view_pick_at (CollapsarSceneView *self, double x, double y);
/* What lies under the pointer now; while a run moves on, that changes without the pointer. */
void collapsar_scene_view_update_pick (CollapsarSceneView *self);
