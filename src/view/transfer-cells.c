/* From fine-tunings to their means over repeats. */
#include "view/transfer-private.h"

#include <glib/gi18n.h>
#include <math.h>

void
view_average_add (ViewAverage *average, double value)
{
  if (!isfinite (value))
    return;
  double distance = value - average->mean;
  average->n++;
  average->mean += distance / average->n;
  average->squares += distance * (value - average->mean);
}

double
view_average_mean (const ViewAverage *average)
{
  return average->n == 0 ? NAN : average->mean;
}

double
view_average_deviation (const ViewAverage *average)
{
  return average->n < 2 ? NAN : sqrt (average->squares / (average->n - 1));
}

/* One standard deviation each way; none of a single one. */
void
view_average_bar (const ViewAverage *average, gboolean logarithm, double *low, double *high)
{
  double deviation = view_average_deviation (average), mean = view_average_mean (average);
  *low = logarithm ? exp (mean - deviation) : mean - deviation;
  *high = logarithm ? exp (mean + deviation) : mean + deviation;
}

const ViewTransferRun *
view_transfer_run (const ViewTransfer *self, guint index)
{
  return &g_array_index (self->runs, ViewTransferRun, index);
}

const ViewTransferRun *
view_transfer_find_run (const ViewTransfer *self, gint64 run)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (view_transfer_run (self, i)->run == run)
      return view_transfer_run (self, i);
  return NULL;
}

const ViewTransferRun *
view_transfer_find_group (const ViewTransfer *self, guint group)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (view_transfer_run (self, i)->group == group)
      return view_transfer_run (self, i);
  return NULL;
}

const ViewTransferCell *
view_transfer_cell (const ViewTransfer *self, guint index)
{
  return &g_array_index (self->cells, ViewTransferCell, index);
}

const ViewTransferCell *
view_transfer_point_cell (const ViewTransfer *self, guint point)
{
  return view_transfer_cell (self, g_array_index (self->point_cells, guint, point));
}

/* The fine-tunings */

/* "mnist, classes 5-9" */
static char *
task_of (const StudyTransfer *transfer)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_key_file_load_from_data (settings, transfer->settings, (gsize)-1, G_KEY_FILE_NONE, NULL);
  g_autofree char *labels = g_key_file_get_string (settings, "transfer", "labels", NULL);
  g_autofree char *classes = g_key_file_get_string (settings, "transfer", "classes", NULL);
  GString *task = g_string_new (transfer->target);
  if (labels != NULL && !g_str_equal (labels, "fine"))
    g_string_append_printf (task, _ (", labels %s"), labels);
  if (classes != NULL && !g_str_equal (classes, "all"))
    g_string_append_printf (task, _ (", classes %s"), classes);
  return g_string_free (task, FALSE);
}

static ViewTransferCell *
find_cell (ViewTransfer *self, GHashTable *index, const ViewTransferRun *run, const StudyTransfer *transfer)
{
  g_autofree char *kind = view_transfer_kind_of (transfer);
  char *key = g_strdup_printf ("%u %u %s", run->group, transfer->epoch, kind);
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (index, key));
  if (place == 0) {
    const ViewTransferCell cell
        = { .group = run->group,
            .epoch = transfer->epoch,
            .run = transfer->run,
            .method = study_transfer_method (transfer),
            .block = transfer->block,
            .shots = transfer->shots,
            .share = (double)transfer->trained / (double)MAX (transfer->parameters, 1),
            .transfers = g_ptr_array_new () };
    g_array_append_val (self->cells, cell);
    place = self->cells->len;
    g_hash_table_insert (index, key, GUINT_TO_POINTER (place));
  } else {
    g_free (key);
  }
  return &g_array_index (self->cells, ViewTransferCell, place - 1);
}

static void
average_rows (ViewTransfer *self, const GPtrArray *rows)
{
  g_autoptr (GHashTable) index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransferRow *row = rows->pdata[i];
    const StudyTransfer *transfer = row->transfer;
    ViewTransferCell *cell = find_cell (self, index, view_transfer_find_run (self, transfer->run), transfer);
    view_average_add (&cell->accuracy, transfer->test_accuracy);
    view_average_add (&cell->nc1[VIEW_TRANSFER_SOURCE_NC1], log (row->source_nc1));
    view_average_add (&cell->nc1[VIEW_TRANSFER_TRAIN_NC1], log (transfer->nc1));
    view_average_add (&cell->nc1[VIEW_TRANSFER_TEST_NC1], log (transfer->nc1_test));
    view_average_add (&cell->seconds, transfer->seconds);
    g_ptr_array_add (cell->transfers, (gpointer)transfer);
  }
}

/* Those of the chosen task, of runs that are known; notes the tasks. */
static GPtrArray *
select_rows (ViewTransfer *self, const GArray *all)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new (), of = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *rows = g_ptr_array_new ();
  for (guint i = 0; i < all->len; i++) {
    const StudyTransferRow *row = &g_array_index (all, StudyTransferRow, i);
    if (view_transfer_find_run (self, row->transfer->run) == NULL)
      continue;
    char *task = task_of (row->transfer);
    g_ptr_array_add (known, (gpointer)row);
    g_ptr_array_add (of, task);
    if (!g_ptr_array_find_with_equal_func (self->tasks, task, g_str_equal, NULL))
      g_ptr_array_add (self->tasks, g_strdup (task));
  }
  if (self->options.task >= self->tasks->len)
    self->options.task = 0;
  for (guint i = 0; i < known->len; i++)
    if (g_str_equal (of->pdata[i], self->tasks->pdata[self->options.task]))
      g_ptr_array_add (rows, known->pdata[i]);
  g_ptr_array_add (self->tasks, NULL);
  return rows;
}

guint
view_transfer_last_epoch (const ViewTransfer *self, guint group)
{
  guint epoch = 0;
  for (guint i = 0; i < self->cells->len; i++)
    if (view_transfer_cell (self, i)->group == group)
      epoch = MAX (epoch, view_transfer_cell (self, i)->epoch);
  return epoch;
}

/* Whether it is of the chosen source at its last epoch. */
gboolean
view_transfer_is_of_source (const ViewTransfer *self, const ViewTransferCell *cell)
{
  return cell->group == self->options.group && cell->epoch == view_transfer_last_epoch (self, cell->group);
}

gboolean
view_transfer_tunes_block (const ViewTransferCell *cell)
{
  return cell->method == TRANSFER_LAYER || cell->method == TRANSFER_SCL;
}

/* The block that is looked at, of cells of that group and method; each group's greatest for the last. */
gint
view_transfer_shown_block (const ViewTransfer *self, const ViewTransferCell *like)
{
  gint last = -1;
  if (!view_transfer_tunes_block (like) && like->method != TRANSFER_RIDGE)
    return -1;
  for (guint i = 0; i < self->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (self, i);
    if (cell->group != like->group || cell->method != like->method)
      continue;
    if (cell->block == self->options.block && view_transfer_tunes_block (cell))
      return cell->block;
    last = MAX (last, cell->block);
  }
  return last;
}

void
view_transfer_take_rows (ViewTransfer *self, const GArray *rows)
{
  g_autoptr (GPtrArray) of_task = select_rows (self, rows);
  g_autoptr (GPtrArray) chosen = view_transfer_choose_settings (self, of_task);
  average_rows (self, chosen);
}
