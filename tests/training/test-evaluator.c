/* All samples of an epoch: as the trainer tells them and from a checkpoint, to the last bit. */
#include "training/evaluator.h"

#include "../settings.h"
#include "training/regime-data.h"
#include "training/trainer.h"

#include <string.h>

#define DIMENSION 12

typedef struct {
  Regime *regime;
  Dataset *data[TRAINING_N_SPLITS];
  GPtrArray *samples, *snapshots, *checkpoints;
  gboolean wanted;
} Run;

static void
on_started (const TrainerStart *start, gpointer user_data)
{
  Run *run = user_data;
  run->data[TRAINING_TRAIN] = dataset_ref ((Dataset *)start->train);
  run->data[TRAINING_TEST] = dataset_ref ((Dataset *)start->test);
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer user_data)
{
  g_ptr_array_add (((Run *)user_data)->snapshots, training_snapshot_ref (snapshot));
}

static void
on_samples (TrainingSnapshot *snapshot, gpointer user_data)
{
  g_ptr_array_add (((Run *)user_data)->samples, training_snapshot_ref (snapshot));
}

static gboolean
on_wants_samples (gpointer user_data)
{
  return ((Run *)user_data)->wanted;
}

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer user_data)
{
  g_ptr_array_add (((Run *)user_data)->checkpoints, training_checkpoint_ref (checkpoint));
}

static Run
train (const char *const *settings, gboolean wanted)
{
  static const char *const small[] = {
    "data.train=300", "data.test=90", "network.hidden=16",   "network.feature=12",  "optimiser.batch=32",
    "run.epochs=4",   "head.width=8", "run.metrics-every=2", "run.spectra-every=4", NULL
  };
  const TrainerSink sink = { .started = on_started,
                             .snapshot = on_snapshot,
                             .samples = on_samples,
                             .wants_samples = on_wants_samples,
                             .checkpoint = on_checkpoint };
  Run run = { .regime = regime_with_settings (small, settings), .wanted = wanted };
  run.samples = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  run.snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  run.checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (Trainer) trainer = trainer_new (run.regime, 1, &sink, &run);
  trainer_run (trainer, &error);
  g_assert_no_error (error);
  return run;
}

static void
run_clear (Run *run)
{
  g_ptr_array_unref (run->samples);
  g_ptr_array_unref (run->snapshots);
  g_ptr_array_unref (run->checkpoints);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    dataset_unref (run->data[s]);
  regime_unref (run->regime);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static TrainingSnapshot *
evaluate (const Run *run, guint epoch, guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingEvaluator) evaluator
      = training_evaluator_new (run->regime, run->checkpoints->pdata[epoch], run->data, threads, &error);
  g_assert_no_error (error);
  TrainingSnapshot *snapshot = training_evaluator_snapshot (evaluator, NULL, &error);
  g_assert_no_error (error);
  return snapshot;
}

static void
assert_same (const TrainingSnapshot *a, const TrainingSnapshot *b)
{
  gsize n_weights = a->n_classes * a->dimension;
  g_assert_cmpfloat (a->epoch, ==, b->epoch);
  g_assert_cmpint (a->probe, ==, b->probe);
  g_assert_cmpmem (a->weight, n_weights * sizeof (float), b->weight,
                   b->n_classes * b->dimension * sizeof (float));
  g_assert_cmpmem (a->bias, a->n_classes * sizeof (float), b->bias, b->n_classes * sizeof (float));
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainingWatch *p = &a->split[s], *q = &b->split[s];
    g_assert_cmpmem (p->features, p->n * a->dimension * sizeof (float), q->features,
                     q->n * b->dimension * sizeof (float));
    g_assert_cmpmem (p->labels, p->n * sizeof (guint32), q->labels, q->n * sizeof (guint32));
    g_assert_cmpmem (p->samples, p->n * sizeof (guint32), q->samples, q->n * sizeof (guint32));
    g_assert_cmpmem (p->predictions, p->n * sizeof (guint32), q->predictions, q->n * sizeof (guint32));
    g_assert_cmpmem (p->means->means, n_weights * sizeof (double), q->means->means,
                     n_weights * sizeof (double));
    g_assert_cmpmem (p->means->variability, a->n_classes * sizeof (double), q->means->variability,
                     b->n_classes * sizeof (double));
  }
}

