/* Geodesics. Let A, Z (3 x p) be frames and A Z^T = U diag(cos t_i) V^T. The principal directions U^T A and
 * V^T Z meet in pairs under the principal angles t_i; with G_i the part of the i-th of V^T Z that is
 * orthogonal to the i-th of U^T A, normalised,
 *   F(s) = U [ cos (s t_i / |t|) (U^T A)_i + sin (s t_i / |t|) G_i ]
 * leads from A = F(0) to a frame of Z's space at s = |t|, and |F'(s)| = 1: constant speed. Errors do not add
 * up, as each step is computed from the ends of its segment, and each segment begins with a frame that is
 * made orthonormal again. */
#include "collapse/tour.h"

#include "collapse/etf.h"
#include "collapse/projection-private.h"
#include "numeric/blas.h"
#include "numeric/lapack.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

/* Smaller angles are left out: their direction is rounding. */
#define LEAST_ANGLE 1e-6
/* What is further from orthonormal is no frame whose numbers were rounded. */
#define ORTHONORMAL 1e-6
#define TEXT_FORMAT "(utdud@ad)"

struct _CollapseTour {
  guint n_axes;
  guint64 seed;

  /* Where the path begins that is followed: at 0 with the balanced frame, or where a frame was set. */
  double path_time;
  guint path_target;
  double *path_frame; /* 3 x p */
  gboolean is_set;

  /* The segment: from `start` to target number `target`. */
  double segment_time, segment_length; /* radians */
  guint target;
  double turn[9], angle[3];
  double *from, *towards; /* 3 x p: U^T A, and G */
  double *end;            /* 3 x p: F(|t|) */

  double time;
  double *frame; /* 3 x p */
};

static NumericMatrix64
rows3 (double *data, gsize n)
{
  return numeric_matrix64 (data, 3, n);
}

/* To the orthonormal frame nearest to it. */
static void
orthonormalise (NumericMatrix64 frame)
{
  collapse_fit_isometry (frame, (NumericMatrix64){ 0 }, NULL);
}

/* Uniform over all frames: normal numbers made orthonormal. */
static void
make_target (const CollapseTour *tour, NumericMatrix64 frame)
{
  NumericRandom random;

  numeric_random_init (&random, tour->seed, tour->target);
  for (gsize i = 0; i < 3 * frame.columns; i++)
    frame.data[i] = numeric_random_normal (&random);
  orthonormalise (frame);
}

/* F at s radians from the segment's start. */
static void
interpolate (const CollapseTour *tour, double s, double *out)
{
  gsize n = tour->n_axes;
  NumericMatrix64 mixed = collapse_matrix_new (3, n);

  for (gsize i = 0; i < 3; i++) {
    double angle = tour->segment_length > 0 ? s * tour->angle[i] / tour->segment_length : 0;

    for (gsize j = 0; j < n; j++)
      numeric_matrix64_row (mixed, i)[j]
          = cos (angle) * tour->from[i * n + j] + sin (angle) * tour->towards[i * n + j];
  }
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, numeric_matrix64 ((double *)tour->turn, 3, 3), mixed, 0,
                  rows3 (out, n));
  g_aligned_free (mixed.data);
}

/* The i-th of the principal directions of the target, `direction`, as angle and as what is orthogonal to that
 * of the start. */
static void
take_direction (CollapseTour *tour, gsize i, double cosine, const double *direction)
{
  gsize n = tour->n_axes;
  const double *from = tour->from + i * n;
  double *towards = tour->towards + i * n, square = 0;

  for (gsize j = 0; j < n; j++) {
    towards[j] = direction[j] - cosine * from[j];
    square += towards[j] * towards[j];
  }
  tour->angle[i] = atan2 (sqrt (square), cosine);
  if (tour->angle[i] < LEAST_ANGLE)
    tour->angle[i] = 0;
  for (gsize j = 0; j < n; j++)
    towards[j] = tour->angle[i] > 0 ? towards[j] / sqrt (square) : 0;
}

/* The geodesic from `start` to the target. */
static void
plan_segment (CollapseTour *tour, const double *start)
{
  gsize n = tour->n_axes;
  NumericMatrix64 from = collapse_matrix_new (3, n), target = collapse_matrix_new (3, n);
  NumericMatrix64 directions = collapse_matrix_new (3, n);
  double overlap[9], right[9], cosines[3] = { 1, 1, 1 }, square = 0;

  memcpy (from.data, start, 3 * n * sizeof (double));
  orthonormalise (from);
  make_target (tour, target);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, from, target, 0, rows3 (overlap, 3));
  numeric_svd (rows3 (overlap, 3), rows3 (tour->turn, 3), cosines, rows3 (right, 3), NULL);
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, rows3 (tour->turn, 3), from, 0,
                  rows3 (tour->from, n));
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, rows3 (right, 3), target, 0, directions);
  for (gsize i = 0; i < 3; i++) {
    take_direction (tour, i, MIN (cosines[i], 1), numeric_matrix64_row (directions, i));
    square += tour->angle[i] * tour->angle[i];
  }
  tour->segment_length = sqrt (square);
  interpolate (tour, tour->segment_length, tour->end);
  g_aligned_free (from.data);
  g_aligned_free (target.data);
  g_aligned_free (directions.data);
}

