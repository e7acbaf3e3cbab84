#include "plot/scene-private.h"

#include "sample.h"

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <math.h>

#define WIDTH 400
#define HEIGHT 300

static cairo_surface_t *
image_new (double scale)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)(scale * WIDTH), (int)(scale * HEIGHT));

  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

static void
draw_on (cairo_surface_t *surface, const SampleScene *sample, PlotSceneParts parts, PlotThemeKind kind)
{
  cairo_t *cr = cairo_create (surface);

  plot_scene_draw (cr, &sample->scene, &sample->camera, parts, plot_theme (kind), WIDTH, HEIGHT);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
}

static cairo_surface_t *
draw (const SampleScene *sample, PlotSceneParts parts, PlotThemeKind kind)
{
  cairo_surface_t *surface = image_new (1);

  draw_on (surface, sample, parts, kind);
  return surface;
}

/* Through Cairo's vectors and back to pixels. */
static cairo_surface_t *
draw_recorded (const SampleScene *sample, PlotSceneParts parts, PlotThemeKind kind)
{
  cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_surface_t *surface = image_new (1);
  cairo_t *cr = cairo_create (surface);

  draw_on (record, sample, parts, kind);
  cairo_set_source_surface (cr, record, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (record);
  return surface;
}

static double
difference (cairo_surface_t *a, cairo_surface_t *b)
{
  double difference = sample_difference (a, b);

  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  return difference;
}

/* Features written to pixels look like features painted as paths. */
static void
test_raster_and_vector (void)
{
  for (int kind = PLOT_THEME_LIGHT; kind <= PLOT_THEME_PRINT; kind++) {
    g_autoptr (SampleScene) sample = sample_scene_new (10, 100, 0.15, 0.1, 3);
    double alike
        = difference (draw (sample, PLOT_SCENE_ALL, kind), draw_recorded (sample, PLOT_SCENE_ALL, kind));
    double without = difference (draw (sample, PLOT_SCENE_ALL, kind),
                                 draw (sample, PLOT_SCENE_ALL & ~PLOT_SCENE_FEATURES, kind));

    g_assert_cmpfloat (alike, <, 1.2);
    g_assert_cmpfloat (without, >, 5 * alike);
  }
}

/* A crowd in a file is as on screen, where it is dense and where it is not: its dots lie over each other. */
static void
test_crowd (void)
{
  for (int kind = PLOT_THEME_LIGHT; kind <= PLOT_THEME_PRINT; kind++) {
    g_autoptr (SampleScene) sample = sample_scene_new (10, 3000, 0.15, 0.1, 3);
    const PlotSceneParts points = PLOT_SCENE_FEATURES | PLOT_SCENE_MEANS;
    double alike = difference (draw (sample, points, kind), draw_recorded (sample, points, kind));
    double without = difference (draw (sample, points, kind), draw (sample, PLOT_SCENE_MEANS, kind));

    g_assert_cmpfloat (alike, <, 2.5);
    g_assert_cmpfloat (without, >, 5 * alike);
  }
}

/* The more points there are, the fainter each is, and the darker are all of them. */
static void
test_crowd_ink (void)
{
  double before = 0;

  for (guint n = 200; n <= 20000; n *= 10) {
    g_autoptr (SampleScene) sample = sample_scene_new (10, n, 0.15, 0.1, 3);
    double ink = difference (draw (sample, PLOT_SCENE_FEATURES, PLOT_THEME_LIGHT),
                             draw (sample, 0, PLOT_THEME_LIGHT));

    g_assert_cmpfloat (ink, >, before);
    if (before > 0)
      g_assert_cmpfloat (ink, <, 3 * before);
    before = ink;
  }
}

static void
test_parts (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 50, 0.15, 0.1, 3);
  PlotScene bare = sample->scene;

  for (int part = 1; part < PLOT_SCENE_ALL; part <<= 1)
    g_assert_cmpfloat (difference (draw (sample, 0, PLOT_THEME_LIGHT), draw (sample, part, PLOT_THEME_LIGHT)),
                       >, 0.1);
  /* A part that is asked for but not there is left out. */
  sample->scene.points = sample->scene.means = sample->scene.classifier = NULL;
  sample->scene.ideal = NULL;
  sample->scene.trail = NULL;
  sample->scene.images = NULL;
  g_assert_cmpfloat (
      difference (draw (sample, 0, PLOT_THEME_LIGHT), draw (sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT)), ==,
      0);
  sample->scene = bare;
}

