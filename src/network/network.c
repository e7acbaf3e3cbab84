/* A network is a list of blocks: those of the design, the average over the pixels, the head's, and the
 * classifier as a block of one layer. Each block's output is the next one's input (block.h). */
#include "network/block.h"
#include "network/pooling.h"

#include <string.h>

G_DEFINE_QUARK (collapsar_network_error, network_error)

struct _Network {
  GPtrArray *blocks;  /* of NetworkBlock */
  guint n_trunk;      /* the first blocks, whose output is the features */
  guint n_embedding;  /* those and the head's */
  guint n_blocks;     /* the design's */
  guint n_frozen;     /* the first blocks that are */
  guint n_done;       /* of these, in the last forward pass: the input is what they gave */
  NetworkBlock *skip; /* NULL for none */
  gsize inputs;
  gboolean batch_norm;
  gsize capacity;   /* rows that the blocks have memory for */
  RealMatrix input; /* of the last forward pass */
  gboolean trained; /* that was in training mode */
  NumericTeam *team;
  real **scratch; /* by member of the team */
  guint n_scratch;
  GPtrArray *parameters;
  GArray *tensors; /* of NetworkTensor */
};

static NetworkBlock *
block_at (const Network *network, guint index)
{
  return network->blocks->pdata[index];
}

/* Making */

static gboolean
is_frozen (const NetworkDesign *design, guint block)
{
  return design->frozen != NULL && design->frozen[block];
}

static NetworkBlockStyle
style_of (const NetworkDesign *design, guint block)
{
  return (NetworkBlockStyle){ design->batch_norm, design->activation, design->dropout,
                              is_frozen (design, block) };
}

/* Whether block b may leave it to the next one to finish what it gives: not when another sees it too, nor
 * when only one of the two is trained. */
static gboolean
may_follow (const NetworkDesign *design, guint b)
{
  return design->skip != b + 1 && !is_frozen (design, b) && !is_frozen (design, b + 1);
}

/* Blocks of images; returns the feature width. */
static gsize
add_image_blocks (Network *network, const NetworkDesign *design, NumericRandom *random)
{
  NetworkVolume volume = { design->height, design->width, design->channels };

  for (guint b = 0; b < design->n_widths; b++) {
    const guint stride = design->strides != NULL ? design->strides[b] : 1;
    const gboolean residual = design->kind == NETWORK_RESNET && b > 0;
    const NetworkBlockStyle style = style_of (design, b);
    const gboolean pool = design->kind == NETWORK_CNN && design->max_pool;
    const NetworkConvolutionShape shape = {
      .in = volume,
      .channels = design->widths[b],
      .kernel = design->kind == NETWORK_CNN && design->kernels != NULL ? design->kernels[b] : 3,
      .stride = pool ? 1 : stride,
      .pool = pool ? stride : 1,
    };
    g_autofree char *name = g_strdup_printf ("blocks.%u", b);

    g_ptr_array_add (network->blocks, residual
                                          ? network_block_new_residual (name, &shape, &style, random)
                                          : network_block_new_chain (name, &shape, &style, FALSE, random));
    if (design->kind == NETWORK_CNN && b > 0 && may_follow (design, b - 1))
      network_chain_follow (block_at (network, b), block_at (network, b - 1));
    volume = (NetworkVolume){ (volume.height - (pool ? stride - 1 : 0) - 1) / stride + 1,
                              (volume.width - (pool ? stride - 1 : 0) - 1) / stride + 1, shape.channels };
  }
  g_ptr_array_add (network->blocks, network_block_new_average (volume));
  return volume.channels;
}

static gsize
add_dense_blocks (Network *network, const NetworkDesign *design, NumericRandom *random)
{
  gsize inputs = network->inputs;

  for (guint b = 0; b < design->n_widths; b++) {
    const NetworkBlockStyle style = style_of (design, b);
    g_autofree char *name = g_strdup_printf ("blocks.%u", b);

    g_ptr_array_add (network->blocks,
                     network_block_new_dense (name, inputs, design->widths[b], &style, random));
    inputs = design->widths[b];
  }
  return inputs;
}

/* Returns the feature width. */
static gsize
add_skip (Network *network, const NetworkDesign *design, gsize inputs)
{
  if (design->skip == 0)
    return inputs;
  network->skip = network_block_new_skip (inputs, block_at (network, design->skip - 1));
  g_ptr_array_add (network->blocks, network->skip);
  return network->skip->outputs;
}

