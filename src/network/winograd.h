/* Winograd's minimal filtering F(4 x 4, 3 x 3) for 3 x 3 convolutions of stride 1 (Lavin, Gray, "Fast
 * algorithms for convolutional neural networks", CVPR 2016, arXiv 1509.09308): 36 products for 16 outputs
 * instead of 144. Internal to the folder.
 *
 * With 6 x 6 pieces d of the image that overlap by two, windows g and outputs Y of 4 x 4,
 *
 *   Y = A^T [(G g G^T) * (B^T d B)] A,
 *
 * where * is taken value by value and summed over the channels in: for each of the 36 values a product of a
 * matrix * pieces x channels by one channels in x out. The gradients go the same ways back: with dM = A dY
 * A^T the windows' is G^T (sum over the pieces of (B^T d B) * dM) G. In float the result differs from the
 * direct sum by some 1e-6 of its size. */
#pragma once

#include "network/convolution-kernel.h"

#define NETWORK_WINOGRAD_VALUES 36

/* Pieces along a side of so many outputs. */
gsize network_winograd_pieces (gsize side);

/* Whether it is worth its transforms: the outputs that lie outside the image are few. */
gboolean network_winograd_fits (gsize height, gsize width);

/* u = G g G^T of NETWORK_CONVOLUTION_LANES windows at once: value t of all of them at g + t lanes, value x of
 * u to values + x distance. */
void network_winograd_windows (const real *g, real *values, gsize distance);

/* The pieces of one image as they are multiplied: of height x width pixels of `channels` (a multiple of
 * NETWORK_CONVOLUTION_LANES), in a border of zeros, value x of piece p to values + x distance + p channels.
 */
void network_winograd_take (
    const real *image, gsize height, gsize width, gsize channels, real *values, gsize distance);
/* Of the gradient of the outputs dM in the same way. */
void network_winograd_take_gradient (
    const real *image, gsize height, gsize width, gsize channels, real *values, gsize distance);
/* The gradient of NETWORK_CONVOLUTION_LANES windows from that of their values: value t of all of them to
 * g + t lanes. */
void network_winograd_windows_gradient (const real *values, gsize distance, real *g);
/* The other way: height x width outputs from the products, laid out in the same way; added to what is there
 * when `add`. */
void network_winograd_give (const real *values,
                            gsize distance,
                            gsize height,
                            gsize width,
                            gsize channels,
                            gboolean add,
                            real *output);
