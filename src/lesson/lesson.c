#include "lesson/lesson.h"

#include "lesson/keyfile.h"
#include "training/regime-comparison.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A lesson is some pages of text; what is longer is some other file. */
#define MAX_FILE (1 << 20)
#define MAX_NAME 80
#define MAX_MINUTES 999
#define MAX_EPOCH 1000000
#define MAX_SHOTS 1000000

static const char *const views[] = { "geometry", "curves", "layers", "findings", "runs", "transfer", NULL };
static const char *const projections[]
    = { "balanced", "class-mean-pca", "four-classes", "tour", "feature-pca", NULL };

struct _Lesson {
  char *name, *about, *preset;
  guint minutes;
  GArray *steps; /* of LessonStep */
  gatomicrefcount references;
};

const char *const *
lesson_views (void)
{
  return views;
}

const char *const *
lesson_projections (void)
{
  return projections;
}

static void
step_clear (gpointer data)
{
  LessonStep *step = data;
  g_free (step->to_do);
  g_free (step->look);
  g_free (step->question);
  lesson_template_free (step->answer);
  lesson_template_free (step->seen);
  g_free (step->preset);
  g_free (step->view);
  g_free (step->projection);
  g_clear_pointer (&step->done_when, study_filter_free);
}

static Lesson *
lesson_new (void)
{
  Lesson *lesson = g_new0 (Lesson, 1);
  lesson->steps = g_array_new (FALSE, TRUE, sizeof (LessonStep));
  g_array_set_clear_func (lesson->steps, step_clear);
  g_atomic_ref_count_init (&lesson->references);
  return lesson;
}

Lesson *
lesson_ref (Lesson *lesson)
{
  g_atomic_ref_count_inc (&lesson->references);
  return lesson;
}

void
lesson_unref (Lesson *lesson)
{
  if (!g_atomic_ref_count_dec (&lesson->references))
    return;
  g_free (lesson->name);
  g_free (lesson->about);
  g_free (lesson->preset);
  g_array_unref (lesson->steps);
  g_free (lesson);
}

/* Reading: each takes a section's key, where it is given. */

static gboolean
read_choice (const LessonKeyfile *file,
             const char *section,
             const char *key,
             const char *const *choices,
             char **value,
             GError **error)
{
  if (!lesson_keyfile_get (file, section, key, value, error))
    return FALSE;
  if (*value == NULL || g_strv_contains (choices, *value))
    return TRUE;
  g_autofree char *list = g_strjoinv (", ", (char **)choices);
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE, _ ("“%.60s” is none of %s"), *value, list);
  lesson_keyfile_prefix (file, section, key, error);
  return FALSE;
}

/* A whole number from least to most, or a word that stands for a value, NULL for none; *value stays as it is
 * where it is not given. */
static gboolean
read_number (const LessonKeyfile *file,
             const char *section,
             const char *key,
             guint least,
             guint most,
             const char *word,
             double meaning,
             double *value,
             GError **error)
{
  g_autofree char *text = NULL;
  guint64 number;
  if (!lesson_keyfile_get (file, section, key, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  if (g_strcmp0 (text, word) == 0) {
    *value = meaning;
    return TRUE;
  }
  if (g_ascii_string_to_unsigned (text, 10, least, most, &number, NULL)) {
    *value = (double)number;
    return TRUE;
  }
  if (word == NULL)
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE, _ ("“%.60s” is not a whole number from %u to %u"),
                 text, least, most);
  else
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE,
                 _ ("“%.60s” is neither “%s” nor a whole number from %u to %u"), text, word, least, most);
  lesson_keyfile_prefix (file, section, key, error);
  return FALSE;
}

