#include "dataset/zip.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#define END_MAGIC 0x06054b50u
#define END_LENGTH 22u
#define ENTRY_MAGIC 0x02014b50u
#define ENTRY_LENGTH 46u
#define LOCAL_MAGIC 0x04034b50u
#define LOCAL_LENGTH 30u
#define METHOD_STORED 0
#define METHOD_DEFLATED 8
#define FLAG_ENCRYPTED 1
#define MAXIMUM_BYTES (1u << 30)
/* Deflate cannot do better: 258 bytes for two bits. */
#define MAXIMUM_RATIO 1032u

static guint16
read16 (const guint8 *bytes)
{
  return (guint16)(bytes[0] | bytes[1] << 8);
}

static guint32
read32 (const guint8 *bytes)
{
  return read16 (bytes) | (guint32)read16 (bytes + 2) << 16;
}

static void
member_free (gpointer data)
{
  DatasetZipMember *member = data;

  g_free (member->name);
  g_free (member);
}

/* The offset of the end record, which a comment of up to 65,535 bytes may follow; length where there is none.
 */
static gsize
find_end (const guint8 *data, gsize length)
{
  for (gsize comment = 0; comment <= G_MAXUINT16 && comment + END_LENGTH <= length; comment++) {
    const guint8 *end = data + length - END_LENGTH - comment;

    if (read32 (end) == END_MAGIC && read16 (end + 20) == comment)
      return (gsize)(end - data);
  }
  return length;
}

/* One entry of the directory, of `available` bytes; its length in *used. */
static DatasetZipMember *
read_entry (const guint8 *entry, gsize available, gsize *used)
{
  DatasetZipMember *member;
  guint16 name_length;

  if (available < ENTRY_LENGTH || read32 (entry) != ENTRY_MAGIC)
    return NULL;
  name_length = read16 (entry + 28);
  *used = ENTRY_LENGTH + (gsize)name_length + read16 (entry + 30) + read16 (entry + 32);
  if (*used > available)
    return NULL;
  member = g_new0 (DatasetZipMember, 1);
  member->name = g_utf8_make_valid ((const char *)entry + ENTRY_LENGTH, name_length);
  member->flags = read16 (entry + 8);
  member->method = read16 (entry + 10);
  member->checksum = read32 (entry + 16);
  member->packed = read32 (entry + 20);
  member->size = read32 (entry + 24);
  member->offset = read32 (entry + 42);
  return member;
}

GPtrArray *
dataset_zip_list (GBytes *archive, const char *name, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (archive, &length);
  const gsize end = find_end (data, length);
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (member_free);
  gsize size, offset, used;
  guint16 count;

  if (end == length) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: is no whole ZIP archive: it has no end record"), name);
    return NULL;
  }
  count = read16 (data + end + 10);
  size = read32 (data + end + 12);
  offset = read32 (data + end + 16);
  if (read16 (data + end + 4) != 0 || read16 (data + end + 8) != count || offset > end
      || size > end - offset) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: its ZIP directory lies outside the file, or it is ZIP64 or one of several discs"),
                 name);
    return NULL;
  }
  for (guint i = 0; i < count; i++, offset += used, size -= used) {
    DatasetZipMember *member = read_entry (data + offset, size, &used);

    if (member == NULL) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                   _ ("%s: entry %u of its ZIP directory is broken"), name, i + 1);
      return NULL;
    }
    g_ptr_array_add (members, member);
  }
  return g_steal_pointer (&members);
}

/* The packed contents; NULL when they do not lie within the archive. */
static const guint8 *
find_contents (GBytes *archive, const DatasetZipMember *member)
{
  gsize length, start;
  const guint8 *data = g_bytes_get_data (archive, &length), *local;

  if (length < LOCAL_LENGTH || member->offset > length - LOCAL_LENGTH)
    return NULL;
  local = data + member->offset;
  /* The sizes in a local header may be left open (NumPy leaves them to a ZIP64 field): not read. */
  start = (gsize)member->offset + LOCAL_LENGTH + read16 (local + 26) + read16 (local + 28);
  if (read32 (local) != LOCAL_MAGIC || start > length || member->packed > length - start)
    return NULL;
  return data + start;
}

/* Exactly member->size bytes from exactly member->packed ones. */
static gboolean
inflate_member (const guint8 *packed, const DatasetZipMember *member, guint8 *contents)
{
  /* zlib takes its input as not const. */
  z_stream stream = {
    .next_in = (Bytef *)packed, .avail_in = member->packed, .next_out = contents, .avail_out = member->size
  };
  gboolean whole;

  if (inflateInit2 (&stream, -MAX_WBITS) != Z_OK)
    return FALSE;
  whole = inflate (&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0 && stream.avail_in == 0;
  inflateEnd (&stream);
  return whole;
}

/* What makes a member unreadable before it is read; NULL when nothing does. */
static const char *
objection (const DatasetZipMember *member)
{
  if (member->flags & FLAG_ENCRYPTED)
    return _ ("is encrypted");
  if (member->method != METHOD_STORED && member->method != METHOD_DEFLATED)
    return _ ("is neither stored nor deflated");
  if (member->size > MAXIMUM_BYTES)
    return _ ("is larger than 1 GiB");
  if (member->method == METHOD_STORED ? member->size != member->packed
                                      : member->size / MAXIMUM_RATIO > member->packed)
    return _ ("promises a size that its packed size cannot give");
  return NULL;
}

GBytes *
dataset_zip_read (GBytes *archive, const DatasetZipMember *member, const char *name, GError **error)
{
  const guint8 *packed = find_contents (archive, member);
  const char *why = objection (member);
  g_autofree guint8 *contents = NULL;

  if (why == NULL && packed == NULL)
    why = _ ("does not lie within the file");
  if (why == NULL) {
    contents = g_malloc (MAX (member->size, 1));
    if (member->method == METHOD_STORED)
      memcpy (contents, packed, member->size);
    else if (!inflate_member (packed, member, contents))
      why = _ ("is broken, or its size another than promised");
    if (why == NULL && crc32_z (0, contents, member->size) != member->checksum)
      why = _ ("has another checksum than promised");
  }
  if (why != NULL) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: member %s %s"), name, member->name,
                 why);
    return NULL;
  }
  return g_bytes_new_take (g_steal_pointer (&contents), member->size);
}
