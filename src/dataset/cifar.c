/* CIFAR-10 and CIFAR-100 in their binary version (https://www.cs.toronto.edu/~kriz/cifar.html): files of
 * records, each one label (CIFAR-10) or a coarse and a fine one (CIFAR-100), then 3072 bytes, the red, green
 * and blue plane of 32 x 32. The names of the classes stand in text files beside them, a line each; without
 * those CIFAR-10 has the usual names and CIFAR-100 numbers. How many records a file has is not laid down
 * here. */
#include "dataset/labels.h"
#include "dataset/reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIDE 32u
#define PLANE (SIDE * SIDE)
#define CHANNELS 3u
#define DIMENSION (PLANE * CHANNELS)
#define BYTE_MAXIMUM 255.0f
#define MAXIMUM_FILES 5

typedef struct {
  const char *title;
  const char *train_files[MAXIMUM_FILES + 1]; /* NULL-terminated */
  const char *test_files[2];
  guint n_classes;
  guint n_coarse;          /* coarse labels in the records; 0: records have none */
  const char *names_file;  /* of the classes */
  const char *coarse_file; /* their names; NULL: as below */
  const char *const *names;
  const guint32 *coarse;
  const char *const *coarse_names;
} Format;

static const char *const ten_names[]
    = { "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck", NULL };
static const guint32 ten_coarse[] = { 0, 0, 1, 1, 1, 1, 1, 1, 0, 0 };
static const char *const ten_coarse_names[] = { "Vehicles", "Animals", NULL };

static const Format formats[] = {
  { .title = "CIFAR-10",
    .train_files
    = { "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin" },
    .test_files = { "test_batch.bin" },
    .n_classes = 10,
    .names_file = "batches.meta.txt",
    .names = ten_names,
    .coarse = ten_coarse,
    .coarse_names = ten_coarse_names },
  { .title = "CIFAR-100",
    .train_files = { "train.bin" },
    .test_files = { "test.bin" },
    .n_classes = 100,
    .n_coarse = 20,
    .names_file = "fine_label_names.txt",
    .coarse_file = "coarse_label_names.txt" },
};

static gboolean
has_file (const char *folder, const char *file_name)
{
  g_autofree char *path = g_build_filename (folder, file_name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The format that has a file there; NULL for none. A train.bin without its test.bin may be anything. */
static const Format *
find_format (const char *folder)
{
  if (has_file (folder, formats[0].train_files[0]) || has_file (folder, formats[0].test_files[0]))
    return &formats[0];
  if (has_file (folder, formats[1].train_files[0]) && has_file (folder, formats[1].test_files[0]))
    return &formats[1];
  return NULL;
}

static gboolean
claims (const char *folder)
{
  return find_format (folder) != NULL;
}

static gboolean
check_files (const char *folder, const char *const *files, GError **error)
{
  for (; *files != NULL; files++)
    if (!has_file (folder, *files)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND, _ ("%s: there is no file %s"), folder,
                   *files);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check (const char *folder, GError **error)
{
  const Format *format = find_format (folder);

  if (format != NULL)
    return check_files (folder, format->train_files, error)
           && check_files (folder, format->test_files, error);
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND,
               _ ("%s: there are neither data_batch_1.bin … and test_batch.bin nor train.bin and test.bin"),
               folder);
  return FALSE;
}

/* The lines of an optional text file, which must be `count`; NULL without an error when there is no file. */
static char **
read_names (const char *folder, const char *file_name, guint count, GError **error)
{
  g_auto (GStrv) lines = dataset_reader_lines (folder, file_name, error);
  g_autofree char *path = g_build_filename (folder, file_name, NULL);

  if (lines == NULL || g_strv_length (lines) == count)
    return g_steal_pointer (&lines);
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
               _ ("%s: has %u lines of text; it needs the names of %u classes, one a line"), path,
               g_strv_length (lines), count);
  return NULL;
}

/* What was read of one part before it is a data set. coarse_of[k] is the coarse class of k, or G_MAXUINT32
 * where no record has shown it yet; it goes on from part to part. */
typedef struct {
  const Format *format;
  NumericMatrix32 samples;
  guint32 *labels;
  guint32 *coarse_of;
} Part;

/* Planes to channels last. */
static void
unpack_pixels (const guint8 *planes, float *sample)
{
  for (guint p = 0; p < PLANE; p++)
    for (guint c = 0; c < CHANNELS; c++)
      sample[CHANNELS * p + c] = (float)planes[PLANE * c + p] / BYTE_MAXIMUM;
}

static gboolean
read_record (Part *part, const guint8 *record, gsize row, const char *title, GError **error)
{
  const Format *format = part->format;
  const guint n_labels = format->n_coarse > 0 ? 2 : 1;
  const guint fine = record[n_labels - 1], coarse = record[0];

  if (fine >= format->n_classes || (n_labels == 2 && coarse >= format->n_coarse)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL,
                 _ ("%s: sample %" G_GSIZE_FORMAT " has the label %u; allowed are 0 to %u"), title, row,
                 fine >= format->n_classes ? fine : coarse,
                 (fine >= format->n_classes ? format->n_classes : format->n_coarse) - 1);
    return FALSE;
  }
  if (n_labels == 2 && !dataset_labels_note_coarse (part->coarse_of, fine, coarse, row, title, error))
    return FALSE;
  part->labels[row] = fine;
  unpack_pixels (record + n_labels, numeric_matrix32_row (part->samples, row));
  return TRUE;
}

