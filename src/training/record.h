/* What a run tells of itself: a record an epoch, snapshots to draw, immutable and reference-counted, so that
 * they can be handed from the worker to the window. */
#pragma once

#include "collapse/metrics.h"
#include "dataset/dataset.h"

typedef enum { TRAINING_TRAIN, TRAINING_TEST, TRAINING_N_SPLITS } TrainingSplit;

/* "train", "test" */
const char *training_split_key (TrainingSplit split);

/* Where a run is measured. */
typedef enum { TRAINING_FEATURES, TRAINING_HEAD, TRAINING_N_LAYERS } TrainingLayer;

/* "features", "head" */
const char *training_layer_key (TrainingLayer layer);

typedef struct {
  double loss;  /* mean over the split, network in evaluation mode; of a contrastive loss over the watch set,
                   in  two views that are the same every time */
  double error; /* share of wrong predictions, 0 .. 1; without a classifier, those of the online probe */
  double probe_accuracy;   /* of a linear probe in closed form (collapse/probe.h) of the features, fitted on
                              train to the   fine classes, where labels hide them, else to the labels; NaN when
                              not measured */
  CollapseMetrics metrics; /* of the features */
  CollapseMetrics head; /* of the head's output, when the record has_head; that of a contrastive loss as the
                           loss sees it, normalised to length 1 */
} TrainingSplitRecord;

typedef struct {
  guint epoch;               /* 0: before the first mini-batch */
  double learning_rate;      /* of the epoch's last mini-batch */
  double base_learning_rate; /* what the schedule's factor multiplies; another one after a change by hand */
  double weight_decay;
  double seconds; /* wall time of training since the record before, without measuring and pacing */
  double measure_seconds;
  gboolean has_head; /* the network has a projection head */
  TrainingSplitRecord split[TRAINING_N_SPLITS];
  /*< private >*/
  gatomicrefcount references;
} TrainingRecord;

TrainingRecord *training_record_new (void);
TrainingRecord *training_record_ref (TrainingRecord *record);
void training_record_unref (TrainingRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingRecord, training_record_unref)

/* What a record tells in numbers: a CollapseMetric of the features, or one of these. */
typedef enum {
  TRAINING_PROBE_ACCURACY = -3,
  TRAINING_LOSS = -2,
  TRAINING_ERROR = -1,
  TRAINING_FIRST_QUANTITY = TRAINING_PROBE_ACCURACY, /* to COLLAPSE_N_METRICS */
} TrainingQuantity;
/* One number of a split; NaN when it is undefined or was not measured. */
double training_record_value (const TrainingRecord *record, TrainingSplit split, int quantity);
/* "probe_accuracy", "loss", "error", "nc1": a quantity's name in JSON. */
const char *training_quantity_key (int quantity);
/* "Probe accuracy", "Loss", "Error", "NC1", for people. */
const char *training_quantity_title (int quantity);
/* FALSE when there is no such key. */
gboolean training_quantity_from_key (const char *key, int *quantity);

/* A JSON string in its quotes (RFC 8259, section 7), and a JSON number: null for NaN and infinity, 0 for -0,
 * which not all that read it tell apart. */
void training_append_json_string (GString *json, const char *text);
void training_append_json_number (GString *json, double value);

/* One JSON object (no newline) of one split and layer of a record: regime, epoch, split, layer, loss, error,
 * probe_accuracy, then every metric of the layer by its key (null where undefined), learning_rate,
 * weight_decay, seconds, measure_seconds, flags. Free with g_free. */
char *training_record_to_json (const TrainingRecord *record,
                               const char *regime,
                               TrainingSplit split,
                               TrainingLayer layer);

/* What is measured of every layer: 0, the sample, and the blocks from 1 on, averaged over the pixels. */
typedef enum {
  TRAINING_LAYER_NC1,
  TRAINING_LAYER_NC1_QUOTIENT,
  TRAINING_LAYER_CDNV,
  TRAINING_LAYER_NCC_ACCURACY,
  TRAINING_LAYER_PROBE_ACCURACY, /* of a linear probe in closed form, fitted on the training samples that are
                                    measured and asked about those of the split */
  TRAINING_N_LAYER_METRICS
} TrainingLayerMetric;

/* The same as a CollapseMetric or TrainingQuantity, which has its key and title. */
int training_layer_metric_quantity (TrainingLayerMetric metric);

typedef struct {
  double value[TRAINING_N_LAYER_METRICS]; /* NaN where it is undefined */
} TrainingLayerValues;

/* What one split looked like at a moment of training. */
typedef struct {
  CollapseMeans *means; /* over the whole split when at a whole epoch, else over the watch set */
  gsize n;              /* of the watch set */
  float *features;      /* n x d */
  guint32 *labels;      /* n */
  guint32 *samples;     /* n: index into the split's data set */
  guint32 *predictions; /* n: argmax of the logits */
  gsize n_measured;     /* samples that the layers were measured on: all of the watch set, of which a study
                           keeps a part */
  TrainingLayerValues *layers; /* n_layers of the snapshot */
} TrainingWatch;

typedef struct {
  double epoch; /* fractional between whole epochs: 3.5 is half through the fourth */
  guint n_classes;
  gsize dimension;
  gboolean probe;        /* the classifier is an online probe, as the network's own is not on the features */
  gboolean interpolated; /* between two that were taken (snapshot-blend.h) */
  float *weight;         /* K x d, the classifier */
  float *bias;           /* K */
  guint n_layers;        /* measured; 0 where they were not */
  TrainingWatch split[TRAINING_N_SPLITS];
  /*< private >*/
  gatomicrefcount references;
} TrainingSnapshot;

TrainingSnapshot *training_snapshot_new (guint n_classes, gsize dimension);
TrainingSnapshot *training_snapshot_ref (TrainingSnapshot *snapshot);
void training_snapshot_unref (TrainingSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingSnapshot, training_snapshot_unref)

/* What it takes, bytes. */
gsize training_snapshot_bytes (const TrainingSnapshot *snapshot);

/* The epochs whose snapshots are kept: 0, and all of 1 .. n_epochs when they are at most `limit`, else at
 * most that many, spaced evenly in log(epoch + 1) as far as whole epochs go, the last among them. */
gboolean training_keeps_snapshot (guint epoch, guint n_epochs, guint limit);
/* 1 + 3 x 63: a study's grid of 64 (study.h) is every third point of it. */
#define TRAINING_SNAPSHOT_LIMIT 190
/* Of so many of them, those that a study keeps, every layer is measured: that takes longer. */
#define TRAINING_LAYERS_LIMIT 64
