#include "view/gallery.h"

#include <math.h>
#include <string.h>

#include "plot/chart.h"

/* Of a class: enough for a cloud. */
#define POINTS_OF_CLASS 36
#define MOST_EPOCHS 100
/* Balls and lines are made for scenes of this height; smaller ones are drawn smaller. */
#define SCENE_HEIGHT 230.0
#define GAP 1.0

static const char *const kind_names[] = { "scenes", "classifiers", "curves", "directions" };

gboolean
view_gallery_kind_from_name (const char *name, ViewGalleryKind *kind)
{
  for (guint k = 0; k < G_N_ELEMENTS (kind_names); k++)
    if (g_str_equal (kind_names[k], name)) {
      *kind = (ViewGalleryKind)k;
      return TRUE;
    }
  return FALSE;
}

/* Writing. */

static void
append_coordinate (GArray *array, double value)
{
  gint16 stored
      = isfinite (value) ? (gint16)CLAMP (round (value / VIEW_GALLERY_UNIT), G_MININT16, G_MAXINT16) : 0;
  g_array_append_val (array, stored);
}

static GVariant *
pack_floats (const float *values, gsize n)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (gint16));
  for (gsize i = 0; values != NULL && i < n; i++)
    append_coordinate (array, values[i]);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT16, array->data, array->len, sizeof (gint16));
}

static GVariant *
pack_doubles (const double *values, gsize n)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (gint16));
  for (gsize i = 0; values != NULL && i < n; i++)
    append_coordinate (array, values[i]);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT16, array->data, array->len, sizeof (gint16));
}

/* The first points of each class, and their labels. */
static void
pack_points (const PlotScene *scene, GVariant **points, GVariant **labels)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (gint16));
  g_autoptr (GByteArray) classes = g_byte_array_new ();
  g_autofree guint *seen = g_new0 (guint, scene->n_classes);
  for (gsize i = 0; scene->points != NULL && i < scene->n_points; i++) {
    guint8 label = (guint8)scene->labels[i];
    if (scene->labels[i] > G_MAXUINT8 || seen[label]++ >= POINTS_OF_CLASS)
      continue;
    for (gsize j = 0; j < 3; j++)
      append_coordinate (chosen, scene->points[i * 3 + j]);
    g_byte_array_append (classes, &label, 1);
  }
  *points = g_variant_new_fixed_array (G_VARIANT_TYPE_INT16, chosen->data, chosen->len, sizeof (gint16));
  *labels = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, classes->data, classes->len, 1);
}

static GVariant *
pack_series (const TrainingHistory *history, int quantity)
{
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  training_history_series (history, TRAINING_TRAIN, quantity, x, y);
  guint step = x->len / MOST_EPOCHS + 1;
  GVariantBuilder builder;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ud)"));
  for (guint i = 0; i < x->len; i++)
    if (i % step == 0 || i + 1 == x->len)
      g_variant_builder_add (&builder, "(ud)", (guint)g_array_index (x, double, i),
                             g_array_index (y, double, i));
  return g_variant_builder_end (&builder);
}

GVariant *
view_gallery_run (ViewScene *scene, const TrainingHistory *history, int quantity)
{
  const PlotScene *plot = view_scene_plot (scene);
  gsize n = (gsize)plot->n_classes * 3;
  GVariant *points, *labels;
  pack_points (plot, &points, &labels);
  GVariant *parts[] = { pack_series (history, quantity),
                        g_variant_new_boolean (plot->probe),
                        points,
                        labels,
                        pack_floats (plot->means, n),
                        pack_floats (plot->classifier, n),
                        pack_doubles (plot->ideal, n) };
  return g_variant_new_tuple (parts, G_N_ELEMENTS (parts));
}

GBytes *
view_gallery_pack (ViewGalleryKind kind, GVariant *const *runs, gsize n_runs)
{
  GVariant *array = g_variant_new_array (G_VARIANT_TYPE ("(a(ud)banayananan)"), runs, n_runs);
  g_autoptr (GVariant) all
      = g_variant_ref_sink (g_variant_new ("(u@a(a(ud)banayananan))", (guint)kind, array));
  g_autoptr (GVariant) stored
      = G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_variant_get_normal_form (all) : g_variant_byteswap (all);
  return g_variant_get_data_as_bytes (stored);
}

/* Reading. */

typedef struct {
  PlotScene scene;
  PlotCamera camera;
  float *points, *means, *classifier;
  double *ideal;
  guint32 *labels;
  GArray *x, *y;
} Run;

struct _ViewGallery {
  ViewGalleryKind kind;
  GArray *runs; /* of Run */
};

static void
run_clear (gpointer data)
{
  Run *run = data;
  g_free (run->points);
  g_free (run->means);
  g_free (run->classifier);
  g_free (run->ideal);
  g_free (run->labels);
  g_clear_pointer (&run->x, g_array_unref);
  g_clear_pointer (&run->y, g_array_unref);
}

