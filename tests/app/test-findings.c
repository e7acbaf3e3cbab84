/* What did we see: runs of a comparison come to their end, a bar says so, and the page has the words. */
#include <math.h>

#include "app/findings.h"
#include "app/transfers-private.h"
#include "app/window-private.h"
#include "study/study.h"

#include "command.h"
#include "display.h"
#include "stored-study.h"
#include "waiting.h"

static GtkApplication *application;

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

static char *
read_page (CollapsarWindow *window)
{
  GString *text = g_string_new (NULL);
  read_labels (GTK_WIDGET (window->findings), text);
  return g_string_free (text, FALSE);
}

/* Waits until the page has these words: it is filled bit by bit. */
static void
await_words (CollapsarWindow *window, const char *words)
{
  gint64 start = g_get_monotonic_time ();
  for (;;) {
    g_autofree char *text = read_page (window);
    if (strstr (text, words) != NULL)
      return;
    if (g_get_monotonic_time () - start > TIMEOUT_SECONDS * G_USEC_PER_SEC)
      g_error ("“%s” is not in: %s", words, text);
    g_main_context_iteration (NULL, FALSE);
  }
}

static gboolean
are_placed (gpointer data)
{
  CollapsarWindow *window = data;
  for (guint i = 0; i < collapsar_study_n_runs (window->study); i++)
    if (collapsar_run_places_find (window->places, collapsar_study_run (window->study, i)) == NULL)
      return FALSE;
  return TRUE;
}

