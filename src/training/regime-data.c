#include "training/regime-data.h"

#include "dataset/prepare.h"
#include "dataset/source.h"

gboolean
regime_load_data (const Regime *regime, Dataset **train, Dataset **test, GError **error)
{
  return dataset_source_load (regime_get (regime, "data.source"),
                              (guint64)regime_get_integer (regime, "run.seed"), train, test, error);
}

gboolean
regime_prepare_data (const Regime *regime, Dataset **train, Dataset **test, GError **error)
{
  const DatasetRequest request = {
    .train = (guint)regime_get_integer (regime, "data.train"),
    .test = (guint)regime_get_integer (regime, "data.test"),
    .labels = regime_get (regime, "data.labels"),
    .classes = regime_get (regime, "data.classes"),
    .imbalance = regime_get_real (regime, "data.imbalance"),
    .random_labels = regime_get_real (regime, "data.random-labels"),
  };
  NumericRandom whole, random;
  numeric_random_init (&whole, (guint64)regime_get_integer (regime, "run.seed"), 0);
  random = numeric_random_split (&whole, "data");
  return dataset_prepare (train, test, &request, &random, error);
}
