/* Networks of which some blocks are frozen, with and without a block that is added to the features. */
#include "support.h"

#include <math.h>
#include <string.h>

/* As in make-pytorch-transfer.py. */
#define SAMPLES 70
#define SIDE 8
#define CLASSES 3
#define BATCH 16
#define STEPS 50
#define RATE 0.05
#define MOST_BLOCKS 3

static const guint channels[] = { 8, 16, 12 }, strides[] = { 1, 2, 1 };

#define CNN                                                                                                  \
  .kind = NETWORK_CNN, .height = SIDE, .width = SIDE, .channels = 1, .widths = channels, .n_widths = 3,      \
  .strides = strides, .batch_norm = TRUE, .classes = CLASSES

typedef struct {
  const char *name;
  gboolean frozen[MOST_BLOCKS];
  guint skip;
} Method;

/* In the order of METHODS there. */
static const Method methods[] = {
  { "probe", { TRUE, TRUE, TRUE }, 0 },     { "layer", { TRUE, FALSE, TRUE }, 0 },
  { "scl", { TRUE, FALSE, TRUE }, 2 },      { "scl-narrow", { FALSE, TRUE, TRUE }, 1 },
  { "scl-last", { TRUE, TRUE, FALSE }, 3 }, { "full", { FALSE, FALSE, FALSE }, 0 },
};

static NetworkDesign
design_of (NetworkKind kind, const Method *method)
{
  NetworkDesign design = { CNN };

  design.kind = kind;
  design.frozen = method->frozen;
  design.skip = method->skip;
  return design;
}

/* Weights and running statistics of no particular scale. */
static void
fill (Network *network)
{
  for (gsize t = 0; t < network_n_tensors (network); t++) {
    const NetworkTensor *tensor = network_tensor (network, t);
    const double rows = tensor->rank > 1 ? (double)tensor->sizes[0] : 0;
    g_autofree real *values = g_new (real, tensor->count);

    support_spread ((guint)t, values, tensor->count, rows > 0 ? 2 / sqrt ((double)tensor->count / rows) : 1);
    for (gsize i = 0; g_str_has_suffix (tensor->name, "running_var") && i < tensor->count; i++)
      values[i] += 1;
    network_tensor_set (tensor, values);
  }
}

static RealMatrix
make_inputs (const guint32 *labels)
{
  RealMatrix inputs = real_matrix (real_alloc (SAMPLES * SIDE * SIDE), SAMPLES, SIDE * SIDE);

  support_spread (99, inputs.data, SAMPLES * SIDE * SIDE, 2);
  for (gsize i = 0; i < SAMPLES; i++)
    for (gsize p = 0; p < SIDE * SIDE; p += labels[i] + 2)
      real_matrix_row (inputs, i)[p] += 1;
  return inputs;
}

/* STEPS mini-batches, of which the frozen blocks' output is passed on where `kept`; losses gets one more: of
 * all samples in evaluation. */
static void
train (Network *network, gboolean kept, double losses[STEPS + 1])
{
  g_autoptr (NetworkOptimiser) optimiser
      = network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 5e-3 });
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  RealMatrix inputs = make_inputs (labels),
             gradient = real_matrix (real_alloc (BATCH * CLASSES), BATCH, CLASSES);
  const gsize width = network_frozen_width (network);
  RealMatrix given = real_matrix (real_alloc (SAMPLES * width), SAMPLES, width);
  gsize first = 0;

  memcpy (given.data, network_forward_frozen (network, inputs).data, SAMPLES * width * sizeof (real));
  for (guint step = 0; step < STEPS; step++) {
    const gsize n = MIN (BATCH, SAMPLES - first);
    const RealMatrix rows = real_matrix_rows (kept ? given : inputs, first, n);
    const RealMatrix logits = kept ? network_forward_from_frozen (network, rows, NETWORK_TRAINING)
                                   : network_forward (network, rows, NETWORK_TRAINING);

    losses[step] = network_cross_entropy (logits, labels + first, real_matrix_rows (gradient, 0, n), NULL);
    network_backward (network, real_matrix_rows (gradient, 0, n));
    network_optimiser_step (optimiser, RATE);
    first = first + n == SAMPLES ? 0 : first + n;
  }
  losses[STEPS] = network_cross_entropy (network_forward (network, inputs, NETWORK_EVALUATION), labels,
                                         (RealMatrix){ 0 }, NULL);
  g_aligned_free (inputs.data);
  g_aligned_free (gradient.data);
  g_aligned_free (given.data);
}

