#include "view/class-images.h"

#include <string.h>

/* Two samples of each of two classes, and none of a third; values by sample. */
static Dataset *
make (DatasetShape shape, const float *values)
{
  gsize dimension = (gsize)shape.height * shape.width * shape.channels;
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (4 * dimension), 4, dimension);
  guint32 *labels = g_new (guint32, 4);
  memcpy (samples.data, values, 4 * dimension * sizeof (float));
  for (guint i = 0; i < 4; i++)
    labels[i] = i % 2;
  return dataset_new ("made", "Made", shape, samples, labels, 3, NULL, NULL);
}

static guint8
shade (const GPtrArray *images, guint k, int x, int y)
{
  cairo_surface_t *image = images->pdata[k];
  return cairo_image_surface_get_data (image)[y * cairo_image_surface_get_stride (image) + x];
}

/* Means by hand; the brightest of all is white, and a raw 0 is black whatever was made of it. */
static void
test_grey (void)
{
  static const float values[] = { 0, 2, 4, 8, 1, 1, 1, 1, 0, 6, 4, 8, 3, 1, 1, 5 };
  for (guint centred = 0; centred < 2; centred++) {
    g_autoptr (Dataset) data = make ((DatasetShape){ 2, 2, 1 }, values);
    if (centred) {
      data->background = g_new (float, 4);
      for (gsize j = 0; j < 4; j++) {
        data->background[j] = -1.5f * (float)j;
        for (gsize i = 0; i < 4; i++)
          numeric_matrix32_row (data->samples, i)[j] += data->background[j];
      }
    }
    g_autoptr (GPtrArray) images = view_class_images_new (data);
    g_assert_cmpuint (images->len, ==, 3);
    g_assert_cmpint (cairo_image_surface_get_format (images->pdata[0]), ==, CAIRO_FORMAT_A8);
    g_assert_cmpint (cairo_image_surface_get_width (images->pdata[0]), ==, 2);
    g_assert_cmpuint (shade (images, 0, 0, 0), ==, 0);
    g_assert_cmpuint (shade (images, 0, 1, 0), ==, 128); /* 4 of 8 */
    g_assert_cmpuint (shade (images, 0, 0, 1), ==, 128);
    g_assert_cmpuint (shade (images, 0, 1, 1), ==, 255);
    g_assert_cmpuint (shade (images, 1, 0, 0), ==, 64); /* 2 of 8 */
    g_assert_cmpuint (shade (images, 1, 1, 1), ==, 96);
    g_assert_null (images->pdata[2]);
  }
}

static void
test_colour (void)
{
  static const float values[48] = { 4, 2, 0, [24] = 4, 2, 0 };
  g_autoptr (Dataset) data = make ((DatasetShape){ 2, 2, 3 }, values);
  g_autoptr (GPtrArray) images = view_class_images_new (data);
  const guint32 *pixel = (const guint32 *)(gconstpointer)cairo_image_surface_get_data (images->pdata[0]);
  g_assert_cmpint (cairo_image_surface_get_format (images->pdata[0]), ==, CAIRO_FORMAT_RGB24);
  g_assert_cmphex (*pixel & 0xffffff, ==, 0xff8000);
}

static void
test_none (void)
{
  static const float values[16] = { 1 };
  g_autoptr (Dataset) vectors = make ((DatasetShape){ 1, 1, 4 }, values);
  g_autoptr (Dataset) images = make ((DatasetShape){ 2, 2, 1 }, values);
  g_autoptr (Dataset) empty = dataset_subset (images, NULL, 0);
  g_assert_null (view_class_images_new (vectors));
  g_assert_null (view_class_images_new (empty));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/class-images/grey", test_grey);
  g_test_add_func ("/view/class-images/colour", test_colour);
  g_test_add_func ("/view/class-images/none", test_none);
  return g_test_run ();
}
