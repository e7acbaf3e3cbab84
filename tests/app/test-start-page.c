/* The start page: a card for each preset, found by words, and begun in the window. */
#include "app/preset-card.h"
#include "app/recent-card.h"
#include "app/window-private.h"

#include "display.h"

#include <glib/gstdio.h>
#include <math.h>

#define TIMEOUT_SECONDS 60

static GtkApplication *application;

static gboolean
on_wake (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
iterate_until (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 start = g_get_monotonic_time ();
  guint source = g_timeout_add (20, on_wake, NULL); /* no spinning: the estimator is nice */
  while (!done (data)) {
    g_assert_cmpint (g_get_monotonic_time () - start, <, TIMEOUT_SECONDS * G_USEC_PER_SEC);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (source);
}

static gboolean
has_store (gpointer window)
{
  return collapsar_study_get_store (collapsar_window_study (window)) != NULL;
}

static CollapsarWindow *
open_window (void)
{
  CollapsarWindow *window = collapsar_window_new (application);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_open (window, NULL, NULL);
  iterate_until (has_store, window);
  return window;
}

static gboolean
shows_start (CollapsarWindow *window)
{
  gboolean shown;
  g_object_get (window, "show-start", &shown, NULL);
  return shown;
}

/* The first descendant of a type, depth first. */
static GtkWidget *
find (GtkWidget *root, GType type, const char *preset)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type)
      && (preset == NULL
          || g_str_equal (collapsar_preset_card_preset (COLLAPSAR_PRESET_CARD (root)), preset)))
    return root;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type, preset);
  return found;
}

static guint
count_shown (CollapsarWindow *window)
{
  guint n = 0;
  GtkWidget *card = find (GTK_WIDGET (window->start), COLLAPSAR_TYPE_PRESET_CARD, NULL);
  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
    n += gtk_widget_get_child_visible (card);
  return n;
}

static gboolean
has_pictures (gpointer window)
{
  GtkWidget *card = find (GTK_WIDGET (((CollapsarWindow *)window)->start), COLLAPSAR_TYPE_PRESET_CARD, NULL);
  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
    if (!collapsar_preset_picture_is_loaded (
            COLLAPSAR_PRESET_PICTURE (find (card, COLLAPSAR_TYPE_PRESET_PICTURE, NULL))))
      return FALSE;
  return TRUE;
}

static void
test_cards (void)
{
  CollapsarWindow *window = open_window ();
  g_assert_true (shows_start (window));
  g_assert_cmpuint (count_shown (window), ==, g_strv_length ((char **)regime_preset_names ()));
  iterate_until (has_pictures, window);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_found (gpointer window)
{
  return count_shown (window) == 1;
}

static gboolean
nothing_is_found (gpointer window)
{
  return count_shown (window) == 0;
}

static void
test_search (void)
{
  CollapsarWindow *window = open_window ();
  GtkWidget *search = find (GTK_WIDGET (window->start), GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window->start), "start.find", NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "adamw DECOUPLED");
  iterate_until (is_found, window);
  gtk_editable_set_text (GTK_EDITABLE (search), "no such thing");
  iterate_until (nothing_is_found, window);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* All variants, in this window; from then on in another one. */
static void
test_choose (void)
{
  CollapsarWindow *window = open_window ();
  GtkWidget *card = find (GTK_WIDGET (window->start), COLLAPSAR_TYPE_PRESET_CARD, "optimisers");
  g_assert_true (gtk_widget_activate (card));
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 3);
  g_assert_false (shows_start (window));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.start-page", NULL);
  g_assert_true (shows_start (window));
  guint n_windows = g_list_length (gtk_application_get_windows (application));
  card = find (GTK_WIDGET (window->start), COLLAPSAR_TYPE_PRESET_CARD, "watch-collapse");
  g_assert_true (gtk_widget_activate (card));
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 3);
  g_assert_cmpuint (g_list_length (gtk_application_get_windows (application)), ==, n_windows + 1);
  CollapsarWindow *other = gtk_application_get_windows (application)->data;
  iterate_until (has_store, other);
  g_assert_cmpuint (collapsar_study_n_runs (other->study), ==, 1);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.start-page", NULL);
  g_assert_false (shows_start (window));
  gtk_window_destroy (GTK_WINDOW (other));
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
knows (gpointer estimator)
{
  return !isnan (collapsar_estimator_seconds (estimator, "watch-collapse", 0.0, 0));
}

/* Measured, and longer at a pace. */
static void
test_estimates (void)
{
  g_autoptr (CollapsarEstimator) estimator = collapsar_estimator_dup ();
  iterate_until (knows, estimator);
  g_assert_null (collapsar_estimator_trouble (estimator, "watch-collapse"));
  g_assert_cmpfloat (collapsar_estimator_seconds (estimator, "watch-collapse", 0.0, 1), >, 0.0);
  g_assert_cmpfloat (collapsar_estimator_seconds (estimator, "watch-collapse", 0.5, 1), >=, 400.0);
}

