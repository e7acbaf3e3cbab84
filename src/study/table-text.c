/* A table as text of several kinds. */
#include "study/table.h"

#include "training/record.h"

#include <math.h>
#include <string.h>

/* Digits that are enough for every double. */
#define MOST_DIGITS 17
/* For people. */
#define DIGITS 4
/* Between columns of aligned text. */
#define GAP 2

/* The shortest that is read again as the same. Negative zero is zero, as in the file. */
static void
append_number (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE], format[8];
  for (int digits = MOST_DIGITS - 2; digits <= MOST_DIGITS; digits++) {
    g_snprintf (format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd (number, sizeof number, format, value + 0.0);
    if (g_ascii_strtod (number, NULL) == value)
      break;
  }
  g_string_append (text, number);
}

/* CSV */

static void
append_csv_text (GString *csv, const char *text)
{
  gboolean quoted = strpbrk (text, ",\"\r\n") != NULL;
  if (quoted)
    g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '"')
      g_string_append_c (csv, '"');
    g_string_append_c (csv, *c);
  }
  if (quoted)
    g_string_append_c (csv, '"');
}

char *
study_table_to_csv (const StudyTable *table)
{
  GString *csv = g_string_new (NULL);
  guint n = study_table_n_columns (table);
  for (guint column = 0; column < n; column++) {
    append_csv_text (csv, study_table_column_key (table, column));
    g_string_append (csv, column + 1 < n ? "," : "\r\n");
  }
  for (guint row = 0; row < study_table_n_rows (table); row++)
    for (guint column = 0; column < n; column++) {
      const char *text = study_table_text (table, row, column);
      double number = study_table_number (table, row, column);
      if (text != NULL)
        append_csv_text (csv, text);
      else if (isfinite (number))
        append_number (csv, number);
      g_string_append (csv, column + 1 < n ? "," : "\r\n");
    }
  return g_string_free (csv, FALSE);
}

/* JSON */

static void
append_json_cell (GString *json, const StudyTable *table, guint row, guint column)
{
  const char *text = study_table_text (table, row, column);
  double number = study_table_number (table, row, column);
  if (text == NULL && isfinite (number))
    append_number (json, number);
  else if (text == NULL)
    g_string_append (json, "null");
  else if (study_table_column_kind (table, column) == STUDY_COLUMN_BOOLEAN)
    g_string_append (json, text);
  else
    training_append_json_string (json, text);
}

char *
study_table_to_json (const StudyTable *table)
{
  GString *json = g_string_new (NULL);
  guint n = study_table_n_columns (table);
  for (guint row = 0; row < study_table_n_rows (table); row++)
    for (guint column = 0; column < n; column++) {
      g_string_append (json, column == 0 ? "{" : ", ");
      training_append_json_string (json, study_table_column_key (table, column));
      g_string_append (json, ": ");
      append_json_cell (json, table, row, column);
      g_string_append (json, column + 1 < n ? "" : "}\n");
    }
  return g_string_free (json, FALSE);
}

/* "two\nlines" in one. */
static char *
in_one_line (const char *text)
{
  return g_strdelimit (g_strdup (text), "\n\r\t\v\f", ' ');
}

/* For people: of a cell of a column of texts what it says in one line, of a number a few digits, "" where it
 * is undefined. */
static char *
describe_cell (const StudyTable *table, guint row, guint column)
{
  const char *text = study_table_text (table, row, column);
  double number = study_table_number (table, row, column);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  if (text != NULL)
    return in_one_line (text);
  if (!isfinite (number))
    return g_strdup ("");
  /* Whole numbers as they are: a seed has more than four digits. */
  if (number == rint (number) && fabs (number) < 1e15)
    return g_strdup_printf ("%.0f", number + 0.0);
  g_ascii_formatd (digits, sizeof digits, "%." G_STRINGIFY (DIGITS) "g", number);
  return g_strdup (digits);
}

static GArray *
shown_columns (const StudyTable *table)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint column = 0; column < study_table_n_columns (table); column++)
    if (study_table_column_is_shown (table, column))
      g_array_append_val (columns, column);
  return columns;
}

/* Tabs */

char *
study_table_to_tsv (const StudyTable *table)
{
  GString *tsv = g_string_new (NULL);
  g_autoptr (GArray) columns = shown_columns (table);
  for (guint i = 0; i < columns->len; i++) {
    const char *title = study_table_column_title (table, g_array_index (columns, guint, i));
    g_string_append_printf (tsv, "%s%c", title, i + 1 < columns->len ? '\t' : '\n');
  }
  for (guint row = 0; row < study_table_n_rows (table); row++)
    for (guint i = 0; i < columns->len; i++) {
      guint column = g_array_index (columns, guint, i);
      const char *text = study_table_text (table, row, column);
      g_autofree char *line = text == NULL ? NULL : in_one_line (text);
      double number = study_table_number (table, row, column);
      if (line != NULL)
        g_string_append (tsv, line);
      else if (isfinite (number))
        append_number (tsv, number);
      g_string_append_c (tsv, i + 1 < columns->len ? '\t' : '\n');
    }
  return g_string_free (tsv, FALSE);
}

/* LaTeX */

