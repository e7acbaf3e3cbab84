/* Parameters are moved in pieces of a fixed size, shared out by the team; a piece's values need no other's.
 * Only the norm that clipping asks for is a sum over all: each piece's part is added up in double, and the
 * parts in the order of the pieces, so that it does not depend on the threads. */
#include "network/optimiser.h"

#include "numeric/simd.h"

#include <math.h>
#include <string.h>

#define PIECE 16384
#define EPSILON 1e-8
/* As clip_grad_norm_ keeps away from 0 / 0. */
#define CLIP_EPSILON 1e-6
/* Adam's number of steps is kept in the state as remainder and quotient, each exact in a float. */
#define STEPS_HIGH (1u << 20)

typedef enum { OPTIMISER_SGD, OPTIMISER_NESTEROV, OPTIMISER_ADAM, OPTIMISER_ADAMW } OptimiserKind;

typedef struct {
  real *value, *gradient;
  gsize first; /* place in the moments */
  gsize count;
} Piece;

/* The numbers of the step under way. */
typedef struct {
  real rate, decay;
  real momentum;
  real beta1, rest1, beta2, rest2; /* rest = 1 - beta */
  real rescale;                    /* 1 / sqrt (1 - beta2^t) */
  real keep;                       /* what decoupled decay leaves of a weight */
  real shorten;                    /* factor on the gradients */
} Step;

struct _NetworkOptimiser {
  Network *network;
  OptimiserKind kind;
  double momentum, beta1, beta2, weight_decay, clip;
  real *moments[2]; /* the velocity, or Adam's first and second; network_size values, parameter after
                       parameter */
  guint n_moments;
  guint64 n_steps; /* done */
  GArray *pieces;
  double *squares; /* of each piece's gradient */
  Step step;
};

static NetworkOptimiser *
optimiser_new (Network *network, OptimiserKind kind, guint n_moments)
{
  NetworkOptimiser *optimiser = g_new0 (NetworkOptimiser, 1);
  gsize offset = 0;

  optimiser->network = network;
  optimiser->kind = kind;
  optimiser->n_moments = n_moments;
  for (guint m = 0; m < n_moments; m++)
    optimiser->moments[m] = real_alloc (network_size (network));
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
  optimiser->squares = g_new (double, optimiser->pieces->len);
  return optimiser;
}

NetworkOptimiser *
network_optimiser_new_sgd (Network *network, const NetworkSgd *sgd)
{
  NetworkOptimiser *optimiser
      = optimiser_new (network, sgd->nesterov ? OPTIMISER_NESTEROV : OPTIMISER_SGD, 1);

  optimiser->momentum = sgd->momentum;
  optimiser->weight_decay = sgd->weight_decay;
  return optimiser;
}

NetworkOptimiser *
network_optimiser_new_adam (Network *network, const NetworkAdam *adam)
{
  NetworkOptimiser *optimiser
      = optimiser_new (network, adam->decoupled ? OPTIMISER_ADAMW : OPTIMISER_ADAM, 2);

  optimiser->beta1 = adam->beta1;
  optimiser->beta2 = adam->beta2;
  optimiser->weight_decay = adam->weight_decay;
  return optimiser;
}

void
network_optimiser_free (NetworkOptimiser *optimiser)
{
  if (optimiser == NULL)
    return;
  for (guint m = 0; m < optimiser->n_moments; m++)
    g_aligned_free (optimiser->moments[m]);
  g_array_unref (optimiser->pieces);
  g_free (optimiser->squares);
  g_free (optimiser);
}

NUMERIC_MULTIVERSION static void
sgd_kernel (real *restrict w, const real *restrict g, real *restrict v, gsize count, const Step step)
{
  for (gsize i = 0; i < count; i++) {
    v[i] = step.momentum * v[i] + (g[i] + step.decay * w[i]);
    w[i] -= step.rate * v[i];
  }
}

NUMERIC_MULTIVERSION static void
nesterov_kernel (real *restrict w, const real *restrict g, real *restrict v, gsize count, const Step step)
{
  for (gsize i = 0; i < count; i++) {
    const real slope = g[i] + step.decay * w[i];

    v[i] = step.momentum * v[i] + slope;
    w[i] -= step.rate * (slope + step.momentum * v[i]);
  }
}

NUMERIC_MULTIVERSION static void
adam_kernel (real *restrict w,
             const real *restrict g,
             real *restrict m,
             real *restrict v,
             gsize count,
             const Step step)
{
  for (gsize i = 0; i < count; i++) {
    const real slope = g[i] + step.decay * w[i];

    m[i] = step.beta1 * m[i] + step.rest1 * slope;
    v[i] = step.beta2 * v[i] + step.rest2 * (slope * slope);
    w[i] = step.keep * w[i] - step.rate * m[i] / ((real)sqrt (v[i]) * step.rescale + (real)EPSILON);
  }
}

