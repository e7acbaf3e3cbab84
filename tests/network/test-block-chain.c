/* Networks of images: as PyTorch's, the same bits on any team, and what is where. */
#include "network/contrastive.h"
#include "support.h"

#include <math.h>
#include <string.h>

/* More than two shares of a batch, the last not whole. */
#define SAMPLES 37
#define CLASSES 4

static const guint channels[] = { 8, 18, 16 }, strides[] = { 1, 2, 2 };

#define IMAGES                                                                                               \
  .height = 9, .width = 7, .channels = 3, .widths = channels, .n_widths = 3, .strides = strides,             \
  .batch_norm = TRUE, .classes = CLASSES

static const struct {
  const char *name;
  NetworkDesign design;
} designs[] = {
  { "cnn", { .kind = NETWORK_CNN, IMAGES } },
  { "max-pool", { .kind = NETWORK_CNN, IMAGES, .max_pool = TRUE, .dropout = 0.3 } },
  { "resnet", { .kind = NETWORK_RESNET, IMAGES, .dropout = 0.1, .head_layers = 2, .head_width = 12 } },
};

/* Trains a few steps from `random`'s weights and returns the state; *loss is that of the last step. */
static real *
train (const NetworkDesign *design, guint threads, double *loss)
{
  NumericTeam *team = threads == 0 ? NULL : numeric_team_new (threads);
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  g_autoptr (NetworkOptimiser) optimiser = NULL;
  RealMatrix input, gradient = real_matrix (real_alloc (SAMPLES * CLASSES), SAMPLES, CLASSES);
  real *state;

  numeric_random_init (&random, 3, 0);
  network = network_new (design, &random, NULL);
  network_set_team (network, team);
  optimiser = network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 5e-4 });
  input = support_normal_matrix (SAMPLES, network_inputs (network), &random);
  for (guint step = 0; step < 8; step++) {
    network_set_step (network, step);
    *loss
        = network_cross_entropy (network_forward (network, input, NETWORK_TRAINING), labels, gradient, NULL);
    network_backward (network, gradient);
    network_optimiser_step (optimiser, 0.05);
  }
  state = g_new (real, network_state_size (network));
  network_get_state (network, state);
  g_aligned_free (input.data);
  g_aligned_free (gradient.data);
  g_clear_pointer (&network, network_free);
  numeric_team_free (team);
  return state;
}

static gsize
state_size (const NetworkDesign *design)
{
  NumericRandom random;
  g_autoptr (Network) network = NULL;

  numeric_random_init (&random, 3, 0);
  network = network_new (design, &random, NULL);
  return network_state_size (network);
}

static void
test_threads (gconstpointer data)
{
  const NetworkDesign *design = data;
  const gsize size = state_size (design) * sizeof (real);
  double first_loss;
  g_autofree real *first = train (design, 0, &first_loss);

  for (guint threads = 1; threads <= 4; threads++) {
    double loss;
    g_autofree real *state = train (design, threads, &loss);

    g_assert_cmpfloat (loss, ==, first_loss);
    g_assert_cmpmem (first, size, state, size);
  }
}

/* Evaluation gives each sample the same whatever the others, and changes nothing. */
static void
test_evaluation (gconstpointer data)
{
  const NetworkDesign *design = data;
  const gsize size = state_size (design);
  double loss;
  g_autofree real *state = train (design, 0, &loss), *after = g_new (real, size), *one = NULL;
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  RealMatrix input, whole, single;

  numeric_random_init (&random, 3, 0);
  network = network_new (design, &random, NULL);
  network_set_state (network, state);
  input = support_normal_matrix (SAMPLES, network_inputs (network), &random);
  single = network_forward (network, real_matrix_rows (input, 5, 1), NETWORK_EVALUATION);
  one = g_memdup2 (single.data, CLASSES * sizeof (real));
  whole = network_forward (network, input, NETWORK_EVALUATION);
  /* BLAS may add up the classifier's products of one row otherwise than those of many. */
  for (guint k = 0; k < CLASSES; k++)
    g_assert_cmpfloat_with_epsilon ((double)one[k], (double)real_matrix_row (whole, 5)[k], 1e-5);
  network_get_state (network, after);
  g_assert_cmpmem (state, size * sizeof (real), after, size * sizeof (real));
  g_assert_cmpuint (network_features (network).columns, ==, 16);
  g_assert_cmpuint (network_embeddings (network).columns, ==, design->head_layers > 0 ? 12 : 16);
  g_aligned_free (input.data);
}

