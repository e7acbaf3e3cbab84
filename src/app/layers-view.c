#include "app/layers-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/chart.h"
#include "app/heat-map.h"
#include "app/layers-maker.h"
#include "app/mosaic.h"
#include "app/plot-view.h"

/* What a run has of its own. */
typedef struct {
  CollapsarLayersView *view;
  guint run;
  CollapsarHeatMap *maps[VIEW_LAYERS_N_MATRICES];
  CollapsarChart *charts[VIEW_LAYERS_N_CHARTS];
} Row;

/* Cards: what all runs have together, and of each run its matrices and its charts. */
#define N_COMMON 2
#define N_OF_RUN (VIEW_LAYERS_N_MATRICES + VIEW_LAYERS_N_CHARTS)

struct _CollapsarLayersView {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  CollapsarMosaic *mosaic;
  CollapsarPlotView *profile, *spectrum;
  GPtrArray *rows; /* of Row */

  CollapsarStage *stage;
  CollapsarSession *session;
  GPtrArray *listened; /* to which runs */
  ViewLayersOptions options;

  ViewLayers *view;   /* the newest */
  GPtrArray *retired; /* older ones, which some cards still show */
  guint next;         /* card to draw */
  CollapsarLayersMaker *maker;
  guint source, tick, description_source;
};

G_DEFINE_FINAL_TYPE (CollapsarLayersView, collapsar_layers_view, GTK_TYPE_WIDGET)

enum { PROP_METRIC = 1, PROP_SPLIT, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Words */

static char *
describe_cell (CollapsarHeatMap *map, guint row, guint column, gpointer user_data)
{
  Row *of = user_data;
  for (guint which = 0; which < VIEW_LAYERS_N_MATRICES; which++)
    if (of->maps[which] == map && of->run < view_layers_n_runs (of->view->view))
      return view_layers_describe (of->view->view, of->run, which, row, column);
  return NULL;
}

static char *
describe_profile (const CollapsarPlotPoint *point, gpointer user_data)
{
  return view_layers_describe_point (view_layers_profile (COLLAPSAR_LAYERS_VIEW (user_data)->view),
                                     (guint)point->line, point->place);
}

static char *
describe_spectrum (const CollapsarPlotPoint *point, gpointer user_data)
{
  return view_layers_describe_point (view_layers_spectrum (COLLAPSAR_LAYERS_VIEW (user_data)->view),
                                     (guint)point->line, point->place);
}

static void
name (GtkWidget *widget, const char *label, const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description == NULL ? "" : description,
                                  -1);
}

static gboolean
update_descriptions (gpointer user_data)
{
  CollapsarLayersView *self = user_data;
  self->description_source = 0;
  const PlotPointplot *profile = view_layers_profile (self->view),
                      *spectrum = view_layers_spectrum (self->view);
  g_autofree char *values = view_layers_describe_lines (profile);
  g_autofree char *singular = view_layers_describe_lines (spectrum);
  name (GTK_WIDGET (self->profile), profile->title, values);
  name (GTK_WIDGET (self->spectrum), spectrum->title, singular);
  for (guint i = 0; i < self->rows->len; i++) {
    Row *row = self->rows->pdata[i];
    for (guint which = 0; which < VIEW_LAYERS_N_MATRICES; which++) {
      const PlotMatrix *matrix = view_layers_matrix (self->view, i, which);
      name (GTK_WIDGET (row->maps[which]), matrix->title,
            matrix->n_rows > 0 ? matrix->subtitle : matrix->blank);
    }
    for (guint which = 0; which < VIEW_LAYERS_N_CHARTS; which++) {
      const PlotChart *chart = view_layers_chart (self->view, i, which);
      name (GTK_WIDGET (row->charts[which]), chart->title, chart->subtitle);
    }
  }
  return G_SOURCE_REMOVE;
}

/* At most once a second. */
static void
describe_soon (CollapsarLayersView *self)
{
  if (self->description_source == 0)
    self->description_source = g_timeout_add_seconds (1, update_descriptions, self);
}

/* Marks: a pair of classes is one in all matrices of angles, a layer and an epoch in all of layers. */

static void
mark (CollapsarLayersView *self, gboolean angles, gint row, gint column)
{
  for (guint i = 0; i < self->rows->len; i++)
    for (guint which = 0; which < VIEW_LAYERS_N_MATRICES; which++)
      if ((which != VIEW_LAYERS_DEPTH) == angles)
        collapsar_heat_map_set_mark (((Row *)self->rows->pdata[i])->maps[which], row, column);
}

