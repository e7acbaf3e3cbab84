/* The studies that were open last, as the desktop remembers them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_STUDY_MIME_TYPE "application/x-collapsar-study"

typedef struct {
  char *path, *name; /* name: without folder and ending */
  GDateTime *when;
} CollapsarRecent;

/* Those that are still there, the last first: at most so many CollapsarRecent; free with g_ptr_array_unref.
 */
GPtrArray *collapsar_recent_studies (guint limit);

G_END_DECLS
