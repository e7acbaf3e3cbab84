#include "app/preset-picture.h"

#include "app/appearance.h"
#include "app/layer.h"
#include "view/gallery.h"

#define FOLDER "/io/github/collapsar/Collapsar/gallery/"
#define WIDTH 236
#define HEIGHT 148

struct _CollapsarPresetPicture {
  GtkWidget parent_instance;

  ViewGallery *gallery;
  GCancellable *cancellable;
  CollapsarLayer layer;
};

G_DEFINE_FINAL_TYPE (CollapsarPresetPicture, collapsar_preset_picture, GTK_TYPE_WIDGET)

static void
draw (cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data)
{
  view_gallery_draw (cr, COLLAPSAR_PRESET_PICTURE (user_data)->gallery, theme, width, height);
}

static void
collapsar_preset_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarPresetPicture *self = COLLAPSAR_PRESET_PICTURE (widget);
  if (self->gallery != NULL)
    collapsar_layer_append (&self->layer, widget, snapshot, draw, self);
}

static void
collapsar_preset_picture_measure (GtkWidget *widget,
                                  GtkOrientation orientation,
                                  int for_size,
                                  int *minimum,
                                  int *natural,
                                  int *minimum_baseline,
                                  int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
collapsar_preset_picture_dispose (GObject *object)
{
  CollapsarPresetPicture *self = COLLAPSAR_PRESET_PICTURE (object);
  g_cancellable_cancel (self->cancellable);
  collapsar_layer_dispose (&self->layer);
  g_clear_pointer (&self->gallery, view_gallery_free);
  G_OBJECT_CLASS (collapsar_preset_picture_parent_class)->dispose (object);
}

static void
collapsar_preset_picture_finalize (GObject *object)
{
  g_clear_object (&COLLAPSAR_PRESET_PICTURE (object)->cancellable);
  G_OBJECT_CLASS (collapsar_preset_picture_parent_class)->finalize (object);
}

static void
collapsar_preset_picture_class_init (CollapsarPresetPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_preset_picture_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_preset_picture_finalize;
  widget_class->snapshot = collapsar_preset_picture_snapshot;
  widget_class->measure = collapsar_preset_picture_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
collapsar_preset_picture_init (CollapsarPresetPicture *self)
{
  self->cancellable = g_cancellable_new ();
  collapsar_appearance_follow (GTK_WIDGET (self));
}

static void
read_gallery (GTask *task, gpointer source, gpointer preset, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autofree char *path = g_strconcat (FOLDER, preset, ".gallery", NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  ViewGallery *gallery = bytes == NULL ? NULL : view_gallery_new (bytes, &error);
  if (gallery == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, gallery, (GDestroyNotify)view_gallery_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CollapsarPresetPicture *self = COLLAPSAR_PRESET_PICTURE (source);
  ViewGallery *gallery = g_task_propagate_pointer (G_TASK (result), NULL);
  if (gallery == NULL)
    return;
  g_clear_pointer (&self->gallery, view_gallery_free);
  self->gallery = gallery;
  collapsar_layer_clear (&self->layer);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
collapsar_preset_picture_load (CollapsarPresetPicture *self, const char *preset)
{
  g_return_if_fail (COLLAPSAR_IS_PRESET_PICTURE (self));

  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_read, NULL);
  g_task_set_task_data (task, g_strdup (preset), g_free);
  g_task_run_in_thread (task, read_gallery);
}

gboolean
collapsar_preset_picture_is_loaded (CollapsarPresetPicture *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_PRESET_PICTURE (self), FALSE);

  return self->gallery != NULL;
}
