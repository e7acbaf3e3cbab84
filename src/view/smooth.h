/* A curve smoothed over its points, as its raw self grows. */
#pragma once

#include "view/curve.h"

/* The exponential moving average a(t) = b a(t - 1) + (1 - b) y(t), a(0) = 0, over 1 - b^t, which takes away
 * what the beginning at 0 has left in it (Kingma and Ba 2015, section 3; TensorBoard's smoothing). */
typedef struct {
  GArray *y;        /* of double, at the raw curve's x; as many as were taken in */
  double smoothing; /* b, 0 <= b < 1; 0: none, and no curve */
  double average;   /* a(t) */
  double left;      /* b^t */
} ViewSmooth;

void view_smooth_init (ViewSmooth *smooth);
void view_smooth_clear (ViewSmooth *smooth);
/* Begins anew. */
void view_smooth_set (ViewSmooth *smooth, double smoothing);
/* Takes in what the raw curve has got since. `logarithmic`: the average is of the logarithms, as the eye
 * takes them on a log axis. What has no place on the axis is a gap, and is passed over. */
void view_smooth_extend (ViewSmooth *smooth, const ViewCurve *raw, gboolean logarithmic);
