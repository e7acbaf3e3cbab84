/* The watch set's size, and what is refused; the data sets here have numbers of rows and no rows. */
#include "training/regime.h"
#include "training/trainer-memory.h"

#include <string.h>

#define WIDTH 512

static Network *
new_network (guint classes)
{
  const guint widths[] = { WIDTH };
  const NetworkDesign design
      = { .height = 8, .width = 8, .channels = 1, .widths = widths, .n_widths = 1, .classes = classes };
  NumericRandom random;
  numeric_random_init (&random, 1, 0);
  return network_new (&design, &random, NULL);
}

/* 100 and 50 samples a class where the kept snapshots, at most 190, have room in 256 MB; else as many as
 * have: 256e6 / (190 x 10 classes x 512 x 4 bytes) is 65.8, two thirds of which are of train; and 8 at the
 * least. */
static void
test_watch (void)
{
  static const struct {
    guint classes, n_epochs, train, test;
  } rows[] = { { 10, 9, 100, 50 }, { 10, 199, 43, 21 }, { 10, 5000, 43, 21 }, { 200, 199, 8, 8 } };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Network) network = new_network (rows[i].classes);
    const Dataset data = { .n_classes = rows[i].classes, .samples = { .rows = 1000 } };
    const TrainerMemory memory
        = { .network = network, .train = &data, .test = &data, .n_epochs = rows[i].n_epochs, .batch = 10 };
    g_assert_cmpuint (trainer_memory_watch (&memory, TRAINING_TRAIN), ==, rows[i].train);
    g_assert_cmpuint (trainer_memory_watch (&memory, TRAINING_TEST), ==, rows[i].test);
  }
}

static gboolean
fits (gsize rows, gboolean contrast, gboolean checkpoints)
{
  g_autoptr (Network) network = new_network (10);
  g_autoptr (GError) error = NULL;
  const Dataset data = { .n_classes = 10, .samples = { .rows = rows } };
  const TrainerMemory memory = { .network = network,
                                 .train = &data,
                                 .test = &data,
                                 .n_epochs = 9,
                                 .batch = 1000,
                                 .contrast = contrast,
                                 .checkpoints = checkpoints };
  if (trainer_memory_check (&memory, &error))
    return TRUE;
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_nonnull (strstr (error->message, "optimiser.batch"));
  return FALSE;
}

/* As many rows as just fit do not with checkpoints, nor with all views compared. */
static void
test_check (void)
{
  gsize least = 1000, most = (gsize)1 << 40;
  g_assert_true (fits (least, FALSE, FALSE));
  g_assert_false (fits (most, FALSE, FALSE));
  while (most - least > 1) {
    gsize middle = least + (most - least) / 2;
    *(fits (middle, FALSE, FALSE) ? &least : &most) = middle;
  }
  g_assert_false (fits (least, FALSE, TRUE));
  g_assert_false (fits (least, TRUE, FALSE));
  g_assert_true (fits (least - 1000, FALSE, TRUE));
}

/* A sample more is its own 64 numbers, the two layers' worth of it that is kept, and in a snapshot of all
 * samples its features and three numbers: 4 bytes each. */
static void
test_need (void)
{
  g_autoptr (Network) network = new_network (10);
  Dataset data = { .n_classes = 10, .samples = { .rows = 1000, .columns = 64 } };
  const TrainerMemory memory
      = { .network = network, .train = &data, .test = &data, .n_epochs = 9, .batch = 10 };
  guint64 before = trainer_memory_need (&memory);
  data.samples.rows++;
  g_assert_cmpuint (trainer_memory_need (&memory) - before, ==, 2 * 4 * (64 + 3 * WIDTH + 3));
  g_assert_cmpuint (before, <, trainer_memory_there ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/trainer-memory/watch", test_watch);
  g_test_add_func ("/training/trainer-memory/check", test_check);
  g_test_add_func ("/training/trainer-memory/need", test_need);
  return g_test_run ();
}