static void
on_hover (CollapsarHeatMap *map, gint row, gint column, Row *of)
{
  mark (of->view, of->maps[VIEW_LAYERS_DEPTH] != map, row, column);
}

static void
on_pick (CollapsarHeatMap *map, guint row, guint column, Row *of)
{
  CollapsarLayersView *self = of->view;
  if (of->maps[VIEW_LAYERS_DEPTH] != map || self->session == NULL)
    return;
  double epoch = view_layers_column_epoch (self->view, of->run, column);
  if (!isnan (epoch))
    collapsar_session_set_epoch (self->session, epoch);
}

static void
on_pick_epoch (CollapsarChart *chart, double epoch, Row *of)
{
  if (of->view->session != NULL)
    collapsar_session_set_epoch (of->view->session, rint (epoch));
}

static void
on_copy (CollapsarHeatMap *map, Row *of)
{
  for (guint which = 0; which < VIEW_LAYERS_N_MATRICES; which++)
    if (of->maps[which] == map) {
      g_autoptr (StudyTable) table = view_layers_table (of->view->view, of->run, which);
      g_autofree char *text = study_table_to_tsv (table);
      gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (map)), text);
      g_signal_emit (of->view, signals[SIGNAL_MESSAGE], 0, _ ("Numbers copied"));
    }
}

/* Cards */

static void
add_row (CollapsarLayersView *self)
{
  Row *row = g_new0 (Row, 1);
  row->view = self;
  row->run = self->rows->len;
  for (guint which = 0; which < VIEW_LAYERS_N_MATRICES; which++) {
    GtkWidget *map = collapsar_heat_map_new ();
    row->maps[which] = COLLAPSAR_HEAT_MAP (map);
    name (map, _ ("Heat map"), NULL);
    collapsar_heat_map_set_words (row->maps[which], describe_cell, row);
    g_signal_connect (map, "hover", G_CALLBACK (on_hover), row);
    g_signal_connect (map, "pick", G_CALLBACK (on_pick), row);
    g_signal_connect (map, "copy", G_CALLBACK (on_copy), row);
    collapsar_mosaic_add (self->mosaic, map);
  }
  for (guint which = 0; which < VIEW_LAYERS_N_CHARTS; which++) {
    GtkWidget *chart = collapsar_chart_new ();
    row->charts[which] = COLLAPSAR_CHART (chart);
    name (chart, which == VIEW_LAYERS_COSINES ? _ ("Cosines by epoch") : _ ("Singular values by epoch"),
          NULL);
    g_signal_connect (chart, "pick", G_CALLBACK (on_pick_epoch), row);
    collapsar_mosaic_add (self->mosaic, chart);
  }
  g_ptr_array_add (self->rows, row);
}

static void
remove_row (CollapsarLayersView *self)
{
  Row *row = self->rows->pdata[self->rows->len - 1];
  for (guint which = 0; which < VIEW_LAYERS_N_MATRICES; which++)
    collapsar_mosaic_remove (self->mosaic, GTK_WIDGET (row->maps[which]));
  for (guint which = 0; which < VIEW_LAYERS_N_CHARTS; which++)
    collapsar_mosaic_remove (self->mosaic, GTK_WIDGET (row->charts[which]));
  g_ptr_array_set_size (self->rows, (gint)self->rows->len - 1);
}

static guint
n_cards (CollapsarLayersView *self)
{
  return N_COMMON + N_OF_RUN * self->rows->len;
}

