/* CollapsarCurvesSource: what there are curves of: runs and groups of runs that are shown, or one run alone.
 */
#pragma once

#include "app/run-group.h"
#include "app/session.h"
#include "view/charts.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_CURVES_SOURCE (collapsar_curves_source_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarCurvesSource, collapsar_curves_source, COLLAPSAR, CURVES_SOURCE, GObject)

/* Signals: "changed", when there are other runs, or another history or name of one: charts are to be made
 * anew, and those made before end with it, as histories may; "updated", when a run has told more; "restyled",
 * when one looks otherwise. */
CollapsarCurvesSource *collapsar_curves_source_new (void);
/* NULL for none. TRUE where it has made a difference to what there are curves of. */
gboolean collapsar_curves_source_set_session (CollapsarCurvesSource *self, CollapsarSession *session);
/* CollapsarSession, and CollapsarRunGroup as its mean; NULL for the session alone. */
void collapsar_curves_source_set_runs (CollapsarCurvesSource *self, GListModel *runs);
/* The curves of all that have begun; NULL where none has. Free with view_charts_free. */
ViewCharts *collapsar_curves_source_make_charts (CollapsarCurvesSource *self);
/* Gives those charts the looks of now. */
void collapsar_curves_source_style (CollapsarCurvesSource *self, ViewCharts *charts);
/* About what was made last: whether there is a mean in it, and a run with a projection head. */
gboolean collapsar_curves_source_has_groups (CollapsarCurvesSource *self);
gboolean collapsar_curves_source_has_head (CollapsarCurvesSource *self);
/* The place of an item in the charts made last; -1 where it is not in them. */
gint collapsar_curves_source_find (CollapsarCurvesSource *self, gpointer item);
/* What a legend says of each item, with those charts; NULL where there are none. Free with g_strfreev. */
GStrv collapsar_curves_source_names (CollapsarCurvesSource *self, const ViewCharts *charts);

G_END_DECLS
