/* Makes a linear classifier on features that stay as they are quick to train.
 *
 * Features of a collapsed network vary by far the most between the source's classes, and a gradient sees
 * little else: plain descent takes thousands of epochs to find what the other directions tell. So the slopes
 * are those of the classifier on whitened features z = A (h - m), A^T A = (S + lambda I)^-1, with m and S
 * mean and covariance of the features and lambda COLLAPSE_PROBE_RIDGE of S's mean eigenvalue, as in
 * collapse/probe.h. Seen from the weights on h themselves, with slopes G (K x d) and g (K) of weights and
 * biases, that is
 *
 *   D = (G - g m^T) (S + lambda I)^-1,   d = g - D m
 *
 * in their place. It is a linear map, the same in every step; so momentum is that of the whitened classifier,
 * too, and the loss and its minimum are those of the plain one. (LeCun, Bottou, Orr, Müller, "Efficient
 * BackProp", 1998, section 5.) */
#pragma once

#include "network/network.h"

typedef struct _Preconditioner Preconditioner;

/* From rows n x d, n > 0, of n samples in n_chunks pieces: `rows_of` gives piece 0, 1, ... twice. NULL where
 * they have no spread or are not finite: then there is nothing to be gained. */
typedef RealMatrix (*PreconditionerRows) (guint chunk, gpointer user_data);
Preconditioner *
preconditioner_new (gsize dimension, guint n_chunks, PreconditionerRows rows_of, gpointer user_data);
void preconditioner_free (Preconditioner *preconditioner);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Preconditioner, preconditioner_free)

/* Puts D and d in the place of the slopes of a classifier's weight (K x d) and bias (1 x K). */
void preconditioner_apply (const Preconditioner *preconditioner, RealMatrix weight, RealMatrix bias);
