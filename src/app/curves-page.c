#include "app/curves-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/curves-view.h"
#include "app/naming.h"
#include "app/run-legend.h"
#include "app/view-actions.h"

struct _CollapsarCurvesPage {
  GtkBox parent_instance;

  GtkWidget *train;
  GtkWidget *test;
  GtkWidget *head;
  GtkWidget *seeds;
  GtkWidget *band;
  GtkWidget *each_run;
  GtkAdjustment *smoothing;
  GtkMenuButton *smoothing_button;
  GtkWidget *log_epochs;
  GtkWidget *all_epochs;
  GtkWidget *epochs_name;
  GtkWidget *ratio;
  GtkWidget *ratio_name;
  CollapsarCurvesView *curves;
  CollapsarRunLegend *legend;
};

G_DEFINE_FINAL_TYPE (CollapsarCurvesPage, collapsar_curves_page, GTK_TYPE_BOX)

/* Nothing to ask for where there are not two runs. */
static void
on_ratio_name (CollapsarCurvesPage *self)
{
  g_autofree char *name = NULL;
  g_object_get (self->curves, "ratio-name", &name, NULL);
  gtk_widget_set_visible (gtk_widget_get_parent (self->ratio), name != NULL);
}

static void
on_epochs_name (CollapsarCurvesPage *self)
{
  g_autofree char *name = NULL;
  g_object_get (self->curves, "epochs-name", &name, NULL);
  gtk_widget_set_visible (self->all_epochs, name != NULL);
  /* Hidden, it is in the accessible tree still. */
  gtk_label_set_label (GTK_LABEL (self->epochs_name), name == NULL ? "" : name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->all_epochs), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name == NULL ? "" : name, -1);
}

/* What is smoothed says so. */
static void
on_smoothing (CollapsarCurvesPage *self)
{
  double smoothing = gtk_adjustment_get_value (self->smoothing);
  g_autofree char *label
      = smoothing > 0.0 ? g_strdup_printf (_ ("Smoothing %.2f"), smoothing) : g_strdup (_ ("Smoothing"));
  gtk_menu_button_set_label (self->smoothing_button, label);
}

static void
on_pointed (CollapsarCurvesPage *self, GObject *item)
{
  collapsar_curves_view_set_highlight (self->curves, item);
}

static void
collapsar_curves_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_CURVES_PAGE);
  G_OBJECT_CLASS (collapsar_curves_page_parent_class)->dispose (object);
}

static void
collapsar_curves_page_class_init (CollapsarCurvesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_curves_page_dispose;

  g_type_ensure (COLLAPSAR_TYPE_CURVES_VIEW);
  g_type_ensure (COLLAPSAR_TYPE_RUN_LEGEND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/curves-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, train);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, test);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, head);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, seeds);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, band);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, each_run);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, smoothing);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, smoothing_button);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, log_epochs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, all_epochs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, epochs_name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, ratio);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, ratio_name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, curves);
  gtk_widget_class_bind_template_child (widget_class, CollapsarCurvesPage, legend);
}

static void
collapsar_curves_page_init (CollapsarCurvesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_name_drop_down (GTK_WIDGET (self->band));
  g_object_bind_property (self->train, "active", self->curves, "show-train", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->test, "active", self->curves, "show-test", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->head, "active", self->curves, "show-head", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->ratio, "active", self->curves, "show-ratio", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->ratio, "active", self->ratio_name, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->curves, "ratio-name", self->ratio_name, "label", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->curves, "notify::ratio-name", G_CALLBACK (on_ratio_name), self,
                           G_CONNECT_SWAPPED);
  /* The drop-down lists the bands in the order of ViewBand. */
  g_object_bind_property (self->band, "selected", self->curves, "band", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->each_run, "active", self->curves, "each-run", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->curves, "has-groups", self->seeds, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->curves, "names", self->legend, "names", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->smoothing, "value", self->curves, "smoothing", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->smoothing, "value-changed", G_CALLBACK (on_smoothing), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (self->log_epochs, "active", self->curves, "log-epochs", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->curves, "notify::epochs-name", G_CALLBACK (on_epochs_name), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->legend, "pointed", G_CALLBACK (on_pointed), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->curves, "has-head", self->head, "visible", G_BINDING_SYNC_CREATE);
}

void
collapsar_curves_page_set_stage (CollapsarCurvesPage *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_PAGE (self));
  g_return_if_fail (COLLAPSAR_IS_STAGE (stage));

  collapsar_run_legend_set_stage (self->legend, stage);
  collapsar_curves_view_set_runs (self->curves, collapsar_stage_shown (stage));
}

