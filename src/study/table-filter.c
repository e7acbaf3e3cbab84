#include "study/table-filter.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

G_DEFINE_QUARK (study - filter - error - quark, study_filter_error)

typedef enum {
  SIGN_LESS,
  SIGN_AT_MOST,
  SIGN_MORE,
  SIGN_AT_LEAST,
  SIGN_EQUAL,
  SIGN_UNEQUAL,
} Sign;

static const struct {
  const char *text;
  Sign sign;
} signs[] = {
  { "<=", SIGN_AT_MOST }, { ">=", SIGN_AT_LEAST }, { "!=", SIGN_UNEQUAL }, { "==", SIGN_EQUAL },
  { "<", SIGN_LESS },     { ">", SIGN_MORE },      { "=", SIGN_EQUAL },    { "≤", SIGN_AT_MOST },
  { "≥", SIGN_AT_LEAST }, { "≠", SIGN_UNEQUAL },
};

#define ANY_COLUMN G_MAXUINT

typedef struct {
  guint column; /* ANY_COLUMN: a word that is somewhere in the row */
  Sign sign;
  double number;
  char *text; /* folded; NULL of a number */
} Condition;

struct _StudyFilter {
  GArray *conditions; /* of Condition */
};

/* Columns */

/* "Learning-Rate" and "learning_rate" are the same. */
static char *
fold (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  return g_strdelimit (g_steal_pointer (&folded), "-", '_');
}

/* How near a typed name is to a column's: the key itself, the title, the key without what goes without
 * saying, the key without its section; 0 for another column. */
static int
nearness (const StudyTable *table, guint column, const char *name)
{
  g_autofree char *key = fold (study_table_column_key (table, column));
  g_autofree char *title = fold (study_table_column_title (table, column));
  const char *dot = strchr (key, '.');
  if (g_str_equal (key, name))
    return 4;
  if (g_str_equal (title, name))
    return 3;
  if ((g_str_has_prefix (key, "train_") && g_str_equal (key + strlen ("train_"), name))
      || (g_str_has_prefix (key, "run.") && g_str_equal (key + strlen ("run."), name)))
    return 2;
  return dot != NULL && g_str_equal (dot + 1, name) ? 1 : 0;
}

static gboolean
find_column (const StudyTable *table, const char *typed, guint *column, GError **error)
{
  g_autofree char *name = fold (typed);
  g_autoptr (GString) found = g_string_new (NULL);
  int best = 0;
  guint n_best = 0;
  for (guint c = 0; c < study_table_n_columns (table); c++) {
    int near = nearness (table, c, name);
    if (near == 0 || near < best)
      continue;
    if (near > best) {
      g_string_truncate (found, 0);
      n_best = 0;
    }
    best = near;
    *column = c;
    n_best++;
    g_string_append_printf (found, "%s%s", n_best > 1 ? ", " : "", study_table_column_key (table, c));
  }
  if (n_best > 1)
    g_set_error (error, STUDY_FILTER_ERROR, STUDY_FILTER_ERROR_COLUMN, _ ("“%s” may be any of %s"), typed,
                 found->str);
  else if (n_best == 0)
    g_set_error (error, STUDY_FILTER_ERROR, STUDY_FILTER_ERROR_COLUMN, _ ("There is no column “%s”"), typed);
  return n_best == 1;
}

/* Reading */

/* Takes a word, or what is in quotes; NULL where there is none. */
static char *
take_word (const char **at)
{
  const char *start = *at, *end;
  if (*start == '"') {
    end = strchr (start + 1, '"');
    if (end == NULL)
      end = start + strlen (start);
    *at = *end == '"' ? end + 1 : end;
    return g_strndup (start + 1, (gsize)(end - start - 1));
  }
  for (end = start; *end != '\0'; end = g_utf8_next_char (end)) {
    gunichar c = g_utf8_get_char (end);
    if (g_unichar_isspace (c) || strchr ("\"<>=!", *end) != NULL || c == 0x2264 || c == 0x2265 || c == 0x2260)
      break;
  }
  *at = end;
  return end == start ? NULL : g_strndup (start, (gsize)(end - start));
}

static void
skip_blanks (const char **at)
{
  while (**at != '\0' && g_unichar_isspace (g_utf8_get_char (*at)))
    *at = g_utf8_next_char (*at);
}

static gboolean
take_sign (const char **at, Sign *sign)
{
  for (gsize s = 0; s < G_N_ELEMENTS (signs); s++)
    if (g_str_has_prefix (*at, signs[s].text)) {
      *at += strlen (signs[s].text);
      *sign = signs[s].sign;
      return TRUE;
    }
  return FALSE;
}

