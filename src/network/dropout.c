/* Dropout (Srivastava et al. 2014), as torch.nn.Dropout: in training a value is 0 with the given probability,
 * else divided by the probability to be kept. Whether it is kept is a number of the layer's stream at a
 * position made of step, row and column: it depends neither on threads nor on what was drawn before, a run
 * that is taken up again needs no state for it, and backward draws it again instead of keeping a mask. */
#include "network/layer.h"

#include <string.h>

/* Numbers that the generator gives at one position. */
#define DRAWN 4

/* The numbers of columns first .. of a row; first is a multiple of DRAWN, as all ranges of columns begin. */
static NumericRandom
numbers_at (const NetworkLayer *layer, gsize row, gsize first)
{
  NumericRandom random = layer->random;

  random.counter[0] = (guint32)(row * ((layer->outputs + DRAWN - 1) / DRAWN) + first / DRAWN);
  random.counter[1] = (guint32)layer->step;
  return random;
}

/* to = from where kept, scaled, else 0; they may be the same. */
static void
drop (const NetworkLayer *layer, RealMatrix from, RealMatrix to, gsize first_row, gsize first)
{
  const guint32 least = (guint32)(layer->dropout * 0x1p32);
  const real scale = (real)(1 / (1 - layer->dropout));

  for (gsize i = 0; i < from.rows; i++) {
    NumericRandom random = numbers_at (layer, first_row + i, first);
    const real *in = real_matrix_row (from, i);
    real *out = real_matrix_row (to, i);

    for (gsize j = 0; j < from.columns; j++)
      out[j] = numeric_random_next (&random) < least ? 0 : in[j] * scale;
  }
}

static void
dropout_forward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix x = real_matrix_columns (pass->input, first, count);
  const RealMatrix y = real_matrix_columns (pass->output, first, count);

  if (pass->mode == NETWORK_TRAINING)
    drop (layer, x, y, pass->first_row, first);
  else
    for (gsize i = 0; i < x.rows; i++)
      memcpy (real_matrix_row (y, i), real_matrix_row (x, i), count * sizeof (real));
}

static void
dropout_backward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix gradient = real_matrix_columns (pass->gradient, first, count);

  if (pass->mode == NETWORK_TRAINING)
    drop (layer, gradient, gradient, pass->first_row, first);
}

static const NetworkLayerClass dropout_class = {
  .forward = dropout_forward,
  .backward = dropout_backward,
};

NetworkLayer *
network_layer_new_dropout (const char *name, gsize width, double dropout, const NumericRandom *random)
{
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);

  layer->class = &dropout_class;
  layer->inputs = layer->outputs = width;
  layer->dropout = dropout;
  layer->random = numeric_random_split (random, name);
  return layer;
}
