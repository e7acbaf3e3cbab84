#include "network/pooling.h"

#include "numeric/simd.h"

#include <math.h>
#include <string.h>

NetworkVolume
network_max_pool_volume (NetworkVolume in, guint side)
{
  return (NetworkVolume){ in.height / side, in.width / side, in.channels };
}

/* Where the window of output pixel (y, x) begins. */
static gsize
window_start (NetworkVolume in, guint side, guint y, guint x)
{
  return ((gsize)y * side * in.width + (gsize)x * side) * in.channels;
}

/* Pixel p of a window, 0 <= p < side side, from its start. */
static gsize
window_pixel (NetworkVolume in, guint side, guint p)
{
  return ((gsize)(p / side) * in.width + p % side) * in.channels;
}

NUMERIC_MULTIVERSION static void
take_greater (const real *restrict candidate, real *restrict greatest, gsize count)
{
  for (gsize j = 0; j < count; j++)
    greatest[j] = candidate[j] > greatest[j] || candidate[j] != candidate[j] ? candidate[j] : greatest[j];
}

void
network_max_pool_forward (NetworkVolume in, guint side, const real *input, real *output)
{
  const NetworkVolume out = network_max_pool_volume (in, side);

  for (guint y = 0; y < out.height; y++)
    for (guint x = 0; x < out.width; x++, output += in.channels) {
      const real *window = input + window_start (in, side, y, x);

      memcpy (output, window, in.channels * sizeof (real));
      for (guint p = 1; p < side * side; p++)
        take_greater (window + window_pixel (in, side, p), output, in.channels);
    }
}

/* Which pixel of the window has the greatest value of channel j. */
static gsize
greatest_pixel (NetworkVolume in, guint side, const real *window, gsize j)
{
  gsize best = 0;

  for (guint p = 1; p < side * side; p++) {
    const gsize pixel = window_pixel (in, side, p);

    if (window[pixel + j] > window[best + j] || isnan (window[pixel + j]))
      best = pixel;
  }
  return best;
}

void
network_max_pool_backward (
    NetworkVolume in, guint side, const real *input, const real *output_gradient, real *input_gradient)
{
  const NetworkVolume out = network_max_pool_volume (in, side);

  memset (input_gradient, 0, network_volume_size (in) * sizeof (real));
  for (guint y = 0; y < out.height; y++)
    for (guint x = 0; x < out.width; x++, output_gradient += in.channels) {
      const gsize start = window_start (in, side, y, x);

      for (gsize j = 0; j < in.channels; j++)
        input_gradient[start + greatest_pixel (in, side, input + start, j) + j] = output_gradient[j];
    }
}

NUMERIC_MULTIVERSION static void
add_row (const real *restrict row, real *restrict sums, gsize count)
{
  for (gsize j = 0; j < count; j++)
    sums[j] += row[j];
}

void
network_average_pool_forward (NetworkVolume in, const real *input, real *output)
{
  const gsize n = (gsize)in.height * in.width;

  memset (output, 0, in.channels * sizeof (real));
  for (gsize p = 0; p < n; p++)
    add_row (input + p * in.channels, output, in.channels);
  for (gsize j = 0; j < in.channels; j++)
    output[j] /= (real)n;
}

void
network_average_pool_backward (NetworkVolume in, const real *output_gradient, real *input_gradient)
{
  const gsize n = (gsize)in.height * in.width;

  for (gsize j = 0; j < in.channels; j++)
    input_gradient[j] = output_gradient[j] / (real)n;
  for (gsize p = 1; p < n; p++)
    memcpy (input_gradient + p * in.channels, input_gradient, in.channels * sizeof (real));
}

void
network_average_pool_backward_add (NetworkVolume in, const real *output_gradient, real *input_gradient)
{
  const gsize n = (gsize)in.height * in.width;
  g_autofree real *part = g_new (real, in.channels);

  for (gsize j = 0; j < in.channels; j++)
    part[j] = output_gradient[j] / (real)n;
  for (gsize p = 0; p < n; p++)
    add_row (part, input_gradient + p * in.channels, in.channels);
}
