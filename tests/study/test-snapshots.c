/* Which snapshots and checkpoints are kept. */
#include "fixture.h"

/* The trainer tells snapshots on its own grid: those that a study keeps must be among them. */
static void
test_grid (void)
{
  for (guint n = 1; n <= 3000; n++) {
    guint kept = 0;
    for (guint epoch = 0; epoch <= n; epoch++)
      if (study_keeps_snapshot (epoch, n)) {
        kept++;
        g_assert_true (training_keeps_snapshot (epoch, n, TRAINING_SNAPSHOT_LIMIT));
      }
    g_assert_cmpuint (kept, <=, STUDY_SNAPSHOT_LIMIT + 1);
    g_assert_true (study_keeps_snapshot (0, n) && study_keeps_snapshot (n, n));
  }
}

/* Of one size and of many: what is kept stays within its room, and the first and the last are kept. */
static void
test_checkpoints (void)
{
  for (gsize bytes = 1; bytes < 100000000; bytes *= 7)
    for (guint n = 1; n < 500; n += 37) {
      guint kept = 0;
      for (guint epoch = 0; epoch <= n; epoch++)
        kept += study_keeps_checkpoint (epoch, n, bytes);
      g_assert_true (study_keeps_checkpoint (0, n, bytes) && study_keeps_checkpoint (n, n, bytes));
      g_assert_cmpuint (kept, <=, STUDY_CHECKPOINT_LIMIT + 1);
      g_assert_true (kept <= 3 || (kept - 1) * bytes <= STUDY_CHECKPOINT_BYTES);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/snapshots/grid", test_grid);
  g_test_add_func ("/study/snapshots/checkpoints", test_checkpoints);
  return g_test_run ();
}
