/* That the command which a window names for its figure writes the same bytes as the window. */
#pragma once

#include "app/window-private.h"

#include <glib/gstdio.h>
#include <string.h>

/* As wide as two columns of Nature. */
static inline PlotPage
page_of (PlotFormat format)
{
  PlotPage page = PLOT_PAGE_INIT;
  page.width = 183 * PLOT_POINTS_PER_MM;
  page.format = format;
  return page;
}

/* The words of a command as a shell takes them, run by the real program. */
static inline void
run_command (const char *command)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *talk = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  g_assert_true (g_shell_parse_argv (command, NULL, &words, &error));
  g_assert_cmpstr (words[0], ==, "collapsar-cli");
  g_free (words[0]);
  words[0] = g_strdup (g_getenv ("COLLAPSAR_CLI"));
  g_spawn_sync (NULL, words, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &talk, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", command, talk);
}

static inline void
assert_same (const char *one, const char *other)
{
  g_autofree char *a = NULL, *b = NULL;
  gsize a_length, b_length;
  g_assert_true (g_file_get_contents (one, &a, &a_length, NULL));
  g_assert_true (g_file_get_contents (other, &b, &b_length, NULL));
  g_assert_cmpuint (a_length, >, 1000);
  if (a_length != b_length || memcmp (a, b, a_length) != 0)
    g_error ("%s and %s are not the same", one, other);
}

/* Writes a figure by the window's code and by the command that it names. */
static inline void
assert_source_command (CollapsarFigureSource *source,
                       const char *folder,
                       const PlotPage *page,
                       const char *ending)
{
  g_assert_nonnull (source);
  g_autofree char *mine = g_strdup_printf ("%s/window.%s", folder, ending);
  g_autofree char *theirs = g_strdup_printf ("%s/command.%s", folder, ending);
  g_autofree char *command = collapsar_figure_source_command (source, page, theirs);
  g_autoptr (GError) error = NULL;
  g_assert_nonnull (command);
  g_test_message ("%s", command);
  collapsar_figure_source_save (source, page, mine, &error);
  g_assert_no_error (error);
  run_command (command);
  assert_same (mine, theirs);
  if (page->data) {
    g_autofree char *my_data = g_strdup_printf ("%s/window-data.csv", folder);
    g_autofree char *their_data = g_strdup_printf ("%s/command-data.csv", folder);
    assert_same (my_data, their_data);
    g_unlink (my_data);
    g_unlink (their_data);
  }
  g_unlink (mine);
  g_unlink (theirs);
}

/* Of what is on screen. */
static inline void
assert_command (CollapsarWindow *window, const char *folder, const PlotPage *page, const char *ending)
{
  g_autoptr (CollapsarFigureSource) source = collapsar_window_figure (window);
  assert_source_command (source, folder, page, ending);
}
