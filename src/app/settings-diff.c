#include "app/settings-diff.h"

#include <glib/gi18n.h>

#include "app/setting.h"

/* Title and both values of a row. */
#define N_CELLS 3

struct _CollapsarSettingsDiff {
  AdwWindow parent_instance;

  GtkLabel *summary;
  GtkWidget *all;
  GtkStack *stack;
  GtkColumnView *view;

  GListStore *rows; /* of GtkStringList: the cells, and one more that is there where the values differ */
  GtkFilter *filter;
  GtkFilterListModel *shown;
};

G_DEFINE_FINAL_TYPE (CollapsarSettingsDiff, collapsar_settings_diff, ADW_TYPE_WINDOW)

static gboolean
differs (gpointer row)
{
  return g_list_model_get_n_items (row) > N_CELLS;
}

static gboolean
is_wanted (gpointer row, gpointer user_data)
{
  CollapsarSettingsDiff *self = user_data;
  return differs (row) || gtk_check_button_get_active (GTK_CHECK_BUTTON (self->all));
}

static void
on_all (CollapsarSettingsDiff *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gboolean nothing = g_list_model_get_n_items (G_LIST_MODEL (self->shown)) == 0;
  gtk_stack_set_visible_child_name (self->stack, nothing ? "nothing" : "table");
}

/* A setting that a regime does not use has no value there. */
static char *
describe (const RegimeKey *key, const char *name, const Regime *regime)
{
  return regime_key_applies (key, regime) ? collapsar_setting_describe (key, regime_get (regime, name))
                                          : g_strdup (_ ("not used"));
}

static void
add_row (CollapsarSettingsDiff *self, const RegimeKey *key, const Regime *a, const Regime *b)
{
  g_autofree char *name = regime_key_name (key);
  if (!regime_key_applies (key, a) && !regime_key_applies (key, b))
    return;
  g_autofree char *title = collapsar_setting_title (key);
  g_autofree char *value_a = describe (key, name, a), *value_b = describe (key, name, b);
  const char *cells[] = { title, value_a, value_b, g_strcmp0 (value_a, value_b) != 0 ? "" : NULL, NULL };
  g_autoptr (GtkStringList) row = gtk_string_list_new (cells);
  g_list_store_append (self->rows, row);
}

/* Cells */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer cell)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  GtkStringList *row = gtk_list_item_get_item (item);
  const char *text = gtk_string_list_get_string (row, GPOINTER_TO_UINT (cell));
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
  if (GPOINTER_TO_UINT (cell) > 0 && !differs (row))
    gtk_widget_add_css_class (label, "dim-label");
  else
    gtk_widget_remove_css_class (label, "dim-label");
}

static void
add_column (CollapsarSettingsDiff *self, guint cell, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (cell));
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

/* The object. */

static void
collapsar_settings_diff_dispose (GObject *object)
{
  CollapsarSettingsDiff *self = COLLAPSAR_SETTINGS_DIFF (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_SETTINGS_DIFF);
  g_clear_object (&self->rows);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  G_OBJECT_CLASS (collapsar_settings_diff_parent_class)->dispose (object);
}

static void
collapsar_settings_diff_class_init (CollapsarSettingsDiffClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_settings_diff_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/settings-diff.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsDiff, summary);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsDiff, all);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsDiff, stack);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsDiff, view);
}

static void
collapsar_settings_diff_init (CollapsarSettingsDiff *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
  self->shown
      = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)), g_object_ref (self->filter));
  g_signal_connect_swapped (self->all, "toggled", G_CALLBACK (on_all), self);
}

static void
update_summary (CollapsarSettingsDiff *self)
{
  guint n = 0;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++) {
    g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
    n += differs (row);
  }
  g_autofree char *words
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u setting differs", "%u settings differ", n), n);
  gtk_label_set_label (self->summary, words);
}

GtkWidget *
collapsar_settings_diff_new (const Regime *a, const Regime *b)
{
  CollapsarSettingsDiff *self = g_object_new (COLLAPSAR_TYPE_SETTINGS_DIFF, NULL);
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize k = 0; k < n; k++)
    if (!g_str_equal (keys[k].group, "regime"))
      add_row (self, &keys[k], a, b);
  add_column (self, 0, _ ("Setting"));
  add_column (self, 1, regime_name (a));
  add_column (self, 2, regime_name (b));
  g_autoptr (GtkSelectionModel) selection
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown))));
  gtk_column_view_set_model (self->view, selection);
  update_summary (self);
  on_all (self);
  return GTK_WIDGET (self);
}

void
collapsar_settings_diff_show_all (CollapsarSettingsDiff *self, gboolean all)
{
  g_return_if_fail (COLLAPSAR_IS_SETTINGS_DIFF (self));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->all), all);
}

char **
collapsar_settings_diff_list (CollapsarSettingsDiff *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SETTINGS_DIFF (self), NULL);

  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++) {
    g_autoptr (GtkStringList) row = g_list_model_get_item (G_LIST_MODEL (self->shown), i);
    for (guint cell = 0; cell < N_CELLS; cell++)
      g_strv_builder_add (list, gtk_string_list_get_string (row, cell));
  }
  return g_strv_builder_end (list);
}
