#include "app/scene-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/appearance.h"
#include "app/hint.h"
#include "app/sample-image.h"
#include "app/scene-controls.h"

/* From a snapshot to the screen: the session tells of a snapshot, the projector's thread makes a picture of
 * it, the tween moves what is drawn there, and the frame clock draws. The drawing is kept as an image and
 * made again only when picture, camera, parts, size or style changed; the hint under the pointer lies over
 * it. */

/* Pictures that come faster than this are shown as they are, slower ones are eased into; microseconds. */
#define TWEEN_SHORTEST 25000
#define TWEEN_LONGEST 500000
/* A new unit. */
#define SCALE_CHANGE 250000
#define IMAGE_SIZE 56

G_DEFINE_FINAL_TYPE (CollapsarSceneView, collapsar_scene_view, GTK_TYPE_WIDGET)

enum {
  PROP_SESSION = 1,
  PROP_CAMERA,
  PROP_PROJECTION,
  PROP_SPLIT,
  PROP_PARTS,
  PROP_TRAIL_LENGTH,
  PROP_ORTHOGRAPHIC,
  PROP_ALL_SAMPLES,
  PROP_RADIUS,
  PROP_UNIT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static const PlotScenePick pick_nothing = { -1, -1 };

/* The scale. */

/* On tour: what the tween moves has n_axes coordinates. */
static void
look_through (CollapsarSceneView *self)
{
  const CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  if (picture == NULL || picture->n_axes == 3)
    return;
  NumericMatrix64 frame = collapsar_tour_frame (self->tour, picture->n_axes);
  const CollapseProjection axes = { .n_axes = picture->n_axes, .scatter = picture->scatter };
  view_lens_apply (&self->lens, frame, &self->scene);
  if (picture->n_axes < 3)
    return;
  g_free (self->tour_note);
  self->scene.note = self->tour_note
      = view_scene_tour_note (self->scene.note, collapse_projection_frame_share (&axes, frame));
}

static gboolean
update_scene (CollapsarSceneView *self, gint64 now)
{
  self->scene = *collapsar_tween_scene (self->tween);
  look_through (self);
  if (self->session != NULL)
    self->scene.regime = collapsar_session_get_look (self->session);
  return collapsar_scene_scale_apply (&self->scale, &self->scene, now);
}

const PlotScene *
collapsar_scene_view_present (CollapsarSceneView *self)
{
  update_scene (self, g_get_monotonic_time ());
  return &self->scene;
}

gboolean
collapsar_scene_view_is_on_tour (CollapsarSceneView *self)
{
  const CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  return picture != NULL && picture->n_axes > 3;
}

PlotCamera
collapsar_scene_view_present_camera (CollapsarSceneView *self)
{
  PlotCamera camera = *collapsar_camera_get (self->camera);
  camera.orthographic = self->orthographic;
  if (collapsar_scene_view_is_on_tour (self))
    camera.zoom *= view_lens_zoom (collapsar_scene_view_present (self));
  return camera;
}

PlotScenePick
collapsar_scene_view_pick_at (CollapsarSceneView *self, double x, double y)
{
  PlotCamera camera = collapsar_scene_view_present_camera (self);
  return plot_scene_pick (collapsar_scene_view_present (self), &camera, self->parts,
                          gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)),
                          x, y);
}

static gboolean
is_animated (CollapsarSceneView *self)
{
  gboolean animate;
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
  return animate;
}

