/* A run's figure on one page: the geometry of its last epoch beside its curves. */
#pragma once

#include "plot/figure.h"
#include "view/charts.h"
#include "view/scene.h"

/* Pixels an inch of a PNG, as journals ask for. */
#define VIEW_FIGURE_DPI 300

typedef enum {
  VIEW_FIGURE_BOTH,
  VIEW_FIGURE_GEOMETRY,
  VIEW_FIGURE_CURVES,
} ViewFigureKind;

typedef struct {
  double width, height; /* points */
  PlotThemeKind theme;
  ViewFigureKind kind;
} ViewFigureOptions;

/* Writes the figure of these scenes (already updated) and charts in the format of path's ending. Errors:
 * PLOT_ERROR, with what was there untouched. */
gboolean view_figure_save (ViewScene *const *scenes,
                           gsize n_scenes,
                           const ViewCharts *charts,
                           const TrainingHistory *const *histories,
                           gsize n_histories,
                           const ViewFigureOptions *options,
                           const char *path,
                           GError **error);

/* Whether view_figure_save could write there: ending, size, folder and permission; to be asked before
 * training. Errors: PLOT_ERROR. */
gboolean view_figure_check (const char *path, const ViewFigureOptions *options, GError **error);

/* The line at the foot of curves (already updated): what was trained, for how long, and where that led, by
 * name where there are several runs or means. Free with g_free. */
char *view_figure_caption (const ViewCharts *charts);
/* The line at the foot of scenes, which say the rest themselves: what was trained, of runs alike once. Free
 * with g_free. */
char *view_figure_subject (const TrainingHistory *const *histories, gsize n_histories);
/* For the file's metadata: every run's regime as text. Free with g_free. */
char *view_figure_settings (const TrainingHistory *const *histories, gsize n_histories);
