/* What the files of CollapsarCurvesView share. */
#pragma once

#include "app/curves-view.h"

#include "app/chart.h"
#include "app/curves-source.h"
#include "app/readout.h"

struct _CollapsarCurvesView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  CollapsarChart *cells[VIEW_N_SHOWN];
  CollapsarReadout *readout;

  CollapsarSession *session;
  CollapsarCurvesSource *source;
  GStrv names; /* of the runs' items, for a legend */
  ViewBand band;
  gboolean each_run;
  ViewEpochRange epochs;
  double smoothing;
  ViewCharts *charts;            /* of the source; NULL before there is something */
  ViewChart shown[VIEW_N_SHOWN]; /* in the cells; the other numbers are in the read-out */
  gboolean show_train, show_test, show_head, show_ratio;
  double hover; /* the epoch under the pointer, or NaN */

  gboolean stale[VIEW_N_SHOWN]; /* charts behind their data */
  guint next;                   /* chart to draw first */
  guint tick;
  guint description_source;
};

/* curves-view.c: after another range was chosen. */
void collapsar_curves_view_update_epochs (CollapsarCurvesView *self);

/* curves-view-drawing.c */

void collapsar_curves_view_update_readout (CollapsarCurvesView *self);
/* The cross-hair, and the numbers at it. While a run is followed, it would only run ahead of the curves'
 * ends: there is none then. */
void collapsar_curves_view_update_cursor (CollapsarCurvesView *self);
/* After the session's cursor has moved; and after it, or the pointer, has begun or ended to say where it is.
 */
void collapsar_curves_view_follow_epoch (CollapsarCurvesView *self);
void collapsar_curves_view_follow_live (CollapsarCurvesView *self);
/* The curves of one cell: those of long runs take a millisecond, and are smoothed when they are drawn. */
void collapsar_curves_view_smooth (CollapsarCurvesView *self, guint cell);
/* All charts, in turn. */
void collapsar_curves_view_draw_soon (CollapsarCurvesView *self);
/* What each cell is for. */
void collapsar_curves_view_choose_charts (CollapsarCurvesView *self, const ViewCharts *charts);

/* curves-view-pointer.c */

void collapsar_curves_view_connect (CollapsarCurvesView *self, CollapsarChart *chart);
void collapsar_curves_view_install_actions (GtkWidgetClass *widget_class);
/* On what is in the scrolled window, which has uses of its own for some: what is nearer to the focus comes
 * first. */
void collapsar_curves_view_add_keys (GtkWidget *board);
