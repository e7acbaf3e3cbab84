/* The stage without a window: which runs are seen, and one cursor for them. */
#include "app/stage.h"

#define TIMEOUT_SECONDS 60
#define N_EPOCHS 8

static Regime *
small_regime (const char *name, guint epochs)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("[regime]\nname=%s\n[data]\nsource=digits\ntrain=200\ntest=100\n"
                                           "[network]\nhidden=16\nfeature=12\n[run]\nepochs=%u\nseed=3\n",
                                           name, epochs);
  Regime *regime = regime_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return regime;
}

/* Adds a run and lets it end. */
static CollapsarSession *
add_run (CollapsarStudy *study, guint epochs)
{
  g_autoptr (Regime) regime = small_regime ("Small", epochs);
  CollapsarSession *run = collapsar_study_add (study, regime);
  gint64 deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (collapsar_session_get_state (run) != COLLAPSAR_SESSION_FINISHED) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  return run;
}

typedef struct {
  CollapsarStudy *study;
  CollapsarStage *stage;
  CollapsarSession *runs[3];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->study = collapsar_study_new ();
  fixture->stage = collapsar_stage_new (fixture->study);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->runs); i++)
    fixture->runs[i] = add_run (fixture->study, i == 1 ? N_EPOCHS / 2 : N_EPOCHS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->stage);
  g_assert_finalize_object (fixture->study);
}

/* The places in the study of what a list has, as digits. */
static char *
places (CollapsarStudy *study, GListModel *list)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (list, i);
    for (guint place = 0; place < collapsar_study_n_runs (study); place++)
      if (collapsar_study_run (study, place) == run)
        g_string_append_printf (text, "%x", place);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_seen (CollapsarStudy *study, CollapsarStage *stage, const char *runs, const char *scenes)
{
  g_autofree char *seen = places (study, collapsar_stage_runs (stage));
  g_autofree char *drawn = places (study, collapsar_stage_scenes (stage));
  g_assert_cmpstr (seen, ==, runs);
  g_assert_cmpstr (drawn, ==, scenes);
  for (guint place = 0; place < collapsar_study_n_runs (study); place++) {
    g_autofree char *digit = g_strdup_printf ("%x", place);
    gboolean watched;
    g_object_get (collapsar_study_run (study, place), "watched", &watched, NULL);
    g_assert_cmpint (watched, ==, strstr (scenes, digit) != NULL);
  }
}

static void
show (CollapsarSession *run, gboolean visible)
{
  g_object_set (run, "visible", visible, NULL);
}

static void
test_visible (Fixture *fixture, gconstpointer data)
{
  CollapsarStudy *study = fixture->study;
  assert_seen (study, fixture->stage, "012", "012");
  show (fixture->runs[0], FALSE);
  assert_seen (study, fixture->stage, "12", "12");
  /* The selected one is seen, and its own wish is kept. */
  collapsar_study_select (study, fixture->runs[0]);
  assert_seen (study, fixture->stage, "012", "012");
  collapsar_study_select (study, fixture->runs[2]);
  assert_seen (study, fixture->stage, "12", "12");
  /* To hide the selected one is to look at another. */
  show (fixture->runs[2], FALSE);
  g_assert_true (collapsar_study_get_selected (study) == fixture->runs[1]);
  assert_seen (study, fixture->stage, "1", "1");
  show (fixture->runs[1], FALSE);
  g_assert_true (collapsar_study_get_selected (study) == fixture->runs[1]);
  assert_seen (study, fixture->stage, "1", "1");
  collapsar_stage_show_all (fixture->stage);
  assert_seen (study, fixture->stage, "012", "012");
  collapsar_stage_show_only (fixture->stage, fixture->runs[2], NULL);
  g_assert_true (collapsar_study_get_selected (study) == fixture->runs[2]);
  assert_seen (study, fixture->stage, "2", "2");
}

typedef struct {
  guint position, removed, added, n;
} Changed;

static void
on_changed (GListModel *list, guint position, guint removed, guint added, Changed *changed)
{
  *changed = (Changed){ position, removed, added, changed->n + 1 };
}