/* The files of a part, and how many records they have together; NULL on error. */
static GPtrArray *
read_files (const char *folder, const Format *format, const char *const *files, gsize *n, GError **error)
{
  const gsize record = DIMENSION + (format->n_coarse > 0 ? 2 : 1);
  g_autoptr (GPtrArray) contents = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  *n = 0;
  for (; *files != NULL; files++) {
    g_autofree char *path = g_build_filename (folder, *files, NULL);
    GBytes *bytes = dataset_reader_contents (path, error);

    if (bytes == NULL)
      return NULL;
    g_ptr_array_add (contents, bytes);
    if (g_bytes_get_size (bytes) == 0 || g_bytes_get_size (bytes) % record != 0) {
      g_set_error (
          error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
          _ ("%s: has %" G_GSIZE_FORMAT " bytes; %s has records of %" G_GSIZE_FORMAT ", and at least one"),
          path, g_bytes_get_size (bytes), format->title, record);
      return NULL;
    }
    *n += g_bytes_get_size (bytes) / record;
  }
  return g_steal_pointer (&contents);
}

/* Puts the records of all files into part; on error nothing is held. */
static gboolean
read_part (Part *part, const char *folder, const char *const *files, const char *title, GError **error)
{
  const gsize record = DIMENSION + (part->format->n_coarse > 0 ? 2 : 1);
  gsize n, row = 0;
  g_autoptr (GPtrArray) contents = read_files (folder, part->format, files, &n, error);

  if (contents == NULL)
    return FALSE;
  part->samples = numeric_matrix32 (numeric_matrix32_alloc (n * DIMENSION), n, DIMENSION);
  part->labels = g_new (guint32, n);
  for (guint f = 0; f < contents->len; f++) {
    gsize length;
    const guint8 *data = g_bytes_get_data (contents->pdata[f], &length);

    for (gsize at = 0; at < length; at += record)
      if (!read_record (part, data + at, row++, title, error)) {
        g_aligned_free (part->samples.data);
        g_free (part->labels);
        return FALSE;
      }
  }
  return TRUE;
}

/* The hierarchy of both parts, once both are read. */
static gboolean
set_coarse (Dataset *train,
            Dataset *test,
            const char *folder,
            const Format *format,
            const guint32 *coarse_of,
            GError **error)
{
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) names = NULL;
  Dataset *parts[] = { train, test };

  if (format->n_coarse > 0)
    names = read_names (folder, format->coarse_file, format->n_coarse, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  for (guint p = 0; p < G_N_ELEMENTS (parts); p++)
    if (format->n_coarse > 0)
      dataset_labels_set_coarse (parts[p], coarse_of, format->n_coarse, (const char *const *)names);
    else
      dataset_set_coarse (parts[p], format->coarse, format->coarse_names);
  return TRUE;
}

static gboolean
load (const char *folder,
      const DatasetDescription *description,
      Dataset **train,
      Dataset **test,
      GError **error)
{
  const Format *format = find_format (folder);
  g_autofree char *train_title = dataset_reader_title (description, FALSE);
  g_autofree char *test_title = dataset_reader_title (description, TRUE);
  g_autofree guint32 *coarse_of = NULL;
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) names = NULL;
  Dataset **parts[] = { train, test };

  if (!check (folder, error))
    return FALSE;
  if (description->n_classes != 0 && description->n_classes != format->n_classes) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: holds %s, not %s"), folder,
                 format->title, description->title);
    return FALSE;
  }
  names = read_names (folder, format->names_file, format->n_classes, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  coarse_of = g_new (guint32, format->n_classes);
  memset (coarse_of, 0xff, format->n_classes * sizeof *coarse_of);
  for (guint p = 0; p < G_N_ELEMENTS (parts); p++) {
    const char *title = p == 0 ? train_title : test_title;
    Part part = { .format = format, .coarse_of = coarse_of };

    if (!read_part (&part, folder, p == 0 ? format->train_files : format->test_files, title, error))
      return FALSE;
    *parts[p] = dataset_new (description->name, title, (DatasetShape){ SIDE, SIDE, CHANNELS }, part.samples,
                             part.labels, format->n_classes,
                             names != NULL ? (const char *const *)names : format->names, error);
    if (*parts[p] == NULL)
      return FALSE;
  }
  return set_coarse (*train, *test, folder, format, coarse_of, error);
}

const DatasetReader dataset_reader_cifar = { claims, check, load };
