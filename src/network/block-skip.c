/* Skip connection of SCL fine-tuning (Li et al. 2022, arXiv 2212.12206): what a block in the middle gives is
 * averaged over its pixels and added to the features. It has two inputs: the features, which come as every
 * block's input does, and the output of the other block, which it looks at. */
#include "network/block.h"
#include "network/pooling.h"

#include <string.h>

typedef struct {
  NetworkBlock parent;
  const NetworkBlock *from;
} Skip;

static void
skip_reserve (NetworkBlock *block, gsize rows)
{
  network_block_matrix (&block->output, rows, block->outputs);
}

static void
skip_clear (NetworkBlock *block)
{
  g_aligned_free (block->output.data);
}

static void
skip_forward (NetworkBlock *block, const NetworkWorkers *workers, RealMatrix input, NetworkMode mode)
{
  const NetworkBlock *from = ((Skip *)block)->from;
  const gsize n = from->volume.channels;
  g_autofree real *average = g_new (real, n);

  for (gsize i = 0; i < input.rows; i++) {
    real *output = real_matrix_row (block->output, i);

    memset (output, 0, block->outputs * sizeof *output);
    memcpy (output, real_matrix_row (input, i), input.columns * sizeof *output);
    network_average_pool_forward (from->volume, real_matrix_row (from->output, i), average);
    for (gsize j = 0; j < n; j++)
      output[j] += average[j];
  }
}

static void
skip_backward (NetworkBlock *block,
               const NetworkWorkers *workers,
               RealMatrix input,
               RealMatrix input_gradient)
{
  for (gsize i = 0; input_gradient.data != NULL && i < input.rows; i++)
    memcpy (real_matrix_row (input_gradient, i), real_matrix_row (block->gradient, i),
            input.columns * sizeof (real));
}

const NetworkBlock *
network_skip_from (const NetworkBlock *skip)
{
  return ((const Skip *)skip)->from;
}

void
network_skip_backward_from (const NetworkBlock *skip, RealMatrix gradient)
{
  for (gsize i = 0; i < gradient.rows; i++)
    network_average_pool_backward_add (network_skip_from (skip)->volume, real_matrix_row (skip->gradient, i),
                                       real_matrix_row (gradient, i));
}

static const NetworkBlockClass skip_class = {
  .reserve = skip_reserve,
  .forward = skip_forward,
  .backward = skip_backward,
  .clear = skip_clear,
};

NetworkBlock *
network_block_new_skip (gsize features, const NetworkBlock *from)
{
  NetworkBlock *block
      = network_block_alloc (sizeof (Skip), &skip_class, features, MAX (features, from->volume.channels));

  ((Skip *)block)->from = from;
  block->row = 2 * block->outputs;
  return block;
}