/* A probe's arrows are drawn otherwise than a classifier's. */
static void
test_probe (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 0, 0.15, 0.1, 3);
  cairo_surface_t *own = draw (sample, PLOT_SCENE_CLASSIFIER, PLOT_THEME_LIGHT), *probe;

  sample->scene.probe = TRUE;
  probe = draw (sample, PLOT_SCENE_CLASSIFIER, PLOT_THEME_LIGHT);
  g_assert_cmpfloat (difference (own, probe), >, 0.05);
}

static void
test_class_counts (void)
{
  static const guint counts[] = { 2, 3, 4, 5, 10, 16, 17, 40, 100 };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (SampleScene) sample = sample_scene_new (counts[i], 3, 0.15, 0.1, 3);

    cairo_surface_destroy (draw (sample, PLOT_SCENE_ALL, PLOT_THEME_DARK));
    cairo_surface_destroy (draw_recorded (sample, PLOT_SCENE_ALL, PLOT_THEME_PRINT));
  }
}

static void
test_sizes (void)
{
  static const double sizes[][2]
      = { { 0, 0 }, { 1, 1 }, { 3, 200 }, { 200, 3 }, { 40, 30 }, { NAN, 10 }, { -5, 5 }, { 2000, 20 } };
  g_autoptr (SampleScene) sample = sample_scene_new (10, 20, 0.15, 0.1, 3);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    cairo_surface_t *surface = image_new (1);
    cairo_t *cr = cairo_create (surface);

    plot_scene_draw (cr, &sample->scene, &sample->camera, PLOT_SCENE_ALL, plot_theme (PLOT_THEME_LIGHT),
                     sizes[i][0], sizes[i][1]);
    g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

/* How far two scenes of other words are from one another at a size. */
static double
word_difference (SampleScene *sample, PlotScene a, PlotScene b, double width, double height)
{
  cairo_surface_t *surfaces[2];

  for (guint i = 0; i < 2; i++) {
    surfaces[i] = image_new (1);
    cairo_t *cr = cairo_create (surfaces[i]);

    plot_scene_draw (cr, i == 0 ? &a : &b, &sample->camera, PLOT_SCENE_ALL, plot_theme (PLOT_THEME_LIGHT),
                     width, height);
    cairo_destroy (cr);
  }
  return difference (surfaces[0], surfaces[1]);
}

/* In a small scene the words that it has in common with its neighbours are left out, and what matters less.
 */
static void
test_compact (void)
{
  static const char *const many[] = { "NC1", "0.052", "NC2", "0.1", NULL }, *one[] = { "NC1", "0.052", NULL },
                           *other[] = { "NC1", "0.058", NULL };
  g_autoptr (SampleScene) sample = sample_scene_new (4, 20, 0.15, 0.1, 3);
  PlotScene whole = sample->scene, part = sample->scene, changed;

  whole.title = "Six losses side by side, long: Focal";
  whole.subtitle = "epoch 83 · test split · terminal phase since 58";
  whole.readout = many;
  part.title = "Focal";
  part.subtitle = "epoch 83";
  part.readout = one;
  part.classifier_note = NULL;
  g_assert_cmpfloat (word_difference (sample, whole, part, 200, 190), ==, 0);
  g_assert_cmpfloat (word_difference (sample, whole, part, WIDTH, HEIGHT), >, 0);
  changed = part;
  changed.readout = other;
  g_assert_cmpfloat (word_difference (sample, changed, part, 200, 190), >, 0);
  /* Of a tiny one, two lines. */
  whole.footer = "train 100.0 %  test 87.2 %";
  part.footer = "test 87.2 %";
  part.subtitle = part.note = NULL;
  g_assert_cmpfloat (word_difference (sample, whole, part, 200, 150), ==, 0);
  g_assert_cmpfloat (word_difference (sample, whole, part, 200, 190), >, 0);
  changed = part;
  changed.readout = other;
  g_assert_cmpfloat (word_difference (sample, changed, part, 200, 150), >, 0);
  whole.scale = part.scale = 0.5;
  whole.short_note = part.footer = part.short_note = "scale 0.50";
  g_assert_cmpfloat (word_difference (sample, whole, part, 200, 150), ==, 0);
  part.short_note = "scale 0.60";
  g_assert_cmpfloat (word_difference (sample, whole, part, 200, 150), >, 0);
}

/* A note loses its last part, then gives way to the short one, then to nothing; it is never clipped. */
static void
test_note (void)
{
  static const struct {
    double width;
    const char *note;
  } fits[] = {
    { 420, "common scale · of the variance" }, { 330, "common scale" }, { 252, "short" }, { 190, NULL }
  };
  g_autoptr (SampleScene) sample = sample_scene_new (4, 20, 0.15, 0.1, 3);
  PlotScene whole = sample->scene, part;

  whole.footer = "train 100.0 %  test 87.2 %";
  whole.note = "common scale · of the variance";
  whole.short_note = "short";
  part = whole;
  part.short_note = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (fits); i++) {
    part.note = fits[i].note;
    g_assert_cmpfloat (word_difference (sample, whole, part, fits[i].width, 250), ==, 0);
    part.note = i == 0 ? fits[1].note : NULL;
    if (fits[i].note != NULL)
      g_assert_cmpfloat (word_difference (sample, whole, part, fits[i].width, 250), >, 0);
  }
}

