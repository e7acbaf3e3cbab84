#include "app/run-drag.h"

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
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (picture);
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
