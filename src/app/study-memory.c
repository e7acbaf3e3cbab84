/* The memory that the snapshots of all runs may take together. */
#include "app/study-private.h"

static gint
compare_left (gconstpointer a, gconstpointer b)
{
  gint64 first = collapsar_session_left (*(CollapsarSession *const *)a);
  gint64 second = collapsar_session_left (*(CollapsarSession *const *)b);
  return (first > second) - (first < second);
}

/* Does so to one run after the other until they take no more than they may. */
static void
spare (const GPtrArray *runs, gboolean (*save) (CollapsarSession *run), gsize *bytes, gsize most)
{
  for (guint i = 0; i < runs->len; i++) {
    if (*bytes <= most)
      return;
    *bytes -= collapsar_session_snapshot_bytes (runs->pdata[i]);
    save (runs->pdata[i]);
    *bytes += collapsar_session_snapshot_bytes (runs->pdata[i]);
  }
}

/* First those that nobody looks at go, as a whole, the one first that was looked at longest ago. Then those
 * that are looked at or train keep what the store has moments of; their samples they keep all, so that
 * nothing that is seen vanishes. What is left is bounded by the number of scenes. */
void
collapsar_study_spare_memory (CollapsarStudy *self)
{
  g_autoptr (GPtrArray) runs = NULL;
  gsize bytes = 0;
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    bytes += collapsar_session_snapshot_bytes (collapsar_study_run (self, i));
  if (bytes <= self->most_bytes)
    return;
  runs = g_ptr_array_new ();
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    g_ptr_array_add (runs, collapsar_study_run (self, i));
  g_ptr_array_sort (runs, compare_left);
  spare (runs, collapsar_session_lighten, &bytes, self->most_bytes);
  spare (runs, collapsar_session_thin, &bytes, self->most_bytes);
}
