/* Weights out and in: what a network takes from a file, and what it does not. */
#include "network/weights.h"

#include "support.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct {
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("collapsar-weights-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "x.safetensors", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static const guint three[] = { 3 }, four[] = { 4 }, two_blocks[] = { 3, 3 };

/* What mlp.safetensors is for. */
static const NetworkDesign plain = {
  .height = 2,
  .width = 1,
  .channels = 2,
  .widths = three,
  .n_widths = 1,
  .batch_norm = TRUE,
  .classes = 2,
};

static char *
stored (void)
{
  return g_build_filename (COLLAPSAR_SAFETENSORS_FOLDER, "mlp.safetensors", NULL);
}

static void
assert_same (const Network *a, const Network *b, const char *name, gboolean same)
{
  const NetworkTensor *x = support_tensor (a, name), *y = support_tensor (b, name);

  g_assert_cmpuint (x->count, ==, y->count);
  g_assert_cmpint (memcmp (x->values, y->values, x->count * sizeof (real)) == 0, ==, same);
}

static void
write_weights (const Network *network, const char *path)
{
  static const char *const metadata[] = { "epoch", "3", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (network_write_weights (network, path, metadata, &error));
  g_assert_no_error (error);
}

/* The classifier's answer to what PyTorch flattens to x, channels first; by hand from make-safetensors.py. */
static void
test_foreign (void)
{
  g_autoptr (Network) network = support_new_network (&plain, 1);
  g_autofree char *path = stored ();
  g_autoptr (GError) error = NULL;
  const double x[] = { 1, 2, -1, 0.5 }, mean[] = { 0.5, 0, 0 }, variance[] = { 1, 4, 9 };
  const double scale[] = { 1, 1, 2 }, shift[] = { 0, 0, 1 };
  const double classifier[2][3] = { { 1, -1, 0.5 }, { -2, 0, 1 } };
  real last[] = { 1, -1, 2, (real)0.5 };
  double expected[] = { 0.25, -0.25 };
  RealMatrix logits;

  g_assert_true (network_read_weights (network, path, &error));
  g_assert_no_error (error);
  for (guint o = 0; o < 3; o++) {
    double y = 1 + o;

    for (guint i = 0; i < 4; i++)
      y += x[i] * (4 * o + i) / 8;
    y = (y - mean[o]) / sqrt (variance[o] + 1e-5) * scale[o] + shift[o];
    for (guint k = 0; k < 2; k++)
      expected[k] += classifier[k][o] * MAX (y, 0);
  }
  logits = network_forward (network, real_matrix (last, 1, 4), NETWORK_EVALUATION);
  for (guint k = 0; k < 2; k++)
    g_assert_cmpfloat_with_epsilon ((double)logits.data[k], expected[k], 1e-5);
}

/* Every kind of network gives itself back to the last bit. */
static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  static const guint strides[] = { 1, 2 };
  NetworkDesign design = {
    .height = 4,
    .width = 4,
    .channels = 2,
    .widths = two_blocks,
    .n_widths = 2,
    .batch_norm = TRUE,
    .head_layers = 1,
    .head_width = 4,
    .classes = 3,
    .classifier = NETWORK_CLASSIFIER_ETF,
  };

  for (guint kind = NETWORK_MLP; kind <= NETWORK_RESNET; kind++) {
    g_autoptr (Network) written = NULL;
    g_autoptr (Network) read = NULL;
    g_autofree real *there = NULL, *here = NULL;
    g_autoptr (GError) error = NULL;

    design.kind = (NetworkKind)kind;
    design.strides = kind == NETWORK_MLP ? NULL : strides;
    written = support_new_network (&design, 1);
    read = support_new_network (&design, 2);
    write_weights (written, fixture->path);
    assert_same (written, read, "classifier.weight", FALSE);
    g_assert_true (network_read_weights (read, fixture->path, &error));
    g_assert_no_error (error);
    there = support_state (written);
    here = support_state (read);
    g_assert_cmpmem (there, network_state_size (written) * sizeof (real), here,
                     network_state_size (read) * sizeof (real));
  }
}

/* Head and classifier of other shapes stay as drawn; a fixed classifier is no learned one. */
static void
test_behind (Fixture *fixture, gconstpointer data)
{
  NetworkDesign other = plain;
  g_autoptr (Network) written = support_new_network (&plain, 1);
  g_autofree char *foreign = stored ();

  write_weights (written, fixture->path);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (Network) read = NULL;
    g_autoptr (Network) drawn = NULL;

    other = plain;
    if (i == 0)
      other.classes = 5;
    else if (i == 1)
      other.head_layers = 1, other.head_width = 4;
    else
      other.classifier = NETWORK_CLASSIFIER_ETF;
    read = support_new_network (&other, 2);
    drawn = support_new_network (&other, 2);
    g_assert_true (network_read_weights (read, fixture->path, NULL));
    assert_same (read, written, "blocks.0.linear.weight", TRUE);
    assert_same (read, drawn, "classifier.weight", TRUE);
    if (i == 1) /* of two classes, whatever is in front of it */
      assert_same (read, written, "classifier.bias", TRUE);
    else
      assert_same (read, drawn, "classifier.bias", TRUE);
  }
}

