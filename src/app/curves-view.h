/* CollapsarCurvesView: small multiples of loss, error and metrics over epochs with a linked cross-hair and a
 * read-out table. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "plot/figure.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_CURVES_VIEW (collapsar_curves_view_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarCurvesView, collapsar_curves_view, COLLAPSAR, CURVES_VIEW, GtkWidget)

/* Properties: "session"; "show-train", "show-test", "show-head" (boolean); "has-head" (boolean,
 * read-only): a run has a projection head to show; "show-ratio" (boolean): two runs have their ratio instead
 * of their curves; "ratio-name" (string, read-only): which to which, NULL where there are not two; "band"
 * (uint, ViewBand) about the mean of a group and "each-run" (boolean): its runs below it (view/charts.h);
 * "has-groups" (boolean, read-only): there is a mean; "names" (GStrv, read-only): for a legend, of each item
 * of the runs; "log-epochs" (boolean): the axis of epochs is logarithmic; "epochs-name" (string, read-only):
 * which epochs are shown, NULL where it is all;
 * "smoothing" (double, 0 to 0.999) of the curves. Hovering a chart moves the cross-hair in all; clicking sets
 * the session's epoch cursor; left and right keys move it. All charts show the same epochs, which a chart's
 * gestures (app/chart.h) and the actions curves.zoom and curves.pan choose. */
GtkWidget *collapsar_curves_view_new (void);
/* The run whose cursor and numbers are shown, and whose curves lie above those of the others. */
void collapsar_curves_view_set_session (CollapsarCurvesView *self, CollapsarSession *session);
/* What is drawn: CollapsarSession, and CollapsarRunGroup as its mean; NULL for the session alone. */
void collapsar_curves_view_set_runs (CollapsarCurvesView *self, GListModel *runs);
/* Lets one item of the runs stand out among the others, until their curves change; NULL for none. */
void collapsar_curves_view_set_highlight (CollapsarCurvesView *self, gpointer item);
/* The epochs that are shown: 0 and 0 for all. What is beyond those that there are is left out once they are
 * known. */
void collapsar_curves_view_get_epochs (CollapsarCurvesView *self, double *from, double *to);
void collapsar_curves_view_set_epochs (CollapsarCurvesView *self, double from, double to);
void collapsar_curves_view_show_all_epochs (CollapsarCurvesView *self);
/* All charts as panels of a figure, a new array of PlotPanel; what they point to is borrowed as in
 * collapsar_scene_view_panel. */
GArray *collapsar_curves_view_panels (CollapsarCurvesView *self);

G_END_DECLS
