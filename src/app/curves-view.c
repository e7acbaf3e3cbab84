#include "app/curves-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/board.h"
#include "view/figure.h"

G_DEFINE_FINAL_TYPE (CollapsarCurvesView, collapsar_curves_view, GTK_TYPE_WIDGET)

enum {
  PROP_SESSION = 1,
  PROP_SHOW_TRAIN,
  PROP_SHOW_TEST,
  PROP_SHOW_HEAD,
  PROP_HAS_HEAD,
  PROP_SHOW_RATIO,
  PROP_RATIO_NAME,
  PROP_BAND,
  PROP_EACH_RUN,
  PROP_HAS_GROUPS,
  PROP_NAMES,
  PROP_LOG_EPOCHS,
  PROP_EPOCHS_NAME,
  PROP_SMOOTHING,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

/* Its curves come to lie above the others'. */
static void
update_lead (CollapsarCurvesView *self)
{
  view_charts_set_lead (self->charts,
                        self->session == NULL ? NULL : collapsar_session_history (self->session));
  if (view_charts_update (self->charts))
    collapsar_curves_view_draw_soon (self);
  collapsar_curves_view_update_cursor (self);
}

static void
on_updated (CollapsarCurvesView *self)
{
  if (self->charts != NULL && view_charts_update (self->charts))
    collapsar_curves_view_draw_soon (self);
}

/* Muted or not, which is seen at once even where the pointer is on it in the legend. */
static void
on_restyled (CollapsarCurvesView *self)
{
  if (self->charts == NULL)
    return;
  view_charts_set_highlight (self->charts, -1);
  collapsar_curves_source_style (self->source, self->charts);
  on_updated (self);
}

static void
update_names (CollapsarCurvesView *self)
{
  g_strfreev (self->names);
  self->names = collapsar_curves_source_names (self->source, self->charts);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAMES]);
}

/* All that a person has chosen. */
static void
apply_choices (CollapsarCurvesView *self)
{
  view_epoch_range_set_last (&self->epochs, view_charts_n_epochs (self->charts));
  view_charts_set_epochs (self->charts, &self->epochs);
  view_charts_set_band (self->charts, self->band);
  view_charts_set_each_run (self->charts, self->each_run);
  view_charts_set_splits (self->charts, self->show_train, self->show_test);
  view_charts_set_head (self->charts, self->show_head);
  view_charts_set_ratio (self->charts, self->show_ratio);
}

/* Other runs, or another history of one: all curves from nothing. */
static void
rebuild (CollapsarCurvesView *self)
{
  static const guint told[] = { PROP_RATIO_NAME, PROP_HAS_GROUPS, PROP_HAS_HEAD, PROP_EPOCHS_NAME };
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    collapsar_chart_set_plot (self->cells[i], NULL);
  collapsar_readout_set_charts (self->readout, NULL);
  collapsar_readout_set_epoch (self->readout, NULL, 0.0);
  g_clear_pointer (&self->charts, view_charts_free);
  self->charts = collapsar_curves_source_make_charts (self->source);
  if (self->charts != NULL)
    apply_choices (self);
  update_names (self);
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[told[i]]);
  if (self->charts == NULL)
    return;
  collapsar_readout_set_charts (self->readout, self->charts);
  update_lead (self);
  collapsar_curves_view_choose_charts (self, self->charts);
  for (guint i = 0; i < VIEW_N_SHOWN; i++) {
    collapsar_curves_view_smooth (self, i);
    collapsar_chart_set_plot (self->cells[i], view_charts_plot (self->charts, self->shown[i]));
  }
}

/* What a person chooses. */

/* Other lines. */
static void
update_choices (CollapsarCurvesView *self)
{
  if (self->charts == NULL)
    return;
  apply_choices (self);
  if (view_charts_update (self->charts))
    collapsar_curves_view_draw_soon (self);
}

/* Another band, which the names tell of, or the runs below it. */
static void
set_band (CollapsarCurvesView *self, ViewBand band)
{
  self->band = band;
  update_choices (self);
  update_names (self);
}

void
collapsar_curves_view_update_epochs (CollapsarCurvesView *self)
{
  update_choices (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "curves.pan", !view_epoch_range_is_all (&self->epochs));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EPOCHS_NAME]);
}

/* The object. */

static char *
describe_epochs (CollapsarCurvesView *self)
{
  double from, to;
  if (self->charts == NULL || view_epoch_range_is_all (&self->epochs))
    return NULL;
  view_epoch_range_ends (&self->epochs, &from, &to);
  return g_strdup_printf (_ ("Epochs %.0f–%.0f"), from, to);
}

