#include "dataset/gaussian.h"
#include "dataset/prepare.h"

#include <math.h>
#include <string.h>

static const char *const names[] = { "zero", "one", "two", "three", "four", NULL };

/* n samples of two pixels, labelled by `label_of` of their index; the first pixel is the index, so that a
 * sample is known again. */
static Dataset *
new_dataset (guint n, guint32 (*label_of) (guint i))
{
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (2 * (gsize)n), n, 2);
  guint32 *labels = g_new (guint32, n);
  static const guint32 coarse[] = { 0, 1, 1, 0, 2 };
  static const char *const coarse_names[] = { "A", "B", "C", NULL };
  Dataset *dataset;

  for (guint i = 0; i < n; i++) {
    numeric_matrix32_row (samples, i)[0] = (float)i;
    numeric_matrix32_row (samples, i)[1] = 1;
    labels[i] = label_of (i);
  }
  dataset = dataset_new ("five", "Five", (DatasetShape){ 1, 2, 1 }, samples, labels, 5, names, NULL);
  dataset_set_coarse (dataset, coarse, coarse_names);
  return dataset;
}

static guint32
in_turn (guint i)
{
  return i % 5;
}

/* 10, 20, 30, 40 and 100 of 200. */
static guint32
unequal (guint i)
{
  return i < 10 ? 0 : i < 30 ? 1 : i < 60 ? 2 : i < 100 ? 3 : 4;
}

typedef struct {
  Dataset *train, *test;
} Sets;

static void
sets_clear (Sets *sets)
{
  dataset_unref (sets->train);
  dataset_unref (sets->test);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sets, sets_clear)

static gboolean
prepare (Sets *sets, DatasetRequest request, guint64 seed, GError **error)
{
  NumericRandom random;

  numeric_random_init (&random, seed, 0);
  return dataset_prepare (&sets->train, &sets->test, &request, &random, error);
}

/* The centring and scale of `prepared`, and from it the index that sample i had (the first pixel). */
static guint
former_index (const Dataset *prepared, gsize i, double scale, double mean)
{
  return (guint)lrint (numeric_matrix32_row (prepared->samples, i)[0] * scale + mean);
}

