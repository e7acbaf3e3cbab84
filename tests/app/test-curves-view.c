/* The curves view: one cross-hair for all charts, and the session's cursor. */
#include "app/curves-view.h"

#include "display.h"

#include <adwaita.h>
#include <math.h>

#include "app/board.h"
#include "app/chart.h"
#include "app/stage.h"
#include "finished-session.h"
#include "view/band.h"

#define N_CHARTS 8

typedef struct {
  CollapsarSession *session;
  CollapsarCurvesView *view;
  GPtrArray *charts; /* borrowed */
} Fixture;

static void
find_charts (GtkWidget *widget, GPtrArray *charts)
{
  if (COLLAPSAR_IS_CHART (widget))
    g_ptr_array_add (charts, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_charts (child, charts);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = finished_session_new ();
  fixture->view = COLLAPSAR_CURVES_VIEW (g_object_ref_sink (collapsar_curves_view_new ()));
  fixture->charts = g_ptr_array_new ();
  collapsar_curves_view_set_session (fixture->view, fixture->session);
  find_charts (GTK_WIDGET (fixture->view), fixture->charts);
  g_assert_cmpuint (fixture->charts->len, ==, N_CHARTS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->charts);
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->session);
}

static void
assert_cursors (Fixture *fixture, double epoch)
{
  for (guint i = 0; i < fixture->charts->len; i++) {
    double cursor = collapsar_chart_get_cursor (g_ptr_array_index (fixture->charts, i));
    if (isnan (epoch))
      g_assert_true (isnan (cursor));
    else
      g_assert_cmpfloat (cursor, ==, epoch);
  }
}

static void
test_hover (Fixture *fixture, gconstpointer data)
{
  /* While it follows, there is no cross-hair. */
  assert_cursors (fixture, NAN);
  g_signal_emit_by_name (g_ptr_array_index (fixture->charts, 3), "hover", 2.3);
  assert_cursors (fixture, 2.0);
  g_signal_emit_by_name (g_ptr_array_index (fixture->charts, 5), "hover", 2.6);
  assert_cursors (fixture, 3.0);
  g_assert_cmpfloat (collapsar_session_get_epoch (fixture->session), ==, FINISHED_EPOCHS);
  g_signal_emit_by_name (g_ptr_array_index (fixture->charts, 5), "hover", NAN);
  assert_cursors (fixture, NAN);
}

static void
test_pick (Fixture *fixture, gconstpointer data)
{
  g_signal_emit_by_name (g_ptr_array_index (fixture->charts, 0), "pick", 3.7);
  g_assert_cmpfloat (collapsar_session_get_epoch (fixture->session), ==, 4.0);
  g_assert_false (collapsar_session_get_live (fixture->session));
  assert_cursors (fixture, 4.0);
  collapsar_session_set_epoch (fixture->session, 1.0);
  assert_cursors (fixture, 1.0);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->view);
  gtk_widget_activate_action (widget, "curves.move-cursor", "i", -2);
  assert_cursors (fixture, FINISHED_EPOCHS - 2);
  gtk_widget_activate_action (widget, "curves.move-cursor", "i", 1);
  assert_cursors (fixture, FINISHED_EPOCHS - 1);
  gtk_widget_activate_action (widget, "curves.move-cursor", "i", -1000);
  assert_cursors (fixture, 0.0);
}

static void
assert_epochs (Fixture *fixture, double from, double to, const char *name)
{
  g_autoptr (GArray) panels = collapsar_curves_view_panels (fixture->view);
  g_autofree char *is = NULL;
  g_object_get (fixture->view, "epochs-name", &is, NULL);
  g_assert_cmpstr (is, ==, name);
  for (guint i = 0; i < panels->len; i++) {
    const PlotChart *chart = g_array_index (panels, PlotPanel, i).chart;
    g_assert_cmpfloat_with_epsilon (chart->x_minimum, from, 1e-9);
    g_assert_cmpfloat_with_epsilon (chart->x_maximum, to, 1e-9);
  }
}

