#include "network/safetensors.h"

#include "numeric/half.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define LENGTH 8u
#define MAXIMUM_HEADER (1u << 24)
/* Bytes that are converted at a time; whole values of every type. */
#define CHUNK 65536u

/* Reading */

/* Its length in *length. A folder opens, but cannot be read. */
static GInputStream *
open_stream (const char *path, guint64 *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &failure);
  g_autoptr (GFileInfo) info
      = stream == NULL
            ? NULL
            : g_file_input_stream_query_info (
                stream, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE, NULL, &failure);

  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_NOT_FOUND, _ ("%s cannot be read: %s"), path,
                 info == NULL ? failure->message : _ ("it is no file"));
    return NULL;
  }
  *length = (guint64)g_file_info_get_size (info);
  return G_INPUT_STREAM (g_steal_pointer (&stream));
}

/* All of `count` bytes; a file may have become shorter since it was measured. */
static gboolean
read_bytes (NetworkSafetensors *file, void *bytes, gsize count, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gsize done;

  if (g_input_stream_read_all (file->stream, bytes, count, &done, NULL, &failure) && done == count)
    return TRUE;
  g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE, _ ("%s cannot be read: %s"), file->name,
               failure != NULL ? failure->message : _ ("it ends too early"));
  return FALSE;
}

static gboolean
read_header (NetworkSafetensors *file, guint64 file_length, GError **error)
{
  g_autofree char *header = NULL;
  guint64 length = 0;

  if (file_length >= LENGTH && !read_bytes (file, &length, LENGTH, error))
    return FALSE;
  length = GUINT64_FROM_LE (length);
  if (file_length < LENGTH || length > MAXIMUM_HEADER || length > file_length - LENGTH) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE,
                 _ ("%s is no safetensors file: its header would have %" G_GUINT64_FORMAT
                    " bytes, and the file has %" G_GUINT64_FORMAT "; at most 16 MiB are allowed"),
                 file->name, length, file_length);
    return FALSE;
  }
  header = g_malloc (length + 1);
  if (!read_bytes (file, header, length, error))
    return FALSE;
  file->start = LENGTH + length;
  file->tensors = network_safetensors_parse (header, length, file_length - file->start, file->name, error);
  return file->tensors != NULL;
}

NetworkSafetensors *
network_safetensors_open (const char *path, GError **error)
{
  guint64 length;
  g_autoptr (GInputStream) stream = open_stream (path, &length, error);
  g_autoptr (NetworkSafetensors) file = NULL;

  if (stream == NULL)
    return NULL;
  file = g_new0 (NetworkSafetensors, 1);
  file->name = g_strdup (path);
  file->stream = g_steal_pointer (&stream);
  return read_header (file, length, error) ? g_steal_pointer (&file) : NULL;
}

void
network_safetensors_close (NetworkSafetensors *file)
{
  g_free (file->name);
  g_object_unref (file->stream);
  g_clear_pointer (&file->tensors, g_ptr_array_unref);
  g_free (file);
}

const NetworkSafetensor *
network_safetensors_find (const NetworkSafetensors *file, const char *name)
{
  for (guint t = 0; t < file->tensors->len; t++) {
    const NetworkSafetensor *tensor = file->tensors->pdata[t];

    if (g_str_equal (tensor->name, name))
      return tensor;
  }
  return NULL;
}

/* One converter for each type that becomes a real. */

static double
from_f16 (const guint8 *bytes)
{
  return numeric_half_to_double ((guint16)(bytes[0] | bytes[1] << 8));
}

static double
from_f32 (const guint8 *bytes)
{
  guint32 bits;
  float value;

  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return (double)value;
}

/* The upper half of an F32. */
static double
from_bf16 (const guint8 *bytes)
{
  const guint8 whole[] = { 0, 0, bytes[0], bytes[1] };

  return from_f32 (whole);
}

