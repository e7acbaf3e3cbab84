/* Filters as people type them, right and wrong. */
#include "study/table-filter.h"

#include <math.h>

static StudyTable *
make_table (void)
{
  StudyTable *table = study_table_new ();
  study_table_add_column (table, "run", "Run", STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "epochs", "Epochs", STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "run.epochs", "run.epochs", STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "run.seed", "run.seed", STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "loss.kind", "loss.kind", STUDY_COLUMN_TEXT, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "network.kind", "network.kind", STUDY_COLUMN_TEXT, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "regime.about", "regime.about", STUDY_COLUMN_TEXT, STUDY_COLUMN_FULL);
  study_table_add_column (table, "train_nc1", "NC1 (train)", STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "test_nc1", "NC1 (test)", STUDY_COLUMN_NUMBER, STUDY_COLUMN_FULL);
  return table;
}

static void
add_row (StudyTable *table, const char *run, double epochs, double seed, const char *loss, double nc1)
{
  study_table_add_text (table, run);
  study_table_add_number (table, epochs);
  study_table_add_number (table, 200);
  study_table_add_number (table, seed);
  study_table_add_text (table, loss);
  study_table_add_text (table, "mlp");
  study_table_add_text (table, "hidden words");
  study_table_add_number (table, nc1);
  study_table_add_number (table, 2 * nc1);
}

/* The rows that are left, as in "ac". */
static void
assert_rows (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudyTable) table = make_table ();
  add_row (table, "Ärger a", 10, 1, "cross-entropy", 0.05);
  add_row (table, "b, AdamW", 20, 2, "supcon", 0.5);
  add_row (table, "c adam", 30, 3, "cross-entropy", NAN);
  g_autoptr (StudyFilter) filter = study_filter_new (table, text, &error);
  g_autoptr (GString) rows = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint row = 0; row < 3; row++)
    if (study_filter_matches (filter, table, row))
      g_string_append_c (rows, (char)('a' + row));
  g_assert_cmpstr (rows->str, ==, expected);
}

static void
test_words (void)
{
  assert_rows ("", "abc");
  assert_rows ("  ", "abc");
  assert_rows ("adam", "bc");
  assert_rows ("ADAM cross", "c");
  assert_rows ("ärger", "a");
  assert_rows ("\"c adam\"", "c");
  assert_rows ("\"c ad", "c");
  assert_rows ("hidden", "");
}

static void
test_conditions (void)
{
  assert_rows ("train_nc1 < 0.1", "a");
  assert_rows ("train_nc1<=0.5", "ab");
  assert_rows ("train_nc1 ≤ 5e-1", "ab");
  assert_rows ("nc1 > 0.05", "b");
  assert_rows ("nc1 >= 0.05", "ab");
  assert_rows ("nc1 != 0.5", "a");
  assert_rows ("test_nc1 > 0.5", "b");
  assert_rows ("\"NC1 (train)\" == 0.5", "b");
  assert_rows ("seed = 3", "c");
  assert_rows ("Seed=2 adam", "b");
  assert_rows ("epochs > 15", "bc");
  assert_rows ("run.epochs > 15 seed < 2", "a");
  assert_rows ("loss.kind = Cross-Entropy", "ac");
  assert_rows ("loss.kind != cross-entropy", "b");
  assert_rows ("run = \"c adam\"", "c");
}

static void
assert_wrong (const char *text, StudyFilterError code, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudyTable) table = make_table ();
  g_assert_null (study_filter_new (table, text, &error));
  g_assert_error (error, STUDY_FILTER_ERROR, (gint)code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_wrong (void)
{
  assert_wrong ("nc1 <", STUDY_FILTER_ERROR_SYNTAX, "nc1");
  assert_wrong ("< 0.1", STUDY_FILTER_ERROR_SYNTAX, "< 0.1");
  assert_wrong ("adam nc1 < < 0.1", STUDY_FILTER_ERROR_SYNTAX, "nc1");
  assert_wrong ("!", STUDY_FILTER_ERROR_SYNTAX, "!");
  assert_wrong ("nc7 < 0.1", STUDY_FILTER_ERROR_COLUMN, "nc7");
  assert_wrong ("kind = mlp", STUDY_FILTER_ERROR_COLUMN, "loss.kind, network.kind");
  assert_wrong ("nc1 < small", STUDY_FILTER_ERROR_VALUE, "small");
  assert_wrong ("nc1 < 0.1x", STUDY_FILTER_ERROR_VALUE, "0.1x");
  assert_wrong ("nc1 = nan", STUDY_FILTER_ERROR_VALUE, "nan");
  assert_wrong ("loss.kind < supcon", STUDY_FILTER_ERROR_VALUE, "loss.kind");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/table-filter/words", test_words);
  g_test_add_func ("/study/table-filter/conditions", test_conditions);
  g_test_add_func ("/study/table-filter/wrong", test_wrong);
  return g_test_run ();
}
