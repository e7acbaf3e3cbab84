/* The header of a safetensors file.
 *
 * It is read by hand because json-glib cannot stand what strangers write: 1.6 (Debian 12) recurses once a
 * bracket and overflows the stack at some ten thousands of them, keeps the last of two members of one name
 * without a word, and takes comments. What may stand here needs no recursion: an object of objects of texts
 * and of rows of whole numbers. */
#include "network/safetensors.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAXIMUM_NAME 1024u

/* What is known of the types of the format whose values are whole bytes. */
static const struct {
  const char *name;
  guint item;
} types[] = { { "BOOL", 1 }, { "U8", 1 },  { "I8", 1 },   { "F8_E5M2", 1 }, { "F8_E4M3", 1 }, { "U16", 2 },
              { "I16", 2 },  { "F16", 2 }, { "BF16", 2 }, { "U32", 4 },     { "I32", 4 },     { "F32", 4 },
              { "F64", 8 },  { "I64", 8 }, { "U64", 8 },  { "C64", 8 } };

typedef struct {
  const char *at, *end;
  const char *why; /* what is wrong at `at`, when something is */
} Cursor;

static void
skip_blanks (Cursor *cursor)
{
  while (cursor->at < cursor->end && strchr (" \t\r\n", *cursor->at) != NULL && *cursor->at != '\0')
    cursor->at++;
}

/* Whether the next thing is that character, which is then behind the cursor. */
static gboolean
take (Cursor *cursor, char character)
{
  skip_blanks (cursor);
  if (cursor->at == cursor->end || *cursor->at != character)
    return FALSE;
  cursor->at++;
  return TRUE;
}

/* The four digits of \u. */
static gboolean
take_unit (Cursor *cursor, gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++, cursor->at++) {
    if (cursor->at == cursor->end || !g_ascii_isxdigit (*cursor->at))
      return FALSE;
    *unit = *unit << 4 | (gunichar)g_ascii_xdigit_value (*cursor->at);
  }
  return TRUE;
}

/* Behind \u: a character, of two surrogates where it is beyond the first plane. */
static gboolean
take_unicode (Cursor *cursor, GString *text)
{
  gunichar character, low;

  if (!take_unit (cursor, &character))
    return FALSE;
  if (character >= 0xd800 && character < 0xdc00) {
    if (cursor->end - cursor->at < 2 || cursor->at[0] != '\\' || cursor->at[1] != 'u')
      return FALSE;
    cursor->at += 2;
    if (!take_unit (cursor, &low) || low < 0xdc00 || low > 0xdfff)
      return FALSE;
    character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
  }
  if (character == 0 || !g_unichar_validate (character))
    return FALSE;
  g_string_append_unichar (text, character);
  return TRUE;
}

/* Behind a backslash. */
static gboolean
take_escape (Cursor *cursor, GString *text)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (cursor->at == cursor->end || *cursor->at == '\0')
    return FALSE;
  if (*cursor->at == 'u') {
    cursor->at++;
    return take_unicode (cursor, text);
  }
  found = strchr (from, *cursor->at++);
  if (found != NULL)
    g_string_append_c (text, to[found - from]);
  return found != NULL;
}

