/* The tensors of a network, under PyTorch's names and in its layouts: weights out x in x pixels, where the
 * network has out x pixels x in. */
#include "network/layer.h"

/* Whole, or of a convolution by its windows. */
static void
shape_weight (NetworkTensor *tensor, const NetworkLayer *layer)
{
  tensor->channels = layer->channels;
  tensor->sizes[0] = layer->outputs;
  tensor->rank = layer->kernel > 0 ? 4 : 2;
  tensor->sizes[1] = layer->kernel > 0 ? layer->channels : layer->inputs;
  for (guint i = 2; i < tensor->rank; i++)
    tensor->sizes[i] = layer->kernel;
}

static NetworkTensor
vector (const NetworkLayer *layer, const char *name, real *values, gsize count)
{
  return (NetworkTensor){
    .name = name,
    .rank = 1,
    .sizes = { count, 1, 1, 1 },
    .count = count,
    .fixed = layer->fixed,
    .values = values,
    .channels = 1,
  };
}

void
network_layer_list_tensors (const NetworkLayer *layer, GArray *tensors)
{
  for (guint p = 0; p < layer->n_parameters; p++) {
    const RealMatrix value = layer->parameters[p].value;
    NetworkTensor tensor = vector (layer, layer->parameters[p].name, value.data, value.rows * value.columns);

    if (p == 0 && layer->channels > 0)
      shape_weight (&tensor, layer);
    g_array_append_val (tensors, tensor);
  }
  for (guint i = 0; i < layer->n_buffers; i++) {
    const NetworkBuffer *buffer = &layer->buffers[i];
    const NetworkTensor tensor = vector (layer, buffer->name, buffer->values, buffer->count);

    g_array_append_val (tensors, tensor);
  }
}

/* Each of the rows, height x width values, the other way round. */
static void
transpose_rows (const real *from, real *to, gsize n_rows, gsize height, gsize width)
{
  for (gsize r = 0; r < n_rows; r++, from += height * width, to += height * width)
    for (gsize i = 0; i < height; i++)
      for (gsize j = 0; j < width; j++)
        to[j * height + i] = from[i * width + j];
}

static gsize
n_rows (const NetworkTensor *tensor)
{
  return tensor->rank > 1 ? tensor->sizes[0] : 1;
}

static gsize
n_pixels (const NetworkTensor *tensor)
{
  return tensor->count / n_rows (tensor) / tensor->channels;
}

void
network_tensor_get (const NetworkTensor *tensor, real *values)
{
  transpose_rows (tensor->values, values, n_rows (tensor), n_pixels (tensor), tensor->channels);
}

void
network_tensor_set (const NetworkTensor *tensor, const real *values)
{
  transpose_rows (values, tensor->values, n_rows (tensor), tensor->channels, n_pixels (tensor));
}
