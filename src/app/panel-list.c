#include "app/panel-list.h"

#include <glib/gi18n.h>

#include "view/figure-panels.h"

struct _CollapsarPanelList {
  GtkBox parent_instance;

  GtkWidget *entry;
  GtkMenuButton *add;
  GtkLabel *error;
  CollapsarFigureSource *source;
};

G_DEFINE_FINAL_TYPE (CollapsarPanelList, collapsar_panel_list, GTK_TYPE_BOX)

static guint changed_signal;

static void
add_item (GMenu *menu, const char *label, const char *panel)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "panels.add", "s", panel);
  g_menu_append_item (menu, item);
}

/* The scene of one run. */
static void
add_scene_item (CollapsarPanelList *self, GMenu *menu, guint run)
{
  g_autofree char *label
      = g_strdup_printf (_ ("Geometry of %s"), collapsar_figure_source_run_name (self->source, run));
  g_autofree char *panel = g_strdup_printf ("geometry:%u", run + 1);
  add_item (menu, label, panel);
}

/* Geometry, of several runs each one's too, and below it curves and the rest. */
static void
fill_menu (CollapsarPanelList *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), scenes = g_menu_new (), others = g_menu_new ();
  g_autoptr (GMenu) curves = g_menu_new (), layers = g_menu_new ();
  guint n = collapsar_figure_source_n_runs (self->source);
  for (guint i = 0; i < view_panels_n_names (); i++) {
    g_autofree char *title = view_panels_title (i);
    ViewPanelKind kind = view_panels_kind (i);
    add_item (kind == VIEW_PANEL_GEOMETRY ? scenes
              : kind == VIEW_PANEL_CHART  ? curves
                                          : layers,
              title, view_panels_name (i));
  }
  for (guint i = 0; n > 1 && i < n; i++)
    add_scene_item (self, scenes, i);
  g_menu_append_submenu (others, _ ("Curves"), G_MENU_MODEL (curves));
  g_menu_append_submenu (others, _ ("Layers and Angles"), G_MENU_MODEL (layers));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (scenes));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  gtk_menu_button_set_menu_model (self->add, G_MENU_MODEL (menu));
}

/* A list that is none changes nothing but that this is said. */
static void
on_changed (CollapsarPanelList *self)
{
  g_autoptr (GError) error = NULL;
  const char *list = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  if (self->source == NULL)
    return;
  gboolean good = collapsar_figure_source_set_panels (self->source, list, &error);
  gtk_label_set_label (self->error, good ? "" : error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error), !good);
  if (good) {
    gtk_widget_remove_css_class (self->entry, "error");
    g_signal_emit (self, changed_signal, 0);
  } else {
    gtk_widget_add_css_class (self->entry, "error");
  }
}

static void
add_panel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarPanelList *self = COLLAPSAR_PANEL_LIST (widget);
  const char *list = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *longer
      = g_strdup_printf ("%s%s%s", list, *list == '\0' ? "" : ",", g_variant_get_string (parameter, NULL));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), longer);
}

static void
collapsar_panel_list_dispose (GObject *object)
{
  g_clear_pointer (&COLLAPSAR_PANEL_LIST (object)->source, collapsar_figure_source_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_PANEL_LIST);
  G_OBJECT_CLASS (collapsar_panel_list_parent_class)->dispose (object);
}

static void
collapsar_panel_list_class_init (CollapsarPanelListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_panel_list_dispose;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/panel-list.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarPanelList, entry);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPanelList, add);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPanelList, error);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_install_action (widget_class, "panels.add", "s", add_panel);
}

static void
collapsar_panel_list_init (CollapsarPanelList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
collapsar_panel_list_set_source (CollapsarPanelList *self, CollapsarFigureSource *source)
{
  g_return_if_fail (COLLAPSAR_IS_PANEL_LIST (self));
  g_return_if_fail (self->source == NULL);

  gboolean of_runs = collapsar_figure_source_n_runs (source) > 0;
  self->source = collapsar_figure_source_ref (source);
  gtk_widget_set_visible (GTK_WIDGET (self), of_runs);
  if (of_runs)
    fill_menu (self);
}
