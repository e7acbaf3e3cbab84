#include "app/transfer-page.h"

#include <glib/gi18n.h>

#include "app/data-chooser.h"
#include "app/evaluation-popover.h"
#include "app/method-table.h"
#include "app/naming.h"
#include "app/plot-view.h"
#include "app/source-list.h"
#include "app/transfer-curves.h"
#include "app/transfer-digest.h"
#include "app/transfer-menus.h"

/* A card that is narrower would cut its table. */
#define CARD_WIDTH 470

struct _CollapsarTransferPage {
  GtkBox parent_instance;

  GtkMenuButton *source_button, *target_button, *shots_button;
  GtkWidget *missing, *missing_words;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkGrid *grid;
  GtkWidget *scatter_card, *methods_card, *few_card, *probes_card;
  GtkLabel *scatter_subtitle, *methods_subtitle, *few_subtitle, *probes_subtitle;
  CollapsarPlotView *scatter, *few, *probes;
  CollapsarMethodTable *methods;
  CollapsarTransferCurves *curves;
  AdwSplitButton *evaluate;
  CollapsarEvaluationPopover *evaluation;
  GtkLabel *methods_note, *caption;
  GtkBox *layers;
  GtkWidget *layer_row;

  CollapsarTransferChoice *choice;
  CollapsarStage *stage;
  CollapsarStudy *study;
  GPtrArray *sources; /* DatasetSourceInfo; NULL until they are found */
  CollapsarTransferDigest *digest;
  PlotScatter scatter_plot;
  PlotPointplot few_plot, probes_plot; /* without their titles, which the cards have */
  GCancellable *cancellable;
  gboolean working, stale; /* a digest is being made; and of what is no more */
  guint source;            /* begins the next one */
};

G_DEFINE_FINAL_TYPE (CollapsarTransferPage, collapsar_transfer_page, GTK_TYPE_BOX)

enum { SIGNAL_MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Charts */

static char *
describe_point (const CollapsarPlotPoint *point, gpointer user_data)
{
  CollapsarTransferPage *self = user_data;
  return view_transfer_describe_point (self->digest->view, (guint)point->line);
}

static char *
describe_few_shot (const CollapsarPlotPoint *point, gpointer user_data)
{
  CollapsarTransferPage *self = user_data;
  return view_transfer_describe_few_shot (self->digest->view, (guint)point->line, point->place);
}

static char *
describe_layer (const CollapsarPlotPoint *point, gpointer user_data)
{
  CollapsarTransferPage *self = user_data;
  return view_transfer_describe_layer (self->digest->view, (guint)point->line, point->place);
}

static void
describe_chart (CollapsarPlotView *chart, const char *words)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
show_scatter (CollapsarTransferPage *self)
{
  ViewTransfer *view = self->digest->view;
  g_autofree char *caption = view_transfer_caption (view);
  self->scatter_plot = *view_transfer_scatter (view);
  gtk_label_set_label (self->scatter_subtitle, self->scatter_plot.subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->scatter_subtitle), self->scatter_plot.subtitle);
  self->scatter_plot.title = self->scatter_plot.subtitle = NULL;
  collapsar_plot_view_set_scatter (self->scatter, &self->scatter_plot);
  describe_chart (self->scatter, caption);
  gtk_label_set_label (self->caption, caption);
}

static void
show_pointplot (CollapsarPlotView *chart, GtkLabel *subtitle, PlotPointplot *bare, const PlotPointplot *plot)
{
  *bare = *plot;
  gtk_label_set_label (subtitle, plot->subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (subtitle), plot->subtitle);
  bare->title = bare->subtitle = NULL;
  collapsar_plot_view_set_pointplot (chart, bare);
  describe_chart (chart, plot->n_lines == 0 ? plot->empty : plot->subtitle);
}

/* Methods */

/* The name of the run or group that the cards of one backbone are of. */
static const char *
backbone_name (CollapsarTransferPage *self)
{
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  return selected == NULL ? "" : regime_name (collapsar_session_regime (selected));
}

static char *
target_title (CollapsarTransferPage *self)
{
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (self->digest->target);
  return task == NULL ? g_strdup ("") : collapsar_transfer_task_title (task);
}

