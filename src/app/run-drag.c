#include "app/run-drag.h"

/* Of the picture that goes with the pointer: the line where it will lie is seen through it. */
#define OPACITY 0.8

/* Above and below which the list scrolls, pixels, and how fast at most, pixels a second. */
#define EDGE 36.0
#define SPEED 700.0

/* What a row's controllers know. */
typedef struct {
  GtkWidget *row; /* which they belong to */
  CollapsarSession *run;
  CollapsarRunDropped dropped;
  gpointer user_data;
  double x, y; /* where the row was taken hold of */
} Drag;

static void
drag_free (gpointer data, GClosure *closure)
{
  Drag *drag = data;
  g_object_unref (drag->run);
  g_free (drag);
}

static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, Drag *drag)
{
  drag->x = x;
  drag->y = y;
  return gdk_content_provider_new_typed (COLLAPSAR_TYPE_SESSION, drag->run);
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *gdk_drag, Drag *drag)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (drag->row);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gtk_snapshot_push_opacity (snapshot, OPACITY);
  gdk_paintable_snapshot (picture, snapshot, gdk_paintable_get_intrinsic_width (picture),
                          gdk_paintable_get_intrinsic_height (picture));
  gtk_snapshot_pop (snapshot);
  g_autoptr (GdkPaintable) still = gtk_snapshot_free_to_paintable (snapshot, NULL);
  gtk_drag_source_set_icon (source, still, (int)drag->x, (int)drag->y);
}

static gboolean
is_below (const Drag *drag, double y)
{
  return y > gtk_widget_get_height (drag->row) / 2.0;
}

static void
show_place (const Drag *drag, const char *place)
{
  static const char *const places[] = { "drop-before", "drop-after" };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (g_strcmp0 (places[i], place) == 0)
      gtk_widget_add_css_class (drag->row, places[i]);
    else
      gtk_widget_remove_css_class (drag->row, places[i]);
}

static GdkDragAction
on_motion (GtkDropTarget *target, double x, double y, Drag *drag)
{
  show_place (drag, is_below (drag, y) ? "drop-after" : "drop-before");
  return GDK_ACTION_MOVE;
}

static void
on_leave (GtkDropTarget *target, Drag *drag)
{
  show_place (drag, NULL);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, Drag *drag)
{
  g_autoptr (CollapsarSession) run = g_value_dup_object (value);
  g_autoptr (CollapsarSession) beside = g_object_ref (drag->run);
  show_place (drag, NULL);
  drag->dropped (run, beside, is_below (drag, y), drag->user_data); /* the row may go by that */
  return TRUE;
}

void
collapsar_run_drag_add (GtkWidget *row,
                        CollapsarSession *run,
                        CollapsarRunDropped dropped,
                        gpointer user_data)
{
  const Drag drag = { .row = row, .run = run, .dropped = dropped, .user_data = user_data };
  Drag *data = g_memdup2 (&drag, sizeof drag);
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (COLLAPSAR_TYPE_SESSION, GDK_ACTION_MOVE);
  g_object_ref (run);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_data (source, "prepare", G_CALLBACK (on_prepare), data, drag_free, 0);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_drag_begin), data);
  g_signal_connect (target, "motion", G_CALLBACK (on_motion), data);
  g_signal_connect (target, "leave", G_CALLBACK (on_leave), data);
  g_signal_connect (target, "drop", G_CALLBACK (on_drop), data);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (target));
}

/* The list under what is dragged. */

typedef struct {
  GtkWidget *over;
  GtkScrolledWindow *list;
  double y; /* of the pointer, in the list */
  guint tick;
  gint64 time; /* of the frame before, us */
} Scroll;

/* -1 at and beyond the upper edge, 1 at the lower, 0 between. */
static double
scroll_speed (const Scroll *scroll)
{
  double bottom = gtk_widget_get_height (GTK_WIDGET (scroll->list)) - EDGE;
  double depth = scroll->y < EDGE ? scroll->y - EDGE : MAX (scroll->y - bottom, 0.0);
  return CLAMP (depth / EDGE, -1.0, 1.0);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Scroll *scroll = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroll->list);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double speed = scroll_speed (scroll), seconds = (double)(now - scroll->time) / G_USEC_PER_SEC;
  if (scroll->time != 0)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + speed * SPEED * seconds);
  scroll->time = now;
  if (speed != 0.0)
    return G_SOURCE_CONTINUE;
  scroll->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
on_scroll_motion (GtkDropControllerMotion *motion, double x, double y, Scroll *scroll)
{
  double list_x;
  gtk_widget_translate_coordinates (scroll->over, GTK_WIDGET (scroll->list), x, y, &list_x, &scroll->y);
  if (scroll->tick != 0 || scroll_speed (scroll) == 0.0)
    return;
  scroll->time = 0;
  scroll->tick = gtk_widget_add_tick_callback (scroll->over, on_tick, scroll, NULL);
}

static void
on_scroll_leave (GtkDropControllerMotion *motion, Scroll *scroll)
{
  if (scroll->tick != 0)
    gtk_widget_remove_tick_callback (scroll->over, scroll->tick);
  scroll->tick = 0;
}

static void
scroll_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
collapsar_run_drag_scroll (GtkWidget *over, GtkScrolledWindow *list)
{
  const Scroll scroll = { .over = over, .list = list };
  Scroll *data = g_memdup2 (&scroll, sizeof scroll);
  GtkEventController *motion = gtk_drop_controller_motion_new ();
  g_signal_connect_data (motion, "motion", G_CALLBACK (on_scroll_motion), data, scroll_free, 0);
  g_signal_connect (motion, "leave", G_CALLBACK (on_scroll_leave), data);
  gtk_widget_add_controller (over, motion);
}
