#include "training/regime-change.h"

#include <glib/gi18n.h>

RegimeChange *
regime_change_new (double epoch, const char *name, const char *before, const char *after)
{
  RegimeChange *change = g_new (RegimeChange, 1);
  *change = (RegimeChange){ epoch, g_strdup (name), g_strdup (before), g_strdup (after) };
  return change;
}

RegimeChange *
regime_change_copy (const RegimeChange *change)
{
  return regime_change_new (change->epoch, change->name, change->before, change->after);
}

void
regime_change_free (RegimeChange *change)
{
  g_free (change->name);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

GPtrArray *
regime_changes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)regime_change_free);
}

/* The change of the same setting at the same moment, or NULL. */
static RegimeChange *
find_same (const GPtrArray *changes, const RegimeChange *change)
{
  for (guint i = changes->len; i > 0; i--) {
    RegimeChange *there = changes->pdata[i - 1];
    if (there->epoch == change->epoch && g_str_equal (there->name, change->name))
      return there;
  }
  return NULL;
}

void
regime_changes_add (GPtrArray *changes, const RegimeChange *change)
{
  RegimeChange *there = find_same (changes, change);
  if (there == NULL) {
    g_ptr_array_add (changes, regime_change_copy (change));
    return;
  }
  g_free (there->after);
  there->after = g_strdup (change->after);
  if (g_str_equal (there->before, there->after))
    g_ptr_array_remove (changes, there);
}

void
regime_changes_add_between (GPtrArray *changes, double epoch, const Regime *before, const Regime *after)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    if (!regime_key_is_live (&keys[i]) || g_str_equal (regime_get (before, name), regime_get (after, name)))
      continue;
    g_autoptr (RegimeChange) change
        = regime_change_new (epoch, name, regime_get (before, name), regime_get (after, name));
    regime_changes_add (changes, change);
  }
}

/* Keys and values that this program does not know are of a newer one; they are left as they are. */
Regime *
regime_changes_regime_at (const GPtrArray *changes, const Regime *regime, double epoch)
{
  Regime *copy = regime_copy (regime);
  for (guint i = changes->len; i > 0; i--) {
    const RegimeChange *change = changes->pdata[i - 1];
    if (change->epoch >= epoch)
      regime_set (copy, change->name, change->before, NULL);
  }
  for (guint i = 0; i < changes->len; i++) {
    const RegimeChange *change = changes->pdata[i];
    if (change->epoch < epoch)
      regime_set (copy, change->name, change->after, NULL);
  }
  return copy;
}

/* What people call the setting where nothing else is said of it. */
static char *
describe_key (const char *name)
{
  const RegimeKey *key = regime_key_find (name);
  if (key == NULL) /* of a study that a newer program wrote */
    return g_strdup (name);
  if (g_str_equal (name, "augment.level"))
    return g_strdup (_ ("augmentation"));
  g_autofree char *title = g_utf8_strdown (_ (key->title), -1);
  if (g_str_equal (key->group, "augment"))
    return g_strdup_printf (_ ("augmentation %s"), title);
  return g_steal_pointer (&title);
}

char *
regime_change_describe (const RegimeChange *change)
{
  g_autofree char *key = describe_key (change->name);
  return g_strdup_printf ("%s %s → %s", key, change->before, change->after);
}

char *
regime_changes_describe (const GPtrArray *changes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < changes->len; i++) {
    const RegimeChange *change = changes->pdata[i];
    g_autofree char *what = regime_change_describe (change);
    g_autofree char *words = g_strdup_printf (_ ("%s at epoch %.4g"), what, change->epoch);
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", words);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
