/* CollapsarRecentCard: a study that was open, on the start page: how NC1 went in its first regimes, its name,
 * what it holds, and when it was used. The file is read in another thread. */
#pragma once

#include "app/recent.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RECENT_CARD (collapsar_recent_card_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRecentCard, collapsar_recent_card, COLLAPSAR, RECENT_CARD, GtkFlowBoxChild)

GtkWidget *collapsar_recent_card_new (const CollapsarRecent *recent);
const char *collapsar_recent_card_path (CollapsarRecentCard *self);
/* "6 regimes × 3 seeds · 200 epochs" of a study's runs (GPtrArray of StudyRun); free with g_free. */
char *collapsar_recent_card_describe (const GPtrArray *runs);

G_END_DECLS
