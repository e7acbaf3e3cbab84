/* The menus of a run's and a group's card, over the window's actions on what is selected. */
#pragma once

#include "app/run-group.h"

G_BEGIN_DECLS

/* What can be done with the run as it stands; free with g_object_unref. */
GMenuModel *collapsar_run_menu_new (CollapsarSession *run);
GMenuModel *collapsar_run_menu_new_for_group (CollapsarRunGroup *group);

G_END_DECLS
