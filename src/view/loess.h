/* A smooth trend through points. */
#pragma once

#include <glib.h>

/* Fewer points have no trend. */
#define VIEW_LOESS_LEAST 6

/* Local linear regression with tricube weights (Cleveland 1979), without its robustness step: at each of n_at
 * places the value of the line that fits the nearest three quarters of the points, and at least
 * VIEW_LOESS_LEAST of them, the better the nearer they are. Of places with one value of x about them the
 * mean. A parabola would swing out where there is a gap between the points. All numbers are finite. */
void view_loess (const double *x, const double *y, guint n, const double *at, guint n_at, double *out);
