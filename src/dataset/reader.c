#include "dataset/reader.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define MAXIMUM_BYTES (1u << 30)
#define MAXIMUM_TEXT (1u << 20)

static const DatasetReader *const readers[]
    = { &dataset_reader_numpy, &dataset_reader_cifar, &dataset_reader_idx, &dataset_reader_images,
        &dataset_reader_csv };

const DatasetReader *
dataset_reader_find (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    if (readers[i]->claims (path))
      return readers[i];
  /* Nothing known is there. IDX folders say best what is wrong with the path itself. */
  if (dataset_reader_idx.check (path, &local))
    return &dataset_reader_idx;
  g_set_error (error, DATASET_ERROR, local->code,
               _ ("%s. A path is a folder of IDX or CIFAR files, a folder of NumPy files such as "
                  "x_train.npy, an .npz file, a folder of folders of PNG or JPEG images, a table such as "
                  "NAME.csv, or a folder of tables"),
               local->message);
  return NULL;
}

char *
dataset_reader_title (const DatasetDescription *description, gboolean test)
{
  return g_strdup_printf (test ? _ ("%s, test") : _ ("%s, train"), description->title);
}

/* What is not there is NOT_FOUND, what cannot be read a BAD_FILE. */
static void
set_file_error (const GError *cause, GError **error)
{
  const gboolean missing = g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT);

  g_set_error (error, DATASET_ERROR, missing ? DATASET_ERROR_NOT_FOUND : DATASET_ERROR_BAD_FILE, "%s",
               cause->message);
}

GDir *
dataset_reader_open_folder (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  GDir *dir = g_dir_open (path, 0, &local);

  if (dir == NULL)
    set_file_error (local, error);
  return dir;
}

GBytes *
dataset_reader_contents (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  GStatBuf status;
  char *contents;
  gsize length;

  /* A pipe or a device would be read for ever. */
  if (g_stat (path, &status) == 0 && !S_ISREG (status.st_mode)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: is not a regular file"), path);
    return NULL;
  }
  if (g_stat (path, &status) == 0 && status.st_size > MAXIMUM_BYTES) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: is larger than 1 GiB"), path);
    return NULL;
  }
  if (!g_file_get_contents (path, &contents, &length, &local)) {
    set_file_error (local, error);
    return NULL;
  }
  return g_bytes_new_take (contents, length);
}

char **
dataset_reader_lines (const char *folder, const char *file_name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, file_name, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  gsize length;
  const char *data;
  char **lines;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  bytes = dataset_reader_contents (path, error);
  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (length > MAXIMUM_TEXT || !g_utf8_validate (data, (gssize)length, NULL)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: is not text in UTF-8 of at most 1 MiB, a line for each class"), path);
    return NULL;
  }
  text = g_strndup (data, length);
  g_strchomp (text);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    g_strstrip (*line);
  return lines;
}

gboolean
dataset_reader_check_alike (const Dataset *train, const Dataset *test, const char *path, GError **error)
{
  const DatasetShape a = train->shape, b = test->shape;

  if (a.height == b.height && a.width == b.width && a.channels == b.channels)
    return TRUE;
  g_set_error (
      error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
      _ ("%s: training samples are %u × %u × %u, test samples %u × %u × %u (height, width, channels); "
         "they must be alike"),
      path, a.height, a.width, a.channels, b.height, b.width, b.channels);
  return FALSE;
}

/* Rows `rows` of dataset as a data set of their own. */
static Dataset *
take_rows (const Dataset *dataset, const GArray *rows, const char *title, GError **error)
{
  const gsize dimension = dataset_dimension (dataset);
  NumericMatrix32 samples
      = numeric_matrix32 (numeric_matrix32_alloc (rows->len * dimension), rows->len, dimension);
  guint32 *labels = g_new (guint32, rows->len);
  Dataset *taken;

  for (guint i = 0; i < rows->len; i++) {
    const guint32 row = g_array_index (rows, guint32, i);

    memcpy (numeric_matrix32_row (samples, i), numeric_matrix32_row (dataset->samples, row),
            dimension * sizeof (float));
    labels[i] = dataset->labels[row];
  }
  taken = dataset_new (dataset->name, title, dataset->shape, samples, labels, dataset->n_classes,
                       (const char *const *)dataset->class_names, error);
  if (taken != NULL && dataset->coarse != NULL)
    dataset_set_coarse (taken, dataset->coarse, (const char *const *)dataset->coarse_names);
  return taken;
}

gboolean
dataset_reader_split (const Dataset *all,
                      const DatasetDescription *description,
                      Dataset **train,
                      Dataset **test,
                      GError **error)
{
  g_autoptr (GArray) train_rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) test_rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree gsize *seen = g_new0 (gsize, all->n_classes);
  g_autofree char *train_title = dataset_reader_title (description, FALSE);
  g_autofree char *test_title = dataset_reader_title (description, TRUE);

  for (guint32 i = 0; i < all->samples.rows; i++)
    g_array_append_val (seen[all->labels[i]]++ % 5 == 4 ? test_rows : train_rows, i);
  if (test_rows->len == 0) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: no class has the 5 samples that a split into train and test needs"), all->title);
    return FALSE;
  }
  *train = take_rows (all, train_rows, train_title, error);
  *test = take_rows (all, test_rows, test_title, error);
  return *train != NULL && *test != NULL;
}
