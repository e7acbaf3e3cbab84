/* Lessons: opened, gone through, remembered with the study. */
#include "app/file-chooser.h"
#include "app/window-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "lesson/catalog.h"
#include "training/regime-place.h"

/* In this window, with what it has. */
static void
begin (CollapsarWindow *self, Lesson *lesson, const char *argument)
{
  g_object_set (self, "show-start", FALSE, "show-sidebar", TRUE, NULL);
  collapsar_lesson_guide_begin (self->guide, lesson, argument);
  collapsar_sidebar_focus_lesson (self->sidebar);
}

gboolean
collapsar_window_open_lesson (CollapsarWindow *self, const char *argument, GError **error)
{
  g_return_val_if_fail (COLLAPSAR_IS_WINDOW (self), FALSE);

  g_autoptr (Lesson) lesson = lesson_new_from_argument (argument, error);
  if (lesson != NULL)
    begin (self, lesson, argument);
  return lesson != NULL;
}

void
collapsar_window_try_lesson (CollapsarWindow *self, const char *argument)
{
  g_autoptr (GError) error = NULL;
  if (!collapsar_window_open_lesson (self, argument, &error))
    collapsar_window_complain (GTK_WINDOW (self), _ ("This lesson cannot be opened"), error->message);
}

static void
on_lesson_chosen (GFile *file, gpointer user_data)
{
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
  if (path != NULL)
    collapsar_window_try_lesson (user_data, path);
}

void
collapsar_window_choose_lesson (CollapsarWindow *self)
{
  const char *patterns[] = { _ ("Lessons"), "*" LESSON_SUFFIX, _ ("All files"), "*", NULL };
  CollapsarFileRequest request = { COLLAPSAR_FILE_OPEN, _ ("Open Lesson"), NULL, patterns };
  collapsar_file_choose (GTK_WIDGET (self), &request, on_lesson_chosen, self);
}

/* The first run of the preset or of its variant that is there, or NULL. */
static CollapsarSession *
find_run (CollapsarWindow *self, const char *preset)
{
  g_autoptr (Regime) wanted = regime_new_preset (preset, NULL);
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (preset, NULL);
  for (guint i = 0; comparison != NULL && i < collapsar_study_n_runs (self->study); i++) {
    CollapsarSession *run = collapsar_study_run (self->study, i);
    g_autofree char *others = NULL;
    guint variant;
    if (regime_comparison_place (comparison, collapsar_session_regime (run), &variant, &others)
        && *others == '\0')
      return run;
  }
  return NULL;
}

/* What is there already is not trained again, but selected. */
static void
open_preset (CollapsarWindow *self, const char *preset)
{
  CollapsarSession *run = find_run (self, preset);
  if (run != NULL)
    collapsar_study_select (self->study, run);
  else
    collapsar_window_add_variants (self, preset);
}

void
collapsar_window_do_step (CollapsarWindow *self)
{
  Lesson *lesson = collapsar_lesson_guide_lesson (self->guide);
  const LessonStep *step = lesson_step (lesson, collapsar_lesson_guide_step (self->guide));
  if (step->preset != NULL)
    open_preset (self, step->preset);
  if (step->view != NULL)
    collapsar_window_show_view (self, step->view);
  if (step->projection != NULL)
    g_action_group_change_action_state (G_ACTION_GROUP (self), "projection",
                                        g_variant_new_string (step->projection));
  if (isinf (step->epoch) && self->session != NULL)
    collapsar_session_set_live (self->session, TRUE);
  else if (!isnan (step->epoch) && self->session != NULL)
    collapsar_session_set_epoch (self->session, step->epoch);
  if (!isnan (step->shots))
    g_object_set (collapsar_transfer_page_choice (self->transfer), "shots", (guint)step->shots, NULL);
}

static void
on_step (CollapsarWindow *self)
{
  collapsar_window_update_actions (self);
}

static void
on_projection (CollapsarWindow *self)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (self), "projection");
  g_object_set (self->guide, "projection", g_variant_get_string (state, NULL), NULL);
}

/* "win.lesson::NAME" of what ships, "win.lesson::PATH" of the user's. */
static void
append_lesson (GMenu *menu, const char *argument)
{
  g_autoptr (Lesson) lesson = lesson_new_from_argument (argument, NULL);
  if (lesson == NULL)
    return; /* whoever opens it by hand is told what is wrong with it */
  g_autoptr (GString) label = g_string_new (lesson_name (lesson));
  g_string_replace (label, "_", "__", 0); /* no mnemonics */
  g_autoptr (GMenuItem) item = g_menu_item_new (label->str, NULL);
  g_menu_item_set_action_and_target (item, "win.lesson", "s", argument);
  g_menu_append_item (menu, item);
}

static void
fill_menu (GMenu *menu)
{
  g_autoptr (GMenu) shipped = g_menu_new (), own = g_menu_new (), files = g_menu_new ();
  g_auto (GStrv) paths = lesson_user_files ();
  for (const char *const *name = lesson_shipped_names (); *name != NULL; name++)
    append_lesson (shipped, *name);
  for (char **path = paths; *path != NULL; path++)
    append_lesson (own, *path);
  g_menu_append (files, _ ("_Open Lesson…"), "win.open-lesson");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (shipped));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
}

void
collapsar_window_init_lessons (CollapsarWindow *self)
{
  self->guide = collapsar_lesson_guide_new (self->study);
  fill_menu (self->lessons);
  collapsar_sidebar_set_guide (self->sidebar, self->guide);
  g_object_bind_property (self->views, "visible-child-name", self->guide, "view", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self, "action-state-changed::projection", G_CALLBACK (on_projection), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->guide, "step", G_CALLBACK (on_step), self, G_CONNECT_SWAPPED);
  on_projection (self);
}
