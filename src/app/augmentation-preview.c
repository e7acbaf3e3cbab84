#include "app/augmentation-preview.h"

#include <glib/gi18n.h>

#include "app/augmented-samples.h"

#define COLUMNS 4
/* Pixels of the screen, before its scale; pictures are made twice as fine, so that their pixels stay squares
 * when they are made to fit. */
#define SIDE 62

struct _CollapsarAugmentationPreview {
  GtkBox parent_instance;

  GtkStack *stack;
  GtkGrid *grid;
  GtkLabel *message;
  GtkLabel *caption;
  GtkPicture *pictures[COLLAPSAR_N_AUGMENTED];

  Regime *wanted;
  guint draw;
  gboolean fresh; /* what is shown is what is wanted */
  gboolean busy;  /* a worker draws */
  Regime *source; /* whose pool it is */
  Dataset *pool;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CollapsarAugmentationPreview, collapsar_augmentation_preview, GTK_TYPE_BOX)

enum {
  SIGNAL_SHOWN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* What the worker is given, and what it adds. */
typedef struct {
  Regime *regime;
  guint draw, size;
  Dataset *pool; /* NULL: to be made */
  CollapsarAugmentedSamples *samples;
} Drawing;

static void
drawing_free (Drawing *drawing)
{
  g_clear_pointer (&drawing->regime, regime_unref);
  g_clear_pointer (&drawing->pool, dataset_unref);
  g_clear_pointer (&drawing->samples, collapsar_augmented_samples_free);
  g_free (drawing);
}

static void
draw_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Drawing *drawing = data;
  g_autoptr (GError) error = NULL;
  if (drawing->pool == NULL)
    drawing->pool = collapsar_sample_pool_new (drawing->regime, &error);
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  drawing->samples
      = collapsar_augmented_samples_new (drawing->regime, drawing->pool, drawing->draw, drawing->size);
  g_task_return_boolean (task, TRUE);
}

static void
show_message (CollapsarAugmentationPreview *self, const char *text)
{
  gtk_label_set_label (self->message, text);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->message));
  gtk_label_set_label (self->caption, "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show_samples (CollapsarAugmentationPreview *self, const Drawing *drawing)
{
  const CollapsarAugmentedSamples *samples = drawing->samples;
  gboolean plain = g_str_equal (regime_get (drawing->regime, "augment.level"), "none");
  const char *caption = plain ? _ ("Training samples, as they are") : _ ("Training samples, as drawn");
  if (samples->images[0] == NULL) {
    show_message (self, _ ("These data are no images: noise and mixup change them, nothing else does, and "
                           "there are no pictures of them."));
    return;
  }
  g_autoptr (GString) description = g_string_new (caption);
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++) {
    gtk_picture_set_paintable (self->pictures[i], GDK_PAINTABLE (samples->images[i]));
    gtk_picture_set_alternative_text (self->pictures[i], samples->titles[i]);
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->pictures[i]), samples->titles[i]);
    g_string_append_printf (description, "%s %s", i == 0 ? ":" : ",", samples->titles[i]);
  }
  gtk_label_set_label (self->caption, caption);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->grid));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description->str, -1);
}

static void update (CollapsarAugmentationPreview *self);