static GPtrArray *
find (CollapsarWindow *window)
{
  iterate_until (are_placed, window);
  return collapsar_findings_find (window->places);
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
  await_words (window, "3 variants × 1 seed, all with data.train=300");
  await_words (window, "SGD, coupled too, brings them nearer to the class means than AdamW does.");
  await_words (window, "one run only: no interval");
  await_words (window, "Unclear");

  g_autoptr (GPtrArray) findings = find (window);
  g_assert_cmpuint (findings->len, ==, 1);
  g_autofree char *key = collapsar_finding_key (findings->pdata[0]);
  CollapsarSession *selected = collapsar_study_get_selected (window->study);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window->findings), "findings.repeat", "s", key));
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 9);
  g_assert_true (collapsar_study_get_selected (window->study) == selected);
  iterate_until (have_ended, window);
  g_autoptr (GPtrArray) repeated = find (window);
  g_assert_cmpuint (repeated->len, ==, 1);
  g_assert_cmpuint (collapsar_finding_min_seeds (repeated->pdata[0]), ==, 3);
  g_autofree char *text = collapsar_finding_to_text (repeated->pdata[0]);
  g_assert_nonnull (strstr (text, "n = 3 seeds"));
  g_assert_null (strstr (text, "one run only"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A trend that one epoch cannot show is not called shown; a run whose own settings were changed belongs to
 * no variant. */
static void
test_not_shown (void)
{
  CollapsarWindow *window = open_window ();
  g_autoptr (GPtrArray) regimes = small_variants ("optimisers");
  g_assert_true (regime_set (regimes->pdata[1], "optimiser.learning-rate", "0.5", NULL));
  collapsar_study_add_all (window->study, regimes);
  iterate_until (have_ended, window);
  g_autoptr (GPtrArray) findings = find (window);
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
  g_autoptr (GPtrArray) one = find (window);
  g_assert_cmpuint (one->len, ==, 1);
  g_autofree char *text = collapsar_finding_to_text (one->pdata[0]);
  g_assert_nonnull (strstr (text, "1 seed, all with run.epochs=1"));
  g_assert_nonnull (strstr (text, "Not measured: the training error did not reach 0 and stay there."));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A run of that regime which waits to be trained. */
static CollapsarSession *
add_waiting (CollapsarWindow *window, const char *argument)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_from_argument (argument, &error);
  g_assert_no_error (error);
  return collapsar_study_add (window->study, regime);
}

static void
assert_presets (CollapsarWindow *window, const char *expected)
{
  g_autoptr (GPtrArray) findings = find (window);
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint f = 0; f < findings->len; f++)
    g_string_append_printf (names, "%s ", ((CollapsarFinding *)findings->pdata[f])->preset);
  g_assert_cmpstr (names->str, ==, expected);
}

/* SGD of the optimisers has the settings of watch-collapse, and is shown with what it was added from alone;
 * what the selected run was added from comes first, and can be made whole. */
static void
test_order (void)
{
  CollapsarWindow *window = open_window ();
  collapsar_study_expect_store (window->study); /* so that nothing trains */
  CollapsarSession *sgd = add_waiting (window, "optimisers:SGD");
  assert_presets (window, "optimisers ");
  g_autoptr (GPtrArray) part = find (window);
  g_autofree char *trained = collapsar_finding_trained (part->pdata[0]);
  g_assert_true (g_str_has_prefix (trained, "1 of 3 variants × 1 seed"));
  g_autofree char *key = collapsar_finding_key (part->pdata[0]);
  gtk_widget_activate_action (GTK_WIDGET (window->findings), "findings.complete", "s", key);
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 3);
  g_assert_true (collapsar_study_get_selected (window->study) == sgd);
  g_autoptr (GPtrArray) whole = find (window);
  g_assert_true (collapsar_finding_is_whole (whole->pdata[0]));
  assert_presets (window, "optimisers ");

  CollapsarSession *watched = add_waiting (window, "watch-collapse");
  assert_presets (window, "watch-collapse optimisers ");
  collapsar_study_select (window->study, collapsar_study_run (window->study, 1));
  assert_presets (window, "optimisers watch-collapse ");
  collapsar_study_remove (window->study, watched);
  collapsar_study_select (window->study, sgd);
  assert_presets (window, "optimisers ");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Of an unknown origin a run is shown with the larger comparison that holds it, or else by itself. */
static void
test_unknown_origin (void)
{
  CollapsarWindow *window = open_window ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument ("optimisers", &error);
  g_assert_no_error (error);
  g_assert_true (regime_comparison_set_assignment (comparison, "regime.about=Mine", NULL));
  collapsar_study_expect_store (window->study);
  collapsar_study_add (window->study, regime_comparison_variant (comparison, 0));
  assert_presets (window, "watch-collapse ");
  for (guint v = 1; v < regime_comparison_n_variants (comparison); v++)
    collapsar_study_add (window->study, regime_comparison_variant (comparison, v));
  assert_presets (window, "optimisers ");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A study in which NC1 rises after the training error has reached 0, in three seeds alike. */
static void
write_opposite (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  study_begin (study, NULL);
  for (guint seed = 1; seed <= 3; seed++) {
    g_autoptr (Regime) regime = regime_new_preset ("watch-collapse", &error);
    g_autofree char *number = g_strdup_printf ("%u", seed);
    regime_set (regime, "run.seed", number, NULL);
    g_autoptr (StudyRun) run = study_run_new (regime);
    g_free (run->name);
    run->name = study_free_name (study, regime_name (regime), NULL);
    g_assert_true (study_put_run (study, run, &error));
    for (guint epoch = 0; epoch <= 3; epoch++) {
      g_autoptr (TrainingRecord) record = training_record_new ();
      record->epoch = epoch;
      record->base_learning_rate = regime_get_real (regime, "optimiser.learning-rate");
      record->split[TRAINING_TRAIN].error = epoch < 2 ? 0.5 : 0;
      record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1]
          = seed * (epoch < 3 ? 0.01 : 0.04 + 0.001 * seed);
      study_put_record (study, run->id, record, NULL);
    }
    g_assert_true (study_set_run_state (study, run->id, STUDY_RUN_FINISHED, NULL, &error));
  }
  g_assert_true (study_commit (study, &error));
}

/* What is clear, but the other way, is said to be so; and its figure can be taken away. */
static void
test_opposite (void)
{
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "opposite.collapsar", NULL);
  g_autofree char *figure = g_build_filename (folder, "opposite.svg", NULL);
  write_opposite (path);
  CollapsarWindow *window = open_window ();
  CollapsarStore *store = stored_study_open_store (path);
  collapsar_window_use_store (window, store);
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 3);
  assert_presets (window, "watch-collapse ");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.findings", NULL);
  await_words (window, "Not shown: the opposite\n");
  await_words (window, ": not shown: the opposite of what was expected");
  g_assert_null (window->findings_toast);

  g_autoptr (GFile) file = g_file_new_for_path (figure);
  collapsar_window_export_to (window, file);
  g_autofree char *text = NULL;
  gint64 start = g_get_monotonic_time ();
  while (!g_file_get_contents (figure, &text, NULL, NULL)) {
    g_assert_cmpint (g_get_monotonic_time () - start, <, TIMEOUT_SECONDS * G_USEC_PER_SEC);
    g_main_context_iteration (NULL, FALSE);
  }
  g_assert_nonnull (strstr (text, "width=\"518.74"));
  g_assert_nonnull (strstr (text, "seed=3"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (store);
  const char *const command[] = { "rm", "-r", folder, NULL };
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* Accuracies of layers 0 to 5 on other classes, without what a seed has more; and NC1 on the same classes. */
static const double layer_accuracies[] = { .8, .9, .85, .8, .7, .6 };

/* What a fine-tuning of the preset came to. */
static StudyTransfer *
read_layer (gint64 run, const Regime *source, const TransferPlan *plan, guint layer, guint seed)
{
  g_autoptr (GPtrArray) tunings = transfer_plan_expand (plan, source, NULL);
  StudyTransfer *transfer
      = study_transfer_new (run, (guint)regime_get_integer (source, "run.epochs"), tunings->pdata[layer]);
  transfer->test_accuracy = layer_accuracies[layer] + 0.01 * seed;
  transfer->nc1 = transfer->nc1_test = exp2 (-(double)layer) * seed;
  return transfer;
}

/* A study of three finished runs of the preset "layers"; the fine-tunings of the last one's first plan alone
 * are done. */
static void
write_layers (const char *path, const RegimeComparison *preset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  study_begin (study, NULL);
  for (guint seed = 1; seed <= 3; seed++) {
    g_autoptr (Regime) regime = regime_copy (regime_comparison_variant (preset, 0));
    g_autofree char *number = g_strdup_printf ("%u", seed);
    regime_set (regime, "run.seed", number, NULL);
    g_autoptr (StudyRun) run = study_run_new (regime);
    g_free (run->name);
    run->name = study_free_name (study, regime_name (regime), NULL);
    g_assert_true (study_put_run (study, run, &error));
    for (guint epoch = 0; epoch <= 40; epoch += 40) {
      g_autoptr (TrainingRecord) record = training_record_new ();
      record->epoch = epoch;
      record->base_learning_rate = regime_get_real (regime, "optimiser.learning-rate");
      record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = epoch == 0 ? 2 : 0.1;
      study_put_record (study, run->id, record, NULL);
    }
    for (guint layer = 0; layer <= 5; layer++)
      for (guint plan = 0; plan < (seed == 3 ? 1 : 2); plan++) {
        g_autoptr (StudyTransfer) transfer
            = read_layer (run->id, regime, regime_comparison_plan (preset, plan), layer, seed);
        g_assert_true (study_add_transfer (study, transfer, NULL, &error));
      }
    g_assert_true (study_set_run_state (study, run->id, STUDY_RUN_FINISHED, NULL, &error));
  }
  g_assert_true (study_commit (study, &error));
}

/* Whether a label says so and is seen. */
static gboolean
has_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_button (child, label))
      return TRUE;
  return FALSE;
}

