#include "network/winograd.h"

#include "numeric/simd.h"

#include <string.h>

/* Sides of the outputs of a piece and of the piece. */
#define OUT 4
#define IN 6
#define LANES NETWORK_CONVOLUTION_LANES

typedef real Vector __attribute__ ((vector_size (LANES * sizeof (real)), aligned (sizeof (real))));

gsize
network_winograd_pieces (gsize side)
{
  return (side + OUT - 1) / OUT;
}

gboolean
network_winograd_fits (gsize height, gsize width)
{
  return network_winograd_pieces (height) * network_winograd_pieces (width) * NETWORK_WINOGRAD_VALUES * 2
         <= height * width * 9;
}

/* G of three vectors, `step` apart, to six, `step_out` apart. */
static inline __attribute__ ((always_inline)) void
transform_window (const Vector *g, const int step, Vector *u, const int step_out)
{
  const Vector g0 = g[0], g1 = g[step], g2 = g[2 * step];
  const Vector outer = (g0 + g2) * (real)(1.0 / 6), middle = g1 * (real)(1.0 / 6);
  const Vector far = g0 * (real)(1.0 / 24) + g2 * (real)(1.0 / 6), far_middle = g1 * (real)(1.0 / 12);

  u[0] = g0 * (real)0.25;
  u[step_out] = -outer - middle;
  u[2 * step_out] = middle - outer;
  u[3 * step_out] = far + far_middle;
  u[4 * step_out] = far - far_middle;
  u[5 * step_out] = g2;
}

NUMERIC_MULTIVERSION void
network_winograd_windows (const real *g, real *values, gsize distance)
{
  const Vector *window = (const Vector *)g;
  Vector half[IN * 3], u[IN * IN];

  for (int x = 0; x < 3; x++)
    transform_window (window + x, 3, half + x, 3);
  for (int i = 0; i < IN; i++)
    transform_window (half + i * 3, 1, u + i * IN, 1);
  for (int i = 0; i < IN * IN; i++)
    *(Vector *)(values + (gsize)i * distance) = u[i];
}

/* B^T of six vectors, `step` apart, in place. */
static inline __attribute__ ((always_inline)) void
transform_in (Vector *d, const int step)
{
  const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step],
               d5 = d[5 * step];
  const Vector even = d4 - 4 * d2, odd = d3 - 4 * d1, near = d4 - d2, twice = 2 * (d3 - d1);

  d[0] = 4 * d0 - 5 * d2 + d4;
  d[step] = even + odd;
  d[2 * step] = even - odd;
  d[3 * step] = near + twice;
  d[4 * step] = near - twice;
  d[5 * step] = 4 * d1 - 5 * d3 + d5;
}

/* A^T of six vectors, `step` apart; the first four are the result. */
static inline __attribute__ ((always_inline)) void
transform_out (Vector *m, const int step)
{
  const Vector sum = m[step] + m[2 * step], difference = m[step] - m[2 * step];
  const Vector far_sum = m[3 * step] + m[4 * step], far_difference = m[3 * step] - m[4 * step];

  m[0] += sum + far_sum;
  m[step] = difference + 2 * far_difference;
  m[2 * step] = sum + 4 * far_sum;
  m[3 * step] = difference + 8 * far_difference + m[5 * step];
}

/* The pixels of a square of `side` from (y, x) on, which may be outside the image: where each begins, and by
 * what the channel counts there, 0 for those that are all zero. */
typedef struct {
  const real *pixel[IN * IN];
  gsize step[IN * IN];
} Square;

static void
find_square (Square *square,
             const real *image,
             gsize height,
             gsize width,
             gsize channels,
             gssize y,
             gssize x,
             int side)
{
  static const real zeros[LANES];

  for (int i = 0; i < side * side; i++) {
    const gssize row = y + i / side, column = x + i % side;
    const gboolean inside = row >= 0 && row < (gssize)height && column >= 0 && column < (gssize)width;

    square->pixel[i] = inside ? image + ((gsize)row * width + (gsize)column) * channels : zeros;
    square->step[i] = inside;
  }
}

NUMERIC_MULTIVERSION static void
take_piece (const Square *square, gsize channels, real *values, gsize distance)
{
  for (gsize c = 0; c < channels; c += LANES) {
    Vector d[IN * IN];

    for (int i = 0; i < IN * IN; i++)
      d[i] = *(const Vector *)(square->pixel[i] + c * square->step[i]);
    for (int x = 0; x < IN; x++)
      transform_in (d + x, IN);
    for (int y = 0; y < IN; y++)
      transform_in (d + y * IN, 1);
    for (int i = 0; i < IN * IN; i++)
      *(Vector *)(values + (gsize)i * distance + c) = d[i];
  }
}

