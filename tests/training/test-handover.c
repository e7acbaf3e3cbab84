/* A trainer hands records and snapshots to another thread as the window takes them: records through a queue
 * drained with a bound, snapshots through a one-slot mailbox. (ThreadSanitizer does not see the locks inside
 * GLib's library, which are bare futexes, and reports them; with g_mutex_* and g_cond_* put over pthread's,
 * what it still reports is inside GAsyncQueue.) */
#include "training/history.h"
#include "training/trainer.h"

#include "../settings.h"

#include <math.h>

/* Records the consumer takes at a time. */
#define BOUND 4

typedef struct {
  GAsyncQueue *records;
  TrainingSnapshot *mailbox; /* atomic; the slot owns it */
  gint ended;                /* atomic */
  guint told;                /* of the trainer's thread: records put in */
} Channel;

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  Channel *channel = data;
  channel->told++;
  g_async_queue_push (channel->records, training_record_ref (record));
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer data)
{
  Channel *channel = data;
  TrainingSnapshot *before = g_atomic_pointer_exchange (&channel->mailbox, training_snapshot_ref (snapshot));
  if (before != NULL)
    training_snapshot_unref (before);
}

static gboolean
on_wants_snapshot (gpointer data)
{
  return g_atomic_pointer_get (&((Channel *)data)->mailbox) == NULL;
}

static void
on_ended (TrainerEnd end, gpointer data)
{
  g_atomic_int_set (&((Channel *)data)->ended, 1);
}

/* Takes what is there; returns how many records. */
static guint
drain (Channel *channel, TrainingHistory *history, guint *n_snapshots)
{
  guint n = 0;
  TrainingRecord *record;
  while (n < BOUND && (record = g_async_queue_try_pop (channel->records)) != NULL) {
    training_history_add_record (history, record);
    training_record_unref (record);
    n++;
  }
  g_autoptr (TrainingSnapshot) snapshot = g_atomic_pointer_exchange (&channel->mailbox, NULL);
  if (snapshot != NULL) {
    g_assert_true (isfinite (snapshot->split[TRAINING_TRAIN].features[0]));
    training_history_add_snapshot (history, snapshot);
    (*n_snapshots)++;
  }
  return n;
}

static Regime *
new_regime (void)
{
  static const char *const settings[]
      = { "data.train=300", "data.test=100",      "network.hidden=16",    "network.feature=16",
          "run.epochs=20",  "optimiser.batch=32", "run.spectra-every=10", NULL };
  return regime_with_settings (settings, NULL);
}

static void
test_drain (void)
{
  g_autoptr (Regime) regime = new_regime ();
  g_autoptr (Regime) slower = regime_copy (regime);
  g_assert_true (regime_set (slower, "optimiser.learning-rate", "0.01", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  Channel channel = { .records = g_async_queue_new_full ((GDestroyNotify)training_record_unref) };
  const TrainerSink sink = {
    .epoch = on_epoch, .snapshot = on_snapshot, .wants_snapshot = on_wants_snapshot, .ended = on_ended
  };
  guint n_snapshots = 0, round = 0;
  Trainer *trainer = trainer_new (regime, 2, &sink, &channel);
  trainer_start (trainer);
  while (!g_atomic_int_get (&channel.ended) || g_async_queue_length (channel.records) > 0) {
    drain (&channel, history, &n_snapshots);
    if (++round == 5)
      trainer_set_live (trainer, slower);
    if (round % 7 == 0)
      trainer_pause (trainer);
    if (round % 7 == 1)
      trainer_resume (trainer);
    g_usleep (1000);
  }
  trainer_free (trainer);
  drain (&channel, history, &n_snapshots);
  g_assert_cmpuint (channel.told, ==, 21);
  g_assert_cmpuint (training_history_n_records (history), ==, 21);
  g_assert_cmpuint (n_snapshots, >, 0);
  g_assert_cmpfloat (training_history_last (history)->base_learning_rate, ==, 0.01);
  g_async_queue_unref (channel.records);
}

/* While it is paused after one epoch, the moment is handed over as soon as it is wanted. */
static void
test_paused_moment (void)
{
  g_autoptr (Regime) regime = new_regime ();
  g_assert_true (regime_set (regime, "run.epochs", "1000", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  Channel channel = { .records = g_async_queue_new_full ((GDestroyNotify)training_record_unref) };
  const TrainerSink sink = {
    .epoch = on_epoch, .snapshot = on_snapshot, .wants_snapshot = on_wants_snapshot, .ended = on_ended
  };
  Trainer *trainer = trainer_new (regime, 1, &sink, &channel);
  double shown = -1;
  trainer_pause (trainer);
  trainer_start (trainer);
  /* Epoch 350 of 1000 is not among the kept snapshots; were the moment not offered this would not end. */
  g_assert_false (training_keeps_snapshot (350, 1000, TRAINING_SNAPSHOT_LIMIT));
  for (guint epoch = 1; epoch <= 350; epoch++) {
    trainer_step_epoch (trainer);
    for (;;) {
      g_autoptr (TrainingRecord) record = g_async_queue_pop (channel.records);
      if (record->epoch == epoch)
        break;
    }
  }
  while (shown != 350) {
    g_autoptr (TrainingSnapshot) snapshot = g_atomic_pointer_exchange (&channel.mailbox, NULL);
    shown = snapshot != NULL ? snapshot->epoch : shown;
    g_usleep (1000);
  }
  trainer_free (trainer);
  g_clear_pointer (&channel.mailbox, training_snapshot_unref);
  g_async_queue_unref (channel.records);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/handover/drain", test_drain);
  g_test_add_func ("/training/handover/paused-moment", test_paused_moment);
  return g_test_run ();
}