/* What fine-tunings show is there with its verdict, and another as one more is done. */
static void
test_tuned (void)
{
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "layers.collapsar", NULL);
  g_autoptr (RegimeComparison) preset = regime_comparison_new_from_argument ("layers", NULL);
  write_layers (path, preset);
  CollapsarWindow *window = open_window ();
  CollapsarStore *store = stored_study_open_store (path);
  collapsar_window_use_store (window, store);
  assert_presets (window, "layers ");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.findings", NULL);
  await_words (window, "Downstream train NC1 fell from 1.8 (layer 0) to 0.057 (layer 5), by a factor of 32 "
                       "(95 % interval 32 to 32, n = 3 seeds): shown, as expected.");
  await_words (window,
               "Test accuracy before the last was best at layer 1 (91.5 %), by 30.0 percentage points "
               "against layer 5 (95 % interval 30.0 to 30.0), n = 2 seeds: shown, as expected.");
  g_assert_true (has_button (GTK_WIDGET (window->findings), "_Fine-Tune"));
  PlotPage page = PLOT_PAGE_INIT;
  page.format = PLOT_FORMAT_SVG;
  page.width = 183 * PLOT_POINTS_PER_MM;
  assert_command (window, folder, &page, "svg");

  CollapsarSession *third = collapsar_study_run (window->study, 2);
  for (guint layer = 0; layer <= 5; layer++) {
    StudyTransfer *transfer = read_layer (collapsar_session_id (third), collapsar_session_regime (third),
                                          regime_comparison_plan (preset, 1), layer, 3);
    if (layer == 1)
      transfer->test_accuracy = 0.1;
    collapsar_transfers_add_stored (collapsar_study_transfers (window->study), transfer);
  }
  await_words (window, "n = 3 seeds: unclear, as the interval holds 0, no change.");
  await_words (window, "Unclear\n");
  g_assert_false (has_button (GTK_WIDGET (window->findings), "_Fine-Tune"));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (store);
  const char *const command[] = { "rm", "-r", folder, NULL };
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* More seeds of what is fine-tuned are fine-tuned, too. */
static void
test_repeat_tunes (void)
{
  CollapsarWindow *window = open_window ();
  collapsar_study_expect_store (window->study); /* so that nothing trains */
  add_waiting (window, "layers");
  g_autoptr (GPtrArray) findings = find (window);
  g_autofree char *key = collapsar_finding_key (findings->pdata[0]);
  CollapsarTransfers *transfers = collapsar_study_transfers (window->study);
  g_assert_cmpuint (collapsar_transfers_n_left (transfers), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (window->findings), "findings.repeat", "s", key);
  g_assert_cmpuint (collapsar_transfers_n_left (transfers), ==,
                    2 * 2); /* runs and plans: layers are not known yet */
  gtk_widget_activate_action (GTK_WIDGET (window->findings), "findings.tune", "s", key);
  g_assert_cmpuint (collapsar_transfers_n_left (transfers), ==, 3 * 2);
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
  g_test_add_func ("/app/findings/order", test_order);
  g_test_add_func ("/app/findings/unknown-origin", test_unknown_origin);
  g_test_add_func ("/app/findings/opposite", test_opposite);
  g_test_add_func ("/app/findings/tuned", test_tuned);
  g_test_add_func ("/app/findings/repeat-tunes", test_repeat_tunes);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
