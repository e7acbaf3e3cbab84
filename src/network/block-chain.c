/* A convolution and what follows it: batch norm, activation, max pooling, dropout.
 *
 * All of it is done image by image, one layer after the other while the image is in the cache, and images are
 * shared out by the team. Only batch norm needs the whole batch: there the pass stops, the images' moments
 * are merged, and a second pass goes on. Where a chain follows another (network_chain_follow), that second
 * pass is its own: the image goes through the norm and ReLU on its way to the convolution. Memory is what an
 * image costs most besides products, so there the normalised images are never written. Of the weights'
 * gradient each share of NETWORK_BACKWARD_IMAGES has a sum of its own, and these are added in order; so
 * nothing depends on the number of threads. */
#include "network/block.h"
#include "network/pooling.h"

#include <string.h>

typedef struct _Chain {
  NetworkBlock parent;
  NetworkConvolution *convolution;
  NetworkLayer *norm, *activation, *dropout; /* NULL for none */
  gboolean norm_relu;                        /* norm, then ReLU: their backward passes are one */
  gboolean followed;     /* the output is what was convolved; another chain does the norm and ReLU */
  struct _Chain *before; /* the chain for which this one does that, or NULL */
  guint pool;

  /* capacity x numbers of an image; where a layer is missing or in place, that of the one before */
  RealMatrix convolved, normed, activated, pooled, dropped;
  RealMatrix inner; /* gradient before max pooling; without that, the block's */
  real *moments;    /* capacity x 2 channels: of each image, for the norm */
  real *sums;       /* of each share of a batch, for the convolution */
} Chain;

/* A layer's output: its own, or that of the one before. */
static void
reserve_output (RealMatrix *output, gboolean own, RealMatrix before, gsize rows, gsize columns)
{
  if (own)
    network_block_matrix (output, rows, columns);
  else
    *output = before;
}

static gboolean
has_normed (const Chain *chain)
{
  return chain->norm != NULL && !chain->followed;
}

static void
chain_reserve (NetworkBlock *block, gsize rows)
{
  Chain *chain = (Chain *)block;
  const NetworkConvolution *c = chain->convolution;
  const gsize size = network_volume_size (c->out);
  const gsize shares = (rows + NETWORK_BACKWARD_IMAGES - 1) / NETWORK_BACKWARD_IMAGES;

  network_block_matrix (&chain->convolved, rows, size);
  reserve_output (&chain->normed, has_normed (chain), chain->convolved, rows, size);
  reserve_output (&chain->activated, chain->activation != NULL && !chain->activation->in_place, chain->normed,
                  rows, size);
  reserve_output (&chain->pooled, chain->pool > 1, chain->activated, rows, block->outputs);
  reserve_output (&chain->dropped, chain->dropout != NULL, chain->pooled, rows, block->outputs);
  reserve_output (&chain->inner, chain->pool > 1, block->gradient, rows, size);
  block->output = chain->dropped;
  g_aligned_free (chain->moments);
  chain->moments = real_alloc (rows * 2 * c->out.channels);
  g_aligned_free (chain->sums);
  chain->sums = real_alloc (shares * network_convolution_sums_rows (c) * c->padded);
}

static void
chain_clear (NetworkBlock *block)
{
  Chain *chain = (Chain *)block;

  if (chain->dropout != NULL)
    g_aligned_free (chain->dropped.data);
  if (chain->pool > 1) {
    g_aligned_free (chain->pooled.data);
    g_aligned_free (chain->inner.data);
  }
  if (chain->activation != NULL && !chain->activation->in_place)
    g_aligned_free (chain->activated.data);
  if (has_normed (chain))
    g_aligned_free (chain->normed.data);
  g_aligned_free (chain->convolved.data);
  g_aligned_free (chain->moments);
  g_aligned_free (chain->sums);
  network_convolution_free (chain->convolution);
}

/* What a team's run works on. */
typedef struct {
  Chain *chain;
  const NetworkWorkers *workers;
  RealMatrix input, input_gradient;
  gboolean add;
  NetworkMode mode;
} Pass;

