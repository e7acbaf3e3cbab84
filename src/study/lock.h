/* Who writes a study: an advisory lock on a file beside it, which ends with the program, however it ends.
 * Internal to the folder. */
#pragma once

#include <glib.h>

/* A file descriptor that holds the lock of the study at `path`; -1 with STUDY_ERROR_BUSY, which names who
 * holds it, or with STUDY_ERROR_FAILED. */
int study_lock_take (const char *path, GError **error);
void study_lock_release (const char *path, int lock);
