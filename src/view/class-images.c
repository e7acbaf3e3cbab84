#include "view/class-images.h"

/* Sums, then means, of a class's samples as they were before dataset_prepare centred them, but for a factor
 * that all share. n_classes x dimension. */
static NumericMatrix64
class_means (const Dataset *data)
{
  gsize dimension = dataset_dimension (data);
  NumericMatrix64 means
      = numeric_matrix64 (g_new0 (double, data->n_classes *dimension), data->n_classes, dimension);
  for (gsize i = 0; i < data->samples.rows; i++) {
    const float *sample = numeric_matrix32_row (data->samples, i);
    double *mean = numeric_matrix64_row (means, data->labels[i]);
    for (gsize j = 0; j < dimension; j++)
      mean[j] += (double)sample[j];
  }
  for (guint k = 0; k < data->n_classes; k++) {
    double *mean = numeric_matrix64_row (means, k);
    for (gsize j = 0; j < dimension && data->class_counts[k] > 0; j++)
      mean[j] = MAX (0.0, mean[j] / (double)data->class_counts[k]
                              - (data->background == NULL ? 0.0 : (double)data->background[j]));
  }
  return means;
}

static double
greatest (NumericMatrix64 means)
{
  double most = 0.0;
  for (gsize i = 0; i < means.rows * means.columns; i++)
    most = MAX (most, means.data[i]);
  return most;
}

static cairo_surface_t *
image_of (const double *mean, DatasetShape shape, double white)
{
  cairo_format_t format = shape.channels == 1 ? CAIRO_FORMAT_A8 : CAIRO_FORMAT_RGB24;
  cairo_surface_t *image = cairo_image_surface_create (format, (int)shape.width, (int)shape.height);
  int stride = cairo_image_surface_get_stride (image);
  guint8 *pixels = cairo_image_surface_get_data (image);
  for (guint y = 0; y < shape.height; y++)
    for (guint x = 0; x < shape.width; x++) {
      const double *values = mean + (gsize)shape.channels * (y * shape.width + x);
      guint8 *row = pixels + (gsize)y * (gsize)stride;
      guint32 shade[3] = { 0 };
      for (guint c = 0; c < shape.channels; c++)
        shade[c] = white > 0.0 ? (guint32)(255.0 * values[c] / white + 0.5) : 0;
      if (shape.channels == 1)
        row[x] = (guint8)shade[0];
      else
        ((guint32 *)(void *)row)[x] = shade[0] << 16 | shade[1] << 8 | shade[2];
    }
  cairo_surface_mark_dirty (image);
  return image;
}

static void
free_image (gpointer image)
{
  if (image != NULL)
    cairo_surface_destroy (image);
}

GPtrArray *
view_class_images_new (const Dataset *data)
{
  if (!dataset_shape_is_image (data->shape) || data->samples.rows == 0)
    return NULL;
  NumericMatrix64 means = class_means (data);
  double white = greatest (means);
  GPtrArray *images = g_ptr_array_new_with_free_func (free_image);
  for (guint k = 0; k < data->n_classes; k++)
    g_ptr_array_add (images, data->class_counts[k] == 0
                                 ? NULL
                                 : image_of (numeric_matrix64_row (means, k), data->shape, white));
  g_free (means.data);
  return images;
}
