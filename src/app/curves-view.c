#include "app/curves-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/board.h"
#include "app/chart.h"
#include "app/readout.h"
#include "app/run-group.h"
#include "view/figure.h"

/* At full speed a run may tell of a hundred epochs a second. What is told is taken in at once, but only so
 * many charts are drawn again a frame, in turn: eight charts at 60 frames a second are each drawn 15 times a
 * second. */
#define CHARTS_A_FRAME 2

struct _CollapsarCurvesView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  CollapsarChart *cells[VIEW_N_SHOWN];
  CollapsarReadout *readout;

  CollapsarSession *session;
  GListModel *runs;    /* drawn; NULL for the session alone */
  GPtrArray *listened; /* to which runs */
  GPtrArray *groups;   /* of CollapsarRunGroup, listened to as well */
  GPtrArray *drawn;    /* items of the runs that have curves, in the charts' order */
  GStrv names;         /* of the runs' items, for a legend */
  ViewBand band;
  gboolean each_run, has_groups;
  ViewCharts *charts;            /* of the runs' histories; NULL before there is one */
  ViewChart shown[VIEW_N_SHOWN]; /* in the cells; the other numbers are in the read-out */
  gboolean show_train, show_test, show_head, has_head, show_ratio;
  double hover; /* the epoch under the pointer, or NaN */

  gboolean stale[VIEW_N_SHOWN]; /* charts behind their data */
  guint next;                   /* chart to draw first */
  guint tick;
  guint description_source;
};

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
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

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

static void
update_readout (CollapsarCurvesView *self)
{
  const TrainingRecord *record = record_at_cursor (self);
  collapsar_readout_set_epoch (self->readout,
                               record == NULL ? NULL : collapsar_session_history (self->session),
                               record == NULL ? 0.0 : record->epoch);
}

/* While a run is followed, its cross-hair would only run ahead of the curves' ends: there is none then. */
static void
update_cursor (CollapsarCurvesView *self)
{
  const TrainingRecord *record = record_at_cursor (self);
  gboolean follows
      = isnan (self->hover) && (self->session == NULL || collapsar_session_get_live (self->session));
  double epoch = record == NULL || follows ? NAN : record->epoch;
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    collapsar_chart_set_cursor (self->cells[i], epoch);
  if (!follows)
    update_readout (self);
}

/* Drawing what is new. */

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (widget);
  guint drawn = 0;
  for (gsize i = 0; i < VIEW_N_SHOWN && drawn < CHARTS_A_FRAME; i++) {
    guint cell = self->next;
    self->next = (self->next + 1) % VIEW_N_SHOWN;
    if (!self->stale[cell])
      continue;
    self->stale[cell] = FALSE;
    collapsar_chart_redraw (self->cells[cell]);
    drawn++;
    if (cell == 0)
      update_readout (self);
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

static void
draw_soon (CollapsarCurvesView *self)
{
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    self->stale[i] = TRUE;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  describe_soon (self);
}

static void
on_updated (CollapsarCurvesView *self)
{
  if (self->charts != NULL && view_charts_update (self->charts))
    draw_soon (self);
}

static void
on_epoch (CollapsarCurvesView *self)
{
  update_cursor (self);
  describe_soon (self);
}

static void
on_live (CollapsarCurvesView *self)
{
  update_readout (self);
  on_epoch (self);
}

/* What each cell is for. */
static void
choose_charts (CollapsarCurvesView *self, const ViewCharts *charts)
{
  for (guint i = 0; i < VIEW_N_SHOWN; i++) {
    self->shown[i] = view_charts_shown (charts, i);
    const PlotChart *plot = view_charts_plot (charts, self->shown[i]);
    g_autofree char *label = g_strdup_printf ("%s, %s", plot->title, plot->subtitle);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->cells[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
  }
}

static void
set_has_head (CollapsarCurvesView *self, gboolean has_head)
{
  if (self->has_head == has_head)
    return;
  self->has_head = has_head;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_HEAD]);
}

static void
add_history (GPtrArray *histories, CollapsarSession *run, gboolean failed)
{
  gboolean has_failed = collapsar_session_get_state (run) == COLLAPSAR_SESSION_FAILED;
  if (collapsar_session_history (run) != NULL && has_failed == failed)
    g_ptr_array_add (histories, collapsar_session_history (run));
}

