/* How well Evaluate foretells how long it takes: of a preset's network, trained here, whose fine-tunings are
 * asked for in rounds; each round is foretold with what the rounds before it taught. Time of the processor,
 * spread over the cores, is told beside that of the clock, which a busy machine makes longer. */
#include <math.h>
#include <sys/resource.h>

#include "app/evaluation-size.h"
#include "numeric/blas.h"
#include "stored-study.h"

static void
drain (CollapsarStudy *study)
{
  collapsar_study_drain (study);
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (500);
}

/* Seconds of the processor. */
static double
process_time (void)
{
  struct rusage usage;
  getrusage (RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static void
on_size (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  *(CollapsarEvaluationSize **)user_data = collapsar_evaluation_size_finish (result, &error);
  g_assert_no_error (error);
}

/* Foretells a round, and does it. */
static void
time_round (CollapsarStudy *study, CollapsarEvaluation *evaluation, const char *what)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (study);
  CollapsarSession *run = collapsar_study_run (study, 0);
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_of_regime (collapsar_session_regime (run));
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_autofree CollapsarEvaluationSize *size = NULL;
  g_ptr_array_add (runs, run);
  collapsar_evaluation_size_async (evaluation, transfers, runs, task, 0, NULL, on_size, &size);
  while (size == NULL)
    drain (study);
  g_autoptr (GPtrArray) plans = collapsar_evaluation_plans (evaluation, collapsar_session_regime (run), task);
  gint64 start = g_get_monotonic_time ();
  double used = process_time ();
  for (guint p = 0; p < plans->len; p++)
    collapsar_transfers_add (transfers, runs, plans->pdata[p]);
  while (collapsar_transfers_n_left (transfers) > 0)
    drain (study);
  double seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  double busy = (process_time () - used) / g_get_num_processors ();
  g_print ("%-28s %3u fine-tunings: foretold %6.2f s, took %6.2f s (factor %.2f), of the processor %6.2f s "
           "(factor %.2f)\n",
           what, size->n, size->seconds, seconds, size->seconds / seconds, busy, size->seconds / busy);
}

static void
train (CollapsarStudy *study, const char *preset, char **settings)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_preset (preset, &error);
  g_assert_no_error (error);
  for (; *settings != NULL; settings++)
    if (!regime_set_assignment (regime, *settings, &error))
      g_error ("%s", error->message);
  g_object_set (study, "pace", 0.0, NULL);
  CollapsarSession *run = collapsar_study_add (study, regime);
  while (collapsar_session_get_state (run) != COLLAPSAR_SESSION_FINISHED) {
    g_assert_cmpint (collapsar_session_get_state (run), !=, COLLAPSAR_SESSION_FAILED);
    drain (study);
  }
}

/* [PRESET [SETTING=VALUE]...] */
int
main (int argc, char **argv)
{
  static char *none[] = { NULL };
  numeric_blas_init (argv);
  CollapsarStore *store;
  CollapsarStudy *study = stored_study_open (NULL, &store);
  g_autoptr (CollapsarEvaluation) evaluation = collapsar_evaluation_new ();
  train (study, argc > 1 ? argv[1] : "fine-tuning", argc > 2 ? argv + 2 : none);
  g_object_set (evaluation, "draws", 1, NULL);
  time_round (study, evaluation, "one draw");
  g_object_set (evaluation, "draws", 2, NULL);
  time_round (study, evaluation, "another draw");
  g_object_set (evaluation, "shots-10", TRUE, "shots-100", TRUE, NULL);
  time_round (study, evaluation, "10 and 100 labels a class");
  stored_study_close (study, store);
  return 0;
}
