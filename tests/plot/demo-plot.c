/* Writes pictures of everything plot draws into a folder, to be looked at: demo-plot FOLDER. */
#include "sample.h"

#include <glib/gstdio.h>

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
    plot_swatch_draw (cr, theme, i, 4 + 60 * i, height - 4, 50, FALSE);
  close_picture (cr, folder, "legend-%s.png", look->name);
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
  }
  write_many (argv[1]);
  return 0;
}
