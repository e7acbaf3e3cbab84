/* The blocks of a network: what each does with a whole batch. Internal to the folder.
 *
 * A block keeps what its layers wrote in the forward pass, and the gradient of its output, which its backward
 * pass turns, in place, into what its own layers need. Blocks share out their work by the team so that no sum
 * depends on the number of threads: dense blocks by columns (block-dense.c), those of images by images
 * (block-chain.c). */
#pragma once

#include "network/convolution.h"
#include "network/layer.h"

/* NETWORK_ERROR_BAD_SHAPE when no network can be as designed. */
gboolean network_design_check (const NetworkDesign *design, GError **error);

typedef struct _NetworkBlock NetworkBlock;

/* Who does the work, and memory for each of them. */
typedef struct {
  NumericTeam *team;
  real **scratch; /* by member */
} NetworkWorkers;

typedef struct {
  /* Memory for `rows` samples, instead of that before: `output` and what else the block keeps, but not
   * `gradient`. */
  void (*reserve) (NetworkBlock *block, gsize rows);
  /* Writes block->output's first input.rows rows. */
  void (*forward) (NetworkBlock *block, const NetworkWorkers *workers, RealMatrix input, NetworkMode mode);
  /* From block->gradient the gradients of the parameters, unless it is frozen, and that of the input when its
   * data is not NULL. The input must be that of the last forward pass, in training mode. */
  void (*backward) (NetworkBlock *block,
                    const NetworkWorkers *workers,
                    RealMatrix input,
                    RealMatrix input_gradient);
  /* Frees what reserve and the maker allocated. */
  void (*clear) (NetworkBlock *block);
} NetworkBlockClass;

struct _NetworkBlock {
  const NetworkBlockClass *class;
  gsize inputs, outputs; /* numbers of a sample */
  NetworkVolume volume;  /* of a sample's output; one pixel unless it is an image */
  gboolean frozen;       /* what is a pass in training to others is one in evaluation mode to it */
  GPtrArray *layers;     /* owned; in the order of the state */
  gsize scratch;         /* numbers that a member needs */
  gsize row;             /* numbers that the block keeps for each sample, its gradient included */
  RealMatrix output;     /* capacity x outputs */
  RealMatrix gradient;   /* capacity x outputs */
};

/* For the makers of blocks: the part of a `size`d struct that begins with a NetworkBlock. */
gpointer network_block_alloc (gsize size, const NetworkBlockClass *class, gsize inputs, gsize outputs);
/* Zeros of a new size in place of a matrix that owns its data (or has none). */
void network_block_matrix (RealMatrix *matrix, gsize rows, gsize columns);
void network_block_add (NetworkBlock *block, NetworkLayer *layer);
void network_block_reserve (NetworkBlock *block, gsize rows);
void network_block_free (NetworkBlock *block);
void network_block_set_step (NetworkBlock *block, guint64 step);
/* The mode in which the block's layers are when the network is in `mode`. */
NetworkMode network_block_mode (const NetworkBlock *block, NetworkMode mode);

/* What makes a block's layers. */
typedef struct {
  gboolean batch_norm;
  NetworkActivation activation;
  double dropout;
  gboolean frozen;
} NetworkBlockStyle;

/* linear, then batch norm, activation and dropout as the style says; `name` such as "blocks.0". */
NetworkBlock *network_block_new_dense (
    const char *name, gsize inputs, gsize outputs, const NetworkBlockStyle *style, NumericRandom *random);
/* One linear or fixed layer, which the block takes. */
NetworkBlock *network_block_new_layer (NetworkLayer *layer);

/* A convolution of `kernel` (1 or 3) and what follows it. */
typedef struct {
  NetworkVolume in;
  guint channels, kernel;
  guint stride; /* of the convolution */
  guint pool;   /* side of the max pooling after the activation; 1 for none */
} NetworkConvolutionShape;

/* convolution, batch norm and activation as the style says, max pooling, dropout. style->activation is left
 * out when `open`, so that a residual block can add before it. */
NetworkBlock *network_block_new_chain (const char *name,
                                       const NetworkConvolutionShape *shape,
                                       const NetworkBlockStyle *style,
                                       gboolean open,
                                       NumericRandom *random);
/* Both are chains, and only `block` reads the output of `before`, whose gradient it writes: where that ends
 * in batch norm and ReLU, `block` does these itself as it goes (block-chain.c), and the output before them is
 * the output. Before any memory is reserved. */
void network_chain_follow (NetworkBlock *block, NetworkBlock *before);
/* Its backward pass, which adds to the input's gradient where `add`. */
void network_chain_backward (NetworkBlock *block,
                             const NetworkWorkers *workers,
                             RealMatrix input,
                             RealMatrix input_gradient,
                             gboolean add);
/* Basic residual block (He et al. 2016): act (norm2 (conv2 (act (norm1 (conv1 (x))))) + shortcut (x)), where
 * conv1 has the stride and the shortcut is x itself or, when the shape changes, a 1 x 1 convolution with
 * norm; then dropout. shape->kernel is 3, shape->pool 1. */
NetworkBlock *network_block_new_residual (const char *name,
                                          const NetworkConvolutionShape *shape,
                                          const NetworkBlockStyle *style,
                                          NumericRandom *random);
/* Images that one piece of work takes forward, and backward: the latter is also the share of a batch whose
 * part of the weights' gradient is summed before the shares are. */
#define NETWORK_FORWARD_IMAGES 4
#define NETWORK_BACKWARD_IMAGES 16

/* The mean over the pixels. */
NetworkBlock *network_block_new_average (NetworkVolume in);

/* The features, which are the input, plus what another block before it gave in the same pass, averaged over
 * the pixels; the narrower of the two is filled up with zeros. */
NetworkBlock *network_block_new_skip (gsize features, const NetworkBlock *from);
/* The block that is added. */
const NetworkBlock *network_skip_from (const NetworkBlock *skip);
/* Adds the skip's part, from skip->gradient, to that block's gradient of its first n rows. */
void network_skip_backward_from (const NetworkBlock *skip, RealMatrix gradient);
