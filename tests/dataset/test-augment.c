/* Augmentation against what it must do to the raw images, which dataset_prepare has centred pixel by pixel.
 */
#include "dataset/augment.h"
#include "dataset/prepare.h"

#include <math.h>
#include <string.h>

#define HEIGHT 9
#define WIDTH 7
#define CHANNELS 2
#define DIMENSION (HEIGHT * WIDTH * CHANNELS)
#define SAMPLES 4

/* What pixel `x, y` of channel `c` of raw sample `i` is. */
typedef float (*Pixel) (guint i, gint x, gint y, guint c);

/* No two pixels alike. */
static float
any (guint i, gint x, gint y, guint c)
{
  return (float)((37 * (i + 1) * (guint)(1 + x + WIDTH * y + WIDTH * HEIGHT * (gint)c)) % 101 + 1);
}

/* A plane: what is read between pixels is right wherever it is read. */
static float
plane (guint i, gint x, gint y, guint c)
{
  return 200.0f + (float)(i + 1) * (3.0f * (float)x - 5.0f * (float)y) + 10.0f * (float)c;
}

typedef struct {
  Pixel pixel;
  Dataset *data;
  double scale; /* of the standardisation, and the means it took off */
  double means[DIMENSION];
} Images;

/* The raw value that a standardised one stands for. */
static double
raw_value (const Images *images, gsize j, double value)
{
  return value * images->scale + images->means[j];
}

static gsize
at (gint x, gint y, guint c)
{
  return ((gsize)y * WIDTH + (gsize)x) * CHANNELS + c;
}

/* The raw images' means and scale from their definition, apart from the code under test. */
static void
find_scale (Images *images)
{
  double squares = 0;

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      for (guint c = 0; c < CHANNELS; c++) {
        for (guint i = 0; i < SAMPLES; i++)
          images->means[at (x, y, c)] += images->pixel (i, x, y, c) / SAMPLES;
        for (guint i = 0; i < SAMPLES; i++)
          squares += pow (images->pixel (i, x, y, c) - images->means[at (x, y, c)], 2);
      }
  images->scale = sqrt (squares / (SAMPLES * DIMENSION));
}

static void
set_up (Images *images, gconstpointer pixel)
{
  NumericMatrix32 samples
      = numeric_matrix32 (numeric_matrix32_alloc (SAMPLES * DIMENSION), SAMPLES, DIMENSION);
  const DatasetRequest request = { .labels = "fine", .classes = "all" };
  g_autoptr (GError) error = NULL;
  g_autoptr (Dataset) test = NULL;
  guint32 *labels = g_new (guint32, SAMPLES);
  NumericRandom random;

  images->pixel = *(const Pixel *)pixel;
  for (guint i = 0; i < SAMPLES; i++) {
    labels[i] = i % 2;
    for (gint y = 0; y < HEIGHT; y++)
      for (gint x = 0; x < WIDTH; x++)
        for (guint c = 0; c < CHANNELS; c++)
          numeric_matrix32_row (samples, i)[at (x, y, c)] = images->pixel (i, x, y, c);
  }
  images->data = dataset_new ("raw", "Raw", (DatasetShape){ HEIGHT, WIDTH, CHANNELS }, samples, labels, 2,
                              NULL, &error);
  g_assert_no_error (error);
  test = dataset_ref (images->data);
  numeric_random_init (&random, 1, 0);
  g_assert_true (dataset_prepare (&images->data, &test, &request, &random, &error));
  g_assert_no_error (error);
  find_scale (images);
}

static void
tear_down (Images *images, gconstpointer pixel)
{
  dataset_unref (images->data);
}

/* The raw image of sample `i`, mirrored and then moved, as standardised: whether `out` is that. */
static gboolean
is_moved (const Images *images, guint i, const float *out, gboolean mirrored, gint right, gint down)
{
  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      for (guint c = 0; c < CHANNELS; c++) {
        const gint column = mirrored ? WIDTH - 1 - (x - right) : x - right, row = y - down;
        const gboolean inside = column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT;
        const double raw = inside ? images->pixel (i, column, row, c) : 0;

        if (fabs (raw_value (images, at (x, y, c), out[at (x, y, c)]) - raw) > 1e-4)
          return FALSE;
      }
  return TRUE;
}

