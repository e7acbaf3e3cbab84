/* Times from records whose seconds are known, and in words. */
#include "app/time-left.h"

#include <math.h>

static TrainingHistory *
history_of (guint n_records, guint every, double seconds)
{
  g_autoptr (Regime) regime = regime_new ();
  TrainingHistory *history = training_history_new (regime);
  for (guint i = 0; i < n_records; i++) {
    g_autoptr (TrainingRecord) record = training_record_new ();
    record->epoch = i * every;
    record->seconds = i == 0 ? 0.0 : 0.75 * seconds;
    record->measure_seconds = i == 0 ? 100.0 : 0.25 * seconds; /* the first is before training */
    training_history_add_record (history, record);
  }
  return history;
}

static void
test_epoch (void)
{
  g_autoptr (TrainingHistory) none = history_of (1, 1, 2.0), some = history_of (5, 10, 2.0);
  g_assert_true (isnan (collapsar_time_of_epoch (NULL, 0.0)));
  g_assert_true (isnan (collapsar_time_of_epoch (none, 0.0)));
  g_assert_cmpfloat_with_epsilon (collapsar_time_of_epoch (some, 0.0), 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (collapsar_time_of_epoch (some, 100.0), 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (collapsar_time_of_epoch (some, 2.0), 0.5, 1e-12);
}

/* Only what was of late counts. */
static void
test_recent (void)
{
  g_autoptr (TrainingHistory) history = history_of (200, 1, 2.0);
  for (guint i = 0; i < 20; i++) {
    g_autoptr (TrainingRecord) record = training_record_new ();
    record->epoch = 200 + i;
    record->seconds = 1.0;
    training_history_add_record (history, record);
  }
  g_assert_cmpfloat_with_epsilon (collapsar_time_of_epoch (history, 0.0), 1.0, 1e-12);
}

/* Places are free at 3 and 5; 4 goes to the first until 7, 1 to the second until 6, and 2 to that until 8. */
static void
test_queue (void)
{
  const double training[] = { 3.0, 5.0 }, waiting[] = { 4.0, 1.0, 2.0 };
  g_assert_cmpfloat (collapsar_time_of_queue (training, 2, waiting, 0), ==, 5.0);
  g_assert_cmpfloat (collapsar_time_of_queue (training, 2, waiting, 2), ==, 7.0);
  g_assert_cmpfloat (collapsar_time_of_queue (training, 2, waiting, 3), ==, 8.0);
  g_assert_cmpfloat (collapsar_time_of_queue (training, 1, waiting, 3), ==, 10.0);
}

static void
test_format (void)
{
  static const struct {
    double seconds;
    const char *words;
  } rows[] = {
    { 0.0, "1 s" },           { 7.2, "8 s" },           { 19.5, "20 s" },           { 31.0, "35 s" },
    { 54.0, "55 s" },         { 58.0, "1 min" },        { 61.0, "2 min" },          { 3540.0, "59 min" },
    { 3541.0, "1 h 00 min" }, { 3900.0, "1 h 05 min" }, { 1e300, "16666 h 40 min" }
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words = collapsar_time_format (rows[i].seconds);
    g_assert_cmpstr (words, ==, rows[i].words);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/time-left/epoch", test_epoch);
  g_test_add_func ("/app/time-left/recent", test_recent);
  g_test_add_func ("/app/time-left/queue", test_queue);
  g_test_add_func ("/app/time-left/format", test_format);
  return g_test_run ();
}
