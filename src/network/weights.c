#include "network/weights.h"

#include "network/safetensors.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BLOCKS "blocks."
#define COUNT ".num_batches_tracked"
/* Tensors that a message lists. */
#define LISTED 8u
/* How far a row's length or a cosine may be from the simplex's: what half precision leaves of it. */
#define ETF_TOLERANCE 2e-3

gboolean
network_write_weights (const Network *network, const char *path, const char *const *metadata, GError **error)
{
  const gsize n = network_n_tensors (network);

  return network_safetensors_write (path, n > 0 ? network_tensor (network, 0) : NULL, n, metadata, error);
}

/* Reading */

static char *
shape_wanted (const NetworkTensor *tensor)
{
  guint64 sizes[G_N_ELEMENTS (tensor->sizes)];

  for (guint s = 0; s < tensor->rank; s++)
    sizes[s] = tensor->sizes[s];
  return network_safetensors_shape (sizes, tensor->rank);
}

/* "blocks.0.conv.weight (16 × 1 × 3 × 3), ... and 3 more" */
static char *
list_tensors (const NetworkSafetensors *file)
{
  GString *list = g_string_new (file->tensors->len == 0 ? _ ("nothing") : NULL);

  for (guint t = 0; t < MIN (file->tensors->len, LISTED); t++) {
    const NetworkSafetensor *tensor = file->tensors->pdata[t];
    g_autofree char *shape = network_safetensors_shape (tensor->sizes, tensor->rank);

    g_string_append_printf (list, t > 0 ? ", %s (%s)" : "%s (%s)", tensor->name, shape);
  }
  if (file->tensors->len > LISTED)
    g_string_append_printf (list, _ (" and %u more"), file->tensors->len - LISTED);
  return g_string_free (list, FALSE);
}

static gboolean
is_of_blocks (const char *name)
{
  return g_str_has_prefix (name, BLOCKS);
}

/* The same sizes. */
static gboolean
fits (const NetworkTensor *wanted, const NetworkSafetensor *there)
{
  gboolean same = wanted->rank == there->rank;

  for (guint s = 0; same && s < wanted->rank; s++)
    same = wanted->sizes[s] == there->sizes[s];
  return same;
}

static gboolean
check_wanted (const NetworkSafetensors *file, const NetworkTensor *wanted, GError **error)
{
  const NetworkSafetensor *there = network_safetensors_find (file, wanted->name);
  g_autofree char *shape = shape_wanted (wanted), *other = NULL, *list = NULL;

  if (!is_of_blocks (wanted->name) || (there != NULL && fits (wanted, there)))
    return TRUE;
  list = list_tensors (file);
  if (there == NULL) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE,
                 _ ("%s: has no “%s”, which the network needs as %s; it holds %s"), file->name, wanted->name,
                 shape, list);
    return FALSE;
  }
  other = network_safetensors_shape (there->sizes, there->rank);
  g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE,
               _ ("%s: “%s” is %s, and the network needs it as %s; the file holds %s"), file->name,
               wanted->name, other, shape, list);
  return FALSE;
}

/* The network's tensor of a name; NULL for none. */
static const NetworkTensor *
find_tensor (const Network *network, const char *name)
{
  for (gsize t = 0; t < network_n_tensors (network); t++)
    if (g_str_equal (network_tensor (network, t)->name, name))
      return network_tensor (network, t);
  return NULL;
}

/* PyTorch's count beside running statistics that are here. */
static gboolean
is_count (const Network *network, const char *name)
{
  g_autofree char *norm = NULL, *mean = NULL;

  if (!g_str_has_suffix (name, COUNT))
    return FALSE;
  norm = g_strndup (name, strlen (name) - strlen (COUNT));
  mean = g_strconcat (norm, ".running_mean", NULL);
  return find_tensor (network, mean) != NULL;
}

static gboolean
check_there (const Network *network,
             const NetworkSafetensors *file,
             const NetworkSafetensor *there,
             GError **error)
{
  g_autofree char *shape = NULL;

  if (!is_of_blocks (there->name) || find_tensor (network, there->name) != NULL
      || is_count (network, there->name))
    return TRUE;
  shape = network_safetensors_shape (there->sizes, there->rank);
  g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE,
               _ ("%s: “%s” (%s) has no place in the network, which has other blocks"), file->name,
               there->name, shape);
  return FALSE;
}

static gboolean
check_all (const Network *network, const NetworkSafetensors *file, GError **error)
{
  for (gsize t = 0; t < network_n_tensors (network); t++)
    if (!check_wanted (file, network_tensor (network, t), error))
      return FALSE;
  for (guint t = 0; t < file->tensors->len; t++)
    if (!check_there (network, file, file->tensors->pdata[t], error))
      return FALSE;
  return TRUE;
}

/* Rows of unit length with cosines -1/(K-1); of a bias, zeros. */
static gboolean
is_etf (const NetworkTensor *tensor, const real *values)
{
  const gsize n = tensor->rank > 1 ? tensor->sizes[0] : 0, width = tensor->count / MAX (n, 1);

  for (gsize i = 0; n == 0 && i < tensor->count; i++)
    if (values[i] != 0)
      return FALSE;
  for (gsize a = 0; a < n; a++)
    for (gsize b = 0; b <= a; b++) {
      double product = 0;

      for (gsize j = 0; j < width; j++)
        product += (double)values[a * width + j] * (double)values[b * width + j];
      if (!(fabs (product - (a == b ? 1 : -1.0 / (double)(n - 1))) < ETF_TOLERANCE))
        return FALSE;
    }
  return TRUE;
}

/* A variance below 0 has no root. */
static gboolean
check_values (const NetworkSafetensors *file, const NetworkTensor *tensor, const real *values, GError **error)
{
  for (gsize i = 0; g_str_has_suffix (tensor->name, ".running_var") && i < tensor->count; i++)
    if (values[i] < 0) {
      g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE,
                   _ ("%s: “%s” has a value below 0, and it is a variance"), file->name, tensor->name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_tensor (NetworkSafetensors *file, const NetworkTensor *tensor, GError **error)
{
  const NetworkSafetensor *there = network_safetensors_find (file, tensor->name);
  g_autofree real *values = NULL;

  if (there == NULL || !fits (tensor, there))
    return TRUE;
  values = g_new (real, tensor->count);
  if (!network_safetensors_read (file, there, values, error) || !check_values (file, tensor, values, error))
    return FALSE;
  if (!tensor->fixed || is_etf (tensor, values))
    network_tensor_set (tensor, values);
  return TRUE;
}

gboolean
network_read_weights (Network *network, const char *path, GError **error)
{
  g_autoptr (NetworkSafetensors) file = network_safetensors_open (path, error);
  g_autofree real *before = NULL;

  if (file == NULL || !check_all (network, file, error))
    return FALSE;
  before = g_new (real, network_state_size (network));
  network_get_state (network, before);
  for (gsize t = 0; t < network_n_tensors (network); t++)
    if (!read_tensor (file, network_tensor (network, t), error)) {
      network_set_state (network, before);
      return FALSE;
    }
  return TRUE;
}