/* Of a group those that are visible, or all where none is: it is drawn then because one is selected. */
static GPtrArray *
list_runs (gpointer item)
{
  GPtrArray *runs = g_ptr_array_new ();
  if (COLLAPSAR_IS_SESSION (item)) {
    g_ptr_array_add (runs, item);
    return runs;
  }
  gboolean visible;
  g_object_get (item, "visible", &visible, NULL);
  for (guint i = 0; i < collapsar_run_group_n_runs (item); i++) {
    CollapsarSession *run = collapsar_run_group_run (item, i);
    if (!visible || collapsar_session_get_visible (run))
      g_ptr_array_add (runs, run);
  }
  return runs;
}

/* Adds an item's curves; FALSE where there is nothing of it yet. Runs that failed are left out where others
 * did not. */
static gboolean
add_item (CollapsarCurvesView *self, ViewCharts *charts, gpointer item)
{
  g_autoptr (GPtrArray) runs = list_runs (item), histories = g_ptr_array_new ();
  for (guint i = 0; i < runs->len; i++)
    add_history (histories, runs->pdata[i], FALSE);
  guint n = histories->len;
  for (guint i = 0; i < runs->len; i++)
    add_history (histories, runs->pdata[i], TRUE);
  guint n_failed = n > 0 ? histories->len - n : 0;
  n = histories->len - n_failed;
  if (n == 0)
    return FALSE;
  guint look
      = COLLAPSAR_IS_SESSION (item) ? collapsar_session_get_look (item) : collapsar_run_group_get_look (item);
  view_charts_add_group (charts, (const TrainingHistory *const *)histories->pdata, n, n_failed, look);
  g_ptr_array_add (self->drawn, g_object_ref (item));
  self->has_groups |= n > 1;
  return TRUE;
}

static GPtrArray *
list_items (CollapsarCurvesView *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->runs != NULL && i < g_list_model_get_n_items (self->runs); i++)
    g_ptr_array_add (items, g_list_model_get_item (self->runs, i));
  if (self->runs == NULL && self->session != NULL)
    g_ptr_array_add (items, g_object_ref (self->session));
  return items;
}

static gboolean
is_drawn (gpointer item)
{
  g_autoptr (GPtrArray) runs = list_runs (item);
  gboolean drawn = FALSE;
  for (guint i = 0; i < runs->len; i++)
    drawn |= collapsar_session_history (runs->pdata[i]) != NULL;
  return drawn;
}

/* What a legend says of each item. */
static void
update_names (CollapsarCurvesView *self, const ViewCharts *charts)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GPtrArray) items = list_items (self);
  for (guint i = 0, place = 0; i < items->len; i++) {
    gpointer item = items->pdata[i];
    CollapsarSession *run = COLLAPSAR_IS_SESSION (item) ? item : (gpointer)collapsar_run_group_run (item, 0);
    g_autofree char *name = NULL;
    if (is_drawn (item))
      name = view_charts_name (charts, place++);
    else
      g_object_get (run, "name", &name, NULL);
    g_strv_builder_add (names, name == NULL ? "" : name);
  }
  g_strfreev (self->names);
  self->names = g_strv_builder_end (names);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAMES]);
}

/* The charts of all runs that have begun; NULL when there is none. */
static ViewCharts *
make_charts (CollapsarCurvesView *self)
{
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autoptr (GPtrArray) items = list_items (self);
  gboolean some = FALSE, has_head = FALSE;
  self->has_groups = FALSE;
  g_ptr_array_set_size (self->drawn, 0);
  view_charts_set_band (charts, self->band);
  for (guint i = 0; i < items->len; i++)
    some |= add_item (self, charts, items->pdata[i]);
  for (guint i = 0; i < self->listened->len; i++) {
    const TrainingHistory *history = collapsar_session_history (self->listened->pdata[i]);
    has_head |= history != NULL && regime_get_integer (training_history_regime (history), "head.layers") > 0;
  }
  update_names (self, charts);
  set_has_head (self, some && has_head);
  return some ? g_steal_pointer (&charts) : NULL;
}

/* Its curves come to lie above the others'. */
static void
update_lead (CollapsarCurvesView *self)
{
  view_charts_set_lead (self->charts,
                        self->session == NULL ? NULL : collapsar_session_history (self->session));
  if (view_charts_update (self->charts))
    draw_soon (self);
  update_cursor (self);
}

