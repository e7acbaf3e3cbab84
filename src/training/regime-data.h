/* The data that a regime asks for: from its [data] keys to what dataset loads and prepares. */
#pragma once

#include "dataset/dataset.h"
#include "training/regime.h"

/* Loads data.source raw, the synthetic set as data.gaussian-... describe it; errors are those of
 * dataset_source_load. */
gboolean regime_load_data (const Regime *regime, Dataset **train, Dataset **test, GError **error);
/* Replaces both by what the regime trains on, as dataset_prepare. What is drawn depends on the seed and on
 * labels and names, not on the values of the samples. */
gboolean regime_prepare_data (const Regime *regime, Dataset **train, Dataset **test, GError **error);
/* The same, standardised as another prepared set was; NULL: by their own means and scale. */
gboolean regime_prepare_data_like (
    const Regime *regime, const Dataset *like, Dataset **train, Dataset **test, GError **error);
