/* A picture of a preset goes into a file and comes back; what is none is refused. */
#include "view/gallery.h"

#include "short-run.h"

static GBytes *
pack_short_run (ViewGalleryKind kind, guint n_runs)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
  GVariant *runs[4];
  view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN,
                     COLLAPSE_PROJECTION_BALANCED);
  for (guint i = 0; i < n_runs; i++)
    runs[i] = view_gallery_run (scene, run.history, COLLAPSE_NC1);
  return view_gallery_pack (kind, runs, n_runs);
}

/* Pixels that are not as the background. */
static guint
count_drawn (const ViewGallery *gallery, PlotThemeKind kind)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 250, 148);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;
  view_gallery_draw (cr, gallery, plot_theme (kind), 250.0, 148.0);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  const guint32 *pixels = (const guint32 *)(gconstpointer)cairo_image_surface_get_data (surface);
  for (guint i = 1; i < 250 * 148; i++)
    n += pixels[i] != pixels[0];
  cairo_surface_destroy (surface);
  return n;
}

static void
test_round_trip (void)
{
  for (ViewGalleryKind kind = VIEW_GALLERY_SCENES; kind <= VIEW_GALLERY_DIRECTIONS; kind++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = pack_short_run (kind, 4);
    g_autoptr (ViewGallery) gallery = view_gallery_new (bytes, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (view_gallery_n_runs (gallery), ==, 4);
    g_assert_cmpuint (g_bytes_get_size (bytes), <, 20000);
    g_assert_cmpuint (count_drawn (gallery, PLOT_THEME_LIGHT), >, 300);
    g_assert_cmpuint (count_drawn (gallery, PLOT_THEME_DARK), >, 300);
  }
}

/* To the last bit: the bundled files are made anew without a difference. */
static void
test_repeatable (void)
{
  g_autoptr (GBytes) once = pack_short_run (VIEW_GALLERY_SCENES, 1);
  g_autoptr (GBytes) again = pack_short_run (VIEW_GALLERY_SCENES, 1);
  g_assert_true (g_bytes_equal (once, again));
}

static void
assert_refused (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (view_gallery_new (bytes, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
}

static void
test_refused (void)
{
  g_autoptr (GBytes) bytes = pack_short_run (VIEW_GALLERY_SCENES, 2);
  for (gsize size = 0; size < g_bytes_get_size (bytes); size += 97) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, size);
    assert_refused (part);
  }
  g_autoptr (GBytes) none = view_gallery_pack (VIEW_GALLERY_SCENES, NULL, 0);
  assert_refused (none);
  g_autoptr (GBytes) unknown = pack_short_run ((ViewGalleryKind)7, 1);
  assert_refused (unknown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/gallery/round-trip", test_round_trip);
  g_test_add_func ("/view/gallery/repeatable", test_repeatable);
  g_test_add_func ("/view/gallery/refused", test_refused);
  return g_test_run ();
}
