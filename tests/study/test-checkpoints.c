/* Checkpoints: to the last bit; the last is always there, those that are kept stay, the others go. */
#include "fixture.h"

#define N_EPOCHS 200

static gboolean
contains (const GArray *epochs, guint epoch)
{
  for (guint i = 0; i < epochs->len; i++)
    if (g_array_index (epochs, guint, i) == epoch)
      return TRUE;
  return FALSE;
}

static void
assert_equal (const TrainingCheckpoint *a, const TrainingCheckpoint *b)
{
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_cmpstr (regime_get (a->regime, "optimiser.learning-rate"), ==,
                   regime_get (b->regime, "optimiser.learning-rate"));
  g_assert_cmpfloat (a->seconds, ==, b->seconds);
  g_assert_cmpfloat (a->probe_square, ==, b->probe_square);
  NumericRandom of_a = a->random, of_b = b->random;
  g_assert_cmpuint (numeric_random_next (&of_a), ==, numeric_random_next (&of_b));
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    g_assert_cmpmem (a->state[s], a->size[s] * sizeof (float), b->state[s], b->size[s] * sizeof (float));
}

static void
test_kept (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  const gsize size = 50, bytes = (2 * size + 1) * sizeof (float);
  NumericRandom random;
  g_assert_no_error (error);
  numeric_random_init (&random, 1, 0);
  put_run (study, "A", 0);
  g_assert_null (study_last_checkpoint (study, 1, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  for (guint epoch = 0; epoch <= 150; epoch++) {
    g_autoptr (TrainingCheckpoint) checkpoint = make_checkpoint (&random, epoch, size);
    g_assert_true (study_put_checkpoint (study, 1, checkpoint, N_EPOCHS, &error));
    g_autoptr (TrainingCheckpoint) last = study_last_checkpoint (study, 1, &error);
    g_assert_no_error (error);
    assert_equal (last, checkpoint);
  }
  g_autoptr (GArray) epochs = study_checkpoint_epochs (study, 1, &error);
  for (guint epoch = 0; epoch <= 150; epoch++)
    g_assert_cmpint (contains (epochs, epoch), ==,
                     epoch == 150 || study_keeps_checkpoint (epoch, N_EPOCHS, bytes));
  g_autoptr (TrainingCheckpoint) first = study_checkpoint (study, 1, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->epoch, ==, 0);
  study_close (g_steal_pointer (&study));
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/checkpoints/kept", test_kept);
  return g_test_run ();
}
