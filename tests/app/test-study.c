/* The study without a window: what comes, goes, is selected and trains. */
#include "app/study-private.h"

#include <glib/gstdio.h>

#include "stored-study.h"

#define TIMEOUT_SECONDS 60

static Regime *
small_regime (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("[regime]\nname=%s\n[data]\nsource=digits\ntrain=200\ntest=100\n"
                                           "[network]\nhidden=16\nfeature=12\n[run]\nepochs=400\nseed=3\n",
                                           name);
  Regime *regime = regime_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return regime;
}

static CollapsarStudy *
study_of (guint n_runs)
{
  CollapsarStudy *study = collapsar_study_new ();
  g_object_set (study, "pace", 20.0, "cores", 2, NULL);
  for (guint i = 0; i < n_runs; i++) {
    g_autoptr (Regime) regime = small_regime ("Small");
    collapsar_study_add (study, regime);
  }
  return study;
}

static const char *
name_at (CollapsarStudy *study, guint place)
{
  return regime_name (collapsar_session_regime (collapsar_study_run (study, place)));
}

static CollapsarSessionState
state_at (CollapsarStudy *study, guint place)
{
  return collapsar_session_get_state (collapsar_study_run (study, place));
}

static void
wait_for_epoch (CollapsarStudy *study, CollapsarSession *run, double epoch)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (collapsar_session_get_epoch (run) < epoch) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
count (guint *n)
{
  ++*n;
}

static void
test_add (void)
{
  CollapsarStudy *study = study_of (0);
  guint n_selected = 0, n_changed = 0;
  g_assert_null (collapsar_study_get_selected (study));
  g_signal_connect_swapped (study, "notify::selected", G_CALLBACK (count), &n_selected);
  g_signal_connect_swapped (study, "items-changed", G_CALLBACK (count), &n_changed);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (Regime) regime = small_regime ("Small");
    CollapsarSession *run = collapsar_study_add (study, regime);
    g_assert_true (run == collapsar_study_get_selected (study));
    g_assert_true (run == collapsar_study_run (study, i));
    g_assert_cmpuint (collapsar_session_get_style (run), ==, i);
    g_assert_cmpfloat (collapsar_session_get_pace (run), ==, 20.0);
  }
  g_assert_cmpuint (n_selected, ==, 3);
  g_assert_cmpuint (n_changed, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (study)), ==, 3);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (study)) == COLLAPSAR_TYPE_SESSION);
  /* The pace is everybody's. */
  collapsar_session_set_pace (collapsar_study_run (study, 2), 5.0);
  g_assert_cmpfloat (collapsar_session_get_pace (collapsar_study_run (study, 0)), ==, 5.0);
  g_assert_finalize_object (study);
}

