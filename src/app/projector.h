/* Turns snapshots into pictures ready for the screen in a thread of its own: no LAPACK in the window's.
 *
 * Only the newest request counts. The thread keeps a ViewScene and a history of its own, fed with the same
 * immutable records and kept snapshots, so that it shares nothing that changes with the window. */
#pragma once

#include "view/scene.h"

/* One picture: immutable, reference-counted; plot's arrays and words are its own. */
typedef struct {
  PlotScene plot;
  PlotCamera home; /* where its ideal vertices are furthest apart */
  double radius;   /* of the class means: view_scene_radius */
  TrainingSnapshot *snapshot;
  TrainingSplit split;
  CollapseProjectionKind kind;
  guint choice; /* counts calls of collapsar_projector_choose */
  guint
      n_axes; /* of plot's coordinates: 3, but with the tour to be looked at through a frame (view/lens.h) */
  double *scatter; /* with the tour, n_axes x n_axes, as of CollapseProjection; else NULL */
  PlotScenePick pick;
  char *pick_text; /* what is at pick in words, or NULL */
  guint run;       /* counts calls of collapsar_projector_set_run */
  /*< private >*/
  gatomicrefcount references;
} CollapsarPicture;

CollapsarPicture *collapsar_picture_ref (CollapsarPicture *picture);
void collapsar_picture_unref (CollapsarPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarPicture, collapsar_picture_unref)

typedef struct _CollapsarProjector CollapsarProjector;

/* Called in the thread that made the projector, from its default main context. */
typedef void (*CollapsarProjectorReady) (CollapsarPicture *picture, gpointer user_data);

CollapsarProjector *collapsar_projector_new (CollapsarProjectorReady ready, gpointer user_data);
/* Ends the thread; ready is not called any more. */
void collapsar_projector_free (CollapsarProjector *projector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarProjector, collapsar_projector_free)

/* Another run, in the style of that number; history is borrowed until the next call, NULL for none. source:
 * of a fine-tuning, as of view_scene_set_source; else NULL. */
void collapsar_projector_set_run (CollapsarProjector *projector,
                                  const TrainingHistory *history,
                                  Dataset *data,
                                  TrainingSnapshot *source,
                                  guint style);
/* The classes of four-classes projections, and the epoch whose axes are held, VIEW_SCENE_SOURCE or NAN, from
 * the next request on; as of view_scene_choose and view_scene_hold. */
void collapsar_projector_choose (CollapsarProjector *projector,
                                 const guint32 classes[COLLAPSE_N_CHOSEN],
                                 double hold);
/* How many epochs back the paths of the class means go (view_scene_trail), and whether pictures of the
 * classes are wanted (view/class-images.h), from the next request on. */
void collapsar_projector_adorn (CollapsarProjector *projector, double trail, gboolean images);
/* What notes say besides (view_scene_remark), from the next request on; copied. */
void collapsar_projector_remark (CollapsarProjector *projector, const char *remark);
/* Asks for the picture of a snapshot of this run, and for what is at pick (-1, -1 for nothing) in words.
 * Hands over what the history got since the last request. */
void collapsar_projector_request (CollapsarProjector *projector,
                                  TrainingSnapshot *snapshot,
                                  TrainingSplit split,
                                  CollapseProjectionKind kind,
                                  PlotScenePick pick);
