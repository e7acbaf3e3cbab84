#include "network/layer.h"
#include "support.h"

#include <math.h>
#include <string.h>

/* As in make-pytorch-reference.py. */
#define SAMPLES 70
#define INPUTS 12
#define CLASSES 3
#define BATCH 16
#define STEPS 50
#define RATE 0.05

static const guint widths[] = { 16, 8 };

static Network *
network_with (gboolean batch_norm, NetworkActivation activation)
{
  const NetworkDesign mlp = { SUPPORT_MLP (INPUTS, widths, G_N_ELEMENTS (widths)), .batch_norm = batch_norm,
                              .classes = CLASSES, .activation = activation };
  NumericRandom random;
  Network *network;

  numeric_random_init (&random, 0, 0);
  network = network_new (&mlp, &random, NULL);
  for (gsize p = 0; p < network_n_parameters (network); p++) {
    const RealMatrix value = network_parameter (network, p)->value;

    support_spread ((guint)p, value.data, value.rows * value.columns,
                    value.rows > 1 ? 2 / sqrt ((double)value.columns) : 1);
  }
  return network;
}

static Network *
reference_network (gboolean batch_norm)
{
  return network_with (batch_norm, NETWORK_ACTIVATION_RELU);
}

static RealMatrix
reference_inputs (const guint32 *labels)
{
  RealMatrix inputs = real_matrix (real_alloc (SAMPLES * INPUTS), SAMPLES, INPUTS);

  support_spread (99, inputs.data, SAMPLES * INPUTS, 2);
  for (gsize i = 0; i < SAMPLES; i++)
    real_matrix_row (inputs, i)[labels[i]] += 0.5f;
  return inputs;
}

/* Trains STEPS mini-batches; losses may be NULL. */
static void
train (Network *network, NetworkOptimiser *optimiser, double rate, const NetworkLoss *loss, double *losses)
{
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  RealMatrix inputs = reference_inputs (labels);
  RealMatrix gradient = real_matrix (real_alloc (BATCH * CLASSES), BATCH, CLASSES);
  gsize first = 0;

  for (guint step = 0; step < STEPS; step++) {
    const gsize n = MIN (BATCH, SAMPLES - first);
    const RealMatrix batch_gradient = real_matrix_rows (gradient, 0, n);
    const RealMatrix logits
        = network_forward (network, real_matrix_rows (inputs, first, n), NETWORK_TRAINING);
    const double value = network_loss (loss, logits, labels + first, batch_gradient, NULL);

    if (losses != NULL)
      losses[step] = value;
    network_backward (network, batch_gradient);
    network_optimiser_step (optimiser,
                            rate * network_schedule_factor (NETWORK_SCHEDULE_COSINE, step, STEPS, STEPS));
    first = first + n == SAMPLES ? 0 : first + n;
  }
  g_aligned_free (inputs.data);
  g_aligned_free (gradient.data);
}

/* The loss of all samples, batch norm by its running statistics. */
static double
evaluate (Network *network, const NetworkLoss *loss)
{
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  RealMatrix inputs = reference_inputs (labels);
  const double value = network_loss (loss, network_forward (network, inputs, NETWORK_EVALUATION), labels,
                                     (RealMatrix){ 0 }, NULL);

  g_aligned_free (inputs.data);
  return value;
}

static NetworkOptimiser *
reference_optimiser (Network *network)
{
  return network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 5e-3 });
}

static NetworkOptimiser *
nesterov_optimiser (Network *network)
{
  return network_optimiser_new_sgd (network,
                                    &(NetworkSgd){ .momentum = 0.9, .weight_decay = 5e-3, .nesterov = TRUE });
}

static NetworkOptimiser *
adam_optimiser (Network *network)
{
  return network_optimiser_new_adam (network, &(NetworkAdam){ 0.8, 0.99, 5e-3, FALSE });
}

static NetworkOptimiser *
adamw_optimiser (Network *network)
{
  return network_optimiser_new_adam (network, &(NetworkAdam){ 0.9, 0.999, 0.1, TRUE });
}

static NetworkOptimiser *
clipping_optimiser (Network *network)
{
  NetworkOptimiser *optimiser = reference_optimiser (network);

  network_optimiser_set_clip (optimiser, 0.5);
  return optimiser;
}

