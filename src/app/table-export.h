/* Tables as files: asked for, and written as CSV or LaTeX. */
#pragma once

#include "app/file-chooser.h"
#include "study/table.h"

G_BEGIN_DECLS

/* Asks for a file that ends in suffix ("csv" or "tex"); parent is the user data. */
void
collapsar_table_choose_file (GtkWidget *parent, const char *name, const char *suffix, CollapsarFileFunc func);
/* Writes the table: as LaTeX in the columns shown where the name ends so, else as CSV in all. The widget's
 * signal "message" (string) tells the end. */
void collapsar_table_write (GtkWidget *widget, const StudyTable *table, GFile *file);

G_END_DECLS
