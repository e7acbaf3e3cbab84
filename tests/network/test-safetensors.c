/* The format: files that another program wrote, our own read back, and every lie of a header refused. */
#include "network/safetensors.h"

#include <glib/gstdio.h>
#include <string.h>

static NetworkSafetensors *
open_stored (const char *file_name)
{
  g_autofree char *path = g_build_filename (COLLAPSAR_SAFETENSORS_FOLDER, file_name, NULL);
  g_autoptr (GError) error = NULL;
  NetworkSafetensors *file = network_safetensors_open (path, &error);

  g_assert_no_error (error);
  return file;
}

/* As make-safetensors.py says. */
static void
test_types (void)
{
  static const char *const types[] = { "F64", "F32", "F16", "BF16" };
  g_autoptr (NetworkSafetensors) file = open_stored ("types.safetensors");
  g_autoptr (GError) error = NULL;
  const NetworkSafetensor *tensor;
  real values[24];

  g_assert_cmpuint (file->tensors->len, ==, 7);
  for (gsize t = 0; t < G_N_ELEMENTS (types); t++) {
    g_autofree char *shape = NULL;

    tensor = network_safetensors_find (file, types[t]);
    shape = network_safetensors_shape (tensor->sizes, tensor->rank);
    g_assert_cmpstr (shape, ==, "2 × 3 × 4");
    g_assert_true (network_safetensors_read (file, tensor, values, &error));
    g_assert_no_error (error);
    for (guint i = 0; i < 24; i++)
      g_assert_true (values[i] == ((real)i - 7) / 4);
  }
  tensor = network_safetensors_find (file, "nothing");
  g_assert_true (network_safetensors_read (file, tensor, values, &error));
  tensor = network_safetensors_find (file, "café \"x\"\\ 𝄞");
  g_assert_cmpuint (tensor->rank, ==, 0);
  g_assert_false (network_safetensors_read (file, tensor, values, &error));
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE);
  g_assert_nonnull (strstr (error->message, "I64"));
  g_clear_error (&error);
  g_assert_false (network_safetensors_read (file, network_safetensors_find (file, "large"), values, &error));
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE);
  g_assert_null (network_safetensors_find (file, "none"));
}

static void
assert_refused (const char *header, guint64 n_bytes, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tensors
      = network_safetensors_parse (header, strlen (header), n_bytes, "file", &error);

  if (tensors != NULL)
    g_error ("taken: %s", header);
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE);
  if (strstr (error->message, why) == NULL)
    g_error ("%s: %s", header, error->message);
}

#define TENSOR(type, shape, offsets)                                                                         \
  "{\"dtype\":\"" type "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

static void
test_lies (void)
{
  static const struct {
    const char *header, *why;
    guint64 n_bytes;
  } lies[] = {
    { "", "{ is expected", 0 },
    { "[]", "{ is expected", 0 },
    { "{\"a\"", "colon", 0 },
    { "{\"a\":1}", "{ is expected", 0 },
    { "{}x", "end of the header", 0 },
    { "{} /* */", "end of the header", 0 },
    { "{\"a\":{}}", "once each", 0 },
    { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", "once each", 4 },
    { "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", "once each", 4 },
    { "{\"a\":{\"colour\":1}}", "once each", 4 },
    { "{\"a\":" TENSOR ("F31", "[1]", "[0,4]") "}", "not known", 4 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[0,8]") "}", "does not make", 8 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[4,0]") "}", "does not make", 4 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[0]") "}", "not two", 4 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[0,4,8]") "}", "too long", 4 },
    { "{\"a\":" TENSOR ("F32", "[1,1,1,1,1,1,1,1,1]", "[0,4]") "}", "too long", 4 },
    { "{\"a\":" TENSOR ("F32", "[-1]", "[0,4]") "}", "whole number", 4 },
    { "{\"a\":" TENSOR ("F32", "[1.0]", "[0,4]") "}", "end of the list", 4 },
    { "{\"a\":" TENSOR ("F32", "[18446744073709551616]", "[0,4]") "}", "whole number", 4 },
    { "{\"a\":" TENSOR ("F32", "[4294967296,4294967296]", "[0,0]") "}", "does not make", 0 },
    { "{\"a\":" TENSOR ("F64", "[4611686018427387904]", "[0,0]") "}", "does not make", 0 },
    { "{\"a\":" TENSOR ("U8", "[2]", "[18446744073709551614,18446744073709551616]") "}", "whole number", 2 },
    { "{\"a\":" TENSOR ("U8", "[1]", "[18446744073709551614,18446744073709551615]") "}", "begin at", 2 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[0,4]") "}", "its header promises 4", 3 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[0,4]") "}", "its header promises 4", 5 },
    { "{}", "its header promises 0", 1 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[4,8]") "}", "begin at byte 4", 8 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[0,4]") ",\"b\":" TENSOR ("F32", "[1]", "[2,6]") "}", "begin at", 6 },
    { "{\"a\":" TENSOR ("F32", "[1]", "[0,4]") ",\"b\":" TENSOR ("F32", "[1]", "[0,4]") "}", "begin at", 4 },
    { "{\"a\":" TENSOR ("U8", "[0]", "[0,0]") ",\"a\":" TENSOR ("U8", "[0]", "[0,0]") "}", "again", 0 },
    { "{\"__metadata__\":{},\"__metadata__\":{}}", "again", 0 },
    { "{\"__metadata__\":{\"a\":1}}", "quotes", 0 },
    { "{\"__metadata__\":[]}", "{ is expected", 0 },
    { "{\"__metadata__\":{\"a\":{\"a\":{}}}}", "quotes", 0 },
    { "{\"a\\n\":" TENSOR ("U8", "[0]", "[0,0]") "}", "control characters", 0 },
    { "{\"a\\u0000\":" TENSOR ("U8", "[0]", "[0,0]") "}", "JSON", 0 },
    { "{\"a\\ud800\":" TENSOR ("U8", "[0]", "[0,0]") "}", "JSON", 0 },
    { "{\"a\\x\":" TENSOR ("U8", "[0]", "[0,0]") "}", "JSON", 0 },
    { "{\"a\\u12", "JSON", 0 },
    { "{\"a\\", "JSON", 0 },
    { "{\"a\nb\":1}", "JSON", 0 },
    { "{\"\xff\":1}", "UTF-8", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    assert_refused (lies[i].header, lies[i].n_bytes, lies[i].why);
}

