/* The runs of a study, and what trained them. */
#include "study/study-private.h"

#include "numeric/blas.h"
#include "study/tally.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/utsname.h>

static const char *const state_keys[] = { "unfinished", "finished", "failed" };

const char *
study_run_state_key (StudyRunState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_keys), NULL);
  return state_keys[state];
}

StudyRun *
study_run_new (Regime *regime)
{
  StudyRun *run = g_new0 (StudyRun, 1);
  run->name = g_strdup (*regime_name (regime) != '\0' ? regime_name (regime) : _ ("Run"));
  run->regime = regime_ref (regime);
  run->created = g_get_real_time ();
  return run;
}

StudyRun *
study_run_copy (const StudyRun *run)
{
  StudyRun *copy = g_memdup2 (run, sizeof *run);
  copy->name = g_strdup (run->name);
  copy->regime = regime_ref (run->regime);
  copy->message = g_strdup (run->message);
  return copy;
}

void
study_run_free (StudyRun *run)
{
  if (run == NULL)
    return;
  g_free (run->name);
  g_clear_pointer (&run->regime, regime_unref);
  g_free (run->message);
  g_free (run);
}

#define COLUMNS "id, name, regime, parent, parent_epoch, created, state, message"

static gboolean
read_state (const char *key, StudyRunState *state)
{
  for (guint s = 0; s < G_N_ELEMENTS (state_keys); s++)
    if (g_str_equal (key, state_keys[s])) {
      *state = (StudyRunState)s;
      return TRUE;
    }
  return FALSE;
}

/* The present row of a query for COLUMNS and its crc. */
static StudyRun *
read_run (sqlite3_stmt *statement, GError **error)
{
  g_autoptr (StudyRun) run = g_new0 (StudyRun, 1);
  if (!study_row_is_intact (statement, "run", error))
    return NULL;
  if (!read_state (study_sql_text (statement, 6), &run->state)) {
    study_sql_set_damaged (statement, "run", error);
    return NULL;
  }
  run->id = sqlite3_column_int64 (statement, 0);
  run->name = g_strdup (study_sql_text (statement, 1));
  run->regime = regime_new_from_text (study_sql_text (statement, 2), run->name, error);
  run->parent = sqlite3_column_int64 (statement, 3);
  run->parent_epoch = (guint)sqlite3_column_int64 (statement, 4);
  run->created = sqlite3_column_int64 (statement, 5);
  if (sqlite3_column_type (statement, 7) != SQLITE_NULL)
    run->message = g_strdup (study_sql_text (statement, 7));
  return run->regime == NULL ? NULL : g_steal_pointer (&run);
}

GPtrArray *
study_runs (Study *study, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)study_run_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db, "SELECT " COLUMNS ", crc (" COLUMNS ") IS crc FROM run ORDER BY id", error);
  if (statement == NULL)
    return NULL;
  while (study_sql_next (statement, &local)) {
    StudyRun *run = read_run (statement, &local);
    if (run == NULL)
      break;
    g_ptr_array_add (runs, run);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&runs);
}

StudyRun *
study_find_run (Study *study, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db, "SELECT " COLUMNS ", crc (" COLUMNS ") IS crc FROM run WHERE name = ?1", error);
  if (statement == NULL)
    return NULL;
  study_sql_bind_text (statement, 1, name);
  if (study_sql_next (statement, &local))
    return read_run (statement, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND, _ ("%s: there is no run “%s” in the study"),
                 study->path, name);
  return NULL;
}

static void
bind_run (sqlite3_stmt *statement, const StudyRun *run, const char *regime)
{
  sqlite3_bind_int64 (statement, 1, run->id);
  study_sql_bind_text (statement, 2, run->name);
  study_sql_bind_text (statement, 3, regime);
  if (run->parent != 0) {
    sqlite3_bind_int64 (statement, 4, run->parent);
    sqlite3_bind_int64 (statement, 5, run->parent_epoch);
  }
  sqlite3_bind_int64 (statement, 6, run->created);
  study_sql_bind_text (statement, 7, state_keys[run->state]);
  study_sql_bind_text (statement, 8, run->message);
}

