/* CollapsarSourceList: the data sets that can be chosen, the named ones and the paths that were opened. Those
 * that are not found are dimmed, and can be selected to see why. */
#pragma once

#include <adwaita.h>

#include "dataset/source.h"

G_BEGIN_DECLS

/* Looks for data sets in a thread: it is file work. `finish` returns an array of DatasetSourceInfo, or NULL
 * when it was cancelled; free with g_ptr_array_unref. */
void collapsar_source_list_find (gpointer object, GCancellable *cancellable, GAsyncReadyCallback callback);
GPtrArray *collapsar_source_list_find_finish (GAsyncResult *result);

#define COLLAPSAR_TYPE_SOURCE_LIST (collapsar_source_list_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSourceList, collapsar_source_list, COLLAPSAR, SOURCE_LIST, AdwBin)

/* Property "source" (string, notifies): what is selected, as in data.source; NULL until the data sets are
 * listed. A path that is set is added to the list. Signal "activated": Enter or a double click. */
void collapsar_source_list_select (CollapsarSourceList *self, const char *source);
const char *collapsar_source_list_get_source (CollapsarSourceList *self);
/* For people; "" when nothing is selected. */
const char *collapsar_source_list_get_title (CollapsarSourceList *self);
/* Why the selected data set is not there and how to get it; NULL when it is, and of a path. */
const char *collapsar_source_list_get_searched (CollapsarSourceList *self);

G_END_DECLS
