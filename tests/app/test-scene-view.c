/* The scene view in a window: it shows a run's geometry, and its actions move the camera. */
#include "app/scene-view-private.h"

#include "display.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "finished-session.h"

#define TIMEOUT_SECONDS 30

typedef struct {
  CollapsarSession *session;
  GtkWidget *window;
  CollapsarSceneView *view;
} Fixture;

static void
iterate_until (Fixture *fixture, gboolean (*done) (Fixture *fixture))
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (!done (fixture)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    finished_session_iterate (fixture->session);
  }
}

static gboolean
has_points (Fixture *fixture)
{
  const PlotScene *scene = collapsar_scene_view_panel (fixture->view).scene;
  return scene->n_points > 0 && gtk_widget_get_width (GTK_WIDGET (fixture->view)) > 0;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = finished_session_new ();
  fixture->window = gtk_window_new ();
  fixture->view = COLLAPSAR_SCENE_VIEW (collapsar_scene_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 300);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  collapsar_scene_view_set_session (fixture->view, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  iterate_until (fixture, has_points);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->session);
}

/* Pixels of the widget that are not transparent. */
static guint
count_ink (GtkWidget *widget)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GTK_WIDGET_GET_CLASS (widget)->snapshot (widget, snapshot);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return 0;
  g_autoptr (GdkTexture) texture
      = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                     &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_autofree guint32 *pixels = g_new0 (guint32, width * height);
  gdk_texture_download (texture, (guchar *)pixels, (gsize)width * 4);
  guint n = 0;
  for (int i = 0; i < width * height; i++)
    n += pixels[i] >> 24 != 0 && pixels[i] != pixels[0];
  return n;
}

static gboolean
has_all_points (Fixture *fixture)
{
  return collapsar_scene_view_panel (fixture->view).scene->n_points == 1400;
}

static gboolean
has_image (Fixture *fixture)
{
  const CollapsarPicture *picture = collapsar_tween_picture (fixture->view->tween);
  return fixture->view->image != NULL && picture->pick_text != NULL;
}

/* The pointer on one of the points that are not watched: its sample, class and picture. */
static void
assert_hover (Fixture *fixture)
{
  CollapsarSceneView *view = fixture->view;
  const TrainingWatch *watched = &collapsar_session_snapshot (fixture->session)->split[TRAINING_TRAIN];
  gint point = -1;
  for (int x = 0; x < 400 && point < 0; x += 3)
    for (int y = 0; y < 300 && point < 0; y += 3) {
      gint at = collapsar_scene_view_pick_at (view, x, y).point;
      gboolean is_watched = at < 0;
      for (gsize i = 0; i < watched->n && !is_watched; i++)
        is_watched = watched->samples[i] == (guint32)at;
      if (is_watched)
        continue;
      point = at;
      view->hovering = TRUE;
      view->pointer_x = x;
      view->pointer_y = y;
    }
  g_assert_cmpint (point, >=, 0);
  collapsar_scene_view_update_pick (view);
  iterate_until (fixture, has_image);
  g_autofree char *words = g_strdup_printf ("train sample %d\n", point);
  g_assert_nonnull (strstr (collapsar_tween_picture (view->tween)->pick_text, words));
  view->hovering = FALSE;
}

/* As many points as the data have samples, said in the note; and back. */
static void
test_all_samples (Fixture *fixture, gconstpointer data)
{
  CollapsarSession *larger = finished_session_new_of ("1400"), *small = fixture->session;
  fixture->session = larger;
  g_object_set (fixture->view, "session", larger, "all-samples", TRUE, NULL);
  iterate_until (fixture, has_all_points);
  g_assert_nonnull (strstr (collapsar_scene_view_panel (fixture->view).scene->note, "1400 samples"));
  assert_hover (fixture);
  g_object_set (fixture->view, "session", small, NULL);
  fixture->session = small;
  iterate_until (fixture, has_points);
  g_assert_finalize_object (larger);
}

