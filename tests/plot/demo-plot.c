/* Writes pictures of everything plot draws into a folder, to be looked at: demo-plot FOLDER. */
#include "sample.h"

#include <glib/gstdio.h>
#include <math.h>

typedef struct {
  const char *name;
  PlotThemeKind kind;
} Look;

static const Look looks[] = {
  { "light", PLOT_THEME_LIGHT },
  { "dark", PLOT_THEME_DARK },
  { "print", PLOT_THEME_PRINT },
  { "contrast", PLOT_THEME_HIGH_CONTRAST_DARK },
};

static cairo_t *
open_picture (double width, double height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  return cr;
}

static void
close_picture (cairo_t *cr, const char *folder, const char *format, ...)
{
  va_list arguments;
  g_autofree char *name = NULL, *path = NULL;

  va_start (arguments, format);
  name = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  path = g_build_filename (folder, name, NULL);
  cairo_surface_write_to_png (cairo_get_target (cr), path);
  cairo_destroy (cr);
}

static void
write_scenes (const char *folder, const Look *look)
{
  static const double sizes[][2] = { { 250, 148 }, { 520, 330 }, { 1000, 700 } };
  const PlotTheme *theme = plot_theme (look->kind);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (int late = 0; late < 2; late++) {
      g_autoptr (SampleScene) sample = sample_scene_new (10, 110, late ? 0.03 : 0.16, late ? 0.02 : 0.12, 3);
      cairo_t *cr = open_picture (sizes[i][0], sizes[i][1]);

      sample->scene.probe = !late;
      if (i == 0)
        sample->scene.title = sample->scene.subtitle = sample->scene.footer = sample->scene.note = NULL;
      if (i == 0)
        sample->scene.readout = NULL;
      plot_scene_draw (cr, &sample->scene, &sample->camera, PLOT_SCENE_ALL, theme, sizes[i][0], sizes[i][1]);
      close_picture (cr, folder, "scene-%s-%.0f%s.png", look->name, sizes[i][0], late ? "-late" : "");
    }
}

static void
write_many (const char *folder)
{
  static const guint counts[] = { 2, 3, 4, 20, 100 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (SampleScene) sample = sample_scene_new (counts[i], 1000 / counts[i], 0.1, 0.05, 3);
    cairo_t *cr = open_picture (520, 330);

    plot_scene_draw (cr, &sample->scene, &sample->camera, PLOT_SCENE_ALL, plot_theme (PLOT_THEME_LIGHT), 520,
                     330);
    close_picture (cr, folder, "classes-%u.png", counts[i]);
  }
}

static void
write_legend (const char *folder, const Look *look)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 1, 0.1, 0.05, 3);
  const PlotTheme *theme = plot_theme (look->kind);
  double height = plot_scene_legend_draw (NULL, 10, sample->scene.class_names, theme, 700);
  cairo_t *cr = open_picture (700, height + 1);

  plot_set_source (cr, theme->background);
  cairo_paint (cr);
  plot_scene_legend_draw (cr, 10, sample->scene.class_names, theme, 700);
  for (guint i = 0; i < 8; i++)
    plot_swatch_draw (cr, theme, i, 4 + 60 * i, height - 4, 50, PLOT_LINE_TRAIN);
  close_picture (cr, folder, "legend-%s.png", look->name);
}

static void
write_chart (const char *folder, const char *name, const PlotChart *chart, const Look *look, double epoch)
{
  static const double sizes[][2] = { { 250, 230 }, { 520, 330 }, { 90, 60 } };
  const PlotTheme *theme = plot_theme (look->kind);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    cairo_t *cr = open_picture (sizes[i][0], sizes[i][1]);

    plot_set_source (cr, theme->background);
    cairo_paint (cr);
    plot_chart_draw (cr, chart, theme, sizes[i][0], sizes[i][1]);
    plot_chart_draw_cursor (cr, chart, theme, sizes[i][0], sizes[i][1], epoch);
    close_picture (cr, folder, "chart-%s-%s-%.0f.png", name, look->name, sizes[i][0]);
  }
}

static void
write_charts (const char *folder, const Look *look)
{
  g_autoptr (SampleChart) wide = sample_chart_new (4, 201, 4, FALSE, 5);
  g_autoptr (SampleChart) narrow = sample_chart_new (4, 201, 1.3, FALSE, 5);
  g_autoptr (SampleChart) error = sample_chart_new (4, 201, 3, TRUE, 5);
  g_autoptr (SampleChart) one = sample_chart_new (1, 1, 3, FALSE, 5);
  g_autoptr (SampleChart) none = sample_chart_new (0, 1, 3, FALSE, 5);

  write_chart (folder, "wide", &wide->chart, look, 121);
  narrow->chart.title = "NC2";
  narrow->chart.subtitle = "equal norms";
  narrow->chart.reference = 1.0 / 9;
  narrow->chart.reference_label = "1/(K − 1)";
  write_chart (folder, "narrow", &narrow->chart, look, -1);
  error->chart.title = "Error";
  error->chart.subtitle = "— train  - - test";
  error->chart.percent = error->chart.zero_floor = TRUE;
  for (gsize i = 0; i < 201 * 8; i++)
    error->y[i] = (i / 201) % 2 == 0 && i % 201 > 50 + 8 * (i / 402) ? 0 : error->y[i] / 10;
  write_chart (folder, "error", &error->chart, look, 121);
  write_chart (folder, "one", &one->chart, look, -1);
  none->chart.y_kind = PLOT_AXIS_LINEAR;
  none->chart.y_label = "Nothing yet";
  write_chart (folder, "none", &none->chart, look, -1);
}

