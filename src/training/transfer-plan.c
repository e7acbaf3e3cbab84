#include "training/transfer-plan.h"

#include "training/transfer.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const default_methods[] = { "probe", "layer", "scl", "full", NULL };

TransferPlan *
transfer_plan_new (void)
{
  TransferPlan *plan = g_new0 (TransferPlan, 1);
  plan->name = g_strdup ("");
  plan->seeds = 1;
  return plan;
}

TransferPlan *
transfer_plan_copy (const TransferPlan *plan)
{
  TransferPlan *copy = g_new0 (TransferPlan, 1);
  copy->name = g_strdup (plan->name);
  copy->methods = g_strdupv (plan->methods);
  copy->blocks = g_strdupv (plan->blocks);
  copy->shots = g_strdupv (plan->shots);
  copy->epochs = g_strdupv (plan->epochs);
  copy->settings = g_strdupv (plan->settings);
  copy->seeds = plan->seeds;
  copy->variants = plan->variants == NULL ? NULL : g_array_copy (plan->variants);
  return copy;
}

void
transfer_plan_free (TransferPlan *plan)
{
  g_free (plan->name);
  g_strfreev (plan->methods);
  g_strfreev (plan->blocks);
  g_strfreev (plan->shots);
  g_strfreev (plan->epochs);
  g_strfreev (plan->settings);
  g_clear_pointer (&plan->variants, g_array_unref);
  g_free (plan);
}

gboolean
transfer_plan_has_variant (const TransferPlan *plan, guint variant)
{
  if (plan->variants == NULL)
    return TRUE;
  for (guint i = 0; i < plan->variants->len; i++)
    if (g_array_index (plan->variants, guint, i) == variant)
      return TRUE;
  return FALSE;
}

static const char *const *
list_methods (const TransferPlan *plan)
{
  return plan->methods != NULL ? (const char *const *)plan->methods : default_methods;
}

guint
transfer_plan_methods (const TransferPlan *plan)
{
  const RegimeKey *key = regime_key_find ("transfer.method");
  guint methods = 0;
  for (guint m = 0; key->choices[m] != NULL; m++)
    if (g_strv_contains (list_methods (plan), key->choices[m]))
      methods |= 1u << m;
  return methods;
}

void
transfer_plan_list_shots (const TransferPlan *plan, const Regime *source, GHashTable *shots)
{
  const char *one = regime_get (source, "transfer.shots");
  for (char **set = plan->settings; set != NULL && *set != NULL; set++)
    if (g_str_has_prefix (*set, "transfer.shots="))
      one = *set + strlen ("transfer.shots=");
  const char *const single[] = { one, NULL };
  const char *const *asked = plan->shots != NULL ? (const char *const *)plan->shots : single;
  for (; *asked != NULL; asked++) /* "all" is no number */
    g_hash_table_add (shots, GINT_TO_POINTER ((gint)g_ascii_strtoll (*asked, NULL, 10)));
}

/* The fine-tunings of one source, as they are found. */
typedef struct {
  const TransferPlan *plan;
  const Regime *source;
  GPtrArray *regimes;
  GHashTable *settings; /* those of [transfer] that are there already */
} Expansion;

/* "transfer.KEY" to a number. */
static gboolean
set_number (Regime *regime, const char *name, gint64 number, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return regime_set (regime, name, text, error);
}

/* Once, however often it was asked for. */
static gboolean
add (Expansion *expansion, const Regime *chosen, gint64 seed, GError **error)
{
  g_autoptr (Regime) regime = regime_copy (chosen);
  if (!set_number (regime, "transfer.seed", seed, error))
    return FALSE;
  Regime *tuning = transfer_regime (regime, error);
  if (tuning == NULL)
    return FALSE;
  if (g_hash_table_add (expansion->settings, transfer_settings (tuning)))
    g_ptr_array_add (expansion->regimes, tuning);
  else
    regime_unref (tuning);
  return TRUE;
}

static gboolean
expand_seeds (Expansion *expansion, const Regime *chosen, GError **error)
{
  gint64 first = regime_get_integer (chosen, "transfer.seed");
  if (expansion->plan->seeds == 0)
    return add (expansion, chosen, regime_get_integer (chosen, "run.seed"), error);
  for (guint i = 0; i < expansion->plan->seeds; i++)
    if (!add (expansion, chosen, first + i, error))
      return FALSE;
  return TRUE;
}

/* Of a layer; 0 and -1 are no block, and so their settings name none. */
static gboolean
expand_shots (Expansion *expansion, const Regime *chosen, gint layer, GError **error)
{
  g_autoptr (Regime) regime = regime_copy (chosen);
  char **asked = expansion->plan->shots;
  if (!set_number (regime, "transfer.block", MAX (layer, 0), error))
    return FALSE;
  if (asked == NULL)
    return expand_seeds (expansion, regime, error);
  for (; *asked != NULL; asked++)
    if (!regime_set (regime, "transfer.shots", g_str_equal (*asked, "all") ? "0" : *asked, error)
        || !expand_seeds (expansion, regime, error))
      return FALSE;
  return TRUE;
}

