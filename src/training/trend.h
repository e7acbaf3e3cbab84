/* Trends: what regimes laid side by side should show, and whether the runs showed it.
 *
 * A trend says that a quantity rises or falls along a row of points: over the variants in their order, or in
 * each variant between two moments of its training; or it is one of fine-tunings (transfer-trend.h). It is
 * judged on paired differences: each seed gives one
 * difference between two points, so that what seeds have in common (data drawn, first weights) cancels.
 * Quantities that are read on log axes, such as nc1, are judged by their logarithms: their change is a ratio
 * of geometric means. A change is clear when its 95 % confidence interval, mean +- t(0.975, n - 1) standard
 * errors over the n seeds, does not hold "no change" (a paired two-sided t test at 5 %), so that verdict and
 * interval never contradict each other. A trend is shown when the whole row's change, first point to last, is
 * clear in the direction expected and no step along the row is clear against it. */
#pragma once

#include "collapse/correlation.h"
#include "training/history.h"

/* The table of the t distribution goes as far. */
#define TRAINING_MAX_SEEDS 30

typedef enum {
  TRAINING_OVER_VARIANTS,
  TRAINING_OVER_EPOCHS,         /* of each variant: from epoch 0 to the last */
  TRAINING_OVER_TERMINAL_PHASE, /* of each variant: from the epoch where the training error is 0 and stays so
                                 */
  /* Of fine-tunings alone: */
  TRAINING_OVER_SOURCE_EPOCHS, /* of each variant: the epochs of it that they begin from */
  TRAINING_OVER_LAYERS,        /* of each variant: the blocks that they tune or read */
  TRAINING_OVER_METHODS,       /* of each variant: the trend's methods */
  TRAINING_OVER_SOURCE_NC1,    /* no row but a correlation: over NC1 of the source's training samples, */
  TRAINING_OVER_TRAIN_NC1,     /* of the downstream training samples, */
  TRAINING_OVER_TEST_NC1,      /* of the downstream test samples */
} TrainingTrendOver;

typedef enum {
  TRAINING_FALLS,
  TRAINING_RISES,
  /* Of fine-tunings alone: */
  TRAINING_PEAKS,      /* a point between the ends is above both */
  TRAINING_ENDS_BELOW, /* a point before the last is above it */
} TrainingExpectation;

/* What is measured of a fine-tuning. */
typedef enum {
  TRANSFER_TEST_ACCURACY,
  TRANSFER_NC1, /* of the features that feed the classifier, on all of the task's training samples */
  TRANSFER_NC1_TEST,
  TRANSFER_SOURCE_NC1,
  TRANSFER_N_QUANTITIES
} TransferQuantity;

typedef struct {
  char *name;   /* in the regime file, [trend NAME] */
  char *says;   /* what should be seen, one sentence */
  int quantity; /* as in training_record_value; of fine-tunings a TransferQuantity */
  TrainingSplit split;
  TrainingTrendOver over;
  TrainingExpectation expect;
  GArray *variants; /* of guint: which, in the order in which it rises or falls */

  /* Of fine-tunings: */
  GArray *plans;       /* of guint, which of the comparison's; NULL: it is a trend of the training */
  GArray *methods;     /* of guint, TransferMethod: which, in this order */
  gint shots;          /* on so many samples a class, 0 for all; -1: whatever there is */
  gboolean many_shots; /* which differs: of a correlation */
} TrainingTrend;

void training_trend_free (TrainingTrend *trend);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingTrend, training_trend_free)

typedef enum {
  TRAINING_TREND_SHOWN,
  TRAINING_TREND_OPPOSITE,   /* clear, but the other way */
  TRAINING_TREND_UNCLEAR,    /* seeds disagree, there is only one, or a step along the row goes against it */
  TRAINING_TREND_UNMEASURED, /* no seed has both ends: not reached, undefined or failed */
} TrainingVerdict;

/* "shown", "opposite", "unclear", "unmeasured" */
const char *training_verdict_key (TrainingVerdict verdict);
/* "shown", "not shown: the opposite" ..., translated. */
const char *training_verdict_words (TrainingVerdict verdict);

