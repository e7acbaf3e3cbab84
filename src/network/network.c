/* A network is a list of dense blocks and a classifier, which is a block of one layer. A block keeps what its
 * layers wrote in the forward pass and one gradient that its layers turn, in place, from that of its output
 * into that of its linear layer's output; see layer.h for how the work is cut. */
#include "network/layer.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (collapsar_network_error, network_error)

/* Layers of a block: linear, norm, activation, dropout. */
#define MAXIMUM_LAYERS 4
#define MAXIMUM_PARAMETERS (G_GUINT64_CONSTANT (1) << 28)
/* Columns are cut into at most four ranges of a multiple of 16, none wider than 512: small enough to be
 * shared out and to stay in the cache, large enough for the matrix product (four ranges cost it under 5 %).
 */
#define COLUMN_RANGES 4
#define COLUMN_MULTIPLE 16
#define COLUMN_MAXIMUM 512

typedef struct {
  NetworkLayer *layers[MAXIMUM_LAYERS];
  RealMatrix outputs[MAXIMUM_LAYERS]; /* capacity x width; in place: that of the layer before */
  guint n_layers;
  RealMatrix gradient; /* capacity x width */
} NetworkBlock;

struct _Network {
  NetworkBlock *blocks; /* n_blocks, the last is the classifier */
  guint n_blocks;
  gsize inputs;
  gboolean batch_norm;
  gsize capacity;   /* rows that the blocks have memory for */
  RealMatrix input; /* of the last forward pass */
  gboolean trained; /* that was in training mode */
  NumericTeam *team;
  GPtrArray *parameters;
};

static gsize
block_width (const NetworkBlock *block)
{
  return block->layers[0]->outputs;
}

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

/* Making */

static void
block_add (NetworkBlock *block, NetworkLayer *layer)
{
  block->layers[block->n_layers++] = layer;
}

static void
block_init (NetworkBlock *block, guint index, const NetworkMlp *mlp, NumericRandom *random)
{
  const gsize inputs = index == 0 ? mlp->inputs : mlp->widths[index - 1];
  g_autofree char *linear = g_strdup_printf ("blocks.%u.linear", index);
  g_autofree char *norm = g_strdup_printf ("blocks.%u.norm", index);
  g_autofree char *dropout = g_strdup_printf ("blocks.%u.dropout", index);

  block_add (block, network_layer_new_linear (linear, inputs, mlp->widths[index], random));
  if (mlp->batch_norm)
    block_add (block, network_layer_new_norm (norm, mlp->widths[index]));
  block_add (block, network_layer_new_activation (mlp->activation, mlp->widths[index]));
  if (mlp->dropout > 0)
    block_add (block, network_layer_new_dropout (dropout, mlp->widths[index], mlp->dropout, random));
}

static gboolean
check_mlp (const NetworkMlp *mlp, GError **error)
{
  guint64 size = 0, inputs = mlp->inputs;

  if (mlp->inputs == 0 || mlp->n_widths == 0 || mlp->classes < 2) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE,
                 _ ("A network of %" G_GSIZE_FORMAT " inputs, %" G_GSIZE_FORMAT
                    " blocks and %u classes cannot be; at least 1, 1 and 2 are needed"),
                 mlp->inputs, mlp->n_widths, mlp->classes);
    return FALSE;
  }
  for (gsize i = 0; i <= mlp->n_widths; i++) {
    const guint64 width = i < mlp->n_widths ? mlp->widths[i] : mlp->classes;

    if (width == 0) {
      g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE,
                   _ ("Block %" G_GSIZE_FORMAT " has width 0; at least 1 is needed"), i);
      return FALSE;
    }
    /* Both factors are below 2^32 once inputs passed. */
    if (inputs > MAXIMUM_PARAMETERS || (size += (inputs + 1) * width) > MAXIMUM_PARAMETERS) {
      g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE,
                   _ ("The network would have more than %" G_GUINT64_FORMAT
                      " parameters at block %" G_GSIZE_FORMAT " (%" G_GUINT64_FORMAT " × %" G_GUINT64_FORMAT
                      "); choose smaller widths"),
                   MAXIMUM_PARAMETERS, i, inputs, width);
      return FALSE;
    }
    inputs = width;
  }
  if (mlp->classifier == NETWORK_CLASSIFIER_ETF && mlp->widths[mlp->n_widths - 1] < mlp->classes - 1) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE,
                 _ ("A simplex of %u classes needs %u features, and there are %u"), mlp->classes,
                 mlp->classes - 1, mlp->widths[mlp->n_widths - 1]);
    return FALSE;
  }
  return TRUE;
}

/* What is trained, in the order of the layers. */
static void
list_parameters (Network *network)
{
  for (guint b = 0; b < network->n_blocks; b++)
    for (guint l = 0; l < network->blocks[b].n_layers; l++) {
      NetworkLayer *layer = network->blocks[b].layers[l];

      for (guint p = 0; !layer->fixed && p < layer->n_parameters; p++)
        g_ptr_array_add (network->parameters, &layer->parameters[p]);
    }
}