/* What one chart's gestures ask for all charts do; the choice outlives another run. */
static void
test_epochs (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->view);
  gpointer chart = g_ptr_array_index (fixture->charts, 4);
  assert_epochs (fixture, 0, FINISHED_EPOCHS, NULL);
  g_signal_emit_by_name (chart, "pan", 0.5);
  assert_epochs (fixture, 0, FINISHED_EPOCHS, NULL);
  g_signal_emit_by_name (chart, "choose", 4.0, 1.0);
  assert_epochs (fixture, 1, 4, "Epochs 1–4");
  g_signal_emit_by_name (chart, "pan", 1.0 / 3.0);
  assert_epochs (fixture, 2, 5, "Epochs 2–5");
  gtk_widget_activate_action (widget, "curves.pan", "i", -100);
  assert_epochs (fixture, 0, 3, "Epochs 0–3");
  g_signal_emit_by_name (chart, "zoom", 0.75, 0.0);
  assert_epochs (fixture, 0, 4, "Epochs 0–4");
  g_signal_emit_by_name (chart, "hover", 1.0);
  gtk_widget_activate_action (widget, "curves.zoom", "i", 1); /* about the cross-hair */
  assert_epochs (fixture, 1 - 1 / 1.5, 1 - 1 / 1.5 + 4 / 1.5, "Epochs 0–3");
  g_signal_emit_by_name (chart, "choose", 1.0, 4.0);
  gtk_widget_activate_action (widget, "curves.move-cursor", "i", -100); /* it stays in sight */
  assert_epochs (fixture, 0, 3, "Epochs 0–3");
  gtk_widget_activate_action (widget, "curves.move-cursor", "i", 5);
  assert_epochs (fixture, 2, 5, "Epochs 2–5");
  g_object_set (fixture->view, "log-epochs", TRUE, NULL);
  g_autoptr (GArray) panels = collapsar_curves_view_panels (fixture->view);
  g_assert_cmpint (g_array_index (panels, PlotPanel, 0).chart->x_kind, ==, PLOT_AXIS_LOG);
  g_object_set (fixture->view, "log-epochs", FALSE, NULL);
  CollapsarSession *other = finished_session_new ();
  collapsar_curves_view_set_session (fixture->view, other);
  assert_epochs (fixture, 2, 5, "Epochs 2–5");
  collapsar_curves_view_set_session (fixture->view, fixture->session);
  g_signal_emit_by_name (chart, "show-all");
  assert_epochs (fixture, 0, FINISHED_EPOCHS, NULL);
  g_assert_finalize_object (other);
}

/* At once in what is exported, and in the charts as they are drawn. */
static void
test_smoothing (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->view, "smoothing", 0.8, NULL);
  g_autoptr (GArray) panels = collapsar_curves_view_panels (fixture->view);
  for (guint i = 0; i < panels->len; i++) {
    const PlotChart *chart = g_array_index (panels, PlotPanel, i).chart;
    g_assert_cmpuint (chart->n_series, ==, 4);
    g_assert_true (chart->series[0].faint);
    g_assert_true (chart->series[1].smoothed);
  }
  CollapsarSession *other = finished_session_new (); /* another's curves, too */
  collapsar_curves_view_set_session (fixture->view, other);
  g_autoptr (GArray) others = collapsar_curves_view_panels (fixture->view);
  g_assert_cmpuint (g_array_index (others, PlotPanel, 0).chart->n_series, ==, 4);
  g_object_set (fixture->view, "smoothing", 0.0, NULL);
  g_autoptr (GArray) raw = collapsar_curves_view_panels (fixture->view);
  g_assert_cmpuint (g_array_index (raw, PlotPanel, 0).chart->n_series, ==, 2);
  collapsar_curves_view_set_session (fixture->view, fixture->session);
  g_assert_finalize_object (other);
}

static void
test_panels (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) panels = collapsar_curves_view_panels (fixture->view);
  g_assert_cmpuint (panels->len, ==, N_CHARTS);
  for (guint i = 0; i < panels->len; i++) {
    const PlotPanel *panel = &g_array_index (panels, PlotPanel, i);
    g_assert_cmpint (panel->kind, ==, PLOT_PANEL_CHART);
    g_assert_cmpuint (panel->chart->n_series, ==, 2);
    g_assert_cmpfloat (panel->chart->x_maximum, ==, FINISHED_EPOCHS);
  }
  g_object_set (fixture->view, "show-test", FALSE, NULL);
  g_assert_cmpuint (g_array_index (panels, PlotPanel, 0).chart->n_series, ==, 1);
}

/* The next run has a head: its output's curves can be seen, and hidden. */
static void
test_head (Fixture *fixture, gconstpointer data)
{
  gboolean has_head;
  g_object_get (fixture->view, "has-head", &has_head, NULL);
  g_assert_false (has_head);
  g_autoptr (Regime) regime = regime_copy (collapsar_session_regime (fixture->session));
  g_assert_true (regime_set (regime, "head.layers", "1", NULL));
  collapsar_session_run (fixture->session, regime);
  do {
    finished_session_iterate (fixture->session);
    g_object_get (fixture->view, "has-head", &has_head, NULL);
  } while (!has_head);
  g_autoptr (GArray) panels = collapsar_curves_view_panels (fixture->view);
  g_assert_cmpuint (g_array_index (panels, PlotPanel, 2).chart->n_series, ==, 3);
  g_object_set (fixture->view, "show-head", FALSE, NULL);
  g_assert_cmpuint (g_array_index (panels, PlotPanel, 2).chart->n_series, ==, 2);
}

