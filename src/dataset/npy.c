#include "dataset/npy.h"

#include "numeric/half.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_LENGTH 6u
#define MAXIMUM_HEADER (1u << 16)
#define MAXIMUM_VALUES (1u << 28) /* 1 GiB as floats */

/* The header's dict, a place in it, and what was found wrong. */
typedef struct {
  const char *at;
  const char *why;
} Cursor;

static gboolean
take_character (Cursor *cursor, char wanted)
{
  while (g_ascii_isspace (*cursor->at))
    cursor->at++;
  if (*cursor->at != wanted)
    return FALSE;
  cursor->at++;
  return TRUE;
}

/* A quoted string without escapes; NULL when there is none. */
static char *
take_string (Cursor *cursor)
{
  const char quote = take_character (cursor, '\'') ? '\'' : '"';
  const char *start, *end;

  if (quote == '"' && !take_character (cursor, '"'))
    return NULL;
  start = cursor->at;
  end = strchr (start, quote);
  if (end == NULL)
    return NULL;
  cursor->at = end + 1;
  return g_strndup (start, (gsize)(end - start));
}

/* "<f4", ">i2", "|u1"; a structured type is a list, no string. */
static gboolean
take_type (Cursor *cursor, DatasetNpy *array)
{
  g_autofree char *type = take_string (cursor);
  static const char *const known[]
      = { "b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8" };

  cursor->why = _ ("its type is not one of bool, u1, u2, u4, u8, i1, i2, i4, i8, f2, f4, f8");
  if (type == NULL || type[0] == '\0' || strchr ("<>|=", type[0]) == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (type + 1, known[i])) {
      array->kind = known[i][0];
      array->item = (guint)(known[i][1] - '0');
      /* "=" is the writer's own order: not written by NumPy, as nobody could read it. */
      if (array->item > 1 && (type[0] == '|' || type[0] == '='))
        return FALSE;
      array->big_endian = type[0] == '>';
      return TRUE;
    }
  return FALSE;
}

static gboolean
take_order (Cursor *cursor, DatasetNpy *array)
{
  cursor->why = _ ("fortran_order is neither True nor False");
  take_character (cursor, ' ');
  array->fortran_order = g_str_has_prefix (cursor->at, "True");
  if (!array->fortran_order && !g_str_has_prefix (cursor->at, "False"))
    return FALSE;
  cursor->at += array->fortran_order ? 4 : 5;
  return TRUE;
}

/* "(3,)", "(3, 4)" */
static gboolean
take_shape (Cursor *cursor, DatasetNpy *array)
{
  cursor->why = _ ("its shape is not 1 to 4 sizes of at least 1 that make at most 268,435,456 values");
  array->count = 1;
  if (!take_character (cursor, '('))
    return FALSE;
  for (array->rank = 0; !take_character (cursor, ')'); array->rank++) {
    char *end;
    guint64 size;

    if (array->rank == DATASET_NPY_RANK || !g_ascii_isdigit (*cursor->at))
      return FALSE;
    size = g_ascii_strtoull (cursor->at, &end, 10);
    if (size == 0 || size > MAXIMUM_VALUES / array->count)
      return FALSE;
    cursor->at = end;
    array->sizes[array->rank] = (gsize)size;
    array->count *= (gsize)size;
    if (!take_character (cursor, ',') && *cursor->at != ')')
      return FALSE;
  }
  for (guint i = array->rank; i < DATASET_NPY_RANK; i++)
    array->sizes[i] = 1;
  return array->rank > 0;
}

