/* The user's cache of what presets take: measured, and corrected by what real runs took. It is good for a
 * version of the program, a processor and the text of a preset. Any thread may call. */
#pragma once

#include "training/estimate.h"
#include "training/history.h"

/* Whether costs hold well enough not to be measured again: their measuring had its processor to itself. */
gboolean collapsar_estimate_is_final (const GArray *costs);

/* What is known of a preset: an array of a TrainingCost for each variant; free with g_array_unref. NULL where
 * nothing is. */
GArray *collapsar_estimate_recall (const char *preset, const RegimeComparison *comparison);
/* A cache that cannot be written is measured again. */
void collapsar_estimate_keep (const char *preset, const RegimeComparison *comparison, const GArray *costs);
/* What a run took that has ended, on so many threads: where it is a preset's variant, whatever its name and
 * seed, and had the cores that its estimate is for, its epochs count from now on. */
void collapsar_estimate_learn (Regime *regime, const TrainingHistory *history, guint threads);
/* Waits until all that was to be learned is: it happens in threads. */
void collapsar_estimate_await (void);