/* NULL where there are none. */
static float *
unpack_floats (GVariant *variant, gsize *n)
{
  const gint16 *values = g_variant_get_fixed_array (variant, n, sizeof (gint16));
  float *floats = *n == 0 ? NULL : g_new (float, *n);
  for (gsize i = 0; i < *n; i++)
    floats[i] = (float)(values[i] * VIEW_GALLERY_UNIT);
  return floats;
}

static double *
unpack_doubles (GVariant *variant, gsize *n)
{
  g_autofree float *floats = unpack_floats (variant, n);
  double *doubles = *n == 0 ? NULL : g_new (double, *n);
  for (gsize i = 0; i < *n; i++)
    doubles[i] = (double)floats[i];
  return doubles;
}

static void
unpack_series (Run *run, GVariant *series)
{
  GVariantIter iter;
  guint epoch;
  double value;
  run->x = g_array_new (FALSE, FALSE, sizeof (double));
  run->y = g_array_new (FALSE, FALSE, sizeof (double));
  g_variant_iter_init (&iter, series);
  while (g_variant_iter_next (&iter, "(ud)", &epoch, &value)) {
    double x = epoch;
    g_array_append_val (run->x, x);
    g_array_append_val (run->y, value);
  }
}

/* The furthest mean a little further out than the ideal vertices else. */
static PlotCamera
directions_camera (const Run *run)
{
  guint n = run->scene.n_classes;
  double longest = 0.0;
  g_autofree double *means = g_new (double, n * 3);
  for (guint k = 0; k < n; k++) {
    double *mean = &means[k * 3];
    for (guint j = 0; j < 3; j++)
      mean[j] = (double)run->means[k * 3 + j];
    longest = MAX (longest, sqrt (mean[0] * mean[0] + mean[1] * mean[1] + mean[2] * mean[2]));
  }
  PlotCamera camera = plot_camera_best (means, n);
  camera.zoom = longest > 0.0 ? 1.25 / longest : 1.0;
  return camera;
}

/* FALSE when the sizes do not go together. */
static gboolean
unpack_run (Run *run, ViewGalleryKind kind, GVariant *variant)
{
  g_autoptr (GVariant) series = g_variant_get_child_value (variant, 0);
  g_autoptr (GVariant) probe = g_variant_get_child_value (variant, 1);
  g_autoptr (GVariant) points = g_variant_get_child_value (variant, 2);
  g_autoptr (GVariant) labels = g_variant_get_child_value (variant, 3);
  g_autoptr (GVariant) means = g_variant_get_child_value (variant, 4);
  g_autoptr (GVariant) classifier = g_variant_get_child_value (variant, 5);
  g_autoptr (GVariant) ideal = g_variant_get_child_value (variant, 6);
  gsize n_points, n_labels, n_means, n_classifier, n_ideal;
  unpack_series (run, series);
  run->points = unpack_floats (points, &n_points);
  run->means = unpack_floats (means, &n_means);
  run->classifier = unpack_floats (classifier, &n_classifier);
  run->ideal = unpack_doubles (ideal, &n_ideal);
  const guint8 *classes = g_variant_get_fixed_array (labels, &n_labels, 1);
  if (n_points != 3 * n_labels || n_means % 3 != 0 || (n_classifier != 0 && n_classifier != n_means)
      || (n_ideal != 0 && n_ideal != n_means))
    return FALSE;
  run->labels = g_new (guint32, n_labels);
  for (gsize i = 0; i < n_labels; i++) {
    run->labels[i] = classes[i];
    if (classes[i] >= n_means / 3)
      return FALSE;
  }
  run->scene = (PlotScene){ .n_classes = (guint)(n_means / 3),
                            .n_points = n_labels,
                            .points = run->points,
                            .labels = run->labels,
                            .means = run->means,
                            .classifier = run->classifier,
                            .ideal = run->ideal,
                            .probe = g_variant_get_boolean (probe) };
  run->camera = kind == VIEW_GALLERY_DIRECTIONS && n_means > 0 ? directions_camera (run)
                : run->ideal != NULL ? plot_camera_best (run->ideal, run->scene.n_classes)
                                     : (PlotCamera){ .yaw = 0.5, .pitch = 0.3, .zoom = 1.0 };
  return TRUE;
}

static GVariant *
open_bytes (GBytes *bytes)
{
  g_autoptr (GVariant) raw
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (VIEW_GALLERY_TYPE), bytes, FALSE));
  if (!g_variant_is_normal_form (raw))
    return NULL;
  return G_BYTE_ORDER == G_LITTLE_ENDIAN ? g_steal_pointer (&raw) : g_variant_byteswap (raw);
}