/* The one error that is no fault of the file: the name is somebody else's. */
static void
set_put_error (Study *study, const StudyRun *run, GError **error)
{
  if (sqlite3_extended_errcode (study->db) == SQLITE_CONSTRAINT_UNIQUE)
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_EXISTS, _ ("%s: there already is a run “%s” in the study"),
                 study->path, run->name);
  else
    study_sql_set_error (study->db, error);
}

/* The run's name is its regime's, too: who opens it knows it by that. NULL on error. */
static char *
named_text (const StudyRun *run, GError **error)
{
  g_autoptr (Regime) named = regime_copy (run->regime);
  return regime_set (named, "regime.name", run->name, error) ? regime_to_text (named) : NULL;
}

gboolean
study_put_run (Study *study, StudyRun *run, GError **error)
{
  gint64 id = run->id;
  g_autofree char *regime = named_text (run, error);
  if (regime == NULL || (id == 0 && !study_next_id (study, &id, error)))
    return FALSE;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db,
      "INSERT INTO run VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, crc (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))"
      " ON CONFLICT (id) DO UPDATE SET name = excluded.name, regime = excluded.regime,"
      " parent = excluded.parent, parent_epoch = excluded.parent_epoch, created = excluded.created,"
      " state = excluded.state, message = excluded.message, crc = excluded.crc",
      error);
  if (statement == NULL)
    return FALSE;
  run->id = id;
  bind_run (statement, run, regime);
  if (!study_enter (study, error))
    return FALSE;
  if (sqlite3_step (statement) == SQLITE_DONE)
    return study_leave (study, study_tally (study->db, "run", 0, error), error);
  set_put_error (study, run, error);
  return study_leave (study, FALSE, error);
}

static void
set_not_found (Study *study, gint64 id, GError **error)
{
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND,
               _ ("%s: there is no run %" G_GINT64_FORMAT " in the study"), study->path, id);
}

gboolean
study_set_run_state (Study *study, gint64 id, StudyRunState state, const char *message, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db,
      "UPDATE run SET state = ?2, message = ?3,"
      " crc = iif (crc (" COLUMNS ") IS crc, crc (id, name, regime, parent, parent_epoch, created, ?2, ?3),"
      " crc) WHERE id = ?1",
      error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  study_sql_bind_text (statement, 2, state_keys[state]);
  study_sql_bind_text (statement, 3, message);
  if (!study_sql_do (statement, error))
    return FALSE;
  if (sqlite3_changes (study->db) == 0)
    set_not_found (study, id, error);
  return sqlite3_changes (study->db) > 0;
}

StudyRun *
study_find_run_by_id (Study *study, gint64 id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db, "SELECT " COLUMNS ", crc (" COLUMNS ") IS crc FROM run WHERE id = ?1", error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, id);
  if (study_sql_next (statement, &local))
    return read_run (statement, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    set_not_found (study, id, error);
  return NULL;
}

gboolean
study_rename_run (Study *study, gint64 id, const char *name, GError **error)
{
  g_autoptr (StudyRun) run = study_find_run_by_id (study, id, error);
  if (run == NULL)
    return FALSE;
  g_free (run->name);
  run->name = g_strdup (name);
  return study_put_run (study, run, error);
}

gboolean
study_remove_run (Study *study, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, "DELETE FROM run WHERE id = ?1", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return study_leave (study,
                      study_enter (study, error) && study_sql_do (statement, error)
                          && study_tally_remove (study->db, id, error),
                      error);
}

gboolean
study_next_id (Study *study, gint64 *id, GError **error)
{
  return study_sql_integer (
      study->db, "SELECT coalesce ((SELECT seq FROM sqlite_sequence WHERE name = 'run'), 0) + 1", id, error);
}

