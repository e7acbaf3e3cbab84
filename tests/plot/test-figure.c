#include "sample.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define SETTINGS "[data]\nsource = digits & <more>\n[run]\nseed = 7\n"

typedef struct {
  SampleScene *scene;
  SampleChart *chart;
  PlotPanel panels[3];
  PlotFigure figure;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->scene = sample_scene_new (10, 30, 0.05, 0.05, 1);
  fixture->chart = sample_chart_new (3, 201, 3, TRUE, 1);
  fixture->panels[0] = (PlotPanel){ PLOT_PANEL_SCENE,
                                    &fixture->scene->scene,
                                    fixture->scene->camera,
                                    PLOT_SCENE_USUAL | PLOT_SCENE_TRAILS,
                                    NULL,
                                    0 };
  fixture->panels[1] = (PlotPanel){ .kind = PLOT_PANEL_CHART, .chart = &fixture->chart->chart };
  fixture->panels[2] = fixture->panels[1];
  /* 672 x 360 pixels at 96 an inch */
  fixture->figure = (PlotFigure){ .page = PLOT_PAGE_INIT,
                                  .panels = fixture->panels,
                                  .n_panels = 3,
                                  .caption = "A caption.",
                                  .settings = SETTINGS };
  fixture->figure.page.width = 504;
  fixture->figure.page.height = 270;
  fixture->figure.page.dpi = 96;
  fixture->folder = g_dir_make_tmp ("plot-figure-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_remove (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  sample_scene_free (fixture->scene);
  sample_chart_free (fixture->chart);
}

static GBytes *
save (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_assert_true (plot_format_from_name (name, &fixture->figure.page.format, &error));
  plot_figure_save (&fixture->figure, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  return g_bytes_new_take (data, length);
}

static gboolean
contains (GBytes *bytes, const char *string)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return memmem (data, length, string, strlen (string)) != NULL;
}

/* Output of a program of poppler's on one of the fixture's files, or NULL when it is not there. */
static char *
ask (Fixture *fixture, const char *program, const char *option, const char *value, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *found = g_find_program_in_path (program);
  const char *argv[] = { found, path, option, value, NULL };
  g_autoptr (GError) error = NULL;
  char *output;
  int status;

  if (!found)
    return NULL;
  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return output;
}

static void
test_format_from_name (void)
{
  g_autoptr (GError) error = NULL;
  PlotFormat format;

  g_assert_true (plot_format_from_name ("a.b/Figure.PDF", &format, NULL) && format == PLOT_FORMAT_PDF);
  g_assert_true (plot_format_from_name ("x.svg", &format, NULL) && format == PLOT_FORMAT_SVG);
  g_assert_true (plot_format_from_name ("x.png", &format, NULL) && format == PLOT_FORMAT_PNG);
  g_assert_true (plot_format_from_name ("x.tex", &format, NULL) && format == PLOT_FORMAT_TEX);
  g_assert_false (plot_format_from_name ("x.pdf.txt", &format, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_BAD_FORMAT);
  g_assert_nonnull (strstr (error->message, "x.pdf.txt"));
  g_assert_false (plot_format_from_name ("", &format, NULL));
}

static void
test_parse_length (void)
{
  static const char *const bad[]
      = { "", "89", "mm", "-3mm", "0pt", "nan mm", "inf mm", "3 feet", "3mmm", "1e999pt" };
  double points;

  g_assert_true (plot_parse_length ("25.4mm", &points, NULL));
  g_assert_cmpfloat_with_epsilon (points, 72, 1e-12);
  g_assert_true (plot_parse_length ("2.54 cm", &points, NULL));
  g_assert_cmpfloat_with_epsilon (points, 72, 1e-12);
  g_assert_true (plot_parse_length (" 3.5in ", &points, NULL));
  g_assert_cmpfloat_with_epsilon (points, 252, 1e-12);
  g_assert_true (plot_parse_length ("252pt", &points, NULL));
  g_assert_cmpfloat (points, ==, 252);
  g_assert_true (plot_parse_length ("345texpt", &points, NULL));
  g_assert_cmpfloat_with_epsilon (points, 345 * 72 / 72.27, 1e-12);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (plot_parse_length (bad[i], &points, &error));
    g_assert_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE);
  }
}