static void
test_names (void)
{
  CollapsarStudy *study = study_of (2);
  g_autoptr (Regime) seventh = small_regime ("Small 7");
  g_autoptr (Regime) unnamed = small_regime ("");
  collapsar_study_add (study, seventh);
  collapsar_study_add (study, seventh);
  collapsar_study_add (study, unnamed);
  collapsar_study_add (study, unnamed);
  const char *names[] = { "Small", "Small 2", "Small 7", "Small 8", "", "Unnamed regime 2" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (name_at (study, i), ==, names[i]);

  CollapsarSession *run = collapsar_study_run (study, 1);
  g_autofree char *told = NULL;
  collapsar_study_rename (study, run, "  Large ");
  g_object_get (run, "name", &told, NULL);
  g_assert_cmpstr (told, ==, "Large");
  collapsar_study_rename (study, run, "Small");
  g_assert_cmpstr (name_at (study, 1), ==, "Small 2");
  collapsar_study_rename (study, run, "Small 2");
  g_assert_cmpstr (name_at (study, 1), ==, "Small 2");
  collapsar_study_rename (study, run, " ");
  g_assert_cmpstr (name_at (study, 1), ==, "Small 2");
  g_assert_finalize_object (study);
}

/* What was trained keeps its numbers under another name. */
static void
test_rename_history (void)
{
  CollapsarStudy *study = study_of (1);
  CollapsarSession *run = collapsar_study_get_selected (study);
  wait_for_epoch (study, run, 1.0);
  TrainingHistory *history = collapsar_session_history (run);
  guint n = training_history_n_records (history);
  collapsar_study_rename (study, run, "Other");
  g_assert_true (collapsar_session_history (run) == history);
  g_assert_cmpuint (training_history_n_records (history), ==, n);
  g_assert_cmpstr (regime_name (training_history_regime (history)), ==, "Other");
  g_assert_finalize_object (study);
}

static void
wait_until_trains (CollapsarStudy *study, CollapsarSession *run)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (!collapsar_session_trains (run)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static guint
threads_at (CollapsarStudy *study, guint place)
{
  guint threads;
  g_object_get (collapsar_study_run (study, place), "threads", &threads, NULL);
  return threads;
}

/* Two cores: two train, the third waits until one pauses. */
static void
test_queue (void)
{
  CollapsarStudy *study = study_of (1);
  guint n_training = 0;
  g_signal_connect_swapped (study, "training", G_CALLBACK (count), &n_training);
  g_assert_cmpuint (threads_at (study, 0), ==, 2);
  for (guint i = 1; i < 3; i++) {
    g_autoptr (Regime) regime = small_regime ("Small");
    collapsar_study_add (study, regime);
    g_assert_cmpint (state_at (study, i), ==, i < 2 ? COLLAPSAR_SESSION_LOADING : COLLAPSAR_SESSION_QUEUED);
  }
  g_assert_cmpuint (n_training, ==, 3); /* the second waits, then loads */
  CollapsarSession *first = collapsar_study_run (study, 0), *second = collapsar_study_run (study, 1);
  CollapsarSession *third = collapsar_study_run (study, 2);
  wait_until_trains (study, second);
  g_assert_cmpuint (threads_at (study, 0), ==, 1);
  /* Looking at another one is not training it. */
  collapsar_study_move_selection (study, -10);
  g_assert_true (collapsar_study_get_selected (study) == first);
  wait_for_epoch (study, first, 1.0);
  wait_for_epoch (study, second, 1.0);
  g_assert_cmpint (state_at (study, 2), ==, COLLAPSAR_SESSION_QUEUED);
  g_assert_null (collapsar_session_history (third));
  g_assert_cmpuint (collapsar_study_n_training (study), ==, 2);
  g_assert_cmpuint (collapsar_study_n_waiting (study), ==, 1);
  collapsar_session_pause (first);
  g_assert_cmpint (state_at (study, 2), ==, COLLAPSAR_SESSION_LOADING);
  wait_for_epoch (study, third, 1.0);
  collapsar_session_resume (first);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_QUEUED);
  collapsar_session_pause (third);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_RUNNING);
  collapsar_session_pause (first);
  g_assert_cmpuint (threads_at (study, 1), ==, 2);
  g_assert_finalize_object (study);
}

static void
test_cores (void)
{
  CollapsarStudy *study = study_of (2);
  CollapsarSession *first = collapsar_study_run (study, 0), *second = collapsar_study_run (study, 1);
  wait_for_epoch (study, second, 1.0);
  g_object_set (study, "cores", 1, NULL);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_RUNNING);
  g_assert_cmpint (state_at (study, 1), ==, COLLAPSAR_SESSION_QUEUED);
  double epoch = collapsar_session_get_epoch (second);
  wait_for_epoch (study, first, collapsar_session_get_epoch (first) + 2.0);
  g_object_set (study, "cores", 2, NULL);
  g_assert_cmpint (state_at (study, 1), ==, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (study, second, epoch + 1.0);
  g_assert_finalize_object (study);
}

