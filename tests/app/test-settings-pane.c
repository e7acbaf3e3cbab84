/* The settings pane: from the widgets' values to the regime that is trained. */
#include "app/settings-pane.h"

#include "app/augmentation-preview.h"

#include "display.h"

#define TIMEOUT_SECONDS 60

typedef struct {
  CollapsarSession *session;
  CollapsarSettingsPane *pane;
} Fixture;

static void
wait_for (CollapsarSession *session, CollapsarSessionState state)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (collapsar_session_get_state (session) != state) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_session_drain (session);
    g_main_context_iteration (NULL, FALSE);
  }
}

static void
on_apply (Fixture *fixture, Regime *regime)
{
  collapsar_session_run (fixture->session, regime);
}

static void
on_rename (Fixture *fixture, const char *name)
{
  collapsar_session_rename (fixture->session, name);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_preset ("watch-collapse", &error);
  g_assert_no_error (error);
  fixture->session = collapsar_session_new ();
  fixture->pane = g_object_ref_sink (g_object_new (COLLAPSAR_TYPE_SETTINGS_PANE, NULL));
  collapsar_settings_pane_set_session (fixture->pane, fixture->session);
  g_signal_connect_swapped (fixture->pane, "apply", G_CALLBACK (on_apply), fixture);
  g_signal_connect_swapped (fixture->pane, "rename", G_CALLBACK (on_rename), fixture);
  collapsar_session_run (fixture->session, regime);
  collapsar_session_pause (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  /* The task that looks for data sets holds the pane until it is done. */
  while (G_OBJECT (fixture->pane)->ref_count > 1 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (fixture->pane);
  g_assert_finalize_object (fixture->session);
}

/* The entry of a row of numbers or text, found as a person finds it: in the row. */
static GtkWidget *
find_entry (GtkWidget *widget)
{
  if (GTK_IS_ENTRY (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_entry (child);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
type (Fixture *fixture, const char *name, const char *text)
{
  GtkWidget *entry = find_entry (collapsar_setting_row (collapsar_settings_pane_find (fixture->pane, name)));
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static const char *
row_error (Fixture *fixture, const char *name)
{
  GtkWidget *row = collapsar_setting_row (collapsar_settings_pane_find (fixture->pane, name));
  return gtk_widget_has_css_class (row, "error") ? adw_action_row_get_subtitle (ADW_ACTION_ROW (row)) : "";
}

/* Whether the row says that it acts at once. */
static gboolean
is_live (Fixture *fixture, const char *name)
{
  GtkWidget *row = collapsar_setting_row (collapsar_settings_pane_find (fixture->pane, name));
  return g_str_equal (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "acts at once");
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  gsize n_keys;
  const RegimeKey *keys = regime_keys (&n_keys);
  for (gsize i = 0; i < n_keys; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    CollapsarSetting *setting = collapsar_settings_pane_find (fixture->pane, name);
    if (g_str_equal (name, "regime.about")) {
      g_assert_null (setting);
      continue;
    }
    g_assert_nonnull (setting);
    g_autofree char *text = collapsar_setting_get_text (setting);
    g_assert_cmpstr (text, ==, regime_get (collapsar_session_regime (fixture->session), name));
    g_assert_cmpstr (row_error (fixture, name), ==, "");
  }
}

static void
test_apply (Fixture *fixture, gconstpointer data)
{
  type (fixture, "run.epochs", "7");
  type (fixture, "network.hidden", "24");
  g_assert_cmpint (regime_get_integer (collapsar_session_regime (fixture->session), "run.epochs"), ==, 200);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "settings.apply", NULL);
  g_assert_cmpint (regime_get_integer (collapsar_session_regime (fixture->session), "run.epochs"), ==, 7);
  wait_for (fixture->session, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpuint (training_history_n_records (collapsar_session_history (fixture->session)), ==, 8);
}

static void
test_revert (Fixture *fixture, gconstpointer data)
{
  type (fixture, "run.epochs", "7");
  type (fixture, "run.seed", "no number");
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "settings.revert", NULL);
  g_assert_true (regime_equal (collapsar_settings_pane_edited (fixture->pane),
                               collapsar_session_regime (fixture->session)));
  g_assert_cmpstr (row_error (fixture, "run.seed"), ==, "");
}

static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  type (fixture, "network.feature", "999999");
  g_assert_nonnull (strstr (row_error (fixture, "network.feature"), "8192"));
  g_assert_cmpstr (regime_get (collapsar_settings_pane_edited (fixture->pane), "network.feature"), ==, "64");
  type (fixture, "run.epochs", "7");
  /* Nothing is applied while a row is wrong. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "settings.apply", NULL);
  g_assert_cmpint (regime_get_integer (collapsar_session_regime (fixture->session), "run.epochs"), ==, 200);
  type (fixture, "network.feature", "32");
  g_assert_cmpstr (row_error (fixture, "network.feature"), ==, "");
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "settings.apply", NULL);
  g_assert_cmpint (regime_get_integer (collapsar_session_regime (fixture->session), "network.feature"), ==,
                   32);
}

static GtkWidget *
row (Fixture *fixture, const char *name)
{
  return collapsar_setting_row (collapsar_settings_pane_find (fixture->pane, name));
}

static gboolean
row_visible (Fixture *fixture, const char *name)
{
  return gtk_widget_get_visible (row (fixture, name));
}

/* What the chosen loss does not use is not shown, and what was wrong in it does not hold up the rest. */
static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  CollapsarSetting *kind = collapsar_settings_pane_find (fixture->pane, "loss.kind");
  g_assert_false (row_visible (fixture, "loss.smoothing"));
  g_assert_true (row_visible (fixture, "loss.kind"));
  collapsar_setting_set_text (kind, "label-smoothing");
  g_signal_emit_by_name (kind, "changed");
  g_assert_true (row_visible (fixture, "loss.smoothing"));
  g_assert_false (row_visible (fixture, "loss.focus"));
  type (fixture, "loss.smoothing", "7");
  g_assert_cmpstr (row_error (fixture, "loss.smoothing"), !=, "");
  collapsar_setting_set_text (kind, "focal");
  g_signal_emit_by_name (kind, "changed");
  g_assert_false (row_visible (fixture, "loss.smoothing"));
  g_assert_cmpstr (row_error (fixture, "loss.smoothing"), ==, "");
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "settings.apply", NULL);
  g_assert_cmpstr (regime_get (collapsar_session_regime (fixture->session), "loss.kind"), ==, "focal");
}

/* Rows come and go with the kind of network; a head's width only with a head. */
static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  CollapsarSetting *kind = collapsar_settings_pane_find (fixture->pane, "network.kind");
  gsize n_keys;
  const RegimeKey *keys = regime_keys (&n_keys);
  g_assert_true (row_visible (fixture, "network.hidden"));
  g_assert_false (row_visible (fixture, "network.channels"));
  g_assert_false (row_visible (fixture, "head.width"));
  collapsar_setting_set_text (kind, "cnn");
  g_signal_emit_by_name (kind, "changed");
  type (fixture, "head.layers", "2");
  g_assert_false (row_visible (fixture, "network.hidden"));
  g_assert_true (row_visible (fixture, "network.channels"));
  g_assert_true (row_visible (fixture, "head.width"));
  for (gsize i = 0; i < n_keys; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    CollapsarSetting *setting = collapsar_settings_pane_find (fixture->pane, name);
    if (setting == NULL)
      continue;
    GtkWidget *group = gtk_widget_get_ancestor (collapsar_setting_row (setting), ADW_TYPE_PREFERENCES_GROUP);
    g_assert_cmpint (row_visible (fixture, name), ==,
                     regime_key_applies (&keys[i], collapsar_settings_pane_edited (fixture->pane)));
    g_assert_true (!row_visible (fixture, name) || gtk_widget_get_visible (group));
  }
}

/* The focus in a row that goes moves to the one that sent it away. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (fixture->pane));
  gtk_window_present (GTK_WINDOW (window));
  collapsar_settings_pane_edit (fixture->pane, "head.layers", "2");
  while (!gtk_widget_grab_focus (find_entry (row (fixture, "head.width"))))
    g_main_context_iteration (NULL, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "settings.revert", NULL);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_nonnull (focus);
  g_assert_true (focus == row (fixture, "head.layers")
                 || gtk_widget_is_ancestor (focus, row (fixture, "head.layers")));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The learning rate acts on the running regime; what else was edited stays as it is. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  collapsar_session_resume (fixture->session);
  type (fixture, "run.epochs", "7");
  type (fixture, "optimiser.learning-rate", "0.01");
  g_assert_cmpfloat (
      regime_get_real (collapsar_session_current_regime (fixture->session), "optimiser.learning-rate"), ==,
      0.01);
  collapsar_session_pause (fixture->session);
  g_assert_cmpstr (regime_get (collapsar_settings_pane_edited (fixture->pane), "run.epochs"), ==, "7");
  type (fixture, "optimiser.learning-rate", "-1");
  g_assert_cmpstr (row_error (fixture, "optimiser.learning-rate"), !=, "");
  g_assert_cmpfloat (
      regime_get_real (collapsar_session_current_regime (fixture->session), "optimiser.learning-rate"), ==,
      0.01);
}

/* Weight decay and augmentation too, and the rows say so as long as it is; of what does not go together, why,
 * until it does. */
static void
test_live_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Regime) regime = regime_copy (collapsar_session_regime (fixture->session));
  g_assert_true (regime_set (regime, "loss.kind", "supcon", NULL)
                 && regime_set (regime, "augment.mixup", "0.2", NULL));
  collapsar_session_run (fixture->session, regime);
  collapsar_session_pause (fixture->session);
  g_assert_true (is_live (fixture, "optimiser.weight-decay"));
  g_assert_true (is_live (fixture, "augment.level"));
  g_assert_false (is_live (fixture, "loss.kind"));
  type (fixture, "optimiser.weight-decay", "0.01");
  collapsar_settings_pane_edit (fixture->pane, "augment.level", "weak");
  g_assert_nonnull (strstr (row_error (fixture, "augment.level"), "mixup"));
  const Regime *current = collapsar_session_current_regime (fixture->session);
  g_assert_cmpstr (regime_get (current, "optimiser.weight-decay"), ==, "0.01");
  g_assert_cmpstr (regime_get (current, "augment.level"), ==, "none");
  type (fixture, "augment.mixup", "0");
  current = collapsar_session_current_regime (fixture->session);
  g_assert_cmpstr (row_error (fixture, "augment.level"), ==, "");
  g_assert_cmpstr (regime_get (current, "augment.level"), ==, "weak");
  g_assert_cmpstr (regime_get (current, "augment.mixup"), ==, "0");
  g_assert_true (collapsar_session_regime (fixture->session) == regime);

  /* Of a run that is over nothing is changed. */
  collapsar_session_stop (fixture->session);
  g_assert_false (is_live (fixture, "optimiser.weight-decay"));
  g_assert_true (is_live (fixture, "regime.name"));
  type (fixture, "optimiser.weight-decay", "0.5");
  current = collapsar_session_current_regime (fixture->session);
  g_assert_cmpstr (regime_get (current, "optimiser.weight-decay"), ==, "0.01");
  g_assert_cmpstr (regime_get (collapsar_settings_pane_edited (fixture->pane), "optimiser.weight-decay"), ==,
                   "0.5");
}

