/* A network's weights and running statistics as a safetensors file, with PyTorch's names and layouts: the
 * file's tensors are a state_dict that a module of the same parts loads, strictly too, and such a module's
 * are a start here.
 *
 * PyTorch's count of a batch norm's batches, num_batches_tracked, is not kept here: it is not written
 * (loading adds it) and passed over when read. */
#pragma once

#include "network/network.h"

/* `metadata` is keys and values (UTF-8) in turns, NULL-terminated. The file is replaced only when all is
 * written; errors are g_file_set_contents_full's, naming it. */
gboolean
network_write_weights (const Network *network, const char *path, const char *const *metadata, GError **error);

/* Takes the weights of a file, of F16, BF16, F32 or F64. Every tensor of the blocks must be there with its
 * shape, and no other of that name. Those of the head and the classifier are taken where they are there with
 * the right shape, a fixed classifier's only where the file's is a simplex ETF too; others stay as they are.
 * NETWORK_ERROR_NOT_FOUND, BAD_FILE, or BAD_SHAPE naming the tensor, its shape there and here and what the
 * file holds; the network is then as it was. */
gboolean network_read_weights (Network *network, const char *path, GError **error);