static void
collapsar_curves_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (object);
  switch (id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_SHOW_TRAIN:
    g_value_set_boolean (value, self->show_train);
    break;
  case PROP_SHOW_TEST:
    g_value_set_boolean (value, self->show_test);
    break;
  case PROP_SHOW_HEAD:
    g_value_set_boolean (value, self->show_head);
    break;
  case PROP_HAS_HEAD:
    g_value_set_boolean (value, collapsar_curves_source_has_head (self->source));
    break;
  case PROP_SHOW_RATIO:
    g_value_set_boolean (value, self->show_ratio);
    break;
  case PROP_RATIO_NAME:
    g_value_take_string (value, self->charts == NULL ? NULL : view_charts_ratio_name (self->charts));
    break;
  case PROP_BAND:
    g_value_set_uint (value, self->band);
    break;
  case PROP_EACH_RUN:
    g_value_set_boolean (value, self->each_run);
    break;
  case PROP_HAS_GROUPS:
    g_value_set_boolean (value, collapsar_curves_source_has_groups (self->source));
    break;
  case PROP_NAMES:
    g_value_set_boxed (value, self->names);
    break;
  case PROP_LOG_EPOCHS:
    g_value_set_boolean (value, self->epochs.kind == PLOT_AXIS_LOG);
    break;
  case PROP_SMOOTHING:
    g_value_set_double (value, self->smoothing);
    break;
  case PROP_EPOCHS_NAME:
    g_value_take_string (value, describe_epochs (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_curves_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (object);
  switch (id) {
  case PROP_SESSION:
    collapsar_curves_view_set_session (self, g_value_get_object (value));
    break;
  case PROP_SHOW_TRAIN:
    self->show_train = g_value_get_boolean (value);
    update_choices (self);
    break;
  case PROP_SHOW_TEST:
    self->show_test = g_value_get_boolean (value);
    update_choices (self);
    break;
  case PROP_SHOW_HEAD:
    self->show_head = g_value_get_boolean (value);
    update_choices (self);
    break;
  case PROP_SHOW_RATIO:
    self->show_ratio = g_value_get_boolean (value);
    update_choices (self);
    break;
  case PROP_EACH_RUN:
    self->each_run = g_value_get_boolean (value);
    update_choices (self);
    break;
  case PROP_BAND:
    set_band (self, g_value_get_uint (value));
    break;
  case PROP_LOG_EPOCHS:
    self->epochs.kind = g_value_get_boolean (value) ? PLOT_AXIS_LOG : PLOT_AXIS_LINEAR;
    collapsar_curves_view_update_epochs (self);
    break;
  case PROP_SMOOTHING:
    self->smoothing = g_value_get_double (value);
    collapsar_curves_view_draw_soon (self);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_curves_view_dispose (GObject *object)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (object);
  if (self->scroller != NULL) {
    collapsar_curves_view_set_session (self, NULL);
    collapsar_curves_source_set_runs (self->source, NULL);
  }
  g_clear_handle_id (&self->description_source, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (collapsar_curves_view_parent_class)->dispose (object);
}

static void
collapsar_curves_view_finalize (GObject *object)
{
  g_object_unref (COLLAPSAR_CURVES_VIEW (object)->source);
  g_strfreev (COLLAPSAR_CURVES_VIEW (object)->names);
  G_OBJECT_CLASS (collapsar_curves_view_parent_class)->finalize (object);
}

static void
collapsar_curves_view_class_init (CollapsarCurvesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_curves_view_get_property;
  object_class->set_property = collapsar_curves_view_set_property;
  object_class->dispose = collapsar_curves_view_dispose;
  object_class->finalize = collapsar_curves_view_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, COLLAPSAR_TYPE_SESSION, flags);
  properties[PROP_SHOW_TRAIN] = g_param_spec_boolean ("show-train", NULL, NULL, TRUE, flags);
  properties[PROP_SHOW_TEST] = g_param_spec_boolean ("show-test", NULL, NULL, TRUE, flags);
  properties[PROP_SHOW_HEAD] = g_param_spec_boolean ("show-head", NULL, NULL, TRUE, flags);
  properties[PROP_HAS_HEAD]
      = g_param_spec_boolean ("has-head", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_RATIO] = g_param_spec_boolean ("show-ratio", NULL, NULL, FALSE, flags);
  properties[PROP_RATIO_NAME]
      = g_param_spec_string ("ratio-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  properties[PROP_BAND]
      = g_param_spec_uint ("band", NULL, NULL, 0, VIEW_N_BANDS - 1, VIEW_BAND_DEVIATION, flags);
  properties[PROP_EACH_RUN] = g_param_spec_boolean ("each-run", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_GROUPS] = g_param_spec_boolean ("has-groups", NULL, NULL, FALSE, read_only);
  properties[PROP_NAMES] = g_param_spec_boxed ("names", NULL, NULL, G_TYPE_STRV, read_only);
  properties[PROP_LOG_EPOCHS] = g_param_spec_boolean ("log-epochs", NULL, NULL, FALSE, flags);
  properties[PROP_SMOOTHING] = g_param_spec_double ("smoothing", NULL, NULL, 0.0, 0.999, 0.0, flags);
  properties[PROP_EPOCHS_NAME] = g_param_spec_string ("epochs-name", NULL, NULL, NULL, read_only);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  collapsar_curves_view_install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "curvesview");
}

static void
collapsar_curves_view_init (CollapsarCurvesView *self)
{
  GtkWidget *board = collapsar_board_new ();
  g_autoptr (ViewCharts) titles = view_charts_new ();
  self->show_train = self->show_test = self->show_head = TRUE;
  self->hover = NAN;
  self->source = collapsar_curves_source_new ();
  g_signal_connect_object (self->source, "changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "restyled", G_CALLBACK (on_restyled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "updated", G_CALLBACK (on_updated), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < VIEW_N_SHOWN; i++) {
    GtkWidget *cell = collapsar_chart_new ();
    self->cells[i] = COLLAPSAR_CHART (cell);
    collapsar_curves_view_connect (self, self->cells[i]);
    collapsar_board_add (COLLAPSAR_BOARD (board), cell);
  }
  collapsar_curves_view_choose_charts (self, titles);
  self->readout = COLLAPSAR_READOUT (collapsar_readout_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->readout), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("All numbers of the epoch at the cross-hair"), -1);
  collapsar_board_add (COLLAPSAR_BOARD (board), GTK_WIDGET (self->readout));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Curves"), -1);

  collapsar_curves_view_add_keys (board);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), board);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
collapsar_curves_view_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_CURVES_VIEW, NULL);
}

