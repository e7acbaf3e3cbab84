#include "numeric/random.h"

#include <math.h>
#include <string.h>

/* Random123 1.14, tests/kat_vectors: philox4x32 10. */
static void
test_known_answers (void)
{
  static const struct {
    guint32 counter[4], key[2], expected[4];
  } vectors[] = {
    { { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff },
      { 0xffffffff, 0xffffffff },
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 },
      { 0xa4093822, 0x299f31d0 },
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };

  for (gsize v = 0; v < G_N_ELEMENTS (vectors); v++) {
    NumericRandom random = { .used = 4 };

    memcpy (random.counter, vectors[v].counter, sizeof random.counter);
    memcpy (random.key, vectors[v].key, sizeof random.key);
    for (guint i = 0; i < 4; i++)
      g_assert_cmphex (numeric_random_next (&random), ==, vectors[v].expected[i]);
  }
}

/* Seed and stream go where the header says, and the position counts in 64 bits. */
static void
test_layout (void)
{
  NumericRandom random, at;

  numeric_random_init (&random, 0x299f31d0a4093822, 0x0370734413198a2e);
  g_assert_cmphex (random.key[0], ==, 0xa4093822);
  g_assert_cmphex (random.key[1], ==, 0x299f31d0);
  at = random;
  at.counter[0] = G_MAXUINT32;
  random.counter[1] = 1;
  for (guint i = 0; i < 4; i++)
    numeric_random_next (&at);
  for (guint i = 0; i < 8; i++)
    g_assert_cmphex (numeric_random_next (&at), ==, numeric_random_next (&random));
}

static void
test_split (void)
{
  static const char *const labels[] = { "data", "init", "shuffle", "", "a", "b", "ab" };
  NumericRandom parent, untouched, grandchild, child, first[G_N_ELEMENTS (labels)];

  numeric_random_init (&parent, 7, 3);
  numeric_random_next (&parent);
  untouched = parent;
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++) {
    NumericRandom again;

    first[i] = numeric_random_split (&parent, labels[i]);
    numeric_random_next (&parent);
    again = numeric_random_split (&parent, labels[i]);
    /* Neither the parent's position nor an earlier split matters. */
    g_assert_cmpmem (&first[i], sizeof first[i], &again, sizeof again);
    for (gsize j = 0; j < i; j++)
      g_assert_cmpint (memcmp (first[i].counter, first[j].counter, sizeof first[i].counter), !=, 0);
  }
  /* Splitting draws nothing. */
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    numeric_random_next (&untouched);
  g_assert_cmpmem (&parent, sizeof parent, &untouched, sizeof untouched);
  child = numeric_random_split (&parent, "a");
  grandchild = numeric_random_split (&child, "b");
  g_assert_cmpint (memcmp (grandchild.counter, first[6].counter, sizeof grandchild.counter), !=, 0);
}

/* Two streams of one seed are uncorrelated: |r| of n pairs stays below five standard deviations, 5 / sqrt(n).
 */
static void
test_split_independent (void)
{
  const guint n = 100000;
  NumericRandom parent, x, y;
  double sum = 0;

  numeric_random_init (&parent, 1, 0);
  x = numeric_random_split (&parent, "x");
  y = numeric_random_split (&parent, "y");
  for (guint i = 0; i < n; i++)
    sum += numeric_random_normal (&x) * numeric_random_normal (&y);
  g_assert_cmpfloat (fabs (sum / n), <, 5 / sqrt (n));
}

static void
test_save (void)
{
  for (guint drawn = 0; drawn < 10; drawn++) {
    NumericRandom random, restored;
    g_autofree char *text = NULL;

    numeric_random_init (&random, G_MAXUINT64 - 5, 11);
    if (drawn >= 5)
      random.counter[0] = G_MAXUINT32 - 1; /* the carry into the upper half, too */
    for (guint i = 0; i < drawn; i++)
      numeric_random_next (&random);
    text = numeric_random_to_string (&random);
    g_assert_true (numeric_random_from_string (&restored, text));
    for (guint i = 0; i < 12; i++)
      g_assert_cmphex (numeric_random_next (&random), ==, numeric_random_next (&restored));
  }
}