/* Up to the first block that is not frozen; what follows the last block's output has no parameters. */
static guint
count_frozen (const Network *network)
{
  guint count = 0;

  while (count < network->n_blocks && block_at (network, count)->frozen)
    count++;
  return count > 0 && count == network->n_blocks ? network->n_trunk : count;
}

static gboolean
trains_norm (const Network *network, const NetworkDesign *design)
{
  gboolean trains = design->head_layers > 0;

  for (guint b = 0; b < network->n_blocks; b++)
    trains = trains || !block_at (network, b)->frozen;
  return design->batch_norm && trains;
}

/* Returns the embedding width. */
static gsize
add_head (Network *network, const NetworkDesign *design, gsize inputs, NumericRandom *random)
{
  const NetworkBlockStyle style = { design->batch_norm, NETWORK_ACTIVATION_RELU, 0 };

  for (guint l = 0; l < design->head_layers; l++) {
    g_autofree char *name = g_strdup_printf ("head.%u", l);
    g_autofree char *linear = g_strconcat (name, ".linear", NULL);
    const gboolean alone = design->classes == 0 && l + 1 == design->head_layers;

    g_ptr_array_add (network->blocks,
                     alone ? network_block_new_layer (
                         network_layer_new_linear (linear, inputs, design->head_width, random))
                           : network_block_new_dense (name, inputs, design->head_width, &style, random));
    inputs = design->head_width;
  }
  return inputs;
}

static gboolean
add_classifier (
    Network *network, const NetworkDesign *design, gsize inputs, NumericRandom *random, GError **error)
{
  NetworkLayer *layer = design->classifier == NETWORK_CLASSIFIER_ETF
                            ? network_layer_new_etf ("classifier", inputs, design->classes, random, error)
                            : network_layer_new_linear ("classifier", inputs, design->classes, random);

  if (layer != NULL)
    g_ptr_array_add (network->blocks, network_block_new_layer (layer));
  return layer != NULL;
}

/* What is trained, and all that is kept, in the order of the layers. */
static void
list_tensors (Network *network)
{
  for (guint b = 0; b < network->blocks->len; b++)
    for (guint l = 0; l < block_at (network, b)->layers->len; l++) {
      NetworkLayer *layer = block_at (network, b)->layers->pdata[l];

      for (guint p = 0; !layer->fixed && !block_at (network, b)->frozen && p < layer->n_parameters; p++)
        g_ptr_array_add (network->parameters, &layer->parameters[p]);
      network_layer_list_tensors (layer, network->tensors);
    }
}

Network *
network_new (const NetworkDesign *design, NumericRandom *random, GError **error)
{
  g_autoptr (Network) network = NULL;
  gsize width;

  if (!network_design_check (design, error))
    return NULL;
  network = g_new0 (Network, 1);
  network->inputs = (gsize)design->height * design->width * design->channels;
  network->parameters = g_ptr_array_new ();
  network->tensors = g_array_new (FALSE, FALSE, sizeof (NetworkTensor));
  network->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify)network_block_free);
  width = design->kind == NETWORK_MLP ? add_dense_blocks (network, design, random)
                                      : add_image_blocks (network, design, random);
  network->n_blocks = (guint)design->n_widths;
  width = add_skip (network, design, width);
  network->n_trunk = network->blocks->len;
  network->n_frozen = count_frozen (network);
  network->batch_norm = trains_norm (network, design);
  width = add_head (network, design, width, random);
  network->n_embedding = network->blocks->len;
  if (design->classes > 0 && !add_classifier (network, design, width, random, error))
    return NULL;
  if (design->kind == NETWORK_MLP && network->blocks->len > 0)
    ((NetworkLayer *)block_at (network, 0)->layers->pdata[0])->channels = design->channels;
  list_tensors (network);
  return g_steal_pointer (&network);
}

static void
release_scratch (Network *network)
{
  for (guint m = 0; m < network->n_scratch; m++)
    g_aligned_free (network->scratch[m]);
  g_clear_pointer (&network->scratch, g_free);
  network->n_scratch = 0;
}

void
network_free (Network *network)
{
  if (network == NULL)
    return;
  release_scratch (network);
  g_ptr_array_unref (network->blocks);
  g_ptr_array_unref (network->parameters);
  g_array_unref (network->tensors);
  g_free (network);
}

