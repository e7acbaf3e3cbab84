/* A study and the store that keeps it. */
#include "app/study-private.h"

#include <math.h>

/* What is remembered of a run: style, cursor, live, visible. */
#define RUN_FORMAT "(udbb)"

static char *
run_setting (CollapsarSession *run)
{
  return g_strdup_printf ("run.%" G_GINT64_FORMAT, collapsar_session_id (run));
}

static void
remember_run (CollapsarStudy *self, CollapsarSession *run)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (
      g_variant_new (RUN_FORMAT, collapsar_session_get_style (run), collapsar_session_get_epoch (run),
                     collapsar_session_get_live (run), collapsar_session_get_visible (run)));
  g_autofree char *name = run_setting (run);
  g_autofree char *text = g_variant_print (value, FALSE);
  if (collapsar_session_id (run) != 0)
    collapsar_store_set_setting (self->store, name, text);
}

static gboolean
is_any (CollapsarSession *run)
{
  return TRUE;
}

/* The numbers of the runs that are so, in their order: "3,1,2". */
static void
remember_list (CollapsarStudy *self, const char *setting, gboolean (*is_so) (CollapsarSession *))
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    if (is_so (run))
      g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 0 ? "," : "",
                              collapsar_session_id (run));
  }
  collapsar_store_set_setting (self->store, setting, list->str);
}

void
collapsar_study_remember (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  if (self->store == NULL)
    return;
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    remember_run (self, collapsar_study_run (self, i));
  remember_list (self, "order", is_any);
  remember_list (self, "muted", collapsar_session_get_muted);
  if (self->selected != NULL) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, collapsar_session_id (self->selected));
    collapsar_store_set_setting (self->store, "selected", id);
  }
}

/* FALSE when nothing is remembered of the run, or nothing that it could be. */
static gboolean
recall_run (CollapsarStudy *self, CollapsarSession *run)
{
  g_autofree char *name = run_setting (run);
  g_autoptr (GVariant) value = g_variant_parse (
      G_VARIANT_TYPE (RUN_FORMAT), collapsar_store_setting (self->store, name), NULL, NULL, NULL);
  guint32 style;
  double epoch;
  gboolean live, visible;
  if (value == NULL)
    return FALSE;
  g_variant_get (value, RUN_FORMAT, &style, &epoch, &live, &visible);
  g_object_set (run, "style", style, "visible", visible, NULL);
  if (!live && isfinite (epoch))
    collapsar_session_set_epoch (run, epoch);
  return TRUE;
}

guint
collapsar_study_stored_style (GHashTable *settings, gint64 id, guint otherwise)
{
  g_autofree char *name = g_strdup_printf ("run.%" G_GINT64_FORMAT, id);
  const char *text = g_hash_table_lookup (settings, name);
  g_autoptr (GVariant) value
      = text == NULL ? NULL : g_variant_parse (G_VARIANT_TYPE (RUN_FORMAT), text, NULL, NULL, NULL);
  guint32 style = otherwise;
  if (value != NULL)
    g_variant_get_child (value, 0, "u", &style);
  return style;
}

static CollapsarSession *
restore_run (CollapsarStudy *self, const CollapsarStoredRun *stored)
{
  CollapsarSession *run = collapsar_session_new ();
  collapsar_study_lead_pace (self, run);
  collapsar_study_attach (self, run);
  collapsar_session_restore (run, self->store, stored);
  g_object_set (run, "visible", FALSE, NULL);
  return run;
}

/* A study that was never seen in a window shows all of its runs, unless they are too many to tell apart. */
#define MOST_SHOWN 30

/* Runs of which nothing is remembered come from the command line: they get the styles that are free. */
static void
give_styles (GPtrArray *runs, GHashTable *styles)
{
  for (guint i = 0; i < runs->len; i++) {
    guint style = collapsar_study_first_free (styles);
    g_object_set (runs->pdata[i], "style", style, NULL);
    g_hash_table_add (styles, GUINT_TO_POINTER (style));
  }
}

