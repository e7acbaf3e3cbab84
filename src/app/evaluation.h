/* CollapsarEvaluation: what of a network is tried when it is evaluated on a task: methods, layers, few-shot
 * sizes, draws, and how often it is measured. It knows no widget. */
#pragma once

#include <gio/gio.h>

#include "app/transfer-task.h"
#include "training/transfer-plan.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_EVALUATION (collapsar_evaluation_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarEvaluation, collapsar_evaluation, COLLAPSAR, EVALUATION, GObject)

/* Properties (all notify): "probe", "layer", "scl", "full" (boolean, the methods); "ridge" (boolean, every
 * layer is read by a probe in closed form); "each-layer" (boolean: layer and scl tune each in turn, else the
 * last); "shots-1", "shots-5", "shots-10", "shots-50", "shots-100", "shots-all" (boolean, labels of each
 * class); "draws" (uint, seeds of each); "measured" (string, "ends": before and after, "ten": about ten
 * epochs, "each": every one). At first: every method and layer with 5, 50 and all labels, 3 draws, ten
 * epochs. */
CollapsarEvaluation *collapsar_evaluation_new (void);
/* An action for each property, of the same name; free with g_object_unref. */
GSimpleActionGroup *collapsar_evaluation_actions (CollapsarEvaluation *self);

/* What is tried in one way. */
typedef enum {
  COLLAPSAR_EVALUATION_FEW, /* tuned on few labels of each class */
  COLLAPSAR_EVALUATION_ALL,
  COLLAPSAR_EVALUATION_RIDGE,
  COLLAPSAR_EVALUATION_N_WAYS
} CollapsarEvaluationWay;

/* The settings, as StudyTransfer has them, of fine-tunings that others are to be like, so that they can be
 * compared; NULL for none. Kind and seed of them do not matter. */
void
collapsar_evaluation_set_like (CollapsarEvaluation *self, CollapsarEvaluationWay way, const char *settings);
/* The plans (GPtrArray of TransferPlan) for a network of this regime; free with g_ptr_array_unref. They have
 * the settings of those that they are to be like. Where there are none, what the regime's [transfer] leaves
 * at the defaults is made to fit: at most 5,000 samples to draw from and to measure on, 2,000 to test on, and
 * 100 epochs of few samples, which make few mini-batches. */
GPtrArray *collapsar_evaluation_plans (CollapsarEvaluation *self,
                                       const Regime *regime,
                                       const CollapsarTransferTask *task);

G_END_DECLS
