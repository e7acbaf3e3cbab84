/* The study file, version 4: one SQLite database (WAL), application id "Clps".
 *
 * - run: one row a run: its regime as a keyfile (which with the seed in it determines the run), its name
 *   within the study, where it branched off, and how it ended; a number is never given to another run
 * - stretch: one row for each time that a program trained a run: from which epoch on, when, and with what; a
 *   run that was resumed has several
 * - epoch: one row an epoch that was measured: rates and wall time
 * - metric: one row for each of its splits and layers: loss, error and the metrics by their keys
 *   (collapse/metrics.h); NULL is undefined or not measured
 * - snapshot: of at most 64 epochs spaced evenly in log (epoch + 1), to draw: see snapshot-blob.c;
 *   since version 3 with metrics of each layer
 * - checkpoint: the state to go on from: that of the last epoch, or of one shortly before it where epochs are
 *   short (recorder.c; kept = 0), and some spaced as snapshots (kept = 1) to branch off; states are rows of
 *   little-endian float32, as network.h and optimiser.h give them
 * - transfer: one row a fine-tuning
 * - transfer_epoch and transfer_metric: as epoch and metric, of its own epochs that were measured; written
 * with its row, once it is done; since version 4
 * - change: one row a setting that was changed while its run trained: after how much of the run, in epochs,
 *   which, and from what to what; since version 2
 * - setting: the window's view of the study, by name
 * - tally: how many rows of what a run has: see tally.c
 *
 * What belongs to an epoch is committed together. `crc` is crc (the columns before it), see sql.h. Times are
 * microseconds since 1970 in UTC. Tables are STRICT, so that a value has the type it was written with.
 *
 * A new version is a new text in `versions`, never a change of an old one; a file is brought up by running
 * what it has not seen. */
#include "study/schema.h"

#include "study/study.h"
#include "study/tally.h"

#include <glib/gi18n.h>
#include <string.h>

#define APPLICATION_ID 0x436C7073
/* Bytes. Checkpoints are many pages, each two writes to the log; and every page that an epoch's few rows
 * touch is written whole. */
#define PAGE_SIZE 8192

