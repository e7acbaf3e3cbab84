/* From a regime's [network] to a network, and to the weights that it starts from. */
#include "training/regime-network.h"

#include "../settings.h"
#include "network/weights.h"
#include "training/regime-data.h"
#include "training/trainer.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("collapsar-regime-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "start.safetensors", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* Digits, small and short. */
static Regime *
new_regime (const char *const *settings)
{
  static const char *const small[] = { "data.train=200",
                                       "data.test=100",
                                       "network.hidden=16",
                                       "network.feature=12",
                                       "run.epochs=1",
                                       "optimiser.batch=32",
                                       "optimiser.learning-rate=1e-9",
                                       NULL };
  return regime_with_settings (small, settings);
}

static Network *
new_network (const Regime *regime, guint64 seed)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;
  NumericRandom random;
  numeric_random_init (&random, seed, 0);
  g_assert_true (regime_load_data (regime, &train, &test, &error)
                 && regime_prepare_data (regime, &train, &test, &error));
  Network *network = regime_new_network (regime, train, &random, &error);
  g_assert_no_error (error);
  return network;
}

/* A file of a network of the regime's kind, from another seed. */
static Network *
write_start (Fixture *fixture, const Regime *regime)
{
  static const char *const nothing[] = { NULL };
  Network *network = new_network (regime, 77);
  g_assert_true (network_write_weights (network, fixture->path, nothing, NULL));
  return network;
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer data)
{
  TrainingSnapshot **first = data;
  if (*first == NULL)
    *first = training_snapshot_ref (snapshot);
}

/* Its first snapshot; NULL when the run failed. */
static TrainingSnapshot *
run (Regime *regime, GError **error)
{
  static const TrainerSink sink = { .snapshot = on_snapshot };
  TrainingSnapshot *first = NULL;
  g_autoptr (Trainer) trainer = trainer_new (regime, 1, &sink, &first);
  trainer_run (trainer, error);
  return first;
}

/* What a run of the regime starts with is the file's, where it has a place. */
static void
test_start (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Regime) regime = new_regime (NULL);
  g_autoptr (Network) start = write_start (fixture, regime);
  RealMatrix weight = network_classifier_weight (start);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingSnapshot) drawn = run (regime, &error);
  g_assert_no_error (error);
  g_assert_true (regime_set (regime, "network.weights", fixture->path, NULL));
  g_autoptr (TrainingSnapshot) begun = run (regime, &error);
  g_assert_no_error (error);
  g_assert_cmpint (memcmp (drawn->weight, weight.data, weight.rows * weight.columns * sizeof (float)), !=, 0);
  g_assert_cmpmem (begun->weight, weight.rows * weight.columns * sizeof (float), weight.data,
                   weight.rows * weight.columns * sizeof (float));
}

/* Other classes: the blocks are the file's, the classifier as drawn from the seed. */
static void
test_downstream (Fixture *fixture, gconstpointer data)
{
  static const char *const fewer[] = { "data.classes=0-3", NULL };
  g_autoptr (Regime) regime = new_regime (NULL);
  g_autoptr (Regime) other = new_regime (fewer);
  g_autoptr (Network) start = write_start (fixture, regime);
  g_autoptr (Network) network = new_network (other, 5);
  g_autoptr (Network) drawn = new_network (other, 5);
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (other, "network.weights", fixture->path, NULL));
  g_assert_true (regime_read_weights (other, network, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < network_n_tensors (network); i++) {
    const NetworkTensor *tensor = network_tensor (network, i);
    gboolean block = g_str_has_prefix (tensor->name, "blocks.");
    const NetworkTensor *expected = network_tensor (block ? start : drawn, i);
    g_assert_cmpstr (tensor->name, ==, expected->name);
    g_assert_cmpmem (tensor->values, tensor->count * sizeof (real), expected->values,
                     expected->count * sizeof (real));
  }
}

/* A relative path is one from the present folder, "~" the home. */
static void
test_paths (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Regime) regime = new_regime (NULL);
  g_autoptr (Network) start = write_start (fixture, regime);
  g_autofree char *before = g_get_current_dir ();
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (regime, "network.weights", "start.safetensors", NULL));
  g_assert_false (regime_read_weights (regime, start, &error));
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (error->message, "network.weights: "));
  g_clear_error (&error);
  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  g_assert_true (regime_read_weights (regime, start, &error));
  g_assert_cmpint (g_chdir (before), ==, 0);
  g_assert_true (regime_set (regime, "network.weights", "~/none/such.safetensors", NULL));
  g_assert_false (regime_read_weights (regime, start, &error));
  g_assert_nonnull (strstr (error->message, g_get_home_dir ()));
}

/* A run that cannot start as it should does not start. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const wider[] = { "network.hidden=17", NULL };
  g_autoptr (Regime) regime = new_regime (NULL);
  g_autoptr (Regime) other = new_regime (wider);
  g_autoptr (Network) start = write_start (fixture, regime);
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (other, "network.weights", fixture->path, NULL));
  g_assert_null (run (other, &error));
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE);
  g_assert_nonnull (strstr (error->message, "“blocks.0.linear.weight” is 16 × 64"));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/training/regime-network/start", test_start);
  ADD ("/training/regime-network/downstream", test_downstream);
  ADD ("/training/regime-network/paths", test_paths);
  ADD ("/training/regime-network/refused", test_refused);
  return g_test_run ();
}
