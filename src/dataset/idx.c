#include "dataset/idx.h"

#include <glib/gi18n.h>
#include <string.h>

#define TYPE_UNSIGNED_BYTE 0x08
#define MAXIMUM_BYTES (1u << 30)
#define CHUNK (1u << 20)

static const guint8 gzip_magic[2] = { 0x1f, 0x8b };

static char *
file_name (GFile *file)
{
  char *path = g_file_get_path (file);

  return path != NULL ? path : g_file_get_uri (file);
}

/* Opens the file; a gzip one is decompressed on the way. The two are told apart by their first bytes. */
static GInputStream *
open_stream (GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) raw = g_file_read (file, NULL, error);
  g_autoptr (GInputStream) buffered = NULL;
  g_autoptr (GZlibDecompressor) gunzip = NULL;
  const guint8 *start;
  gsize available;

  if (raw == NULL)
    return NULL;
  buffered = g_buffered_input_stream_new_sized (G_INPUT_STREAM (raw), 1 << 16);
  if (g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (buffered), -1, NULL, error) < 0)
    return NULL;
  start = g_buffered_input_stream_peek_buffer (G_BUFFERED_INPUT_STREAM (buffered), &available);
  if (available < sizeof gzip_magic || memcmp (start, gzip_magic, sizeof gzip_magic) != 0)
    return g_steal_pointer (&buffered);
  gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  return g_converter_input_stream_new (buffered, G_CONVERTER (gunzip));
}

/* Reads exactly count bytes; the error says at which the contents end. */
static gboolean
read_exactly (
    GInputStream *stream, void *buffer, gsize count, guint64 offset, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  gsize got = 0;

  if (!g_input_stream_read_all (stream, buffer, count, &got, NULL, &local)) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: broken after %" G_GUINT64_FORMAT " bytes: %s"), name, offset + got, local->message);
    return FALSE;
  }
  if (got < count) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: ends after %" G_GUINT64_FORMAT " bytes, too early"), name, offset + got);
    return FALSE;
  }
  return TRUE;
}

/* Reads and checks the header; sizes past the rank are 1. Returns the number of values, 0 on error. */
static guint64
read_header (GInputStream *stream, guint expected_rank, guint32 sizes[4], const char *name, GError **error)
{
  guint8 magic[4], raw[16];
  guint64 count = 1;

  if (!read_exactly (stream, magic, sizeof magic, 0, name, error))
    return 0;
  if (magic[0] != 0 || magic[1] != 0 || magic[2] != TYPE_UNSIGNED_BYTE || magic[3] != expected_rank) {
    g_set_error (
        error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
        _ ("%s: starts with %02x %02x %02x %02x; an IDX file of unsigned bytes and rank %u starts with "
           "00 00 08 %02x"),
        name, magic[0], magic[1], magic[2], magic[3], expected_rank, expected_rank);
    return 0;
  }
  if (!read_exactly (stream, raw, 4 * (gsize)expected_rank, sizeof magic, name, error))
    return 0;
  for (guint i = 0; i < 4; i++) {
    sizes[i] = 1;
    if (i < expected_rank)
      sizes[i] = (guint32)raw[4 * i] << 24 | raw[4 * i + 1] << 16 | raw[4 * i + 2] << 8 | raw[4 * i + 3];
    if (sizes[i] == 0 || count > MAXIMUM_BYTES / sizes[i]) {
      g_set_error (
          error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
          _ ("%s: the header says size %u in dimension %u; sizes must be at least 1 and make at most "
             "1 GiB together"),
          name, sizes[i], i + 1);
      return 0;
    }
    count *= sizes[i];
  }
  return count;
}

/* Reads count values, asking for memory only as far as the contents go, and makes sure that nothing follows.
 */
