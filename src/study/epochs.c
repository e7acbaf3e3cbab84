/* Epochs and their metrics, of runs and of fine-tunings: two pairs of tables, alike but for the column that
 * says whose they are. */
#include "study/study-private.h"
#include "study/tally.h"

#include <math.h>
#include <string.h>

#define N_EPOCH_COLUMNS 8
/* Before the quantities of a metric row. */
#define METRIC_KEYS 4
#define N_QUANTITIES (COLLAPSE_N_METRICS - TRAINING_FIRST_QUANTITY)

char *
study_metric_columns (void)
{
  GString *columns = g_string_new ("epoch, split, layer");
  for (int quantity = TRAINING_FIRST_QUANTITY; quantity < (int)COLLAPSE_N_METRICS; quantity++)
    g_string_append_printf (columns, ", %s", training_quantity_key (quantity));
  g_string_append (columns, ", flags");
  return g_string_free (columns, FALSE);
}

/* "?1, ?2, ... ?n" */
static char *
places (guint n)
{
  GString *text = g_string_new ("?1");
  for (guint i = 2; i <= n; i++)
    g_string_append_printf (text, ", ?%u", i);
  return g_string_free (text, FALSE);
}

const StudyEpochTables study_run_epochs = { "epoch", "metric", "run" };
const StudyEpochTables study_transfer_epochs = { "transfer_epoch", "transfer_metric", "transfer" };

