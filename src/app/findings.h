/* Which presets' comparisons a study holds, and what its runs show of their trends.
 *
 * Nothing of this is stored: a run belongs to a variant by its settings (training/regime-place.h). Runs whose
 * settings a person changed belong to it no more, except that what all variants were given alike, such as
 * fewer epochs, makes a comparison of its own; of a preset of one variant, what is in [run] alone. Branches
 * are left out. */
#pragma once

#include "app/study.h"
#include "training/trend-words.h"

typedef struct {
  const char *preset;
  const RegimeComparison *comparison;
  char *shared;    /* what all have that the preset has not, "run.epochs=20"; "" */
  guint n_seeds;   /* as many as any variant has */
  GPtrArray *runs; /* CollapsarSession or NULL, [variant * n_seeds + seed] */
  guint n_runs, n_ended;
  gboolean whole; /* every variant has a run */
} CollapsarFinding;

void collapsar_finding_free (CollapsarFinding *finding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarFinding, collapsar_finding_free)

/* GPtrArray of CollapsarFinding, in the presets' order; free with g_ptr_array_unref. */
GPtrArray *collapsar_findings_find (CollapsarStudy *study);

/* "optimisers", with what was changed: unlike any other's of the study. Free with g_free, here and below. */
char *collapsar_finding_key (const CollapsarFinding *finding);
/* Whether every variant has been trained to its end, or failed. */
gboolean collapsar_finding_has_ended (const CollapsarFinding *finding);
/* The fewest seeds that a variant has. */
guint collapsar_finding_min_seeds (const CollapsarFinding *finding);
/* "3 variants, 9 runs: 3 seeds each. So far, at epoch 37" */
char *collapsar_finding_trained (const CollapsarFinding *finding);
/* One of the comparison's trends, measured on the runs as they stand. */
TrainingTrendResult *collapsar_finding_measure (const CollapsarFinding *finding, guint trend);
/* All of it as text, to be pasted. */
char *collapsar_finding_to_text (const CollapsarFinding *finding);