/* What is not finite or far away is left out, and the rest is drawn as if it had not been there. */
static void
test_not_finite (void)
{
  static const float strange[] = { NAN, INFINITY, -INFINITY, 1e30f, -1e30f };
  g_autoptr (SampleScene) sample = sample_scene_new (4, 5, 0.1, 0.1, 3);
  PlotScene whole = sample->scene;

  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    for (int axis = 0; axis < 3; axis++) {
      float point = sample->points[axis], mean = sample->means[axis], w = sample->classifier[axis];
      cairo_surface_t *broken, *less;

      sample->points[axis] = sample->means[axis] = sample->classifier[axis] = strange[i];
      cairo_surface_destroy (draw_recorded (sample, PLOT_SCENE_ALL, PLOT_THEME_DARK));
      broken = draw (sample, PLOT_SCENE_FEATURES, PLOT_THEME_DARK);
      sample->scene.points += 3;
      sample->scene.labels += 1;
      sample->scene.n_points -= 1;
      less = draw (sample, PLOT_SCENE_FEATURES, PLOT_THEME_DARK);
      sample->scene = whole;
      g_assert_cmpfloat (difference (broken, less), ==, 0);
      sample->points[axis] = point;
      sample->means[axis] = mean;
      sample->classifier[axis] = w;
    }
  sample->ideal[0] = NAN;
  cairo_surface_destroy (draw (sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT));
  sample->camera.yaw = NAN;
  cairo_surface_destroy (draw (sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT));
}

/* Pixels outside the clip stay, inside they are those of a drawing without clip, wherever the scene lies. */
static void
test_clip (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 100, 0.15, 0.1, 3);
  cairo_surface_t *whole = draw (sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT);
  cairo_surface_t *part = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH + 50, HEIGHT + 50);
  cairo_t *cr = cairo_create (part);

  cairo_rectangle (cr, 150, 100, 120, 90);
  cairo_clip (cr);
  cairo_translate (cr, 30, 20);
  plot_scene_draw (cr, &sample->scene, &sample->camera, PLOT_SCENE_ALL, plot_theme (PLOT_THEME_LIGHT), WIDTH,
                   HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (part);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++) {
      gboolean inside = x + 30 >= 150 && x + 30 < 270 && y + 20 >= 100 && y + 20 < 190;

      guint32 pixel = sample_pixel (part, x + 30, y + 20), expected = inside ? sample_pixel (whole, x, y) : 0;

      for (int shift = 0; shift < 24; shift += 8)
        g_assert_cmpint (ABS ((int)(pixel >> shift & 0xff) - (int)(expected >> shift & 0xff)), <=,
                         inside ? 2 : 0);
    }
  cairo_surface_destroy (part);
  cairo_surface_destroy (whole);
}

