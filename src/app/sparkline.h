/* CollapsarSparkline: the course of one quantity of a run, or of several, on a log axis, as small as a word.
 */
#pragma once

#include <gtk/gtk.h>

#include "training/history.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SPARKLINE (collapsar_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSparkline, collapsar_sparkline, COLLAPSAR, SPARKLINE, GtkWidget)

/* Property "regime" (uint), as of CollapsarSwatch. */
GtkWidget *collapsar_sparkline_new (guint regime);
/* Draws a training metric of history, read now; NULL for nothing. */
void
collapsar_sparkline_update (CollapsarSparkline *self, const TrainingHistory *history, CollapseMetric metric);
/* Draws one more beside it, on the same axes, in the colour of another regime. */
void collapsar_sparkline_add (CollapsarSparkline *self,
                              guint regime,
                              const TrainingHistory *history,
                              CollapseMetric metric);

G_END_DECLS
