/* Plain data in rows and columns, as CSV, JSON, LaTeX or aligned text: what a study says of its runs. */
#pragma once

#include <glib.h>

typedef struct _StudyTable StudyTable;

typedef enum {
  STUDY_COLUMN_TEXT,
  STUDY_COLUMN_NUMBER,
  STUDY_COLUMN_BOOLEAN, /* texts "true" and "false" */
} StudyColumnKind;

/* Where a column is seen. CSV and JSON, which are for programs, have all of them. */
typedef enum {
  STUDY_COLUMN_SHOWN,
  STUDY_COLUMN_VARYING, /* to people, where its cells are not all alike */
  STUDY_COLUMN_FULL,    /* not to people */
} StudyColumnUse;

StudyTable *study_table_new (void);
void study_table_free (StudyTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyTable, study_table_free)

/* Before the first row. key: in CSV and JSON; title: for people. Both are copied. */
void study_table_add_column (
    StudyTable *table, const char *key, const char *title, StudyColumnKind kind, StudyColumnUse use);

/* The next cell of the last row, or the first of a new one when that is full. What is not of the column's
 * kind is a programmer's error. */
void study_table_add_text (StudyTable *table, const char *text);
/* NaN and infinity are undefined: an empty cell. */
void study_table_add_number (StudyTable *table, double value);

guint study_table_n_columns (const StudyTable *table);
guint study_table_n_rows (const StudyTable *table);
const char *study_table_column_key (const StudyTable *table, guint column);
const char *study_table_column_title (const StudyTable *table, guint column);
StudyColumnKind study_table_column_kind (const StudyTable *table, guint column);
StudyColumnUse study_table_column_use (const StudyTable *table, guint column);
/* Whether people see it. */
gboolean study_table_column_is_shown (const StudyTable *table, guint column);
/* Shows it to people or not, whatever it was meant for. */
void study_table_show_column (StudyTable *table, guint column, gboolean shown);
/* Of a number NULL. */
const char *study_table_text (const StudyTable *table, guint row, guint column);
/* Of a text NaN. */
double study_table_number (const StudyTable *table, guint row, guint column);

/* All of these are to be freed with g_free, and end in a newline. Numbers for programs are as short as they
 * can be and the same when they are read again; those for people have four digits. */

/* RFC 4180, with a heading of keys; an undefined number is an empty field. */
char *study_table_to_csv (const StudyTable *table);
/* What people see, below its titles, in columns parted by tabs, as spreadsheets take it from a clipboard; an
 * undefined number is an empty cell. */
char *study_table_to_tsv (const StudyTable *table);
/* One object a line; an undefined number is null. */
char *study_table_to_json (const StudyTable *table);
/* A tabular for the package booktabs. */
char *study_table_to_latex (const StudyTable *table);
/* Columns aligned for a terminal, below their titles. */
char *study_table_to_text (const StudyTable *table);