/* Under a round clip or a turned matrix pixels cannot be written directly: the paths take over. */
static void
test_unusual_targets (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 100, 0.15, 0.1, 3);

  for (int i = 0; i < 4; i++) {
    cairo_surface_t *surface
        = cairo_image_surface_create (i == 3 ? CAIRO_FORMAT_A8 : CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create (surface);

    if (i == 0)
      cairo_rotate (cr, 0.3);
    cairo_arc (cr, 200, 150, 100, 0, 2 * G_PI);
    cairo_clip (cr);
    if (i == 2)
      cairo_push_group (cr);
    plot_scene_draw (cr, &sample->scene, &sample->camera, PLOT_SCENE_ALL, plot_theme (PLOT_THEME_LIGHT),
                     WIDTH, HEIGHT);
    if (i == 2) {
      cairo_pop_group_to_source (cr);
      cairo_paint (cr);
    }
    g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    if (i < 3)
      g_assert_cmphex (sample_pixel (surface, 5, 295), ==, 0);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

/* Twice the resolution shows the same picture. */
static void
test_device_scale (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 100, 0.15, 0.1, 3);
  cairo_surface_t *once = draw (sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT), *twice = image_new (2);
  cairo_surface_t *shrunk = image_new (1);
  cairo_t *cr = cairo_create (shrunk);

  draw_on (twice, sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT);
  cairo_set_source_surface (cr, twice, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (twice);
  g_assert_cmpfloat (difference (once, shrunk), <, 1.7);
}

static void
test_screen_and_paper (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 100, 0.15, 0.1, 3);
  g_autofree char *tool = g_find_program_in_path ("pdftoppm");
  g_autofree char *folder = NULL, *file = NULL, *stem = NULL, *picture = NULL;
  cairo_surface_t *screen = draw (sample, PLOT_SCENE_ALL, PLOT_THEME_PRINT);
  cairo_surface_t *blank = image_new (1), *pdf, *printed;

  if (!tool) {
    g_test_skip ("pdftoppm is missing");
    cairo_surface_destroy (screen);
    cairo_surface_destroy (blank);
    return;
  }
  folder = g_dir_make_tmp ("plot-XXXXXX", NULL);
  file = g_build_filename (folder, "scene.pdf", NULL);
  stem = g_build_filename (folder, "scene", NULL);
  picture = g_strconcat (stem, ".png", NULL);
  pdf = cairo_pdf_surface_create (file, WIDTH, HEIGHT);
  draw_on (pdf, sample, PLOT_SCENE_ALL, PLOT_THEME_PRINT);
  cairo_surface_finish (pdf);
  cairo_surface_destroy (pdf);
  {
    const char *command[] = { tool, "-r", "72", "-png", "-singlefile", file, stem, NULL };

    g_assert_true (g_spawn_sync (NULL, (char **)command, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL));
  }
  printed = cairo_image_surface_create_from_png (picture);
  g_assert_cmpint (cairo_surface_status (printed), ==, CAIRO_STATUS_SUCCESS);
  /* Poppler's edges and glyphs are not Cairo's. */
  g_assert_cmpfloat (sample_difference (screen, printed), <, 3);
  g_assert_cmpfloat (sample_difference (screen, blank), >, 4 * sample_difference (screen, printed));
  cairo_surface_destroy (screen);
  cairo_surface_destroy (blank);
  cairo_surface_destroy (printed);
  g_unlink (file);
  g_unlink (picture);
  g_rmdir (folder);
}

static cairo_surface_t *
draw_panel (const SampleScene *sample)
{
  cairo_surface_t *surface = image_new (1);
  cairo_t *cr = cairo_create (surface);
  g_auto (PlotText) text = { 0 };

  plot_text_init (&text, cr, plot_theme (PLOT_THEME_PRINT));
  plot_scene_draw_panel (&text, &sample->scene, &sample->camera, PLOT_SCENE_ALL, WIDTH, HEIGHT, 0);
  cairo_destroy (cr);
  return surface;
}

/* What the arrows are is said on screen and on paper, with a note beside it or without. */
static void
test_classifier_note (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 10, 0.15, 0.1, 3);

  for (int i = 0; i < 2; i++) {
    cairo_surface_t *screen, *paper;

    sample->scene.classifier_note = NULL;
    screen = draw (sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT);
    paper = draw_panel (sample);
    sample->scene.classifier_note = "classifier: online linear probe";
    g_assert_cmpfloat (difference (screen, draw (sample, PLOT_SCENE_ALL, PLOT_THEME_LIGHT)), >, 0.05);
    g_assert_cmpfloat (difference (paper, draw_panel (sample)), >, 0.05);
    sample->scene.note = NULL;
  }
}