/* What json-glib does not survive. */
static void
test_nesting (void)
{
  static const char *const starts[] = { "[", "{\"a\":", "{\"__metadata__\":", "{\"a\":{\"shape\":[" };

  for (gsize s = 0; s < G_N_ELEMENTS (starts); s++) {
    g_autoptr (GString) header = g_string_new (NULL);

    while (header->len < 1u << 20)
      g_string_append (header, starts[s]);
    assert_refused (header->str, 0, "");
  }
}

static void
assert_bad_file (const char *path, const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, bytes, (gssize)length, NULL));
  g_assert_null (network_safetensors_open (path, &error));
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE);
}

/* Cut anywhere, or with a length that cannot be. */
static void
test_files (void)
{
  g_autofree char *stored = g_build_filename (COLLAPSAR_SAFETENSORS_FOLDER, "mlp.safetensors", NULL);
  g_autofree char *folder = g_dir_make_tmp ("collapsar-safetensors-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cut.safetensors", NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (stored, &bytes, &length, NULL));
  for (gsize cut = 0; cut < length; cut += cut < 16 ? 1 : 37)
    assert_bad_file (path, bytes, cut);
  for (guint byte = 0; byte < 8; byte++) {
    g_autofree char *changed = g_memdup2 (bytes, length);

    changed[byte] = (char)0xff;
    assert_bad_file (path, changed, length);
  }
  g_remove (path);
  g_assert_null (network_safetensors_open (path, &error));
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (network_safetensors_open (folder, &error));
  g_assert_error (error, NETWORK_ERROR, NETWORK_ERROR_NOT_FOUND);
  g_rmdir (folder);
}

/* What is written is what is read, and the bytes are those of the format. */
static void
test_writing (void)
{
  static const char *const metadata[] = { "note", "a \"b\"\n\\ é", NULL };
  static const char expected[]
      = "{\"__metadata__\":{\"format\":\"pt\",\"note\":\"a \\\"b\\\"\\u000a\\\\ é\"},"
        "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
        "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
  real values[] = { (real)1.5, -2, 3 }, back[2];
  const NetworkTensor tensors[] = {
    { .name = "a", .rank = 2, .sizes = { 1, 2, 1, 1 }, .count = 2, .values = values, .channels = 1 },
    { .name = "b", .rank = 1, .sizes = { 1, 1, 1, 1 }, .count = 1, .values = values + 2, .channels = 1 },
  };
  g_autofree char *folder = g_dir_make_tmp ("collapsar-safetensors-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.safetensors", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "x.safetensors", NULL);
  g_autoptr (NetworkSafetensors) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (network_safetensors_write (path, tensors, 2, metadata, &error));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length % 4, ==, 0);
  g_assert_cmpuint ((guint8)bytes[0], ==, (sizeof expected - 1 + 7) / 8 * 8);
  g_assert_true (strncmp (bytes + 8, expected, sizeof expected - 1) == 0);
  g_assert_cmpmem (bytes + length - 12, 4, "\0\0\300\77", 4);
  file = network_safetensors_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (network_safetensors_read (file, network_safetensors_find (file, "a"), back, &error));
  g_assert_cmpmem (back, sizeof back, values, sizeof back);
  g_assert_false (network_safetensors_write (nowhere, tensors, 2, metadata, &error));
  g_assert_nonnull (error);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/safetensors/types", test_types);
  g_test_add_func ("/network/safetensors/lies", test_lies);
  g_test_add_func ("/network/safetensors/nesting", test_nesting);
  g_test_add_func ("/network/safetensors/files", test_files);
  g_test_add_func ("/network/safetensors/writing", test_writing);
  return g_test_run ();
}
