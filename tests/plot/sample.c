#include "sample.h"

#include <math.h>
#include <stdlib.h>

static double
gauss (GRand *rand)
{
  double u = 1 - g_rand_double (rand);

  return sqrt (-2 * log (u)) * cos (2 * G_PI * g_rand_double (rand));
}

static void
normalise (double *v)
{
  double length = sqrt (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);

  for (int a = 0; a < 3; a++)
    v[a] /= length;
}

/* Points on the sphere that repel each other. */
static void
spread_on_sphere (double *p, guint K, GRand *rand)
{
  g_autofree double *force = g_new (double, 3 * K);

  for (guint i = 0; i < 3 * K; i++)
    p[i] = gauss (rand);
  for (guint i = 0; i < K; i++)
    normalise (p + 3 * i);
  for (int step = 0; step < 300; step++) {
    memset (force, 0, 3 * K * sizeof *force);
    for (guint i = 0; i < K; i++)
      for (guint j = 0; j < K; j++)
        if (i != j) {
          double d[3], r2 = 0;

          for (int a = 0; a < 3; a++) {
            d[a] = p[3 * i + a] - p[3 * j + a];
            r2 += d[a] * d[a];
          }
          for (int a = 0; a < 3; a++)
            force[3 * i + a] += d[a] / pow (r2, 1.5);
        }
    for (guint i = 0; i < K; i++) {
      for (int a = 0; a < 3; a++)
        p[3 * i + a] += 0.2 / K * force[3 * i + a];
      normalise (p + 3 * i);
    }
  }
}

#define N_TRAIL 20
#define IMAGE_SIDE 28

/* From the centre to the means, with a bend. */
static float *
make_trail (const float *means, guint n_classes)
{
  float *trail = g_new (float, 3 * N_TRAIL * n_classes);

  for (guint moment = 0; moment < N_TRAIL; moment++)
    for (guint i = 0; i < 3 * n_classes; i++) {
      float share = (float)moment / N_TRAIL;

      trail[3 * n_classes * moment + i]
          = share * means[i] + 0.3f * share * (1 - share) * means[(i + 3) % (3 * n_classes)];
    }
  return trail;
}

static cairo_surface_t *
make_image (void)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_A8, IMAGE_SIDE, IMAGE_SIDE);
  cairo_t *cr = cairo_create (image);

  cairo_arc (cr, IMAGE_SIDE / 2.0, IMAGE_SIDE / 2.0, IMAGE_SIDE / 3.0, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_destroy (cr);
  return image;
}

SampleScene *
sample_scene_new (guint n_classes, guint n, double spread, double off, guint32 seed)
{
  static const char *const names[] = { "T-shirt/top", "Trouser", "Pullover", "Dress",      "Coat", "Sandal",
                                       "Shirt",       "Sneaker", "Bag",      "Ankle boot", NULL };
  static const char *const readout[]
      = { "NC1", "0.052", "NC2", "0.094", "NC3", "0.121", "NC4", "0.4 %", NULL };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  SampleScene *sample = g_new0 (SampleScene, 1);

  sample->ideal = g_new (double, 3 * n_classes);
  sample->means = g_new (float, 3 * n_classes);
  sample->classifier = g_new (float, 3 * n_classes);
  sample->points = g_new (float, 3 * n_classes * MAX (1, n));
  sample->labels = g_new (guint32, n_classes * MAX (1, n));
  spread_on_sphere (sample->ideal, n_classes, rand);
  for (guint k = 0; k < n_classes; k++)
    for (int a = 0; a < 3; a++) {
      sample->means[3 * k + a] = sample->ideal[3 * k + a] + off * gauss (rand);
      sample->classifier[3 * k + a] = sample->ideal[3 * k + a] + 0.7 * off * gauss (rand);
    }
  for (guint k = 0, i = 0; k < n_classes; k++)
    for (guint j = 0; j < n; j++, i++) {
      sample->labels[i] = k;
      for (int a = 0; a < 3; a++)
        sample->points[3 * i + a] = sample->means[3 * k + a] + spread * gauss (rand);
    }
  sample->camera = plot_camera_best (sample->ideal, n_classes);
  sample->trail = make_trail (sample->means, n_classes);
  sample->images = g_new (cairo_surface_t *, n_classes);
  for (guint k = 0; k < n_classes; k++)
    sample->images[k] = make_image ();
  sample->scene = (PlotScene){
    .n_classes = n_classes,
    .n_points = n_classes * n,
    .points = sample->points,
    .labels = sample->labels,
    .means = sample->means,
    .classifier = sample->classifier,
    .ideal = sample->ideal,
    .n_trail = N_TRAIL,
    .trail = sample->trail,
    .images = sample->images,
    .class_names = n_classes == 10 ? names : NULL,
    .title = "Cross-entropy, no head",
    .subtitle = "epoch 83 · terminal phase since 58",
    .readout = readout,
    .footer = "train 100.0 %  test 87.2 %",
    .note = "87 % of the means' variance in view",
  };
  return sample;
}

