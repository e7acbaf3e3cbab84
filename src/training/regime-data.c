#include "training/regime-data.h"

#include "dataset/prepare.h"
#include "dataset/source.h"

/* A quarter as many samples to test on as to train on. */
static DatasetGaussian
describe_gaussian (const Regime *regime)
{
  guint samples = (guint)regime_get_integer (regime, "data.gaussian-samples");
  return (DatasetGaussian){
    .coarse = (guint)regime_get_integer (regime, "data.gaussian-coarse"),
    .fine = (guint)regime_get_integer (regime, "data.gaussian-fine"),
    .dimension = (guint)regime_get_integer (regime, "data.gaussian-dimension"),
    .train = samples,
    .test = MAX (samples / 4, 1),
    .coarse_spread = regime_get_real (regime, "data.gaussian-coarse-spread"),
    .fine_spread = regime_get_real (regime, "data.gaussian-fine-spread"),
    .noise = regime_get_real (regime, "data.gaussian-noise"),
  };
}

gboolean
regime_load_data (const Regime *regime, Dataset **train, Dataset **test, GError **error)
{
  DatasetGaussian gaussian = describe_gaussian (regime);
  guint64 seed = (guint64)regime_get_integer (regime, "run.seed");
  return dataset_source_load (regime_get (regime, "data.source"), &gaussian, seed, train, test, error);
}

gboolean
regime_prepare_data (const Regime *regime, Dataset **train, Dataset **test, GError **error)
{
  return regime_prepare_data_like (regime, NULL, train, test, error);
}

gboolean
regime_prepare_data_like (
    const Regime *regime, const Dataset *like, Dataset **train, Dataset **test, GError **error)
{
  const DatasetRequest request = {
    .train = (guint)regime_get_integer (regime, "data.train"),
    .test = (guint)regime_get_integer (regime, "data.test"),
    .labels = regime_get (regime, "data.labels"),
    .classes = regime_get (regime, "data.classes"),
    .imbalance = regime_get_real (regime, "data.imbalance"),
    .random_labels = regime_get_real (regime, "data.random-labels"),
    .like = like,
  };
  NumericRandom whole, random;
  numeric_random_init (&whole, (guint64)regime_get_integer (regime, "run.seed"), 0);
  random = numeric_random_split (&whole, "data");
  return dataset_prepare (train, test, &request, &random, error);
}