static GBytes *
read_values (GInputStream *stream, guint64 count, guint64 header, const char *name, GError **error)
{
  g_autoptr (GByteArray) values = g_byte_array_new ();
  guint8 beyond;
  gsize n_beyond = 0;

  while (values->len < count) {
    const guint start = values->len, step = (guint)MIN (count - start, CHUNK);

    g_byte_array_set_size (values, start + step);
    if (!read_exactly (stream, values->data + start, step, header + start, name, error)) {
      g_prefix_error (error, _ ("%s: the header promises %" G_GUINT64_FORMAT " bytes: "), name,
                      header + count);
      return NULL;
    }
  }
  if (!g_input_stream_read_all (stream, &beyond, 1, &n_beyond, NULL, error)) {
    g_prefix_error (error, "%s: ", name);
    return NULL;
  }
  if (n_beyond > 0) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: goes on after the %" G_GUINT64_FORMAT " bytes its header promises"), name,
                 header + count);
    return NULL;
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&values));
}

GBytes *
dataset_idx_read (GFile *file, guint expected_rank, guint32 sizes[4], GError **error)
{
  g_autofree char *name = file_name (file);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) local = NULL;
  GBytes *values;
  guint64 count;

  g_return_val_if_fail (expected_rank >= 1 && expected_rank <= 4, NULL);

  stream = open_stream (file, &local);
  if (stream == NULL) {
    const gboolean missing = g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

    g_set_error (error, DATASET_ERROR, missing ? DATASET_ERROR_NOT_FOUND : DATASET_ERROR_BAD_FILE, "%s: %s",
                 name, local->message);
    return NULL;
  }
  count = read_header (stream, expected_rank, sizes, name, error);
  if (count == 0)
    return NULL;
  values = read_values (stream, count, 4 + 4 * (guint64)expected_rank, name, &local);
  if (values == NULL)
    g_set_error_literal (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, local->message);
  return values;
}

/* All images, how many there are and the shape of one. */
static GBytes *
read_images (GFile *file, guint32 *n, DatasetShape *shape, GError **error)
{
  guint32 sizes[4];
  GBytes *values = dataset_idx_read (file, 3, sizes, error);

  *n = sizes[0];
  *shape = (DatasetShape){ sizes[1], sizes[2], 1 };
  return values;
}

static NumericMatrix32
scale_to_unit (GBytes *bytes, gsize rows, gsize columns, float maximum)
{
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (rows * columns), rows, columns);
  const guint8 *values = g_bytes_get_data (bytes, NULL);

  for (gsize i = 0; i < rows * columns; i++)
    samples.data[i] = (float)values[i] / maximum;
  return samples;
}

Dataset *
dataset_idx_read_pair (GFile *images,
                       GFile *labels,
                       const char *name,
                       const char *title,
                       float maximum,
                       guint n_classes,
                       const char *const *class_names,
                       GError **error)
{
  g_autoptr (GBytes) image_bytes = NULL;
  g_autoptr (GBytes) label_bytes = NULL;
  const guint8 *label_values;
  guint32 n_images, label_sizes[4], *wide;
  DatasetShape shape;

  image_bytes = read_images (images, &n_images, &shape, error);
  if (image_bytes == NULL)
    return NULL;
  label_bytes = dataset_idx_read (labels, 1, label_sizes, error);
  if (label_bytes == NULL)
    return NULL;
  if (label_sizes[0] != n_images) {
    g_autofree char *image_name = file_name (images), *label_name = file_name (labels);

    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s has %u images, but %s has %u labels"),
                 image_name, n_images, label_name, label_sizes[0]);
    return NULL;
  }
  label_values = g_bytes_get_data (label_bytes, NULL);
  wide = g_new (guint32, n_images);
  for (guint32 i = 0; i < n_images; i++)
    wide[i] = label_values[i];
  if (n_classes == 0)
    for (guint32 i = 0; i < n_images; i++)
      n_classes = MAX (n_classes, wide[i] + 1);
  return dataset_new (name, title, shape,
                      scale_to_unit (image_bytes, n_images, (gsize)shape.height * shape.width, maximum), wide,
                      n_classes, class_names, error);
}
