#include "view/smooth.h"

#include <math.h>

void
view_smooth_init (ViewSmooth *smooth)
{
  *smooth = (ViewSmooth){ .left = 1.0 };
  smooth->y = g_array_new (FALSE, FALSE, sizeof (double));
}

void
view_smooth_clear (ViewSmooth *smooth)
{
  g_array_unref (smooth->y);
}

void
view_smooth_set (ViewSmooth *smooth, double smoothing)
{
  g_return_if_fail (smoothing >= 0.0 && smoothing < 1.0);

  g_array_set_size (smooth->y, 0);
  smooth->smoothing = smoothing;
  smooth->average = 0.0;
  smooth->left = 1.0;
}

void
view_smooth_extend (ViewSmooth *smooth, const ViewCurve *raw, gboolean logarithmic)
{
  const double *raw_y = (const double *)raw->y->data, b = smooth->smoothing;
  guint taken = smooth->y->len;
  if (b == 0.0)
    return;
  g_array_set_size (smooth->y, raw->y->len);
  double *y = (double *)smooth->y->data;
  for (guint i = taken; i < raw->y->len; i++) {
    double drawn = logarithmic ? log (raw_y[i]) : raw_y[i];
    y[i] = NAN;
    if (!isfinite (drawn))
      continue;
    smooth->average = b * smooth->average + (1.0 - b) * drawn;
    smooth->left *= b;
    drawn = smooth->average / (1.0 - smooth->left);
    y[i] = logarithmic ? exp (drawn) : drawn;
  }
}
