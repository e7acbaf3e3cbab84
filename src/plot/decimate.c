#include "plot/decimate.h"

#include <math.h>

/* The points of one column that are kept, by index. */
typedef struct {
  double place;
  gsize first, lowest, highest, last;
} Column;

static gsize
put_column (const PlotPoint *points, const Column *column, PlotPoint *out, gsize n_out)
{
  gsize kept[4] = { column->first, MIN (column->lowest, column->highest),
                    MAX (column->lowest, column->highest), column->last };

  for (int i = 0; i < 4; i++)
    if (i == 0 || kept[i] != kept[i - 1])
      out[n_out++] = points[kept[i]];
  return n_out;
}

gsize
plot_decimate (const PlotPoint *points, gsize n, double column, PlotPoint *out)
{
  Column current = { 0 };
  gboolean open = FALSE, gap = TRUE;
  gsize n_out = 0;

  for (gsize i = 0; i < n; i++) {
    double place = floor (points[i].x / column);
    gboolean missing = isnan (points[i].y) || isnan (points[i].x);

    /* Writing trails reading: a column gives at most as many points as it had. */
    if (open && (missing || place != current.place)) {
      n_out = put_column (points, &current, out, n_out);
      open = FALSE;
    }
    if (missing) {
      if (!gap)
        out[n_out++] = (PlotPoint){ points[i].x, NAN };
      gap = TRUE;
      continue;
    }
    gap = FALSE;
    if (!open) {
      current = (Column){ place, i, i, i, i };
      open = TRUE;
      continue;
    }
    if (points[i].y < points[current.lowest].y)
      current.lowest = i;
    if (points[i].y > points[current.highest].y)
      current.highest = i;
    current.last = i;
  }
  return open ? put_column (points, &current, out, n_out) : n_out;
}
