/* Fine-tunings on one page: NC1 against transfer accuracy, few labels, layer by layer. */
#pragma once

#include "view/figure.h"
#include "view/transfer.h"

/* Writes the three charts on a page. settings: for the
 * file's metadata, or NULL. Errors: PLOT_ERROR, with what was there untouched. */
gboolean view_transfer_figure_save (const ViewTransfer *transfer,
                                    const char *settings,
                                    const PlotPage *page,
                                    const char *path,
                                    GError **error);

/* The settings of all rows (array of StudyTransferRow), as keyfiles: each once with a list of the seeds and
 * what was tuned by it. Free with g_free. */
char *view_transfer_figure_settings (const GArray *rows);