static gboolean
has_views (const CollapseTour *tour)
{
  return tour->n_axes > 3;
}

/* Back to where the path begins. */
static void
restart_path (CollapseTour *tour)
{
  tour->segment_time = tour->time = tour->path_time;
  tour->target = tour->path_target;
  memcpy (tour->frame, tour->path_frame, 3 * tour->n_axes * sizeof (double));
  if (has_views (tour))
    plan_segment (tour, tour->path_frame);
}

CollapseTour *
collapse_tour_new (guint n_axes, guint64 seed)
{
  g_return_val_if_fail (n_axes > 0, NULL);

  CollapseTour *tour = g_new0 (CollapseTour, 1);
  gsize n = 3 * (gsize)n_axes;

  tour->n_axes = n_axes;
  tour->seed = seed;
  tour->path_frame = g_new0 (double, n);
  tour->frame = g_new0 (double, n);
  tour->from = g_new0 (double, n);
  tour->towards = g_new0 (double, n);
  tour->end = g_new0 (double, n);
  collapse_etf_frame (rows3 (tour->path_frame, n_axes));
  restart_path (tour);
  return tour;
}

void
collapse_tour_free (CollapseTour *tour)
{
  if (tour == NULL)
    return;
  g_free (tour->path_frame);
  g_free (tour->frame);
  g_free (tour->from);
  g_free (tour->towards);
  g_free (tour->end);
  g_free (tour);
}

guint
collapse_tour_n_axes (const CollapseTour *tour)
{
  return tour->n_axes;
}

guint64
collapse_tour_seed (const CollapseTour *tour)
{
  return tour->seed;
}

double
collapse_tour_time (const CollapseTour *tour)
{
  return tour->time;
}

gboolean
collapse_tour_is_set (const CollapseTour *tour)
{
  return tour->is_set;
}

NumericMatrix64
collapse_tour_frame (const CollapseTour *tour)
{
  return rows3 (tour->frame, tour->n_axes);
}

void
collapse_tour_seek (CollapseTour *tour, double time)
{
  g_return_if_fail (isfinite (time));

  time = CLAMP (time, tour->path_time, MAX (tour->path_time, COLLAPSE_TOUR_LONGEST));
  if (time < tour->segment_time)
    restart_path (tour);
  tour->time = time;
  if (!has_views (tour))
    return;
  while ((time - tour->segment_time) * COLLAPSE_TOUR_SPEED > tour->segment_length) {
    tour->segment_time += tour->segment_length / COLLAPSE_TOUR_SPEED;
    tour->target++;
    plan_segment (tour, tour->end);
  }
  interpolate (tour, (time - tour->segment_time) * COLLAPSE_TOUR_SPEED, tour->frame);
}

void
collapse_tour_set_frame (CollapseTour *tour, NumericMatrix64 frame)
{
  g_return_if_fail (frame.rows == 3 && frame.columns == tour->n_axes);

  for (gsize i = 0; i < 3; i++)
    memcpy (tour->path_frame + i * tour->n_axes, numeric_matrix64_row (frame, i),
            tour->n_axes * sizeof (double));
  tour->path_time = tour->time;
  tour->path_target = tour->target;
  tour->is_set = TRUE;
  restart_path (tour);
}

static gboolean
is_orthonormal (const double *frame, gsize n)
{
  for (gsize a = 0; a < 3; a++)
    for (gsize b = 0; b <= a; b++) {
      double sum = 0;

      for (gsize j = 0; j < n; j++)
        sum += frame[a * n + j] * frame[b * n + j];
      if (!(fabs (sum - (a == b)) < ORTHONORMAL))
        return FALSE;
    }
  return TRUE;
}

gboolean
collapse_frame_straighten (NumericMatrix64 frame)
{
  g_return_val_if_fail (frame.rows == 3 && frame.stride == frame.columns, FALSE);

  if (!is_orthonormal (frame.data, frame.columns))
    return FALSE;
  orthonormalise (frame);
  return TRUE;
}

