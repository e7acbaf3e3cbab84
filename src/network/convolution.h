/* Convolution of images, channels last, by the tiles of convolution-kernel.h. Internal to the folder.
 *
 * Every function works on a few images, one after another in memory, and touches nothing but what it is
 * given, so that images are shared out by a team. What an image gives does not depend on those beside it. */
#pragma once

#include "network/layer.h"

/* height x width pixels of channels each. */
typedef struct {
  guint height, width, channels;
} NetworkVolume;

gsize network_volume_size (NetworkVolume volume);

typedef struct {
  NetworkVolume in, out;
  guint kernel;        /* 1 or 3: side of the window */
  guint stride;        /* >= 1 */
  guint border;        /* zeros around the image: kernel / 2, so that stride 1 keeps its size */
  NetworkLayer *layer; /* weight out x (kernel kernel in), rows [y][x][in]; bias 1 x out if wanted */
  gsize padded;        /* out channels up to whole vectors */
  gboolean winograd;   /* forward and the input's gradient by winograd.h */
  real *packed;        /* the weights as the forward pass reads them, and as the input's gradient does */
  real *packed_back;
} NetworkConvolution;

/* Weights (and biases) uniform in +-1/sqrt(fan in), as PyTorch's Conv2d. in's sizes >= 1, kernel 1 or 3. */
NetworkConvolution *network_convolution_new (const char *name,
                                             NetworkVolume in,
                                             guint outputs,
                                             guint kernel,
                                             guint stride,
                                             gboolean bias,
                                             NumericRandom *random);
/* The layer stays. */
void network_convolution_free (NetworkConvolution *convolution);

/* Images that are best passed at a time. */
gsize network_convolution_together (const NetworkConvolution *convolution);
/* Numbers of scratch memory that the functions below need. */
gsize network_convolution_scratch (const NetworkConvolution *convolution);
/* Lays out the weights for the passes that follow, those of the backward pass only in training; after every
 * change of theirs. */
void network_convolution_pack (NetworkConvolution *convolution, NetworkMode mode, NumericTeam *team);
/* Images, one after another: as they are, or what a batch norm and ReLU make of them, which is then never
 * written but where the convolution needs it. */
typedef struct {
  const real *values;
  NetworkLayer *norm; /* NULL for as they are */
} NetworkImages;

/* output (n x out's size) of input (n x in's size). */
void network_convolution_forward (
    const NetworkConvolution *convolution, NetworkImages input, gsize n, real *output, real *scratch);

/* Rows of the sums of one share of a batch: the weights', then one of the bias; `padded` columns each. */
gsize network_convolution_sums_rows (const NetworkConvolution *convolution);
/* What a backward pass of n images works on. */
typedef struct {
  NetworkImages input;
  const real *output_gradient;
  gsize n;
  real *sums; /* the images' part of the parameters' gradient; NULL when nobody wants it */
  gboolean add_sums;
  real *input_gradient; /* NULL when nobody wants it */
  gboolean add_input_gradient;
} NetworkConvolutionBackward;

/* From the gradient of the outputs writes sums and gradient of the input, or adds to them. */
void network_convolution_backward (const NetworkConvolution *convolution,
                                   const NetworkConvolutionBackward *pass,
                                   real *scratch);
/* The parameters' gradients from n_shares sums, one after the other, added in their order. */
void network_convolution_reduce (NetworkConvolution *convolution,
                                 const real *sums,
                                 gsize n_shares,
                                 NumericTeam *team);
