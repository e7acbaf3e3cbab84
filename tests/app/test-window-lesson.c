/* A lesson in the window: gone through by its actions, kept with the study, and refused where it is wrong. */
#include "app/lesson-card.h"
#include "app/lesson-panel.h"
#include "app/window-private.h"
#include "lesson/catalog.h"

#include "display.h"
#include "waiting.h"

#include <glib/gstdio.h>

static GtkApplication *application;

static gboolean
has_store (gpointer window)
{
  return collapsar_study_get_store (collapsar_window_study (window)) != NULL;
}

static CollapsarWindow *
open_window (const char *path)
{
  CollapsarWindow *window = collapsar_window_new (application);
  g_object_set (collapsar_window_study (window), "pace", 0.0, NULL);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_open (window, path, NULL);
  iterate_until (has_store, window);
  return window;
}

static void
act (CollapsarWindow *window, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_assert_true (g_action_parse_detailed_name (action, &name, &target, NULL));
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (window), name, target));
}

/* The first descendant of a type, depth first. */
static GtkWidget *
find (GtkWidget *root, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

/* Whether a label that is shown below the widget has this text. */
static gboolean
says (GtkWidget *root, const char *text)
{
  if (!gtk_widget_get_visible (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && g_str_equal (gtk_label_get_text (GTK_LABEL (root)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static GtkWidget *
panel_of (CollapsarWindow *window)
{
  return find (GTK_WIDGET (window), COLLAPSAR_TYPE_LESSON_PANEL);
}

static gboolean
is_step_done (gpointer data)
{
  CollapsarWindow *window = data;
  return collapsar_lesson_guide_is_done (window->guide, collapsar_lesson_guide_step (window->guide));
}

/* The first lesson, as a person does it: each step's button, until the step is done. */
static void
test_through (void)
{
  CollapsarWindow *window = open_window (NULL);
  GtkWidget *panel = panel_of (window);
  g_assert_false (gtk_widget_get_visible (panel));
  act (window, "win.lesson::what-collapse-is");
  g_assert_true (gtk_widget_get_visible (panel));
  g_assert_true (says (panel, "What collapse is"));
  g_assert_true (says (panel, "step 1 of 5"));
  g_assert_true (says (panel, "Not measured yet."));
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 0);
  act (window, "win.lesson-do");
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 1);
  iterate_until (is_step_done, window);
  g_assert_false (says (panel, "Not measured yet."));
  act (window, "win.lesson-do"); /* what is there already is not trained again */
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 1);
  act (window, "win.lesson-step(1)");
  act (window, "win.lesson-do");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "curves");
  const char *answer = collapsar_lesson_guide_answer (window->guide);
  g_assert_false (says (panel, answer));
  act (window, "win.lesson-answer");
  g_assert_true (says (panel, answer));
  act (window, "win.lesson-answer");
  g_assert_false (says (panel, answer));
  iterate_until (is_step_done, window);
  act (window, "win.lesson-step(1)");
  act (window, "win.lesson-do");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "geometry");
  g_assert_cmpfloat (collapsar_session_get_epoch (window->session), ==, 0.0);
  iterate_until (is_step_done, window);
  act (window, "win.lesson-step(-1)");
  g_assert_true (says (panel, "step 2 of 5"));
  act (window, "win.close-lesson");
  g_assert_false (gtk_widget_get_visible (panel));
  close_window (window);
}

/* Every view and projection that a step may name is there. */
static void
test_places (void)
{
  CollapsarWindow *window = open_window (NULL);
  for (const char *const *name = lesson_projections (); *name != NULL; name++) {
    g_action_group_change_action_state (G_ACTION_GROUP (window), "projection", g_variant_new_string (*name));
    g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), "projection");
    g_assert_cmpstr (g_variant_get_string (state, NULL), ==, *name);
  }
  for (const char *const *name = lesson_shipped_names (); *name != NULL; name++) {
    g_autoptr (Lesson) lesson = lesson_new_from_argument (*name, NULL);
    for (guint i = 0; i < lesson_n_steps (lesson); i++) {
      const char *view = lesson_step (lesson, i)->view;
      if (view != NULL)
        g_assert_nonnull (adw_view_stack_get_child_by_name (window->views, view));
    }
  }
  close_window (window);
}

static gboolean
has_two_epochs (gpointer data)
{
  CollapsarWindow *window = data;
  return window->session != NULL && collapsar_session_get_epoch (window->session) >= 2;
}

/* What a step's button does besides: the cursor to an epoch and to the last one, and fine-tunings on few
 * samples. */
static void
test_does (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "collapsar-does.lesson", NULL);
  g_assert_true (g_file_set_contents (path,
                                      "[lesson]\nname=N\npreset=watch-collapse\n[step 1]\ndo=D\n"
                                      "[step 2]\ndo=D\nepoch=1\n[step 3]\ndo=D\nepoch=last\nshots=5\n",
                                      -1, NULL));
  CollapsarWindow *window = open_window (NULL);
  g_assert_true (collapsar_window_open_lesson (window, path, NULL));
  act (window, "win.lesson-do");
  iterate_until (has_two_epochs, window);
  act (window, "win.lesson-step(1)");
  act (window, "win.lesson-do");
  g_assert_cmpfloat (collapsar_session_get_epoch (window->session), ==, 1.0);
  g_assert_false (collapsar_session_get_live (window->session));
  act (window, "win.lesson-step(1)");
  act (window, "win.lesson-do");
  g_assert_true (collapsar_session_get_live (window->session));
  g_assert_cmpuint (collapsar_transfer_choice_shots (collapsar_transfer_page_choice (window->transfer)), ==,
                    5);
  close_window (window);
  g_unlink (path);
}