char *
collapse_tour_to_text (const CollapseTour *tour)
{
  gsize n = tour->is_set ? 3 * (gsize)tour->n_axes : 0;
  g_autoptr (GVariant) state = g_variant_ref_sink (g_variant_new (
      TEXT_FORMAT, tour->n_axes, tour->seed, tour->path_time, tour->path_target, tour->time,
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, tour->path_frame, n, sizeof (double))));

  return g_variant_print (state, TRUE);
}

CollapseTour *
collapse_tour_from_text (const char *text)
{
  g_autoptr (GVariant) state = g_variant_parse (G_VARIANT_TYPE ("(utdudad)"), text, NULL, NULL, NULL);
  g_autoptr (GVariant) numbers = NULL;
  guint32 n_axes, target;
  guint64 seed;
  double path_time, time;
  gsize n;

  if (state == NULL)
    return NULL;
  g_variant_get (state, TEXT_FORMAT, &n_axes, &seed, &path_time, &target, &time, &numbers);
  const double *frame = g_variant_get_fixed_array (numbers, &n, sizeof (double));
  gboolean set = n > 0;

  if (n_axes == 0 || n_axes > G_MAXUINT16 || !(path_time >= 0 && time >= path_time)
      || !(time <= COLLAPSE_TOUR_LONGEST)
      || (set && (n_axes < 4 || n != 3 * (gsize)n_axes || !is_orthonormal (frame, n_axes)))
      || (!set && (path_time != 0 || target != 0)))
    return NULL;

  CollapseTour *tour = collapse_tour_new (n_axes, seed);

  if (set) {
    tour->time = path_time;
    tour->target = target;
    collapse_tour_set_frame (tour, rows3 ((double *)frame, n_axes));
  }
  collapse_tour_seek (tour, time);
  return tour;
}

/* row = row H for every row of the matrix, H the reflection that takes the unit vector y to -sign times the
 * first axis; returns sign. */
static double
reflect_rows (NumericMatrix64 matrix, const double *y)
{
  double sign = y[0] < 0 ? -1 : 1;

  for (gsize i = 0; i < matrix.rows; i++) {
    double *row = numeric_matrix64_row (matrix, i), product = sign * row[0];

    for (gsize j = 0; j < matrix.columns; j++)
      product += row[j] * y[j];
    product /= 1 + fabs (y[0]);
    for (gsize j = 0; j < matrix.columns; j++)
      row[j] -= product * (y[j] + (j == 0 ? sign : 0));
  }
  return sign;
}

/* In coordinates whose first axis is the point's direction, a frame that sees the point at `place` is
 * [ q | C^1/2 W ] with q = place / |point|, C = I - q q^T and W any frame of the other p - 1 axes. It is
 * nearest to [ f | G ] for the W that is nearest to C^1/2 G: Procrustes again. */
gboolean
collapse_frame_place (NumericMatrix64 frame, const double *point, const double place[3], NumericMatrix64 out)
{
  gsize n = frame.columns;
  double length = 0, q[3], square = 0, root[9];
  g_autofree double *y = g_new (double, n);

  g_return_val_if_fail (frame.rows == 3 && out.rows == 3 && out.columns == n, FALSE);

  for (gsize j = 0; j < n; j++)
    length += point[j] * point[j];
  length = sqrt (length);
  for (gsize i = 0; i < 3; i++)
    square += pow (q[i] = length > 0 ? place[i] / length : 0, 2);
  if (n < 4 || !(length > 0) || !isfinite (length) || !isfinite (square))
    return FALSE;
  for (gsize i = 0; i < 3 && square > 1; i++)
    q[i] /= sqrt (square);
  square = MIN (square, 1);
  for (gsize i = 0; i < 9; i++)
    root[i] = (i % 4 == 0) - (square > 0 ? (1 - sqrt (1 - square)) / square * q[i / 3] * q[i % 3] : 0);
  for (gsize j = 0; j < n; j++)
    y[j] = point[j] / length;

  NumericMatrix64 turned = collapse_matrix_new (3, n), across = collapse_matrix_new (3, n - 1);
  double sign;

  for (gsize i = 0; i < 3; i++)
    memcpy (numeric_matrix64_row (turned, i), numeric_matrix64_row (frame, i), n * sizeof (double));
  sign = reflect_rows (turned, y);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, rows3 (root, 3),
                  numeric_matrix64_columns (turned, 1, n - 1), 0, across);
  orthonormalise (across);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, rows3 (root, 3), across, 0,
                  numeric_matrix64_columns (out, 1, n - 1));
  for (gsize i = 0; i < 3; i++)
    numeric_matrix64_row (out, i)[0] = -sign * q[i];
  reflect_rows (out, y);
  g_aligned_free (turned.data);
  g_aligned_free (across.data);
  return TRUE;
}
