/* Every backward pass against central differences, in double. */
#include "network/contrastive.h"
#include "network/layer.h"
#include "support.h"

#define STEP 1e-5
#define TOLERANCE 1e-6
#define FLOOR 1e-3
#define N 13
/* Of one parameter, spread evenly. */
#define SLOPES 100

/* sum_ij target_ij output_ij of one layer, whose derivative by the output is target. */
typedef struct {
  NetworkLayer *layer;
  RealMatrix input, output, gradient, input_gradient, target;
} Probe;

static double
probe_value (Probe *probe, RealMatrix input)
{
  NetworkPass pass = { input, probe->layer->in_place ? input : probe->output, probe->gradient,
                       probe->input_gradient, NETWORK_TRAINING };
  double value = 0;

  probe->layer->class->forward (probe->layer, &pass, 0, probe->layer->outputs);
  for (gsize i = 0; i < N * probe->layer->outputs; i++)
    value += pass.output.data[i] * probe->target.data[i];
  return value;
}

/* The value with one input or weight moved; a layer in place gets a copy. */
static double
probe_moved (Probe *probe, double *moved, double by)
{
  const double before = *moved;
  double value;
  RealMatrix copy = real_matrix (real_alloc (N * probe->layer->inputs), N, probe->layer->inputs);

  *moved = before + by;
  memcpy (copy.data, probe->input.data, N * probe->layer->inputs * sizeof (real));
  value = probe_value (probe, copy);
  *moved = before;
  g_aligned_free (copy.data);
  return value;
}

static void
check_slope (Probe *probe, double *moved, double gradient)
{
  const double slope = (probe_moved (probe, moved, STEP) - probe_moved (probe, moved, -STEP)) / (2 * STEP);

  g_assert_cmpfloat (support_relative_error (slope, gradient, FLOOR), <, TOLERANCE);
}

/* Takes the layer. */
static void
check_layer (NetworkLayer *layer, NumericRandom *random)
{
  const gsize in = layer->inputs, out = layer->outputs;
  Probe probe = { layer,
                  support_normal_matrix (N, in, random),
                  real_matrix (real_alloc (N * out), N, out),
                  real_matrix (real_alloc (N * out), N, out),
                  real_matrix (real_alloc (N * in), N, in),
                  support_normal_matrix (N, out, random) };
  RealMatrix input = real_matrix (real_alloc (N * in), N, in);
  NetworkPass pass = { input, layer->in_place ? input : probe.output, probe.gradient, probe.input_gradient,
                       NETWORK_TRAINING };
  const double *input_gradient
      = layer->class->backward_input != NULL ? pass.input_gradient.data : pass.gradient.data;
  g_autofree double *kept = NULL;

  for (guint p = 0; p < layer->n_parameters; p++)
    for (gsize i = 0; i < layer->parameters[p].value.rows * layer->parameters[p].value.columns; i++)
      layer->parameters[p].value.data[i] += 0.3 * numeric_random_normal (random);
  memcpy (input.data, probe.input.data, N * in * sizeof (real));
  probe_value (&probe, input);
  memcpy (probe.gradient.data, probe.target.data, N * out * sizeof (real));
  layer->class->backward (layer, &pass, 0, out);
  if (layer->class->backward_input != NULL)
    layer->class->backward_input (layer, &pass, 0, in);
  kept = g_memdup2 (input_gradient, N * in * sizeof *kept);

  for (gsize i = 0; i < N * in; i++)
    check_slope (&probe, &probe.input.data[i], kept[i]);
  for (guint p = 0; p < layer->n_parameters; p++)
    for (gsize i = 0; i < layer->parameters[p].value.rows * layer->parameters[p].value.columns; i++)
      check_slope (&probe, &layer->parameters[p].value.data[i], layer->parameters[p].gradient.data[i]);

  g_aligned_free (input.data);
  g_aligned_free (probe.input.data);
  g_aligned_free (probe.output.data);
  g_aligned_free (probe.gradient.data);
  g_aligned_free (probe.input_gradient.data);
  g_aligned_free (probe.target.data);
  network_layer_free (layer);
}

