#include "app/lesson-guide.h"

#include <math.h>

#include "app/run-list.h"
#include "lesson/catalog.h"

/* Between two looks at the cursor, ms. */
#define CURSOR_INTERVAL 200

struct _CollapsarLessonGuide {
  GObject parent_instance;

  CollapsarStudy *study;
  CollapsarRunList *rows; /* made anew while a lesson is open */
  GSignalGroup *cursor;   /* of the selected run */
  guint source;
  Lesson *lesson;
  char *argument;
  guint step;
  guint64 done; /* a bit for each step */
  char *answer, *seen;
  gboolean shows_answer;
  char *view, *projection;
};

G_DEFINE_FINAL_TYPE (CollapsarLessonGuide, collapsar_lesson_guide, G_TYPE_OBJECT)

enum {
  PROP_VIEW = 1,
  PROP_PROJECTION,
  PROP_SHOWS_ANSWER,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_STEP,
  SIGNAL_TOLD,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* What the window's runs are like; the array's elements are borrowed. */
static LessonFacts
gather (CollapsarLessonGuide *self, GArray *runs)
{
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  LessonFacts facts = { .selected = -1,
                        .epoch = selected == NULL ? NAN : collapsar_session_get_epoch (selected),
                        .view = self->view == NULL ? "" : self->view,
                        .projection = self->projection == NULL ? "" : self->projection };
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++) {
    g_autoptr (CollapsarRunRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
    CollapsarSession *session = collapsar_run_row_session (row);
    LessonRun run = { collapsar_run_row_table (row), collapsar_session_history (session) };
    if (session == selected)
      facts.selected = (gint)i;
    g_array_append_val (runs, run);
  }
  facts.runs = (const LessonRun *)runs->data;
  facts.n_runs = runs->len;
  return facts;
}

/* Returns whether the text is another one. */
static gboolean
fill (char **text, const LessonTemplate *template, const LessonFacts *facts)
{
  g_autofree char *before = g_steal_pointer (text);
  *text = template == NULL ? NULL : lesson_template_fill (template, facts);
  return g_strcmp0 (before, *text) != 0;
}

/* What was seen is worth telling once the step is done. */
static void
look_at_runs (CollapsarLessonGuide *self)
{
  if (self->lesson == NULL)
    return;
  const LessonStep *step = lesson_step (self->lesson, self->step);
  guint64 bit = G_GUINT64_CONSTANT (1) << self->step, before = self->done;
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (LessonRun));
  LessonFacts facts = gather (self, runs);
  g_autoptr (StudyTable) tunings
      = study_transfer_table_new (collapsar_transfers_rows (collapsar_study_transfers (self->study)));
  facts.tunings = tunings;
  if (lesson_step_is_done (step, &facts))
    self->done |= bit;
  gboolean told = (step->done_when == NULL || (self->done & bit) != 0);
  gboolean changed = fill (&self->seen, told ? step->seen : NULL, &facts);
  changed |= fill (&self->answer, step->answer, &facts);
  if (changed || self->done != before)
    g_signal_emit (self, signals[SIGNAL_TOLD], 0);
}

static void
set_step (CollapsarLessonGuide *self, guint step)
{
  self->step = step;
  g_clear_pointer (&self->seen, g_free);
  g_clear_pointer (&self->answer, g_free);
  g_object_set (self, "shows-answer", FALSE, NULL);
  g_signal_emit (self, signals[SIGNAL_STEP], 0);
  look_at_runs (self);
}

void
collapsar_lesson_guide_begin (CollapsarLessonGuide *self, Lesson *lesson, const char *argument)
{
  g_return_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self));

  g_clear_pointer (&self->lesson, lesson_unref);
  g_clear_pointer (&self->argument, g_free);
  self->lesson = lesson == NULL ? NULL : lesson_ref (lesson);
  self->argument = g_strdup (argument);
  self->done = 0;
  collapsar_run_list_set_active (self->rows, lesson != NULL);
  set_step (self, 0);
}

Lesson *
collapsar_lesson_guide_lesson (CollapsarLessonGuide *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self), NULL);

  return self->lesson;
}

guint
collapsar_lesson_guide_step (CollapsarLessonGuide *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self), 0);

  return self->step;
}

void
collapsar_lesson_guide_move (CollapsarLessonGuide *self, int by)
{
  g_return_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self));

  if (self->lesson == NULL)
    return;
  gint step = CLAMP ((gint)self->step + by, 0, (gint)lesson_n_steps (self->lesson) - 1);
  if (step != (gint)self->step)
    set_step (self, (guint)step);
}

gboolean
collapsar_lesson_guide_is_done (CollapsarLessonGuide *self, guint step)
{
  g_return_val_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self), FALSE);

  return (self->done >> step & 1) != 0;
}

const char *
collapsar_lesson_guide_answer (CollapsarLessonGuide *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self), NULL);

  return self->answer;
}

const char *
collapsar_lesson_guide_seen (CollapsarLessonGuide *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self), NULL);

  return self->seen;
}

