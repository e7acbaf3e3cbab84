/* What other programs want of a run: the weights of a checkpoint for PyTorch, and what its network makes of
 * the data for NumPy. */
#pragma once

#include "training/checkpoint.h"
#include "training/regime.h"

#include <gio/gio.h>

typedef struct _TrainingExport TrainingExport;

/* Loads the regime's data and makes its network with the checkpoint's weights; threads: 0 for all cores.
 * Errors: those of regime_load_data, regime_prepare_data and regime_new_network; REGIME_ERROR_IMPOSSIBLE when
 * the checkpoint is of another network. */
TrainingExport *training_export_new (const Regime *regime,
                                     const TrainingCheckpoint *checkpoint,
                                     guint threads,
                                     GError **error);
void training_export_free (TrainingExport *export);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingExport, training_export_free)

/* Writes the weights as network_write_weights does. The file's metadata are "regime" (the key file's text),
 * "epoch", "sample" (height,width,channels) and "program", a name and version; NULL for none. */
gboolean
training_export_weights (const TrainingExport *export, const char *path, const char *program, GError **error);

/* Runs all samples through the network in evaluation mode and writes an .npz of, for train and test each,
 *
 *   train_features     n x d float32: in the order of the prepared data
 *   train_embeddings   n x p float32: behind the head, where there is one
 *   train_logits       n x K float32: of the network's classifier, where there is one
 *   train_labels       n int64
 *   train_predictions  n int64: of the classifier, else of the online probe
 *   train_means        K x d float64: the classes' mean features; NaN of an empty class
 *
 * and classifier_weight (K x d, behind a head K x p) and classifier_bias (K), float32, where there is a
 * classifier; probe_weight (K x d) and probe_bias (K), float32, of the online probe, where there is one.
 * Errors are GIO's, those of dataset_npz_writer_new, and G_IO_ERROR_CANCELLED; cancellable may be NULL. The
 * file is put in place only when it is whole. */
gboolean training_export_features (TrainingExport *export,
                                   const char *path,
                                   GCancellable *cancellable,
                                   GError **error);
