/* A classifier network: named blocks, whose last output is the features, a projection head if wanted, then a
 * linear classifier.
 *
 * The source is compiled for float (the programs) and for double (the gradient tests); see numeric/real.h.
 * Batches are row-major, one sample a row. Weights have PyTorch's layouts: a linear layer's is out x in,
 * a convolution's out x (y x in), channels last like the images. */
#pragma once

#include "numeric/random.h"
#include "numeric/real.h"
#include "numeric/team.h"

#define NETWORK_ERROR (network_error_quark ())
GQuark network_error_quark (void);

typedef enum {
  NETWORK_ERROR_BAD_SHAPE, /* a width, batch or class count that cannot be, or weights of another shape */
  NETWORK_ERROR_NOT_FOUND, /* no such file of weights, or none that can be read */
  NETWORK_ERROR_BAD_FILE,  /* its contents are truncated, lying or foreign; the message names file and tensor
                            */
} NetworkError;

typedef struct _Network Network;

/* One trainable tensor. Names are PyTorch's: "blocks.0.linear.weight", "blocks.0.norm.bias",
 * "blocks.1.conv.weight", "blocks.2.first.conv.weight" (of first, second, shortcut), "head.0.linear.weight",
 * "classifier.weight". */
typedef struct {
  char *name;
  RealMatrix value;    /* rows x columns; vectors have rows = 1 */
  RealMatrix gradient; /* of the last backward pass */
} NetworkParameter;

/* One tensor of the state, trained or not, as PyTorch's state_dict has it. An average pooling behind the
 * convolutions knows no pixels; so the only weights that see PyTorch's channels first are a convolution's
 * windows and, where the sample is an image, the first linear layer's columns. */
typedef struct {
  const char *name; /* as a parameter's, or "blocks.0.norm.running_mean", "blocks.0.norm.running_var" */
  guint rank;       /* 1; of a linear weight 2: out x in; of a convolution's 4: out x in x y x x */
  gsize sizes[4];   /* those past the rank are 1 */
  gsize count;      /* their product */
  gboolean fixed;   /* of NETWORK_CLASSIFIER_ETF */
  real *values;     /* the network's, a weight's rows as [pixel][channel] */
  gsize channels;   /* of those rows */
} NetworkTensor;

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

typedef enum {
  NETWORK_MLP,    /* dense blocks: linear, batch norm if wanted, activation */
  NETWORK_CNN,    /* blocks of one convolution, batch norm if wanted, activation; then the average over the
                     pixels */
  NETWORK_RESNET, /* the first block as a CNN's, the others basic residual blocks (He et al. 2016); then the
                     average over the pixels */
} NetworkKind;

/* sample -> blocks -> features -> head -> embedding -> classifier -> logits. Every block's outputs are
 * dropped out if wanted. */
typedef struct {
  NetworkKind kind;
  guint height, width, channels; /* of a sample, channels last; an MLP takes it as one vector */
  const guint *widths;           /* outputs of each block: of an MLP numbers, the last the feature width, else
                                    channels */
  gsize n_widths;                /* >= 1; of an MLP also 0: the features are the sample itself */
  const guint *strides;          /* not of an MLP: of each block; NULL for all 1 */
  const guint *kernels;          /* of a CNN: side of each block's convolution, 1 or 3; NULL for all 3 */
  const gboolean *frozen; /* of each block; NULL for none. A frozen block never changes, neither its weights
                             nor its running statistics: it is as in evaluation also while the others train */
  guint skip;        /* > 0: the output of the skip'th block, counted from 1 and not frozen, averaged over
                        the pixels, is added to the last one's, the narrower filled up with zeros: that
                        sum is the features (SCL fine-tuning, arXiv 2212.12206); 0 for none */
  gboolean max_pool; /* of a CNN: strides are taken by max pooling at the end of the block instead of by its
                        convolution */
  gboolean batch_norm;
  NetworkActivation activation;
  double dropout; /* 0 <= p < 1: in training a block's outputs are 0 with probability p, else scaled up */
  guint head_layers, head_width; /* the projection head: linear, batch norm if wanted, ReLU each; without a
                                    classifier the last is linear alone */
  guint classes;                 /* K >= 2; 0 for no classifier */
  NetworkClassifier classifier;
} NetworkDesign;

