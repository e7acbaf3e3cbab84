/* CollapsarLessonCard: a lesson on the start page: its name, what will be seen, and how long it takes. */
#pragma once

#include <gtk/gtk.h>

#include "lesson/lesson.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_LESSON_CARD (collapsar_lesson_card_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarLessonCard, collapsar_lesson_card, COLLAPSAR, LESSON_CARD, GtkFlowBoxChild)

/* argument: what it is found by (lesson_new_from_argument). */
GtkWidget *collapsar_lesson_card_new (const Lesson *lesson, const char *argument);
const char *collapsar_lesson_card_argument (CollapsarLessonCard *self);

G_END_DECLS
