#include "network/block.h"

gpointer
network_block_alloc (gsize size, const NetworkBlockClass *class, gsize inputs, gsize outputs)
{
  NetworkBlock *block = g_malloc0 (size);

  block->class = class;
  block->inputs = inputs;
  block->outputs = outputs;
  block->volume = (NetworkVolume){ 1, 1, (guint)outputs };
  block->layers = g_ptr_array_new_with_free_func ((GDestroyNotify)network_layer_free);
  return block;
}

void
network_block_add (NetworkBlock *block, NetworkLayer *layer)
{
  g_ptr_array_add (block->layers, layer);
}

void
network_block_matrix (RealMatrix *matrix, gsize rows, gsize columns)
{
  g_aligned_free (matrix->data);
  *matrix = real_matrix (real_alloc (rows * columns), rows, columns);
}

void
network_block_reserve (NetworkBlock *block, gsize rows)
{
  network_block_matrix (&block->gradient, rows, block->outputs);
  block->class->reserve (block, rows);
}

void
network_block_free (NetworkBlock *block)
{
  block->class->clear (block);
  g_aligned_free (block->gradient.data);
  g_ptr_array_unref (block->layers);
  g_free (block);
}

NetworkMode
network_block_mode (const NetworkBlock *block, NetworkMode mode)
{
  return block->frozen ? NETWORK_EVALUATION : mode;
}

void
network_block_set_step (NetworkBlock *block, guint64 step)
{
  for (guint l = 0; l < block->layers->len; l++)
    ((NetworkLayer *)block->layers->pdata[l])->step = step;
}
