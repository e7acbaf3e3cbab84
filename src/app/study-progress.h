/* CollapsarStudyProgress: how many runs of a study train and wait, how long they take, and a button that
 * pauses all or lets all go on. It is seen only where there are several runs and some have not come to their
 * end. */
#pragma once

#include <gtk/gtk.h>

#include "app/study.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_STUDY_PROGRESS (collapsar_study_progress_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarStudyProgress, collapsar_study_progress, COLLAPSAR, STUDY_PROGRESS, GtkBox)

/* Once. */
void collapsar_study_progress_set_study (CollapsarStudyProgress *self, CollapsarStudy *study);

G_END_DECLS
