/* What did we see: runs of a comparison come to their end, a bar says so, and the page has the words. */
#include "app/findings.h"
#include "app/window-private.h"

#include "display.h"

#define TIMEOUT_SECONDS 60

static GtkApplication *application;

static void
iterate_until (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 start = g_get_monotonic_time ();
  while (!done (data)) {
    g_assert_cmpint (g_get_monotonic_time () - start, <, TIMEOUT_SECONDS * G_USEC_PER_SEC);
    g_main_context_iteration (NULL, FALSE);
  }
}

/* The variants of a preset, made small alike. */
static GPtrArray *
small_variants (const char *preset)
{
  static const char *const assignments[]
      = { "data.train=300", "data.test=100", "network.hidden=16", "run.epochs=2" };
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (preset, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (assignments); i++)
    g_assert_true (regime_comparison_set_assignment (comparison, assignments[i], NULL));
  GPtrArray *regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  for (guint v = 0; v < regime_comparison_n_variants (comparison); v++)
    g_ptr_array_add (regimes, regime_ref (regime_comparison_variant (comparison, v)));
  return regimes;
}

static CollapsarWindow *
open_window (void)
{
  CollapsarWindow *window = collapsar_window_new (application);
  g_object_set (window->study, "pace", 0.0, NULL);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
have_ended (gpointer window)
{
  CollapsarStudy *study = ((CollapsarWindow *)window)->study;
  return collapsar_study_n_training (study) + collapsar_study_n_waiting (study) == 0;
}

static gboolean
has_toast (gpointer window)
{
  return ((CollapsarWindow *)window)->findings_toast != NULL;
}

/* All text of a widget's labels that are seen, a line each. */
static void
read_labels (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget))
    g_string_append_printf (text, "%s\n", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    read_labels (child, text);
}

static void
assert_says (CollapsarWindow *window, const char *words)
{
  g_autoptr (GString) text = g_string_new (NULL);
  read_labels (GTK_WIDGET (window->findings), text);
  if (strstr (text->str, words) == NULL)
    g_error ("“%s” is not in: %s", words, text->str);
}

static gboolean
shows_findings (gpointer window)
{
  g_autoptr (GString) text = g_string_new (NULL);
  read_labels (GTK_WIDGET (((CollapsarWindow *)window)->findings), text);
  return strstr (text->str, "Three optimisers") != NULL || strstr (text->str, "variants") != NULL;
}

/* Every sentence of the trends is there with its words; of one seed nothing is claimed; more seeds are
 * offered, and make intervals. */
static void
test_flow (void)
{
  CollapsarWindow *window = open_window ();
  g_autoptr (GPtrArray) regimes = small_variants ("optimisers");
  collapsar_study_add_all (window->study, regimes);
  g_assert_false (has_toast (window));
  iterate_until (have_ended, window);
  iterate_until (has_toast, window);
  g_assert_cmpstr (adw_toast_get_action_name (window->findings_toast), ==, "win.findings");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.findings", NULL);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "findings");
  iterate_until (shows_findings, window);
  assert_says (window, "3 variants × 1 seed, all with data.train=300");
  assert_says (window, "SGD, coupled too, brings them nearer to the class means than AdamW does.");
  assert_says (window, "one run only: no interval");
  assert_says (window, "Unclear");

  g_autoptr (GPtrArray) findings = collapsar_findings_find (window->study);
  g_assert_cmpuint (findings->len, ==, 1);
  g_autofree char *key = collapsar_finding_key (findings->pdata[0]);
  CollapsarSession *selected = collapsar_study_get_selected (window->study);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window->findings), "findings.repeat", "s", key));
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 9);
  g_assert_true (collapsar_study_get_selected (window->study) == selected);
  iterate_until (have_ended, window);
  g_autoptr (GPtrArray) repeated = collapsar_findings_find (window->study);
  g_assert_cmpuint (repeated->len, ==, 1);
  g_assert_cmpuint (collapsar_finding_min_seeds (repeated->pdata[0]), ==, 3);
  g_autofree char *text = collapsar_finding_to_text (repeated->pdata[0]);
  g_assert_nonnull (strstr (text, "n = 3 seeds"));
  g_assert_null (strstr (text, "one run only"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A trend that two epochs cannot show is not called shown; a run whose own settings were changed belongs to
 * no variant. */
static void
test_not_shown (void)
{
  CollapsarWindow *window = open_window ();
  g_autoptr (GPtrArray) regimes = small_variants ("optimisers");
  g_assert_true (regime_set (regimes->pdata[1], "optimiser.learning-rate", "0.5", NULL));
  collapsar_study_add_all (window->study, regimes);
  iterate_until (have_ended, window);
  g_autoptr (GPtrArray) findings = collapsar_findings_find (window->study);
  g_assert_cmpuint (findings->len, ==, 0);
  g_assert_false (has_toast (window));
  gtk_window_destroy (GTK_WINDOW (window));

  window = open_window ();
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) single = regime_new_preset ("watch-collapse", &error);
  g_assert_no_error (error);
  g_assert_true (regime_set (single, "run.epochs", "1", NULL));
  collapsar_study_add (window->study, single);
  iterate_until (have_ended, window);
  iterate_until (has_toast, window);
  g_autoptr (GPtrArray) one = collapsar_findings_find (window->study);
  g_assert_cmpuint (one->len, ==, 1);
  g_autofree char *text = collapsar_finding_to_text (one->pdata[0]);
  g_assert_nonnull (strstr (text, "1 seed, all with run.epochs=1"));
  g_assert_nonnull (strstr (text, "Not measured: the training error did not reach 0 and stay there."));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!test_has_display ())
    return 0;
  adw_init ();
  application = gtk_application_new ("io.github.collapsar.FindingsTest", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_test_add_func ("/app/findings/flow", test_flow);
  g_test_add_func ("/app/findings/not-shown", test_not_shown);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
