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

/* A file's contents, decompressed where it is gzip. GConverterInputStream is not used: it would silently pass
 * over what follows the end of the gzip stream. */
typedef struct {
  GBufferedInputStream *raw;
  GConverter *gunzip; /* NULL for a plain file, and after the end of the gzip stream */
  gboolean zipped;
} Reader;

static void
reader_clear (Reader *reader)
{
  g_clear_object (&reader->raw);
  g_clear_object (&reader->gunzip);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* The two kinds are told apart by their first bytes. */
static gboolean
reader_open (Reader *reader, GFile *file, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  const guint8 *start;
  gsize available;

  if (stream == NULL)
    return FALSE;
  reader->raw
      = G_BUFFERED_INPUT_STREAM (g_buffered_input_stream_new_sized (G_INPUT_STREAM (stream), 1 << 16));
  if (g_buffered_input_stream_fill (reader->raw, -1, NULL, error) < 0)
    return FALSE;
  start = g_buffered_input_stream_peek_buffer (reader->raw, &available);
  reader->zipped = available >= sizeof gzip_magic && memcmp (start, gzip_magic, sizeof gzip_magic) == 0;
  if (reader->zipped)
    reader->gunzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  return TRUE;
}

/* Up to count bytes; 0 at the end, -1 on error. */
static gssize
reader_read (Reader *reader, guint8 *buffer, gsize count, GError **error)
{
  if (!reader->zipped)
    return g_input_stream_read (G_INPUT_STREAM (reader->raw), buffer, count, NULL, error);
  while (reader->gunzip != NULL) {
    gsize available, used, written;
    GConverterResult result;
    const void *input;

    if (g_buffered_input_stream_get_available (reader->raw) == 0
        && g_buffered_input_stream_fill (reader->raw, -1, NULL, error) < 0)
      return -1;
    input = g_buffered_input_stream_peek_buffer (reader->raw, &available);
    result = g_converter_convert (reader->gunzip, input, available, buffer, count,
                                  available == 0 ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &used,
                                  &written, error);
    if (result == G_CONVERTER_ERROR
        || g_input_stream_skip (G_INPUT_STREAM (reader->raw), used, NULL, error) < 0)
      return -1;
    if (result == G_CONVERTER_FINISHED)
      g_clear_object (&reader->gunzip);
    if (written > 0)
      return (gssize)written;
  }
  return 0;
}

/* Reads exactly count bytes, at offset of the `promised` ones that there must be in all. */
static gboolean
read_exactly (Reader *reader,
              guint8 *buffer,
              gsize count,
              guint64 offset,
              guint64 promised,
              const char *name,
              GError **error)
{
  const guint64 end = offset + count;

  while (offset < end) {
    g_autoptr (GError) local = NULL;
    const gssize got = reader_read (reader, buffer, end - offset, &local);

    if (got < 0) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: broken after %" G_GUINT64_FORMAT " bytes: %s"), name, offset, local->message);
      return FALSE;
    }
    if (got == 0) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: ends after %" G_GUINT64_FORMAT " bytes; its header promises %" G_GUINT64_FORMAT),
                   name, offset, promised);
      return FALSE;
    }
    buffer += got;
    offset += (guint64)got;
  }
  return TRUE;
}

/* Makes sure that nothing follows the `promised` bytes, nor the gzip stream. */
static gboolean
check_end (Reader *reader, guint64 promised, const char *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint8 beyond;
  gssize got = reader_read (reader, &beyond, 1, &local);

  if (got > 0) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: goes on after the %" G_GUINT64_FORMAT " bytes that its header promises"), name,
                 promised);
    return FALSE;
  }
  if (got == 0 && reader->zipped) {
    got = g_input_stream_read (G_INPUT_STREAM (reader->raw), &beyond, 1, NULL, &local);
    if (got > 0) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: goes on after the end of its gzip stream"), name);
      return FALSE;
    }
  }
  if (got == 0)
    return TRUE;
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
               _ ("%s: broken after %" G_GUINT64_FORMAT " bytes: %s"), name, promised, local->message);
  return FALSE;
}

/* Reads and checks the header; sizes past the rank are 1. Returns the number of values, 0 on error. */
static guint64
read_header (Reader *reader, guint expected_rank, guint32 sizes[4], const char *name, GError **error)
{
  const gsize length = 4 + 4 * (gsize)expected_rank;
  guint8 magic[4], raw[16];
  guint64 count = 1;

  if (!read_exactly (reader, magic, sizeof magic, 0, length, name, error))
    return 0;
  if (magic[0] != 0 || magic[1] != 0 || magic[2] != TYPE_UNSIGNED_BYTE || magic[3] != expected_rank) {
    g_set_error (
        error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
        _ ("%s: starts with %02x %02x %02x %02x; an IDX file of unsigned bytes and rank %u starts with "
           "00 00 08 %02x"),
        name, magic[0], magic[1], magic[2], magic[3], expected_rank, expected_rank);
    return 0;
  }
  if (!read_exactly (reader, raw, length - sizeof magic, sizeof magic, length, name, error))
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
read_values (Reader *reader, guint64 count, guint64 header, const char *name, GError **error)
{
  g_autoptr (GByteArray) values = g_byte_array_new ();

  while (values->len < count) {
    const guint start = values->len, step = (guint)MIN (count - start, CHUNK);

    g_byte_array_set_size (values, start + step);
    if (!read_exactly (reader, values->data + start, step, header + start, header + count, name, error))
      return NULL;
  }
  if (!check_end (reader, header + count, name, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&values));
}

GBytes *
dataset_idx_read (GFile *file, guint expected_rank, guint32 sizes[4], GError **error)
{
  g_autofree char *name = file_name (file);
  g_auto (Reader) reader = { NULL };
  g_autoptr (GError) local = NULL;
  guint64 count;

  g_return_val_if_fail (expected_rank >= 1 && expected_rank <= 4, NULL);

  if (!reader_open (&reader, file, &local)) {
    const gboolean missing = g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

    g_set_error (error, DATASET_ERROR, missing ? DATASET_ERROR_NOT_FOUND : DATASET_ERROR_BAD_FILE, "%s: %s",
                 name, local->message);
    return NULL;
  }
  count = read_header (&reader, expected_rank, sizes, name, error);
  if (count == 0)
    return NULL;
  return read_values (&reader, count, 4 + 4 * (guint64)expected_rank, name, error);
}

/* All images, how many there are and the shape of one. */
static GBytes *
read_images (GFile *file, guint32 *n, DatasetShape *shape, GError **error)
{
  guint32 sizes[4] = { 0 };
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
