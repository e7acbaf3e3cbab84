#include "study/run-accuracies.h"

#include <math.h>

/* Of run 1 by probe: on few samples, from an earlier epoch, and two repeats on all samples from the last;
 * of run 2 by another method. */
static StudyTransfer transfers[] = {
  { .run = 1,
    .epoch = 9,
    .target = (char *)"mnist",
    .method = (char *)"probe",
    .shots = 5,
    .test_accuracy = 0.1 },
  { .run = 1, .epoch = 9, .target = (char *)"mnist", .method = (char *)"probe", .test_accuracy = 0.7 },
  { .run = 1, .epoch = 9, .target = (char *)"mnist", .method = (char *)"probe", .test_accuracy = 0.8 },
  { .run = 1, .epoch = 3, .target = (char *)"mnist", .method = (char *)"probe", .test_accuracy = 0.2 },
  { .run = 2,
    .epoch = 9,
    .target = (char *)"mnist",
    .method = (char *)"scl",
    .block = 1,
    .test_accuracy = 0.5 },
  { .run = 2,
    .epoch = 9,
    .target = (char *)"mnist",
    .method = (char *)"scl",
    .block = 2,
    .test_accuracy = 0.6 },
};

static void
test_values (void)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (transfers); i++)
    g_ptr_array_add (all, &transfers[i]);
  g_autoptr (GPtrArray) columns = study_accuracy_columns (all);
  g_autoptr (StudyTable) table = study_table_new ();
  study_accuracy_add_columns (table, columns);
  study_accuracy_add_values (table, columns, all, 1);
  study_accuracy_add_values (table, columns, all, 2);
  g_assert_cmpuint (study_table_n_columns (table), ==, 2);
  g_assert_cmpstr (study_table_column_key (table, 0), ==, "accuracy_mnist_probe");
  g_assert_cmpstr (study_table_column_key (table, 1), ==, "accuracy_mnist_scl");
  g_assert_cmpfloat_with_epsilon (study_table_number (table, 0, 0), 0.75, 1e-12);
  g_assert_true (isnan (study_table_number (table, 0, 1)));
  g_assert_true (isnan (study_table_number (table, 1, 0)));
  g_assert_cmpfloat_with_epsilon (study_table_number (table, 1, 1), 0.6, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/run-accuracies/values", test_values);
  return g_test_run ();
}