static void
show_card (CollapsarLayersView *self, guint card)
{
  if (card == 0)
    collapsar_plot_view_set_pointplot (self->profile, view_layers_profile (self->view));
  else if (card == 1)
    collapsar_plot_view_set_pointplot (self->spectrum, view_layers_spectrum (self->view));
  if (card < N_COMMON)
    return;
  guint run = (card - N_COMMON) / N_OF_RUN, which = (card - N_COMMON) % N_OF_RUN;
  Row *row = self->rows->pdata[run];
  if (which >= VIEW_LAYERS_N_MATRICES) {
    guint of = which - VIEW_LAYERS_N_MATRICES;
    collapsar_chart_set_plot (row->charts[of], view_layers_chart (self->view, run, of));
    collapsar_chart_set_cursor (row->charts[of], view_layers_epoch (self->view, run));
    return;
  }
  collapsar_heat_map_set_matrix (row->maps[which], view_layers_matrix (self->view, run, which));
  if (which == VIEW_LAYERS_DEPTH)
    collapsar_heat_map_set_column (row->maps[which], view_layers_cursor_column (self->view, run));
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarLayersView *self = COLLAPSAR_LAYERS_VIEW (widget);
  if (self->next < n_cards (self))
    show_card (self, self->next++);
  if (self->next < n_cards (self))
    return G_SOURCE_CONTINUE;
  g_ptr_array_set_size (self->retired, 0);
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/* Where it is wide, one run fills two rows of five; of several each has a row of six. Of three columns each
 * run has three rows. */
static void
arrange (CollapsarLayersView *self)
{
  gboolean one = self->rows->len <= 1;
  collapsar_mosaic_set_columns (self->mosaic, one ? 5 : 6);
  collapsar_mosaic_set_spans (self->mosaic, GTK_WIDGET (self->profile), 2, one ? 1 : 3);
  collapsar_mosaic_set_spans (self->mosaic, GTK_WIDGET (self->spectrum), 1, one ? 1 : 3);
  for (guint i = 0; i < self->rows->len; i++) {
    const Row *row = self->rows->pdata[i];
    collapsar_mosaic_set_spans (self->mosaic, GTK_WIDGET (row->maps[VIEW_LAYERS_DEPTH]), 3, one ? 3 : 1);
    collapsar_mosaic_set_spans (self->mosaic, GTK_WIDGET (row->charts[VIEW_LAYERS_COSINES]), 2, 1);
  }
}

/* All at once where the cards are new: nothing is drawn yet that would wait. */
static void
show_view (CollapsarLayersView *self)
{
  guint before = self->rows->len, runs = view_layers_n_runs (self->view);
  while (self->rows->len > runs)
    remove_row (self);
  while (self->rows->len < runs)
    add_row (self);
  self->next = 0;
  if (before != runs)
    arrange (self);
  if (before != runs)
    for (; self->next < n_cards (self); self->next++)
      show_card (self, self->next);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  describe_soon (self);
}

/* Making it */

static void
on_made (ViewLayers *view, gpointer user_data)
{
  CollapsarLayersView *self = user_data;
  if (self->view != NULL)
    g_ptr_array_add (self->retired, self->view);
  self->view = view;
  show_view (self);
}

static void
update (CollapsarLayersView *self)
{
  if (self->stage != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    collapsar_layers_maker_update (self->maker, self->stage, &self->options);
}

static gboolean
on_idle (gpointer user_data)
{
  CollapsarLayersView *self = user_data;
  self->source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* What changes together is shown together. */
static void
queue_update (CollapsarLayersView *self)
{
  if (self->source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->source = g_idle_add (on_idle, self);
}

/* Listening */

static void
forget_runs (CollapsarLayersView *self)
{
  for (guint i = 0; i < self->listened->len; i++)
    g_signal_handlers_disconnect_by_func (self->listened->pdata[i], queue_update, self);
  g_ptr_array_set_size (self->listened, 0);
}

static void
on_runs (CollapsarLayersView *self)
{
  static const char *const told[]
      = { "started", "updated", "snapshot", "notify::epoch", "notify::live", "notify::look", "notify::name" };
  GListModel *scenes = collapsar_stage_scenes (self->stage);
  forget_runs (self);
  for (guint i = 0; i < g_list_model_get_n_items (scenes); i++) {
    CollapsarSession *session = g_list_model_get_item (scenes, i);
    g_ptr_array_add (self->listened, session);
    for (gsize s = 0; s < G_N_ELEMENTS (told); s++)
      g_signal_connect_object (session, told[s], G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  }
  queue_update (self);
}

/* The object. */

static void
collapsar_layers_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (collapsar_layers_view_parent_class)->map (widget);
  queue_update (COLLAPSAR_LAYERS_VIEW (widget));
}

/* Lets go of all that is shown: a run that is not looked at is to be able to let go of its snapshots. */
static void
forget (CollapsarLayersView *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->description_source, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  while (self->rows->len > 0)
    remove_row (self);
  collapsar_plot_view_set_pointplot (self->profile, NULL);
  collapsar_plot_view_set_pointplot (self->spectrum, NULL);
  g_ptr_array_set_size (self->retired, 0);
  g_clear_pointer (&self->view, view_layers_unref);
  collapsar_layers_maker_free (self->maker);
  self->maker = collapsar_layers_maker_new (on_made, self);
}

static void
collapsar_layers_view_unmap (GtkWidget *widget)
{
  forget (COLLAPSAR_LAYERS_VIEW (widget));
  GTK_WIDGET_CLASS (collapsar_layers_view_parent_class)->unmap (widget);
}

static void
collapsar_layers_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarLayersView *self = COLLAPSAR_LAYERS_VIEW (object);
  if (id == PROP_METRIC)
    g_value_set_uint (value, self->options.metric);
  else if (id == PROP_SPLIT)
    g_value_set_uint (value, self->options.split);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_layers_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarLayersView *self = COLLAPSAR_LAYERS_VIEW (object);
  if (id == PROP_METRIC)
    self->options.metric = (TrainingLayerMetric)g_value_get_uint (value);
  else if (id == PROP_SPLIT)
    self->options.split = (TrainingSplit)g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  queue_update (self);
}

static void
collapsar_layers_view_dispose (GObject *object)
{
  CollapsarLayersView *self = COLLAPSAR_LAYERS_VIEW (object);
  g_clear_pointer (&self->maker, collapsar_layers_maker_free);
  forget_runs (self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->description_source, g_source_remove);
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_object (&self->stage);
  g_clear_object (&self->session);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (collapsar_layers_view_parent_class)->dispose (object);
}

static void
collapsar_layers_view_finalize (GObject *object)
{
  CollapsarLayersView *self = COLLAPSAR_LAYERS_VIEW (object);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->listened);
  g_ptr_array_unref (self->retired);
  g_clear_pointer (&self->view, view_layers_unref);
  G_OBJECT_CLASS (collapsar_layers_view_parent_class)->finalize (object);
}

static void
collapsar_layers_view_class_init (CollapsarLayersViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  object_class->get_property = collapsar_layers_view_get_property;
  object_class->set_property = collapsar_layers_view_set_property;
  object_class->dispose = collapsar_layers_view_dispose;
  object_class->finalize = collapsar_layers_view_finalize;
  widget_class->map = collapsar_layers_view_map;
  widget_class->unmap = collapsar_layers_view_unmap;
  properties[PROP_METRIC]
      = g_param_spec_uint ("metric", NULL, NULL, 0, TRAINING_N_LAYER_METRICS - 1, 0, flags);
  properties[PROP_SPLIT] = g_param_spec_uint ("split", NULL, NULL, 0, TRAINING_N_SPLITS - 1, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "layersview");
}

static void
collapsar_layers_view_init (CollapsarLayersView *self)
{
  GtkWidget *mosaic = collapsar_mosaic_new ();
  self->mosaic = COLLAPSAR_MOSAIC (mosaic);
  self->rows = g_ptr_array_new_with_free_func (g_free);
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  self->retired = g_ptr_array_new_with_free_func ((GDestroyNotify)view_layers_unref);
  self->maker = collapsar_layers_maker_new (on_made, self);
  self->profile = COLLAPSAR_PLOT_VIEW (collapsar_plot_view_new ());
  self->spectrum = COLLAPSAR_PLOT_VIEW (collapsar_plot_view_new ());
  collapsar_plot_view_set_words (self->profile, describe_profile, self);
  collapsar_plot_view_set_words (self->spectrum, describe_spectrum, self);
  /* Until they say what they show. */
  name (GTK_WIDGET (self->profile), _ ("By layer"), NULL);
  name (GTK_WIDGET (self->spectrum), _ ("Singular values"), NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->profile), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self->spectrum), "card");
  collapsar_mosaic_add (self->mosaic, GTK_WIDGET (self->profile));
  collapsar_mosaic_add (self->mosaic, GTK_WIDGET (self->spectrum));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Layers"), -1);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), mosaic);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

void
collapsar_layers_view_set_stage (CollapsarLayersView *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_LAYERS_VIEW (self));

  g_set_object (&self->stage, stage);
  g_signal_connect_object (collapsar_stage_scenes (stage), "items-changed", G_CALLBACK (on_runs), self,
                           G_CONNECT_SWAPPED);
  on_runs (self);
}

void
collapsar_layers_view_set_session (CollapsarLayersView *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_LAYERS_VIEW (self));

  g_set_object (&self->session, session);
}

ViewLayers *
collapsar_layers_view_get_view (CollapsarLayersView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LAYERS_VIEW (self), NULL);

  return self->view;
}

gboolean
collapsar_layers_view_is_settled (CollapsarLayersView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LAYERS_VIEW (self), FALSE);

  return self->view != NULL && !collapsar_layers_maker_is_working (self->maker) && self->source == 0
         && self->tick == 0;
}
