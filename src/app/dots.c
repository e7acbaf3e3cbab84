#include "app/dots.h"

#include "app/appearance.h"
#include "view/trend-dots.h"

#define MIN_WIDTH 240

struct _CollapsarDots {
  GtkWidget parent_instance;

  ViewTrendDots *dots; /* NULL at first */
};

G_DEFINE_FINAL_TYPE (CollapsarDots, collapsar_dots, GTK_TYPE_WIDGET)

/* On screen the words are labels beside it. */
static PlotDots
bare (CollapsarDots *self)
{
  PlotDots dots = { 0 };
  if (self->dots != NULL)
    dots = *view_trend_dots_plot (self->dots);
  dots.heading = dots.note = NULL;
  return dots;
}

static void
collapsar_dots_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  PlotDots dots = bare (COLLAPSAR_DOTS (widget));
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                            ? MIN_WIDTH
                            : (int)plot_dots_height (&dots, collapsar_appearance_theme (), MIN_WIDTH);
}

static void
collapsar_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  PlotDots dots = bare (COLLAPSAR_DOTS (widget));
  plot_dots_draw (cr, &dots, collapsar_appearance_theme (), width, height);
  cairo_destroy (cr);
}

static void
collapsar_dots_finalize (GObject *object)
{
  g_clear_pointer (&COLLAPSAR_DOTS (object)->dots, view_trend_dots_free);
  G_OBJECT_CLASS (collapsar_dots_parent_class)->finalize (object);
}

static void
collapsar_dots_class_init (CollapsarDotsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = collapsar_dots_finalize;
  widget_class->measure = collapsar_dots_measure;
  widget_class->snapshot = collapsar_dots_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
collapsar_dots_init (CollapsarDots *self)
{
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_dots_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_DOTS, NULL);
}

void
collapsar_dots_set_result (CollapsarDots *self,
                           const TrainingTrend *trend,
                           const TrainingTrendResult *result,
                           const RegimeComparison *comparison,
                           const guint *styles)
{
  g_return_if_fail (COLLAPSAR_IS_DOTS (self));

  guint before = bare (self).n_rows;
  g_autofree char *words = training_trend_words (trend, result, comparison);
  g_clear_pointer (&self->dots, view_trend_dots_free);
  self->dots = view_trend_dots_new (trend, result, comparison, styles);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, bare (self).title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  if (before != bare (self).n_rows)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