static const char version_1[]
    = "CREATE TABLE run ("
      "  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, regime TEXT NOT NULL, parent "
      "INTEGER,"
      "  parent_epoch INTEGER, created INTEGER NOT NULL, state TEXT NOT NULL, message TEXT, crc INTEGER NOT "
      "NULL"
      ") STRICT;"
      "CREATE TABLE stretch ("
      "  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
      "  first_epoch INTEGER NOT NULL, started INTEGER NOT NULL, version TEXT NOT NULL, blas TEXT NOT NULL,"
      "  libraries TEXT NOT NULL, machine TEXT NOT NULL, threads INTEGER NOT NULL, crc INTEGER NOT NULL"
      ") STRICT;"
      "CREATE INDEX stretch_run ON stretch (run);"
      "CREATE TABLE epoch ("
      "  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, epoch INTEGER NOT NULL,"
      "  learning_rate REAL, base_learning_rate REAL, weight_decay REAL, seconds REAL, measure_seconds REAL,"
      "  has_head INTEGER NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (run, epoch)"
      ") STRICT, WITHOUT ROWID;"
      "CREATE TABLE metric ("
      "  run INTEGER NOT NULL, epoch INTEGER NOT NULL, split TEXT NOT NULL, layer TEXT NOT NULL,"
      "  loss REAL, error REAL, probe_accuracy REAL, nc1 REAL, nc1_quotient REAL, cdnv REAL, vci REAL,"
      "  numerical_rank REAL, stable_rank REAL, nc2_norm_means REAL, nc2_norm_weights REAL,"
      "  nc2_angle_means REAL, nc2_angle_weights REAL, nc2_etf_means REAL, nc2_etf_weights REAL, nc3 REAL,"
      "  nc3_gram REAL, nc3_cosine REAL, nc3_bias REAL, nc4 REAL, nc0 REAL, gnc2 REAL, minority_cosine REAL,"
      "  ncc_accuracy REAL, flags INTEGER NOT NULL, crc INTEGER NOT NULL,"
      "  PRIMARY KEY (run, epoch, split, layer), FOREIGN KEY (run, epoch) REFERENCES epoch ON DELETE CASCADE"
      ") STRICT, WITHOUT ROWID;"
      "CREATE TABLE snapshot ("
      "  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, epoch INTEGER NOT NULL, data BLOB NOT NULL,"
      "  crc INTEGER NOT NULL, UNIQUE (run, epoch)"
      ") STRICT;"
      "CREATE TABLE checkpoint ("
      "  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, epoch INTEGER NOT NULL, kept INTEGER NOT "
      "NULL,"
      "  base_learning_rate REAL NOT NULL, seconds REAL NOT NULL, probe_square REAL NOT NULL,"
      "  random TEXT NOT NULL, network BLOB NOT NULL, optimiser BLOB NOT NULL, probe BLOB NOT NULL,"
      "  probe_optimiser BLOB NOT NULL, crc INTEGER NOT NULL, UNIQUE (run, epoch)"
      ") STRICT;"
      "CREATE TABLE transfer ("
      "  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,"
      "  epoch INTEGER NOT NULL, target TEXT NOT NULL, method TEXT NOT NULL, block INTEGER NOT NULL,"
      "  shots INTEGER NOT NULL, seed INTEGER NOT NULL, settings TEXT NOT NULL, test_accuracy REAL, nc1 REAL,"
      "  nc1_test REAL, trained INTEGER NOT NULL, parameters INTEGER NOT NULL, seconds REAL,"
      "  crc INTEGER NOT NULL"
      ") STRICT;"
      "CREATE INDEX transfer_run ON transfer (run);"
      "CREATE TABLE setting ("
      "  name TEXT PRIMARY KEY, value TEXT NOT NULL, crc INTEGER NOT NULL"
      ") STRICT, WITHOUT ROWID;"
      "CREATE TABLE tally ("
      "  run INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, total INTEGER NOT NULL,"
      "  crc INTEGER NOT NULL, PRIMARY KEY (run, name)"
      ") STRICT, WITHOUT ROWID;";

static const char version_2[]
    = "CREATE TABLE change ("
      "  id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE, epoch REAL NOT NULL,"
      "  name TEXT NOT NULL, old_value TEXT NOT NULL, new_value TEXT NOT NULL, crc INTEGER NOT NULL"
      ") STRICT;"
      "CREATE INDEX change_run ON change (run);"
      "INSERT INTO change (run, epoch, name, old_value, new_value, crc)"
      "  SELECT *, crc (run, epoch, name, old_value, new_value) FROM (" STUDY_SCHEMA_JUMPS ");"
      "INSERT INTO tally SELECT run, 'change', n, total, crc (run, 'change', n, total)"
      "  FROM (SELECT run, count (*) AS n, sum (id) AS total FROM change GROUP BY run);";

/* The tables are as they were, but a snapshot may have more in it than a program of version 2 can read. */
static const char version_3[] = "";

static const char version_4[]
    = "CREATE TABLE transfer_epoch ("
      "  transfer INTEGER NOT NULL REFERENCES transfer ON DELETE CASCADE, epoch INTEGER NOT NULL,"
      "  learning_rate REAL, base_learning_rate REAL, weight_decay REAL, seconds REAL, measure_seconds REAL,"
      "  has_head INTEGER NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (transfer, epoch)"
      ") STRICT, WITHOUT ROWID;"
      "CREATE TABLE transfer_metric ("
      "  transfer INTEGER NOT NULL, epoch INTEGER NOT NULL, split TEXT NOT NULL, layer TEXT NOT NULL,"
      "  loss REAL, error REAL, probe_accuracy REAL, nc1 REAL, nc1_quotient REAL, cdnv REAL, vci REAL,"
      "  numerical_rank REAL, stable_rank REAL, nc2_norm_means REAL, nc2_norm_weights REAL,"
      "  nc2_angle_means REAL, nc2_angle_weights REAL, nc2_etf_means REAL, nc2_etf_weights REAL, nc3 REAL,"
      "  nc3_gram REAL, nc3_cosine REAL, nc3_bias REAL, nc4 REAL, nc0 REAL, gnc2 REAL, minority_cosine REAL,"
      "  ncc_accuracy REAL, flags INTEGER NOT NULL, crc INTEGER NOT NULL,"
      "  PRIMARY KEY (transfer, epoch, split, layer),"
      "  FOREIGN KEY (transfer, epoch) REFERENCES transfer_epoch ON DELETE CASCADE"
      ") STRICT, WITHOUT ROWID;";