/* A run of make-pytorch-reference.py, in the order of its columns. */
typedef struct {
  const char *name;
  gboolean batch_norm;
  NetworkLoss loss;
  NetworkOptimiser *(*make_optimiser) (Network *network);
  double rate;
  NetworkActivation activation;
  double dropout; /* not in PyTorch's runs, whose random numbers are others */
} Reference;

static const Reference references[] = {
  { "plain", FALSE, { NETWORK_LOSS_CROSS_ENTROPY }, reference_optimiser, RATE },
  { "with-norm", TRUE, { NETWORK_LOSS_CROSS_ENTROPY }, reference_optimiser, RATE },
  { "label-smoothing", TRUE, { NETWORK_LOSS_LABEL_SMOOTHING, .smoothing = 0.1 }, reference_optimiser, RATE },
  { "focal", TRUE, { NETWORK_LOSS_FOCAL, .focus = 2 }, reference_optimiser, RATE },
  { "mse", TRUE, { NETWORK_LOSS_MSE }, reference_optimiser, RATE },
  { "nesterov", TRUE, { NETWORK_LOSS_CROSS_ENTROPY }, nesterov_optimiser, RATE },
  { "adam", TRUE, { NETWORK_LOSS_CROSS_ENTROPY }, adam_optimiser, 0.01 },
  { "adamw", FALSE, { NETWORK_LOSS_CROSS_ENTROPY }, adamw_optimiser, 0.01 },
  { "clipping", TRUE, { NETWORK_LOSS_CROSS_ENTROPY }, clipping_optimiser, RATE },
  { "gelu", TRUE, { NETWORK_LOSS_CROSS_ENTROPY }, reference_optimiser, RATE, NETWORK_ACTIVATION_GELU },
  { "tanh", TRUE, { NETWORK_LOSS_CROSS_ENTROPY }, reference_optimiser, RATE, NETWORK_ACTIVATION_TANH },
};

static void
test_pytorch (gconstpointer data)
{
  const Reference *reference = data;
  g_autoptr (Network) network = network_with (reference->batch_norm, reference->activation);
  g_autoptr (NetworkOptimiser) optimiser = reference->make_optimiser (network);
  double losses[STEPS + 1];

  train (network, optimiser, reference->rate, &reference->loss, losses);
  losses[STEPS] = evaluate (network, &reference->loss);
  support_assert_pytorch ("pytorch-losses.txt", G_N_ELEMENTS (references), reference - references, losses,
                          G_N_ELEMENTS (losses));
}

/* The same bits whatever the team, at widths that are cut into several ranges, of the greatest width too. */
static void
test_threads (gconstpointer data)
{
  const Reference *reference = data;
  const guint wide[] = { 2100, 130 };
  const NetworkDesign mlp = { SUPPORT_MLP (50, wide, 2), .batch_norm = reference->batch_norm, .classes = 10,
                              .activation = reference->activation, .dropout = reference->dropout };
  g_autofree guint32 *labels = support_labels (64, 10);
  g_autofree real *first = NULL;

  for (guint threads = 0; threads <= 4; threads++) {
    NumericTeam *team = threads == 0 ? NULL : numeric_team_new (threads);
    NumericRandom random;
    g_autoptr (Network) network = NULL;
    g_autoptr (NetworkOptimiser) optimiser = NULL;
    g_autofree real *state = NULL;
    RealMatrix input, gradient = real_matrix (real_alloc (640), 64, 10);

    numeric_random_init (&random, 3, 0);
    network = network_new (&mlp, &random, NULL);
    network_set_team (network, team);
    optimiser = reference->make_optimiser (network);
    input = support_normal_matrix (64, 50, &random);
    for (guint step = 0; step < 10; step++) {
      network_set_step (network, step);
      network_loss (&reference->loss, network_forward (network, input, NETWORK_TRAINING), labels, gradient,
                    NULL);
      network_backward (network, gradient);
      network_optimiser_step (optimiser, reference->rate);
    }
    state = support_state (network);
    if (first == NULL)
      first = g_steal_pointer (&state);
    else
      g_assert_cmpmem (first, network_state_size (network) * sizeof (real), state,
                       network_state_size (network) * sizeof (real));
    g_aligned_free (input.data);
    g_aligned_free (gradient.data);
    numeric_team_free (team);
  }
}

