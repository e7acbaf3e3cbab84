/* The Transfer view's cards: charts, methods, and one fine-tuning epoch by epoch. */
#include "app/transfer-page-private.h"

#include <glib/gi18n.h>

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

char *
collapsar_transfer_page_target_title (CollapsarTransferPage *self)
{
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (self->digest->target);
  return task == NULL ? g_strdup ("") : collapsar_transfer_task_title (task);
}

static void
show_methods (CollapsarTransferPage *self)
{
  g_autofree char *target = collapsar_transfer_page_target_title (self);
  g_autofree char *shots = view_transfer_shots_name (self->digest->shown_shots);
  g_autofree char *backbone = self->digest->has_backbone
                                  ? g_strdup_printf (_ ("backbone: %s"), backbone_name (self))
                                  : g_strdup_printf (_ ("no fine-tuning of “%s” yet"), backbone_name (self));
  g_autofree char *note
      = self->digest->methods->len == 0
            ? g_strdup_printf (_ ("Nothing was tuned on %s with %s yet: only the layers were read. Evaluate "
                                  "tunes them."),
                               target, shots)
            : g_strdup_printf (
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

void
collapsar_transfer_page_show_curves (CollapsarTransferPage *self)
{
  guint chosen;
  if (self->digest == NULL || self->digest->view == NULL)
    return;
  g_object_get (self->methods, "chosen", &chosen, NULL);
  collapsar_transfer_curves_show (self->curves, collapsar_study_get_store (self->study),
                                  self->digest->tunings, find_live (self), chosen);
}

void
collapsar_transfer_page_show_cards (CollapsarTransferPage *self)
{
  show_scatter (self);
  show_methods (self);
  show_layers (self);
  show_pointplot (self->few, self->few_subtitle, &self->few_plot,
                  view_transfer_few_shot (self->digest->view));
  show_pointplot (self->probes, self->probes_subtitle, &self->probes_plot,
                  view_transfer_layers (self->digest->view));
  collapsar_transfer_page_show_curves (self);
}
