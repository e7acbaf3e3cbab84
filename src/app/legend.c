#include "app/legend.h"

#include "app/appearance.h"
#include "plot/scene.h"

struct _CollapsarLegend {
  GtkWidget parent_instance;

  Dataset *dataset;
};

G_DEFINE_FINAL_TYPE (CollapsarLegend, collapsar_legend, GTK_TYPE_WIDGET)

/* Below this width one column is left. */
#define MINIMUM_WIDTH 200

static double
legend_height (CollapsarLegend *self, double width)
{
  return plot_scene_legend_draw (NULL, self->dataset->n_classes,
                                 (const char *const *)self->dataset->class_names,
                                 collapsar_appearance_theme (), width);
}

static GtkSizeRequestMode
collapsar_legend_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
collapsar_legend_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  CollapsarLegend *self = COLLAPSAR_LEGEND (widget);
  if (self->dataset == NULL)
    *minimum = *natural = 0;
  else if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = MINIMUM_WIDTH;
  else
    *minimum = *natural = (int)(legend_height (self, MAX (for_size, MINIMUM_WIDTH)) + 0.999);
}

static void
collapsar_legend_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarLegend *self = COLLAPSAR_LEGEND (widget);
  if (self->dataset == NULL)
    return;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  plot_scene_legend_draw (cr, self->dataset->n_classes, (const char *const *)self->dataset->class_names,
                          collapsar_appearance_theme (), width);
  cairo_destroy (cr);
}

/* The page knows whether that chooses a class. */
static void
on_released (GtkGestureClick *click, int n_press, double x, double y, CollapsarLegend *self)
{
  gint k = self->dataset == NULL ? -1
                                 : plot_scene_legend_pick (self->dataset->n_classes,
                                                           (const char *const *)self->dataset->class_names,
                                                           collapsar_appearance_theme (),
                                                           gtk_widget_get_width (GTK_WIDGET (self)), x, y);
  if (k >= 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-class", "u", (guint)k);
}

static void
collapsar_legend_finalize (GObject *object)
{
  CollapsarLegend *self = COLLAPSAR_LEGEND (object);
  g_clear_pointer (&self->dataset, dataset_unref);
  G_OBJECT_CLASS (collapsar_legend_parent_class)->finalize (object);
}

static void
collapsar_legend_class_init (CollapsarLegendClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = collapsar_legend_finalize;
  widget_class->get_request_mode = collapsar_legend_get_request_mode;
  widget_class->measure = collapsar_legend_measure;
  widget_class->snapshot = collapsar_legend_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
collapsar_legend_init (CollapsarLegend *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_legend_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_LEGEND, NULL);
}

void
collapsar_legend_set_dataset (CollapsarLegend *self, const Dataset *dataset)
{
  g_return_if_fail (COLLAPSAR_IS_LEGEND (self));

  g_clear_pointer (&self->dataset, dataset_unref);
  g_autofree char *names = NULL;
  if (dataset != NULL) {
    self->dataset = dataset_ref ((Dataset *)dataset);
    names = g_strjoinv (", ", dataset->class_names);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  names == NULL ? "" : names, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
