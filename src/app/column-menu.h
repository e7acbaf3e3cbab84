/* CollapsarColumnMenu: which columns of the runs' table are shown: a popover of check buttons, to be
 * searched.
 */
#pragma once

#include "app/run-columns.h"

G_BEGIN_DECLS

/* columns: to live longer. */
GtkWidget *collapsar_column_menu_new (CollapsarRunColumns *columns);

G_END_DECLS