/* A text, without its quotes; NULL when there is none. */
static char *
take_text (Cursor *cursor)
{
  g_autoptr (GString) text = g_string_new (NULL);

  cursor->why = _ ("a text in quotes is expected");
  if (!take (cursor, '"'))
    return NULL;
  cursor->why = _ ("this text is not one of JSON");
  while (cursor->at < cursor->end && *cursor->at != '"') {
    const char character = *cursor->at;

    if (g_ascii_iscntrl (character))
      return NULL;
    cursor->at++;
    if (character != '\\')
      g_string_append_c (text, character);
    else if (!take_escape (cursor, text))
      return NULL;
  }
  return take (cursor, '"') ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* A whole number from 0. */
static gboolean
take_number (Cursor *cursor, guint64 *value)
{
  const char *start;

  skip_blanks (cursor);
  cursor->why = _ ("a whole number from 0 to 18446744073709551615 is expected");
  *value = 0;
  for (start = cursor->at; cursor->at < cursor->end && g_ascii_isdigit (*cursor->at); cursor->at++)
    if (!g_uint64_checked_mul (value, *value, 10)
        || !g_uint64_checked_add (value, *value, (guint64)g_ascii_digit_value (*cursor->at)))
      return FALSE;
  return cursor->at > start;
}

/* "[1, 2]": at most `most`. */
static gboolean
take_numbers (Cursor *cursor, guint64 *values, guint most, guint *count)
{
  cursor->why = _ ("a list is expected");
  *count = 0;
  if (!take (cursor, '['))
    return FALSE;
  if (take (cursor, ']'))
    return TRUE;
  do {
    cursor->why = _ ("this list is too long");
    if (*count == most || !take_number (cursor, &values[*count]))
      return FALSE;
    (*count)++;
  } while (take (cursor, ','));
  cursor->why = _ ("a comma or the end of the list is expected");
  return take (cursor, ']');
}

/* "{"key": ...}" of anything: take_member is given each key, and takes what is behind the colon. */
static gboolean
take_object (Cursor *cursor, gboolean (*take_member) (Cursor *, const char *, gpointer), gpointer data)
{
  cursor->why = _ ("a { is expected");
  if (!take (cursor, '{'))
    return FALSE;
  if (take (cursor, '}'))
    return TRUE;
  do {
    g_autofree char *key = take_text (cursor);

    if (key == NULL)
      return FALSE;
    cursor->why = _ ("a colon is expected");
    if (!take (cursor, ':') || !take_member (cursor, key, data))
      return FALSE;
  } while (take (cursor, ','));
  cursor->why = _ ("a comma or a } is expected");
  return take (cursor, '}');
}

/* A tensor on the way; each of its members once. */
typedef struct {
  NetworkSafetensor *tensor;
  guint64 offsets[2];
  guint found; /* a bit each */
} Entry;

static gboolean
take_type (Cursor *cursor, NetworkSafetensor *tensor)
{
  g_autofree char *type = take_text (cursor);

  if (type == NULL)
    return FALSE;
  cursor->why = _ ("the type before this is not known");
  for (gsize t = 0; t < G_N_ELEMENTS (types); t++)
    if (g_str_equal (type, types[t].name)) {
      tensor->type = types[t].name;
      tensor->item = types[t].item;
    }
  return tensor->type != NULL;
}

static gboolean
take_entry_member (Cursor *cursor, const char *key, gpointer data)
{
  static const char *const keys[] = { "dtype", "shape", "data_offsets", NULL };
  Entry *entry = data;
  guint index = 0, count;

  while (keys[index] != NULL && !g_str_equal (key, keys[index]))
    index++;
  cursor->why = _ ("a tensor has dtype, shape and data_offsets, once each");
  if (keys[index] == NULL || (entry->found & 1u << index) != 0)
    return FALSE;
  entry->found |= 1u << index;
  if (index == 0)
    return take_type (cursor, entry->tensor);
  if (index == 1)
    return take_numbers (cursor, entry->tensor->sizes, NETWORK_SAFETENSORS_RANK, &entry->tensor->rank);
  if (!take_numbers (cursor, entry->offsets, 2, &count))
    return FALSE;
  cursor->why = _ ("the offsets before this are not two");
  return count == 2;
}

static void
tensor_free (gpointer data)
{
  g_free (((NetworkSafetensor *)data)->name);
  g_free (data);
}

/* The sizes make the bytes. */
static gboolean
check_entry (Cursor *cursor, const Entry *entry)
{
  NetworkSafetensor *tensor = entry->tensor;
  guint64 bytes;

  cursor->why = _ ("a tensor has dtype, shape and data_offsets, once each");
  if (entry->found != 7)
    return FALSE;
  cursor->why = _ ("the shape of the tensor before this does not make the bytes between its offsets");
  tensor->count = 1;
  for (guint s = 0; s < tensor->rank; s++)
    if (!g_uint64_checked_mul (&tensor->count, tensor->count, tensor->sizes[s]))
      return FALSE;
  tensor->begin = entry->offsets[0];
  return g_uint64_checked_mul (&bytes, tensor->count, tensor->item) && entry->offsets[1] >= entry->offsets[0]
         && entry->offsets[1] - entry->offsets[0] == bytes;
}

/* What the header has given. */
typedef struct {
  GPtrArray *tensors;
  GHashTable *names; /* of the tensors' */
  gboolean metadata;
} Header;

static gboolean
take_note (Cursor *cursor, const char *key, gpointer data)
{
  g_autofree char *value = take_text (cursor);

  return value != NULL;
}

/* Fit to be repeated in a message. */
static gboolean
check_name (const char *name)
{
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return strlen (name) <= MAXIMUM_NAME;
}

static gboolean
take_header_member (Cursor *cursor, const char *key, gpointer data)
{
  Header *header = data;
  Entry entry = { NULL };

  if (g_str_equal (key, "__metadata__")) {
    cursor->why = _ ("__metadata__ stands here again");
    if (header->metadata)
      return FALSE;
    header->metadata = TRUE;
    return take_object (cursor, take_note, NULL);
  }
  cursor->why = _ ("the name before this has control characters or more than 1024 bytes");
  if (!check_name (key))
    return FALSE;
  cursor->why = _ ("the tensor before this stands here again");
  if (g_hash_table_contains (header->names, key))
    return FALSE;
  entry.tensor = g_new0 (NetworkSafetensor, 1);
  entry.tensor->name = g_strdup (key);
  g_ptr_array_add (header->tensors, entry.tensor);
  g_hash_table_add (header->names, entry.tensor->name);
  return take_object (cursor, take_entry_member, &entry) && check_entry (cursor, &entry);
}

static gint
compare_begin (gconstpointer a, gconstpointer b)
{
  const NetworkSafetensor *x = *(const NetworkSafetensor *const *)a;
  const NetworkSafetensor *y = *(const NetworkSafetensor *const *)b;

  return x->begin != y->begin ? (x->begin > y->begin) - (x->begin < y->begin)
                              : (x->count > y->count) - (x->count < y->count);
}

/* Neither hole nor overlap: each begins where the one before ends, the last ends with the file. */
static gboolean
check_places (GPtrArray *tensors, guint64 n_bytes, const char *name, GError **error)
{
  guint64 end = 0;

  g_ptr_array_sort (tensors, compare_begin);
  for (guint t = 0; t < tensors->len; t++) {
    const NetworkSafetensor *tensor = tensors->pdata[t];

    if (tensor->begin != end) {
      g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE,
                   _ ("%s: the values of “%s” begin at byte %" G_GUINT64_FORMAT
                      ", those before end at %" G_GUINT64_FORMAT),
                   name, tensor->name, tensor->begin, end);
      return FALSE;
    }
    end += tensor->count * tensor->item; /* the offsets were such numbers */
  }
  if (end == n_bytes)
    return TRUE;
  g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE,
               _ ("%s: has %" G_GUINT64_FORMAT " bytes of values; its header promises %" G_GUINT64_FORMAT),
               name, n_bytes, end);
  return FALSE;
}

