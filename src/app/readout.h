/* CollapsarReadout: the numbers of one epoch as a table, beside the charts that show their course. Drawn, not
 * made of labels: it changes many times a second, and every change of a label lays out the window anew. */
#pragma once

#include <gtk/gtk.h>

#include "view/charts.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_READOUT (collapsar_readout_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarReadout, collapsar_readout, COLLAPSAR, READOUT, GtkWidget)

GtkWidget *collapsar_readout_new (void);
/* Of what the mean is shown where a mean leads (view_charts_lead_runs), instead of one run's numbers;
 * borrowed, NULL for none. */
void collapsar_readout_set_charts (CollapsarReadout *self, const ViewCharts *charts);
/* The numbers at an epoch that has a record: of each the last one up to there, as some are not measured every
 * epoch. NULL for none; history is read now. */
void collapsar_readout_set_epoch (CollapsarReadout *self, const TrainingHistory *history, double epoch);
/* What it shows in words; free with g_free. */
char *collapsar_readout_describe (CollapsarReadout *self);

G_END_DECLS
