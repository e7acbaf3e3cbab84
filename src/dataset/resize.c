#include "dataset/resize.h"

#include <math.h>

/* Along one side: of what pixels each new one is made. */
typedef struct {
  guint n_taps;
  guint *first;  /* for each new pixel, the first old one */
  float *weight; /* new pixels x n_taps, adding up to 1; 0 beyond the image */
} Taps;

static void
taps_clear (Taps *taps)
{
  g_free (taps->first);
  g_free (taps->weight);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Taps, taps_clear)

/* Pixels lie in the middle of their squares: at j + 1/2. */
static void
taps_init (Taps *taps, guint from, guint to)
{
  const double step = (double)from / to, reach = MAX (step, 1.0);

  taps->n_taps = MIN (from, (guint)ceil (2 * reach) + 1);
  taps->first = g_new (guint, to);
  taps->weight = g_new (float, (gsize)to * taps->n_taps);
  for (guint i = 0; i < to; i++) {
    const double middle = (i + 0.5) * step;
    float *weight = taps->weight + (gsize)i * taps->n_taps;
    double sum = 0;

    taps->first[i] = MIN ((guint)MAX (0.0, floor (middle - reach + 0.5)), from - taps->n_taps);
    for (guint t = 0; t < taps->n_taps; t++) {
      weight[t] = (float)MAX (0.0, 1 - fabs (taps->first[i] + t + 0.5 - middle) / reach);
      sum += (double)weight[t];
    }
    for (guint t = 0; t < taps->n_taps; t++)
      weight[t] = (float)((double)weight[t] / sum);
  }
}

/* Along the middle axis of an array before x from x after. */
static void
resample (const float *old, float *new, const Taps *taps, gsize before, guint from, guint to, gsize after)
{
  for (gsize b = 0; b < before; b++)
    for (guint i = 0; i < to; i++) {
      const float *weight = taps->weight + (gsize)i * taps->n_taps;
      const float *source = old + (b * from + taps->first[i]) * after;
      float *pixel = new + (b * to + i) * after;

      for (gsize a = 0; a < after; a++) {
        pixel[a] = 0;
        for (guint t = 0; t < taps->n_taps; t++)
          pixel[a] += weight[t] * source[t * after + a];
      }
    }
}

NumericMatrix32
dataset_resize (NumericMatrix32 samples, DatasetShape from, DatasetShape to)
{
  const gsize width = (gsize)to.width * to.channels, dimension = to.height * width;
  NumericMatrix32 resized
      = numeric_matrix32 (numeric_matrix32_alloc (samples.rows * dimension), samples.rows, dimension);
  g_autofree float *narrowed = g_new (float, from.height *width);
  g_auto (Taps) across = { 0 }, down = { 0 };

  g_assert (from.channels == to.channels);
  taps_init (&across, from.width, to.width);
  taps_init (&down, from.height, to.height);
  for (gsize i = 0; i < samples.rows; i++) {
    resample (numeric_matrix32_row (samples, i), narrowed, &across, from.height, from.width, to.width,
              from.channels);
    resample (narrowed, numeric_matrix32_row (resized, i), &down, 1, from.height, to.height, width);
  }
  return resized;
}
