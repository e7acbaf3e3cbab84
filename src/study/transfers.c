/* Transfer results. */
#include "study/study-private.h"

#include "study/schema.h"
#include "study/tally.h"
#include "training/transfer-plan.h"

#define COLUMNS                                                                                              \
  "run, epoch, target, method, block, shots, seed, settings, test_accuracy, nc1, nc1_test, trained,"         \
  " parameters, seconds"

StudyTransfer *
study_transfer_new (gint64 run, guint epoch, const Regime *tuning)
{
  StudyTransfer *transfer = g_new0 (StudyTransfer, 1);
  transfer->run = run;
  transfer->epoch = epoch;
  transfer->target = g_strdup (regime_get (tuning, "data.source"));
  transfer->method = g_strdup (regime_get (tuning, "transfer.method"));
  transfer->block = transfer_plan_layer (tuning);
  transfer->shots = (guint)regime_get_integer (tuning, "transfer.shots");
  transfer->seed = regime_get_integer (tuning, "transfer.seed");
  transfer->settings = transfer_settings (tuning);
  return transfer;
}

TransferMethod
study_transfer_method (const StudyTransfer *transfer)
{
  const RegimeKey *key = regime_key_find ("transfer.method");
  guint method = 0;
  while (key->choices[method + 1] != NULL && !g_str_equal (key->choices[method], transfer->method))
    method++;
  return (TransferMethod)method;
}

gboolean
study_transfer_is_same (const StudyTransfer *a, const StudyTransfer *b)
{
  return a->run == b->run && a->epoch == b->epoch && a->block == b->block
         && g_str_equal (a->settings, b->settings);
}

void
study_transfer_set_result (StudyTransfer *transfer, const TransferResult *result)
{
  transfer->test_accuracy = result->test_accuracy;
  transfer->nc1 = result->nc1;
  transfer->nc1_test = result->nc1_test;
  transfer->trained = result->trained;
  transfer->parameters = result->parameters;
  transfer->seconds = result->seconds;
}

void
study_transfer_free (StudyTransfer *transfer)
{
  if (transfer == NULL)
    return;
  g_free (transfer->target);
  g_free (transfer->method);
  g_free (transfer->settings);
  g_free (transfer);
}

static gboolean
insert (Study *study, const StudyTransfer *transfer, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = study_sql_prepare (study->db,
                           "INSERT INTO transfer (" COLUMNS
                           ", crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
                           " ?14, crc (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14))",
                           error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, transfer->run);
  sqlite3_bind_int64 (statement, 2, transfer->epoch);
  study_sql_bind_text (statement, 3, transfer->target);
  study_sql_bind_text (statement, 4, transfer->method);
  sqlite3_bind_int (statement, 5, transfer->block);
  sqlite3_bind_int64 (statement, 6, transfer->shots);
  sqlite3_bind_int64 (statement, 7, transfer->seed);
  study_sql_bind_text (statement, 8, transfer->settings);
  sqlite3_bind_double (statement, 9, transfer->test_accuracy);
  sqlite3_bind_double (statement, 10, transfer->nc1);
  sqlite3_bind_double (statement, 11, transfer->nc1_test);
  sqlite3_bind_int64 (statement, 12, (gint64)transfer->trained);
  sqlite3_bind_int64 (statement, 13, (gint64)transfer->parameters);
  sqlite3_bind_double (statement, 14, transfer->seconds);
  return study_sql_do (statement, error);
}

static gboolean
insert_records (Study *study, gint64 id, const GPtrArray *records, GError **error)
{
  for (guint i = 0; records != NULL && i < records->len; i++) {
    const TrainingRecord *record = records->pdata[i];
    if (!study_insert_record (study, &study_transfer_epochs, id, record, error)
        || !study_tally_add (study->db, "transfer_epoch", 0, id + record->epoch, error))
      return FALSE;
  }
  return TRUE;
}