void
collapsar_curves_view_set_session (CollapsarCurvesView *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  if (self->session == session)
    return;
  if (self->session != NULL) {
    g_signal_handlers_disconnect_by_func (self->session, collapsar_curves_view_follow_epoch, self);
    g_signal_handlers_disconnect_by_func (self->session, collapsar_curves_view_follow_live, self);
  }
  g_set_object (&self->session, session);
  if (session != NULL) {
    g_signal_connect_object (session, "notify::epoch", G_CALLBACK (collapsar_curves_view_follow_epoch), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::live", G_CALLBACK (collapsar_curves_view_follow_live), self,
                             G_CONNECT_SWAPPED);
  }
  if (!collapsar_curves_source_set_session (self->source, session) && self->charts != NULL)
    update_lead (self);
  collapsar_curves_view_update_readout (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

void
collapsar_curves_view_set_runs (CollapsarCurvesView *self, GListModel *runs)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  collapsar_curves_source_set_runs (self->source, runs);
}

void
collapsar_curves_view_set_highlight (CollapsarCurvesView *self, gpointer item)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  if (self->charts == NULL)
    return;
  view_charts_set_highlight (self->charts,
                             item == NULL ? -1 : collapsar_curves_source_find (self->source, item));
  on_updated (self);
}

void
collapsar_curves_view_get_epochs (CollapsarCurvesView *self, double *from, double *to)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  *from = self->epochs.from;
  *to = self->epochs.to;
}

void
collapsar_curves_view_set_epochs (CollapsarCurvesView *self, double from, double to)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  if (!(from >= 0.0 && from <= to && isfinite (to)))
    return;
  self->epochs.from = from;
  self->epochs.to = to;
  collapsar_curves_view_update_epochs (self);
}

void
collapsar_curves_view_show_all_epochs (CollapsarCurvesView *self)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  view_epoch_range_show_all (&self->epochs);
  collapsar_curves_view_update_epochs (self);
}

GArray *
collapsar_curves_view_panels (CollapsarCurvesView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_VIEW (self), NULL);

  GArray *panels = g_array_new (FALSE, FALSE, sizeof (PlotPanel));
  for (guint i = 0; i < VIEW_N_SHOWN && self->charts != NULL; i++) {
    collapsar_curves_view_smooth (self, i);
    PlotPanel panel = { .kind = PLOT_PANEL_CHART, .chart = view_charts_plot (self->charts, self->shown[i]) };
    g_array_append_val (panels, panel);
  }
  return panels;
}
