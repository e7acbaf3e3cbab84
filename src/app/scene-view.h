/* CollapsarSceneView: the geometry of a session's run, live or at the cursor. */
#pragma once

#include <gtk/gtk.h>

#include "app/camera.h"
#include "app/session.h"
#include "app/tour.h"
#include "collapse/projection.h"
#include "plot/figure.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SCENE_VIEW (collapsar_scene_view_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSceneView, collapsar_scene_view, COLLAPSAR, SCENE_VIEW, GtkWidget)

/* Properties: "session", "camera", "projection" (int, CollapseProjectionKind), "split" (int, TrainingSplit),
 * "parts" (uint, PlotSceneParts), "trail-length" (uint, epochs that the paths of the class means go back, 0
 * for all), "orthographic" (boolean), "all-samples" (boolean: every one, where it can be had, in the place of
 * the snapshots' few; see samples.h), "unit" (double, the radius of the class means that is drawn as 1, 0 for
 * the scene's own), "radius" (double, the scene's own, read-only, 0 without a picture). Actions (with keys on
 * the focused view): scene.turn-left, -right, -up, -down, scene.zoom-in, scene.zoom-out, scene.reset,
 * scene.next-mean, scene.previous-mean, scene.mean-left, -right, -up, -down. Drag turns, and a drag that is
 * let go in motion turns on for a while, scroll zooms, shift-drag pans, double click resets; hovering a ball
 * or a point shows what it is. */
GtkWidget *collapsar_scene_view_new (void);
void collapsar_scene_view_set_session (CollapsarSceneView *self, CollapsarSession *session);
CollapsarSession *collapsar_scene_view_get_session (CollapsarSceneView *self);
/* Whether it says where the camera is at home: TRUE at first, and for one of those that share a camera. */
void collapsar_scene_view_set_leads (CollapsarSceneView *self, gboolean leads);
/* What moves by itself is drawn in the turn-th of every so many frames: in each, 1 of 1, at first. With many
 * scenes side by side all of them in each frame would be too much for it. An eager one is drawn in each all
 * the same while its camera or its tour moves. */
void collapsar_scene_view_set_turn (CollapsarSceneView *self, guint turn, guint turns, gboolean eager);
/* Turns the camera on by itself (collapsar_camera_throw), where animations are wanted. */
void collapsar_scene_view_throw (CollapsarSceneView *self, double yaw, double pitch);
/* The view's own unless the property was set to one that several share. */
CollapsarCamera *collapsar_scene_view_get_camera (CollapsarSceneView *self);

/* The tour's frame that a scene of kind COLLAPSE_PROJECTION_TOUR is seen through; NULL for one of its own. */
void collapsar_scene_view_set_tour (CollapsarSceneView *self, CollapsarTour *tour);
/* Four classes, and the epoch whose axes are held or NAN: see collapsar_projector_choose. */
void
collapsar_scene_view_choose (CollapsarSceneView *self, const guint32 classes[COLLAPSE_N_CHOSEN], double hold);
/* The class whose ball is at (x, y), or -1. */
gint collapsar_scene_view_mean_at (CollapsarSceneView *self, double x, double y);
/* Of the picture that is shown: 3, but on tour; 0 without one. */
guint collapsar_scene_view_n_axes (CollapsarSceneView *self);
/* The tour's frame now, to be moved from; NULL where the scene is not on tour. Free with g_free. */
double *collapsar_scene_view_copy_frame (CollapsarSceneView *self);
/* As if the pointer were on the ball of the next class after the one that it is on, or of the one before (by
 * -1). */
void collapsar_scene_view_point_next (CollapsarSceneView *self, int by);
/* The class whose ball is pointed at, by the pointer or by keys, or -1. */
gint collapsar_scene_view_pointed_mean (CollapsarSceneView *self);
/* On tour, moves the mean that is pointed at by (dx, dy) points as a drag would, and the pointing with it. */
void collapsar_scene_view_push_mean (CollapsarSceneView *self, double dx, double dy);
/* Turns the tour the least from frame `from` that brings a mean under (x, y), as far as its length allows. */
void
collapsar_scene_view_move_mean (CollapsarSceneView *self, guint mean, const double *from, double x, double y);

/* What is on screen now as one panel of a figure; its arrays belong to the view and last until the next
 * change. */
PlotPanel collapsar_scene_view_panel (CollapsarSceneView *self);

G_END_DECLS
