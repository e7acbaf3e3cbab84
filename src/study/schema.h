/* The tables of a study file and their versions. Internal to the folder. */
#pragma once

#include "study/sql.h"

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
