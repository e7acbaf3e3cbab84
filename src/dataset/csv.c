/* Tables of numbers with a label in each line (CSV), as the UCI repository has them: a file, which is split,
 * or a folder with one table, or with one whose name says train (or ends in .tra) and one whose name says
 * test (.tes).
 *
 * The fields are separated by tabs, semicolons or commas: the first of these that the first line has. A field
 * may stand in double quotes, a quote in it doubled (RFC 4180); line breaks within quotes are not read. Empty
 * lines are passed over. The first line is a header when more than half of its fields are no numbers (nor
 * missing), one of them in a column that has only numbers below: a slip in a line of values is told, not
 * taken for a header.
 *
 * The label is in the column that the header calls label, class or target; else in the only column without a
 * number; else in the first column when that holds whole numbers only and the last does not; else in the
 * last. All other fields have to be finite numbers with a decimal point; a missing one ("", "?", "NA", "NaN")
 * is an error, not a guess. */
#include "dataset/labels.h"
#include "dataset/reader.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* which Excel puts before UTF-8 */
#define MAXIMUM_COLUMNS 65536u
#define MAXIMUM_FIELDS (1u << 27)

/* One file. fields are lines x columns texts within `text`, which was cut up for them. */
typedef struct {
  char *text;
  const char *path;
  guint columns, label;
  GPtrArray *header; /* NULL: none */
  GPtrArray *fields;
  GArray *lines; /* guint: the line number of each row */
} Table;

static void
table_clear (Table *table)
{
  g_free (table->text);
  g_clear_pointer (&table->header, g_ptr_array_unref);
  g_clear_pointer (&table->fields, g_ptr_array_unref);
  g_clear_pointer (&table->lines, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static const char *
field (const Table *table, guint row, guint column)
{
  return table->fields->pdata[(gsize)row * table->columns + column];
}

/* A finite float, written in C's locale and nothing else. */
static gboolean
parse_number (const char *text, double *value)
{
  char *end;

  if (*text == '\0')
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && fabs (*value) <= (double)FLT_MAX;
}

static gboolean
is_number (const char *text)
{
  double value;

  return parse_number (text, &value);
}

static gboolean
is_missing (const char *text)
{
  static const char *const missing[] = { "", "?", "NA", "NaN", "nan", NULL };

  return g_strv_contains (missing, text);
}

static gboolean
is_text (const char *text)
{
  return !is_number (text);
}

static gboolean
is_whole (const char *text)
{
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, NULL, NULL);
}

/* Takes the quotes off the field that starts at `start`, in place; the place after it, or NULL when what
 * follows the closing quote is no separator, or there is none. */
static char *
unquote (char *start, char separator)
{
  char *from = start + 1, *to = start;

  for (; *from != '\0'; from++) {
    if (*from != '"')
      *to++ = *from;
    else if (from[1] == '"')
      *to++ = *from++;
    else
      break;
  }
  if (*from != '"' || (from[1] != separator && from[1] != '\0'))
    return NULL;
  *to = '\0';
  return from + 1;
}

/* Cuts a line in fields; their number, or 0 when a quote is wrong. */
static guint
split_line (char *line, char separator, GPtrArray *fields)
{
  for (guint count = 1;; count++) {
    char *end = *line == '"' ? unquote (line, separator) : line + strcspn (line, (char[]){ separator, '\0' });
    gboolean last;

    if (end == NULL)
      return 0;
    last = *end == '\0';
    *end = '\0';
    /* In place before the end of an unquoted field, or already ended by unquote. */
    g_ptr_array_add (fields, g_strstrip (line));
    if (last)
      return count;
    line = end + 1;
  }
}

static char
find_separator (const char *line)
{
  static const char separators[] = "\t;,";

  for (const char *separator = separators; *separator != '\0'; separator++)
    if (strchr (line, *separator) != NULL)
      return *separator;
  return ',';
}

/* Takes in line `number`; *separator is 0 before the first. */
static gboolean
add_line (Table *table, char *line, guint number, char *separator, GError **error)
{
  guint count;

  if (*separator == '\0')
    *separator = find_separator (line);
  count = split_line (line, *separator, table->fields);
  if (table->columns == 0)
    table->columns = count;
  if (count == 0 || count != table->columns || count < 2 || count > MAXIMUM_COLUMNS) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 count == 0
                     ? _ ("%s: line %u: a quote is not closed, or not followed by a separator")
                     : _ ("%s: line %u: has %u fields; every line needs as many as the first, 2 to 65,536"),
                 table->path, number, count);
    return FALSE;
  }
  if (table->fields->len > MAXIMUM_FIELDS) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: line %u: more than %u fields"),
                 table->path, number, MAXIMUM_FIELDS);
    return FALSE;
  }
  g_array_append_val (table->lines, number);
  return TRUE;
}

