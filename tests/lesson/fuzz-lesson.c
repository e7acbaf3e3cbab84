/* A lesson that somebody has written. */
#include "lesson/lesson.h"

#include "dataset/fuzz.h"

#include <math.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const LessonFacts facts = { .selected = -1, .epoch = NAN, .view = "geometry", .projection = "balanced" };
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_from_text (text, "fuzz", &error);

  if (lesson == NULL) {
    g_assert_nonnull (error);
    return 0;
  }
  for (guint i = 0; i < lesson_n_steps (lesson); i++) {
    const LessonStep *step = lesson_step (lesson, i);
    g_autofree char *seen = step->seen == NULL ? NULL : lesson_template_fill (step->seen, &facts);
    lesson_step_is_done (step, &facts);
  }
  return 0;
}
