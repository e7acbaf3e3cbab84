/* Files of tensors in the safetensors format (https://github.com/huggingface/safetensors, README "Format"):
 * the header's length in 8 bytes, the header in JSON (names to dtype, shape and data_offsets), the values.
 *
 * A file is of foreign make: every number of its header is checked against its length before anything is
 * read by it. Internal to the folder. */
#pragma once

#include "network/network.h"

#include <gio/gio.h>

#define NETWORK_SAFETENSORS_RANK 8

typedef struct {
  char *name;       /* UTF-8 */
  const char *type; /* "F16", "BF16", "F32", "F64", "I64", ..., static */
  guint item;       /* bytes a value */
  guint rank;
  guint64 sizes[NETWORK_SAFETENSORS_RANK];
  guint64 count; /* their product; 1 for rank 0 */
  guint64 begin; /* of the values, behind the header */
} NetworkSafetensor;

/* The tensors of a header, in the order of their values; free with g_ptr_array_unref. NULL with
 * NETWORK_ERROR_BAD_FILE where the header is no JSON of the format's form, names a tensor twice, has an
 * unknown type, more than 8 sizes, a name that is long or no text, sizes that do not make the bytes between
 * the offsets, or where the tensors do not fill, one after another, the `n_bytes` of values. `name` is the
 * file's, for messages. */
GPtrArray *network_safetensors_parse (
    const char *header, gsize length, guint64 n_bytes, const char *name, GError **error);

/* "128 × 64"; "a single value" for rank 0; free with g_free. */
char *network_safetensors_shape (const guint64 *sizes, guint rank);

/* A file that is open. */
typedef struct {
  char *name; /* for messages */
  GInputStream *stream;
  guint64 start;      /* of the values */
  GPtrArray *tensors; /* of NetworkSafetensor */
} NetworkSafetensors;

/* NETWORK_ERROR_NOT_FOUND when the file cannot be read, or is a folder; else as network_safetensors_parse,
 * and where its header is longer than 16 MiB or than the file. */
NetworkSafetensors *network_safetensors_open (const char *path, GError **error);
void network_safetensors_close (NetworkSafetensors *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetworkSafetensors, network_safetensors_close)
/* NULL when there is none of that name. */
const NetworkSafetensor *network_safetensors_find (const NetworkSafetensors *file, const char *name);
/* The tensor's `count` values, converted from F16, BF16, F32 or F64. NETWORK_ERROR_BAD_FILE names a tensor of
 * another type, or with a value that is no finite number here. */
gboolean network_safetensors_read (NetworkSafetensors *file,
                                   const NetworkSafetensor *tensor,
                                   real *values,
                                   GError **error);

/* Writes the tensors as F32 in PyTorch's layout, in place of a file of that name once all is written.
 * `metadata` is keys and values (UTF-8) in turns, NULL-terminated; "format" is added. Errors are
 * g_file_set_contents_full's. */
gboolean network_safetensors_write (const char *path,
                                    const NetworkTensor *tensors,
                                    gsize n_tensors,
                                    const char *const *metadata,
                                    GError **error);