static void
on_told (CollapsarEstimator *estimator, const char *preset, gpointer n)
{
  ++*(guint *)n;
}

/* How long it takes to know when nothing is remembered. */
static gint64
measure_knowing (const char *cache)
{
  g_unlink (cache);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (CollapsarEstimator) estimator = collapsar_estimator_dup ();
  iterate_until (knows, estimator);
  return g_get_monotonic_time () - start;
}

/* While somebody trains nothing is measured, for three times as long as it takes; then it goes on by itself.
 */
static void
test_held (void)
{
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "collapsar", "estimates", NULL);
  gint64 needed = measure_knowing (cache);
  guint n_told = 0;
  g_unlink (cache);
  collapsar_estimator_hold (TRUE);
  g_autoptr (CollapsarEstimator) estimator = collapsar_estimator_dup ();
  g_signal_connect (estimator, "told", G_CALLBACK (on_told), &n_told);
  gint64 end = g_get_monotonic_time () + 3 * needed;
  guint source = g_timeout_add (20, on_wake, NULL);
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  g_assert_false (knows (estimator));
  collapsar_estimator_hold (FALSE);
  iterate_until (knows, estimator);
  g_assert_cmpuint (n_told, >, 0);
}

static gboolean
knows_missing (gpointer estimator)
{
  return collapsar_estimator_trouble (estimator, "projection-head") != NULL;
}

/* Whether a label within says this. */
static gboolean
says (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_label (GTK_LABEL (root)), text) != NULL)
    return gtk_widget_get_mapped (root);
  gboolean said = FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && !said;
       child = gtk_widget_get_next_sibling (child))
    said = says (child, text);
  return said;
}

/* A preset whose data set cannot be read is not begun: card and page say why, and the page goes back. */
static void
test_missing (void)
{
  CollapsarWindow *window = open_window ();
  GtkWidget *start = GTK_WIDGET (window->start);
  GtkWidget *card = find (start, COLLAPSAR_TYPE_PRESET_CARD, "projection-head");
  g_autoptr (CollapsarEstimator) estimator = collapsar_estimator_dup ();
  iterate_until (knows_missing, estimator);
  g_assert_true (says (card, "needs a data set that is missing"));
  g_assert_false (says (start, "A Data Set Is Missing"));
  g_assert_true (gtk_widget_activate (card));
  g_assert_true (says (start, "A Data Set Is Missing"));
  g_assert_true (says (start, "leave one of them"));
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 0);
  gtk_widget_activate_action (start, "start.presets", NULL);
  g_assert_false (says (start, "A Data Set Is Missing"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Two files that could both be the training images of Fashion-MNIST, wherever else it is. */
static void
spoil_data (void)
{
  g_autofree char *root = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (root, "fashion-mnist", NULL);
  g_autofree char *plain = g_build_filename (folder, "train-images-idx3-ubyte", NULL);
  g_autofree char *other = g_build_filename (folder, "train-more-images-idx3-ubyte", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (plain, "", 0, NULL));
  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  g_setenv ("COLLAPSAR_DATA", root, TRUE);
}

static void
test_describe_recent (void)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)study_run_free);
  static const char *const seeds[] = { "1", "2", "3" };
  for (guint r = 0; r < 6; r++) {
    g_autoptr (Regime) regime = regime_new ();
    g_assert_true (regime_set (regime, "run.epochs", "70", NULL));
    g_assert_true (regime_set (regime, "run.seed", seeds[r % 3], NULL));
    g_assert_true (regime_set (regime, "optimiser.batch", r < 3 ? "32" : "64", NULL));
    g_ptr_array_add (runs, study_run_new (regime));
  }
  g_autofree char *both = collapsar_recent_card_describe (runs);
  g_assert_cmpstr (both, ==, "2 regimes × 3 seeds · 70 epochs");
  g_ptr_array_set_size (runs, 5);
  g_autofree char *uneven = collapsar_recent_card_describe (runs);
  g_assert_cmpstr (uneven, ==, "5 runs · 70 epochs");
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  spoil_data ();
  adw_init ();
  application
      = GTK_APPLICATION (adw_application_new ("io.github.collapsar.TestStartPage", G_APPLICATION_NON_UNIQUE));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/app/start-page/cards", test_cards);
  g_test_add_func ("/app/start-page/search", test_search);
  g_test_add_func ("/app/start-page/choose", test_choose);
  g_test_add_func ("/app/start-page/estimates", test_estimates);
  g_test_add_func ("/app/start-page/held", test_held);
  g_test_add_func ("/app/start-page/missing", test_missing);
  g_test_add_func ("/app/start-page/describe-recent", test_describe_recent);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
