/* The data set chooser as its properties and actions drive it, and that nothing of it is left. */
#include "app/data-chooser.h"

#include "../settings.h"
#include "app/class-row.h"
#include "app/source-list.h"
#include "display.h"

#include <glib/gstdio.h>

#define TIMEOUT_SECONDS 60

typedef struct {
  CollapsarDataChooser *chooser;
  char *chosen;
} Fixture;

static void
iterate_until (gint64 start)
{
  g_assert_cmpint (g_get_monotonic_time (), <, start + TIMEOUT_SECONDS * G_USEC_PER_SEC);
  g_main_context_iteration (NULL, FALSE);
}

static int
get_state (Fixture *fixture)
{
  int state;
  g_object_get (fixture->chooser, "state", &state, NULL);
  return state;
}

static void
wait_for (Fixture *fixture, CollapsarDataState state)
{
  gint64 start = g_get_monotonic_time ();
  while (get_state (fixture) != (int)state)
    iterate_until (start);
}

static void
on_chosen (CollapsarDataChooser *chooser, const char *source, Fixture *fixture)
{
  fixture->chosen = g_strdup (source);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Regime) regime = regime_with_settings (data, NULL);
  fixture->chooser = collapsar_data_chooser_new (NULL, regime);
  g_signal_connect (fixture->chooser, "chosen", G_CALLBACK (on_chosen), fixture);
  gtk_window_present (GTK_WINDOW (fixture->chooser));
}

/* Those who look for data sets and load one hold the dialogue until they are done. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();
  gpointer weak = fixture->chooser;
  if (weak != NULL) {
    g_object_add_weak_pointer (weak, &weak);
    gtk_window_destroy (GTK_WINDOW (fixture->chooser));
    while (weak != NULL)
      iterate_until (start);
  }
  g_free (fixture->chosen);
}

static GtkWidget *
find (GtkWidget *widget, GType type, guint *n)
{
  GtkWidget *found = NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget)) {
    *n += 1;
    return widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *here = find (child, type, n);
    found = found != NULL ? found : here;
  }
  return found;
}

/* Whether a label that is on screen says it. */
static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

/* What was told of has come on screen by the next frames. */
static void
wait_to_say (Fixture *fixture, const char *text)
{
  gint64 start = g_get_monotonic_time ();
  while (!says (GTK_WIDGET (fixture->chooser), text))
    iterate_until (start);
}

static void
activate (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->chooser), action, NULL);
}

/* The regime's own first: 1,442 and 355 of ten classes, two coarse ones. Then another one is used. */
static void
test_use (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = NULL;
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  g_object_get (fixture->chooser, "source", &source, NULL);
  g_assert_cmpstr (source, ==, "digits");
  wait_to_say (fixture, "1442");
  wait_to_say (fixture, "355");
  wait_to_say (fixture, "8 × 8");
  wait_to_say (fixture, "35 to test");
  wait_to_say (fixture, "coarse classes");
  g_object_set (fixture->chooser, "source", "gaussian", NULL);
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  wait_to_say (fixture, "32");
  wait_to_say (fixture, "values each");
  g_assert_null (fixture->chosen);
  g_object_add_weak_pointer (G_OBJECT (fixture->chooser), (gpointer *)&fixture->chooser);
  activate (fixture, "data.use");
  g_assert_cmpstr (fixture->chosen, ==, "gaussian");
  gint64 start = g_get_monotonic_time ();
  while (fixture->chooser != NULL)
    iterate_until (start);
}

/* Enter in the list is the same as the button. */
static void
test_enter (Fixture *fixture, gconstpointer data)
{
  guint n = 0;
  GtkWidget *list = find (GTK_WIDGET (fixture->chooser), COLLAPSAR_TYPE_SOURCE_LIST, &n);
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->chooser)), list));
  g_object_add_weak_pointer (G_OBJECT (fixture->chooser), (gpointer *)&fixture->chooser);
  gtk_widget_activate (gtk_window_get_focus (GTK_WINDOW (fixture->chooser)));
  g_assert_cmpstr (fixture->chosen, ==, "digits");
  gint64 start = g_get_monotonic_time ();
  while (fixture->chooser != NULL)
    iterate_until (start);
}

/* Tab leaves the list and comes back to the selected row, and selects nothing on the way. */
static void
test_tab (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (fixture->chooser);
  guint n = 0;
  GtkWidget *list = find (GTK_WIDGET (window), COLLAPSAR_TYPE_SOURCE_LIST, &n);
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  GtkWidget *row = gtk_window_get_focus (window);
  g_assert_true (gtk_widget_is_ancestor (row, list));
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_widget_is_ancestor (gtk_window_get_focus (window), list));
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_window_get_focus (window) == row);
  g_assert_cmpint (get_state (fixture), ==, COLLAPSAR_DATA_SHOWN);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  g_object_add_weak_pointer (G_OBJECT (fixture->chooser), (gpointer *)&fixture->chooser);
  activate (fixture, "window.close");
  gint64 start = g_get_monotonic_time ();
  while (fixture->chooser != NULL)
    iterate_until (start);
  g_assert_null (fixture->chosen);
}

