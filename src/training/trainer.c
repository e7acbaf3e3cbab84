/* The trainer as others see it: a thread, and commands to it.
 *
 * What a regime and its seed determine. All random numbers come from streams split off the seed's generator
 * (numeric_random_init (seed, 0)) by label:
 *
 *   "data"      which samples of the source are drawn (dataset_prepare)
 *   "weights"   the network's first weights, and below it each block's dropout
 *   "probe"     the online probe's first weights, where there is one (online-probe.h)
 *   "order N"   the order of the samples in epoch N: a shuffle of 0 .. n - 1, so that a run can be taken up
 * at any epoch without the ones before
 *   "augment N" how the samples are augmented in epoch N: view v (0 or 1) of sample i by the numbers from
 * position 2^32 (2 i + v) on, whichever thread does it and whatever the order
 *   "mixup N"   the share by which mini-batch j of epoch N is mixed, from position 2^32 j on
 *   "watch order", "watch views"  which samples a contrastive loss is measured on together, and their two
 * views: the same every time
 *
 * and the synthetic source takes the seed itself. A run does, in this order: load and prepare the data; make
 * the network, over whose first weights those of network.weights are laid; measure epoch 0; then for each
 * epoch shuffle, train on mini-batches in that order, and at every metrics-every'th epoch measure train, then
 * test. The last mini-batch of an epoch is what is left over; a single left-over sample joins the mini-batch
 * before it when there is batch norm, which needs two. With mixup each sample of a mini-batch is mixed with
 * the one as far from its other end (dataset_mixup), and its loss is that with its own label and that with
 * the other's, by the same share. Only what is trained on is augmented, and never what is measured, but for
 * the two views that a contrastive loss cannot be measured without. A contrastive mini-batch is its samples'
 * views 0, then their views 1.
 *
 * Measuring and snapshots run the network in evaluation mode and take no numbers from what training draws; so
 * neither they, nor pausing, pacing or the number of threads change a bit of the run. A setting that is
 * changed meanwhile does, and the sink is told before which mini-batch.
 *
 * A run that goes on from a checkpoint does the same but for the measuring of epoch 0: it takes over the
 * states instead of going through the epochs before. Nothing else is carried from one epoch to the next, as
 * all streams are named and none is drawn from on the way; so the generator that they are split off, which
 * the checkpoint has too, is all that is needed of chance beside the data, which are drawn by the regime's
 * seed again. A branch has its own regime's seed for all.
 *
 * Commands set fields under one mutex; the run reads them before each mini-batch and, to stop, also between
 * the chunks of a measuring pass. There is no queue of commands: only the latest wish matters. */
#include "training/trainer-private.h"

#include <math.h>
#include <sys/resource.h>
#include <unistd.h>

G_DEFINE_QUARK (collapsar_trainer_error, trainer_error)

/* How often a waiting run asks whether its moment is wanted by now, us. */
#define OFFER_INTERVAL 8000
/* The window's threads come first. */
#define NICE 10

Trainer *
trainer_new (Regime *regime, guint threads, const TrainerSink *sink, gpointer user_data)
{
  Trainer *trainer = g_new0 (Trainer, 1);
  trainer->regime = regime_ref (regime);
  trainer->threads = threads > 0 ? threads : g_get_num_processors ();
  if (sink != NULL)
    trainer->sink = *sink;
  trainer->user_data = user_data;
  trainer->live = regime_ref (regime);
  g_mutex_init (&trainer->mutex);
  g_cond_init (&trainer->cond);
  return trainer;
}

