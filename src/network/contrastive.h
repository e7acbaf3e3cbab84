/* Contrastive losses: views of the same sample (or of the same class) are drawn together, all others apart.
 *
 * Both take the raw embeddings e of 2n views, 2n x p: rows i and n + i are the two views of sample i, n > 0.
 * L2 normalisation is inside, z = e / max (|e|, 1e-12) as torch.nn.functional.normalize, and so is its
 * gradient: what is written to gradient (2n x p, not written when gradient.data is NULL; it must not overlap
 * the embeddings) is d l / d e. A row of zeros is handled as there: z = 0, and the gradient is the one by z
 * times 1e12. With the similarities s_ij = z_i z_j / temperature, temperature > 0, the loss is the mean over
 * all 2n views i of
 *
 *   - 1/|P(i)| sum_{j in P(i)} log (exp (s_ij) / sum_{a != i} exp (s_ia)),
 *
 * P(i) the positives of view i. Sums are taken in double, stably, in a fixed order: the result is the same
 * whatever the team (NULL is allowed). A NaN or an infinity in an embedding gives NaN. A call takes, and
 * gives back, memory for 2n x (2n + p) scalars. */
#pragma once

#include "numeric/real.h"
#include "numeric/team.h"

/* Supervised contrastive loss, Khosla et al. 2020, L_sup_out (their eq. 2, divided by the number of views):
 * the positives of a view are all other views of its label, its twin included. labels: n. Their code also
 * multiplies by temperature / base_temperature; this does not. */
double network_supcon (
    RealMatrix embeddings, const guint32 *labels, double temperature, NumericTeam *team, RealMatrix gradient);

/* NT-Xent, the loss of SimCLR, Chen et al. 2020: the only positive of a view is its twin. */
double network_nt_xent (RealMatrix embeddings, double temperature, NumericTeam *team, RealMatrix gradient);