static double
from_f64 (const guint8 *bytes)
{
  guint64 bits;
  double value;

  memcpy (&bits, bytes, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

typedef double (*Convert) (const guint8 *bytes);

static Convert
find_converter (const char *type)
{
  static const struct {
    const char *type;
    Convert convert;
  } converters[] = { { "F16", from_f16 }, { "BF16", from_bf16 }, { "F32", from_f32 }, { "F64", from_f64 } };

  for (gsize c = 0; c < G_N_ELEMENTS (converters); c++)
    if (g_str_equal (type, converters[c].type))
      return converters[c].convert;
  return NULL;
}

static gboolean
check_finite (const NetworkSafetensors *file, const NetworkSafetensor *tensor, real value, GError **error)
{
  if (isfinite (value))
    return TRUE;
  g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE,
               _ ("%s: “%s” has a value that is not finite in single precision"), file->name, tensor->name);
  return FALSE;
}

gboolean
network_safetensors_read (NetworkSafetensors *file,
                          const NetworkSafetensor *tensor,
                          real *values,
                          GError **error)
{
  const Convert convert = find_converter (tensor->type);
  g_autofree guint8 *bytes = g_malloc (CHUNK);

  if (convert == NULL) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE,
                 _ ("%s: “%s” has the type %s; allowed are F16, BF16, F32 and F64"), file->name, tensor->name,
                 tensor->type);
    return FALSE;
  }
  if (!g_seekable_seek (G_SEEKABLE (file->stream), (goffset)(file->start + tensor->begin), G_SEEK_SET, NULL,
                        error))
    return FALSE;
  for (guint64 done = 0; done < tensor->count;) {
    const gsize count = MIN (CHUNK / tensor->item, tensor->count - done);

    if (!read_bytes (file, bytes, count * tensor->item, error))
      return FALSE;
    for (gsize i = 0; i < count; i++, done++) {
      values[done] = (real)convert (bytes + i * tensor->item);
      if (!check_finite (file, tensor, values[done], error))
        return FALSE;
    }
  }
  return TRUE;
}

/* Writing */

static void
append_text (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (json, "\\%c", *text);
    else if (g_ascii_iscntrl (*text))
      g_string_append_printf (json, "\\u%04x", (guint)(guchar)*text);
    else
      g_string_append_c (json, *text);
  g_string_append_c (json, '"');
}

static void
append_tensor (GString *json, const NetworkTensor *tensor, guint64 begin)
{
  g_string_append_c (json, ',');
  append_text (json, tensor->name);
  g_string_append (json, ":{\"dtype\":\"F32\",\"shape\":[");
  for (guint s = 0; s < tensor->rank; s++)
    g_string_append_printf (json, s > 0 ? ",%" G_GSIZE_FORMAT : "%" G_GSIZE_FORMAT, tensor->sizes[s]);
  g_string_append_printf (json, "],\"data_offsets\":[%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT "]}", begin,
                          begin + tensor->count * sizeof (float));
}

/* With the length in front, and blanks behind so that the values are aligned. */
static GString *
make_header (const NetworkTensor *tensors, gsize n_tensors, const char *const *metadata)
{
  static const char room[LENGTH] = { 0 };
  GString *json = g_string_new_len (room, LENGTH);
  guint64 begin = 0, length;

  g_string_append (json, "{\"__metadata__\":{\"format\":\"pt\"");
  for (; *metadata != NULL; metadata += 2) {
    g_string_append_c (json, ',');
    append_text (json, metadata[0]);
    g_string_append_c (json, ':');
    append_text (json, metadata[1]);
  }
  g_string_append_c (json, '}');
  for (gsize t = 0; t < n_tensors; begin += tensors[t].count * sizeof (float), t++)
    append_tensor (json, &tensors[t], begin);
  g_string_append_c (json, '}');
  while (json->len % LENGTH != 0)
    g_string_append_c (json, ' ');
  length = GUINT64_TO_LE ((guint64)json->len - LENGTH);
  memcpy (json->str, &length, sizeof length);
  return json;
}

static void
append_values (GString *bytes, const NetworkTensor *tensor)
{
  g_autofree real *values = g_new (real, tensor->count);

  network_tensor_get (tensor, values);
  for (gsize i = 0; i < tensor->count; i++) {
    const float value = (float)values[i];
    guint32 bits;

    memcpy (&bits, &value, sizeof bits);
    bits = GUINT32_TO_LE (bits);
    g_string_append_len (bytes, (const char *)&bits, sizeof bits);
  }
}

/* All of it in memory first: a network has at most 2^28 values. */
gboolean
network_safetensors_write (const char *path,
                           const NetworkTensor *tensors,
                           gsize n_tensors,
                           const char *const *metadata,
                           GError **error)
{
  g_autoptr (GString) bytes = make_header (tensors, n_tensors, metadata);

  for (gsize t = 0; t < n_tensors; t++)
    append_values (bytes, &tensors[t]);
  return g_file_set_contents_full (path, bytes->str, (gssize)bytes->len, G_FILE_SET_CONTENTS_CONSISTENT, 0666,
                                   error);
}