/* 89 mm by 60 mm to a tenth of a millimetre, in each format's own words. */
static void
test_page_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) pdf = NULL, svg = NULL;
  g_autofree char *information = NULL, *path = g_build_filename (fixture->folder, "a.png", NULL);
  cairo_surface_t *png;
  double width, height;
  const char *found;

  g_assert_true (plot_parse_length ("89mm", &fixture->figure.page.width, NULL));
  g_assert_true (plot_parse_length ("60mm", &fixture->figure.page.height, NULL));
  svg = save (fixture, "a.svg");
  found = memmem (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg), "<svg", 4);
  found = strstr (found, " width=\"") + strlen (" width=\"");
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (found, NULL) * 25.4 / 72, 89, 0.05);

  g_bytes_unref (save (fixture, "a.png"));
  png = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (png), ==, 336);
  g_assert_cmpint (cairo_image_surface_get_height (png), ==, 227);
  cairo_surface_destroy (png);

  pdf = save (fixture, "a.pdf");
  information = ask (fixture, "pdfinfo", NULL, NULL, "a.pdf");
  if (!information) {
    g_test_skip ("no pdfinfo");
    return;
  }
  g_assert_cmpint (sscanf (strstr (information, "Page size:"), "Page size: %lf x %lf", &width, &height), ==,
                   2);
  g_assert_cmpfloat_with_epsilon (width * 25.4 / 72, 89, 0.05);
  g_assert_cmpfloat_with_epsilon (height * 25.4 / 72, 60, 0.05);
}

static void
test_repeated (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = { { "a.pdf", "b.pdf" }, { "a.svg", "b.svg" }, { "a.png", "b.png" } };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) once = save (fixture, names[i][0]), again = save (fixture, names[i][1]);

    g_assert_true (g_bytes_equal (once, again));
  }
}

static void
test_date (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) without = NULL, with = NULL;

  g_unsetenv ("SOURCE_DATE_EPOCH");
  without = save (fixture, "a.pdf");
  g_assert_false (contains (without, "CreationDate"));
  g_setenv ("SOURCE_DATE_EPOCH", "86400", TRUE);
  with = save (fixture, "a.pdf");
  g_unsetenv ("SOURCE_DATE_EPOCH");
  g_assert_true (contains (with, "19700102"));
}

static void
test_metadata (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) svg = save (fixture, "a.svg"), png = save (fixture, "a.png"),
                     pdf = save (fixture, "a.pdf");
  g_autofree char *information = ask (fixture, "pdfinfo", NULL, NULL, "a.pdf");
  g_autofree char *fonts = ask (fixture, "pdffonts", NULL, NULL, "a.pdf");
  const guint8 pixels_a_metre[] = { 0, 0, 0, 9, 'p', 'H', 'Y', 's', 0, 0, 0x0e, 0xc4, 0, 0, 0x0e, 0xc4, 1 };

  g_assert_true (contains (svg, "source = digits &amp; &lt;more&gt;"));
  g_assert_true (contains (png, SETTINGS));
  /* 96 an inch are 3780 a metre, 0x0ec4 */
  g_assert_nonnull (
      memmem (g_bytes_get_data (png, NULL), g_bytes_get_size (png), pixels_a_metre, sizeof pixels_a_metre));
  if (!information || !fonts) {
    g_test_skip ("no pdfinfo");
    return;
  }
  g_assert_nonnull (strstr (information, "seed = 7"));
  for (char *line = strchr (strstr (fonts, "---"), '\n'); line && line[1]; line = strchr (line + 1, '\n'))
    g_assert_nonnull (strstr (line, " yes "));
}

/* The same picture on screen and in a file: by the same rasteriser, what is left is the phase of dashes,
 * since curves keep more points in a file. */
static void
test_screen_and_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *picture = g_build_filename (fixture->folder, "page.png", NULL);
  g_autofree char *stem = g_build_filename (fixture->folder, "page", NULL);
  g_autofree char *program = g_find_program_in_path ("pdftocairo"), *source = NULL;
  const char *argv[] = { program, "-r", "96", "-png", "-singlefile", NULL, stem, NULL };
  cairo_surface_t *file, *screen = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 672, 360);
  cairo_t *cr = cairo_create (screen);
  int status;

  cairo_scale (cr, 96.0 / 72, 96.0 / 72);
  plot_figure_draw (cr, &fixture->figure);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  if (!program) {
    cairo_surface_destroy (screen);
    g_test_skip ("no pdftocairo");
    return;
  }
  g_bytes_unref (save (fixture, "a.pdf"));
  argv[5] = source = g_build_filename (fixture->folder, "a.pdf", NULL);
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, 0, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  file = cairo_image_surface_create_from_png (picture);
  g_test_message ("mean difference %.2f of 255", sample_difference (screen, file));
  g_assert_cmpfloat (sample_difference (screen, file), <, 2.5);
  cairo_surface_destroy (file);
  cairo_surface_destroy (screen);
}