/* The panel is as wide as the place kept for it, whatever the lesson is called. */
static void
test_width (void)
{
  CollapsarWindow *window = open_window (NULL);
  int without, width;
  g_object_set (window, "show-start", FALSE, NULL);
  gtk_widget_measure (GTK_WIDGET (window->sidebar), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &without, NULL,
                      NULL);
  for (const char *const *name = lesson_shipped_names (); *name != NULL; name++) {
    g_assert_true (collapsar_window_open_lesson (window, *name, NULL));
    gtk_widget_measure (GTK_WIDGET (window->sidebar), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL,
                        NULL);
    g_assert_cmpint (width, ==, without);
  }
  close_window (window);
}

static gboolean
is_low (gpointer window)
{
  int height = gtk_widget_get_height (window);
  return height > 0 && height < 700;
}

static gboolean
has_answer_in_sight (gpointer window)
{
  GtkWidget *scroller = find (panel_of (window), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  return gtk_adjustment_get_value (adjustment) > 0;
}

/* In a low window the answer would be below the panel's edge. */
static void
test_answer (void)
{
  CollapsarWindow *window = open_window (NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 620);
  iterate_until (is_low, window);
  act (window, "win.lesson::collapse-and-transfer");
  act (window, "win.lesson-answer");
  iterate_until (has_answer_in_sight, window);
  act (window, "win.lesson-answer");
  close_window (window);
}

/* With the study; another lesson is not what was there. */
static void
test_kept (void)
{
  CollapsarWindow *window = open_window (NULL);
  g_autofree char *path = g_strdup (collapsar_store_path (collapsar_study_get_store (window->study)));
  act (window, "win.lesson::why-a-simplex");
  act (window, "win.lesson-do");
  act (window, "win.lesson-step(1)");
  act (window, "win.pause-all");
  close_window (window);
  window = open_window (path);
  g_assert_nonnull (collapsar_lesson_guide_lesson (window->guide));
  g_assert_cmpstr (lesson_name (collapsar_lesson_guide_lesson (window->guide)), ==, "Why a simplex");
  g_assert_cmpuint (collapsar_lesson_guide_step (window->guide), ==, 1);
  close_window (window);
}

/* The dialogue in front of a window, or NULL. */
static GtkWindow *
dialogue_of (CollapsarWindow *window)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();
  for (GList *each = all; each != NULL; each = each->next)
    if (gtk_window_get_transient_for (each->data) == GTK_WINDOW (window))
      return each->data;
  return NULL;
}

static void
test_wrong (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "collapsar-wrong.lesson", NULL);
  g_assert_true (g_file_set_contents (path, "[lesson]\nname=N\n[step 1]\nlok=L\n", -1, NULL));
  CollapsarWindow *window = open_window (NULL);
  g_assert_false (collapsar_window_open_lesson (window, path, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_KEY);
  g_autoptr (GVariant) target = g_variant_ref_sink (g_variant_new_string (path));
  g_assert_null (dialogue_of (window));
  gtk_widget_activate_action_variant (GTK_WIDGET (window), "win.lesson", target);
  g_assert_nonnull (dialogue_of (window));
  g_assert_true (says (GTK_WIDGET (dialogue_of (window)), error->message));
  g_assert_null (collapsar_lesson_guide_lesson (window->guide));
  gtk_window_destroy (dialogue_of (window));
  close_window (window);
  g_unlink (path);
}

/* From its card on the start page, in the same window, where that is empty. */
static void
test_card (void)
{
  CollapsarWindow *window = open_window (NULL);
  GtkWidget *card = find (GTK_WIDGET (window->start), COLLAPSAR_TYPE_LESSON_CARD);
  gboolean start;
  g_object_get (window, "show-start", &start, NULL);
  g_assert_true (start);
  g_assert_cmpstr (collapsar_lesson_card_argument (COLLAPSAR_LESSON_CARD (card)), ==, "what-collapse-is");
  g_assert_true (gtk_widget_activate_action (card, "card.activate", NULL));
  g_assert_nonnull (collapsar_lesson_guide_lesson (window->guide));
  g_object_get (window, "show-start", &start, NULL);
  g_assert_false (start);
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_autoptr (GError) error = NULL;
  application = gtk_application_new ("io.github.collapsar.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/app/window-lesson/through", test_through);
  g_test_add_func ("/app/window-lesson/places", test_places);
  g_test_add_func ("/app/window-lesson/does", test_does);
  g_test_add_func ("/app/window-lesson/width", test_width);
  g_test_add_func ("/app/window-lesson/answer", test_answer);
  g_test_add_func ("/app/window-lesson/kept", test_kept);
  g_test_add_func ("/app/window-lesson/wrong", test_wrong);
  g_test_add_func ("/app/window-lesson/card", test_card);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
