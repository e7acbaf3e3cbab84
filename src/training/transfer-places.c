#include "training/transfer-places.h"

#include "training/transfer.h"

struct _TransferPlaces {
  GHashTable *plans; /* settings to guint64 * */
};

TransferPlaces *
transfer_places_new (const RegimeComparison *comparison, guint variant, const Regime *source)
{
  TransferPlaces *places = g_new (TransferPlaces, 1);
  places->plans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint p = 0; p < regime_comparison_n_plans (comparison); p++) {
    const TransferPlan *plan = regime_comparison_plan (comparison, p);
    g_autoptr (GPtrArray) tunings = NULL;
    if (transfer_plan_has_variant (plan, variant))
      tunings = transfer_plan_expand (plan, source, NULL); /* none of a source that cannot be tuned so */
    for (guint i = 0; tunings != NULL && i < tunings->len; i++) {
      char *settings = transfer_settings (tunings->pdata[i]);
      const guint64 *there = g_hash_table_lookup (places->plans, settings);
      guint64 *bits = g_new (guint64, 1);
      *bits = (there == NULL ? 0 : *there) | G_GUINT64_CONSTANT (1) << p;
      g_hash_table_insert (places->plans, settings, bits);
    }
  }
  return places;
}

void
transfer_places_free (TransferPlaces *places)
{
  g_hash_table_unref (places->plans);
  g_free (places);
}

guint64
transfer_places_find (const TransferPlaces *places, const char *settings)
{
  const guint64 *bits = g_hash_table_lookup (places->plans, settings);
  return bits == NULL ? 0 : *bits;
}