/* Every image has a mask of its own, whichever share of the batch it is in. */
static void
test_dropout (gconstpointer data)
{
  NetworkDesign design = *(const NetworkDesign *)data;
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  RealMatrix input, features;

  design.dropout = 0.5;
  numeric_random_init (&random, 3, 0);
  network = network_new (&design, &random, NULL);
  input = support_normal_matrix (SAMPLES, network_inputs (network), &random);
  for (guint i = 1; i < SAMPLES; i++)
    memcpy (real_matrix_row (input, i), input.data, input.columns * sizeof (real));
  network_forward (network, input, NETWORK_TRAINING);
  features = network_features (network);
  for (guint i = 1; i < SAMPLES; i++)
    g_assert_cmpint (memcmp (real_matrix_row (features, i), features.data, features.columns * sizeof (real)),
                     !=, 0);
  g_aligned_free (input.data);
}

/* Where every pixel is the mean, batch norm gives 0, and ReLU's slope there is 0. */
static void
test_blank (void)
{
  g_autofree guint32 *labels = support_labels (SAMPLES, CLASSES);
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  RealMatrix input, gradient = real_matrix (real_alloc (SAMPLES * CLASSES), SAMPLES, CLASSES);

  numeric_random_init (&random, 3, 0);
  network = network_new (&designs[0].design, &random, NULL);
  input = real_matrix (real_alloc (SAMPLES * network_inputs (network)), SAMPLES, network_inputs (network));
  network_cross_entropy (network_forward (network, input, NETWORK_TRAINING), labels, gradient, NULL);
  network_backward (network, gradient);
  for (gsize p = 0; p < 9; p++) {
    const NetworkParameter *parameter = network_parameter (network, p);

    for (gsize i = 0; i < parameter->gradient.rows * parameter->gradient.columns; i++)
      g_assert_cmpfloat ((double)parameter->gradient.data[i], ==, 0);
  }
  g_aligned_free (input.data);
  g_aligned_free (gradient.data);
}

/* The names are those of the modules a PyTorch user would write. */
static void
test_names (void)
{
  const char *const names[] = {
    "blocks.0.conv.weight",          "blocks.0.norm.weight",        "blocks.0.norm.bias",
    "blocks.1.first.conv.weight",    "blocks.1.first.norm.weight",  "blocks.1.first.norm.bias",
    "blocks.1.second.conv.weight",   "blocks.1.second.norm.weight", "blocks.1.second.norm.bias",
    "blocks.1.shortcut.conv.weight",
  };
  NumericRandom random;
  g_autoptr (Network) network = NULL;

  numeric_random_init (&random, 3, 0);
  network = network_new (&designs[2].design, &random, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (network_parameter (network, i)->name, ==, names[i]);
  g_assert_cmpuint (network_parameter (network, 9)->value.columns, ==, 8);
}

/* A run of make-pytorch-reference.py, in the order of IMAGE_RUNS. */
typedef struct {
  const char *name;
  NetworkDesign design;
  gboolean adamw;
  double rate;
} Reference;

#define REFERENCE_SAMPLES 70
#define REFERENCE_CLASSES 3
#define REFERENCE_BATCH 16
#define REFERENCE_STEPS 50
#define REFERENCE_IMAGES .height = 8, .width = 8, .channels = 1, .n_widths = 3, .batch_norm = TRUE
#define REFERENCE_CNN                                                                                        \
  .kind = NETWORK_CNN, REFERENCE_IMAGES, .widths = reference_channels, .strides = reference_strides

static const guint reference_channels[] = { 8, 16, 16 }, reference_strides[] = { 1, 2, 1 },
                   residual_channels[] = { 8, 8, 16 }, residual_strides[] = { 1, 1, 2 };

static const Reference references[] = {
  { "cnn", { REFERENCE_CNN, .classes = REFERENCE_CLASSES }, FALSE, 0.05 },
  { "resnet",
    { .kind = NETWORK_RESNET,
      REFERENCE_IMAGES,
      .widths = residual_channels,
      .strides = residual_strides,
      .classes = REFERENCE_CLASSES },
    FALSE,
    0.04 },
  { "supcon", { REFERENCE_CNN, .head_layers = 2, .head_width = 12 }, FALSE, 0.05 },
  { "adamw", { REFERENCE_CNN, .classes = REFERENCE_CLASSES }, TRUE, 0.01 },
};

/* The samples, and for a contrastive run two views of them, each noisy in its own way. */
static RealMatrix
reference_views (guint views)
{
  const gsize size = REFERENCE_SAMPLES * 64;
  RealMatrix inputs = real_matrix (real_alloc (views * size), views * REFERENCE_SAMPLES, 64);
  g_autofree real *noise = g_new (real, size);

  for (guint v = 0; v < views; v++) {
    real *view = inputs.data + v * size;

    support_spread (99, view, size, 2);
    for (guint i = 0; i < REFERENCE_SAMPLES; i++)
      for (guint j = 0; j < 64; j += i % REFERENCE_CLASSES + 2)
        view[i * 64 + j] += 1;
    support_spread (97 + v, noise, size, 1);
    for (gsize j = 0; views > 1 && j < size; j++)
      view[j] += noise[j];
  }
  return inputs;
}

/* Samples first .. first + n - 1 of every view, one view after the other. */
static void
take_rows (RealMatrix inputs, guint views, gsize first, gsize n, RealMatrix batch)
{
  for (guint v = 0; v < views; v++)
    memcpy (real_matrix_row (batch, v * n), real_matrix_row (inputs, v * REFERENCE_SAMPLES + first),
            n * inputs.columns * sizeof (real));
}

static double
reference_loss (const Reference *reference, RealMatrix output, const guint32 *labels, RealMatrix gradient)
{
  if (reference->design.classes == 0)
    return network_supcon (output, labels, 0.1, NULL, gradient);
  return network_cross_entropy (output, labels, gradient, NULL);
}

static Network *
reference_network (const Reference *reference)
{
  NumericRandom random;
  Network *network;

  numeric_random_init (&random, 0, 0);
  network = network_new (&reference->design, &random, NULL);
  for (gsize p = 0; p < network_n_parameters (network); p++) {
    const RealMatrix value = network_parameter (network, p)->value;

    support_spread ((guint)p, value.data, value.rows * value.columns,
                    value.rows > 1 ? 2 / sqrt ((double)value.columns) : 1);
  }
  return network;
}

/* The losses of every step and, last, that of all samples in evaluation mode. */
static void
reference_run (const Reference *reference, double *losses)
{
  const guint views = reference->design.classes == 0 ? 2 : 1;
  g_autoptr (Network) network = reference_network (reference);
  g_autoptr (NetworkOptimiser) optimiser
      = reference->adamw
            ? network_optimiser_new_adam (network, &(NetworkAdam){ 0.9, 0.999, 0.1, TRUE })
            : network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 5e-3 });
  g_autofree guint32 *labels = support_labels (REFERENCE_SAMPLES, REFERENCE_CLASSES);
  const RealMatrix inputs = reference_views (views);
  const RealMatrix batch = real_matrix (real_alloc (2 * REFERENCE_BATCH * 64), 2 * REFERENCE_BATCH, 64);
  const RealMatrix gradients = real_matrix (real_alloc (2 * REFERENCE_BATCH * 12), 2 * REFERENCE_BATCH, 12);
  gsize first = 0;

  for (guint step = 0; step < REFERENCE_STEPS; step++) {
    const gsize n = MIN (REFERENCE_BATCH, REFERENCE_SAMPLES - first);
    RealMatrix output, gradient;

    take_rows (inputs, views, first, n, batch);
    output = network_forward (network, real_matrix_rows (batch, 0, views * n), NETWORK_TRAINING);
    gradient = real_matrix (gradients.data, output.rows, output.columns);
    losses[step] = reference_loss (reference, output, labels + first, gradient);
    network_backward (network, gradient);
    network_optimiser_step (optimiser, reference->rate
                                           * network_schedule_factor (NETWORK_SCHEDULE_COSINE, step,
                                                                      REFERENCE_STEPS, REFERENCE_STEPS));
    first = first + n == REFERENCE_SAMPLES ? 0 : first + n;
  }
  losses[REFERENCE_STEPS] = reference_loss (reference, network_forward (network, inputs, NETWORK_EVALUATION),
                                            labels, (RealMatrix){ 0 });
  g_aligned_free (inputs.data);
  g_aligned_free (batch.data);
  g_aligned_free (gradients.data);
}

