#include "training/regime-network.h"

#include "dataset/source.h"
#include "network/weights.h"
#include "training/objective.h"

#include <glib/gi18n.h>
#include <math.h>

/* K equal angles need K - 1 dimensions. */
static gboolean
check_classifier (const NetworkDesign *design, GError **error)
{
  gboolean head = design->head_layers > 0;
  guint width = head ? design->head_width : design->widths[design->n_widths - 1];
  if (design->classes == 0 || design->classifier != NETWORK_CLASSIFIER_ETF || width >= design->classes - 1)
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("network.classifier=etf of %u classes needs a %s of at least %u, and it is %u"),
               design->classes,
               head                          ? "head.width"
               : design->kind == NETWORK_MLP ? "network.feature"
                                             : "width of the last of network.channels",
               design->classes - 1, width);
  return FALSE;
}

Network *
regime_new_network (const Regime *regime, const Dataset *data, NumericRandom *random, GError **error)
{
  const RegimeTuning whole = { NULL, 0 };
  return regime_new_tuned_network (regime, data, &whole, random, error);
}

Network *
regime_new_tuned_network (const Regime *regime,
                          const Dataset *data,
                          const RegimeTuning *tuning,
                          NumericRandom *random,
                          GError **error)
{
  NetworkDesign design = {
    .kind = (NetworkKind)regime_get_choice (regime, "network.kind"),
    .height = data->shape.height,
    .width = data->shape.width,
    .channels = data->shape.channels,
    .batch_norm = regime_get_boolean (regime, "network.batch-norm"),
    .frozen = tuning->frozen,
    .skip = tuning->skip,
    .max_pool = g_str_equal (regime_get (regime, "network.downsampling"), "max-pool"),
    .activation = (NetworkActivation)regime_get_choice (regime, "network.activation"),
    .dropout = regime_get_real (regime, "network.dropout"),
    .head_layers = (guint)regime_get_integer (regime, "head.layers"),
    .head_width = (guint)regime_get_integer (regime, "head.width"),
    .classes = regime_objective (regime).contrast == TRAINING_CONTRAST_NONE ? data->n_classes : 0,
    .classifier = (NetworkClassifier)regime_get_choice (regime, "network.classifier"),
  };
  gboolean mlp = design.kind == NETWORK_MLP;
  g_autoptr (GArray) widths = regime_get_widths (regime, mlp ? "network.hidden" : "network.channels");
  g_autoptr (GArray) strides = regime_get_widths (regime, "network.strides");
  g_autoptr (GArray) kernels = regime_get_widths (regime, "network.kernels");
  guint feature = (guint)regime_get_integer (regime, "network.feature");
  if (mlp)
    g_array_append_val (widths, feature);
  design.widths = (const guint *)widths->data;
  design.n_widths = widths->len;
  design.strides = strides->len > 0 ? (const guint *)strides->data : NULL;
  design.kernels = kernels->len > 0 ? (const guint *)kernels->data : NULL;
  if (!regime_validate (regime, error) || !check_classifier (&design, error))
    return NULL;
  return network_new (&design, random, error);
}

gboolean
regime_read_weights (const Regime *regime, Network *network, GError **error)
{
  const char *weights = regime_get (regime, "network.weights");
  if (*weights == '\0')
    return TRUE;
  g_autofree char *path = dataset_source_expand_home (weights);
  if (network_read_weights (network, path, error))
    return TRUE;
  g_prefix_error (error, "network.weights: ");
  return FALSE;
}

/* Of equal angles, as network.classifier=etf is, to what a float's digits leave of them. */
static gboolean
is_etf (RealMatrix weight)
{
  for (gsize k = 0; k < weight.rows; k++)
    for (gsize l = 0; l <= k; l++) {
      double product = 0;
      for (gsize j = 0; j < weight.columns; j++)
        product += (double)real_matrix_row (weight, k)[j] * (double)real_matrix_row (weight, l)[j];
      if (!(fabs (product - (k == l ? 1 : -1 / ((double)weight.rows - 1))) < 1e-4))
        return FALSE;
    }
  return TRUE;
}

gboolean
regime_check_classifier (const Regime *regime, const Network *network, GError **error)
{
  if (!g_str_equal (regime_get (regime, "network.classifier"), "etf")
      || is_etf (network_classifier_weight (network)))
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("network.classifier is etf and the checkpoint's classifier has been trained; it must be "
                  "learned, as it was there"));
  return FALSE;
}

NetworkOptimiser *
regime_new_optimiser (const Regime *regime, Network *network)
{
  const char *kind = regime_get (regime, "optimiser.kind");
  double weight_decay = regime_get_real (regime, "optimiser.weight-decay");
  NetworkSgd sgd = {
    .momentum = regime_get_real (regime, "optimiser.momentum"),
    .weight_decay = weight_decay,
    .nesterov = regime_get_boolean (regime, "optimiser.nesterov"),
  };
  NetworkAdam adam = {
    .beta1 = regime_get_real (regime, "optimiser.beta1"),
    .beta2 = regime_get_real (regime, "optimiser.beta2"),
    .weight_decay = weight_decay,
    .decoupled = g_str_equal (kind, "adamw"),
  };
  NetworkOptimiser *optimiser = g_str_equal (kind, "sgd") ? network_optimiser_new_sgd (network, &sgd)
                                                          : network_optimiser_new_adam (network, &adam);
  network_optimiser_set_clip (optimiser, regime_get_real (regime, "optimiser.clip"));
  return optimiser;
}

gboolean
regime_needs_probe (const Regime *regime)
{
  return regime_get_integer (regime, "head.layers") > 0
         || regime_objective (regime).contrast != TRAINING_CONTRAST_NONE;
}