static void
test_save_refused (void)
{
  static const char *const bad[] = {
    "",
    "philox4x32-10",
    "philox4x32-10 00000001 00000000 00000000 00000000 00000000 00000000",
    "philox4x32-10 00000001 00000000 00000000 00000000 00000000 00000000 5",
    "philox4x32-10 00000001 00000000 00000000 00000000 00000000 00000000 -1",
    "philox4x32-10 00000001 00000000 00000000 00000000 00000000 00000000 4 ",
    "philox4x32-10 00000001 00000000 00000000 00000000 00000000 00000000 4x",
    "philox4x32-10 0000001 00000000 00000000 00000000 00000000 00000000 4",
    "philox4x32-10 -0000001 00000000 00000000 00000000 00000000 00000000 4",
    "philox4x32-10 00000001  00000000 00000000 00000000 00000000 00000000 4",
    "philox4x32-7 00000001 00000000 00000000 00000000 00000000 00000000 4",
  };
  NumericRandom random, before;

  numeric_random_init (&random, 1, 2);
  before = random;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_false (numeric_random_from_string (&random, bad[i]));
    g_assert_cmpmem (&random, sizeof random, &before, sizeof before);
  }
}

/* Counts against their expectation by chi-square: with f degrees of freedom it is below f + 5 sqrt(2 f) but
 * for some millionths (normal approximation). */
static void
test_below (void)
{
  static const guint32 bounds[] = { 2, 3, 10, 101, 1000 };

  for (gsize b = 0; b < G_N_ELEMENTS (bounds); b++) {
    const guint32 bound = bounds[b];
    const guint n = 1000 * bound;
    g_autofree guint *counts = g_new0 (guint, bound);
    double chi_square = 0;
    NumericRandom random;

    numeric_random_init (&random, 42, bound);
    for (guint i = 0; i < n; i++) {
      const guint32 value = numeric_random_below (&random, bound);

      g_assert_cmpuint (value, <, bound);
      counts[value]++;
    }
    for (guint32 v = 0; v < bound; v++)
      chi_square += (counts[v] - 1000.0) * (counts[v] - 1000.0) / 1000.0;
    g_assert_cmpfloat (chi_square, <, bound - 1 + 5 * sqrt (2.0 * (bound - 1)) + 10);
  }
}

/* At 3/4 of 2^32 plain multiplication without rejection draws every third value twice as often. */
static void
test_below_unbiased (void)
{
  const guint32 bound = 3u << 30;
  const guint n = 90000;
  guint counts[3] = { 0 };
  NumericRandom random;

  numeric_random_init (&random, 5, 0);
  g_assert_cmpuint (numeric_random_below (&random, 1), ==, 0);
  for (guint i = 0; i < n; i++)
    counts[numeric_random_below (&random, bound) % 3]++;
  for (guint r = 0; r < 3; r++)
    g_assert_cmpfloat (fabs (counts[r] - n / 3.0), <, 5 * sqrt (n * 2.0 / 9.0));
}

static void
test_uniform (void)
{
  const guint n = 200000;
  NumericRandom random;
  double sum = 0, squares = 0;

  numeric_random_init (&random, 3, 0);
  for (guint i = 0; i < n; i++) {
    const double u = numeric_random_uniform (&random);

    g_assert_true (u >= 0 && u < 1);
    sum += u;
    squares += (u - 0.5) * (u - 0.5);
  }
  /* Variance 1/12; fourth central moment 1/80. */
  g_assert_cmpfloat (fabs (sum / n - 0.5), <, 5 * sqrt (1.0 / 12 / n));
  g_assert_cmpfloat (fabs (squares / n - 1.0 / 12), <, 5 * sqrt ((1.0 / 80 - 1.0 / 144) / n));
}