static gboolean
put_epoch (
    Study *study, const StudyEpochTables *tables, gint64 id, const TrainingRecord *record, GError **error)
{
  g_autofree char *values = places (N_EPOCH_COLUMNS);
  g_autofree char *sql
      = g_strdup_printf ("INSERT INTO %s (%s, " STUDY_EPOCH_COLUMNS ", crc) VALUES (%s, crc (%s))",
                         tables->epoch, tables->owner, values, values);
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (study->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_int64 (statement, 2, record->epoch);
  sqlite3_bind_double (statement, 3, record->learning_rate);
  sqlite3_bind_double (statement, 4, record->base_learning_rate);
  sqlite3_bind_double (statement, 5, record->weight_decay);
  sqlite3_bind_double (statement, 6, record->seconds);
  sqlite3_bind_double (statement, 7, record->measure_seconds);
  sqlite3_bind_int (statement, 8, record->has_head != FALSE);
  return study_sql_do (statement, error);
}

static const CollapseMetrics *
layer_metrics (const TrainingSplitRecord *values, TrainingLayer layer)
{
  return layer == TRAINING_HEAD ? &values->head : &values->metrics;
}

/* A NaN that is bound becomes NULL. */
static void
bind_metrics (sqlite3_stmt *statement, const TrainingSplitRecord *values, TrainingLayer layer)
{
  const CollapseMetrics *metrics = layer_metrics (values, layer);
  int place = METRIC_KEYS;
  sqlite3_bind_double (statement, ++place, values->probe_accuracy);
  sqlite3_bind_double (statement, ++place, values->loss);
  sqlite3_bind_double (statement, ++place, values->error);
  for (guint m = 0; m < COLLAPSE_N_METRICS; m++)
    sqlite3_bind_double (statement, ++place, metrics->value[m]);
  sqlite3_bind_int64 (statement, ++place, metrics->flags);
}

static gboolean
put_metrics (
    Study *study, const StudyEpochTables *tables, gint64 id, const TrainingRecord *record, GError **error)
{
  g_autofree char *columns = study_metric_columns ();
  g_autofree char *values = places (METRIC_KEYS + N_QUANTITIES + 1);
  g_autofree char *sql = g_strdup_printf ("INSERT INTO %s (%s, %s, crc) VALUES (%s, crc (%s))",
                                          tables->metric, tables->owner, columns, values, values);
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (study->db, sql, error);
  if (statement == NULL)
    return FALSE;
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    for (guint layer = 0; layer < (record->has_head ? TRAINING_N_LAYERS : TRAINING_HEAD); layer++) {
      sqlite3_reset (statement);
      sqlite3_bind_int64 (statement, 1, id);
      sqlite3_bind_int64 (statement, 2, record->epoch);
      study_sql_bind_text (statement, 3, training_split_key (split));
      study_sql_bind_text (statement, 4, training_layer_key (layer));
      bind_metrics (statement, &record->split[split], layer);
      if (!study_sql_do (statement, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
study_insert_record (
    Study *study, const StudyEpochTables *tables, gint64 id, const TrainingRecord *record, GError **error)
{
  return put_epoch (study, tables, id, record, error) && put_metrics (study, tables, id, record, error);
}

static gboolean
has_epoch (Study *study, gint64 run, guint epoch, gboolean *there, GError **error)
{
  g_autoptr (StudyKeptStatement) statement
      = study_sql_prepare_kept (study->db, "SELECT 1 FROM epoch WHERE run = ?1 AND epoch = ?2", error);
  g_autoptr (GError) local = NULL;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, epoch);
  *there = study_sql_next (statement, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
study_put_record (Study *study, gint64 run, const TrainingRecord *record, GError **error)
{
  gboolean there;
  return study_leave (study,
                      study_enter (study, error) && has_epoch (study, run, record->epoch, &there, error)
                          && (!there || study_remove_epoch (study, "epoch", run, record->epoch, error))
                          && study_insert_record (study, &study_run_epochs, run, record, error)
                          && (there || study_tally_add (study->db, "epoch", run, record->epoch, error)),
                      error);
}

/* Reading */

static TrainingRecord *
read_epoch (sqlite3_stmt *statement)
{
  TrainingRecord *record = training_record_new ();
  record->epoch = (guint)sqlite3_column_int64 (statement, 1);
  record->learning_rate = study_sql_real (statement, 2);
  record->base_learning_rate = study_sql_real (statement, 3);
  record->weight_decay = study_sql_real (statement, 4);
  record->seconds = study_sql_real (statement, 5);
  record->measure_seconds = study_sql_real (statement, 6);
  record->has_head = sqlite3_column_int (statement, 7) != 0;
  return record;
}

static GPtrArray *
read_epochs (Study *study, const StudyEpochTables *tables, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  g_autoptr (GError) local = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT %s, " STUDY_EPOCH_COLUMNS ", crc (%s, " STUDY_EPOCH_COLUMNS
                                          ") IS crc FROM %s"
                                          " WHERE %s = ?1 ORDER BY epoch",
                                          tables->owner, tables->owner, tables->epoch, tables->owner);
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, sql, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  while (study_sql_next (statement, &local) && study_row_is_intact (statement, tables->epoch, &local))
    g_ptr_array_add (records, read_epoch (statement));
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&records);
}

static void
read_values (sqlite3_stmt *statement, TrainingSplitRecord *values, TrainingLayer layer)
{
  CollapseMetrics *metrics = layer == TRAINING_HEAD ? &values->head : &values->metrics;
  int column = METRIC_KEYS;
  values->probe_accuracy = study_sql_real (statement, column++);
  values->loss = study_sql_real (statement, column++);
  values->error = study_sql_real (statement, column++);
  for (guint m = 0; m < COLLAPSE_N_METRICS; m++)
    metrics->value[m] = study_sql_real (statement, column++);
  metrics->flags = (CollapseFlags)sqlite3_column_int64 (statement, column);
}

/* The present row's values go into the record of its epoch, which is at or after *place. FALSE when there is
 * no such epoch, split or layer. */
static gboolean
read_metrics (sqlite3_stmt *statement, const GPtrArray *records, guint *place)
{
  guint epoch = (guint)sqlite3_column_int64 (statement, 1);
  while (*place < records->len && ((TrainingRecord *)g_ptr_array_index (records, *place))->epoch < epoch)
    ++*place;
  if (*place == records->len)
    return FALSE;
  TrainingRecord *record = g_ptr_array_index (records, *place);
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    for (guint layer = 0; layer < TRAINING_N_LAYERS; layer++)
      if (record->epoch == epoch && g_str_equal (study_sql_text (statement, 2), training_split_key (split))
          && g_str_equal (study_sql_text (statement, 3), training_layer_key (layer))) {
        read_values (statement, &record->split[split], layer);
        return TRUE;
      }
  return FALSE;
}

static guint
n_rows (const GPtrArray *records)
{
  guint n = 0;
  for (guint i = 0; i < records->len; i++)
    n += TRAINING_N_SPLITS * (((TrainingRecord *)g_ptr_array_index (records, i))->has_head ? 2 : 1);
  return n;
}

/* Both tables as they are at one moment. */
static GPtrArray *
read_records (Study *study, const StudyEpochTables *tables, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) records = read_epochs (study, tables, id, error);
  g_autoptr (GError) local = NULL;
  g_autofree char *columns = study_metric_columns ();
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s, %s, crc (%s, %s) IS crc FROM %s WHERE %s = ?1 ORDER BY epoch",
                         tables->owner, columns, tables->owner, columns, tables->metric, tables->owner);
  if (records == NULL)
    return NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, sql, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  guint place = 0, n = 0;
  while (study_sql_next (statement, &local) && study_row_is_intact (statement, tables->metric, &local)
         && read_metrics (statement, records, &place))
    n++;
  if (local == NULL && n != n_rows (records))
    study_sql_set_damaged (statement, tables->metric, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&records);
}

GPtrArray *
study_read_records (Study *study, const StudyEpochTables *tables, gint64 id, GError **error)
{
  if (!study_sql_run (study->db, "SAVEPOINT records", error))
    return NULL;
  GPtrArray *records = read_records (study, tables, id, error);
  sqlite3_exec (study->db, "RELEASE records", NULL, NULL, NULL);
  return records;
}

GPtrArray *
study_records (Study *study, gint64 run, GError **error)
{
  return study_read_records (study, &study_run_epochs, run, error);
}

gboolean
study_last_epoch (Study *study, gint64 run, gint64 *epoch, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT coalesce (max (epoch), -1) FROM epoch WHERE run = %" G_GINT64_FORMAT, run);
  return study_sql_integer (study->db, sql, epoch, error);
}
