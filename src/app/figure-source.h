/* What is exported, copied or printed: of what it is made, and how it goes on a page.
 *
 * Made in the main thread of what is on screen at that moment; from then on it shares nothing that changes
 * with the views, so that it is drawn by workers, one at a time. Reference-counted. */
#pragma once

#include <gtk/gtk.h>

#include "app/transfers.h"
#include "view/figure.h"
#include "view/transfer.h"
#include "view/trends-figure.h"

G_BEGIN_DECLS

/* A run, or several that differ in their seed alone, as ViewFigureRuns. */
typedef struct {
  GPtrArray *sessions; /* of CollapsarSession, borrowed; those that failed last */
  guint n_failed;
  guint style;
} CollapsarFigureRuns;

typedef struct _CollapsarFigureSource CollapsarFigureSource;

/* Of runs that have begun, with what they have told so far. Scenes are of the snapshots that the study at
 * path keeps, as the command line draws them, or where that is NULL or cannot be read of those in memory. The
 * look's arrays are copied; its lead is replaced by that of the session, NULL for none. */
CollapsarFigureSource *collapsar_figure_source_new_runs (const CollapsarFigureRuns *runs,
                                                         guint n_runs,
                                                         const ViewFigureLook *look,
                                                         CollapsarSession *lead,
                                                         const char *path);
/* Of a view of the transfers; settings as of view_transfer_figure_settings. path: of the study, where it has
 * how they went epoch by epoch; NULL where not. */
CollapsarFigureSource *collapsar_figure_source_new_transfer (CollapsarTransfers *transfers,
                                                             ViewTransfer *view,
                                                             const char *settings,
                                                             const char *path);
/* Of a comparison's trends; takes the figure. */
CollapsarFigureSource *collapsar_figure_source_new_trends (ViewTrendsFigure *figure);
CollapsarFigureSource *collapsar_figure_source_ref (CollapsarFigureSource *source);
void collapsar_figure_source_unref (CollapsarFigureSource *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarFigureSource, collapsar_figure_source_unref)

/* "watch-collapse-happen-epoch-83": how a file of it would be called, without its ending; at first "figure".
 */
void collapsar_figure_source_set_name (CollapsarFigureSource *source, const char *name);
const char *collapsar_figure_source_get_name (const CollapsarFigureSource *source);
/* The words (GPtrArray of char *, taken) of the command that draws it but for page and file; NULL, as at
 * first, where there is none. */
void collapsar_figure_source_set_command (CollapsarFigureSource *source, GPtrArray *words);
/* The whole command for a page and a file; NULL where there is none. Free with g_free. */
char *
collapsar_figure_source_command (const CollapsarFigureSource *source, const PlotPage *page, const char *file);

/* Of how many runs or means it is; 0 where it is of something else. */
guint collapsar_figure_source_n_runs (const CollapsarFigureSource *source);
/* The name of one of them, borrowed. */
const char *collapsar_figure_source_run_name (const CollapsarFigureSource *source, guint run);
/* Other panels than those of its kind: a list as view/figure-panels.h has it, "" for these. What is drawn
 * from now on has them. Errors: VIEW_PANELS_ERROR, and then nothing is changed. */
gboolean collapsar_figure_source_set_panels (CollapsarFigureSource *source, const char *list, GError **error);

/* Whether it is of fine-tunings that can be drawn epoch by epoch; and whether they are, from now on. */
gboolean collapsar_figure_source_has_epochs (const CollapsarFigureSource *source);
void collapsar_figure_source_set_by_epoch (CollapsarFigureSource *source, gboolean by_epoch);

/* The rest from any thread. Drawing a figure of runs for the first time projects all their snapshots. */

/* The page with its height, where that was 0. */
PlotPage collapsar_figure_source_fit (CollapsarFigureSource *source, const PlotPage *page);
/* Errors: PLOT_ERROR, those of view_figure_samples_new where all samples are to be drawn, and of
 * view_transfer_curves_read. */
gboolean collapsar_figure_source_save (CollapsarFigureSource *source,
                                       const PlotPage *page,
                                       const char *path,
                                       GError **error);
/* The same bytes; not of TeX. */
GBytes *
collapsar_figure_source_to_bytes (CollapsarFigureSource *source, const PlotPage *page, GError **error);
/* The page drawn on cr, in points. */
void collapsar_figure_source_draw (CollapsarFigureSource *source, const PlotPage *page, cairo_t *cr);
/* The page as a picture of so many pixels a point. */
GdkTexture *
collapsar_figure_source_render (CollapsarFigureSource *source, const PlotPage *page, double scale);

G_END_DECLS