/* With the classifier on the features, behind a head, and with none; at the start, in between and at the end,
 * where more is measured; on one thread and on two. */
static void
test_bits (void)
{
  static const char *const settings[][3]
      = { { NULL }, { "head.layers=1", NULL }, { "loss.kind=supcon", "augment.level=weak", NULL } };
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_auto (Run) run = train (settings[i], TRUE);
    g_assert_cmpuint (run.samples->len, ==, 3);
    for (guint j = 0; j < run.samples->len; j++) {
      const TrainingSnapshot *told = run.samples->pdata[j];
      g_autoptr (TrainingSnapshot) again = evaluate (&run, 2 * j, 1 + j % 2);
      g_assert_cmpuint (told->split[TRAINING_TRAIN].n, ==, 300);
      g_assert_cmpuint (told->split[TRAINING_TEST].n, ==, 90);
      assert_same (told, again);
    }
  }
}

/* The watch set's samples are among them, as its snapshot has them. */
static void
test_watched (void)
{
  static const char *const nothing[] = { NULL };
  g_auto (Run) run = train (nothing, TRUE);
  for (guint j = 0; j < run.samples->len; j++)
    for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
      const TrainingWatch *watch = &((TrainingSnapshot *)run.snapshots->pdata[j])->split[s];
      const TrainingWatch *all = &((TrainingSnapshot *)run.samples->pdata[j])->split[s];
      g_assert_cmpuint (watch->n, >, 0);
      for (gsize i = 0; i < watch->n; i++) {
        gsize at = watch->samples[i];
        g_assert_cmpuint (all->samples[at], ==, at);
        g_assert_cmpuint (all->labels[at], ==, watch->labels[i]);
        g_assert_cmpuint (all->predictions[at], ==, watch->predictions[i]);
        g_assert_cmpmem (all->features + DIMENSION * at, DIMENSION * sizeof (float),
                         watch->features + DIMENSION * i, DIMENSION * sizeof (float));
      }
    }
}

/* Nobody is told what he does not ask for, and what is trained is the same. */
static void
test_unwanted (void)
{
  static const char *const nothing[] = { NULL };
  g_auto (Run) run = train (nothing, FALSE);
  g_auto (Run) asked = train (nothing, TRUE);
  const TrainingCheckpoint *a = run.checkpoints->pdata[4], *b = asked.checkpoints->pdata[4];
  g_assert_cmpuint (run.samples->len, ==, 0);
  g_assert_cmpmem (a->state[TRAINING_STATE_NETWORK], a->size[TRAINING_STATE_NETWORK] * sizeof (float),
                   b->state[TRAINING_STATE_NETWORK], b->size[TRAINING_STATE_NETWORK] * sizeof (float));
}

static void
test_refused (void)
{
  static const char *const nothing[] = { NULL }, *const wider[] = { "network.hidden=17", NULL };
  g_auto (Run) run = train (nothing, FALSE);
  g_autoptr (Regime) other = regime_copy (run.regime);
  take_settings (other, wider);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_assert_null (training_evaluator_new (other, run.checkpoints->pdata[1], run.data, 1, &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_clear_error (&error);
  g_autoptr (TrainingEvaluator) evaluator
      = training_evaluator_new (run.regime, run.checkpoints->pdata[1], run.data, 1, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (training_evaluator_snapshot (evaluator, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/evaluator/bits", test_bits);
  g_test_add_func ("/training/evaluator/watched", test_watched);
  g_test_add_func ("/training/evaluator/unwanted", test_unwanted);
  g_test_add_func ("/training/evaluator/refused", test_refused);
  return g_test_run ();
}
