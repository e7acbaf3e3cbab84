/* Checkpoints: numbers of a state lie in the file as they do in memory, on the little-endian machines that
 * the program is built for. */
#include "study/study-private.h"

#include "study/tally.h"

#include <glib/gi18n.h>
#include <string.h>

G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

#define COLUMNS "run, " STUDY_CHECKPOINT_COLUMNS
#define STATES STUDY_CHECKPOINT_STATES
/* Before the states. */
#define N_COLUMNS 7

static gsize
checkpoint_bytes (const TrainingCheckpoint *checkpoint)
{
  gsize n = 0;
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    n += checkpoint->size[s];
  return n * sizeof (float);
}

gboolean
study_keeps_checkpoint (guint epoch, guint n_epochs, gsize bytes)
{
  guint limit = (guint)CLAMP (STUDY_CHECKPOINT_BYTES / MAX (bytes, 1), 2, STUDY_CHECKPOINT_LIMIT);
  return training_keeps_snapshot (epoch, n_epochs, limit);
}

static gboolean
put (Study *study, gint64 run, const TrainingCheckpoint *checkpoint, gboolean kept, GError **error)
{
  g_autofree char *random = numeric_random_to_string (&checkpoint->random);
  if (!study_sql_can_keep (study->db, checkpoint_bytes (checkpoint), error))
    return FALSE;
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (
      study->db,
      "INSERT INTO checkpoint (" COLUMNS ", " STATES ", crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
      " ?10, ?11, crc (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11))",
      error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, checkpoint->epoch);
  sqlite3_bind_int (statement, 3, kept);
  sqlite3_bind_double (statement, 4, regime_get_real (checkpoint->regime, "optimiser.learning-rate"));
  sqlite3_bind_double (statement, 5, checkpoint->seconds);
  sqlite3_bind_double (statement, 6, checkpoint->probe_square);
  study_sql_bind_text (statement, 7, random);
  for (int s = 0; s < TRAINING_N_STATES; s++)
    study_sql_bind_blob (statement, N_COLUMNS + 1 + s, checkpoint->state[s],
                         checkpoint->size[s] * sizeof (float));
  return study_sql_do (statement, error);
}

/* The one before, and one of the same epoch. */
static gboolean
remove_last (Study *study, gint64 run, guint epoch, GError **error)
{
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (
      study->db, "DELETE FROM checkpoint WHERE run = ?1 AND (kept = 0 OR epoch = ?2)", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, epoch);
  return study_sql_do (statement, error);
}

gboolean
study_keeps_this_checkpoint (const TrainingCheckpoint *checkpoint, guint n_epochs)
{
  return study_keeps_checkpoint (checkpoint->epoch, n_epochs, checkpoint_bytes (checkpoint));
}

/* One that is kept is also the last as long as there is none behind it: it is not written twice. */
gboolean
study_put_checkpoint (
    Study *study, gint64 run, const TrainingCheckpoint *checkpoint, guint n_epochs, GError **error)
{
  gboolean kept = study_keeps_this_checkpoint (checkpoint, n_epochs);
  return study_leave (study,
                      study_enter (study, error) && remove_last (study, run, checkpoint->epoch, error)
                          && put (study, run, checkpoint, kept, error)
                          && study_tally (study->db, "checkpoint", run, error),
                      error);
}

GArray *
study_checkpoint_epochs (Study *study, gint64 run, GError **error)
{
  return study_epochs_of (study, "checkpoint", run, error);
}

/* A state of whole numbers; FALSE else. */
static gboolean
read_state (sqlite3_stmt *statement, int column, float **state, gsize *size)
{
  gconstpointer data = sqlite3_column_blob (statement, column);
  gsize bytes = (gsize)sqlite3_column_bytes (statement, column);
  *state = g_memdup2 (data, bytes);
  *size = bytes / sizeof (float);
  return bytes % sizeof (float) == 0;
}

/* The run's regime with the live keys of the moment. A learning rate of a study of version 1 may have been
 * changed between two records: the row has what it was. */
