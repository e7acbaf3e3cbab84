/* Dense blocks. Every layer is local to its output columns: a unit's output, its batch statistics and the
 * gradients of its weights need no other unit. So all layers run on one range of columns after the other
 * while they are in the cache, the ranges are shared out by the team, and no partial sum ever has to be
 * added. Only the gradient with respect to the linear layer's input needs all columns; it is a second pass,
 * cut by input columns. */
#include "network/block.h"

/* linear, norm, activation, dropout */
#define MOST_LAYERS 4
/* Columns are cut into at most four ranges of a multiple of 16, none wider than 512: small enough to be
 * shared out and to stay in the cache, large enough for the matrix product (four ranges cost it under 5 %).
 */
#define COLUMN_RANGES 4
#define COLUMN_MULTIPLE 16
#define COLUMN_MAXIMUM 512

typedef struct {
  NetworkBlock parent;
  RealMatrix outputs[MOST_LAYERS]; /* of each layer, capacity x width; the last is the block's */
} DenseBlock;

static gsize
range_width (gsize columns)
{
  const gsize quarter = (columns + COLUMN_RANGES - 1) / COLUMN_RANGES;

  return MIN ((quarter + COLUMN_MULTIPLE - 1) / COLUMN_MULTIPLE * COLUMN_MULTIPLE, COLUMN_MAXIMUM);
}

static gsize
n_ranges (gsize columns)
{
  return (columns + range_width (columns) - 1) / range_width (columns);
}

static void
range_of_columns (gsize columns, gsize range, gsize *first, gsize *count)
{
  *first = range * range_width (columns);
  *count = MIN (range_width (columns), columns - *first);
}

static NetworkLayer *
layer_at (const DenseBlock *dense, guint index)
{
  return dense->parent.layers->pdata[index];
}

static void
dense_clear (NetworkBlock *block)
{
  DenseBlock *dense = (DenseBlock *)block;

  for (guint l = 0; l < block->layers->len; l++)
    if (!layer_at (dense, l)->in_place)
      g_aligned_free (dense->outputs[l].data);
}

/* Layers in place write over the output of the one before. */
static void
dense_reserve (NetworkBlock *block, gsize rows)
{
  DenseBlock *dense = (DenseBlock *)block;

  for (guint l = 0; l < block->layers->len; l++)
    if (layer_at (dense, l)->in_place)
      dense->outputs[l] = dense->outputs[l - 1];
    else
      network_block_matrix (&dense->outputs[l], rows, block->outputs);
  block->output = dense->outputs[block->layers->len - 1];
}

/* What a team's run works on. */
typedef struct {
  DenseBlock *dense;
  RealMatrix input, input_gradient;
  NetworkMode mode;
} Pass;

/* What layer `index` of the block sees. */
static NetworkPass
layer_pass (const Pass *pass, guint index)
{
  const DenseBlock *dense = pass->dense;
  const gsize n = pass->input.rows;

  return (NetworkPass){
    .input = index == 0 ? pass->input : real_matrix_rows (dense->outputs[index - 1], 0, n),
    .output = real_matrix_rows (dense->outputs[index], 0, n),
    .gradient = real_matrix_rows (dense->parent.gradient, 0, n),
    .input_gradient = pass->input_gradient,
    .mode = pass->mode,
  };
}

static void
forward_range (gsize range, guint member, gpointer data)
{
  const Pass *pass = data;
  gsize first, count;

  range_of_columns (pass->dense->parent.outputs, range, &first, &count);
  for (guint l = 0; l < pass->dense->parent.layers->len; l++) {
    const NetworkPass view = layer_pass (pass, l);
    NetworkLayer *layer = layer_at (pass->dense, l);

    layer->class->forward (layer, &view, first, count);
  }
}

static void
backward_range (gsize range, guint member, gpointer data)
{
  const Pass *pass = data;
  gsize first, count;

  range_of_columns (pass->dense->parent.outputs, range, &first, &count);
  for (guint l = pass->dense->parent.layers->len; l-- > 0;) {
    const NetworkPass view = layer_pass (pass, l);
    NetworkLayer *layer = layer_at (pass->dense, l);

    layer->class->backward (layer, &view, first, count);
  }
}

static void
backward_input_range (gsize range, guint member, gpointer data)
{
  const Pass *pass = data;
  NetworkLayer *linear = layer_at (pass->dense, 0);
  const NetworkPass view = layer_pass (pass, 0);
  gsize first, count;

  range_of_columns (linear->inputs, range, &first, &count);
  linear->class->backward_input (linear, &view, first, count);
}

static void
dense_forward (NetworkBlock *block, const NetworkWorkers *workers, RealMatrix input, NetworkMode mode)
{
  Pass pass = { .dense = (DenseBlock *)block, .input = input, .mode = network_block_mode (block, mode) };

  numeric_team_run (workers->team, n_ranges (block->outputs), forward_range, &pass);
}

static void
dense_backward (NetworkBlock *block,
                const NetworkWorkers *workers,
                RealMatrix input,
                RealMatrix input_gradient)
{
  Pass pass = { (DenseBlock *)block, input, input_gradient, network_block_mode (block, NETWORK_TRAINING) };

  numeric_team_run (workers->team, n_ranges (block->outputs), backward_range, &pass);
  if (input_gradient.data != NULL)
    numeric_team_run (workers->team, n_ranges (block->inputs), backward_input_range, &pass);
}

static const NetworkBlockClass dense_class = {
  .reserve = dense_reserve,
  .forward = dense_forward,
  .backward = dense_backward,
  .clear = dense_clear,
};

NetworkBlock *
network_block_new_layer (NetworkLayer *layer)
{
  NetworkBlock *block
      = network_block_alloc (sizeof (DenseBlock), &dense_class, layer->inputs, layer->outputs);

  network_block_add (block, layer);
  block->row = 2 * block->outputs;
  return block;
}

static void
add_layer (NetworkBlock *block, NetworkLayer *layer)
{
  network_block_add (block, layer);
  block->row += layer->in_place ? 0 : block->outputs;
}

NetworkBlock *
network_block_new_dense (
    const char *name, gsize inputs, gsize outputs, const NetworkBlockStyle *style, NumericRandom *random)
{
  g_autofree char *linear = g_strconcat (name, ".linear", NULL);
  g_autofree char *norm = g_strconcat (name, ".norm", NULL);
  g_autofree char *dropout = g_strconcat (name, ".dropout", NULL);
  NetworkBlock *block = network_block_new_layer (network_layer_new_linear (linear, inputs, outputs, random));

  block->frozen = style->frozen;
  if (style->batch_norm)
    add_layer (block, network_layer_new_norm (norm, outputs));
  add_layer (block, network_layer_new_activation (style->activation, outputs));
  if (style->dropout > 0)
    add_layer (block, network_layer_new_dropout (dropout, outputs, style->dropout, random));
  return block;
}