/* Over seeds; NaN are left out. */
typedef struct {
  guint n;
  double mean;      /* NaN for n = 0 */
  double deviation; /* of the sample: divides by n - 1; NaN for n < 2 */
} TrainingSample;

TrainingSample training_sample (const double *values, guint n);
/* Half of the 95 % confidence interval of a sample's mean, by Student's t; NaN for n < 2. n is at most
 * TRAINING_MAX_SEEDS. */
double training_sample_margin (const TrainingSample *sample);

/* Whether a quantity is a share of the samples, read in per cent. */
gboolean training_quantity_is_share (int quantity);
/* Whether a quantity is read on a log axis, and its changes as ratios: no share of samples, no accuracy,
 * nothing that may be negative. */
gboolean training_quantity_is_scale (int quantity);

/* In the regime file: "nc1", "training", "rises" ... */
const char *training_trend_quantity_key (const TrainingTrend *trend);
const char *training_trend_over_key (const TrainingTrend *trend);
const char *training_trend_expectation_key (const TrainingTrend *trend);
/* Whether it is no row but a correlation. */
gboolean training_trend_is_correlation (const TrainingTrend *trend);

/* These two of a trend's quantity, be it one of fine-tunings or not. */
gboolean training_trend_is_share (const TrainingTrend *trend);
gboolean training_trend_is_scale (const TrainingTrend *trend);

/* How a quantity went from one point to another, over the seeds that have both. */
typedef struct {
  guint n;
  gboolean ratio;   /* change is to / from, the two being geometric means; else to - from, of means */
  double from, to;  /* NaN for n = 0 */
  double change;    /* NaN for n = 0 */
  double low, high; /* its 95 % confidence interval; NaN for n < 2 */
} TrainingChange;

/* The change from one point's seeds to another's, paired; NaN where a seed has none. As a ratio every value
 * must be above 0. */
TrainingChange training_change (const double *from, const double *to, guint n_seeds, gboolean ratio);

/* Judges a row of n_points >= 2 points by n_seeds <= TRAINING_MAX_SEEDS seeds; values is row-major, a point a
 * row, NaN where a seed has none; `ratio` as for training_change. */
TrainingVerdict
training_judge (const double *values, guint n_points, guint n_seeds, gboolean ratio, gboolean rises);

/* Judges one change: whether it is as expected. */
TrainingVerdict training_judge_change (const TrainingChange *change, gboolean rises);

/* One point of a trend as it was measured. */
typedef struct {
  guint variant;
  gboolean first; /* over training: the moment it begins with, else the last epoch */
  TrainingSample sample;

  /* Of fine-tunings: */
  guint epoch;  /* of the source */
  guint method; /* TransferMethod */
  guint64
      blocks;    /* bits of those that were tuned or read; several, where other seeds chose others; 0: none */
  guint shots;   /* samples a class; 0 for all */
  gboolean peak; /* chosen for some seed as the best */
  double x;      /* of a correlation: what it is over */
} TrainingTrendPoint;

/* Those of the points along which a change is. */
typedef struct {
  guint first, n_points;
} TrainingTrendRow;

typedef struct {
  TrainingVerdict verdict; /* of several rows the least favourable */
  GArray *points;          /* of TrainingTrendPoint, in order */
  guint n_seeds;
  double *values;  /* points x n_seeds, NaN where a seed has none */
  GArray *changes; /* of TrainingChange: over variants one, first point to last; else one for each variant. Of
                      a peak from the first point to it, and from the last to it */
  GArray *rows;    /* of TrainingTrendRow, that of each change */
  CollapseCorrelation correlation; /* over NC1: of the points' means; there are no changes */
} TrainingTrendResult;

void training_trend_result_free (TrainingTrendResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingTrendResult, training_trend_result_free)

/* An empty one. */
TrainingTrendResult *training_trend_result_new (guint n_seeds);
TrainingTrendResult *training_trend_result_copy (const TrainingTrendResult *result);

/* Measures a trend of the training on what the runs told: histories[variant * n_seeds + seed], NULL for a run
 * that failed. A run's last record counts. */
TrainingTrendResult *
training_trend_measure (const TrainingTrend *trend, const TrainingHistory *const *histories, guint n_seeds);
