#include "network/winograd.h"

#include "numeric/simd.h"

#include <string.h>

/* Sides of the outputs of a piece and of the piece. */
#define OUT 4
#define IN 6
#define LANES NETWORK_CONVOLUTION_LANES

/* As in convolution-kernel.c; a third of the transforms' work goes with it. */
#pragma GCC optimize("fp-contract=fast")

/* In registers and on the stack, and where the caller's numbers are. */
typedef real Vector __attribute__ ((vector_size (LANES * sizeof (real))));
typedef Vector Loose __attribute__ ((aligned (sizeof (real))));

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

/* G of three vectors to six. */
static inline __attribute__ ((always_inline)) void
transform_window (const Vector *g, Vector *u)
{
  const Vector outer = (g[0] + g[2]) * (real)(1.0 / 6), middle = g[1] * (real)(1.0 / 6);
  const Vector far = g[0] * (real)(1.0 / 24) + g[2] * (real)(1.0 / 6), far_middle = g[1] * (real)(1.0 / 12);

  u[0] = g[0] * (real)0.25;
  u[1] = -outer - middle;
  u[2] = middle - outer;
  u[3] = far + far_middle;
  u[4] = far - far_middle;
  u[5] = g[2];
}

NUMERIC_MULTIVERSION void
network_winograd_windows (const real *g, real *values, gsize distance)
{
  Vector half[IN * 3], column[3], u[IN];

  for (int x = 0; x < 3; x++) {
    for (int y = 0; y < 3; y++)
      column[y] = *(const Loose *)(g + (y * 3 + x) * LANES);
    transform_window (column, u);
    for (int y = 0; y < IN; y++)
      half[y * 3 + x] = u[y];
  }
  for (int y = 0; y < IN; y++) {
    transform_window (half + y * 3, u);
    for (int x = 0; x < IN; x++)
      *(Loose *)(values + (gsize)(y * IN + x) * distance) = u[x];
  }
}

/* B^T of six vectors, in place. */
static inline __attribute__ ((always_inline)) void
transform_in (Vector *d)
{
  const Vector d0 = d[0], d1 = d[1], d2 = d[2], d3 = d[3], d4 = d[4], d5 = d[5];
  const Vector even = d4 - 4 * d2, odd = d3 - 4 * d1, near = d4 - d2, far = d3 - d1;

  d[0] = 4 * d0 + (d4 - 5 * d2);
  d[1] = even + odd;
  d[2] = even - odd;
  d[3] = near + 2 * far;
  d[4] = near - 2 * far;
  d[5] = 4 * d1 + (d5 - 5 * d3);
}

/* A^T of six vectors; the first four are the result. */
static inline __attribute__ ((always_inline)) void
transform_out (Vector *m)
{
  const Vector sum = m[1] + m[2], difference = m[1] - m[2];
  const Vector far_sum = m[3] + m[4], far_difference = m[3] - m[4];

  m[0] += sum + far_sum;
  m[1] = difference + 2 * far_difference;
  m[2] = sum + 4 * far_sum;
  m[3] = difference + (8 * far_difference + m[5]);
}

/* The pixels of a square that may be partly outside the image: where its rows begin, a mask of the places in
 * them, 0 for rows of zeros, and which of its columns are there. */
typedef struct {
  const real *row[IN];
  gsize mask[IN];
  int first, end;
} Square;

/* That of `side` from (y, x) on. */
static Square
find_square (const real *image, gsize height, gsize width, gsize channels, gssize y, gssize x, int side)
{
  static const real zeros[LANES];
  Square square = { .first = (int)MAX (-x, 0), .end = (int)MIN ((gssize)width - x, side) };

  for (int i = 0; i < side; i++) {
    const gboolean inside = y + i >= 0 && y + i < (gssize)height;

    square.row[i] = inside ? image + ((y + i) * (gssize)width + x) * (gssize)channels : zeros;
    square.mask[i] = inside ? G_MAXSIZE : 0;
  }
  return square;
}

/* Column x of the square, channels from c on. */
static inline __attribute__ ((always_inline)) void
load_column (const Square *square, const int side, int x, gsize channels, gsize c, Vector *column)
{
  const gboolean inside = x >= square->first && x < square->end;
  const gsize place = (gsize)x * channels + c;

  for (int y = 0; y < side; y++)
    column[y] = inside ? *(const Loose *)(square->row[y] + (place & square->mask[y])) : (Vector){ 0 };
}

