/* The vertices are the columns of a Helmert matrix, scaled: coordinate j separates vertex j from those after
 * it.
 *
 * The frame. Let V (K x (K-1)) be the vertices, V^T V = K/(K-1) I and V^T 1 = 0. Points P (K x 3) with P^T P
 * = K/(K-1) I and P^T 1 = 0 give F = (K-1)/K P^T V with F F^T = I and V F^T = P. So what is looked for is K
 * points of equal length sqrt (3/(K-1)) that sum to zero and form a tight frame: points spread on the sphere
 * by repulsion are close, and alternating projection (Tropp, Dhillon, Heath, Strohmer 2005) between tight
 * frames (P (P^T P)^-1/2) and equal lengths takes them there within some tens of steps.
 *
 * For K = 5 there is none: P and the constant vector would span a 4-dimensional space whose orthogonal
 * complement is one unit vector with five entries of equal size that sum to zero. */
#include "collapse/etf.h"

#include "numeric/lapack.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

#define N_STARTS 4
#define REPULSION_STEPS 200
#define REPULSION_PAIRS 4000000 /* most pairs that a start's repulsion looks at */
#define TIGHTENING_STEPS 400
#define EQUAL_LENGTHS 1e-12

void
collapse_etf (NumericMatrix64 vertices)
{
  gsize n_classes = vertices.rows;

  g_return_if_fail (n_classes >= 2 && vertices.columns == n_classes - 1);

  for (gsize k = 0; k < n_classes; k++)
    for (gsize j = 0; j < n_classes - 1; j++) {
      double after = n_classes - 1 - j; /* how many vertices come after j */
      double own = sqrt (n_classes * after / ((n_classes - 1) * (after + 1)));

      numeric_matrix64_row (vertices, k)[j] = k < j ? 0 : k == j ? own : -own / after;
    }
}

double
collapse_etf_zoom (guint n_classes)
{
  return n_classes < 4 ? 1 : sqrt ((n_classes - 1) / 3.0);
}

static double
length3 (const double *point)
{
  return sqrt (point[0] * point[0] + point[1] * point[1] + point[2] * point[2]);
}

static void
set_length (double *point, double length)
{
  double factor = length / length3 (point);

  for (gsize i = 0; i < 3; i++)
    point[i] *= factor;
}

/* Points on the unit sphere: Fibonacci's spiral, or for the other starts random ones. */
static void
start_points (double (*points)[3], gsize n_points, guint start)
{
  NumericRandom random;

  numeric_random_init (&random, n_points, start);
  for (gsize k = 0; k < n_points; k++) {
    double height = 1 - (2 * k + 1.0) / n_points;
    double angle = k * G_PI * (3 - sqrt (5));

    points[k][0] = sqrt (1 - height * height) * cos (angle);
    points[k][1] = sqrt (1 - height * height) * sin (angle);
    points[k][2] = height;
    for (gsize i = 0; start > 0 && i < 3; i++)
      points[k][i] = numeric_random_normal (&random);
    set_length (points[k], 1);
  }
}

/* The forces of repulsion 1 / r^3 along the sphere; the largest of them. */
static double
repulsion (double (*points)[3], double (*force)[3], gsize n_points)
{
  double largest = 0;

  memset (force, 0, n_points * sizeof *force);
  for (gsize k = 0; k < n_points; k++) {
    const double *p = points[k];

    for (gsize l = 0; l < n_points; l++) {
      double way[3] = { p[0] - points[l][0], p[1] - points[l][1], p[2] - points[l][2] };
      double square = way[0] * way[0] + way[1] * way[1] + way[2] * way[2];
      double strength = square > 0 ? 1 / (square * square) : 0;

      for (gsize i = 0; i < 3; i++)
        force[k][i] += strength * way[i];
    }
    double outwards = force[k][0] * p[0] + force[k][1] * p[1] + force[k][2] * p[2];

    for (gsize i = 0; i < 3; i++)
      force[k][i] -= outwards * p[i];
    largest = MAX (largest, length3 (force[k]));
  }
  return largest;
}

static void
spread_points (double (*points)[3], gsize n_points)
{
  g_autofree double (*force)[3] = g_malloc_n (n_points, sizeof *force);
  gsize n_steps = MIN (REPULSION_STEPS, REPULSION_PAIRS / (n_points * n_points));

  for (gsize step = 0; step < n_steps; step++) {
    double reach = 0.3 / sqrt (n_points) * (1 - (double)step / n_steps);
    double largest = repulsion (points, force, n_points);

    for (gsize k = 0; k < n_points && largest > 0; k++) {
      for (gsize i = 0; i < 3; i++)
        points[k][i] += reach / largest * force[k][i];
      set_length (points[k], 1);
    }
  }
}