static void
test_draws (Fixture *fixture, gconstpointer data)
{
  guint all = count_ink (GTK_WIDGET (fixture->view));
  g_assert_cmpuint (all, >, 2000);
  g_object_set (fixture->view, "parts", PLOT_SCENE_IDEAL, NULL);
  guint ghost = count_ink (GTK_WIDGET (fixture->view));
  g_assert_cmpuint (ghost, >, 200);
  g_assert_cmpuint (ghost, <, all);
}

static void
test_actions (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->view);
  CollapsarCamera *camera = collapsar_scene_view_get_camera (fixture->view);
  PlotCamera home = *collapsar_camera_get (camera);
  PlotCamera best = plot_camera_best (collapsar_scene_view_panel (fixture->view).scene->ideal, 10);
  g_assert_cmpfloat_with_epsilon (remainder (home.yaw - best.yaw, 2.0 * G_PI), 0.0, 1e-12);
  g_assert_cmpfloat (home.pitch, ==, best.pitch);
  g_assert_true (gtk_widget_activate_action (widget, "scene.turn-right", NULL));
  g_assert_cmpfloat (collapsar_camera_get (camera)->yaw, >, home.yaw);
  g_assert_true (gtk_widget_activate_action (widget, "scene.turn-left", NULL));
  g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->yaw, home.yaw, 1e-12);
  g_assert_true (gtk_widget_activate_action (widget, "scene.turn-up", NULL));
  g_assert_cmpfloat (collapsar_camera_get (camera)->pitch, <, home.pitch);
  g_assert_true (gtk_widget_activate_action (widget, "scene.turn-down", NULL));
  g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->pitch, home.pitch, 1e-12);
  g_assert_true (gtk_widget_activate_action (widget, "scene.zoom-in", NULL));
  g_assert_cmpfloat (collapsar_camera_get (camera)->zoom, >, 1.0);
  g_assert_true (gtk_widget_activate_action (widget, "scene.zoom-out", NULL));
  g_assert_true (gtk_widget_activate_action (widget, "scene.zoom-out", NULL));
  g_assert_cmpfloat (collapsar_camera_get (camera)->zoom, <, 1.0);
  g_assert_true (gtk_widget_activate_action (widget, "scene.reset", NULL));
  g_assert_cmpfloat (collapsar_camera_get (camera)->zoom, ==, 1.0);
  g_assert_cmpfloat (collapsar_camera_get (camera)->yaw, ==, home.yaw);
  g_assert_cmpfloat (collapsar_scene_view_panel (fixture->view).camera.yaw, ==, home.yaw);
}

static gboolean
at_epoch_2 (Fixture *fixture)
{
  return g_strcmp0 (collapsar_scene_view_panel (fixture->view).scene->subtitle, "epoch 2") == 0;
}

static void
test_scrubbing (Fixture *fixture, gconstpointer data)
{
  g_assert_false (at_epoch_2 (fixture));
  collapsar_session_set_epoch (fixture->session, 2.0);
  iterate_until (fixture, at_epoch_2);
}

static gboolean
is_test_split (Fixture *fixture)
{
  return collapsar_scene_view_panel (fixture->view).scene->n_points == 100;
}

static void
test_split (Fixture *fixture, gconstpointer data)
{
  g_assert_false (is_test_split (fixture));
  g_object_set (fixture->view, "split", TRAINING_TEST, NULL);
  iterate_until (fixture, is_test_split);
}

/* Two views of one camera turn together. */
static void
test_shared_camera (Fixture *fixture, gconstpointer data)
{
  CollapsarSceneView *other = COLLAPSAR_SCENE_VIEW (g_object_ref_sink (collapsar_scene_view_new ()));
  CollapsarCamera *camera = collapsar_scene_view_get_camera (fixture->view);
  g_object_set (other, "camera", camera, NULL);
  gtk_widget_activate_action (GTK_WIDGET (other), "scene.turn-right", NULL);
  g_assert_cmpfloat (collapsar_scene_view_panel (other).camera.yaw, ==, collapsar_camera_get (camera)->yaw);
  g_assert_true (collapsar_scene_view_get_camera (other) == camera);
  g_assert_finalize_object (other);
}

