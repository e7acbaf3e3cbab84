#include "network/layer.h"

RealMatrix
network_layer_add_parameter (
    NetworkLayer *layer, const char *name, const char *suffix, gsize rows, gsize columns)
{
  NetworkParameter *parameter = &layer->parameters[layer->n_parameters++];

  *parameter = (NetworkParameter){
    .name = g_strconcat (name, ".", suffix, NULL),
    .value = real_matrix (real_alloc (rows * columns), rows, columns),
    .gradient = real_matrix (real_alloc (rows * columns), rows, columns),
  };
  return parameter->value;
}

real *
network_layer_add_buffer (NetworkLayer *layer, const char *name, const char *suffix, gsize count)
{
  NetworkBuffer *buffer = &layer->buffers[layer->n_buffers++];

  *buffer = (NetworkBuffer){ g_strconcat (name, ".", suffix, NULL), real_alloc (count), count };
  return buffer->values;
}

void
network_layer_free (NetworkLayer *layer)
{
  for (guint i = 0; i < layer->n_parameters; i++) {
    g_free (layer->parameters[i].name);
    g_aligned_free (layer->parameters[i].value.data);
    g_aligned_free (layer->parameters[i].gradient.data);
  }
  for (guint i = 0; i < layer->n_buffers; i++) {
    g_free (layer->buffers[i].name);
    g_aligned_free (layer->buffers[i].values);
  }
  g_aligned_free (layer->batch_mean);
  g_aligned_free (layer->batch_scale);
  g_free (layer);
}
