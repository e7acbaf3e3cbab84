#include "app/inspect.h"

#include <stdio.h>

#include "app/frame-meter.h"

/* Frames of the first moments (fonts, first layout) are not what --frame-times is about. */
#define SETTLE_SECONDS 1.0

typedef struct {
  GWeakRef window;
  char *file;
  GStrv actions;
  double seconds;
  CollapsarFrameMeter *meter;
} Inspection;

static void
inspection_free (gpointer data)
{
  Inspection *inspection = data;
  g_clear_pointer (&inspection->meter, collapsar_frame_meter_free);
  g_weak_ref_clear (&inspection->window);
  g_free (inspection->file);
  g_strfreev (inspection->actions);
  g_free (inspection);
}

static Inspection *
inspection_new (CollapsarWindow *window)
{
  Inspection *inspection = g_new0 (Inspection, 1);
  g_weak_ref_init (&inspection->window, window);
  return inspection;
}

/* The window as GTK draws it, without the desktop around it. */
static gboolean
save_picture (GtkWidget *widget, const char *file)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkTexture) texture
      = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  return gdk_texture_save_to_png (texture, file);
}

/* The dialogue in front of the window, or the window. */
static GtkWidget *
front_of (GtkWidget *window)
{
  GtkWidget *front = window;
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *each = windows; each != NULL; each = each->next)
    if (gtk_widget_get_mapped (each->data)
        && gtk_window_get_transient_for (each->data) == GTK_WINDOW (window))
      front = each->data;
  return front;
}

/* Right after a frame was drawn: between frames a widget that has changed has nothing to show. */
static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  Inspection *inspection = user_data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&inspection->window);
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, inspection);
  if (window == NULL)
    return;
  if (!save_picture (front_of (window), inspection->file))
    g_printerr ("collapsar: no picture was written to %s\n", inspection->file);
  gtk_window_close (GTK_WINDOW (window));
}

static void
inspection_closure_free (gpointer data, GClosure *closure)
{
  inspection_free (data);
}

static gboolean
on_picture (gpointer user_data)
{
  Inspection *before = user_data;
  g_autoptr (CollapsarWindow) window = g_weak_ref_get (&before->window);
  if (window == NULL)
    return G_SOURCE_REMOVE;
  Inspection *inspection = inspection_new (window);
  inspection->file = g_steal_pointer (&before->file);
  GtkWidget *front = front_of (GTK_WIDGET (window));
  g_signal_connect_data (gtk_widget_get_frame_clock (front), "after-paint", G_CALLBACK (on_after_paint),
                         inspection, inspection_closure_free, 0);
  gtk_widget_queue_draw (front);
  return G_SOURCE_REMOVE;
}

static gboolean
on_activate (gpointer user_data)
{
  Inspection *inspection = user_data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&inspection->window);
  for (guint i = 0; window != NULL && inspection->actions[i] != NULL; i++) {
    g_autofree char *name = NULL;
    g_autoptr (GVariant) target = NULL;
    if (!g_action_parse_detailed_name (inspection->actions[i], &name, &target, NULL)
        || !gtk_widget_activate_action_variant (window, name, target))
      g_printerr ("collapsar: there is no action %s\n", inspection->actions[i]);
  }
  return G_SOURCE_REMOVE;
}

static gboolean
on_measured (gpointer user_data)
{
  Inspection *inspection = user_data;
  g_autoptr (GtkWidget) window = g_weak_ref_get (&inspection->window);
  if (window == NULL)
    return G_SOURCE_REMOVE;
  g_autofree char *report = collapsar_frame_meter_report (inspection->meter);
  g_print ("%s\n", report);
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static gboolean
on_settled (gpointer user_data)
{
  Inspection *before = user_data;
  g_autoptr (CollapsarWindow) window = g_weak_ref_get (&before->window);
  if (window == NULL)
    return G_SOURCE_REMOVE;
  Inspection *inspection = inspection_new (window);
  inspection->meter = collapsar_frame_meter_new (GTK_WIDGET (window));
  g_timeout_add_full (G_PRIORITY_DEFAULT, (guint)(before->seconds * 1000.0), on_measured, inspection,
                      inspection_free);
  return G_SOURCE_REMOVE;
}

gboolean
collapsar_inspects (GVariantDict *options)
{
  return g_variant_dict_contains (options, "screenshot") || g_variant_dict_contains (options, "frame-times");
}

void
collapsar_inspect (CollapsarWindow *window, GVariantDict *options)
{
  const char *file = NULL, *size = NULL;
  g_auto (GStrv) actions = NULL;
  double seconds = 5.0;
  int width, height;

  /* As on GNOME, also where no settings daemon says so: an X server of the tests. */
  if (g_variant_dict_contains (options, "screenshot"))
    g_object_set (gtk_widget_get_settings (GTK_WIDGET (window)), "gtk-font-name", "Cantarell 11", NULL);
  if (g_variant_dict_lookup (options, "size", "&s", &size) && sscanf (size, "%dx%d", &width, &height) == 2)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  if (g_variant_dict_contains (options, "settings"))
    g_object_set (window, "show-settings", TRUE, NULL);
  if (g_variant_dict_lookup (options, "screenshot", "^&ay", &file)) {
    Inspection *inspection = inspection_new (window);
    g_variant_dict_lookup (options, "screenshot-after", "d", &seconds);
    inspection->file = g_strdup (file);
    g_timeout_add_full (G_PRIORITY_DEFAULT, (guint)(seconds * 1000.0), on_picture, inspection,
                        inspection_free);
  }
  if (g_variant_dict_lookup (options, "activate", "^as", &actions)) {
    Inspection *inspection = inspection_new (window);
    inspection->actions = g_steal_pointer (&actions);
    g_timeout_add_full (G_PRIORITY_DEFAULT, (guint)(seconds * 500.0), on_activate, inspection,
                        inspection_free);
  }
  if (g_variant_dict_lookup (options, "frame-times", "d", &seconds)) {
    Inspection *inspection = inspection_new (window);
    inspection->seconds = seconds;
    g_timeout_add_full (G_PRIORITY_DEFAULT, (guint)(SETTLE_SECONDS * 1000.0), on_settled, inspection,
                        inspection_free);
  }
}
