/* CollapsarSidebar: the runs of a study, one of them selected, the presets to add, and what to look for. */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson-guide.h"
#include "app/run-group.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SIDEBAR (collapsar_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSidebar, collapsar_sidebar, COLLAPSAR, SIDEBAR, GtkBox)

/* groups: of the study's runs (collapsar_run_groups_new). */
/* Property (notifies): "show-lesson" (boolean), also the action sidebar.show-lesson: what to look for, open.
 */

void collapsar_sidebar_set_study (CollapsarSidebar *self, CollapsarStudy *study, GListModel *groups);
/* The lesson that is shown in place of what to look for, once. */
void collapsar_sidebar_set_guide (CollapsarSidebar *self, CollapsarLessonGuide *guide);
/* How high it may be: that its parts share it well. */
void collapsar_sidebar_fit (CollapsarSidebar *self, int height);
/* Gives the keys to the lesson. */
void collapsar_sidebar_focus_lesson (CollapsarSidebar *self);
/* What the study is called, and where it is kept. */
void collapsar_sidebar_set_title (CollapsarSidebar *self, const char *title, const char *path);
/* Asks for another name of the selected run or group. */
void collapsar_sidebar_rename_selected (CollapsarSidebar *self);
/* The group whose row is selected, open or closed, or NULL where it is a run's. */
CollapsarRunGroup *collapsar_sidebar_get_group (CollapsarSidebar *self);
/* Opens or closes the group that the selected run is in, if any. */
void collapsar_sidebar_toggle_group (CollapsarSidebar *self);

G_END_DECLS
