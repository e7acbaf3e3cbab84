/* CollapsarRegimeCard: one run of the sidebar: what it is, how far it has come, its NC1, and a menu. */
#pragma once

#include <gtk/gtk.h>

#include "app/run-card.h"
#include "app/session.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_REGIME_CARD (collapsar_regime_card_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRegimeCard, collapsar_regime_card, COLLAPSAR, REGIME_CARD, CollapsarRunCard)

GtkWidget *collapsar_regime_card_new (CollapsarSession *session);
CollapsarSession *collapsar_regime_card_get_session (CollapsarRegimeCard *self);
/* "training", "paused": how a run stands, in a word. */
const char *collapsar_regime_card_state_word (CollapsarSessionState state);

G_END_DECLS