static gboolean
read_preset (const LessonKeyfile *file, const char *section, char **value, GError **error)
{
  g_autoptr (GError) local = NULL;
  if (!lesson_keyfile_get (file, section, "preset", value, error))
    return FALSE;
  g_autoptr (Regime) regime = *value == NULL ? NULL : regime_new_preset (*value, &local);
  if (local == NULL)
    return TRUE;
  g_set_error_literal (error, LESSON_ERROR, LESSON_ERROR_VALUE, local->message);
  lesson_keyfile_prefix (file, section, "preset", error);
  return FALSE;
}

static gboolean
read_template (
    const LessonKeyfile *file, const char *section, const char *key, LessonTemplate **value, GError **error)
{
  g_autofree char *text = NULL;
  if (!lesson_keyfile_get (file, section, key, &text, error))
    return FALSE;
  if (text != NULL) {
    *value = lesson_template_new (text, error);
    if (*value == NULL)
      lesson_keyfile_prefix (file, section, key, error);
  }
  return text == NULL || *value != NULL;
}

/* A word that some text in a row has would hold for "unfinished" where "finished" is meant. */
static StudyFilter *
new_condition (const char *text, GError **error)
{
  g_autoptr (StudyTable) columns = lesson_facts_table (NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (StudyFilter) filter = study_filter_new (columns, text, &local);
  if (filter == NULL)
    g_set_error_literal (error, LESSON_ERROR, LESSON_ERROR_VALUE, local->message);
  else if (study_filter_has_words (filter))
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE,
                 _ ("“%.60s” compares nothing; a condition looks like train_nc1 < 0.1 or state = finished"),
                 text);
  else
    return g_steal_pointer (&filter);
  return NULL;
}

static gboolean
read_condition (const LessonKeyfile *file, const char *section, LessonStep *step, GError **error)
{
  g_autofree char *text = NULL;
  if (!lesson_keyfile_get (file, section, "done-when", &text, error))
    return FALSE;
  if (text != NULL) {
    step->done_when = new_condition (text, error);
    if (step->done_when == NULL)
      lesson_keyfile_prefix (file, section, "done-when", error);
  }
  return text == NULL || step->done_when != NULL;
}

static gboolean
check_step (const LessonKeyfile *file, const char *section, const LessonStep *step, GError **error)
{
  if (step->to_do == NULL && step->look == NULL && step->question == NULL)
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_KEY,
                 _ ("a step has at least one of do, look and question"));
  else if (step->to_do == NULL && lesson_step_acts (step))
    g_set_error (
        error, LESSON_ERROR, LESSON_ERROR_KEY,
        _ ("preset, view, projection, epoch and shots are what the button beside do does: say it there"));
  else if ((step->question == NULL) != (step->answer == NULL))
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_KEY, _ ("question and answer go together"));
  else
    return TRUE;
  lesson_keyfile_prefix (file, section, "do", error);
  return FALSE;
}

static gboolean
read_step (const LessonKeyfile *file, const char *section, LessonStep *step, GError **error)
{
  step->epoch = step->shots = NAN;
  return lesson_keyfile_get (file, section, "do", &step->to_do, error)
         && lesson_keyfile_get (file, section, "look", &step->look, error)
         && lesson_keyfile_get (file, section, "question", &step->question, error)
         && read_template (file, section, "answer", &step->answer, error)
         && read_template (file, section, "seen", &step->seen, error)
         && read_preset (file, section, &step->preset, error)
         && read_choice (file, section, "view", views, &step->view, error)
         && read_choice (file, section, "projection", projections, &step->projection, error)
         && read_number (file, section, "epoch", 0, MAX_EPOCH, "last", INFINITY, &step->epoch, error)
         && read_number (file, section, "shots", 1, MAX_SHOTS, "all", 0, &step->shots, error)
         && read_condition (file, section, step, error);
}

