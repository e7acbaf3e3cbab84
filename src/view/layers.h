/* What runs tell of their layers and of the angles between their classes, as the heat maps and charts that
 * plot draws: layers by epochs, the class means' and classifier's cosines beside -1/(K-1), the singular
 * values of the means. The same in the window and in the command line's figure.
 *
 * It is made of snapshots, which are immutable, in any thread, and is immutable itself. */
#pragma once

#include "dataset/dataset.h"
#include "plot/matrix.h"
#include "plot/pointplot.h"
#include "study/table.h"
#include "training/history.h"

typedef enum {
  VIEW_LAYERS_DEPTH,      /* layers by epochs */
  VIEW_LAYERS_MEANS,      /* cosines of the class means */
  VIEW_LAYERS_CLASSIFIER, /* of the classifier's rows */
  VIEW_LAYERS_DUALITY,    /* of these, down, with those, across */
  VIEW_LAYERS_N_MATRICES,
} ViewLayersMatrix;

/* By epoch. */
typedef enum {
  VIEW_LAYERS_COSINES, /* of class means and of classifiers, from the closest pair to the furthest */
  VIEW_LAYERS_SPECTRA, /* the singular values of the class means */
  VIEW_LAYERS_N_CHARTS,
} ViewLayersChart;

/* A run. */
typedef struct {
  Regime *regime;       /* ref'd */
  Dataset *data;        /* ref'd; for the names of classes, NULL: numbers */
  guint style;          /* of plot_theme_regime_style */
  GPtrArray *snapshots; /* of TrainingSnapshot, rising in epoch; ref'd, and not to change any more */
  double epoch;         /* the cursor: what is kept of it or before */
  gint terminal;        /* training_history_terminal_epoch */
} ViewLayersRun;

typedef struct {
  TrainingLayerMetric metric;
  TrainingSplit split;
} ViewLayersOptions;

/* nc1, nc1_quotient, cdnv, ncc_accuracy, probe_accuracy: of TrainingLayerMetric; NULL-terminated. */
const char *const *view_layers_metric_keys (void);
/* All that a history has kept; free with g_ptr_array_unref. */
GPtrArray *view_layers_snapshots (const TrainingHistory *history);

typedef struct _ViewLayers ViewLayers;

/* `before`, or NULL, is one of the same runs as they were, whose singular values and cosines need not be
 * found again. Takes as long as those of every other snapshot do: not for the window's thread. */
ViewLayers *view_layers_new (const ViewLayersRun *runs,
                             guint n_runs,
                             const ViewLayersOptions *options,
                             const ViewLayers *before);
ViewLayers *view_layers_ref (ViewLayers *layers);
void view_layers_unref (ViewLayers *layers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewLayers, view_layers_unref)

guint view_layers_n_runs (const ViewLayers *layers);
/* All runs have one scale for the same matrix. */
const PlotMatrix *view_layers_matrix (const ViewLayers *layers, guint run, ViewLayersMatrix which);
/* The column of the cursor's epoch in the layers by epochs; -1 without any. */
gint view_layers_cursor_column (const ViewLayers *layers, guint run);
/* The epoch of a column of it. */
double view_layers_column_epoch (const ViewLayers *layers, guint run, guint column);
/* The epoch whose angles are shown; NAN without any. */
double view_layers_epoch (const ViewLayers *layers, guint run);
/* The metric by layer at the cursor, a line for each run. */
const PlotPointplot *view_layers_profile (const ViewLayers *layers);
/* The singular values of the class means at the cursor, a line for each run: over their root mean square, so
 * 1 each of a simplex ETF. */
const PlotPointplot *view_layers_spectrum (const ViewLayers *layers);
/* Of one run by epoch, with the value of a simplex ETF as a line; all runs have one scale. */
const PlotChart *view_layers_chart (const ViewLayers *layers, guint run, ViewLayersChart which);

/* How many times as large the metric is in a layer as in the one before it: by a line through its logarithms
 * at the cursor, from the first layer that the network makes to its features, with the share of variance that
 * it explains. FALSE where there are not three, or it is no metric that falls so. */
gboolean view_layers_factor (const ViewLayers *layers, guint run, double *factor, double *share);

/* A cell in words, in short lines: names, value and what would be ideal; free with g_free. */
char *
view_layers_describe (const ViewLayers *layers, guint run, ViewLayersMatrix which, guint row, guint column);
/* A point of one of the charts of all runs in words, and all of its lines; free with g_free. */
char *view_layers_describe_point (const PlotPointplot *plot, guint line, guint place);
char *view_layers_describe_lines (const PlotPointplot *plot);
/* The data behind a matrix. */
StudyTable *view_layers_table (const ViewLayers *layers, guint run, ViewLayersMatrix which);
/* What a figure shows of it, flags. */
typedef enum {
  VIEW_LAYERS_SHOWS_LAYERS = 1 << 0,
  VIEW_LAYERS_SHOWS_ANGLES
  = 1 << 1, /* or spectra: whose means they are of, and where a classifier is a probe */
  VIEW_LAYERS_SHOWS_COSINES = 1 << 2, /* by epoch */
  VIEW_LAYERS_SHOWS_SPECTRA = 1 << 3,
  VIEW_LAYERS_SHOWS_ALL_ANGLES
  = VIEW_LAYERS_SHOWS_ANGLES | VIEW_LAYERS_SHOWS_COSINES | VIEW_LAYERS_SHOWS_SPECTRA,
} ViewLayersShows;
/* What has to be known of that, for a figure's foot; free with g_free. */
char *view_layers_caption (const ViewLayers *layers, ViewLayersShows shows);
