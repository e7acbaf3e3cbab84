/* What a class looks like: the mean of its samples, as a picture beside its mean's ball. */
#pragma once

#include "dataset/dataset.h"
#include "plot/scene.h"

/* One of each class, for PlotScene: A8 of images of one channel, RGB24 of three; black is what a raw 0 was,
 * white the brightest value of all the means. NULL for a class without samples. Takes as long as reading all
 * of the data: not for the window's thread. NULL when the data are no images. Free with g_ptr_array_unref. */
GPtrArray *view_class_images_new (const Dataset *data);
