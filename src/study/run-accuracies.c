#include "study/run-accuracies.h"

#include <glib/gi18n.h>
#include <math.h>

static gboolean
is_of_column (const StudyTransfer *transfer, const StudyTransfer *column)
{
  return g_str_equal (transfer->target, column->target) && g_str_equal (transfer->method, column->method);
}

GPtrArray *
study_accuracy_columns (const GPtrArray *transfers)
{
  GPtrArray *columns = g_ptr_array_new ();
  for (guint i = 0; i < transfers->len; i++) {
    guint c = 0;
    while (c < columns->len && !is_of_column (transfers->pdata[i], columns->pdata[c]))
      c++;
    if (c == columns->len)
      g_ptr_array_add (columns, transfers->pdata[i]);
  }
  return columns;
}

void
study_accuracy_add_columns (StudyTable *table, const GPtrArray *columns)
{
  for (guint c = 0; c < columns->len; c++) {
    const StudyTransfer *column = columns->pdata[c];
    g_autofree char *key = g_strdup_printf ("accuracy_%s_%s", column->target, column->method);
    g_autofree char *title = g_strdup_printf (_ ("%s, %s"), column->target, column->method);
    study_table_add_column (table, key, title, STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  }
}

/* All samples, which are 0 shots, are the most. */
static guint
rank_shots (guint shots)
{
  return shots - 1;
}

/* Whether what a has been done is to be told rather than b: from a later epoch, on more samples, of a later
 * block; 0 where they are repeats. */
static int
compare (const StudyTransfer *a, const StudyTransfer *b)
{
  const gint64 steps[][2]
      = { { a->epoch, b->epoch }, { rank_shots (a->shots), rank_shots (b->shots) }, { a->block, b->block } };
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i][0] != steps[i][1])
      return steps[i][0] > steps[i][1] ? 1 : -1;
  return 0;
}

static double
mean_accuracy (const StudyTransfer *column, const GPtrArray *transfers, gint64 run)
{
  const StudyTransfer *first = NULL;
  double sum = 0;
  guint n = 0;
  for (guint i = 0; i < transfers->len; i++) {
    const StudyTransfer *transfer = transfers->pdata[i];
    if (transfer->run != run || !is_of_column (transfer, column))
      continue;
    int order = first == NULL ? 1 : compare (transfer, first);
    if (order > 0) {
      first = transfer;
      sum = n = 0;
    }
    if (order >= 0) {
      sum += transfer->test_accuracy;
      n++;
    }
  }
  return n > 0 ? sum / n : NAN;
}

void
study_accuracy_add_values (StudyTable *table,
                           const GPtrArray *columns,
                           const GPtrArray *transfers,
                           gint64 run)
{
  for (guint c = 0; c < columns->len; c++)
    study_table_add_number (table, mean_accuracy (columns->pdata[c], transfers, run));
}
