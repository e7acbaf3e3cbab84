/* What the files of CollapsarTransfers share. */
#pragma once

#include "app/transfer-loader.h"
#include "app/transfers.h"
#include "app/tuning.h"

/* What was asked of one run. */
typedef struct {
  CollapsarSession *run;
  TransferPlan *plan;
  gint64 id;                 /* of the run when its fine-tunings were found; 0: they are not, yet */
  gssize n_expected;         /* before that */
  GCancellable *cancellable; /* of what is asked about it */
  gboolean planning;         /* its fine-tunings are being found */
  GQueue left;               /* CollapsarTuning, not begun */
  guint n_begun;
} TransferOrder;

struct _CollapsarTransfers {
  GObject parent_instance;

  GListModel *runs;
  TrainingScheduler *scheduler;
  CollapsarStore *store;
  GPtrArray *listened; /* CollapsarSession */
  GPtrArray *stored;   /* StudyTransfer, of removed runs too */
  GHashTable *of_run;  /* their run's number to GPtrArray of them */
  GArray *rows;        /* NULL: to be made */
  gint64 told;         /* when "changed" was emitted last, us */
  guint source;        /* emits it */

  GPtrArray *orders;  /* TransferOrder */
  GHashTable *active; /* CollapsarTuning that are loaded, tuned or stored, to the TransferOrder */
  CollapsarTransferLoader *loader;
  GHashTable *durations; /* "method shots" to Duration, of those that were tuned at full speed */
  CollapsarSession *live, *live_run;
  GError *error; /* of the last that failed */
  guint n_done, n_failed;
  guint cores;
  double pace;
  gboolean paused, watched, closing;
};

/* transfers.c: */

/* One is stored. Takes it. */
void collapsar_transfers_add_stored (CollapsarTransfers *self, StudyTransfer *transfer);
/* Whether the run is in the list. */
gboolean collapsar_transfers_lists (CollapsarTransfers *self, gconstpointer run);
/* The stored ones of a run; NULL for none. */
GPtrArray *collapsar_transfers_stored_of (CollapsarTransfers *self, CollapsarSession *run);
/* Emits "progress". */
void collapsar_transfers_tell_progress (CollapsarTransfers *self);

/* transfers-orders.c: what is to be done, and what is remembered of it in the study. */

void collapsar_transfer_order_free (gpointer order);
/* Adds one unless there is the same already; takes the plan. */
void collapsar_transfers_order (CollapsarTransfers *self, CollapsarSession *run, TransferPlan *plan);
/* Finds the fine-tunings of runs that have come to their end, and lets go of what cannot be done. */
void collapsar_transfers_update_orders (CollapsarTransfers *self);
/* Those that are not begun, as far as they are known. */
guint collapsar_transfer_order_n_left (const TransferOrder *order);
void collapsar_transfers_remember (CollapsarTransfers *self);
void collapsar_transfers_recall (CollapsarTransfers *self);
/* One could not be done. */
void
collapsar_transfers_tell_failed (CollapsarTransfers *self, const TransferOrder *order, const GError *error);

/* transfers-queue.c: how it is done. */

/* Begins what there are cores for. */
void collapsar_transfers_advance (CollapsarTransfers *self);
/* Lets the active ones follow "paused". */
void collapsar_transfers_pause_active (CollapsarTransfers *self);
/* Stops those of an order; they are to be begun again. */
void collapsar_transfers_stop_order (CollapsarTransfers *self, TransferOrder *order);