void
network_winograd_take (
    const real *image, gsize height, gsize width, gsize channels, real *values, gsize distance)
{
  Square square;

  for (gsize y = 0; y < height; y += OUT)
    for (gsize x = 0; x < width; x += OUT, values += channels) {
      find_square (&square, image, height, width, channels, (gssize)y - 1, (gssize)x - 1, IN);
      take_piece (&square, channels, values, distance);
    }
}

/* A of four vectors, `step` apart, to six, `step_out` apart. */
static inline __attribute__ ((always_inline)) void
transform_gradient (const Vector *y, const int step, Vector *m, const int step_out)
{
  const Vector y0 = y[0], y1 = y[step], y2 = y[2 * step], y3 = y[3 * step];
  const Vector even = y0 + y2, odd = y1 + y3, far_even = y0 + 4 * y2, far_odd = 2 * y1 + 8 * y3;

  m[0] = y0;
  m[step_out] = even + odd;
  m[2 * step_out] = even - odd;
  m[3 * step_out] = far_even + far_odd;
  m[4 * step_out] = far_even - far_odd;
  m[5 * step_out] = y3;
}

NUMERIC_MULTIVERSION static void
take_gradient (const Square *square, gsize channels, real *values, gsize distance)
{
  for (gsize c = 0; c < channels; c += LANES) {
    Vector y[OUT * OUT], half[IN * OUT], m[IN * IN];

    for (int i = 0; i < OUT * OUT; i++)
      y[i] = *(const Vector *)(square->pixel[i] + c * square->step[i]);
    for (int x = 0; x < OUT; x++)
      transform_gradient (y + x, OUT, half + x, OUT);
    for (int i = 0; i < IN; i++)
      transform_gradient (half + i * OUT, 1, m + i * IN, 1);
    for (int i = 0; i < IN * IN; i++)
      *(Vector *)(values + (gsize)i * distance + c) = m[i];
  }
}

void
network_winograd_take_gradient (
    const real *image, gsize height, gsize width, gsize channels, real *values, gsize distance)
{
  Square square;

  for (gsize y = 0; y < height; y += OUT)
    for (gsize x = 0; x < width; x += OUT, values += channels) {
      find_square (&square, image, height, width, channels, (gssize)y, (gssize)x, OUT);
      take_gradient (&square, channels, values, distance);
    }
}

/* G^T of six vectors, `step` apart, to three, `step_out` apart. */
static inline __attribute__ ((always_inline)) void
transform_window_gradient (const Vector *u, const int step, Vector *g, const int step_out)
{
  const Vector near = (u[step] + u[2 * step]) * (real)(1.0 / 6);
  const Vector far = (u[3 * step] + u[4 * step]) * (real)(1.0 / 24);

  g[0] = u[0] * (real)0.25 - near + far;
  g[step_out] = (u[2 * step] - u[step]) * (real)(1.0 / 6) + (u[3 * step] - u[4 * step]) * (real)(1.0 / 12);
  g[2 * step_out] = 4 * far - near + u[5 * step];
}

NUMERIC_MULTIVERSION void
network_winograd_windows_gradient (const real *values, gsize distance, real *g)
{
  Vector u[IN * IN], half[3 * IN];

  for (int i = 0; i < IN * IN; i++)
    u[i] = *(const Vector *)(values + (gsize)i * distance);
  for (int x = 0; x < IN; x++)
    transform_window_gradient (u + x, IN, half + x, IN);
  for (int y = 0; y < 3; y++)
    transform_window_gradient (half + y * IN, 1, (Vector *)g + y * 3, 1);
}

/* rows x columns of the piece's outputs. */
NUMERIC_MULTIVERSION static void
give_piece (const real *values,
            gsize distance,
            gsize channels,
            gsize rows,
            gsize columns,
            gboolean add,
            real *output,
            gsize row)
{
  for (gsize c = 0; c < channels; c += LANES) {
    Vector m[IN * IN];

    for (int i = 0; i < IN * IN; i++)
      m[i] = *(const Vector *)(values + (gsize)i * distance + c);
    for (int x = 0; x < IN; x++)
      transform_out (m + x, IN);
    for (int y = 0; y < OUT; y++)
      transform_out (m + y * IN, 1);
    for (gsize y = 0; y < rows; y++)
      for (gsize x = 0; x < columns; x++) {
        Vector *to = (Vector *)(output + y * row + x * channels + c);

        *to = add ? *to + m[y * IN + x] : m[y * IN + x];
      }
  }
}

void
network_winograd_give (
    const real *values, gsize distance, gsize height, gsize width, gsize channels, gboolean add, real *output)
{
  const gsize row = width * channels;

  for (gsize y = 0; y < height; y += OUT)
    for (gsize x = 0; x < width; x += OUT, values += channels)
      give_piece (values, distance, channels, MIN (OUT, height - y), MIN (OUT, width - x), add,
                  output + y * row + x * channels, row);
}