/* Weights and biases start uniform in +-1/sqrt(fan in), as PyTorch's Linear and Conv2d do. A convolution
 * before batch norm has no bias. */
Network *network_new (const NetworkDesign *design, NumericRandom *random, GError **error);
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

/* The leading blocks of the network that training does not change, so that what they give can be kept: up to
 * the first that is not frozen; all up to the features when every block is. */
guint network_n_frozen (const Network *network);
/* Their output for a sample: numbers. That of no block is the sample itself. */
gsize network_frozen_width (const Network *network);
/* Their output, n x network_frozen_width, of input n x d; valid until the next forward pass. */
RealMatrix network_forward_frozen (Network *network, RealMatrix input);
/* network_forward from what network_forward_frozen gave; to the last bit the same. */
RealMatrix network_forward_from_frozen (Network *network, RealMatrix input, NetworkMode mode);

/* Logits, n x K, of input n x d, or the embeddings when there is no classifier; n >= 2 in training mode with
 * batch norm. The view stays valid until the next forward pass, the input must until then. Memory for the
 * largest n seen is kept: evaluate large sets in pieces. */
RealMatrix network_forward (Network *network, RealMatrix input, NetworkMode mode);
/* Features, n x feature width, of the last forward pass; valid as long. */
RealMatrix network_features (const Network *network);
/* The layers of the design: 0, the sample itself, and the blocks from 1 on. */
guint network_n_layers (const Network *network);
/* Numbers of a layer when it is averaged over the pixels, which the sample itself is not. */
gsize network_layer_width (const Network *network, guint layer);
/* The layer in the last forward pass, averaged, n x its width. Only of a network whose blocks are all frozen:
 * others do not write all that they give. */
void network_get_layer (const Network *network, guint layer, RealMatrix values);
/* The head's output, n x embedding width, likewise; the features when there is no head. */
RealMatrix network_embeddings (const Network *network);
/* Gradients of all parameters (of the frozen blocks there are none) for the last training-mode forward pass
 * from that of the loss with respect to what network_forward gave. */
void network_backward (Network *network, RealMatrix output_gradient);

/* Numbers of a sample. */
gsize network_inputs (const Network *network);
gsize network_embedding_width (const Network *network);
gsize network_feature_width (const Network *network);
/* The classifier, on the embeddings: weight K x width, bias 1 x K; data == NULL when there is none. */
RealMatrix network_classifier_weight (const Network *network);
RealMatrix network_classifier_bias (const Network *network);

gsize network_n_parameters (const Network *network);
NetworkParameter *network_parameter (Network *network, gsize index);
/* Number of trainable scalars. */
gsize network_size (const Network *network);
/* Number of scalars of all parameters, frozen and fixed ones among them, and of those that lead to a layer.
 */
gsize network_full_size (const Network *network);
gsize network_layer_size (const Network *network, guint layer);
/* Numbers that it keeps for each sample of the largest batch seen, to plan memory by. */
gsize network_row_size (const Network *network);

/* All tensors, in the order of the state. */
gsize network_n_tensors (const Network *network);
const NetworkTensor *network_tensor (const Network *network, gsize index);
/* Its values, `count` of them, in PyTorch's layout: channels before pixels. */
void network_tensor_get (const NetworkTensor *tensor, real *values);
void network_tensor_set (const NetworkTensor *tensor, const real *values);

/* All that a run needs to go on from here: parameters and running statistics, as contiguous values in a fixed
 * order. network_state_size elements. */
gsize network_state_size (const Network *network);
void network_get_state (const Network *network, real *state);
void network_set_state (Network *network, const real *state);
/* Copies the state of the design's blocks, which must be of the same shapes: FALSE when they are not. */
gboolean network_copy_blocks (Network *network, const Network *from);
