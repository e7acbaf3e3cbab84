/* A comparison: the regimes of one file that are to be laid side by side, and what should be seen of them.
 *
 * The file is a regime file; its sections are what the regimes have in common. Each [variant NAME] is one
 * regime, with the settings, written SECTION.KEY=VALUE, in which it differs; without any there is one, as
 * the sections say. Each [transfers NAME] is a plan of fine-tunings to make of them (transfer-plan.h), all
 * combinations of its lists, with settings written transfer.KEY=VALUE:
 *
 *     methods=   probe, layer, scl, full or ridge; the first four unless given
 *     blocks=    numbers or all; that of transfer.block unless given
 *     shots=     numbers or all; that of transfer.shots unless given
 *     epochs=    of the source: numbers, all that are stored or last (the default)
 *     seeds=     how many, from transfer.seed on (1 unless given), or run: the source's own
 *     variants=  NAME, NAME ...: of these; all unless given
 *
 * Each [trend NAME] says what should be seen:
 *
 *     says=      the sentence
 *     quantity=  a key of the records: probe_accuracy, loss, error, nc1 ...
 *     split=     train (the default) or test
 *     over=      variants (the default), training or terminal-phase
 *     expect=    rises or falls
 *     variants=  NAME, NAME ...: of these, in this order; all unless given
 *
 * or, where it is about fine-tunings (transfer-trend.h):
 *
 *     transfers= NAME, NAME ...: those that these plans ask for
 *     quantity=  test_accuracy (the default), nc1 or nc1_test
 *     over=      variants (the default), epochs, layers or methods; or for a correlation source_nc1, nc1 or
 *                nc1_test
 *     expect=    rises or falls; of a row also peaks (best between its ends) or ends-below-best
 *     methods=   over methods these, in this order; else which, where the plans have several
 *     shots=     a number or all: which, where the plans have several
 *     variants=  as above
 */
#pragma once

#include "training/regime.h"
#include "training/transfer-plan.h"
#include "training/trend.h"

typedef struct _RegimeComparison RegimeComparison;

/* `origin` (a file or preset's name) is for messages. */
RegimeComparison *regime_comparison_new_from_text (const char *text, const char *origin, GError **error);
/* A preset's name, "PRESET:VARIANT" or a file's path. */
RegimeComparison *regime_comparison_new_from_argument (const char *argument, GError **error);
/* NULL is allowed. */
void regime_comparison_free (RegimeComparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RegimeComparison, regime_comparison_free)

/* The settings in common: name, about, and what else no variant changes. */
Regime *regime_comparison_base (const RegimeComparison *comparison);
/* At least 1. */
guint regime_comparison_n_variants (const RegimeComparison *comparison);
/* The regime's own name is "NAME: VARIANT" where it gives none itself. */
Regime *regime_comparison_variant (const RegimeComparison *comparison, guint index);
/* "" for the only one of a file that names none. */
const char *regime_comparison_variant_name (const RegimeComparison *comparison, guint index);
guint regime_comparison_n_plans (const RegimeComparison *comparison);
const TransferPlan *regime_comparison_plan (const RegimeComparison *comparison, guint index);
guint regime_comparison_n_trends (const RegimeComparison *comparison);
const TrainingTrend *regime_comparison_trend (const RegimeComparison *comparison, guint index);

/* Leaves only the variant of that name with its fine-tunings, and no trend. */
gboolean regime_comparison_take (RegimeComparison *comparison, const char *variant, GError **error);
/* "section.key=value" in every variant; combinations are checked by regime_comparison_validate. On error some
 * variants may have it already. */
gboolean
regime_comparison_set_assignment (RegimeComparison *comparison, const char *assignment, GError **error);
/* regime_validate of every variant, and of its fine-tunings; the message names the variant or plan. */
gboolean regime_comparison_validate (const RegimeComparison *comparison, GError **error);

/* As a file with every key, readable again; free with g_free. */
char *regime_comparison_to_text (const RegimeComparison *comparison);
