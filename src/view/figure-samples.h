/* What scenes of a figure show where they show every sample (ViewFigureLook.all_samples): a run's checkpoints
 * at the figure's epochs, evaluated. The window and the command line make the same. */
#pragma once

#include "view/figure.h"

#include <gio/gio.h>

/* Whether a figure of that look has scenes, which can show all samples. */
gboolean view_figure_has_scenes (ViewFigureKind kind);
/* For ViewFigureRuns.samples. Checkpoints (of TrainingCheckpoint, rising) are those of the history's run, and
 * data what it was trained on (as of training_evaluator_new). An epoch that the look names needs one of its
 * own; for those that a strip chooses by itself the nearest are taken. threads: 0 for all cores. NULL on
 * error: STUDY_ERROR_NOT_FOUND, which says what epochs there are, and those of the evaluator; cancellable may
 * be NULL. */
GPtrArray *view_figure_samples_new (const ViewFigureLook *look,
                                    const TrainingHistory *history,
                                    const GPtrArray *checkpoints,
                                    Dataset *const data[TRAINING_N_SPLITS],
                                    guint threads,
                                    GCancellable *cancellable,
                                    GError **error);
/* "0, 5 and 30": of the checkpoints that a run has of its own; NULL for none. Free with g_free. */
char *view_checkpoint_epochs (const TrainingHistory *history, const GPtrArray *checkpoints);
