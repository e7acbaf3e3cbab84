/* The runs of a study: their names, styles and seeds; how they come, go, and come back. */
#include "app/study-private.h"

#include <glib/gi18n.h>

void
collapsar_study_set_key (Regime *regime, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  if (!regime_set (regime, key, value, &error))
    g_warning ("%s", error->message);
}

static gboolean
has_name (CollapsarStudy *self, const char *name, const CollapsarSession *except)
{
  for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    if (run != except && g_str_equal (regime_name (collapsar_session_regime (run)), name))
      return TRUE;
  }
  return FALSE;
}

/* "Watch collapse" and, where there are such runs already, "Watch collapse 2", "Watch collapse 3". */
static char *
unique_name (CollapsarStudy *self, const char *name, const CollapsarSession *except)
{
  const char *space = strrchr (name, ' ');
  guint64 number;
  gboolean numbered = space != NULL && g_ascii_string_to_unsigned (space + 1, 10, 1, G_MAXINT, &number, NULL);
  g_autofree char *base = numbered ? g_strndup (name, (gsize)(space - name)) : g_strdup (name);
  char *candidate = g_strdup (name);
  for (number = numbered ? number : 1; has_name (self, candidate, except); number++) {
    g_free (candidate);
    candidate
        = g_strdup_printf ("%s %" G_GUINT64_FORMAT, *base == '\0' ? _ ("Unnamed regime") : base, number + 1);
  }
  return candidate;
}

guint
collapsar_study_first_free (GHashTable *styles)
{
  guint style = 0;
  while (g_hash_table_contains (styles, GUINT_TO_POINTER (style)))
    style++;
  return style;
}

static guint
free_style (CollapsarStudy *self)
{
  g_autoptr (GHashTable) styles = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    g_hash_table_add (styles, GUINT_TO_POINTER (collapsar_session_get_style (collapsar_study_run (self, i))));
  return collapsar_study_first_free (styles);
}

/* Both without what does not count: name and seed. */
static gboolean
same_settings (const Regime *a, const Regime *b)
{
  g_autoptr (Regime) copy = regime_copy (a);
  return regime_set (copy, "regime.name", regime_name (b), NULL)
         && regime_set (copy, "run.seed", regime_get (b, "run.seed"), NULL) && regime_equal (copy, b);
}

static gboolean
has_seed (CollapsarStudy *self, const Regime *regime, gint64 seed)
{
  for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
    const Regime *other = collapsar_session_regime (collapsar_study_run (self, i));
    if (regime_get_integer (other, "run.seed") == seed && same_settings (other, regime))
      return TRUE;
  }
  return FALSE;
}

Regime *
collapsar_study_next_seed (CollapsarStudy *self, const Regime *regime)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  Regime *next = regime_copy (regime);
  gint64 seed = regime_get_integer (regime, "run.seed");
  do
    seed++;
  while (has_seed (self, regime, seed));
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seed);
  collapsar_study_set_key (next, "run.seed", text);
  return next;
}

void
collapsar_study_rename (CollapsarStudy *self, CollapsarSession *run, const char *name)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (COLLAPSAR_IS_SESSION (run));

  g_autofree char *stripped = g_strstrip (g_strdup (name));
  if (*stripped == '\0')
    return;
  g_autofree char *unique = unique_name (self, stripped, run);
  collapsar_session_rename (run, unique);
}

/* Adding, removing and the way back. */

/* Takes the run at a place out of the list, paused; another one is selected before it goes. */
static void
take_out (CollapsarStudy *self, guint place, CollapsarSession *selected)
{
  CollapsarSession *run = collapsar_study_run (self, place);
  collapsar_study_set_selected (self, selected);
  collapsar_session_pause (run);
  training_scheduler_remove (self->scheduler, run);
  g_signal_handlers_disconnect_by_data (run, self);
  g_list_store_remove (self->runs, place);
}

static void
clear_runs (Change *change)
{
  g_clear_pointer (&change->runs, g_ptr_array_unref);
  g_clear_pointer (&change->removed, g_array_unref);
  g_clear_object (&change->selected);
}

/* Removed runs that cannot come back any more are taken out of the store, too. */
void
collapsar_study_clear_change (CollapsarStudy *self)
{
  gboolean removed = self->change.runs != NULL && self->change.kind == CHANGE_REMOVED;
  for (guint i = 0; removed && i < self->change.runs->len; i++)
    collapsar_session_discard (self->change.runs->pdata[i]);
  clear_runs (&self->change);
}

