/* From a trained network to a task downstream of it: other data, other classes, the fine labels of coarse
 * training.
 *
 * All methods start from the source's blocks; head and classifier are thrown away. The means and the scale by
 * which the source's samples were standardised are part of what it learned to see, so the downstream samples
 * are standardised by them and not by their own, as with any pre-trained network. Images of another size are
 * resized to the source's.
 *
 * - probe: a new linear classifier on the features, all blocks frozen, batch norm's statistics too; its
 *   slopes are preconditioned (preconditioner.h), as collapsed features all but hide what it looks for
 * - layer: block l and the classifier are trained, the rest frozen
 * - scl: as layer, and block l's output, averaged over the pixels, is added to the features, the narrower
 *   filled up with zeros: skip connection layer fine-tuning (Li et al. 2022, arXiv 2212.12206)
 * - full: everything is trained
 * - ridge: a linear probe in closed form (collapse/probe.h) of block l's output, averaged over the pixels,
 *   or of the last block's, which are the features
 *
 * Blocks are counted from 1, as the layers, of which layer 0 is the sample. A frozen block is as in
 * evaluation, dropout too. A fine-tuning is a run like any other (trainer_transfer), of a regime that
 * transfer_regime makes: what it tunes on may be a few samples of each class, but it is measured on all of
 * the task's training samples and all of its test samples, as nc1 of a few tuned samples says only how well
 * they are remembered. The draw depends on transfer.seed alone, and so is the same for every method. */
#pragma once

#include "training/checkpoint.h"
#include "training/record.h"
#include "training/regime.h"

/* In the order of transfer.method's choices. */
typedef enum { TRANSFER_PROBE, TRANSFER_LAYER, TRANSFER_SCL, TRANSFER_FULL, TRANSFER_RIDGE } TransferMethod;

/* A trained network and how its samples were standardised; immutable and reference-counted. */
typedef struct _TransferSource TransferSource;

/* Of a run of `regime` at a checkpoint, or where that is NULL of the network that the regime begins with, be
 * it network.weights. Reads the regime's data once. Errors: those of loading and preparing data and of making
 * the network, and REGIME_ERROR_IMPOSSIBLE when the checkpoint is of another network. */
TransferSource *transfer_source_new (Regime *regime, const TrainingCheckpoint *checkpoint, GError **error);
TransferSource *transfer_source_ref (TransferSource *source);
void transfer_source_unref (TransferSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TransferSource, transfer_source_unref)

/* The regime of the fine-tuning that a source's regime asks for in [transfer]: its [data], [augment], [loss],
 * [optimiser] and [run] are what that says, its [network] is the source's without head. It is measured as
 * transfer.metrics-every says, and at least before and after. REGIME_ERROR_IMPOSSIBLE when there is no such
 * block. */
Regime *transfer_regime (const Regime *regime, GError **error);
/* What determines a fine-tuning beside its source, of a regime that transfer_regime made, as a keyfile: all
 * of [transfer] but how often it is measured. Free with g_free. */
char *transfer_settings (const Regime *regime);
TransferMethod transfer_method (const Regime *regime);
/* The block that the regime's method tunes or reads, counted from 1; 0 when it is none. */
guint transfer_block (const Regime *regime);

/* A source and the prepared data downstream, which many fine-tunings share; immutable, reference-counted. */
typedef struct {
  TransferSource *source;
  Dataset *data[TRAINING_N_SPLITS];
  /*< private >*/
  gatomicrefcount references;
} TransferTask;

/* The data of a regime that transfer_regime made. Errors are those of loading and preparing. */
TransferTask *transfer_task_new (TransferSource *source, const Regime *regime, GError **error);
TransferTask *transfer_task_ref (TransferTask *task);
void transfer_task_unref (TransferTask *task);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TransferTask, transfer_task_unref)

/* What is tuned on: the drawn samples, or all of them. DATASET_ERROR_BAD_REQUEST when a class has too few. */
Dataset *transfer_task_draw (const TransferTask *task, const Regime *regime, GError **error);
/* What a fine-tuning came to. */
typedef struct {
  double test_accuracy;        /* 0 .. 1 */
  double nc1, nc1_test;        /* of the features that feed the classifier, on all of the task's samples */
  guint64 trained, parameters; /* scalars that were trained, and all that lead to the logits */
  double seconds;              /* of training, and of passing the frozen blocks */
} TransferResult;

/* Takes over a run's record: the numbers are those of the last one, the time that of all. */
void transfer_result_add (TransferResult *result, const TrainingRecord *record);
/* TRANSFER_RIDGE of a layer: 0, the sample itself, to the last block. Errors are those of drawing and of the
 * probe. */
gboolean transfer_read_layer (const TransferTask *task,
                              const Regime *regime,
                              guint layer,
                              NumericTeam *team,
                              TransferResult *result,
                              GError **error);