static gboolean
take_header (Cursor *cursor, Header *header)
{
  if (!take_object (cursor, take_header_member, header))
    return FALSE;
  skip_blanks (cursor);
  cursor->why = _ ("the end of the header is expected");
  return cursor->at == cursor->end;
}

GPtrArray *
network_safetensors_parse (
    const char *header, gsize length, guint64 n_bytes, const char *name, GError **error)
{
  Cursor cursor = { header, header + length, NULL };
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func (tensor_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  Header taken = { tensors, names, FALSE };

  if (!g_utf8_validate (header, (gssize)length, NULL)) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE, _ ("%s: its header is not UTF-8"), name);
    return NULL;
  }
  if (!take_header (&cursor, &taken)) {
    g_set_error (error, NETWORK_ERROR, NETWORK_ERROR_BAD_FILE,
                 _ ("%s: byte %" G_GSIZE_FORMAT " of the header: %s"), name, (gsize)(cursor.at - header),
                 cursor.why);
    return NULL;
  }
  return check_places (tensors, n_bytes, name, error) ? g_steal_pointer (&tensors) : NULL;
}

char *
network_safetensors_shape (const guint64 *sizes, guint rank)
{
  GString *text = g_string_new (rank == 0 ? _ ("a single value") : NULL);

  for (guint s = 0; s < rank; s++)
    g_string_append_printf (text, s > 0 ? " × %" G_GUINT64_FORMAT : "%" G_GUINT64_FORMAT, sizes[s]);
  return g_string_free (text, FALSE);
}
