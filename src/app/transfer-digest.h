/* What the Transfer view shows of a study's fine-tunings, made in another thread: to choose, to average and
 * to correlate thousands of them takes longer than a frame. */
#pragma once

#include "app/transfer-choice.h"
#include "app/transfers.h"
#include "view/transfer.h"

G_BEGIN_DECLS

/* A run of the study that may have been fine-tuned. */
typedef struct {
  gint64 id;
  guint group; /* runs that are shown as one have the same */
  guint style;
  gboolean visible;
  gboolean selected; /* the backbone is its group */
  Regime *regime;
} CollapsarTransferRun;

void collapsar_transfer_run_clear (CollapsarTransferRun *run);

typedef struct {
  GPtrArray *sources;    /* data.source of the runs, each once */
  GPtrArray *targets;    /* keys of the tasks that there are fine-tunings of, for the source in effect */
  char *source, *target; /* in effect; target "" where there is nothing */
  GArray *shots;         /* of guint: those that there are of the target, rising, 0 last */
  guint n_rows;          /* fine-tunings of the target */
  guint shown_shots;     /* in effect */
  gboolean
      has_backbone;   /* there are some of the selected run; else the cards of one backbone are of another */
  ViewTransfer *view; /* of them; NULL without any */
  gint layer;         /* the tuned layer that is shown; 0: none */
  GArray *methods;    /* ViewTransferMethod of that layer and of what tunes no layer */
  GPtrArray *tunings; /* StudyTransfer: what the methods are the means of */
} CollapsarTransferDigest;

void collapsar_transfer_digest_free (CollapsarTransferDigest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarTransferDigest, collapsar_transfer_digest_free)

/* runs: array of CollapsarTransferRun, taken. */
void collapsar_transfer_digest_async (CollapsarTransfers *transfers,
                                      GArray *runs,
                                      CollapsarTransferChoice *choice,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* NULL when it was cancelled. */
CollapsarTransferDigest *collapsar_transfer_digest_finish (GAsyncResult *result);

G_END_DECLS