static void
test_all (void)
{
  CollapsarStudy *study = study_of (3);
  wait_until_trains (study, collapsar_study_run (study, 1));
  collapsar_study_pause_all (study);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (state_at (study, i), ==, COLLAPSAR_SESSION_PAUSED);
  g_assert_null (collapsar_session_history (collapsar_study_run (study, 2))); /* has not begun for a moment */
  collapsar_study_resume_all (study);
  for (guint i = 0; i < 3; i++)
    g_assert_true (collapsar_session_is_wanted (collapsar_study_run (study, i)));
  wait_for_epoch (study, collapsar_study_run (study, 1), 1.0);
  g_assert_cmpint (state_at (study, 2), ==, COLLAPSAR_SESSION_QUEUED);
  g_assert_finalize_object (study);
}

/* One step while others wait is one step of this run. */
static void
test_step (void)
{
  CollapsarStudy *study = study_of (2);
  g_object_set (study, "cores", 1, NULL);
  CollapsarSession *first = collapsar_study_run (study, 0), *second = collapsar_study_run (study, 1);
  wait_for_epoch (study, first, 1.0);
  collapsar_session_step (first);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_RUNNING);
  wait_until_trains (study, second);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_PAUSED);
  double epoch = collapsar_session_get_epoch (first);
  g_assert_cmpfloat (epoch, ==, (double)(guint)epoch);
  /* One that is asked for in vain waits, and pauses when it has been done. */
  collapsar_session_step (first);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_QUEUED);
  collapsar_session_pause (second);
  wait_for_epoch (study, first, epoch + 1.0);
  collapsar_study_drain (study);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_PAUSED);
  g_assert_finalize_object (study);
}

static void
test_undo_add (void)
{
  CollapsarStudy *study = study_of (2);
  collapsar_study_move_selection (study, -1);
  CollapsarSession *first = collapsar_study_get_selected (study);
  g_autoptr (Regime) regime = small_regime ("Other");
  gpointer added = collapsar_study_add (study, regime);
  g_object_add_weak_pointer (added, &added);
  collapsar_study_undo (study);
  g_assert_null (added);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  g_assert_true (collapsar_study_get_selected (study) == first);
  g_assert_cmpuint (collapsar_study_n_training (study) + collapsar_study_n_waiting (study), ==, 2);
  collapsar_study_undo (study); /* nothing more */
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  g_assert_finalize_object (study);
}

static void
test_add_all (void)
{
  CollapsarStudy *study = study_of (1);
  CollapsarSession *first = collapsar_study_get_selected (study);
  g_autoptr (GPtrArray) regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (regimes, small_regime (i < 2 ? "Small" : "Other"));
  collapsar_study_add_all (study, regimes);
  const char *names[] = { "Small", "Small 2", "Small 3", "Other", "Other 2" };
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (name_at (study, i), ==, names[i]);
  g_assert_true (collapsar_study_get_selected (study) == collapsar_study_run (study, 1));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (collapsar_session_is_wanted (collapsar_study_run (study, i)));
  collapsar_study_undo (study);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  g_assert_true (collapsar_study_get_selected (study) == first);
  g_assert_finalize_object (study);
}