gboolean
trainer_run (Trainer *trainer, GError **error)
{
  g_autoptr (GError) local = NULL;
  TrainerEnd end = trainer_run_regime (trainer, &local);
  if (end == TRAINER_FAILED && trainer->sink.failed != NULL)
    trainer->sink.failed (local, trainer->user_data);
  if (trainer->sink.ended != NULL)
    trainer->sink.ended (end, trainer->user_data);
  if (end != TRAINER_FAILED)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
set_checkpoint (Trainer *trainer, TrainingCheckpoint *checkpoint, gboolean branch)
{
  g_return_if_fail (trainer->thread == NULL && trainer->checkpoint == NULL);
  trainer->checkpoint = training_checkpoint_ref (checkpoint);
  trainer->branch = branch;
}

static void
set_live (Trainer *trainer, const Regime *regime)
{
  Regime *live = regime_copy_with_live (trainer->regime, regime);
  g_mutex_lock (&trainer->mutex);
  Regime *before = trainer->live;
  trainer->live = live;
  g_mutex_unlock (&trainer->mutex);
  regime_unref (before);
}

void
trainer_continue_from (Trainer *trainer, TrainingCheckpoint *checkpoint)
{
  set_checkpoint (trainer, checkpoint, FALSE);
  set_live (trainer, checkpoint->regime);
}

void
trainer_transfer (Trainer *trainer, TransferTask *task)
{
  g_return_if_fail (trainer->thread == NULL && trainer->task == NULL);
  trainer->task = transfer_task_ref (task);
}

void
trainer_branch_from (Trainer *trainer, TrainingCheckpoint *checkpoint)
{
  set_checkpoint (trainer, checkpoint, TRUE);
}

static gpointer
run_in_thread (gpointer data)
{
  /* Linux keeps a nice value for each thread; the team's threads inherit it. Not getting it is no harm. */
  setpriority (PRIO_PROCESS, (id_t)gettid (), NICE);
  trainer_run (data, NULL);
  return NULL;
}

void
trainer_start (Trainer *trainer)
{
  g_return_if_fail (trainer->thread == NULL);
  trainer->thread = g_thread_new ("trainer", run_in_thread, trainer);
}

void
trainer_free (Trainer *trainer)
{
  if (trainer == NULL)
    return;
  trainer_stop (trainer);
  if (trainer->thread != NULL)
    g_thread_join (trainer->thread);
  regime_unref (trainer->regime);
  regime_unref (trainer->live);
  g_clear_pointer (&trainer->checkpoint, training_checkpoint_unref);
  g_clear_pointer (&trainer->task, transfer_task_unref);
  g_mutex_clear (&trainer->mutex);
  g_cond_clear (&trainer->cond);
  g_free (trainer);
}

static void
set_flags (Trainer *trainer, gboolean paused, gboolean stepping)
{
  g_mutex_lock (&trainer->mutex);
  trainer->paused = paused;
  trainer->stepping = stepping;
  g_cond_signal (&trainer->cond);
  g_mutex_unlock (&trainer->mutex);
}

void
trainer_pause (Trainer *trainer)
{
  set_flags (trainer, TRUE, FALSE);
}

void
trainer_resume (Trainer *trainer)
{
  set_flags (trainer, FALSE, FALSE);
}

void
trainer_step_epoch (Trainer *trainer)
{
  g_mutex_lock (&trainer->mutex);
  trainer->stepping = trainer->paused;
  g_cond_signal (&trainer->cond);
  g_mutex_unlock (&trainer->mutex);
}

void
trainer_stop (Trainer *trainer)
{
  g_mutex_lock (&trainer->mutex);
  trainer->stopping = TRUE;
  g_cond_signal (&trainer->cond);
  g_mutex_unlock (&trainer->mutex);
}

void
trainer_set_threads (Trainer *trainer, guint threads)
{
  g_mutex_lock (&trainer->mutex);
  trainer->threads = threads > 0 ? threads : g_get_num_processors ();
  g_mutex_unlock (&trainer->mutex);
}

void
trainer_set_live (Trainer *trainer, const Regime *regime)
{
  g_return_if_fail (trainer->task == NULL);
  set_live (trainer, regime);
}

Regime *
trainer_ref_live (Trainer *trainer)
{
  g_mutex_lock (&trainer->mutex);
  Regime *live = regime_ref (trainer->live);
  g_mutex_unlock (&trainer->mutex);
  return live;
}

void
trainer_set_pace (Trainer *trainer, double epochs_per_second)
{
  g_return_if_fail (isfinite (epochs_per_second) && epochs_per_second >= 0);
  g_mutex_lock (&trainer->mutex);
  trainer->pace = epochs_per_second;
  g_cond_signal (&trainer->cond);
  g_mutex_unlock (&trainer->mutex);
}

gboolean
trainer_is_stopping (Trainer *trainer)
{
  g_mutex_lock (&trainer->mutex);
  gboolean stopping = trainer->stopping;
  g_mutex_unlock (&trainer->mutex);
  return stopping;
}

guint
trainer_threads (Trainer *trainer)
{
  g_mutex_lock (&trainer->mutex);
  guint threads = trainer->threads;
  g_mutex_unlock (&trainer->mutex);
  return threads;
}

void
trainer_epoch_done (Trainer *trainer)
{
  g_mutex_lock (&trainer->mutex);
  trainer->stepping = FALSE;
  g_mutex_unlock (&trainer->mutex);
}

/* When the next mini-batch is due; G_MAXINT64 while paused. With the mutex held. */
static gint64
next_turn (Trainer *trainer, guint steps_per_epoch, gint64 now)
{
  if (trainer->paused && !trainer->stepping) {
    trainer->turn = 0; /* after a pause the first one comes at once */
    return G_MAXINT64;
  }
  if (trainer->pace == 0 || trainer->turn == 0)
    return now;
  double interval = 1e6 / (trainer->pace * steps_per_epoch);
  return trainer->turn + (gint64)MIN (interval, 1e15);
}

gboolean
trainer_wait_turn (Trainer *trainer, guint steps_per_epoch, TrainerOffer offer, gpointer data)
{
  gboolean told = FALSE, offered = FALSE;
  g_mutex_lock (&trainer->mutex);
  while (!trainer->stopping) {
    gint64 now = g_get_monotonic_time ();
    gint64 turn = next_turn (trainer, steps_per_epoch, now);
    if (!told && !offered) {
      g_mutex_unlock (&trainer->mutex);
      told = offer (now < turn, data);
      g_mutex_lock (&trainer->mutex);
      offered = TRUE;
      continue; /* what was said meanwhile counts */
    }
    if (now >= turn) {
      /* Keep to the beat, but do not hurry after a stall longer than one. */
      trainer->turn = trainer->turn != 0 && now - turn < turn - trainer->turn ? turn : now;
      break;
    }
    if (!told)
      turn = MIN (turn, now + OFFER_INTERVAL);
    if (turn == G_MAXINT64)
      g_cond_wait (&trainer->cond, &trainer->mutex);
    else
      g_cond_wait_until (&trainer->cond, &trainer->mutex, turn);
    offered = FALSE;
  }
  gboolean go_on = !trainer->stopping;
  g_mutex_unlock (&trainer->mutex);
  return go_on;
}
