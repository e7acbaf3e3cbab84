/* The basic residual block and the average over pixels that ends a network of images. */
#include "network/block.h"
#include "network/pooling.h"

#include <string.h>

typedef struct {
  NetworkBlock parent;
  NetworkBlock *first, *second; /* chains; the second is open */
  NetworkBlock *shortcut;       /* an open chain, or NULL: the input itself */
  NetworkLayer *activation, *dropout;
  RealMatrix
      activated; /* the sum itself, which is in the second's output, where the activation is in place */
} Residual;

static void
residual_reserve (NetworkBlock *block, gsize rows)
{
  Residual *residual = (Residual *)block;

  network_block_reserve (residual->first, rows);
  /* Turned in place, the block's gradient serves the second chain. */
  residual->second->gradient = block->gradient;
  residual->second->class->reserve (residual->second, rows);
  if (residual->shortcut != NULL)
    network_block_reserve (residual->shortcut, rows);
  if (residual->activation->in_place)
    residual->activated = residual->second->output;
  else
    network_block_matrix (&residual->activated, rows, block->outputs);
  if (residual->dropout == NULL)
    block->output = residual->activated;
  else
    network_block_matrix (&block->output, rows, block->outputs);
}

static void
residual_clear (NetworkBlock *block)
{
  Residual *residual = (Residual *)block;

  if (!residual->activation->in_place)
    g_aligned_free (residual->activated.data);
  if (residual->dropout != NULL)
    g_aligned_free (block->output.data);
  residual->second->gradient = (RealMatrix){ 0 };
  network_block_free (residual->first);
  network_block_free (residual->second);
  if (residual->shortcut != NULL)
    network_block_free (residual->shortcut);
  network_layer_free (residual->activation);
  g_clear_pointer (&residual->dropout, network_layer_free);
}

/* What a team's run works on. */
typedef struct {
  Residual *residual;
  RealMatrix input, input_gradient;
  NetworkMode mode;
} Pass;

/* The rows of a share of the batch, of every matrix of a layer's pass. */
static NetworkPass
share_pass (const Pass *pass, gsize share, RealMatrix input, RealMatrix output, RealMatrix gradient)
{
  const gsize first = share * NETWORK_FORWARD_IMAGES;
  const gsize count = MIN (NETWORK_FORWARD_IMAGES, pass->input.rows - first);

  return (NetworkPass){
    .first_row = first,
    .input = real_matrix_rows (input, first, count),
    .output = real_matrix_rows (output, first, count),
    .gradient = real_matrix_rows (gradient, first, count),
    .mode = pass->mode,
  };
}

/* Adds the shortcut to the second chain's output, then activation and dropout. */
static void
finish_share (gsize share, guint member, gpointer data)
{
  const Pass *pass = data;
  Residual *residual = pass->residual;
  const RealMatrix sum = residual->second->output, gradient = residual->parent.gradient;
  const RealMatrix added = residual->shortcut != NULL ? residual->shortcut->output : pass->input;
  const NetworkPass activate = share_pass (pass, share, sum, residual->activated, gradient);

  for (gsize i = 0; i < activate.input.rows; i++) {
    real *to = real_matrix_row (activate.input, i);
    const real *from = real_matrix_row (added, activate.first_row + i);

    for (gsize j = 0; j < sum.columns; j++)
      to[j] += from[j];
  }
  residual->activation->class->forward (residual->activation, &activate, 0, sum.columns);
  if (residual->dropout != NULL) {
    const NetworkPass drop = share_pass (pass, share, residual->activated, residual->parent.output, gradient);

    residual->dropout->class->forward (residual->dropout, &drop, 0, sum.columns);
  }
}

static gsize
n_shares (RealMatrix input)
{
  return (input.rows + NETWORK_FORWARD_IMAGES - 1) / NETWORK_FORWARD_IMAGES;
}

static void
residual_forward (NetworkBlock *block, const NetworkWorkers *workers, RealMatrix input, NetworkMode mode)
{
  Residual *residual = (Residual *)block;
  Pass pass = { .residual = residual, .input = input, .mode = network_block_mode (block, mode) };

  residual->first->class->forward (residual->first, workers, input, mode);
  residual->second->class->forward (residual->second, workers,
                                    real_matrix_rows (residual->first->output, 0, input.rows), mode);
  if (residual->shortcut != NULL)
    residual->shortcut->class->forward (residual->shortcut, workers, input, mode);
  numeric_team_run (workers->team, n_shares (input), finish_share, &pass);
}

/* The gradient of the sum, and a copy of it for the shortcut. */
static void
unfinish_share (gsize share, guint member, gpointer data)
{
  const Pass *pass = data;
  Residual *residual = pass->residual;
  const RealMatrix gradient = residual->parent.gradient;
  const RealMatrix copy = residual->shortcut != NULL ? residual->shortcut->gradient : pass->input_gradient;
  const NetworkPass activate
      = share_pass (pass, share, residual->second->output, residual->activated, gradient);

  if (residual->dropout != NULL) {
    const NetworkPass drop = share_pass (pass, share, residual->activated, residual->parent.output, gradient);

    residual->dropout->class->backward (residual->dropout, &drop, 0, gradient.columns);
  }
  residual->activation->class->backward (residual->activation, &activate, 0, gradient.columns);
  for (gsize i = 0; copy.data != NULL && i < activate.gradient.rows; i++)
    memcpy (real_matrix_row (copy, activate.first_row + i), real_matrix_row (activate.gradient, i),
            gradient.columns * sizeof (real));
}

