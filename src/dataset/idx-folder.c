#include "dataset/idx.h"
#include "dataset/reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define BYTE_MAXIMUM 255.0f

/* The four files of a folder of IDX images. */
typedef enum { TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS, N_PARTS } Part;

static const struct {
  const char *prefixes[2]; /* any of these */
  const char *infix;
  const char *shown;
} parts[N_PARTS] = {
  [TRAIN_IMAGES] = { { "train", NULL }, "-images-idx3-ubyte", "train…-images-idx3-ubyte" },
  [TRAIN_LABELS] = { { "train", NULL }, "-labels-idx1-ubyte", "train…-labels-idx1-ubyte" },
  [TEST_IMAGES] = { { "t10k", "test" }, "-images-idx3-ubyte", "t10k…-images-idx3-ubyte" },
  [TEST_LABELS] = { { "t10k", "test" }, "-labels-idx1-ubyte", "t10k…-labels-idx1-ubyte" },
};

static gboolean
is_part (const char *file_name, Part part)
{
  const gsize stem = strlen (file_name) - (g_str_has_suffix (file_name, ".gz") ? 3 : 0);
  const gsize infix = strlen (parts[part].infix);

  if (stem < infix || strncmp (file_name + stem - infix, parts[part].infix, infix) != 0)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (parts[part].prefixes[i] != NULL && g_str_has_prefix (file_name, parts[part].prefixes[i]))
      return TRUE;
  return FALSE;
}

static void
files_clear (GFile *files[N_PARTS])
{
  for (guint part = 0; part < N_PARTS; part++)
    g_clear_object (&files[part]);
}

/* Puts one file of the folder in its place; of a plain and a .gz file with the same stem the plain one is
 * taken. */
static gboolean
place_file (GFile *files[N_PARTS], const char *folder, const char *file_name, GError **error)
{
  for (guint part = 0; part < N_PARTS; part++) {
    g_autofree char *other = NULL, *zipped = NULL;

    if (!is_part (file_name, part))
      continue;
    if (files[part] == NULL) {
      files[part] = g_file_new_build_filename (folder, file_name, NULL);
      continue;
    }
    other = g_file_get_basename (files[part]);
    zipped = g_strconcat (file_name, ".gz", NULL);
    if (g_str_equal (other, zipped)) {
      g_object_unref (files[part]);
      files[part] = g_file_new_build_filename (folder, file_name, NULL);
    } else if (strlen (file_name) != strlen (other) + 3 || !g_str_has_prefix (file_name, other)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: both %s and %s could be the %s file; leave one of them"), folder, other, file_name,
                   parts[part].shown);
      return FALSE;
    }
  }
  return TRUE;
}

/* Finds the four files; on error none is held. */
static gboolean
find_files (const char *folder, GFile *files[N_PARTS], GError **error)
{
  g_autoptr (GDir) dir = dataset_reader_open_folder (folder, error);
  const char *file_name;

  if (dir == NULL)
    return FALSE;
  while ((file_name = g_dir_read_name (dir)) != NULL)
    if (!place_file (files, folder, file_name, error)) {
      files_clear (files);
      return FALSE;
    }
  for (guint part = 0; part < N_PARTS; part++)
    if (files[part] == NULL) {
      g_set_error (
          error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
          _ ("%s: there is no file %s or %s.gz; four are needed, images and labels for train and t10k"),
          folder, parts[part].shown, parts[part].shown);
      files_clear (files);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check (const char *folder, GError **error)
{
  GFile *files[N_PARTS] = { NULL };
  const gboolean complete = find_files (folder, files, error);

  files_clear (files);
  return complete;
}

/* Any file named like one of the four. */
static gboolean
claims (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file_name;

  while (dir != NULL && (file_name = g_dir_read_name (dir)) != NULL)
    for (guint part = 0; part < N_PARTS; part++)
      if (is_part (file_name, part))
        return TRUE;
  return FALSE;
}

static gboolean
load (const char *folder,
      const DatasetDescription *description,
      Dataset **train,
      Dataset **test,
      GError **error)
{
  g_autofree char *train_title = dataset_reader_title (description, FALSE);
  g_autofree char *test_title = dataset_reader_title (description, TRUE);
  GFile *files[N_PARTS] = { NULL };

  if (!find_files (folder, files, error))
    return FALSE;
  *train = dataset_idx_read_pair (files[TRAIN_IMAGES], files[TRAIN_LABELS], description->name, train_title,
                                  BYTE_MAXIMUM, description->n_classes, description->class_names, error);
  /* A test label that the training set does not know is an error, so the test set has its classes. */
  if (*train != NULL)
    *test = dataset_idx_read_pair (files[TEST_IMAGES], files[TEST_LABELS], description->name, test_title,
                                   BYTE_MAXIMUM, (*train)->n_classes, description->class_names, error);
  files_clear (files);
  return *train != NULL && *test != NULL && dataset_reader_check_alike (*train, *test, folder, error);
}

const DatasetReader dataset_reader_idx = { claims, check, load };