/* Runs a program that is to write a file; FALSE where it is not there. */
static gboolean
make (const char *const *argv)
{
  g_autofree char *program = g_find_program_in_path (argv[0]);
  g_autoptr (GError) error = NULL;
  int status;

  if (!program)
    return FALSE;
  g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return TRUE;
}

static cairo_surface_t *
draw_screen (const PlotFigure *figure)
{
  cairo_surface_t *screen = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 672, 360);
  cairo_t *cr = cairo_create (screen);

  cairo_scale (cr, 96.0 / 72, 96.0 / 72);
  plot_figure_draw (cr, figure);
  cairo_destroy (cr);
  return screen;
}

static void
compare_with_screen (Fixture *fixture, const char *path, double most)
{
  cairo_surface_t *screen = draw_screen (&fixture->figure);
  cairo_surface_t *file = cairo_image_surface_create_from_png (path);

  g_test_message ("%s: mean difference %.2f of 255", path, sample_difference (screen, file));
  g_assert_cmpfloat (sample_difference (screen, file), <, most);
  cairo_surface_destroy (file);
  cairo_surface_destroy (screen);
}

/* The text of an SVG is text, but for the balls' numbers, or outlines; both look like the screen, to librsvg
 * and, when tests may be slow, to Chromium. */
static void
test_svg (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.svg", NULL);
  g_autofree char *picture = g_build_filename (fixture->folder, "a.png", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *shot = g_strdup_printf ("--screenshot=%s", picture);
  const char *const rsvg[] = { "rsvg-convert", "-d", "96", "-p", "96", path, "-o", picture, NULL };
  const char *const chromium[] = { "chromium", "--headless",        "--no-sandbox",          "--disable-gpu",
                                   shot,       "--hide-scrollbars", "--window-size=672,360", uri,
                                   NULL };

  fixture->figure.caption = "Words < to be & found";
  for (gboolean outlines = FALSE; outlines <= TRUE; outlines++) {
    fixture->figure.page.outlines = outlines;
    g_autoptr (GBytes) svg = save (fixture, "a.svg");

    g_assert_cmpint (contains (svg, ">Words &lt; to be &amp; found</text>"), ==, !outlines);
    g_assert_cmpint (contains (svg, "&quot;Nimbus Sans&quot;"), ==, !outlines);
    if (make (rsvg))
      compare_with_screen (fixture, picture, 2.5);
    if (g_test_slow () && make (chromium))
      compare_with_screen (fixture, picture, 2.5);
  }
}

/* A picture without words, and the words for LaTeX; a failure to write either is told. */
static void
test_tex (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.b.tex", NULL);
  g_autofree char *art = plot_figure_art_path (path);
  g_autoptr (GBytes) once = NULL, again = NULL;
  g_autofree char *words = NULL;

  fixture->figure.caption = "100 % of it";
  once = save (fixture, "a.b.tex");
  again = save (fixture, "a.b.tex");
  g_assert_true (g_bytes_equal (once, again));
  g_assert_true (g_str_has_suffix (art, "/a.b-art.pdf"));
  g_assert_true (g_file_test (art, G_FILE_TEST_EXISTS));
  g_assert_true (contains (once, "\\detokenize{a.b-art.pdf}"));
  g_assert_true (contains (once, "{100 \\% of it}"));
  g_assert_true (contains (once, "%   seed = 7"));
  words = ask (fixture, "pdftotext", "-", NULL, "a.b-art.pdf");
  if (words)
    g_assert_null (strstr (words, "100"));
}

static void
test_bad_size (Fixture *fixture, gconstpointer data)
{
  static const struct {
    double width, height, dpi;
    PlotFormat format;
  } cases[] = {
    { 0, 100, 96, PLOT_FORMAT_PDF },      { NAN, 100, 96, PLOT_FORMAT_PDF },
    { 100, -1, 96, PLOT_FORMAT_SVG },     { 100, 20000, 96, PLOT_FORMAT_PDF },
    { 100, 100, 0, PLOT_FORMAT_PNG },     { 100, 100, NAN, PLOT_FORMAT_PNG },
    { 100, 14000, 300, PLOT_FORMAT_PNG }, { 100, 100, 1e9, PLOT_FORMAT_PNG },
  };
  g_autofree char *path = g_build_filename (fixture->folder, "none", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    fixture->figure.page.width = cases[i].width;
    fixture->figure.page.height = cases[i].height;
    fixture->figure.page.format = cases[i].format;
    fixture->figure.page.dpi = cases[i].dpi;
    g_assert_false (plot_figure_save (&fixture->figure, path, &error));
    g_assert_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE);
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  }
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "a.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (plot_figure_save (&fixture->figure, path, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_false (plot_figure_save (&fixture->figure, fixture->folder, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
}