static const char *const versions[] = { version_1, version_2, version_3, version_4 };

/* Their whole structure is checked when a study is opened: they are small. A blob is checked when it is read.
 */
static const struct {
  const char *name;
  guint since; /* version */
} small_tables[] = {
  { "run", 1 },
  { "stretch", 1 },
  { "epoch", 1 },
  { "metric", 1 },
  { "transfer", 1 },
  { "setting", 1 },
  { "tally", 1 },
  { "change", STUDY_SCHEMA_CHANGES },
  { "transfer_epoch", STUDY_SCHEMA_TRANSFER_EPOCHS },
  { "transfer_metric", STUDY_SCHEMA_TRANSFER_EPOCHS },
};

/* Of a database file's header (https://sqlite.org/fileformat.html, section 1.3). */
#define HEADER_SIZE 100
#define MAGIC "SQLite format 3"
#define VERSION_PLACE 60
#define IDENTITY_PLACE 68

/* Runs the versions after `from`, up to `to`. */
static gboolean
apply (sqlite3 *db, guint from, guint to, GError **error)
{
  for (guint v = from; v < to; v++) {
    g_autofree char *note = g_strdup_printf ("PRAGMA user_version = %u", v + 1);
    if (!study_sql_run (db, versions[v], error) || !study_sql_run (db, note, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
in_transaction (sqlite3 *db, guint from, GError **error)
{
  g_autofree char *identity
      = g_strdup_printf ("PRAGMA page_size = %d; PRAGMA application_id = %d", PAGE_SIZE, APPLICATION_ID);
  if (!study_sql_run (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (study_sql_run (db, identity, error) && apply (db, from, G_N_ELEMENTS (versions), error)
      && study_sql_run (db, "COMMIT", error))
    return TRUE;
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

gboolean
study_schema_create (sqlite3 *db, GError **error)
{
  return in_transaction (db, 0, error);
}

gboolean
study_schema_migrate (sqlite3 *db, GError **error)
{
  gint64 version;
  if (!study_sql_integer (db, "PRAGMA user_version", &version, error))
    return FALSE;
  return version == G_N_ELEMENTS (versions) || in_transaction (db, (guint)version, error);
}

/* Everything that the schema says, as one text. */
static char *
describe (sqlite3 *db, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", error);
  if (statement == NULL)
    return NULL;
  while (study_sql_next (statement, &local))
    for (int column = 0; column < 4; column++)
      g_string_append_printf (text, "%s\n", study_sql_text (statement, column));
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_strdup (text->str);
}

/* The schema is what this program's own of the same version would be: no trigger, view or column else. */
static gboolean
check_schema (sqlite3 *db, guint version, GError **error)
{
  g_autoptr (sqlite3) model = study_sql_open (":memory:", SQLITE_OPEN_READWRITE, error);
  if (model == NULL || !apply (model, 0, version, error))
    return FALSE;
  g_autofree char *there = describe (db, error);
  if (there == NULL)
    return FALSE;
  g_autofree char *wanted = describe (model, error);
  if (wanted == NULL)
    return FALSE;
  if (g_str_equal (there, wanted))
    return TRUE;
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED,
               _ ("%s: the file is damaged (its tables are not those of a study of version %u)"),
               sqlite3_db_filename (db, "main"), version);
  return FALSE;
}

static gboolean
check_identity (const char *path, gint64 identity, int version, GError **error)
{
  if (identity != APPLICATION_ID) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_FOREIGN, _ ("%s: it is no study of Collapsar"), path);
    return FALSE;
  }
  if (version > (int)G_N_ELEMENTS (versions)) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NEWER,
                 _ ("%s: the study is of version %d, written by a newer Collapsar; this one knows versions up"
                    " to %u"),
                 path, version, (guint)G_N_ELEMENTS (versions));
    return FALSE;
  }
  if (version < 1) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED, _ ("%s: the file is damaged (it has no version)"),
                 path);
    return FALSE;
  }
  return TRUE;
}

