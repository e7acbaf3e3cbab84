/* Records: every number comes back to the last bit, NaN as NaN; an epoch that is told again replaces itself.
 */
#include "fixture.h"

static void
assert_same (double a, double b)
{
  g_assert_true (a == b || (isnan (a) && isnan (b)));
}

static void
assert_equal_splits (const TrainingSplitRecord *a, const TrainingSplitRecord *b, gboolean has_head)
{
  assert_same (a->loss, b->loss);
  assert_same (a->error, b->error);
  assert_same (a->probe_accuracy, b->probe_accuracy);
  g_assert_cmpuint (a->metrics.flags, ==, b->metrics.flags);
  for (guint m = 0; m < COLLAPSE_N_METRICS; m++) {
    assert_same (a->metrics.value[m], b->metrics.value[m]);
    if (has_head)
      assert_same (a->head.value[m], b->head.value[m]);
  }
}

static void
assert_equal (const TrainingRecord *a, const TrainingRecord *b)
{
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_cmpint (a->has_head, ==, b->has_head);
  g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
  g_assert_cmpfloat (a->base_learning_rate, ==, b->base_learning_rate);
  g_assert_cmpfloat (a->weight_decay, ==, b->weight_decay);
  g_assert_cmpfloat (a->seconds, ==, b->seconds);
  g_assert_cmpfloat (a->measure_seconds, ==, b->measure_seconds);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    assert_equal_splits (&a->split[s], &b->split[s], a->has_head);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  NumericRandom random;
  g_assert_no_error (error);
  numeric_random_init (&random, 1, 0);
  put_run (study, "A", 0);
  put_run (study, "B", 0);
  for (guint epoch = 0; epoch <= 20; epoch += 5)
    g_ptr_array_add (told, make_record (&random, epoch, TRUE));
  /* In any order, one of them twice, and another run's beside them. */
  for (guint i = told->len; i-- > 0;) {
    g_autoptr (TrainingRecord) other = make_record (&random, 5 * i, FALSE);
    g_assert_true (study_put_record (study, 2, other, &error));
    if (i == 2)
      g_assert_true (study_put_record (study, 1, other, &error));
    if (i != 2)
      g_assert_true (study_put_record (study, 1, told->pdata[i], &error));
  }
  g_assert_true (study_put_record (study, 1, told->pdata[2], &error));
  g_autoptr (GPtrArray) read = study_records (study, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, told->len);
  for (guint i = 0; i < read->len; i++)
    assert_equal (read->pdata[i], told->pdata[i]);
  g_autoptr (GPtrArray) none = study_records (study, 9, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  study_close (g_steal_pointer (&study));
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/epochs/round-trip", test_round_trip);
  return g_test_run ();
}
