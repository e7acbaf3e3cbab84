/* A classifier network: named blocks, whose last output is the features, then a linear classifier.
 *
 * The source is compiled for float (the programs) and for double (the gradient tests); see numeric/real.h.
 * Batches are row-major, one sample a row. Weights have PyTorch's layouts: a linear layer's is out x in. */
#pragma once

#include "numeric/random.h"
#include "numeric/real.h"
#include "numeric/team.h"

#define NETWORK_ERROR (network_error_quark ())
GQuark network_error_quark (void);

typedef enum {
  NETWORK_ERROR_BAD_SHAPE, /* a width, batch or class count that cannot be */
} NetworkError;

typedef struct _Network Network;

/* One trainable tensor. Names are PyTorch's: "blocks.0.linear.weight", "blocks.0.norm.bias",
 * "classifier.weight". */
typedef struct {
  char *name;
  RealMatrix value;    /* rows x columns; vectors have rows = 1 */
  RealMatrix gradient; /* of the last backward pass */
} NetworkParameter;

typedef enum {
  NETWORK_ACTIVATION_RELU,
  NETWORK_ACTIVATION_GELU,
  NETWORK_ACTIVATION_TANH,
} NetworkActivation;

typedef enum {
  NETWORK_CLASSIFIER_LEARNED,
  NETWORK_CLASSIFIER_ETF, /* rows of unit length with cosines -1/(K-1), in a random position, bias 0; part of
                             the state but no parameter (Zhu et al. 2021). Needs a feature width >= K - 1 */
} NetworkClassifier;

typedef struct {
  gsize inputs;        /* d of a sample */
  const guint *widths; /* outputs of each block; the last is the feature width */
  gsize n_widths;      /* >= 1 */
  gboolean batch_norm;
  guint classes; /* K >= 2 */
  NetworkClassifier classifier;
  NetworkActivation activation;
  double dropout; /* 0 <= p < 1: in training a block's outputs are 0 with probability p, else scaled up */
} NetworkMlp;

/* in -> widths[0] -> ... -> features -> classes; each block is linear, batch norm if wanted, activation,
 * dropout if wanted. Weights and biases start uniform in +-1/sqrt(fan in), as PyTorch's Linear does. */
Network *network_new_mlp (const NetworkMlp *mlp, NumericRandom *random, GError **error);
void network_free (Network *network);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Network, network_free)

/* The threads that share the work from now on; not owned, NULL for none. Results do not depend on it. */
void network_set_team (Network *network, NumericTeam *team);
NumericTeam *network_team (const Network *network);

typedef enum {
  NETWORK_TRAINING,   /* batch norm by the batch's statistics, running statistics updated, activations kept */
  NETWORK_EVALUATION, /* batch norm by the running statistics; the state is not changed, but no backward pass
                         may follow */
} NetworkMode;

/* Which mini-batch of the run the next training pass is: with the `random` the network was made from it
 * determines what is dropped. Only dropout asks for it; 0 at first. */
void network_set_step (Network *network, guint64 step);

/* Logits, n x K, of input n x d; n >= 2 in training mode with batch norm. The view stays valid until the next
 * forward pass, the input must until then. Memory for the largest n seen is kept: evaluate large sets in
 * pieces. */
RealMatrix network_forward (Network *network, RealMatrix input, NetworkMode mode);
/* Features, n x feature width, of the last forward pass; valid as long. */
RealMatrix network_features (const Network *network);
/* Gradients of all parameters for the last training-mode forward pass from d loss / d logits, n x K. */
void network_backward (Network *network, RealMatrix logits_gradient);

gsize network_feature_width (const Network *network);
/* The classifier: weight K x d, bias 1 x K. */
RealMatrix network_classifier_weight (const Network *network);
RealMatrix network_classifier_bias (const Network *network);

gsize network_n_parameters (const Network *network);
NetworkParameter *network_parameter (Network *network, gsize index);
/* Number of trainable scalars. */
gsize network_size (const Network *network);

/* All that a run needs to go on from here: parameters and running statistics, as contiguous values in a fixed
 * order. network_state_size elements. */
gsize network_state_size (const Network *network);
void network_get_state (const Network *network, real *state);
void network_set_state (Network *network, const real *state);
