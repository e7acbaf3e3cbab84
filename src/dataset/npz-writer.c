/* Layout: for each member a local header, its name and a ZIP64 field, then the .npy; at the end the directory
 * (APPNOTE.TXT 6.3.10, sections 4.3 to 4.5). All lengths are known beforehand from the shapes; only the
 * checksums are filled in later. */
#include "dataset/npz-writer.h"

#include "dataset/dataset.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define MAXIMUM_RANK 32u
#define NPY_ALIGNMENT 64u
#define NPY_FRONT 10u /* magic, version, length */
/* What a first size may grow to without moving the values: NumPy leaves room for it. */
#define GROWTH 21u
#define VERSION 20u
#define VERSION_64 45u
#define UNIX 3u
#define DATE 0x21u /* 1980-01-01, as NumPy's, so that equal arrays are equal files */
#define MODE (0600u << 16)
#define EXTRA_64 1u
/* Python's writer goes to ZIP64 from here. */
#define LIMIT ((guint64)G_MAXINT32)
#define MAXIMUM_COUNT 65535u
#define CHECKSUM_AT 14 /* in a local header */
#define CHUNK ((gsize)1 << 28)

typedef struct {
  char *name; /* with ".npy" */
  guint32 checksum;
  guint64 size, offset;
} Member;

struct _DatasetNpzWriter {
  char *path, *part;
  FILE *file;
  guint64 at; /* bytes written */
  GPtrArray *members;
  guint item;
  guint64 left; /* bytes that the last array lacks */
};

static const struct {
  char code;
  guint item;
} types[] = { { 'f', 4 }, { 'f', 8 }, { 'i', 4 }, { 'i', 8 } };

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (DATASET_ERROR, DATASET_ERROR_BAD_REQUEST, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* From errno. */
static gboolean
fail (const char *path, GError **error)
{
  const int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), _ ("%s cannot be written: %s"), path,
               g_strerror (code));
  return FALSE;
}

/* The file */

static gboolean
write_bytes (DatasetNpzWriter *writer, gconstpointer bytes, gsize count, GError **error)
{
  writer->at += count;
  return count == 0 || fwrite (bytes, 1, count, writer->file) == count || fail (writer->path, error);
}

DatasetNpzWriter *
dataset_npz_writer_new (const char *path, GError **error)
{
  g_autoptr (DatasetNpzWriter) writer = g_new0 (DatasetNpzWriter, 1);
  int descriptor;

  writer->members = g_ptr_array_new ();
  writer->path = g_strdup (path);
  writer->part = g_strconcat (path, ".XXXXXX", NULL);
  descriptor = g_mkstemp_full (writer->part, O_RDWR | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    fail (path, error);
    return NULL;
  }
  writer->file = fdopen (descriptor, "wb");
  return g_steal_pointer (&writer);
}

/* On the disc before it has the name, so that a crash leaves one file or the other. */
static gboolean
put_in_place (DatasetNpzWriter *writer, GError **error)
{
  FILE *file = g_steal_pointer (&writer->file);
  gboolean done = fflush (file) == 0 && fsync (fileno (file)) == 0;

  if (!done)
    fail (writer->path, error);
  if (fclose (file) != 0 && done)
    done = fail (writer->path, error);
  if (done && g_rename (writer->part, writer->path) != 0)
    done = fail (writer->path, error);
  if (!done)
    g_unlink (writer->part);
  return done;
}

void
dataset_npz_writer_free (DatasetNpzWriter *writer)
{
  if (writer->file != NULL) {
    fclose (writer->file);
    g_unlink (writer->part);
  }
  for (guint m = 0; m < writer->members->len; m++) {
    g_free (((Member *)writer->members->pdata[m])->name);
    g_free (writer->members->pdata[m]);
  }
  g_ptr_array_unref (writer->members);
  g_free (writer->path);
  g_free (writer->part);
  g_free (writer);
}

/* .npy */

/* Bytes of the values. */
static gboolean
measure (const DatasetNpyShape *shape, guint64 *bytes, GError **error)
{
  *bytes = types[shape->type].item;
  if (shape->rank > MAXIMUM_RANK)
    return refuse (error, _ ("An array of %u dimensions cannot be written; at most %u are allowed"),
                   shape->rank, MAXIMUM_RANK);
  for (guint i = 0; i < shape->rank; i++)
    if (!g_uint64_checked_mul (bytes, *bytes, shape->sizes[i]) || *bytes > G_MAXINT64 / 2)
      return refuse (error, _ ("An array of that many values cannot be written"));
  return TRUE;
}

