#include "app/settings-pane.h"

#include <glib/gi18n.h>

#include "app/augmentation-preview.h"
#include "app/source-list.h"
#include "app/swatch.h"

struct _CollapsarSettingsPane {
  GtkBox parent_instance;

  CollapsarSwatch *swatch;
  GtkLabel *name;
  GtkLabel *hint;
  GtkBox *groups;
  GtkRevealer *apply_revealer;
  GtkButton *apply;
  GtkLabel *verdict;

  CollapsarSession *session;
  GHashTable *settings; /* "section.key" to CollapsarSetting */
  CollapsarAugmentationPreview *preview;
  Regime *base; /* the session's, as it was when last shown */
  Regime *edited;
  GHashTable *wrong; /* set of CollapsarSetting whose text is not allowed */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CollapsarSettingsPane, collapsar_settings_pane, GTK_TYPE_BOX)

enum {
  SIGNAL_APPLY,
  SIGNAL_RENAME,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static gboolean
takes_changes (CollapsarSettingsPane *self)
{
  return self->session != NULL && collapsar_session_takes_changes (self->session);
}

/* Which rows act on the run as it trains, and what the others take. */
static void
update_live (CollapsarSettingsPane *self)
{
  GHashTableIter iter;
  gpointer setting;
  gboolean takes = takes_changes (self);
  gboolean trained = self->session != NULL && collapsar_session_has_trained (self->session);
  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, NULL, &setting)) {
    const RegimeKey *key = collapsar_setting_key (setting);
    collapsar_setting_set_live (setting, key->live && (takes || !regime_key_is_live (key)));
  }
  gtk_label_set_label (self->hint,
                       takes     ? _ ("Rows marked “acts at once” change this run as it trains, the rest "
                                          "a new run")
                       : trained ? _ ("Changes are for a new run; this one has ended")
                                 : _ ("Changes act when it is trained"));
}

/* Whether there is something to apply, and whether it goes together. */
static void
update_verdict (CollapsarSettingsPane *self)
{
  g_autoptr (GError) error = NULL;
  gboolean wrong = g_hash_table_size (self->wrong) > 0;
  gboolean changed = self->edited != NULL
                     && !regime_equal (self->edited, collapsar_session_current_regime (self->session));
  gboolean possible = changed && regime_validate (self->edited, &error);
  gboolean trained = self->session != NULL && collapsar_session_has_trained (self->session);
  gtk_button_set_label (self->apply, trained ? _ ("Train _New Run") : _ ("_Train"));
  gtk_label_set_label (self->verdict, error != NULL ? error->message
                                      : trained     ? _ ("These settings need a new run.")
                                                    : _ ("These settings are not trained yet."));
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->verdict), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "error");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.apply", possible && !wrong);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "settings.revert", changed || wrong);
  gtk_revealer_set_reveal_child (self->apply_revealer, changed);
}

static void
set_wrong (CollapsarSettingsPane *self, CollapsarSetting *setting, const char *message)
{
  collapsar_setting_set_error (setting, message);
  if (message == NULL)
    g_hash_table_remove (self->wrong, setting);
  else
    g_hash_table_add (self->wrong, setting);
}

/* A row that goes leaves the focus to the one whose value sent it away. */
static void
hand_over_focus (CollapsarSettingsPane *self, CollapsarSetting *setting)
{
  GtkWidget *row = collapsar_setting_row (setting);
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  if (focus == NULL || (focus != row && !gtk_widget_is_ancestor (focus, row)))
    return;
  g_auto (GStrv) cause = g_strsplit (collapsar_setting_key (setting)->only_with, "=", 2);
  gtk_widget_grab_focus (collapsar_setting_row (collapsar_settings_pane_find (self, cause[0])));
}

/* Settings that the edited regime ignores are hidden, and what was wrong in them is forgotten: a network of
 * one kind has no use for the other kinds' rows, and there are many. */
static void
update_rows (CollapsarSettingsPane *self)
{
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer name, setting, group;
  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &name, &setting)) {
    GtkWidget *row = collapsar_setting_row (setting);
    gboolean applies = regime_key_applies (collapsar_setting_key (setting), self->edited);
    if (!applies)
      hand_over_focus (self, setting);
    gtk_widget_set_visible (row, applies);
    if (applies)
      g_hash_table_add (used, gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP));
    if (!applies && g_hash_table_contains (self->wrong, setting)) {
      collapsar_setting_set_text (setting, regime_get (self->edited, name));
      set_wrong (self, setting, NULL);
    }
  }
  for (group = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); group != NULL;
       group = gtk_widget_get_next_sibling (group))
    gtk_widget_set_visible (group, g_hash_table_contains (used, group));
}

/* What the session's regime is now, which the edited one is to be compared with. */
static void
take_base (CollapsarSettingsPane *self)
{
  Regime *regime = self->session == NULL ? NULL : collapsar_session_current_regime (self->session);
  g_clear_pointer (&self->base, regime_unref);
  self->base = regime == NULL ? NULL : regime_ref (regime);
}

