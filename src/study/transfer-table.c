#include "study/transfer-table.h"

#include <glib/gi18n.h>
#include <math.h>

/* What comes first in both tables. */
static void
add_heading (StudyTable *table)
{
  study_table_add_column (table, "regime", _ ("Run"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "epoch", _ ("Epoch"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "target", _ ("Target"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "method", _ ("Method"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "block", _ ("Block"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "shots", _ ("Shots"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
}

static void
add_begin (StudyTable *table, const char *run, const StudyTransfer *transfer)
{
  study_table_add_text (table, run);
  study_table_add_number (table, transfer->epoch);
  study_table_add_text (table, transfer->target);
  study_table_add_text (table, transfer->method);
  study_table_add_number (table, transfer->block < 0 ? NAN : transfer->block);
  study_table_add_number (table, transfer->shots == 0 ? NAN : transfer->shots);
}

static void
add_sizes_heading (StudyTable *table)
{
  study_table_add_column (table, "trained", _ ("Trained"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "parameters", _ ("Parameters"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_FULL);
  study_table_add_column (table, "share", _ ("Share"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "seconds", _ ("Seconds"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
}

static void
add_sizes (StudyTable *table, const StudyTransfer *transfer, double seconds)
{
  study_table_add_number (table, (double)transfer->trained);
  study_table_add_number (table, (double)transfer->parameters);
  study_table_add_number (table, (double)transfer->trained / (double)transfer->parameters);
  study_table_add_number (table, seconds);
}

StudyTable *
study_transfer_table_new (void)
{
  StudyTable *table = study_table_new ();
  add_heading (table);
  study_table_add_column (table, "seed", _ ("Seed"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "test_accuracy", _ ("Test accuracy"), STUDY_COLUMN_NUMBER,
                          STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "nc1", _ ("Train NC1"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "nc1_test", _ ("Test NC1"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  add_sizes_heading (table);
  return table;
}

void
study_transfer_table_add (StudyTable *table, const char *run, const StudyTransfer *transfer)
{
  add_begin (table, run, transfer);
  study_table_add_number (table, (double)transfer->seed);
  study_table_add_number (table, transfer->test_accuracy);
  study_table_add_number (table, transfer->nc1);
  study_table_add_number (table, transfer->nc1_test);
  add_sizes (table, transfer, transfer->seconds);
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

static gboolean
are_alike (const StudyTransfer *a, const StudyTransfer *b)
{
  g_autofree char *x = without_seed (a->settings);
  g_autofree char *y = without_seed (b->settings);
  return a->run == b->run && a->epoch == b->epoch && a->block == b->block && a->shots == b->shots
         && g_str_equal (a->target, b->target) && g_str_equal (a->method, b->method) && g_str_equal (x, y);
}

typedef struct {
  const StudyTransfer *first;
  const char *run;
  guint n;
  double sum, squares, nc1, nc1_test, seconds; /* squares: of the distances from the mean (Welford 1962) */
} Group;

static void
group_add (Group *group, const StudyTransfer *transfer)
{
  double mean = group->n > 0 ? group->sum / group->n : 0;
  group->n++;
  group->sum += transfer->test_accuracy;
  group->squares += (transfer->test_accuracy - mean) * (transfer->test_accuracy - group->sum / group->n);
  group->nc1 += transfer->nc1;
  group->nc1_test += transfer->nc1_test;
  group->seconds += transfer->seconds;
}

static GArray *
group_transfers (const GPtrArray *transfers, const char *const *names)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (Group));
  for (guint i = 0; i < transfers->len; i++) {
    const StudyTransfer *transfer = g_ptr_array_index (transfers, i);
    guint g = 0;
    while (g < groups->len && !are_alike (g_array_index (groups, Group, g).first, transfer))
      g++;
    if (g == groups->len) {
      Group group = { .first = transfer, .run = names[i] };
      g_array_append_val (groups, group);
    }
    group_add (&g_array_index (groups, Group, g), transfer);
  }
  return groups;
}

StudyTable *
study_transfer_summary_new (const GPtrArray *transfers, const char *const *names)
{
  StudyTable *table = study_table_new ();
  g_autoptr (GArray) groups = group_transfers (transfers, names);
  add_heading (table);
  study_table_add_column (table, "n", _ ("Seeds"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "test_accuracy", _ ("Test accuracy"), STUDY_COLUMN_NUMBER,
                          STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "test_accuracy_sd", _ ("SD"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "nc1", _ ("Train NC1"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "nc1_test", _ ("Test NC1"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  add_sizes_heading (table);
  for (guint g = 0; g < groups->len; g++) {
    const Group *group = &g_array_index (groups, Group, g);
    add_begin (table, group->run, group->first);
    study_table_add_number (table, group->n);
    study_table_add_number (table, group->sum / group->n);
    study_table_add_number (table, group->n > 1 ? sqrt (group->squares / (group->n - 1)) : NAN);
    study_table_add_number (table, group->nc1 / group->n);
    study_table_add_number (table, group->nc1_test / group->n);
    add_sizes (table, group->first, group->seconds / group->n);
  }
  return table;
}
