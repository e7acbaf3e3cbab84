/* A preset's comparison as a study holds it: the runs of its variants, seed by seed, and what they show. */
#pragma once

#include "app/presets.h"
#include "app/session.h"
#include "training/trend-words.h"

typedef struct {
  const char *preset;
  const RegimeComparison *comparison;
  char *shared;    /* what all have that the preset has not, "run.epochs=20"; "" */
  GArray *seeds;   /* of gint64, rising: all that any variant has, TRAINING_MAX_SEEDS at most */
  GPtrArray *runs; /* CollapsarSession or NULL, [variant * seeds->len + seed] */
  guint n_trained; /* variants that have a run */

  /* Set from outside (finding-tunings.h): */
  GPtrArray
      *tuned; /* TrainingTrendResult of each trend, NULL of one of the training; NULL: not measured yet */
  gboolean tuning; /* fine-tunings are to come */
} CollapsarFinding;

/* Runs of these variants (GPtrArray of CollapsarSession, variants[i] that of the i-th); of several that are
 * the same run the first counts. */
CollapsarFinding *collapsar_finding_new (const CollapsarPreset *preset,
                                         const char *shared,
                                         const GPtrArray *runs,
                                         const guint *variants);
void collapsar_finding_free (CollapsarFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarFinding, collapsar_finding_free)

/* "optimisers", with what was changed: unlike any other's of the study. Free with g_free, here and below. */
char *collapsar_finding_key (const CollapsarFinding *finding);
gboolean collapsar_finding_has (const CollapsarFinding *finding, CollapsarSession *run);
/* Whether every variant has a run. */
gboolean collapsar_finding_is_whole (const CollapsarFinding *finding);
/* Whether every variant has been trained to its end, or failed. */
gboolean collapsar_finding_has_ended (const CollapsarFinding *finding);
/* Whether what a trend is about has come to its end. */
gboolean collapsar_finding_trend_has_ended (const CollapsarFinding *finding, guint trend);
/* The fewest seeds that a variant with a run has. */
guint collapsar_finding_min_seeds (const CollapsarFinding *finding);
/* "3 variants × 3 seeds · so far, at epoch 37" */
char *collapsar_finding_trained (const CollapsarFinding *finding);
/* Of each variant the style of its first run; free with g_free. */
guint *collapsar_finding_styles (const CollapsarFinding *finding);
/* One of the comparison's trends, measured on the runs as they stand; one of fine-tunings as it was measured
 * last. */
TrainingTrendResult *collapsar_finding_measure (const CollapsarFinding *finding, guint trend);
/* All of it as text, to be pasted. */
char *collapsar_finding_to_text (const CollapsarFinding *finding);
/* GPtrArray of Regime: a variant that has no run, with the seeds that the others have; else empty. */
GPtrArray *collapsar_finding_missing (const CollapsarFinding *finding, guint variant);
