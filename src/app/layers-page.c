#include "app/layers-page.h"

#include "app/naming.h"
#include "app/view-actions.h"

struct _CollapsarLayersPage {
  GtkBox parent_instance;

  GtkWidget *metric;
  GtkWidget *test;
  CollapsarLayersView *cards;
};

G_DEFINE_FINAL_TYPE (CollapsarLayersPage, collapsar_layers_page, GTK_TYPE_BOX)

enum { SIGNAL_MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
on_message (CollapsarLayersPage *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, message);
}

static void
collapsar_layers_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_LAYERS_PAGE);
  G_OBJECT_CLASS (collapsar_layers_page_parent_class)->dispose (object);
}

static void
collapsar_layers_page_class_init (CollapsarLayersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_layers_page_dispose;

  g_type_ensure (COLLAPSAR_TYPE_LAYERS_VIEW);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/layers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarLayersPage, metric);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLayersPage, test);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLayersPage, cards);
}

static void
collapsar_layers_page_init (CollapsarLayersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_name_drop_down (self->metric);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  for (guint m = 0; m < TRAINING_N_LAYER_METRICS; m++)
    gtk_string_list_append (
        titles, training_quantity_title (training_layer_metric_quantity ((TrainingLayerMetric)m)));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->metric), G_LIST_MODEL (titles));
  /* The drop-down lists the metrics in the order of TrainingLayerMetric. */
  g_object_bind_property (self->metric, "selected", self->cards, "metric", G_BINDING_SYNC_CREATE);
  /* FALSE and TRUE are train and test. */
  g_object_bind_property (self->test, "active", self->cards, "split", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->cards, "message", G_CALLBACK (on_message), self, G_CONNECT_SWAPPED);
}

void
collapsar_layers_page_set_stage (CollapsarLayersPage *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_LAYERS_PAGE (self));
  g_return_if_fail (COLLAPSAR_IS_STAGE (stage));

  collapsar_layers_view_set_stage (self->cards, stage);
}

void
collapsar_layers_page_set_session (CollapsarLayersPage *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_LAYERS_PAGE (self));

  collapsar_layers_view_set_session (self->cards, session);
}

void
collapsar_layers_page_add_actions (CollapsarLayersPage *self, GActionMap *map)
{
  g_return_if_fail (COLLAPSAR_IS_LAYERS_PAGE (self));

  collapsar_add_choice_action (map, "layer-metric", GTK_DROP_DOWN (self->metric), view_layers_metric_keys ());
}

char *
collapsar_layers_page_get_look (CollapsarLayersPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LAYERS_PAGE (self), NULL);

  return g_strdup (view_layers_metric_keys ()[gtk_drop_down_get_selected (GTK_DROP_DOWN (self->metric))]);
}

void
collapsar_layers_page_set_look (CollapsarLayersPage *self, const char *look)
{
  g_return_if_fail (COLLAPSAR_IS_LAYERS_PAGE (self));

  for (guint m = 0; m < TRAINING_N_LAYER_METRICS; m++)
    if (g_strcmp0 (look, view_layers_metric_keys ()[m]) == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->metric), m);
}

CollapsarLayersView *
collapsar_layers_page_cards (CollapsarLayersPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LAYERS_PAGE (self), NULL);

  return self->cards;
}

TrainingLayerMetric
collapsar_layers_page_get_metric (CollapsarLayersPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LAYERS_PAGE (self), 0);

  return (TrainingLayerMetric)gtk_drop_down_get_selected (GTK_DROP_DOWN (self->metric));
}
