/* A figure of panels on a page of exact size, and its file. The same drawing as on screen. */
#pragma once

#include "plot/chart.h"
#include "plot/dots.h"
#include "plot/matrix.h"
#include "plot/page.h"
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

/* By the name's ending. */
gboolean plot_format_from_name (const char *name, PlotFormat *format, GError **error);

typedef enum {
  PLOT_PANEL_SCENE,
  PLOT_PANEL_CHART,
  PLOT_PANEL_DOTS,
  PLOT_PANEL_SCATTER,
  PLOT_PANEL_POINTPLOT,
  PLOT_PANEL_MATRIX,
} PlotPanelKind;

typedef struct {
  PlotPanelKind kind;
  const PlotScene *scene; /* with camera and parts */
  PlotCamera camera;
  PlotSceneParts parts;
  const PlotChart *chart;
  gboolean has_cursor; /* of a chart: the epoch is marked that others on the page are of */
  double cursor;
  const PlotDots *dots;
  const PlotScatter *scatter;
  const PlotPointplot *pointplot;
  const PlotMatrix *matrix;
  guint span; /* columns and rows that it takes; 0 is 1 */
} PlotPanel;

typedef struct {
  PlotPage page;
  const PlotPanel *panels;
  gsize n_panels;
  guint columns;        /* of the grid that panels fill in their order; 0: chosen by the page's shape */
  const char *caption;  /* small text at the foot, or NULL */
  const char *settings; /* regime text and seed, for the file's metadata, or NULL */
} PlotFigure;

/* Of the panel at a place: a to z, and past it aa, ab and so on. */
void plot_figure_letter (gsize index, char letter[3]);
/* Whether a page can be made in its format: PLOT_ERROR_BAD_SIZE where not. */
gboolean plot_page_check (const PlotPage *page, GError **error);
/* The height at which the panels, all of dots or scatters, take what they need and no more; the page's own is
 * not looked at. */
double plot_figure_fit_height (const PlotFigure *figure);
void plot_figure_draw (cairo_t *cr, const PlotFigure *figure);
/* Writes the figure in its page's format; the same figure gives the same bytes (the date in a PDF is
 * SOURCE_DATE_EPOCH or absent). Written beside and renamed, so that a failure leaves what was there. */
gboolean plot_figure_save (const PlotFigure *figure, const char *path, GError **error);
/* The same bytes, of a format that is one file: all but TeX. */
GBytes *plot_figure_to_bytes (const PlotFigure *figure, GError **error);
/* Of the picture beside a .tex file; free with g_free. */
char *plot_figure_art_path (const char *path);
