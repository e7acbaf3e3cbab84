/* How two numbers of each run go together, and how sure that is. */
#pragma once

#include <glib.h>

typedef enum {
  COLLAPSE_PEARSON,  /* r: how near the points are to a straight line */
  COLLAPSE_SPEARMAN, /* rho: Pearson's r of the ranks, those of equal values their mean */
} CollapseCorrelationKind;

/* The interval is the percentile bootstrap's (Efron 1979) at 95 %: COLLAPSE_RESAMPLES times as many points
 * are drawn with replacement, and 2.5 % of their correlations lie below `low` and as many above `high`; draws
 * in which one side is constant are left out. The draws are the same every time. */
typedef struct {
  guint n;                 /* points of two finite numbers */
  double value, low, high; /* NaN with fewer than three points, or where one side is constant */
} CollapseCorrelation;

#define COLLAPSE_RESAMPLES 10000

CollapseCorrelation
collapse_correlate (CollapseCorrelationKind kind, const double *x, const double *y, guint n);
