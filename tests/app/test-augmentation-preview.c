/* The preview in a window: what it shows, and when. */
#include "app/augmentation-preview.h"

#include <adwaita.h>

#include "display.h"

#define TIMEOUT_SECONDS 60
#define PICTURES 8

typedef struct {
  GtkWindow *window;
  CollapsarAugmentationPreview *preview;
  Regime *regime;
  guint n_shown;
} Fixture;

static void
on_shown (Fixture *fixture)
{
  fixture->n_shown++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->regime = regime_new ();
  fixture->preview
      = COLLAPSAR_AUGMENTATION_PREVIEW (g_object_ref_sink (collapsar_augmentation_preview_new ()));
  fixture->window = GTK_WINDOW (gtk_window_new ());
  g_signal_connect_swapped (fixture->preview, "shown", G_CALLBACK (on_shown), fixture);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->preview));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  gtk_window_destroy (fixture->window);
  /* A worker under way holds it until it is done. */
  while (G_OBJECT (fixture->preview)->ref_count > 1 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, FALSE);
  g_assert_finalize_object (fixture->preview);
  regime_unref (fixture->regime);
}

static void
set (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;
  regime_set (fixture->regime, name, value, &error);
  g_assert_no_error (error);
}

static void
wait_shown (Fixture *fixture, guint n)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (fixture->n_shown < n) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
  }
}

/* Shows the regime, sees it, and waits until it is there. */
static void
show (Fixture *fixture)
{
  guint n = fixture->n_shown;
  collapsar_augmentation_preview_show (fixture->preview, fixture->regime);
  gtk_window_present (fixture->window);
  wait_shown (fixture, n + 1);
}

/* The pictures that are seen, in order; returns how many. */
static guint
find_pictures (GtkWidget *widget, GtkPicture **pictures, guint n)
{
  if (GTK_IS_PICTURE (widget) && gtk_widget_get_mapped (widget)
      && gtk_picture_get_paintable (GTK_PICTURE (widget)) != NULL) {
    g_assert_cmpuint (n, <, PICTURES);
    pictures[n++] = GTK_PICTURE (widget);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n = find_pictures (child, pictures, n);
  return n;
}

/* The first label with `text` in it that is seen. */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
      && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_label (child, text);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
assert_says (Fixture *fixture, const char *text)
{
  g_assert_nonnull (find_label (GTK_WIDGET (fixture->preview), text));
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  GtkPicture *pictures[PICTURES];
  show (fixture);
  g_assert_cmpuint (find_pictures (GTK_WIDGET (fixture->preview), pictures, 0), ==, PICTURES);
  assert_says (fixture, "as they are");
  for (guint i = 0; i < PICTURES; i++) {
    const char *title = gtk_picture_get_alternative_text (pictures[i]);
    g_assert_true (g_ascii_isdigit (title[0]) && title[1] == '\0');
  }
  set (fixture, "augment.level", "weak");
  show (fixture);
  assert_says (fixture, "as drawn");
}

/* The action draws others; nothing else does, but what is asked for. */
static void
test_draw (Fixture *fixture, gconstpointer data)
{
  GtkPicture *pictures[PICTURES];
  show (fixture);
  find_pictures (GTK_WIDGET (fixture->preview), pictures, 0);
  g_autoptr (GdkPaintable) before = g_object_ref (gtk_picture_get_paintable (pictures[0]));
  set (fixture, "optimiser.batch", "32");
  collapsar_augmentation_preview_show (fixture->preview, fixture->regime);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_shown, ==, 1);
  g_assert_true (gtk_picture_get_paintable (pictures[0]) == before);
  gtk_widget_activate_action (GTK_WIDGET (fixture->preview), "preview.draw", NULL);
  wait_shown (fixture, 2);
  g_assert_true (gtk_picture_get_paintable (pictures[0]) != before);
}

/* Words in the place of pictures, and pictures again. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  GtkPicture *pictures[PICTURES];
  set (fixture, "data.source", "gaussian");
  show (fixture);
  assert_says (fixture, "no images");
  g_assert_cmpuint (find_pictures (GTK_WIDGET (fixture->preview), pictures, 0), ==, 0);
  set (fixture, "data.source", "/nonexistent");
  show (fixture);
  assert_says (fixture, "/nonexistent");
  set (fixture, "data.source", "digits");
  show (fixture);
  g_assert_cmpuint (find_pictures (GTK_WIDGET (fixture->preview), pictures, 0), ==, PICTURES);
}

/* Nothing is read for a preview that is not seen. */
static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  collapsar_augmentation_preview_show (fixture->preview, fixture->regime);
  g_assert_cmpuint (G_OBJECT (fixture->preview)->ref_count, ==, 2); /* the fixture's and the window's */
  gtk_window_present (fixture->window);
  wait_shown (fixture, 1);
}

/* Asked for while a worker draws: only the last is still drawn. Gone while it draws: nothing is left. */
static void
test_hurry (Fixture *fixture, gconstpointer data)
{
  static const char *const levels[] = { "weak", "strong", "custom", "none" };
  show (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++) {
    set (fixture, "augment.level", levels[i]);
    collapsar_augmentation_preview_show (fixture->preview, fixture->regime);
  }
  wait_shown (fixture, 2);
  assert_says (fixture, "as they are");
  g_assert_cmpuint (fixture->n_shown, ==, 2);
  set (fixture, "run.seed", "5");
  collapsar_augmentation_preview_show (fixture->preview, fixture->regime);
}

#define ADD(name, function)                                                                                  \
  g_test_add ("/app/augmentation-preview/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("pictures", test_pictures);
  ADD ("draw", test_draw);
  ADD ("words", test_words);
  ADD ("unseen", test_unseen);
  ADD ("hurry", test_hurry);
  return g_test_run ();
}