/* The first four moments, 0, 1, 0, 3, each within five standard deviations of its estimate. */
static void
test_normal (void)
{
  static const double expected[] = { 0, 1, 0, 3 }, variance[] = { 1, 2, 15, 96 };
  const guint n = 200000;
  double sums[4] = { 0 };
  guint beyond = 0;
  NumericRandom random;

  numeric_random_init (&random, 9, 0);
  for (guint i = 0; i < n; i++) {
    const double z = numeric_random_normal (&random);

    for (guint p = 0; p < 4; p++)
      sums[p] += pow (z, p + 1);
    beyond += fabs (z) > 1.959963984540054;
  }
  for (guint p = 0; p < 4; p++)
    g_assert_cmpfloat (fabs (sums[p] / n - expected[p]), <, 5 * sqrt (variance[p] / n));
  g_assert_cmpfloat (fabs (beyond - 0.05 * n), <, 5 * sqrt (0.05 * 0.95 * n));
}

/* Many at once are Box-Muller of the generator's own numbers, in blocks of four: two to the radius, of 24
 * bits, and two to the angle, whose upper bits are signs. */
static void
test_normals (void)
{
  enum { N = 1003 };
  float values[N];
  NumericRandom random, plain;

  numeric_random_init (&random, 6, 2);
  random.counter[0] = G_MAXUINT32 - 70; /* the carry into the upper half, too */
  plain = random;
  numeric_random_normals (&random, values, N);
  for (guint i = 0; i < N; i += 4)
    for (guint pair = 0; pair < 2; pair++) {
      const guint32 first = numeric_random_next (&plain), second = numeric_random_next (&plain);
      const double radius = sqrt (-2 * log (((first >> 8) + 1) * 0x1p-24));
      const double angle = G_PI / 2 * ((second >> 2) & 0xffffff) * 0x1p-24;
      const double x = radius * cos (angle) * (second >> 31 ? -1 : 1);
      const double y = radius * sin (angle) * (second >> 30 & 1 ? -1 : 1);

      if (i + 2 * pair < N)
        g_assert_cmpfloat_with_epsilon (values[i + 2 * pair], x, 3e-6);
      if (i + 2 * pair + 1 < N)
        g_assert_cmpfloat_with_epsilon (values[i + 2 * pair + 1], y, 3e-6);
    }
  /* Both have come equally far. */
  g_assert_cmphex (numeric_random_next (&random), ==, numeric_random_next (&plain));
}

/* The smallest and the largest of 2^24 radii are finite, and the four moments are a normal's. */
static void
test_normals_moments (void)
{
  static const double expected[] = { 0, 1, 0, 3 }, variance[] = { 1, 2, 15, 96 };
  const guint n = 400000;
  g_autofree float *values = g_new (float, n);
  double sums[4] = { 0 };
  NumericRandom random;

  numeric_random_init (&random, 10, 0);
  numeric_random_normals (&random, values, n);
  for (guint i = 0; i < n; i++) {
    g_assert_cmpfloat (fabsf (values[i]), <, 5.8);
    for (guint p = 0; p < 4; p++)
      sums[p] += pow (values[i], p + 1);
  }
  for (guint p = 0; p < 4; p++)
    g_assert_cmpfloat (fabs (sums[p] / n - expected[p]), <, 5 * sqrt (variance[p] / n));
}

/* Mean a / (a + b) and variance a b / ((a + b)^2 (a + b + 1)), the mean within five standard deviations of
 * its estimate and the variance within 3 %. */
static void
test_beta (void)
{
  static const struct {
    double a, b;
  } rows[] = { { 0.2, 0.2 }, { 1, 1 }, { 4, 4 }, { 0.5, 3 }, { 20, 5 } };
  const guint n = 50000;

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    const double a = rows[r].a, b = rows[r].b, mean = a / (a + b);
    const double variance = a * b / ((a + b) * (a + b) * (a + b + 1));
    double sum = 0, squares = 0;
    NumericRandom random;

    numeric_random_init (&random, 4, r);
    for (guint i = 0; i < n; i++) {
      const double x = numeric_random_beta (&random, a, b);

      g_assert_true (x >= 0 && x <= 1);
      sum += x;
      squares += (x - mean) * (x - mean);
    }
    g_assert_cmpfloat (fabs (sum / n - mean), <, 5 * sqrt (variance / n));
    g_assert_cmpfloat (fabs (squares / n / variance - 1), <, 0.03);
  }
}

