/* Fine-tunings as rows, and their means over seeds by hand. */
#include "study/transfer-table.h"

#include <math.h>
#include <string.h>

static StudyTransfer rows[] = {
  { .run = 1,
    .epoch = 9,
    .method = (char *)"scl",
    .block = 2,
    .shots = 5,
    .seed = 1,
    .test_accuracy = 0.5,
    .nc1 = 1,
    .nc1_test = 2,
    .trained = 30,
    .parameters = 120,
    .seconds = 1 },
  { .run = 1,
    .epoch = 9,
    .method = (char *)"scl",
    .block = 2,
    .shots = 5,
    .seed = 2,
    .test_accuracy = 0.7,
    .nc1 = 2,
    .nc1_test = 5,
    .trained = 30,
    .parameters = 120,
    .seconds = 2 },
  { .run = 1,
    .epoch = 9,
    .method = (char *)"scl",
    .block = 2,
    .shots = 5,
    .seed = 3,
    .test_accuracy = 0.9,
    .nc1 = 6,
    .nc1_test = 5,
    .trained = 30,
    .parameters = 120,
    .seconds = 6 },
  { .run = 2,
    .epoch = 9,
    .method = (char *)"probe",
    .block = -1,
    .shots = 0,
    .seed = 1,
    .test_accuracy = 0.25,
    .nc1 = 3,
    .nc1_test = 4,
    .trained = 10,
    .parameters = 100,
    .seconds = 4 },
};

static double
number (const StudyTable *table, guint row, const char *key)
{
  for (guint c = 0; c < study_table_n_columns (table); c++)
    if (g_str_equal (study_table_column_key (table, c), key))
      return study_table_number (table, row, c);
  g_assert_not_reached ();
}

static void
fill (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    rows[i].target = (char *)"mnist";
    rows[i].settings = g_strdup_printf ("[transfer]\nepochs=3\nseed=%d\n", (int)rows[i].seed);
  }
}

/* The first n of the fine-tunings; the source's NC1 is 1 over the run. */
static GArray *
table_rows (guint n)
{
  static const char *const names[] = { "A", "B", "C", "D" };
  GArray *array = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  for (guint i = 0; i < n; i++) {
    const StudyTransferRow row = { &rows[i], names[rows[i].run - 1], 1.0 / (double)rows[i].run };
    g_array_append_val (array, row);
  }
  return array;
}

static void
test_rows (void)
{
  g_autoptr (GArray) array = table_rows (4);
  g_autoptr (StudyTable) table = study_transfer_table_new (array);
  g_assert_cmpuint (study_table_n_rows (table), ==, 4);
  g_assert_cmpfloat (number (table, 1, "block"), ==, 2);
  g_assert_cmpfloat (number (table, 1, "seed"), ==, 2);
  g_assert_cmpfloat (number (table, 1, "nc1_test"), ==, 5);
  g_assert_cmpfloat (number (table, 1, "share"), ==, 0.25);
  g_assert_cmpfloat (number (table, 3, "source_nc1"), ==, 0.5);
  g_assert_true (isnan (number (table, 3, "block")));
  g_assert_true (isnan (number (table, 3, "shots")));
}

static void
test_summary (void)
{
  g_autoptr (GArray) array = table_rows (4);
  g_autoptr (StudyTable) table = study_transfer_summary_new (array);
  g_assert_cmpuint (study_table_n_rows (table), ==, 2);
  g_assert_cmpfloat (number (table, 0, "n"), ==, 3);
  g_assert_cmpfloat_with_epsilon (number (table, 0, "test_accuracy"), 0.7, 1e-12);
  g_assert_cmpfloat_with_epsilon (number (table, 0, "test_accuracy_sd"), 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (number (table, 0, "nc1"), 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (number (table, 0, "nc1_test"), 4, 1e-12);
  g_assert_cmpfloat_with_epsilon (number (table, 0, "seconds"), 3, 1e-12);
  g_assert_cmpfloat (number (table, 1, "n"), ==, 1);
  g_assert_true (isnan (number (table, 1, "test_accuracy_sd")));
  g_assert_cmpstr (study_table_text (table, 1, 0), ==, "B");

  /* Another epoch's are not a seed more. */
  rows[2].epoch = 10;
  g_autoptr (StudyTable) parted = study_transfer_summary_new (array);
  g_assert_cmpuint (study_table_n_rows (parted), ==, 3);
  rows[2].epoch = 9;
}

/* Four runs on the line accuracy = 1 - 0.1 log nc1 downstream, the first of two seeds: one point. */
static void
test_correlations (void)
{
  StudyTransfer before[G_N_ELEMENTS (rows)];
  memcpy (before, rows, sizeof rows);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    rows[i].run = MAX (i, 1);
    rows[i].block = 2;
    rows[i].method = (char *)"scl";
    rows[i].shots = 5;
    rows[i].nc1 = exp (-(double)MAX (i, 1));
    rows[i].nc1_test = 1;
    rows[i].test_accuracy = i > 1 ? 0.1 * i : i == 0 ? 0.05 : 0.15;
  }
  g_autoptr (GArray) array = table_rows (4);
  g_autoptr (StudyTable) table = study_transfer_correlations_new (array);
  g_assert_cmpuint (study_table_n_rows (table), ==, 3);
  g_assert_cmpstr (study_table_text (table, 0, 0), ==, "source_nc1");
  g_assert_cmpfloat (number (table, 0, "spearman"), ==, -1);
  g_assert_cmpfloat (number (table, 1, "n"), ==, 3);
  g_assert_cmpfloat_with_epsilon (number (table, 1, "pearson"), -1, 1e-12);
  g_assert_cmpfloat_with_epsilon (number (table, 1, "pearson_high"), -1, 1e-12);
  g_assert_true (isnan (number (table, 2, "pearson")));
  memcpy (rows, before, sizeof rows);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/study/transfer-table/rows", test_rows);
  g_test_add_func ("/study/transfer-table/summary", test_summary);
  g_test_add_func ("/study/transfer-table/correlations", test_correlations);
  return g_test_run ();
}
