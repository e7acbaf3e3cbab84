#include "app/setting.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <math.h>

struct _CollapsarSetting {
  GObject parent_instance;

  const RegimeKey *key;
  GtkWidget *row;
  GtkWidget *entry; /* of numbers and texts */
  GtkWidget *toggle;
  GtkStringList *titles; /* of a choice */
  GPtrArray *values;
  gboolean quiet;
  gboolean live;
  char *error; /* NULL: none */
};

G_DEFINE_FINAL_TYPE (CollapsarSetting, collapsar_setting, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
emit_changed (CollapsarSetting *self)
{
  if (!self->quiet)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);
  return g_strjoinv (to, parts);
}

/* On screen a number has the locale's decimal point, and 0 may have a name; the file's way is read as well.
 */

static char *
text_on_screen (const RegimeKey *key, const char *text)
{
  if (key->zero_title != NULL && g_str_equal (text, "0"))
    return g_strdup (_ (key->zero_title));
  return key->type == REGIME_REAL ? replace (text, ".", nl_langinfo (RADIXCHAR)) : g_strdup (text);
}

static const struct {
  const char *group;
  const char *title;
} group_titles[] = {
  { "regime", N_ ("Regime") },        { "data", N_ ("Data") },
  { "augment", N_ ("Augmentation") }, { "network", N_ ("Network") },
  { "head", N_ ("Projection head") }, { "loss", N_ ("Loss") },
  { "optimiser", N_ ("Optimiser") },  { "run", N_ ("Run") },
  { "transfer", N_ ("Transfer") },
};

const char *
collapsar_setting_group_title (const char *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (group_titles); i++)
    if (g_str_equal (group, group_titles[i].group))
      return _ (group_titles[i].title);
  return group;
}

char *
collapsar_setting_title (const RegimeKey *key)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize k = 0; k < n; k++)
    if (&keys[k] != key && g_str_equal (keys[k].title, key->title))
      return g_strdup_printf (_ ("%s: %s"), collapsar_setting_group_title (key->group), _ (key->title));
  return g_strdup (_ (key->title));
}

char *
collapsar_setting_describe (const RegimeKey *key, const char *text)
{
  if (key->type == REGIME_BOOLEAN)
    return g_strdup (g_str_equal (text, "true") ? _ ("yes") : _ ("no"));
  for (guint i = 0; key->type == REGIME_CHOICE && key->choices[i] != NULL; i++)
    if (g_str_equal (key->choices[i], text))
      return g_strdup (_ (key->choice_titles[i]));
  return text_on_screen (key, text);
}

static char *
text_in_file (const RegimeKey *key, const char *text)
{
  if (key->zero_title != NULL && g_ascii_strcasecmp (text, _ (key->zero_title)) == 0)
    return g_strdup ("0");
  return key->type == REGIME_REAL ? replace (text, nl_langinfo (RADIXCHAR), ".") : g_strdup (text);
}

/* Numbers. A person types any text, so that a wrong one can be explained instead of being replaced; a
 * GtkSpinButton would clamp it silently, and cannot multiply. */

static gboolean
is_power_of_two (double value)
{
  int exponent;
  return value >= 1.0 && frexp (value, &exponent) == 0.5;
}

/* The next of ... 0.1, 0.2, 0.5, 1, 2, 5, 10 ... above or below value > 0. */
static double
step_125 (double value, int by)
{
  static const double leads[] = { 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0 };
  double decade = pow (10.0, floor (log10 (value) + 1e-9));
  double lead = value / decade;
  if (by > 0) {
    for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
      if (leads[i] > lead * (1.0 + 1e-9))
        return leads[i] * decade;
  } else {
    for (gsize i = G_N_ELEMENTS (leads); i > 0; i--)
      if (leads[i - 1] < lead * (1.0 - 1e-9))
        return leads[i - 1] * decade;
  }
  return value;
}

static double
step_value (const RegimeKey *key, double value, int by)
{
  gboolean whole = key->type == REGIME_INTEGER;
  double smallest = whole ? 1.0 : 1e-6;
  if (!key->logarithmic)
    return value + by * (whole ? 1.0 : 0.01);
  if (value < smallest)
    return by > 0 ? smallest : 0.0;
  if (by < 0 && value <= smallest)
    return 0.0;
  if (whole && value > 2.0 && is_power_of_two (value))
    return by > 0 ? value * 2.0 : value / 2.0;
  return step_125 (value, by);
}