/* Without strengths a sample comes out bit by bit, and so it does when nothing is drawn that moves it. */
static void
test_nothing (Images *images, gconstpointer pixel)
{
  const DatasetAugmentation none = dataset_augmentation_for_level (DATASET_AUGMENT_NONE);
  const DatasetAugmentation slight = { .shift = 1e-3, .flip = 1e-9, .mixup = 1 };
  float out[DIMENSION];
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (guint i = 0; i < SAMPLES; i++) {
    dataset_augment (&none, images->data, i, out, &random);
    g_assert_cmpmem (out, sizeof out, numeric_matrix32_row (images->data->samples, i), sizeof out);
    dataset_augment (&slight, images->data, i, out, &random);
    g_assert_cmpmem (out, sizeof out, numeric_matrix32_row (images->data->samples, i), sizeof out);
  }
}

/* A moved standardised image is the moved raw image, standardised; of 7 columns and 9 rows 0.3 are 2.1 and
 * 2.7, so that up to 2 and 3 pixels are drawn, all of them. */
static void
test_shift (Images *images, gconstpointer pixel)
{
  const DatasetAugmentation shift = { .shift = 0.3 };
  guint seen[5][7] = { 0 };
  float out[DIMENSION];
  NumericRandom random;

  numeric_random_init (&random, 2, 0);
  for (guint draw = 0; draw < 1500; draw++) {
    const guint i = draw % SAMPLES;
    guint matches = 0;

    dataset_augment (&shift, images->data, i, out, &random);
    for (gint right = -2; right <= 2; right++)
      for (gint down = -3; down <= 3; down++)
        if (is_moved (images, i, out, FALSE, right, down)) {
          seen[right + 2][down + 3]++;
          matches++;
        }
    g_assert_cmpuint (matches, ==, 1);
  }
  for (guint x = 0; x < 5; x++)
    for (guint y = 0; y < 7; y++)
      g_assert_cmpuint (seen[x][y], >, 0);
}

/* As often as asked for: n p with a variance of n p (1 - p). */
static void
test_flip (Images *images, gconstpointer pixel)
{
  const guint n = 2000;

  for (guint quarters = 0; quarters <= 4; quarters++) {
    const double p = quarters / 4.0;
    const DatasetAugmentation flip = { .flip = p };
    float out[DIMENSION];
    guint mirrored = 0;
    NumericRandom random;

    numeric_random_init (&random, 3, quarters);
    for (guint draw = 0; draw < n; draw++) {
      dataset_augment (&flip, images->data, 1, out, &random);
      mirrored += is_moved (images, 1, out, TRUE, 0, 0);
      g_assert_true (is_moved (images, 1, out, TRUE, 0, 0) != is_moved (images, 1, out, FALSE, 0, 0));
    }
    g_assert_cmpfloat (fabs (mirrored - n * p), <=, 5 * sqrt (n * p * (1 - p)));
  }
}

/* The slopes of the raw image that `out` is, at its middle, where a plane of sample `i` is a plane still. */
static void
find_slopes (const Images *images, const float *out, double *by_x, double *by_y)
{
  double value[5];
  static const gint dx[] = { 0, 1, 0, -1, 0 }, dy[] = { 0, 0, 1, 0, -1 };

  for (guint p = 0; p < 5; p++) {
    const gsize j = at (WIDTH / 2 + dx[p], HEIGHT / 2 + dy[p], 1);

    value[p] = raw_value (images, j, out[j]);
  }
  *by_x = value[1] - value[0];
  *by_y = value[2] - value[0];
  g_assert_cmpfloat_with_epsilon (value[0] - value[3], *by_x, 2e-3);
  g_assert_cmpfloat_with_epsilon (value[0] - value[4], *by_y, 2e-3);
  /* The middle stays where it is. */
  g_assert_cmpfloat_with_epsilon (value[0], images->pixel (2, WIDTH / 2, HEIGHT / 2, 1), 2e-3);
}

/* Turned and enlarged by f, a plane of slope g has slope g / f, and is turned by as much: both from the whole
 * of their ranges and nothing beyond, evenly. */
