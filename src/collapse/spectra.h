/* Numbers that need more of the spectrum than the directions of the class means: numerical ranks and vci.
 * Used within this folder. */
#pragma once

#include "collapse/statistics.h"

/* The numerical rank (nuclear norm / Frobenius norm)^2 of each class's features, uncentred. */
typedef struct _CollapseRanks CollapseRanks;

/* counts: how many samples each class will have. NULL when that takes more than COLLAPSE_RANK_BYTES. */
CollapseRanks *collapse_ranks_new (gsize dimension, guint n_classes, const gsize *counts);
void collapse_ranks_free (CollapseRanks *ranks);
void
collapse_ranks_add (CollapseRanks *ranks, NumericTeam *team, NumericMatrix64 features, const guint32 *labels);
/* To rank, K; NaN for a class that is empty or all zero. FALSE when a decomposition did not converge. */
gboolean collapse_ranks_finish (CollapseRanks *ranks, NumericTeam *team, double *rank);

/* The largest eigenvalue of Sigma_W; NaN when LAPACK fails. */
double collapse_spectra_largest_within (const CollapseStatistics *statistics);

/* vci with `kept` directions of M above the cut; NaN when LAPACK fails. */
double collapse_spectra_vci (const CollapseStatistics *statistics, gsize kept);
