/* What the files of CollapsarStudy share. */
#pragma once

#include "app/study.h"
#include "training/scheduler.h"

typedef enum {
  CHANGE_ADDED,
  CHANGE_REMOVED,
  CHANGE_MOVED,
} ChangeKind;

/* How a run was before it was removed. */
typedef struct {
  guint place;
  gboolean wanted; /* it trained or waited */
} RemovedRun;

/* What was added, removed or moved last. */
typedef struct {
  ChangeKind kind;
  GPtrArray *runs; /* of CollapsarSession, when moved all in their order before; NULL: nothing to undo */
  GArray *removed; /* of RemovedRun, of each when removed */
  CollapsarSession *selected; /* before; may be NULL */
} Change;

struct _CollapsarStudy {
  GObject parent_instance;

  GListStore *runs;
  CollapsarTransfers *transfers;
  CollapsarSession *selected;
  CollapsarStore *store;
  gboolean expecting; /* a store is to come */
  TrainingScheduler *scheduler;
  gboolean closing; /* runs end one after the other: none of them begins any more */
  gboolean holding; /* the estimator, as runs train or wait to */
  guint cores;
  Change change;
  double pace;
  gsize most_bytes; /* that the runs' snapshots may take in memory */
};

/* FALSE when the run, which may be NULL, is not in the list. */
gboolean collapsar_study_find (CollapsarStudy *self, CollapsarSession *run, guint *place);
/* Selects a run of the list, or NULL. */
void collapsar_study_set_selected (CollapsarStudy *self, CollapsarSession *run);
/* Listens to a run that comes into the list. */
void collapsar_study_attach (CollapsarStudy *self, CollapsarSession *run);

/* study-runs.c: */

/* Sets a key to a value that is known to be allowed. */
void collapsar_study_set_key (Regime *regime, const char *key, const char *value);
/* The least style that is not in the set. */
guint collapsar_study_first_free (GHashTable *styles);
/* From now on the run has the study's pace. */
void collapsar_study_lead_pace (CollapsarStudy *self, CollapsarSession *run);
/* What was changed last cannot be undone any more. */
void collapsar_study_clear_change (CollapsarStudy *self);
/* The next change, with the runs yet to be filled in. */
void collapsar_study_begin_change (CollapsarStudy *self, ChangeKind kind);

/* study-memory.c: */

#define COLLAPSAR_STUDY_MOST_BYTES ((gsize)192 << 20)
/* Lets the runs' snapshots go that the store has, where all together take more than they may. */
void collapsar_study_spare_memory (CollapsarStudy *self);

/* study-groups.c: */

/* The same runs in another order. */
void collapsar_study_set_order (CollapsarStudy *self, const GPtrArray *runs);