static void
test_turn (Images *images, gconstpointer pixel)
{
  const DatasetAugmentation turn = { .rotation = 40, .scale = 0.3 };
  const double steepness = 3 * hypot (3, 5), direction = atan2 (-5, 3);
  const guint n = 3000;
  double angles = 0, squares = 0, factors = 0, factor_squares = 0;
  float out[DIMENSION];
  NumericRandom random;

  numeric_random_init (&random, 4, 0);
  for (guint draw = 0; draw < n; draw++) {
    double by_x, by_y, angle, factor;

    dataset_augment (&turn, images->data, 2, out, &random);
    find_slopes (images, out, &by_x, &by_y);
    factor = steepness / hypot (by_x, by_y);
    angle = remainder (atan2 (by_y, by_x) - direction, 2 * G_PI) * 180 / G_PI;
    g_assert_cmpfloat (fabs (factor - 1), <, 0.301);
    g_assert_cmpfloat (fabs (angle), <, 40.05);
    factors += factor;
    factor_squares += (factor - 1) * (factor - 1);
    angles += angle;
    squares += angle * angle;
  }
  /* Evenly from -a to a: variance a^2 / 3, of whose estimate the variance is 4 a^4 / 45 / n. */
  g_assert_cmpfloat (fabs (angles / n), <, 5 * 40 / sqrt (3.0 * n));
  g_assert_cmpfloat (fabs (factors / n - 1), <, 5 * 0.3 / sqrt (3.0 * n));
  g_assert_cmpfloat (fabs (squares / n - 1600 / 3.0), <, 5 * 1600 * sqrt (4 / 45.0 / n));
  g_assert_cmpfloat (fabs (factor_squares / n - 0.09 / 3), <, 5 * 0.09 * sqrt (4 / 45.0 / n));
}

/* A mirrored and moved image that is warped by next to nothing is the one that is copied: both ways agree on
 * what is left and right, up and down, and on what comes in at the border. */
static void
test_two_ways (Images *images, gconstpointer pixel)
{
  const DatasetAugmentation copied = { .shift = 0.4, .flip = 0.5 };
  const DatasetAugmentation warped = { .shift = 0.4, .flip = 0.5, .rotation = 1e-5, .scale = 1e-7 };
  float copy[DIMENSION], warp[DIMENSION];
  NumericRandom first, second;

  numeric_random_init (&first, 5, 0);
  second = first;
  for (guint draw = 0; draw < 200; draw++) {
    dataset_augment (&copied, images->data, draw % SAMPLES, copy, &first);
    dataset_augment (&warped, images->data, draw % SAMPLES, warp, &second);
    for (guint j = 0; j < DIMENSION; j++)
      g_assert_cmpfloat_with_epsilon (copy[j], warp[j], 1e-4);
  }
}

/* A square of 0.5 * 7 = 4 pixels (rounded), as far as it lies within the image, is at the mean; the rest
 * stays. Its middle is any pixel. */
static void
test_cutout (Images *images, gconstpointer pixel)
{
  const DatasetAugmentation cutout = { .cutout = 0.5 };
  const float *sample = numeric_matrix32_row (images->data->samples, 3);
  guint cut[WIDTH * HEIGHT] = { 0 }, whole = 0;
  float out[DIMENSION];
  NumericRandom random;

  numeric_random_init (&random, 6, 0);
  for (guint draw = 0; draw < 1000; draw++) {
    gint left = WIDTH, right = 0, top = HEIGHT, bottom = 0;
    guint count = 0;

    dataset_augment (&cutout, images->data, 3, out, &random);
    for (gint y = 0; y < HEIGHT; y++)
      for (gint x = 0; x < WIDTH; x++) {
        if (out[at (x, y, 0)] == sample[at (x, y, 0)] && out[at (x, y, 1)] == sample[at (x, y, 1)])
          continue;
        g_assert_true (out[at (x, y, 0)] == 0 && out[at (x, y, 1)] == 0);
        left = MIN (left, x), right = MAX (right, x), top = MIN (top, y), bottom = MAX (bottom, y);
        cut[y * WIDTH + x]++;
        count++;
      }
    g_assert_cmpint (right - left, <, 4);
    g_assert_cmpint (bottom - top, <, 4);
    g_assert_cmpuint (count, ==, (guint)((right - left + 1) * (bottom - top + 1)));
    whole += count == 16;
  }
  for (guint p = 0; p < WIDTH * HEIGHT; p++)
    g_assert_cmpuint (cut[p], >, 0);
  /* 4 of 7 by 6 of 9 middles are far enough from the border. */
  g_assert_cmpfloat (fabs (whole / 1000.0 - 24.0 / 63), <, 5 * sqrt (0.25 / 1000));
}

