/* Images of another size, for a network that takes one. Internal to the folder. */
#pragma once

#include "dataset/dataset.h"

/* Samples (n images of `from`) as images of another height and width: along each axis a pixel is the mean of
 * those around its place, weighted by a triangle that reaches one pixel of the coarser image to either side,
 * as far as there are any: bilinear where images become larger, with the blur against aliasing where they
 * become smaller (the filter that Pillow and PyTorch call bilinear with antialias). The channels are the
 * same. Free data with g_aligned_free. */
NumericMatrix32 dataset_resize (NumericMatrix32 samples, DatasetShape from, DatasetShape to);
