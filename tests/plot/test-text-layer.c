#include "plot/text-layer.h"

#include <math.h>
#include <string.h>

typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr;
  GPtrArray *layer;
  PlotText text;
  PlotTextStyle style;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 200, 100);
  fixture->cr = cairo_create (fixture->surface);
  fixture->layer = plot_text_layer_new ();
  fixture->style = (PlotTextStyle){ .size = 10, .colour = { 1, 0, 0.2, 1 } };
  plot_text_layer_attach (fixture->cr, fixture->layer);
  plot_text_init (&fixture->text, fixture->cr, plot_theme (PLOT_THEME_PRINT));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plot_text_clear (&fixture->text);
  g_ptr_array_unref (fixture->layer);
  cairo_destroy (fixture->cr);
  cairo_surface_destroy (fixture->surface);
}

static const PlotTextRun *
run_at (Fixture *fixture, guint i)
{
  g_assert_cmpuint (fixture->layer->len, >, i);
  return g_ptr_array_index (fixture->layer, i);
}

static gboolean
is_blank (Fixture *fixture)
{
  const guint8 *data = cairo_image_surface_get_data (fixture->surface);
  gsize n = 100 * (gsize)cairo_image_surface_get_stride (fixture->surface);
  gboolean blank = TRUE;

  cairo_surface_flush (fixture->surface);
  for (gsize i = 0; i < n; i++)
    blank &= data[i] == 0;
  return blank;
}

/* Where it stands on the page, whatever the matrix; nothing is left on the picture. */
static void
test_place (Fixture *fixture, gconstpointer data)
{
  cairo_translate (fixture->cr, 5, 7);
  cairo_scale (fixture->cr, 2, 2);
  double width = plot_text_draw (&fixture->text, "words", 10, 20, 1, &fixture->style);
  plot_text_draw_upward (&fixture->text, "up", 30, 20, &fixture->style);
  const PlotTextRun *run = run_at (fixture, 0), *up = run_at (fixture, 1);

  g_assert_cmpstr (run->string, ==, "words");
  g_assert_cmpfloat (run->x, ==, 25);
  g_assert_cmpfloat (run->y, ==, 47);
  g_assert_cmpfloat (run->align, ==, 1);
  g_assert_cmpfloat (run->size, ==, 20);
  g_assert_cmpfloat_with_epsilon (run->width, 2 * width, 1e-6);
  g_assert_cmpfloat (run->turn, ==, 0);
  g_assert_cmpfloat (up->turn, ==, -90);
  g_assert_cmpfloat (up->x, ==, 65);
  g_assert_cmpfloat_with_epsilon (up->size, 20, 1e-9);
  g_assert_true (is_blank (fixture));
}

/* A mark, as a ball's number, is part of the picture. */
static void
test_mark (Fixture *fixture, gconstpointer data)
{
  fixture->style.mark = TRUE;
  plot_text_draw (&fixture->text, "7", 10, 20, 0, &fixture->style);
  g_assert_cmpuint (fixture->layer->len, ==, 0);
  g_assert_false (is_blank (fixture));
}

/* What does not fit is not in the file either, and spaces stay. */
static void
test_visible (Fixture *fixture, gconstpointer data)
{
  fixture->style.max_width = 60;
  plot_text_draw (&fixture->text, "something much too long", 0, 20, 0, &fixture->style);
  plot_text_draw (&fixture->text, "a  b", 0, 20, 0, &fixture->style);
  const char *cut = run_at (fixture, 0)->string;

  g_assert_true (g_str_has_prefix (cut, "somet"));
  g_assert_true (g_str_has_suffix (cut, "…"));
  g_assert_cmpuint (strlen (cut), <, strlen ("something much too long"));
  g_assert_cmpfloat (run_at (fixture, 0)->width, <=, 60);
  g_assert_cmpstr (run_at (fixture, 1)->string, ==, "a \302\240b");
}

static void
test_svg (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) svg = g_string_new (NULL);

  fixture->style.bold = TRUE;
  fixture->style.colour.alpha = 0.5;
  plot_text_draw (&fixture->text, "a < b & \"c\"", 10.5, 20, 0.5, &fixture->style);
  plot_text_layer_to_svg (fixture->layer, "O'Brien, Nimbus Sans, Sans", svg);
  g_assert_cmpstr (svg->str, ==,
                   "<g font-family=\"&quot;O&apos;Brien&quot;, &quot;Nimbus Sans&quot;, sans-serif\">\n"
                   "<text x=\"10.5\" y=\"20\" font-size=\"10\" text-anchor=\"middle\" fill=\"#ff0033\""
                   " fill-opacity=\"0.5\" font-weight=\"bold\">a &lt; b &amp; &quot;c&quot;</text>\n</g>\n");
}

/* Every sign that TeX takes for something else. */
static void
test_tex (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *words, *tex;
  } cases[] = {
    { "50 % \\input{x} $y$ #1 _z ^~&", "50 \\% \\textbackslash{}input\\{x\\} \\$y\\$ \\#1 \\_z "
                                       "\\textasciicircum{}\\textasciitilde{}\\&" },
    { "ρ ≤ 3 × −1 ± s.d.", "\\ensuremath{\\rho} \\ensuremath{\\le} 3 \\ensuremath{\\times} "
                           "\\ensuremath{-}1 \\ensuremath{\\pm} s.d." },
    { "“Zoé” – now\nthen", "“Zoé” – nowthen" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) tex = g_string_new (NULL);
    g_autofree char *expected = g_strdup_printf ("{l}{%s}}%%\n", cases[i].tex);
    PlotTextRun run = { .string = (char *)cases[i].words, .x = 1, .y = 2, .size = 10, .width = 30 };
    g_autoptr (GPtrArray) layer = g_ptr_array_new ();

    g_ptr_array_add (layer, &run);
    plot_text_layer_to_tex (layer, 100, (PlotColour){ 1, 1, 1, 1 }, tex);
    g_assert_true (g_str_has_prefix (tex->str, "  \\put(1,98){\\color[rgb]{1,1,1}\\fontsize{10bp}{12bp}"
                                               "\\selectfont\\collapsartext{30bp}"));
    g_assert_true (g_str_has_suffix (tex->str, expected));
  }
}

/* A name that begins with a per cent sign, or ends in one, ends no group. */
static void
test_tex_groups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) tex = g_string_new (NULL);
  int depth = 0;

  plot_text_draw (&fixture->text, "}}%", 10, 20, 0.5, &fixture->style);
  plot_text_draw_upward (&fixture->text, "{{\\", 10, 20, &fixture->style);
  plot_text_layer_to_tex (fixture->layer, 100, (PlotColour){ 1, 1, 1, 1 }, tex);
  for (const char *c = tex->str; *c; c++) {
    if (*c == '\\')
      c++;
    else
      depth += (*c == '{') - (*c == '}');
    g_assert_cmpint (depth, >=, 0);
  }
  g_assert_cmpint (depth, ==, 0);
  g_assert_nonnull (strstr (tex->str, "\\rotatebox{90}{"));
}

#define ADD(name, function) g_test_add ("/plot/text-layer/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("place", test_place);
  ADD ("mark", test_mark);
  ADD ("visible", test_visible);
  ADD ("svg", test_svg);
  ADD ("tex", test_tex);
  ADD ("tex-groups", test_tex_groups);
  return g_test_run ();
}
