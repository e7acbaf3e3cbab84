/* Trends: what regimes laid side by side should show, and whether the runs showed it.
 *
 * A trend says that a quantity rises or falls along a row of points: over the variants in their order, or in
 * each variant between two moments of its training. It is judged on paired differences: each seed gives one
 * difference between two points, so that what seeds have in common (data drawn, first weights) cancels.
 * Quantities that are read on log axes, such as nc1, are judged by their logarithms: their change is a ratio
 * of geometric means. A change is clear when its 95 % confidence interval, mean +- t(0.975, n - 1) standard
 * errors over the n seeds, does not hold "no change" (a paired two-sided t test at 5 %), so that verdict and
 * interval never contradict each other. A trend is shown when the whole row's change, first point to last, is
 * clear in the direction expected and no step along the row is clear against it. */
#pragma once

#include "training/history.h"

/* The table of the t distribution goes as far. */
#define TRAINING_MAX_SEEDS 30

typedef enum {
  TRAINING_OVER_VARIANTS,
  TRAINING_OVER_EPOCHS,         /* of each variant: from epoch 0 to the last */
  TRAINING_OVER_TERMINAL_PHASE, /* of each variant: from the epoch where the training error is 0 and stays so
                                 */
} TrainingTrendOver;

typedef struct {
  char *name;   /* in the regime file, [trend NAME] */
  char *says;   /* what should be seen, one sentence */
  int quantity; /* as in training_record_value */
  TrainingSplit split;
  TrainingTrendOver over;
  gboolean rises;   /* else it falls */
  GArray *variants; /* of guint: which, in the order in which it rises or falls */
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

/* One point of a trend as it was measured. */
typedef struct {
  guint variant;
  gboolean first; /* over training: the moment it begins with, else the last epoch */
  TrainingSample sample;
} TrainingTrendPoint;

typedef struct {
  TrainingVerdict verdict; /* over training: of all the variants' together, the least favourable */
  GArray *points;          /* of TrainingTrendPoint, in order */
  guint n_seeds;
  double *values;  /* points x n_seeds, NaN where a seed has none */
  GArray *changes; /* of TrainingChange: over variants one, first point to last; else one for each variant */
} TrainingTrendResult;

void training_trend_result_free (TrainingTrendResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingTrendResult, training_trend_result_free)

/* Measures a trend on what the runs told: histories[variant * n_seeds + seed], NULL for a run that failed. A
 * run's last record counts. */
TrainingTrendResult *
training_trend_measure (const TrainingTrend *trend, const TrainingHistory *const *histories, guint n_seeds);
