/* Lists that follow another one. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Makes the store hold these items, in this order; replaces what differs only, so that views keep what they
 * have of the others. */
void collapsar_list_store_set (GListStore *store, GPtrArray *items);

G_END_DECLS
