/* The cells of a table. How they are written is in table-text.c. */
#include "study/table.h"

#include <math.h>

typedef struct {
  char *key, *title;
  StudyColumnKind kind;
  StudyColumnUse use;
} Column;

typedef struct {
  char *text; /* NULL of a number */
  double number;
} Cell;

struct _StudyTable {
  GArray *columns; /* of Column */
  GArray *cells;   /* of Cell, row by row */
};

static void
column_clear (gpointer data)
{
  Column *column = data;
  g_free (column->key);
  g_free (column->title);
}

static void
cell_clear (gpointer data)
{
  g_free (((Cell *)data)->text);
}

StudyTable *
study_table_new (void)
{
  StudyTable *table = g_new (StudyTable, 1);
  table->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  table->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  g_array_set_clear_func (table->columns, column_clear);
  g_array_set_clear_func (table->cells, cell_clear);
  return table;
}

void
study_table_free (StudyTable *table)
{
  g_array_unref (table->columns);
  g_array_unref (table->cells);
  g_free (table);
}

void
study_table_add_column (
    StudyTable *table, const char *key, const char *title, StudyColumnKind kind, StudyColumnUse use)
{
  Column column = { g_strdup (key), g_strdup (title), kind, use };
  g_return_if_fail (table->cells->len == 0);
  g_array_append_val (table->columns, column);
}

static const Column *
get_column (const StudyTable *table, guint column)
{
  return &g_array_index (table->columns, Column, column);
}

static const Cell *
get_cell (const StudyTable *table, guint row, guint column)
{
  return &g_array_index (table->cells, Cell, row * table->columns->len + column);
}

/* Whether the next cell is to be a number. */
static gboolean
next_is_number (const StudyTable *table)
{
  guint column = table->cells->len % table->columns->len;
  return get_column (table, column)->kind == STUDY_COLUMN_NUMBER;
}

void
study_table_add_text (StudyTable *table, const char *text)
{
  Cell cell = { g_utf8_make_valid (text, -1), NAN };
  g_return_if_fail (!next_is_number (table));
  g_array_append_val (table->cells, cell);
}

void
study_table_add_number (StudyTable *table, double value)
{
  Cell cell = { NULL, value };
  g_return_if_fail (next_is_number (table));
  g_array_append_val (table->cells, cell);
}

guint
study_table_n_columns (const StudyTable *table)
{
  return table->columns->len;
}

guint
study_table_n_rows (const StudyTable *table)
{
  return table->cells->len / MAX (table->columns->len, 1);
}

const char *
study_table_column_key (const StudyTable *table, guint column)
{
  return get_column (table, column)->key;
}

const char *
study_table_column_title (const StudyTable *table, guint column)
{
  return get_column (table, column)->title;
}

StudyColumnKind
study_table_column_kind (const StudyTable *table, guint column)
{
  return get_column (table, column)->kind;
}

StudyColumnUse
study_table_column_use (const StudyTable *table, guint column)
{
  return get_column (table, column)->use;
}

static gboolean
are_alike (const Cell *a, const Cell *b)
{
  return g_strcmp0 (a->text, b->text) == 0
         && (a->number == b->number || (isnan (a->number) && isnan (b->number)));
}

gboolean
study_table_column_is_shown (const StudyTable *table, guint column)
{
  StudyColumnUse use = get_column (table, column)->use;
  if (use != STUDY_COLUMN_VARYING)
    return use == STUDY_COLUMN_SHOWN;
  for (guint row = 1; row < study_table_n_rows (table); row++)
    if (!are_alike (get_cell (table, row, column), get_cell (table, 0, column)))
      return TRUE;
  return FALSE;
}

void
study_table_show_column (StudyTable *table, guint column, gboolean shown)
{
  g_array_index (table->columns, Column, column).use = shown ? STUDY_COLUMN_SHOWN : STUDY_COLUMN_FULL;
}

const char *
study_table_text (const StudyTable *table, guint row, guint column)
{
  return get_cell (table, row, column)->text;
}

double
study_table_number (const StudyTable *table, guint row, guint column)
{
  return get_cell (table, row, column)->number;
}
