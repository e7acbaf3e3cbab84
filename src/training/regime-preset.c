/* The regimes that ship, bundled as a resource; data/presets holds them. */
#include "training/regime-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* Naming its function is also what keeps the linker from dropping the resource out of the static library. */
#include "regime-presets.h"

#define PRESETS "/io/github/collapsar/Collapsar/presets"

static const char *const names[] = { "watch-collapse", "fashion-collapse", "gaussian-hierarchy", NULL };

const char *const *
regime_preset_names (void)
{
  return names;
}

static void
set_not_found (const char *name, GError **error)
{
  g_autofree char *list = g_strjoinv (", ", (char **)names);
  const char *nearest = regime_nearest (name, names, G_N_ELEMENTS (names) - 1);
  if (nearest != NULL)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND,
                 _ ("there is no preset and no file “%s”; did you mean %s?"), name, nearest);
  else
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND,
                 _ ("there is no preset and no file “%s”; the presets are %s"), name, list);
}

Regime *
regime_new_preset (const char *name, GError **error)
{
  if (!g_strv_contains (names, name)) {
    set_not_found (name, error);
    return NULL;
  }
  g_autofree char *path = g_strdup_printf (PRESETS "/%s.regime", name);
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (regime_presets_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);
  return regime_new_from_text (text, name, error);
}

Regime *
regime_new_from_argument (const char *argument, GError **error)
{
  if (g_strv_contains (names, argument))
    return regime_new_preset (argument, error);
  if (g_file_test (argument, G_FILE_TEST_EXISTS) || strchr (argument, G_DIR_SEPARATOR) != NULL)
    return regime_new_from_file (argument, error);
  set_not_found (argument, error);
  return NULL;
}
