#include "app/timeline.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/appearance.h"
#include "app/layer.h"
#include "app/timeline-track.h"

/* The track is drawn again at most this often while a run goes on; the knob moves over it every frame. */
#define TRACK_INTERVAL 66000 /* microseconds */
#define KNOB_RADIUS 9
/* How near a whole epoch catches the knob, in pixels. */
#define CATCH 8.0

struct _CollapsarTimeline {
  GtkWidget parent_instance;

  CollapsarSession *session;
  CollapsarLayer layer;
  gint64 drawn; /* when the track was drawn last */
  guint tick;
  guint value_source;
  double scrolled; /* part of a scroll step that is left over */
};

G_DEFINE_FINAL_TYPE (CollapsarTimeline, collapsar_timeline, GTK_TYPE_WIDGET)

enum {
  PROP_SESSION = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static TimelineTrack
get_track (CollapsarTimeline *self)
{
  TimelineTrack track
      = { .n_epochs = 1.0, .branch = -1, .context = gtk_widget_get_pango_context (GTK_WIDGET (self)) };
  const TrainerStart *start = self->session == NULL ? NULL : collapsar_session_start_info (self->session);
  if (start == NULL)
    return track;
  track.history = collapsar_session_history (self->session);
  track.n_epochs = MAX (1.0, start->n_epochs);
  track.marks = collapsar_session_marks (self->session);
  track.style = collapsar_session_get_style (self->session);
  track.branch = collapsar_session_branch_epoch (self->session);
  g_object_get (self->session, "samples-wanted", &track.samples, NULL);
  const TrainingRecord *last = training_history_last (track.history);
  track.trained = last == NULL ? 0.0 : last->epoch;
  return track;
}

static double
get_epoch (CollapsarTimeline *self)
{
  return self->session == NULL ? 0.0 : collapsar_session_get_epoch (self->session);
}

/* Drawing. */

static void
draw_track (cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data)
{
  CollapsarTimeline *self = user_data;
  TimelineTrack track = get_track (self);
  timeline_track_draw (&track, cr, theme, width);
  self->drawn = g_get_monotonic_time ();
}

static void
append_disc (GtkSnapshot *snapshot, float x, float y, float radius, const GdkRGBA *colour)
{
  GskRoundedRect disc;
  gsk_rounded_rect_init_from_rect (
      &disc, &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius), radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, colour, &disc.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_knob (CollapsarTimeline *self, GtkSnapshot *snapshot, int width)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  TimelineTrack track = get_track (self);
  float x = (float)(floor (timeline_track_x (&track, width, MIN (get_epoch (self), track.n_epochs))) + 0.5);
  float y = (TIMELINE_TOP + TIMELINE_BOTTOM) / 2.0f;
  GdkRGBA accent = { (float)theme->accent.red, (float)theme->accent.green, (float)theme->accent.blue, 1.0f };
  GdkRGBA rim = { 0.0f, 0.0f, 0.0f, theme->dark ? 0.4f : 0.25f };
  GdkRGBA face = theme->dark ? (GdkRGBA){ 0.85f, 0.85f, 0.85f, 1.0f } : (GdkRGBA){ 1.0f, 1.0f, 1.0f, 1.0f };
  gtk_snapshot_append_color (
      snapshot, &accent,
      &GRAPHENE_RECT_INIT (x - 1, TIMELINE_TOP - 4, 2, TIMELINE_BOTTOM - TIMELINE_TOP + 10));
  append_disc (snapshot, x, y + 0.5f, KNOB_RADIUS + 1, &rim);
  append_disc (snapshot, x, y, KNOB_RADIUS, &face);
}

static void
collapsar_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarTimeline *self = COLLAPSAR_TIMELINE (widget);
  collapsar_layer_append (&self->layer, widget, snapshot, draw_track, self);
  collapsar_appearance_draw_focus (widget, snapshot, 6.0f);
  if (get_track (self).history != NULL)
    append_knob (self, snapshot, gtk_widget_get_width (widget));
}

static void
collapsar_timeline_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : TIMELINE_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : TIMELINE_HEIGHT;
}

/* What the session tells. */

static void
redraw_track (CollapsarTimeline *self)
{
  collapsar_layer_clear (&self->layer);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarTimeline *self = COLLAPSAR_TIMELINE (widget);
  if (gdk_frame_clock_get_frame_time (clock) - self->drawn < TRACK_INTERVAL)
    return G_SOURCE_CONTINUE;
  redraw_track (self);
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
on_updated (CollapsarTimeline *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
update_value (CollapsarTimeline *self)
{
  TimelineTrack track = get_track (self);
  double epoch = get_epoch (self);
  g_autofree char *text = g_strdup_printf (_ ("epoch %.0f of %.0f"), floor (epoch), track.n_epochs);
  g_autofree char *marks = timeline_track_describe (&track);
  g_clear_handle_id (&self->value_source, g_source_remove);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
      track.trained, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, epoch, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, marks, -1);
}

static gboolean
on_value_due (gpointer user_data)
{
  CollapsarTimeline *self = user_data;
  self->value_source = 0;
  update_value (self);
  return G_SOURCE_REMOVE;
}

/* Once a second is enough for a run that goes on; what a person moved is told at once. */
static void
on_epoch (CollapsarTimeline *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!collapsar_session_get_live (self->session))
    update_value (self);
  else if (self->value_source == 0)
    self->value_source = g_timeout_add_seconds (1, on_value_due, self);
}