static void
test_undo_remove (void)
{
  CollapsarStudy *study = study_of (3);
  CollapsarSession *run = collapsar_study_run (study, 1), *last = collapsar_study_run (study, 2);
  gboolean can_undo;
  collapsar_study_select (study, run);
  wait_for_epoch (study, run, 1.0);
  collapsar_study_remove (study, run);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  g_assert_true (collapsar_study_get_selected (study) == last);
  g_assert_cmpint (collapsar_session_get_state (run), ==, COLLAPSAR_SESSION_PAUSED);
  collapsar_study_undo (study);
  g_assert_true (collapsar_study_run (study, 1) == run);
  g_assert_true (collapsar_study_get_selected (study) == run);
  /* It waits behind the last one, which got its core. */
  g_assert_cmpint (collapsar_session_get_state (run), ==, COLLAPSAR_SESSION_QUEUED);
  collapsar_session_pause (last);
  wait_for_epoch (study, run, collapsar_session_get_epoch (run) + 1.0);

  /* The style of one that is gone is the next one's. */
  gpointer weak = run;
  g_object_add_weak_pointer (weak, &weak);
  collapsar_study_remove (study, run);
  collapsar_study_forget (study);
  g_assert_null (weak);
  g_object_get (study, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  g_autoptr (Regime) regime = small_regime ("Other");
  g_assert_cmpuint (collapsar_session_get_style (collapsar_study_add (study, regime)), ==, 1);
  g_assert_cmpuint (collapsar_session_get_style (last), ==, 2);
  g_assert_finalize_object (study);
}

static void
test_remove_all (void)
{
  CollapsarStudy *study = study_of (2);
  collapsar_study_remove (study, collapsar_study_run (study, 1));
  g_assert_true (collapsar_study_get_selected (study) == collapsar_study_run (study, 0));
  collapsar_study_remove (study, collapsar_study_run (study, 0));
  g_assert_null (collapsar_study_get_selected (study));
  g_assert_false (collapsar_study_drain (study));
  collapsar_study_move_selection (study, 1);
  collapsar_study_undo (study);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  g_assert_true (collapsar_study_get_selected (study) == collapsar_study_run (study, 0));
  g_assert_finalize_object (study);
}

/* Two of four with the selected one among them, a third between them: each comes back to where it was and, of
 * what trained and waited, trains or waits. */
static void
test_remove_several (void)
{
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (NULL, &store);
  g_autofree char *path = g_strdup (collapsar_store_path (store));
  CollapsarSession *runs[4];
  g_object_set (study, "pace", 20.0, "cores", 1, NULL);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (Regime) regime = small_regime ("Small");
    runs[i] = collapsar_study_add (study, regime);
  }
  wait_for_epoch (study, runs[0], 1.0);
  collapsar_session_pause (runs[2]);
  collapsar_study_select (study, runs[0]);
  g_autoptr (GPtrArray) going = g_ptr_array_new ();
  g_ptr_array_add (going, runs[2]);
  g_ptr_array_add (going, runs[0]);
  collapsar_study_remove_all (study, going);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  g_assert_true (collapsar_study_get_selected (study) == runs[1]);
  g_assert_cmpint (collapsar_session_get_state (runs[0]), ==, COLLAPSAR_SESSION_PAUSED);
  collapsar_study_undo (study);
  for (guint i = 0; i < 4; i++)
    g_assert_true (collapsar_study_run (study, i) == runs[i]);
  g_assert_true (collapsar_study_get_selected (study) == runs[0]);
  g_assert_true (collapsar_session_is_wanted (runs[0]));
  g_assert_false (collapsar_session_is_wanted (runs[2]));

  collapsar_study_remove_all (study, going);
  stored_study_close (study, store);
  study = stored_study_open (path, &store);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  stored_study_close (study, store);
  g_unlink (path);
}

/* It waits to be run. */
static void
test_add_branch (void)
{
  CollapsarStudy *study = study_of (1);
  CollapsarSession *parent = collapsar_study_get_selected (study);
  g_autoptr (Regime) regime = small_regime ("Small");
  g_assert_null (collapsar_study_add_branch (study, parent, regime, 0.0));
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  wait_for_epoch (study, parent, 2.0);
  CollapsarSession *branch = collapsar_study_add_branch (study, parent, regime, 1.5);
  g_assert_true (collapsar_study_get_selected (study) == branch);
  g_assert_cmpstr (name_at (study, 1), ==, "Small 2");
  g_assert_cmpint (collapsar_session_branch_epoch (branch), ==, 1);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_RUNNING);
  g_assert_cmpint (state_at (study, 1), ==, COLLAPSAR_SESSION_IDLE);
  collapsar_session_restart (branch);
  g_assert_cmpint (state_at (study, 0), ==, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (study, branch, 3.0);
  collapsar_study_undo (study);
  g_assert_true (collapsar_study_get_selected (study) == parent);
  g_assert_finalize_object (study);
}

