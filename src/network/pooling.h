/* Pooling of one image, channels last. Internal to the folder. */
#pragma once

#include "network/convolution.h"

/* Greatest values of windows of side x side, next to each other; pixels that fill no window are left out. As
 * torch.nn.MaxPool2d (side): NaN is greater than all. in has at least one window. */
NetworkVolume network_max_pool_volume (NetworkVolume in, guint side);
void network_max_pool_forward (NetworkVolume in, guint side, const real *input, real *output);
/* The gradient goes to the first pixel that had the window's greatest value; the others get 0. */
void network_max_pool_backward (
    NetworkVolume in, guint side, const real *input, const real *output_gradient, real *input_gradient);

/* Mean over the pixels, channel by channel. */
void network_average_pool_forward (NetworkVolume in, const real *input, real *output);
void network_average_pool_backward (NetworkVolume in, const real *output_gradient, real *input_gradient);
/* Adds that to a gradient that is there. */
void network_average_pool_backward_add (NetworkVolume in, const real *output_gradient, real *input_gradient);
