#include "study/transfer-table.h"

#include "collapse/correlation.h"
#include "study/run-table.h"

#include <glib/gi18n.h>
#include <math.h>

/* The measured NC1 of the run's training data at an epoch. */
static double
find_nc1 (const GPtrArray *records, guint epoch)
{
  for (guint i = 0; i < records->len; i++) {
    const TrainingRecord *record = g_ptr_array_index (records, i);
    if (record->epoch == epoch)
      return training_record_value (record, TRAINING_TRAIN, COLLAPSE_NC1);
  }
  return NAN;
}

GArray *
study_transfer_rows (Study *study, const GPtrArray *runs, const GPtrArray *transfers, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  for (guint r = 0; r < runs->len; r++) {
    const StudyRun *run = g_ptr_array_index (runs, r);
    g_autoptr (GPtrArray) records = study_records (study, run->id, error);
    if (records == NULL)
      return NULL;
    for (guint i = 0; i < transfers->len; i++) {
      const StudyTransfer *transfer = g_ptr_array_index (transfers, i);
      if (transfer->run != run->id)
        continue;
      const StudyTransferRow row = { transfer, run->name, find_nc1 (records, transfer->epoch) };
      g_array_append_val (rows, row);
    }
  }
  return g_steal_pointer (&rows);
}

static const StudyTransferRow *
row_at (const GArray *rows, guint index)
{
  return &g_array_index (rows, StudyTransferRow, index);
}