static void
on_drawn (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CollapsarAugmentationPreview *self = COLLAPSAR_AUGMENTATION_PREVIEW (object);
  Drawing *drawing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean drawn = g_task_propagate_boolean (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the widget is going */
  self->busy = FALSE;
  g_clear_pointer (&self->pool, dataset_unref);
  g_clear_pointer (&self->source, regime_unref);
  if (drawn) {
    self->pool = dataset_ref (drawing->pool);
    self->source = regime_ref (drawing->regime);
    show_samples (self, drawing);
  } else {
    show_message (self, error->message);
  }
  if (self->fresh)
    g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
  update (self);
}

/* Has drawn what is not yet, once it is seen, by one worker at a time. */
static void
update (CollapsarAugmentationPreview *self)
{
  if (self->fresh || self->busy || self->wanted == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  Drawing *drawing = g_new0 (Drawing, 1);
  drawing->regime = regime_ref (self->wanted);
  drawing->draw = self->draw;
  drawing->size = 2 * SIDE * (guint)gtk_widget_get_scale_factor (GTK_WIDGET (self));
  if (self->pool != NULL && collapsar_sample_pool_is_same (self->source, self->wanted))
    drawing->pool = dataset_ref (self->pool);
  self->fresh = self->busy = TRUE;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_drawn, NULL);
  g_task_set_name (task, "CollapsarAugmentationPreview");
  g_task_set_task_data (task, drawing, (GDestroyNotify)drawing_free);
  g_task_run_in_thread (task, draw_in_worker);
}

static void
draw (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarAugmentationPreview *self = COLLAPSAR_AUGMENTATION_PREVIEW (widget);
  self->draw++;
  self->fresh = FALSE;
  update (self);
}

static void
collapsar_augmentation_preview_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (collapsar_augmentation_preview_parent_class)->map (widget);
  update (COLLAPSAR_AUGMENTATION_PREVIEW (widget));
}

static void
collapsar_augmentation_preview_dispose (GObject *object)
{
  CollapsarAugmentationPreview *self = COLLAPSAR_AUGMENTATION_PREVIEW (object);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wanted, regime_unref);
  g_clear_pointer (&self->source, regime_unref);
  g_clear_pointer (&self->pool, dataset_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_AUGMENTATION_PREVIEW);
  G_OBJECT_CLASS (collapsar_augmentation_preview_parent_class)->dispose (object);
}

static void
collapsar_augmentation_preview_class_init (CollapsarAugmentationPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_augmentation_preview_dispose;
  widget_class->map = collapsar_augmentation_preview_map;
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", COLLAPSAR_TYPE_AUGMENTATION_PREVIEW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/augmentation-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarAugmentationPreview, stack);
  gtk_widget_class_bind_template_child (widget_class, CollapsarAugmentationPreview, grid);
  gtk_widget_class_bind_template_child (widget_class, CollapsarAugmentationPreview, message);
  gtk_widget_class_bind_template_child (widget_class, CollapsarAugmentationPreview, caption);
  gtk_widget_class_install_action (widget_class, "preview.draw", NULL, draw);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
collapsar_augmentation_preview_init (CollapsarAugmentationPreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++) {
    GtkWidget *picture = gtk_picture_new ();
    self->pictures[i] = GTK_PICTURE (picture);
    gtk_widget_set_size_request (picture, SIDE, SIDE);
    gtk_widget_set_overflow (picture, GTK_OVERFLOW_HIDDEN);
    gtk_grid_attach (self->grid, picture, (int)(i % COLUMNS), (int)(i / COLUMNS), 1, 1);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Preview of the augmentation"), -1);
}

GtkWidget *
collapsar_augmentation_preview_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_AUGMENTATION_PREVIEW, NULL);
}

/* Whether both draw the same from a pool. */
static gboolean
augments_alike (const Regime *a, const Regime *b)
{
  gsize n_keys;
  const RegimeKey *keys = regime_keys (&n_keys);
  for (gsize i = 0; i < n_keys; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    if (g_str_equal (keys[i].group, "augment") && !g_str_equal (regime_get (a, name), regime_get (b, name)))
      return FALSE;
  }
  return TRUE;
}

void
collapsar_augmentation_preview_show (CollapsarAugmentationPreview *self, const Regime *regime)
{
  g_return_if_fail (COLLAPSAR_IS_AUGMENTATION_PREVIEW (self));

  if (self->wanted != NULL && augments_alike (self->wanted, regime)
      && collapsar_sample_pool_is_same (self->wanted, regime))
    return;
  g_clear_pointer (&self->wanted, regime_unref);
  self->wanted = regime_copy (regime);
  self->fresh = FALSE;
  update (self);
}
