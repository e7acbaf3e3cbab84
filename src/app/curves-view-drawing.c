/* What the curves view draws anew when its runs have told more, or its cursor has moved. */
#include "app/curves-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* At full speed a run may tell of a hundred epochs a second. What is told is taken in at once, but only so
 * many charts are drawn again a frame, in turn: eight charts at 60 frames a second are each drawn 15 times a
 * second. Those of long runs are drawn one a frame where two would take more than half of it. */
#define CHARTS_A_FRAME 2
#define FRAME_BUDGET_US 8000

/* The record at the cross-hair: the one nearest to the pointer, else the one at the session's cursor. */
static const TrainingRecord *
record_at_cursor (CollapsarCurvesView *self)
{
  const TrainingHistory *history = self->session == NULL ? NULL : collapsar_session_history (self->session);
  if (history == NULL)
    return NULL;
  if (!isnan (self->hover))
    return training_history_record_at (history, self->hover + 0.5);
  return training_history_record_at (history, collapsar_session_get_epoch (self->session));
}

void
collapsar_curves_view_update_readout (CollapsarCurvesView *self)
{
  const TrainingRecord *record = record_at_cursor (self);
  collapsar_readout_set_epoch (self->readout,
                               record == NULL ? NULL : collapsar_session_history (self->session),
                               record == NULL ? 0.0 : record->epoch);
}

void
collapsar_curves_view_update_cursor (CollapsarCurvesView *self)
{
  const TrainingRecord *record = record_at_cursor (self);
  gboolean follows
      = isnan (self->hover) && (self->session == NULL || collapsar_session_get_live (self->session));
  double epoch = record == NULL || follows ? NAN : record->epoch;
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    collapsar_chart_set_cursor (self->cells[i], epoch);
  if (!follows)
    collapsar_curves_view_update_readout (self);
}

/* Drawing what is new. */

void
collapsar_curves_view_smooth (CollapsarCurvesView *self, guint cell)
{
  if (self->charts != NULL)
    view_charts_set_smoothing (self->charts, self->shown[cell], self->smoothing);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (widget);
  guint drawn = 0;
  gint64 cost = 0;
  for (gsize i = 0; i < VIEW_N_SHOWN && drawn < CHARTS_A_FRAME; i++) {
    guint cell = self->next;
    self->next = (self->next + 1) % VIEW_N_SHOWN;
    if (!self->stale[cell])
      continue;
    cost += collapsar_chart_get_cost (self->cells[cell]);
    if (drawn > 0 && cost > FRAME_BUDGET_US) {
      self->next = cell;
      return G_SOURCE_CONTINUE;
    }
    self->stale[cell] = FALSE;
    collapsar_curves_view_smooth (self, cell);
    collapsar_chart_redraw (self->cells[cell]);
    drawn++;
    if (cell == 0)
      collapsar_curves_view_update_readout (self);
  }
  if (drawn == CHARTS_A_FRAME)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
update_descriptions (gpointer user_data)
{
  CollapsarCurvesView *self = user_data;
  const TrainingRecord *record = record_at_cursor (self);
  self->description_source = 0;
  for (gsize i = 0; i < VIEW_N_SHOWN && record != NULL; i++) {
    g_autofree char *train = view_chart_value (self->shown[i], record, TRAINING_TRAIN);
    g_autofree char *test = view_chart_value (self->shown[i], record, TRAINING_TEST);
    g_autofree char *text = g_strdup_printf (_ ("epoch %u: train %s, test %s"), record->epoch, train, test);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->cells[i]), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    text, -1);
  }
  g_autofree char *table = collapsar_readout_describe (self->readout);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->readout), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, table,
                                  -1);
  return G_SOURCE_REMOVE;
}

static void
describe_soon (CollapsarCurvesView *self)
{
  if (self->description_source == 0)
    self->description_source = g_timeout_add_seconds (1, update_descriptions, self);
}

void
collapsar_curves_view_draw_soon (CollapsarCurvesView *self)
{
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    self->stale[i] = TRUE;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  describe_soon (self);
}

void
collapsar_curves_view_follow_epoch (CollapsarCurvesView *self)
{
  collapsar_curves_view_update_cursor (self);
  describe_soon (self);
}

void
collapsar_curves_view_follow_live (CollapsarCurvesView *self)
{
  collapsar_curves_view_update_readout (self);
  collapsar_curves_view_follow_epoch (self);
}

void
collapsar_curves_view_choose_charts (CollapsarCurvesView *self, const ViewCharts *charts)
{
  for (guint i = 0; i < VIEW_N_SHOWN; i++) {
    self->shown[i] = view_charts_shown (charts, i);
    const PlotChart *plot = view_charts_plot (charts, self->shown[i]);
    g_autofree char *label = g_strdup_printf ("%s, %s", plot->title, plot->subtitle);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->cells[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
  }
}
