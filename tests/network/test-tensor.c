/* The tensors of a network as PyTorch would list and lay them out. */
#include "support.h"

/* "name sizes" of each, a line each. */
static void
assert_list (const NetworkDesign *design, const char *expected)
{
  g_autoptr (Network) network = support_new_network (design, 3);
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; i < network_n_tensors (network); i++) {
    const NetworkTensor *tensor = network_tensor (network, i);

    g_string_append (list, tensor->name);
    for (guint s = 0; s < tensor->rank; s++)
      g_string_append_printf (list, " %" G_GSIZE_FORMAT, tensor->sizes[s]);
    g_string_append_c (list, '\n');
  }
  g_assert_cmpstr (list->str, ==, expected);
}

static void
test_lists (void)
{
  static const guint one[] = { 3 }, two[] = { 5, 1 }, kernels[] = { 3, 1 }, strides[] = { 1, 2 };
  const NetworkDesign mlp = {
    .height = 2,
    .width = 3,
    .channels = 2,
    .widths = one,
    .n_widths = 1,
    .batch_norm = TRUE,
    .head_layers = 1,
    .head_width = 4,
    .classes = 2,
    .classifier = NETWORK_CLASSIFIER_ETF,
  };
  const NetworkDesign cnn = {
    .kind = NETWORK_CNN,
    .height = 4,
    .width = 4,
    .channels = 2,
    .widths = two,
    .n_widths = 2,
    .kernels = kernels,
    .classes = 3,
  };
  const NetworkDesign resnet = {
    .kind = NETWORK_RESNET,
    .height = 4,
    .width = 4,
    .channels = 1,
    .widths = two,
    .n_widths = 2,
    .strides = strides,
    .batch_norm = TRUE,
  };

  assert_list (&mlp, "blocks.0.linear.weight 3 12\nblocks.0.linear.bias 3\n"
                     "blocks.0.norm.weight 3\nblocks.0.norm.bias 3\n"
                     "blocks.0.norm.running_mean 3\nblocks.0.norm.running_var 3\n"
                     "head.0.linear.weight 4 3\nhead.0.linear.bias 4\n"
                     "head.0.norm.weight 4\nhead.0.norm.bias 4\n"
                     "head.0.norm.running_mean 4\nhead.0.norm.running_var 4\n"
                     "classifier.weight 2 4\nclassifier.bias 2\n");
  assert_list (&cnn, "blocks.0.conv.weight 5 2 3 3\nblocks.0.conv.bias 5\n"
                     "blocks.1.conv.weight 1 5 1 1\nblocks.1.conv.bias 1\n"
                     "classifier.weight 3 1\nclassifier.bias 3\n");
  assert_list (
      &resnet,
      "blocks.0.conv.weight 5 1 3 3\nblocks.0.norm.weight 5\nblocks.0.norm.bias 5\n"
      "blocks.0.norm.running_mean 5\nblocks.0.norm.running_var 5\n"
      "blocks.1.first.conv.weight 1 5 3 3\nblocks.1.first.norm.weight 1\nblocks.1.first.norm.bias 1\n"
      "blocks.1.first.norm.running_mean 1\nblocks.1.first.norm.running_var 1\n"
      "blocks.1.second.conv.weight 1 1 3 3\nblocks.1.second.norm.weight 1\nblocks.1.second.norm.bias 1\n"
      "blocks.1.second.norm.running_mean 1\nblocks.1.second.norm.running_var 1\n"
      "blocks.1.shortcut.conv.weight 1 5 1 1\nblocks.1.shortcut.norm.weight 1\n"
      "blocks.1.shortcut.norm.bias 1\nblocks.1.shortcut.norm.running_mean 1\n"
      "blocks.1.shortcut.norm.running_var 1\n");
}

/* A weight set in PyTorch's order is used as PyTorch would: an MLP's first on samples flattened channels
 * first, here given channels last. */
static void
test_first_linear (void)
{
  enum { PIXELS = 6, CHANNELS = 2, OUTPUTS = 3, INPUTS = PIXELS * CHANNELS };
  const NetworkDesign design = { .height = 2, .width = 3, .channels = CHANNELS, .classes = OUTPUTS };
  g_autoptr (Network) network = support_new_network (&design, 3);
  real weight[OUTPUTS * INPUTS], bias[OUTPUTS], back[OUTPUTS * INPUTS], last[INPUTS];
  RealMatrix logits;

  for (guint i = 0; i < OUTPUTS * INPUTS; i++)
    weight[i] = (real)(i * i % 17) - 8;
  for (guint i = 0; i < OUTPUTS; i++)
    bias[i] = (real)i;
  network_tensor_set (support_tensor (network, "classifier.weight"), weight);
  network_tensor_set (support_tensor (network, "classifier.bias"), bias);
  network_tensor_get (support_tensor (network, "classifier.weight"), back);
  g_assert_cmpmem (weight, sizeof weight, back, sizeof back);
  for (guint c = 0; c < CHANNELS; c++) /* x[c][p] is 3 c + p */
    for (guint p = 0; p < PIXELS; p++)
      last[p * CHANNELS + c] = (real)(3 * c + p);
  logits = network_forward (network, real_matrix (last, 1, INPUTS), NETWORK_EVALUATION);
  for (guint o = 0; o < OUTPUTS; o++) {
    real expected = bias[o];

    for (guint c = 0; c < CHANNELS; c++)
      for (guint p = 0; p < PIXELS; p++)
        expected += weight[o * INPUTS + c * PIXELS + p] * (real)(3 * c + p);
    g_assert_true (logits.data[o] == expected);
  }
}

/* A convolution's, out x in x y x x, stands in the network as out x [y][x][in]. */
static void
test_windows (void)
{
  enum { OUT = 2, IN = 3 };
  static const guint widths[] = { OUT };
  const NetworkDesign design
      = { .kind = NETWORK_CNN, .height = 4, .width = 4, .channels = IN, .widths = widths, .n_widths = 1 };
  g_autoptr (Network) network = support_new_network (&design, 3);
  const NetworkTensor *tensor = support_tensor (network, "blocks.0.conv.weight");
  const RealMatrix kept = network_parameter (network, 0)->value;
  real weight[OUT * IN * 9], back[OUT * IN * 9];

  for (guint i = 0; i < OUT * IN * 9; i++)
    weight[i] = (real)i;
  network_tensor_set (tensor, weight);
  for (guint o = 0; o < OUT; o++)
    for (guint c = 0; c < IN; c++)
      for (guint p = 0; p < 9; p++)
        g_assert_true (real_matrix_row (kept, o)[p * IN + c] == weight[(o * IN + c) * 9 + p]);
  network_tensor_get (tensor, back);
  g_assert_cmpmem (weight, sizeof weight, back, sizeof back);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/tensor/lists", test_lists);
  g_test_add_func ("/network/tensor/first-linear", test_first_linear);
  g_test_add_func ("/network/tensor/windows", test_windows);
  return g_test_run ();
}