void
collapsar_curves_page_set_session (CollapsarCurvesPage *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_PAGE (self));

  collapsar_curves_view_set_session (self->curves, session);
}

void
collapsar_curves_page_add_actions (CollapsarCurvesPage *self, GActionMap *map)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_PAGE (self));

  collapsar_add_toggle_action (map, "train-curves", self->train);
  collapsar_add_toggle_action (map, "test-curves", self->test);
  collapsar_add_toggle_action (map, "head-curves", self->head);
  collapsar_add_toggle_action (map, "each-run", self->each_run);
  collapsar_add_toggle_action (map, "ratio", self->ratio);
  collapsar_add_toggle_action (map, "log-epochs", self->log_epochs);
  g_autoptr (GPropertyAction) smoothing = g_property_action_new ("smoothing", self->smoothing, "value");
  g_action_map_add_action (map, G_ACTION (smoothing));
  collapsar_add_choice_action (map, "band", GTK_DROP_DOWN (self->band), view_band_keys ());
}

void
collapsar_curves_page_show_all_epochs (CollapsarCurvesPage *self)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_PAGE (self));

  collapsar_curves_view_show_all_epochs (self->curves);
}

GArray *
collapsar_curves_page_panels (CollapsarCurvesPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_PAGE (self), NULL);

  return collapsar_curves_view_panels (self->curves);
}

ViewFigureLook
collapsar_curves_page_figure_look (CollapsarCurvesPage *self)
{
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_PAGE (self), look);

  look.kind = VIEW_FIGURE_CURVES;
  look.band = (ViewBand)gtk_drop_down_get_selected (GTK_DROP_DOWN (self->band));
  look.no_train = !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->train));
  look.no_test = !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->test));
  look.no_head = !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->head));
  look.each_run = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->each_run));
  look.ratio = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->ratio));
  look.smoothing = gtk_adjustment_get_value (self->smoothing);
  look.epoch_axis = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->log_epochs)) ? PLOT_AXIS_LOG
                                                                                        : PLOT_AXIS_LINEAR;
  collapsar_curves_view_get_epochs (self->curves, &look.from, &look.to);
  /* As the command line has them. */
  look.smoothing = round (1e4 * look.smoothing) / 1e4;
  look.from = round (1e3 * look.from) / 1e3;
  look.to = round (1e3 * look.to) / 1e3;
  return look;
}

/* Train, test, head, band, each run, logarithmic epochs, smoothing, and the epochs from and to. */
#define LOOK_FORMAT "(bbbubbddd)"

char *
collapsar_curves_page_get_look (CollapsarCurvesPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_PAGE (self), NULL);

  double from, to;
  collapsar_curves_view_get_epochs (self->curves, &from, &to);
  g_autoptr (GVariant) look = g_variant_ref_sink (
      g_variant_new (LOOK_FORMAT, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->train)),
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->test)),
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->head)),
                     gtk_drop_down_get_selected (GTK_DROP_DOWN (self->band)),
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->each_run)),
                     gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->log_epochs)),
                     gtk_adjustment_get_value (self->smoothing), from, to));
  return g_variant_print (look, FALSE);
}

/* That of a study of before has nothing about epochs and smoothing. */
static GVariant *
parse_look (const char *look)
{
  GVariant *value = g_variant_parse (G_VARIANT_TYPE (LOOK_FORMAT), look, NULL, NULL, NULL);
  if (value != NULL)
    return value;
  g_autoptr (GVariant) before = g_variant_parse (G_VARIANT_TYPE ("(bbbub)"), look, NULL, NULL, NULL);
  gboolean train, test, head, each_run;
  guint32 band;
  if (before == NULL)
    return NULL;
  g_variant_get (before, "(bbbub)", &train, &test, &head, &band, &each_run);
  return g_variant_ref_sink (
      g_variant_new (LOOK_FORMAT, train, test, head, band, each_run, FALSE, 0.0, 0.0, 0.0));
}

void
collapsar_curves_page_set_look (CollapsarCurvesPage *self, const char *look)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_PAGE (self));

  g_autoptr (GVariant) value = parse_look (look);
  gboolean train, test, head, each_run, log_epochs;
  double smoothing, from, to;
  guint32 band;
  if (value == NULL)
    return;
  g_variant_get (value, LOOK_FORMAT, &train, &test, &head, &band, &each_run, &log_epochs, &smoothing, &from,
                 &to);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->train), train);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->test), test);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->head), head);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->each_run), each_run);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->log_epochs), log_epochs);
  gtk_adjustment_set_value (self->smoothing, smoothing);
  collapsar_curves_view_set_epochs (self->curves, from, to);
  if (band < g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (self->band))))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->band), band);
}