/* A run taken up from its state goes on with the same bits. */
static void
test_state (gconstpointer data)
{
  const Reference *reference = data;
  g_autoptr (Network) network = network_with (TRUE, reference->activation),
                      other = network_with (TRUE, reference->activation);
  g_autoptr (NetworkOptimiser) optimiser = reference->make_optimiser (network);
  g_autoptr (NetworkOptimiser) other_optimiser = reference->make_optimiser (other);
  g_autofree real *velocity = g_new (real, network_optimiser_state_size (optimiser)), *state = NULL,
                  *end = NULL, *other_end = NULL;

  train (network, optimiser, reference->rate, &reference->loss, NULL);
  state = support_state (network);
  network_optimiser_get_state (optimiser, velocity);
  network_set_state (other, state);
  network_optimiser_set_state (other_optimiser, velocity);
  train (network, optimiser, reference->rate, &reference->loss, NULL);
  train (other, other_optimiser, reference->rate, &reference->loss, NULL);
  end = support_state (network);
  other_end = support_state (other);
  g_assert_cmpmem (end, network_state_size (network) * sizeof (real), other_end,
                   network_state_size (other) * sizeof (real));
  g_assert_cmpint (memcmp (state, end, network_state_size (network) * sizeof (real)), !=, 0);
}

/* Evaluation changes nothing, takes any number of rows, and features are what the classifier sees. */
static void
test_evaluation (void)
{
  g_autoptr (Network) network = reference_network (TRUE);
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  g_autofree real *before = support_state (network), *after = NULL, *all = NULL;
  RealMatrix inputs = reference_inputs (labels), logits, features, weight, bias;

  logits = network_forward (network, inputs, NETWORK_EVALUATION);
  all = g_memdup2 (logits.data, SAMPLES * CLASSES * sizeof (real));
  features = network_features (network);
  weight = network_classifier_weight (network);
  bias = network_classifier_bias (network);
  g_assert_cmpuint (features.rows, ==, SAMPLES);
  g_assert_cmpuint (features.columns, ==, network_feature_width (network));
  for (gsize i = 0; i < SAMPLES; i++)
    for (gsize k = 0; k < CLASSES; k++) {
      double sum = bias.data[k];

      for (gsize j = 0; j < features.columns; j++)
        sum += (double)real_matrix_row (features, i)[j] * real_matrix_row (weight, k)[j];
      g_assert_cmpfloat_with_epsilon (sum, real_matrix_row (logits, i)[k], 1e-5);
    }
  for (gsize i = 0; i < SAMPLES; i++) {
    logits = network_forward (network, real_matrix_rows (inputs, i, 1), NETWORK_EVALUATION);
    for (gsize k = 0; k < CLASSES; k++)
      g_assert_cmpfloat_with_epsilon (logits.data[k], all[i * CLASSES + k], 1e-5);
  }
  after = support_state (network);
  g_assert_cmpmem (before, network_state_size (network) * sizeof (real), after,
                   network_state_size (network) * sizeof (real));
  g_aligned_free (inputs.data);
}

static void
test_shapes (void)
{
#define IMAGES .kind = NETWORK_CNN, .height = 8, .width = 8, .channels = 1
  const guint none[] = { 0 }, huge[] = { 1u << 31, 1u << 31 }, fine[] = { 4 }, many[] = { 1u << 21 };
  const NetworkDesign bad[] = {
    { SUPPORT_MLP (3, none, 1), .classes = 2 },
    { SUPPORT_MLP (3, huge, 2), .classes = 2 },
    { SUPPORT_MLP (0, fine, 1), .classes = 2 },
    { SUPPORT_MLP (3, fine, 1), .classes = 1 },
    { .height = 1u << 20,
      .width = 1u << 20,
      .channels = 1u << 20,
      .widths = fine,
      .n_widths = 1,
      .classes = 2 },
    { SUPPORT_MLP (3, fine, 1), .classes = 6, .classifier = NETWORK_CLASSIFIER_ETF },
    { SUPPORT_MLP (3, fine, 1), .classes = 2, .head_layers = 1 },
    { IMAGES, .n_widths = 0, .classes = 2 },
    { IMAGES, .widths = none, .n_widths = 1, .classes = 2 },
    { IMAGES, .widths = huge, .n_widths = 1, .classes = 2 },
    { IMAGES, .widths = many, .n_widths = 1, .classes = 2 },
    { IMAGES, .widths = fine, .n_widths = 1, .strides = none, .classes = 2 },
    { IMAGES, .widths = fine, .n_widths = 1, .strides = many, .classes = 2 },
    { IMAGES, .widths = fine, .n_widths = 1, .kernels = fine, .classes = 2 },
    { .kind = NETWORK_CNN,
      .height = 2,
      .width = 7,
      .channels = 1,
      .widths = fine,
      .n_widths = 1,
      .strides = fine,
      .max_pool = TRUE,
      .classes = 2 },
  };
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (network_new (&bad[i], &random, &error));
    g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE);
  }
}

