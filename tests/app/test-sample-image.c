/* A sample's picture from what dataset_prepare leaves of it. */
#include "app/sample-image.h"

#include <string.h>

/* Two images of four values and a third, black one, no value of which is 0 in all of them. */
static const float raw[3][4] = { { 1, 8, 4, 2 }, { 8, 1, 1, 1 }, { 0, 0, 0, 0 } };

/* As dataset_prepare would leave the first n: each value less its mean, over a scale of 4. */
static Dataset *
centred (DatasetShape shape, gsize n)
{
  float *values = numeric_matrix32_alloc (4 * n), *background = g_new (float, 4);
  for (gsize j = 0; j < 4; j++) {
    float mean = 0.0f;
    for (gsize i = 0; i < n; i++)
      mean += raw[i][j] / (float)n;
    for (gsize i = 0; i < n; i++)
      values[4 * i + j] = (raw[i][j] - mean) / 4.0f;
    background[j] = -mean / 4.0f;
  }
  Dataset *data = dataset_new ("raw", "Raw", shape, numeric_matrix32 (values, n, 4), g_new0 (guint32, n), 1,
                               NULL, NULL);
  data->background = background;
  return data;
}

static void
test_pixels (void)
{
  g_autoptr (Dataset) data = centred ((DatasetShape){ 2, 2, 1 }, 2);
  g_autoptr (GdkTexture) texture = collapsar_sample_image (data, data, 0, 6);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 6);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 6);
  guint32 pixels[36];
  gdk_texture_download (texture, (guchar *)pixels, 6 * 4);
  const guint8 expected[4] = { 32, 255, 128, 64 };
  for (guint y = 0; y < 6; y++)
    for (guint x = 0; x < 6; x++)
      g_assert_cmpint (ABS ((int)(pixels[6 * y + x] & 0xff) - expected[y / 3 * 2 + x / 3]), <=, 1);
}

/* A photograph in the dark keeps its colour, and stays dark beside a bright one: 2 x 2 pixels of red, green
 * and blue between 0 and 1, raw as read. */
static void
test_colour (void)
{
  static const float colours[2][12]
      = { { 0.4f, 0, 0, 0, 0.2f, 0, 0, 0, 0.4f, 0.4f, 0.4f, 0 }, { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 } };
  static const guint32 expected[4] = { 0x660000, 0x003300, 0x000066, 0x666600 };
  float *values = numeric_matrix32_alloc (24);
  memcpy (values, colours, sizeof colours);
  g_autoptr (Dataset) data
      = dataset_new ("colours", "Colours", (DatasetShape){ 2, 2, 3 }, numeric_matrix32 (values, 2, 12),
                     g_new0 (guint32, 2), 1, NULL, NULL);
  g_autoptr (GdkTexture) texture = collapsar_sample_image (data, data, 0, 2);
  guint32 pixels[4];
  gdk_texture_download (texture, (guchar *)pixels, 2 * 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmphex (pixels[i] & 0xffffff, ==, expected[i]);
}

/* An image that is black all over, and data that are no images. */
static void
test_nothing_to_see (void)
{
  g_autoptr (Dataset) data = centred ((DatasetShape){ 2, 2, 1 }, 3);
  g_autoptr (Dataset) vectors = centred ((DatasetShape){ 1, 1, 4 }, 3);
  g_autoptr (GdkTexture) black = collapsar_sample_image (data, data, 2, 2);
  guint32 pixels[4];
  gdk_texture_download (black, (guchar *)pixels, 2 * 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmphex (pixels[i] & 0xffffff, ==, 0);
  g_assert_null (collapsar_sample_image (vectors, vectors, 0, 6));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/sample-image/pixels", test_pixels);
  g_test_add_func ("/app/sample-image/colour", test_colour);
  g_test_add_func ("/app/sample-image/nothing-to-see", test_nothing_to_see);
  return g_test_run ();
}