static void
assert_groups (CollapsarStudy *study, const char *expected)
{
  g_autoptr (GPtrArray) groups = collapsar_study_groups (study);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < groups->len; i++) {
    const GPtrArray *group = groups->pdata[i];
    for (guint j = 0; j < group->len; j++) {
      guint place = 0;
      while (collapsar_study_run (study, place) != group->pdata[j])
        place++;
      g_autoptr (GPtrArray) own = collapsar_study_group (study, group->pdata[j]);
      g_assert_cmpuint (own->len, ==, group->len);
      g_string_append_printf (text, "%u", place);
    }
    g_string_append_c (text, ' ');
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* Equal but for name and seed; the same seed again is no other run, and a branch is not whole. */
static void
test_groups (void)
{
  CollapsarStudy *study = study_of (1);
  CollapsarSession *first = collapsar_study_run (study, 0);
  g_autoptr (Regime) other = small_regime ("Other"), again = small_regime ("Again");
  g_assert_true (regime_set (other, "network.hidden", "8", NULL));
  collapsar_study_add (study, other);
  collapsar_study_repeat (study, first, 2);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 4);
  g_assert_true (collapsar_study_get_selected (study) == collapsar_study_run (study, 1));
  g_assert_cmpstr (regime_get (collapsar_session_regime (collapsar_study_run (study, 3)), "run.seed"), ==,
                   "5");
  assert_groups (study, "023 1 ");
  collapsar_study_add (study, again);
  assert_groups (study, "023 1 4 ");
  collapsar_study_repeat (study, collapsar_study_run (study, 1), 1);
  collapsar_study_rename (study, collapsar_study_run (study, 2), "Another name");
  assert_groups (study, "023 15 4 ");
  wait_for_epoch (study, first, 2.0);
  g_assert_nonnull (collapsar_study_add_branch (study, first, collapsar_session_regime (first), 1.0));
  assert_groups (study, "023 15 4 6 ");
  g_assert_finalize_object (study);
}

static void
test_next_seed (void)
{
  CollapsarStudy *study = study_of (1);
  g_autoptr (Regime) regime = small_regime ("Small");
  for (int seed = 4; seed < 7; seed++) {
    g_autoptr (Regime) next = collapsar_study_next_seed (study, regime);
    g_assert_cmpint (regime_get_integer (next, "run.seed"), ==, seed);
    collapsar_study_add (study, next);
  }
  /* Other settings have seeds of their own. */
  g_assert_true (regime_set (regime, "run.epochs", "7", NULL));
  g_autoptr (Regime) other = collapsar_study_next_seed (study, regime);
  g_assert_cmpint (regime_get_integer (other, "run.seed"), ==, 4);
  g_assert_finalize_object (study);
}

static void
test_duplicate (void)
{
  CollapsarStudy *study = study_of (1);
  CollapsarSession *run = collapsar_study_run (study, 0), *copy = collapsar_study_duplicate (study, run);
  g_assert_true (copy == collapsar_study_get_selected (study));
  g_assert_cmpstr (name_at (study, 1), ==, "Small 2");
  g_assert_cmpint (state_at (study, 1), ==, COLLAPSAR_SESSION_IDLE);
  g_assert_false (collapsar_session_has_trained (copy));
  g_assert_cmpstr (regime_get (collapsar_session_regime (copy), "run.seed"), ==, "3");
  collapsar_session_restart (copy);
  wait_for_epoch (study, copy, 1.0);
  collapsar_study_undo (study);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  g_assert_finalize_object (study);
}

static void
assert_order (CollapsarStudy *study, const char *expected)
{
  g_autoptr (GString) order = g_string_new (NULL);
  for (guint i = 0; i < collapsar_study_n_runs (study); i++)
    g_string_append (order, name_at (study, i));
  g_assert_cmpstr (order->str, ==, expected);
}