static void
test_linear (void)
{
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  check_layer (network_layer_new_linear ("linear", 7, 5, &random), &random);
}

static void
test_norm (void)
{
  NumericRandom random;

  numeric_random_init (&random, 2, 0);
  check_layer (network_layer_new_norm ("norm", 6), &random);
}

static void
test_activation (gconstpointer data)
{
  NumericRandom random;

  numeric_random_init (&random, 3, 0);
  check_layer (network_layer_new_activation ((NetworkActivation)GPOINTER_TO_INT (data), 6), &random);
}

static void
test_dropout (void)
{
  NumericRandom random;

  numeric_random_init (&random, 8, 0);
  check_layer (network_layer_new_dropout ("dropout", 6, 0.3, &random), &random);
}

static void
test_loss (gconstpointer data)
{
  const NetworkLoss *loss = data;
  const gsize k = 5;
  NumericRandom random;
  RealMatrix logits, gradient = real_matrix (real_alloc (N * k), N, k);
  g_autofree guint32 *labels = support_labels (N, k);

  numeric_random_init (&random, 4, 0);
  logits = support_normal_matrix (N, k, &random);
  network_loss (loss, logits, labels, gradient, NULL);
  for (gsize i = 0; i < N * k; i++) {
    const real before = logits.data[i];
    double above, below;

    logits.data[i] = before + STEP;
    above = network_loss (loss, logits, labels, (RealMatrix){ 0 }, NULL);
    logits.data[i] = before - STEP;
    below = network_loss (loss, logits, labels, (RealMatrix){ 0 }, NULL);
    logits.data[i] = before;
    g_assert_cmpfloat (support_relative_error ((above - below) / (2 * STEP), gradient.data[i], FLOOR), <,
                       TOLERANCE);
  }
  g_aligned_free (logits.data);
  g_aligned_free (gradient.data);
}

static double
contrast (RealMatrix embeddings, const guint32 *labels, RealMatrix gradient)
{
  return labels != NULL ? network_supcon (embeddings, labels, 0.2, NULL, gradient)
                        : network_nt_xent (embeddings, 0.2, NULL, gradient);
}

/* 2n views, more than one block of rows; with four classes, the last of a single sample, or without labels.
 */
static void
test_contrast (gconstpointer data)
{
  const gsize p = 4, n = 40;
  NumericRandom random;
  RealMatrix embeddings, gradient = real_matrix (real_alloc (2 * n * p), 2 * n, p);
  g_autofree guint32 *labels = GPOINTER_TO_INT (data) ? support_labels (n, 3) : NULL;

  numeric_random_init (&random, 9, 0);
  embeddings = support_normal_matrix (2 * n, p, &random);
  if (labels != NULL)
    labels[7] = 3;
  contrast (embeddings, labels, gradient);
  for (gsize i = 0; i < 2 * n * p; i++) {
    const real before = embeddings.data[i];
    double above, below;

    embeddings.data[i] = before + STEP;
    above = contrast (embeddings, labels, (RealMatrix){ 0 });
    embeddings.data[i] = before - STEP;
    below = contrast (embeddings, labels, (RealMatrix){ 0 });
    embeddings.data[i] = before;
    g_assert_cmpfloat (support_relative_error ((above - below) / (2 * STEP), gradient.data[i], FLOOR), <,
                       TOLERANCE);
  }
  g_aligned_free (embeddings.data);
  g_aligned_free (gradient.data);
}

