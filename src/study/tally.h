/* How much there is of everything: kept beside the rows, written with them, so that rows which got lost are
 * noticed when a study is opened. Internal to the folder. */
#pragma once

#include "study/sql.h"

/* Counts anew what there is of a run in a table; run is 0 for the tables that are no run's: run, setting and
 * transfer_epoch.
 * After every change, in its transaction. */
gboolean study_tally (sqlite3 *db, const char *table, gint64 run, GError **error);
/* The same when one row was added, whose key (epoch) was not there. */
gboolean study_tally_add (sqlite3 *db, const char *table, gint64 run, gint64 key, GError **error);
/* Of a run that is gone. */
gboolean study_tally_remove (sqlite3 *db, gint64 run, GError **error);
/* STUDY_ERROR_DAMAGED where something is missing, or more than was written. Reads keys alone. version: of the
 * schema, which says what tables there are. */
gboolean study_tally_check (sqlite3 *db, guint version, GError **error);
