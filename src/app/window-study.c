/* The study file of a window: opened, saved under a name, and what the window remembers in it. */
#include "app/file-chooser.h"
#include "app/recent.h"
#include "app/window-private.h"

#include <glib/gi18n.h>

/* Looks are handed to the store as often, s; what has not changed is not written. */
#define REMEMBER_SECONDS 5
/* Recent studies in the menu. */
#define RECENT_LIMIT 10

/* What is remembered. */

static void
remember (CollapsarWindow *self)
{
  CollapsarStore *store = collapsar_study_get_store (self->study);
  if (store == NULL || collapsar_store_writer (store) == NULL)
    return;
  g_autofree char *geometry = collapsar_geometry_page_get_look (self->geometry);
  g_autofree char *axes = collapsar_geometry_page_get_axes (self->geometry);
  g_autofree char *curves = collapsar_curves_page_get_look (self->curves);
  g_autofree char *layers = collapsar_layers_page_get_look (self->layers);
  g_autofree char *runs = collapsar_runs_page_get_look (self->runs);
  g_autofree char *lesson = collapsar_lesson_guide_get_look (self->guide);
  g_autofree char *transfer
      = collapsar_transfer_choice_to_text (collapsar_transfer_page_choice (self->transfer));
  collapsar_study_remember (self->study);
  collapsar_store_set_setting (store, "view", adw_view_stack_get_visible_child_name (self->views));
  collapsar_store_set_setting (store, "geometry", geometry);
  collapsar_store_set_setting (store, "axes", axes);
  collapsar_store_set_setting (store, "curves", curves);
  collapsar_store_set_setting (store, "layers", layers);
  collapsar_store_set_setting (store, "runs", runs);
  collapsar_store_set_setting (store, "lesson", lesson);
  collapsar_store_set_setting (store, "transfer", transfer);
}

static gboolean
on_remember (gpointer user_data)
{
  remember (user_data);
  return G_SOURCE_CONTINUE;
}

static void
recall (CollapsarWindow *self, CollapsarStore *store)
{
  const char *view = collapsar_store_setting (store, "view");
  if (!self->view_chosen && adw_view_stack_get_child_by_name (self->views, view) != NULL)
    collapsar_window_show_view (self, view);
  collapsar_geometry_page_set_look (self->geometry, collapsar_store_setting (store, "geometry"));
  collapsar_geometry_page_set_axes (self->geometry, collapsar_store_setting (store, "axes"));
  collapsar_curves_page_set_look (self->curves, collapsar_store_setting (store, "curves"));
  collapsar_layers_page_set_look (self->layers, collapsar_store_setting (store, "layers"));
  collapsar_runs_page_set_look (self->runs, collapsar_store_setting (store, "runs"));
  if (collapsar_lesson_guide_lesson (self->guide) == NULL) /* one that was asked for meanwhile stays */
    collapsar_lesson_guide_set_look (self->guide, collapsar_store_setting (store, "lesson"));
  collapsar_transfer_choice_from_text (collapsar_transfer_page_choice (self->transfer),
                                       collapsar_store_setting (store, "transfer"));
}

/* Where it is. */

static void
add_recent (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  char *groups[] = { (char *)"Collapsar", NULL };
  GtkRecentData data = { .mime_type = (char *)COLLAPSAR_STUDY_MIME_TYPE,
                         .app_name = (char *)"Collapsar",
                         .app_exec = (char *)"collapsar %f",
                         .groups = groups };
  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
on_path (CollapsarWindow *self)
{
  CollapsarStore *store = collapsar_study_get_store (self->study);
  const char *path = collapsar_store_path (store);
  g_autofree char *title = collapsar_store_title (store);
  collapsar_sidebar_set_title (self->sidebar, title, path);
  collapsar_window_update_title (self);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "last-study", path);
  if (!collapsar_store_is_automatic (store) || collapsar_study_n_runs (self->study) > 0)
    add_recent (path);
}

static void
on_failed (CollapsarWindow *self, const GError *error)
{
  collapsar_window_toast (self, error->message);
}