/* The first widget of a type in the pane. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
on_preview_shown (guint *n_shown)
{
  ++*n_shown;
}

static void
wait_shown (const guint *n_shown, guint n)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (*n_shown < n) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
  }
}

/* The preview follows what is edited, before it is applied; reverting takes it back. */
static void
test_preview (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *preview = find_widget (GTK_WIDGET (fixture->pane), COLLAPSAR_TYPE_AUGMENTATION_PREVIEW);
  CollapsarSetting *level = collapsar_settings_pane_find (fixture->pane, "augment.level");
  guint n_shown = 0;
  g_assert_nonnull (preview);
  collapsar_session_stop (fixture->session); /* a run that trains takes it at once */
  gulong handler = g_signal_connect_swapped (preview, "shown", G_CALLBACK (on_preview_shown), &n_shown);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (fixture->pane));
  gtk_window_present (GTK_WINDOW (window));
  wait_shown (&n_shown, 1);
  type (fixture, "optimiser.batch", "32");
  collapsar_setting_set_text (level, "strong");
  g_signal_emit_by_name (level, "changed");
  wait_shown (&n_shown, 2);
  gtk_widget_activate_action (GTK_WIDGET (fixture->pane), "settings.revert", NULL);
  wait_shown (&n_shown, 3);
  g_signal_handler_disconnect (preview, handler);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/settings-pane/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/app/settings-pane/apply", Fixture, NULL, set_up, test_apply, tear_down);
  g_test_add ("/app/settings-pane/revert", Fixture, NULL, set_up, test_revert, tear_down);
  g_test_add ("/app/settings-pane/invalid", Fixture, NULL, set_up, test_invalid, tear_down);
  g_test_add ("/app/settings-pane/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  g_test_add ("/app/settings-pane/kinds", Fixture, NULL, set_up, test_kinds, tear_down);
  g_test_add ("/app/settings-pane/focus", Fixture, NULL, set_up, test_focus, tear_down);
  g_test_add ("/app/settings-pane/live", Fixture, NULL, set_up, test_live, tear_down);
  g_test_add ("/app/settings-pane/live-rows", Fixture, NULL, set_up, test_live_rows, tear_down);
  g_test_add ("/app/settings-pane/preview", Fixture, NULL, set_up, test_preview, tear_down);
  return g_test_run ();
}
