/* Through a lesson without a window: steps, what is done and told, and where one was. */
#include "app/lesson-guide.h"

#include <string.h>

static const char text[] = "[lesson]\nname=L\n"
                           "[step 1]\ndo=D\nseen=NC1 is {train_nc1}\ndone-when=epochs >= 2\n"
                           "[step 2]\nlook=L\nquestion=Q\nanswer=It is {view}.\ndone-when=view = curves\n"
                           "[step 3]\nlook=L\nseen={runs} runs\n";

#define TIMEOUT_SECONDS 60

static CollapsarLessonGuide *
begin (CollapsarStudy *study)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_from_text (text, "guide", &error);
  g_assert_no_error (error);
  CollapsarLessonGuide *guide = collapsar_lesson_guide_new (study);
  g_object_set (guide, "view", "geometry", "projection", "balanced", NULL);
  g_assert_null (collapsar_lesson_guide_lesson (guide));
  collapsar_lesson_guide_begin (guide, lesson, "guide");
  g_assert_true (collapsar_lesson_guide_lesson (guide) == lesson);
  return guide;
}

static void
test_steps (void)
{
  g_autoptr (CollapsarStudy) study = collapsar_study_new ();
  g_autoptr (CollapsarLessonGuide) guide = begin (study);
  gboolean shown;
  collapsar_lesson_guide_move (guide, -1);
  g_assert_cmpuint (collapsar_lesson_guide_step (guide), ==, 0);
  g_assert_null (collapsar_lesson_guide_seen (guide));
  collapsar_lesson_guide_move (guide, 1);
  g_assert_cmpuint (collapsar_lesson_guide_step (guide), ==, 1);
  g_assert_cmpstr (collapsar_lesson_guide_answer (guide), ==, "It is geometry.");
  g_object_set (guide, "shows-answer", TRUE, NULL);
  g_assert_false (collapsar_lesson_guide_is_done (guide, 1));
  g_object_set (guide, "view", "curves", NULL);
  g_assert_true (collapsar_lesson_guide_is_done (guide, 1));
  g_assert_cmpstr (collapsar_lesson_guide_answer (guide), ==, "It is curves.");
  collapsar_lesson_guide_move (guide, 7);
  g_assert_cmpuint (collapsar_lesson_guide_step (guide), ==, 2);
  g_assert_cmpstr (collapsar_lesson_guide_seen (guide), ==, "0 runs");
  g_object_get (guide, "shows-answer", &shown, NULL);
  g_assert_false (shown);
  /* What has been done stays done. */
  g_object_set (guide, "view", "runs", NULL);
  g_assert_true (collapsar_lesson_guide_is_done (guide, 1));
  collapsar_lesson_guide_begin (guide, NULL, NULL);
  g_assert_null (collapsar_lesson_guide_lesson (guide));
  collapsar_lesson_guide_move (guide, 1);
}

static void
on_told (CollapsarLessonGuide *guide, guint *n)
{
  ++*n;
}

/* The run's own number is told once it has come so far. */
static void
test_run (void)
{
  g_autoptr (CollapsarStudy) study = collapsar_study_new ();
  g_autoptr (CollapsarLessonGuide) guide = begin (study);
  g_autoptr (Regime) regime = regime_new_preset ("watch-collapse", NULL);
  gint64 end = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  guint n_told = 0;
  g_assert_true (regime_set (regime, "data.train", "200", NULL));
  g_assert_true (regime_set (regime, "run.epochs", "3", NULL));
  g_signal_connect (guide, "told", G_CALLBACK (on_told), &n_told);
  g_object_set (study, "pace", 0.0, NULL);
  CollapsarSession *run = collapsar_study_add (study, regime);
  while (!collapsar_lesson_guide_is_done (guide, 0)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
  }
  g_assert_cmpuint (n_told, >, 0);
  g_assert_true (g_str_has_prefix (collapsar_lesson_guide_seen (guide), "NC1 is "));
  const TrainingRecord *last = training_history_last (collapsar_session_history (run));
  double told = g_ascii_strtod (collapsar_lesson_guide_seen (guide) + strlen ("NC1 is "), NULL);
  double nc1 = training_record_value (last, TRAINING_TRAIN, COLLAPSE_NC1);
  if (last->epoch == 3)
    g_assert_cmpfloat_with_epsilon (told, nc1, 0.5 * nc1);
  collapsar_study_close (study);
}

static void
test_look (void)
{
  g_autoptr (CollapsarStudy) study = collapsar_study_new ();
  g_autoptr (CollapsarLessonGuide) guide = begin (study);
  g_autoptr (CollapsarLessonGuide) other = collapsar_lesson_guide_new (study);
  g_autofree char *none = collapsar_lesson_guide_get_look (other);
  g_assert_cmpstr (none, ==, "");
  static const char *const bad[] = { "", "nonsense", "('nowhere', uint32 1, uint64 0)", "('guide', 1, 0)" };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    collapsar_lesson_guide_set_look (other, bad[i]);
    g_assert_null (collapsar_lesson_guide_lesson (other));
  }
  collapsar_lesson_guide_set_look (other, "('what-collapse-is', uint32 2, uint64 3)");
  g_assert_nonnull (collapsar_lesson_guide_lesson (other));
  g_assert_cmpuint (collapsar_lesson_guide_step (other), ==, 2);
  g_assert_true (collapsar_lesson_guide_is_done (other, 1));
  g_assert_false (collapsar_lesson_guide_is_done (other, 2));
  g_autofree char *look = collapsar_lesson_guide_get_look (other);
  g_assert_cmpstr (look, ==, "('what-collapse-is', 2, 3)");
  collapsar_lesson_guide_set_look (other, "('what-collapse-is', uint32 77, uint64 3)");
  g_assert_cmpuint (collapsar_lesson_guide_step (other), ==,
                    lesson_n_steps (collapsar_lesson_guide_lesson (other)) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/lesson-guide/steps", test_steps);
  g_test_add_func ("/app/lesson-guide/run", test_run);
  g_test_add_func ("/app/lesson-guide/look", test_look);
  return g_test_run ();
}