static void
show_methods (CollapsarTransferPage *self)
{
  g_autofree char *target = target_title (self);
  g_autofree char *shots = view_transfer_shots_name (self->digest->shown_shots);
  g_autofree char *backbone = self->digest->has_backbone
                                  ? g_strdup_printf (_ ("backbone: %s"), backbone_name (self))
                                  : g_strdup_printf (_ ("no fine-tuning of “%s” yet"), backbone_name (self));
  g_autofree char *note = g_strdup_printf (
      _ ("Test accuracy on %s, mean ± s.d. of n draws, %s. NC1 is that of what feeds the "
         "classifier; SCL FT adds a skip connection from the tuned layer to the features."),
      target, shots);
  collapsar_method_table_set (self->methods, self->digest->methods);
  gtk_label_set_label (self->methods_subtitle, backbone);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->methods_subtitle), backbone);
  gtk_label_set_label (self->methods_note, note);
}

static void
append_layer (CollapsarTransferPage *self, gint block, gint best)
{
  g_autofree char *label
      = block == best ? g_strdup_printf (_ ("%d (best)"), block) : g_strdup_printf ("%d", block);
  g_autofree char *name = g_strdup_printf (_ ("Tuned layer %d"), block);
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "transfer.layer");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", (guint)block);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), block == self->digest->layer);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (block == best)
    gtk_widget_set_tooltip_text (button, _ ("The layer with the best mean test accuracy; it is chosen by the "
                                            "accuracies that are shown"));
  gtk_box_append (self->layers, button);
}

/* Anew where other layers were tuned or another is the best; else only what is chosen changes. */
static void
show_layers (CollapsarTransferPage *self)
{
  const GArray *blocks = view_transfer_blocks (self->digest->view);
  gint best = view_transfer_best_block (self->digest->view);
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self->layers));
  gboolean focused = focus != NULL;
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self->layers))) != NULL;)
    gtk_box_remove (self->layers, child);
  for (guint i = 0; i < blocks->len; i++) {
    append_layer (self, g_array_index (blocks, gint, i), best);
    if (focused && g_array_index (blocks, gint, i) == self->digest->layer)
      gtk_widget_grab_focus (gtk_widget_get_last_child (GTK_WIDGET (self->layers)));
  }
  gtk_widget_set_visible (self->layer_row, blocks->len > 0);
}

/* Epoch by epoch */

/* Whether the runs are shown as one. */
static gboolean
are_of_one_group (CollapsarTransferPage *self, CollapsarSession *a, CollapsarSession *b)
{
  CollapsarRunGroup *group = collapsar_stage_closed_group (self->stage, a);
  return a == b || (group != NULL && collapsar_run_group_has (group, b));
}

/* The fine-tuning in progress, where the methods are those of its network, task, size and layer. */
static CollapsarSession *
find_live (CollapsarTransferPage *self)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (self->study);
  CollapsarSession *live = collapsar_transfers_live (transfers);
  CollapsarSession *run = collapsar_transfers_live_run (transfers);
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  if (live == NULL || run == NULL || selected == NULL || !are_of_one_group (self, selected, run))
    return NULL;
  const Regime *regime = collapsar_session_regime (live);
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_of_regime (regime);
  g_autofree char *key = collapsar_transfer_task_key (task);
  guint block = transfer_block (regime);
  return g_str_equal (key, self->digest->target)
                 && (guint)regime_get_integer (regime, "transfer.shots") == self->digest->shown_shots
                 && (block == 0 || self->digest->layer == 0 || (gint)block == self->digest->layer)
             ? live
             : NULL;
}

static void
show_curves (CollapsarTransferPage *self)
{
  guint chosen;
  if (self->digest == NULL || self->digest->view == NULL)
    return;
  g_object_get (self->methods, "chosen", &chosen, NULL);
  collapsar_transfer_curves_show (self->curves, collapsar_study_get_store (self->study),
                                  self->digest->tunings, find_live (self), chosen);
}

/* All of it */

