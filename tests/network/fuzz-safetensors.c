/* The bytes of a foreign safetensors file: its header, every tensor's values, and all of it as the weights of
 * a small network (that of mlp.safetensors). */
#include "network/safetensors.h"
#include "network/weights.h"

#include "dataset/fuzz.h"

static void
read_tensors (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NetworkSafetensors) file = network_safetensors_open (path, &error);

  g_assert_true ((file == NULL) == (error != NULL));
  for (guint t = 0; file != NULL && t < file->tensors->len; t++) {
    const NetworkSafetensor *tensor = file->tensors->pdata[t];
    g_autofree char *shape = network_safetensors_shape (tensor->sizes, tensor->rank);
    g_autofree real *values = g_new (real, tensor->count); /* as many as there are bytes at most */
    g_autoptr (GError) why = NULL;

    g_assert_true (network_safetensors_read (file, tensor, values, &why) == (why == NULL));
  }
}

static Network *
new_network (void)
{
  static const guint widths[] = { 3 };
  const NetworkDesign design = {
    .height = 2, .width = 1, .channels = 2, .widths = widths, .n_widths = 1, .batch_norm = TRUE, .classes = 2
  };
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  return network_new (&design, &random, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const real sample[] = { 1, 2, 3, 4 };
  g_autofree char *path = NULL;
  const int memory = fuzz_file (data, size, &path);
  g_autoptr (Network) network = new_network ();
  g_autoptr (GError) error = NULL;

  read_tensors (path);
  g_assert_true (network_read_weights (network, path, &error) == (error == NULL));
  network_forward (network, real_matrix ((real *)sample, 1, 4), NETWORK_EVALUATION);
  close (memory);
  return 0;
}
