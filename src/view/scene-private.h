/* What a scene is made of; for scene.c and scene-words.c. */
#pragma once

#include "view/lens.h"
#include "view/scene.h"

#define N_KINDS COLLAPSE_PROJECTION_N_KINDS
/* Pairs of name and value: NC1, quotient, NC2, NC3, NC4. */
#define N_READOUT 5

struct _ViewScene {
  const TrainingHistory *history;
  Dataset *data;
  GPtrArray *chain[N_KINDS]; /* CollapseProjection of each kept snapshot so far; NULL where there is none */

  TrainingSnapshot *snapshot; /* shown */
  TrainingSplit split;
  CollapseProjectionKind kind;
  guint32 classes[COLLAPSE_N_CHOSEN];
  double hold;              /* epoch, VIEW_SCENE_SOURCE or NAN */
  TrainingSnapshot *source; /* of a fine-tuning; NULL for none */
  double trail;             /* epochs */
  double trail_start;       /* the epoch of its first moment */
  char *remark;             /* or NULL */
  gboolean stale;           /* one of these has changed since */
  guint n_records;          /* of the history when the words were made */

  CollapseProjection *between;          /* of a snapshot that is not kept */
  const CollapseProjection *projection; /* in use: between, or one of a chain */
  float *points, *means, *classifier, *trailed;
  char *subtitle, *footer, *note, *short_note;
  char *readout[2 * N_READOUT + 1];
  PlotScene plot; /* on the projection's axes */
  double *frame;  /* 3 x n_frame, or NULL */
  gsize n_frame;
  ViewLens lens;
  PlotScene seen; /* plot through the frame */
  char *seen_note;
};

/* Whether the axes are those of a fine-tuning's source; or those, or of a chosen epoch. */
gboolean view_scene_is_of_source (const ViewScene *scene);
gboolean view_scene_is_held (const ViewScene *scene);

/* Cosine between the centred means of two classes. */
double view_scene_mean_cosine (const CollapseMeans *means, guint a, guint b);

/* What is said of the projection, of how many samples are seen, and the remark. */
void view_scene_make_note (ViewScene *scene, const CollapseProjection *projection);
/* Subtitle, read-out and footer of the moment that is shown. */
void view_scene_make_words (ViewScene *scene);
void view_scene_clear_words (ViewScene *scene);