static gboolean
read_heading (const LessonKeyfile *file, Lesson *lesson, GError **error)
{
  double minutes = 0;
  if (!lesson_keyfile_get (file, "lesson", "name", &lesson->name, error)
      || !lesson_keyfile_get (file, "lesson", "about", &lesson->about, error)
      || !read_preset (file, "lesson", &lesson->preset, error)
      || !read_number (file, "lesson", "minutes", 1, MAX_MINUTES, NULL, 0, &minutes, error))
    return FALSE;
  lesson->minutes = (guint)minutes;
  if (lesson->name != NULL && g_utf8_strlen (lesson->name, -1) <= MAX_NAME)
    return TRUE;
  g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE, _ ("a lesson has a name of at most %d characters"),
               MAX_NAME);
  lesson_keyfile_prefix (file, "lesson", "name", error);
  return FALSE;
}

/* Without a word of its own the first step opens what the lesson is about. */
static void
complete_first (Lesson *lesson)
{
  LessonStep *first = &g_array_index (lesson->steps, LessonStep, 0);
  if (first->preset == NULL && first->to_do != NULL)
    first->preset = g_strdup (lesson->preset);
}

Lesson *
lesson_new_from_text (const char *text, const char *origin, GError **error)
{
  g_auto (LessonKeyfile) file = { 0 };
  if (!lesson_keyfile_open (&file, text, origin, error))
    return NULL;
  g_autoptr (Lesson) lesson = lesson_new ();
  if (!read_heading (&file, lesson, error))
    return NULL;
  g_array_set_size (lesson->steps, lesson_keyfile_n_steps (&file));
  for (guint i = 0; i < lesson->steps->len; i++) {
    g_autofree char *section = g_strdup_printf ("step %u", i + 1);
    LessonStep *step = &g_array_index (lesson->steps, LessonStep, i);
    if (!read_step (&file, section, step, error) || !check_step (&file, section, step, error))
      return NULL;
  }
  complete_first (lesson);
  return g_steal_pointer (&lesson);
}

/* With a bound, so that a device is no problem. */
static char *
read_text (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) local = NULL;
  g_autofree char *text = g_malloc (MAX_FILE + 1);
  gsize length = 0;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &local);
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE + 1, &length, NULL, &local)) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_NOT_FOUND, _ ("%s cannot be read: %s"), path,
                 local->message);
    return NULL;
  }
  if (length > MAX_FILE || memchr (text, '\0', length) != NULL) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_SYNTAX,
                 length > MAX_FILE ? _ ("%s is not a lesson: it is longer than 1 MiB")
                                   : _ ("%s is not a lesson: it is not text"),
                 path);
    return NULL;
  }
  text[length] = '\0';
  return g_steal_pointer (&text);
}

Lesson *
lesson_new_from_file (const char *path, GError **error)
{
  g_autofree char *text = read_text (path, error);
  g_autofree char *name = g_path_get_basename (path);
  return text == NULL ? NULL : lesson_new_from_text (text, name, error);
}

const char *
lesson_name (const Lesson *lesson)
{
  return lesson->name;
}

const char *
lesson_about (const Lesson *lesson)
{
  return lesson->about == NULL ? "" : lesson->about;
}

const char *
lesson_preset (const Lesson *lesson)
{
  return lesson->preset;
}

guint
lesson_minutes (const Lesson *lesson)
{
  return lesson->minutes;
}

guint
lesson_n_steps (const Lesson *lesson)
{
  return lesson->steps->len;
}

const LessonStep *
lesson_step (const Lesson *lesson, guint index)
{
  g_return_val_if_fail (index < lesson->steps->len, NULL);

  return &g_array_index (lesson->steps, LessonStep, index);
}

gboolean
lesson_step_is_done (const LessonStep *step, const LessonFacts *facts)
{
  if (step->done_when == NULL)
    return FALSE;
  g_autoptr (StudyTable) table = lesson_facts_table (facts);
  return study_filter_matches (step->done_when, table, 0);
}

gboolean
lesson_step_acts (const LessonStep *step)
{
  return step->preset != NULL || step->view != NULL || step->projection != NULL || !isnan (step->epoch)
         || !isnan (step->shots);
}