static void
show_menus (CollapsarTransferPage *self)
{
  collapsar_transfer_menus_show_sources (self->source_button, self->digest);
  collapsar_transfer_menus_show_targets (self->target_button, self->digest, self->sources,
                                         collapsar_study_get_selected (self->study));
  collapsar_transfer_menus_show_shots (self->shots_button, self->digest,
                                       collapsar_transfer_choice_shots (self->choice));
  g_autofree char *missing = collapsar_transfer_menus_missing (self->digest, self->sources);
  gtk_widget_set_visible (self->missing, missing != NULL);
  gtk_label_set_label (GTK_LABEL (self->missing_words), missing == NULL ? "" : missing);
}

static void
show_empty (CollapsarTransferPage *self)
{
  g_autofree char *target = target_title (self);
  g_autofree char *words
      = *target == '\0'
            ? g_strdup (
                _ ("Which training transfers best? Networks of this study are tuned on another task by "
                   "a few methods, and what that comes to is shown here. Choose a task above."))
            : g_strdup_printf (_ ("Which training transfers best? No network of this study that is shown has "
                                  "been tuned on %s yet. Evaluate does it."),
                               target);
  adw_status_page_set_description (self->empty, words);
}

static gboolean
is_seen (CollapsarTransferPage *self, CollapsarSession *run)
{
  GListModel *runs = collapsar_stage_runs (self->stage);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (CollapsarSession) seen = g_list_model_get_item (runs, i);
    if (seen == run)
      return TRUE;
  }
  return FALSE;
}

/* What is seen of the source. */
static GPtrArray *
list_evaluated (CollapsarTransferPage *self)
{
  GPtrArray *runs = g_ptr_array_new ();
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++) {
    CollapsarSession *run = collapsar_study_run (self->study, i);
    const char *source = regime_get (collapsar_session_regime (run), "data.source");
    if (is_seen (self, run) && g_str_equal (source, self->digest->source))
      g_ptr_array_add (runs, run);
  }
  return runs;
}

/* Once it is opened, and when there is something else while it is. */
static void
show_evaluation (CollapsarTransferPage *self)
{
  g_autoptr (CollapsarTransferTask) task
      = self->digest == NULL ? NULL : collapsar_transfer_task_parse (self->digest->target);
  guint cores;
  if (task == NULL)
    return;
  g_autoptr (GPtrArray) runs = list_evaluated (self);
  g_object_get (self->study, "cores", &cores, NULL);
  collapsar_evaluation_popover_ask (self->evaluation, collapsar_study_transfers (self->study), runs, task,
                                    cores);
}

static void
show_digest (CollapsarTransferPage *self)
{
  gboolean any = self->digest->view != NULL;
  show_menus (self);
  gtk_stack_set_visible_child_name (self->stack, any ? "cards" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.evaluate", *self->digest->target != '\0');
  if (gtk_widget_get_visible (GTK_WIDGET (self->evaluation)))
    show_evaluation (self);
  if (!any) {
    show_empty (self);
    return;
  }
  show_scatter (self);
  show_methods (self);
  show_layers (self);
  show_pointplot (self->few, self->few_subtitle, &self->few_plot,
                  view_transfer_few_shot (self->digest->view));
  show_pointplot (self->probes, self->probes_subtitle, &self->probes_plot,
                  view_transfer_layers (self->digest->view));
  show_curves (self);
}

/* Making it */

static void update (CollapsarTransferPage *self);

static void
on_digested (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarTransferPage) self = user_data;
  CollapsarTransferDigest *digest = collapsar_transfer_digest_finish (result);
  self->working = FALSE;
  if (digest == NULL)
    return; /* the page is going */
  CollapsarTransferDigest *before = g_steal_pointer (&self->digest);
  self->digest = digest;
  show_digest (self);
  collapsar_transfer_digest_free (before); /* the charts drew it until now */
  if (self->stale)
    update (self);
}

/* A closed group is shown as one. */
static guint
group_of (CollapsarTransferPage *self, CollapsarSession *run, guint place)
{
  CollapsarRunGroup *group = collapsar_stage_closed_group (self->stage, run);
  for (guint i = 0; group != NULL && i < place; i++)
    if (collapsar_run_group_has (group, collapsar_study_run (self->study, i)))
      return i;
  return place;
}

