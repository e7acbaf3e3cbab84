#include "app/presets.h"

static GArray *
read_all (void)
{
  GArray *presets = g_array_new (FALSE, FALSE, sizeof (CollapsarPreset));
  for (const char *const *name = regime_preset_names (); *name != NULL; name++) {
    g_autoptr (GError) error = NULL;
    CollapsarPreset preset = { *name, regime_comparison_new_from_argument (*name, &error) };
    if (preset.comparison != NULL)
      g_array_append_val (presets, preset);
    else
      g_critical ("%s", error->message); /* a preset that ships is good: a test reads them all */
  }
  return presets;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static gsize presets;
  if (g_once_init_enter (&presets))
    g_once_init_leave (&presets, (gsize)read_all ());
  g_task_return_pointer (task, (gpointer)presets, NULL);
}

void
collapsar_presets_read_async (GObject *source,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  g_task_set_name (task, "CollapsarPresets");
  g_task_run_in_thread (task, read_in_thread);
}

const GArray *
collapsar_presets_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
