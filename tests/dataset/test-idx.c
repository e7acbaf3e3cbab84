#include "dataset/idx.h"
#include "folder-fixture.h"

#include <gio/gio.h>
#include <string.h>

static void
append_size (GByteArray *bytes, guint32 size)
{
  const guint32 big = GUINT32_TO_BE (size);

  g_byte_array_append (bytes, (const guint8 *)&big, 4);
}

/* An IDX file whose values count up from 0. */
static GByteArray *
new_idx (guint8 type, guint8 rank, const guint32 *sizes, gsize n_values)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint8 magic[4] = { 0, 0, type, rank };

  g_byte_array_append (bytes, magic, 4);
  for (guint i = 0; i < rank; i++)
    append_size (bytes, sizes[i]);
  for (gsize i = 0; i < n_values; i++) {
    const guint8 value = (guint8)i;

    g_byte_array_append (bytes, &value, 1);
  }
  return bytes;
}

static GByteArray *
compress (const GByteArray *bytes)
{
  g_autoptr (GConverter) zlib = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_data (bytes->data, bytes->len, NULL);
  g_autoptr (GInputStream) zipped = g_converter_input_stream_new (plain, zlib);
  GByteArray *result = g_byte_array_new ();
  guint8 buffer[4096];
  gssize got;

  while ((got = g_input_stream_read (zipped, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (result, buffer, (guint)got);
  g_assert_cmpint (got, ==, 0);
  return result;
}

static GFile *
write_file (const Fixture *fixture, const char *name, const void *data, gsize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  /* A new file is not synced to disk, one replaced would be, and there are thousands. */
  g_remove (path);
  g_file_set_contents (path, data, (gssize)length, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

/* The file must be refused as bad, the message naming it and holding `says`. */
static void
assert_refused (GFile *file, guint rank, const char *says)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint32 sizes[4];

  bytes = dataset_idx_read (file, rank, sizes, &error);
  g_assert_null (bytes);
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);
  if (strstr (error->message, name) == NULL || strstr (error->message, says) == NULL)
    g_error ("“%s” names not “%s” or says not “%s”", error->message, name, says);
}

static void
assert_contents_refused (const Fixture *fixture, const GByteArray *contents, guint rank, const char *says)
{
  g_autoptr (GFile) file = write_file (fixture, "bad-ubyte", contents->data, contents->len);

  assert_refused (file, rank, says);
}

static const guint32 image_sizes[] = { 3, 4, 5 };

static void
test_read (Fixture *fixture, gconstpointer data)
{
  for (guint rank = 1; rank <= 4; rank++)
    for (guint zipped = 0; zipped < 2; zipped++) {
      static const guint32 expected[] = { 6, 2, 5, 7 };
      g_autoptr (GByteArray) plain = NULL;
      g_autoptr (GByteArray) contents = NULL;
      g_autoptr (GFile) file = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      guint32 sizes[4] = { 0 };
      gsize count = 1;

      for (guint i = 0; i < rank; i++)
        count *= expected[i];
      plain = new_idx (8, (guint8)rank, expected, count);
      contents = zipped ? compress (plain) : g_byte_array_ref (plain);
      file = write_file (fixture, "values", contents->data, contents->len);
      bytes = dataset_idx_read (file, rank, sizes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, count);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), count, plain->data + 4 + 4 * rank, count);
      for (guint i = 0; i < 4; i++)
        g_assert_cmpuint (sizes[i], ==, i < rank ? expected[i] : 1);
    }
}

/* More than one chunk of the reader, and more than its buffers hold. */
static void
test_read_large (Fixture *fixture, gconstpointer data)
{
  const guint32 size = 3000001;
  g_autoptr (GByteArray) plain = new_idx (8, 1, &size, size);
  g_autoptr (GByteArray) zipped = compress (plain);
  g_autoptr (GFile) file = write_file (fixture, "large.gz", zipped->data, zipped->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint32 sizes[4];

  bytes = dataset_idx_read (file, 1, sizes, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), plain->data + 8, size);
}

/* Cut off after every byte: in the header and in the values, plain and inside a whole gzip stream. */
static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) whole = new_idx (8, 3, image_sizes, 60);

  for (guint length = 0; length < whole->len; length++) {
    g_autoptr (GByteArray) cut = g_byte_array_new ();
    g_autoptr (GByteArray) zipped = NULL;
    g_autofree char *says = g_strdup_printf ("ends after %u bytes", length);

    g_byte_array_append (cut, whole->data, length);
    zipped = compress (cut);
    assert_contents_refused (fixture, cut, 3, says);
    assert_contents_refused (fixture, zipped, 3, says);
  }
}

