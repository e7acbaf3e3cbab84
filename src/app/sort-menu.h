/* CollapsarSortMenu: by which column the runs' table is sorted, as a menu: GTK 4.8's column titles, which
 * sort when they are clicked, are out of the keyboard's reach. */
#pragma once

#include "app/run-columns.h"

G_BEGIN_DECLS

/* The columns that are shown, to be chosen by the actions "runs.sort" and "runs.sort-descending". */
GMenuModel *collapsar_sort_menu_new (CollapsarRunColumns *columns);

G_END_DECLS