/* A, B, C and D, of which B has another seed, E, at the end. */
static void
test_move (void)
{
  CollapsarStudy *study = study_of (0);
  const char *names[] = { "A", "B", "C", "D", "E" }, *widths[] = { "8", "9", "10", "11", "9" };
  CollapsarSession *runs[5];
  for (guint i = 0; i < 5; i++) {
    g_autoptr (Regime) regime = small_regime (names[i]);
    g_assert_true (regime_set (regime, "network.feature", widths[i], NULL));
    g_assert_true (regime_set (regime, "run.seed", i == 4 ? "4" : "3", NULL));
    runs[i] = collapsar_study_add (study, regime);
  }
  assert_order (study, "ABCDE");
  g_assert_true (collapsar_study_move_by (study, runs[3], -1));
  assert_order (study, "ABEDC");
  g_assert_true (collapsar_study_get_selected (study) == runs[4]);
  collapsar_study_undo (study);
  assert_order (study, "ABCDE");
  g_assert_false (collapsar_study_move_by (study, runs[0], -1));
  g_assert_true (collapsar_study_move_by (study, runs[4], 9)); /* with its group */
  assert_order (study, "ACDBE");
  g_assert_true (collapsar_study_move (study, runs[1], runs[0], FALSE));
  assert_order (study, "BEACD");
  g_assert_true (collapsar_study_move (study, runs[0], runs[3], TRUE));
  assert_order (study, "BECDA");
  g_assert_false (collapsar_study_move (study, runs[3], runs[0], FALSE)); /* it is there */
  g_assert_false (collapsar_study_move (study, runs[1], runs[4], TRUE));
  assert_order (study, "BECDA");
  g_assert_finalize_object (study);
}

/* Which runs are seen and which are muted is remembered; of some of which nothing is, the selected one is
 * seen, of a study of which nothing is, all; each gets a style of its own. They all come at once: each change
 * of the list is work with all of it. */
static void
test_visible (void)
{
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (NULL, &store);
  g_autofree char *path = g_strdup (collapsar_store_path (store));
  for (guint i = 0; i < 4; i++) {
    g_autoptr (Regime) regime = small_regime ("Small");
    g_assert_true (collapsar_session_get_visible (collapsar_study_add (study, regime)));
  }
  collapsar_session_set_epoch (collapsar_study_run (study, 2), 0.0);
  g_object_set (collapsar_study_run (study, 1), "visible", FALSE, NULL);
  g_object_set (collapsar_study_run (study, 2), "muted", TRUE, NULL);
  stored_study_close (study, store);

  study = stored_study_open (path, &store);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (collapsar_session_get_visible (collapsar_study_run (study, i)), ==, i != 1);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (collapsar_session_get_muted (collapsar_study_run (study, i)), ==, i == 2);
  g_assert_false (collapsar_session_get_live (collapsar_study_run (study, 2)));
  collapsar_study_remember (study);
  g_autofree char *name
      = g_strdup_printf ("run.%" G_GINT64_FORMAT, collapsar_session_id (collapsar_study_run (study, 0)));
  g_object_set (collapsar_study_run (study, 3), "visible", FALSE, NULL);
  stored_study_close (study, store);

  study = stored_study_open (path, &store);
  collapsar_store_set_setting (store, name, "(7, 0.0, false)"); /* no such */
  g_object_unref (study);
  study = collapsar_study_new ();
  guint n_changes = 0;
  g_signal_connect_swapped (study, "items-changed", G_CALLBACK (count), &n_changes);
  collapsar_study_set_store (study, store);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (collapsar_session_get_style (collapsar_study_run (study, 0)), ==, 0);
  for (guint i = 1; i < 4; i++)
    g_assert_cmpuint (collapsar_session_get_style (collapsar_study_run (study, i)), ==, i);
  g_assert_false (collapsar_session_get_visible (collapsar_study_run (study, 0)));
  /* The selected one is. */
  g_assert_true (collapsar_session_get_visible (collapsar_study_run (study, 3)));
  stored_study_close (study, store);

  study = stored_study_open (path, &store);
  for (guint i = 0; i < 4; i++) {
    g_autofree char *run
        = g_strdup_printf ("run.%" G_GINT64_FORMAT, collapsar_session_id (collapsar_study_run (study, i)));
    collapsar_store_set_setting (store, run, "");
  }
  g_object_unref (study);
  study = collapsar_study_new ();
  collapsar_study_set_store (study, store);
  for (guint i = 0; i < 4; i++)
    g_assert_true (collapsar_session_get_visible (collapsar_study_run (study, i)));
  stored_study_close (study, store);
  g_unlink (path);
}