/* Those that it does not name, which others have added since, come last, as they were added. */
static void
recall_order (CollapsarStudy *self, GPtrArray *runs)
{
  g_auto (GStrv) ids = g_strsplit (collapsar_store_setting (self->store, "order"), ",", -1);
  guint place = 0;
  for (char **id = ids; *id != NULL; id++)
    for (guint i = place; i < runs->len; i++)
      if (collapsar_session_id (runs->pdata[i]) == g_ascii_strtoll (*id, NULL, 10)) {
        g_ptr_array_insert (runs, (gint)place++, g_ptr_array_steal_index (runs, i));
        break;
      }
}

static void
recall_muted (CollapsarStudy *self, GPtrArray *runs)
{
  g_auto (GStrv) ids = g_strsplit (collapsar_store_setting (self->store, "muted"), ",", -1);
  for (guint i = 0; i < runs->len; i++) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, collapsar_session_id (runs->pdata[i]));
    g_object_set (runs->pdata[i], "muted", g_strv_contains ((const char *const *)ids, id), NULL);
  }
}

/* All at once: whoever follows the list has work with all of it at each change. */
static void
restore_runs (CollapsarStudy *self, const GPtrArray *stored)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();
  g_autoptr (GHashTable) styles = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < stored->len; i++) {
    CollapsarSession *run = restore_run (self, stored->pdata[i]);
    g_ptr_array_add (runs, run);
    if (recall_run (self, run))
      g_hash_table_add (styles, GUINT_TO_POINTER (collapsar_session_get_style (run)));
    else
      g_ptr_array_add (unknown, run);
  }
  give_styles (unknown, styles);
  for (guint i = 0; unknown->len == runs->len && runs->len <= MOST_SHOWN && i < runs->len; i++)
    g_object_set (runs->pdata[i], "visible", TRUE, NULL);
  recall_order (self, runs);
  recall_muted (self, runs);
  g_list_store_splice (self->runs, 0, 0, runs->pdata, runs->len);
}

/* The run that was looked at last time, where nobody looks at one yet. */
static void
recall_selection (CollapsarStudy *self)
{
  gint64 id = g_ascii_strtoll (collapsar_store_setting (self->store, "selected"), NULL, 10);
  guint n = collapsar_study_n_runs (self);
  for (guint i = 0; i < n && self->selected == NULL; i++)
    if (collapsar_session_id (collapsar_study_run (self, i)) == id)
      collapsar_study_set_selected (self, collapsar_study_run (self, i));
  if (self->selected == NULL && n > 0)
    collapsar_study_set_selected (self, collapsar_study_run (self, n - 1));
  if (self->selected != NULL)
    g_object_set (self->selected, "visible", TRUE, NULL);
}

void
collapsar_study_expect_store (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  self->expecting = TRUE;
}

void
collapsar_study_set_store (CollapsarStudy *self, CollapsarStore *store)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (self->store == NULL);

  guint n_waiting = collapsar_study_n_runs (self);
  self->expecting = FALSE;
  g_set_object (&self->store, store);
  if (store != NULL)
    restore_runs (self, collapsar_store_runs (store));
  guint n_stored = collapsar_study_n_runs (self) - n_waiting;
  for (guint i = n_stored; i < n_stored + n_waiting; i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    if (n_stored > 0)
      collapsar_study_rename (self, run, regime_name (collapsar_session_regime (run)));
    collapsar_session_set_store (run, store);
  }
  if (store != NULL) {
    recall_selection (self);
    collapsar_transfers_set_store (self->transfers, store);
  }
}

CollapsarStore *
collapsar_study_get_store (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  return self->store;
}

void
collapsar_study_close (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  self->closing = TRUE;
  collapsar_study_remember (self);
  collapsar_study_clear_change (self);
  collapsar_transfers_close (self->transfers);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_stop (collapsar_study_run (self, i));
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_wait (collapsar_study_run (self, i));
  if (self->store != NULL)
    collapsar_store_close (self->store);
}