/* The run has taken what it refused before, now that it goes together. */
static void
forget_refused (CollapsarSettingsPane *self)
{
  GHashTableIter iter;
  gpointer setting;
  g_hash_table_iter_init (&iter, self->wrong);
  while (g_hash_table_iter_next (&iter, &setting, NULL)) {
    g_autofree char *name = regime_key_name (collapsar_setting_key (setting));
    g_autofree char *text = collapsar_setting_get_text (setting);
    if (!g_str_equal (text, regime_get (self->edited, name)))
      continue;
    collapsar_setting_set_error (setting, NULL);
    g_hash_table_iter_remove (&iter);
  }
}

static void
apply_live (CollapsarSettingsPane *self, CollapsarSetting *setting, const char *name)
{
  g_autoptr (GError) error = NULL;
  const char *text = regime_get (self->edited, name);
  if (!regime_key_is_live (collapsar_setting_key (setting))) {
    if (!g_str_equal (text, regime_name (collapsar_session_regime (self->session))))
      g_signal_emit (self, signals[SIGNAL_RENAME], 0, text);
  } else if (!collapsar_session_change (self->session, self->edited, &error)) {
    set_wrong (self, setting, error->message);
  } else {
    forget_refused (self);
    take_base (self);
  }
}

static void
take_text (CollapsarSettingsPane *self, CollapsarSetting *setting)
{
  g_autofree char *name = regime_key_name (collapsar_setting_key (setting));
  g_autofree char *text = collapsar_setting_get_text (setting);
  g_autoptr (GError) error = NULL;
  if (self->edited == NULL)
    return;
  /* The edited regime is told to nobody until it is applied, and is then copied: it may be changed. */
  if (regime_set (self->edited, name, text, &error)) {
    set_wrong (self, setting, NULL);
    update_rows (self);
    collapsar_augmentation_preview_show (self->preview, self->edited);
    if (collapsar_setting_get_live (setting))
      apply_live (self, setting, name);
  } else {
    set_wrong (self, setting, error->message);
  }
  update_verdict (self);
}

/* The last choice of the sources, "", asks for more of them than their names. */
static void
on_changed (CollapsarSettingsPane *self, CollapsarSetting *setting)
{
  g_autofree char *text = collapsar_setting_get_text (setting);
  if (setting == collapsar_settings_pane_find (self, "data.source") && *text == '\0') {
    collapsar_setting_set_text (setting, regime_get (self->edited, "data.source"));
    gtk_widget_activate_action (GTK_WIDGET (self), "win.choose-data", NULL);
  } else {
    take_text (self, setting);
  }
}

static void
on_sources (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CollapsarSettingsPane *self = COLLAPSAR_SETTINGS_PANE (object);
  g_autoptr (GPtrArray) sources = collapsar_source_list_find_finish (result);
  if (sources == NULL)
    return; /* cancelled: the pane is going */
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < sources->len; i++) {
    const DatasetSourceInfo *info = g_ptr_array_index (sources, i);
    g_ptr_array_add (values, (gpointer)info->name);
    g_ptr_array_add (titles, info->location != NULL
                                 ? g_strdup (_ (info->title))
                                 : g_strdup_printf (_ ("%s (not found)"), _ (info->title)));
  }
  g_ptr_array_add (values, (gpointer) "");
  g_ptr_array_add (titles, g_strdup (_ ("Look and choose…")));
  g_ptr_array_add (values, NULL);
  g_ptr_array_add (titles, NULL);
  collapsar_setting_set_choices (collapsar_settings_pane_find (self, "data.source"),
                                 (const char *const *)values->pdata, (const char *const *)titles->pdata);
}

static void
show_regime (CollapsarSettingsPane *self, Regime *regime)
{
  GHashTableIter iter;
  gpointer name, setting;
  g_clear_pointer (&self->edited, regime_unref);
  self->edited = regime_copy (regime);
  gtk_label_set_label (self->name, regime_name (regime));
  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &name, &setting)) {
    collapsar_setting_set_text (setting, regime_get (regime, name));
    set_wrong (self, setting, NULL);
  }
  update_rows (self);
  update_verdict (self);
  collapsar_augmentation_preview_show (self->preview, self->edited);
}

static void
on_state (CollapsarSettingsPane *self)
{
  Regime *regime = collapsar_session_current_regime (self->session);
  update_live (self);
  if (regime == NULL || regime == self->base) {
    update_verdict (self);
    return;
  }
  take_base (self);
  show_regime (self, regime);
}

/* What else was edited stays. */
static void
on_name (CollapsarSettingsPane *self)
{
  Regime *regime = collapsar_session_regime (self->session);
  if (self->edited == NULL || !regime_set (self->edited, "regime.name", regime_name (regime), NULL))
    return;
  take_base (self);
  gtk_label_set_label (self->name, regime_name (regime));
  collapsar_setting_set_text (collapsar_settings_pane_find (self, "regime.name"), regime_name (regime));
  update_verdict (self);
}

static void
revert (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarSettingsPane *self = COLLAPSAR_SETTINGS_PANE (widget);
  show_regime (self, collapsar_session_current_regime (self->session));
}