static guint
n_snapshots (CollapsarSession *run)
{
  return training_history_n_snapshots (collapsar_session_history (run));
}

static void
await_end (CollapsarStudy *study, guint place)
{
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (state_at (study, place) != COLLAPSAR_SESSION_FINISHED) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

/* Beyond what they may take, runs that have ended and that nobody looks at have their snapshots in the file
 * alone; one that is looked at keeps the moments that the file has. */
static void
test_memory (void)
{
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (NULL, &store);
  g_autofree char *path = g_strdup (collapsar_store_path (store));
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Regime) regime = small_regime ("Small");
    collapsar_study_add (study, regime);
    g_object_set (collapsar_study_run (study, i), "watched", TRUE, NULL);
  }
  CollapsarSession *away = collapsar_study_run (study, 0), *seen = collapsar_study_run (study, 1);
  for (guint i = 0; i < 2; i++)
    await_end (study, i);
  guint n_all = n_snapshots (away);

  g_object_set (away, "watched", FALSE, NULL);
  collapsar_study_drain (study);
  g_assert_cmpuint (n_snapshots (away), ==, n_all); /* there is room */
  study->most_bytes = 1;
  collapsar_study_drain (study);
  g_assert_cmpuint (n_snapshots (away), ==, 0);
  g_assert_cmpuint (collapsar_session_snapshot_bytes (away), ==, 0);
  g_assert_nonnull (collapsar_session_snapshot (away)); /* what was seen last */
  guint n_stored = n_snapshots (seen);
  g_assert_cmpuint (n_stored, <, n_all);
  gsize n_samples = collapsar_session_snapshot (seen)->split[TRAINING_TRAIN].n;

  collapsar_session_set_epoch (away, 100.0);
  collapsar_session_set_epoch (seen, 100.0);
  g_assert_cmpuint (collapsar_session_snapshot (seen)->split[TRAINING_TRAIN].n, ==, n_samples);
  g_assert_cmpfloat (collapsar_session_snapshot (away)->epoch, ==, 400.0); /* as long as it is not read */
  g_object_set (away, "watched", TRUE, NULL);
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (n_snapshots (away) == 0) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
  }
  g_assert_cmpuint (n_snapshots (away), ==, n_stored);
  g_assert_cmpfloat (collapsar_session_snapshot (away)->epoch, ==, 100.0);
  g_assert_cmpuint (training_history_n_checkpoints (collapsar_session_history (away)), >, 0);
  stored_study_close (study, store);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/study/add", test_add);
  g_test_add_func ("/app/study/names", test_names);
  g_test_add_func ("/app/study/rename-history", test_rename_history);
  g_test_add_func ("/app/study/queue", test_queue);
  g_test_add_func ("/app/study/cores", test_cores);
  g_test_add_func ("/app/study/all", test_all);
  g_test_add_func ("/app/study/step", test_step);
  g_test_add_func ("/app/study/add-all", test_add_all);
  g_test_add_func ("/app/study/undo-add", test_undo_add);
  g_test_add_func ("/app/study/undo-remove", test_undo_remove);
  g_test_add_func ("/app/study/remove-all", test_remove_all);
  g_test_add_func ("/app/study/remove-several", test_remove_several);
  g_test_add_func ("/app/study/add-branch", test_add_branch);
  g_test_add_func ("/app/study/next-seed", test_next_seed);
  g_test_add_func ("/app/study/groups", test_groups);
  g_test_add_func ("/app/study/duplicate", test_duplicate);
  g_test_add_func ("/app/study/memory", test_memory);
  g_test_add_func ("/app/study/move", test_move);
  g_test_add_func ("/app/study/visible", test_visible);
  return g_test_run ();
}
