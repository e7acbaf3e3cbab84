/* What the tests of this folder share. */
#pragma once

#include "network/loss.h"
#include "network/network.h"
#include "network/optimiser.h"

/* The part of a NetworkDesign that says which MLP. */
#define SUPPORT_MLP(inputs, list, n)                                                                         \
  .height = 1, .width = (inputs), .channels = 1, .widths = (list), .n_widths = (n)

/* A rows x columns matrix of standard normal values; free data with g_aligned_free. */
static inline RealMatrix
support_normal_matrix (gsize rows, gsize columns, NumericRandom *random)
{
  RealMatrix matrix = real_matrix (real_alloc (rows * columns), rows, columns);

  for (gsize i = 0; i < rows * columns; i++)
    matrix.data[i] = (real)numeric_random_normal (random);
  return matrix;
}

/* count numbers in [-1/2, 1/2) times factor, as `spread` of make-pytorch-reference.py has them. */
static inline void
support_spread (guint stream, real *values, gsize count, double factor)
{
  for (gsize i = 0; i < count; i++) {
    const guint64 hash = (i + stream * 1000003ull + 1) * 2654435761ull % (1ull << 32);

    values[i] = (real)(((double)hash / 0x1p32 - 0.5) * factor);
  }
}

/* 0, 1, .. n_classes - 1, 0, ...; free with g_free. */
static inline guint32 *
support_labels (gsize n, guint n_classes)
{
  guint32 *labels = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    labels[i] = (guint32)(i % n_classes);
  return labels;
}

/* |a - b| relative to their size; differences below `floor` are rounding. */
static inline double
support_relative_error (double a, double b, double floor)
{
  return ABS (a - b) / MAX (ABS (a) + ABS (b), floor);
}

/* With weights drawn from a seed; the design is known to be possible. */
static inline Network *
support_new_network (const NetworkDesign *design, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  NumericRandom random;
  Network *network;

  numeric_random_init (&random, seed, 0);
  network = network_new (design, &random, &error);
  g_assert_no_error (error);
  return network;
}

/* By its name, which must be there. */
static inline const NetworkTensor *
support_tensor (const Network *network, const char *name)
{
  for (gsize i = 0; i < network_n_tensors (network); i++)
    if (g_str_equal (network_tensor (network, i)->name, name))
      return network_tensor (network, i);
  g_assert_not_reached ();
}

/* All weights and running statistics; free with g_free. */
static inline real *
support_state (const Network *network)
{
  real *state = g_new (real, network_state_size (network));

  network_get_state (network, state);
  return state;
}

/* Whether losses are a column of a file of this folder that PyTorch wrote, of n lines and n_columns columns,
 * to 1e-4. */
static inline void
support_assert_pytorch (const char *file, gsize n_columns, gsize column, const double *losses, gsize n)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "network", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strstrip (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, n);
  for (gsize i = 0; i < n; i++) {
    g_auto (GStrv) columns = g_strsplit (lines[i], " ", -1);

    g_assert_cmpuint (g_strv_length (columns), ==, n_columns);
    g_assert_cmpfloat (support_relative_error (losses[i], g_ascii_strtod (columns[column], NULL), 0) * 2, <,
                       1e-4);
  }
}