static void
on_started (CollapsarTimeline *self)
{
  redraw_track (self);
  update_value (self);
}

/* Pointer and keys. */

static void
move_to (CollapsarTimeline *self, double epoch)
{
  if (self->session != NULL && get_track (self).history != NULL)
    collapsar_session_set_epoch (self->session, epoch);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, CollapsarTimeline *self)
{
  double x, y;
  TimelineTrack track = get_track (self);
  if (gtk_gesture_drag_get_start_point (gesture, &x, &y))
    move_to (self, timeline_track_epoch (&track, gtk_widget_get_width (GTK_WIDGET (self)), x + dx));
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, CollapsarTimeline *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  on_drag_update (gesture, 0.0, 0.0, self);
}

/* A knob that is let go near a whole epoch, where there is something measured to see, rests on it. */
static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, CollapsarTimeline *self)
{
  TimelineTrack track = get_track (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double epoch = get_epoch (self), whole = rint (epoch);
  if (fabs (timeline_track_x (&track, width, epoch) - timeline_track_x (&track, width, whole)) < CATCH)
    move_to (self, whole);
}

static gboolean
on_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  TimelineTrack track = get_track (COLLAPSAR_TIMELINE (widget));
  g_autofree char *text = keyboard ? timeline_track_describe (&track)
                                   : timeline_track_describe_at (&track, gtk_widget_get_width (widget), x);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL && *text != '\0';
}

/* Whole steps of a wheel or of a touchpad's small ones. */
static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, CollapsarTimeline *self)
{
  double whole;
  self->scrolled = modf (self->scrolled + dx - dy, &whole);
  if (whole != 0.0)
    move_to (self, rint (get_epoch (self)) + whole);
  return GDK_EVENT_STOP;
}

static void
move_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarTimeline *self = COLLAPSAR_TIMELINE (widget);
  move_to (self, rint (get_epoch (self)) + g_variant_get_int32 (parameter));
}

/* The object. */

static void
collapsar_timeline_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, COLLAPSAR_TIMELINE (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_timeline_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    collapsar_timeline_set_session (COLLAPSAR_TIMELINE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_timeline_dispose (GObject *object)
{
  CollapsarTimeline *self = COLLAPSAR_TIMELINE (object);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_handle_id (&self->value_source, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  collapsar_layer_dispose (&self->layer);
  G_OBJECT_CLASS (collapsar_timeline_parent_class)->dispose (object);
}

static void
collapsar_timeline_class_init (CollapsarTimelineClass *klass)
{
  static const struct {
    guint key;
    gint32 epochs;
  } bindings[] = {
    { GDK_KEY_Left, -1 },
    { GDK_KEY_KP_Left, -1 },
    { GDK_KEY_Down, -1 },
    { GDK_KEY_Right, 1 },
    { GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Up, 1 },
    { GDK_KEY_Page_Down, -10 },
    { GDK_KEY_Page_Up, 10 },
    { GDK_KEY_Home, G_MININT32 / 2 },
    { GDK_KEY_End, G_MAXINT32 / 2 },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_timeline_get_property;
  object_class->set_property = collapsar_timeline_set_property;
  object_class->dispose = collapsar_timeline_dispose;
  widget_class->snapshot = collapsar_timeline_snapshot;
  widget_class->measure = collapsar_timeline_measure;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, COLLAPSAR_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "timeline.move-cursor", "i", move_cursor);
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].key, 0, "timeline.move-cursor", "i",
                                         bindings[i].epochs);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_widget_class_set_css_name (widget_class, "timeline");
}

static void
collapsar_timeline_init (CollapsarTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Epoch"), -1);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  collapsar_appearance_follow (widget);

  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, scroll);
}

GtkWidget *
collapsar_timeline_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_TIMELINE, NULL);
}

void
collapsar_timeline_set_session (CollapsarTimeline *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_TIMELINE (self));

  if (self->session == session)
    return;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL) {
    g_signal_connect_object (session, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "updated", G_CALLBACK (on_updated), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::epoch", G_CALLBACK (on_epoch), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::samples-wanted", G_CALLBACK (redraw_track), self,
                             G_CONNECT_SWAPPED);
  }
  on_started (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}
