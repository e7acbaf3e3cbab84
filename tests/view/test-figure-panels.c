#include "view/figure-panels.h"

#include "view/charts.h"
#include "view/layers.h"

#include <string.h>

static void
test_words (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) panels
      = view_panels_read ("geometry:1, geometry:4,nc1,cosines,spectrum,nc2_norm_means", 4, &error);
  g_assert_no_error (error);
  const ViewPanel *read = (const ViewPanel *)panels->data;
  g_assert_cmpuint (panels->len, ==, 6);
  g_assert_cmpint (read[1].kind, ==, VIEW_PANEL_GEOMETRY);
  g_assert_cmpuint (read[1].run, ==, 4);
  g_assert_cmpint (read[2].kind, ==, VIEW_PANEL_CHART);
  g_assert_cmpuint (read[2].which, ==, VIEW_CHART_NC1);
  g_assert_cmpint (read[3].kind, ==, VIEW_PANEL_BY_EPOCH);
  g_assert_cmpuint (read[3].which, ==, VIEW_LAYERS_COSINES);
  g_assert_cmpuint (read[3].run, ==, 0);
  g_assert_cmpint (read[4].kind, ==, VIEW_PANEL_SPECTRUM);
  g_assert_cmpuint (read[5].which, ==, VIEW_CHART_NC2_NORMS);
  g_assert_true (view_panels_have_snapshots (panels));
  g_autoptr (GArray) curves = view_panels_read ("loss,error", 0, &error);
  g_assert_no_error (error);
  g_assert_false (view_panels_have_snapshots (curves));
}

/* Each names what is wrong with it. */
static void
test_errors (void)
{
  static const struct {
    const char *list;
    guint n_runs;
    ViewPanelsError code;
    const char *words;
  } rows[] = {
    { "", 2, VIEW_PANELS_ERROR_NAME, "nc1_quotient" },
    { "geometry,", 2, VIEW_PANELS_ERROR_NAME, "“” is no panel" },
    { "geometry,pie", 2, VIEW_PANELS_ERROR_NAME, "“pie”" },
    { "nc1:1", 2, VIEW_PANELS_ERROR_RUN, "all runs" },
    { "geometry:3", 2, VIEW_PANELS_ERROR_RUN, "of 2 runs" },
    { "geometry:0", 0, VIEW_PANELS_ERROR_RUN, "from 1" },
    { "means:x", 0, VIEW_PANELS_ERROR_RUN, "from 1" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (view_panels_read (rows[i].list, rows[i].n_runs, &error));
    g_assert_error (error, VIEW_PANELS_ERROR, (int)rows[i].code);
    g_assert_nonnull (strstr (error->message, rows[i].words));
  }
}

/* Every name is read as what it is of. */
static void
test_names (void)
{
  for (guint i = 0; i < view_panels_n_names (); i++) {
    g_autoptr (GArray) panels = view_panels_read (view_panels_name (i), 0, NULL);
    g_autofree char *title = view_panels_title (i);
    g_assert_nonnull (panels);
    g_assert_cmpint (g_array_index (panels, ViewPanel, 0).kind, ==, view_panels_kind (i));
    g_assert_cmpuint (strlen (title), >, 3);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/figure-panels/words", test_words);
  g_test_add_func ("/view/figure-panels/errors", test_errors);
  g_test_add_func ("/view/figure-panels/names", test_names);
  return g_test_run ();
}