/* Other runs, or another history of one: all curves from nothing. */
static void
rebuild (CollapsarCurvesView *self)
{
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    collapsar_chart_set_plot (self->cells[i], NULL);
  collapsar_readout_set_charts (self->readout, NULL);
  collapsar_readout_set_epoch (self->readout, NULL, 0.0);
  g_clear_pointer (&self->charts, view_charts_free);
  self->charts = make_charts (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATIO_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_GROUPS]);
  if (self->charts == NULL)
    return;
  collapsar_readout_set_charts (self->readout, self->charts);
  view_charts_set_each_run (self->charts, self->each_run);
  view_charts_set_splits (self->charts, self->show_train, self->show_test);
  view_charts_set_head (self->charts, self->show_head);
  view_charts_set_ratio (self->charts, self->show_ratio);
  update_lead (self);
  choose_charts (self, self->charts);
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    collapsar_chart_set_plot (self->cells[i], view_charts_plot (self->charts, self->shown[i]));
}

/* The runs. */

static void on_runs (CollapsarCurvesView *self);

/* One that failed leaves its group's mean, and one that is trained again comes back. */
static void
on_state (CollapsarCurvesView *self, GParamSpec *pspec, CollapsarSession *run)
{
  gboolean failed = collapsar_session_get_state (run) == COLLAPSAR_SESSION_FAILED;
  if (failed && self->groups->len > 0)
    rebuild (self);
}

static void
listen (CollapsarCurvesView *self, CollapsarSession *run)
{
  g_ptr_array_add (self->listened, g_object_ref (run));
  g_signal_connect_object (run, "started", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::look", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::name", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "updated", G_CALLBACK (on_updated), self, G_CONNECT_SWAPPED);
}

static void
listen_to_item (CollapsarCurvesView *self, gpointer item)
{
  g_autoptr (GPtrArray) runs = list_runs (item);
  for (guint i = 0; i < runs->len; i++)
    listen (self, runs->pdata[i]);
  if (COLLAPSAR_IS_SESSION (item))
    return;
  g_ptr_array_add (self->groups, g_object_ref (item));
  g_signal_connect_object (item, "changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::visible", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
}

static void
on_runs (CollapsarCurvesView *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    g_signal_handlers_disconnect_by_data (self->groups->pdata[i], self);
  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; i < self->listened->len; i++) {
    g_signal_handlers_disconnect_by_func (self->listened->pdata[i], rebuild, self);
    g_signal_handlers_disconnect_by_func (self->listened->pdata[i], on_state, self);
    g_signal_handlers_disconnect_by_func (self->listened->pdata[i], on_updated, self);
  }
  /* Their histories go with them. */
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->listened);
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) items = list_items (self);
  for (guint i = 0; i < items->len; i++)
    listen_to_item (self, items->pdata[i]);
  rebuild (self);
}

static void
set_lines (CollapsarCurvesView *self, gboolean train, gboolean test, gboolean head)
{
  self->show_train = train;
  self->show_test = test;
  self->show_head = head;
  if (self->charts == NULL)
    return;
  view_charts_set_splits (self->charts, train, test);
  view_charts_set_head (self->charts, head);
  view_charts_set_ratio (self->charts, self->show_ratio);
  view_charts_update (self->charts);
  for (gsize i = 0; i < VIEW_N_SHOWN; i++)
    collapsar_chart_redraw (self->cells[i]);
}

/* Another band, which the names tell of, or the runs below it. */
static void
set_band (CollapsarCurvesView *self, ViewBand band, gboolean each_run)
{
  self->band = band;
  self->each_run = each_run;
  if (self->charts == NULL)
    return;
  view_charts_set_band (self->charts, band);
  view_charts_set_each_run (self->charts, each_run);
  if (view_charts_update (self->charts))
    draw_soon (self);
  update_names (self, self->charts);
}

/* Pointer and keys. */

static void
on_hover (CollapsarChart *chart, double epoch, CollapsarCurvesView *self)
{
  self->hover = epoch;
  on_live (self);
}

static void
on_pick (CollapsarChart *chart, double epoch, CollapsarCurvesView *self)
{
  if (self->session != NULL)
    collapsar_session_set_epoch (self->session, rint (epoch));
}

static void
move_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (widget);
  if (self->session == NULL)
    return;
  self->hover = NAN;
  collapsar_session_set_epoch (self->session, rint (collapsar_session_get_epoch (self->session))
                                                  + g_variant_get_int32 (parameter));
}

