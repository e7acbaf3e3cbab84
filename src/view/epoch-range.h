/* Which epochs charts show: their one range, as plain state. */
#pragma once

#include "plot/chart.h"

typedef struct {
  PlotAxisKind kind;
  double last;     /* all are from 0 to this; 0: not known yet, when there is nothing to choose */
  double from, to; /* both 0: all, whatever comes */
} ViewEpochRange;

gboolean view_epoch_range_is_all (const ViewEpochRange *range);
/* From where to where charts go. */
void view_epoch_range_ends (const ViewEpochRange *range, double *from, double *to);
void view_epoch_range_show_all (ViewEpochRange *range);
/* From one epoch to another, in either order: what is of them within all, two epochs at least. */
void view_epoch_range_choose (ViewEpochRange *range, double from, double to);
/* Shows `factor` times as few, on the axis as it is, the epoch staying in its place where all reach that far;
 * not fewer than two. */
void view_epoch_range_zoom (ViewEpochRange *range, double factor, double epoch);
/* Moves on by that share of what is shown, as far as there is something. */
void view_epoch_range_pan (ViewEpochRange *range, double share);
/* Moves on just so far that an epoch is in sight. */
void view_epoch_range_reveal (ViewEpochRange *range, double epoch);
/* The last epoch is another one: what is chosen stays as far as there is such. */
void view_epoch_range_set_last (ViewEpochRange *range, double last);
