#include "view/epoch-range.h"

#include "plot/axis.h"

#include <math.h>

#define LEAST 2.0

gboolean
view_epoch_range_is_all (const ViewEpochRange *range)
{
  return range->from >= range->to;
}

void
view_epoch_range_show_all (ViewEpochRange *range)
{
  range->from = range->to = 0.0;
}

void
view_epoch_range_ends (const ViewEpochRange *range, double *from, double *to)
{
  gboolean all = view_epoch_range_is_all (range);
  *from = all ? 0.0 : range->from;
  *to = all ? range->last : range->to;
}

/* Of all epochs. */
static PlotAxis
whole_axis (const ViewEpochRange *range)
{
  const PlotChart chart = { .x_maximum = range->last, .x_kind = range->kind };
  return plot_axis_of_epochs (&chart);
}

/* The range's ends as shares of the axis of all epochs, on which zooming and panning are linear. */
static void
find_shares (const ViewEpochRange *range, const PlotAxis *axis, double *start, double *width)
{
  double from, to;
  view_epoch_range_ends (range, &from, &to);
  *start = plot_axis_position (axis, from);
  *width = plot_axis_position (axis, to) - *start;
}

/* The width is kept at the ends. */
static void
place (ViewEpochRange *range, const PlotAxis *axis, double start, double width)
{
  if (width > 1.0 - 1e-9) {
    view_epoch_range_show_all (range);
    return;
  }
  start = CLAMP (start, 0.0, 1.0 - width);
  double from = plot_axis_value (axis, start), to = plot_axis_value (axis, start + width);
  range->from = start <= 0.0 ? 0.0 : from;
  range->to = MIN (to, range->last);
}

void
view_epoch_range_choose (ViewEpochRange *range, double from, double to)
{
  double first = CLAMP (MIN (from, to), 0.0, range->last), end = CLAMP (MAX (from, to), 0.0, range->last);
  if (!(range->last > LEAST) || isnan (from) || isnan (to))
    return;
  if (end - first < LEAST) {
    first = CLAMP ((first + end - LEAST) / 2.0, 0.0, range->last - LEAST);
    end = first + LEAST;
  }
  range->from = first;
  range->to = end;
  if (first <= 0.0 && end >= range->last)
    view_epoch_range_show_all (range);
}

void
view_epoch_range_zoom (ViewEpochRange *range, double factor, double epoch)
{
  ViewEpochRange next = *range;
  PlotAxis axis = whole_axis (range);
  double start, width, from, to;
  if (!(factor > 0.0) || !(range->last > LEAST))
    return;
  find_shares (range, &axis, &start, &width);
  double centre = CLAMP (plot_axis_position (&axis, epoch), start, start + width);
  place (&next, &axis, centre - (centre - start) / factor, width / factor);
  view_epoch_range_ends (&next, &from, &to);
  if (factor <= 1.0 || to - from >= LEAST)
    *range = next;
}

void
view_epoch_range_pan (ViewEpochRange *range, double share)
{
  PlotAxis axis = whole_axis (range);
  double start, width;
  if (view_epoch_range_is_all (range) || isnan (share))
    return;
  find_shares (range, &axis, &start, &width);
  place (range, &axis, start + share * width, width);
}

void
view_epoch_range_reveal (ViewEpochRange *range, double epoch)
{
  PlotAxis axis = whole_axis (range);
  double start, width, share = plot_axis_position (&axis, epoch);
  if (view_epoch_range_is_all (range) || isnan (share))
    return;
  find_shares (range, &axis, &start, &width);
  if (share < start)
    place (range, &axis, share, width);
  else if (share > start + width)
    place (range, &axis, share - width, width);
}

void
view_epoch_range_set_last (ViewEpochRange *range, double last)
{
  range->last = last;
  if (view_epoch_range_is_all (range))
    return;
  if (range->from + LEAST > last)
    view_epoch_range_show_all (range);
  else
    view_epoch_range_choose (range, range->from, range->to);
}