/* The loss of a whole network: cross-entropy, or without a classifier the sum of the embeddings' cubes. */
static double
network_value (
    Network *network, RealMatrix input, const guint32 *labels, gboolean classifier, RealMatrix gradient)
{
  const RealMatrix output = network_forward (network, input, NETWORK_TRAINING);
  double value = 0;

  if (classifier)
    return network_cross_entropy (output, labels, gradient, NULL);
  for (gsize i = 0; i < output.rows * output.columns; i++) {
    value += output.data[i] * output.data[i] * output.data[i] / 3;
    if (gradient.data != NULL)
      gradient.data[i] = output.data[i] * output.data[i];
  }
  return value;
}

/* A whole network through its loss. */
static void
test_network (gconstpointer data)
{
  const NetworkDesign *design = data;
  const gboolean classifier = design->classes > 0;
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint32 *labels = support_labels (N, 4);
  RealMatrix input, gradient;

  numeric_random_init (&random, 5, 0);
  network = network_new (design, &random, &error);
  g_assert_no_error (error);
  gradient = real_matrix (real_alloc (N * (classifier ? 4 : network_embedding_width (network))), N,
                          classifier ? 4 : network_embedding_width (network));
  input = support_normal_matrix (N, network_inputs (network), &random);
  network_value (network, input, labels, classifier, gradient);
  network_backward (network, gradient);
  for (gsize p = 0; p < network_n_parameters (network); p++) {
    NetworkParameter *parameter = network_parameter (network, p);
    const gsize count = parameter->value.rows * parameter->value.columns;

    for (gsize i = 0; i < count; i += 1 + count / SLOPES) {
      const real before = parameter->value.data[i];
      double above, below;

      parameter->value.data[i] = before + STEP;
      above = network_value (network, input, labels, classifier, (RealMatrix){ 0 });
      parameter->value.data[i] = before - STEP;
      below = network_value (network, input, labels, classifier, (RealMatrix){ 0 });
      parameter->value.data[i] = before;
      if (support_relative_error ((above - below) / (2 * STEP), parameter->gradient.data[i], FLOOR)
          >= TOLERANCE)
        g_error ("%s[%" G_GSIZE_FORMAT "]: %.12g, by differences %.12g", parameter->name, i,
                 parameter->gradient.data[i], (above - below) / (2 * STEP));
    }
  }
  g_aligned_free (input.data);
  g_aligned_free (gradient.data);
}

#define MLP SUPPORT_MLP (6, widths, 2), .classes = 4
/* Sizes that divide by nothing, so that every edge of tiles and images is met. The largest have tanh: among
 * so many values some lie so close to ReLU's kink that a difference steps over it. */
#define IMAGES .height = 5, .width = 6, .channels = 3
#define CNN .kind = NETWORK_CNN, IMAGES, .widths = channels, .n_widths = 2, .classes = 4
#define RESNET .kind = NETWORK_RESNET, IMAGES, .widths = channels, .n_widths = 3, .classes = 4

static const guint widths[] = { 17, 9 }, channels[] = { 5, 18, 6 }, strides[] = { 2, 1, 2 },
                   thirds[] = { 3, 2, 1 }, kernels[] = { 3, 1 }, ones[] = { 1, 1 }, same[] = { 5, 5, 5 },
                   whole[] = { 32, 16 };

/* Blocks that are passed through, before and behind one that is trained. */
static const gboolean frozen_first[] = { TRUE, FALSE, FALSE }, frozen_behind[] = { FALSE, TRUE, TRUE },
                      frozen_around[] = { TRUE, FALSE, TRUE }, frozen_all[] = { TRUE, TRUE, TRUE };
#define THREE .widths = channels, .n_widths = 3, .classes = 4, .batch_norm = TRUE
#define SMOOTH .activation = NETWORK_ACTIVATION_TANH