NUMERIC_MULTIVERSION static void
take_piece (const Square *square, gsize channels, real *values, gsize distance)
{
  for (gsize c = 0; c < channels; c += LANES) {
    Vector half[IN * IN], d[IN];

    for (int x = 0; x < IN; x++) {
      load_column (square, IN, x, channels, c, d);
      transform_in (d);
      for (int y = 0; y < IN; y++)
        half[y * IN + x] = d[y];
    }
    for (int y = 0; y < IN; y++) {
      for (int x = 0; x < IN; x++)
        d[x] = half[y * IN + x];
      transform_in (d);
      for (int x = 0; x < IN; x++)
        *(Loose *)(values + (gsize)(y * IN + x) * distance + c) = d[x];
    }
  }
}

void
network_winograd_take (
    const real *image, gsize height, gsize width, gsize channels, real *values, gsize distance)
{
  for (gsize y = 0; y < height; y += OUT)
    for (gsize x = 0; x < width; x += OUT, values += channels) {
      const Square square = find_square (image, height, width, channels, (gssize)y - 1, (gssize)x - 1, IN);

      take_piece (&square, channels, values, distance);
    }
}

/* A of four vectors to six. */
static inline __attribute__ ((always_inline)) void
transform_gradient (const Vector *y, Vector *m)
{
  const Vector even = y[0] + y[2], odd = y[1] + y[3];
  const Vector far_even = y[0] + 4 * y[2], half_far_odd = y[1] + 4 * y[3];

  m[0] = y[0];
  m[1] = even + odd;
  m[2] = even - odd;
  m[3] = far_even + 2 * half_far_odd;
  m[4] = far_even - 2 * half_far_odd;
  m[5] = y[3];
}

NUMERIC_MULTIVERSION static void
take_gradient (const Square *square, gsize channels, real *values, gsize distance)
{
  for (gsize c = 0; c < channels; c += LANES) {
    Vector half[IN * OUT], y[OUT], m[IN];

    for (int x = 0; x < OUT; x++) {
      load_column (square, OUT, x, channels, c, y);
      transform_gradient (y, m);
      for (int i = 0; i < IN; i++)
        half[i * OUT + x] = m[i];
    }
    for (int i = 0; i < IN; i++) {
      transform_gradient (half + i * OUT, m);
      for (int x = 0; x < IN; x++)
        *(Loose *)(values + (gsize)(i * IN + x) * distance + c) = m[x];
    }
  }
}

void
network_winograd_take_gradient (
    const real *image, gsize height, gsize width, gsize channels, real *values, gsize distance)
{
  for (gsize y = 0; y < height; y += OUT)
    for (gsize x = 0; x < width; x += OUT, values += channels) {
      const Square square = find_square (image, height, width, channels, (gssize)y, (gssize)x, OUT);

      take_gradient (&square, channels, values, distance);
    }
}

/* G^T of six vectors to three. */
static inline __attribute__ ((always_inline)) void
transform_window_gradient (const Vector *u, Vector *g)
{
  const Vector near = (u[1] + u[2]) * (real)(1.0 / 6), far = (u[3] + u[4]) * (real)(1.0 / 24);

  g[0] = u[0] * (real)0.25 - near + far;
  g[1] = (u[2] - u[1]) * (real)(1.0 / 6) + (u[3] - u[4]) * (real)(1.0 / 12);
  g[2] = 4 * far - near + u[5];
}

NUMERIC_MULTIVERSION void
network_winograd_windows_gradient (const real *values, gsize distance, real *g)
{
  Vector half[3 * IN], u[IN], window[3];

  for (int x = 0; x < IN; x++) {
    for (int y = 0; y < IN; y++)
      u[y] = *(const Loose *)(values + (gsize)(y * IN + x) * distance);
    transform_window_gradient (u, window);
    for (int y = 0; y < 3; y++)
      half[y * IN + x] = window[y];
  }
  for (int y = 0; y < 3; y++) {
    transform_window_gradient (half + y * IN, window);
    for (int x = 0; x < 3; x++)
      *(Loose *)(g + (y * 3 + x) * LANES) = window[x];
  }
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
    Vector half[OUT * IN], m[IN];

    for (int x = 0; x < IN; x++) {
      for (int y = 0; y < IN; y++)
        m[y] = *(const Loose *)(values + (gsize)(y * IN + x) * distance + c);
      transform_out (m);
      for (int y = 0; y < OUT; y++)
        half[y * IN + x] = m[y];
    }
    for (gsize y = 0; y < rows; y++) {
      for (int x = 0; x < IN; x++)
        m[x] = half[y * IN + (gsize)x];
      transform_out (m);
      for (gsize x = 0; x < columns; x++) {
        Loose *to = (Loose *)(output + y * row + x * channels + c);

        *to = add ? *to + m[x] : m[x];
      }
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
