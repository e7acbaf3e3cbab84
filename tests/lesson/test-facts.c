/* What a window's facts say of it. */
#include "window.h"

static double
number (const StudyTable *table, const char *key)
{
  for (guint c = 0; c < study_table_n_columns (table); c++)
    if (g_str_equal (study_table_column_key (table, c), key))
      return study_table_number (table, 0, c);
  g_error ("no column %s", key);
}

static const char *
text (const StudyTable *table, const char *key)
{
  for (guint c = 0; c < study_table_n_columns (table); c++)
    if (g_str_equal (study_table_column_key (table, c), key))
      return study_table_text (table, 0, c);
  g_error ("no column %s", key);
}

static void
test_selected (void)
{
  Window window;
  window_open (&window, 2);
  window.facts.epoch = 1.5;
  g_autoptr (StudyTable) table = lesson_facts_table (&window.facts);
  g_assert_cmpfloat (number (table, "train_nc1"), ==, 2);
  g_assert_cmpfloat (number (table, "epochs"), ==, 2);
  g_assert_cmpfloat (number (table, "epoch"), ==, 1.5);
  g_assert_cmpfloat (number (table, "terminal_epoch"), ==, 2);
  g_assert_cmpfloat (number (table, "runs"), ==, 2);
  g_assert_cmpfloat (number (table, "finished_runs"), ==, 1);
  g_assert_cmpfloat (number (table, "fine_tunings"), ==, 3);
  g_assert_cmpstr (text (table, "state"), ==, "finished");
  g_assert_cmpstr (text (table, "view"), ==, "curves");
  g_assert_cmpstr (text (table, "projection"), ==, "balanced");
  window.facts.selected = 1;
  g_autoptr (StudyTable) other = lesson_facts_table (&window.facts);
  g_assert_cmpfloat (number (other, "train_nc1"), ==, 4);
  g_assert_cmpstr (text (other, "run"), ==, "second");
  window_close (&window);
}

static void
test_nothing (void)
{
  const LessonFacts facts = { .selected = -1, .epoch = NAN, .view = "geometry", .projection = "balanced" };
  g_autoptr (StudyTable) table = lesson_facts_table (&facts);
  g_assert_true (isnan (number (table, "train_nc1")));
  g_assert_true (isnan (number (table, "terminal_epoch")));
  g_assert_cmpfloat (number (table, "runs"), ==, 0);
  g_assert_cmpfloat (number (table, "fine_tunings"), ==, 0);
  g_assert_cmpstr (text (table, "state"), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/facts/selected", test_selected);
  g_test_add_func ("/lesson/facts/nothing", test_nothing);
  return g_test_run ();
}