/* What TeX would take for a command, for an argument of the line end before it, or for another sign. */
static const struct {
  char sign;
  const char *written;
} escapes[] = {
  { '\\', "\\textbackslash{}" },
  { '{', "\\{" },
  { '}', "\\}" },
  { '$', "\\$" },
  { '&', "\\&" },
  { '#', "\\#" },
  { '_', "\\_" },
  { '%', "\\%" },
  { '~', "\\textasciitilde{}" },
  { '^', "\\textasciicircum{}" },
  { '<', "\\textless{}" },
  { '>', "\\textgreater{}" },
  { '|', "\\textbar{}" },
  { '"', "\\textquotedbl{}" },
  { '`', "\\textasciigrave{}" },
  { '[', "{[}" },
  { ']', "{]}" },
  { '*', "{*}" },
  { '-', "-{}" }, /* two are no dash */
};

static void
append_latex_text (GString *latex, const char *text)
{
  for (const char *c = text; *c != '\0'; c++) {
    const char *written = NULL;
    for (gsize e = 0; e < G_N_ELEMENTS (escapes) && written == NULL; e++)
      if (escapes[e].sign == *c)
        written = escapes[e].written;
    if (written != NULL)
      g_string_append (latex, written);
    else if ((guchar)*c >= 0x20)
      g_string_append_c (latex, *c);
  }
}

/* "1.5e-05" is $1.5\times10^{-5}$. */
static void
append_latex_number (GString *latex, const char *number)
{
  const char *exponent = strchr (number, 'e');
  if (*number == '\0')
    g_string_append (latex, "--");
  else if (exponent == NULL)
    g_string_append_printf (latex, "$%s$", number);
  else
    g_string_append_printf (latex, "$%.*s\\times10^{%d}$", (int)(exponent - number), number,
                            atoi (exponent + 1));
}

static void
append_latex_row (GString *latex, const StudyTable *table, const GArray *columns, guint row)
{
  for (guint i = 0; i < columns->len; i++) {
    guint column = g_array_index (columns, guint, i);
    g_autofree char *cell = describe_cell (table, row, column);
    if (study_table_column_kind (table, column) == STUDY_COLUMN_NUMBER)
      append_latex_number (latex, cell);
    else
      append_latex_text (latex, cell);
    g_string_append (latex, i + 1 < columns->len ? " & " : " \\\\\n");
  }
}

char *
study_table_to_latex (const StudyTable *table)
{
  GString *latex = g_string_new ("% needs \\usepackage{booktabs} and \\usepackage[T1]{fontenc}\n"
                                 "\\begin{tabular}{@{}");
  g_autoptr (GArray) columns = shown_columns (table);
  for (guint i = 0; i < columns->len; i++) {
    StudyColumnKind kind = study_table_column_kind (table, g_array_index (columns, guint, i));
    g_string_append_c (latex, kind == STUDY_COLUMN_NUMBER ? 'r' : 'l');
  }
  g_string_append (latex, "@{}}\n\\toprule\n");
  for (guint i = 0; i < columns->len; i++) {
    append_latex_text (latex, study_table_column_title (table, g_array_index (columns, guint, i)));
    g_string_append (latex, i + 1 < columns->len ? " & " : " \\\\\n");
  }
  g_string_append (latex, "\\midrule\n");
  for (guint row = 0; row < study_table_n_rows (table); row++)
    append_latex_row (latex, table, columns, row);
  g_string_append (latex, "\\bottomrule\n\\end{tabular}\n");
  return g_string_free (latex, FALSE);
}

/* Aligned text */

/* Places in a terminal. */
static guint
text_width (const char *text)
{
  guint width = 0;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c)) {
    gunichar sign = g_utf8_get_char (c);
    width += g_unichar_iszerowidth (sign) ? 0 : g_unichar_iswide (sign) ? 2 : 1;
  }
  return width;
}

/* A column's title and cells as lines of one width; numbers to the right. */
static GPtrArray *
align_column (const StudyTable *table, guint column)
{
  gboolean right = study_table_column_kind (table, column) == STUDY_COLUMN_NUMBER;
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  guint width = 0;
  g_ptr_array_add (lines, g_strdup (study_table_column_title (table, column)));
  for (guint row = 0; row < study_table_n_rows (table); row++)
    g_ptr_array_add (lines, describe_cell (table, row, column));
  for (guint i = 0; i < lines->len; i++)
    width = MAX (width, text_width (lines->pdata[i]));
  for (guint i = 0; i < lines->len; i++) {
    g_autofree char *cell = lines->pdata[i];
    int fill = (int)(width - text_width (cell));
    lines->pdata[i]
        = right ? g_strdup_printf ("%*s%s", fill, "", cell) : g_strdup_printf ("%s%*s", cell, fill, "");
  }
  return lines;
}

char *
study_table_to_text (const StudyTable *table)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) columns = shown_columns (table);
  g_autoptr (GPtrArray) aligned = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < columns->len; i++)
    g_ptr_array_add (aligned, align_column (table, g_array_index (columns, guint, i)));
  for (guint line = 0; line <= study_table_n_rows (table); line++) {
    g_autoptr (GString) whole = g_string_new (NULL);
    for (guint i = 0; i < aligned->len; i++)
      g_string_append_printf (whole, "%*s%s", i > 0 ? GAP : 0, "",
                              (char *)g_ptr_array_index ((GPtrArray *)aligned->pdata[i], line));
    g_string_append_printf (text, "%s\n", g_strchomp (whole->str));
  }
  return g_string_free (text, FALSE);
}