static void
test_legend (void)
{
  static const char *const names[] = { "a", "b", "c", "d", "e", "f", NULL };
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  double wide = plot_scene_legend_draw (NULL, 6, names, theme, 2000);
  double narrow = plot_scene_legend_draw (NULL, 6, names, theme, 20);
  cairo_surface_t *surface = image_new (1);
  cairo_t *cr = cairo_create (surface);

  g_assert_cmpfloat_with_epsilon (narrow, 6 * wide, 1e-9);
  g_assert_cmpfloat (plot_scene_legend_draw (cr, 6, names, theme, 2000), ==, wide);
  g_assert_cmpfloat (plot_scene_legend_draw (cr, 100, NULL, theme, 300), >, wide);
  g_assert_cmpfloat (plot_scene_legend_draw (cr, 0, NULL, theme, 300), ==, 0);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Every class is picked where its ball is drawn, and nothing beside the legend. */
static void
test_legend_pick (void)
{
  static const guint numbers[] = { 1, 10, 37 };
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    guint n = numbers[i], next = 0;
    double height = plot_scene_legend_draw (NULL, n, NULL, theme, WIDTH);
    cairo_surface_t *page = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int)height);
    cairo_t *cr = cairo_create (page);

    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_paint (cr);
    plot_scene_legend_draw (cr, n, NULL, theme, WIDTH);
    cairo_destroy (cr);
    cairo_surface_flush (page);
    for (int y = 11; y < height; y += 22)
      for (int x = 0; x < WIDTH; x++)
        if (plot_scene_legend_pick (n, NULL, theme, WIDTH, x, y) == (gint)next) {
          g_assert_cmphex (sample_pixel (page, x + 4, y), !=, 0xffffff);
          next++;
        }
    g_assert_cmpuint (next, ==, n);
    g_assert_cmpint (plot_scene_legend_pick (n, NULL, theme, WIDTH, -1, 5), ==, -1);
    g_assert_cmpint (plot_scene_legend_pick (n, NULL, theme, WIDTH, WIDTH, 5), ==, -1);
    g_assert_cmpint (plot_scene_legend_pick (n, NULL, theme, WIDTH, 5, -1), ==, -1);
    g_assert_cmpint (plot_scene_legend_pick (n, NULL, theme, WIDTH, 5, height + 1), ==, -1);
    cairo_surface_destroy (page);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scene/raster-and-vector", test_raster_and_vector);
  g_test_add_func ("/plot/scene/crowd", test_crowd);
  g_test_add_func ("/plot/scene/crowd-ink", test_crowd_ink);
  g_test_add_func ("/plot/scene/parts", test_parts);
  g_test_add_func ("/plot/scene/probe", test_probe);
  g_test_add_func ("/plot/scene/classifier-note", test_classifier_note);
  g_test_add_func ("/plot/scene/class-counts", test_class_counts);
  g_test_add_func ("/plot/scene/sizes", test_sizes);
  g_test_add_func ("/plot/scene/compact", test_compact);
  g_test_add_func ("/plot/scene/note", test_note);
  g_test_add_func ("/plot/scene/not-finite", test_not_finite);
  g_test_add_func ("/plot/scene/clip", test_clip);
  g_test_add_func ("/plot/scene/unusual-targets", test_unusual_targets);
  g_test_add_func ("/plot/scene/device-scale", test_device_scale);
  g_test_add_func ("/plot/scene/screen-and-paper", test_screen_and_paper);
  g_test_add_func ("/plot/scene/legend", test_legend);
  g_test_add_func ("/plot/scene/legend-pick", test_legend_pick);
  return g_test_run ();
}