/* A disk that is full half-way leaves the file that was there. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) before = save (fixture, "a.pdf"), after = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "a.pdf", NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit old, small;
  char *contents;
  gsize length;

  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  fixture->figure.page.letters = FALSE;
  g_assert_false (plot_figure_save (&fixture->figure, path, &error));
  setrlimit (RLIMIT_FSIZE, &old);
  signal (SIGXFSZ, SIG_DFL);
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  after = g_bytes_new_take (contents, length);
  g_assert_true (g_bytes_equal (before, after));
}

/* Pages of any shape, any number of panels and classes. */
static void
test_anything (Fixture *fixture, gconstpointer data)
{
  static const double sizes[][2] = { { 3, 3 }, { 60, 600 }, { 600, 60 }, { 252, 170 } };
  static const guint n_classes[] = { 2, 3, 37, 100 };
  PlotPanel panels[30];

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (SampleScene) scene = sample_scene_new (n_classes[i], 3, 0.1, 0.1, 1);
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 600, 600);

    for (gsize j = 0; j < G_N_ELEMENTS (panels); j++) {
      panels[j] = fixture->panels[j % 2];
      panels[j].scene = &scene->scene;
      panels[j].span = j % 5;
    }
    for (gsize n = 0; n <= G_N_ELEMENTS (panels); n += 5) {
      cairo_t *cr = cairo_create (surface);

      fixture->figure.page.width = sizes[i][0];
      fixture->figure.page.height = sizes[i][1];
      fixture->figure.panels = panels;
      fixture->figure.n_panels = n;
      fixture->figure.columns = n % 4;
      plot_figure_draw (cr, &fixture->figure);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
    }
    cairo_surface_destroy (surface);
  }
}

/* In grey there is no colour at all, in scene, curves and legend. */
static void
test_grey (Fixture *fixture, gconstpointer data)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 504, 270);
  cairo_t *cr = cairo_create (surface);

  for (gboolean grey = FALSE; grey <= TRUE; grey++) {
    const guint32 *pixels = (const guint32 *)(gpointer)cairo_image_surface_get_data (surface);
    guint n_coloured = 0;

    fixture->figure.page.theme = grey ? PLOT_THEME_GREY : PLOT_THEME_PRINT;
    plot_figure_draw (cr, &fixture->figure);
    cairo_surface_flush (surface);
    for (gsize i = 0; i < 504 * 270; i++) {
      int red = pixels[i] >> 16 & 0xff, green = pixels[i] >> 8 & 0xff, blue = pixels[i] & 0xff;

      n_coloured += MAX (MAX (red, green), blue) - MIN (MIN (red, green), blue) > 2;
    }
    if (grey)
      g_assert_cmpuint (n_coloured, ==, 0);
    else
      g_assert_cmpuint (n_coloured, >, 1000);
  }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* What is left out is the default, and anything else another picture. */
static void
test_type (Fixture *fixture, gconstpointer data)
{
  PlotPage *page = &fixture->figure.page;
  const PlotPage plain = *page;
  PlotPage pages[] = { plain, plain, plain, plain };
  g_autoptr (GBytes) expected = save (fixture, "a.png"), same = NULL;

  page->font_size = PLOT_PAGE_FONT_SIZE;
  page->line_width = PLOT_PAGE_LINE_WIDTH;
  same = save (fixture, "a.png");
  g_assert_true (g_bytes_equal (expected, same));
  pages[0].font_size = 10;
  pages[1].line_width = 2;
  pages[2].font = "DejaVu Sans Mono";
  pages[3].legend = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    *page = pages[i];
    g_autoptr (GBytes) other = save (fixture, "a.png");
    g_assert_false (g_bytes_equal (expected, other));
  }
}

#define ADD(name, function) g_test_add ("/plot/figure/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/figure/format-from-name", test_format_from_name);
  g_test_add_func ("/plot/figure/parse-length", test_parse_length);
  ADD ("page-size", test_page_size);
  ADD ("repeated", test_repeated);
  ADD ("date", test_date);
  ADD ("metadata", test_metadata);
  ADD ("screen-and-file", test_screen_and_file);
  ADD ("svg", test_svg);
  ADD ("tex", test_tex);
  ADD ("bad-size", test_bad_size);
  ADD ("no-folder", test_no_folder);
  ADD ("full-disk", test_full_disk);
  ADD ("grey", test_grey);
  ADD ("type", test_type);
  ADD ("anything", test_anything);
  return g_test_run ();
}