static void
test_pytorch (gconstpointer data)
{
  const Method *method = data;
  const NetworkDesign design = design_of (NETWORK_CNN, method);
  g_autoptr (Network) network = support_new_network (&design, 1);
  double losses[STEPS + 1];

  fill (network);
  train (network, TRUE, losses);
  support_assert_pytorch ("pytorch-transfer.txt", G_N_ELEMENTS (methods), method - methods, losses,
                          G_N_ELEMENTS (losses));
}

/* Whether a tensor belongs to a frozen block. */
static gboolean
is_frozen (const Method *method, const NetworkTensor *tensor)
{
  const char *prefix = "blocks.";

  return g_str_has_prefix (tensor->name, prefix)
         && method->frozen[g_ascii_digit_value (tensor->name[strlen (prefix)])];
}

/* What is frozen stays as it is to the last bit, running statistics too, and all else moves. That the output
 * of the first blocks is kept changes no bit of it. */
static void
check_frozen (NetworkKind kind, const Method *method)
{
  const NetworkDesign design = design_of (kind, method);
  g_autoptr (Network) network = support_new_network (&design, 1), other = support_new_network (&design, 1);
  g_autofree real *before = NULL, *after = NULL, *kept = NULL;
  double losses[STEPS + 1];
  gsize trained = 0, all = 0, place = 0;

  fill (network);
  fill (other);
  before = support_state (network);
  train (network, FALSE, losses);
  train (other, TRUE, losses);
  after = support_state (network);
  kept = support_state (other);
  for (gsize t = 0; t < network_n_tensors (network); place += network_tensor (network, t++)->count) {
    const NetworkTensor *tensor = network_tensor (network, t);
    const gboolean same = memcmp (before + place, after + place, tensor->count * sizeof (real)) == 0;
    const gboolean parameter = strstr (tensor->name, "running") == NULL;

    g_assert_true (same == is_frozen (method, tensor));
    all += parameter ? tensor->count : 0;
    trained += parameter && !same ? tensor->count : 0;
  }
  g_assert_cmpmem (after, place * sizeof (real), kept, place * sizeof (real));
  g_assert_cmpuint (network_size (network), ==, trained);
  g_assert_cmpuint (network_full_size (network), ==, all);
}

static void
test_frozen (gconstpointer data)
{
  check_frozen (NETWORK_CNN, data);
  check_frozen (NETWORK_RESNET, data);
  check_frozen (NETWORK_MLP, data);
}

/* SCL at the last block adds the features to themselves: 2 h w is h (2 w), in every bit, as is its slope. So
 * one step is that of Layer FT with twice the classifier. */
static void
test_last (gconstpointer data)
{
  const Method *scl = &methods[4], layer = { "layer-last", { TRUE, TRUE, FALSE }, 0 };
  const NetworkDesign with = design_of ((NetworkKind)GPOINTER_TO_INT (data), scl),
                      without = design_of ((NetworkKind)GPOINTER_TO_INT (data), &layer);
  g_autoptr (Network) skipping = support_new_network (&with, 1), plain = support_new_network (&without, 1);
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  RealMatrix inputs = make_inputs (labels),
             gradient = real_matrix (real_alloc (SAMPLES * CLASSES), SAMPLES, CLASSES),
             weight = network_classifier_weight (plain);
  const gsize size = SAMPLES * CLASSES * sizeof (real);
  g_autofree real *logits = NULL;

  fill (skipping);
  fill (plain);
  for (gsize i = 0; i < weight.rows * weight.columns; i++)
    weight.data[i] *= 2;
  logits = g_memdup2 (network_forward (skipping, inputs, NETWORK_TRAINING).data, size);
  g_assert_cmpmem (network_forward (plain, inputs, NETWORK_TRAINING).data, size, logits, size);
  network_cross_entropy (real_matrix (logits, SAMPLES, CLASSES), labels, gradient, NULL);
  network_backward (skipping, gradient);
  network_backward (plain, gradient);
  g_assert_cmpuint (network_n_parameters (plain), ==, network_n_parameters (skipping));
  for (gsize p = 0; p + 2 < network_n_parameters (plain); p++) {
    const RealMatrix a = network_parameter (plain, p)->gradient,
                     b = network_parameter (skipping, p)->gradient;

    g_assert_cmpmem (a.data, a.rows * a.columns * sizeof (real), b.data, b.rows * b.columns * sizeof (real));
  }
  g_aligned_free (inputs.data);
  g_aligned_free (gradient.data);
}