static Regime *
read_regime (Study *study, gint64 run, guint epoch, double base_learning_rate, GError **error)
{
  char rate[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (StudyRun) owner = study_find_run_by_id (study, run, error);
  g_autoptr (GPtrArray) changes = owner == NULL ? NULL : study_changes (study, run, error);
  if (changes == NULL)
    return NULL;
  g_autoptr (Regime) regime = regime_changes_regime_at (changes, owner->regime, epoch);
  g_ascii_dtostr (rate, sizeof rate, base_learning_rate);
  return regime_set (regime, "optimiser.learning-rate", rate, error) ? g_steal_pointer (&regime) : NULL;
}

/* The present row of a query for COLUMNS, STATES and the crc, which is of that run and epoch unless an index
 * is damaged. */
static TrainingCheckpoint *
read_checkpoint (Study *study, sqlite3_stmt *statement, gint64 run, guint epoch, GError **error)
{
  const gsize none[TRAINING_N_STATES] = { 0 };
  if (!study_row_is_intact (statement, "checkpoint", error))
    return NULL;
  g_autoptr (Regime) regime = read_regime (study, run, epoch, study_sql_real (statement, 3), error);
  if (regime == NULL)
    return NULL;
  g_autoptr (TrainingCheckpoint) checkpoint = training_checkpoint_new (regime, none);
  gboolean whole = numeric_random_from_string (&checkpoint->random, study_sql_text (statement, 6))
                   && sqlite3_column_int64 (statement, 0) == run
                   && sqlite3_column_int64 (statement, 1) == epoch;
  checkpoint->epoch = epoch;
  checkpoint->seconds = study_sql_real (statement, 4);
  checkpoint->probe_square = study_sql_real (statement, 5);
  for (int s = 0; s < TRAINING_N_STATES; s++)
    whole &= read_state (statement, N_COLUMNS + s, &checkpoint->state[s], &checkpoint->size[s]);
  if (whole)
    return g_steal_pointer (&checkpoint);
  study_sql_set_damaged (statement, "checkpoint", error);
  return NULL;
}

static void
set_not_found (Study *study, GError **error)
{
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND, _ ("%s: no such epoch of the run is stored"),
               study->path);
}

TrainingCheckpoint *
study_checkpoint (Study *study, gint64 run, guint epoch, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement
      = study_sql_prepare (study->db,
                           "SELECT " COLUMNS ", " STATES ", crc (" COLUMNS ", " STATES ") IS crc"
                           " FROM checkpoint WHERE run = ?1 AND epoch = ?2",
                           error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, epoch);
  if (study_sql_next (statement, &local))
    return read_checkpoint (study, statement, run, epoch, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    set_not_found (study, error);
  return NULL;
}

GPtrArray *
study_checkpoints (Study *study, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) checkpoints
      = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  g_autoptr (GArray) epochs = study_checkpoint_epochs (study, run, error);
  for (guint i = 0; epochs != NULL && i < epochs->len; i++) {
    TrainingCheckpoint *checkpoint = study_checkpoint (study, run, g_array_index (epochs, guint, i), error);
    if (checkpoint == NULL)
      return NULL;
    g_ptr_array_add (checkpoints, checkpoint);
  }
  return epochs == NULL ? NULL : g_steal_pointer (&checkpoints);
}

/* Which is the last, and its states, as they are at one moment. */
static TrainingCheckpoint *
read_last (Study *study, gint64 run, GError **error)
{
  g_autoptr (GArray) epochs = study_checkpoint_epochs (study, run, error);
  if (epochs == NULL)
    return NULL;
  if (epochs->len > 0)
    return study_checkpoint (study, run, g_array_index (epochs, guint, epochs->len - 1), error);
  set_not_found (study, error);
  return NULL;
}

TrainingCheckpoint *
study_last_checkpoint (Study *study, gint64 run, GError **error)
{
  if (!study_sql_run (study->db, "SAVEPOINT last", error))
    return NULL;
  TrainingCheckpoint *checkpoint = read_last (study, run, error);
  sqlite3_exec (study->db, "RELEASE last", NULL, NULL, NULL);
  return checkpoint;
}