char *
study_free_name (Study *study, const char *name, GError **error)
{
  g_autoptr (GPtrArray) runs = study_runs (study, error);
  if (runs == NULL)
    return NULL;
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < runs->len; i++)
    g_hash_table_add (taken, ((StudyRun *)g_ptr_array_index (runs, i))->name);
  char *candidate = g_strdup (name);
  for (guint n = 2; g_hash_table_contains (taken, candidate); n++) {
    g_free (candidate);
    candidate = g_strdup_printf ("%s %u", name, n);
  }
  return candidate;
}

/* Stretches */

static char *
describe_machine (void)
{
  struct utsname system;
  if (uname (&system) != 0)
    return g_strdup (g_get_host_name ());
  return g_strdup_printf ("%s, %s %s %s", system.nodename, system.sysname, system.release, system.machine);
}

StudyStretch *
study_stretch_new (guint first_epoch, guint threads)
{
  StudyStretch *stretch = g_new0 (StudyStretch, 1);
  stretch->first_epoch = first_epoch;
  stretch->started = g_get_real_time ();
  stretch->version = g_strdup (COLLAPSAR_VERSION);
  stretch->blas = g_strdup (numeric_blas_kernel ());
  stretch->libraries
      = g_strdup_printf ("%s; GLib %u.%u.%u; SQLite %s", numeric_blas_config (), glib_major_version,
                         glib_minor_version, glib_micro_version, sqlite3_libversion ());
  stretch->machine = describe_machine ();
  stretch->threads = threads > 0 ? threads : g_get_num_processors ();
  return stretch;
}

void
study_stretch_free (StudyStretch *stretch)
{
  if (stretch == NULL)
    return;
  g_free (stretch->version);
  g_free (stretch->blas);
  g_free (stretch->libraries);
  g_free (stretch->machine);
  g_free (stretch);
}

gboolean
study_add_stretch (Study *study, gint64 run, const StudyStretch *stretch, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db,
      "INSERT INTO stretch (run, first_epoch, started, version, blas, libraries, machine, threads, crc)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, crc (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))",
      error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, stretch->first_epoch);
  sqlite3_bind_int64 (statement, 3, stretch->started);
  study_sql_bind_text (statement, 4, stretch->version);
  study_sql_bind_text (statement, 5, stretch->blas);
  study_sql_bind_text (statement, 6, stretch->libraries);
  study_sql_bind_text (statement, 7, stretch->machine);
  sqlite3_bind_int64 (statement, 8, stretch->threads);
  return study_leave (study,
                      study_enter (study, error) && study_sql_do (statement, error)
                          && study_tally (study->db, "stretch", run, error),
                      error);
}

GPtrArray *
study_stretches (Study *study, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) stretches = g_ptr_array_new_with_free_func ((GDestroyNotify)study_stretch_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db,
      "SELECT first_epoch, started, version, blas, libraries, machine, threads,"
      " crc (run, first_epoch, started, version, blas, libraries, machine, threads) IS crc"
      " FROM stretch WHERE run = ?1 ORDER BY id",
      error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  while (study_sql_next (statement, &local) && study_row_is_intact (statement, "stretch", &local)) {
    StudyStretch *stretch = g_new0 (StudyStretch, 1);
    stretch->first_epoch = (guint)sqlite3_column_int64 (statement, 0);
    stretch->started = sqlite3_column_int64 (statement, 1);
    stretch->version = g_strdup (study_sql_text (statement, 2));
    stretch->blas = g_strdup (study_sql_text (statement, 3));
    stretch->libraries = g_strdup (study_sql_text (statement, 4));
    stretch->machine = g_strdup (study_sql_text (statement, 5));
    stretch->threads = (guint)sqlite3_column_int64 (statement, 6);
    g_ptr_array_add (stretches, stretch);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&stretches);
}
