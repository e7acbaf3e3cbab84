/* The data sets that can be named in data.source, and where they are found.
 *
 *   digits         bundled: UCI optical digits, 1,797 images 8x8, ten classes
 *   fashion-mnist  Debian's dataset-fashion-mnist, or a folder of the user's
 *   mnist          a folder of the user's
 *   kmnist         a folder of the user's
 *   omniglot       a folder of the user's: characters (fine) of alphabets (coarse)
 *   cifar-10, cifar-100  a folder of the user's, also as their archives unpack (cifar.c)
 *   gaussian       synthetic: Gaussian classes in a coarse/fine hierarchy
 *   a path         a folder of IDX files, plain or .gz (idx-folder.c); an .npz file, or a folder of .npy
 *                  files, with x_train, y_train, x_test and y_test, or x and y (numpy.c); a folder
 *                  of CIFAR's binary files; a folder of classes, each a sub-folder of PNG or JPEG images
 *                  (image-folder.c); a CSV table with a label in each line, or a folder of two (csv.c)
 *
 * "~" in front of a path is the user's home, and a source's name comes before a path of that name: ./mnist is
 * the folder. Which reader a path needs is seen from what is there (reader.h).
 *
 * Folders of the user's are searched in this order: those of $COLLAPSAR_DATA (a list separated by ':'), in
 * each the sub-folder NAME (or what the archive unpacks to), or itself when it is called so;
 * $XDG_DATA_HOME/collapsar/NAME; the system's places. A folder that lacks one of its files is passed over
 * when a later one has them. */
#pragma once

#include "dataset/gaussian.h"

/* What a source is, whether it is there, for `collapsar-cli data` and the chooser. */
typedef struct {
  const char *name;
  const char *title;
  const char *about;  /* one line: how many, how large, whose, licence */
  DatasetShape shape; /* of its samples; zeros where that depends on files or settings */
  guint n_classes;    /* 0 likewise */
  char *location;     /* folder, "bundled" or "synthetic"; NULL when not found */
  char *searched;     /* when not found: where it was looked for and how to get it */
} DatasetSourceInfo;

/* All named sources in the order to offer them; free with g_ptr_array_unref. Does file work. */
GPtrArray *dataset_source_list (void);

/* What source `name` is called, "Fashion-MNIST"; of a path the last part of it. Free with g_free. */
char *dataset_source_title (const char *name);

/* A path in a regime, which no shell has seen: "~" in front is the user's home. Free with g_free. */
char *dataset_source_expand_home (const char *path);

/* Loads source `name` (a name above or a path) raw: pixels in 0 .. 1, the fine labels. A source with no split
 * of its own is split 4 : 1 class by class, the same for every seed. The synthetic set is made by `gaussian`
 * (NULL: DATASET_GAUSSIAN_DEFAULT) and `seed`, which the others pass over. On error returns FALSE and leaves
 * train and test alone. */
gboolean dataset_source_load (const char *name,
                              const DatasetGaussian *gaussian,
                              guint64 seed,
                              Dataset **train,
                              Dataset **test,
                              GError **error);