static gboolean
is_on_tour (Fixture *fixture)
{
  g_autofree double *frame = collapsar_scene_view_copy_frame (fixture->view);
  return frame != NULL;
}

/* Where the ball of a class is on the page, found by looking. */
static gboolean
find_ball (CollapsarSceneView *view, gint mean, double *x, double *y)
{
  for (*y = 2; *y < gtk_widget_get_height (GTK_WIDGET (view)); *y += 2)
    for (*x = 2; *x < gtk_widget_get_width (GTK_WIDGET (view)); *x += 2)
      if (collapsar_scene_view_mean_at (view, *x, *y) == mean)
        return TRUE;
  return FALSE;
}

/* A step of the tour moves the means; a mean that is dragged is then where the pointer is. */
static void
test_tour (Fixture *fixture, gconstpointer data)
{
  g_autoptr (CollapsarTour) tour = collapsar_tour_new ();
  double x, y;
  collapsar_scene_view_set_tour (fixture->view, tour);
  g_assert_null (collapsar_scene_view_copy_frame (fixture->view));
  g_object_set (fixture->view, "projection", COLLAPSE_PROJECTION_TOUR, NULL);
  iterate_until (fixture, is_on_tour);
  g_autofree float *before
      = g_memdup2 (collapsar_scene_view_panel (fixture->view).scene->means, 30 * sizeof (float));
  collapsar_tour_step (tour, 2.0);
  const PlotScene *scene = collapsar_scene_view_panel (fixture->view).scene;
  double moved = 0.0;
  for (guint i = 0; i < 30; i++)
    moved = MAX (moved, fabs ((double)(scene->means[i] - before[i])));
  g_assert_cmpfloat (moved, >, 0.05);
  g_assert_nonnull (strstr (scene->note, "variance in view"));

  gint mean = -1;
  for (gint k = 0; k < 10 && mean < 0; k++)
    mean = find_ball (fixture->view, k, &x, &y) ? k : -1;
  g_assert_cmpint (mean, >=, 0);
  g_autofree double *frame = collapsar_scene_view_copy_frame (fixture->view);
  x = gtk_widget_get_width (GTK_WIDGET (fixture->view)) / 2.0 + 20.0;
  y = gtk_widget_get_height (GTK_WIDGET (fixture->view)) / 2.0 + 15.0;
  collapsar_scene_view_move_mean (fixture->view, (guint)mean, frame, x, y);
  PlotPanel panel = collapsar_scene_view_panel (fixture->view);
  panel.parts = PLOT_SCENE_MEANS;
  const float *at = panel.scene->means + 3 * mean;
  double unit = PLOT_SCENE_UNIT
                * MIN (gtk_widget_get_width (GTK_WIDGET (fixture->view)),
                       gtk_widget_get_height (GTK_WIDGET (fixture->view)));
  double deep = cos (panel.camera.yaw) * at[2] - sin (panel.camera.yaw) * at[0];
  double across = cos (panel.camera.yaw) * at[0] + sin (panel.camera.yaw) * at[2];
  double up = cos (panel.camera.pitch) * at[1] - sin (panel.camera.pitch) * deep;
  double z = sin (panel.camera.pitch) * at[1] + cos (panel.camera.pitch) * deep;
  double scale = unit * PLOT_SCENE_EYE / (PLOT_SCENE_EYE - z);
  g_assert_cmpfloat_with_epsilon (across * scale, 20.0, 0.5);
  g_assert_cmpfloat_with_epsilon (-up * scale, 15.0, 0.5);
}

/* The keys go from ball to ball, each to another one, and what is pointed at is moved on tour by as much as
 * is said. */
