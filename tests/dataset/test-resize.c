#include "dataset/resize.h"

#include <math.h>

/* One image of rows x columns x channels, of values(y, x, c). */
static NumericMatrix32
new_image (DatasetShape shape, float (*value) (guint y, guint x, guint c))
{
  gsize n = (gsize)shape.height * shape.width * shape.channels;
  NumericMatrix32 image = numeric_matrix32 (numeric_matrix32_alloc (n), 1, n);
  float *at = image.data;
  for (guint y = 0; y < shape.height; y++)
    for (guint x = 0; x < shape.width; x++)
      for (guint c = 0; c < shape.channels; c++)
        *at++ = value (y, x, c);
  return image;
}

static float
at (NumericMatrix32 image, DatasetShape shape, guint y, guint x, guint c)
{
  return image.data[(y * shape.width + x) * shape.channels + c];
}

static float
value_of_channel (guint y, guint x, guint c)
{
  return 0.25f + (float)c;
}

/* Pixel (y, x) in the middle of its square. */
static float
slope (guint y, guint x, guint c)
{
  return 3 * ((float)y + 0.5f) - 2 * ((float)x + 0.5f);
}

static float
dot (guint y, guint x, guint c)
{
  return y == 0 && x == 1 ? 1 : 0;
}

/* What is the same everywhere stays so, in each channel, whichever way it is resized. */
static void
test_constant (void)
{
  static const DatasetShape shapes[]
      = { { 8, 8, 3 }, { 28, 28, 3 }, { 5, 32, 3 }, { 1, 1, 3 }, { 3, 100, 3 }, { 8, 9, 3 } };
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (shapes); j++) {
      NumericMatrix32 image = new_image (shapes[i], value_of_channel);
      NumericMatrix32 resized = dataset_resize (image, shapes[i], shapes[j]);
      g_assert_cmpuint (resized.columns, ==, shapes[j].height * shapes[j].width * 3);
      for (gsize v = 0; v < resized.columns; v++)
        g_assert_cmpfloat_with_epsilon (resized.data[v], 0.25f + (float)(v % 3), 1e-6f);
      g_aligned_free (image.data);
      g_aligned_free (resized.data);
    }
}

/* A plane is the same plane away from the edge, in the units of the old pixels. */
static void
check_plane (DatasetShape from, DatasetShape to)
{
  float down = (float)from.height / (float)to.height, across = (float)from.width / (float)to.width;
  NumericMatrix32 image = new_image (from, slope);
  NumericMatrix32 resized = dataset_resize (image, from, to);
  for (guint y = 0; y < to.height; y++)
    for (guint x = 0; x < to.width; x++) {
      float v = ((float)y + 0.5f) * down, u = ((float)x + 0.5f) * across;
      float reach_v = MAX (down, 1), reach_u = MAX (across, 1);
      if (v >= reach_v && v <= (float)from.height - reach_v && u >= reach_u
          && u <= (float)from.width - reach_u)
        g_assert_cmpfloat_with_epsilon (at (resized, to, y, x, 0), 3 * v - 2 * u, 1e-4f);
    }
  g_aligned_free (image.data);
  g_aligned_free (resized.data);
}

static void
test_plane (void)
{
  check_plane ((DatasetShape){ 8, 8, 1 }, (DatasetShape){ 28, 28, 1 });
  check_plane ((DatasetShape){ 8, 16, 1 }, (DatasetShape){ 16, 48, 1 });
  check_plane ((DatasetShape){ 28, 28, 1 }, (DatasetShape){ 7, 14, 1 });
  check_plane ((DatasetShape){ 10, 12, 1 }, (DatasetShape){ 5, 24, 1 });
}

/* Twice as large: a pixel is 3/4 of the nearest and 1/4 of the next, at the edge all of the nearest. */
static void
test_larger (void)
{
  static const DatasetShape from = { 2, 3, 1 }, to = { 4, 6, 1 };
  static const float down[] = { 1, 0.75f, 0.25f, 0 }, across[] = { 0, 0.25f, 0.75f, 0.75f, 0.25f, 0 };
  NumericMatrix32 image = new_image (from, dot);
  NumericMatrix32 resized = dataset_resize (image, from, to);
  for (guint y = 0; y < 4; y++)
    for (guint x = 0; x < 6; x++)
      g_assert_cmpfloat_with_epsilon (at (resized, to, y, x, 0), down[y] * across[x], 1e-6f);
  g_aligned_free (image.data);
  g_aligned_free (resized.data);
}

/* Half as large: 1/8, 3/8, 3/8, 1/8; at the edge, where the first is missing, 3/7, 3/7, 1/7. */
static void
test_smaller (void)
{
  static const DatasetShape from = { 1, 8, 1 }, to = { 1, 4, 1 };
  static const float across[] = { 3.0f / 7, 1.0f / 8, 0, 0 };
  NumericMatrix32 image = new_image (from, dot);
  NumericMatrix32 resized = dataset_resize (image, from, to);
  for (guint x = 0; x < 4; x++)
    g_assert_cmpfloat_with_epsilon (at (resized, to, 0, x, 0), across[x], 1e-6f);
  g_aligned_free (image.data);
  g_aligned_free (resized.data);
}

/* Each sample by itself; the same size is the same image. */
static void
test_samples (void)
{
  static const DatasetShape shape = { 3, 4, 1 };
  NumericMatrix32 images = numeric_matrix32 (numeric_matrix32_alloc (24), 2, 12);
  for (guint i = 0; i < 24; i++)
    images.data[i] = (float)i;
  NumericMatrix32 same = dataset_resize (images, shape, shape);
  NumericMatrix32 one = dataset_resize (images, shape, (DatasetShape){ 1, 1, 1 });
  for (guint i = 0; i < 24; i++)
    g_assert_cmpfloat (same.data[i], ==, images.data[i]);
  g_assert_cmpuint (one.rows, ==, 2);
  g_assert_cmpfloat_with_epsilon (one.data[0], 5.5f, 1e-5f);
  g_assert_cmpfloat_with_epsilon (one.data[1], 17.5f, 1e-5f);
  g_aligned_free (images.data);
  g_aligned_free (same.data);
  g_aligned_free (one.data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/resize/constant", test_constant);
  g_test_add_func ("/dataset/resize/plane", test_plane);
  g_test_add_func ("/dataset/resize/larger", test_larger);
  g_test_add_func ("/dataset/resize/smaller", test_smaller);
  g_test_add_func ("/dataset/resize/samples", test_samples);
  return g_test_run ();
}
