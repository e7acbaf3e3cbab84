#include "network/optimiser.h"

#include "numeric/simd.h"

#include <string.h>

/* Parameters are moved in pieces of this many values, shared out by the team. */
#define PIECE 16384

typedef struct {
  real *value;
  const real *gradient;
  gsize velocity; /* offset */
  gsize count;
} Piece;

struct _NetworkOptimiser {
  Network *network;
  NetworkSgd sgd;
  real *velocity; /* network_size values, parameter after parameter */
  GArray *pieces;
  real learning_rate; /* of the step under way */
};

NetworkOptimiser *
network_optimiser_new_sgd (Network *network, const NetworkSgd *sgd)
{
  NetworkOptimiser *optimiser = g_new0 (NetworkOptimiser, 1);
  gsize offset = 0;

  optimiser->network = network;
  optimiser->sgd = *sgd;
  optimiser->velocity = real_alloc (network_size (network));
  optimiser->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  for (gsize p = 0; p < network_n_parameters (network); p++) {
    const NetworkParameter *parameter = network_parameter (network, p);
    const gsize count = parameter->value.rows * parameter->value.columns;

    for (gsize first = 0; first < count; first += PIECE) {
      const Piece piece = { parameter->value.data + first, parameter->gradient.data + first, offset + first,
                            MIN (PIECE, count - first) };

      g_array_append_val (optimiser->pieces, piece);
    }
    offset += count;
  }
  return optimiser;
}

void
network_optimiser_free (NetworkOptimiser *optimiser)
{
  if (optimiser == NULL)
    return;
  g_aligned_free (optimiser->velocity);
  g_array_unref (optimiser->pieces);
  g_free (optimiser);
}

NUMERIC_MULTIVERSION static void
sgd_update (real *restrict w,
            const real *restrict g,
            real *restrict v,
            gsize count,
            real learning_rate,
            real momentum,
            real weight_decay)
{
  for (gsize i = 0; i < count; i++) {
    v[i] = momentum * v[i] + (g[i] + weight_decay * w[i]);
    w[i] -= learning_rate * v[i];
  }
}

static void
update_piece (gsize block, guint member, gpointer data)
{
  const NetworkOptimiser *optimiser = data;
  const Piece *piece = &g_array_index (optimiser->pieces, Piece, block);

  sgd_update (piece->value, piece->gradient, optimiser->velocity + piece->velocity, piece->count,
              optimiser->learning_rate, (real)optimiser->sgd.momentum, (real)optimiser->sgd.weight_decay);
}

void
network_optimiser_step (NetworkOptimiser *optimiser, double learning_rate)
{
  optimiser->learning_rate = (real)learning_rate;
  numeric_team_run (network_team (optimiser->network), optimiser->pieces->len, update_piece, optimiser);
}

gsize
network_optimiser_state_size (const NetworkOptimiser *optimiser)
{
  return network_size (optimiser->network);
}

void
network_optimiser_get_state (const NetworkOptimiser *optimiser, real *state)
{
  memcpy (state, optimiser->velocity, network_optimiser_state_size (optimiser) * sizeof (real));
}

void
network_optimiser_set_state (NetworkOptimiser *optimiser, const real *state)
{
  memcpy (optimiser->velocity, state, network_optimiser_state_size (optimiser) * sizeof (real));
}