char *
collapsar_setting_step (const RegimeKey *key, const char *text, int by)
{
  char *end, buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || !isfinite (value))
    return NULL;
  double next = CLAMP (step_value (key, value, by), key->minimum, key->maximum);
  if (key->above_minimum && next <= key->minimum)
    next = value;
  return g_strdup (
      g_ascii_formatd (buffer, sizeof buffer, key->type == REGIME_INTEGER ? "%.0f" : "%.6g", next));
}

static void
step_entry (CollapsarSetting *self, int by)
{
  g_autofree char *text = collapsar_setting_get_text (self);
  g_autofree char *next = collapsar_setting_step (self->key, text, by);
  if (next == NULL)
    return;
  collapsar_setting_set_text (self, next);
  emit_changed (self);
}

static void
on_less (CollapsarSetting *self)
{
  step_entry (self, -1);
}

static void
on_more (CollapsarSetting *self)
{
  step_entry (self, 1);
}

static gboolean
on_key (CollapsarSetting *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  step_entry (self, keyval == GDK_KEY_Up ? 1 : -1);
  return GDK_EVENT_STOP;
}

static GtkWidget *
step_button (CollapsarSetting *self, const char *icon, const char *what, GCallback func)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf ("%s: %s", _ (self->key->title), what);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", func, self, G_CONNECT_SWAPPED);
  return button;
}

static void
on_letter (CollapsarSetting *self)
{
  if (!self->live)
    emit_changed (self);
}

static void
on_complete (CollapsarSetting *self)
{
  if (self->live)
    emit_changed (self);
}

/* What acts on the running regime does so when the text is complete, not at every letter. */
static void
connect_entry (CollapsarSetting *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_complete), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_complete), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_letter), self, G_CONNECT_SWAPPED);
}

static void
make_entry (CollapsarSetting *self)
{
  gboolean number = self->key->type == REGIME_INTEGER || self->key->type == REGIME_REAL;
  self->row = adw_action_row_new ();
  self->entry = gtk_entry_new ();
  gtk_editable_set_alignment (GTK_EDITABLE (self->entry), 1.0f);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), number ? 7 : 12);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->entry), number ? 7 : 24);
  gtk_widget_set_hexpand (self->entry, !number);
  gtk_widget_set_valign (self->entry, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->entry, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->key->title), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), self->entry);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), self->entry);
  connect_entry (self);
  if (!number)
    return;
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, keys);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row),
                             step_button (self, "value-decrease-symbolic", _ ("less"), G_CALLBACK (on_less)));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row),
                             step_button (self, "value-increase-symbolic", _ ("more"), G_CALLBACK (on_more)));
}

