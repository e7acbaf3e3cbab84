/* What a block is made of. Internal to the folder.
 *
 * Layers of dense blocks work on ranges of columns, which need no other column (block-dense.c); elementwise
 * layers also on any range of rows. */
#pragma once

#include "network/network.h"

typedef struct _NetworkLayer NetworkLayer;

/* What a layer works on; n rows each. */
typedef struct {
  RealMatrix input;    /* n x inputs */
  RealMatrix output;   /* n x outputs; the input itself for a layer in place */
  RealMatrix gradient; /* n x outputs: of the output; backward leaves that of the input of a column-local
                          layer in its place */
  RealMatrix input_gradient; /* n x inputs; data == NULL when nobody wants it */
  NetworkMode mode;
  gsize first_row; /* of the batch, where these are some of its rows */
} NetworkPass;

typedef struct {
  void (*forward) (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count);
  /* Gradients of the parameters that belong to the columns, unless the mode was that of evaluation, and
   * `gradient` as above. */
  void (*backward) (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count);
  /* input_gradient's columns first .. from all of `gradient`; NULL for layers that work in place. */
  void (*backward_input) (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count);
} NetworkLayerClass;

/* Values that are not trained but belong to the state, such as running statistics. */
typedef struct {
  char *name; /* PyTorch's, as a parameter's */
  real *values;
  gsize count;
} NetworkBuffer;

struct _NetworkLayer {
  const NetworkLayerClass *class;
  gsize inputs, outputs;
  gboolean in_place; /* output is written over the input */
  gboolean fixed;    /* the parameters are not trained and get no gradient */
  NetworkParameter parameters[2];
  guint n_parameters;
  gsize channels; /* the first parameter is a weight whose rows are [pixel][channel], of so many channels; 0:
                     it is a vector */
  guint kernel;   /* of a convolution: its pixels are kernel x kernel */
  NetworkBuffer buffers[2];
  guint n_buffers;
  double dropout;       /* of a dropout layer: the probability of 0 */
  NumericRandom random; /* likewise: its stream, and where in it */
  guint64 step;
  real *batch_mean, *batch_scale; /* what batch norm's last pass went by, outputs each */
};

/* `name` is the block's, such as "blocks.0.linear" or "classifier". */
NetworkLayer *network_layer_new_linear (const char *name, gsize inputs, gsize outputs, NumericRandom *random);
/* Fixed, NETWORK_CLASSIFIER_ETF. inputs >= outputs - 1 >= 1. */
NetworkLayer *
network_layer_new_etf (const char *name, gsize inputs, gsize outputs, NumericRandom *random, GError **error);
NetworkLayer *network_layer_new_norm (const char *name, gsize width);
NetworkLayer *network_layer_new_activation (NetworkActivation activation, gsize width);
/* Random is not advanced; the layer's stream is one below it by name. 0 <= dropout < 1. */
NetworkLayer *
network_layer_new_dropout (const char *name, gsize width, double dropout, const NumericRandom *random);
/* Without a class of functions: convolution.c does its work. Weight outputs x (kernel kernel channels), and a
 * bias if wanted, uniform in +-1/sqrt(fan in). */
NetworkLayer *network_layer_new_convolution (
    const char *name, guint kernel, gsize channels, gsize outputs, gboolean bias, NumericRandom *random);
void network_layer_free (NetworkLayer *layer);

/* For the makers: a zeroed rows x columns parameter of the layer. */
RealMatrix network_layer_add_parameter (
    NetworkLayer *layer, const char *name, const char *suffix, gsize rows, gsize columns);
/* Likewise a buffer's values. */
real *network_layer_add_buffer (NetworkLayer *layer, const char *name, const char *suffix, gsize count);

/* Appends the layer's tensors (NetworkTensor), parameters first. */
void network_layer_list_tensors (const NetworkLayer *layer, GArray *tensors);

/* Batch norm of images, in the parts that a chain of layers puts together (block-chain.c). Rows are pixels.
 */

/* Of one image: the mean of the columns and the sum of squared distances from it. */
void network_norm_measure (RealMatrix x, real *mean, real *squares);
/* The batch's statistics from those of n_images images of n_pixels each, [mean][squares] after another,
 * merged in double in their order (Chan, Golub, LeVeque 1979); moves the running ones. */
void network_norm_merge (NetworkLayer *norm, const real *moments, gsize n_images, gsize n_pixels);
/* The running statistics instead, for evaluation. */
void network_norm_evaluate (NetworkLayer *norm);
/* By the statistics that were merged last, or the running ones; `relu` for a ReLU behind it. */
void network_norm_apply (NetworkLayer *norm, RealMatrix x, RealMatrix y, gboolean relu);
/* Of one image: its part of the gradients of weight and bias. With `relu` the output went through ReLU, and
 * dy is the gradient of what came out of that; so nothing has to be written in between. */
void network_norm_sum_gradients (
    NetworkLayer *norm, RealMatrix x, RealMatrix dy, gboolean relu, real *dweight, real *dbias);
/* The gradients from the images' parts, as network_norm_merge. */
void network_norm_merge_gradients (NetworkLayer *norm, const real *parts, gsize n_images);
/* From the gradient of the output (or of the ReLU's) that of the input, over it; n_rows are the batch's
 * pixels. */
void network_norm_backward (NetworkLayer *norm, RealMatrix x, RealMatrix dy, gboolean relu, gsize n_rows);
