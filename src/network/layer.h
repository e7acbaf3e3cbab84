/* What a network is made of. Internal to the folder.
 *
 * Every layer of a dense block is local to its output columns: a unit's output, its batch statistics and the
 * gradients of its weights need no other unit. So a block runs all its layers on one range of columns after
 * the other while they are in the cache, the ranges are shared out by the team, and no partial sum ever has
 * to be added: the result is the same for any number of threads. Only the gradient with respect to a linear
 * layer's input needs all columns; it is a second pass, cut by input columns. */
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
} NetworkPass;

typedef struct {
  void (*forward) (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count);
  /* Gradients of the parameters that belong to the columns, and `gradient` as above. */
  void (*backward) (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count);
  /* input_gradient's columns first .. from all of `gradient`; NULL for layers that work in place. */
  void (*backward_input) (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count);
} NetworkLayerClass;

/* Values that are not trained but belong to the state, such as running statistics. */
typedef struct {
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
  NetworkBuffer buffers[2];
  guint n_buffers;
  double dropout;       /* of a dropout layer: the probability of 0 */
  NumericRandom random; /* likewise: its stream, and where in it */
  guint64 step;
  real *batch_mean, *batch_scale; /* of batch norm's last training pass, outputs each */
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
void network_layer_free (NetworkLayer *layer);

/* For the makers: a zeroed rows x columns parameter of the layer. */
RealMatrix network_layer_add_parameter (
    NetworkLayer *layer, const char *name, const char *suffix, gsize rows, gsize columns);