static void
make_switch (CollapsarSetting *self)
{
  self->row = adw_action_row_new ();
  self->toggle = gtk_switch_new ();
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), self->toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), self->toggle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->key->title), -1);
  g_signal_connect_object (self->toggle, "notify::active", G_CALLBACK (emit_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
make_choice (CollapsarSetting *self)
{
  self->row = adw_combo_row_new ();
  self->titles = gtk_string_list_new (NULL);
  self->values = g_ptr_array_new_with_free_func (g_free);
  adw_combo_row_set_model (ADW_COMBO_ROW (self->row), G_LIST_MODEL (self->titles));
  g_signal_connect_object (self->row, "notify::selected", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
}

static void
finish_row (CollapsarSetting *self)
{
  g_object_ref_sink (self->row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _ (self->key->title));
  gtk_widget_set_tooltip_text (self->row, _ (self->key->help));
}

CollapsarSetting *
collapsar_setting_new_choice (const RegimeKey *key)
{
  CollapsarSetting *self = g_object_new (COLLAPSAR_TYPE_SETTING, NULL);
  self->key = key;
  make_choice (self);
  finish_row (self);
  return self;
}

CollapsarSetting *
collapsar_setting_new (const RegimeKey *key)
{
  CollapsarSetting *self;
  if (key->type == REGIME_CHOICE) {
    self = collapsar_setting_new_choice (key);
    guint n = g_strv_length ((char **)key->choices);
    g_autofree const char **titles = g_new0 (const char *, n + 1);
    for (guint i = 0; i < n; i++)
      titles[i] = _ (key->choice_titles[i]);
    collapsar_setting_set_choices (self, key->choices, titles);
    return self;
  }
  self = g_object_new (COLLAPSAR_TYPE_SETTING, NULL);
  self->key = key;
  if (key->type == REGIME_BOOLEAN)
    make_switch (self);
  else
    make_entry (self);
  finish_row (self);
  return self;
}

static void
collapsar_setting_dispose (GObject *object)
{
  CollapsarSetting *self = COLLAPSAR_SETTING (object);
  g_clear_object (&self->row);
  g_clear_object (&self->titles);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (collapsar_setting_parent_class)->dispose (object);
}

static void
collapsar_setting_finalize (GObject *object)
{
  g_free (COLLAPSAR_SETTING (object)->error);
  G_OBJECT_CLASS (collapsar_setting_parent_class)->finalize (object);
}

static void
collapsar_setting_class_init (CollapsarSettingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = collapsar_setting_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_setting_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_setting_init (CollapsarSetting *self)
{
}

GtkWidget *
collapsar_setting_row (CollapsarSetting *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SETTING (self), NULL);

  return self->row;
}

const RegimeKey *
collapsar_setting_key (CollapsarSetting *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SETTING (self), NULL);

  return self->key;
}

void
collapsar_setting_set_choices (CollapsarSetting *self, const char *const *values, const char *const *titles)
{
  g_return_if_fail (COLLAPSAR_IS_SETTING (self));
  g_return_if_fail (self->titles != NULL);

  g_autofree char *text = collapsar_setting_get_text (self);
  self->quiet = TRUE;
  gtk_string_list_splice (self->titles, 0, self->values->len, titles);
  g_ptr_array_set_size (self->values, 0);
  for (gsize i = 0; values[i] != NULL; i++)
    g_ptr_array_add (self->values, g_strdup (values[i]));
  self->quiet = FALSE;
  if (*text != '\0')
    collapsar_setting_set_text (self, text);
}

char *
collapsar_setting_get_text (CollapsarSetting *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SETTING (self), NULL);

  if (self->entry != NULL) {
    g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
    return text_in_file (self->key, text);
  }
  if (self->toggle != NULL)
    return g_strdup (gtk_switch_get_active (GTK_SWITCH (self->toggle)) ? "true" : "false");
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->row));
  return g_strdup (selected < self->values->len ? g_ptr_array_index (self->values, selected) : "");
}

static void
select_choice (CollapsarSetting *self, const char *text)
{
  guint index;
  if (!g_ptr_array_find_with_equal_func (self->values, text, g_str_equal, &index)) {
    g_autofree char *title = g_path_get_basename (text);
    gtk_string_list_append (self->titles, title);
    g_ptr_array_add (self->values, g_strdup (text));
    index = self->values->len - 1;
  }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->row), index);
}

void
collapsar_setting_set_text (CollapsarSetting *self, const char *text)
{
  g_return_if_fail (COLLAPSAR_IS_SETTING (self));

  g_autofree char *before = collapsar_setting_get_text (self);
  g_autofree char *shown = text_on_screen (self->key, text);
  if (g_str_equal (before, text))
    return;
  self->quiet = TRUE;
  if (self->entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), shown);
  else if (self->toggle != NULL)
    gtk_switch_set_active (GTK_SWITCH (self->toggle), g_str_equal (text, "true"));
  else
    select_choice (self, text);
  self->quiet = FALSE;
}

/* What is wrong, or else that it acts at once. */
static void
update_subtitle (CollapsarSetting *self)
{
  g_autofree char *escaped = self->error == NULL ? NULL : g_markup_escape_text (self->error, -1);
  const char *note = self->live ? _ ("acts at once") : "";
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), escaped == NULL ? note : escaped);
  if (self->live && self->error == NULL)
    gtk_widget_add_css_class (self->row, "live");
  else
    gtk_widget_remove_css_class (self->row, "live");
}

void
collapsar_setting_set_live (CollapsarSetting *self, gboolean live)
{
  g_return_if_fail (COLLAPSAR_IS_SETTING (self));

  self->live = !!live;
  update_subtitle (self);
}

gboolean
collapsar_setting_get_live (CollapsarSetting *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SETTING (self), FALSE);

  return self->live;
}

void
collapsar_setting_set_error (CollapsarSetting *self, const char *message)
{
  g_return_if_fail (COLLAPSAR_IS_SETTING (self));

  g_free (self->error);
  self->error = g_strdup (message);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->row), 0);
  update_subtitle (self);
  if (message == NULL)
    gtk_widget_remove_css_class (self->row, "error");
  else
    gtk_widget_add_css_class (self->row, "error");
  if (self->entry != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                                 message == NULL ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                                 -1);
}