void
network_set_team (Network *network, NumericTeam *team)
{
  network->team = team;
  release_scratch (network);
}

/* Passing through */

static void
reserve_scratch (Network *network)
{
  gsize most = 0;

  if (network->n_scratch > 0)
    return;
  for (guint b = 0; b < network->blocks->len; b++)
    most = MAX (most, block_at (network, b)->scratch);
  network->n_scratch = numeric_team_size (network->team);
  network->scratch = g_new (real *, network->n_scratch);
  for (guint m = 0; m < network->n_scratch; m++)
    network->scratch[m] = real_alloc (most);
}

static void
reserve (Network *network, gsize rows)
{
  reserve_scratch (network);
  if (rows <= network->capacity)
    return;
  for (guint b = 0; b < network->blocks->len; b++)
    network_block_reserve (block_at (network, b), rows);
  network->capacity = rows;
}

/* What the first `count` blocks gave in the last forward pass. */
static RealMatrix
output_of (const Network *network, guint count)
{
  return count == network->n_done
             ? network->input
             : real_matrix_rows (block_at (network, count - 1)->output, 0, network->input.rows);
}

void
network_set_step (Network *network, guint64 step)
{
  for (guint b = 0; b < network->blocks->len; b++)
    network_block_set_step (block_at (network, b), step);
}

static gsize
width_of (const Network *network, guint count)
{
  return count == 0 ? network->inputs : block_at (network, count - 1)->outputs;
}

/* Passes what the first `first` blocks gave through the others before `end`. */
static RealMatrix
forward (Network *network, guint first, guint end, RealMatrix input, NetworkMode mode)
{
  g_return_val_if_fail (input.columns == width_of (network, first) && input.rows > 0, (RealMatrix){ 0 });
  g_return_val_if_fail (mode == NETWORK_EVALUATION || input.rows > 1 || !network->batch_norm,
                        (RealMatrix){ 0 });

  reserve (network, input.rows);
  network->input = input;
  network->n_done = first;
  network->trained = mode == NETWORK_TRAINING;
  for (guint b = first; b < end; b++) {
    const NetworkWorkers workers = { network->team, network->scratch };
    NetworkBlock *block = block_at (network, b);

    block->class->forward (block, &workers, output_of (network, b), mode);
  }
  return output_of (network, end);
}

RealMatrix
network_forward (Network *network, RealMatrix input, NetworkMode mode)
{
  return forward (network, 0, network->blocks->len, input, mode);
}

guint
network_n_frozen (const Network *network)
{
  return network->n_frozen;
}

gsize
network_frozen_width (const Network *network)
{
  return width_of (network, network->n_frozen);
}

RealMatrix
network_forward_frozen (Network *network, RealMatrix input)
{
  return forward (network, 0, network->n_frozen, input, NETWORK_EVALUATION);
}

RealMatrix
network_forward_from_frozen (Network *network, RealMatrix input, NetworkMode mode)
{
  return forward (network, network->n_frozen, network->blocks->len, input, mode);
}

RealMatrix
network_features (const Network *network)
{
  return output_of (network, network->n_trunk);
}

RealMatrix
network_embeddings (const Network *network)
{
  return output_of (network, network->n_embedding);
}

void
network_backward (Network *network, RealMatrix output_gradient)
{
  const NetworkWorkers workers = { network->team, network->scratch };
  const gsize n = network->input.rows;
  RealMatrix gradient;

  g_return_if_fail (network->trained && network->blocks->len > 0);
  gradient = block_at (network, network->blocks->len - 1)->gradient;
  g_return_if_fail (output_gradient.rows == n && output_gradient.columns == gradient.columns);

  for (gsize i = 0; i < n; i++)
    memcpy (real_matrix_row (gradient, i), real_matrix_row (output_gradient, i),
            gradient.columns * sizeof (real));
  for (guint b = network->blocks->len; b-- > network->n_frozen;) {
    NetworkBlock *block = block_at (network, b);
    const RealMatrix before = b > network->n_frozen
                                  ? real_matrix_rows (block_at (network, b - 1)->gradient, 0, n)
                                  : (RealMatrix){ 0 };

    block->class->backward (block, &workers, output_of (network, b), before);
    if (before.data != NULL && network->skip != NULL
        && network_skip_from (network->skip) == block_at (network, b - 1))
      network_skip_backward_from (network->skip, before);
  }
}

/* Looking in */

guint
network_n_layers (const Network *network)
{
  return network->n_blocks + 1;
}

