/* The point of a convex hull that is nearest to the origin, by Wolfe's algorithm (Wolfe 1976, "Finding the
 * nearest point in a polytope"); the point asked for is moved to the origin first.
 *
 * x is a convex combination of a corral of affinely independent points, and the nearest to the origin in
 * their affine hull. Major step: the point p furthest down along x is taken in; when x p >= x x for all of
 * them, x is the nearest. Minor steps: towards the nearest in the affine hull of the corral, up to where a
 * weight becomes zero; that point is dropped. The squared length falls with every major step, so no corral
 * comes twice; where rounding lets it fall no more, x is as near as it gets.
 *
 * Only products of points are needed. The nearest in the affine hull has weights u / sum u with
 * (c 1 1^T + Q) u = 1, Q the corral's products and c > 0 any number (here their size); the matrix is kept as
 * its Cholesky factor L, to which a point adds a row.
 *
 * Exact in finitely many steps; Frank-Wolfe and Gilbert, which need no factor, would take thousands at the
 * symmetric arrangements that collapse ends in. */
#include "collapse/hull.h"

#include "numeric/blas.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* x is the nearest when no point lies below it by more than this share of x x, which is then the distance's
 * greatest error. */
#define GAP 1e-13
/* A point this near to the corral's affine hull, relative to its size (squared), is in it. */
#define DEPENDENT 1e-14

typedef struct {
  gsize m, limit;         /* points; most that can be affinely independent, min (m, d + 1) */
  NumericMatrix64 moved;  /* m x d: the points, seen from the one asked for */
  NumericMatrix64 gram;   /* m x m */
  double size;            /* c */
  gsize n;                /* points in the corral */
  gsize *corral;          /* limit */
  double *weights;        /* limit: of x; positive between major steps, sum 1 */
  double *nearest;        /* limit: weights of the nearest in the affine hull */
  NumericMatrix64 factor; /* limit x limit: L, its lower triangle */
  double *products;       /* m: x p */
} Hull;

static NumericMatrix64
matrix_new (gsize rows, gsize columns)
{
  return numeric_matrix64 (numeric_matrix64_alloc (rows * columns), rows, columns);
}

static Hull
hull_new (gsize m, gsize dimension)
{
  const gsize limit = MIN (m, dimension + 1);

  return (Hull){ .m = m,
                 .limit = limit,
                 .moved = matrix_new (m, dimension),
                 .gram = matrix_new (m, m),
                 .corral = g_new (gsize, limit),
                 .weights = g_new (double, limit),
                 .nearest = g_new (double, limit),
                 .factor = matrix_new (limit, limit),
                 .products = g_new (double, m) };
}

static void
hull_clear (Hull *hull)
{
  g_aligned_free (hull->moved.data);
  g_aligned_free (hull->gram.data);
  g_aligned_free (hull->factor.data);
  g_free (hull->corral);
  g_free (hull->weights);
  g_free (hull->nearest);
  g_free (hull->products);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Hull, hull_clear)

/* From `moved`: products, and an empty corral. */
static void
start (Hull *hull)
{
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, hull->moved, hull->moved, 0, hull->gram);
  hull->n = 0;
  hull->size = 0;
  for (gsize j = 0; j < hull->m; j++)
    hull->size += numeric_matrix64_row (hull->gram, j)[j] / (double)hull->m;
}

/* Row i of L, from the rows above it. FALSE when the point depends on those before it, but for rounding. */
static gboolean
factor_row (Hull *hull, gsize i)
{
  const double *gram = numeric_matrix64_row (hull->gram, hull->corral[i]);
  double *row = numeric_matrix64_row (hull->factor, i);
  const double whole = hull->size + gram[hull->corral[i]];
  double rest = whole;

  for (gsize j = 0; j < i; j++) {
    const double *above = numeric_matrix64_row (hull->factor, j);
    double value = hull->size + gram[hull->corral[j]];

    for (gsize l = 0; l < j; l++)
      value -= row[l] * above[l];
    row[j] = value / above[j];
    rest -= row[j] * row[j];
  }
  row[i] = sqrt (MAX (rest, DEPENDENT * whole));
  return rest > DEPENDENT * whole;
}

static gboolean
take (Hull *hull, gsize point)
{
  if (hull->n == hull->limit)
    return FALSE;
  for (gsize i = 0; i < hull->n; i++)
    if (hull->corral[i] == point)
      return FALSE;
  hull->corral[hull->n] = point;
  hull->weights[hull->n] = 0;
  if (!factor_row (hull, hull->n))
    return FALSE;
  hull->n++;
  return TRUE;
}

/* Takes the points out whose weight is zero. */
static void
drop (Hull *hull)
{
  gsize kept = 0, first = hull->n;

  for (gsize i = 0; i < hull->n; i++) {
    if (!(hull->weights[i] > 0)) {
      first = MIN (first, i);
      continue;
    }
    hull->weights[kept] = hull->weights[i];
    hull->corral[kept++] = hull->corral[i];
  }
  hull->n = kept;
  for (gsize i = first; i < kept; i++)
    factor_row (hull, i);
}