gboolean
study_schema_check_header (sqlite3 *db, GError **error)
{
  guint8 header[HEADER_SIZE] = { 0 };
  guint32 identity, version;
  sqlite3_file *file = NULL;
  sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  int code = file->pMethods->xRead (file, header, HEADER_SIZE, 0);
  memcpy (&identity, header + IDENTITY_PLACE, sizeof identity);
  memcpy (&version, header + VERSION_PLACE, sizeof version);
  gboolean foreign = code != SQLITE_OK || memcmp (header, MAGIC, sizeof MAGIC) != 0;
  return check_identity (sqlite3_db_filename (db, "main"), foreign ? 0 : GUINT32_FROM_BE (identity),
                         (int)GUINT32_FROM_BE (version), error);
}

/* Trees that share pages with others are told by no check of one table. */
static gboolean
check_roots (sqlite3 *db, GError **error)
{
  gint64 apart;
  if (!study_sql_integer (db, "SELECT count (DISTINCT rootpage) = count (*) FROM sqlite_schema", &apart,
                          error))
    return FALSE;
  if (apart)
    return TRUE;
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED, _ ("%s: the file is damaged (tables overlap)"),
               sqlite3_db_filename (db, "main"));
  return FALSE;
}

/* The highest number that a run was given. */
static gboolean
check_sequence (sqlite3 *db, GError **error)
{
  gint64 sound;
  if (!study_sql_integer (
          db,
          "SELECT (SELECT coalesce (max (id), 0) FROM run) <= coalesce (max (seq), 0)"
          " AND coalesce (max (seq), 0) < 1 << 53"
          " AND count (*) <= 1 AND total (typeof (seq) <> 'integer') = 0 FROM sqlite_sequence",
          &sound, error))
    return FALSE;
  if (sound)
    return TRUE;
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED,
               _ ("%s: the file is damaged (the count of its runs is lost)"),
               sqlite3_db_filename (db, "main"));
  return FALSE;
}

static gboolean
check_table (sqlite3 *db, const char *table, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA integrity_check ('%s')", table);
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (db, sql, error);
  if (statement == NULL || !study_sql_next (statement, error))
    return FALSE;
  if (g_str_equal (study_sql_text (statement, 0), "ok"))
    return TRUE;
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED, _ ("%s: the file is damaged (%s)"),
               sqlite3_db_filename (db, "main"), study_sql_text (statement, 0));
  return FALSE;
}

static gboolean
check_all (sqlite3 *db, GError **error)
{
  gint64 identity, version;
  if (!study_sql_integer (db, "PRAGMA application_id", &identity, error)
      || !study_sql_integer (db, "PRAGMA user_version", &version, error)
      || !check_identity (sqlite3_db_filename (db, "main"), identity, (int)version, error)
      || !check_schema (db, (guint)version, error) || !check_roots (db, error))
    return FALSE;
  for (gsize t = 0; t < G_N_ELEMENTS (small_tables); t++)
    if (small_tables[t].since <= version && !check_table (db, small_tables[t].name, error))
      return FALSE;
  return check_sequence (db, error) && study_tally_check (db, (guint)version, error);
}

gboolean
study_schema_check (sqlite3 *db, GError **error)
{
  if (!study_sql_run (db, "BEGIN", error))
    return FALSE;
  gboolean well = check_all (db, error);
  sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return well;
}
