/* How fine-tunings of one network went, epoch by epoch: test accuracy after each, and NC1 of the downstream
 * training features before and after, one line a method. The same in the window and in the command line's
 * figure.
 *
 * A line is the mean over draws, with one standard deviation each way where there are several, at the epochs
 * at which all of them were measured. One that was measured before and after alone is left out where another
 * draw of the same method was measured between. */
#pragma once

#include "plot/pointplot.h"
#include "training/transfer.h"
#include "view/transfer.h"

/* One fine-tuning. */
typedef struct {
  TransferMethod method;
  gint block;               /* that it tunes; -1: none */
  const GPtrArray *records; /* of TrainingRecord, rising in epoch */
  gboolean live;            /* it is in progress, and has a line of its own */
  gboolean muted;           /* grey, as others are looked at */
} ViewTransferCourse;

typedef enum {
  VIEW_TRANSFER_ACCURACY_CURVES,
  VIEW_TRANSFER_NC1_CURVES,
  VIEW_N_TRANSFER_CURVES
} ViewTransferCurve;

typedef struct _ViewTransferCurves ViewTransferCurves;

/* Takes what it needs of them. */
ViewTransferCurves *view_transfer_curves_new (const ViewTransferCourse *courses, guint n_courses);
/* Those of a study that a view of its fine-tunings shows: every method, of the block that is shown or,
 * without, the last; all draws. NULL on error: StudyError, STUDY_ERROR_NOT_FOUND where none was measured
 * between before and after. */
ViewTransferCurves *view_transfer_curves_read (Study *study, const ViewTransfer *view, GError **error);
void view_transfer_curves_free (ViewTransferCurves *curves);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewTransferCurves, view_transfer_curves_free)

/* A chart, with title and subtitle, which lives as long as `curves`; without lines where nothing was measured
 * between before and after. */
const PlotPointplot *view_transfer_curves_plot (const ViewTransferCurves *curves, ViewTransferCurve which);
/* What is under the pointer in words: a line at a place. Free with g_free. */
char *view_transfer_curves_describe (const ViewTransferCurves *curves,
                                     ViewTransferCurve which,
                                     guint line,
                                     guint place);
