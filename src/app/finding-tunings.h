/* CollapsarFindingTunings: what the fine-tunings of a study show of its findings, measured in another thread:
 * to find whose they are, and to correlate them, takes longer than a frame. */
#pragma once

#include "app/finding.h"
#include "app/transfers.h"

G_BEGIN_DECLS

/* Whether any of its trends is one of fine-tunings. */
gboolean collapsar_finding_tunes (const CollapsarFinding *finding);

/* Whether some of them could be done that are not: of a finding that is measured. */
gboolean collapsar_finding_lacks_tunings (const CollapsarFinding *finding);
/* Does what its plans ask for of some of its runs (GPtrArray of CollapsarSession, variants[i] that of the
 * i-th), each once it has come to its end. */
void collapsar_finding_tune (const CollapsarFinding *finding,
                             CollapsarTransfers *transfers,
                             const GPtrArray *runs,
                             const guint *variants);

#define COLLAPSAR_TYPE_FINDING_TUNINGS (collapsar_finding_tunings_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarFindingTunings, collapsar_finding_tunings, COLLAPSAR, FINDING_TUNINGS, GObject)

/* Signal: "changed" when findings have been measured anew. */
CollapsarFindingTunings *collapsar_finding_tunings_new (CollapsarTransfers *transfers);
/* Tells findings (GPtrArray of CollapsarFinding) what was measured of them last, and measures them anew where
 * something was fine-tuned since. */
void collapsar_finding_tunings_put (CollapsarFindingTunings *self, const GPtrArray *findings);
/* Another number when something was fine-tuned, or is to be. */
guint64 collapsar_finding_tunings_stamp (CollapsarFindingTunings *self);

G_END_DECLS