static void
residual_backward (NetworkBlock *block,
                   const NetworkWorkers *workers,
                   RealMatrix input,
                   RealMatrix input_gradient)
{
  Residual *residual = (Residual *)block;
  const gsize n = input.rows;
  Pass pass = { residual, input, input_gradient, network_block_mode (block, NETWORK_TRAINING) };

  numeric_team_run (workers->team, n_shares (input), unfinish_share, &pass);
  if (residual->shortcut != NULL)
    network_chain_backward (residual->shortcut, workers, input, input_gradient, FALSE);
  network_chain_backward (residual->second, workers, real_matrix_rows (residual->first->output, 0, n),
                          real_matrix_rows (residual->first->gradient, 0, n), FALSE);
  network_chain_backward (residual->first, workers, input, input_gradient, TRUE);
}

static const NetworkBlockClass residual_class = {
  .reserve = residual_reserve,
  .forward = residual_forward,
  .backward = residual_backward,
  .clear = residual_clear,
};

static NetworkBlock *
make_part (const char *name,
           const char *part,
           const NetworkConvolutionShape *shape,
           const NetworkBlockStyle *style,
           gboolean open,
           NumericRandom *random)
{
  const NetworkBlockStyle inner
      = { .batch_norm = style->batch_norm, .activation = style->activation, .frozen = style->frozen };
  g_autofree char *full = g_strconcat (name, ".", part, NULL);

  return network_block_new_chain (full, shape, &inner, open, random);
}

/* The block's own list for state and parameters; the part keeps the layers. */
static void
list_layers (NetworkBlock *block, const NetworkBlock *part)
{
  for (guint l = 0; l < part->layers->len; l++)
    network_block_add (block, part->layers->pdata[l]);
  block->scratch = MAX (block->scratch, part->scratch);
  block->row += part->row;
}

NetworkBlock *
network_block_new_residual (const char *name,
                            const NetworkConvolutionShape *shape,
                            const NetworkBlockStyle *style,
                            NumericRandom *random)
{
  g_autofree char *dropout = g_strconcat (name, ".dropout", NULL);
  NetworkBlock *first = make_part (name, "first", shape, style, FALSE, random);
  const NetworkVolume middle = first->volume;
  const NetworkConvolutionShape again = { middle, shape->channels, 3, 1, 1 };
  const NetworkConvolutionShape direct = { shape->in, shape->channels, 1, shape->stride, 1 };
  NetworkBlock *block
      = network_block_alloc (sizeof (Residual), &residual_class, first->inputs, first->outputs);
  Residual *residual = (Residual *)block;

  g_ptr_array_set_free_func (block->layers, NULL);
  block->volume = middle;
  block->frozen = style->frozen;
  residual->first = first;
  residual->second = make_part (name, "second", &again, style, TRUE, random);
  network_chain_follow (residual->second, first);
  if (shape->stride > 1 || shape->in.channels != shape->channels)
    residual->shortcut = make_part (name, "shortcut", &direct, style, TRUE, random);
  residual->activation = network_layer_new_activation (style->activation, block->outputs);
  list_layers (block, residual->first);
  list_layers (block, residual->second);
  if (residual->shortcut != NULL)
    list_layers (block, residual->shortcut);
  if (style->dropout > 0) {
    residual->dropout = network_layer_new_dropout (dropout, block->outputs, style->dropout, random);
    network_block_add (block, residual->dropout);
    block->row += block->outputs;
  }
  block->row += residual->activation->in_place ? 0 : block->outputs;
  return block;
}

/* The average */

typedef struct {
  NetworkBlock parent;
  NetworkVolume in;
} Average;

static void
average_reserve (NetworkBlock *block, gsize rows)
{
  network_block_matrix (&block->output, rows, block->outputs);
}

static void
average_clear (NetworkBlock *block)
{
  g_aligned_free (block->output.data);
}

static void
average_forward (NetworkBlock *block, const NetworkWorkers *workers, RealMatrix input, NetworkMode mode)
{
  for (gsize i = 0; i < input.rows; i++)
    network_average_pool_forward (((Average *)block)->in, real_matrix_row (input, i),
                                  real_matrix_row (block->output, i));
}

static void
average_backward (NetworkBlock *block,
                  const NetworkWorkers *workers,
                  RealMatrix input,
                  RealMatrix input_gradient)
{
  for (gsize i = 0; input_gradient.data != NULL && i < input.rows; i++)
    network_average_pool_backward (((Average *)block)->in, real_matrix_row (block->gradient, i),
                                   real_matrix_row (input_gradient, i));
}

static const NetworkBlockClass average_class = {
  .reserve = average_reserve,
  .forward = average_forward,
  .backward = average_backward,
  .clear = average_clear,
};

NetworkBlock *
network_block_new_average (NetworkVolume in)
{
  NetworkBlock *block
      = network_block_alloc (sizeof (Average), &average_class, network_volume_size (in), in.channels);

  ((Average *)block)->in = in;
  block->row = 2 * block->outputs;
  return block;
}
