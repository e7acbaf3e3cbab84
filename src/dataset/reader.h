/* Formats of data on disc. A reader knows one; which one a path of the user's needs is seen from what is
 * there. Internal to the folder. */
#pragma once

#include "dataset/dataset.h"

/* What is known of a data set before it is read. */
typedef struct {
  const char *name;               /* Dataset.name */
  const char *title;              /* for people; the parts are called "TITLE, train" and "TITLE, test" */
  guint n_classes;                /* 0: as many as the training labels show */
  const char *const *class_names; /* NULL: what the labels say */
} DatasetDescription;

typedef struct {
  /* Whether something at `path` looks like this format, were it incomplete. Asks only for names. */
  gboolean (*claims) (const char *path);
  /* Whether all files that are needed are there; DATASET_ERROR_NOT_FOUND says what is missing. */
  gboolean (*check) (const char *path, GError **error);
  /* Loads raw (pixels in 0 .. 1, the fine labels). On error *train and *test may hold a set or NULL, to be
   * freed by the caller; both are NULL before. */
  gboolean (*load) (const char *path,
                    const DatasetDescription *description,
                    Dataset **train,
                    Dataset **test,
                    GError **error);
} DatasetReader;

extern const DatasetReader dataset_reader_csv;    /* a table, or a folder of tables: csv.c */
extern const DatasetReader dataset_reader_idx;    /* a folder of IDX files: idx-folder.c */
extern const DatasetReader dataset_reader_cifar;  /* a folder of CIFAR-10's or -100's files: cifar.c */
extern const DatasetReader dataset_reader_numpy;  /* .npz, or a folder of .npy: numpy.c */
extern const DatasetReader dataset_reader_images; /* a folder of folders of pictures: image-folder.c */

/* The reader for `path`; NULL with DATASET_ERROR_NOT_FOUND, or BAD_FILE, and what a path may be. */
const DatasetReader *dataset_reader_find (const char *path, GError **error);

/* "TITLE, train" and "TITLE, test"; free with g_free. */
char *dataset_reader_title (const DatasetDescription *description, gboolean test);

/* Opens a folder to list it; DATASET_ERROR_NOT_FOUND or BAD_FILE, named. */
GDir *dataset_reader_open_folder (const char *path, GError **error);

/* The contents of a regular file of at most 1 GiB; DATASET_ERROR_NOT_FOUND or BAD_FILE, named. */
GBytes *dataset_reader_contents (const char *path, GError **error);

/* The lines of a text file that may be there, without blanks around them; free with g_strfreev. NULL without
 * an error when there is none; DATASET_ERROR_BAD_FILE, named, when it is not UTF-8 or longer than 1 MiB. */
char **dataset_reader_lines (const char *folder, const char *file_name, GError **error);

/* DATASET_ERROR_BAD_FILE unless the samples of both parts have one shape. */
gboolean
dataset_reader_check_alike (const Dataset *train, const Dataset *test, const char *path, GError **error);

/* A set without a split of its own, with its hierarchy: every fifth sample of each class becomes a test
 * sample. */
gboolean dataset_reader_split (const Dataset *all,
                               const DatasetDescription *description,
                               Dataset **train,
                               Dataset **test,
                               GError **error);
