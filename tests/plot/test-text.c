/* Lines of words. */
#include "plot/text.h"

static const char *const words = "Not measured: no ridge probe of every layer for this choice";

/* Each fits, also where a style would shorten what does not, and together they are the words. */
static void
test_break (void)
{
  for (guint shortens = 0; shortens < 2; shortens++)
    for (double width = 60; width < 300; width += 40) {
      g_auto (PlotText) text;
      PlotTextStyle style = { .size = 9, .max_width = shortens ? width : 0 };
      plot_text_init_unseen (&text, plot_theme (PLOT_THEME_PRINT));
      g_autoptr (GPtrArray) lines = plot_text_break (&text, words, &style, width, 12);
      style.max_width = 0;
      for (guint i = 0; i < lines->len; i++)
        g_assert_cmpfloat (plot_text_width (&text, lines->pdata[i], &style), <=, width);
      g_ptr_array_add (lines, NULL);
      g_autofree char *joined = g_strjoinv (" ", (char **)lines->pdata);
      g_assert_cmpstr (joined, ==, words);
    }
}

/* The last takes what is left; no words are no line. */
static void
test_few (void)
{
  g_auto (PlotText) text;
  const PlotTextStyle style = { .size = 9 };
  plot_text_init_unseen (&text, plot_theme (PLOT_THEME_PRINT));
  g_autoptr (GPtrArray) two = plot_text_break (&text, words, &style, 60, 2);
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_true (g_str_has_suffix (two->pdata[1], "choice"));
  g_autoptr (GPtrArray) none = plot_text_break (&text, NULL, &style, 60, 2);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/text/break", test_break);
  g_test_add_func ("/plot/text/few", test_few);
  return g_test_run ();
}
