/* Lessons as teachers write them, right and wrong. */
#include "lesson/lesson.h"

#include "window.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define HEADING "[lesson]\nname=N\n"
#define STEP HEADING "[step 1]\ndo=D\n"

static const char whole[] = "# a comment\n"
                            "[lesson]\n"
                            "name=Spread\n"
                            "name[de]=Streuung\n"
                            "about=What is seen.\n"
                            "preset=losses\n"
                            "minutes=7\n"
                            "\n"
                            "[step 1]\n"
                            "do=Train.\\nWait.\n"
                            "do[de]=Trainiere.\n"
                            "view = curves\n"
                            "seen=now {train_nc1}\n"
                            "done-when=epochs >= 2\n"
                            "epoch=last\n"
                            "shots=all\n"
                            "[step 2]\n"
                            "do=Look.\n"
                            "preset=losses:SupCon\n"
                            "view=geometry\n"
                            "projection=class-mean-pca\n"
                            "epoch=0\n"
                            "shots=5\n"
                            "look=At this.\n"
                            "question=Why?\n"
                            "answer=Because.\n"
                            "done-when=epoch = 0 view = geometry\n";

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_from_text (whole, "whole", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lesson_name (lesson), ==, "Spread");
  g_assert_cmpstr (lesson_about (lesson), ==, "What is seen.");
  g_assert_cmpstr (lesson_preset (lesson), ==, "losses");
  g_assert_cmpuint (lesson_minutes (lesson), ==, 7);
  g_assert_cmpuint (lesson_n_steps (lesson), ==, 2);
  const LessonStep *first = lesson_step (lesson, 0), *second = lesson_step (lesson, 1);
  g_assert_cmpstr (first->to_do, ==, "Train.\nWait.");
  g_assert_cmpstr (first->preset, ==, "losses");
  g_assert_cmpstr (first->view, ==, "curves");
  g_assert_null (first->look);
  g_assert_null (first->projection);
  g_assert_cmpint (isinf (first->epoch), ==, 1);
  g_assert_cmpfloat (first->shots, ==, 0);
  g_assert_true (lesson_step_acts (first));
  g_assert_cmpstr (second->preset, ==, "losses:SupCon");
  g_assert_cmpstr (second->projection, ==, "class-mean-pca");
  g_assert_cmpfloat (second->epoch, ==, 0);
  g_assert_cmpfloat (second->shots, ==, 5);
  g_assert_cmpstr (second->question, ==, "Why?");
  g_assert_nonnull (second->answer);
  g_assert_null (second->seen);
}

static void
test_least (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson
      = lesson_new_from_text ("\xef\xbb\xbf[lesson]\r\nname=N\r\n[step 1]\r\nlook=L\r\n", "least", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lesson_name (lesson), ==, "N");
  g_assert_cmpstr (lesson_about (lesson), ==, "");
  g_assert_null (lesson_preset (lesson));
  g_assert_cmpuint (lesson_minutes (lesson), ==, 0);
  g_assert_false (lesson_step_acts (lesson_step (lesson, 0)));
}

/* In the language of whoever reads; what is not translated as it was written. */
static void
test_translated (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (Lesson) lesson = lesson_new_from_text (whole, "whole", NULL);
    g_assert_cmpstr (lesson_name (lesson), ==, "Streuung");
    g_assert_cmpstr (lesson_about (lesson), ==, "What is seen.");
    g_assert_cmpstr (lesson_step (lesson, 0)->to_do, ==, "Trainiere.");
    g_assert_cmpstr (lesson_step (lesson, 1)->to_do, ==, "Look.");
    return;
  }
  g_setenv ("LANGUAGE", "de", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("LANGUAGE");
  g_test_trap_assert_passed ();
}

static void
test_done (void)
{
  Window window;
  window_open (&window, 1);
  g_autoptr (Lesson) lesson = lesson_new_from_text (whole, "whole", NULL);
  const LessonStep *first = lesson_step (lesson, 0), *second = lesson_step (lesson, 1);
  g_assert_false (lesson_step_is_done (first, &window.facts));
  window_tell (&window, 0, 2);
  g_assert_true (lesson_step_is_done (first, &window.facts));
  window.facts.epoch = 0;
  g_assert_false (lesson_step_is_done (second, &window.facts));
  window.facts.view = "geometry";
  g_assert_true (lesson_step_is_done (second, &window.facts));
  g_autoptr (Lesson) without = lesson_new_from_text (STEP, "without", NULL);
  g_assert_false (lesson_step_is_done (lesson_step (without, 0), &window.facts));
  window_close (&window);
}

