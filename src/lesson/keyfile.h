/* A lesson's keyfile, each key of which is known and stands there once. GKeyFile tells no lines and throws
 * together what comes twice, so the lines are walked first. */
#pragma once

#include "lesson/template.h"

typedef struct {
  const char *origin; /* borrowed */
  GKeyFile *keys;
  GHashTable *lines; /* "[section]" and "[section]key" to the line, counted from 1 */
} LessonKeyfile;

/* `origin` is borrowed. */
gboolean lesson_keyfile_open (LessonKeyfile *file, const char *text, const char *origin, GError **error);
void lesson_keyfile_close (LessonKeyfile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LessonKeyfile, lesson_keyfile_close)

/* How many [step N] there are: 1 to N, without a gap. */
guint lesson_keyfile_n_steps (const LessonKeyfile *file);
/* The key's value, unescaped and, where it may be, in the program's language, without blanks around it;
 * *value is NULL where it is not given. Free with g_free. FALSE with an error that names the line. */
gboolean lesson_keyfile_get (
    const LessonKeyfile *file, const char *section, const char *key, char **value, GError **error);
/* Puts "FILE:LINE: KEY: " before an error's message. */
void lesson_keyfile_prefix (const LessonKeyfile *file, const char *section, const char *key, GError **error);
