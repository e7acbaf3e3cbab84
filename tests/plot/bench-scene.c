/* How long a scene takes on one core, and as a ratio to filling the same number of dots as Cairo arcs in
 * the same run: figures of milliseconds are the machine's, the ratios are ours. */
#include "sample.h"

#include <stdlib.h>
#include <time.h>

#define REPEATS 41

typedef void (*Work) (cairo_t *cr, gpointer data);

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* Milliseconds this thread has worked: what else the machine does matters less. */
static double
processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

/* Median milliseconds of one drawing of width x height. */
static double
measure (Work work, gpointer data, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  double times[REPEATS];

  for (int i = -3; i < REPEATS; i++) {
    cairo_t *cr = cairo_create (surface);
    double start = processor_time ();

    work (cr, data);
    cairo_surface_flush (surface);
    if (i >= 0)
      times[i] = processor_time () - start;
    cairo_destroy (cr);
  }
  cairo_surface_destroy (surface);
  qsort (times, REPEATS, sizeof *times, compare_doubles);
  return times[REPEATS / 2];
}

static void
fill_arcs (cairo_t *cr, gpointer data)
{
  gsize n = *(gsize *)data;

  for (gsize i = 0; i < n; i++) {
    cairo_set_source_rgba (cr, (i % 10) / 10.0, 0.5, 0.5, 0.5);
    cairo_arc (cr, (i * 7919) % 1000, (i * 104729) % 700, 2.7, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

typedef struct {
  SampleScene *sample;
  PlotSceneParts parts;
} SceneWork;

static void
draw_scene (cairo_t *cr, gpointer data)
{
  SceneWork *work = data;

  work->sample->camera.yaw += 0.01;
  plot_scene_draw (cr, &work->sample->scene, &work->sample->camera, work->parts,
                   plot_theme (PLOT_THEME_LIGHT), 1000, 700);
}

static void
find_camera (cairo_t *cr, gpointer data)
{
  SampleScene *sample = data;

  plot_camera_best (sample->ideal, sample->scene.n_classes);
}

static void
report (const char *what, double milliseconds, double naive)
{
  g_print ("%-46s %8.2f ms  %6.2f\n", what, milliseconds, milliseconds / naive);
}

int
main (void)
{
  gsize points = 1000;
  double naive = measure (fill_arcs, &points, 1000, 700);
  g_autoptr (SampleScene) thousand = sample_scene_new (10, 100, 0.15, 0.1, 3);
  g_autoptr (SampleScene) many = sample_scene_new (10, 6000, 0.15, 0.1, 3);
  g_autoptr (SampleScene) classes = sample_scene_new (100, 10, 0.15, 0.1, 3);
  SceneWork whole = { thousand, PLOT_SCENE_ALL }, features = { thousand, PLOT_SCENE_FEATURES };
  SceneWork crowd = { many, PLOT_SCENE_ALL }, hundred = { classes, PLOT_SCENE_ALL };

  g_print ("%-46s %8s     ratio\n", "", "median");
  report ("1,000 arcs filled, 1000x700", naive, naive);
  report ("scene, 1,000 points, 10 classes, 1000x700", measure (draw_scene, &whole, 1000, 700), naive);
  report ("  its points and words alone", measure (draw_scene, &features, 1000, 700), naive);
  report ("scene, 60,000 points", measure (draw_scene, &crowd, 1000, 700), naive);
  report ("scene, 100 classes", measure (draw_scene, &hundred, 1000, 700), naive);
  report ("best camera, 10 classes", measure (find_camera, thousand, 8, 8), naive);
  report ("best camera, 100 classes", measure (find_camera, classes, 8, 8), naive);
  return 0;
}
