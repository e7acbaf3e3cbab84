/* Networks of images: the same bits on any team and after taking up a state, and what is where. */
#include "support.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (designs); i++) {
    g_autofree char *threads = g_strconcat ("/network/images/threads/", designs[i].name, NULL);
    g_autofree char *evaluation = g_strconcat ("/network/images/evaluation/", designs[i].name, NULL);

    g_test_add_data_func (threads, &designs[i].design, test_threads);
    g_test_add_data_func (evaluation, &designs[i].design, test_evaluation);
  }
  g_test_add_func ("/network/images/names", test_names);
  return g_test_run ();
}
