#include "app/sample-image.h"

/* What is white in a set's pictures is its brightest value, looked for in so many samples: a photograph taken
 * in the dark stays dark, and digits of any range are black and white. */
#define N_LOOKED_AT 500

/* A sample's value as it was before dataset_prepare centred it, but for a factor that all share. */
static float
brightness (const Dataset *data, const float *values, gsize j)
{
  return data->background == NULL ? values[j] : values[j] - data->background[j];
}

static float
brightest (const Dataset *data)
{
  float greatest = 0.0f;
  for (gsize i = 0; i < MIN (data->samples.rows, N_LOOKED_AT); i++)
    for (gsize j = 0; j < dataset_dimension (data); j++)
      greatest = MAX (greatest, brightness (data, numeric_matrix32_row (data->samples, i), j));
  return greatest;
}

/* 0 .. 255 for each value. */
static guint8 *
shades (const Dataset *data, guint32 sample, float white)
{
  gsize dimension = dataset_dimension (data);
  const float *values = numeric_matrix32_row (data->samples, sample);
  guint8 *shade = g_new0 (guint8, dimension);
  for (gsize j = 0; j < dimension && white > 0.0f; j++)
    shade[j] = (guint8)(255.0f * CLAMP (brightness (data, values, j) / white, 0.0f, 1.0f) + 0.5f);
  return shade;
}

GdkTexture *
collapsar_sample_texture (const guint8 *shades, DatasetShape shape, guint size)
{
  guint side = MAX (1, size / shape.height);
  gsize width = (gsize)shape.width * side, height = (gsize)shape.height * side;
  guint8 *pixels = g_new (guint8, 3 * width * height);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        pixels[3 * (y * width + x) + c]
            = shades[(y / side * shape.width + x / side) * shape.channels + c % shape.channels];
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, 3 * width * height);
  return gdk_memory_texture_new ((int)width, (int)height, GDK_MEMORY_R8G8B8, bytes, 3 * width);
}

GdkTexture *
collapsar_sample_image (const Dataset *data, const Dataset *train, guint32 sample, guint size)
{
  g_return_val_if_fail (sample < data->samples.rows, NULL);

  if (!dataset_shape_is_image (data->shape) || dataset_dimension (train) != dataset_dimension (data))
    return NULL;
  g_autofree guint8 *shade = shades (data, sample, brightest (train));
  return collapsar_sample_texture (shade, data->shape, size);
}
