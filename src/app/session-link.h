/* How the worker's reports reach the window.
 *
 * Everything that must not be lost (start, records, changes, snapshots of whole epochs, failure, end) goes
 * through a queue that is drained once a frame with a bound, so that a run of any speed costs a frame the
 * same. What is only to be seen (the moment between two mini-batches) goes through a mailbox of one slot: the
 * worker is asked for a snapshot only while the slot is empty, and what is not collected in time is replaced
 * by what is newer. All samples of an epoch, which are large, have a slot too. Of checkpoints, which are
 * large, those that a history keeps for good go through the queue and the newest through a slot of its own.
 *
 * One g_idle_add a record was measured (practice.md): 16 draws a second at 7,000 records. The link knows no
 * session: it outlives a run exactly as long as the trainer's thread does. */
#pragma once

#include <glib.h>

#include "training/trainer.h"

G_BEGIN_DECLS

typedef enum {
  COLLAPSAR_REPORT_STARTED,
  COLLAPSAR_REPORT_RECORD,
  COLLAPSAR_REPORT_CHANGED,
  COLLAPSAR_REPORT_SNAPSHOT,
  COLLAPSAR_REPORT_CHECKPOINT,
  COLLAPSAR_REPORT_FAILED,
  COLLAPSAR_REPORT_ENDED,
} CollapsarReportKind;

typedef struct {
  CollapsarReportKind kind;
  TrainerStart start;
  TrainerEnd end;
  gpointer data; /* TrainingRecord, RegimeChange, TrainingSnapshot, TrainingCheckpoint or GError */
} CollapsarReport;

/* Frees it with what it holds. */
void collapsar_report_free (CollapsarReport *report);
/* Lets go of the data sets. */
void collapsar_start_clear (TrainerStart *start);

typedef struct _CollapsarLink CollapsarLink;

/* The worker's side: a trainer's sink, with the link as its user data. */
extern const TrainerSink collapsar_link_sink;

/* The window's side. `wake` is called in the main context when a report comes to a link that sleeps. */
CollapsarLink *collapsar_link_new (GSourceFunc wake, gpointer user_data);
/* From now on `wake` is not called any more. */
void collapsar_link_cut (CollapsarLink *link);
/* After the trainer's thread has gone. */
void collapsar_link_free (CollapsarLink *link);
/* The next report, or NULL; to be freed. */
CollapsarReport *collapsar_link_pop (CollapsarLink *link);
/* What is in the mailbox, or NULL; to be unref'd. */
TrainingSnapshot *collapsar_link_take_mail (CollapsarLink *link);
/* All samples of the epoch that was measured last, or NULL; to be unref'd. They may be of a later epoch than
 * what has been popped. */
TrainingSnapshot *collapsar_link_take_samples (CollapsarLink *link);
/* The newest checkpoint if it is none of those in the queue, or NULL; to be unref'd. It may be of a later
 * epoch than what has been popped. */
TrainingCheckpoint *collapsar_link_take_checkpoint (CollapsarLink *link);
/* Whether somebody looks at the present, and the worker is to be asked for its moments. */
void collapsar_link_set_wanted (CollapsarLink *link, gboolean wanted);
/* Whether somebody wants all samples of measured epochs. */
void collapsar_link_set_samples_wanted (CollapsarLink *link, gboolean wanted);
/* Puts the link to sleep until the next report; FALSE when one has come already. */
gboolean collapsar_link_sleep (CollapsarLink *link);

G_END_DECLS