/* The curves of several runs, one of them selected. */
static void
test_runs (Fixture *fixture, gconstpointer data)
{
  CollapsarSession *other = finished_session_new ();
  CollapsarSession *waiting = collapsar_session_new ();
  GListStore *runs = g_list_store_new (COLLAPSAR_TYPE_SESSION);
  g_object_set (other, "style", 3, NULL);
  g_list_store_append (runs, fixture->session);
  g_list_store_append (runs, waiting);
  collapsar_curves_view_set_runs (fixture->view, G_LIST_MODEL (runs));
  g_autoptr (GArray) panels = collapsar_curves_view_panels (fixture->view);
  g_assert_cmpuint (g_array_index (panels, PlotPanel, 0).chart->n_series, ==, 2);
  g_list_store_append (runs, other);
  g_autoptr (GArray) both = collapsar_curves_view_panels (fixture->view);
  const PlotChart *chart = g_array_index (both, PlotPanel, 0).chart;
  g_assert_cmpuint (chart->n_series, ==, 4);
  g_assert_cmpuint (chart->series[2].regime, ==, 3);
  g_assert_true (chart->series[0].strong);
  /* In place of four curves the ratios of two. */
  g_autofree char *name = NULL;
  g_object_get (fixture->view, "ratio-name", &name, NULL);
  g_assert_cmpstr (name, ==, "Small ÷ Small");
  g_object_set (fixture->view, "show-ratio", TRUE, NULL);
  g_assert_cmpuint (chart->n_series, ==, 2);
  g_assert_cmpfloat (chart->series[0].y[3], ==, 1.0);
  g_object_set (fixture->view, "show-ratio", FALSE, NULL);
  g_assert_cmpuint (chart->n_series, ==, 4);
  collapsar_curves_view_set_session (fixture->view, other);
  chart = g_array_index (both, PlotPanel, 0).chart; /* the same, as it is now */
  g_assert_false (chart->series[0].strong);
  g_assert_true (chart->series[2].strong);
  /* The cross-hair is the selected run's. */
  collapsar_session_set_epoch (other, 2.0);
  assert_cursors (fixture, 2.0);
  collapsar_session_set_epoch (fixture->session, 1.0);
  assert_cursors (fixture, 2.0);
  g_list_store_remove (runs, 2);
  g_list_store_remove_all (runs);
  g_autoptr (GArray) none = collapsar_curves_view_panels (fixture->view);
  g_assert_cmpuint (none->len, ==, 0);
  collapsar_curves_view_set_runs (fixture->view, NULL);
  collapsar_curves_view_set_session (fixture->view, fixture->session);
  g_assert_finalize_object (runs);
  g_assert_finalize_object (other);
  g_assert_finalize_object (waiting);
}

static void
test_empty (void)
{
  CollapsarSession *session = collapsar_session_new ();
  CollapsarCurvesView *view = COLLAPSAR_CURVES_VIEW (g_object_ref_sink (collapsar_curves_view_new ()));
  collapsar_curves_view_set_session (view, session);
  g_autoptr (GArray) panels = collapsar_curves_view_panels (view);
  g_assert_cmpuint (panels->len, ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (view), "curves.move-cursor", "i", 1);
  g_assert_finalize_object (view);
  g_assert_finalize_object (session);
}

/* Where the board puts nine children: columns of the first row, and whether the last has the full height. */
static void
assert_board (int width, guint columns, gboolean beside)
{
  GtkWidget *board = g_object_ref_sink (collapsar_board_new ());
  GtkWidget *children[N_CHARTS + 1];
  guint in_row = 0;
  int natural;
  for (guint i = 0; i <= N_CHARTS; i++) {
    children[i] = collapsar_chart_new ();
    collapsar_board_add (COLLAPSAR_BOARD (board), children[i]);
  }
  gtk_widget_measure (board, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  gtk_widget_size_allocate (board, &(GtkAllocation){ 0, 0, width, natural }, -1);
  graphene_rect_t first, bounds;
  g_assert_true (gtk_widget_compute_bounds (children[0], board, &first));
  for (guint i = 0; i <= N_CHARTS; i++) {
    g_assert_true (gtk_widget_compute_bounds (children[i], board, &bounds));
    in_row += i < N_CHARTS && bounds.origin.y == first.origin.y;
    g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, (float)width);
    g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, (float)natural);
  }
  g_assert_cmpuint (in_row, ==, columns);
  g_assert_cmpint (bounds.size.height > 1.5 * first.size.height, ==, beside);
  g_assert_finalize_object (board);
}

