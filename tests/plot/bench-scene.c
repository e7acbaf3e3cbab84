/* How long a frame of a scene takes on one core, beside the aims, beside matplotlib's 3-D scatter of the same
 * points in the same run, and as a ratio to filling dots as Cairo arcs: figures of milliseconds are the
 * machine's, the ratios are ours. Each frame is turned a little.
 *
 * bench-scene [PYTHON SCRIPT] */
#include "sample.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <time.h>

#define REPEATS 41
#define WIDTH 1200
#define HEIGHT 900

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

/* Median milliseconds of one drawing on a screen with `scale` pixels a point. */
static double
measure (Work work, gpointer data, int scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, scale * WIDTH, scale * HEIGHT);
  double times[REPEATS];

  cairo_surface_set_device_scale (surface, scale, scale);
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
    cairo_arc (cr, (i * 7919) % WIDTH, (i * 104729) % HEIGHT, 2.7, 0, 2 * G_PI);
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
                   plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT);
}

static void
find_camera (cairo_t *cr, gpointer data)
{
  SampleScene *sample = data;

  plot_camera_best (sample->ideal, sample->scene.n_classes);
}

/* Of its frame; 0 where it is not installed. */
static double
matplotlib_time (char **command, const SampleScene *sample)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "collapsar-bench-scene-XXXXXX", NULL);
  g_autofree char *classes = g_strdup_printf ("%u", sample->scene.n_classes), *out = NULL;
  int file = g_mkstemp (path);
  g_autoptr (GSubprocess) process = NULL;
  double time = 0;

  if (file >= 0
      && g_file_set_contents (path, (const char *)sample->points,
                              (gssize)(3 * sample->scene.n_points * sizeof (float)), NULL))
    process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                                command[0], command[1], path, classes, G_STRINGIFY (WIDTH),
                                G_STRINGIFY (HEIGHT), NULL);
  if (process && g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL)
      && g_subprocess_get_successful (process))
    time = g_ascii_strtod (out, NULL);
  if (file >= 0)
    g_close (file, NULL);
  g_unlink (path);
  return time;
}

static double
report (const char *what, double milliseconds, double naive, const char *aim)
{
  g_print ("%-52s %8.2f ms  %6.2f  %s\n", what, milliseconds, milliseconds / naive, aim);
  return milliseconds;
}

static void
compare (char **command, const SampleScene *sample, double ours)
{
  double theirs = command[0] && command[1] ? matplotlib_time (command, sample) : 0;

  if (theirs > 0)
    g_print ("%-52s %8.2f ms  %6.1f times as long as ours (aim 40)\n",
             "  matplotlib's 3-D scatter of the same points", theirs, theirs / ours);
  else
    g_print ("  without matplotlib: no ratio to it\n");
}

int
main (int argc, char **argv)
{
  gsize points = 1000;
  double naive = measure (fill_arcs, &points, 1), ours;
  g_autoptr (SampleScene) thousand = sample_scene_new (10, 100, 0.15, 0.1, 3);
  g_autoptr (SampleScene) some = sample_scene_new (10, 1000, 0.15, 0.1, 3);
  g_autoptr (SampleScene) many = sample_scene_new (10, 6000, 0.15, 0.1, 3);
  g_autoptr (SampleScene) classes = sample_scene_new (100, 10, 0.15, 0.1, 3);
  SceneWork whole = { thousand, PLOT_SCENE_ALL }, features = { thousand, PLOT_SCENE_FEATURES };
  SceneWork tens = { some, PLOT_SCENE_ALL };
  SceneWork crowd = { many, PLOT_SCENE_ALL }, hundred = { classes, PLOT_SCENE_ALL };

  g_print ("%-52s %8s     ratio  aim\n", G_STRINGIFY (WIDTH) " x " G_STRINGIFY (HEIGHT), "median");
  report ("1,000 arcs filled", naive, naive, "");
  report ("scene, 1,000 points, 10 classes", measure (draw_scene, &whole, 1), naive, "");
  report ("  its points and words alone", measure (draw_scene, &features, 1), naive, "");
  ours = report ("scene, 10,000 points, 10 classes", measure (draw_scene, &tens, 1), naive, "3 ms");
  compare (argv + 1, some, ours);
  ours = report ("scene, 60,000 points, 10 classes", measure (draw_scene, &crowd, 1), naive, "8 ms");
  compare (argv + 1, many, ours);
  report ("  at scale 2", measure (draw_scene, &crowd, 2), naive, "16 ms");
  report ("scene, 100 classes", measure (draw_scene, &hundred, 1), naive, "");
  report ("best camera, 10 classes", measure (find_camera, thousand, 1), naive, "");
  report ("best camera, 100 classes", measure (find_camera, classes, 1), naive, "");
  return EXIT_SUCCESS;
}