static const struct {
  const char *name;
  NetworkDesign design;
} designs[] = {
  { "plain", { MLP } },
  { "norm", { MLP, .batch_norm = TRUE } },
  { "etf", { MLP, .batch_norm = TRUE, .classifier = NETWORK_CLASSIFIER_ETF } },
  { "gelu", { MLP, .batch_norm = TRUE, .activation = NETWORK_ACTIVATION_GELU } },
  { "tanh", { MLP, .activation = NETWORK_ACTIVATION_TANH } },
  { "dropout", { MLP, .batch_norm = TRUE, .activation = NETWORK_ACTIVATION_TANH, .dropout = 0.4 } },
  { "head", { MLP, .batch_norm = TRUE, .head_layers = 2, .head_width = 7 } },
  { "head-alone", { SUPPORT_MLP (6, widths, 2), .batch_norm = TRUE, .head_layers = 2, .head_width = 7 } },
  { "classifier-alone", { SUPPORT_MLP (6, widths, 0), .batch_norm = TRUE, .classes = 4 } },
  { "cnn", { CNN, .activation = NETWORK_ACTIVATION_TANH } },
  { "cnn-norm", { CNN, .batch_norm = TRUE, .activation = NETWORK_ACTIVATION_TANH } },
  { "cnn-stride", { CNN, .batch_norm = TRUE, .strides = strides } },
  { "cnn-stride-3", { CNN, .strides = thirds, .activation = NETWORK_ACTIVATION_TANH } },
  { "cnn-1x1", { CNN, .batch_norm = TRUE, .strides = strides, .kernels = kernels } },
  { "cnn-all-1x1", { CNN, .strides = strides, .kernels = ones } },
  { "cnn-max-pool", { CNN, .batch_norm = TRUE, .strides = strides, .max_pool = TRUE } },
  { "cnn-gelu", { CNN, .batch_norm = TRUE, .strides = strides, .activation = NETWORK_ACTIVATION_GELU } },
  { "cnn-dropout",
    { CNN, .strides = strides, .max_pool = TRUE, .activation = NETWORK_ACTIVATION_TANH, .dropout = 0.3 } },
  { "cnn-winograd",
    { .kind = NETWORK_CNN,
      .height = 7,
      .width = 9,
      .channels = 16,
      .widths = whole,
      .n_widths = 2,
      .classes = 4,
      .activation = NETWORK_ACTIVATION_TANH } },
  { "resnet-winograd",
    { .kind = NETWORK_RESNET,
      .height = 8,
      .width = 7,
      .channels = 16,
      .widths = whole,
      .n_widths = 2,
      .classes = 4,
      .batch_norm = TRUE,
      .activation = NETWORK_ACTIVATION_TANH } },
  { "cnn-head", { CNN, .batch_norm = TRUE, .strides = strides, .head_layers = 1, .head_width = 7 } },
  { "resnet", { RESNET, .batch_norm = TRUE, .activation = NETWORK_ACTIVATION_TANH } },
  { "resnet-plain", { RESNET, .strides = strides } },
  { "resnet-stride", { RESNET, .batch_norm = TRUE, .strides = strides } },
  { "resnet-identity",
    { .kind = NETWORK_RESNET, IMAGES, .widths = same, .n_widths = 3, .classes = 4, .batch_norm = TRUE } },
  { "resnet-gelu",
    { RESNET, .batch_norm = TRUE, .strides = strides, .activation = NETWORK_ACTIVATION_GELU,
      .dropout = 0.2 } },
  { "probe", { MLP, .batch_norm = TRUE, .frozen = frozen_all } },
  { "layer", { MLP, .batch_norm = TRUE, .frozen = frozen_behind } },
  { "layer-gelu", { MLP, .frozen = frozen_behind, .activation = NETWORK_ACTIVATION_GELU, .dropout = 0.3 } },
  { "scl", { MLP, .batch_norm = TRUE, .frozen = frozen_behind, .skip = 1 } },
  { "scl-last", { MLP, .batch_norm = TRUE, .frozen = frozen_first, .skip = 2 } },
  { "scl-head", { MLP, .skip = 1, .head_layers = 1, .head_width = 7 } },
  { "cnn-layer", { .kind = NETWORK_CNN, IMAGES, THREE, .strides = strides, .frozen = frozen_around } },
  { "cnn-layer-smooth", { .kind = NETWORK_CNN, IMAGES, THREE, .frozen = frozen_behind, SMOOTH } },
  { "cnn-scl",
    { .kind = NETWORK_CNN, IMAGES, THREE, .strides = strides, .frozen = frozen_around, .skip = 2 } },
  { "cnn-scl-narrow", { .kind = NETWORK_CNN, IMAGES, THREE, .frozen = frozen_behind, .skip = 1, SMOOTH } },
  { "cnn-scl-max-pool",
    { .kind = NETWORK_CNN,
      IMAGES,
      THREE,
      .strides = strides,
      .max_pool = TRUE,
      .frozen = frozen_behind,
      .skip = 1,
      SMOOTH } },
  { "cnn-skip", { .kind = NETWORK_CNN, IMAGES, THREE, .strides = strides, .skip = 2, SMOOTH } },
  { "resnet-layer", { RESNET, .batch_norm = TRUE, .strides = strides, .frozen = frozen_behind } },
  { "resnet-scl", { RESNET, .batch_norm = TRUE, .frozen = frozen_around, .skip = 2, SMOOTH } },
  { "winograd-scl",
    { .kind = NETWORK_CNN,
      .height = 7,
      .width = 9,
      .channels = 16,
      .widths = whole,
      .n_widths = 2,
      .classes = 4,
      .batch_norm = TRUE,
      .frozen = frozen_behind,
      .skip = 1,
      SMOOTH } },
};

