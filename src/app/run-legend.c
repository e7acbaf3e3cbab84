#include "app/run-legend.h"

#include <glib/gi18n.h>

#include "app/swatch.h"

#define NAME_WIDTH 24 /* characters */

struct _CollapsarRunLegend {
  GtkWidget parent_instance;

  GtkWidget *box;
  CollapsarStage *stage;
};

G_DEFINE_FINAL_TYPE (CollapsarRunLegend, collapsar_run_legend, GTK_TYPE_WIDGET)

static void
on_clicked (GtkWidget *button, CollapsarSession *run)
{
  CollapsarRunLegend *self
      = COLLAPSAR_RUN_LEGEND (gtk_widget_get_ancestor (button, COLLAPSAR_TYPE_RUN_LEGEND));
  collapsar_study_select (collapsar_stage_study (self->stage), run);
}

static GtkWidget *
make_item (gpointer run, gpointer user_data)
{
  GtkWidget *item = gtk_flow_box_child_new (), *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *swatch = collapsar_swatch_new (0), *name = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_WIDTH);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), name);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_set_focusable (item, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (item), button);
  g_object_bind_property (run, "name", name, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (run, "name", button, "tooltip-text", G_BINDING_SYNC_CREATE);
  g_object_bind_property (run, "style", swatch, "regime", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), run, 0);
  return item;
}

/* The selected one's name is bold, as its curves are. */
static void
update (CollapsarRunLegend *self)
{
  CollapsarSession *selected = collapsar_study_get_selected (collapsar_stage_study (self->stage));
  GListModel *runs = collapsar_stage_runs (self->stage);
  guint n = g_list_model_get_n_items (runs);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 1);
  for (guint i = 0; i < n; i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (runs, i);
    GtkFlowBoxChild *item = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->box), (int)i);
    GtkWidget *button = gtk_flow_box_child_get_child (item);
    if (run == selected)
      gtk_widget_add_css_class (button, "selected");
    else
      gtk_widget_remove_css_class (button, "selected");
  }
}

static void
collapsar_run_legend_dispose (GObject *object)
{
  CollapsarRunLegend *self = COLLAPSAR_RUN_LEGEND (object);
  if (self->stage != NULL) {
    g_signal_handlers_disconnect_by_data (collapsar_stage_runs (self->stage), self);
    g_signal_handlers_disconnect_by_data (collapsar_stage_study (self->stage), self);
  }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->stage);
  G_OBJECT_CLASS (collapsar_run_legend_parent_class)->dispose (object);
}

static void
collapsar_run_legend_class_init (CollapsarRunLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = collapsar_run_legend_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "runlegend");
}

static void
collapsar_run_legend_init (CollapsarRunLegend *self)
{
  self->box = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->box), COLLAPSAR_STAGE_SCENES);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Runs"), -1);
}

void
collapsar_run_legend_set_stage (CollapsarRunLegend *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_LEGEND (self));
  g_return_if_fail (COLLAPSAR_IS_STAGE (stage));
  g_return_if_fail (self->stage == NULL);

  self->stage = g_object_ref (stage);
  gtk_flow_box_bind_model (GTK_FLOW_BOX (self->box), collapsar_stage_runs (stage), make_item, NULL, NULL);
  g_signal_connect_object (collapsar_stage_runs (stage), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_study (stage), "notify::selected", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