static void
test_pytorch (gconstpointer data)
{
  const Reference *reference = data;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "network", "pytorch-convolution-losses.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  double losses[REFERENCE_STEPS + 1];

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, REFERENCE_STEPS + 1);
  reference_run (reference, losses);
  for (guint step = 0; step <= REFERENCE_STEPS; step++) {
    g_auto (GStrv) columns = g_strsplit (lines[step], " ", -1);
    const double expected = g_ascii_strtod (columns[reference - references], NULL);

    g_assert_cmpuint (g_strv_length (columns), ==, G_N_ELEMENTS (references));
    g_test_message ("step %u: %.9g, PyTorch %.9g", step, losses[step], expected);
    g_assert_cmpfloat (support_relative_error (losses[step], expected, 0) * 2, <, 1e-4);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (designs); i++) {
    g_autofree char *threads = g_strconcat ("/network/images/threads/", designs[i].name, NULL);
    g_autofree char *evaluation = g_strconcat ("/network/images/evaluation/", designs[i].name, NULL);
    g_autofree char *dropout = g_strconcat ("/network/images/dropout/", designs[i].name, NULL);

    g_test_add_data_func (threads, &designs[i].design, test_threads);
    g_test_add_data_func (evaluation, &designs[i].design, test_evaluation);
    g_test_add_data_func (dropout, &designs[i].design, test_dropout);
  }
  g_test_add_func ("/network/images/blank", test_blank);
  g_test_add_func ("/network/images/names", test_names);
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++) {
    g_autofree char *path = g_strconcat ("/network/images/pytorch/", references[i].name, NULL);

    g_test_add_data_func (path, &references[i], test_pytorch);
  }
  return g_test_run ();
}