/* Only what changes is told. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  Changed changed = { 0 };
  g_signal_connect (collapsar_stage_scenes (fixture->stage), "items-changed", G_CALLBACK (on_changed),
                    &changed);
  collapsar_study_select (fixture->study, fixture->runs[0]);
  g_assert_cmpuint (changed.n, ==, 0);
  show (fixture->runs[1], FALSE);
  g_assert_cmpuint (changed.n, ==, 1);
  g_assert_cmpuint (changed.position, ==, 1);
  g_assert_cmpuint (changed.removed, ==, 1);
  g_assert_cmpuint (changed.added, ==, 0);
  collapsar_study_remove (fixture->study, fixture->runs[2]);
  g_assert_cmpuint (changed.n, ==, 2);
  assert_seen (fixture->study, fixture->stage, "0", "0");
  collapsar_study_undo (fixture->study);
  g_assert_cmpuint (changed.n, ==, 3);
  g_assert_cmpuint (changed.position, ==, 1);
  g_assert_cmpuint (changed.added, ==, 1);
  assert_seen (fixture->study, fixture->stage, "02", "02");
}

static void
assert_epochs (Fixture *fixture, gboolean live, double first, double second, double third)
{
  const double epochs[] = { first, second, third };
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++) {
    g_assert_cmpint (collapsar_session_get_live (fixture->runs[i]), ==, live);
    g_assert_cmpfloat (collapsar_session_get_epoch (fixture->runs[i]), ==, epochs[i]);
  }
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  assert_epochs (fixture, TRUE, N_EPOCHS, N_EPOCHS / 2, N_EPOCHS);
  collapsar_session_set_epoch (fixture->runs[2], 6.5);
  assert_epochs (fixture, FALSE, 6.5, N_EPOCHS / 2, 6.5);
  collapsar_session_set_epoch (fixture->runs[2], 2.0);
  assert_epochs (fixture, FALSE, 2.0, 2.0, 2.0);
  /* One that has not come as far does not take the others back. */
  collapsar_session_set_epoch (fixture->runs[2], 7.0);
  collapsar_study_select (fixture->study, fixture->runs[1]);
  assert_epochs (fixture, FALSE, 7.0, N_EPOCHS / 2, 7.0);
  collapsar_study_select (fixture->study, fixture->runs[0]);
  assert_epochs (fixture, FALSE, 7.0, N_EPOCHS / 2, 7.0);
  collapsar_session_set_live (fixture->runs[0], TRUE);
  assert_epochs (fixture, TRUE, N_EPOCHS, N_EPOCHS / 2, N_EPOCHS);
}

/* What is not seen stays where it is until it is seen again. */
static void
test_hidden_cursor (Fixture *fixture, gconstpointer data)
{
  show (fixture->runs[0], FALSE);
  collapsar_session_set_epoch (fixture->runs[2], 3.0);
  g_assert_true (collapsar_session_get_live (fixture->runs[0]));
  show (fixture->runs[0], TRUE);
  assert_epochs (fixture, FALSE, 3.0, 3.0, 3.0);
}

/* Who trains a new run wants to see it, and the others beside it. */
static void
test_new_run (Fixture *fixture, gconstpointer data)
{
  collapsar_session_set_epoch (fixture->runs[2], 3.0);
  add_run (fixture->study, 2);
  assert_epochs (fixture, TRUE, N_EPOCHS, N_EPOCHS / 2, N_EPOCHS);
  assert_seen (fixture->study, fixture->stage, "0123", "0123");
}

/* There are at most nine scenes, and the selected one is among them. */
static void
test_many (void)
{
  CollapsarStudy *study = collapsar_study_new ();
  CollapsarStage *stage = collapsar_stage_new (study);
  for (guint i = 0; i < 12; i++)
    add_run (study, 1);
  assert_seen (study, stage, "0123456789ab", "01234567b");
  collapsar_study_select (study, collapsar_study_run (study, 9));
  assert_seen (study, stage, "0123456789ab", "012345679");
  collapsar_study_select (study, collapsar_study_run (study, 2));
  assert_seen (study, stage, "0123456789ab", "012345678");
  g_assert_finalize_object (stage);
  g_assert_finalize_object (study);
}

#define add_test(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

/* A closed group is one of what is shown and has one scene, the selected run's or the one it had; an open one
 * is its runs. */
static void
test_group (void)
{
  CollapsarStudy *study = collapsar_study_new ();
  CollapsarStage *stage = collapsar_stage_new (study);
  CollapsarSession *first = add_run (study, 2), *other = add_run (study, 3);
  collapsar_study_repeat (study, first, 2); /* 1 seed, 3 of them, and another regime in between */
  assert_seen (study, stage, "0123", "01");
  g_assert_cmpuint (g_list_model_get_n_items (collapsar_stage_shown (stage)), ==, 2);
  g_assert_null (collapsar_stage_closed_group (stage, other));
  CollapsarRunGroup *group = collapsar_stage_closed_group (stage, first);
  g_assert_cmpuint (collapsar_run_group_n_runs (group), ==, 3);
  collapsar_study_select (study, collapsar_study_run (study, 2));
  assert_seen (study, stage, "0123", "21");
  collapsar_study_select (study, other);
  assert_seen (study, stage, "0123", "21");
  g_object_set (group, "visible", FALSE, NULL);
  assert_seen (study, stage, "1", "1");
  collapsar_stage_show_only (stage, first, group);
  g_object_set (group, "visible", TRUE, NULL);
  assert_seen (study, stage, "023", "0");
  collapsar_stage_show_all (stage);
  g_object_set (group, "open", TRUE, NULL);
  assert_seen (study, stage, "0123", "0123");
  g_assert_cmpuint (g_list_model_get_n_items (collapsar_stage_shown (stage)), ==, 4);
  g_assert_null (collapsar_stage_closed_group (stage, first));
  g_assert_finalize_object (stage);
  g_assert_finalize_object (study);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_test ("/app/stage/visible", test_visible);
  add_test ("/app/stage/changes", test_changes);
  add_test ("/app/stage/cursor", test_cursor);
  add_test ("/app/stage/hidden-cursor", test_hidden_cursor);
  add_test ("/app/stage/new-run", test_new_run);
  g_test_add_func ("/app/stage/many", test_many);
  g_test_add_func ("/app/stage/group", test_group);
  return g_test_run ();
}
