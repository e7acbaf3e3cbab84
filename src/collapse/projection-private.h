/* How the axes of a projection are fitted; shared by the kinds of it. */
#pragma once

#include "collapse/projection.h"

/* Zeroed; free data with g_aligned_free. */
NumericMatrix64 collapse_matrix_new (gsize rows, gsize columns);
double collapse_square_sum (NumericMatrix64 a);

/* map (p x d) to the partial isometry nearest to it (Schönemann 1966); where its rank leaves that open,
 * nearest to `reference`, p x d (data == NULL: none). COLLAPSE_ERROR_FAILED when LAPACK fails. */
gboolean collapse_fit_isometry (NumericMatrix64 map, NumericMatrix64 reference, GError **error);

/* The leading principal axes, about the origin, of `rows` (n x d); as many as there can be, three at most,
 * turned within their span to be nearest to `reference` (3 x d); axes that are left open are taken from
 * reference too. basis is 3 x d. */
gboolean
collapse_fit_axes (NumericMatrix64 rows, NumericMatrix64 reference, NumericMatrix64 basis, GError **error);
/* The same of features (n x d) about their mean; share is what the axes hold of their variance. */
gboolean collapse_fit_feature_axes (NumericMatrix32 features,
                                    NumericMatrix64 reference,
                                    NumericMatrix64 basis,
                                    double *share,
                                    GError **error);
