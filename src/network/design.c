/* Whether a network can be as it is designed. */
#include "network/block.h"

#include <glib/gi18n.h>

#define MAXIMUM_PARAMETERS (G_GUINT64_CONSTANT (1) << 28)
/* Pixels along a side, and values of one image at any block: what 32-bit sizes and the memory of a batch
 * bear. */
#define MAXIMUM_SIDE 1024u
#define MAXIMUM_VALUES (G_GUINT64_CONSTANT (1) << 26)

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (NETWORK_ERROR, NETWORK_ERROR_BAD_SHAPE, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* Adds a layer's weights, from `inputs` to `width`, to *size. */
static gboolean
count_layer (guint64 inputs, guint64 width, const char *layer, guint64 *size, GError **error)
{
  if (width == 0)
    return refuse (error, _ ("%s has width 0; at least 1 is needed"), layer);
  /* Both factors are below 2^36 once this passed. */
  if (inputs > MAXIMUM_PARAMETERS || width > MAXIMUM_PARAMETERS
      || (*size += (inputs + 1) * width) > MAXIMUM_PARAMETERS)
    return refuse (error,
                   _ ("The network would have more than %" G_GUINT64_FORMAT
                      " parameters at %s (%" G_GUINT64_FORMAT " × %" G_GUINT64_FORMAT
                      "); choose smaller widths"),
                   MAXIMUM_PARAMETERS, layer, inputs, width);
  return TRUE;
}

/* A block of a CNN or ResNet: its window, its stride, what is left of the image. */
static gboolean
check_image_block (const NetworkDesign *design, guint index, guint *height, guint *width, GError **error)
{
  const guint stride = design->strides != NULL ? design->strides[index] : 1;
  const guint kernel = design->kernels != NULL && design->kind == NETWORK_CNN ? design->kernels[index] : 3;

  if (kernel != 1 && kernel != 3)
    return refuse (error, _ ("Block %u has a window of %u × %u; allowed are 1 × 1 and 3 × 3"), index, kernel,
                   kernel);
  if (stride == 0 || stride > MAX (*height, *width))
    return refuse (error, _ ("Block %u has the stride %u at an image of %u × %u; allowed is 1 to %u"), index,
                   stride, *height, *width, MAX (*height, *width));
  if (design->max_pool && design->kind == NETWORK_CNN && stride > MIN (*height, *width))
    return refuse (error, _ ("Block %u pools %u × %u pixels of an image of %u × %u"), index, stride, stride,
                   *height, *width);
  if (design->max_pool && design->kind == NETWORK_CNN) {
    *height /= stride;
    *width /= stride;
  } else {
    *height = (*height - 1) / stride + 1;
    *width = (*width - 1) / stride + 1;
  }
  return TRUE;
}

static gboolean
check_images (const NetworkDesign *design, guint64 *inputs, guint64 *size, GError **error)
{
  guint height = design->height, width = design->width;
  guint64 channels = design->channels;

  if (design->n_widths == 0 || height > MAXIMUM_SIDE || width > MAXIMUM_SIDE || channels > MAXIMUM_SIDE)
    return refuse (error,
                   _ ("A network of convolutions needs a block, and images of at most %u × %u × %u; here are "
                      "%" G_GSIZE_FORMAT " blocks and %u × %u × %u"),
                   MAXIMUM_SIDE, MAXIMUM_SIDE, MAXIMUM_SIDE, design->n_widths, height, width,
                   design->channels);
  for (guint b = 0; b < design->n_widths; b++) {
    const gboolean residual = design->kind == NETWORK_RESNET && b > 0;
    g_autofree char *name = g_strdup_printf (_ ("block %u"), b);
    guint64 values = (guint64)height * width * design->widths[b];

    if (!count_layer (9 * channels, design->widths[b], name, size, error)
        || (residual && !count_layer (10 * (guint64)design->widths[b], design->widths[b], name, size, error)))
      return FALSE;
    if (values > MAXIMUM_VALUES)
      return refuse (error,
                     _ ("Block %u would have %" G_GUINT64_FORMAT
                        " values for one image; at most %" G_GUINT64_FORMAT " are allowed"),
                     b, values, MAXIMUM_VALUES);
    if (!check_image_block (design, b, &height, &width, error))
      return FALSE;
    channels = design->widths[b];
  }
  *inputs = channels;
  return TRUE;
}

static gboolean
check_dense (const NetworkDesign *design, guint64 *inputs, guint64 *size, GError **error)
{
  for (guint b = 0; b < design->n_widths; b++) {
    g_autofree char *name = g_strdup_printf (_ ("block %u"), b);

    if (!count_layer (*inputs, design->widths[b], name, size, error))
      return FALSE;
    *inputs = design->widths[b];
  }
  return TRUE;
}

static gboolean
check_behind (const NetworkDesign *design, guint64 inputs, guint64 *size, GError **error)
{
  for (guint l = 0; l < design->head_layers; l++) {
    g_autofree char *name = g_strdup_printf (_ ("layer %u of the head"), l);

    if (!count_layer (inputs, design->head_width, name, size, error))
      return FALSE;
    inputs = design->head_width;
  }
  if (design->classes > 0 && !count_layer (inputs, design->classes, _ ("the classifier"), size, error))
    return FALSE;
  if (design->classes > 0 && design->classifier == NETWORK_CLASSIFIER_ETF && inputs < design->classes - 1)
    return refuse (error, _ ("A simplex of %u classes needs %u features, and there are %" G_GUINT64_FORMAT),
                   design->classes, design->classes - 1, inputs);
  return TRUE;
}

/* The block that is led past the others must be there and trained. */
static gboolean
check_skip (const NetworkDesign *design, GError **error)
{
  if (design->skip <= design->n_widths
      && (design->skip == 0 || design->frozen == NULL || !design->frozen[design->skip - 1]))
    return TRUE;
  return refuse (error,
                 _ ("Block %u cannot be added to the features; allowed are those of 1 to %" G_GSIZE_FORMAT
                    " that are trained"),
                 design->skip, design->n_widths);
}

/* Width of the features when the skip'th block is added to them. */
static guint64
add_skip (const NetworkDesign *design, guint64 inputs)
{
  return design->skip > 0 ? MAX (inputs, design->widths[design->skip - 1]) : inputs;
}

gboolean
network_design_check (const NetworkDesign *design, GError **error)
{
  guint64 size = 0, inputs = (guint64)design->height * design->width;

  if (inputs == 0 || design->channels == 0 || inputs > MAXIMUM_PARAMETERS || design->classes == 1)
    return refuse (
        error,
        _ ("A network of samples of %u × %u × %u and %u classes cannot be; at least 1 × 1 × 1 and 2 "
           "are needed"),
        design->height, design->width, design->channels, design->classes);
  inputs *= design->channels;
  return check_skip (design, error)
         && (design->kind == NETWORK_MLP ? check_dense (design, &inputs, &size, error)
                                         : check_images (design, &inputs, &size, error))
         && check_behind (design, add_skip (design, inputs), &size, error);
}