gsize
network_layer_width (const Network *network, guint layer)
{
  return layer == 0 ? network->inputs : block_at (network, layer - 1)->volume.channels;
}

void
network_get_layer (const Network *network, guint layer, RealMatrix values)
{
  g_return_if_fail (network->n_done == 0 && network->n_frozen == network->n_trunk);

  for (gsize i = 0; i < values.rows; i++)
    if (layer == 0)
      memcpy (real_matrix_row (values, i), real_matrix_row (network->input, i),
              network->inputs * sizeof (real));
    else
      network_average_pool_forward (block_at (network, layer - 1)->volume,
                                    real_matrix_row (block_at (network, layer - 1)->output, i),
                                    real_matrix_row (values, i));
}

gsize
network_inputs (const Network *network)
{
  return network->inputs;
}

gsize
network_feature_width (const Network *network)
{
  return width_of (network, network->n_trunk);
}

gsize
network_embedding_width (const Network *network)
{
  return width_of (network, network->n_embedding);
}

static RealMatrix
classifier_parameter (const Network *network, guint index)
{
  if (network->n_embedding == network->blocks->len)
    return (RealMatrix){ 0 };
  return ((NetworkLayer *)block_at (network, network->n_embedding)->layers->pdata[0])
      ->parameters[index]
      .value;
}

RealMatrix
network_classifier_weight (const Network *network)
{
  return classifier_parameter (network, 0);
}

RealMatrix
network_classifier_bias (const Network *network)
{
  return classifier_parameter (network, 1);
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

/* Of the parameters of the first `count` blocks. */
static gsize
size_of (const Network *network, guint count)
{
  gsize size = 0;

  for (guint b = 0; b < count; b++)
    for (guint l = 0; l < block_at (network, b)->layers->len; l++) {
      const NetworkLayer *layer = block_at (network, b)->layers->pdata[l];

      for (guint p = 0; p < layer->n_parameters; p++)
        size += layer->parameters[p].value.rows * layer->parameters[p].value.columns;
    }
  return size;
}

gsize
network_full_size (const Network *network)
{
  return size_of (network, network->blocks->len);
}

gsize
network_layer_size (const Network *network, guint layer)
{
  return size_of (network, layer);
}

gsize
network_row_size (const Network *network)
{
  gsize size = 0;

  for (guint b = 0; b < network->blocks->len; b++)
    size += block_at (network, b)->row;
  return size;
}

gsize
network_n_tensors (const Network *network)
{
  return network->tensors->len;
}

const NetworkTensor *
network_tensor (const Network *network, gsize index)
{
  g_return_val_if_fail (index < network->tensors->len, NULL);

  return &g_array_index (network->tensors, NetworkTensor, index);
}

gsize
network_state_size (const Network *network)
{
  gsize size = 0;

  for (guint t = 0; t < network->tensors->len; t++)
    size += network_tensor (network, t)->count;
  return size;
}

void
network_get_state (const Network *network, real *state)
{
  for (guint t = 0; t < network->tensors->len; t++) {
    const NetworkTensor *tensor = network_tensor (network, t);

    memcpy (state, tensor->values, tensor->count * sizeof (real));
    state += tensor->count;
  }
}

void
network_set_state (Network *network, const real *state)
{
  for (guint t = 0; t < network->tensors->len; t++) {
    const NetworkTensor *tensor = network_tensor (network, t);

    memcpy (tensor->values, state, tensor->count * sizeof (real));
    state += tensor->count;
  }
}

/* The first tensors, which are the design's blocks'. */
static guint
n_block_tensors (const Network *network)
{
  guint count = 0;

  for (guint t = 0; t < network->tensors->len; t++)
    count += g_str_has_prefix (network_tensor (network, t)->name, "blocks.");
  return count;
}

gboolean
network_copy_blocks (Network *network, const Network *from)
{
  const guint n = n_block_tensors (network);

  if (n_block_tensors (from) != n)
    return FALSE;
  for (guint t = 0; t < n; t++)
    if (!g_str_equal (network_tensor (network, t)->name, network_tensor (from, t)->name)
        || network_tensor (network, t)->count != network_tensor (from, t)->count)
      return FALSE;
  for (guint t = 0; t < n; t++)
    memcpy (network_tensor (network, t)->values, network_tensor (from, t)->values,
            network_tensor (network, t)->count * sizeof (real));
  return TRUE;
}
