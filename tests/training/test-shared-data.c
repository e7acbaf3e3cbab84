/* Runs at once have equal data once, and the same data as alone. */
#include "training/shared-data.h"

#include <string.h>

#include "training/regime-data.h"

#define N_THREADS 8

typedef struct {
  Dataset *train, *test;
} Pair;

static void
clear (Pair *pair)
{
  g_clear_pointer (&pair->train, dataset_unref);
  g_clear_pointer (&pair->test, dataset_unref);
}

static Regime *
regime_of (const char *train, const char *seed)
{
  Regime *regime = regime_new ();
  g_assert_true (regime_set (regime, "data.source", "digits", NULL));
  g_assert_true (regime_set (regime, "data.train", train, NULL));
  g_assert_true (regime_set (regime, "data.test", "0", NULL));
  g_assert_true (regime_set (regime, "run.seed", seed, NULL));
  return regime;
}

static Pair
load (const char *train, const char *seed)
{
  g_autoptr (Regime) regime = regime_of (train, seed);
  g_autoptr (GError) error = NULL;
  Pair pair = { 0 };
  g_assert_true (shared_data_load (regime, &pair.train, &pair.test, &error));
  g_assert_no_error (error);
  return pair;
}

/* All samples are the same for every seed; a part is drawn by it. */
static void
test_equal (void)
{
  Pair one = load ("0", "1"), two = load ("0", "2");
  Pair part = load ("500", "1"), same = load ("500", "1"), other = load ("500", "2");
  g_assert_true (one.train == two.train && one.test == two.test);
  g_assert_true (part.train == same.train && part.train != one.train);
  g_assert_true (part.train != other.train);
  clear (&one);
  clear (&two);
  clear (&part);
  clear (&same);
  clear (&other);
}

/* Whether only one of the two is let go of, or both. */
static void
test_anew (void)
{
  g_autoptr (Regime) regime = regime_of ("0", "1");
  Pair alone = { 0 };
  g_assert_true (regime_load_data (regime, &alone.train, &alone.test, NULL));
  g_assert_true (regime_prepare_data (regime, &alone.train, &alone.test, NULL));
  Pair first = load ("0", "1");
  g_clear_pointer (&first.test, dataset_unref);
  Pair second = load ("0", "1");
  g_assert_true (second.train != first.train);
  clear (&first);
  Pair third = load ("0", "1");
  g_assert_true (second.train == third.train);
  clear (&second);
  g_assert_cmpmem (third.train->samples.data, third.train->samples.rows * third.train->samples.columns * 4,
                   alone.train->samples.data, alone.train->samples.rows * alone.train->samples.columns * 4);
  clear (&third);
  clear (&alone);
}

static void
test_error (void)
{
  g_autoptr (Regime) regime = regime_of ("1000000", "1");
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    Pair pair = { 0 };
    g_assert_false (shared_data_load (regime, &pair.train, &pair.test, &error));
    g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
    g_assert_true (pair.train == NULL && pair.test == NULL);
  }
}

static gpointer
load_often (gpointer data)
{
  for (guint i = 0; i < 20; i++) {
    Pair a = load ("0", "1"), b = load ("0", "2");
    g_assert_true (a.train == b.train && a.test == b.test);
    clear (&a);
    clear (&b);
  }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[N_THREADS];
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("load", load_often, NULL);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/shared-data/equal", test_equal);
  g_test_add_func ("/training/shared-data/anew", test_anew);
  g_test_add_func ("/training/shared-data/error", test_error);
  g_test_add_func ("/training/shared-data/threads", test_threads);
  return g_test_run ();
}