static void
apply (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarSettingsPane *self = COLLAPSAR_SETTINGS_PANE (widget);
  g_autoptr (Regime) regime = regime_copy (self->edited);
  g_signal_emit (self, signals[SIGNAL_APPLY], 0, regime);
}

/* Beside the list of names, the way to look at the data themselves. */
static void
add_look_button (CollapsarSetting *setting)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-grid-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Look at the data sets and choose one (Ctrl+D)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Look at the data sets"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.choose-data");
  adw_action_row_add_suffix (ADW_ACTION_ROW (collapsar_setting_row (setting)), button);
}

/* The long text of what to look for is shown beside the regime, not edited in a row. */
static gboolean
has_row (const RegimeKey *key)
{
  return !(g_str_equal (key->group, "regime") && g_str_equal (key->key, "about"));
}

/* Below the level, whose strengths it shows. */
static void
add_preview (CollapsarSettingsPane *self, AdwPreferencesGroup *group)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *preview = collapsar_augmentation_preview_new ();
  self->preview = COLLAPSAR_AUGMENTATION_PREVIEW (preview);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), preview);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_group_add (group, row);
}

static void
add_rows (CollapsarSettingsPane *self)
{
  gsize n_keys;
  const RegimeKey *keys = regime_keys (&n_keys);
  const char *group_name = "";
  GtkWidget *group = NULL;
  for (gsize i = 0; i < n_keys; i++) {
    if (!has_row (&keys[i]))
      continue;
    if (!g_str_equal (keys[i].group, group_name)) {
      group = adw_preferences_group_new ();
      group_name = keys[i].group;
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                       collapsar_setting_group_title (group_name));
      gtk_box_append (self->groups, group);
    }
    g_autofree char *name = regime_key_name (&keys[i]);
    gboolean is_source = g_str_equal (name, "data.source");
    CollapsarSetting *setting
        = is_source ? collapsar_setting_new_choice (&keys[i]) : collapsar_setting_new (&keys[i]);
    if (is_source)
      add_look_button (setting);
    g_signal_connect_object (setting, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), collapsar_setting_row (setting));
    if (g_str_equal (name, "augment.level"))
      add_preview (self, ADW_PREFERENCES_GROUP (group));
    g_hash_table_insert (self->settings, g_steal_pointer (&name), setting);
  }
}

static void
collapsar_settings_pane_dispose (GObject *object)
{
  CollapsarSettingsPane *self = COLLAPSAR_SETTINGS_PANE (object);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->wrong, g_hash_table_unref);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_clear_pointer (&self->edited, regime_unref);
  g_clear_pointer (&self->base, regime_unref);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_SETTINGS_PANE);
  G_OBJECT_CLASS (collapsar_settings_pane_parent_class)->dispose (object);
}

static void
collapsar_settings_pane_class_init (CollapsarSettingsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_settings_pane_dispose;

  signals[SIGNAL_APPLY] = g_signal_new ("apply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_RENAME] = g_signal_new ("rename", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (COLLAPSAR_TYPE_SWATCH);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/settings-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsPane, swatch);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsPane, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsPane, hint);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsPane, groups);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsPane, apply_revealer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsPane, apply);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSettingsPane, verdict);
  gtk_widget_class_install_action (widget_class, "settings.apply", NULL, apply);
  gtk_widget_class_install_action (widget_class, "settings.revert", NULL, revert);
}

static void
collapsar_settings_pane_init (CollapsarSettingsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->wrong = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
  add_rows (self);
  collapsar_source_list_find (self, self->cancellable, on_sources);
}

void
collapsar_settings_pane_set_session (CollapsarSettingsPane *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_SETTINGS_PANE (self));
  g_return_if_fail (session == NULL || COLLAPSAR_IS_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_clear_pointer (&self->base, regime_unref);
  gtk_widget_set_sensitive (GTK_WIDGET (self), session != NULL);
  if (session == NULL) {
    g_clear_pointer (&self->edited, regime_unref);
    g_hash_table_remove_all (self->wrong);
    gtk_label_set_label (self->name, "");
    update_live (self);
    update_verdict (self);
    return;
  }
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::name", G_CALLBACK (on_name), self, G_CONNECT_SWAPPED);
  g_object_set (self->swatch, "regime", collapsar_session_get_style (session), NULL);
  on_state (self);
}

CollapsarSetting *
collapsar_settings_pane_find (CollapsarSettingsPane *self, const char *name)
{
  g_return_val_if_fail (COLLAPSAR_IS_SETTINGS_PANE (self), NULL);

  return g_hash_table_lookup (self->settings, name);
}

void
collapsar_settings_pane_edit (CollapsarSettingsPane *self, const char *name, const char *text)
{
  g_return_if_fail (COLLAPSAR_IS_SETTINGS_PANE (self));

  CollapsarSetting *setting = collapsar_settings_pane_find (self, name);
  collapsar_setting_set_text (setting, text);
  take_text (self, setting);
}

const Regime *
collapsar_settings_pane_edited (CollapsarSettingsPane *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SETTINGS_PANE (self), NULL);

  return self->edited;
}
