/* What leaves the program of a run, as PyTorch and NumPy see it, and what comes back from there. */
#include "training/export.h"

#include "../settings.h"
#include "dataset/npy.h"
#include "dataset/npz-writer.h"
#include "dataset/zip.h"
#include "training/regime-data.h"
#include "training/regime-network.h"
#include "training/trainer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

enum { HEIGHT = 7, WIDTH = 6, CHANNELS = 3, CLASSES = 3, TRAIN = 120, TEST = 45 };

typedef struct {
  char *folder;
  char *data, *weights, *features, *samples, *foreign, *logits;
} Fixture;

static void
write_matrix (DatasetNpzWriter *writer, const char *name, const float *values, gsize n)
{
  const gsize sizes[] = { n, HEIGHT, WIDTH, CHANNELS };
  const DatasetNpyShape shape = { DATASET_NPY_FLOAT32, 4, sizes };
  g_assert_true (dataset_npz_writer_add (writer, name, &shape, values, NULL));
}

/* Pictures of noise around a picture for each class, no two pixels or channels alike. */
static void
write_part (DatasetNpzWriter *writer, const char *x, const char *y, gsize n, NumericRandom *random)
{
  const gsize size = HEIGHT * WIDTH * CHANNELS;
  const DatasetNpyShape shape = { DATASET_NPY_INT64, 1, &n };
  g_autofree float *values = g_new (float, n *size);
  g_autofree gint64 *labels = g_new (gint64, n);
  for (gsize i = 0; i < n; i++) {
    labels[i] = (gint64)(i % CLASSES);
    for (gsize j = 0; j < size; j++)
      values[i * size + j]
          = (float)(sin ((double)((j + 1) * (i % CLASSES + 2))) + 0.5 * numeric_random_normal (random));
  }
  write_matrix (writer, x, values, n);
  g_assert_true (dataset_npz_writer_add (writer, y, &shape, labels, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  char **const paths[] = { &fixture->data,    &fixture->weights, &fixture->features,
                           &fixture->samples, &fixture->foreign, &fixture->logits };
  static const char *const names[] = { "data.npz",    "weights.safetensors", "features.npz",
                                       "samples.npz", "foreign.safetensors", "logits.npy" };
  NumericRandom random;
  fixture->folder = g_dir_make_tmp ("collapsar-export-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    *paths[i] = g_build_filename (fixture->folder, names[i], NULL);
  numeric_random_init (&random, 4, 0);
  g_autoptr (DatasetNpzWriter) writer = dataset_npz_writer_new (fixture->data, NULL);
  write_part (writer, "x_train", "y_train", TRAIN, &random);
  write_part (writer, "x_test", "y_test", TEST, &random);
  g_assert_true (dataset_npz_writer_finish (writer, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  char *paths[] = { fixture->data,    fixture->weights, fixture->features,
                    fixture->samples, fixture->foreign, fixture->logits };
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_remove (paths[i]);
    g_free (paths[i]);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static Regime *
new_regime (Fixture *fixture, const char *const *settings)
{
  static const char *const small[]
      = { "network.hidden=16", "network.feature=12", "run.epochs=2", "optimiser.batch=24", NULL };
  Regime *regime = regime_with_settings (small, settings);
  g_assert_true (regime_set (regime, "data.source", fixture->data, NULL));
  return regime;
}

/* The last of a run. */
typedef struct {
  TrainingCheckpoint *checkpoint;
  TrainingRecord *record;
} Last;

static void
last_clear (Last *last)
{
  g_clear_pointer (&last->checkpoint, training_checkpoint_unref);
  g_clear_pointer (&last->record, training_record_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Last, last_clear)

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer data)
{
  Last *last = data;
  g_clear_pointer (&last->checkpoint, training_checkpoint_unref);
  last->checkpoint = training_checkpoint_ref (checkpoint);
}

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  Last *last = data;
  g_clear_pointer (&last->record, training_record_unref);
  last->record = training_record_ref (record);
}

static Last
train (Regime *regime)
{
  static const TrainerSink sink = { .epoch = on_epoch, .checkpoint = on_checkpoint };
  Last last = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (Trainer) trainer = trainer_new (regime, 1, &sink, &last);
  trainer_run (trainer, &error);
  g_assert_no_error (error);
  g_assert_nonnull (last.checkpoint);
  return last;
}

static void
export_all (Fixture *fixture, const Regime *regime, const TrainingCheckpoint *checkpoint)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingExport) export = training_export_new (regime, checkpoint, 2, &error);
  g_assert_no_error (error);
  g_assert_true (training_export_weights (export, fixture->weights, "collapsar test", &error));
  g_assert_true (training_export_features (export, fixture->features, NULL, &error));
  g_assert_no_error (error);
}

/* An array of the features' file; FALSE when it has none of that name. */
static gboolean
read_array (const char *path, const char *name, DatasetNpy *array)
{
  g_autofree char *file_name = g_strconcat (name, ".npy", NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_autoptr (GBytes) archive = g_bytes_new_take (contents, length);
  g_autoptr (GPtrArray) members = dataset_zip_list (archive, path, &error);
  g_assert_no_error (error);
  for (guint m = 0; m < members->len; m++) {
    const DatasetZipMember *member = members->pdata[m];
    if (!g_str_equal (member->name, file_name))
      continue;
    g_autoptr (GBytes) bytes = dataset_zip_read (archive, member, path, &error);
    g_assert_no_error (error);
    g_assert_true (dataset_npy_parse (array, bytes, name, &error));
    return TRUE;
  }
  return FALSE;
}

static void
assert_array (Fixture *fixture, const char *name, gsize rows, gsize columns)
{
  g_auto (DatasetNpy) array = { NULL };
  if (rows == 0) {
    g_assert_false (read_array (fixture->features, name, &array));
    return;
  }
  g_assert_true (read_array (fixture->features, name, &array));
  g_assert_cmpuint (array.sizes[0], ==, rows);
  g_assert_cmpuint (array.sizes[1], ==, columns);
}

/* What is there of a regime with the classifier on the features, behind a head, and with none. */
static void
test_arrays (Fixture *fixture, gconstpointer data)
{
  static const char *const settings[][3]
      = { { NULL }, { "head.layers=1", "head.width=8" }, { "loss.kind=supcon", "augment.level=weak" } };
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (Regime) regime = new_regime (fixture, settings[i]);
    g_auto (Last) last = train (regime);
    gsize classifier = i == 2 ? 0 : CLASSES;
    export_all (fixture, regime, last.checkpoint);
    assert_array (fixture, "train_features", TRAIN, 12);
    assert_array (fixture, "test_features", TEST, 12);
    assert_array (fixture, "train_labels", TRAIN, 1);
    assert_array (fixture, "train_means", CLASSES, 12);
    assert_array (fixture, "test_means", CLASSES, 12);
    assert_array (fixture, "test_embeddings", i == 1 ? TEST : 0, 8);
    assert_array (fixture, "test_logits", i == 2 ? 0 : TEST, CLASSES);
    assert_array (fixture, "classifier_weight", classifier, i == 1 ? 8 : 12);
    assert_array (fixture, "classifier_bias", classifier, 1);
    assert_array (fixture, "probe_weight", i == 0 ? 0 : CLASSES, 12);
    assert_array (fixture, "probe_bias", i == 0 ? 0 : CLASSES, 1);
  }
}

/* The predictions are wrong as often as the run said. */
static void
test_predictions (Fixture *fixture, gconstpointer data)
{
  static const char *const settings[][3] = { { NULL }, { "loss.kind=simclr", "augment.level=strong" } };
  static const char *const names[TRAINING_N_SPLITS][2]
      = { { "train_predictions", "train_labels" }, { "test_predictions", "test_labels" } };
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (Regime) regime = new_regime (fixture, settings[i]);
    g_assert_true (regime_set (regime, "data.random-labels", "0.5", NULL));
    g_auto (Last) last = train (regime);
    export_all (fixture, regime, last.checkpoint);
    for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
      g_auto (DatasetNpy) predictions = { NULL };
      g_auto (DatasetNpy) labels = { NULL };
      gsize errors = 0;
      g_assert_true (read_array (fixture->features, names[s][0], &predictions));
      g_assert_true (read_array (fixture->features, names[s][1], &labels));
      for (gsize k = 0; k < labels.count; k++)
        errors += dataset_npy_value (&predictions, k) != dataset_npy_value (&labels, k);
      g_assert_cmpfloat ((double)errors / (double)labels.count, ==, last.record->split[s].error);
      g_assert_cmpuint (s == TRAINING_TRAIN ? errors : 1, >, 0);
    }
  }
}

/* Nothing is left of what was called off, and no network takes what is not its own. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const nothing[] = { NULL }, *const wider[] = { "network.hidden=17", NULL };
  g_autoptr (Regime) regime = new_regime (fixture, nothing);
  g_autoptr (Regime) other = new_regime (fixture, wider);
  g_auto (Last) last = train (regime);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingExport) export = training_export_new (regime, last.checkpoint, 1, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (training_export_features (export, fixture->features, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->features, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_null (training_export_new (other, last.checkpoint, 1, &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_clear_error (&error);
  g_assert_false (training_export_weights (export, "/nonexistent/x.safetensors", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* PyTorch */

static gboolean
python (const char *const *command)
{
  int status = 0;
  return g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

static gboolean
has_torch (void)
{
  static const char script[] = "import importlib.util, sys\n"
                               "sys.exit(not all(map(importlib.util.find_spec, ('numpy', 'torch'))))";
  static const char *const command[] = { COLLAPSAR_PYTHON, "-c", script, NULL };
  return python (command);
}

/* The prepared samples, as the network sees them. */
static void
write_samples (Fixture *fixture, const Regime *regime)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_assert_true (regime_load_data (regime, &train, &test, NULL)
                 && regime_prepare_data (regime, &train, &test, NULL));
  g_autoptr (DatasetNpzWriter) writer = dataset_npz_writer_new (fixture->samples, NULL);
  write_matrix (writer, "train", train->samples.data, train->samples.rows);
  write_matrix (writer, "test", test->samples.data, test->samples.rows);
  g_assert_true (dataset_npz_writer_finish (writer, NULL));
}

/* The state that the regime's network has with network.weights, as if a run had ended there. */
static TrainingCheckpoint *
start_of (const Regime *regime, const TrainingCheckpoint *like)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;
  NumericRandom random = like->random;
  g_assert_true (regime_load_data (regime, &train, &test, NULL)
                 && regime_prepare_data (regime, &train, &test, NULL));
  g_autoptr (Network) network = regime_new_network (regime, train, &random, &error);
  g_assert_no_error (error);
  g_assert_true (regime_read_weights (regime, network, &error));
  g_assert_no_error (error);
  TrainingCheckpoint *checkpoint = training_checkpoint_new (like->regime, like->size);
  g_assert_cmpuint (network_state_size (network), ==, like->size[TRAINING_STATE_NETWORK]);
  network_get_state (network, checkpoint->state[TRAINING_STATE_NETWORK]);
  if (like->size[TRAINING_STATE_PROBE] > 0)
    memcpy (checkpoint->state[TRAINING_STATE_PROBE], like->state[TRAINING_STATE_PROBE],
            like->size[TRAINING_STATE_PROBE] * sizeof (float));
  return checkpoint;
}

