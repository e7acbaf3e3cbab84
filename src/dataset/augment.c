/* How a sample is augmented. One affine map takes each pixel of the result to a place in the sample, where it
 * is read between the four pixels around (bilinear); a map that only mirrors and moves by whole pixels copies
 * them instead. Pixels are read less their background and written plus that of where they come to stand:
 * with s = (raw - mean) / scale and background = (0 - mean) / scale that is the raw image's own warp. */
#include "dataset/augment.h"

#include "numeric/simd.h"

#include <math.h>
#include <string.h>

/* Pixels of border around a sample that is warped: beyond the sample all is background, and places further
 * off are as good as those just outside it; one before, two after, for a place read between two pixels. */
#define BORDER_BEFORE 1
#define BORDER 3

/* What befalls one sample. */
typedef struct {
  gboolean mirrored;
  double right, down; /* pixels, whole numbers */
  double angle;       /* radians */
  double factor;
  double hole_x, hole_y; /* the middle of the cut-out square, 0 .. 1 of the sides */
} Fate;

DatasetAugmentation
dataset_augmentation_for_level (DatasetAugmentLevel level)
{
  switch (level) {
  case DATASET_AUGMENT_WEAK:
    return (DatasetAugmentation){ .shift = 0.1 };
  case DATASET_AUGMENT_STRONG:
    return (DatasetAugmentation){ .shift = 0.15, .rotation = 15, .scale = 0.2, .noise = 0.2, .cutout = 0.4 };
  case DATASET_AUGMENT_NONE:
  default:
    return (DatasetAugmentation){ 0 };
  }
}

/* -1 .. 1. */
static double
draw_sign (NumericRandom *random)
{
  return 2 * numeric_random_uniform (random) - 1;
}

/* Draws all there is, also what is off, so that one strength does not change what the others come to. */
static Fate
draw_fate (const DatasetAugmentation *augmentation, DatasetShape shape, NumericRandom *random)
{
  Fate fate;

  fate.mirrored = numeric_random_uniform (random) < augmentation->flip;
  fate.right = rint (augmentation->shift * shape.width * draw_sign (random));
  fate.down = rint (augmentation->shift * shape.height * draw_sign (random));
  fate.angle = augmentation->rotation * G_PI / 180 * draw_sign (random);
  fate.factor = 1 + augmentation->scale * draw_sign (random);
  fate.hole_x = numeric_random_uniform (random);
  fate.hole_y = numeric_random_uniform (random);
  return fate;
}

/* One image's values and those that a raw 0 has in it. */
typedef struct {
  DatasetShape shape;
  const float *values;
  const float *background;
} Image;

NUMERIC_MULTIVERSION static void
add_difference (float *sum, const float *from, const float *less, gsize count)
{
  for (gsize j = 0; j < count; j++)
    sum[j] += from[j] - less[j];
}

/* By whole pixels: on the background, what is still inside. */
static void
move (const Image *image, const Fate *fate, float *out)
{
  const gint64 width = image->shape.width, height = image->shape.height;
  const gsize channels = image->shape.channels;
  const gint64 right = (gint64)fate->right, down = (gint64)fate->down;
  const gint64 first = MAX (right, 0), end = MIN (width + right, width);

  memcpy (out, image->background, (gsize)(width * height) * channels * sizeof *out);
  for (gint64 y = MAX (down, 0); y < MIN (height + down, height); y++) {
    const gsize to = (gsize)(y * width) * channels, from = (gsize)((y - down) * width) * channels;

    if (!fate->mirrored && first < end)
      add_difference (
          out + to + (gsize)first * channels, image->values + from + (gsize)(first - right) * channels,
          image->background + from + (gsize)(first - right) * channels, (gsize)(end - first) * channels);
    for (gint64 x = first; fate->mirrored && x < end; x++)
      for (gsize c = 0; c < channels; c++) {
        const gsize j = from + (gsize)(width - 1 - (x - right)) * channels + c;

        out[to + (gsize)x * channels + c] += image->values[j] - image->background[j];
      }
  }
}

