/* What the files of ViewFigure share. */
#pragma once

#include "view/figure.h"
#include "view/layers.h"

/* A scene and what was changed of its picture for the page. */
typedef struct {
  gsize run; /* place among those of the figure */
  ViewScene *scene;
  PlotScene plot;
  char *note, *short_note;
} ViewFigureCell;

struct _ViewFigure {
  ViewFigureKind kind;
  GPtrArray *cells;  /* of ViewFigureCell */
  GPtrArray *images; /* of GPtrArray, of each run's classes */
  guint n_columns;   /* of a strip, or as asked for; 0: chosen */
  gboolean has_frame;
  ViewCharts *charts;
  ViewLayers *layers;   /* NULL: other kinds */
  GArray *panels;       /* of PlotPanel */
  GString *substitutes; /* sentences */
  char *caption, *settings;
};

/* The runs' histories, one after another. */
GPtrArray *view_figure_list_histories (const ViewFigureRuns *runs, gsize n_runs);
/* That another epoch than the one asked for is shown, once. */
void
view_figure_note_substitute (ViewFigure *figure, const TrainingHistory *history, double asked, double shown);
/* A panel for each cell, in their order. */
void view_figure_add_scenes (ViewFigure *figure,
                             const ViewFigureRuns *runs,
                             gsize n_runs,
                             const ViewFigureLook *look);
/* The charts, and the layers, that panels are of. */
void view_figure_make_charts (ViewFigure *figure,
                              const ViewFigureRuns *runs,
                              gsize n_runs,
                              const ViewFigureLook *look);
void view_figure_make_layers (ViewFigure *figure,
                              const ViewFigureRuns *runs,
                              gsize n_runs,
                              const ViewFigureLook *look);
/* What was trained, of scenes; free with g_free. */
char *view_figure_describe_scenes (const ViewFigureRuns *runs, gsize n_runs);

/* The panels that a look names, and their caption (figure-compose.c). */
void view_figure_compose (ViewFigure *figure,
                          const ViewFigureRuns *runs,
                          gsize n_runs,
                          const ViewFigureLook *look);
/* In how many columns these look best, and how high the rows of them are, points. */
guint view_figure_composed_columns (const ViewFigure *figure, const PlotPage *page);
double view_figure_composed_height (const ViewFigure *figure, const PlotPage *page);
