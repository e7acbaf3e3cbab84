#include "plot/scene-painter.h"
#include "sample.h"

#include <math.h>

#define WIDTH 800
#define HEIGHT 600
#define N_CLASSES 10

/* A picture whose pixels are all full. */
static cairo_surface_t *
full_image (int width, int height)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);

  memset (cairo_image_surface_get_data (image), 255, (gsize)cairo_image_surface_get_stride (image) * height);
  cairo_surface_mark_dirty (image);
  return image;
}

typedef struct {
  SampleScene *sample;
  cairo_surface_t *images[N_CLASSES], *page;
  cairo_t *cr;
  PlotText text;
  PlotPainter painter;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->sample = sample_scene_new (N_CLASSES, 1, 0, 0.1, 7);
  for (guint k = 0; k < N_CLASSES; k++)
    fixture->images[k] = full_image (28, 28);
  fixture->sample->scene.images = fixture->images;
  fixture->page = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  fixture->cr = cairo_create (fixture->page);
  plot_text_init (&fixture->text, fixture->cr, plot_theme (PLOT_THEME_LIGHT));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  plot_text_clear (&fixture->text);
  cairo_destroy (fixture->cr);
  cairo_surface_destroy (fixture->page);
  for (guint k = 0; k < N_CLASSES; k++)
    cairo_surface_destroy (fixture->images[k]);
  sample_scene_free (fixture->sample);
}

/* Places the pictures; returns how many have a place. */
static guint
place (Fixture *fixture, const PlotCamera *camera)
{
  PlotPainter *painter = &fixture->painter;
  guint n;

  *painter = (PlotPainter){
    .text = &fixture->text, .cr = fixture->cr, .scene = &fixture->sample->scene, .theme = fixture->text.theme
  };
  plot_view_init (&painter->view, camera, painter->scene, WIDTH, HEIGHT);
  plot_view_project (&painter->view, 0, 0, 0, &painter->origin);
  painter->items = g_array_new (FALSE, FALSE, sizeof (PlotItem));
  plot_images_add (painter);
  n = painter->items->len;
  g_array_unref (painter->items);
  return n;
}

/* Wherever one looks from, no picture lies on another or on a ball, or reaches out of the page; and from
 * where the classes are furthest apart nearly all have theirs. */
static void
test_free (Fixture *fixture, gconstpointer data)
{
  for (guint turn = 0; turn < 60; turn++) {
    PlotCamera camera = fixture->sample->camera;
    const PlotBox *boxes;
    guint n;

    camera.yaw += 0.1 * turn;
    n = place (fixture, &camera);
    boxes = fixture->painter.boxes;
    g_assert_cmpuint (n, >=, turn == 0 ? 8 : 3);
    for (guint k = 0; k < N_CLASSES; k++) {
      if (boxes[k].width == 0)
        continue;
      g_assert_cmpfloat (boxes[k].x, >=, 0);
      g_assert_cmpfloat (boxes[k].y, >=, 0);
      g_assert_cmpfloat (boxes[k].x + boxes[k].width, <=, WIDTH);
      g_assert_cmpfloat (boxes[k].y + boxes[k].height, <=, HEIGHT);
      for (guint l = 0; l < N_CLASSES; l++) {
        PlotSpot spot;

        g_assert_false (l < k && boxes[l].width > 0 && plot_box_overlaps (boxes[k], boxes[l]));
        plot_view_project_float (&fixture->painter.view, fixture->sample->means + 3 * l, &spot);
        g_assert_cmpfloat (hypot (spot.x - CLAMP (spot.x, boxes[k].x, boxes[k].x + boxes[k].width),
                                  spot.y - CLAMP (spot.y, boxes[k].y, boxes[k].y + boxes[k].height)),
                           >=, fixture->painter.view.ball * spot.scale - 1e-9);
      }
    }
    g_free (fixture->painter.boxes);
  }
}

/* A picture keeps its shape, and a class without one has no place. */
static void
test_shape (Fixture *fixture, gconstpointer data)
{
  guint n_wide = 0;

  cairo_surface_destroy (fixture->images[3]);
  fixture->images[3] = NULL;
  cairo_surface_destroy (fixture->images[5]);
  fixture->images[5] = full_image (30, 10);
  place (fixture, &fixture->sample->camera);
  g_assert_cmpfloat (fixture->painter.boxes[3].width, ==, 0);
  for (guint k = 0; k < N_CLASSES; k++) {
    const PlotBox *box = &fixture->painter.boxes[k];

    if (box->width > 0)
      g_assert_cmpfloat_with_epsilon (box->width / box->height, k == 5 ? 3 : 1, 1e-9);
    n_wide += box->width > 1.5 * box->height;
  }
  g_assert_cmpuint (n_wide, ==, 1);
  g_free (fixture->painter.boxes);
}

/* It is drawn in its class's colour, on screen as in a file. */
static void
test_colour (Fixture *fixture, gconstpointer data)
{
  PlotColour colour = plot_theme_class_colour (fixture->text.theme, 0);
  PlotScene scene = { .n_classes = 1, .means = (const float[]){ 0.5f, 0, 0 }, .images = fixture->images };
  PlotCamera ahead = { .zoom = 1 };
  guint n_full = 0;
  /* As far as depth lets it: half way. */
  PlotColour expected = plot_depth_colour (
      fixture->text.theme, plot_colour_mix (colour, (PlotColour){ 0, 0, 0, 1 }, 0.22), 0.5, 1);

  plot_scene_draw (fixture->cr, &scene, &ahead, PLOT_SCENE_IMAGES, fixture->text.theme, WIDTH, HEIGHT);
  cairo_surface_flush (fixture->page);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      n_full += ABS ((int)(sample_pixel (fixture->page, x, y) & 0xff)
                     - (int)(255 * (0.95 * expected.blue + 0.05)))
                <= 2;
  /* 27 points at a scene of 330, and the root of that times the page's. */
  g_assert_cmpfloat_with_epsilon (sqrt (n_full), 27 * sqrt (HEIGHT / 330.0), 2);
}

static void
add_test (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/plot/scene-images/free", test_free);
  add_test ("/plot/scene-images/shape", test_shape);
  add_test ("/plot/scene-images/colour", test_colour);
  return g_test_run ();
}