static void
update_piece (gsize block, guint member, gpointer data)
{
  const NetworkOptimiser *optimiser = data;
  const Piece *piece = &g_array_index (optimiser->pieces, Piece, block);
  real *first = optimiser->moments[0] + piece->first;

  switch (optimiser->kind) {
  case OPTIMISER_SGD:
    sgd_kernel (piece->value, piece->gradient, first, piece->count, optimiser->step);
    break;
  case OPTIMISER_NESTEROV:
    nesterov_kernel (piece->value, piece->gradient, first, piece->count, optimiser->step);
    break;
  case OPTIMISER_ADAM:
  case OPTIMISER_ADAMW:
    adam_kernel (piece->value, piece->gradient, first, optimiser->moments[1] + piece->first, piece->count,
                 optimiser->step);
    break;
  }
}

static void
square_piece (gsize block, guint member, gpointer data)
{
  const NetworkOptimiser *optimiser = data;
  const Piece *piece = &g_array_index (optimiser->pieces, Piece, block);
  double sum = 0;

  for (gsize i = 0; i < piece->count; i++)
    sum += (double)piece->gradient[i] * (double)piece->gradient[i];
  optimiser->squares[block] = sum;
}

static void
shorten_piece (gsize block, guint member, gpointer data)
{
  const NetworkOptimiser *optimiser = data;
  const Piece *piece = &g_array_index (optimiser->pieces, Piece, block);

  for (gsize i = 0; i < piece->count; i++)
    piece->gradient[i] *= optimiser->step.shorten;
}

static void
clip_gradient (NetworkOptimiser *optimiser)
{
  NumericTeam *team = network_team (optimiser->network);
  double sum = 0, shorten;

  numeric_team_run (team, optimiser->pieces->len, square_piece, optimiser);
  for (guint i = 0; i < optimiser->pieces->len; i++)
    sum += optimiser->squares[i];
  shorten = optimiser->clip / (sqrt (sum) + CLIP_EPSILON);
  if (shorten >= 1)
    return;
  optimiser->step.shorten = (real)shorten;
  numeric_team_run (team, optimiser->pieces->len, shorten_piece, optimiser);
}

static Step
sgd_step (const NetworkOptimiser *optimiser, double rate)
{
  return (Step){ .rate = (real)rate,
                 .decay = (real)optimiser->weight_decay,
                 .momentum = (real)optimiser->momentum };
}

static Step
adam_step (const NetworkOptimiser *optimiser, double rate)
{
  const gboolean decoupled = optimiser->kind == OPTIMISER_ADAMW;
  const double t = (double)optimiser->n_steps;

  return (Step){
    .rate = (real)(rate / (1 - pow (optimiser->beta1, t))),
    .decay = (real)(decoupled ? 0 : optimiser->weight_decay),
    .beta1 = (real)optimiser->beta1,
    .rest1 = (real)(1 - optimiser->beta1),
    .beta2 = (real)optimiser->beta2,
    .rest2 = (real)(1 - optimiser->beta2),
    .rescale = (real)(1 / sqrt (1 - pow (optimiser->beta2, t))),
    .keep = (real)(decoupled ? 1 - rate * optimiser->weight_decay : 1),
  };
}

void
network_optimiser_step (NetworkOptimiser *optimiser, double learning_rate)
{
  if (optimiser->clip > 0)
    clip_gradient (optimiser);
  optimiser->n_steps++;
  optimiser->step = optimiser->n_moments == 1 ? sgd_step (optimiser, learning_rate)
                                              : adam_step (optimiser, learning_rate);
  numeric_team_run (network_team (optimiser->network), optimiser->pieces->len, update_piece, optimiser);
}

void
network_optimiser_set_weight_decay (NetworkOptimiser *optimiser, double weight_decay)
{
  optimiser->weight_decay = weight_decay;
}

void
network_optimiser_set_clip (NetworkOptimiser *optimiser, double norm)
{
  optimiser->clip = norm;
}

/* The moments, and for Adam the number of steps. */
gsize
network_optimiser_state_size (const NetworkOptimiser *optimiser)
{
  return optimiser->n_moments * network_size (optimiser->network) + (optimiser->n_moments > 1 ? 2 : 0);
}

void
network_optimiser_get_state (const NetworkOptimiser *optimiser, real *state)
{
  const gsize size = network_size (optimiser->network);

  for (guint m = 0; m < optimiser->n_moments; m++)
    memcpy (state + m * size, optimiser->moments[m], size * sizeof (real));
  if (optimiser->n_moments > 1) {
    state[2 * size] = (real)(optimiser->n_steps % STEPS_HIGH);
    state[2 * size + 1] = (real)(optimiser->n_steps / STEPS_HIGH);
  }
}

void
network_optimiser_set_state (NetworkOptimiser *optimiser, const real *state)
{
  const gsize size = network_size (optimiser->network);

  for (guint m = 0; m < optimiser->n_moments; m++)
    memcpy (optimiser->moments[m], state + m * size, size * sizeof (real));
  if (optimiser->n_moments > 1)
    optimiser->n_steps = (guint64)state[2 * size] + (guint64)state[2 * size + 1] * STEPS_HIGH;
}