static void
test_mean_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->view);
  guint seen = 0;
  for (guint i = 0; i < 10; i++) {
    g_assert_true (gtk_widget_activate_action (widget, "scene.next-mean", NULL));
    gint mean = collapsar_scene_view_pointed_mean (fixture->view);
    g_assert_cmpint (mean, >=, 0);
    seen |= 1u << mean;
  }
  /* Some may lie behind others. */
  g_assert_cmpint (__builtin_popcount (seen), >=, 7);
  gint last = collapsar_scene_view_pointed_mean (fixture->view);
  g_assert_true (gtk_widget_activate_action (widget, "scene.previous-mean", NULL));
  g_assert_cmpint (collapsar_scene_view_pointed_mean (fixture->view), !=, last);
  g_assert_true (gtk_widget_activate_action (widget, "scene.next-mean", NULL));
  g_assert_cmpint (collapsar_scene_view_pointed_mean (fixture->view), ==, last);

  g_object_set (fixture->view, "projection", COLLAPSE_PROJECTION_TOUR, NULL);
  iterate_until (fixture, is_on_tour);
  g_assert_true (gtk_widget_activate_action (widget, "scene.next-mean", NULL));
  guint mean = (guint)collapsar_scene_view_pointed_mean (fixture->view);
  PlotPanel panel = collapsar_scene_view_panel (fixture->view);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), x, y, to_x, to_y;
  g_assert_true (plot_scene_place_mean (panel.scene, &panel.camera, width, height, mean, &x, &y));
  double inward = x > width / 2.0 ? -8.0 : 8.0;
  g_assert_true (
      gtk_widget_activate_action (widget, inward > 0.0 ? "scene.mean-right" : "scene.mean-left", NULL));
  panel = collapsar_scene_view_panel (fixture->view);
  g_assert_true (plot_scene_place_mean (panel.scene, &panel.camera, width, height, mean, &to_x, &to_y));
  g_assert_cmpfloat_with_epsilon (to_x, x + inward, 1.0);
  g_assert_cmpfloat_with_epsilon (to_y, y, 1.0);
}

/* Four classes stand out, those that are chosen. */
static gboolean
has_chosen (Fixture *fixture)
{
  const PlotScene *scene = collapsar_scene_view_panel (fixture->view).scene;
  return scene->n_chosen == 4 && scene->chosen[0] == 6;
}

static void
test_four (Fixture *fixture, gconstpointer data)
{
  static const guint32 classes[] = { 6, 1, 2, 3 };
  g_object_set (fixture->view, "projection", COLLAPSE_PROJECTION_FOUR_CLASSES, NULL);
  collapsar_scene_view_choose (fixture->view, classes, NAN);
  iterate_until (fixture, has_chosen);
  g_assert_cmpuint (count_ink (GTK_WIDGET (fixture->view)), >, 100);
}

/* Paths of the means, pictures of the classes and the camera are those that are asked for. */
static gboolean
has_trail (Fixture *fixture)
{
  return collapsar_scene_view_panel (fixture->view).scene->n_trail == 2;
}

static gboolean
has_images (Fixture *fixture)
{
  return collapsar_scene_view_panel (fixture->view).scene->images != NULL;
}

static void
test_adornments (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (collapsar_scene_view_panel (fixture->view).scene->n_trail, ==, 0);
  g_assert_false (has_images (fixture));
  g_object_set (fixture->view, "parts", PLOT_SCENE_USUAL | PLOT_SCENE_TRAILS, "trail-length", 2, NULL);
  iterate_until (fixture, has_trail);
  guint ink = count_ink (GTK_WIDGET (fixture->view));
  g_object_set (fixture->view, "parts", PLOT_SCENE_USUAL | PLOT_SCENE_IMAGES, NULL);
  iterate_until (fixture, has_images);
  g_assert_cmpint (
      cairo_image_surface_get_width (collapsar_scene_view_panel (fixture->view).scene->images[3]), ==, 8);
  g_assert_cmpuint (count_ink (GTK_WIDGET (fixture->view)), !=, ink);
  g_assert_false (collapsar_scene_view_panel (fixture->view).camera.orthographic);
  g_object_set (fixture->view, "orthographic", TRUE, NULL);
  g_assert_true (collapsar_scene_view_panel (fixture->view).camera.orthographic);
  /* The pointer finds what is seen: the same ball elsewhere. */
  double x, y, seen_x, seen_y;
  g_assert_true (find_ball (fixture->view, 0, &x, &y));
  g_object_set (fixture->view, "orthographic", FALSE, NULL);
  g_assert_true (find_ball (fixture->view, 0, &seen_x, &seen_y));
  g_assert_true (x != seen_x || y != seen_y);
}

