/* What the view of layers is made of, and its parts. */
#pragma once

#include "collapse/angles.h"
#include "view/layers.h"

/* What is found of a snapshot: the singular values of its means, on both splits, and the cosines between
 * them and between the classifier's rows; shared between views. */
typedef struct {
  TrainingSnapshot *snapshot;
  guint n;
  double *values[TRAINING_N_SPLITS]; /* n */
  CollapseCosines means[TRAINING_N_SPLITS], classifier;
  /*< private >*/
  gatomicrefcount references;
} ViewLayersMoment;

typedef struct {
  ViewLayersRun about;
  const char *name;
  GPtrArray *moments;  /* of ViewLayersMoment, one a snapshot */
  GPtrArray *measured; /* snapshots with layers; borrowed */
  gint angles, cursor; /* the snapshot and the measured one of the cursor; -1: none */
  PlotMatrix matrix[VIEW_LAYERS_N_MATRICES];
  PlotChart charts[VIEW_LAYERS_N_CHARTS];
} ViewLayersShown;

struct _ViewLayers {
  ViewLayersOptions options;
  GArray *runs; /* of ViewLayersShown */
  gsize common; /* bytes of the names that all of them begin with */
  PlotPointplot profile, spectrum;
  GPtrArray *pieces; /* what the plots borrow */
  gatomicrefcount references;
};

ViewLayersShown *view_layers_run (const ViewLayers *layers, guint run);
/* Kept until the view goes. */
const char *view_layers_keep (ViewLayers *layers, char *text);
/* n of them, all NaN. */
double *view_layers_keep_doubles (ViewLayers *layers, gsize n);
gpointer view_layers_keep_block (ViewLayers *layers, gpointer block);
/* A name of a run where there are several, else NULL. */
const char *view_layers_run_name (const ViewLayers *layers, guint run);
/* The snapshot of the angles; NULL without any. */
const TrainingSnapshot *view_layers_angles (const ViewLayers *layers, guint run);

/* "−1/9": the cosine of two vertices of a simplex ETF; free with g_free. */
char *view_layers_ideal_name (guint n_classes);
/* The centred means of a split that has them, and the classifier, as rows; free data with g_aligned_free. */
NumericMatrix64 view_layers_mean_rows (const TrainingSnapshot *snapshot, TrainingSplit split);
NumericMatrix64 view_layers_classifier_rows (const TrainingSnapshot *snapshot);

void view_layers_find_moments (ViewLayersShown *shown, const ViewLayersShown *before);
void view_layers_moment_unref (ViewLayersMoment *moment);

/* The parts, once all runs are there. */
void view_layers_make_depth (ViewLayers *layers);
void view_layers_make_profile (ViewLayers *layers);
void view_layers_make_angles (ViewLayers *layers);
void view_layers_make_epochs (ViewLayers *layers);
