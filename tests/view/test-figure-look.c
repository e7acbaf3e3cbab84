#include "view/figure-look.h"

#include "collapse/tour.h"

#include <glib.h>
#include <math.h>

static void
test_camera (void)
{
  static const char *const bad[]
      = { "", "1", "a,b", "1,2,0", "1,2,-1", "1,2,3,4,5,6", "1,nan", "1,2,", "1 ,2x" };
  const PlotCamera camera = { .yaw = -1.234567, .pitch = 0.5, .zoom = 2.5, .pan_x = -0.25, .pan_y = -1e-9 };
  g_autofree char *text = view_camera_text (&camera);
  PlotCamera again;
  g_assert_cmpstr (text, ==, "-70.7355,28.6479,2.5,-0.25,0");
  g_assert_true (view_camera_read (text, &again));
  g_assert_cmpfloat_with_epsilon (again.yaw, camera.yaw, 1e-6);
  g_assert_cmpfloat_with_epsilon (again.pitch, camera.pitch, 1e-6);
  g_assert_cmpfloat (again.zoom, ==, 2.5);
  g_assert_cmpfloat (again.pan_x, ==, -0.25);
  g_assert_cmpfloat (again.pan_y, ==, 0);
  /* What was read once is read the same from then on. */
  g_autofree char *second = view_camera_text (&again);
  g_assert_cmpstr (second, ==, text);
  g_assert_true (view_camera_read ("10,20", &again));
  g_assert_cmpfloat (again.zoom, ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (view_camera_read (bad[i], &again));
}

/* A frame whose numbers were rounded is read as one that is exactly orthonormal; others are none. */
static void
test_frame (void)
{
  static const char *const bad[] = {
    "",
    "1,0,0,0,1,0,0,0,1",
    "1,0,0,0,0,1,0,0,0,0,1",
    "1,0,0,0,0,1,0,0,0,0,1,x",
    "1,0,0,0,0,1,0,0,0,0.001,1,0",
    "1,0,0,0,0,1,0,0,0,0,2,0",
    "1,0,0,0,0,1,0,0,0,0,1,nan",
    "0,0,0,0,0,0,0,0,0,0,0,0",
  };
  g_autoptr (CollapseTour) tour = collapse_tour_new (9, 7);
  collapse_tour_seek (tour, 12.3);
  const NumericMatrix64 frame = collapse_tour_frame (tour);
  g_autofree char *text = view_frame_text (frame);
  NumericMatrix64 read = view_frame_read (text);
  g_assert_nonnull (read.data);
  g_assert_cmpuint (read.columns, ==, 9);
  for (gsize a = 0; a < 3; a++)
    for (gsize b = 0; b < 3; b++) {
      double sum = 0;
      for (gsize j = 0; j < 9; j++)
        sum += read.data[a * 9 + j] * read.data[b * 9 + j];
      g_assert_cmpfloat_with_epsilon (sum, a == b, 1e-14);
    }
  for (gsize i = 0; i < 27; i++)
    g_assert_cmpfloat_with_epsilon (read.data[i], frame.data[i], 2e-8);
  g_free (read.data);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (view_frame_read (bad[i]).data);

  const double plain[12] = { -1, 0, 0, 0, 0, 0.6, 0, 0.8, 0, 0, 1, -1e-12 };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  look.projection = COLLAPSE_PROJECTION_TOUR;
  look.frame = numeric_matrix64 ((double *)plain, 3, 4);
  view_look_add_options (words, &look);
  g_assert_cmpstr (words->pdata[words->len - 1], ==, "--tour-frame=-1,0,0,0,0,0.6,0,0.8,0,0,1,0");
}

static void
test_parts (void)
{
  PlotSceneParts parts;
  for (guint i = 0; i <= PLOT_SCENE_ALL; i++) {
    g_autofree char *text = view_parts_text (i);
    g_assert_true (view_parts_read (text, &parts));
    g_assert_cmpuint (parts, ==, i);
  }
  g_assert_true (view_parts_read ("ideal,means", &parts));
  g_assert_cmpuint (parts, ==, PLOT_SCENE_IDEAL | PLOT_SCENE_MEANS);
  g_assert_false (view_parts_read ("", &parts));
  g_assert_false (view_parts_read ("means,", &parts));
  g_assert_false (view_parts_read ("means,balls", &parts));
}

static void
test_projections (void)
{
  const char *const *keys = view_projection_keys ();
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_BALANCED], ==, "balanced");
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_FOUR_CLASSES], ==, "four-classes");
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_TOUR], ==, "tour");
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_FEATURE_PCA], ==, "features-pca");
}

static char *
line_of (const ViewFigureLook *look, const PlotPage *page)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  view_look_add_options (words, look);
  view_page_add_options (words, page);
  return view_command_line (words);
}

/* What is so anyway is not said, and everything else is. */
static void
test_options (void)
{
  const double epochs[] = { 1, 10.5, VIEW_FIGURE_LAST };
  const PlotCamera camera = { .yaw = -G_PI / 2, .pitch = 0, .zoom = 1 };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  PlotPage page = PLOT_PAGE_INIT;
  page.width = 252;
  g_autofree char *plain = line_of (&look, &page);
  g_assert_cmpstr (plain, ==, "--kind both --width 88.9mm");
  look.kind = VIEW_FIGURE_STRIP;
  look.epochs = epochs;
  look.n_epochs = 3;
  look.camera = &camera;
  look.hold = 3;
  look.all_samples = TRUE;
  page.theme = PLOT_THEME_GREY;
  page.font = "Latin Modern Roman";
  page.dpi = 600;
  g_autofree char *strip = line_of (&look, &page);
  g_assert_cmpstr (strip, ==,
                   "--kind strip --epochs 1,10.5,last --hold-axes 3 --camera=-90,0,1,0,0 --samples all "
                   "--width 88.9mm --theme grey --font 'Latin Modern Roman'");
  look = (ViewFigureLook)VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_COMPOSED;
  look.panels = "geometry:1,nc1";
  look.columns = 2;
  look.metric = TRAINING_LAYER_CDNV;
  look.ratio = TRUE;
  page.theme = PLOT_THEME_PRINT;
  page.font = NULL;
  g_autofree char *composed = line_of (&look, &page);
  g_assert_cmpstr (composed, ==, "--panels geometry:1,nc1 --columns 2 --metric cdnv --ratio --width 88.9mm");
  look = (ViewFigureLook)VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_CURVES;
  look.no_test = look.each_run = TRUE;
  page.format = PLOT_FORMAT_PNG;
  page.theme = PLOT_THEME_PRINT;
  page.font = NULL;
  g_autofree char *curves = line_of (&look, &page);
  g_assert_cmpstr (curves, ==, "--kind curves --curves train,head --each-run --width 88.9mm --dpi 600");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/figure-look/camera", test_camera);
  g_test_add_func ("/view/figure-look/frame", test_frame);
  g_test_add_func ("/view/figure-look/parts", test_parts);
  g_test_add_func ("/view/figure-look/projections", test_projections);
  g_test_add_func ("/view/figure-look/options", test_options);
  return g_test_run ();
}
