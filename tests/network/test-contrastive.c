#include "network/contrastive.h"
#include "support.h"

#include <math.h>
#include <string.h>

static RealMatrix
matrix_new (gsize rows, gsize columns)
{
  return real_matrix (real_alloc (rows * columns), rows, columns);
}

/* 2n views on the axes of R^3, of length 1, 2, 3, ..: sample i on axis i % 3, as support_labels has it. */
static RealMatrix
views_on_axes (gsize n)
{
  const RealMatrix views = matrix_new (2 * n, 3);

  for (gsize i = 0; i < 2 * n; i++)
    real_matrix_row (views, i)[i % n % 3] = (real)(i + 1);
  return views;
}

/* Each view has 2n/3 - 1 positives at similarity 1/t and 4n/3 others at 0: l = log (d) - 1/t with
 * d = (2n/3 - 1) e^(1/t) + 4n/3. Its slope by each of those others is 1/d / 2n, from its own loss and from
 * theirs; those of one class add up along their axis, those of its own vanish in the normalisation. */
static void
test_supcon_on_axes (gconstpointer data)
{
  const gsize n = 48, m = 2 * n / 3;
  const double t = *(const double *)data, d = (double)(m - 1) * exp (1 / t) + 2 * (double)m;
  RealMatrix views = views_on_axes (n), gradient = matrix_new (2 * n, 3);
  g_autofree guint32 *labels = support_labels (n, 3);
  const double loss = network_supcon (views, labels, t, NULL, gradient);

  g_assert_cmpfloat_with_epsilon (loss, log (d) - 1 / t, 1e-5);
  for (gsize i = 0; i < 2 * n; i++)
    for (gsize j = 0; j < 3; j++) {
      const double slope = j == i % n % 3 ? 0 : 2 * (double)m / d / (2 * (double)n) / t;

      g_assert_cmpfloat_with_epsilon (real_matrix_row (gradient, i)[j], slope / (double)(i + 1), 1e-6);
    }
  g_aligned_free (views.data);
  g_aligned_free (gradient.data);
}

/* Three samples on three axes, two views each: l = log (e^(1/t) + 4) - 1/t. */
static void
test_nt_xent_on_axes (void)
{
  RealMatrix views = views_on_axes (3);

  g_assert_cmpfloat_with_epsilon (network_nt_xent (views, 0.5, NULL, (RealMatrix){ 0 }),
                                  log (exp (2) + 4) - 2, 1e-6);
  g_aligned_free (views.data);
}

/* Two views have nobody to be told apart from. */
static void
test_single_sample (void)
{
  real values[] = { 1, 2, -3, 1 }, slopes[4];

  g_assert_cmpfloat (network_nt_xent (real_matrix (values, 2, 2), 0.1, NULL, real_matrix (slopes, 2, 2)), ==,
                     0);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat (slopes[i], ==, 0);
}

/* Two samples of two opposite views: exp (s) spans e^(2/t), far more than a double. */
static void
test_stable (void)
{
  const double t = 1e-3;
  real values[] = { 1, 1, -1, -1 }, slopes[4];
  const double loss = network_nt_xent (real_matrix (values, 4, 1), t, NULL, real_matrix (slopes, 4, 1));

  g_assert_cmpfloat_with_epsilon (loss, 2 / t, 1e-3);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpfloat (slopes[i], ==, 0);
}

/* n samples of three classes in R^p, two views each. */
typedef struct {
  RealMatrix views, gradient;
  guint32 *labels;
} Sample;

static Sample
sample_new (gsize n, gsize p)
{
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  return (Sample){ support_normal_matrix (2 * n, p, &random), matrix_new (2 * n, p), support_labels (n, 3) };
}

static void
sample_clear (Sample *sample)
{
  g_aligned_free (sample->views.data);
  g_aligned_free (sample->gradient.data);
  g_free (sample->labels);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* Rows times powers of two: the same bits, the gradient divided by them. */
static void
test_scale (void)
{
  const gsize n = 40, p = 7;
  g_auto (Sample) plain = sample_new (n, p);
  g_auto (Sample) scaled = sample_new (n, p);

  for (gsize i = 0; i < 2 * n; i++)
    for (gsize j = 0; j < p; j++)
      real_matrix_row (scaled.views, i)[j] *= (real)(1 << i % 5);
  g_assert_cmpfloat (network_supcon (plain.views, plain.labels, 0.1, NULL, plain.gradient), ==,
                     network_supcon (scaled.views, scaled.labels, 0.1, NULL, scaled.gradient));
  for (gsize i = 0; i < 2 * n; i++)
    for (gsize j = 0; j < p; j++)
      g_assert_cmpfloat (real_matrix_row (plain.gradient, i)[j], ==,
                         real_matrix_row (scaled.gradient, i)[j] * (real)(1 << i % 5));
}

/* Without labels is with labels that all differ. */
static void
test_own_classes (void)
{
  const gsize n = 40, p = 7;
  g_auto (Sample) labelled = sample_new (n, p);
  g_auto (Sample) alone = sample_new (n, p);

  for (gsize i = 0; i < n; i++)
    labelled.labels[i] = (guint32)(1000 - i);
  g_assert_cmpfloat (network_supcon (labelled.views, labelled.labels, 0.1, NULL, labelled.gradient), ==,
                     network_nt_xent (alone.views, 0.1, NULL, alone.gradient));
  g_assert_cmpmem (labelled.gradient.data, 2 * n * p * sizeof (real), alone.gradient.data,
                   2 * n * p * sizeof (real));
}

/* Blocks of rows that come out even and that do not. */
static void
test_threads (void)
{
  static const gsize sizes[] = { 128, 133 };
  const gsize p = 33;

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_auto (Sample) first = sample_new (sizes[s], p);
    const double loss = network_supcon (first.views, first.labels, 0.1, NULL, first.gradient);

    for (guint threads = 1; threads <= 4; threads *= 2) {
      g_auto (Sample) again = sample_new (sizes[s], p);
      g_autoptr (NumericTeam) team = numeric_team_new (threads);

      g_assert_cmpfloat (network_supcon (again.views, again.labels, 0.1, team, again.gradient), ==, loss);
      g_assert_cmpmem (first.gradient.data, 2 * sizes[s] * p * sizeof (real), again.gradient.data,
                       2 * sizes[s] * p * sizeof (real));
    }
  }
}

