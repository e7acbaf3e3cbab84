#include "dataset/dataset.h"

#include <string.h>

static Dataset *
new_dataset (guint32 last_label, const char *const *names, GError **error)
{
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (6), 3, 2);
  guint32 *labels = g_new0 (guint32, 3);

  labels[1] = 1;
  labels[2] = last_label;
  return dataset_new ("three", "Three samples", (DatasetShape){ 1, 1, 2 }, samples, labels, 3, names, error);
}

static void
test_new (void)
{
  static const char *const names[] = { "a", "b", "c", NULL };
  static const guint32 coarse[] = { 0, 1, 0 };
  static const char *const coarse_names[] = { "x", "y", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (Dataset) named = new_dataset (1, names, &error);
  g_autoptr (Dataset) numbered = new_dataset (1, NULL, &error);
  g_autoptr (Dataset) again = dataset_ref (named);

  g_assert_no_error (error);
  g_assert_true (again == named);
  g_assert_cmpuint (named->class_counts[0], ==, 1);
  g_assert_cmpuint (named->class_counts[1], ==, 2);
  g_assert_cmpuint (named->class_counts[2], ==, 0);
  g_assert_cmpuint (dataset_dimension (named), ==, 2);
  g_assert_cmpstr (named->class_names[2], ==, "c");
  g_assert_cmpstr (numbered->class_names[2], ==, "2");
  g_assert_null (named->coarse);
  dataset_set_coarse (named, coarse, coarse_names);
  g_assert_cmpmem (named->coarse, 12, coarse, 12);
  g_assert_cmpstr (named->coarse_names[1], ==, "y");
}

static void
test_subset (void)
{
  static const guint32 indices[] = { 2, 0 };
  static const char *const fine_names[] = { "p", "q", NULL };
  g_autoptr (Dataset) dataset = new_dataset (2, NULL, NULL);
  g_autoptr (Dataset) subset = NULL;
  g_autoptr (Dataset) empty = NULL;
  guint32 *fine = g_new0 (guint32, 3);

  for (guint i = 0; i < 3; i++)
    numeric_matrix32_row (dataset->samples, i)[1] = (float)i;
  fine[2] = 1;
  dataset_set_fine (dataset, fine, fine_names);
  dataset->means = g_new0 (double, 2);
  dataset->means[1] = 3;
  dataset->scale = 4;
  subset = dataset_subset (dataset, indices, 2);
  empty = dataset_subset (dataset, NULL, 0);
  g_assert_cmpuint (subset->samples.rows, ==, 2);
  g_assert_cmpfloat (numeric_matrix32_row (subset->samples, 0)[1], ==, 2);
  g_assert_cmpuint (subset->labels[0], ==, 2);
  g_assert_cmpuint (subset->fine[0], ==, 1);
  g_assert_cmpuint (subset->fine[1], ==, 0);
  g_assert_cmpuint (subset->n_classes, ==, 3);
  g_assert_cmpuint (subset->class_counts[1], ==, 0);
  g_assert_cmpuint (empty->samples.rows, ==, 0);
  g_assert_cmpfloat (empty->means[1], ==, 3);
  g_assert_cmpfloat (empty->scale, ==, 4);
}

static void
test_bad_label (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (new_dataset (3, NULL, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL);
  g_assert_nonnull (strstr (error->message, "Three samples: sample 2 has the label 3; allowed are 0 to 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/dataset/new", test_new);
  g_test_add_func ("/dataset/dataset/subset", test_subset);
  g_test_add_func ("/dataset/dataset/bad-label", test_bad_label);
  return g_test_run ();
}
