/* Transfer results: every field comes back, undefined ones too; they go with their run. */
#include "fixture.h"

static StudyTransfer *
read_one (Study *study, GPtrArray **transfers)
{
  g_autoptr (GError) error = NULL;
  *transfers = study_transfers (study, &error);
  g_assert_no_error (error);
  g_assert_cmpuint ((*transfers)->len, ==, 1);
  return g_ptr_array_index (*transfers, 0);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  put_run (study, "A", 0);
  char target[] = "kmnist", method[] = "scl", settings[] = "[transfer]\nepochs=3\n";
  const StudyTransfer transfer = { .run = 1,
                                   .epoch = 40,
                                   .target = target,
                                   .method = method,
                                   .block = 2,
                                   .shots = 50,
                                   .seed = G_MININT64,
                                   .settings = settings,
                                   .test_accuracy = 0.875,
                                   .nc1 = (double)NAN,
                                   .nc1_test = (double)INFINITY,
                                   .trained = G_MAXINT64,
                                   .parameters = 3,
                                   .seconds = -0.0 };
  g_assert_true (study_add_transfer (study, &transfer, &error));
  GPtrArray *transfers = NULL;
  const StudyTransfer *read = read_one (study, &transfers);
  g_assert_cmpint (read->run, ==, 1);
  g_assert_cmpuint (read->epoch, ==, 40);
  g_assert_cmpstr (read->target, ==, target);
  g_assert_cmpstr (read->method, ==, method);
  g_assert_cmpint (read->block, ==, 2);
  g_assert_cmpuint (read->shots, ==, 50);
  g_assert_cmpint (read->seed, ==, G_MININT64);
  g_assert_cmpstr (read->settings, ==, settings);
  g_assert_cmpfloat (read->test_accuracy, ==, 0.875);
  g_assert_true (isnan (read->nc1));
  g_assert_true (isinf (read->nc1_test));
  g_assert_cmpuint (read->trained, ==, G_MAXINT64);
  g_assert_cmpuint (read->parameters, ==, 3);
  g_ptr_array_unref (transfers);

  g_assert_true (study_remove_run (study, 1, &error));
  g_autoptr (GPtrArray) none = study_transfers (study, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  /* Of a run that there is not. */
  g_assert_false (study_add_transfer (study, &transfer, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_FAILED);
  study_close (g_steal_pointer (&study));
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/transfers/round-trip", test_round_trip);
  return g_test_run ();
}
