/* Fine-tunings on one page: NC1 against transfer accuracy, few labels, layer by layer; or epoch by epoch. */
#pragma once

#include "view/figure.h"
#include "view/transfer.h"
#include "view/transfer-curves.h"

#define VIEW_TRANSFER_N_PANELS 3

/* The three charts on a page, which is copied; a height of 0 is replaced by one that suits them. Panels,
 * caption (view_transfer_caption) and settings, for the file's metadata or NULL, are borrowed, as is
 * transfer. */
PlotFigure view_transfer_figure_on_page (const ViewTransfer *transfer,
                                         const PlotPage *page,
                                         PlotPanel panels[VIEW_TRANSFER_N_PANELS],
                                         const char *caption,
                                         const char *settings);

/* Likewise the two charts of how they went. */
PlotFigure view_transfer_curves_figure_on_page (const ViewTransferCurves *curves,
                                                const PlotPage *page,
                                                PlotPanel panels[VIEW_N_TRANSFER_CURVES],
                                                const char *settings);

/* The settings of all rows (array of StudyTransferRow), as keyfiles: each once with a list of the seeds and
 * what was tuned by it. Free with g_free. */
char *view_transfer_figure_settings (const GArray *rows);
