/* What tells the regimes of several runs apart, in words. */
#include "app/setting.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
varies (const RegimeKey *key, const char *name, const GPtrArray *regimes)
{
  const char *first = NULL;
  for (guint i = 0; i < regimes->len; i++) {
    const Regime *regime = regimes->pdata[i];
    const char *value = regime_get (regime, name);
    if (first != NULL && g_str_equal (first, value))
      continue;
    if (!regime_key_applies (key, regime))
      continue;
    if (first != NULL)
      return TRUE;
    first = value;
  }
  return FALSE;
}

GPtrArray *
collapsar_setting_find_varying (const GPtrArray *regimes)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  for (gsize k = 0; k < n; k++) {
    g_autofree char *name = regime_key_name (&keys[k]);
    if (!g_str_equal (keys[k].group, "regime") && varies (&keys[k], name, regimes))
      g_ptr_array_add (names, g_steal_pointer (&name));
  }
  return names;
}

/* "learning rate 0.1", "no batch norm"; of what kind a thing is its name alone says: "Adam". */
static char *
describe (const RegimeKey *key, const char *value)
{
  g_autofree char *title = g_utf8_strdown (_ (key->title), -1);
  g_autofree char *text = collapsar_setting_describe (key, value);
  if (key->type == REGIME_BOOLEAN)
    return g_str_equal (value, "true") ? g_steal_pointer (&title) : g_strdup_printf (_ ("no %s"), title);
  if (g_str_equal (key->key, "kind"))
    return g_steal_pointer (&text);
  if (g_str_equal (key->key, "source")) {
    g_autofree char *source = g_path_get_basename (value);
    return g_steal_pointer (&source);
  }
  if (g_str_equal (key->key, "level")) {
    g_autofree char *group = g_utf8_strdown (collapsar_setting_group_title (key->group), -1);
    return g_strdup_printf ("%s %s", group, value);
  }
  return g_strdup_printf ("%s %s", title, text);
}

char *
collapsar_setting_describe_varying (const Regime *regime, const GPtrArray *names)
{
  g_autoptr (GString) line = g_string_new (NULL);
  for (guint i = 0; i < names->len; i++) {
    const RegimeKey *key = regime_key_find (names->pdata[i]);
    if (!regime_key_applies (key, regime))
      continue;
    g_autofree char *words = describe (key, regime_get (regime, names->pdata[i]));
    g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", words);
  }
  return g_string_free (g_steal_pointer (&line), FALSE);
}
