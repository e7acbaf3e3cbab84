#include "app/list-store.h"

void
collapsar_list_store_set (GListStore *store, GPtrArray *items)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (store)), first = 0, last = 0, place;
  while (first < MIN (n, items->len) && g_list_store_find (store, items->pdata[first], &place)
         && place == first)
    first++;
  while (last < MIN (n, items->len) - first
         && g_list_store_find (store, items->pdata[items->len - 1 - last], &place) && place == n - 1 - last)
    last++;
  if (first + last < MAX (n, items->len))
    g_list_store_splice (store, first, n - first - last, items->pdata + first, items->len - first - last);
}
