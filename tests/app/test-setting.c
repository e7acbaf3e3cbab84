/* A row of the settings pane: text in, text out, steps, and what it says of a wrong text. */
#include "app/setting.h"

#include "display.h"

#include <locale.h>

static void
assert_step (const char *name, const char *from, int by, const char *to)
{
  const RegimeKey *key = regime_key_find (name);
  g_assert_nonnull (key);
  g_autofree char *next = collapsar_setting_step (key, from, by);
  g_assert_cmpstr (next, ==, to);
}

static void
test_step (void)
{
  assert_step ("run.seed", "7", 1, "8");
  assert_step ("run.seed", "0", -1, "0");
  assert_step ("optimiser.momentum", "0.9", 1, "0.91");
  assert_step ("optimiser.momentum", "0.9999", 1, "0.9999");
  /* Powers of two go on as such; other numbers by 1, 2, 5. */
  assert_step ("optimiser.batch", "64", 1, "128");
  assert_step ("optimiser.batch", "64", -1, "32");
  assert_step ("run.epochs", "200", 1, "500");
  assert_step ("run.epochs", "300", -1, "200");
  assert_step ("run.epochs", "1", -1, "1");
  assert_step ("optimiser.learning-rate", "0.05", 1, "0.1");
  assert_step ("optimiser.learning-rate", "0.05", -1, "0.02");
  assert_step ("optimiser.learning-rate", "0.03", 1, "0.05");
  assert_step ("optimiser.learning-rate", "1e-06", -1, "1e-06");
  assert_step ("optimiser.weight-decay", "0", 1, "1e-06");
  assert_step ("optimiser.weight-decay", "1e-06", -1, "0");
  assert_step ("optimiser.weight-decay", "1", 1, "1");
  assert_step ("run.epochs", "many", 1, NULL);
  assert_step ("run.epochs", "", 1, NULL);
}

static void
count (guint *n)
{
  ++*n;
}

/* Of every kind of key: what is set can be read back, and setting by the program is not a change. */
static void
test_text (void)
{
  static const struct {
    const char *key, *text;
  } cases[] = {
    { "run.epochs", "123" },           { "optimiser.learning-rate", "0.007" },
    { "network.batch-norm", "false" }, { "optimiser.schedule", "step" },
    { "network.hidden", "32,16" },     { "data.labels", "coarse" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    CollapsarSetting *setting = collapsar_setting_new (regime_key_find (cases[i].key));
    guint n_changes = 0;
    g_signal_connect_swapped (setting, "changed", G_CALLBACK (count), &n_changes);
    collapsar_setting_set_text (setting, cases[i].text);
    g_autofree char *text = collapsar_setting_get_text (setting);
    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_cmpuint (n_changes, ==, 0);
    g_assert_finalize_object (setting);
  }
}

static GtkEditable *
find_editable (GtkWidget *widget)
{
  if (GTK_IS_EDITABLE (widget))
    return GTK_EDITABLE (widget);
  GtkEditable *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_editable (child);
  return found;
}

static void
assert_typed (CollapsarSetting *setting, const char *typed, const char *text)
{
  gtk_editable_set_text (find_editable (collapsar_setting_row (setting)), typed);
  g_autofree char *got = collapsar_setting_get_text (setting);
  g_assert_cmpstr (got, ==, text);
}

/* 0 samples are all of them. */
static void
test_zero (void)
{
  CollapsarSetting *setting = collapsar_setting_new (regime_key_find ("data.train"));
  collapsar_setting_set_text (setting, "0");
  g_assert_cmpstr (gtk_editable_get_text (find_editable (collapsar_setting_row (setting))), ==, "all");
  assert_typed (setting, "all", "0");
  assert_typed (setting, "All ", "0");
  assert_typed (setting, "0", "0");
  assert_typed (setting, "100", "100");
  g_assert_finalize_object (setting);
}

/* A comma where the locale has one; the file's point is read too. */
static void
test_decimal_comma (void)
{
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL) {
    g_test_skip ("no locale de_DE.UTF-8");
    return;
  }
  CollapsarSetting *setting = collapsar_setting_new (regime_key_find ("optimiser.learning-rate"));
  collapsar_setting_set_text (setting, "0.05");
  g_assert_cmpstr (gtk_editable_get_text (find_editable (collapsar_setting_row (setting))), ==, "0,05");
  assert_typed (setting, "0,1", "0.1");
  assert_typed (setting, "0.2", "0.2");
  g_assert_finalize_object (setting);
  setlocale (LC_NUMERIC, "C");
}

