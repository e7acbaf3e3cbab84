/* CollapsarRunLegend: the runs whose curves lie over one another, each with its line and name; a click mutes
 * one, or no longer. Nothing is shown of a single run. A closed group is one; what it is the mean of is in
 * its name. */
#pragma once

#include <gtk/gtk.h>

#include "app/stage.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RUN_LEGEND (collapsar_run_legend_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRunLegend, collapsar_run_legend, COLLAPSAR, RUN_LEGEND, GtkWidget)

/* Property "names" (GStrv, write-only): of each of the stage's shown items (collapsar_curves_view "names").
 * Signal "pointed" (GObject): at one of these items, NULL when the pointer leaves it. */
void collapsar_run_legend_set_stage (CollapsarRunLegend *self, CollapsarStage *stage);

G_END_DECLS
