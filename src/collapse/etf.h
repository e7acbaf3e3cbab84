/* The simplex equiangular tight frame and its picture in three dimensions. */
#pragma once

#include "numeric/matrix.h"

/* K ideal vertices of unit length in R^(K-1), K x (K-1), K >= 2: pairwise cosine -1/(K-1), sum 0. */
void collapse_etf (NumericMatrix64 vertices);

/* A fixed orthonormal 3-frame for K classes: frame is 3 x (K-1) with orthonormal rows, such that the K ideal
 * vertices of collapse_etf are seen in three dimensions with equal length, sqrt (3 / (K-1)) (Naimark: an
 * equal-norm tight frame of K vectors in R^3 is such a projection), and as far apart from one another as
 * seeded starts find. The same for the same K: found once, then kept; from any thread. K >= 4; for K = 2 and
 * 3 the rows past K - 1 are zero and the picture is exact, as it is for K = 4, a regular tetrahedron.
 * K = 5 has no such frame (see etf.c): there it is the triangular bipyramid, whose lengths differ least:
 * sqrt (5/6) three times and sqrt (5/8) twice, where sqrt (3/4) would be equal. */
void collapse_etf_frame (NumericMatrix64 frame);

/* sqrt ((K-1) / 3), 1 for K < 4: what brings the vertices seen through the frame to length 1 (K = 5: in the
 * mean square). */
double collapse_etf_zoom (guint n_classes);