/* Copies the image less its background into the middle of zeros; free with g_free. */
static float *
with_border (const Image *image)
{
  const gsize channels = image->shape.channels, line = image->shape.width * channels;
  const gsize stride = line + BORDER * channels;
  float *padded = g_new0 (float, (image->shape.height + (gsize)BORDER) * stride);

  for (gsize y = 0; y < image->shape.height; y++)
    add_difference (padded + (y + BORDER_BEFORE) * stride + BORDER_BEFORE * channels,
                    image->values + y * line, image->background + y * line, line);
  return padded;
}

/* From a pixel x, y of the result to a place in the bordered sample. */
typedef struct {
  float column, row; /* of the result's 0, 0 */
  float column_by_x, column_by_y, row_by_x, row_by_y;
} Map;

/* The result is the sample mirrored, turned and enlarged about its middle, then moved; this is the way back.
 */
static Map
map_back (DatasetShape shape, const Fate *fate)
{
  const double cosine = cos (fate->angle) / fate->factor, sine = sin (fate->angle) / fate->factor;
  const double side = fate->mirrored ? -1 : 1;
  const double middle_x = (shape.width - 1) / 2.0, middle_y = (shape.height - 1) / 2.0;
  const double x = -middle_x - fate->right, y = -middle_y - fate->down;

  return (Map){
    .column = (float)(middle_x + BORDER_BEFORE + side * (cosine * x + sine * y)),
    .row = (float)(middle_y + BORDER_BEFORE - sine * x + cosine * y),
    .column_by_x = (float)(side * cosine),
    .column_by_y = (float)(side * sine),
    .row_by_x = (float)-sine,
    .row_by_y = (float)cosine,
  };
}

/* Where a row of the result is read: the upper left one of the four pixels, and how far beyond it. */
typedef struct {
  guint32 *corner; /* pixel of the bordered sample */
  float *right, *down;
} Places;

NUMERIC_MULTIVERSION static void
find_places (const Map *map, DatasetShape shape, guint y, const Places *places)
{
  const float last_column = (float)(shape.width + 1), last_row = (float)(shape.height + 1);
  const float column = map->column + map->column_by_y * (float)y, row = map->row + map->row_by_y * (float)y;
  const float column_by_x = map->column_by_x, row_by_x = map->row_by_x;
  const gint32 stride = (gint32)shape.width + BORDER, width = (gint32)shape.width;
  guint32 *corner = places->corner;
  float *right = places->right, *down = places->down;

  for (gint32 x = 0; x < width; x++) {
    const float u = column + column_by_x * (float)x, v = row + row_by_x * (float)x;
    /* Not CLAMP, which the compiler makes branches of. */
    const float after_u = MAX (u, 0.0f), after_v = MAX (v, 0.0f);
    const float inside_u = MIN (after_u, last_column), inside_v = MIN (after_v, last_row);
    const gint32 i = (gint32)inside_u, j = (gint32)inside_v;

    corner[x] = (guint32)(j * stride + i);
    right[x] = inside_u - (float)i;
    down[x] = inside_v - (float)j;
  }
}

static inline void
add_row_of (const float *padded, gsize width, gsize channels, const Places *places, float *out)
{
  const gsize stride = (width + BORDER) * channels;
  const guint32 *corners = places->corner;
  const float *rights = places->right, *downs = places->down;

  for (gsize x = 0; x < width; x++)
    for (gsize c = 0; c < channels; c++) {
      const float *corner = padded + corners[x] * channels + c;
      const float upper = corner[0] + rights[x] * (corner[channels] - corner[0]);
      const float lower = corner[stride] + rights[x] * (corner[stride + channels] - corner[stride]);

      out[x * channels + c] += upper + downs[x] * (lower - upper);
    }
}

/* Adds to a row of the result what is read there; one channel by itself, as it is then the pixels that are
 * worked on side by side. */