static gboolean
column_is (const Table *table, guint column, guint first_row, gboolean (*is) (const char *text))
{
  for (guint row = first_row; row < table->lines->len; row++)
    if (!is (field (table, row, column)))
      return FALSE;
  return TRUE;
}

/* Takes the first row away when it is a header. */
static void
take_header (Table *table)
{
  gboolean above_numbers = FALSE;
  guint n_texts = 0;

  for (guint column = 0; column < table->columns && table->lines->len > 1; column++) {
    const char *text = field (table, 0, column);

    if (is_number (text) || is_missing (text))
      continue;
    n_texts++;
    above_numbers = above_numbers || column_is (table, column, 1, is_number);
  }
  if (!above_numbers || 2 * n_texts <= table->columns)
    return;
  table->header = g_ptr_array_new ();
  for (guint column = 0; column < table->columns; column++)
    g_ptr_array_add (table->header, table->fields->pdata[column]);
  g_ptr_array_remove_range (table->fields, 0, table->columns);
  g_array_remove_index (table->lines, 0);
}

/* As the head of the file says. */
static guint
find_label (const Table *table)
{
  static const char *const names[] = { "label", "class", "target" };
  const guint last = table->columns - 1;
  guint n_texts = 0, text = 0;

  for (guint n = 0; table->header != NULL && n < G_N_ELEMENTS (names); n++)
    for (guint column = 0; column < table->columns; column++)
      if (g_ascii_strcasecmp (table->header->pdata[column], names[n]) == 0)
        return column;
  for (guint column = 0; column < table->columns; column++)
    if (column_is (table, column, 0, is_text)) {
      n_texts++;
      text = column;
    }
  if (n_texts == 1)
    return text;
  return column_is (table, 0, 0, is_whole) && !column_is (table, last, 0, is_whole) ? 0 : last;
}

static gboolean
read_table (Table *table, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = dataset_reader_contents (path, error);
  gsize length;
  const char *data;
  char separator = '\0', *line, *next;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  table->path = path;
  table->fields = g_ptr_array_new ();
  table->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  if (length == 0 || !g_utf8_validate (data, (gssize)length, NULL)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: is empty or no text in UTF-8"), path);
    return FALSE;
  }
  table->text = g_strndup (data, length);
  line = table->text + (g_str_has_prefix (table->text, BYTE_ORDER_MARK) ? strlen (BYTE_ORDER_MARK) : 0);
  for (guint number = 1; line != NULL; line = next, number++) {
    next = strchr (line, '\n');
    if (next != NULL)
      *next++ = '\0';
    if (g_str_has_suffix (line, "\r"))
      line[strlen (line) - 1] = '\0';
    if (*line != '\0' && !add_line (table, line, number, &separator, error))
      return FALSE;
  }
  take_header (table);
  if (table->lines->len == 0) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: has no line with values"), path);
    return FALSE;
  }
  table->label = find_label (table);
  return TRUE;
}

/* All columns but the label's; NULL data on error. */
static NumericMatrix32
read_samples (const Table *table, GError **error)
{
  const guint n = table->lines->len, dimension = table->columns - 1;
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc ((gsize)n * dimension), n, dimension);

  for (guint row = 0; row < n; row++)
    for (guint column = 0; column < table->columns; column++) {
      const char *text = field (table, row, column);
      double value = 0;

      if (column == table->label)
        continue;
      if (!parse_number (text, &value)) {
        g_set_error (
            error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
            _ ("%s: line %u: field %u is “%s”, which is no finite number, and the labels are in field %u"),
            table->path, g_array_index (table->lines, guint, row), column + 1, text, table->label + 1);
        g_clear_pointer (&samples.data, g_aligned_free);
        return samples;
      }
      numeric_matrix32_row (samples, row)[column - (column > table->label)] = (float)value;
    }
  return samples;
}

static GPtrArray *
read_labels (const Table *table, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint row = 0; row < table->lines->len; row++) {
    const char *text = field (table, row, table->label);

    if (is_missing (text)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL, _ ("%s: line %u: has no label in field %u"),
                   table->path, g_array_index (table->lines, guint, row), table->label + 1);
      return NULL;
    }
    g_ptr_array_add (texts, (gpointer)text);
  }
  return g_steal_pointer (&texts);
}

