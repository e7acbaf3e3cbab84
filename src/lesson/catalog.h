/* The lessons there are: those that ship, bundled as a resource, and those that a person has put into
 * "collapsar/lessons" below the folder of the user's data (~/.local/share). */
#pragma once

#include "lesson/lesson.h"

/* Those that ship, in the order to offer them; NULL-terminated, static. */
const char *const *lesson_shipped_names (void);
/* The folder of the user's; it need not be there. Free with g_free. */
char *lesson_user_folder (void);
/* Paths of the user's lessons, by name; unread. Free with g_strfreev. */
GStrv lesson_user_files (void);
/* One of lesson_shipped_names, or a file's path. */
Lesson *lesson_new_from_argument (const char *argument, GError **error);
