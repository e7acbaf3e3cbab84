/* CollapsarStage: what is seen of a study at once: which runs' curves and scenes are drawn, and the one epoch
 * cursor of all of them.
 *
 * Seen are the runs whose "visible" is set, and the selected one whether or not. The selected run's cursor
 * leads: where it goes, the others go, as far as they have come; while it is live, so is each. What is drawn
 * as a scene is "watched", and nothing else is. */
#pragma once

#include "app/run-group.h"

G_BEGIN_DECLS

/* More scenes than this would be too small to read. */
#define COLLAPSAR_STAGE_SCENES 9

#define COLLAPSAR_TYPE_STAGE (collapsar_stage_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarStage, collapsar_stage, COLLAPSAR, STAGE, GObject)

CollapsarStage *collapsar_stage_new (CollapsarStudy *study);
CollapsarStudy *collapsar_stage_study (CollapsarStage *self);
/* The runs that are seen (GListModel of CollapsarSession), in the study's order; borrowed. */
GListModel *collapsar_stage_runs (CollapsarStage *self);
/* The same, but closed groups as one each (GListModel of CollapsarRunGroup and CollapsarSession); borrowed.
 */
GListModel *collapsar_stage_shown (CollapsarStage *self);
/* All of the study as groups and runs (collapsar_run_groups_new); borrowed. */
GListModel *collapsar_stage_groups (CollapsarStage *self);
/* The closed group that a run is in, borrowed, or NULL. */
CollapsarRunGroup *collapsar_stage_closed_group (CollapsarStage *self, CollapsarSession *run);
/* Those that are drawn as scenes: the first nine, with the selected one among them, and of a closed group
 * one: the selected run, or the one that was drawn before. Last, the fine-tuning in progress while it is
 * "watched"; borrowed. */
GListModel *collapsar_stage_scenes (CollapsarStage *self);

/* Selects the run and hides all others, but those of the group, where it is not NULL; shows all. */
void collapsar_stage_show_only (CollapsarStage *self, CollapsarSession *run, CollapsarRunGroup *group);
void collapsar_stage_show_all (CollapsarStage *self);

G_END_DECLS
