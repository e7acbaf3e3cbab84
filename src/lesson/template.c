#include "lesson/template.h"

#include "study/run-table.h"
#include "study/table-filter.h"
#include "study/transfer-table.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

G_DEFINE_QUARK (lesson - error - quark, lesson_error)

/* At which epoch a value is asked for: one >= 0, or */
#define AT_LAST (-1.0)
#define AT_TERMINAL (-2.0)

/* A text, then a place to be filled. */
typedef struct {
  char *text;
  char *key;      /* of the place's column; NULL: none follows */
  gboolean tuned; /* a column of the fine-tunings */
  guint column;
  double at;
  TrainingSplit split; /* what is asked for at an epoch */
  int quantity;
  StudyFilter *where; /* NULL: of the selected run, or of all fine-tunings */
} Piece;

struct _LessonTemplate {
  GArray *pieces;
};

static void
piece_clear (gpointer data)
{
  Piece *piece = data;
  g_free (piece->text);
  g_free (piece->key);
  g_clear_pointer (&piece->where, study_filter_free);
}

void
lesson_template_free (LessonTemplate *template)
{
  if (template == NULL)
    return;
  g_array_unref (template->pieces);
  g_free (template);
}

/* Reading */

static gboolean
find_column (const StudyTable *table, const char *key, guint *column)
{
  for (*column = 0; *column < study_table_n_columns (table); ++*column)
    if (g_str_equal (study_table_column_key (table, *column), key))
      return TRUE;
  return FALSE;
}

static StudyTable *
tuning_columns (void)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  return study_transfer_table_new (none);
}

/* Cuts the text at a word that stands by itself, and gives what comes after; NULL without it. */
static char *
cut_at (char *text, const char *word)
{
  g_autofree char *spaced = g_strdup_printf (" %s ", word);
  char *found = strstr (text, spaced);
  if (found == NULL)
    return NULL;
  *found = '\0';
  return g_strstrip (found + strlen (spaced));
}

/* "train_nc1": what records have of each epoch. */
static gboolean
read_quantity (Piece *piece, GError **error)
{
  for (TrainingSplit split = 0; split < TRAINING_N_SPLITS; split++) {
    g_autofree char *prefix = g_strconcat (training_split_key (split), "_", NULL);
    piece->split = split;
    if (g_str_has_prefix (piece->key, prefix)
        && training_quantity_from_key (piece->key + strlen (prefix), &piece->quantity))
      return TRUE;
  }
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE,
               _ ("“%s” is not measured each epoch; what is begins with train_ or test_, as train_nc1"),
               piece->key);
  return FALSE;
}

static gboolean
read_at (Piece *piece, const char *at, GError **error)
{
  char *end;
  piece->at = g_ascii_strtod (at, &end);
  if (g_str_equal (at, "terminal"))
    piece->at = AT_TERMINAL;
  else if (end == at || *end != '\0' || !isfinite (piece->at) || piece->at < 0) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE,
                 _ ("“at %s” is no epoch; “at” takes a number, or terminal"), at);
    return FALSE;
  }
  return read_quantity (piece, error);
}

/* Whether the column's cells can be asked for a mean. */
static gboolean
check_mean (const Piece *piece, const StudyTable *table, GError **error)
{
  if (piece->column < study_table_n_columns (table)
      && study_table_column_kind (table, piece->column) == STUDY_COLUMN_NUMBER)
    return TRUE;
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE, _ ("“%s” has no mean"), piece->key);
  return FALSE;
}

static gboolean
read_where (Piece *piece, const StudyTable *table, const char *where, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (!check_mean (piece, table, error))
    return FALSE;
  piece->where = study_filter_new (table, where, &local);
  if (piece->where == NULL)
    g_set_error_literal (error, LESSON_ERROR, LESSON_ERROR_VALUE, local->message);
  return piece->where != NULL;
}

/* What stands between the braces; text is cut up. */
static gboolean
read_place (Piece *piece, char *text, GError **error)
{
  g_autoptr (StudyTable) facts = lesson_facts_table (NULL), tunings = tuning_columns ();
  g_autoptr (StudyTable) runs = study_run_table_new (NULL, 0);
  const char *where = cut_at (text, "where"), *at = cut_at (text, "at");
  piece->key = g_strdup (g_strstrip (text));
  piece->at = AT_LAST;
  piece->tuned = !find_column (facts, piece->key, &piece->column);
  if (piece->tuned && !find_column (tunings, piece->key, &piece->column)) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE,
                 _ ("nothing is called “%s”; a place looks like {train_nc1}, {train_nc1 at 0} or "
                    "{train_nc1 where seed = 1}"),
                 piece->key);
    return FALSE;
  }
  return (!piece->tuned || check_mean (piece, tunings, error)) && (at == NULL || read_at (piece, at, error))
         && (where == NULL || read_where (piece, piece->tuned ? tunings : runs, where, error));
}