/* A gzip stream cut off after every byte, its last ones too (checksum and length). */
static void
test_truncated_gzip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) plain = new_idx (8, 3, image_sizes, 60);
  g_autoptr (GByteArray) zipped = compress (plain);

  while (zipped->len > 0) {
    g_byte_array_set_size (zipped, zipped->len - 1);
    assert_contents_refused (fixture, zipped, 3, "");
  }
}

/* Every bit of the deflated data, of the checksum and of the length flipped in turn: an error, but for the
 * bits that fill up the last byte of the deflated data (7 at most) and bear nothing. */
static void
test_flipped_gzip (Fixture *fixture, gconstpointer data)
{
  const guint gzip_header = 10;
  g_autoptr (GByteArray) plain = new_idx (8, 3, image_sizes, 60);
  g_autoptr (GByteArray) zipped = compress (plain);
  guint n_accepted = 0;

  for (guint bit = 8 * gzip_header; bit < 8 * zipped->len; bit++) {
    g_autoptr (GFile) file = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = NULL;
    guint32 sizes[4];

    zipped->data[bit / 8] ^= (guint8)(1 << bit % 8);
    file = write_file (fixture, "flipped", zipped->data, zipped->len);
    bytes = dataset_idx_read (file, 3, sizes, &error);
    if (bytes == NULL) {
      g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);
    } else {
      n_accepted++;
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), plain->data + 16, 60);
    }
    zipped->data[bit / 8] ^= (guint8)(1 << bit % 8);
  }
  g_assert_cmpuint (n_accepted, <=, 7);
}

static void
test_trailing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) plain = new_idx (8, 3, image_sizes, 60);
  g_autoptr (GByteArray) zipped = compress (plain);
  g_autoptr (GByteArray) twice = compress (plain);
  g_autoptr (GByteArray) long_inside = NULL;

  g_byte_array_append (twice, zipped->data, zipped->len);
  assert_contents_refused (fixture, twice, 3, "goes on after the end of its gzip stream");
  g_byte_array_append (zipped, (const guint8 *)"", 1);
  assert_contents_refused (fixture, zipped, 3, "goes on after the end of its gzip stream");
  g_byte_array_append (plain, (const guint8 *)"x", 1);
  assert_contents_refused (fixture, plain, 3, "goes on after the 76 bytes");
  long_inside = compress (plain);
  assert_contents_refused (fixture, long_inside, 3, "goes on after the 76 bytes");
}

/* Sizes that lie: refused when they are 0 or too large at all, and otherwise where the contents end, without
 * the memory they ask for. */
static void
test_lying_sizes (Fixture *fixture, gconstpointer data)
{
  static const struct {
    guint32 sizes[3];
    const char *says;
  } lies[] = {
    { { 0xffffffff, 0xffffffff, 0xffffffff }, "size 4294967295 in dimension 1" },
    { { 1, 0xffffffff, 1 }, "size 4294967295 in dimension 2" },
    { { 0x10000, 0x10000, 0x10000 }, "size 65536 in dimension 2" },
    { { 0x40000000, 1, 2 }, "size 2 in dimension 3" },
    { { 0, 28, 28 }, "size 0 in dimension 1" },
    { { 3, 4, 0 }, "size 0 in dimension 3" },
    { { 0x40000000, 1, 1 }, "ends after 76 bytes; its header promises 1073741840" },
    { { 3, 4, 6 }, "ends after 76 bytes; its header promises 88" },
    { { 3, 4, 4 }, "goes on after the 64 bytes" },
    { { 1, 1, 1 }, "goes on after the 17 bytes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++) {
    g_autoptr (GByteArray) contents = new_idx (8, 3, lies[i].sizes, 60);

    assert_contents_refused (fixture, contents, 3, lies[i].says);
  }
}

static void
test_magic (Fixture *fixture, gconstpointer data)
{
  static const guint8 types[] = { 0x00, 0x09, 0x0b, 0x0c, 0x0d, 0x0e, 0xff };
  g_autoptr (GByteArray) labels = new_idx (8, 1, image_sizes, 3);
  g_autoptr (GByteArray) foreign = g_byte_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GByteArray) contents = new_idx (types[i], 3, image_sizes, 60);

    assert_contents_refused (fixture, contents, 3, "an IDX file of unsigned bytes and rank 3 starts with");
  }
  assert_contents_refused (fixture, labels, 3, "starts with 00 00 08 01");
  g_byte_array_append (foreign, (const guint8 *)"\x89PNG\r\n\x1a\nand so on", 18);
  assert_contents_refused (fixture, foreign, 3, "starts with 89 50 4e 47");
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) missing = g_file_new_build_filename (fixture->folder, "missing", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GFile) closed = write_file (fixture, "closed", "x", 1);
  g_autoptr (GError) error = NULL;
  guint32 sizes[4];

  g_assert_null (dataset_idx_read (missing, 1, sizes, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "missing"));
  assert_refused (folder, 1, "directory");
  g_assert_cmpint (g_chmod (g_file_peek_path (closed), 0), ==, 0);
  if (g_access (g_file_peek_path (closed), 4) == 0)
    g_test_message ("root may read everything: no test of a file that is closed");
  else
    assert_refused (closed, 1, "ermission");
}

