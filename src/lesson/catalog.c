#include "lesson/catalog.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* Naming its function is also what keeps the linker from dropping the resource out of the static library. */
#include "lesson-resource.h"

#define LESSONS "/io/github/collapsar/Collapsar/lessons"

static const char *const names[] = { "what-collapse-is",   "why-a-simplex", "collapse-and-transfer",
                                     "where-to-fine-tune", "when-to-stop",  NULL };

const char *const *
lesson_shipped_names (void)
{
  return names;
}

char *
lesson_user_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "collapsar", "lessons", NULL);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GStrv
lesson_user_files (void)
{
  g_autofree char *folder = lesson_user_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, LESSON_SUFFIX))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  g_ptr_array_add (paths, NULL);
  return (GStrv)g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

static Lesson *
new_shipped (const char *name, GError **error)
{
  g_autofree char *path = g_strdup_printf (LESSONS "/%s" LESSON_SUFFIX, name);
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (lesson_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);
  return lesson_new_from_text (text, name, error);
}

Lesson *
lesson_new_from_argument (const char *argument, GError **error)
{
  if (g_strv_contains (names, argument))
    return new_shipped (argument, error);
  if (strchr (argument, G_DIR_SEPARATOR) != NULL || g_str_has_suffix (argument, LESSON_SUFFIX))
    return lesson_new_from_file (argument, error);
  g_autofree char *list = g_strjoinv (", ", (char **)names);
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_NOT_FOUND,
               _ ("there is no lesson and no file “%.60s”; the lessons are %s"), argument, list);
  return NULL;
}
