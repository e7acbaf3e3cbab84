/* NT-Xent is SupCon where every sample is a class of its own. In three passes over blocks of rows, each of
 * which writes its own rows only:
 *
 *   1. Z, the normalised rows, and their lengths before;
 *   2. S = Z Z^T / t, its rows' losses and, in place of S, the slopes D = d l / d S;
 *   3. d l / d Z = (D + D^T) Z / t, and from there through the normalisation.
 *
 * S is kept whole (2n x 2n) since pass 3 reads its columns too. */
#include "network/contrastive.h"

#include <math.h>

/* Rows of a block: it must not depend on the team. */
#define BLOCK_ROWS 64
/* Of torch.nn.functional.normalize. */
#define SHORTEST 1e-12

typedef struct {
  RealMatrix embeddings;
  double temperature;
  RealMatrix gradient;
  guint32 *classes;   /* 2n: views of one class are each other's positives */
  RealMatrix unit;    /* Z, 2n x p */
  RealMatrix slopes;  /* S, then D, 2n x 2n */
  double *lengths;    /* 2n */
  double *row_losses; /* 2n */
} Contrast;

typedef struct {
  gsize first, count;
} Block;

static Block
block_at (const Contrast *contrast, gsize block)
{
  const gsize first = block * BLOCK_ROWS;

  return (Block){ first, MIN (BLOCK_ROWS, contrast->embeddings.rows - first) };
}

