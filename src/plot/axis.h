/* Where values lie along an axis and which of them are labelled. */
#pragma once

#include "plot/chart.h"

typedef struct {
  PlotAxisKind kind;
  double minimum, maximum; /* minimum < maximum; of a log axis both > 0 */
  gboolean zero_floor;     /* log: the minimum is where 0 and what is less than it are drawn */
  gboolean percent;        /* labelled in per cent */
  gboolean whole;          /* ticks at whole numbers only: epochs */
} PlotAxis;

typedef struct {
  double value;
  gboolean major;  /* labelled */
  char label[24];  /* "0.05", "20", "10", "2·10" */
  char raised[12]; /* the exponent that follows the label, raised; empty for none */
} PlotTick;

/* The axis of epochs. */
PlotAxis plot_axis_of_epochs (const PlotChart *chart);
/* The axis of values: the chart's own range or, where that is 0 to 0, the data's, rounded outward. */
PlotAxis plot_axis_of_values (const PlotChart *chart);

/* From the least to the greatest value and a share of that more at both ends; of shares not beyond 0 and 1.
 * The kind and `percent` are set already. FALSE, with an axis from 0 to 1 (log: from 0.01), when there is no
 * value that the axis can hold. */
gboolean plot_axis_fit (PlotAxis *axis, double low, double high, double room);

/* Share of the axis at which a value lies: 0 at the minimum, 1 at the maximum. NaN for what has no place: no
 * number, or 0 and less on a log axis without floor. Clamped to -1..2 so that cairo's fixed point holds it.
 */
double plot_axis_position (const PlotAxis *axis, double value);

/* The same, however far beyond the axis: to see where a line to there leaves it. */
double plot_axis_share (const PlotAxis *axis, double value);
/* The value at a share of the axis: what plot_axis_position takes there. */
double plot_axis_value (const PlotAxis *axis, double share);

/* Ticks of an axis of `length` points whose labels keep `spacing` points from middle to middle: PlotTick,
 * rising. */
GArray *plot_axis_ticks (const PlotAxis *axis, double length, double spacing);
