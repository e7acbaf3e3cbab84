#include "app/class-row.h"

#include <glib/gi18n.h>

#include "app/appearance.h"
#include "app/naming.h"
#include "app/sample-strip.h"
#include "plot/scene.h"

#define BALL_RADIUS 9.0
#define BAR_HEIGHT 5.0

struct _CollapsarClassRow {
  GtkBox parent_instance;

  GtkWidget *ball;
  GtkLabel *name;
  GtkLabel *detail;
  GtkLabel *n_train;
  GtkLabel *n_test;
  GtkWidget *bar;
  CollapsarSampleStrip *strip;

  guint k;
  double share; /* of the largest class's training samples */
};

G_DEFINE_FINAL_TYPE (CollapsarClassRow, collapsar_class_row, GTK_TYPE_BOX)

static void
draw_ball (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  CollapsarClassRow *self = user_data;
  plot_class_ball_draw (cr, collapsar_appearance_theme (), self->k, width / 2.0, height / 2.0, BALL_RADIUS);
}

static void
add_pill (cairo_t *cr, double width, double middle)
{
  double radius = BAR_HEIGHT / 2.0;
  width = MAX (width, BAR_HEIGHT);
  cairo_arc (cr, radius, middle, radius, G_PI_2, 3.0 * G_PI_2);
  cairo_arc (cr, width - radius, middle, radius, -G_PI_2, G_PI_2);
  cairo_close_path (cr);
}

/* The track is as long as the bar of the largest class. */
static void
draw_bar (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  CollapsarClassRow *self = user_data;
  const PlotTheme *theme = collapsar_appearance_theme ();
  plot_set_source (cr, plot_theme_ink (theme, 0.1));
  add_pill (cr, width, height / 2.0);
  cairo_fill (cr);
  if (self->share <= 0.0)
    return;
  plot_set_source (cr, plot_theme_class_colour (theme, self->k));
  add_pill (cr, width * self->share, height / 2.0);
  cairo_fill (cr);
}

static void
collapsar_class_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_CLASS_ROW);
  G_OBJECT_CLASS (collapsar_class_row_parent_class)->dispose (object);
}

static void
collapsar_class_row_class_init (CollapsarClassRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_class_row_dispose;

  g_type_ensure (COLLAPSAR_TYPE_SAMPLE_STRIP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/class-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarClassRow, ball);
  gtk_widget_class_bind_template_child (widget_class, CollapsarClassRow, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarClassRow, detail);
  gtk_widget_class_bind_template_child (widget_class, CollapsarClassRow, n_train);
  gtk_widget_class_bind_template_child (widget_class, CollapsarClassRow, n_test);
  gtk_widget_class_bind_template_child (widget_class, CollapsarClassRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CollapsarClassRow, strip);
}

static void
collapsar_class_row_init (CollapsarClassRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->ball), draw_ball, self, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->bar), draw_bar, self, NULL);
  collapsar_appearance_follow (self->ball);
  collapsar_appearance_follow (self->bar);
}

GtkWidget *
collapsar_class_row_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_CLASS_ROW, NULL);
}

static void
show_counts (CollapsarClassRow *self, const CollapsarDataLabelling *labelling)
{
  const CollapsarDataClass *class = &labelling->classes[self->k];
  g_autofree char *n_train = g_strdup_printf ("%'" G_GSIZE_FORMAT, class->n_train);
  g_autofree char *n_test = g_strdup_printf ("%'" G_GSIZE_FORMAT, class->n_test);
  g_autofree char *to_test = g_strdup_printf (_ ("%s to test"), n_test);
  self->share = labelling->most == 0 ? 0.0 : (double)class->n_train / (double)labelling->most;
  gtk_label_set_label (self->n_train, n_train);
  gtk_label_set_label (self->n_test, to_test);
  gtk_widget_queue_draw (self->bar);
}

static void
show_names (CollapsarClassRow *self, const CollapsarDataPreview *preview, const CollapsarDataClass *class)
{
  g_autofree char *what
      = preview->images ? g_strdup_printf (_ ("Images of “%s”"), class->name)
                        : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s”: %u sample",
                                                        "“%s”: %u samples over each other, their mean bold",
                                                        class->n_shown),
                                           class->name, class->n_shown);
  collapsar_name_row (GTK_WIDGET (self), class->name);
  gtk_label_set_label (self->name, class->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), class->name);
  gtk_label_set_label (self->detail, class->detail == NULL ? "" : class->detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->detail), class->detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), class->detail != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->strip), preview->images ? NULL : what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->strip), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
}

void
collapsar_class_row_show (CollapsarClassRow *self,
                          CollapsarDataPreview *preview,
                          const CollapsarDataLabelling *labelling,
                          guint k)
{
  g_return_if_fail (COLLAPSAR_IS_CLASS_ROW (self));

  collapsar_sample_strip_show (self->strip, preview, labelling, k);
  if (preview == NULL)
    return;
  self->k = k;
  show_names (self, preview, &labelling->classes[k]);
  show_counts (self, labelling);
  gtk_widget_queue_draw (self->ball);
}
