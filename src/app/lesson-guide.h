/* CollapsarLessonGuide: where a window is in a lesson: which step, which steps are done, and what of the
 * step's words the runs have filled. No widget; CollapsarLessonPanel shows it. */
#pragma once

#include "app/study.h"
#include "lesson/lesson.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_LESSON_GUIDE (collapsar_lesson_guide_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarLessonGuide, collapsar_lesson_guide, COLLAPSAR, LESSON_GUIDE, GObject)

/* Properties: "view" and "projection" (string, to be set: what the window shows), "shows-answer" (boolean,
 * notifies: FALSE again with each step).
 *
 * Signals: "step" when lesson or step are others; "told" when what is measured has changed what is done, seen
 * or answered: while a lesson is open, at most twice a second. */
CollapsarLessonGuide *collapsar_lesson_guide_new (CollapsarStudy *study);

/* Begins a lesson at its first step; NULL ends it. argument: what it is found by (lesson_new_from_argument).
 */
void collapsar_lesson_guide_begin (CollapsarLessonGuide *self, Lesson *lesson, const char *argument);
/* NULL where none is open. */
Lesson *collapsar_lesson_guide_lesson (CollapsarLessonGuide *self);
/* The step's place; 0 without a lesson. */
guint collapsar_lesson_guide_step (CollapsarLessonGuide *self);
/* So many steps on, as far as there are any. */
void collapsar_lesson_guide_move (CollapsarLessonGuide *self, int by);
/* Whether a step's done-when has held while one was at it. */
gboolean collapsar_lesson_guide_is_done (CollapsarLessonGuide *self, guint step);
/* The step's answer and what was seen, as far as it is measured: else NULL. */
const char *collapsar_lesson_guide_answer (CollapsarLessonGuide *self);
const char *collapsar_lesson_guide_seen (CollapsarLessonGuide *self);

/* Where one is, to go on from in another window; free with g_free. "" without a lesson. */
char *collapsar_lesson_guide_get_look (CollapsarLessonGuide *self);
/* What is no such text, or of a lesson that is not there any more, is ignored. */
void collapsar_lesson_guide_set_look (CollapsarLessonGuide *self, const char *look);

G_END_DECLS
