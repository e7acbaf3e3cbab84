/* CollapsarPresetCard: a preset on the start page: picture, name, what to look for, and how long it takes. */
#pragma once

#include "app/estimator.h"
#include "app/preset-picture.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_PRESET_CARD (collapsar_preset_card_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarPresetCard, collapsar_preset_card, COLLAPSAR, PRESET_CARD, GtkFlowBoxChild)

/* first: the one to begin with, which says so. */
GtkWidget *collapsar_preset_card_new (const char *preset, gboolean first);
const char *collapsar_preset_card_preset (CollapsarPresetCard *self);
/* The line at the foot: the time, or what is missing. */
void collapsar_preset_card_tell (CollapsarPresetCard *self,
                                 CollapsarEstimator *estimator,
                                 double pace,
                                 guint cores);
/* Whether name or description has these words, whatever their case. */
gboolean collapsar_preset_card_matches (CollapsarPresetCard *self, const char *words);

G_END_DECLS
