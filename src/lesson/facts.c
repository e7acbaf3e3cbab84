#include "lesson/facts.h"

#include "study/run-table.h"

#include <math.h>

/* The window's own columns, in the order of add_window. */
static const struct {
  const char *key;
  StudyColumnKind kind;
} own[] = {
  { "epoch", STUDY_COLUMN_NUMBER },        { "terminal_epoch", STUDY_COLUMN_NUMBER },
  { "runs", STUDY_COLUMN_NUMBER },         { "finished_runs", STUDY_COLUMN_NUMBER },
  { "fine_tunings", STUDY_COLUMN_NUMBER }, { "view", STUDY_COLUMN_TEXT },
  { "projection", STUDY_COLUMN_TEXT },
};

guint
lesson_facts_n_run_columns (void)
{
  static gsize n;
  if (g_once_init_enter (&n)) {
    g_autoptr (StudyTable) runs = study_run_table_new (NULL, 0);
    g_once_init_leave (&n, study_table_n_columns (runs));
  }
  return (guint)n;
}

static guint
count_finished (const LessonFacts *facts)
{
  guint count = 0;
  for (guint r = 0; r < facts->n_runs; r++) {
    const StudyTable *row = facts->runs[r].row;
    for (guint c = 0; c < study_table_n_columns (row); c++)
      count += g_str_equal (study_table_column_key (row, c), "state")
               && g_str_equal (study_table_text (row, 0, c), study_run_state_key (STUDY_RUN_FINISHED));
  }
  return count;
}

/* Undefined and empty without a run. */
static void
add_run (StudyTable *table, const LessonRun *run)
{
  for (guint c = 0; c < lesson_facts_n_run_columns (); c++)
    if (study_table_column_kind (table, c) == STUDY_COLUMN_NUMBER)
      study_table_add_number (table, run == NULL ? NAN : study_table_number (run->row, 0, c));
    else
      study_table_add_text (table, run == NULL ? "" : study_table_text (run->row, 0, c));
}

static void
add_window (StudyTable *table, const LessonFacts *facts, const LessonRun *run)
{
  gint terminal = run == NULL || run->history == NULL ? -1 : training_history_terminal_epoch (run->history);
  study_table_add_number (table, facts->epoch);
  study_table_add_number (table, terminal < 0 ? NAN : terminal);
  study_table_add_number (table, facts->n_runs);
  study_table_add_number (table, count_finished (facts));
  study_table_add_number (table, facts->tunings == NULL ? 0 : study_table_n_rows (facts->tunings));
  study_table_add_text (table, facts->view);
  study_table_add_text (table, facts->projection);
}

StudyTable *
lesson_facts_table (const LessonFacts *facts)
{
  StudyTable *table = study_table_new ();
  g_autoptr (StudyTable) runs = study_run_table_new (NULL, 0);
  for (guint c = 0; c < study_table_n_columns (runs); c++)
    study_table_add_column (table, study_table_column_key (runs, c), study_table_column_title (runs, c),
                            study_table_column_kind (runs, c), study_table_column_use (runs, c));
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    study_table_add_column (table, own[i].key, own[i].key, own[i].kind, STUDY_COLUMN_SHOWN);
  if (facts != NULL) {
    const LessonRun *run = facts->selected < 0 ? NULL : &facts->runs[facts->selected];
    add_run (table, run);
    add_window (table, facts, run);
  }
  return table;
}