/* Image i of a batch, its pixels as rows. */
static RealMatrix
pixels (const Chain *chain, RealMatrix batch, gsize i)
{
  const NetworkVolume out = chain->convolution->out;

  return real_matrix (real_matrix_row (batch, i), (gsize)out.height * out.width, out.channels);
}

/* Image i's part of the pass of an elementwise layer. */
static NetworkPass
image_pass (const Pass *pass, RealMatrix input, RealMatrix output, RealMatrix gradient, gsize i)
{
  return (NetworkPass){
    .first_row = i,
    .input = real_matrix_rows (input, i, 1),
    .output = real_matrix_rows (output, i, 1),
    .gradient = gradient.data != NULL ? real_matrix_rows (gradient, i, 1) : gradient,
    .mode = pass->mode,
  };
}

static real *
image_moments (const Chain *chain, gsize i)
{
  return chain->moments + 2 * i * chain->convolution->out.channels;
}

/* The input from image i on, as the convolution takes it. */
static NetworkImages
input_images (const Pass *pass, gsize i)
{
  const Chain *before = pass->chain->before;

  return (NetworkImages){ real_matrix_row (pass->input, i), before != NULL ? before->norm : NULL };
}

/* Whether the norm has to see the whole batch first. */
static gboolean
in_two_passes (const Pass *pass)
{
  return pass->chain->norm != NULL && pass->mode == NETWORK_TRAINING;
}

/* Forward */

static void
finish_image (const Pass *pass, gsize i)
{
  Chain *chain = pass->chain;

  if (chain->norm != NULL)
    network_norm_apply (chain->norm, pixels (chain, chain->convolved, i), pixels (chain, chain->normed, i),
                        chain->norm_relu);
  if (chain->activation != NULL && !chain->norm_relu) {
    const NetworkPass part = image_pass (pass, chain->normed, chain->activated, (RealMatrix){ 0 }, i);

    chain->activation->class->forward (chain->activation, &part, 0, part.input.columns);
  }
  if (chain->pool > 1)
    network_max_pool_forward (chain->convolution->out, chain->pool, real_matrix_row (chain->activated, i),
                              real_matrix_row (chain->pooled, i));
  if (chain->dropout != NULL) {
    const NetworkPass part = image_pass (pass, chain->pooled, chain->dropped, (RealMatrix){ 0 }, i);

    chain->dropout->class->forward (chain->dropout, &part, 0, part.input.columns);
  }
}

static void
convolve_share (gsize share, guint member, gpointer data)
{
  const Pass *pass = data;
  Chain *chain = pass->chain;
  const gsize first = share * NETWORK_FORWARD_IMAGES;
  const gsize end = MIN (first + NETWORK_FORWARD_IMAGES, pass->input.rows);

  network_convolution_forward (chain->convolution, input_images (pass, first), end - first,
                               real_matrix_row (chain->convolved, first), pass->workers->scratch[member]);
  for (gsize i = first; i < end; i++)
    if (in_two_passes (pass))
      network_norm_measure (pixels (chain, chain->convolved, i), image_moments (chain, i),
                            image_moments (chain, i) + chain->convolution->out.channels);
    else if (!chain->followed)
      finish_image (pass, i);
}

static void
finish_share (gsize share, guint member, gpointer data)
{
  const Pass *pass = data;
  const gsize end = MIN ((share + 1) * NETWORK_FORWARD_IMAGES, pass->input.rows);

  for (gsize i = share * NETWORK_FORWARD_IMAGES; i < end; i++)
    finish_image (pass, i);
}

static void
chain_forward (NetworkBlock *block, const NetworkWorkers *workers, RealMatrix input, NetworkMode mode)
{
  Chain *chain = (Chain *)block;
  const NetworkVolume out = chain->convolution->out;
  const gsize shares = (input.rows + NETWORK_FORWARD_IMAGES - 1) / NETWORK_FORWARD_IMAGES;
  Pass pass
      = { .chain = chain, .workers = workers, .input = input, .mode = network_block_mode (block, mode) };

  network_convolution_pack (chain->convolution, mode, workers->team);
  if (chain->norm != NULL && pass.mode == NETWORK_EVALUATION)
    network_norm_evaluate (chain->norm);
  numeric_team_run (workers->team, shares, convolve_share, &pass);
  if (!in_two_passes (&pass))
    return;
  network_norm_merge (chain->norm, chain->moments, input.rows, (gsize)out.height * out.width);
  if (!chain->followed)
    numeric_team_run (workers->team, shares, finish_share, &pass);
}

