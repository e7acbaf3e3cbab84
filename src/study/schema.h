/* The tables of a study file and their versions. Internal to the folder. */
#pragma once

#include "study/sql.h"

/* The first version with the table `change`. */
#define STUDY_SCHEMA_CHANGES 2
/* The first version with the epochs of fine-tunings. */
#define STUDY_SCHEMA_TRANSFER_EPOCHS 4
/* What that table would have of an older study: run, epoch, name, old_value, new_value. The epoch of a jump
 * of the learning rate is that of the last record before it. */
#define STUDY_SCHEMA_NUMBER(x)                                                                               \
  "iif (CAST (printf ('%.15g', " x ") AS REAL) = " x ", printf ('%.15g', " x "), printf ('%!.17g', " x "))"
#define STUDY_SCHEMA_JUMPS                                                                                   \
  "SELECT run, CAST (last AS REAL) AS epoch, 'optimiser.learning-rate' AS name,"                             \
  " " STUDY_SCHEMA_NUMBER ("before") " AS old_value, " STUDY_SCHEMA_NUMBER (                                 \
      "after") " AS new_value"                                                                               \
               " FROM (SELECT run, base_learning_rate AS after, lag (epoch) OVER rising AS last,"            \
               " lag (base_learning_rate) OVER rising AS before FROM epoch"                                  \
               " WINDOW rising AS (PARTITION BY run ORDER BY epoch)) WHERE after <> before"

/* Makes an empty database a study of the newest version. */
gboolean study_schema_create (sqlite3 *db, GError **error);
/* FALSE, with what is wrong, when it is no study, or one of a newer version, by the file's first bytes alone:
 * SQLite itself may write to a file that it only reads (what a program that was killed left beside it). */
gboolean study_schema_check_header (sqlite3 *db, GError **error);
/* FALSE, with what is wrong, when it is no study, one of a newer version, or not as this version's are: what
 * a moment's readers see. */
gboolean study_schema_check (sqlite3 *db, GError **error);
/* Brings a study that was checked to the newest version, in one transaction. */
gboolean study_schema_migrate (sqlite3 *db, GError **error);
