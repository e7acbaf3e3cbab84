/* A sample's picture from what dataset_prepare leaves of it. */
#include "app/sample-image.h"

#include <string.h>

/* Two grey images of 2 x 2 and a third, black one; each pixel less its mean, over a scale of 4. */
static const float raw[3][4] = { { 0, 8, 4, 2 }, { 8, 0, 0, 0 }, { 0, 0, 0, 0 } };

static Dataset *
centred (DatasetShape shape)
{
  float *values = numeric_matrix32_alloc (12);
  for (gsize j = 0; j < 4; j++) {
    float mean = (raw[0][j] + raw[1][j] + raw[2][j]) / 3.0f;
    for (gsize i = 0; i < 3; i++)
      values[4 * i + j] = (raw[i][j] - mean) / 4.0f;
  }
  return dataset_new ("raw", "Raw", shape, numeric_matrix32 (values, 3, 4), g_new0 (guint32, 3), 1, NULL,
                      NULL);
}

static void
test_pixels (void)
{
  g_autoptr (Dataset) data = centred ((DatasetShape){ 2, 2, 1 });
  g_autoptr (GdkTexture) texture = collapsar_sample_image (data, data, 0, 6);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 6);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 6);
  guint32 pixels[36];
  gdk_texture_download (texture, (guchar *)pixels, 6 * 4);
  const guint8 expected[4] = { 0, 255, 128, 64 };
  for (guint y = 0; y < 6; y++)
    for (guint x = 0; x < 6; x++)
      g_assert_cmpint (ABS ((int)(pixels[6 * y + x] & 0xff) - expected[y / 3 * 2 + x / 3]), <=, 1);
}

/* An image that is black all over, and data that are no images. */
static void
test_nothing_to_see (void)
{
  g_autoptr (Dataset) data = centred ((DatasetShape){ 2, 2, 1 });
  g_autoptr (Dataset) vectors = centred ((DatasetShape){ 1, 1, 4 });
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
  g_test_add_func ("/app/sample-image/nothing-to-see", test_nothing_to_see);
  return g_test_run ();
}