static void
test_board (void)
{
  assert_board (420, 2, FALSE);
  assert_board (1000, 3, FALSE);
  assert_board (1500, 4, TRUE);
}

static void
assert_chart (CollapsarCurvesView *view, guint n_series, const char *name)
{
  g_autoptr (GArray) panels = collapsar_curves_view_panels (view);
  g_auto (GStrv) names = NULL;
  g_object_get (view, "names", &names, NULL);
  g_assert_cmpuint (g_array_index (panels, PlotPanel, 0).chart->n_series, ==, n_series);
  g_assert_cmpstr (names[0], ==, name);
}

/* The style of the first curve. */
static void
assert_look (CollapsarCurvesView *view, guint look)
{
  g_autoptr (GArray) panels = collapsar_curves_view_panels (view);
  g_assert_cmphex (g_array_index (panels, PlotPanel, 0).chart->series[0].regime, ==, look);
}

/* Repeating over seeds gives one mean line with a band that can be chosen; opening the group shows its runs.
 */
static void
test_group (void)
{
  CollapsarStudy *study = collapsar_study_new ();
  CollapsarStage *stage = collapsar_stage_new (study);
  CollapsarCurvesView *view = COLLAPSAR_CURVES_VIEW (g_object_ref_sink (collapsar_curves_view_new ()));
  g_autoptr (Regime) regime = regime_new_from_text ("[regime]\nname=Small\n[data]\nsource=digits\ntrain=200\n"
                                                    "test=100\n[network]\nhidden=16\n[run]\nepochs=3\n",
                                                    "test", NULL);
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  gboolean has_groups;
  collapsar_curves_view_set_runs (view, collapsar_stage_shown (stage));
  collapsar_study_repeat (study, collapsar_study_add (study, regime), 2);
  while (collapsar_study_n_training (study) + collapsar_study_n_waiting (study) > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (500);
  }
  collapsar_curves_view_set_session (view, collapsar_study_run (study, 0));
  g_object_get (view, "has-groups", &has_groups, NULL);
  g_assert_true (has_groups);
  assert_chart (view, 2, "Small, mean of 3 seeds ± s.d.");
  CollapsarRunGroup *group = collapsar_stage_closed_group (stage, collapsar_study_run (study, 0));
  g_object_set (group, "muted", TRUE, NULL);
  assert_look (view, PLOT_REGIME_MUTED);
  collapsar_curves_view_set_highlight (view, group);
  assert_look (view, 0);
  collapsar_curves_view_set_highlight (view, NULL);
  assert_look (view, PLOT_REGIME_MUTED);
  g_object_set (group, "muted", FALSE, NULL);
  assert_look (view, 0);
  g_object_set (view, "band", VIEW_BAND_RANGE, NULL);
  assert_chart (view, 2, "Small, mean of 3 seeds min–max");
  g_object_set (view, "each-run", TRUE, NULL);
  assert_chart (view, 8, "Small, mean of 3 seeds min–max");
  g_object_set (view, "each-run", FALSE, NULL);
  g_object_set (collapsar_study_run (study, 2), "visible", FALSE, NULL);
  assert_chart (view, 2, "Small, mean of 2 seeds min–max");
  g_object_set (collapsar_study_run (study, 2), "visible", TRUE, NULL);
  g_object_set (group, "open", TRUE, NULL);
  assert_chart (view, 6, "Small");
  g_object_get (view, "has-groups", &has_groups, NULL);
  g_assert_false (has_groups);
  g_assert_finalize_object (view);
  g_assert_finalize_object (stage);
  g_assert_finalize_object (study);
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/curves-view/hover", Fixture, NULL, set_up, test_hover, tear_down);
  g_test_add ("/app/curves-view/pick", Fixture, NULL, set_up, test_pick, tear_down);
  g_test_add ("/app/curves-view/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/app/curves-view/epochs", Fixture, NULL, set_up, test_epochs, tear_down);
  g_test_add ("/app/curves-view/smoothing", Fixture, NULL, set_up, test_smoothing, tear_down);
  g_test_add ("/app/curves-view/panels", Fixture, NULL, set_up, test_panels, tear_down);
  g_test_add ("/app/curves-view/head", Fixture, NULL, set_up, test_head, tear_down);
  g_test_add ("/app/curves-view/runs", Fixture, NULL, set_up, test_runs, tear_down);
  g_test_add_func ("/app/curves-view/empty", test_empty);
  g_test_add_func ("/app/curves-view/board", test_board);
  g_test_add_func ("/app/curves-view/group", test_group);
  return g_test_run ();
}
