/* CollapsarGroupCard: runs that differ in their seed alone, as one: how far they have come, their mean NC1
 * over how many, a button that shows them one by one, and a menu. */
#pragma once

#include <gtk/gtk.h>

#include "app/run-card.h"
#include "app/run-group.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_GROUP_CARD (collapsar_group_card_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarGroupCard, collapsar_group_card, COLLAPSAR, GROUP_CARD, CollapsarRunCard)

GtkWidget *collapsar_group_card_new (CollapsarRunGroup *group);
CollapsarRunGroup *collapsar_group_card_get_group (CollapsarGroupCard *self);

G_END_DECLS
