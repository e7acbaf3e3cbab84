#include "app/application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "app/inspect.h"
#include "app/window.h"
#include "lesson/lesson.h"

#define APPLICATION_ID "io.github.collapsar.Collapsar"
#define DEFAULT_PRESET "watch-collapse"

struct _CollapsarApplication {
  AdwApplication parent_instance;

  guint signals[2];
  int exit_status;
};

G_DEFINE_FINAL_TYPE (CollapsarApplication, collapsar_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "dark", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Dark style, whatever the desktop's"), NULL },
  { "full-speed", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Train as fast as the machine can"), NULL },
  { "view", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("View to begin with: geometry, curves, layers, findings, transfer, runs or start"), "NAME" },
  { "frame-times", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, NULL, NULL },
  { "screenshot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, NULL, NULL },
  { "screenshot-after", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, NULL, NULL },
  { "activate", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, NULL },
  { "size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { "settings", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  { "variants", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { "seeds", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, NULL, NULL, NULL },
  { "choose-data", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[STUDY|LESSON|REGIME|PRESET]") },
  { NULL },
};

/* The path of an argument, from the caller's folder. */
static char *
path_of (GApplicationCommandLine *command_line, const char *argument)
{
  g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, argument);
  return g_file_get_path (file);
}

/* The regimes that an argument names. */
static RegimeComparison *
comparison_from_argument (GApplicationCommandLine *command_line, const char *argument, GError **error)
{
  g_autofree char *path = path_of (command_line, argument);
  gboolean preset = g_strv_contains (regime_preset_names (), argument);
  gboolean exists = path != NULL && g_file_test (path, G_FILE_TEST_EXISTS);
  return regime_comparison_new_from_argument (!preset && exists ? path : argument, error);
}

/* The window in which a study is open, or NULL. */
static CollapsarWindow *
find_window (GtkApplication *application, const char *path)
{
  for (GList *each = gtk_application_get_windows (application); each != NULL; each = each->next) {
    CollapsarStore *store = COLLAPSAR_IS_WINDOW (each->data)
                                ? collapsar_study_get_store (collapsar_window_study (each->data))
                                : NULL;
    if (store != NULL && g_str_equal (collapsar_store_path (store), path))
      return each->data;
  }
  return NULL;
}

/* The study that was open last, where it is still there and nobody has it open in this program. */
static char *
last_study (GtkApplication *application)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
      = source == NULL ? NULL : g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
  if (schema == NULL)
    return NULL;
  g_autoptr (GSettings) settings = g_settings_new_full (schema, NULL, NULL);
  g_autofree char *path = g_settings_get_string (settings, "last-study");
  gboolean there = g_file_test (path, G_FILE_TEST_EXISTS) && find_window (application, path) == NULL;
  return there ? g_steal_pointer (&path) : NULL;
}

/* In a study of its own. */
static gboolean
begin_lesson (CollapsarWindow *window,
              GApplicationCommandLine *command_line,
              const char *argument,
              GError **error)
{
  g_autofree char *path = path_of (command_line, argument);
  collapsar_window_open (window, NULL, NULL);
  return collapsar_window_open_lesson (window, path, error);
}

/* In a study of their own, with their fine-tunings. */
static gboolean
begin_regimes (CollapsarWindow *window,
               GApplicationCommandLine *command_line,
               const char *argument,
               GError **error)
{
  g_autoptr (RegimeComparison) comparison = comparison_from_argument (command_line, argument, error);
  if (comparison == NULL)
    return FALSE;
  collapsar_window_open (window, NULL, NULL);
  collapsar_window_add_comparison (window, comparison);
  return TRUE;
}

/* Opens what the arguments ask for. FALSE when that cannot be. */
static gboolean
begin (CollapsarWindow *window, GApplicationCommandLine *command_line, GError **error)
{
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  g_auto (GStrv) arguments = NULL;
  g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^aay", &arguments);
  const char *argument = arguments == NULL || arguments[0] == NULL ? NULL : arguments[0];
  const char *view = NULL;
  if (argument == NULL && g_variant_dict_lookup (dict, "view", "&s", &view) && g_str_equal (view, "start")) {
    collapsar_window_open (window, NULL, NULL);
    return TRUE;
  }
  if (argument != NULL && g_str_has_suffix (argument, LESSON_SUFFIX))
    return begin_lesson (window, command_line, argument, error);
  if (argument != NULL && !g_str_has_suffix (argument, STUDY_SUFFIX))
    return begin_regimes (window, command_line, argument, error);
  g_autofree char *path = NULL;
  if (argument != NULL)
    path = path_of (command_line, argument);
  else if (!collapsar_inspects (dict))
    path = last_study (application);
  g_autoptr (Regime) regime = regime_new_preset (DEFAULT_PRESET, error);
  if (regime != NULL)
    collapsar_window_open (window, path, regime);
  return regime != NULL;
}

static int
collapsar_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  CollapsarWindow *window = collapsar_window_new (GTK_APPLICATION (application));
  g_autoptr (GError) error = NULL;
  const char *view = NULL, *source = NULL, *variants = NULL;
  int n_seeds;

  if (g_variant_dict_contains (dict, "dark"))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  if (g_variant_dict_contains (dict, "full-speed"))
    g_object_set (collapsar_window_study (window), "pace", 0.0, NULL);
  if (g_variant_dict_lookup (dict, "view", "&s", &view))
    collapsar_window_show_view (window, view);
  collapsar_inspect (window, dict);
  gtk_window_present (GTK_WINDOW (window));

  if (!begin (window, command_line, &error)) {
    g_application_command_line_printerr (command_line, "collapsar: %s\n", error->message);
    collapsar_window_show_error (window, error);
    COLLAPSAR_APPLICATION (application)->exit_status = 2;
    return 2;
  }
  if (g_variant_dict_lookup (dict, "variants", "&s", &variants))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.preset-variants", "s", variants);
  if (g_variant_dict_lookup (dict, "seeds", "i", &n_seeds))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.repeat-seeds", "i", n_seeds);
  if (g_variant_dict_lookup (dict, "choose-data", "&s", &source))
    collapsar_window_choose_data (window, source);
  return 0;
}

/* What is wrong in the options themselves is said before there is a window. */
static int
collapsar_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  const char *view = NULL;
  if (g_variant_dict_lookup (dict, "view", "&s", &view) && !g_str_equal (view, "geometry")
      && !g_str_equal (view, "curves") && !g_str_equal (view, "layers") && !g_str_equal (view, "findings")
      && !g_str_equal (view, "transfer") && !g_str_equal (view, "runs") && !g_str_equal (view, "start")) {
    g_printerr (
        _ ("collapsar: there is no view “%s”; views are geometry, curves, layers, findings, transfer, runs "
           "and start\n"),
        view);
    return 2;
  }
  if (collapsar_inspects (dict))
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  adw_show_about_window (
      window, "application-name", _ ("Collapsar"), "application-icon", "io.github.collapsar.Collapsar",
      "version", COLLAPSAR_VERSION, "developer-name", _ ("The Collapsar developers"), "license-type",
      GTK_LICENSE_MIT_X11, "comments",
      _ ("Watch neural collapse happen while a small network trains.\n\n"
         "Bundled data: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine "
         "Learning Repository, CC BY 4.0."),
      NULL);
}

