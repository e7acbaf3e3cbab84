/* Class statistics of features, streamed: chunk by chunk in two passes, accumulated in double.
 *
 * Notation as in the program's documentation: features h in R^d, N samples, K classes, class means mu_k,
 * their mean mu_G (unweighted), m_k = mu_k - mu_G, M = [m_1 .. m_K], Sigma_W and Sigma_B. */
#pragma once

#include "numeric/matrix.h"

#define COLLAPSE_ERROR (collapse_error_quark ())
GQuark collapse_error_quark (void);

typedef enum {
  COLLAPSE_ERROR_EMPTY_CLASS,
  COLLAPSE_ERROR_TOO_FEW_CLASSES, /* K < 2 */
  COLLAPSE_ERROR_NOT_FINITE,
  COLLAPSE_ERROR_FAILED, /* LAPACK did not converge */
} CollapseError;
