/* Studies and lessons are known for what they are by the desktop: by their contents, whatever they are
 * called, and by their names; and it knows which program opens them. */
#include "support.h"

#include <string.h>

#define STUDY_TYPE "application/x-collapsar-study"
#define LESSON_TYPE "application/x-collapsar-lesson"

/* A folder of shared data in which only our type is; NULL when there is nothing to make it with. */
static char *
install_type (void)
{
  g_autofree char *program = g_find_program_in_path ("update-mime-database");
  if (program == NULL)
    return NULL;
  char *folder = make_folder ();
  g_autofree char *mime = g_build_filename (folder, "mime", NULL);
  g_autofree char *packages = g_build_filename (mime, "packages", NULL);
  g_autofree char *target = g_build_filename (packages, "collapsar.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;
  g_assert_cmpint (g_mkdir_with_parents (packages, 0755), ==, 0);
  g_file_get_contents (MIME_FILE, &text, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (target, text, -1, &error);
  g_assert_no_error (error);
  const char *const command[] = { program, mime, NULL };
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return folder;
}

static void
test_study (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  gboolean uncertain;
  study_close (study_open (path, STUDY_WRITE, &error));
  g_assert_no_error (error);
  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  g_autofree char *by_contents = g_content_type_guess (NULL, (guchar *)bytes, size, &uncertain);
  g_assert_cmpstr (by_contents, ==, STUDY_TYPE);
  g_autofree char *by_name = g_content_type_guess ("mine.collapsar", NULL, 0, &uncertain);
  g_assert_cmpstr (by_name, ==, STUDY_TYPE);
  /* Other databases are not ours. */
  memset (bytes + 68, 0, 4);
  g_autofree char *other = g_content_type_guess (NULL, (guchar *)bytes, size, &uncertain);
  g_assert_cmpstr (other, !=, STUDY_TYPE);
  remove_folder (folder);
}

static char *
guess (const char *name, const char *contents)
{
  return g_content_type_guess (name, (const guchar *)contents, contents == NULL ? 0 : strlen (contents),
                               NULL);
}

/* Also after comments; other keyfiles are not ours. */
static void
test_lesson (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (LESSONS_FOLDER, 0, &error);
  guint count = 0;
  g_assert_no_error (error);
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;) {
    g_autofree char *path = g_build_filename (LESSONS_FOLDER, name, NULL);
    g_autofree char *text = NULL;
    if (!g_str_has_suffix (name, ".lesson"))
      continue;
    g_file_get_contents (path, &text, NULL, &error);
    g_assert_no_error (error);
    g_autofree char *by_contents = guess (NULL, text);
    g_assert_cmpstr (by_contents, ==, LESSON_TYPE);
    count++;
  }
  g_assert_cmpuint (count, ==, 5);
  g_autofree char *by_name = guess ("mine.lesson", NULL);
  g_assert_cmpstr (by_name, ==, LESSON_TYPE);
  g_autofree char *other = guess (NULL, "# Not a\n[regime]\nname=lesson\n");
  g_assert_cmpstr (other, !=, LESSON_TYPE);
}

static void
test_desktop_entry (void)
{
  static const char *const types[] = { STUDY_TYPE, LESSON_TYPE };
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_key_file_load_from_file (entry, DESKTOP_FILE, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_auto (GStrv) opens = g_key_file_get_string_list (entry, "Desktop Entry", "MimeType", NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_assert_true (g_strv_contains ((const char *const *)opens, types[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *data = install_type ();
  if (data == NULL) {
    g_print ("1..0 # SKIP update-mime-database is not installed\n");
    return 0;
  }
  /* Before GIO looks for types for the first time. */
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_test_add_func ("/study/mime-type/study", test_study);
  g_test_add_func ("/study/mime-type/lesson", test_lesson);
  g_test_add_func ("/study/mime-type/desktop-entry", test_desktop_entry);
  int status = g_test_run ();
  const char *const command[] = { "rm", "-r", data, NULL };
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  return status;
}