void
sample_scene_free (SampleScene *sample)
{
  g_free (sample->ideal);
  g_free (sample->means);
  g_free (sample->classifier);
  g_free (sample->points);
  g_free (sample->labels);
  g_free (sample->trail);
  for (guint k = 0; k < sample->scene.n_classes; k++)
    cairo_surface_destroy (sample->images[k]);
  g_free (sample->images);
  g_free (sample);
}

SampleChart *
sample_chart_new (guint n_series, gsize n, double decades, gboolean with_test, guint32 seed)
{
  static const char *const names[]
      = { "Cross-entropy, no head", "Cross-entropy, 2-layer head", "Supervised contrastive", "MSE, no head" };
  static const double drops[] = { 67, 134 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  SampleChart *sample = g_new0 (SampleChart, 1);
  guint total = MIN (with_test ? 2 * n_series : n_series, G_N_ELEMENTS (sample->series));

  sample->x = g_new (double, n);
  sample->y = g_new (double, n *total);
  for (gsize i = 0; i < n; i++)
    sample->x[i] = 200.0 * i / MAX (1, n - 1);
  for (guint s = 0; s < total; s++) {
    guint regime = with_test ? s / 2 : s;
    double noise = 0, depth = decades * (0.6 + 0.13 * regime) * (with_test && s % 2 ? 0.4 : 1);

    for (gsize i = 0; i < n; i++) {
      double t = sample->x[i];

      noise = 0.55 * noise + 0.75 * gauss (rand);
      sample->y[s * n + i] = pow (10, 0.9 - 0.6 * depth * (1 - exp (-t / 25)) - 0.25 * depth * (t > 67)
                                          - 0.15 * depth * (t > 134) + 0.03 * noise);
    }
    sample->series[s] = (PlotSeries){ n,
                                      sample->x,
                                      sample->y + s * n,
                                      regime,
                                      with_test && s % 2 == 1 ? PLOT_LINE_TEST : PLOT_LINE_TRAIN,
                                      names[regime % G_N_ELEMENTS (names)] };
  }
  sample->chart = (PlotChart){
    .title = "NC1",
    .subtitle = "variability",
    .x_label = "Epoch",
    .x_maximum = 200,
    .y_kind = PLOT_AXIS_LOG,
    .series = sample->series,
    .n_series = total,
    .reference = NAN,
    .terminal = 58,
    .drops = drops,
    .n_drops = G_N_ELEMENTS (drops),
  };
  return sample;
}

void
sample_chart_free (SampleChart *sample)
{
  g_free (sample->x);
  g_free (sample->y);
  g_free (sample);
}

guint32
sample_pixel (cairo_surface_t *surface, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *)(const void *)row)[x] & 0xffffff;
}

double
sample_difference (cairo_surface_t *a, cairo_surface_t *b)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  double sum = 0;

  g_assert_cmpint (width, ==, cairo_image_surface_get_width (b));
  g_assert_cmpint (height, ==, cairo_image_surface_get_height (b));
  cairo_surface_flush (a);
  cairo_surface_flush (b);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      guint32 p = sample_pixel (a, x, y), q = sample_pixel (b, x, y);

      for (int shift = 0; shift < 24; shift += 8)
        sum += abs ((int)(p >> shift & 0xff) - (int)(q >> shift & 0xff));
    }
  return sum / (3.0 * width * height);
}