/* The weights `nearest`, from L L^T u = 1. */
static void
solve (Hull *hull)
{
  double *u = hull->nearest, sum = 0;

  for (gsize i = 0; i < hull->n; i++) {
    const double *row = numeric_matrix64_row (hull->factor, i);

    u[i] = 1;
    for (gsize j = 0; j < i; j++)
      u[i] -= row[j] * u[j];
    u[i] /= row[i];
  }
  for (gsize i = hull->n; i-- > 0;) {
    const double *row = numeric_matrix64_row (hull->factor, i);

    u[i] /= row[i];
    for (gsize j = 0; j < i; j++)
      u[j] -= row[j] * u[i];
    sum += u[i];
  }
  for (gsize i = 0; i < hull->n; i++)
    u[i] /= sum;
}

/* One minor step; TRUE when it went all the way. */
static gboolean
approach (Hull *hull)
{
  double step = 1;
  gsize barrier = hull->n;

  solve (hull);
  for (gsize i = 0; i < hull->n; i++) {
    const double way = hull->weights[i] - hull->nearest[i];

    if (hull->nearest[i] <= DBL_EPSILON && hull->weights[i] <= step * way) {
      step = hull->weights[i] / way;
      barrier = i;
    }
  }
  for (gsize i = 0; i < hull->n; i++)
    hull->weights[i] = MAX ((1 - step) * hull->weights[i] + step * hull->nearest[i], 0);
  if (barrier == hull->n)
    return TRUE;
  hull->weights[barrier] = 0;
  drop (hull);
  return FALSE;
}

/* x p of all points; returns x x. */
static double
multiply (Hull *hull)
{
  double square = 0;

  memset (hull->products, 0, hull->m * sizeof (double));
  for (gsize i = 0; i < hull->n; i++) {
    const double *row = numeric_matrix64_row (hull->gram, hull->corral[i]);

    for (gsize j = 0; j < hull->m; j++)
      hull->products[j] += hull->weights[i] * row[j];
  }
  for (gsize i = 0; i < hull->n; i++)
    square += hull->weights[i] * hull->products[hull->corral[i]];
  return square;
}

/* |x| from the coordinates: the products of points have lost the digits of a small one. */
static double
length (const Hull *hull)
{
  double square = 0;

  for (gsize j = 0; j < hull->moved.columns; j++) {
    double sum = 0;

    for (gsize i = 0; i < hull->n; i++)
      sum += hull->weights[i] * numeric_matrix64_row (hull->moved, hull->corral[i])[j];
    square += sum * sum;
  }
  return sqrt (square);
}

static gsize
least_product (const Hull *hull)
{
  gsize least = 0;

  for (gsize j = 1; j < hull->m; j++)
    if (hull->products[j] < hull->products[least])
      least = j;
  return least;
}

/* The point to begin with: the one nearest to the origin. */
static gsize
shortest (const Hull *hull)
{
  gsize least = 0;

  for (gsize j = 1; j < hull->m; j++)
    if (numeric_matrix64_row (hull->gram, j)[j] < numeric_matrix64_row (hull->gram, least)[least])
      least = j;
  return least;
}

/* The distance, from `moved`; or any number from `enough` on, where it is at least `enough`. */
static double
find (Hull *hull, double enough)
{
  double before = INFINITY, square;
  gsize least;

  start (hull);
  if (!take (hull, shortest (hull)))
    return sqrt (hull->size);
  hull->weights[0] = 1;
  while ((square = multiply (hull)) < before) {
    least = least_product (hull);
    /* x p / |x| is how far the hull's supporting plane across x is. */
    if (hull->products[least] >= (1 - GAP) * square || hull->products[least] >= enough * sqrt (square))
      break;
    if (!take (hull, least))
      break;
    while (!approach (hull))
      ;
    before = square;
  }
  return length (hull);
}

/* Point j of the hull, seen from `origin`. */
static void
set_point (Hull *hull, gsize j, const double *point, const double *origin)
{
  double *moved = numeric_matrix64_row (hull->moved, j);

  for (gsize i = 0; i < hull->moved.columns; i++)
    moved[i] = point[i] - origin[i];
}

double
collapse_hull_distance (NumericMatrix64 points, const double *point)
{
  g_return_val_if_fail (points.rows > 0 && points.columns > 0, NAN);

  g_auto (Hull) hull = hull_new (points.rows, points.columns);

  for (gsize j = 0; j < points.rows; j++)
    set_point (&hull, j, numeric_matrix64_row (points, j), point);
  return find (&hull, INFINITY);
}

double
collapse_hull_separation (NumericMatrix64 rows)
{
  g_return_val_if_fail (rows.rows > 1 && rows.columns > 0, NAN);

  g_auto (Hull) hull = hull_new (rows.rows - 1, rows.columns);
  double separation = INFINITY;

  for (gsize k = 0; k < rows.rows && !isnan (separation); k++) {
    double distance;

    for (gsize j = 0; j < hull.m; j++)
      set_point (&hull, j, numeric_matrix64_row (rows, j < k ? j : j + 1), numeric_matrix64_row (rows, k));
    distance = find (&hull, separation);
    if (!(distance >= separation))
      separation = distance;
  }
  return separation;
}
