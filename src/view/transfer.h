/* What fine-tunings came to, as charts: NC1 against transfer accuracy, accuracy by the number of labels, and
 * what each layer is good for. The same in the window and in the command line's figure.
 *
 * Repeats are averaged: fine-tunings that differ in their seed alone, and sources that differ in theirs alone
 * where the caller puts them into one group. Spread is the standard deviation (over n - 1); NC1, which is
 * read on log axes, is averaged as its logarithm. */
#pragma once

#include "plot/pointplot.h"
#include "plot/scatter.h"
#include "study/transfer-table.h"
#include "training/transfer.h"

/* A run that may have been fine-tuned, and how it is shown. */
typedef struct {
  gint64 run;       /* as StudyTransfer.run */
  guint group;      /* runs of one group are repeats of one regime */
  const char *name; /* of the group; copied */
  guint style;      /* plot_theme_regime_style */
} ViewTransferRun;

typedef enum {
  VIEW_TRANSFER_SOURCE_NC1, /* of the source's own training data */
  VIEW_TRANSFER_TRAIN_NC1,  /* downstream, of all training samples */
  VIEW_TRANSFER_TEST_NC1,
  VIEW_N_TRANSFER_NC1
} ViewTransferNc1;

#define VIEW_TRANSFER_LAST_BLOCK (-1)

/* What is looked at. What there is not, is taken for the first of those that there are. */
typedef struct {
  guint task;            /* one of view_transfer_tasks */
  TransferMethod method; /* of the scatter's points */
  gint block;            /* of Layer FT and SCL FT, from 1; VIEW_TRANSFER_LAST_BLOCK: each source's last */
  guint shots;           /* samples of each class; 0: all. Of the scatter, the methods and the layers */
  ViewTransferNc1 nc1;   /* of the scatter */
  guint group;           /* the source of methods, few-shot curves and layers */
  /* Of one method, block and number of labels those are shown that have the same settings: of these, a line
   * each, "epochs=30 batch=64", the first that any has, else those that are of
   * most methods, blocks and numbers, and of these most. NULL or "" for none. */
  const char *settings;
} ViewTransferOptions;

/* A method at the chosen number of shots, of the chosen source at its last epoch. */
typedef struct {
  TransferMethod method;
  gint block;                   /* -1: none */
  guint n;                      /* fine-tunings */
  double accuracy, accuracy_sd; /* the latter NaN for one */
  double nc1, nc1_test;         /* of the features that feed the classifier, downstream */
  double share;                 /* of the parameters, trained */
  double seconds;
} ViewTransferMethod;

typedef struct _ViewTransfer ViewTransfer;

/* Takes what it needs of the rows (array of StudyTransferRow), those of other runs are left out. Immutable
 * from then on and reference-counted. It may be made in any thread, and not in the main one: 10,000 rows take
 * about 0.2 s on one core. */
ViewTransfer *view_transfer_new (const GArray *rows,
                                 const ViewTransferRun *runs,
                                 guint n_runs,
                                 const ViewTransferOptions *options);
ViewTransfer *view_transfer_ref (ViewTransfer *transfer);
void view_transfer_unref (ViewTransfer *transfer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewTransfer, view_transfer_unref)

/* What there is to choose from */

/* The options in effect. */
const ViewTransferOptions *view_transfer_options (const ViewTransfer *transfer);
/* The tasks downstream by their names, NULL-terminated: "mnist", "mnist, classes 5-9". */
const char *const *view_transfer_tasks (const ViewTransfer *transfer);
/* Of the task: those that any of its fine-tunings has. Methods (guint) in the order of TransferMethod;
 * numbers of shots (guint) rising, all, which is 0, last; sources (guint, groups) in the order of the runs.
 */
const GArray *view_transfer_methods (const ViewTransfer *transfer);
const GArray *view_transfer_shots (const ViewTransfer *transfer);
const GArray *view_transfer_groups (const ViewTransfer *transfer);
/* Of the chosen source at the chosen number of shots: the blocks (gint, from 1, rising) that Layer FT or SCL
 * FT tuned, and that which gave them the best accuracy; 0 for none. */
const GArray *view_transfer_blocks (const ViewTransfer *transfer);
gint view_transfer_best_block (const ViewTransfer *transfer);
/* Fine-tunings of the task that are left out as they have other settings, and that with their number and the
 * difference in words (free with g_free; NULL for none); the options' `settings` that shows them, or where
 * they are of several kinds those that were not looked at yet. NULL where no settings would. */
guint view_transfer_n_left_out (const ViewTransfer *transfer);
char *view_transfer_describe_left_out (const ViewTransfer *transfer);
const char *view_transfer_other_settings (const ViewTransfer *transfer);
/* One that is shown, that tuned or only reads (ridge), of few labels or of all; of the chosen source where it
 * has any: another with its settings is shown beside it. NULL for none. It belongs to who made the rows. */
const StudyTransfer *view_transfer_example (const ViewTransfer *transfer, gboolean reads, gboolean few);
/* "Full FT", of a block "SCL FT, layer 2"; free with g_free. */
char *view_transfer_method_name (TransferMethod method, gint block);
/* "5 labels per class", "all labels"; free with g_free. */
char *view_transfer_shots_name (guint shots);

/* Charts. Each has a title and a subtitle, which a copy may leave out. They live as long as `transfer`. */

const PlotScatter *view_transfer_scatter (const ViewTransfer *transfer);
const PlotPointplot *view_transfer_few_shot (const ViewTransfer *transfer);
const PlotPointplot *view_transfer_layers (const ViewTransfer *transfer);
/* Array of ViewTransferMethod, the best accuracy first. */
const GArray *view_transfer_table (const ViewTransfer *transfer);
/* The fine-tunings (of StudyTransfer) that one of the table's methods is the mean of; they belong to who made
 * the rows. */
GPtrArray *view_transfer_repeats (const ViewTransfer *transfer, const ViewTransferMethod *method);
/* The source of one of the scatter's points: the first run of its group that was fine-tuned. */
gint64 view_transfer_point_run (const ViewTransfer *transfer, guint point);
/* What is under the pointer in words, for one of the scatter's points, or a line of another chart at a place
 * (plot_scatter_point_at, plot_pointplot_at). Free with g_free. */
char *view_transfer_describe_point (const ViewTransfer *transfer, guint point);
char *view_transfer_describe_few_shot (const ViewTransfer *transfer, guint line, guint place);
char *view_transfer_describe_layer (const ViewTransfer *transfer, guint line, guint place);
/* All that is said about the charts below them: the correlations with their intervals, what the trend is, how
 * many fine-tunings are left out because they had other settings. Free with g_free. */
char *view_transfer_caption (const ViewTransfer *transfer);