/* A block by its number, checked as transfer.block is; ridge may read layer 0. */
static gboolean
expand_block (Expansion *expansion, Regime *chosen, const char *word, GError **error)
{
  gboolean reads = transfer_method (chosen) == TRANSFER_RIDGE;
  if (!regime_set (chosen, "transfer.block", word, error))
    return FALSE;
  gint layer = (gint)regime_get_integer (chosen, "transfer.block");
  return expand_shots (expansion, chosen, layer > 0 || reads ? layer : (gint)transfer_block (chosen), error);
}

static gboolean
expand_all_blocks (Expansion *expansion, const Regime *chosen, GError **error)
{
  gint n = (gint)regime_n_blocks (chosen);
  for (gint layer = transfer_method (chosen) != TRANSFER_RIDGE; layer <= n; layer++)
    if (!expand_shots (expansion, chosen, layer, error))
      return FALSE;
  return TRUE;
}

static gboolean
expand_blocks (Expansion *expansion, Regime *chosen, GError **error)
{
  char **asked = expansion->plan->blocks;
  if (!regime_key_applies (regime_key_find ("transfer.block"), chosen))
    return expand_shots (expansion, chosen, -1, error);
  if (asked == NULL)
    return expand_shots (expansion, chosen, (gint)transfer_block (chosen), error);
  for (; *asked != NULL; asked++)
    if (!(g_str_equal (*asked, "all") ? expand_all_blocks (expansion, chosen, error)
                                      : expand_block (expansion, chosen, *asked, error)))
      return FALSE;
  return TRUE;
}

static gboolean
expand_methods (Expansion *expansion, GError **error)
{
  for (const char *const *asked = list_methods (expansion->plan); *asked != NULL; asked++) {
    g_autoptr (Regime) chosen = regime_copy (expansion->source);
    if (!regime_set (chosen, "transfer.method", *asked, error) || !expand_blocks (expansion, chosen, error))
      return FALSE;
  }
  return TRUE;
}

/* What is no setting of [transfer] would have to be trained anew. */
static gboolean
change (Regime *regime, char **settings, GError **error)
{
  for (char **set = settings; set != NULL && *set != NULL; set++) {
    if (!regime_set_assignment (regime, *set, error))
      return FALSE;
    if (g_str_has_prefix (*set, "transfer."))
      continue;
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
                 _ ("a fine-tuning changes settings of [transfer], and %s is none: the source is trained "
                    "already"),
                 *set);
    return FALSE;
  }
  return TRUE;
}

GPtrArray *
transfer_plan_expand (const TransferPlan *plan, const Regime *source, GError **error)
{
  g_autoptr (Regime) changed = regime_copy (source);
  g_autoptr (GPtrArray) regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Expansion expansion = { plan, changed, regimes, settings };
  if (!change (changed, plan->settings, error) || !expand_methods (&expansion, error))
    return NULL;
  return g_steal_pointer (&regimes);
}

gint
transfer_plan_layer (const Regime *tuning)
{
  return regime_key_applies (regime_key_find ("transfer.block"), tuning)
             ? (gint)regime_get_integer (tuning, "transfer.block")
             : -1;
}

/* "0, 1, 5" */
static char *
list_epochs (const GArray *epochs)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < epochs->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", g_array_index (epochs, guint, i));
  return g_string_free (text, FALSE);
}

/* Marks those of the stored epochs that a word means. */
static gboolean
mark (const char *word, const GArray *stored, gboolean *wanted, GError **error)
{
  gboolean found = FALSE;
  for (guint i = 0; i < stored->len; i++) {
    g_autofree char *number = g_strdup_printf ("%u", g_array_index (stored, guint, i));
    if (g_str_equal (word, "all") || (g_str_equal (word, "last") && i == stored->len - 1)
        || g_str_equal (word, number))
      wanted[i] = found = TRUE;
  }
  if (found)
    return TRUE;
  g_autofree char *list = list_epochs (stored);
  if (stored->len == 0)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND, _ ("no epoch is stored yet"));
  else
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND,
                 _ ("the weights of epoch %s are not stored; there are those of %s"), word, list);
  return FALSE;
}

GArray *
transfer_plan_epochs (const TransferPlan *plan, const GArray *stored, GError **error)
{
  static const char *const last[] = { "last", NULL };
  g_autofree gboolean *wanted = g_new0 (gboolean, stored->len + 1);
  const char *const *word = plan->epochs != NULL ? (const char *const *)plan->epochs : last;
  for (; *word != NULL; word++)
    if (!mark (*word, stored, wanted, error))
      return NULL;
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < stored->len; i++)
    if (wanted[i])
      g_array_append_val (epochs, g_array_index (stored, guint, i));
  return epochs;
}
