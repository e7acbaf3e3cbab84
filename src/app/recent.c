#include "app/recent.h"

#include "study/study.h"

static void
recent_free (gpointer data)
{
  CollapsarRecent *recent = data;
  g_free (recent->path);
  g_free (recent->name);
  g_date_time_unref (recent->when);
  g_free (recent);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *)b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *)a));
}

/* NULL where it is no study, or gone. */
static CollapsarRecent *
recent_new (GtkRecentInfo *info)
{
  g_autofree char *path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL);
  if (path == NULL || g_strcmp0 (gtk_recent_info_get_mime_type (info), COLLAPSAR_STUDY_MIME_TYPE) != 0
      || !gtk_recent_info_exists (info))
    return NULL;
  CollapsarRecent *recent = g_new0 (CollapsarRecent, 1);
  recent->name = g_path_get_basename (path);
  recent->path = g_steal_pointer (&path);
  recent->when = g_date_time_to_local (gtk_recent_info_get_modified (info));
  if (g_str_has_suffix (recent->name, STUDY_SUFFIX))
    recent->name[strlen (recent->name) - strlen (STUDY_SUFFIX)] = '\0';
  return recent;
}

GPtrArray *
collapsar_recent_studies (guint limit)
{
  GPtrArray *studies = g_ptr_array_new_with_free_func (recent_free);
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), compare);
  for (GList *each = items; each != NULL && studies->len < limit; each = each->next) {
    CollapsarRecent *recent = recent_new (each->data);
    if (recent != NULL)
      g_ptr_array_add (studies, recent);
  }
  g_list_free_full (items, (GDestroyNotify)gtk_recent_info_unref);
  return studies;
}