static GArray *
list_runs (CollapsarTransferPage *self)
{
  GArray *runs = g_array_new (FALSE, TRUE, sizeof (CollapsarTransferRun));
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  guint selected_group = G_MAXUINT;
  g_array_set_clear_func (runs, (GDestroyNotify)collapsar_transfer_run_clear);
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++) {
    CollapsarSession *session = collapsar_study_run (self->study, i);
    const CollapsarTransferRun run = { .id = collapsar_session_id (session),
                                       .group = group_of (self, session, i),
                                       .style = collapsar_session_get_look (session),
                                       .visible = is_seen (self, session),
                                       .regime = regime_ref (collapsar_session_regime (session)) };
    g_array_append_val (runs, run);
    if (session == selected)
      selected_group = run.group;
  }
  for (guint i = 0; i < runs->len; i++) {
    CollapsarTransferRun *run = &g_array_index (runs, CollapsarTransferRun, i);
    run->selected = run->group == selected_group;
  }
  return runs;
}

static void
update (CollapsarTransferPage *self)
{
  self->stale = self->working;
  if (self->working || self->study == NULL)
    return;
  self->working = TRUE;
  collapsar_transfer_digest_async (collapsar_study_transfers (self->study), list_runs (self), self->choice,
                                   self->cancellable, on_digested, g_object_ref (self));
}

static gboolean
on_idle (gpointer user_data)
{
  CollapsarTransferPage *self = user_data;
  self->source = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* What changes together is shown together. */
static void
queue_update (CollapsarTransferPage *self)
{
  if (self->source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->source = g_idle_add (on_idle, self);
}

static void
collapsar_transfer_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (collapsar_transfer_page_parent_class)->map (widget);
  queue_update (COLLAPSAR_TRANSFER_PAGE (widget));
}

/* What a person can do */

/* The first run of the group that the point is of. */
static void
on_picked (CollapsarTransferPage *self, guint point)
{
  gint64 run = view_transfer_point_run (self->digest->view, point);
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++)
    if (collapsar_session_id (collapsar_study_run (self->study, i)) == run)
      collapsar_study_select (self->study, collapsar_study_run (self->study, i));
}

static void
on_data_chosen (CollapsarTransferPage *self, const char *source)
{
  const CollapsarTransferTask task = { (char *)source, (char *)"fine", (char *)"all" };
  g_autofree char *key = collapsar_transfer_task_key (&task);
  g_object_set (self->choice, "target", key, NULL);
}

static void
choose_other_data (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarTransferPage *self = COLLAPSAR_TRANSFER_PAGE (widget);
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  if (selected == NULL)
    return;
  CollapsarDataChooser *chooser = collapsar_data_chooser_new (GTK_WINDOW (gtk_widget_get_root (widget)),
                                                              collapsar_session_regime (selected));
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_data_chosen), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (chooser));
}

/* A network that still trains waits for its end. */
static void
evaluate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarTransferPage *self = COLLAPSAR_TRANSFER_PAGE (widget);
  CollapsarEvaluation *evaluation = collapsar_evaluation_popover_evaluation (self->evaluation);
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (self->digest->target);
  g_autoptr (GPtrArray) runs = list_evaluated (self);
  gtk_popover_popdown (GTK_POPOVER (self->evaluation));
  for (guint i = 0; task != NULL && i < runs->len; i++) {
    g_autoptr (GPtrArray) plans
        = collapsar_evaluation_plans (evaluation, collapsar_session_regime (runs->pdata[i]), task);
    g_autoptr (GPtrArray) run = g_ptr_array_new ();
    g_ptr_array_add (run, runs->pdata[i]);
    for (guint p = 0; p < plans->len; p++)
      collapsar_transfers_add (collapsar_study_transfers (self->study), run, plans->pdata[p]);
  }
}