/* Takes what stands before a place, with "{{" made one. */
static char *
take_text (const char **at)
{
  g_autoptr (GString) text = g_string_new (NULL);
  while (**at != '\0' && (**at != '{' || (*at)[1] == '{')) {
    *at += **at == '{';
    g_string_append_c (text, *(*at)++);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Takes the place that the text is at. */
static gboolean
take_place (Piece *piece, const char **at, GError **error)
{
  const char *end = strchr (*at, '}');
  if (end == NULL) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE,
                 _ ("“{” has no “}” after it; a brace alone is written {{"));
    return FALSE;
  }
  g_autofree char *text = g_strndup (*at + 1, (gsize)(end - *at - 1));
  *at = end + 1;
  return read_place (piece, text, error);
}

LessonTemplate *
lesson_template_new (const char *text, GError **error)
{
  g_autoptr (LessonTemplate) template = g_new (LessonTemplate, 1);
  template->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (template->pieces, piece_clear);
  for (const char *at = text; *at != '\0';) {
    Piece piece = { .text = take_text (&at) };
    gboolean good = *at == '\0' || take_place (&piece, &at, error);
    g_array_append_val (template->pieces, piece);
    if (!good)
      return NULL;
  }
  return g_steal_pointer (&template);
}

/* Filling */

static double
value_at (const Piece *piece, const LessonRun *run)
{
  const TrainingHistory *history = run->history;
  const TrainingRecord *last = history == NULL ? NULL : training_history_last (history);
  if (last == NULL)
    return NAN;
  double epoch = piece->at == AT_TERMINAL ? training_history_terminal_epoch (history) : piece->at;
  if (epoch < 0 || epoch > last->epoch)
    return NAN;
  const TrainingRecord *record = training_history_record_at (history, epoch);
  return record == NULL ? NAN : training_record_value (record, piece->split, piece->quantity);
}

static double
value_of_run (const Piece *piece, const LessonRun *run)
{
  return piece->at == AT_LAST ? study_table_number (run->row, 0, piece->column) : value_at (piece, run);
}

/* NaN where one of them has not been measured, as the mean of some would be another number soon. */
static double
mean_of_runs (const Piece *piece, const LessonFacts *facts)
{
  double sum = 0;
  guint n = 0;
  for (guint r = 0; r < facts->n_runs; r++)
    if (study_filter_matches (piece->where, facts->runs[r].row, 0)) {
      sum += value_of_run (piece, &facts->runs[r]);
      n++;
    }
  return n == 0 ? NAN : sum / n;
}

static double
mean_of_tunings (const Piece *piece, const StudyTable *tunings)
{
  double sum = 0;
  guint n = 0;
  for (guint row = 0; tunings != NULL && row < study_table_n_rows (tunings); row++)
    if (piece->where == NULL || study_filter_matches (piece->where, tunings, row)) {
      sum += study_table_number (tunings, row, piece->column);
      n++;
    }
  return n == 0 ? NAN : sum / n;
}

static double
number_of (const Piece *piece, const LessonFacts *facts, const StudyTable *table)
{
  if (piece->tuned)
    return mean_of_tunings (piece, facts->tunings);
  if (piece->where != NULL)
    return mean_of_runs (piece, facts);
  if (piece->at != AT_LAST)
    return facts->selected < 0 ? NAN : value_at (piece, &facts->runs[facts->selected]);
  return study_table_number (table, 0, piece->column);
}

static gboolean
is_share (const char *key)
{
  return g_str_has_suffix (key, "error") || g_str_has_suffix (key, "accuracy")
         || g_str_has_suffix (key, "nc4") || g_str_equal (key, "share");
}

/* As people read it: whole numbers whole, others with three digits, both with the locale's point. */
static char *
format (const char *key, double value)
{
  g_autoptr (GString) number = g_string_new (NULL);
  if (is_share (key)) {
    g_string_printf (number, "%.1f", 100 * value);
    g_string_append (number, " %"); /* a narrow blank */
  } else if (value == floor (value) && fabs (value) < 1e6)
    g_string_printf (number, "%.0f", value);
  else
    g_string_printf (number, "%.3g", value);
  g_string_replace (number, "-", "−", 0);
  return g_string_free (g_steal_pointer (&number), FALSE);
}

/* FALSE where it has not been measured. */
static gboolean
append_place (GString *text, const Piece *piece, const LessonFacts *facts, const StudyTable *table)
{
  const char *words = piece->tuned ? NULL : study_table_text (table, 0, piece->column);
  if (words != NULL) {
    g_string_append (text, words);
    return *words != '\0';
  }
  double value = number_of (piece, facts, table);
  if (!isfinite (value))
    return FALSE;
  g_autofree char *number = format (piece->key, value);
  g_string_append (text, number);
  return TRUE;
}

char *
lesson_template_fill (const LessonTemplate *template, const LessonFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (StudyTable) table = lesson_facts_table (facts);
  for (guint i = 0; i < template->pieces->len; i++) {
    const Piece *piece = &g_array_index (template->pieces, Piece, i);
    g_string_append (text, piece->text);
    if (piece->key != NULL && !append_place (text, piece, facts, table))
      return NULL;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
