#include "training/transfer-places.h"

#include "training/transfer.h"

enum { PROBES, FEW, AGAIN };

/* Settings of a plan's fine-tunings find it; others, as of another seed, do not. */
static void
test_places (void)
{
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (
      "[network]\nhidden=16\nfeature=8\n[variant a]\n[variant b]\nnetwork.batch-norm=false\n"
      "[transfers probes]\nmethods=probe\nseeds=run\n"
      "[transfers few]\nmethods=probe, layer\nshots=5\nseeds=run\n"
      "[transfers again]\nmethods=probe\nseeds=run\nvariants=b\n",
      "test", NULL);
  Regime *source = regime_comparison_variant (comparison, 1);
  g_autoptr (TransferPlaces) places = transfer_places_new (comparison, 1, source);
  g_autoptr (GPtrArray) few = transfer_plan_expand (regime_comparison_plan (comparison, FEW), source, NULL);
  g_autoptr (GPtrArray) probes
      = transfer_plan_expand (regime_comparison_plan (comparison, PROBES), source, NULL);
  g_autofree char *some = transfer_settings (few->pdata[0]);
  g_autofree char *probe = transfer_settings (probes->pdata[0]);
  g_assert_cmpuint (transfer_places_find (places, some), ==, 1 << FEW);
  g_assert_cmpuint (transfer_places_find (places, probe), ==, 1 << PROBES | 1 << AGAIN);
  g_autoptr (Regime) other = regime_copy (few->pdata[0]);
  regime_set (other, "transfer.seed", "99", NULL);
  g_autofree char *another = transfer_settings (other);
  g_assert_cmpuint (transfer_places_find (places, another), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/transfer-places/places", test_places);
  return g_test_run ();
}
