/* How long training still takes, from how long its last epochs took. */
#pragma once

#include "app/study.h"

G_BEGIN_DECLS

/* Seconds of an epoch, measuring among them: the mean of the last ones of a history, at least those of the
 * pace (epochs a second, 0 for full speed); NaN while there are none. */
double collapsar_time_of_epoch (const TrainingHistory *history, double pace);
/* Seconds until all have ended: those that train, of these seconds each, and those that wait, which follow in
 * order wherever one ends. */
double
collapsar_time_of_queue (const double *training, guint n_training, const double *waiting, guint n_waiting);
/* "8 s", "50 s", "3 min", "1 h 05 min": no more than a person wants to know. Free with g_free. */
char *collapsar_time_format (double seconds);

/* Seconds until the run's last epoch, were it to train; NaN while that is not known. */
double collapsar_time_left (CollapsarSession *run);
/* Until all that train and wait have ended; one that has no epoch yet takes as long for it as the others do
 * on average. NaN while that is not known. */
double collapsar_time_left_of_all (CollapsarStudy *study);

G_END_DECLS