Network *
network_new_mlp (const NetworkMlp *mlp, NumericRandom *random, GError **error)
{
  g_autoptr (Network) network = NULL;
  NetworkLayer *classifier;
  guint feature;

  if (!check_mlp (mlp, error))
    return NULL;
  network = g_new0 (Network, 1);
  network->inputs = mlp->inputs;
  network->batch_norm = mlp->batch_norm;
  network->parameters = g_ptr_array_new ();
  network->n_blocks = (guint)mlp->n_widths + 1;
  network->blocks = g_new0 (NetworkBlock, network->n_blocks);
  for (guint b = 0; b + 1 < network->n_blocks; b++)
    block_init (&network->blocks[b], b, mlp, random);
  feature = mlp->widths[mlp->n_widths - 1];
  classifier = mlp->classifier == NETWORK_CLASSIFIER_ETF
                   ? network_layer_new_etf ("classifier", feature, mlp->classes, random, error)
                   : network_layer_new_linear ("classifier", feature, mlp->classes, random);
  if (classifier == NULL)
    return NULL;
  block_add (&network->blocks[mlp->n_widths], classifier);
  list_parameters (network);
  return g_steal_pointer (&network);
}

static void
block_release (NetworkBlock *block)
{
  for (guint l = 0; l < block->n_layers; l++)
    if (!block->layers[l]->in_place)
      g_aligned_free (block->outputs[l].data);
  g_aligned_free (block->gradient.data);
}

void
network_free (Network *network)
{
  if (network == NULL)
    return;
  for (guint b = 0; b < network->n_blocks; b++) {
    block_release (&network->blocks[b]);
    for (guint l = 0; l < network->blocks[b].n_layers; l++)
      network_layer_free (network->blocks[b].layers[l]);
  }
  g_free (network->blocks);
  g_ptr_array_unref (network->parameters);
  g_free (network);
}

void
network_set_team (Network *network, NumericTeam *team)
{
  network->team = team;
}

static void
block_reserve (NetworkBlock *block, gsize rows)
{
  const gsize width = block_width (block);

  block_release (block);
  for (guint l = 0; l < block->n_layers; l++)
    block->outputs[l] = block->layers[l]->in_place ? block->outputs[l - 1]
                                                   : real_matrix (real_alloc (rows * width), rows, width);
  block->gradient = real_matrix (real_alloc (rows * width), rows, width);
}

/* Passing through */

/* What a team's run works on. */
typedef struct {
  Network *network;
  NetworkBlock *block;
  RealMatrix input;
  RealMatrix input_gradient;
  NetworkMode mode;
} Pass;

static Pass
pass_of_block (Network *network, guint index, NetworkMode mode)
{
  NetworkBlock *before = index > 0 ? &network->blocks[index - 1] : NULL;
  const gsize n = network->input.rows;

  return (Pass){
    .network = network,
    .block = &network->blocks[index],
    .input = before == NULL ? network->input : real_matrix_rows (before->outputs[before->n_layers - 1], 0, n),
    .input_gradient = before == NULL ? (RealMatrix){ 0 } : real_matrix_rows (before->gradient, 0, n),
    .mode = mode,
  };
}

/* What layer `index` of the block sees. */
static NetworkPass
layer_pass (const Pass *pass, guint index)
{
  const NetworkBlock *block = pass->block;
  const gsize n = pass->input.rows;

  return (NetworkPass){
    .input = index == 0 ? pass->input : real_matrix_rows (block->outputs[index - 1], 0, n),
    .output = real_matrix_rows (block->outputs[index], 0, n),
    .gradient = real_matrix_rows (block->gradient, 0, n),
    .input_gradient = pass->input_gradient,
    .mode = pass->mode,
  };
}

static void
range_of_columns (gsize columns, gsize range, gsize *first, gsize *count)
{
  *first = range * range_width (columns);
  *count = MIN (range_width (columns), columns - *first);
}

static void
forward_range (gsize range, guint member, gpointer data)
{
  const Pass *pass = data;
  gsize first, count;

  range_of_columns (block_width (pass->block), range, &first, &count);
  for (guint l = 0; l < pass->block->n_layers; l++) {
    const NetworkPass view = layer_pass (pass, l);

    pass->block->layers[l]->class->forward (pass->block->layers[l], &view, first, count);
  }
}

static void
backward_range (gsize range, guint member, gpointer data)
{
  const Pass *pass = data;
  gsize first, count;

  range_of_columns (block_width (pass->block), range, &first, &count);
  for (guint l = pass->block->n_layers; l-- > 0;) {
    const NetworkPass view = layer_pass (pass, l);

    pass->block->layers[l]->class->backward (pass->block->layers[l], &view, first, count);
  }
}

static void
backward_input_range (gsize range, guint member, gpointer data)
{
  const Pass *pass = data;
  NetworkLayer *linear = pass->block->layers[0];
  const NetworkPass view = layer_pass (pass, 0);
  gsize first, count;

  range_of_columns (linear->inputs, range, &first, &count);
  linear->class->backward_input (linear, &view, first, count);
}

