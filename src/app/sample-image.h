/* One sample of a data set as a small picture. */
#pragma once

#include <gdk/gdk.h>

#include "dataset/dataset.h"

/* About `size` pixels high, each of the sample's pixels a square of whole pixels; NULL when the data are no
 * images of one or three channels. Both sets as dataset_prepare leaves them; sample < the number in data. */
GdkTexture *collapsar_sample_image (const Dataset *data, const Dataset *train, guint32 sample, guint size);
