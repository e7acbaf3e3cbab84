/* The mean over seeds, and the band about it. */
#pragma once

#include <glib.h>

typedef enum {
  VIEW_BAND_DEVIATION, /* mean +- one standard deviation, of n - 1 */
  VIEW_BAND_ERROR,     /* mean +- one standard error: the deviation over sqrt (n) */
  VIEW_BAND_RANGE,     /* from the smallest to the largest value */
  VIEW_BAND_NONE,
  VIEW_N_BANDS
} ViewBand;

/* What a band is called in a command and in an action: "deviation", "error", "range", "none", in the order of
 * ViewBand and NULL-terminated. Static. */
const char *const *view_band_keys (void);
/* The words "± s.d.", "± s.e.", "min–max"; NULL for none. Static. */
const char *view_band_name (ViewBand band);

/* What there is about a mean: edges of every ViewBand before NONE, NaN where there are none, as of a single
 * value. */
typedef struct {
  double mean;
  double lower[VIEW_BAND_NONE], upper[VIEW_BAND_NONE];
} ViewBands;

/* Of n values of as many runs, all bands at once: their costly part is the same, and another choice is then
 * nothing to reckon. The values are changed. `logarithmic`: mean and deviation are those of log10 of the
 * values, as the eye takes them on a log axis; the mean is then the geometric one, and the edges are as many
 * times above it as below. Otherwise they are of the values as they are, and the lower edge is not below 0
 * where no value is. */
void view_bands_of (double *values, guint n, gboolean logarithmic, ViewBands *bands);