void
collapsar_study_begin_change (CollapsarStudy *self, ChangeKind kind)
{
  collapsar_study_clear_change (self);
  self->change = (Change){ .kind = kind, .runs = g_ptr_array_new_with_free_func (g_object_unref) };
  g_set_object (&self->change.selected, self->selected);
  g_object_notify (G_OBJECT (self), "can-undo");
}

/* A copy under a name of its own; free with regime_unref. */
static Regime *
name_uniquely (CollapsarStudy *self, const Regime *regime)
{
  Regime *named = regime_copy (regime);
  g_autofree char *name = unique_name (self, regime_name (regime), NULL);
  collapsar_study_set_key (named, "regime.name", name);
  return named;
}

void
collapsar_study_lead_pace (CollapsarStudy *self, CollapsarSession *run)
{
  g_object_bind_property (self, "pace", run, "pace", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

/* It trains once it knows where it is kept. */
static void
give_store (CollapsarStudy *self, CollapsarSession *run)
{
  if (self->expecting)
    collapsar_session_hold (run);
  else
    collapsar_session_set_store (run, self->store);
}

/* A session that is not in the list yet. */
static CollapsarSession *
new_run (CollapsarStudy *self)
{
  CollapsarSession *run = collapsar_session_new ();
  g_object_set (run, "style", free_style (self), NULL);
  collapsar_study_lead_pace (self, run);
  return run;
}

static void
append (CollapsarStudy *self, CollapsarSession *run)
{
  g_ptr_array_add (self->change.runs, g_object_ref (run));
  g_list_store_append (self->runs, run);
}

/* The run is held by the list. */
static CollapsarSession *
train_new (CollapsarStudy *self, Regime *regime)
{
  g_autoptr (CollapsarSession) run = new_run (self);
  g_autoptr (Regime) named = name_uniquely (self, regime);
  give_store (self, run);
  collapsar_study_attach (self, run);
  collapsar_session_run (run, named);
  append (self, run);
  return run;
}

CollapsarSession *
collapsar_study_add (CollapsarStudy *self, Regime *regime)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (regime != NULL, NULL);

  collapsar_study_begin_change (self, CHANGE_ADDED);
  CollapsarSession *run = train_new (self, regime);
  collapsar_study_set_selected (self, run);
  return run;
}

static void
train_all_new (CollapsarStudy *self, const GPtrArray *regimes)
{
  collapsar_study_begin_change (self, CHANGE_ADDED);
  for (guint i = 0; i < regimes->len; i++)
    train_new (self, regimes->pdata[i]);
}

void
collapsar_study_add_all (CollapsarStudy *self, const GPtrArray *regimes)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (regimes != NULL && regimes->len > 0);

  train_all_new (self, regimes);
  collapsar_study_set_selected (self, self->change.runs->pdata[0]);
}

/* Appends and selects a run that is ready to be kept and trained. */
static CollapsarSession *
append_waiting (CollapsarStudy *self, CollapsarSession *run)
{
  give_store (self, run);
  collapsar_study_begin_change (self, CHANGE_ADDED);
  collapsar_study_attach (self, run);
  append (self, run);
  collapsar_study_set_selected (self, run);
  return run;
}

CollapsarSession *
collapsar_study_duplicate (CollapsarStudy *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (run), NULL);

  gint branched = collapsar_session_branch_epoch (run);
  Regime *regime = collapsar_session_regime (run);
  if (branched >= 0)
    return collapsar_study_add_branch (self, run, regime, branched);
  g_autoptr (CollapsarSession) copy = new_run (self);
  g_autoptr (Regime) named = name_uniquely (self, regime);
  collapsar_session_prepare (copy, named);
  return append_waiting (self, copy);
}

CollapsarSession *
collapsar_study_add_branch (CollapsarStudy *self, CollapsarSession *parent, Regime *regime, double epoch)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (parent), NULL);
  g_return_val_if_fail (regime != NULL, NULL);

  g_autoptr (CollapsarSession) run = new_run (self);
  g_autoptr (Regime) named = name_uniquely (self, regime);
  if (!collapsar_session_branch (run, parent, named, epoch))
    return NULL;
  return append_waiting (self, run);
}