/* Up to where the values begin. */
static GString *
make_npy_header (const DatasetNpyShape *shape)
{
  GString *header = g_string_new_len ("\x93NUMPY\1\0\0\0", NPY_FRONT);
  gsize length;

  g_string_append_printf (header, "{'descr': '%c%c%u', 'fortran_order': False, 'shape': (",
                          G_BYTE_ORDER == G_LITTLE_ENDIAN ? '<' : '>', types[shape->type].code,
                          types[shape->type].item);
  for (guint i = 0; i < shape->rank; i++)
    g_string_append_printf (header, i == 0 ? "%" G_GSIZE_FORMAT : ", %" G_GSIZE_FORMAT, shape->sizes[i]);
  g_string_append (header, shape->rank == 1 ? ",), }" : "), }");
  if (shape->rank > 0) {
    char first[GROWTH];
    const int digits = g_snprintf (first, sizeof first, "%" G_GSIZE_FORMAT, shape->sizes[0]);

    g_string_append_printf (header, "%*s", (int)GROWTH - digits, "");
  }
  do
    g_string_append_c (header, ' ');
  while ((header->len + 1) % NPY_ALIGNMENT != 0);
  g_string_append_c (header, '\n');
  length = header->len - NPY_FRONT;
  header->str[8] = (char)(length & 0xff);
  header->str[9] = (char)(length >> 8);
  return header;
}

/* .npz */

static void
put16 (GString *bytes, guint value)
{
  const guint16 little = GUINT16_TO_LE ((guint16)value);

  g_string_append_len (bytes, (const char *)&little, sizeof little);
}

static void
put32 (GString *bytes, guint32 value)
{
  const guint32 little = GUINT32_TO_LE (value);

  g_string_append_len (bytes, (const char *)&little, sizeof little);
}

static void
put64 (GString *bytes, guint64 value)
{
  const guint64 little = GUINT64_TO_LE (value);

  g_string_append_len (bytes, (const char *)&little, sizeof little);
}

/* Or the mark of a number that stands in a ZIP64 field. */
static guint32
small_or_mark (guint64 value)
{
  return value > LIMIT ? G_MAXUINT32 : (guint32)value;
}

/* What local header and directory share, from the version on. */
static void
put_common (GString *bytes, const Member *member, guint version, guint extra)
{
  put16 (bytes, version);
  put16 (bytes, 0); /* flags */
  put16 (bytes, 0); /* stored */
  put16 (bytes, 0); /* time */
  put16 (bytes, DATE);
  put32 (bytes, member->checksum);
  put32 (bytes, small_or_mark (member->size));
  put32 (bytes, small_or_mark (member->size));
  put16 (bytes, (guint)strlen (member->name));
  put16 (bytes, extra);
}

static gboolean
write_local (DatasetNpzWriter *writer, const Member *member, GError **error)
{
  g_autoptr (GString) bytes = g_string_new ("PK\3\4");

  put_common (bytes, member, member->size > LIMIT ? VERSION_64 : VERSION, 20);
  g_string_append (bytes, member->name);
  put16 (bytes, EXTRA_64);
  put16 (bytes, 16);
  put64 (bytes, member->size);
  put64 (bytes, member->size);
  return write_bytes (writer, bytes->str, bytes->len, error);
}

static Member *
last_member (DatasetNpzWriter *writer)
{
  return writer->members->len > 0 ? writer->members->pdata[writer->members->len - 1] : NULL;
}

/* Fills in the last array's checksum. */
static gboolean
end_member (DatasetNpzWriter *writer, GError **error)
{
  const Member *member = last_member (writer);
  const guint32 checksum = member != NULL ? GUINT32_TO_LE (member->checksum) : 0;

  if (member == NULL)
    return TRUE;
  if (writer->left > 0)
    return refuse (error, _ ("%s: %s lacks %" G_GUINT64_FORMAT " bytes"), writer->path, member->name,
                   writer->left);
  return (fseeko (writer->file, (off_t)member->offset + CHECKSUM_AT, SEEK_SET) == 0
          && fwrite (&checksum, 1, sizeof checksum, writer->file) == sizeof checksum
          && fseeko (writer->file, 0, SEEK_END) == 0)
         || fail (writer->path, error);
}