static void
assert_refused (const NetworkDesign *design, const char *path, NetworkError code, const char *const *words)
{
  g_autoptr (Network) network = support_new_network (design, 2);
  g_autofree real *before = support_state (network), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (network_read_weights (network, path, &error));
  g_assert_error (error, NETWORK_ERROR, (int)code);
  for (; *words != NULL; words++)
    if (strstr (error->message, *words) == NULL)
      g_error ("no “%s” in: %s", *words, error->message);
  after = support_state (network);
  g_assert_cmpmem (before, network_state_size (network) * sizeof (real), after,
                   network_state_size (network) * sizeof (real));
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const wider[]
      = { "“blocks.0.linear.weight” is 3 × 4", "needs it as 4 × 4", "holds", "blocks.0.norm.bias (3)", NULL };
  static const char *const deeper[]
      = { "has no “blocks.1.linear.weight”", "as 3 × 3", "blocks.0.norm.bias (3)", " and 2 more", NULL };
  static const char *const bare[] = { "“blocks.0.norm.weight” (3) has no place", NULL };
  static const char *const gone[] = { "cannot be read", NULL };
  g_autofree char *path = stored ();
  NetworkDesign design = plain;

  design.widths = four;
  assert_refused (&design, path, NETWORK_ERROR_BAD_SHAPE, wider);
  design.widths = two_blocks;
  design.n_widths = 2;
  assert_refused (&design, path, NETWORK_ERROR_BAD_SHAPE, deeper);
  design = plain;
  design.batch_norm = FALSE;
  assert_refused (&design, path, NETWORK_ERROR_BAD_SHAPE, bare);
  assert_refused (&plain, fixture->path, NETWORK_ERROR_NOT_FOUND, gone);
}

/* Values that no training can go on from, at the end of a file of which much was good. */
static void
test_values (Fixture *fixture, gconstpointer data)
{
  static const char *const infinite[] = { "classifier.bias", "not finite", NULL };
  static const char *const negative[] = { "running_var", "variance", NULL };
  g_autoptr (Network) network = support_new_network (&plain, 1);

  support_tensor (network, "classifier.bias")->values[1] = (real)INFINITY;
  write_weights (network, fixture->path);
  assert_refused (&plain, fixture->path, NETWORK_ERROR_BAD_FILE, infinite);
  support_tensor (network, "classifier.bias")->values[1] = 0;
  support_tensor (network, "blocks.0.norm.running_var")->values[2] = -1;
  write_weights (network, fixture->path);
  assert_refused (&plain, fixture->path, NETWORK_ERROR_BAD_FILE, negative);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/weights/foreign", test_foreign);
  ADD ("/network/weights/round-trip", test_round_trip);
  ADD ("/network/weights/behind", test_behind);
  ADD ("/network/weights/refused", test_refused);
  ADD ("/network/weights/values", test_values);
  return g_test_run ();
}
