/* What an epoch of fine-tuning one block takes beside one of all of them, on a CNN of five convolutions: of a
 * late block at most a third. What the frozen blocks before it give is passed once, before the first epoch,
 * and told beside it. */
#include <stdio.h>

#include "numeric/blas.h"
#include "training/trainer.h"

#define SAMPLES 5000
#define EPOCHS 4

static const char text[] = "[data]\nsource=fashion-mnist\ntrain=5000\ntest=1000\n[network]\nkind=cnn\n"
                           "channels=16,32,32,64,64\nstrides=1,2,1,2,1\n"
                           "[transfer]\ntrain=5000\ntest=1000\nepochs=4\nbatch=128\n";

/* Seconds before the first epoch, and of the others. */
typedef struct {
  double before, epochs;
  gsize trained, parameters;
} Time;

static void
on_started (const TrainerStart *start, gpointer data)
{
  ((Time *)data)->trained = start->n_trained;
  ((Time *)data)->parameters = start->n_parameters;
}

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  *(record->epoch == 0 ? &((Time *)data)->before : &((Time *)data)->epochs) = record->seconds;
}

static Time
tune (TransferTask *task, const Regime *base, const char *method, const char *block)
{
  static const TrainerSink sink = { .started = on_started, .epoch = on_epoch };
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) settings = regime_copy (base);
  Time time = { 0 };
  regime_set (settings, "transfer.method", method, &error);
  regime_set (settings, "transfer.block", block, &error);
  g_autoptr (Regime) regime = transfer_regime (settings, &error);
  g_assert_no_error (error);
  g_autoptr (Trainer) trainer = trainer_new (regime, 1, &sink, &time);
  trainer_transfer (trainer, task);
  trainer_run (trainer, &error);
  g_assert_no_error (error);
  return time;
}

int
main (int argc, char **argv)
{
  numeric_blas_init (argv);
  static const struct {
    const char *method, *block;
  } rows[] = { { "full", "0" }, { "layer", "1" }, { "layer", "3" }, { "layer", "4" }, { "layer", "5" },
               { "scl", "3" },  { "scl", "4" },   { "scl", "5" },   { "probe", "0" } };
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_from_text (text, "benchmark", &error);
  g_assert_no_error (error);
  g_autoptr (TransferSource) source = transfer_source_new (regime, NULL, &error);
  if (source == NULL) {
    printf ("skipped: %s\n", error->message);
    return 77;
  }
  g_autoptr (Regime) any = transfer_regime (regime, &error);
  g_autoptr (TransferTask) task = transfer_task_new (source, any, &error);
  g_assert_no_error (error);
  double full = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Time time = tune (task, regime, rows[i].method, rows[i].block);
    double epoch = time.epochs / EPOCHS;
    full = i == 0 ? epoch : full;
    printf ("%-5s %s  %6.1f %% trained  %.3f s an epoch (%.0f samples/s), %.1f times as fast as full; "
            "%.2f s before\n",
            rows[i].method, rows[i].block, 100 * (double)time.trained / (double)time.parameters, epoch,
            SAMPLES / epoch, full / epoch, time.before);
  }
  return 0;
}