/* To the nearest points that sum to zero with P^T P = K/(K-1) I. */
static void
tighten (double (*points)[3], gsize n_points)
{
  double centre[3] = { 0 }, gram[9] = { 0 }, values[3], vectors[9];
  double root[3][3] = { { 0 } };

  for (gsize k = 0; k < n_points; k++)
    for (gsize i = 0; i < 3; i++)
      centre[i] += points[k][i] / n_points;
  for (gsize k = 0; k < n_points; k++) {
    for (gsize i = 0; i < 3; i++)
      points[k][i] -= centre[i];
    for (gsize i = 0; i < 9; i++)
      gram[i] += points[k][i / 3] * points[k][i % 3];
  }
  if (!numeric_eigen_symmetric (numeric_matrix64 (gram, 3, 3), values, numeric_matrix64 (vectors, 3, 3),
                                NULL))
    return;
  for (gsize r = 0; r < 3; r++)
    for (gsize i = 0; i < 9; i++)
      root[i / 3][i % 3] += vectors[3 * r + i / 3] * vectors[3 * r + i % 3]
                            * sqrt (n_points / ((n_points - 1.0) * values[r]));
  for (gsize k = 0; k < n_points; k++) {
    double old[3] = { points[k][0], points[k][1], points[k][2] };

    for (gsize i = 0; i < 3; i++)
      points[k][i] = root[i][0] * old[0] + root[i][1] * old[1] + root[i][2] * old[2];
  }
}

/* Alternating projection. The largest relative error of a length that is left; the points end as a tight
 * frame. */
static double
tighten_equally (double (*points)[3], gsize n_points)
{
  double length = sqrt (3 / (n_points - 1.0));
  double error = 0;

  for (gsize step = 0; step < TIGHTENING_STEPS; step++) {
    tighten (points, n_points);
    error = 0;
    for (gsize k = 0; k < n_points; k++)
      error = MAX (error, fabs (length3 (points[k]) / length - 1));
    if (error < EQUAL_LENGTHS)
      return error;
    for (gsize k = 0; k < n_points; k++)
      set_length (points[k], length);
  }
  tighten (points, n_points);
  return error;
}

static double
least_distance (double (*points)[3], gsize n_points)
{
  double least = INFINITY;

  for (gsize k = 1; k < n_points; k++)
    for (gsize l = 0; l < k; l++) {
      const double way[3]
          = { points[k][0] - points[l][0], points[k][1] - points[l][1], points[k][2] - points[l][2] };

      least = MIN (least, length3 (way));
    }
  return least;
}

/* F = (K-1)/K P^T V from the best of the starts: equal lengths first, then the largest least distance. */
static void
find_frame (NumericMatrix64 frame)
{
  gsize n_points = frame.columns + 1;
  g_autofree double (*points)[3] = g_malloc_n (n_points, sizeof *points);
  g_autofree double (*best)[3] = g_malloc_n (n_points, sizeof *best);
  double *vertices = numeric_matrix64_alloc (n_points * frame.columns);
  double best_distance = -1;
  gboolean best_equal = FALSE;

  for (guint start = 0; start < N_STARTS; start++) {
    start_points (points, n_points, start);
    spread_points (points, n_points);

    gboolean equal = tighten_equally (points, n_points) < EQUAL_LENGTHS;
    double distance = least_distance (points, n_points);

    if (equal > best_equal || (equal == best_equal && distance > best_distance)) {
      memcpy (best, points, n_points * sizeof *best);
      best_equal = equal;
      best_distance = distance;
    }
  }

  collapse_etf (numeric_matrix64 (vertices, n_points, frame.columns));
  for (gsize i = 0; i < 3; i++)
    for (gsize j = 0; j < frame.columns; j++) {
      double sum = 0;

      for (gsize k = 0; k < n_points; k++)
        sum += best[k][i] * vertices[k * frame.columns + j];
      numeric_matrix64_row (frame, i)[j] = sum * (n_points - 1) / n_points;
    }
  g_aligned_free (vertices);
}

void
collapse_etf_frame (NumericMatrix64 frame)
{
  static GMutex mutex;
  static GHashTable *found; /* K - 1 -> 3 x (K-1) doubles */
  double *data;

  g_return_if_fail (frame.rows == 3 && frame.columns >= 1);

  if (frame.columns <= 3) {
    for (gsize i = 0; i < 3; i++)
      for (gsize j = 0; j < frame.columns; j++)
        numeric_matrix64_row (frame, i)[j] = i == j;
    return;
  }
  g_mutex_lock (&mutex);
  if (found == NULL)
    found = g_hash_table_new (NULL, NULL);
  data = g_hash_table_lookup (found, GSIZE_TO_POINTER (frame.columns));
  if (data == NULL) {
    data = numeric_matrix64_alloc (3 * frame.columns);
    find_frame (numeric_matrix64 (data, 3, frame.columns));
    g_hash_table_insert (found, GSIZE_TO_POINTER (frame.columns), data);
  }
  g_mutex_unlock (&mutex);
  for (gsize i = 0; i < 3; i++)
    memcpy (numeric_matrix64_row (frame, i), data + i * frame.columns, frame.columns * sizeof (double));
}
