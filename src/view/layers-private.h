/* What the view of layers is made of, and its parts. */
#pragma once

#include "view/layers.h"

/* The singular values of a snapshot's means, on both splits; shared between views. */
typedef struct {
  TrainingSnapshot *snapshot;
  guint n;
  double *values[TRAINING_N_SPLITS]; /* n */
  /*< private >*/
  gatomicrefcount references;
} ViewLayersSpectrum;

typedef struct {
  ViewLayersRun about;
  const char *name;
  GPtrArray *spectra;  /* of ViewLayersSpectrum, one a snapshot */
  GPtrArray *measured; /* snapshots with layers; borrowed */
  gint angles, cursor; /* the snapshot and the measured one of the cursor; -1: none */
  PlotMatrix matrix[VIEW_LAYERS_N_MATRICES];
  PlotChart chart;
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

void view_layers_find_spectra (ViewLayersShown *shown, const ViewLayersShown *before);
void view_layers_spectrum_unref (ViewLayersSpectrum *spectrum);

/* The parts, once all runs are there. */
void view_layers_make_depth (ViewLayers *layers);
void view_layers_make_profile (ViewLayers *layers);
void view_layers_make_angles (ViewLayers *layers);
void view_layers_make_spectra (ViewLayers *layers);
