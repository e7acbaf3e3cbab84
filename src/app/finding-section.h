/* CollapsarFindingSection: one preset's trends on the findings page: a head with what can be done, and a card
 * for each trend. */
#pragma once

#include <gtk/gtk.h>

#include "app/finding.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_FINDING_SECTION (collapsar_finding_section_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarFindingSection, collapsar_finding_section, COLLAPSAR, FINDING_SECTION, GtkBox)

GtkWidget *collapsar_finding_section_new (const CollapsarFinding *finding);
/* collapsar_finding_key of what it was made for. */
const char *collapsar_finding_section_get_key (CollapsarFindingSection *self);
void collapsar_finding_section_update_head (CollapsarFindingSection *self, const CollapsarFinding *finding);
/* One trend anew; its card is made when it has none yet, in the trends' order. */
void collapsar_finding_section_update_trend (CollapsarFindingSection *self,
                                             const CollapsarFinding *finding,
                                             guint trend);

G_END_DECLS
