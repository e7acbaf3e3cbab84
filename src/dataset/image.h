/* One picture file, PNG or JPEG, as bytes of red, green and blue. Internal to the folder. */
#pragma once

#include "dataset/dataset.h"

/* Whether a file is called like a picture: NAME.png, NAME.jpg or NAME.jpeg, in any case. */
gboolean dataset_image_is_named (const char *file_name);

/* What the file's header says, without decoding it. DATASET_ERROR_BAD_FILE, named, when it is neither PNG nor
 * JPEG by its contents, or has more pixels than any sample needs (2^25): what is small on disc may be large
 * once it is decoded. */
gboolean dataset_image_size (const char *path, guint *height, guint *width, GError **error);

/* Decodes a file into pixels (height x width x 3). One of another size is cut about its middle to the shape
 * asked for and scaled (area means when it becomes smaller, bilinear when larger). What is transparent lies
 * on white; photographs are turned upright by their EXIF data. DATASET_ERROR_BAD_FILE, named, when it is
 * broken or cut off. Only for a file that dataset_image_size has accepted. */
gboolean dataset_image_read (const char *path, guint height, guint width, guint8 *pixels, GError **error);
