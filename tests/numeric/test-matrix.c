#include "numeric/matrix.h"

static void
test_views (void)
{
  float values[24];
  NumericMatrix32 matrix = numeric_matrix32 (values, 4, 6), cut;

  for (guint i = 0; i < 24; i++)
    values[i] = (float)i;
  cut = numeric_matrix32_columns (numeric_matrix32_rows (matrix, 1, 2), 2, 3);
  g_assert_cmpuint (cut.rows, ==, 2);
  g_assert_cmpuint (cut.columns, ==, 3);
  g_assert_cmpuint (cut.stride, ==, 6);
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 3; j++)
      g_assert_true (numeric_matrix32_row (cut, i)[j] == (float)((i + 1) * 6 + j + 2));
}

static void
test_alloc (void)
{
  static const gsize counts[] = { 0, 1, 3, 1000 };

  for (guint c = 0; c < G_N_ELEMENTS (counts); c++) {
    double *values = numeric_matrix64_alloc (counts[c]);

    g_assert_nonnull (values);
    g_assert_cmpuint ((guintptr)values % NUMERIC_ALIGNMENT, ==, 0);
    for (gsize i = 0; i < counts[c]; i++)
      g_assert_cmpfloat (values[i], ==, 0);
    g_aligned_free (values);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/matrix/views", test_views);
  g_test_add_func ("/numeric/matrix/alloc", test_alloc);
  return g_test_run ();
}