void
collapsar_window_complain (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

void
collapsar_window_use_store (CollapsarWindow *self, CollapsarStore *store)
{
  g_return_if_fail (COLLAPSAR_IS_WINDOW (self));

  if (store != NULL)
    recall (self, store);
  collapsar_study_set_store (self->study, store);
  if (self->session == NULL) {
    gtk_stack_set_visible_child_name (self->content, "empty");
    g_object_set (self, "show-start", TRUE, NULL);
  }
  collapsar_window_update_actions (self);
  if (store == NULL)
    return;
  g_signal_connect_object (store, "notify::path", G_CALLBACK (on_path), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  self->remember_source = g_timeout_add_seconds (REMEMBER_SECONDS, on_remember, self);
  on_path (self);
}

void
collapsar_window_close_study (CollapsarWindow *self)
{
  g_clear_handle_id (&self->remember_source, g_source_remove);
  CollapsarStore *store = collapsar_study_get_store (self->study);
  if (store != NULL && collapsar_study_n_runs (self->study) > 0)
    add_recent (collapsar_store_path (store));
  remember (self);
  collapsar_study_close (self->study);
}

/* Opening. */

/* What a window begins with. */
typedef struct {
  CollapsarWindow *window;
  Regime *regime; /* to train where there is no study to go on with; NULL for none */
  char *path;     /* of the study; NULL for a new one */
} Beginning;

static void
beginning_free (Beginning *beginning)
{
  g_object_unref (beginning->window);
  g_clear_pointer (&beginning->regime, regime_unref);
  g_free (beginning->path);
  g_free (beginning);
}

static void begin (Beginning *beginning);

/* A study that cannot be opened stays as it is, and the window goes on with a new one. */
static void
begin_anew (Beginning *beginning, const GError *error)
{
  g_autofree char *name = g_path_get_basename (beginning->path);
  g_autofree char *heading = g_strdup_printf (_ ("“%s” could not be opened"), name);
  collapsar_window_complain (GTK_WINDOW (beginning->window), heading, error->message);
  g_clear_pointer (&beginning->path, g_free);
  begin (beginning);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Beginning *beginning = user_data;
  CollapsarWindow *self = beginning->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarStore) store = collapsar_store_open_finish (result, &error);
  if (self->cancellable == NULL) { /* closed meanwhile */
    beginning_free (beginning);
    return;
  }
  if (store == NULL && beginning->path != NULL) {
    begin_anew (beginning, error);
    return;
  }
  if (store == NULL)
    collapsar_window_complain (GTK_WINDOW (self), _ ("This study is not kept"), error->message);
  collapsar_window_use_store (self, store);
  beginning_free (beginning);
}

static void
begin (Beginning *beginning)
{
  if (beginning->path == NULL && beginning->regime != NULL)
    collapsar_window_train (beginning->window, beginning->regime);
  collapsar_store_open_async (beginning->path, beginning->window->cancellable, on_opened, beginning);
}

void
collapsar_window_open (CollapsarWindow *self, const char *path, Regime *regime)
{
  g_return_if_fail (COLLAPSAR_IS_WINDOW (self));

  const Beginning beginning
      = { g_object_ref (self), regime == NULL ? NULL : regime_ref (regime), g_strdup (path) };
  collapsar_study_expect_store (self->study);
  gtk_stack_set_visible_child_name (self->content, "opening");
  g_object_set (self, "show-start", path == NULL && regime == NULL, NULL);
  begin (g_memdup2 (&beginning, sizeof beginning));
}

static void
on_open_chosen (GFile *file, gpointer user_data)
{
  CollapsarWindow *self = user_data;
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
  if (path == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-study", "s", path);
}

void
collapsar_window_open_study (CollapsarWindow *self)
{
  const char *patterns[] = { _ ("Studies"), "*" STUDY_SUFFIX, _ ("All files"), "*", NULL };
  CollapsarFileRequest request = { COLLAPSAR_FILE_OPEN, _ ("Open Study"), NULL, patterns };
  collapsar_file_choose (GTK_WIDGET (self), &request, on_open_chosen, self);
}

/* Saving. */

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  CollapsarStore *store = COLLAPSAR_STORE (source);
  if (!collapsar_store_save_as_finish (store, result, &error)) {
    collapsar_window_complain (GTK_WINDOW (self), _ ("The study was not saved"), error->message);
    return;
  }
  g_autofree char *name = collapsar_store_title (store);
  g_autofree char *title = g_strdup_printf (_ ("Saved as “%s”; everything from now on is kept there"), name);
  collapsar_window_toast (self, title);
}

void
collapsar_window_save_study_to (CollapsarWindow *self, const char *path)
{
  g_autofree char *named
      = g_str_has_suffix (path, STUDY_SUFFIX) ? g_strdup (path) : g_strconcat (path, STUDY_SUFFIX, NULL);
  remember (self);
  collapsar_store_save_as_async (collapsar_study_get_store (self->study), named, on_saved,
                                 g_object_ref (self));
}

static void
on_save_chosen (GFile *file, gpointer user_data)
{
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
  if (path != NULL)
    collapsar_window_save_study_to (user_data, path);
}

void
collapsar_window_save_study (CollapsarWindow *self)
{
  const char *patterns[] = { _ ("Studies"), "*" STUDY_SUFFIX, NULL };
  g_autofree char *title = collapsar_store_title (collapsar_study_get_store (self->study));
  g_autofree char *name = g_strconcat (title, STUDY_SUFFIX, NULL);
  CollapsarFileRequest request = { COLLAPSAR_FILE_SAVE, _ ("Save Study As"), name, patterns };
  collapsar_file_choose (GTK_WIDGET (self), &request, on_save_chosen, self);
}

/* Recent studies. */

void
collapsar_window_update_recent (CollapsarWindow *self)
{
  g_autoptr (GPtrArray) studies = collapsar_recent_studies (RECENT_LIMIT);
  g_menu_remove_all (self->recent);
  for (guint i = 0; i < studies->len; i++) {
    const CollapsarRecent *recent = g_ptr_array_index (studies, i);
    g_autoptr (GString) label = g_string_new (recent->name);
    g_string_replace (label, "_", "__", 0); /* no mnemonics */
    g_autoptr (GMenuItem) item = g_menu_item_new (label->str, NULL);
    g_menu_item_set_action_and_target (item, "app.open-study", "s", recent->path);
    g_menu_append_item (self->recent, item);
  }
}
