/* The snapshots of a run for NumPy. */
#pragma once

#include "study/study.h"

/* Writes an .npz of what is stored to draw a run. "epochs" (int64) are those there is a snapshot of; for each
 * of them, E, with splits train and test, n of whose samples are watched,
 *
 *   classifier_weight_E    K x d float32: the network's, or the online probe's
 *   classifier_bias_E      K float32
 *   train_means_E          K x d float64: the classes' mean features; NaN of an empty class
 *   train_features_E       n x d float32, a byte each around the class means (snapshot-blob.h)
 *   train_labels_E         n int64
 *   train_samples_E        n int64: places in the split's prepared data
 *   train_predictions_E    n int64
 *
 * Errors are STUDY_ERRORs and those of dataset_npz_writer_new. The file is put in place when it is whole. */
gboolean study_export_snapshots (Study *study, gint64 run, const char *path, GError **error);
