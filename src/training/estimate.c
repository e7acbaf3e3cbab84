#include "training/estimate.h"

#include <time.h>

#include "training/trainer.h"

/* Epochs are measured for as long, s of a processor. */
#define ENOUGH_SECONDS 0.15

/* A moment by the clock on the wall and by that of the calling thread, s. */
typedef struct {
  double wall, thread;
} Moment;

typedef struct {
  Trainer *trainer;
  Moment begun, first; /* the call, and the first epoch */
  guint spectra_every, metrics_every;
  double train, plain, spectra; /* seconds */
  guint n_trained, n_plain, n_spectra;
} Measuring;

static Moment
now (void)
{
  struct timespec thread = { 0 };
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &thread);
  return (Moment){ .wall = (double)g_get_monotonic_time () / G_USEC_PER_SEC,
                   .thread = (double)thread.tv_sec + (double)thread.tv_nsec * 1e-9 };
}

static void
take_measuring (Measuring *measuring, const TrainingRecord *record)
{
  gboolean spectra = measuring->spectra_every > 0 && record->epoch % measuring->spectra_every == 0;
  if (spectra) {
    measuring->spectra += record->measure_seconds;
    measuring->n_spectra++;
  } else {
    measuring->plain += record->measure_seconds;
    measuring->n_plain++;
  }
}

static void
on_epoch (TrainingRecord *record, gpointer user_data)
{
  Measuring *measuring = user_data;
  take_measuring (measuring, record);
  if (record->epoch == 0) {
    measuring->first = now ();
    return;
  }
  measuring->train += record->seconds;
  measuring->n_trained = record->epoch;
  if (now ().thread - measuring->first.thread >= ENOUGH_SECONDS)
    trainer_stop (measuring->trainer);
}

static void
on_cancelled (GCancellable *cancellable, gpointer trainer)
{
  trainer_stop (trainer);
}

static double
mean (double sum, guint n)
{
  return n == 0 ? 0.0 : sum / n;
}

/* The mean over epochs with and without spectra, of those that are measured at all. Where only one kind was
 * seen, the other is taken for the same. */
static double
measuring_per_epoch (const Measuring *measuring)
{
  double plain = mean (measuring->plain, measuring->n_plain);
  double spectra = mean (measuring->spectra, measuring->n_spectra);
  if (measuring->n_plain == 0)
    plain = spectra;
  if (measuring->n_spectra == 0)
    spectra = plain;
  double share
      = measuring->spectra_every == 0 ? 0.0 : 1.0 / MAX (measuring->spectra_every, measuring->metrics_every);
  return share * spectra + MAX (1.0 / measuring->metrics_every - share, 0.0) * plain;
}

gboolean
training_cost_measure (
    Regime *regime, guint threads, GCancellable *cancellable, TrainingCost *cost, GError **error)
{
  static const TrainerSink sink = { .epoch = on_epoch };
  Measuring measuring = { .begun = now (),
                          .spectra_every = (guint)regime_get_integer (regime, "run.spectra-every"),
                          .metrics_every = MAX ((guint)regime_get_integer (regime, "run.metrics-every"), 1) };
  measuring.trainer = trainer_new (regime, threads, &sink, &measuring);
  gulong handler = cancellable == NULL ? 0
                                       : g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                                                measuring.trainer, NULL);
  gboolean good = trainer_run (measuring.trainer, error);
  g_cancellable_disconnect (cancellable, handler);
  trainer_free (measuring.trainer);
  if (!good || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  const Moment end = now ();
  double wall = end.wall - measuring.first.wall, thread = end.thread - measuring.first.thread;
  double share = wall > 0.0 ? CLAMP (thread / wall, 0.0, 1.0) : 1.0;
  *cost = (TrainingCost){
    .loading = measuring.first.thread - measuring.begun.thread,
    .epoch = share * (mean (measuring.train, measuring.n_trained) + measuring_per_epoch (&measuring)),
    .n_epochs = (guint)regime_get_integer (regime, "run.epochs"),
    .share = share
  };
  return TRUE;
}

guint
training_cost_cores (guint n, guint i, guint cores)
{
  guint last = n % MAX (cores, 1);
  return i < n - last ? 1 : cores / last;
}

double
training_cost_total (const TrainingCost *costs, guint n, guint cores, double pace)
{
  g_autofree double *ends = g_new0 (double, MAX (cores, 1)); /* of each core's run */
  double longest = 0.0;
  for (guint i = 0; i < n; i++) {
    double epoch = pace > 0.0 ? MAX (costs[i].epoch, 1.0 / pace) : costs[i].epoch;
    guint first = 0;
    for (guint c = 1; c < cores; c++)
      first = ends[c] < ends[first] ? c : first;
    ends[first] += costs[i].loading + epoch * costs[i].n_epochs;
    longest = MAX (longest, ends[first]);
  }
  return longest;
}
