/* Lines that are kept are those that Pango lays out anew. */
#include "plot/text-lines.h"

static cairo_t *
cairo_for (double scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 8, 8);
  cairo_t *cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  cairo_scale (cr, scale, scale);
  return cr;
}

static int
width_of (PangoLayout *layout)
{
  int width;
  pango_layout_get_size (layout, &width, NULL);
  return width;
}

/* Of a layout that nobody keeps. */
static int
expected_width (cairo_t *cr, const char *string, double size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (pango_layout_get_context (layout), options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  PangoFontDescription *font = pango_font_description_from_string (bold ? "Sans Bold" : "Sans");
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, string, -1);
  return width_of (layout);
}

static void
test_widths (void)
{
  cairo_t *cr = cairo_for (1.0);
  PlotTextLines *lines = plot_text_lines_of (cr, "Sans");
  static const char *const strings[] = { "nc1", "Sneaker", "ρ = −0.87 (n 12)", "" };
  for (guint turn = 0; turn < 2; turn++)
    for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
      for (guint bold = 0; bold < 2; bold++)
        for (double size = 7.0; size < 20.0; size += 4.5)
          g_assert_cmpint (width_of (plot_text_lines_get (lines, strings[i], size, bold, FALSE, 0.0)), ==,
                           expected_width (cr, strings[i], size, bold));
  PangoLayout *narrow = plot_text_lines_get (lines, "Sneaker", 12.0, FALSE, FALSE, 20.0);
  g_assert_true (pango_layout_is_ellipsized (narrow));
  g_assert_cmpint (width_of (narrow), <=, 20 * PANGO_SCALE);
  plot_text_lines_unref (lines);
  cairo_destroy (cr);
}

/* What is asked for again is there; another style is not it, nor another scale. */
static void
test_kept (void)
{
  cairo_t *cr = cairo_for (1.0), *large = cairo_for (3.0);
  PlotTextLines *lines = plot_text_lines_of (cr, "Sans");
  PangoLayout *layout = plot_text_lines_get (lines, "nc1", 9.0, FALSE, FALSE, 0.0);
  cairo_translate (cr, 5.0, 5.0);
  PlotTextLines *again = plot_text_lines_of (cr, "Sans"), *other = plot_text_lines_of (large, "Sans");
  PlotTextLines *serif = plot_text_lines_of (cr, "Serif");
  g_assert_true (again == lines && other != lines && serif != lines);
  g_assert_true (plot_text_lines_get (again, "nc1", 9.0, FALSE, FALSE, 0.0) == layout);
  g_assert_true (plot_text_lines_get (lines, "nc1", 9.0, TRUE, FALSE, 0.0) != layout);
  g_assert_true (plot_text_lines_get (lines, "nc1", 9.0, FALSE, TRUE, 0.0) != layout);
  g_assert_true (plot_text_lines_get (lines, "nc1", 9.0, FALSE, FALSE, 30.0) != layout);
  g_assert_true (plot_text_lines_get (lines, "nc2", 9.0, FALSE, FALSE, 0.0) != layout);
  plot_text_lines_unref (serif);
  plot_text_lines_unref (other);
  plot_text_lines_unref (again);
  plot_text_lines_unref (lines);
  cairo_destroy (large);
  cairo_destroy (cr);
}

/* More than are kept, and of more kinds: those that somebody holds stay whole. */
static void
test_many (void)
{
  cairo_t *cr = cairo_for (1.0);
  PlotTextLines *lines = plot_text_lines_of (cr, "Sans");
  for (guint i = 0; i < 3000; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i);
    g_assert_cmpstr (pango_layout_get_text (plot_text_lines_get (lines, number, 9.0, FALSE, TRUE, 0.0)), ==,
                     number);
  }
  for (guint i = 1; i < 40; i++) {
    cairo_t *scaled = cairo_for (i / 8.0);
    plot_text_lines_unref (plot_text_lines_of (scaled, "Sans"));
    cairo_destroy (scaled);
  }
  g_assert_cmpint (width_of (plot_text_lines_get (lines, "nc1", 9.0, FALSE, FALSE, 0.0)), ==,
                   expected_width (cr, "nc1", 9.0, FALSE));
  plot_text_lines_unref (lines);
  cairo_destroy (cr);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/text-lines/widths", test_widths);
  g_test_add_func ("/plot/text-lines/kept", test_kept);
  g_test_add_func ("/plot/text-lines/many", test_many);
  return g_test_run ();
}