static GtkGesture *
find_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_GESTURE_DRAG (controller))
      return GTK_GESTURE (controller);
  }
  g_assert_not_reached ();
}

/* Ten points to the right in two moves of 10 ms, and so long at rest before it is let go. */
static void
drag (CollapsarSceneView *view, gulong rest)
{
  GtkGesture *gesture = find_drag (GTK_WIDGET (view));
  /* Without a button there is nothing to drag: begun by hand. */
  g_signal_emit_by_name (gesture, "drag-begin", 50.0, 50.0);
  g_signal_emit_by_name (gesture, "drag-update", 5.0, 0.0);
  g_usleep (10000);
  g_signal_emit_by_name (gesture, "drag-update", 10.0, 0.0);
  g_usleep (rest);
  g_signal_emit_by_name (gesture, "drag-end", 10.0, 0.0);
}

static gboolean
is_thrown (CollapsarSceneView *view)
{
  CollapsarCamera *camera = collapsar_scene_view_get_camera (view);
  collapsar_camera_advance (camera, 1);
  return collapsar_camera_advance (camera, 10001);
}

/* Let go of in motion it turns on, where animations are wanted; at rest, or caught, it does not. */
static void
test_inertia (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  drag (fixture->view, 0);
  g_assert_false (is_thrown (fixture->view));
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  double yaw = collapsar_camera_get (collapsar_scene_view_get_camera (fixture->view))->yaw;
  drag (fixture->view, 0);
  g_assert_true (is_thrown (fixture->view));
  g_assert_cmpfloat (
      remainder (collapsar_camera_get (collapsar_scene_view_get_camera (fixture->view))->yaw - yaw,
                 2.0 * G_PI),
      >, 0.0);
  g_signal_emit_by_name (find_drag (GTK_WIDGET (fixture->view)), "drag-begin", 50.0, 50.0);
  g_assert_false (is_thrown (fixture->view));
  drag (fixture->view, 100000);
  g_assert_false (is_thrown (fixture->view));
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/scene-view/draws", Fixture, NULL, set_up, test_draws, tear_down);
  g_test_add ("/app/scene-view/all-samples", Fixture, NULL, set_up, test_all_samples, tear_down);
  g_test_add ("/app/scene-view/actions", Fixture, NULL, set_up, test_actions, tear_down);
  g_test_add ("/app/scene-view/scrubbing", Fixture, NULL, set_up, test_scrubbing, tear_down);
  g_test_add ("/app/scene-view/split", Fixture, NULL, set_up, test_split, tear_down);
  g_test_add ("/app/scene-view/tour", Fixture, NULL, set_up, test_tour, tear_down);
  g_test_add ("/app/scene-view/mean-keys", Fixture, NULL, set_up, test_mean_keys, tear_down);
  g_test_add ("/app/scene-view/four-classes", Fixture, NULL, set_up, test_four, tear_down);
  g_test_add ("/app/scene-view/adornments", Fixture, NULL, set_up, test_adornments, tear_down);
  g_test_add ("/app/scene-view/inertia", Fixture, NULL, set_up, test_inertia, tear_down);
  g_test_add ("/app/scene-view/shared-camera", Fixture, NULL, set_up, test_shared_camera, tear_down);
  return g_test_run ();
}