typedef struct {
  GFile *images, *labels;
} Pair;

static void
pair_clear (Pair *pair)
{
  g_clear_object (&pair->images);
  g_clear_object (&pair->labels);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

/* n_images images of 4 x 5 and n_labels labels 0, 1, 2, ... */
static Pair
write_pair (const Fixture *fixture, guint32 n_images, guint32 n_labels)
{
  const guint32 sizes[] = { n_images, 4, 5 };
  g_autoptr (GByteArray) images = new_idx (8, 3, sizes, (gsize)n_images * 20);
  g_autoptr (GByteArray) labels = new_idx (8, 1, &n_labels, n_labels);

  return (Pair){ write_file (fixture, "images", images->data, images->len),
                 write_file (fixture, "labels", labels->data, labels->len) };
}

static void
test_pair (Fixture *fixture, gconstpointer data)
{
  g_auto (Pair) pair = write_pair (fixture, 3, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (Dataset) dataset
      = dataset_idx_read_pair (pair.images, pair.labels, "name", "Title", 16, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (dataset->name, ==, "name");
  g_assert_cmpuint (dataset->n_classes, ==, 3);
  g_assert_cmpuint (dataset->shape.height, ==, 4);
  g_assert_cmpuint (dataset->shape.width, ==, 5);
  g_assert_cmpuint (dataset->shape.channels, ==, 1);
  g_assert_cmpuint (dataset->samples.rows, ==, 3);
  g_assert_cmpuint (dataset_dimension (dataset), ==, 20);
  for (guint i = 0; i < 60; i++)
    g_assert_true (dataset->samples.data[i] == (float)i / 16.0f);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpuint (dataset->labels[i], ==, i);
    g_assert_cmpuint (dataset->class_counts[i], ==, 1);
  }
}

static void
test_pair_refused (Fixture *fixture, gconstpointer data)
{
  g_auto (Pair) unequal = write_pair (fixture, 3, 4);
  g_autoptr (GError) count_error = NULL;
  g_autoptr (GError) label_error = NULL;
  g_autoptr (GError) swap_error = NULL;

  g_assert_null (
      dataset_idx_read_pair (unequal.images, unequal.labels, "name", "Title", 255, 0, NULL, &count_error));
  g_assert_error (count_error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);
  g_assert_nonnull (strstr (count_error->message, "3 images"));
  g_assert_nonnull (strstr (count_error->message, "4 labels"));
  g_assert_null (
      dataset_idx_read_pair (unequal.labels, unequal.images, "name", "Title", 255, 0, NULL, &swap_error));
  g_assert_error (swap_error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);

  g_auto (Pair) equal = write_pair (fixture, 4, 4);
  g_assert_null (
      dataset_idx_read_pair (equal.images, equal.labels, "name", "Title", 255, 3, NULL, &label_error));
  g_assert_error (label_error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL);
  g_assert_nonnull (strstr (label_error->message, "sample 3 has the label 3; allowed are 0 to 2"));
}

#define ADD(path, test) g_test_add ("/dataset/idx/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("read", test_read);
  ADD ("read-large", test_read_large);
  ADD ("truncated", test_truncated);
  ADD ("truncated-gzip", test_truncated_gzip);
  ADD ("flipped-gzip", test_flipped_gzip);
  ADD ("trailing", test_trailing);
  ADD ("lying-sizes", test_lying_sizes);
  ADD ("magic", test_magic);
  ADD ("no-file", test_no_file);
  ADD ("pair", test_pair);
  ADD ("pair-refused", test_pair_refused);
  return g_test_run ();
}
