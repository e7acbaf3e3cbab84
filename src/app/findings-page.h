/* CollapsarFindingsPage: "What did we see?": the trends that the presets of a study name, and what its runs
 * show of them, in words and as dots with intervals; kept up to date while runs train, once a second. */
#pragma once

#include <gtk/gtk.h>

#include "app/findings.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_FINDINGS_PAGE (collapsar_findings_page_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarFindingsPage, collapsar_findings_page, COLLAPSAR, FINDINGS_PAGE, GtkBox)

/* Signals: "message" (string): what was copied; "added" (uint): so many runs were begun.
 *
 * Actions: "findings.copy", "findings.repeat", "findings.complete" and "findings.tune" (string,
 * collapsar_finding_key): as text to the clipboard; train each variant with two more seeds; train the
 * variants that have no run; do the fine-tunings that are not done. What is trained is fine-tuned, too, where
 * the preset has trends of that. */

/* Once. */
void collapsar_findings_page_set_places (CollapsarFindingsPage *self, CollapsarRunPlaces *places);
/* What stands first, which is what a figure is of; NULL when there is nothing. */
const CollapsarFinding *collapsar_findings_page_first (CollapsarFindingsPage *self);

G_END_DECLS