static void
assert_logits (Fixture *fixture)
{
  g_auto (DatasetNpy) ours = { NULL };
  g_auto (DatasetNpy) theirs = { NULL };
  char *contents;
  gsize length;
  double most = 0, error = 0;
  g_assert_true (read_array (fixture->features, "train_logits", &ours));
  g_assert_true (g_file_get_contents (fixture->logits, &contents, &length, NULL));
  g_autoptr (GBytes) bytes = g_bytes_new_take (contents, length);
  g_assert_true (dataset_npy_parse (&theirs, bytes, "logits", NULL));
  g_assert_cmpuint (ours.count, ==, theirs.count);
  for (gsize i = 0; i < ours.count; i++) {
    double value = dataset_npy_value (&theirs, i);
    most = MAX (most, fabs (value));
    error = MAX (error, fabs (value - dataset_npy_value (&ours, i)));
  }
  g_test_message ("logits up to %g, off by up to %g", most, error);
  g_assert_cmpfloat (error, <, 1e-5 * most);
}

/* check-export.py does what is said there; then its file is taken back. */
static void
test_pytorch (Fixture *fixture, gconstpointer settings)
{
  const char *command[] = { COLLAPSAR_PYTHON, COLLAPSAR_CHECK_EXPORT, NULL, NULL, NULL, NULL, NULL, NULL };
  if (!has_torch ()) {
    g_test_skip (COLLAPSAR_PYTHON " has no torch");
    return;
  }
  g_autoptr (Regime) regime = new_regime (fixture, settings);
  g_auto (Last) last = train (regime);
  export_all (fixture, regime, last.checkpoint);
  write_samples (fixture, regime);
  command[2] = fixture->weights;
  command[3] = fixture->features;
  command[4] = fixture->samples;
  command[5] = fixture->foreign;
  command[6] = fixture->logits;
  g_assert_true (python (command));
  g_assert_true (regime_set (regime, "network.weights", fixture->foreign, NULL));
  g_autoptr (TrainingCheckpoint) start = start_of (regime, last.checkpoint);
  export_all (fixture, regime, start);
  assert_logits (fixture);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  static const char *const mlp[] = { "network.hidden=16,8", NULL };
  static const char *const head[] = { "head.layers=2", "head.width=8", "network.activation=gelu", NULL };
  static const char *const bare[] = { "network.batch-norm=false", "network.activation=tanh", NULL };
  static const char *const cnn[] = { "network.kind=cnn", "network.channels=4,6,5", "network.strides=1,2,1",
                                     "network.kernels=3,3,1", NULL };
  static const char *const pool[] = { "network.kind=cnn",
                                      "network.channels=16,16,3",
                                      "network.strides=1,2,1",
                                      "network.kernels=3,1,3",
                                      "network.downsampling=max-pool",
                                      "network.batch-norm=false",
                                      NULL };
  static const char *const resnet[] = { "network.kind=resnet", "network.channels=4,4,8",
                                        "network.strides=1,1,2", "network.dropout=0.1", NULL };
  g_test_init (&argc, &argv, NULL);
  ADD ("/training/export/arrays", NULL, test_arrays);
  ADD ("/training/export/predictions", NULL, test_predictions);
  ADD ("/training/export/refused", NULL, test_refused);
  ADD ("/training/export/pytorch/mlp", mlp, test_pytorch);
  ADD ("/training/export/pytorch/mlp-head", head, test_pytorch);
  ADD ("/training/export/pytorch/mlp-bare", bare, test_pytorch);
  ADD ("/training/export/pytorch/cnn", cnn, test_pytorch);
  ADD ("/training/export/pytorch/cnn-pool", pool, test_pytorch);
  ADD ("/training/export/pytorch/resnet", resnet, test_pytorch);
  return g_test_run ();
}
