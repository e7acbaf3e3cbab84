/* CollapsarEvaluationPopover: chooses what an evaluation tries, and says how many fine-tunings that is and
 * about how long they take, before it is asked for. */
#pragma once

#include <gtk/gtk.h>

#include "app/evaluation.h"
#include "app/transfers.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_EVALUATION_POPOVER (collapsar_evaluation_popover_get_type ())
G_DECLARE_FINAL_TYPE (
    CollapsarEvaluationPopover, collapsar_evaluation_popover, COLLAPSAR, EVALUATION_POPOVER, GtkPopover)

/* Signal "opened": about to be seen, so that collapsar_evaluation_popover_ask is due. Actions
 * "evaluation.NAME", those of collapsar_evaluation_actions; its button activates "page.evaluate". */

CollapsarEvaluation *collapsar_evaluation_popover_evaluation (CollapsarEvaluationPopover *self);
/* Says how much it is for these runs (GPtrArray of CollapsarSession) and task, and again whenever the choice
 * changes. cores: 0 for all. */
void collapsar_evaluation_popover_ask (CollapsarEvaluationPopover *self,
                                       CollapsarTransfers *transfers,
                                       const GPtrArray *runs,
                                       const CollapsarTransferTask *task,
                                       guint cores);
/* What it says; NULL before anything was asked. */
const char *collapsar_evaluation_popover_words (CollapsarEvaluationPopover *self);

G_END_DECLS