/* The object. */

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
    g_value_set_boolean (value, self->has_head);
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
    g_value_set_boolean (value, self->has_groups);
    break;
  case PROP_NAMES:
    g_value_set_boxed (value, self->names);
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
    set_lines (self, g_value_get_boolean (value), self->show_test, self->show_head);
    break;
  case PROP_SHOW_TEST:
    set_lines (self, self->show_train, g_value_get_boolean (value), self->show_head);
    break;
  case PROP_SHOW_HEAD:
    set_lines (self, self->show_train, self->show_test, g_value_get_boolean (value));
    break;
  case PROP_BAND:
    set_band (self, g_value_get_uint (value), self->each_run);
    break;
  case PROP_EACH_RUN:
    set_band (self, self->band, g_value_get_boolean (value));
    break;
  case PROP_SHOW_RATIO:
    self->show_ratio = g_value_get_boolean (value);
    set_lines (self, self->show_train, self->show_test, self->show_head);
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
    collapsar_curves_view_set_runs (self, NULL);
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
  g_ptr_array_unref (COLLAPSAR_CURVES_VIEW (object)->listened);
  g_ptr_array_unref (COLLAPSAR_CURVES_VIEW (object)->groups);
  g_ptr_array_unref (COLLAPSAR_CURVES_VIEW (object)->drawn);
  g_strfreev (COLLAPSAR_CURVES_VIEW (object)->names);
  G_OBJECT_CLASS (collapsar_curves_view_parent_class)->finalize (object);
}

static void
collapsar_curves_view_class_init (CollapsarCurvesViewClass *klass)
{
  static const struct {
    guint key;
    gint32 epochs;
  } bindings[] = {
    { GDK_KEY_Left, -1 },     { GDK_KEY_KP_Left, -1 },   { GDK_KEY_Right, 1 },     { GDK_KEY_KP_Right, 1 },
    { GDK_KEY_Page_Up, -10 }, { GDK_KEY_Page_Down, 10 }, { GDK_KEY_Home, -65536 }, { GDK_KEY_End, 65536 },
  };
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
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "curves.move-cursor", "i", move_cursor);
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].key, 0, "curves.move-cursor", "i",
                                         bindings[i].epochs);
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
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->drawn = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < VIEW_N_SHOWN; i++) {
    GtkWidget *cell = collapsar_chart_new ();
    self->cells[i] = COLLAPSAR_CHART (cell);
    g_signal_connect (cell, "hover", G_CALLBACK (on_hover), self);
    g_signal_connect (cell, "pick", G_CALLBACK (on_pick), self);
    collapsar_board_add (COLLAPSAR_BOARD (board), cell);
  }
  choose_charts (self, titles);
  self->readout = COLLAPSAR_READOUT (collapsar_readout_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->readout), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("All numbers of the epoch at the cross-hair"), -1);
  collapsar_board_add (COLLAPSAR_BOARD (board), GTK_WIDGET (self->readout));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Curves"), -1);

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
    g_signal_handlers_disconnect_by_func (self->session, on_epoch, self);
    g_signal_handlers_disconnect_by_func (self->session, on_live, self);
  }
  g_set_object (&self->session, session);
  if (session != NULL) {
    g_signal_connect_object (session, "notify::epoch", G_CALLBACK (on_epoch), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (session, "notify::live", G_CALLBACK (on_live), self, G_CONNECT_SWAPPED);
  }
  if (self->runs == NULL)
    on_runs (self);
  else if (self->charts != NULL)
    update_lead (self);
  update_readout (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SESSION]);
}

void
collapsar_curves_view_set_runs (CollapsarCurvesView *self, GListModel *runs)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_data (self->runs, self);
  g_set_object (&self->runs, runs);
  if (runs != NULL)
    g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  on_runs (self);
}

void
collapsar_curves_view_set_highlight (CollapsarCurvesView *self, gpointer item)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_VIEW (self));

  guint place;
  if (self->charts == NULL)
    return;
  if (item == NULL || !g_ptr_array_find (self->drawn, item, &place))
    view_charts_set_highlight (self->charts, -1);
  else
    view_charts_set_highlight (self->charts, (gint)place);
  on_updated (self);
}

GArray *
collapsar_curves_view_panels (CollapsarCurvesView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_VIEW (self), NULL);

  GArray *panels = g_array_new (FALSE, FALSE, sizeof (PlotPanel));
  for (gsize i = 0; i < VIEW_N_SHOWN && self->charts != NULL; i++) {
    PlotPanel panel = { .kind = PLOT_PANEL_CHART, .chart = view_charts_plot (self->charts, self->shown[i]) };
    g_array_append_val (panels, panel);
  }
  return panels;
}

char *
collapsar_curves_view_caption (CollapsarCurvesView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_VIEW (self), NULL);

  return self->charts == NULL ? g_strdup ("") : view_figure_caption (self->charts);
}
