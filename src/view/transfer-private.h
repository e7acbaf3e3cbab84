/* The parts of a ViewTransfer: rows become cells, and these the charts. Internal to view. */
#pragma once

#include "collapse/correlation.h"
#include "view/transfer.h"

/* Places at which the trend is drawn. */
#define VIEW_TRANSFER_TREND 60

/* Of repeats: mean, and sum of the squared distances from it (Welford 1962). */
typedef struct {
  guint n;
  double mean, squares;
} ViewAverage;

/* The repeats of one fine-tuning: of one group of sources at one epoch. */
typedef struct {
  guint group, epoch;
  gint64 run; /* the first one's */
  TransferMethod method;
  gint block;
  guint shots;
  ViewAverage accuracy, nc1[VIEW_N_TRANSFER_NC1], seconds; /* nc1 as its logarithm */
  double share;
  GPtrArray *transfers; /* StudyTransfer: the repeats */
} ViewTransferCell;

struct _ViewTransfer {
  gatomicrefcount references;
  ViewTransferOptions options;
  GPtrArray *texts; /* what is said and pointed to; all die together */
  GPtrArray *tasks; /* of char, and NULL */
  GArray *runs;     /* ViewTransferRun; the names are among the texts */
  GArray *cells;
  GArray *methods, *shots, *groups, *blocks, *table;
  gint best;
  guint n_left_out;           /* fine-tunings with other settings */
  const char *other_settings; /* that would show some of them, and how they differ; NULL where none would */
  const char *left_out_words;

  PlotScatter scatter;
  GArray *points, *point_cells; /* PlotScatterPoint, and the number of the cell of each */
  double trend_x[VIEW_TRANSFER_TREND], trend_y[VIEW_TRANSFER_TREND];
  CollapseCorrelation pearson, spearman;

  PlotPointplot few, layers;
  GArray *few_places, *few_lines, *layer_places, *layer_lines, *layer_marks; /* of plot's */
};

/* Of what is a number. */
void view_average_add (ViewAverage *average, double value);
/* NaN without any; the deviation also of a single one. */
double view_average_mean (const ViewAverage *average);
double view_average_deviation (const ViewAverage *average);
/* One standard deviation each way, of a logarithm as factors; NaN of a single value. */
void view_average_bar (const ViewAverage *average, gboolean logarithm, double *low, double *high);

/* Takes a text or another block of memory, which lives as long as self. */
const char *view_transfer_keep (ViewTransfer *self, char *text);
/* n of them, all NaN. */
double *view_transfer_keep_doubles (ViewTransfer *self, guint n);

const ViewTransferRun *view_transfer_run (const ViewTransfer *self, guint index);
/* NULL for one that is not known. */
const ViewTransferRun *view_transfer_find_run (const ViewTransfer *self, gint64 run);
/* The first of a group. */
const ViewTransferRun *view_transfer_find_group (const ViewTransfer *self, guint group);

/* Method, block and number of labels, as a key. */
char *view_transfer_kind_of (const StudyTransfer *transfer);
/* Of rows (of StudyTransferRow, of one task) those that are shown; notes the others. */
GPtrArray *view_transfer_choose_settings (ViewTransfer *self, const GPtrArray *rows);
/* Makes tasks and cells of the rows. */
void view_transfer_take_rows (ViewTransfer *self, const GArray *rows);
const ViewTransferCell *view_transfer_cell (const ViewTransfer *self, guint index);
/* Of a point of the scatter. */
const ViewTransferCell *view_transfer_point_cell (const ViewTransfer *self, guint point);
/* Whether it tunes one block. */
gboolean view_transfer_tunes_block (const ViewTransferCell *cell);
/* The last epoch of a group's cells. */
guint view_transfer_last_epoch (const ViewTransfer *self, guint group);
/* Whether it is of the chosen source at its last epoch. */
gboolean view_transfer_is_of_source (const ViewTransfer *self, const ViewTransferCell *cell);
/* The block that is looked at, of cells of that group and method: the one chosen, or the group's last; of a
 * ridge probe the last. -1 where the method has none. */
gint view_transfer_shown_block (const ViewTransfer *self, const ViewTransferCell *like);

/* Value, low and high end in the places of the three "|" of a format; free with g_free. */
char *view_transfer_format_correlation (const char *format, const CollapseCorrelation *correlation);

void view_transfer_make_scatter (ViewTransfer *self);
void view_transfer_make_few_shot (ViewTransfer *self);
void view_transfer_make_layers (ViewTransfer *self);
/* Of a few-shot curve at a number of shots: its mean, NaN where there is none. */
double
view_transfer_curve_at (const ViewTransfer *self, TransferMethod method, guint shots, ViewAverage *accuracy);
/* What reads a layer of the chosen source; NULL for none. */
const ViewTransferCell *view_transfer_find_layer (const ViewTransfer *self, gint layer);
