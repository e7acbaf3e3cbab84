#include "app/sample-strip.h"

#include "app/appearance.h"
#include "app/sample-image.h"

#define HEIGHT 40
#define GAP 4
#define RADIUS 4
/* Of profiles, above and below. */
#define MARGIN 2.5

struct _CollapsarSampleStrip {
  GtkWidget parent_instance;

  CollapsarDataPreview *preview;
  const CollapsarDataLabelling *labelling; /* the preview's */
  guint k;
  GPtrArray *textures; /* of images; made as they come into view */
};

G_DEFINE_FINAL_TYPE (CollapsarSampleStrip, collapsar_sample_strip, GTK_TYPE_WIDGET)

static void
collapsar_sample_strip_measure (GtkWidget *widget,
                                GtkOrientation orientation,
                                int for_size,
                                int *minimum,
                                int *natural,
                                int *minimum_baseline,
                                int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 3 * HEIGHT : HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 8 * (HEIGHT + GAP) : HEIGHT;
}

/* Twice as fine as the screen, so that pixels stay squares when the picture is made to fit. */
static GdkTexture *
texture_at (CollapsarSampleStrip *self, guint sample)
{
  guint size = 2 * HEIGHT * (guint)gtk_widget_get_scale_factor (GTK_WIDGET (self));
  while (self->textures->len <= sample) {
    const guint8 *shades
        = collapsar_data_preview_sample (self->preview, self->labelling, self->k, self->textures->len);
    g_ptr_array_add (self->textures, collapsar_sample_texture (shades, self->preview->shown, size));
  }
  return g_ptr_array_index (self->textures, sample);
}

static void
append_images (CollapsarSampleStrip *self, GtkSnapshot *snapshot)
{
  DatasetShape shape = self->preview->shown;
  float width = (float)HEIGHT * (float)shape.width / (float)shape.height, x = 0.0f;
  for (guint i = 0; i < self->labelling->classes[self->k].n_shown; i++) {
    graphene_rect_t place = GRAPHENE_RECT_INIT (x, 0, width, HEIGHT);
    GskRoundedRect rounded;
    if (x + width > (float)gtk_widget_get_width (GTK_WIDGET (self)))
      break;
    gsk_rounded_rect_init_from_rect (&rounded, &place, RADIUS);
    gtk_snapshot_push_rounded_clip (snapshot, &rounded);
    gtk_snapshot_append_texture (snapshot, texture_at (self, i), &place);
    gtk_snapshot_pop (snapshot);
    x += width + GAP;
  }
}

/* A line through n values of 0 .. 255; of one value a level line. */
static void
stroke_profile (cairo_t *cr, const double *values, guint n, double width)
{
  double height = HEIGHT - 2.0 * MARGIN, step = n > 1 ? (width - 2.0 * MARGIN) / (n - 1) : 0.0;
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, MARGIN + i * step, MARGIN + height * (1.0 - values[i] / 255.0));
  if (n == 1)
    cairo_line_to (cr, width - MARGIN, MARGIN + height * (1.0 - values[0] / 255.0));
  cairo_stroke (cr);
}

static void
draw_profiles (CollapsarSampleStrip *self, cairo_t *cr, double width)
{
  guint n = self->preview->shown.channels, n_shown = self->labelling->classes[self->k].n_shown;
  PlotColour colour = plot_theme_class_colour (collapsar_appearance_theme (), self->k);
  g_autofree double *values = g_new (double, n);
  g_autofree double *mean = g_new0 (double, n);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 1.0);
  colour.alpha = 0.3;
  plot_set_source (cr, colour);
  for (guint i = 0; i < n_shown; i++) {
    const guint8 *shades = collapsar_data_preview_sample (self->preview, self->labelling, self->k, i);
    for (guint j = 0; j < n; j++) {
      values[j] = shades[j];
      mean[j] += values[j] / n_shown;
    }
    stroke_profile (cr, values, n, width);
  }
  colour.alpha = 1.0;
  plot_set_source (cr, colour);
  cairo_set_line_width (cr, 2.0);
  stroke_profile (cr, mean, n, width);
}

static void
collapsar_sample_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarSampleStrip *self = COLLAPSAR_SAMPLE_STRIP (widget);
  int width = gtk_widget_get_width (widget);
  if (self->preview == NULL || self->labelling->classes[self->k].n_shown == 0)
    return;
  if (self->preview->images) {
    append_images (self, snapshot);
    return;
  }
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, HEIGHT));
  draw_profiles (self, cr, width);
  cairo_destroy (cr);
}

static void
collapsar_sample_strip_finalize (GObject *object)
{
  CollapsarSampleStrip *self = COLLAPSAR_SAMPLE_STRIP (object);
  g_clear_pointer (&self->preview, collapsar_data_preview_unref);
  g_clear_pointer (&self->textures, g_ptr_array_unref);
  G_OBJECT_CLASS (collapsar_sample_strip_parent_class)->finalize (object);
}

static void
collapsar_sample_strip_class_init (CollapsarSampleStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = collapsar_sample_strip_finalize;
  widget_class->measure = collapsar_sample_strip_measure;
  widget_class->snapshot = collapsar_sample_strip_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
collapsar_sample_strip_init (CollapsarSampleStrip *self)
{
  self->textures = g_ptr_array_new_with_free_func (g_object_unref);
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_sample_strip_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_SAMPLE_STRIP, NULL);
}

void
collapsar_sample_strip_show (CollapsarSampleStrip *self,
                             CollapsarDataPreview *preview,
                             const CollapsarDataLabelling *labelling,
                             guint k)
{
  g_return_if_fail (COLLAPSAR_IS_SAMPLE_STRIP (self));

  CollapsarDataPreview *before = self->preview;
  self->preview = preview == NULL ? NULL : collapsar_data_preview_ref (preview);
  g_clear_pointer (&before, collapsar_data_preview_unref);
  self->labelling = labelling;
  self->k = k;
  g_ptr_array_set_size (self->textures, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
