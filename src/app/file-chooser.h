/* The one place that asks for files: GtkFileChooserNative goes away in later GTK. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  COLLAPSAR_FILE_OPEN,
  COLLAPSAR_FILE_SAVE,
  COLLAPSAR_FILE_FOLDER,
} CollapsarFileKind;

typedef struct {
  CollapsarFileKind kind;
  const char *title;
  const char *name;            /* suggested, or NULL */
  const char *const *patterns; /* pairs of title and pattern ("PDF", "*.pdf"), NULL-terminated, or NULL */
} CollapsarFileRequest;

/* file is NULL when the person cancelled. */
typedef void (*CollapsarFileFunc) (GFile *file, gpointer user_data);

/* Asks above parent's window; not called back when parent has gone meanwhile. */
void collapsar_file_choose (GtkWidget *parent,
                            const CollapsarFileRequest *request,
                            CollapsarFileFunc func,
                            gpointer user_data);

G_END_DECLS