static void
test_not_finite (void)
{
  static const real bad[] = { NAN, INFINITY, -INFINITY };

  for (gsize b = 0; b < G_N_ELEMENTS (bad); b++) {
    g_auto (Sample) sample = sample_new (40, 7);

    sample.views.data[100] = bad[b];
    g_assert_true (isnan (network_supcon (sample.views, sample.labels, 0.1, NULL, sample.gradient)));
    g_assert_true (isnan (network_nt_xent (sample.views, 0.1, NULL, sample.gradient)));
  }
}

/* A row of zeros has similarity 0 to all, and a gradient as torch.nn.functional.normalize gives it. */
static void
test_zero_row (void)
{
  real values[] = { 0, 0, 1, 0 }, slopes[4];

  /* Of views 0, x, 0, x: each has a similarity 0 with the others but for x and its twin. */
  real four[] = { 0, 0, 1, 0, 0, 0, 1, 0 }, four_slopes[8];

  g_assert_cmpfloat (network_nt_xent (real_matrix (values, 2, 2), 1, NULL, real_matrix (slopes, 2, 2)), ==,
                     0);
  g_assert_cmpfloat_with_epsilon (
      network_nt_xent (real_matrix (four, 4, 2), 1, NULL, real_matrix (four_slopes, 4, 2)),
      (log (3) + log (exp (1) + 2) - 1) / 2, 1e-6);
  /* dl/dz_0 = (1/3 + 1/(e + 2)) z_1 / 4, from z_1 and from its twin. */
  g_assert_cmpfloat_with_epsilon (four_slopes[0] * 1e-12, 2 * (1.0 / 3 + 1 / (exp (1) + 2)) / 4, 1e-6);
  g_assert_cmpfloat (four_slopes[1], ==, 0);
}

/* A line of pytorch-contrastive.txt: the loss, then the gradient. */
static void
assert_line (const char *line, double loss, RealMatrix gradient)
{
  g_auto (GStrv) numbers = g_strsplit (line, " ", -1);

  g_assert_cmpuint (g_strv_length (numbers), ==, 1 + gradient.rows * gradient.columns);
  g_assert_cmpfloat (support_relative_error (loss, g_ascii_strtod (numbers[0], NULL), 0) * 2, <, 1e-4);
  for (gsize i = 0; i < gradient.rows * gradient.columns; i++)
    g_assert_cmpfloat (
        support_relative_error (gradient.data[i], g_ascii_strtod (numbers[1 + i], NULL), 1e-2) * 2, <, 1e-4);
}

static void
test_pytorch (void)
{
  const guint32 labels[] = { 0, 1, 2, 0, 0, 1 };
  real values[60], slopes[60];
  const RealMatrix views = real_matrix (values, 12, 5), gradient = real_matrix (slopes, 12, 5);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "network", "pytorch-contrastive.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double loss;

  support_spread (50, values, 60, 4);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  loss = network_supcon (views, labels, 0.1, NULL, gradient);
  assert_line (lines[0], loss, gradient);
  loss = network_nt_xent (views, 0.5, NULL, gradient);
  assert_line (lines[1], loss, gradient);
}

int
main (int argc, char **argv)
{
  static const double warm = 1, cold = 0.1;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/network/contrastive/supcon-on-axes", &warm, test_supcon_on_axes);
  g_test_add_data_func ("/network/contrastive/supcon-on-axes-cold", &cold, test_supcon_on_axes);
  g_test_add_func ("/network/contrastive/nt-xent-on-axes", test_nt_xent_on_axes);
  g_test_add_func ("/network/contrastive/single-sample", test_single_sample);
  g_test_add_func ("/network/contrastive/stable", test_stable);
  g_test_add_func ("/network/contrastive/scale", test_scale);
  g_test_add_func ("/network/contrastive/own-classes", test_own_classes);
  g_test_add_func ("/network/contrastive/threads", test_threads);
  g_test_add_func ("/network/contrastive/not-finite", test_not_finite);
  g_test_add_func ("/network/contrastive/zero-row", test_zero_row);
  g_test_add_func ("/network/contrastive/pytorch", test_pytorch);
  return g_test_run ();
}
