/* Which variant of a comparison a regime is, by its settings alone. */
#pragma once

#include "training/regime-comparison.h"

/* Whether the regime has all that tells one of the variants from the others. Then `shared` is what else it
 * has that the variant has not, "run.epochs=20, data.train=500", "" when nothing: a comparison is whole when
 * every variant was trained with the same. Name, about and seed do not count. Free `shared` with g_free. */
gboolean regime_comparison_place (const RegimeComparison *comparison,
                                  const Regime *regime,
                                  guint *variant,
                                  char **shared);