/* Backward */

/* From the gradient of the block's output to that of the norm's (or the convolution's). */
static void
unfinish_image (const Pass *pass, gsize i)
{
  Chain *chain = pass->chain;
  const RealMatrix gradient = chain->parent.gradient;

  if (chain->dropout != NULL) {
    const NetworkPass part = image_pass (pass, chain->pooled, chain->dropped, gradient, i);

    chain->dropout->class->backward (chain->dropout, &part, 0, part.input.columns);
  }
  if (chain->pool > 1)
    network_max_pool_backward (chain->convolution->out, chain->pool, real_matrix_row (chain->activated, i),
                               real_matrix_row (gradient, i), real_matrix_row (chain->inner, i));
  if (chain->activation != NULL && !chain->norm_relu) {
    const NetworkPass part = image_pass (pass, chain->normed, chain->activated, chain->inner, i);

    chain->activation->class->backward (chain->activation, &part, 0, part.input.columns);
  }
}

/* Image i's part of the gradients of the norm's parameters. */
static void
sum_image (Chain *chain, gsize i)
{
  network_norm_sum_gradients (chain->norm, pixels (chain, chain->convolved, i),
                              pixels (chain, chain->inner, i), chain->norm_relu, image_moments (chain, i),
                              image_moments (chain, i) + chain->convolution->out.channels);
}

static void
unfinish_share (gsize share, guint member, gpointer data)
{
  const Pass *pass = data;
  const gsize end = MIN ((share + 1) * NETWORK_FORWARD_IMAGES, pass->input.rows);

  for (gsize i = share * NETWORK_FORWARD_IMAGES; i < end; i++) {
    unfinish_image (pass, i);
    if (!pass->chain->parent.frozen)
      sum_image (pass->chain, i);
  }
}

static real *
share_sums (const Chain *chain, gsize share)
{
  return chain->sums
         + share * network_convolution_sums_rows (chain->convolution) * chain->convolution->padded;
}

/* From the gradient of the block's output (of the norm's, where there is one, whose sums are merged) to that
 * of the convolution's. A frozen norm's sums stay 0, as they do for statistics that are constants. */
static void
unnorm_image (const Pass *pass, gsize i)
{
  Chain *chain = pass->chain;
  const NetworkVolume out = chain->convolution->out;

  if (chain->norm == NULL)
    unfinish_image (pass, i);
  else
    network_norm_backward (chain->norm, pixels (chain, chain->convolved, i), pixels (chain, chain->inner, i),
                           chain->norm_relu, pass->input.rows * ((gsize)out.height * out.width));
}

static void
unconvolve_share (gsize share, guint member, gpointer data)
{
  const Pass *pass = data;
  Chain *chain = pass->chain;
  const gsize first = share * NETWORK_BACKWARD_IMAGES;
  const gsize end = MIN (first + NETWORK_BACKWARD_IMAGES, pass->input.rows);

  for (gsize from = first, n; from < end; from += n) {
    n = MIN (network_convolution_together (chain->convolution), end - from);
    for (gsize i = from; i < from + n; i++)
      unnorm_image (pass, i);
    network_convolution_backward (chain->convolution,
                                  &(NetworkConvolutionBackward){
                                      .input = input_images (pass, from),
                                      .output_gradient = real_matrix_row (chain->inner, from),
                                      .n = n,
                                      .sums = chain->parent.frozen ? NULL : share_sums (chain, share),
                                      .add_sums = from > first,
                                      .input_gradient = pass->input_gradient.data != NULL
                                                            ? real_matrix_row (pass->input_gradient, from)
                                                            : NULL,
                                      .add_input_gradient = pass->add,
                                  },
                                  pass->workers->scratch[member]);
    for (gsize i = from; chain->before != NULL && !chain->parent.frozen && i < from + n; i++)
      sum_image (chain->before, i);
  }
}

