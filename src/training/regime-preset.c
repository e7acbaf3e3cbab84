/* The regimes that ship, bundled as a resource; data/presets holds them. */
#include "training/regime-comparison.h"
#include "training/regime-private.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* Naming its function is also what keeps the linker from dropping the resource out of the static library. */
#include "regime-presets.h"

#define PRESETS "/io/github/collapsar/Collapsar/presets"

static const char *const names[]
    = { "watch-collapse", "projection-head", "losses",           "augmentation",       "granularity",
        "when-to-stop",   "backbones",       "layers",           "fine-tuning",        "optimisers",
        "minority",       "many-classes",    "fashion-collapse", "gaussian-hierarchy", NULL };

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

static gboolean
is_preset (const char *name)
{
  return g_strv_contains (names, name);
}

static char *
read_preset (const char *name, GError **error)
{
  g_autofree char *path = g_strdup_printf (PRESETS "/%s.regime", name);
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (regime_presets_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  return g_strndup (data, length);
}

/* The preset that "NAME:VARIANT" names, and where the variant's name begins; NULL when it is no such thing.
 */
static char *
split_variant (const char *argument, const char **variant)
{
  const char *colon = strchr (argument, ':');
  g_autofree char *name = colon == NULL ? NULL : g_strndup (argument, (gsize)(colon - argument));
  if (name == NULL || !is_preset (name))
    return NULL;
  *variant = colon + 1;
  return g_steal_pointer (&name);
}

RegimeComparison *
regime_comparison_new_from_argument (const char *argument, GError **error)
{
  const char *variant = NULL;
  g_autofree char *name = split_variant (argument, &variant);
  if (name == NULL)
    name = g_strdup (argument);
  g_autofree char *text = NULL;
  if (is_preset (name))
    text = read_preset (name, error);
  else if (g_file_test (name, G_FILE_TEST_EXISTS) || strchr (name, G_DIR_SEPARATOR) != NULL)
    text = regime_read_file (name, error);
  else
    set_not_found (name, error);
  g_autoptr (RegimeComparison) comparison
      = text == NULL ? NULL : regime_comparison_new_from_text (text, name, error);
  if (comparison == NULL || (variant != NULL && !regime_comparison_take (comparison, variant, error)))
    return NULL;
  return g_steal_pointer (&comparison);
}

Regime *
regime_new_from_argument (const char *argument, GError **error)
{
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (argument, error);
  return comparison == NULL ? NULL : regime_ref (regime_comparison_variant (comparison, 0));
}

Regime *
regime_new_preset (const char *name, GError **error)
{
  const char *variant;
  g_autofree char *preset = split_variant (name, &variant);
  if (preset != NULL || is_preset (name))
    return regime_new_from_argument (name, error);
  set_not_found (name, error);
  return NULL;
}
