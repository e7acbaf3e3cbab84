#include "plot/figure.h"

static void
test_sizes (void)
{
  gsize n;
  const PlotPageSize *sizes = plot_page_sizes (&n);

  g_assert_cmpuint (n, >=, 7);
  for (gsize i = 0; i < n; i++) {
    PlotPage page = PLOT_PAGE_INIT;

    g_assert_true (plot_page_size_find (sizes[i].key) == &sizes[i]);
    page.width = sizes[i].width * PLOT_POINTS_PER_MM;
    page.height = sizes[i].height > 0 ? sizes[i].height * PLOT_POINTS_PER_MM : 200;
    g_assert_true (plot_page_check (&page, NULL));
    g_assert_cmpfloat (sizes[i].font_size, >=, sizes[i].least_font_size);
  }
  g_assert_null (plot_page_size_find ("nature"));
  g_assert_null (plot_page_size_find (NULL));
  /* As the journals say it. */
  g_assert_cmpfloat (plot_page_size_find ("nature-1")->width, ==, 89);
  g_assert_cmpfloat (plot_page_size_find ("nature-2")->width, ==, 183);
  g_assert_cmpfloat_with_epsilon (plot_page_size_find ("neurips")->width, 5.5 * 25.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (plot_page_size_find ("icml")->width, 3.25 * 25.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (plot_page_size_find ("ieee-1")->width, 3.5 * 25.4, 1e-9);
}

static void
test_theme (void)
{
  const PlotTheme *print = plot_theme (PLOT_THEME_PRINT);
  PlotPage page = PLOT_PAGE_INIT;
  PlotTheme theme = plot_page_theme (&page);

  g_assert_cmpfloat (theme.text_size, ==, print->text_size);
  g_assert_cmpfloat (theme.line_width, ==, print->line_width);
  page.theme = PLOT_THEME_DARK;
  page.font = "DejaVu Serif";
  page.font_size = 14;
  page.line_width = 3;
  theme = plot_page_theme (&page);
  g_assert_true (theme.dark);
  g_assert_cmpstr (theme.font, ==, "DejaVu Serif");
  g_assert_cmpfloat_with_epsilon (theme.text_size, 2 * print->text_size, 1e-12);
  g_assert_cmpfloat (theme.line_width, ==, 3);
  g_assert_cmpfloat (theme.axis_width, ==, 1.5);
}

static void
test_font (void)
{
  g_assert_true (plot_has_font ("dejavu sans"));
  g_assert_false (plot_has_font ("No Such Family"));
  g_assert_false (plot_has_font (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/page/sizes", test_sizes);
  g_test_add_func ("/plot/page/theme", test_theme);
  g_test_add_func ("/plot/page/font", test_font);
  return g_test_run ();
}
