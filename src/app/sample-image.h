/* One sample of a data set as a small picture. */
#pragma once

#include <gdk/gdk.h>

#include "dataset/dataset.h"

/* About `size` pixels high, each of the sample's pixels a square of whole pixels; NULL when the data are no
 * images. Both sets as dataset_prepare leaves them; sample < the number in data. */
GdkTexture *collapsar_sample_image (const Dataset *data, const Dataset *train, guint32 sample, guint size);

/* The same of bytes, channels last: 0 is black. shape: of an image. */
GdkTexture *collapsar_sample_texture (const guint8 *shades, DatasetShape shape, guint size);