void
network_set_step (Network *network, guint64 step)
{
  for (guint b = 0; b < network->n_blocks; b++)
    for (guint l = 0; l < network->blocks[b].n_layers; l++)
      network->blocks[b].layers[l]->step = step;
}

RealMatrix
network_forward (Network *network, RealMatrix input, NetworkMode mode)
{
  const NetworkBlock *last = &network->blocks[network->n_blocks - 1];

  g_return_val_if_fail (input.columns == network->inputs && input.rows > 0, (RealMatrix){ 0 });
  g_return_val_if_fail (mode == NETWORK_EVALUATION || input.rows > 1 || !network->batch_norm,
                        (RealMatrix){ 0 });

  if (input.rows > network->capacity) {
    for (guint b = 0; b < network->n_blocks; b++)
      block_reserve (&network->blocks[b], input.rows);
    network->capacity = input.rows;
  }
  network->input = input;
  network->trained = mode == NETWORK_TRAINING;
  for (guint b = 0; b < network->n_blocks; b++) {
    Pass pass = pass_of_block (network, b, mode);

    numeric_team_run (network->team, n_ranges (block_width (pass.block)), forward_range, &pass);
  }
  return real_matrix_rows (last->outputs[0], 0, input.rows);
}

RealMatrix
network_features (const Network *network)
{
  const NetworkBlock *block = &network->blocks[network->n_blocks - 2];

  return real_matrix_rows (block->outputs[block->n_layers - 1], 0, network->input.rows);
}

void
network_backward (Network *network, RealMatrix logits_gradient)
{
  RealMatrix gradient = network->blocks[network->n_blocks - 1].gradient;

  g_return_if_fail (network->trained);
  g_return_if_fail (logits_gradient.rows == network->input.rows
                    && logits_gradient.columns == gradient.columns);

  for (gsize i = 0; i < logits_gradient.rows; i++)
    memcpy (real_matrix_row (gradient, i), real_matrix_row (logits_gradient, i),
            gradient.columns * sizeof (real));
  for (guint b = network->n_blocks; b-- > 0;) {
    Pass pass = pass_of_block (network, b, NETWORK_TRAINING);

    numeric_team_run (network->team, n_ranges (block_width (pass.block)), backward_range, &pass);
    if (pass.input_gradient.data != NULL)
      numeric_team_run (network->team, n_ranges (pass.block->layers[0]->inputs), backward_input_range, &pass);
  }
}

/* Looking in */

gsize
network_feature_width (const Network *network)
{
  return block_width (&network->blocks[network->n_blocks - 2]);
}

RealMatrix
network_classifier_weight (const Network *network)
{
  return network->blocks[network->n_blocks - 1].layers[0]->parameters[0].value;
}

RealMatrix
network_classifier_bias (const Network *network)
{
  return network->blocks[network->n_blocks - 1].layers[0]->parameters[1].value;
}

NumericTeam *
network_team (const Network *network)
{
  return network->team;
}

gsize
network_n_parameters (const Network *network)
{
  return network->parameters->len;
}

NetworkParameter *
network_parameter (Network *network, gsize index)
{
  g_return_val_if_fail (index < network->parameters->len, NULL);

  return network->parameters->pdata[index];
}

gsize
network_size (const Network *network)
{
  gsize size = 0;

  for (guint p = 0; p < network->parameters->len; p++) {
    const NetworkParameter *parameter = network->parameters->pdata[p];

    size += parameter->value.rows * parameter->value.columns;
  }
  return size;
}

/* Calls func for every stretch of the state in its fixed order: per layer parameters, then buffers. */
static void
each_stretch (const Network *network, void (*func) (real *values, gsize count, gpointer data), gpointer data)
{
  for (guint b = 0; b < network->n_blocks; b++)
    for (guint l = 0; l < network->blocks[b].n_layers; l++) {
      NetworkLayer *layer = network->blocks[b].layers[l];

      for (guint p = 0; p < layer->n_parameters; p++)
        func (layer->parameters[p].value.data,
              layer->parameters[p].value.rows * layer->parameters[p].value.columns, data);
      for (guint i = 0; i < layer->n_buffers; i++)
        func (layer->buffers[i].values, layer->buffers[i].count, data);
    }
}

static void
count_stretch (real *values, gsize count, gpointer data)
{
  *(gsize *)data += count;
}

static void
copy_out (real *values, gsize count, gpointer data)
{
  real **state = data;

  memcpy (*state, values, count * sizeof (real));
  *state += count;
}

static void
copy_in (real *values, gsize count, gpointer data)
{
  const real **state = data;

  memcpy (values, *state, count * sizeof (real));
  *state += count;
}

gsize
network_state_size (const Network *network)
{
  gsize size = 0;

  each_stretch (network, count_stretch, &size);
  return size;
}

void
network_get_state (const Network *network, real *state)
{
  each_stretch (network, copy_out, &state);
}

void
network_set_state (Network *network, const real *state)
{
  each_stretch (network, copy_in, &state);
}
