#include "app/page-preview.h"

#include <math.h>

#include "app/appearance.h"
#include "plot/page.h"

/* Pixels a point at true size: an inch is 96 of them, as everywhere on a screen. */
#define TRUE_SIZE (96.0 / 72)
/* Pixels: the rulers are left and above. */
#define RULER 34.0
#define MARGIN 18.0
#define TICK 4.0
#define FONT "9px"
/* Pixels between numbers at least. */
#define SPACING 36.0

struct _CollapsarPagePreview {
  GtkWidget parent_instance;

  double width, height; /* points */
  GdkTexture *texture;
  double scale; /* as told last */
};

G_DEFINE_FINAL_TYPE (CollapsarPagePreview, collapsar_page_preview, GTK_TYPE_WIDGET)

enum {
  PROP_SCALE = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

/* Pixels of the window a point; 0 where there is no room. */
static double
find_scale (CollapsarPagePreview *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - RULER - 2 * MARGIN;
  double height = gtk_widget_get_height (GTK_WIDGET (self)) - RULER - 2 * MARGIN;
  if (!(self->width > 0) || !(self->height > 0) || width < 1 || height < 1)
    return 0;
  return fmin (TRUE_SIZE, fmin (width / self->width, height / self->height));
}

static void
update_scale (CollapsarPagePreview *self)
{
  double scale = find_scale (self) * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (scale == self->scale)
    return;
  self->scale = scale;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCALE]);
}

static void
collapsar_page_preview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  update_scale (COLLAPSAR_PAGE_PREVIEW (widget));
}

/* Millimetres between ruler's numbers: 10, 20, 50, 100 and so on. */
static double
find_step (double pixels_a_mm)
{
  static const double steps[] = { 10, 20, 50, 100, 200, 500 };
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * pixels_a_mm >= SPACING)
      return steps[i];
  return 1000;
}

static void
draw_number (cairo_t *cr, PangoLayout *layout, double mm, double x, double y, double align_x, double align_y)
{
  g_autofree char *number = g_strdup_printf (mm == 0 ? "%.0f mm" : "%.0f", mm);
  int width, height;
  pango_layout_set_text (layout, number, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_move_to (cr, x - align_x * width, y - align_y * height);
  pango_cairo_show_layout (cr, layout);
}

/* Along the upper edge, or down the left one, of a page that begins at 0. */
static void
draw_ruler (cairo_t *cr, PangoLayout *layout, double length, double scale, gboolean down)
{
  double pixels_a_mm = scale * PLOT_POINTS_PER_MM, step = find_step (pixels_a_mm);
  double fine = pixels_a_mm >= 2.4 ? 1 : step / 10;
  guint n = (guint)floor (length / PLOT_POINTS_PER_MM / fine + 1e-6);
  for (guint i = 0; i <= n; i++) {
    double mm = i * fine, at = mm * pixels_a_mm;
    gboolean whole = fabs (remainder (mm, step)) < 1e-6, half = fabs (remainder (mm, 5 * fine)) < 1e-6;
    double tick = whole ? 2 * TICK : half ? 1.5 * TICK : TICK;
    cairo_move_to (cr, down ? -MARGIN / 2 : at, down ? at : -MARGIN / 2);
    cairo_line_to (cr, down ? -MARGIN / 2 - tick : at, down ? at : -MARGIN / 2 - tick);
    cairo_stroke (cr);
    if (whole && !(down && i == 0))
      draw_number (cr, layout, mm, down ? -MARGIN / 2 - 2 * TICK - 3 : at,
                   down ? at : -MARGIN / 2 - 2 * TICK - 1, down ? 1 : 0.5, down ? 0.5 : 1);
  }
}

static void
draw_rulers (CollapsarPagePreview *self, GtkSnapshot *snapshot, double scale, const graphene_rect_t *all)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (FONT);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, all);
  pango_layout_set_font_description (layout, font);
  plot_set_source (cr, plot_theme_dim (collapsar_appearance_theme ()));
  cairo_set_line_width (cr, 1);
  draw_ruler (cr, layout, self->width, scale, FALSE);
  draw_ruler (cr, layout, self->height, scale, TRUE);
  cairo_destroy (cr);
}

static void
collapsar_page_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarPagePreview *self = COLLAPSAR_PAGE_PREVIEW (widget);
  double scale = find_scale (self);
  if (scale == 0)
    return;
  float width = (float)gtk_widget_get_width (widget), height = (float)gtk_widget_get_height (widget);
  float page_width = (float)(scale * self->width), page_height = (float)(scale * self->height);
  /* In the middle, on whole pixels so that its text is sharp. */
  float left = rintf ((width - page_width + (float)RULER) / 2);
  float top = rintf ((height - page_height + (float)RULER) / 2);
  const graphene_rect_t page = GRAPHENE_RECT_INIT (0, 0, page_width, page_height);
  const graphene_rect_t all = GRAPHENE_RECT_INIT (-left, -top, width, height);
  const GdkRGBA shadow = { 0, 0, 0, 0.3f }, paper = { 1, 1, 1, 1 };
  GskRoundedRect outline;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left, top));
  gsk_rounded_rect_init_from_rect (&outline, &page, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 0, 5);
  if (self->texture == NULL)
    gtk_snapshot_append_color (snapshot, &paper, &page);
  else
    gtk_snapshot_append_texture (snapshot, self->texture, &page);
  draw_rulers (self, snapshot, scale, &all);
  gtk_snapshot_pop (snapshot);
}

static void
collapsar_page_preview_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SCALE)
    g_value_set_double (value, COLLAPSAR_PAGE_PREVIEW (object)->scale);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_page_preview_finalize (GObject *object)
{
  g_clear_object (&COLLAPSAR_PAGE_PREVIEW (object)->texture);
  G_OBJECT_CLASS (collapsar_page_preview_parent_class)->finalize (object);
}

static void
collapsar_page_preview_class_init (CollapsarPagePreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_page_preview_get_property;
  object_class->finalize = collapsar_page_preview_finalize;
  widget_class->size_allocate = collapsar_page_preview_size_allocate;
  widget_class->snapshot = collapsar_page_preview_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  properties[PROP_SCALE] = g_param_spec_double ("scale", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
collapsar_page_preview_init (CollapsarPagePreview *self)
{
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (update_scale), NULL);
}

void
collapsar_page_preview_set_page (CollapsarPagePreview *self, double width, double height)
{
  g_return_if_fail (COLLAPSAR_IS_PAGE_PREVIEW (self));

  self->width = width;
  self->height = height;
  update_scale (self);
}

void
collapsar_page_preview_set_texture (CollapsarPagePreview *self, GdkTexture *texture)
{
  g_return_if_fail (COLLAPSAR_IS_PAGE_PREVIEW (self));

  g_set_object (&self->texture, texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GdkTexture *
collapsar_page_preview_get_texture (CollapsarPagePreview *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_PAGE_PREVIEW (self), NULL);

  return self->texture;
}

double
collapsar_page_preview_get_share (CollapsarPagePreview *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_PAGE_PREVIEW (self), 0);

  return find_scale (self) / TRUE_SIZE;
}
