/* Distances from convex hulls. Used within this folder. */
#pragma once

#include "numeric/matrix.h"

/* The distance of `point` (d) from the convex hull of the m > 0 rows of `points` (m x d, d > 0), to 1e-10 of
 * its value; 0 for a point of the hull, but for rounding. NaN where a coordinate is. O(m^2 d) for products
 * and about 2 r steps of O(m r), r the number of points that the nearest one of the hull is made of, at most
 * d + 1. */
double collapse_hull_distance (NumericMatrix64 points, const double *point);

/* The least distance of a row from the convex hull of the other rows, of K >= 2 rows. For unit rows this is
 * the one-versus-rest distance of Jiang et al. 2024, "Generalized neural collapse for a large number of
 * classes": K / (K - 1) for a simplex ETF, which is the greatest that K unit rows can have. */
double collapse_hull_separation (NumericMatrix64 rows);
