/* Fine-tunings as rows, and their means over seeds by hand. */
#include "study/transfer-table.h"

#include <math.h>

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

static void
test_rows (void)
{
  g_autoptr (StudyTable) table = study_transfer_table_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    study_transfer_table_add (table, "A", &rows[i]);
  g_assert_cmpuint (study_table_n_rows (table), ==, 4);
  g_assert_cmpfloat (number (table, 1, "block"), ==, 2);
  g_assert_cmpfloat (number (table, 1, "seed"), ==, 2);
  g_assert_cmpfloat (number (table, 1, "nc1_test"), ==, 5);
  g_assert_cmpfloat (number (table, 1, "share"), ==, 0.25);
  g_assert_true (isnan (number (table, 3, "block")));
  g_assert_true (isnan (number (table, 3, "shots")));
}

static void
test_summary (void)
{
  static const char *const names[] = { "A", "A", "A", "B" };
  g_autoptr (GPtrArray) transfers = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_add (transfers, &rows[i]);
  g_autoptr (StudyTable) table = study_transfer_summary_new (transfers, names);
  g_assert_cmpuint (study_table_n_rows (table), ==, 2);
  g_assert_cmpfloat (number (table, 0, "n"), ==, 3);
  g_assert_cmpfloat_with_epsilon (number (table, 0, "test_accuracy"), 0.7, 1e-12);
  g_assert_cmpfloat_with_epsilon (number (table, 0, "test_accuracy_sd"), 0.2, 1e-12);
  g_assert_cmpfloat (number (table, 0, "nc1"), ==, 3);
  g_assert_cmpfloat (number (table, 0, "nc1_test"), ==, 4);
  g_assert_cmpfloat (number (table, 0, "seconds"), ==, 3);
  g_assert_cmpfloat (number (table, 1, "n"), ==, 1);
  g_assert_true (isnan (number (table, 1, "test_accuracy_sd")));
  g_assert_cmpstr (study_table_text (table, 1, 0), ==, "B");

  /* Another epoch's are not a seed more. */
  rows[2].epoch = 10;
  g_autoptr (StudyTable) parted = study_transfer_summary_new (transfers, names);
  g_assert_cmpuint (study_table_n_rows (parted), ==, 3);
  rows[2].epoch = 9;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fill ();
  g_test_add_func ("/study/transfer-table/rows", test_rows);
  g_test_add_func ("/study/transfer-table/summary", test_summary);
  return g_test_run ();
}
