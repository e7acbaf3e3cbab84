/* Members of a ZIP archive in memory, stored or deflated, as NumPy writes .npz files (APPNOTE.TXT 6.3.10,
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, sections 4.3 and 4.4). Internal to the folder.
 *
 * Only the central directory is believed. Several discs, ZIP64 (no archive here passes 1 GiB), encryption and
 * other methods are refused. */
#pragma once

#include "dataset/dataset.h"

typedef struct {
  char *name;       /* as it stands in the archive; bytes that are no UTF-8 are replaced */
  guint16 flags;    /* bit 0: encrypted */
  guint16 method;   /* 0: stored, 8: deflated */
  guint32 checksum; /* CRC-32 */
  guint32 packed, size;
  guint32 offset; /* of the local header */
} DatasetZipMember;

/* The members in the order of the directory, an array of DatasetZipMember * (free with g_ptr_array_unref);
 * NULL with DATASET_ERROR_BAD_FILE. `name` is the archive's, for messages. */
GPtrArray *dataset_zip_list (GBytes *archive, const char *name, GError **error);

/* A member's contents. Every lie is a DATASET_ERROR_BAD_FILE: bounds, another length or checksum than
 * promised, a broken stream. Memory is asked for only in proportion to the packed contents. */
GBytes *dataset_zip_read (GBytes *archive, const DatasetZipMember *member, const char *name, GError **error);
