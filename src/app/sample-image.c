#include "app/sample-image.h"

/* Samples are centred pixel by pixel (dataset_prepare), and what was taken off is not kept. But nearly every
 * pixel of such images is empty in some of them: a pixel's least value over the training set is where 0 has
 * gone, and what stands above it is proportional to the pixel as it was. */
#define N_LOOKED_AT 2000

static float *
least_values (const Dataset *train)
{
  gsize dimension = dataset_dimension (train);
  float *least = g_memdup2 (train->samples.data, dimension * sizeof (float));
  for (gsize i = 1; i < MIN (train->samples.rows, N_LOOKED_AT); i++) {
    const float *sample = train->samples.data + i * train->samples.stride;
    for (gsize j = 0; j < dimension; j++)
      least[j] = MIN (least[j], sample[j]);
  }
  return least;
}

/* What stands above the least values, 0 .. 255, in place of `values`. */
static guint8 *
shades (const Dataset *data, guint32 sample, const float *least)
{
  gsize dimension = dataset_dimension (data);
  const float *values = data->samples.data + sample * data->samples.stride;
  guint8 *shade = g_new (guint8, dimension);
  float greatest = 0.0f;
  for (gsize j = 0; j < dimension; j++)
    greatest = MAX (greatest, values[j] - least[j]);
  for (gsize j = 0; j < dimension; j++)
    shade[j] = greatest > 0.0f ? (guint8)(255.0f * MAX (0.0f, values[j] - least[j]) / greatest + 0.5f) : 0;
  return shade;
}

GdkTexture *
collapsar_sample_image (const Dataset *data, const Dataset *train, guint32 sample, guint size)
{
  g_return_val_if_fail (sample < data->samples.rows, NULL);

  DatasetShape shape = data->shape;
  if (shape.height < 2 || shape.width < 2 || (shape.channels != 1 && shape.channels != 3)
      || dataset_dimension (train) != dataset_dimension (data) || train->samples.rows == 0)
    return NULL;
  g_autofree float *least = least_values (train);
  g_autofree guint8 *shade = shades (data, sample, least);
  guint side = MAX (1, size / shape.height);
  gsize width = (gsize)shape.width * side, height = (gsize)shape.height * side;
  guint8 *pixels = g_new (guint8, 3 * width * height);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        pixels[3 * (y * width + x) + c]
            = shade[(y / side * shape.width + x / side) * shape.channels + c % shape.channels];
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, 3 * width * height);
  return gdk_memory_texture_new ((int)width, (int)height, GDK_MEMORY_R8G8B8, bytes, 3 * width);
}