static void
draw_anew (CollapsarSceneView *self)
{
  collapsar_layer_clear (&self->layer);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarSceneView *self = COLLAPSAR_SCENE_VIEW (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  gboolean moving = collapsar_camera_advance (self->camera, now);
  moving |= collapsar_scene_view_is_on_tour (self) && is_animated (self)
            && collapsar_tour_advance (self->tour, now);
  gboolean turn = (guint64)gdk_frame_clock_get_frame_counter (clock) % self->turns == self->turn;
  if (!turn && !(self->eager && moving))
    return G_SOURCE_CONTINUE;
  moving |= collapsar_tween_advance (self->tween, now);
  moving |= update_scene (self, now);
  draw_anew (self);
  if (moving)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_moving (CollapsarSceneView *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/* At once, or in its turn: a new unit or camera is every scene's, and all of them in one frame are too many.
 */
static void
redraw (CollapsarSceneView *self)
{
  if (self->turns > 1 && !self->eager)
    start_moving (self);
  else
    draw_anew (self);
}

static void
update_scale (CollapsarSceneView *self)
{
  gint64 now = g_get_monotonic_time ();
  collapsar_scene_scale_set (&self->scale, self->radius, self->unit, now,
                             is_animated (self) ? SCALE_CHANGE : 0);
  if (update_scene (self, now))
    start_moving (self);
  redraw (self);
}

/* Others may then have another unit. */
static void
set_radius (CollapsarSceneView *self, double radius)
{
  if (self->radius == radius)
    return;
  self->radius = radius;
  update_scale (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RADIUS]);
}

/* Asking for pictures. */

static gboolean
send_request (gpointer user_data)
{
  CollapsarSceneView *self = user_data;
  TrainingSnapshot *snapshot = collapsar_samples_snapshot (self->samples);
  self->request_source = 0;
  double length = self->trail_length > 0 ? self->trail_length : INFINITY;
  collapsar_projector_adorn (self->projector, (self->parts & PLOT_SCENE_TRAILS) != 0 ? length : 0.0,
                             (self->parts & PLOT_SCENE_IMAGES) != 0);
  collapsar_projector_remark (self->projector, collapsar_samples_remark (self->samples));
  if (snapshot != NULL)
    collapsar_projector_request (self->projector, snapshot, self->split, self->projection, self->pick);
  return G_SOURCE_REMOVE;
}

/* One request for all that changes in a frame. Unseen views ask for nothing. */
static void
request_picture (CollapsarSceneView *self)
{
  if (self->request_source != 0 || self->session == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->request_source = g_idle_add_full (G_PRIORITY_HIGH, send_request, self, NULL);
}

/* Nothing of another run is shown for one of which there is nothing yet. */
static void
clear_picture (CollapsarSceneView *self)
{
  collapsar_tween_clear (self->tween);
  set_radius (self, 0.0);
  redraw (self);
}

static void
on_started (CollapsarSceneView *self)
{
  const TrainerStart *start = collapsar_session_start_info (self->session);
  TrainingHistory *history = collapsar_session_history (self->session);
  self->pick = pick_nothing;
  g_clear_object (&self->image);
  collapsar_projector_set_run (
      self->projector, start == NULL ? NULL : history, start == NULL ? NULL : (Dataset *)start->train,
      collapsar_session_source_snapshot (self->session), collapsar_session_get_style (self->session));
  if (collapsar_session_snapshot (self->session) == NULL)
    clear_picture (self);
  request_picture (self);
}

/* What a picture brings. */

static gboolean
update_description (gpointer user_data)
{
  CollapsarSceneView *self = user_data;
  const PlotScene *scene = collapsar_scene_view_present (self);
  g_autoptr (GString) text = g_string_new (scene->subtitle);
  for (gsize i = 0; scene->readout != NULL && scene->readout[i] != NULL; i += 2)
    g_string_append_printf (text, ", %s %s", scene->readout[i], scene->readout[i + 1]);
  if (scene->footer != NULL)
    g_string_append_printf (text, ", %s", scene->footer);
  if (scene->note != NULL)
    g_string_append_printf (text, ", %s", scene->note);
  if (scene->classifier_note != NULL)
    g_string_append_printf (text, ", %s", scene->classifier_note);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  scene->title == NULL ? _ ("Geometry") : scene->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  self->description_source = 0;
  return G_SOURCE_REMOVE;
}

static gint64
tween_duration (CollapsarSceneView *self, gint64 now)
{
  gint64 interval = now - self->arrival;
  return is_animated (self) && interval >= TWEEN_SHORTEST ? MIN (interval, TWEEN_LONGEST) : 0;
}

static void
on_picture (CollapsarPicture *picture, gpointer user_data)
{
  CollapsarSceneView *self = user_data;
  CollapsarPicture *before = collapsar_tween_picture (self->tween);
  gint64 now = g_get_monotonic_time ();
  if (self->leads)
    collapsar_camera_set_home (self->camera, &picture->home);
  gboolean moves = before == NULL || before->snapshot != picture->snapshot || before->split != picture->split
                   || before->kind != picture->kind || before->choice != picture->choice;
  if (before == NULL || before->run != picture->run || before->split != picture->split
      || before->plot.n_points != picture->plot.n_points)
    self->pick = pick_nothing; /* its numbers are of other samples */
  collapsar_tween_to (self->tween, picture, now, tween_duration (self, now));
  if (moves)
    self->arrival = now;
  set_radius (self, isnan (picture->radius) ? 0.0 : picture->radius);
  redraw (self);
  if (collapsar_tween_advance (self->tween, now) || collapsar_scene_view_is_on_tour (self))
    start_moving (self);
  if (self->description_source == 0)
    self->description_source = g_timeout_add (before == NULL ? 0 : 1000, update_description, self);
}

/* The pointer. */

static void
update_image (CollapsarSceneView *self)
{
  CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  const TrainerStart *start = self->session == NULL ? NULL : collapsar_session_start_info (self->session);
  g_clear_object (&self->image);
  if (self->pick.point < 0 || picture == NULL || start == NULL)
    return;
  const Dataset *data = picture->split == TRAINING_TEST ? start->test : start->train;
  guint32 sample = picture->snapshot->split[picture->split].samples[self->pick.point];
  if (sample < data->samples.rows)
    self->image = collapsar_sample_image (
        data, start->train, sample, IMAGE_SIZE * (guint)gtk_widget_get_scale_factor (GTK_WIDGET (self)));
}

/* What lies under the pointer now; while a run moves on, that changes without the pointer. */
void
collapsar_scene_view_update_pick (CollapsarSceneView *self)
{
  PlotScenePick pick
      = self->hovering ? collapsar_scene_view_pick_at (self, self->pointer_x, self->pointer_y) : pick_nothing;
  if (pick.mean == self->pick.mean && pick.point == self->pick.point)
    return;
  self->pick = pick;
  update_image (self);
  request_picture (self);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, CollapsarSceneView *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  self->hovering = (state & (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK)) == 0;
  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (GtkEventControllerMotion *controller, CollapsarSceneView *self)
{
  self->hovering = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Drawing. */

static void
draw_scene (cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data)
{
  CollapsarSceneView *self = user_data;
  PlotCamera camera = collapsar_scene_view_present_camera (self);
  plot_scene_draw (cr, collapsar_scene_view_present (self), &camera, self->parts, theme, width, height);
}

static void
collapsar_scene_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarSceneView *self = COLLAPSAR_SCENE_VIEW (widget);
  collapsar_layer_append (&self->layer, widget, snapshot, draw_scene, self);
  collapsar_appearance_draw_focus (widget, snapshot, 12.0f);
  collapsar_scene_view_update_pick (self);
  CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  if (picture != NULL && picture->pick_text != NULL && picture->pick.mean == self->pick.mean
      && picture->pick.point == self->pick.point)
    collapsar_hint_draw (snapshot, widget, picture->pick_text, self->image, self->pointer_x, self->pointer_y);
}

static void
collapsar_scene_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (collapsar_scene_view_parent_class)->map (widget);
  collapsar_samples_set_seen (COLLAPSAR_SCENE_VIEW (widget)->samples, TRUE);
  request_picture (COLLAPSAR_SCENE_VIEW (widget));
}

static void
collapsar_scene_view_unmap (GtkWidget *widget)
{
  CollapsarSceneView *self = COLLAPSAR_SCENE_VIEW (widget);
  if (self->samples != NULL)
    collapsar_samples_set_seen (self->samples, FALSE);
  GTK_WIDGET_CLASS (collapsar_scene_view_parent_class)->unmap (widget);
}

/* The object. */

static void
set_camera (CollapsarSceneView *self, CollapsarCamera *camera)
{
  g_autoptr (CollapsarCamera) own = camera == NULL ? collapsar_camera_new () : g_object_ref (camera);
  if (self->camera != NULL)
    g_signal_handlers_disconnect_by_data (self->camera, self);
  g_set_object (&self->camera, own);
  g_signal_connect_object (own, "changed", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
  redraw (self);
}

/* Drawn in the next frame, and in those that follow while it plays. */
static void
on_tour (CollapsarSceneView *self)
{
  if (collapsar_scene_view_is_on_tour (self))
    start_moving (self);
}

static void
set_tour (CollapsarSceneView *self, CollapsarTour *tour)
{
  if (self->tour != NULL)
    g_signal_handlers_disconnect_by_data (self->tour, self);
  g_set_object (&self->tour, tour);
  if (tour != NULL)
    g_signal_connect_object (tour, "changed", G_CALLBACK (on_tour), self, G_CONNECT_SWAPPED);
}

static void
collapsar_scene_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarSceneView *self = COLLAPSAR_SCENE_VIEW (object);
  switch (id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_CAMERA:
    g_value_set_object (value, self->camera);
    break;
  case PROP_PROJECTION:
    g_value_set_int (value, self->projection);
    break;
  case PROP_SPLIT:
    g_value_set_int (value, self->split);
    break;
  case PROP_PARTS:
    g_value_set_uint (value, self->parts);
    break;
  case PROP_TRAIL_LENGTH:
    g_value_set_uint (value, self->trail_length);
    break;
  case PROP_ORTHOGRAPHIC:
    g_value_set_boolean (value, self->orthographic);
    break;
  case PROP_ALL_SAMPLES:
    g_value_set_boolean (value, collapsar_samples_get_all (self->samples));
    break;
  case PROP_RADIUS:
    g_value_set_double (value, self->radius);
    break;
  case PROP_UNIT:
    g_value_set_double (value, self->unit);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_scene_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarSceneView *self = COLLAPSAR_SCENE_VIEW (object);
  switch (id) {
  case PROP_SESSION:
    collapsar_scene_view_set_session (self, g_value_get_object (value));
    break;
  case PROP_CAMERA:
    set_camera (self, g_value_get_object (value));
    break;
  case PROP_PROJECTION:
    self->projection = g_value_get_int (value);
    request_picture (self);
    break;
  case PROP_SPLIT:
    self->split = g_value_get_int (value);
    request_picture (self);
    break;
  case PROP_PARTS:
    self->parts = g_value_get_uint (value);
    request_picture (self);
    redraw (self);
    break;
  case PROP_TRAIL_LENGTH:
    self->trail_length = g_value_get_uint (value);
    request_picture (self);
    break;
  case PROP_ORTHOGRAPHIC:
    self->orthographic = g_value_get_boolean (value);
    redraw (self);
    break;
  case PROP_ALL_SAMPLES:
    collapsar_samples_set_all (self->samples, g_value_get_boolean (value));
    break;
  case PROP_UNIT:
    self->unit = g_value_get_double (value);
    update_scale (self);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_scene_view_dispose (GObject *object)
{
  CollapsarSceneView *self = COLLAPSAR_SCENE_VIEW (object);
  collapsar_scene_view_set_session (self, NULL);
  g_clear_handle_id (&self->request_source, g_source_remove);
  g_clear_handle_id (&self->description_source, g_source_remove);
  g_clear_pointer (&self->projector, collapsar_projector_free);
  g_clear_object (&self->samples);
  g_clear_object (&self->camera);
  set_tour (self, NULL);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  collapsar_layer_dispose (&self->layer);
  g_clear_object (&self->image);
  G_OBJECT_CLASS (collapsar_scene_view_parent_class)->dispose (object);
}

static void
collapsar_scene_view_finalize (GObject *object)
{
  collapsar_tween_free (COLLAPSAR_SCENE_VIEW (object)->tween);
  collapsar_scene_scale_clear (&COLLAPSAR_SCENE_VIEW (object)->scale);
  view_lens_clear (&COLLAPSAR_SCENE_VIEW (object)->lens);
  g_free (COLLAPSAR_SCENE_VIEW (object)->tour_note);
  G_OBJECT_CLASS (collapsar_scene_view_parent_class)->finalize (object);
}

static void
collapsar_scene_view_class_init (CollapsarSceneViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_scene_view_get_property;
  object_class->set_property = collapsar_scene_view_set_property;
  object_class->dispose = collapsar_scene_view_dispose;
  object_class->finalize = collapsar_scene_view_finalize;
  widget_class->snapshot = collapsar_scene_view_snapshot;
  widget_class->map = collapsar_scene_view_map;
  widget_class->unmap = collapsar_scene_view_unmap;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, COLLAPSAR_TYPE_SESSION, flags);
  properties[PROP_CAMERA] = g_param_spec_object ("camera", NULL, NULL, COLLAPSAR_TYPE_CAMERA, flags);
  properties[PROP_PROJECTION] = g_param_spec_int (
      "projection", NULL, NULL, 0, COLLAPSE_PROJECTION_N_KINDS - 1, COLLAPSE_PROJECTION_BALANCED, flags);
  properties[PROP_SPLIT]
      = g_param_spec_int ("split", NULL, NULL, 0, TRAINING_N_SPLITS - 1, TRAINING_TRAIN, flags);
  properties[PROP_PARTS]
      = g_param_spec_uint ("parts", NULL, NULL, 0, PLOT_SCENE_ALL, PLOT_SCENE_USUAL, flags);
  properties[PROP_TRAIL_LENGTH] = g_param_spec_uint ("trail-length", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ORTHOGRAPHIC] = g_param_spec_boolean ("orthographic", NULL, NULL, FALSE, flags);
  properties[PROP_ALL_SAMPLES] = g_param_spec_boolean ("all-samples", NULL, NULL, FALSE, flags);
  properties[PROP_RADIUS] = g_param_spec_double ("radius", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UNIT] = g_param_spec_double ("unit", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  collapsar_scene_controls_install (widget_class);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "sceneview");
}

static void
collapsar_scene_view_init (CollapsarSceneView *self)
{
  self->parts = PLOT_SCENE_USUAL;
  self->leads = TRUE;
  self->turns = 1;
  self->pick = pick_nothing;
  self->projector = collapsar_projector_new (on_picture, self);
  self->samples = collapsar_samples_new ();
  collapsar_samples_set_seen (self->samples, FALSE);
  g_signal_connect_object (self->samples, "changed", G_CALLBACK (request_picture), self, G_CONNECT_SWAPPED);
  self->tween = collapsar_tween_new ();
  set_camera (self, NULL);
  collapsar_scene_view_set_tour (self, NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Geometry"), -1);
  collapsar_appearance_follow (GTK_WIDGET (self));

  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  collapsar_scene_controls_add (self);
}

GtkWidget *
collapsar_scene_view_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_SCENE_VIEW, NULL);
}

void
collapsar_scene_view_set_session (CollapsarSceneView *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (self->samples != NULL)
    collapsar_samples_set_session (self->samples, session);
  g_clear_handle_id (&self->request_source, g_source_remove);
  if (session != NULL) {
    g_signal_connect_object (session, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::name", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::look", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "updated", G_CALLBACK (request_picture), self, G_CONNECT_SWAPPED);
    on_started (self);
  } else if (self->projector != NULL) {
    collapsar_projector_set_run (self->projector, NULL, NULL, NULL, 0);
    clear_picture (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

CollapsarSession *
collapsar_scene_view_get_session (CollapsarSceneView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_VIEW (self), NULL);

  return self->session;
}

void
collapsar_scene_view_set_turn (CollapsarSceneView *self, guint turn, guint turns, gboolean eager)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));
  g_return_if_fail (turn < turns);

  self->turn = turn;
  self->turns = turns;
  self->eager = eager;
}

void
collapsar_scene_view_set_leads (CollapsarSceneView *self, gboolean leads)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  self->leads = leads;
  if (leads && picture != NULL)
    collapsar_camera_set_home (self->camera, &picture->home);
}

CollapsarCamera *
collapsar_scene_view_get_camera (CollapsarSceneView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_VIEW (self), NULL);

  return self->camera;
}

void
collapsar_scene_view_throw (CollapsarSceneView *self, double yaw, double pitch)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  if (!is_animated (self))
    return;
  collapsar_camera_throw (self->camera, yaw, pitch);
  start_moving (self);
}

PlotPanel
collapsar_scene_view_panel (CollapsarSceneView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_VIEW (self), ((PlotPanel){ .kind = PLOT_PANEL_SCENE }));

  return (PlotPanel){
    .kind = PLOT_PANEL_SCENE,
    .scene = collapsar_scene_view_present (self),
    .camera = collapsar_scene_view_present_camera (self),
    .parts = self->parts,
  };
}

guint
collapsar_scene_view_n_axes (CollapsarSceneView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_VIEW (self), 0);

  CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  return picture == NULL ? 0 : picture->n_axes;
}

void
collapsar_scene_view_set_tour (CollapsarSceneView *self, CollapsarTour *tour)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  g_autoptr (CollapsarTour) own = tour == NULL ? collapsar_tour_new () : g_object_ref (tour);
  set_tour (self, own);
}

void
collapsar_scene_view_choose (CollapsarSceneView *self, const guint32 classes[COLLAPSE_N_CHOSEN], double hold)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  collapsar_projector_choose (self->projector, classes, hold);
  request_picture (self);
}