/* Named but not there: where it was looked for is told, and it cannot be used. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  wait_for (fixture, COLLAPSAR_DATA_MISSING);
  wait_to_say (fixture, "CIFAR-10 Was Not Found");
  wait_to_say (fixture, "cifar-10-batches-bin");
  wait_to_say (fixture, "not found on this machine");
  activate (fixture, "data.use");
  g_assert_null (fixture->chosen);
  g_object_set (fixture->chooser, "source", "digits", NULL);
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
}

/* The reason stands where the classes would, and the way back is open. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "broken.csv", NULL);
  g_assert_true (g_file_set_contents (path, "a,b,label\n1,2,x\n3,oops,y\n", -1, NULL));
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  g_object_set (fixture->chooser, "source", path, NULL);
  wait_for (fixture, COLLAPSAR_DATA_FAILED);
  wait_to_say (fixture, "“broken.csv” Cannot Be Read");
  wait_to_say (fixture, "line 3");
  activate (fixture, "data.use");
  g_assert_null (fixture->chosen);
  g_object_set (fixture->chooser, "source", "digits", NULL);
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  g_object_set (fixture->chooser, "source", path, NULL); /* it is in the list by now, once */
  wait_for (fixture, COLLAPSAR_DATA_FAILED);
  g_remove (path);
  g_rmdir (folder);
}

/* Of what is run through, only the last is shown. */
static void
test_switching (Fixture *fixture, gconstpointer data)
{
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  g_object_set (fixture->chooser, "source", "gaussian", NULL);
  g_object_set (fixture->chooser, "source", "cifar-10", NULL);
  g_object_set (fixture->chooser, "source", "digits", NULL);
  g_object_set (fixture->chooser, "source", "gaussian", NULL);
  g_object_set (fixture->chooser, "source", "digits", NULL);
  g_assert_cmpint (get_state (fixture), ==, COLLAPSAR_DATA_LOADING);
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  wait_to_say (fixture, "8 × 8");
  g_object_set (fixture->chooser, "source", "gaussian", NULL); /* and closed in the middle of it */
}

static const char *const unequal[]
    = { "data.source=digits", "data.labels=coarse", "data.train=400", "data.imbalance=4", NULL };

static void
test_as_used (Fixture *fixture, gconstpointer data)
{
  guint n = 0;
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  wait_to_say (fixture, "1442");
  g_object_set (fixture->chooser, "as-used", TRUE, NULL);
  wait_to_say (fixture, "4 : 1");
  wait_to_say (fixture, "0, 2, 4, 6, 8");
  g_assert_false (says (GTK_WIDGET (fixture->chooser), "coarse classes"));
  find (GTK_WIDGET (fixture->chooser), COLLAPSAR_TYPE_CLASS_ROW, &n);
  g_assert_cmpuint (n, ==, 2);
  /* The same settings do not fit a set that has no coarse classes. */
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "flat.csv", NULL);
  g_assert_true (g_file_set_contents (
      path, "1,2,x\n2,1,x\n3,4,x\n2,2,x\n5,1,x\n3,2,y\n4,3,y\n3,2,y\n1,1,y\n2,2,y\n", -1, NULL));
  g_object_set (fixture->chooser, "source", path, NULL);
  wait_for (fixture, COLLAPSAR_DATA_SHOWN);
  wait_to_say (fixture, "no coarse labels");
  g_object_set (fixture->chooser, "as-used", FALSE, NULL);
  wait_to_say (fixture, "values each");
  n = 0;
  find (GTK_WIDGET (fixture->chooser), COLLAPSAR_TYPE_CLASS_ROW, &n);
  g_assert_cmpuint (n, ==, 2);
  g_remove (path);
  g_rmdir (folder);
}

static const char *const missing[] = { "data.source=cifar-10", NULL };

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/data-chooser/use", Fixture, NULL, set_up, test_use, tear_down);
  g_test_add ("/app/data-chooser/enter", Fixture, NULL, set_up, test_enter, tear_down);
  g_test_add ("/app/data-chooser/tab", Fixture, NULL, set_up, test_tab, tear_down);
  g_test_add ("/app/data-chooser/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/app/data-chooser/missing", Fixture, missing, set_up, test_missing, tear_down);
  g_test_add ("/app/data-chooser/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/app/data-chooser/switching", Fixture, NULL, set_up, test_switching, tear_down);
  g_test_add ("/app/data-chooser/as-used", Fixture, unequal, set_up, test_as_used, tear_down);
  return g_test_run ();
}
