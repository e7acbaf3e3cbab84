/* A quantity over epochs, which grows as records come; what charts are made of. */
#pragma once

#include "view/band.h"

typedef struct {
  GArray *x, *y;                                         /* of double */
  GArray *lower[VIEW_BAND_NONE], *upper[VIEW_BAND_NONE]; /* of bands, as long; empty where there are none */
} ViewCurve;

void view_curve_init (ViewCurve *curve);
void view_curve_clear (ViewCurve *curve);
/* Without points. */
void view_curve_empty (ViewCurve *curve);
void view_curve_append (ViewCurve *curve, double x, double y);
/* The value at the last point at or before x; NaN when there is none. */
double view_curve_value (const ViewCurve *curve, double x);

/* Appends to the mean of n curves what can be said since: at each epoch that all of them have, their mean and
 * bands. at[] is how far each of them has been taken in, 0 at first. So the mean is of all n wherever it is,
 * and ends where the first of them ends. */
void view_curve_extend_mean (
    ViewCurve *mean, const ViewCurve *const *curves, guint *at, guint n, gboolean logarithmic);
/* Makes a curve the quotient of two, at the epochs that both have; a gap where one is not above 0. */
void view_curve_divide (const ViewCurve *above, const ViewCurve *below, ViewCurve *quotient);