/* What is no longer a number reaches the logits, so that a diverged run is seen. */
static void
test_nan (void)
{
  g_autoptr (Network) network = reference_network (FALSE);
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  RealMatrix inputs = reference_inputs (labels);
  RealMatrix logits;

  inputs.data[1] = NAN;
  logits = network_forward (network, inputs, NETWORK_EVALUATION);
  for (gsize k = 0; k < CLASSES; k++) {
    g_assert_true (isnan (logits.data[k]));
    g_assert_true (isfinite (real_matrix_row (logits, 1)[k]));
  }
  g_aligned_free (inputs.data);
}

/* Passes that cannot be are said, and the state is left as it was. */
static void
test_misuse (void)
{
  g_autoptr (Network) network = reference_network (TRUE);
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  g_autofree real *before = support_state (network), *after = NULL;
  RealMatrix inputs = reference_inputs (labels);

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*input.rows > 1*");
  network_forward (network, real_matrix_rows (inputs, 0, 1), NETWORK_TRAINING);
  g_test_assert_expected_messages ();
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*network->trained*");
  network_backward (network, network_forward (network, inputs, NETWORK_EVALUATION));
  g_test_assert_expected_messages ();
  after = support_state (network);
  g_assert_cmpmem (before, network_state_size (network) * sizeof (real), after,
                   network_state_size (network) * sizeof (real));
  g_aligned_free (inputs.data);
}

/* A fixed classifier has cosines -1/(K-1) and length 1, also with K - 1 features, is no parameter, and
 * training moves all but it; its state goes with the others'. */
static void
test_etf (void)
{
  for (guint width = CLASSES - 1; width <= CLASSES + 1; width++) {
    const NetworkDesign mlp = { SUPPORT_MLP (INPUTS, &width, 1), .batch_norm = TRUE, .classes = CLASSES,
                                .classifier = NETWORK_CLASSIFIER_ETF };
    const Reference *reference = &references[1];
    NumericRandom random;
    g_autoptr (Network) network = NULL;
    g_autoptr (NetworkOptimiser) optimiser = NULL;
    g_autofree real *before = NULL, *after = NULL;
    RealMatrix weight;
    gsize size, fixed = CLASSES * width + CLASSES;

    numeric_random_init (&random, 6, 0);
    network = network_new (&mlp, &random, NULL);
    weight = network_classifier_weight (network);
    for (guint k = 0; k < CLASSES; k++)
      for (guint l = 0; l < CLASSES; l++) {
        double sum = 0;

        for (guint j = 0; j < width; j++)
          sum += (double)real_matrix_row (weight, k)[j] * real_matrix_row (weight, l)[j];
        g_assert_cmpfloat_with_epsilon (sum, k == l ? 1 : -1.0 / (CLASSES - 1), 1e-6);
      }
    size = network_state_size (network);
    g_assert_cmpuint (size, ==, network_size (network) + 2 * width + fixed);
    g_assert_cmpuint (network_n_parameters (network), ==, 4);
    before = support_state (network);
    optimiser = reference->make_optimiser (network);
    train (network, optimiser, RATE, &reference->loss, NULL);
    after = support_state (network);
    g_assert_cmpmem (before + size - fixed, fixed * sizeof (real), after + size - fixed,
                     fixed * sizeof (real));
    for (gsize i = 0; i < INPUTS * width; i++)
      g_assert_cmpfloat (before[i], !=, after[i]);
  }
}

/* Of values that are all 1 as many are dropped as asked for, the rest scaled; which ones is the step's, and
 * the same in any range of columns; evaluation drops nothing. */