static void
on_message (CollapsarTransferPage *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

static void
on_sources (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CollapsarTransferPage *self = COLLAPSAR_TRANSFER_PAGE (object);
  GPtrArray *sources = collapsar_source_list_find_finish (result);
  if (sources == NULL)
    return; /* the page is going */
  self->sources = sources;
  queue_update (self);
}

/* The object. */

static void
collapsar_transfer_page_dispose (GObject *object)
{
  CollapsarTransferPage *self = COLLAPSAR_TRANSFER_PAGE (object);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_TRANSFER_PAGE);
  g_clear_pointer (&self->digest, collapsar_transfer_digest_free);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_object (&self->choice);
  g_clear_object (&self->study);
  g_clear_object (&self->stage);
  G_OBJECT_CLASS (collapsar_transfer_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, source_button);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, target_button);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, shots_button);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, missing);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, missing_words);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, empty);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, grid);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, scatter_card);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, methods_card);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, few_card);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, probes_card);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, scatter_subtitle);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, methods_subtitle);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, few_subtitle);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, probes_subtitle);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, scatter);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, few);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, probes);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, methods);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, curves);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, evaluate);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, evaluation);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, methods_note);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, caption);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, layers);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, layer_row);
}

static void
collapsar_transfer_page_class_init (CollapsarTransferPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_transfer_page_dispose;
  widget_class->map = collapsar_transfer_page_map;
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (COLLAPSAR_TYPE_PLOT_VIEW);
  g_type_ensure (COLLAPSAR_TYPE_METHOD_TABLE);
  g_type_ensure (COLLAPSAR_TYPE_TRANSFER_CURVES);
  g_type_ensure (COLLAPSAR_TYPE_EVALUATION_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/transfer-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "page.other-data", NULL, choose_other_data);
  gtk_widget_class_install_action (widget_class, "page.evaluate", NULL, evaluate);
}

static void
collapsar_transfer_page_init (CollapsarTransferPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_name_split_button (self->evaluate);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.evaluate", FALSE); /* no task is known yet */
  self->cancellable = g_cancellable_new ();
  self->choice = collapsar_transfer_choice_new ();
  collapsar_plot_view_set_words (self->scatter, describe_point, self);
  collapsar_plot_view_set_words (self->few, describe_few_shot, self);
  collapsar_plot_view_set_words (self->probes, describe_layer, self);
  g_signal_connect_object (self->scatter, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->evaluation, "opened", G_CALLBACK (show_evaluation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->methods, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->methods, "notify::chosen", G_CALLBACK (show_curves), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->choice, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  collapsar_source_list_find (self, self->cancellable, on_sources);
}

void
collapsar_transfer_page_set_stage (CollapsarTransferPage *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_PAGE (self));
  g_return_if_fail (COLLAPSAR_IS_STAGE (stage));
  g_return_if_fail (self->stage == NULL);

  self->stage = g_object_ref (stage);
  self->study = g_object_ref (collapsar_stage_study (stage));
  g_signal_connect_object (collapsar_study_transfers (self->study), "changed", G_CALLBACK (queue_update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_study_transfers (self->study), "notify::live", G_CALLBACK (show_curves),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->study, "notify::selected", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_shown (stage), "items-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
}

static void
place (GtkGrid *grid, GtkWidget *card, guint index, guint n_columns)
{
  GtkLayoutChild *child
      = gtk_layout_manager_get_layout_child (gtk_widget_get_layout_manager (GTK_WIDGET (grid)), card);
  g_object_set (child, "column", (int)(index % n_columns), "row", (int)(index / n_columns), NULL);
}

void
collapsar_transfer_page_fit (CollapsarTransferPage *self, int width)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_PAGE (self));

  GtkWidget *cards[] = { self->scatter_card, self->methods_card, self->few_card, self->probes_card };
  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    place (self->grid, cards[i], i, width < 2 * CARD_WIDTH ? 1 : 2);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->curves), width < 2 * CARD_WIDTH
                                                                     ? GTK_ORIENTATION_VERTICAL
                                                                     : GTK_ORIENTATION_HORIZONTAL);
}

CollapsarTransferChoice *
collapsar_transfer_page_choice (CollapsarTransferPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_PAGE (self), NULL);

  return self->choice;
}

ViewTransfer *
collapsar_transfer_page_view (CollapsarTransferPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_PAGE (self), NULL);

  return self->digest == NULL ? NULL : self->digest->view;
}
