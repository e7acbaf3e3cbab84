/* CollapsarLessonPanel: a step of a lesson below the runs: what to do, with a button that does it, what to
 * look for, a question and its answer, what was seen; and the way on and back. */
#pragma once

#include <gtk/gtk.h>

#include "app/lesson-guide.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_LESSON_PANEL (collapsar_lesson_panel_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarLessonPanel, collapsar_lesson_panel, COLLAPSAR, LESSON_PANEL, GtkBox)

/* Once; the panel is visible while the guide has a lesson. */
void collapsar_lesson_panel_set_guide (CollapsarLessonPanel *self, CollapsarLessonGuide *guide);

G_END_DECLS