static const struct {
  const char *text;
  LessonError code;
  const char *says;
} wrong[] = {
  { "", LESSON_ERROR_KEY, "[lesson]" },
  { "name=N\n", LESSON_ERROR_SYNTAX, "bad.lesson:1: “name=N”" },
  { "[lesson]\n\nhello\n", LESSON_ERROR_SYNTAX, "bad.lesson:3: “hello”" },
  { "[lessn]\n", LESSON_ERROR_KEY, "bad.lesson:1: there is no section [lessn]" },
  { "[step 0]\n", LESSON_ERROR_KEY, "[step 0]" },
  { "[step 01]\n", LESSON_ERROR_KEY, "[step 01]" },
  { "[step 41]\n", LESSON_ERROR_KEY, "[step 40]" },
  { HEADING, LESSON_ERROR_KEY, "[step 1] is missing" },
  { STEP "[step 3]\nlook=L\n", LESSON_ERROR_KEY, "[step 2] is missing" },
  { STEP "[step 1]\nlook=L\n", LESSON_ERROR_SYNTAX, "bad.lesson:5: [step 1] was already on line 3" },
  { STEP "do=E\n", LESSON_ERROR_SYNTAX, "bad.lesson:5: [step 1]do was already on line 4" },
  { HEADING "titel=T\n", LESSON_ERROR_KEY, "bad.lesson:3: [lesson] has no key “titel”; it has name, about" },
  { STEP "lok=L\n", LESSON_ERROR_KEY, "bad.lesson:5: [step 1] has no key “lok”; it has do, look" },
  { STEP "name=L\n", LESSON_ERROR_KEY, "“name”" },
  { STEP "view[de]=curves\n", LESSON_ERROR_KEY, "view[de]" },
  { "[lesson]\nabout=A\n[step 1]\ndo=D\n", LESSON_ERROR_VALUE, "bad.lesson:1: name: " },
  { "[lesson]\nname=\n[step 1]\ndo=D\n", LESSON_ERROR_VALUE, "bad.lesson:2: name: " },
  { HEADING "minutes=many\n[step 1]\ndo=D\n", LESSON_ERROR_VALUE, "bad.lesson:3: minutes: “many”" },
  { HEADING "minutes=1000\n[step 1]\ndo=D\n", LESSON_ERROR_VALUE, "from 1 to 999" },
  { HEADING "preset=loses\n[step 1]\ndo=D\n", LESSON_ERROR_VALUE, "did you mean losses" },
  { STEP "preset=losses:None\n", LESSON_ERROR_VALUE, "bad.lesson:5: preset: " },
  { STEP "preset=/etc/passwd\n", LESSON_ERROR_VALUE, "bad.lesson:5: preset: " },
  { STEP "view=charts\n", LESSON_ERROR_VALUE, "bad.lesson:5: view: “charts” is none of geometry, curves" },
  { STEP "projection=flat\n", LESSON_ERROR_VALUE, "balanced" },
  { STEP "epoch=-1\n", LESSON_ERROR_VALUE, "bad.lesson:5: epoch: “-1” is neither “last” nor a whole number" },
  { STEP "shots=0\n", LESSON_ERROR_VALUE,
    "bad.lesson:5: shots: “0” is neither “all” nor a whole number from 1" },
  { STEP "seen={train_nc7}\n", LESSON_ERROR_VALUE, "bad.lesson:5: seen: " },
  { STEP "question=Q\nanswer={x}\n", LESSON_ERROR_VALUE, "bad.lesson:6: answer: " },
  { STEP "done-when=nc7 < 1\n", LESSON_ERROR_VALUE, "bad.lesson:5: done-when: " },
  { STEP "done-when=finished\n", LESSON_ERROR_VALUE, "state = finished" },
  { STEP "done-when=epochs >=\n", LESSON_ERROR_VALUE, "epochs" },
  { STEP "question=Q\n", LESSON_ERROR_KEY, "question and answer" },
  { HEADING "[step 1]\nseen=S\n", LESSON_ERROR_KEY, "bad.lesson:3: do: " },
  { HEADING "[step 1]\nlook=L\nview=curves\n", LESSON_ERROR_KEY, "the button" },
  { STEP "look=a\\qb\n", LESSON_ERROR_VALUE, "bad.lesson:5: look: " },
  { STEP "look[C]=\n", LESSON_ERROR_VALUE, "bad.lesson:5: look[C]: " },
  { STEP "look=\xff\n", LESSON_ERROR_SYNTAX, "UTF-8" },
};

static void
test_wrong (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (lesson_new_from_text (wrong[i].text, "bad.lesson", &error));
    g_assert_error (error, LESSON_ERROR, (gint)wrong[i].code);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, wrong[i].says));
  }
}

static void
test_too_long (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *filler = g_strnfill (2001, 'x');
  g_autofree char *text = g_strconcat (STEP "look=", filler, "\n", NULL);
  g_assert_null (lesson_new_from_text (text, "long", &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_VALUE);
  g_clear_error (&error);
  g_autofree char *name = g_strdup_printf ("[lesson]\nname=%.81s\n[step 1]\ndo=D\n", filler);
  g_assert_null (lesson_new_from_text (name, "long", &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_VALUE);
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("lesson-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "mine.lesson", NULL);
  g_assert_null (lesson_new_from_file (path, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_null (lesson_new_from_file (folder, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, whole, -1, NULL));
  g_autoptr (Lesson) lesson = lesson_new_from_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lesson_name (lesson), ==, "Spread");
  g_assert_true (g_file_set_contents (path, "a\0b", 3, NULL));
  g_assert_null (lesson_new_from_file (path, &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (lesson_new_from_file ("/dev/zero", &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_SYNTAX);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/whole", test_whole);
  g_test_add_func ("/lesson/least", test_least);
  g_test_add_func ("/lesson/translated", test_translated);
  g_test_add_func ("/lesson/done", test_done);
  g_test_add_func ("/lesson/wrong", test_wrong);
  g_test_add_func ("/lesson/too-long", test_too_long);
  g_test_add_func ("/lesson/file", test_file);
  return g_test_run ();
}