static void
test_threads (gconstpointer data)
{
  const NetworkDesign design = design_of (NETWORK_CNN, data);
  g_autofree real *first = NULL;

  for (guint threads = 1; threads <= 3; threads++) {
    NumericTeam *team = numeric_team_new (threads);
    g_autoptr (Network) network = support_new_network (&design, 1);
    g_autofree real *state = NULL;
    double losses[STEPS + 1];

    fill (network);
    network_set_team (network, team);
    train (network, TRUE, losses);
    state = support_state (network);
    if (first == NULL)
      first = g_steal_pointer (&state);
    else
      g_assert_cmpmem (first, network_state_size (network) * sizeof (real), state,
                       network_state_size (network) * sizeof (real));
    numeric_team_free (team);
  }
}

/* A network with all blocks frozen says what another one with the same blocks does, layer by layer. */
static void
test_layers (gconstpointer data)
{
  const NetworkKind kind = (NetworkKind)GPOINTER_TO_INT (data);
  const NetworkDesign frozen = design_of (kind, &methods[0]), free = design_of (kind, &methods[5]);
  g_autoptr (Network) network = support_new_network (&frozen, 1), source = support_new_network (&free, 2);
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  RealMatrix inputs = make_inputs (labels), features, layer;

  fill (source);
  g_assert_true (network_copy_blocks (network, source));
  g_assert_cmpuint (network_n_layers (network), ==, 4);
  features = network_forward_frozen (network, inputs);
  network_forward (source, inputs, NETWORK_EVALUATION);
  g_assert_cmpuint (features.columns, ==, network_frozen_width (network));
  g_assert_cmpmem (features.data, SAMPLES * features.columns * sizeof (real), network_features (source).data,
                   SAMPLES * network_feature_width (source) * sizeof (real));
  for (guint l = 0; l < network_n_layers (network); l++) {
    const gsize width = network_layer_width (network, l);
    double sum = 0;

    layer = real_matrix (real_alloc (SAMPLES * width), SAMPLES, width);
    network_get_layer (network, l, layer);
    for (gsize i = 0; i < SAMPLES * width; i++)
      sum += fabs ((double)layer.data[i]);
    g_assert_cmpfloat (sum, >, 0);
    if (l == 0 || l == 3)
      g_assert_cmpmem (layer.data, SAMPLES * width * sizeof (real), l == 0 ? inputs.data : features.data,
                       SAMPLES * width * sizeof (real));
    g_aligned_free (layer.data);
  }
  g_aligned_free (inputs.data);
}

/* What cannot be. */
static void
test_refused (void)
{
  const Method frozen = { "frozen", { TRUE, TRUE, FALSE }, 2 }, beyond = { "beyond", { FALSE }, 4 };
  const Method *const bad[] = { &frozen, &beyond };
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    const NetworkDesign design = design_of (NETWORK_CNN, bad[i]);

    g_assert_null (network_new (&design, &random, &error));
    g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE);
  }
}

static void
test_other_blocks (void)
{
  const NetworkDesign cnn = design_of (NETWORK_CNN, &methods[5]), mlp = design_of (NETWORK_MLP, &methods[5]);
  g_autoptr (Network) network = support_new_network (&cnn, 1), other = support_new_network (&mlp, 1);
  g_autofree real *before = support_state (network), *after = NULL;

  g_assert_false (network_copy_blocks (network, other));
  after = support_state (network);
  g_assert_cmpmem (before, network_state_size (network) * sizeof (real), after,
                   network_state_size (network) * sizeof (real));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    NetworkKind kind;
  } kinds[] = { { "mlp", NETWORK_MLP }, { "cnn", NETWORK_CNN }, { "resnet", NETWORK_RESNET } };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    g_autofree char *pytorch = g_strconcat ("/network/block-skip/pytorch/", methods[i].name, NULL);
    g_autofree char *frozen = g_strconcat ("/network/block-skip/frozen/", methods[i].name, NULL);
    g_autofree char *threads = g_strconcat ("/network/block-skip/threads/", methods[i].name, NULL);

    g_test_add_data_func (pytorch, &methods[i], test_pytorch);
    g_test_add_data_func (frozen, &methods[i], test_frozen);
    g_test_add_data_func (threads, &methods[i], test_threads);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *last = g_strconcat ("/network/block-skip/last/", kinds[i].name, NULL);
    g_autofree char *layers = g_strconcat ("/network/block-skip/layers/", kinds[i].name, NULL);

    g_test_add_data_func (last, GINT_TO_POINTER (kinds[i].kind), test_last);
    g_test_add_data_func (layers, GINT_TO_POINTER (kinds[i].kind), test_layers);
  }
  g_test_add_func ("/network/block-skip/refused", test_refused);
  g_test_add_func ("/network/block-skip/other-blocks", test_other_blocks);
  return g_test_run ();
}
