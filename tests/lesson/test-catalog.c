/* The lessons that ship, and those that a person has. */
#include "lesson/catalog.h"

#include "training/regime-comparison.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* Each is whole: a name, a sentence, its minutes, a preset that it is about, and steps that are asked for. */
static void
test_shipped (void)
{
  for (const char *const *name = lesson_shipped_names (); *name != NULL; name++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (Lesson) lesson = lesson_new_from_argument (*name, &error);
    guint n_questions = 0, n_done = 0, n_seen = 0;
    g_assert_no_error (error);
    g_assert_cmpstr (lesson_about (lesson), !=, "");
    g_assert_cmpuint (lesson_minutes (lesson), >, 0);
    g_assert_nonnull (lesson_preset (lesson));
    g_assert_cmpuint (lesson_n_steps (lesson), >=, 4);
    g_assert_cmpuint (lesson_n_steps (lesson), <=, 7);
    for (guint i = 0; i < lesson_n_steps (lesson); i++) {
      const LessonStep *step = lesson_step (lesson, i);
      n_questions += step->question != NULL;
      n_done += step->done_when != NULL;
      n_seen += step->seen != NULL;
    }
    g_assert_cmpuint (n_questions, >, 0);
    g_assert_cmpuint (n_done, >, 0);
    g_assert_cmpuint (n_seen, >, 0);
  }
}

/* Every bundled file is offered. */
static void
test_none_forgotten (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) files = g_resources_enumerate_children ("/io/github/collapsar/Collapsar/lessons",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (files), ==, g_strv_length ((char **)lesson_shipped_names ()));
}

static void
test_users (void)
{
  g_autofree char *folder = lesson_user_folder ();
  g_autofree char *b = g_build_filename (folder, "b.lesson", NULL);
  g_autofree char *a = g_build_filename (folder, "a.lesson", NULL);
  g_autofree char *other = g_build_filename (folder, "notes.txt", NULL);
  g_auto (GStrv) before = lesson_user_files ();
  g_assert_cmpuint (g_strv_length (before), ==, 0); /* no folder is no lessons */
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (b, "[lesson]\nname=B\n[step 1]\nlook=L\n", -1, NULL));
  g_assert_true (g_file_set_contents (a, "not one", -1, NULL));
  g_assert_true (g_file_set_contents (other, "", -1, NULL));
  g_auto (GStrv) paths = lesson_user_files ();
  g_assert_cmpuint (g_strv_length (paths), ==, 2);
  g_assert_cmpstr (paths[0], ==, a);
  g_assert_cmpstr (paths[1], ==, b);
  g_autoptr (GError) error = NULL;
  g_autoptr (Lesson) lesson = lesson_new_from_argument (b, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lesson_name (lesson), ==, "B");
  g_unlink (a);
  g_unlink (b);
  g_unlink (other);
  g_rmdir (folder);
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (lesson_new_from_argument ("what-colapse-is", &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "what-collapse-is"));
  g_clear_error (&error);
  g_assert_null (lesson_new_from_argument ("nowhere.lesson", &error));
  g_assert_error (error, LESSON_ERROR, LESSON_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lesson/catalog/shipped", test_shipped);
  g_test_add_func ("/lesson/catalog/none-forgotten", test_none_forgotten);
  g_test_add_func ("/lesson/catalog/users", test_users);
  g_test_add_func ("/lesson/catalog/unknown", test_unknown);
  return g_test_run ();
}