void
network_chain_backward (NetworkBlock *block,
                        const NetworkWorkers *workers,
                        RealMatrix input,
                        RealMatrix input_gradient,
                        gboolean add)
{
  Chain *chain = (Chain *)block;
  const gsize shares = (input.rows + NETWORK_BACKWARD_IMAGES - 1) / NETWORK_BACKWARD_IMAGES;
  Pass pass = { chain, workers, input, input_gradient, add, network_block_mode (block, NETWORK_TRAINING) };

  if (has_normed (chain))
    numeric_team_run (workers->team, (input.rows + NETWORK_FORWARD_IMAGES - 1) / NETWORK_FORWARD_IMAGES,
                      unfinish_share, &pass);
  if (chain->norm != NULL && !block->frozen)
    network_norm_merge_gradients (chain->norm, chain->moments, input.rows);
  numeric_team_run (workers->team, shares, unconvolve_share, &pass);
  if (!block->frozen)
    network_convolution_reduce (chain->convolution, chain->sums, shares, workers->team);
}

static void
chain_backward (NetworkBlock *block,
                const NetworkWorkers *workers,
                RealMatrix input,
                RealMatrix input_gradient)
{
  network_chain_backward (block, workers, input, input_gradient, FALSE);
}

static const NetworkBlockClass chain_class = {
  .reserve = chain_reserve,
  .forward = chain_forward,
  .backward = chain_backward,
  .clear = chain_clear,
};

/* Numbers that chain_reserve asks for, for each sample. */
static gsize
row_of (const Chain *chain)
{
  const gsize size = network_volume_size (chain->convolution->out), outputs = chain->parent.outputs;
  const gsize sums = network_convolution_sums_rows (chain->convolution) * chain->convolution->padded;

  return outputs + size + (has_normed (chain) ? size : 0)
         + (chain->activation != NULL && !chain->activation->in_place ? size : 0)
         + (chain->pool > 1 ? size + outputs : 0) + (chain->dropout != NULL ? outputs : 0)
         + sums / NETWORK_BACKWARD_IMAGES;
}

NetworkBlock *
network_block_new_chain (const char *name,
                         const NetworkConvolutionShape *shape,
                         const NetworkBlockStyle *style,
                         gboolean open,
                         NumericRandom *random)
{
  g_autofree char *conv = g_strconcat (name, ".conv", NULL);
  g_autofree char *norm = g_strconcat (name, ".norm", NULL);
  g_autofree char *dropout = g_strconcat (name, ".dropout", NULL);
  NetworkConvolution *convolution = network_convolution_new (conv, shape->in, shape->channels, shape->kernel,
                                                             shape->stride, !style->batch_norm, random);
  const NetworkVolume out
      = shape->pool > 1 ? network_max_pool_volume (convolution->out, shape->pool) : convolution->out;
  const gsize size = network_volume_size (convolution->out);
  NetworkBlock *block = network_block_alloc (sizeof (Chain), &chain_class, network_volume_size (shape->in),
                                             network_volume_size (out));
  Chain *chain = (Chain *)block;

  chain->convolution = convolution;
  chain->norm_relu = style->batch_norm && !open && style->activation == NETWORK_ACTIVATION_RELU;
  chain->pool = shape->pool;
  block->volume = out;
  block->frozen = style->frozen;
  block->scratch = network_convolution_scratch (convolution);
  network_block_add (block, convolution->layer);
  if (style->batch_norm)
    network_block_add (block, chain->norm = network_layer_new_norm (norm, shape->channels));
  if (!open)
    network_block_add (block, chain->activation = network_layer_new_activation (style->activation, size));
  if (style->dropout > 0)
    network_block_add (block, chain->dropout
                              = network_layer_new_dropout (dropout, block->outputs, style->dropout, random));
  block->row = row_of (chain);
  return block;
}

void
network_chain_follow (NetworkBlock *block, NetworkBlock *before)
{
  Chain *last = (Chain *)before;

  if (!last->norm_relu || last->pool > 1 || last->dropout != NULL)
    return;
  last->followed = TRUE;
  before->row = row_of (last);
  ((Chain *)block)->before = last;
}
