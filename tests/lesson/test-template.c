/* Places in texts: what they are filled with, while they cannot be, and those that are wrong. */
#include "lesson/template.h"

#include "window.h"

#include <string.h>

/* NULL: not measured yet. */
static void
assert_filled (const Window *window, const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LessonTemplate) template = lesson_template_new (text, &error);
  g_assert_no_error (error);
  g_autofree char *filled = lesson_template_fill (template, &window->facts);
  g_assert_cmpstr (filled, ==, expected);
}

static void
test_fill (void)
{
  Window window;
  window_open (&window, 2);
  assert_filled (&window, "plain", "plain");
  assert_filled (&window, "{{{train_nc1}}", "{2}");
  assert_filled (&window, "from {train_nc1 at 0} to { train_nc1 }", "from 8 to 2");
  assert_filled (&window, "{train_nc1 at 1.5}", "4");
  assert_filled (&window, "{train_nc1 at terminal} at {terminal_epoch}", "2 at 2");
  assert_filled (&window, "{run}, {state}", "first, finished");
  assert_filled (&window, "{train_nc1 where seed = 2}", "4");
  assert_filled (&window, "{train_nc1 where epochs = 2}", "3");
  assert_filled (&window, "{train_nc1 at 0 where epochs = 2}", "12");
  assert_filled (&window, "{train_probe_accuracy}", "25.0\u202f%");
  assert_filled (&window, "{train_error at 1}", "12.5\u202f%");
  window.facts.epoch = -0.03125;
  assert_filled (&window, "{epoch}", "−0.0312");
  window_close (&window);
}

static void
test_tunings (void)
{
  Window window;
  window_open (&window, 2);
  assert_filled (&window, "{test_accuracy where method = scl shots = 5}", "62.5\u202f%");
  assert_filled (&window, "{test_accuracy where method = probe}", "12.5\u202f%");
  assert_filled (&window, "{test_accuracy where method = full}", NULL);
  assert_filled (&window, "{fine_tunings}", "3");
  window.facts.tunings = NULL;
  assert_filled (&window, "{test_accuracy where method = scl}", NULL);
  window_close (&window);
}

/* The whole text waits until each of its places is known. */
static void
test_not_measured (void)
{
  Window window;
  window_open (&window, 1);
  assert_filled (&window, "{train_nc1}", "4");
  assert_filled (&window, "{train_nc1} and {train_probe_accuracy}", NULL);
  assert_filled (&window, "{train_nc1 at terminal}", NULL);
  assert_filled (&window, "{train_nc1 at 2}", NULL);
  assert_filled (&window, "{train_nc1 where seed = 7}", NULL);
  window_tell (&window, 0, 2);
  assert_filled (&window, "{train_nc1 at 2}", "2");
  assert_filled (&window, "{train_nc1 at 2 where epochs > 0}", NULL); /* the other run is not so far */
  window.facts.selected = -1;
  assert_filled (&window, "{train_nc1}", NULL);
  assert_filled (&window, "{train_nc1 at 0}", NULL);
  assert_filled (&window, "{run}", NULL);
  assert_filled (&window, "{runs}", "2");
  window_close (&window);
}

static void
test_wrong (void)
{
  static const struct {
    const char *text, *says;
  } wrong[] = {
    { "{train_nc1", "{{" },
    { "{train_nc7}", "train_nc7" },
    { "{}", "train_nc1" },
    { "{train_nc1 at end}", "terminal" },
    { "{train_nc1 at -1}", "-1" },
    { "{train_nc1 at nan}", "nan" },
    { "{epochs at 0}", "epochs" },
    { "{run where seed = 1}", "run" },
    { "{runs where seed = 1}", "runs" },
    { "{train_nc1 where runs = 1}", "runs" },
    { "{train_nc1 where seed <}", "seed" },
    { "{method}", "method" },
    { "{test_accuracy where layer = 1}", "layer" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (lesson_template_new (wrong[i].text, &error));
    g_assert_error (error, LESSON_ERROR, LESSON_ERROR_VALUE);
    g_test_message ("%s: %s", wrong[i].text, error->message);
    g_assert_nonnull (strstr (error->message, wrong[i].says));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/template/fill", test_fill);
  g_test_add_func ("/lesson/template/tunings", test_tunings);
  g_test_add_func ("/lesson/template/not-measured", test_not_measured);
  g_test_add_func ("/lesson/template/wrong", test_wrong);
  return g_test_run ();
}