/* Cosines on their way to a simplex ETF, and layers by epochs on a log scale. */
static void
write_matrices (const char *folder, const Look *look)
{
  static const char *const marks[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
  static const char *const layers[] = { "Input", "Layer 1", "Layer 2", "Layer 3", "Features" };
  static const char *const epochs[]
      = { "0", "1", "2", "3", "4", "5", "6", "8", "10", "12", "15", "20", "25", "32", "40" };
  double cosines[100], nc1[5 * 15];

  for (guint i = 0; i < 100; i++)
    cosines[i] = i % 11 == 0 ? 1 : -1 / 9.0 + 0.3 * sin (3.1 * (i / 10) * (i % 10));
  for (guint i = 0; i < 75; i++)
    nc1[i] = 3 * exp (-0.1 * (i / 15) * (i % 15)) * (1 + 0.1 * sin (i));
  const PlotMatrix matrices[] = {
    { .title = "Class means",
      .subtitle = "cosines, epoch 40",
      .n_rows = 10,
      .n_columns = 10,
      .values = cosines,
      .row_names = marks,
      .column_marks = marks,
      .square = TRUE,
      .diverging = TRUE,
      .centre = -1 / 9.0,
      .centre_name = "−1/9",
      .decimals = 2,
      .minimum = -1,
      .maximum = 1 },
    { .title = "NC1 by layer",
      .subtitle = "train",
      .x_label = "epoch",
      .n_rows = 5,
      .n_columns = 15,
      .values = nc1,
      .row_names = layers,
      .row_marks = marks,
      .column_marks = epochs,
      .kind = PLOT_AXIS_LOG },
  };
  for (guint m = 0; m < 2; m++)
    for (double width = 160; width < 500; width *= 1.7) {
      cairo_t *cr = open_picture (width, 0.8 * width);
      plot_set_source (cr, plot_theme (look->kind)->background);
      cairo_paint (cr);
      plot_matrix_draw (cr, &matrices[m], plot_theme (look->kind), width, 0.8 * width);
      close_picture (cr, folder, "matrix-%s-%u-%.0f.png", look->name, m, width);
    }
}

static void
write_figure (const char *folder, const Look *look)
{
  static const char *const endings[] = { "pdf", "svg", "png" };
  g_autoptr (SampleScene) early = sample_scene_new (10, 110, 0.16, 0.12, 3);
  g_autoptr (SampleScene) late = sample_scene_new (10, 110, 0.03, 0.02, 3);
  g_autoptr (SampleChart) chart = sample_chart_new (4, 201, 4, TRUE, 5);
  PlotPanel panels[] = {
    { .kind = PLOT_PANEL_SCENE, .scene = &early->scene, .camera = early->camera, .parts = PLOT_SCENE_ALL },
    { .kind = PLOT_PANEL_SCENE, .scene = &late->scene, .camera = early->camera, .parts = PLOT_SCENE_ALL },
    { .kind = PLOT_PANEL_CHART, .chart = &chart->chart },
  };
  PlotFigure figure = {
    .page = PLOT_PAGE_INIT,
    .panels = panels,
    .n_panels = G_N_ELEMENTS (panels),
    .caption = "Dashed grey: ideal simplex equiangular tight frame.",
    .settings = "[run]\nseed=1\n",
  };

  figure.page.width = 183 * PLOT_POINTS_PER_MM;
  figure.page.height = 96 * PLOT_POINTS_PER_MM;
  figure.page.theme = look->kind;
  figure.page.dpi = 200;
  late->scene.regime = 3;
  late->scene.title = "MSE, no head";
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *name = g_strdup_printf ("figure-%s.%s", look->name, endings[i]);
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GError) error = NULL;

    if (!plot_format_from_name (name, &figure.page.format, &error)
        || !plot_figure_save (&figure, path, &error))
      g_printerr ("%s\n", error->message);
  }
}

int
main (int argc, char **argv)
{
  if (argc != 2) {
    g_printerr ("usage: demo-plot FOLDER\n");
    return 2;
  }
  g_mkdir_with_parents (argv[1], 0755);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++) {
    write_scenes (argv[1], &looks[i]);
    write_legend (argv[1], &looks[i]);
    write_charts (argv[1], &looks[i]);
    write_matrices (argv[1], &looks[i]);
    write_figure (argv[1], &looks[i]);
  }
  write_many (argv[1]);
  return 0;
}
