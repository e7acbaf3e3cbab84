/* CollapsarRegimeCard: one regime of the sidebar: what it is, how far it has come, and its NC1. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_REGIME_CARD (collapsar_regime_card_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRegimeCard, collapsar_regime_card, COLLAPSAR, REGIME_CARD, GtkBox)

void collapsar_regime_card_set_session (CollapsarRegimeCard *self, CollapsarSession *session);

G_END_DECLS
