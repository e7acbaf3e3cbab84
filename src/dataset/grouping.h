/* The small languages of data.classes and data.labels. */
#pragma once

#include "dataset/dataset.h"

/* "0-4,7" as flags of the fine classes kept, kept[0 .. n_classes - 1]; "all" keeps all. */
gboolean dataset_parse_classes (const char *text, guint n_classes, gboolean *kept, GError **error);

/* "0,2,4,6|1,3|5": group_of[k] of every kept class k, and the number of groups. Each kept class must stand in
 * one group, a class that is not kept in none. */
gboolean dataset_parse_grouping (const char *text,
                                 guint n_classes,
                                 const gboolean *kept,
                                 guint32 *group_of,
                                 guint *n_groups,
                                 GError **error);