static gsize
n_blocks (const Contrast *contrast)
{
  return (contrast->embeddings.rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
}

static double
dot (const real *a, const real *b, gsize count)
{
  double sum = 0;

  for (gsize j = 0; j < count; j++)
    sum += (double)a[j] * (double)b[j];
  return sum;
}

static void
normalise_block (gsize block, guint member, gpointer data)
{
  Contrast *contrast = data;
  const Block rows = block_at (contrast, block);
  const gsize p = contrast->embeddings.columns;

  for (gsize i = rows.first; i < rows.first + rows.count; i++) {
    const real *e = real_matrix_row (contrast->embeddings, i);
    real *z = real_matrix_row (contrast->unit, i);
    const double length = sqrt (dot (e, e, p));

    contrast->lengths[i] = MAX (length, SHORTEST);
    for (gsize j = 0; j < p; j++)
      z[j] = (real)((double)e[j] / contrast->lengths[i]);
  }
}

/* The loss of view i, from its similarities s, which become slopes: with q the softmax over the others,
 * l = log sum_a exp (s_a) - mean_{j in P} s_j and dl/ds_j = q_j - [j in P] / |P|. */
static double
compare_row (const Contrast *contrast, gsize i, real *s)
{
  const gsize n_views = contrast->embeddings.rows;
  const guint32 *classes = contrast->classes;
  double largest = -INFINITY, sum = 0, attraction = 0;
  gsize n_positives = 0;

  for (gsize j = 0; j < n_views; j++) {
    if (j == i)
      continue;
    if ((double)s[j] > largest)
      largest = (double)s[j];
    if (classes[j] == classes[i]) {
      attraction += (double)s[j];
      n_positives++;
    }
  }
  for (gsize j = 0; j < n_views; j++) {
    const double term = j == i ? 0 : exp ((double)s[j] - largest);

    s[j] = (real)term;
    sum += term;
  }
  for (gsize j = 0; j < n_views; j++) {
    const double target = j != i && classes[j] == classes[i] ? 1.0 / (double)n_positives : 0;

    s[j] = (real)(((double)s[j] / sum - target) / (double)n_views);
  }
  return log (sum) + largest - attraction / (double)n_positives;
}

static void
compare_block (gsize block, guint member, gpointer data)
{
  Contrast *contrast = data;
  const Block rows = block_at (contrast, block);
  const RealMatrix similarities = real_matrix_rows (contrast->slopes, rows.first, rows.count);

  real_gemm (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, (real)(1 / contrast->temperature),
             real_matrix_rows (contrast->unit, rows.first, rows.count), contrast->unit, 0, similarities);
  for (gsize i = rows.first; i < rows.first + rows.count; i++)
    contrast->row_losses[i] = compare_row (contrast, i, real_matrix_row (contrast->slopes, i));
}

/* de = (dz - z (z dz)) / |e|; below the shortest length z = e / constant. */
static void
slope_block (gsize block, guint member, gpointer data)
{
  Contrast *contrast = data;
  const Block rows = block_at (contrast, block);
  const RealMatrix gradient = real_matrix_rows (contrast->gradient, rows.first, rows.count);
  const real factor = (real)(1 / contrast->temperature);
  const gsize p = gradient.columns;

  real_gemm (NUMERIC_PLAIN, NUMERIC_PLAIN, factor,
             real_matrix_rows (contrast->slopes, rows.first, rows.count), contrast->unit, 0, gradient);
  real_gemm (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, factor,
             real_matrix_columns (contrast->slopes, rows.first, rows.count), contrast->unit, 1, gradient);
  for (gsize i = rows.first; i < rows.first + rows.count; i++) {
    const real *z = real_matrix_row (contrast->unit, i);
    real *d = real_matrix_row (contrast->gradient, i);
    const double length = contrast->lengths[i], along = length > SHORTEST ? dot (z, d, p) : 0;

    for (gsize j = 0; j < p; j++)
      d[j] = (real)(((double)d[j] - (double)z[j] * along) / length);
  }
}

static RealMatrix
matrix_new (gsize rows, gsize columns)
{
  return real_matrix (real_alloc (rows * columns), rows, columns);
}

static Contrast
contrast_new (RealMatrix embeddings, const guint32 *labels, double temperature, RealMatrix gradient)
{
  const gsize n_views = embeddings.rows, n = n_views / 2;
  Contrast contrast = { embeddings, temperature, gradient };

  contrast.classes = g_new (guint32, n_views);
  for (gsize i = 0; i < n_views; i++)
    contrast.classes[i] = labels != NULL ? labels[i % n] : (guint32)(i % n);
  contrast.unit = matrix_new (n_views, embeddings.columns);
  contrast.slopes = matrix_new (n_views, n_views);
  contrast.lengths = g_new (double, n_views);
  contrast.row_losses = g_new (double, n_views);
  return contrast;
}

static void
contrast_clear (Contrast *contrast)
{
  g_free (contrast->classes);
  g_aligned_free (contrast->unit.data);
  g_aligned_free (contrast->slopes.data);
  g_free (contrast->lengths);
  g_free (contrast->row_losses);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Contrast, contrast_clear)

/* labels is NULL when every sample is a class of its own. */
static double
contrast_views (
    RealMatrix embeddings, const guint32 *labels, double temperature, NumericTeam *team, RealMatrix gradient)
{
  const gsize n_views = embeddings.rows;
  double sum = 0;

  g_return_val_if_fail (n_views > 0 && n_views % 2 == 0 && temperature > 0, NAN);
  g_return_val_if_fail (
      gradient.data == NULL || (gradient.rows == n_views && gradient.columns == embeddings.columns), NAN);

  g_auto (Contrast) contrast = contrast_new (embeddings, labels, temperature, gradient);

  numeric_team_run (team, n_blocks (&contrast), normalise_block, &contrast);
  numeric_team_run (team, n_blocks (&contrast), compare_block, &contrast);
  if (gradient.data != NULL)
    numeric_team_run (team, n_blocks (&contrast), slope_block, &contrast);
  for (gsize i = 0; i < n_views; i++)
    sum += contrast.row_losses[i];
  return sum / (double)n_views;
}

double
network_supcon (
    RealMatrix embeddings, const guint32 *labels, double temperature, NumericTeam *team, RealMatrix gradient)
{
  g_return_val_if_fail (labels != NULL, NAN);

  return contrast_views (embeddings, labels, temperature, team, gradient);
}

double
network_nt_xent (RealMatrix embeddings, double temperature, NumericTeam *team, RealMatrix gradient)
{
  return contrast_views (embeddings, NULL, temperature, team, gradient);
}