static void
new_study (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  CollapsarWindow *window = collapsar_window_new (GTK_APPLICATION (user_data));
  collapsar_window_open (window, NULL, NULL);
  gtk_window_present (GTK_WINDOW (window));
}

/* What a study that is asked for from another window needs. */
typedef struct {
  GtkApplication *application;
  GtkWindow *parent; /* weak; NULL for none any more */
  char *path;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_weak_pointer (&opening->parent);
  g_object_unref (opening->application);
  g_free (opening->path);
  g_free (opening);
}

/* The window appears once it is known that there is something to show in it. */
static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarStore) store = collapsar_store_open_finish (result, &error);
  if (store == NULL) {
    g_autofree char *name = g_path_get_basename (opening->path);
    g_autofree char *heading = g_strdup_printf (_ ("“%s” could not be opened"), name);
    collapsar_window_complain (opening->parent, heading, error->message);
  } else {
    CollapsarWindow *window = collapsar_window_new (opening->application);
    collapsar_window_use_store (window, store);
    gtk_window_present (GTK_WINDOW (window));
  }
  g_application_release (G_APPLICATION (opening->application));
  opening_free (opening);
}

static void
open_study (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *path = g_variant_get_string (parameter, NULL);
  CollapsarWindow *window = find_window (user_data, path);
  if (window != NULL) {
    gtk_window_present (GTK_WINDOW (window));
    return;
  }
  Opening *opening = g_new0 (Opening, 1);
  opening->application = g_object_ref (user_data);
  g_set_weak_pointer (&opening->parent, gtk_application_get_active_window (user_data));
  opening->path = g_strdup (path);
  g_application_hold (user_data);
  collapsar_store_open_async (path, NULL, on_opened, opening);
}

/* The window that was looked at last. */
static void
present (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  if (window != NULL)
    gtk_window_present (window);
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;
  while ((windows = gtk_application_get_windows (GTK_APPLICATION (user_data))) != NULL)
    gtk_window_destroy (windows->data);
}

/* Ctrl+C in the terminal, and being asked to end: the workers end in order, and nothing has gone wrong. */
static gboolean
on_signal (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
collapsar_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = { { "about", about },
                                          { "present", present },
                                          { "new-study", new_study },
                                          { "open-study", open_study, "s" },
                                          { "quit", quit } };
  static const char *const new_keys[] = { "<Control>n", NULL };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const close_keys[] = { "<Control>w", NULL };

  CollapsarApplication *self = COLLAPSAR_APPLICATION (application);
  G_APPLICATION_CLASS (collapsar_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name ("io.github.collapsar.Collapsar");
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.new-study", new_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "window.close", close_keys);
  self->signals[0] = g_unix_signal_add (SIGINT, on_signal, self);
  self->signals[1] = g_unix_signal_add (SIGTERM, on_signal, self);
}

static void
collapsar_application_shutdown (GApplication *application)
{
  CollapsarApplication *self = COLLAPSAR_APPLICATION (application);
  for (gsize i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);
  G_APPLICATION_CLASS (collapsar_application_parent_class)->shutdown (application);
}

static void
collapsar_application_class_init (CollapsarApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  application_class->startup = collapsar_application_startup;
  application_class->shutdown = collapsar_application_shutdown;
  application_class->command_line = collapsar_application_command_line;
  application_class->handle_local_options = collapsar_application_handle_local_options;
}

static void
collapsar_application_init (CollapsarApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("– watch neural collapse happen"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("STUDY is a file that ends in .collapsar, LESSON one that ends in .lesson, REGIME a regime file; "
         "presets are listed by "
         "`collapsar-cli "
         "presets`. Without any of them the study that was open last is opened again."));
}

CollapsarApplication *
collapsar_application_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_APPLICATION, "application-id", APPLICATION_ID, "resource-base-path",
                       "/io/github/collapsar/Collapsar", "flags", G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}

int
collapsar_application_get_exit_status (CollapsarApplication *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_APPLICATION (self), 1);

  return self->exit_status;
}
