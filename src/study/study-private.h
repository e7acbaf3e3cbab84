/* What the files of a study share. */
#pragma once

#include "study/sql.h"
#include "study/study.h"

struct _Study {
  sqlite3 *db;
  char *path;
  int lock;         /* file descriptor; -1 when it only reads */
  gboolean durable; /* see study_set_durable */
  gint64 version;   /* of its tables: an older one's where it only reads */
};

/* A change of several statements is whole or none, in a transaction or by itself: between them stand the
 * statements, and study_leave, told whether all went well, says whether all did. */
gboolean study_enter (Study *study, GError **error);
gboolean study_leave (Study *study, gboolean well, GError **error);

/* The run of an id. */
StudyRun *study_find_run_by_id (Study *study, gint64 id, GError **error);

/* Whether the present row's last column, crc (the others) IS crc, is true; sets STUDY_ERROR_DAMAGED else. */
gboolean study_row_is_intact (sqlite3_stmt *statement, const char *table, GError **error);

/* Takes away what one of the tables epoch and snapshot has of an epoch. What is inserted then is so without
 * the journal that SQLite keeps, in a file of its own, for a statement that replaces. */
gboolean study_remove_epoch (Study *study, const char *table, gint64 run, guint epoch, GError **error);
/* The epochs of a run in one of the tables snapshot and checkpoint. */
GArray *study_epochs_of (Study *study, const char *table, gint64 run, GError **error);

/* Where the records of something are, and by which column they are its. */
typedef struct {
  const char *epoch, *metric, *owner;
} StudyEpochTables;
extern const StudyEpochTables study_run_epochs, study_transfer_epochs;
/* Of an epoch that is not there, in a change of the caller's. */
gboolean study_insert_record (
    Study *study, const StudyEpochTables *tables, gint64 id, const TrainingRecord *record, GError **error);
/* Of TrainingRecord, rising in epoch, as they are at one moment. */
GPtrArray *study_read_records (Study *study, const StudyEpochTables *tables, gint64 id, GError **error);

/* The columns of tables but run, which comes before them, and crc, in the order in which they are summed. */
#define STUDY_EPOCH_COLUMNS                                                                                  \
  "epoch, learning_rate, base_learning_rate, weight_decay, seconds, measure_seconds, has_head"
#define STUDY_CHECKPOINT_COLUMNS "epoch, kept, base_learning_rate, seconds, probe_square, random"
#define STUDY_CHECKPOINT_STATES "network, optimiser, probe, probe_optimiser"
/* Free with g_free. */
char *study_metric_columns (void);
