/* What runs were like as a figure on one page: the geometry of an epoch, their curves, both, or a strip of
 * the geometry of several epochs. The window and the command line make the same ones. */
#pragma once

#include "plot/figure.h"
#include "view/charts.h"
#include "view/scene.h"

#include <math.h>

typedef enum {
  VIEW_FIGURE_BOTH,
  VIEW_FIGURE_GEOMETRY,
  VIEW_FIGURE_CURVES,
  VIEW_FIGURE_STRIP,  /* a row of scenes for each run, a column for each epoch */
  VIEW_FIGURE_LAYERS, /* as of ViewLayersFigure */
  VIEW_FIGURE_ANGLES,
  VIEW_FIGURE_LAYERS_ALL, /* both, as the window shows them */
  VIEW_FIGURE_COMPOSED,   /* the look's panels */
} ViewFigureKind;

/* The last epoch that there is. */
#define VIEW_FIGURE_LAST G_MAXDOUBLE

/* How the runs are looked at. */
typedef struct {
  ViewFigureKind kind;
  const double *epochs; /* of the scenes, of a strip several; the nearest that there are of are shown */
  gsize n_epochs;       /* 0: the last, of a strip 1, 10, 100 and so on to the last */
  TrainingSplit split;
  TrainingLayerMetric metric; /* of layers */
  CollapseProjectionKind projection;
  const guint32 *chosen;    /* of four-classes; COLLAPSE_N_CHOSEN, or NULL: the first */
  double hold;              /* the epoch whose axes are held, or NAN */
  double tour_time;         /* of the tour, seconds */
  NumericMatrix64 frame;    /* of the tour instead of its time, in scenes of as many axes; data NULL: none */
  const PlotCamera *camera; /* of all scenes; NULL: each from where its ideal vertices are furthest apart */
  gboolean orthographic;
  PlotSceneParts parts;
  double trail;          /* epochs that the paths of the means go back, INFINITY for all */
  gboolean all_samples;  /* scenes show every sample: figure-samples.h; of other kinds nothing */
  gboolean common_scale; /* scenes in the features' own unit, and not the means of each at distance 1 */
  ViewBand band;
  gboolean no_train, no_test, no_head; /* curves that are left out */
  gboolean each_run, ratio;            /* as of ViewCharts */
  PlotAxisKind epoch_axis;             /* of charts */
  double from, to;                     /* epochs that charts show; both 0: all */
  double smoothing;                    /* of curves, as of ViewCharts */
  const char *panels;                  /* of a composed figure: a list as view/figure-panels.h has it */
  guint columns;                       /* in which these lie; 0: as many as look best */
  const TrainingHistory *lead;         /* as of view_charts_set_lead */
} ViewFigureLook;

#define VIEW_FIGURE_LOOK_INIT                                                                                \
  {                                                                                                          \
    .hold = NAN, .parts = PLOT_SCENE_USUAL, .trail = INFINITY                                                \
  }

/* A run, or several that differ in their seed alone: drawn as their mean, and the scene of the first. */
typedef struct {
  const TrainingHistory *const *histories; /* borrowed */
  guint n_histories;                       /* at least 1 */
  guint n_failed;                          /* others of the same regime, which are left out */
  Dataset *data;                           /* for the names of classes */
  guint style;                             /* of plot_theme_regime_style */
  const GPtrArray *samples; /* of TrainingSnapshot, rising in epoch: what scenes show in the place of the
                               first history's snapshots; NULL: these */
} ViewFigureRuns;

typedef struct _ViewFigure ViewFigure;

/* Runs without a snapshot have no scene. The histories must outlive it and not change; the look's arrays need
 * not. Takes as long as projecting every snapshot up to an epoch does: not for the window's thread. */
ViewFigure *view_figure_new (const ViewFigureRuns *runs, gsize n_runs, const ViewFigureLook *look);
void view_figure_free (ViewFigure *figure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewFigure, view_figure_free)

/* The figure on a page, which is copied; a height of 0 is replaced by one that suits the panels. Its parts
 * are borrowed and last as long as the figure. */
PlotFigure view_figure_on_page (const ViewFigure *figure, const PlotPage *page);
/* Whether a scene is looked at through the look's frame of the tour. */
gboolean view_figure_has_frame (const ViewFigure *figure);
/* Which epochs were asked for but are not stored, and what is shown for them, one sentence each; NULL when
 * there are none. Free with g_free. */
char *view_figure_substitutes (const ViewFigure *figure);

/* The stored epoch nearest to one, the earlier of two; -1 when none is stored. */
double view_figure_nearest_epoch (const TrainingHistory *history, double epoch);

/* Whether a file of that page could be written there: size, folder and permission; to be asked before
 * training. Errors: PLOT_ERROR. */
gboolean view_figure_check (const char *path, const PlotPage *page, GError **error);

/* The line at the foot of curves (already updated): what was trained, for how long, and where that led, by
 * name where there are several runs or means. Free with g_free. */
char *view_figure_caption (const ViewCharts *charts);
/* The line at the foot of scenes, which say the rest themselves: what was trained, of runs alike once. Free
 * with g_free. */
char *view_figure_subject (const TrainingHistory *const *histories, gsize n_histories);
/* For the file's metadata: every run's regime as text. Free with g_free. */
char *view_figure_settings (const TrainingHistory *const *histories, gsize n_histories);