/* *names are the classes, found here when NULL. */
static Dataset *
make_part (const Table *table, const char *title, const char *name, GPtrArray **names, GError **error)
{
  g_autoptr (GPtrArray) texts = read_labels (table, error);
  NumericMatrix32 samples;
  guint32 *labels;

  if (texts == NULL)
    return NULL;
  if (*names == NULL)
    *names = dataset_labels_names (texts);
  labels = dataset_labels_number (texts, *names, title, error);
  if (labels == NULL)
    return NULL;
  samples = read_samples (table, error);
  if (samples.data == NULL) {
    g_free (labels);
    return NULL;
  }
  return dataset_new (name, title, (DatasetShape){ 1, 1, table->columns - 1 }, samples, labels,
                      (*names)->len - 1, (const char *const *)(*names)->pdata, error);
}

/* Whether a file's name is a table's, and of which part. */
typedef enum { NO_TABLE, TABLE_ALL, TABLE_TRAIN, TABLE_TEST } Role;

static Role
role_of (const char *file_name)
{
  static const struct {
    const char *suffix;
    Role role;
  } suffixes[] = { { ".csv", TABLE_ALL },
                   { ".tsv", TABLE_ALL },
                   { ".data", TABLE_ALL },
                   { ".tra", TABLE_TRAIN },
                   { ".tes", TABLE_TEST } };
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix)) {
      if (suffixes[i].role != TABLE_ALL)
        return suffixes[i].role;
      return strstr (lower, "train") != NULL ? TABLE_TRAIN
                                             : (strstr (lower, "test") != NULL ? TABLE_TEST : TABLE_ALL);
    }
  return NO_TABLE;
}

/* The files of a path: one that is split, or two. */
typedef struct {
  char *of[TABLE_TEST + 1];
} Files;

static void
files_clear (Files *files)
{
  for (Role role = TABLE_ALL; role <= TABLE_TEST; role++)
    g_free (files->of[role]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

static gboolean
find_files (Files *files, const char *path, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *file_name;

  if (dir == NULL)
    files->of[TABLE_ALL] = g_strdup (path);
  while (dir != NULL && (file_name = g_dir_read_name (dir)) != NULL) {
    const Role role = role_of (file_name);

    if (role == NO_TABLE)
      continue;
    if (files->of[role] != NULL) {
      g_set_error (
          error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
          _ ("%s: %s is one table too many; name the file, or leave one table, or one that says train "
             "and one that says test"),
          path, file_name);
      return FALSE;
    }
    files->of[role] = g_build_filename (path, file_name, NULL);
  }
  if ((files->of[TABLE_ALL] != NULL) != (files->of[TABLE_TRAIN] != NULL)
      && (files->of[TABLE_TRAIN] != NULL) == (files->of[TABLE_TEST] != NULL))
    return TRUE;
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
               _ ("%s: holds neither one table nor one that says train and one that says test"), path);
  return FALSE;
}

static gboolean
check (const char *path, GError **error)
{
  g_auto (Files) files = { { NULL } };

  return find_files (&files, path, error);
}

static gboolean
claims (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *file_name;

  while (dir != NULL && (file_name = g_dir_read_name (dir)) != NULL)
    if (role_of (file_name) != NO_TABLE)
      return TRUE;
  return dir == NULL && role_of (path) != NO_TABLE;
}

static gboolean
load (
    const char *path, const DatasetDescription *description, Dataset **train, Dataset **test, GError **error)
{
  g_auto (Files) files = { { NULL } };
  g_auto (Table) first = { NULL };
  g_auto (Table) second = { NULL };
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *train_title = dataset_reader_title (description, FALSE);
  g_autofree char *test_title = dataset_reader_title (description, TRUE);

  if (!find_files (&files, path, error))
    return FALSE;
  if (files.of[TABLE_ALL] != NULL) {
    g_autoptr (Dataset) all = NULL;

    if (!read_table (&first, files.of[TABLE_ALL], error))
      return FALSE;
    all = make_part (&first, description->title, description->name, &names, error);
    return all != NULL && dataset_reader_split (all, description, train, test, error);
  }
  if (!read_table (&first, files.of[TABLE_TRAIN], error)
      || !read_table (&second, files.of[TABLE_TEST], error))
    return FALSE;
  if (first.columns != second.columns) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s has %u columns, but %s has %u"),
                 first.path, first.columns, second.path, second.columns);
    return FALSE;
  }
  second.label = first.label;
  *train = make_part (&first, train_title, description->name, &names, error);
  if (*train != NULL)
    *test = make_part (&second, test_title, description->name, &names, error);
  return *train != NULL && *test != NULL;
}

const DatasetReader dataset_reader_csv = { claims, check, load };