static gboolean
set_value (Condition *condition, const StudyTable *table, const char *value, GError **error)
{
  const char *title = study_table_column_title (table, condition->column);
  char *end;
  if (study_table_column_kind (table, condition->column) != STUDY_COLUMN_NUMBER) {
    condition->text = g_utf8_casefold (value, -1);
    if (condition->sign == SIGN_EQUAL || condition->sign == SIGN_UNEQUAL)
      return TRUE;
    g_set_error (error, STUDY_FILTER_ERROR, STUDY_FILTER_ERROR_VALUE,
                 _ ("“%s” is no number: ask with = or !="), title);
    return FALSE;
  }
  condition->number = g_ascii_strtod (value, &end);
  if (end != value && *end == '\0' && isfinite (condition->number))
    return TRUE;
  g_set_error (error, STUDY_FILTER_ERROR, STUDY_FILTER_ERROR_VALUE,
               _ ("“%s” is compared with a number, such as 0.1, not with “%s”"), title, value);
  return FALSE;
}

/* After the name and the sign. */
static gboolean
read_condition (
    Condition *condition, const StudyTable *table, const char *name, const char **at, GError **error)
{
  skip_blanks (at);
  g_autofree char *value = take_word (at);
  if (value == NULL) {
    g_set_error (error, STUDY_FILTER_ERROR, STUDY_FILTER_ERROR_SYNTAX,
                 _ ("A value is missing, as in “%s = 1”"), name);
    return FALSE;
  }
  return find_column (table, name, &condition->column, error) && set_value (condition, table, value, error);
}

static gboolean
read_next (StudyFilter *filter, const StudyTable *table, const char **at, GError **error)
{
  Condition condition = { .column = ANY_COLUMN };
  g_autofree char *word = take_word (at);
  if (word == NULL) {
    g_set_error (error, STUDY_FILTER_ERROR, STUDY_FILTER_ERROR_SYNTAX,
                 _ ("A column is missing before “%s”, as in “train_nc1 < 0.1”"), *at);
    return FALSE;
  }
  skip_blanks (at);
  gboolean compares = take_sign (at, &condition.sign);
  gboolean read = TRUE;
  if (compares)
    read = read_condition (&condition, table, word, at, error);
  else
    condition.text = g_utf8_casefold (word, -1);
  if (read)
    g_array_append_val (filter->conditions, condition);
  else
    g_free (condition.text);
  return read;
}

static void
condition_clear (gpointer data)
{
  g_free (((Condition *)data)->text);
}

StudyFilter *
study_filter_new (const StudyTable *table, const char *text, GError **error)
{
  g_autoptr (StudyFilter) filter = g_new (StudyFilter, 1);
  filter->conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  g_array_set_clear_func (filter->conditions, condition_clear);
  const char *at = text;
  for (skip_blanks (&at); *at != '\0'; skip_blanks (&at))
    if (!read_next (filter, table, &at, error))
      return NULL;
  return g_steal_pointer (&filter);
}

void
study_filter_free (StudyFilter *filter)
{
  g_array_unref (filter->conditions);
  g_free (filter);
}

gboolean
study_filter_has_words (const StudyFilter *filter)
{
  for (guint i = 0; i < filter->conditions->len; i++)
    if (g_array_index (filter->conditions, Condition, i).column == ANY_COLUMN)
      return TRUE;
  return FALSE;
}

/* Matching */

static gboolean
compare (double value, Sign sign, double with)
{
  switch (sign) {
  case SIGN_LESS:
    return value < with;
  case SIGN_AT_MOST:
    return value <= with;
  case SIGN_MORE:
    return value > with;
  case SIGN_AT_LEAST:
    return value >= with;
  case SIGN_EQUAL:
    return value == with;
  case SIGN_UNEQUAL:
    return !isnan (value) && value != with;
  }
  g_return_val_if_reached (FALSE);
}

/* Of texts that people are not shown nobody expects that they are searched. */
static gboolean
has_word (const StudyTable *table, guint row, const char *word)
{
  for (guint c = 0; c < study_table_n_columns (table); c++) {
    const char *text = study_table_text (table, row, c);
    if (text == NULL || study_table_column_use (table, c) == STUDY_COLUMN_FULL)
      continue;
    g_autofree char *folded = g_utf8_casefold (text, -1);
    if (strstr (folded, word) != NULL)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_met (const Condition *condition, const StudyTable *table, guint row)
{
  if (condition->column == ANY_COLUMN)
    return has_word (table, row, condition->text);
  if (condition->text == NULL)
    return compare (study_table_number (table, row, condition->column), condition->sign, condition->number);
  g_autofree char *text = g_utf8_casefold (study_table_text (table, row, condition->column), -1);
  return g_str_equal (text, condition->text) == (condition->sign == SIGN_EQUAL);
}

gboolean
study_filter_matches (const StudyFilter *filter, const StudyTable *table, guint row)
{
  for (guint i = 0; i < filter->conditions->len; i++)
    if (!is_met (&g_array_index (filter->conditions, Condition, i), table, row))
      return FALSE;
  return TRUE;
}