static void
note_measured (StudyTransfer *transfer, const GPtrArray *records)
{
  transfer->measure_seconds = 0;
  transfer->n_measured = records == NULL ? 0 : records->len;
  for (guint i = 0; i < transfer->n_measured; i++)
    transfer->measure_seconds += ((const TrainingRecord *)records->pdata[i])->measure_seconds;
}

gboolean
study_add_transfer (Study *study, StudyTransfer *transfer, const GPtrArray *records, GError **error)
{
  if (study_leave (study,
                   study_enter (study, error) && insert (study, transfer, error)
                       && (transfer->id = sqlite3_last_insert_rowid (study->db)) > 0
                       && study_tally (study->db, "transfer", transfer->run, error)
                       && insert_records (study, transfer->id, records, error),
                   error)) {
    note_measured (transfer, records);
    return TRUE;
  }
  transfer->id = 0;
  return FALSE;
}

GPtrArray *
study_transfer_records (Study *study, gint64 id, GError **error)
{
  if (study->version < STUDY_SCHEMA_TRANSFER_EPOCHS)
    return g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  return study_read_records (study, &study_transfer_epochs, id, error);
}

static StudyTransfer *
read_transfer (sqlite3_stmt *statement)
{
  StudyTransfer *transfer = g_new0 (StudyTransfer, 1);
  transfer->run = sqlite3_column_int64 (statement, 0);
  transfer->epoch = (guint)sqlite3_column_int64 (statement, 1);
  transfer->target = g_strdup (study_sql_text (statement, 2));
  transfer->method = g_strdup (study_sql_text (statement, 3));
  transfer->block = sqlite3_column_int (statement, 4);
  transfer->shots = (guint)sqlite3_column_int64 (statement, 5);
  transfer->seed = sqlite3_column_int64 (statement, 6);
  transfer->settings = g_strdup (study_sql_text (statement, 7));
  transfer->test_accuracy = study_sql_real (statement, 8);
  transfer->nc1 = study_sql_real (statement, 9);
  transfer->nc1_test = study_sql_real (statement, 10);
  transfer->trained = (guint64)sqlite3_column_int64 (statement, 11);
  transfer->parameters = (guint64)sqlite3_column_int64 (statement, 12);
  transfer->seconds = study_sql_real (statement, 13);
  transfer->id = sqlite3_column_int64 (statement, 14);
  return transfer;
}

/* Of all of them, in the order of their numbers. */
static gboolean
read_measured (Study *study, const GPtrArray *transfers, GError **error)
{
  GError *local = NULL;
  if (study->version < STUDY_SCHEMA_TRANSFER_EPOCHS)
    return TRUE;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db,
      "SELECT transfer, total (measure_seconds), count (*) FROM transfer_epoch GROUP BY transfer ORDER BY "
      "transfer",
      error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; study_sql_next (statement, &local);) {
    gint64 id = sqlite3_column_int64 (statement, 0);
    while (i < transfers->len && ((StudyTransfer *)transfers->pdata[i])->id < id)
      i++;
    StudyTransfer *transfer = i < transfers->len ? transfers->pdata[i] : NULL;
    if (transfer == NULL || transfer->id != id)
      continue;
    transfer->measure_seconds = study_sql_real (statement, 1);
    transfer->n_measured = (guint)sqlite3_column_int64 (statement, 2);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

GPtrArray *
study_transfers (Study *study, GError **error)
{
  g_autoptr (GPtrArray) transfers = g_ptr_array_new_with_free_func ((GDestroyNotify)study_transfer_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db, "SELECT " COLUMNS ", id, crc (" COLUMNS ") IS crc FROM transfer ORDER BY id", error);
  if (statement == NULL)
    return NULL;
  while (study_sql_next (statement, &local) && study_row_is_intact (statement, "transfer", &local))
    g_ptr_array_add (transfers, read_transfer (statement));
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return read_measured (study, transfers, error) ? g_steal_pointer (&transfers) : NULL;
}