int
main (int argc, char **argv)
{
  static const NetworkLoss cross_entropy = { .kind = NETWORK_LOSS_CROSS_ENTROPY };
  static const NetworkLoss smoothing = { .kind = NETWORK_LOSS_LABEL_SMOOTHING, .smoothing = 0.15 };
  static const NetworkLoss focal = { .kind = NETWORK_LOSS_FOCAL, .focus = 2 };
  static const NetworkLoss focal_half = { .kind = NETWORK_LOSS_FOCAL, .focus = 0.5 };
  static const NetworkLoss mse = { .kind = NETWORK_LOSS_MSE };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/gradients/linear", test_linear);
  g_test_add_func ("/network/gradients/norm", test_norm);
  g_test_add_data_func ("/network/gradients/relu", GINT_TO_POINTER (NETWORK_ACTIVATION_RELU),
                        test_activation);
  g_test_add_data_func ("/network/gradients/gelu", GINT_TO_POINTER (NETWORK_ACTIVATION_GELU),
                        test_activation);
  g_test_add_data_func ("/network/gradients/tanh", GINT_TO_POINTER (NETWORK_ACTIVATION_TANH),
                        test_activation);
  g_test_add_func ("/network/gradients/dropout", test_dropout);
  g_test_add_data_func ("/network/gradients/cross-entropy", &cross_entropy, test_loss);
  g_test_add_data_func ("/network/gradients/label-smoothing", &smoothing, test_loss);
  g_test_add_data_func ("/network/gradients/focal", &focal, test_loss);
  g_test_add_data_func ("/network/gradients/focal-half", &focal_half, test_loss);
  g_test_add_data_func ("/network/gradients/mse", &mse, test_loss);
  g_test_add_data_func ("/network/gradients/supcon", GINT_TO_POINTER (TRUE), test_contrast);
  g_test_add_data_func ("/network/gradients/nt-xent", GINT_TO_POINTER (FALSE), test_contrast);
  for (gsize i = 0; i < G_N_ELEMENTS (designs); i++) {
    g_autofree char *path = g_strconcat ("/network/gradients/network/", designs[i].name, NULL);

    g_test_add_data_func (path, &designs[i].design, test_network);
  }
  return g_test_run ();
}
