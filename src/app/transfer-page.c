#include "app/transfer-page-private.h"

#include "app/data-chooser.h"
#include "app/naming.h"
#include "app/source-list.h"
#include "app/transfer-menus.h"

/* A card that is narrower would cut its table. */
#define CARD_WIDTH 470

G_DEFINE_FINAL_TYPE (CollapsarTransferPage, collapsar_transfer_page, GTK_TYPE_BOX)

enum { SIGNAL_MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What is under the pointer. */

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

/* What is left out of the charts, and why. */
static void
show_left_out (CollapsarTransferPage *self)
{
  ViewTransfer *view = self->digest->view;
  g_autofree char *words = view == NULL ? NULL : view_transfer_describe_left_out (view);
  gtk_widget_set_visible (self->left_out, words != NULL);
  gtk_label_set_label (self->left_out_words, words == NULL ? "" : words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.show-others",
                                 words != NULL && view_transfer_other_settings (view) != NULL);
}

static void
show_digest (CollapsarTransferPage *self)
{
  gboolean any = self->digest->view != NULL;
  show_menus (self);
  gtk_stack_set_visible_child_name (self->stack, any ? "cards" : "empty");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.evaluate", *self->digest->target != '\0');
  show_left_out (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->evaluation)))
    collapsar_transfer_page_show_evaluation (self);
  if (any)
    collapsar_transfer_page_show_cards (self);
  else
    collapsar_transfer_page_show_empty (self);
}

/* The fine-tunings that follow are others. */
static void
on_progress (CollapsarTransferPage *self)
{
  if (self->digest != NULL && self->digest->view == NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    collapsar_transfer_page_show_empty (self);
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
                                       .visible = collapsar_transfer_page_sees (self, session),
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

static void
evaluate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_transfer_page_evaluate (COLLAPSAR_TRANSFER_PAGE (widget));
}

/* Those that are left out, instead of those that they differ from. */
static void
show_others (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarTransferPage *self = COLLAPSAR_TRANSFER_PAGE (widget);
  g_object_set (self->choice, "settings", view_transfer_other_settings (self->digest->view), NULL);
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
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, left_out);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferPage, left_out_words);
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
  gtk_widget_class_install_action (widget_class, "page.show-others", NULL, show_others);
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
  g_signal_connect_object (self->evaluation, "opened", G_CALLBACK (collapsar_transfer_page_show_evaluation),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->methods, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->methods, "notify::chosen", G_CALLBACK (collapsar_transfer_page_show_curves),
                           self, G_CONNECT_SWAPPED);
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
  g_signal_connect_object (collapsar_study_transfers (self->study), "progress", G_CALLBACK (on_progress),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_study_transfers (self->study), "notify::live",
                           G_CALLBACK (collapsar_transfer_page_show_curves), self, G_CONNECT_SWAPPED);
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

gboolean
collapsar_transfer_page_has_epochs (CollapsarTransferPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_PAGE (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->curves));
}