/* Bytes of the last member. */
static gboolean
append_bytes (DatasetNpzWriter *writer, const guint8 *bytes, guint64 count, GError **error)
{
  Member *member = last_member (writer);

  for (guint64 done = 0, part; done < count; done += part) {
    part = MIN (CHUNK, count - done);
    member->checksum = (guint32)crc32 (member->checksum, bytes + done, (uInt)part);
    if (!write_bytes (writer, bytes + done, part, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
check_name (DatasetNpzWriter *writer, const char *name, GError **error)
{
  if (writer->members->len == MAXIMUM_COUNT - 1 || strlen (name) > G_MAXINT16)
    return refuse (error, _ ("%s: holds %u arrays, and no more are allowed"), writer->path,
                   writer->members->len);
  for (guint m = 0; m < writer->members->len; m++)
    if (g_str_equal (((Member *)writer->members->pdata[m])->name, name))
      return refuse (error, _ ("%s: has %s already"), writer->path, name);
  return TRUE;
}

gboolean
dataset_npz_writer_begin (DatasetNpzWriter *writer,
                          const char *name,
                          const DatasetNpyShape *shape,
                          GError **error)
{
  g_autofree char *file_name = g_strconcat (name, ".npy", NULL);
  g_autoptr (GString) header = NULL;
  Member *member;
  guint64 bytes;

  if (!measure (shape, &bytes, error) || !end_member (writer, error)
      || !check_name (writer, file_name, error))
    return FALSE;
  header = make_npy_header (shape);
  member = g_new0 (Member, 1);
  member->name = g_steal_pointer (&file_name);
  member->size = header->len + bytes;
  member->offset = writer->at;
  g_ptr_array_add (writer->members, member);
  writer->item = types[shape->type].item;
  writer->left = bytes;
  return write_local (writer, member, error)
         && append_bytes (writer, (const guint8 *)header->str, header->len, error);
}

gboolean
dataset_npz_writer_append (DatasetNpzWriter *writer, gconstpointer values, gsize count, GError **error)
{
  if (count > writer->left / MAX (writer->item, 1))
    return refuse (error, _ ("%s: an array is given more values than it has"), writer->path);
  writer->left -= (guint64)count * writer->item;
  return append_bytes (writer, values, (guint64)count * writer->item, error);
}

gboolean
dataset_npz_writer_add (DatasetNpzWriter *writer,
                        const char *name,
                        const DatasetNpyShape *shape,
                        gconstpointer values,
                        GError **error)
{
  return dataset_npz_writer_begin (writer, name, shape, error)
         && dataset_npz_writer_append (writer, values, writer->left / writer->item, error);
}

static void
put_entry (GString *bytes, const Member *member)
{
  const guint numbers = (member->size > LIMIT ? 2 : 0) + (member->offset > LIMIT ? 1 : 0);
  const guint version = numbers > 0 ? VERSION_64 : VERSION;

  g_string_append (bytes, "PK\1\2");
  g_string_append_c (bytes, (char)version);
  g_string_append_c (bytes, (char)UNIX);
  put_common (bytes, member, version, numbers > 0 ? 4 + 8 * numbers : 0);
  put16 (bytes, 0); /* comment */
  put16 (bytes, 0); /* disc */
  put16 (bytes, 0); /* internal attributes */
  put32 (bytes, MODE);
  put32 (bytes, small_or_mark (member->offset));
  g_string_append (bytes, member->name);
  if (numbers == 0)
    return;
  put16 (bytes, EXTRA_64);
  put16 (bytes, 8 * numbers);
  for (guint i = 0; member->size > LIMIT && i < 2; i++)
    put64 (bytes, member->size);
  if (member->offset > LIMIT)
    put64 (bytes, member->offset);
}

/* The end record, and that of ZIP64 before it when the directory is where it cannot say. */
static void
put_end (GString *bytes, guint count, guint64 length, guint64 offset)
{
  if (offset > LIMIT || length > LIMIT) {
    g_string_append (bytes, "PK\6\6");
    put64 (bytes, 44); /* the record's length from here */
    put16 (bytes, VERSION_64);
    put16 (bytes, VERSION_64);
    put64 (bytes, 0); /* discs */
    put64 (bytes, count);
    put64 (bytes, count);
    put64 (bytes, length);
    put64 (bytes, offset);
    g_string_append (bytes, "PK\6\7");
    put32 (bytes, 0);
    put64 (bytes, offset + length);
    put32 (bytes, 1);
  }
  g_string_append (bytes, "PK\5\6");
  put32 (bytes, 0); /* discs */
  put16 (bytes, count);
  put16 (bytes, count);
  put32 (bytes, small_or_mark (length));
  put32 (bytes, small_or_mark (offset));
  put16 (bytes, 0); /* comment */
}

gboolean
dataset_npz_writer_finish (DatasetNpzWriter *writer, GError **error)
{
  g_autoptr (GString) bytes = g_string_new (NULL);

  if (!end_member (writer, error))
    return FALSE;
  for (guint m = 0; m < writer->members->len; m++)
    put_entry (bytes, writer->members->pdata[m]);
  put_end (bytes, writer->members->len, bytes->len, writer->at);
  return write_bytes (writer, bytes->str, bytes->len, error) && put_in_place (writer, error);
}
