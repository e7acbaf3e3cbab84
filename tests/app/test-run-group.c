/* The list that a sidebar shows: groups that come, open and go. */
#include "app/run-group.h"

#include <math.h>

#include "plot/theme.h"

static void
count (guint *n)
{
  ++*n;
}

static CollapsarSession *
add (CollapsarStudy *study, const char *hidden)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = g_strdup_printf ("[regime]\nname=Small\n[data]\nsource=digits\ntrain=200\ntest=100\n[network]\n"
                         "hidden=%s\nfeature=12\n[run]\nepochs=3\nseed=3\n",
                         hidden);
  g_autoptr (Regime) regime = regime_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return collapsar_study_add (study, regime);
}

/* A group is its number of runs in brackets, a run its seed. */
static void
assert_items (GListModel *list, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (list, i);
    if (COLLAPSAR_IS_RUN_GROUP (item))
      g_string_append_printf (text, "(%u)", collapsar_run_group_n_runs ((gpointer)item));
    else
      g_string_append (text, regime_get (collapsar_session_regime ((gpointer)item), "run.seed"));
  }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_list (void)
{
  CollapsarStudy *study = collapsar_study_new ();
  GListModel *list = collapsar_run_groups_new (study);
  assert_items (list, "");
  CollapsarSession *first = add (study, "16");
  add (study, "8");
  assert_items (list, "33");
  collapsar_study_repeat (study, first, 2);
  assert_items (list, "(3)3");
  g_autoptr (CollapsarRunGroup) group = g_list_model_get_item (list, 0);
  g_assert_true (collapsar_run_group_run (group, 0) == first);
  g_object_set (group, "open", TRUE, NULL);
  assert_items (list, "(3)3453");
  /* It is the same one, whatever comes and goes. */
  collapsar_study_repeat (study, first, 1);
  assert_items (list, "(4)34563");
  collapsar_study_remove (study, collapsar_study_run (study, 3));
  g_autoptr (CollapsarRunGroup) again = g_list_model_get_item (list, 0);
  g_assert_true (again == group);
  assert_items (list, "(3)3463");
  collapsar_study_undo (study);
  g_object_set (group, "open", FALSE, NULL);
  assert_items (list, "(4)3");
  collapsar_study_remove (study, collapsar_study_run (study, 2));
  collapsar_study_remove (study, collapsar_study_run (study, 2));
  collapsar_study_remove (study, collapsar_study_run (study, 2));
  assert_items (list, "33");
  g_assert_finalize_object (list);
  g_assert_finalize_object (study);
}

/* A group is muted when all of its runs are. */
static void
test_muted (void)
{
  CollapsarStudy *study = collapsar_study_new ();
  GListModel *list = collapsar_run_groups_new (study);
  CollapsarSession *first = add (study, "16");
  gboolean muted;
  guint n_looks = 0;
  collapsar_study_repeat (study, first, 1);
  g_autoptr (CollapsarRunGroup) group = g_list_model_get_item (list, 0);
  g_signal_connect_swapped (group, "notify::look", G_CALLBACK (count), &n_looks);
  g_object_set (first, "style", 5, "muted", TRUE, NULL);
  g_assert_cmphex (collapsar_session_get_look (first), ==, 5 | PLOT_REGIME_MUTED);
  g_assert_cmphex (collapsar_run_group_get_look (group), ==, 5);
  g_object_get (group, "muted", &muted, NULL);
  g_assert_false (muted);
  n_looks = 0;
  g_object_set (group, "muted", TRUE, NULL);
  g_assert_cmpuint (n_looks, ==, 1);
  g_assert_true (collapsar_session_get_muted (collapsar_study_run (study, 1)));
  g_assert_cmphex (collapsar_run_group_get_look (group), ==, 5 | PLOT_REGIME_MUTED);
  g_object_set (group, "muted", FALSE, NULL);
  g_assert_false (collapsar_session_get_muted (first));
  g_assert_cmphex (collapsar_session_get_look (first), ==, 5);
  g_assert_finalize_object (list);
  g_clear_object (&group);
  g_assert_finalize_object (study);
}

static void
test_figures (void)
{
  CollapsarStudy *study = collapsar_study_new ();
  GListModel *list = collapsar_run_groups_new (study);
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  guint n;
  collapsar_study_repeat (study, add (study, "16"), 1);
  g_autoptr (CollapsarRunGroup) group = g_list_model_get_item (list, 0);
  g_assert_true (isnan (collapsar_run_group_nc1 (group, &n)));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpfloat (collapsar_run_group_progress (group), ==, 0.0);
  while (collapsar_study_n_training (study) + collapsar_study_n_waiting (study) > 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  double sum = 0.0;
  for (guint i = 0; i < 2; i++)
    sum += training_history_last (collapsar_session_history (collapsar_study_run (study, i)))
               ->split[TRAINING_TRAIN]
               .metrics.value[COLLAPSE_NC1];
  g_assert_cmpfloat_with_epsilon (collapsar_run_group_nc1 (group, &n), sum / 2, 1e-12);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (collapsar_run_group_progress (group), ==, 1.0);
  g_assert_finalize_object (list);
  g_clear_object (&group);
  g_assert_finalize_object (study);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/run-group/list", test_list);
  g_test_add_func ("/app/run-group/muted", test_muted);
  g_test_add_func ("/app/run-group/figures", test_figures);
  return g_test_run ();
}