/* Noise has the deviation asked for, on every value, and nothing else of a vector changes. */
static void
test_vectors (void)
{
  enum { N = 1200 };
  const DatasetAugmentation all = { .shift = 1, .flip = 1, .rotation = 90, .scale = 0.5, .cutout = 1 };
  DatasetAugmentation noisy = all;
  g_autoptr (Dataset) data
      = dataset_new ("v", "V", (DatasetShape){ 1, 1, N }, numeric_matrix32 (numeric_matrix32_alloc (N), 1, N),
                     g_new0 (guint32, 1), 1, NULL, NULL);
  float *values = numeric_matrix32_row (data->samples, 0), out[N];
  double sum = 0, squares = 0;
  NumericRandom random;

  for (guint j = 0; j < N; j++)
    values[j] = (float)j;
  numeric_random_init (&random, 7, 0);
  dataset_augment (&all, data, 0, out, &random);
  g_assert_cmpmem (out, sizeof out, values, sizeof out);
  noisy.noise = 0.25;
  dataset_augment (&noisy, data, 0, out, &random);
  for (guint j = 0; j < N; j++) {
    g_assert_cmpfloat (out[j], !=, values[j]);
    sum += out[j] - values[j];
    squares += (out[j] - values[j]) * (out[j] - values[j]);
  }
  g_assert_cmpfloat (fabs (sum / N), <, 5 * 0.25 / sqrt (N));
  g_assert_cmpfloat (fabs (squares / N / 0.0625 - 1), <, 5 * sqrt (2.0 / N));
}

/* The same numbers, the same sample; and a strength more leaves what the others come to: a cut-out square
 * stays where it is when noise is added. */
static void
test_repeats (Images *images, gconstpointer pixel)
{
  const DatasetAugmentation strong = dataset_augmentation_for_level (DATASET_AUGMENT_STRONG);
  const DatasetAugmentation quiet = {
    .shift = strong.shift, .rotation = strong.rotation, .scale = strong.scale, .cutout = strong.cutout
  };
  float first[DIMENSION], again[DIMENSION], without[DIMENSION];
  NumericRandom random, copy, other;
  double difference = 0;

  numeric_random_init (&random, 8, 0);
  copy = other = random;
  dataset_augment (&strong, images->data, 0, first, &random);
  dataset_augment (&strong, images->data, 0, again, &copy);
  dataset_augment (&quiet, images->data, 0, without, &other);
  g_assert_cmpmem (first, sizeof first, again, sizeof again);
  for (guint j = 0; j < DIMENSION; j++)
    difference += pow (first[j] - without[j], 2) / DIMENSION;
  g_assert_cmpfloat (fabs (sqrt (difference) / strong.noise - 1), <, 5 * sqrt (0.5 / DIMENSION));
  dataset_augment (&strong, images->data, 0, again, &copy);
  g_assert_cmpint (memcmp (first, again, sizeof first), !=, 0);
}

/* Row i takes from row n - 1 - i; the middle one stays. */
static void
test_mixup (void)
{
  const float raw[5][2] = { { 1, 2 }, { 3, 5 }, { 8, 13 }, { 21, 34 }, { 55, 89 } };
  float rows[5][2];

  memcpy (rows, raw, sizeof rows);
  dataset_mixup (numeric_matrix32 (rows[0], 5, 2), 0.75);
  for (guint i = 0; i < 5; i++)
    for (guint j = 0; j < 2; j++)
      g_assert_cmpfloat_with_epsilon (rows[i][j], 0.75 * raw[i][j] + 0.25 * raw[4 - i][j], 1e-5);
}

#define ADD(name, function, pixel)                                                                           \
  g_test_add ("/dataset/augment/" name, Images, &pixel, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  static const Pixel no_two_alike = any, a_plane = plane;

  g_test_init (&argc, &argv, NULL);
  ADD ("nothing", test_nothing, no_two_alike);
  ADD ("shift", test_shift, no_two_alike);
  ADD ("flip", test_flip, no_two_alike);
  ADD ("turn", test_turn, a_plane);
  ADD ("two-ways", test_two_ways, no_two_alike);
  ADD ("cutout", test_cutout, no_two_alike);
  ADD ("repeats", test_repeats, no_two_alike);
  g_test_add_func ("/dataset/augment/vectors", test_vectors);
  g_test_add_func ("/dataset/augment/mixup", test_mixup);
  return g_test_run ();
}
