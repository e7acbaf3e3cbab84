/* The angles between classes one by one, and the spectrum of the class means; metrics.h has single numbers
 * for them. Notation as in statistics.h. */
#pragma once

#include "collapse/metrics.h"

/* The cosines between the rows of a (m x d) and of b (n x d): out m x n. NaN where a row is zero or not
 * finite. */
void collapse_cosines (NumericMatrix64 a, NumericMatrix64 b, NumericMatrix64 out);

/* The least, mean and greatest cosine between two different ones of `rows`. No n vectors lie with a greatest
 * one below -1/(n-1), and a simplex ETF alone with that (Rankin, "The closest packing of spherical caps in n
 * dimensions", 1955). NaN for less than two rows, or where one has no direction. */
typedef struct {
  double least, mean, greatest;
} CollapseCosines;

CollapseCosines collapse_cosine_range (NumericMatrix64 rows);

/* m_k = mu_k - mu_G as rows: out K x d. */
void collapse_centred_means (const CollapseMeans *means, NumericMatrix64 out);

/* min (K - 1, d): how many singular values M has that need not be 0. */
guint collapse_n_directions (const CollapseMeans *means);
/* These singular values of M in falling order, over their root mean square: those of a simplex ETF are all 1,
 * as of any means that lie alike in all directions. NaN, all of them, where the means are not finite, all
 * coincide, or LAPACK fails. */
void collapse_mean_spectrum (const CollapseMeans *means, double *values);