static void
test_all (void)
{
  g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_autoptr (GError) error = NULL;
  /* Pixel 0 is 0 .. 99, mean 49.5, variance (100^2 - 1) / 12; pixel 1 is constant. */
  const double scale = sqrt (9999.0 / 12 / 2);

  g_assert_true (prepare (&sets, (DatasetRequest){ 0, 0, "fine", "all" }, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sets.train->samples.rows, ==, 100);
  g_assert_cmpuint (sets.test->samples.rows, ==, 25);
  g_assert_cmpstrv (sets.train->class_names, names);
  g_assert_cmpstr (sets.train->coarse_names[sets.train->coarse[2]], ==, "B");
  for (guint i = 0; i < 100; i++) {
    g_assert_cmpuint (sets.train->labels[i], ==, i % 5);
    g_assert_cmpfloat_with_epsilon (numeric_matrix32_row (sets.train->samples, i)[0], (i - 49.5) / scale,
                                    1e-6);
    g_assert_cmpfloat_with_epsilon (numeric_matrix32_row (sets.train->samples, i)[1], 0, 1e-6);
  }
  /* The test set by the means and the scale of the training set. */
  for (guint i = 0; i < 25; i++)
    g_assert_cmpfloat_with_epsilon (numeric_matrix32_row (sets.test->samples, i)[0], (i - 49.5) / scale,
                                    1e-6);
  /* And a 0, which no sample's second pixel was. */
  for (guint s = 0; s < 2; s++) {
    const float *background = (s == 0 ? sets.train : sets.test)->background;

    g_assert_cmpfloat_with_epsilon (background[0], -49.5 / scale, 1e-6);
    g_assert_cmpfloat_with_epsilon (background[1], -1 / scale, 1e-6);
  }
}

/* Raw sets that others have, too, are left as they are, and what comes of them is the same. */
static void
test_shared (void)
{
  g_auto (Sets) alone = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_auto (Sets) shared = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_autoptr (Dataset) raw_train = dataset_ref (shared.train);
  g_autoptr (Dataset) raw_test = dataset_ref (shared.test);
  const DatasetRequest all = { 0, 0, "fine", "all" };

  g_assert_true (prepare (&alone, all, 1, NULL));
  g_assert_true (prepare (&shared, all, 1, NULL));
  g_assert_true (shared.train != raw_train && shared.test != raw_test);
  g_assert_cmpmem (alone.train->samples.data, 800, shared.train->samples.data, 800);
  g_assert_cmpmem (alone.test->samples.data, 200, shared.test->samples.data, 200);
  g_assert_cmpuint (raw_train->samples.rows, ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpfloat (numeric_matrix32_row (raw_train->samples, i)[0], ==, i);
  for (guint i = 0; i < 25; i++)
    g_assert_cmpfloat (numeric_matrix32_row (raw_test->samples, i)[0], ==, i);
}

static void
test_classes (void)
{
  g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_autoptr (GError) error = NULL;

  g_assert_true (prepare (&sets, (DatasetRequest){ 0, 0, "fine", "4,1-2" }, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sets.train->n_classes, ==, 3);
  g_assert_cmpuint (sets.train->samples.rows, ==, 60);
  g_assert_cmpuint (sets.test->samples.rows, ==, 15);
  g_assert_cmpstr (sets.train->class_names[0], ==, "one");
  g_assert_cmpstr (sets.train->class_names[2], ==, "four");
  for (guint i = 0; i < 60; i++)
    g_assert_cmpuint (sets.train->labels[i], ==, i % 3);
}

static void
test_coarse (void)
{
  g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_auto (Sets) some = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  static const guint32 expected[] = { 0, 1, 1, 0, 2 };
  g_autoptr (GError) error = NULL;

  g_assert_true (prepare (&sets, (DatasetRequest){ 0, 0, "coarse", "all" }, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sets.train->n_classes, ==, 3);
  g_assert_cmpstr (sets.train->class_names[2], ==, "C");
  g_assert_null (sets.train->coarse);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpuint (sets.train->labels[i], ==, expected[i % 5]);
  /* B has no class left: C is the second. */
  g_assert_true (prepare (&some, (DatasetRequest){ 0, 0, "coarse", "0,3,4" }, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (some.train->n_classes, ==, 2);
  g_assert_cmpstr (some.train->class_names[1], ==, "C");
  g_assert_cmpuint (some.train->class_counts[0], ==, 40);
  g_assert_cmpuint (some.train->class_counts[1], ==, 20);
}

static void
test_grouping (void)
{
  g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_autoptr (GError) error = NULL;

  g_assert_true (prepare (&sets, (DatasetRequest){ 0, 0, "4,0|1|3", "0-1,3-4" }, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sets.train->n_classes, ==, 3);
  g_assert_cmpstr (sets.train->class_names[0], ==, "4,0");
  g_assert_cmpuint (sets.train->class_counts[0], ==, 40);
  g_assert_cmpuint (sets.train->class_counts[1], ==, 20);
  g_assert_cmpuint (sets.test->class_counts[2], ==, 5);
}

/* As its one class, as the coarse class that it is of those kept (B is 1 and 2, A is 0 and 3), or as it is
 * written. */
static void
test_group_names (void)
{
  static const struct {
    const char *labels, *classes;
    const char *names[4];
  } rows[] = {
    { "2,1|0,3|4", "all", { "B", "A", "four" } },
    { "0,1|2,3|4", "all", { "0,1", "2,3", "four" } },
    { "0,3,4|1,2", "all", { "0,3,4", "B" } },
    { "3,0|1", "0-1,3", { "A", "one" } },
  };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
    g_autoptr (GError) error = NULL;

    g_assert_true (prepare (&sets, (DatasetRequest){ 0, 0, rows[r].labels, rows[r].classes }, 1, &error));
    g_assert_no_error (error);
    for (guint k = 0; k <= sets.train->n_classes; k++)
      g_assert_cmpstr (sets.train->class_names[k], ==, rows[r].names[k]);
  }
}

/* What labels hide is kept: of the classes 1, 3 and 4 (as 0, 1 and 2) by any labels but their own, and under
 * random ones, on both sets and whatever rows are drawn: 100 samples in turn, known by their first pixel. */
static void
test_fine (void)
{
  static const char *const kept_names[] = { "one", "three", "four", NULL };
  static const guint32 fine_of[] = { G_MAXUINT32, 0, G_MAXUINT32, 1, 2 };
  static const struct {
    DatasetRequest request;
    gboolean hidden;
  } rows[] = {
    { { 30, 0, "fine", "1,3-4" }, FALSE },
    { { 30, 0, "coarse", "1,3-4" }, TRUE },
    { { 30, 0, "3,1|4", "1,3-4" }, TRUE },
    { { 30, 0, "fine", "1,3-4", .random_labels = 1 }, TRUE },
    { { 30, 0, "coarse", "1,3-4", .random_labels = 0.5, .imbalance = 2 }, TRUE },
  };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (100, in_turn) };
    double low, step;

    g_assert_true (prepare (&sets, rows[r].request, 3, NULL));
    g_assert_true ((sets.train->fine != NULL) == rows[r].hidden);
    g_assert_true ((sets.test->fine != NULL) == rows[r].hidden);
    g_assert_cmpuint (sets.train->n_fine, ==, rows[r].hidden ? 3 : 0);
    if (!rows[r].hidden)
      continue;
    g_assert_cmpstrv (sets.train->fine_names, kept_names);
    g_assert_cmpstrv (sets.test->fine_names, kept_names);
    /* The test set is whole: its rows were 1, 3, 4, 6, ..., 98, 99. */
    low = numeric_matrix32_row (sets.test->samples, 0)[0];
    step = (numeric_matrix32_row (sets.test->samples, 59)[0] - low) / 98;
    for (gsize i = 0; i < sets.train->samples.rows; i++)
      g_assert_cmpuint (sets.train->fine[i], ==,
                        fine_of[former_index (sets.train, i, 1 / step, 1 - low / step) % 5]);
    for (gsize i = 0; i < 60; i++)
      g_assert_cmpuint (sets.test->fine[i], ==, i % 3);
  }
}

/* 100 of 10, 20, 30, 40 and 100: the two small classes give all, the others (100 - 30) / 3 each, one more
 * here and there; nothing twice, in rising order, and another seed draws others. */
static void
test_subset (void)
{
  g_auto (Sets) sets = { new_dataset (200, unequal), new_dataset (200, unequal) };
  g_auto (Sets) again = { new_dataset (200, unequal), new_dataset (200, unequal) };
  g_auto (Sets) other = { new_dataset (200, unequal), new_dataset (200, unequal) };
  const DatasetRequest request = { 100, 7, "fine", "all" };
  g_autoptr (GError) error = NULL;
  gsize bytes;

  g_assert_true (prepare (&sets, request, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sets.train->samples.rows, ==, 100);
  g_assert_cmpuint (sets.test->samples.rows, ==, 7);
  g_assert_cmpuint (sets.train->class_counts[0], ==, 10);
  g_assert_cmpuint (sets.train->class_counts[1], ==, 20);
  for (guint k = 2; k < 5; k++)
    g_assert_true (sets.train->class_counts[k] == 23 || sets.train->class_counts[k] == 24);
  for (guint k = 0; k < 5; k++)
    g_assert_true (sets.test->class_counts[k] == 1 || sets.test->class_counts[k] == 2);
  for (gsize i = 1; i < 100; i++)
    g_assert_cmpfloat (numeric_matrix32_row (sets.train->samples, i - 1)[0], <,
                       numeric_matrix32_row (sets.train->samples, i)[0]);
  bytes = 100 * 2 * sizeof (float);
  g_assert_true (prepare (&again, request, 1, &error));
  g_assert_cmpmem (sets.train->samples.data, bytes, again.train->samples.data, bytes);
  g_assert_true (prepare (&other, request, 2, &error));
  g_assert_cmpint (memcmp (sets.train->samples.data, other.train->samples.data, bytes), !=, 0);
}

/* Each sample keeps its label and knows its row: the first pixel gives back the index, and the index both. */
static void
test_subset_labels (void)
{
  g_auto (Sets) sets = { new_dataset (200, unequal), new_dataset (200, unequal) };
  g_autoptr (GError) error = NULL;
  double low = 0, step;

  g_assert_true (prepare (&sets, (DatasetRequest){ 150, 0, "fine", "all" }, 5, &error));
  g_assert_no_error (error);
  /* The test set is whole, so its pixels are (i - mean) / scale for i = 0 .. 199. */
  low = numeric_matrix32_row (sets.test->samples, 0)[0];
  step = (numeric_matrix32_row (sets.test->samples, 199)[0] - low) / 199;
  for (gsize i = 0; i < 150; i++) {
    const guint index = former_index (sets.train, i, 1 / step, -low / step);

    g_assert_cmpuint (sets.train->labels[i], ==, unequal (index));
    g_assert_cmpuint (sets.train->rows[i], ==, index);
  }
}

/* 40 samples of each label and a ratio of 100 among five: 40, 12.6, 4, 1.26 and 0.4, which is none; a ratio
 * of 16 halves. Of 10, 20, 30, 40 and 100 a ratio of 4 can have 10 of the first at most. The test set stays.
 */
static void
test_imbalance (void)
{
  static const struct {
    guint32 (*label_of) (guint i);
    double ratio;
    gsize counts[5];
  } rows[] = {
    { in_turn, 1, { 40, 40, 40, 40, 40 } },
    { in_turn, 16, { 40, 20, 10, 5, 3 } },
    { in_turn, 40, { 40, 16, 6, 3, 1 } },
    { unequal, 4, { 10, 7, 5, 4, 3 } },
  };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    g_auto (Sets) sets = { new_dataset (200, rows[r].label_of), new_dataset (200, in_turn) };
    g_autoptr (GError) error = NULL;

    g_assert_true (
        prepare (&sets, (DatasetRequest){ 0, 0, "fine", "all", .imbalance = rows[r].ratio }, 1, &error));
    g_assert_no_error (error);
    for (guint k = 0; k < 5; k++) {
      g_assert_cmpuint (sets.train->class_counts[k], ==, rows[r].counts[k]);
      g_assert_cmpuint (sets.test->class_counts[k], ==, 40);
    }
    for (gsize i = 1; i < sets.train->samples.rows; i++)
      g_assert_cmpfloat (numeric_matrix32_row (sets.train->samples, i - 1)[0], <,
                         numeric_matrix32_row (sets.train->samples, i)[0]);
  }
}

/* 1000 labels of five: a share of s leaves 1 - 4/5 s of them true, within six standard deviations; the
 * samples and the test labels stay, the same seed draws the same and a larger share the smaller one's, too.
 */
static void
test_random_labels (void)
{
  static const double shares[] = { 0, 0.3, 0.6, 1 };
  g_auto (Sets) plain = { new_dataset (1000, in_turn), new_dataset (25, in_turn) };
  g_autofree guint32 *before = g_new (guint32, 1000);
  const gsize bytes = 1000 * 2 * sizeof (float);

  g_assert_true (prepare (&plain, (DatasetRequest){ 0, 0, "fine", "all" }, 1, NULL));
  memcpy (before, plain.train->labels, 1000 * sizeof *before);
  for (gsize s = 0; s < G_N_ELEMENTS (shares); s++) {
    const DatasetRequest request = { 0, 0, "fine", "all", .random_labels = shares[s] };
    g_auto (Sets) sets = { new_dataset (1000, in_turn), new_dataset (25, in_turn) };
    g_auto (Sets) again = { new_dataset (1000, in_turn), new_dataset (25, in_turn) };
    const double expected = 1 - 0.8 * shares[s];
    guint n_true = 0;

    g_assert_true (prepare (&sets, request, 1, NULL));
    g_assert_true (prepare (&again, request, 1, NULL));
    g_assert_cmpmem (sets.train->samples.data, bytes, plain.train->samples.data, bytes);
    g_assert_cmpmem (sets.train->labels, 4000, again.train->labels, 4000);
    g_assert_cmpmem (sets.test->labels, 100, plain.test->labels, 100);
    for (guint i = 0; i < 1000; i++) {
      n_true += sets.train->labels[i] == in_turn (i);
      g_assert_true (before[i] == in_turn (i) || before[i] == sets.train->labels[i]);
    }
    g_assert_cmpfloat (fabs (n_true / 1000.0 - expected), <=, 6 * sqrt (expected * (1 - expected) / 1000));
    memcpy (before, sets.train->labels, 1000 * sizeof *before);
  }
}

static void
test_refused (void)
{
  static const struct {
    DatasetRequest request;
    const char *says;
  } bad[] = {
    { { 101, 0, "fine", "all" }, "data.train = 101 cannot be; allowed are 0 (all) to 100" },
    { { 0, 26, "fine", "all" }, "data.test = 26 cannot be; allowed are 0 (all) to 25" },
    { { 41, 0, "fine", "1-2" }, "allowed are 0 (all) to 40" },
    { { 4, 0, "fine", "all" }, "no sample of class" },
    { { 0, 0, "fine", "5" }, "“5”" },
    { { 0, 0, "fine", "" }, "“”" },
    { { 0, 0, "fine", "3" }, "leaves 1 class; at least 2 are needed" },
    { { 0, 0, "coarse", "1-2" }, "leaves 1 class; at least 2 are needed" },
    { { 0, 0, "0,1,2,3,4", "all" }, "leaves 1 class; at least 2 are needed" },
    { { 0, 0, "0,1|2", "all" }, "Class 3 is in no group" },
    { { 0, 0, "0,1|2||3,4", "all" }, "Group 2" },
    { { 0, 0, "fine", "all", .imbalance = 100 }, "data.imbalance = 100 leaves Five no sample of class four" },
    { { 0, 0, "rough", "all" }, "Labels are “fine”, “coarse” or a grouping" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
    const Sets before = sets;
    g_autoptr (GError) error = NULL;

    g_assert_false (prepare (&sets, bad[i].request, 1, &error));
    g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
    if (strstr (error->message, bad[i].says) == NULL)
      g_error ("“%s” says not “%s”", error->message, bad[i].says);
    g_assert_true (sets.train == before.train && sets.test == before.test);
    g_assert_cmpuint (sets.train->samples.rows, ==, 100);
  }
}

static guint32
first_half (guint i)
{
  return i < 12 ? 0 : i % 5;
}

static void
test_no_hierarchy (void)
{
  g_auto (Sets) sets = { NULL };
  g_autoptr (GError) error = NULL;
  NumericMatrix32 a = numeric_matrix32 (numeric_matrix32_alloc (4), 4, 1);
  NumericMatrix32 b = numeric_matrix32 (numeric_matrix32_alloc (4), 4, 1);

  sets.train = dataset_new ("flat", "Flat", (DatasetShape){ 1, 1, 1 }, a, g_new0 (guint32, 4), 2, NULL, NULL);
  sets.test = dataset_new ("flat", "Flat", (DatasetShape){ 1, 1, 1 }, b, g_new0 (guint32, 4), 2, NULL, NULL);
  g_assert_false (prepare (&sets, (DatasetRequest){ 0, 0, "coarse", "all" }, 1, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_assert_nonnull (strstr (error->message, "flat has no coarse labels"));
  g_clear_error (&error);
  /* Nothing to scale by. */
  sets.train->labels[1] = 1;
  sets.train->class_counts[0]--;
  sets.train->class_counts[1]++;
  g_assert_false (prepare (&sets, (DatasetRequest){ 0, 0, "fine", "all" }, 1, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_assert_nonnull (strstr (error->message, "all training samples are the same"));
}

static guint32
of_three (guint i)
{
  return i % 3;
}

/* Classes that the training set has and the test set has not. */
static void
test_nothing_to_test (void)
{
  g_auto (Sets) sets = { new_dataset (100, in_turn), new_dataset (25, of_three) };
  g_autoptr (GError) error = NULL;

  g_assert_false (prepare (&sets, (DatasetRequest){ 0, 0, "fine", "3-4" }, 1, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_assert_cmpstr (error->message, ==, "Five has no sample of these classes");
}

/* Up to four of each class, the first ones. */
static void
test_balanced_indices (void)
{
  g_autoptr (Dataset) dataset = new_dataset (40, first_half);
  g_autoptr (GArray) indices = dataset_balanced_indices (dataset, 4);
  guint counts[5] = { 0 };

  g_assert_cmpuint (indices->len, ==, 20);
  for (guint i = 0; i < indices->len; i++) {
    const guint32 index = g_array_index (indices, guint32, i);

    counts[dataset->labels[index]]++;
    g_assert_true (i == 0 || index > g_array_index (indices, guint32, i - 1));
    if (dataset->labels[index] == 0)
      g_assert_cmpuint (index, <, 4);
    else
      g_assert_cmpuint (index, <, 12 + 5 * 4 + 5);
  }
  for (guint k = 0; k < 5; k++)
    g_assert_cmpuint (counts[k], ==, 4);
}

static DatasetRequest
request_like (const Dataset *like)
{
  return (DatasetRequest){ .labels = "fine", .classes = "all", .like = like };
}

/* By the means and scale of another set. */
static void
test_like (void)
{
  g_auto (Sets) source = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_auto (Sets) target = { new_dataset (200, unequal), new_dataset (25, in_turn) };
  g_autoptr (GError) error = NULL;

  g_assert_true (prepare (&source, (DatasetRequest){ 0, 0, "fine", "all" }, 1, &error));
  g_assert_true (prepare (&target, request_like (source.train), 1, &error));
  g_assert_cmpfloat (target.train->scale, ==, source.train->scale);
  g_assert_cmpfloat (target.train->means[0], ==, 49.5);
  for (guint i = 0; i < 25; i++)
    g_assert_cmpfloat (numeric_matrix32_row (target.test->samples, i)[0], ==,
                       numeric_matrix32_row (source.test->samples, i)[0]);
}

/* Columns of two pixels become rows of two, each the mean of i and 1; other channels are refused. */
static void
test_like_resized (void)
{
  g_auto (Sets) source = { new_dataset (100, in_turn), new_dataset (25, in_turn) };
  g_auto (Sets) target = { new_dataset (50, in_turn), new_dataset (25, in_turn) };
  g_auto (Sets) colours = { new_dataset (10, in_turn), new_dataset (10, in_turn) };
  g_autoptr (GError) error = NULL;

  g_assert_true (prepare (&source, (DatasetRequest){ 0, 0, "fine", "all" }, 1, &error));
  target.train->shape = target.test->shape = (DatasetShape){ 2, 1, 1 };
  g_assert_true (prepare (&target, request_like (source.train), 1, &error));
  g_assert_cmpuint (target.train->shape.width, ==, 2);
  g_assert_cmpuint (target.test->shape.height, ==, 1);
  g_assert_cmpuint (target.train->samples.rows, ==, 50);
  for (guint i = 0; i < 50; i++)
    for (guint x = 0; x < 2; x++)
      g_assert_cmpfloat_with_epsilon (numeric_matrix32_row (target.train->samples, i)[x],
                                      (float)(((i + 1) / 2.0 - source.train->means[x]) / source.train->scale),
                                      1e-6f);
  colours.train->shape = colours.test->shape = (DatasetShape){ 1, 1, 2 };
  g_assert_false (prepare (&colours, request_like (source.train), 1, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_assert_nonnull (strstr (error->message, "1 × 1 × 2"));
  g_assert_nonnull (strstr (error->message, "1 × 2 × 1"));
}

/* As many of each class, in rising order, the fewer among the more; another seed draws others. */
static void
test_draw (void)
{
  g_autoptr (Dataset) dataset = new_dataset (200, unequal);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) few = NULL, more = NULL, others = NULL;
  NumericRandom random;
  guint found = 0;

  numeric_random_init (&random, 1, 0);
  few = dataset_draw_indices (dataset, 3, &random, &error);
  more = dataset_draw_indices (dataset, 7, &random, &error);
  numeric_random_init (&random, 2, 0);
  others = dataset_draw_indices (dataset, 3, &random, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (few->len, ==, 15);
  g_assert_cmpuint (more->len, ==, 35);
  for (guint i = 0; i < more->len; i++) {
    const guint32 index = g_array_index (more, guint32, i);

    g_assert_true (i == 0 || index > g_array_index (more, guint32, i - 1));
    found += found < few->len && g_array_index (few, guint32, found) == index;
  }
  g_assert_cmpuint (found, ==, few->len);
  g_assert_cmpint (memcmp (few->data, others->data, few->len * sizeof (guint32)), !=, 0);
  g_assert_null (dataset_draw_indices (dataset, 11, &random, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_assert_nonnull (strstr (error->message, "only 10 samples of class zero"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/prepare/all", test_all);
  g_test_add_func ("/dataset/prepare/shared", test_shared);
  g_test_add_func ("/dataset/prepare/classes", test_classes);
  g_test_add_func ("/dataset/prepare/coarse", test_coarse);
  g_test_add_func ("/dataset/prepare/grouping", test_grouping);
  g_test_add_func ("/dataset/prepare/group-names", test_group_names);
  g_test_add_func ("/dataset/prepare/fine", test_fine);
  g_test_add_func ("/dataset/prepare/nothing-to-test", test_nothing_to_test);
  g_test_add_func ("/dataset/prepare/subset", test_subset);
  g_test_add_func ("/dataset/prepare/subset-labels", test_subset_labels);
  g_test_add_func ("/dataset/prepare/imbalance", test_imbalance);
  g_test_add_func ("/dataset/prepare/random-labels", test_random_labels);
  g_test_add_func ("/dataset/prepare/refused", test_refused);
  g_test_add_func ("/dataset/prepare/no-hierarchy", test_no_hierarchy);
  g_test_add_func ("/dataset/prepare/balanced-indices", test_balanced_indices);
  g_test_add_func ("/dataset/prepare/like", test_like);
  g_test_add_func ("/dataset/prepare/like-resized", test_like_resized);
  g_test_add_func ("/dataset/prepare/draw", test_draw);
  return g_test_run ();
}
