/* A figure of panels on a page of exact size, and its file. The same drawing as on screen. */
#pragma once

#include "plot/chart.h"
#include "plot/dots.h"
#include "plot/pointplot.h"
#include "plot/scatter.h"
#include "plot/scene.h"

#define PLOT_ERROR (plot_error_quark ())
GQuark plot_error_quark (void);

typedef enum {
  PLOT_ERROR_BAD_FORMAT, /* of the name or --format */
  PLOT_ERROR_BAD_SIZE,
  PLOT_ERROR_WRITE, /* the file could not be written; what was there is untouched */
} PlotError;

typedef enum {
  PLOT_FORMAT_PDF,
  PLOT_FORMAT_SVG,
  PLOT_FORMAT_PNG,
} PlotFormat;

/* By the name's ending. */
gboolean plot_format_from_name (const char *name, PlotFormat *format, GError **error);
/* "89mm", "3.5in", "252pt", "8.9cm" to points. */
gboolean plot_parse_length (const char *text, double *points, GError **error);

typedef enum {
  PLOT_PANEL_SCENE,
  PLOT_PANEL_CHART,
  PLOT_PANEL_DOTS,
  PLOT_PANEL_SCATTER,
  PLOT_PANEL_POINTPLOT,
} PlotPanelKind;

typedef struct {
  PlotPanelKind kind;
  const PlotScene *scene; /* with camera and parts */
  PlotCamera camera;
  PlotSceneParts parts;
  const PlotChart *chart;
  const PlotDots *dots;
  const PlotScatter *scatter;
  const PlotPointplot *pointplot;
  guint span; /* columns and rows that it takes; 0 is 1 */
} PlotPanel;

typedef struct {
  double width, height; /* points */
  PlotThemeKind theme;
  const PlotPanel *panels;
  gsize n_panels;
  guint columns;        /* of the grid that panels fill in their order; 0: chosen by the page's shape */
  gboolean letters;     /* a, b, c */
  gboolean legend;      /* the classes of the first scene, the series of the first chart */
  const char *caption;  /* small text at the foot, or NULL */
  const char *settings; /* regime text and seed, for the file's metadata, or NULL */
} PlotFigure;

/* Whether a page of the figure's width and height can be made in that format: PLOT_ERROR_BAD_SIZE where not.
 * png_dpi as below. */
gboolean plot_figure_check_size (const PlotFigure *figure, PlotFormat format, double png_dpi, GError **error);
/* The height at which the panels, all of dots, take what they need and no more; the figure's own is not
 * looked at. */
double plot_figure_fit_height (const PlotFigure *figure);
void plot_figure_draw (cairo_t *cr, const PlotFigure *figure);
/* Writes the figure; the same figure gives the same bytes (the date in a PDF is SOURCE_DATE_EPOCH or absent).
 * Written beside and renamed, so that a failure leaves what was there. png_dpi: pixels an inch of a PNG. */
gboolean plot_figure_save (
    const PlotFigure *figure, const char *path, PlotFormat format, double png_dpi, GError **error);