static gboolean
take_dict (Cursor *cursor, DatasetNpy *array)
{
  static const struct {
    const char *key;
    gboolean (*take) (Cursor *cursor, DatasetNpy *array);
  } entries[] = { { "descr", take_type }, { "fortran_order", take_order }, { "shape", take_shape } };
  guint found = 0;

  cursor->why = _ ("its header is no dict of descr, fortran_order and shape");
  if (!take_character (cursor, '{'))
    return FALSE;
  while (!take_character (cursor, '}')) {
    const char *before = cursor->why;
    g_autofree char *key = take_string (cursor);
    gsize i = 0;

    while (i < G_N_ELEMENTS (entries) && g_strcmp0 (key, entries[i].key) != 0)
      i++;
    if (i == G_N_ELEMENTS (entries) || (found & 1u << i) != 0 || !take_character (cursor, ':'))
      return FALSE;
    found |= 1u << i;
    if (!entries[i].take (cursor, array))
      return FALSE;
    cursor->why = before;
    if (!take_character (cursor, ',') && *cursor->at != '}')
      return FALSE;
  }
  take_character (cursor, '\n');
  return found == 7 && *cursor->at == '\0';
}

/* The offset of the values, 0 with *why on error. */
static gsize
parse_header (DatasetNpy *array, const guint8 *data, gsize length, const char **why)
{
  g_autofree char *text = NULL;
  Cursor cursor;
  gsize start, header;

  *why = _ ("it does not start as a .npy file of version 1.0 to 3.0");
  if (length < MAGIC_LENGTH + 6 || memcmp (data, MAGIC, MAGIC_LENGTH) != 0)
    return 0;
  if (data[6] < 1 || data[6] > 3 || data[7] != 0)
    return 0;
  start = data[6] == 1 ? 10 : 12;
  header = data[8] | (gsize)data[9] << 8;
  if (data[6] > 1)
    header |= (gsize)data[10] << 16 | (gsize)data[11] << 24;
  *why = _ ("its header is longer than the file, or than 64 KiB");
  if (header > MAXIMUM_HEADER || header > length - start)
    return 0;
  text = g_strndup ((const char *)data + start, header);
  cursor = (Cursor){ .at = text };
  if (!take_dict (&cursor, array)) {
    *why = cursor.why;
    return 0;
  }
  return start + header;
}

gboolean
dataset_npy_parse (DatasetNpy *array, GBytes *bytes, const char *name, GError **error)
{
  DatasetNpy parsed = { NULL };
  gsize length, start;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const char *why;

  start = parse_header (&parsed, data, length, &why);
  if (start == 0) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: %s"), name, why);
    return FALSE;
  }
  if (length - start != parsed.count * parsed.item) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: has %" G_GSIZE_FORMAT " bytes of values; its header promises %" G_GSIZE_FORMAT),
                 name, length - start, parsed.count * parsed.item);
    return FALSE;
  }
  parsed.bytes = g_bytes_ref (bytes);
  parsed.values = data + start;
  *array = parsed;
  return TRUE;
}

static double
floating_value (guint64 bits, guint item)
{
  const guint32 bits32 = (guint32)bits;
  double value;
  float single;

  if (item == 2)
    return numeric_half_to_double ((guint16)bits);
  if (item == 4) {
    memcpy (&single, &bits32, sizeof single);
    return (double)single;
  }
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* Where a row-major index lies in the file. */
static gsize
place (const DatasetNpy *array, gsize index)
{
  gsize found = 0, stride = array->count;

  if (!array->fortran_order)
    return index;
  for (guint i = array->rank; i-- > 0;) {
    stride /= array->sizes[i];
    found += index % array->sizes[i] * stride;
    index /= array->sizes[i];
  }
  return found;
}

double
dataset_npy_value (const DatasetNpy *array, gsize index)
{
  const guint8 *bytes = array->values + place (array, index) * array->item;
  guint64 bits = 0;

  for (guint i = 0; i < array->item; i++)
    bits |= (guint64)bytes[array->big_endian ? array->item - 1 - i : i] << 8 * i;
  if (array->kind == 'f')
    return floating_value (bits, array->item);
  if (array->kind == 'i')
    return (double)((gint64)(bits << (64 - 8 * array->item)) >> (64 - 8 * array->item));
  return (double)bits;
}

void
dataset_npy_clear (DatasetNpy *array)
{
  g_clear_pointer (&array->bytes, g_bytes_unref);
}
