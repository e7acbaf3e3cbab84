/* The simplex equiangular tight frame and its picture in three dimensions. */
#pragma once

#include "numeric/matrix.h"

/* K ideal vertices of unit length in R^(K-1), K x (K-1), K >= 2: pairwise cosine -1/(K-1), sum 0. */
void collapse_etf (NumericMatrix64 vertices);

/* A fixed orthonormal 3-frame for K classes: frame is 3 x (K-1) with orthonormal rows, such that the K ideal
 * vertices of collapse_etf are seen in three dimensions with equal length (Naimark: an equal-norm tight frame
 * of K vectors in R^3 is such a projection) and as far apart from one another as can be found. The same for
 * the same K. K >= 4; for K = 2 and 3 the rows past K - 1 are zero and the picture is exact. */
void collapse_etf_frame (NumericMatrix64 frame);
