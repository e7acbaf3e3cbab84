/* CollapsarRegimeCard: one run of the sidebar: what it is, how far it has come, its NC1, and a menu. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_REGIME_CARD (collapsar_regime_card_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRegimeCard, collapsar_regime_card, COLLAPSAR, REGIME_CARD, GtkBox)

/* Signals: "menu" before the run's menu opens, whose actions are the window's on the selected run; "renamed"
 * with the name that was typed. */
GtkWidget *collapsar_regime_card_new (CollapsarSession *session);
CollapsarSession *collapsar_regime_card_get_session (CollapsarRegimeCard *self);
/* Asks for another name. */
void collapsar_regime_card_rename (CollapsarRegimeCard *self);
/* "training", "paused": how a run stands, in a word. */
const char *collapsar_regime_card_state_word (CollapsarSessionState state);

/* The settings (collapsar_setting_find_varying) in which it differs from the runs beside it: its second line
 * says these, and without any what it is. end: what its name begins with is others', too:
 * "Losses: Focal" is "Focal", and a name that is too long is known by its end. */
void collapsar_regime_card_set_varying (CollapsarRegimeCard *self, GPtrArray *names, gboolean end);

G_END_DECLS