static void
test_dropout (void)
{
  const gsize rows = 200, width = 48, cut = 16;
  NumericRandom random;
  NetworkLayer *layer;
  RealMatrix ones = real_matrix (real_alloc (rows * width), rows, width);
  RealMatrix y = real_matrix (real_alloc (rows * width), rows, width);
  NetworkPass pass = { .input = ones, .output = y, .mode = NETWORK_TRAINING };
  g_autofree real *first = NULL;
  gsize dropped = 0;

  numeric_random_init (&random, 3, 0);
  layer = network_layer_new_dropout ("blocks.0.dropout", width, 0.2, &random);
  for (gsize i = 0; i < rows * width; i++)
    ones.data[i] = 1;
  layer->class->forward (layer, &pass, 0, width);
  for (gsize i = 0; i < rows * width; i++) {
    g_assert_true (y.data[i] == 0 || y.data[i] == 1.25f);
    dropped += y.data[i] == 0;
  }
  /* Five standard deviations: sqrt (.2 .8 / 9600) = .0041. */
  g_assert_cmpfloat_with_epsilon ((double)dropped / (double)(rows * width), 0.2, 0.0205);
  first = g_memdup2 (y.data, rows * width * sizeof (real));
  layer->class->forward (layer, &pass, cut, width - cut);
  layer->class->forward (layer, &pass, 0, cut);
  g_assert_cmpmem (first, rows * width * sizeof (real), y.data, rows * width * sizeof (real));
  layer->step = 1;
  layer->class->forward (layer, &pass, 0, width);
  g_assert_cmpint (memcmp (first, y.data, rows * width * sizeof (real)), !=, 0);
  pass.mode = NETWORK_EVALUATION;
  layer->class->forward (layer, &pass, 0, width);
  g_assert_cmpmem (ones.data, rows * width * sizeof (real), y.data, rows * width * sizeof (real));
  g_aligned_free (ones.data);
  g_aligned_free (y.data);
  network_layer_free (layer);
}

/* Names and layouts are PyTorch's. */
static void
test_parameters (void)
{
  static const char *const names[]
      = { "blocks.0.linear.weight", "blocks.0.linear.bias", "blocks.0.norm.weight", "blocks.0.norm.bias",
          "blocks.1.linear.weight", "blocks.1.linear.bias", "blocks.1.norm.weight", "blocks.1.norm.bias",
          "classifier.weight",      "classifier.bias" };
  g_autoptr (Network) network = reference_network (TRUE);

  g_assert_cmpuint (network_n_parameters (network), ==, G_N_ELEMENTS (names));
  for (gsize p = 0; p < G_N_ELEMENTS (names); p++)
    g_assert_cmpstr (network_parameter (network, p)->name, ==, names[p]);
  g_assert_cmpuint (network_size (network), ==, 16 * 12 + 16 + 2 * 16 + 8 * 16 + 8 + 2 * 8 + 3 * 8 + 3);
  g_assert_cmpuint (network_state_size (network), ==, network_size (network) + 2 * 16 + 2 * 8);
}

int
main (int argc, char **argv)
{
  static const Reference dropout
      = { .batch_norm = TRUE, .make_optimiser = reference_optimiser, .rate = RATE, .dropout = 0.5 };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++) {
    static const struct {
      const char *name;
      GTestDataFunc test;
    } tests[] = { { "pytorch", test_pytorch }, { "threads", test_threads }, { "state", test_state } };

    for (gsize j = 0; j < G_N_ELEMENTS (tests); j++) {
      g_autofree char *path = g_strdup_printf ("/network/network/%s-%s", tests[j].name, references[i].name);

      g_test_add_data_func (path, &references[i], tests[j].test);
    }
  }
  g_test_add_func ("/network/network/evaluation", test_evaluation);
  g_test_add_func ("/network/network/nan", test_nan);
  g_test_add_func ("/network/network/misuse", test_misuse);
  g_test_add_func ("/network/network/shapes", test_shapes);
  g_test_add_data_func ("/network/network/threads-dropout", &dropout, test_threads);
  g_test_add_func ("/network/network/dropout", test_dropout);
  g_test_add_func ("/network/network/etf", test_etf);
  g_test_add_func ("/network/network/parameters", test_parameters);
  return g_test_run ();
}
