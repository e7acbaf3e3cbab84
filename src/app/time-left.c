#include "app/time-left.h"

#include <glib/gi18n.h>
#include <math.h>

/* Records that an epoch's time is taken from: the last ones, as cores come and go. */
#define RECENT 20

double
collapsar_time_of_epoch (const TrainingHistory *history, double pace)
{
  guint n = history == NULL ? 0 : training_history_n_records (history);
  guint first = n > RECENT ? n - 1 - RECENT : 0;
  double seconds = 0.0;
  if (n < 2)
    return NAN;
  for (guint i = first + 1; i < n; i++) {
    const TrainingRecord *record = training_history_record (history, i);
    seconds += record->seconds + record->measure_seconds;
  }
  guint epochs
      = training_history_record (history, n - 1)->epoch - training_history_record (history, first)->epoch;
  return MAX (seconds / epochs, pace > 0.0 ? 1.0 / pace : 0.0);
}

/* The place that is free first. */
static guint
find_least (const GArray *ends)
{
  guint least = 0;
  for (guint i = 1; i < ends->len; i++)
    if (g_array_index (ends, double, i) < g_array_index (ends, double, least))
      least = i;
  return least;
}

double
collapsar_time_of_queue (const double *training, guint n_training, const double *waiting, guint n_waiting)
{
  g_return_val_if_fail (n_training > 0, NAN);

  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (double));
  double last = 0.0;
  g_array_append_vals (ends, training, n_training);
  for (guint i = 0; i < n_waiting; i++)
    g_array_index (ends, double, find_least (ends)) += waiting[i];
  for (guint i = 0; i < ends->len; i++)
    last = MAX (last, g_array_index (ends, double, i));
  return last;
}

char *
collapsar_time_format (double seconds)
{
  if (seconds < 20.0)
    return g_strdup_printf (_ ("%.0f s"), MAX (ceil (seconds), 1.0));
  if (seconds < 55.0)
    return g_strdup_printf (_ ("%.0f s"), 5.0 * ceil (seconds / 5.0));
  guint minutes = (guint)MIN (ceil (seconds / 60.0), 1e6);
  if (minutes < 60)
    return g_strdup_printf (_ ("%u min"), minutes);
  return g_strdup_printf (_ ("%u h %02u min"), minutes / 60, minutes % 60);
}

static guint
epochs_left (CollapsarSession *run)
{
  guint n_epochs = (guint)regime_get_integer (collapsar_session_regime (run), "run.epochs");
  const TrainingRecord *last
      = collapsar_session_has_records (run) ? training_history_last (collapsar_session_history (run)) : NULL;
  return n_epochs - MIN (last == NULL ? 0 : last->epoch, n_epochs);
}

double
collapsar_time_left (CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (run), NAN);

  return epochs_left (run)
         * collapsar_time_of_epoch (collapsar_session_history (run), collapsar_session_get_pace (run));
}

/* Mean over the runs of which it is known. */
static double
usual_epoch (CollapsarStudy *study)
{
  double sum = 0.0;
  guint n = 0;
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    double seconds
        = collapsar_time_of_epoch (collapsar_session_history (run), collapsar_session_get_pace (run));
    if (!isnan (seconds)) {
      sum += seconds;
      n++;
    }
  }
  return n == 0 ? NAN : sum / n;
}

double
collapsar_time_left_of_all (CollapsarStudy *study)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NAN);

  g_autoptr (GArray) training = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (double));
  double usual = usual_epoch (study);
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    double own = collapsar_time_left (run);
    double left = isnan (own) ? epochs_left (run) * usual : own;
    if (collapsar_session_is_wanted (run))
      g_array_append_val (collapsar_session_trains (run) ? training : waiting, left);
  }
  if (training->len == 0 || isnan (usual))
    return NAN;
  return collapsar_time_of_queue ((double *)training->data, training->len, (double *)waiting->data,
                                  waiting->len);
}