/* The first run after a place that does not go, else the last before it; NULL for none. */
static CollapsarSession *
find_left (CollapsarStudy *self, guint place, const GPtrArray *going)
{
  CollapsarSession *before = NULL;
  for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    if (g_ptr_array_find ((GPtrArray *)going, run, NULL))
      continue;
    if (i > place)
      return run;
    before = run;
  }
  return before;
}

/* Notes which of the list's runs go, in its order. */
static void
begin_removal (CollapsarStudy *self, const GPtrArray *going)
{
  collapsar_study_begin_change (self, CHANGE_REMOVED);
  self->change.removed = g_array_new (FALSE, FALSE, sizeof (RemovedRun));
  for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    RemovedRun removed = { i, collapsar_session_is_wanted (run) };
    if (!g_ptr_array_find ((GPtrArray *)going, run, NULL))
      continue;
    g_ptr_array_add (self->change.runs, g_object_ref (run));
    g_array_append_val (self->change.removed, removed);
  }
}

void
collapsar_study_remove_all (CollapsarStudy *self, const GPtrArray *runs)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (runs != NULL && runs->len > 0);

  guint place;
  CollapsarSession *selected = self->selected;
  for (guint i = 0; i < runs->len; i++)
    g_return_if_fail (collapsar_study_find (self, runs->pdata[i], NULL));
  if (g_ptr_array_find ((GPtrArray *)runs, selected, NULL)) {
    collapsar_study_find (self, selected, &place);
    selected = find_left (self, place, runs);
  }
  begin_removal (self, runs);
  /* From the end, so that none begins because one before it has gone. */
  for (guint i = self->change.removed->len; i-- > 0;)
    take_out (self, g_array_index (self->change.removed, RemovedRun, i).place, selected);
}

void
collapsar_study_remove (CollapsarStudy *self, CollapsarSession *run)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_ptr_array_add (runs, run);
  collapsar_study_remove_all (self, runs);
}

static void
undo_add (CollapsarStudy *self, CollapsarSession *run, CollapsarSession *selected)
{
  guint place, n = collapsar_study_n_runs (self);
  if (!collapsar_study_find (self, run, &place))
    return;
  CollapsarSession *beside = n == 1 ? NULL : collapsar_study_run (self, place > 0 ? place - 1 : 1);
  take_out (self, place, collapsar_study_find (self, selected, NULL) ? selected : beside);
  collapsar_session_discard (run);
}

static void
undo_remove (CollapsarStudy *self, const Change *change)
{
  for (guint i = 0; i < change->runs->len; i++) {
    guint place = g_array_index (change->removed, RemovedRun, i).place;
    collapsar_study_attach (self, change->runs->pdata[i]);
    g_list_store_insert (self->runs, MIN (place, collapsar_study_n_runs (self)), change->runs->pdata[i]);
  }
  if (collapsar_study_find (self, change->selected, NULL))
    collapsar_study_set_selected (self, change->selected);
  for (guint i = 0; i < change->runs->len; i++)
    if (g_array_index (change->removed, RemovedRun, i).wanted)
      collapsar_session_resume (change->runs->pdata[i]);
  g_signal_emit_by_name (self, "pending"); /* of what they told meanwhile */
}

void
collapsar_study_undo (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  Change change = self->change;
  self->change = (Change){ 0 };
  if (change.runs == NULL)
    return;
  /* From the end, so that none begins because one before it has gone. */
  for (guint i = change.runs->len; change.kind == CHANGE_ADDED && i-- > 0;)
    undo_add (self, change.runs->pdata[i], change.selected);
  if (change.kind == CHANGE_REMOVED)
    undo_remove (self, &change);
  else if (change.kind == CHANGE_MOVED)
    collapsar_study_set_order (self, change.runs);
  clear_runs (&change);
  g_object_notify (G_OBJECT (self), "can-undo");
}

void
collapsar_study_forget (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  collapsar_study_clear_change (self);
  g_object_notify (G_OBJECT (self), "can-undo");
}

void
collapsar_study_repeat (CollapsarStudy *self, CollapsarSession *run, guint n)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (COLLAPSAR_IS_SESSION (run));

  g_autoptr (GPtrArray) regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  Regime *last = collapsar_session_regime (run);
  for (guint i = 0; i < n; i++) {
    last = collapsar_study_next_seed (self, last);
    g_ptr_array_add (regimes, last);
  }
  train_all_new (self, regimes);
}