ViewGallery *
view_gallery_new (GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) all = open_bytes (bytes);
  g_autoptr (GVariant) runs = all == NULL ? NULL : g_variant_get_child_value (all, 1);
  g_autoptr (ViewGallery) gallery = g_new0 (ViewGallery, 1);
  guint kind = VIEW_GALLERY_SCENES;
  gboolean good = all != NULL && g_variant_n_children (runs) > 0;
  gallery->runs = g_array_new (FALSE, TRUE, sizeof (Run));
  g_array_set_clear_func (gallery->runs, run_clear);
  if (all != NULL)
    g_variant_get_child (all, 0, "u", &kind);
  gallery->kind = (ViewGalleryKind)kind;
  for (gsize r = 0; good && r < g_variant_n_children (runs); r++) {
    g_autoptr (GVariant) variant = g_variant_get_child_value (runs, r);
    g_array_set_size (gallery->runs, (guint)r + 1);
    good = unpack_run (&g_array_index (gallery->runs, Run, r), gallery->kind, variant);
  }
  if (good && kind < G_N_ELEMENTS (kind_names))
    return g_steal_pointer (&gallery);
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "not a picture of a preset");
  return NULL;
}

void
view_gallery_free (ViewGallery *gallery)
{
  if (gallery == NULL)
    return;
  g_array_unref (gallery->runs);
  g_free (gallery);
}

guint
view_gallery_n_runs (const ViewGallery *gallery)
{
  return gallery->runs->len;
}

/* Drawing. */

static void
draw_scene (
    cairo_t *cr, const Run *run, PlotSceneParts parts, const PlotTheme *theme, double width, double height)
{
  double scale = MIN (height / SCENE_HEIGHT, 1.0);
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  plot_scene_draw (cr, &run->scene, &run->camera, parts, theme, width / scale, height / scale);
  cairo_restore (cr);
}

/* Side by side up to three, else in two rows. */
static void
draw_scenes (cairo_t *cr, const ViewGallery *gallery, const PlotTheme *theme, double width, double height)
{
  static const PlotSceneParts parts_of[]
      = { [VIEW_GALLERY_SCENES] = PLOT_SCENE_FEATURES | PLOT_SCENE_MEANS | PLOT_SCENE_IDEAL,
          [VIEW_GALLERY_CLASSIFIERS] = PLOT_SCENE_CLASSIFIER | PLOT_SCENE_IDEAL,
          [VIEW_GALLERY_DIRECTIONS] = PLOT_SCENE_FEATURES | PLOT_SCENE_MEANS };
  PlotSceneParts parts = parts_of[gallery->kind];
  guint n = gallery->runs->len, n_rows = n > 3 ? 2 : 1, n_columns = (n + n_rows - 1) / n_rows;
  double w = (width - GAP * (n_columns - 1)) / n_columns, h = (height - GAP * (n_rows - 1)) / n_rows;
  plot_set_source (cr, plot_colour_mix (theme->background, theme->foreground, 0.12));
  cairo_rectangle (cr, 0.0, 0.0, width, height);
  cairo_fill (cr);
  for (guint r = 0; r < n; r++) {
    cairo_save (cr);
    cairo_translate (cr, (r % n_columns) * (w + GAP), (r / n_columns) * (h + GAP));
    cairo_rectangle (cr, 0.0, 0.0, w, h);
    cairo_clip (cr);
    draw_scene (cr, &g_array_index (gallery->runs, Run, r), parts, theme, w, h);
    cairo_restore (cr);
  }
}

/* A chart that takes itself for too small for words. */
static void
draw_curves (cairo_t *cr, const ViewGallery *gallery, const PlotTheme *theme, double width, double height)
{
  PlotTheme wordless = *theme;
  wordless.text_size = MAX (theme->text_size, 0.2 * height);
  wordless.grid = FALSE;
  g_autofree PlotSeries *series = g_new0 (PlotSeries, gallery->runs->len);
  PlotChart chart = { .y_kind = PLOT_AXIS_LOG,
                      .series = series,
                      .n_series = gallery->runs->len,
                      .reference = NAN,
                      .terminal = -1.0 };
  for (guint r = 0; r < gallery->runs->len; r++) {
    const Run *run = &g_array_index (gallery->runs, Run, r);
    series[r] = (PlotSeries){ .n = run->x->len,
                              .x = (const double *)(gconstpointer)run->x->data,
                              .y = (const double *)(gconstpointer)run->y->data,
                              .regime = r,
                              .strong = TRUE };
    if (run->x->len > 0)
      chart.x_maximum = MAX (chart.x_maximum, g_array_index (run->x, double, run->x->len - 1));
  }
  const double margin = 0.1 * height;
  plot_set_source (cr, theme->background);
  cairo_rectangle (cr, 0.0, 0.0, width, height);
  cairo_fill (cr);
  cairo_translate (cr, margin, margin);
  plot_chart_draw (cr, &chart, &wordless, width - 2.0 * margin, height - 2.0 * margin);
}

void
view_gallery_draw (
    cairo_t *cr, const ViewGallery *gallery, const PlotTheme *theme, double width, double height)
{
  cairo_save (cr);
  if (gallery->kind == VIEW_GALLERY_CURVES)
    draw_curves (cr, gallery, theme, width, height);
  else
    draw_scenes (cr, gallery, theme, width, height);
  cairo_restore (cr);
}