/* Argument, step, steps that are done. */
#define LOOK_FORMAT "(sut)"

char *
collapsar_lesson_guide_get_look (CollapsarLessonGuide *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self), NULL);

  if (self->lesson == NULL)
    return g_strdup ("");
  g_autoptr (GVariant) look
      = g_variant_ref_sink (g_variant_new (LOOK_FORMAT, self->argument, self->step, self->done));
  return g_variant_print (look, FALSE);
}

void
collapsar_lesson_guide_set_look (CollapsarLessonGuide *self, const char *look)
{
  g_return_if_fail (COLLAPSAR_IS_LESSON_GUIDE (self));

  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE (LOOK_FORMAT), look, NULL, NULL, NULL);
  const char *argument;
  guint32 step;
  guint64 done;
  if (value == NULL)
    return;
  g_variant_get (value, "(&sut)", &argument, &step, &done);
  g_autoptr (Lesson) lesson = lesson_new_from_argument (argument, NULL);
  if (lesson == NULL)
    return;
  collapsar_lesson_guide_begin (self, lesson, argument);
  self->done = done;
  set_step (self, MIN (step, lesson_n_steps (lesson) - 1));
}

static void
collapsar_lesson_guide_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarLessonGuide *self = COLLAPSAR_LESSON_GUIDE (object);
  if (id == PROP_VIEW)
    g_value_set_string (value, self->view);
  else if (id == PROP_PROJECTION)
    g_value_set_string (value, self->projection);
  else if (id == PROP_SHOWS_ANSWER)
    g_value_set_boolean (value, self->shows_answer);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_lesson_guide_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarLessonGuide *self = COLLAPSAR_LESSON_GUIDE (object);
  char **text = id == PROP_VIEW ? &self->view : &self->projection;
  if (id == PROP_SHOWS_ANSWER) {
    if (self->shows_answer == g_value_get_boolean (value))
      return;
    self->shows_answer = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
  } else if (id == PROP_VIEW || id == PROP_PROJECTION) {
    g_free (*text);
    *text = g_value_dup_string (value);
    look_at_runs (self);
  } else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_lesson_guide_dispose (GObject *object)
{
  CollapsarLessonGuide *self = COLLAPSAR_LESSON_GUIDE (object);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->cursor);
  g_clear_object (&self->rows);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (collapsar_lesson_guide_parent_class)->dispose (object);
}

static void
collapsar_lesson_guide_finalize (GObject *object)
{
  CollapsarLessonGuide *self = COLLAPSAR_LESSON_GUIDE (object);
  g_clear_pointer (&self->lesson, lesson_unref);
  g_free (self->argument);
  g_free (self->answer);
  g_free (self->seen);
  g_free (self->view);
  g_free (self->projection);
  G_OBJECT_CLASS (collapsar_lesson_guide_parent_class)->finalize (object);
}

static void
collapsar_lesson_guide_class_init (CollapsarLessonGuideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_lesson_guide_get_property;
  object_class->set_property = collapsar_lesson_guide_set_property;
  object_class->dispose = collapsar_lesson_guide_dispose;
  object_class->finalize = collapsar_lesson_guide_finalize;
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_VIEW] = g_param_spec_string ("view", NULL, NULL, NULL, flags);
  properties[PROP_PROJECTION] = g_param_spec_string ("projection", NULL, NULL, NULL, flags);
  properties[PROP_SHOWS_ANSWER] = g_param_spec_boolean ("shows-answer", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_STEP] = g_signal_new ("step", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static void
collapsar_lesson_guide_init (CollapsarLessonGuide *self)
{
}

static gboolean
on_time (gpointer user_data)
{
  CollapsarLessonGuide *self = user_data;
  self->source = 0;
  look_at_runs (self);
  return G_SOURCE_REMOVE;
}

/* The cursor, which is no part of a row, moves with each frame. */
static void
on_cursor (CollapsarLessonGuide *self)
{
  if (self->lesson != NULL && self->source == 0)
    self->source = g_timeout_add (CURSOR_INTERVAL, on_time, self);
}

CollapsarLessonGuide *
collapsar_lesson_guide_new (CollapsarStudy *study)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NULL);

  CollapsarLessonGuide *self = g_object_new (COLLAPSAR_TYPE_LESSON_GUIDE, NULL);
  self->study = g_object_ref (study);
  self->rows = collapsar_run_list_new (study);
  g_signal_connect_object (self->rows, "changed", G_CALLBACK (look_at_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (look_at_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "notify::selected", G_CALLBACK (look_at_runs), self, G_CONNECT_SWAPPED);
  self->cursor = g_signal_group_new (COLLAPSAR_TYPE_SESSION);
  g_signal_group_connect_swapped (self->cursor, "notify::epoch", G_CALLBACK (on_cursor), self);
  g_object_bind_property (study, "selected", self->cursor, "target", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (collapsar_study_transfers (study), "changed", G_CALLBACK (look_at_runs), self,
                           G_CONNECT_SWAPPED);
  return self;
}