/* Beta (1/2, 1/2) is the arcsine distribution, P (x <= q) = 2 asin (sqrt (q)) / pi; by Kolmogorov and
 * Smirnov's distance, below 2.3 / sqrt (n) but for one in twenty thousand. Of shapes near 0 only the ends are
 * left. */
static void
test_beta_shape (void)
{
  enum { N = 20000, BINS = 200 };
  guint counts[BINS] = { 0 }, below = 0, ends = 0;
  NumericRandom random;

  numeric_random_init (&random, 8, 0);
  for (guint i = 0; i < N; i++) {
    const guint bin = (guint)(numeric_random_beta (&random, 0.5, 0.5) * BINS);

    counts[MIN (bin, BINS - 1)]++;
  }
  for (guint i = 0; i < BINS; i++) {
    below += counts[i];
    g_assert_cmpfloat (fabs ((double)below / N - 2 * asin (sqrt ((i + 1.0) / BINS)) / G_PI), <,
                       2.3 / sqrt (N));
  }
  for (guint i = 0; i < 1000; i++) {
    const double x = numeric_random_beta (&random, 1e-310, 1e-310);

    g_assert_true (x == 0 || x == 1);
    ends += x == 1;
  }
  g_assert_cmpfloat (fabs (ends - 500.0), <, 5 * sqrt (250));
}

static void
test_shuffle (void)
{
  enum { N = 1000 };
  guint32 values[N], seen[N] = { 0 };
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  numeric_random_shuffle (&random, values, 0);
  for (guint32 i = 0; i < N; i++)
    values[i] = i;
  numeric_random_shuffle (&random, values, 1);
  g_assert_cmpuint (values[0], ==, 0);
  numeric_random_shuffle (&random, values, N);
  for (guint i = 0; i < N; i++)
    seen[values[i]]++;
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (seen[i], ==, 1);
}

/* All 24 orders of four values come alike often. */
static void
test_shuffle_orders (void)
{
  const guint n = 24000;
  guint counts[256] = { 0 }, orders = 0;
  double chi_square = 0;
  NumericRandom random;

  numeric_random_init (&random, 2, 0);
  for (guint i = 0; i < n; i++) {
    guint32 v[4] = { 0, 1, 2, 3 };

    numeric_random_shuffle (&random, v, 4);
    counts[v[0] | v[1] << 2 | v[2] << 4 | v[3] << 6]++;
  }
  for (guint i = 0; i < 256; i++)
    if (counts[i] > 0) {
      orders++;
      chi_square += (counts[i] - 1000.0) * (counts[i] - 1000.0) / 1000.0;
    }
  g_assert_cmpuint (orders, ==, 24);
  g_assert_cmpfloat (chi_square, <, 23 + 5 * sqrt (2 * 23.0) + 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/random/known-answers", test_known_answers);
  g_test_add_func ("/numeric/random/layout", test_layout);
  g_test_add_func ("/numeric/random/split", test_split);
  g_test_add_func ("/numeric/random/split-independent", test_split_independent);
  g_test_add_func ("/numeric/random/save", test_save);
  g_test_add_func ("/numeric/random/save-refused", test_save_refused);
  g_test_add_func ("/numeric/random/below", test_below);
  g_test_add_func ("/numeric/random/below-unbiased", test_below_unbiased);
  g_test_add_func ("/numeric/random/uniform", test_uniform);
  g_test_add_func ("/numeric/random/normal", test_normal);
  g_test_add_func ("/numeric/random/normals", test_normals);
  g_test_add_func ("/numeric/random/normals-moments", test_normals_moments);
  g_test_add_func ("/numeric/random/beta", test_beta);
  g_test_add_func ("/numeric/random/beta-shape", test_beta_shape);
  g_test_add_func ("/numeric/random/shuffle", test_shuffle);
  g_test_add_func ("/numeric/random/shuffle-orders", test_shuffle_orders);
  return g_test_run ();
}