NUMERIC_MULTIVERSION static void
add_row (const float *padded, DatasetShape shape, const Places *places, float *out)
{
  if (shape.channels == 1)
    add_row_of (padded, shape.width, 1, places, out);
  else
    add_row_of (padded, shape.width, shape.channels, places, out);
}

static void
warp (const Image *image, const Fate *fate, float *out)
{
  const DatasetShape shape = image->shape;
  const gsize line = (gsize)shape.width * shape.channels;
  const Map map = map_back (shape, fate);
  g_autofree float *padded = with_border (image);
  g_autofree guint32 *corner = g_new (guint32, shape.width);
  g_autofree float *beyond = g_new (float, 2 * (gsize)shape.width);
  const Places places = { corner, beyond, beyond + shape.width };

  memcpy (out, image->background, shape.height * line * sizeof *out);
  for (guint y = 0; y < shape.height; y++) {
    find_places (&map, shape, y, &places);
    add_row (padded, shape, &places, out + y * line);
  }
}

/* Of the standardised data 0 is the mean. */
static void
cut_out (DatasetShape shape, double share, const Fate *fate, float *out)
{
  const gint64 side = (gint64)rint (share * MIN (shape.width, shape.height));
  const gint64 left = (gint64)(fate->hole_x * shape.width) - side / 2;
  const gint64 top = (gint64)(fate->hole_y * shape.height) - side / 2;

  for (gint64 y = MAX (top, 0); y < MIN (top + side, shape.height); y++)
    for (gint64 x = MAX (left, 0); x < MIN (left + side, shape.width); x++)
      memset (out + (gsize)(y * shape.width + x) * shape.channels, 0, shape.channels * sizeof *out);
}

static void
augment_image (const DatasetAugmentation *augmentation,
               const Dataset *data,
               gsize sample,
               float *out,
               NumericRandom *random)
{
  const Image image = { data->shape, numeric_matrix32_row (data->samples, sample), data->background };
  const Fate fate = draw_fate (augmentation, data->shape, random);

  g_return_if_fail (data->background != NULL);

  if (fate.angle != 0 || fate.factor != 1)
    warp (&image, &fate, out);
  else if (fate.mirrored || fate.right != 0 || fate.down != 0)
    move (&image, &fate, out);
  else
    memcpy (out, image.values, dataset_dimension (data) * sizeof *out);
  cut_out (data->shape, augmentation->cutout, &fate, out);
}

NUMERIC_MULTIVERSION static void
add_noise (float *values, const float *noise, float deviation, gsize count)
{
  for (gsize j = 0; j < count; j++)
    values[j] += deviation * noise[j];
}

void
dataset_augment (const DatasetAugmentation *augmentation,
                 const Dataset *data,
                 gsize sample,
                 float *out,
                 NumericRandom *random)
{
  enum { CHUNK = 512 };
  const gsize dimension = dataset_dimension (data);
  float noise[CHUNK];

  if (data->shape.height > 1 && data->shape.width > 1)
    augment_image (augmentation, data, sample, out, random);
  else
    memcpy (out, numeric_matrix32_row (data->samples, sample), dimension * sizeof *out);
  if (augmentation->noise == 0)
    return;
  for (gsize first = 0; first < dimension; first += CHUNK) {
    const gsize count = MIN (CHUNK, dimension - first);

    numeric_random_normals (random, noise, count);
    add_noise (out + first, noise, (float)augmentation->noise, count);
  }
}

NUMERIC_MULTIVERSION static void
mix_pair (float *a, float *b, float share, gsize count)
{
  for (gsize j = 0; j < count; j++) {
    const float x = a[j], y = b[j];

    a[j] = share * x + (1 - share) * y;
    b[j] = share * y + (1 - share) * x;
  }
}

void
dataset_mixup (NumericMatrix32 rows, double share)
{
  for (gsize i = 0; i < rows.rows / 2; i++)
    mix_pair (numeric_matrix32_row (rows, i), numeric_matrix32_row (rows, rows.rows - 1 - i), (float)share,
              rows.columns);
}