static void
add_number_column (StudyTable *table, const char *key, const char *title)
{
  study_table_add_column (table, key, title, STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
}

static void
add_run_heading (StudyTable *table)
{
  study_table_add_column (table, "regime", _ ("Run"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "epoch", _ ("Epoch"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
}

static void
add_run (StudyTable *table, const StudyTransferRow *row)
{
  study_table_add_text (table, row->run);
  study_table_add_number (table, row->transfer->epoch);
}

static void
add_task_heading (StudyTable *table)
{
  study_table_add_column (table, "target", _ ("Target"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "method", _ ("Method"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  add_number_column (table, "block", _ ("Block"));
  add_number_column (table, "shots", _ ("Shots"));
}

static void
add_task (StudyTable *table, const StudyTransfer *transfer)
{
  study_table_add_text (table, transfer->target);
  study_table_add_text (table, transfer->method);
  study_table_add_number (table, transfer->block < 0 ? NAN : transfer->block);
  study_table_add_number (table, transfer->shots == 0 ? NAN : transfer->shots);
}

static void
add_nc1_heading (StudyTable *table)
{
  add_number_column (table, "nc1", _ ("Train NC1"));
  add_number_column (table, "nc1_test", _ ("Test NC1"));
  study_table_add_column (table, "source_nc1", _ ("Source NC1"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
}

static void
add_nc1 (StudyTable *table, double nc1, double nc1_test, double source)
{
  study_table_add_number (table, nc1);
  study_table_add_number (table, nc1_test);
  study_table_add_number (table, source);
}

static void
add_size_heading (StudyTable *table)
{
  add_number_column (table, "trained", _ ("Trained"));
  study_table_add_column (table, "parameters", _ ("Parameters"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_FULL);
  add_number_column (table, "share", _ ("Share"));
  add_number_column (table, "seconds", _ ("Seconds"));
}

static void
add_size (StudyTable *table, const StudyTransfer *transfer, double seconds)
{
  study_table_add_number (table, (double)transfer->trained);
  study_table_add_number (table, (double)transfer->parameters);
  study_table_add_number (table, (double)transfer->trained / (double)transfer->parameters);
  study_table_add_number (table, seconds);
}

StudyTable *
study_transfer_table_new (const GArray *rows)
{
  StudyTable *table = study_table_new ();
  add_run_heading (table);
  add_task_heading (table);
  add_number_column (table, "seed", _ ("Seed"));
  add_number_column (table, "test_accuracy", _ ("Test accuracy"));
  add_nc1_heading (table);
  add_size_heading (table);
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransfer *transfer = row_at (rows, i)->transfer;
    add_run (table, row_at (rows, i));
    add_task (table, transfer);
    study_table_add_number (table, (double)transfer->seed);
    study_table_add_number (table, transfer->test_accuracy);
    add_nc1 (table, transfer->nc1, transfer->nc1_test, row_at (rows, i)->source_nc1);
    add_size (table, transfer, transfer->seconds);
  }
  return table;
}

/* Epoch by epoch */

StudyTable *
study_transfer_epoch_table_new (void)
{
  StudyTable *table = study_table_new ();
  study_table_add_column (table, "regime", _ ("Run"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "source_epoch", _ ("Source epoch"), STUDY_COLUMN_NUMBER,
                          STUDY_COLUMN_VARYING);
  add_task_heading (table);
  study_table_add_column (table, "seed", _ ("Seed"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  study_epoch_table_add_heading (table);
  return table;
}

void
study_transfer_epoch_table_add (StudyTable *table, const StudyTransferRow *row, const GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
      add_run (table, row);
      add_task (table, row->transfer);
      study_table_add_number (table, (double)row->transfer->seed);
      study_epoch_table_add_cells (table, records->pdata[i], split, TRAINING_FEATURES);
    }
}

/* Over seeds */

/* The settings without the seed's line. */
static char *
without_seed (const char *settings)
{
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1);
  GString *text = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    if (!g_str_has_prefix (*line, "seed="))
      g_string_append_printf (text, "%s\n", *line);
  return g_string_free (text, FALSE);
}

/* Whether the same was done, of whatever run. */
static gboolean
are_of_one_task (const StudyTransfer *a, const StudyTransfer *b)
{
  /* The texts take longest, and most pairs differ before. */
  if (a->block != b->block || a->shots != b->shots || !g_str_equal (a->target, b->target)
      || !g_str_equal (a->method, b->method))
    return FALSE;
  g_autofree char *x = without_seed (a->settings);
  g_autofree char *y = without_seed (b->settings);
  return g_str_equal (x, y);
}

/* Fine-tunings that differ in their seeds. */
typedef struct {
  const StudyTransferRow *first;
  guint n;
  double accuracy, squares;      /* mean, and sum of the squared distances from it (Welford 1962) */
  double nc1, nc1_test, seconds; /* means */
} Group;

static gboolean
belongs (const Group *group, const StudyTransfer *transfer)
{
  const StudyTransfer *first = group->first->transfer;
  return first->run == transfer->run && first->epoch == transfer->epoch && are_of_one_task (first, transfer);
}

static void
group_add (Group *group, const StudyTransfer *transfer)
{
  double distance = transfer->test_accuracy - group->accuracy;
  group->n++;
  group->accuracy += distance / group->n;
  group->squares += distance * (transfer->test_accuracy - group->accuracy);
  group->nc1 += (transfer->nc1 - group->nc1) / group->n;
  group->nc1_test += (transfer->nc1_test - group->nc1_test) / group->n;
  group->seconds += (transfer->seconds - group->seconds) / group->n;
}

static const Group *
group_at (const GArray *groups, guint index)
{
  return &g_array_index (groups, Group, index);
}

static GArray *
group_rows (const GArray *rows)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (Group));
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransferRow *row = row_at (rows, i);
    guint g = 0;
    while (g < groups->len && !belongs (group_at (groups, g), row->transfer))
      g++;
    if (g == groups->len) {
      Group group = { .first = row };
      g_array_append_val (groups, group);
    }
    group_add (&g_array_index (groups, Group, g), row->transfer);
  }
  return groups;
}

StudyTable *
study_transfer_summary_new (const GArray *rows)
{
  StudyTable *table = study_table_new ();
  g_autoptr (GArray) groups = group_rows (rows);
  add_run_heading (table);
  add_task_heading (table);
  add_number_column (table, "n", _ ("Seeds"));
  add_number_column (table, "test_accuracy", _ ("Test accuracy"));
  add_number_column (table, "test_accuracy_sd", _ ("SD"));
  add_nc1_heading (table);
  add_size_heading (table);
  for (guint g = 0; g < groups->len; g++) {
    const Group *group = group_at (groups, g);
    add_run (table, group->first);
    add_task (table, group->first->transfer);
    study_table_add_number (table, group->n);
    study_table_add_number (table, group->accuracy);
    study_table_add_number (table, group->n > 1 ? sqrt (group->squares / (group->n - 1)) : NAN);
    add_nc1 (table, group->nc1, group->nc1_test, group->first->source_nc1);
    add_size (table, group->first->transfer, group->seconds);
  }
  return table;
}

/* Over runs */

typedef enum { NC1_SOURCE, NC1_TRAIN, NC1_TEST, N_NC1 } Nc1;

static const char *const nc1_keys[N_NC1] = { "source_nc1", "nc1", "nc1_test" };

static double
nc1_of (const Group *group, Nc1 which)
{
  const double values[N_NC1] = { group->first->source_nc1, group->nc1, group->nc1_test };
  return values[which];
}

static void
add_correlation (StudyTable *table, const CollapseCorrelation *correlation)
{
  study_table_add_number (table, correlation->value);
  study_table_add_number (table, correlation->low);
  study_table_add_number (table, correlation->high);
}

/* One row: of the groups of the same task as the first. */
static void
add_correlations (StudyTable *table, const GArray *groups, const StudyTransfer *first, Nc1 which)
{
  g_autofree double *x = g_new (double, groups->len), *y = g_new (double, groups->len);
  guint n = 0;
  for (guint g = 0; g < groups->len; g++)
    if (are_of_one_task (group_at (groups, g)->first->transfer, first)) {
      x[n] = log (nc1_of (group_at (groups, g), which));
      y[n++] = group_at (groups, g)->accuracy;
    }
  const CollapseCorrelation pearson = collapse_correlate (COLLAPSE_PEARSON, x, y, n);
  const CollapseCorrelation spearman = collapse_correlate (COLLAPSE_SPEARMAN, x, y, n);
  study_table_add_text (table, nc1_keys[which]);
  add_task (table, first);
  study_table_add_number (table, pearson.n);
  add_correlation (table, &pearson);
  add_correlation (table, &spearman);
}

/* Whether no group before has the same task. */
static gboolean
is_first (const GArray *groups, guint index)
{
  for (guint g = 0; g < index; g++)
    if (are_of_one_task (group_at (groups, g)->first->transfer, group_at (groups, index)->first->transfer))
      return FALSE;
  return TRUE;
}

StudyTable *
study_transfer_correlations_new (const GArray *rows)
{
  StudyTable *table = study_table_new ();
  g_autoptr (GArray) groups = group_rows (rows);
  study_table_add_column (table, "of", _ ("Accuracy with"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  add_task_heading (table);
  add_number_column (table, "n", _ ("Points"));
  add_number_column (table, "pearson", _ ("Pearson r"));
  add_number_column (table, "pearson_low", _ ("95 % from"));
  add_number_column (table, "pearson_high", _ ("to"));
  add_number_column (table, "spearman", _ ("Spearman ρ"));
  add_number_column (table, "spearman_low", _ ("95 % from"));
  add_number_column (table, "spearman_high", _ ("to"));
  for (guint g = 0; g < groups->len; g++)
    for (Nc1 which = 0; is_first (groups, g) && which < N_NC1; which++)
      add_correlations (table, groups, group_at (groups, g)->first->transfer, which);
  return table;
}
