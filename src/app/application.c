#include "app/application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "app/inspect.h"
#include "app/window.h"

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
  { "view", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("View to begin with: geometry or curves"), "NAME" },
  { "frame-times", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, NULL, NULL },
  { "screenshot", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_FILENAME, NULL, NULL, NULL },
  { "screenshot-after", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_DOUBLE, NULL, NULL, NULL },
  { "size", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { "settings", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  { "choose-data", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[REGIME|PRESET]") },
  { NULL },
};

/* The regime that the arguments name, found from the caller's folder. */
static Regime *
regime_from_arguments (GApplicationCommandLine *command_line, GError **error)
{
  g_auto (GStrv) arguments = NULL;
  g_variant_dict_lookup (g_application_command_line_get_options_dict (command_line), G_OPTION_REMAINING,
                         "^aay", &arguments);
  if (arguments == NULL || arguments[0] == NULL)
    return regime_new_preset (DEFAULT_PRESET, error);
  for (const char *const *name = regime_preset_names (); *name != NULL; name++)
    if (g_str_equal (*name, arguments[0]))
      return regime_new_preset (*name, error);
  g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, arguments[0]);
  const char *path = g_file_peek_path (file);
  gboolean exists = path != NULL && g_file_query_exists (file, NULL);
  return regime_new_from_argument (exists ? path : arguments[0], error);
}

static int
collapsar_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  CollapsarWindow *window = collapsar_window_new (GTK_APPLICATION (application));
  g_autoptr (GError) error = NULL;
  const char *view = NULL, *source = NULL;

  if (g_variant_dict_contains (dict, "dark"))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  if (g_variant_dict_contains (dict, "full-speed"))
    g_object_set (collapsar_window_study (window), "pace", 0.0, NULL);
  if (g_variant_dict_lookup (dict, "view", "&s", &view))
    collapsar_window_show_view (window, view);
  collapsar_inspect (window, dict);
  gtk_window_present (GTK_WINDOW (window));

  g_autoptr (Regime) regime = regime_from_arguments (command_line, &error);
  if (regime == NULL) {
    g_application_command_line_printerr (command_line, "collapsar: %s\n", error->message);
    collapsar_window_show_error (window, error);
    COLLAPSAR_APPLICATION (application)->exit_status = 2;
    return 2;
  }
  collapsar_window_train (window, regime);
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
      && !g_str_equal (view, "curves")) {
    g_printerr (_ ("collapsar: there is no view “%s”; views are geometry and curves\n"), view);
    return 2;
  }
  if (g_variant_dict_contains (dict, "screenshot") || g_variant_dict_contains (dict, "frame-times"))
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
  static const GActionEntry actions[] = { { "about", about }, { "quit", quit } };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const close_keys[] = { "<Control>w", NULL };

  CollapsarApplication *self = COLLAPSAR_APPLICATION (application);
  G_APPLICATION_CLASS (collapsar_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name ("io.github.collapsar.Collapsar");
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
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
      G_APPLICATION (self), _ ("REGIME is a regime file; presets are listed by `collapsar-cli presets`."));
}

CollapsarApplication *
collapsar_application_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_APPLICATION, "application-id", "io.github.collapsar.Collapsar",
                       "resource-base-path", "/io/github/collapsar/Collapsar", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, NULL);
}

int
collapsar_application_get_exit_status (CollapsarApplication *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_APPLICATION (self), 1);

  return self->exit_status;
}