static void
test_choices (void)
{
  const char *values[] = { "digits", "mnist", NULL };
  const char *titles[] = { "Digits", "MNIST", NULL };
  CollapsarSetting *setting = collapsar_setting_new_choice (regime_key_find ("data.source"));
  guint n_changes = 0;
  g_signal_connect_swapped (setting, "changed", G_CALLBACK (count), &n_changes);
  /* A value that comes before the list, and one that is not in it, are kept. */
  collapsar_setting_set_text (setting, "mnist");
  collapsar_setting_set_choices (setting, values, titles);
  g_autofree char *before = collapsar_setting_get_text (setting);
  g_assert_cmpstr (before, ==, "mnist");
  collapsar_setting_set_text (setting, "/data/letters");
  g_autofree char *after = collapsar_setting_get_text (setting);
  g_assert_cmpstr (after, ==, "/data/letters");
  g_assert_cmpuint (n_changes, ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (collapsar_setting_row (setting)), 0);
  g_autofree char *chosen = collapsar_setting_get_text (setting);
  g_assert_cmpstr (chosen, ==, "digits");
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_finalize_object (setting);
}

static void
test_error (void)
{
  CollapsarSetting *setting = collapsar_setting_new (regime_key_find ("run.epochs"));
  GtkWidget *row = collapsar_setting_row (setting);
  collapsar_setting_set_error (setting, "a < b is not allowed");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "a < b is not allowed");
  collapsar_setting_set_error (setting, NULL);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "");
  g_assert_finalize_object (setting);
}

/* What one of them does not use is no difference to it, and names are none at all. */
static void
test_varying (void)
{
  g_autoptr (Regime) sgd = regime_new (), adam = regime_new (), cnn = regime_new ();
  g_autoptr (GPtrArray) regimes = g_ptr_array_new ();
  g_autoptr (GPtrArray) none = NULL, two = NULL, three = NULL;
  g_ptr_array_add (regimes, sgd);
  none = collapsar_setting_find_varying (regimes);
  g_assert_cmpuint (none->len, ==, 0);

  g_assert_true (regime_set (adam, "regime.name", "Adam", NULL));
  g_assert_true (regime_set (adam, "optimiser.kind", "adam", NULL));
  g_assert_true (regime_set (adam, "optimiser.learning-rate", "0.001", NULL));
  g_assert_true (regime_set (adam, "network.batch-norm", "true", NULL));
  g_assert_true (regime_set (sgd, "network.batch-norm", "false", NULL));
  g_assert_true (regime_set (adam, "optimiser.momentum", "0.5", NULL));
  g_ptr_array_add (regimes, adam);
  two = collapsar_setting_find_varying (regimes);
  g_autofree char *of_sgd = collapsar_setting_describe_varying (sgd, two);
  g_autofree char *of_adam = collapsar_setting_describe_varying (adam, two);
  g_assert_cmpstr (of_sgd, ==, "no batch norm · SGD · learning rate 0.05");
  g_assert_cmpstr (of_adam, ==, "batch norm · Adam · learning rate 0.001");

  g_assert_true (regime_set (cnn, "augment.level", "weak", NULL));
  g_assert_true (regime_set (cnn, "network.batch-norm", "false", NULL));
  g_ptr_array_set_size (regimes, 1);
  g_ptr_array_add (regimes, cnn);
  three = collapsar_setting_find_varying (regimes);
  g_autofree char *of_cnn = collapsar_setting_describe_varying (cnn, three);
  g_assert_cmpstr (of_cnn, ==, "augmentation weak");
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/setting/step", test_step);
  g_test_add_func ("/app/setting/text", test_text);
  g_test_add_func ("/app/setting/zero", test_zero);
  g_test_add_func ("/app/setting/decimal-comma", test_decimal_comma);
  g_test_add_func ("/app/setting/choices", test_choices);
  g_test_add_func ("/app/setting/error", test_error);
  g_test_add_func ("/app/setting/varying", test_varying);
  return g_test_run ();
}
