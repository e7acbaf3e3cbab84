#include "app/study.h"

#include <glib/gi18n.h>
#include <math.h>

#include "training/scheduler.h"
#include "training/trainer-memory.h"

/* What was added or removed last. */
typedef struct {
  GPtrArray *runs; /* of CollapsarSession; NULL: nothing to undo */
  gboolean added;
  guint place;                /* of one that was removed */
  gboolean wanted;            /* it trained or waited */
  CollapsarSession *selected; /* before; may be NULL */
} Change;

struct _CollapsarStudy {
  GObject parent_instance;

  GListStore *runs;
  CollapsarSession *selected;
  CollapsarStore *store;
  gboolean expecting; /* a store is to come */
  TrainingScheduler *scheduler;
  gboolean closing; /* runs end one after the other: none of them begins any more */
  guint cores;
  Change change;
  double pace;
};

static void collapsar_study_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CollapsarStudy,
                               collapsar_study,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, collapsar_study_model_init))

enum {
  PROP_SELECTED = 1,
  PROP_PACE,
  PROP_CAN_UNDO,
  PROP_CORES,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_PENDING,
  SIGNAL_TRAINING,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* The list. */

static GType
study_get_item_type (GListModel *model)
{
  return COLLAPSAR_TYPE_SESSION;
}

static guint
study_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (COLLAPSAR_STUDY (model)->runs));
}

static gpointer
study_get_item (GListModel *model, guint place)
{
  return g_list_model_get_item (G_LIST_MODEL (COLLAPSAR_STUDY (model)->runs), place);
}

static void
collapsar_study_model_init (GListModelInterface *iface)
{
  iface->get_item_type = study_get_item_type;
  iface->get_n_items = study_get_n_items;
  iface->get_item = study_get_item;
}

guint
collapsar_study_n_runs (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), 0);

  return study_get_n_items (G_LIST_MODEL (self));
}

CollapsarSession *
collapsar_study_run (CollapsarStudy *self, guint place)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (place < collapsar_study_n_runs (self), NULL);

  g_autoptr (CollapsarSession) run = study_get_item (G_LIST_MODEL (self), place);
  return run; /* the list holds it */
}

static gboolean
find_run (CollapsarStudy *self, CollapsarSession *run, guint *place)
{
  return run != NULL && g_list_store_find (self->runs, run, place);
}

/* Training in turn. */

static void
on_pending (CollapsarStudy *self)
{
  g_signal_emit (self, signals[SIGNAL_PENDING], 0);
}

static void
give_cores (gpointer run, guint cores, gpointer user_data)
{
  if (!COLLAPSAR_STUDY (user_data)->closing)
    collapsar_session_give_cores (run, cores);
}

static void
on_started (CollapsarStudy *self, CollapsarSession *run)
{
  training_scheduler_set_need (self->scheduler, run, collapsar_session_memory (run));
}

static void
on_state (CollapsarStudy *self, GParamSpec *pspec, CollapsarSession *run)
{
  if (collapsar_session_get_state (run) == COLLAPSAR_SESSION_QUEUED) {
    training_scheduler_add (self->scheduler, run);
    on_started (self, run); /* of one that goes on it is known */
  } else if (collapsar_session_trains (run)) {
    on_pending (self);
  } else {
    training_scheduler_remove (self->scheduler, run);
  }
  g_signal_emit (self, signals[SIGNAL_TRAINING], 0);
}

guint
collapsar_study_n_training (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), 0);

  return training_scheduler_n_running (self->scheduler);
}

guint
collapsar_study_n_waiting (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), 0);

  return training_scheduler_n_waiting (self->scheduler);
}

/* Those that wait first: none is to begin because another one has paused. */
void
collapsar_study_pause_all (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  for (guint trains = 0; trains < 2; trains++)
    for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
      CollapsarSession *run = collapsar_study_run (self, i);
      if (trains || collapsar_session_get_state (run) == COLLAPSAR_SESSION_QUEUED)
        collapsar_session_pause (run);
    }
}

void
collapsar_study_resume_all (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_resume (collapsar_study_run (self, i));
}

gboolean
collapsar_study_drain (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), FALSE);

  gboolean more = FALSE;
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    more |= collapsar_session_drain (collapsar_study_run (self, i));
  return more;
}

/* Names, styles and seeds. */

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

static gboolean
has_style (CollapsarStudy *self, guint style)
{
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    if (collapsar_session_get_style (collapsar_study_run (self, i)) == style)
      return TRUE;
  return FALSE;
}

static guint
free_style (CollapsarStudy *self)
{
  guint style = 0;
  while (has_style (self, style))
    style++;
  return style;
}

static void
set_key (Regime *regime, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  if (!regime_set (regime, key, value, &error))
    g_warning ("%s", error->message);
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
  set_key (next, "run.seed", text);
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

/* Selecting. */

CollapsarSession *
collapsar_study_get_selected (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  return self->selected;
}

static void
set_selected (CollapsarStudy *self, CollapsarSession *run)
{
  if (self->selected == run)
    return;
  g_set_object (&self->selected, run);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

void
collapsar_study_select (CollapsarStudy *self, CollapsarSession *run)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (find_run (self, run, NULL));

  set_selected (self, run);
}

void
collapsar_study_move_selection (CollapsarStudy *self, int by)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  guint place;
  if (!find_run (self, self->selected, &place))
    return;
  int to = CLAMP ((int)place + by, 0, (int)collapsar_study_n_runs (self) - 1);
  set_selected (self, collapsar_study_run (self, (guint)to));
}

/* Adding, removing and the way back. */

static void
attach (CollapsarStudy *self, CollapsarSession *run)
{
  g_object_set (run, "watched", FALSE, NULL);
  collapsar_session_set_queues (run, TRUE);
  g_signal_connect_object (run, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "pending", G_CALLBACK (on_pending), self, G_CONNECT_SWAPPED);
}

/* Takes the run at a place out of the list, paused; another one is selected before it goes. */
static void
take_out (CollapsarStudy *self, guint place, CollapsarSession *selected)
{
  CollapsarSession *run = collapsar_study_run (self, place);
  set_selected (self, selected);
  collapsar_session_pause (run);
  training_scheduler_remove (self->scheduler, run);
  g_signal_handlers_disconnect_by_data (run, self);
  g_list_store_remove (self->runs, place);
}

static void
clear_runs (Change *change)
{
  g_clear_pointer (&change->runs, g_ptr_array_unref);
  g_clear_object (&change->selected);
}

/* A removed run that cannot come back any more is taken out of the store, too. */
static void
clear_change (CollapsarStudy *self)
{
  if (self->change.runs != NULL && !self->change.added)
    collapsar_session_discard (self->change.runs->pdata[0]);
  clear_runs (&self->change);
}

/* The next change, with the runs yet to be filled in. */
static void
begin_change (CollapsarStudy *self, gboolean added)
{
  clear_change (self);
  self->change = (Change){ .runs = g_ptr_array_new_with_free_func (g_object_unref), .added = added };
  g_set_object (&self->change.selected, self->selected);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
}

/* A copy under a name of its own; free with regime_unref. */
static Regime *
name_uniquely (CollapsarStudy *self, const Regime *regime)
{
  Regime *named = regime_copy (regime);
  g_autofree char *name = unique_name (self, regime_name (regime), NULL);
  set_key (named, "regime.name", name);
  return named;
}

static void
follow_pace (CollapsarStudy *self, CollapsarSession *run)
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
  follow_pace (self, run);
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
  attach (self, run);
  collapsar_session_run (run, named);
  append (self, run);
  return run;
}

CollapsarSession *
collapsar_study_add (CollapsarStudy *self, Regime *regime)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (regime != NULL, NULL);

  begin_change (self, TRUE);
  CollapsarSession *run = train_new (self, regime);
  set_selected (self, run);
  return run;
}

static void
train_all_new (CollapsarStudy *self, const GPtrArray *regimes)
{
  begin_change (self, TRUE);
  for (guint i = 0; i < regimes->len; i++)
    train_new (self, regimes->pdata[i]);
}

void
collapsar_study_add_all (CollapsarStudy *self, const GPtrArray *regimes)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (regimes != NULL && regimes->len > 0);

  train_all_new (self, regimes);
  set_selected (self, self->change.runs->pdata[0]);
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
  give_store (self, run);
  begin_change (self, TRUE);
  attach (self, run);
  append (self, run);
  set_selected (self, run);
  return run;
}

void
collapsar_study_remove (CollapsarStudy *self, CollapsarSession *run)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  guint place, n = collapsar_study_n_runs (self);
  g_return_if_fail (find_run (self, run, &place));
  CollapsarSession *selected = self->selected;
  if (selected == run)
    selected = n == 1 ? NULL : collapsar_study_run (self, place + 1 < n ? place + 1 : place - 1);
  begin_change (self, FALSE);
  g_ptr_array_add (self->change.runs, g_object_ref (run));
  self->change.place = place;
  self->change.wanted = collapsar_session_is_wanted (run);
  take_out (self, place, selected);
}

static void
undo_add (CollapsarStudy *self, CollapsarSession *run, CollapsarSession *selected)
{
  guint place, n = collapsar_study_n_runs (self);
  if (!find_run (self, run, &place))
    return;
  CollapsarSession *beside = n == 1 ? NULL : collapsar_study_run (self, place > 0 ? place - 1 : 1);
  take_out (self, place, find_run (self, selected, NULL) ? selected : beside);
  collapsar_session_discard (run);
}

static void
undo_remove (CollapsarStudy *self, const Change *change)
{
  CollapsarSession *run = change->runs->pdata[0];
  attach (self, run);
  g_list_store_insert (self->runs, MIN (change->place, collapsar_study_n_runs (self)), run);
  if (find_run (self, change->selected, NULL))
    set_selected (self, change->selected);
  if (change->wanted)
    collapsar_session_resume (run);
  on_pending (self); /* of what it told meanwhile */
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
  for (guint i = change.runs->len; change.added && i-- > 0;)
    undo_add (self, change.runs->pdata[i], change.selected);
  if (!change.added)
    undo_remove (self, &change);
  clear_runs (&change);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
}

void
collapsar_study_forget (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  clear_change (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
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

/* Groups. */

/* What those of a group have in common. */
static char *
group_key (const Regime *regime)
{
  g_autoptr (Regime) copy = regime_copy (regime);
  set_key (copy, "regime.name", "");
  set_key (copy, "run.seed", "0");
  return regime_to_text (copy);
}

static gboolean
group_has_seed (GPtrArray *group, gint64 seed)
{
  for (guint i = 0; i < group->len; i++)
    if (regime_get_integer (collapsar_session_regime (group->pdata[i]), "run.seed") == seed)
      return TRUE;
  return FALSE;
}

GPtrArray *
collapsar_study_groups (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    const Regime *regime = collapsar_session_regime (run);
    g_autofree char *key = group_key (regime);
    gboolean branch = collapsar_session_branch_epoch (run) >= 0;
    GPtrArray *group = branch ? NULL : g_hash_table_lookup (by_key, key);
    if (group == NULL || group_has_seed (group, regime_get_integer (regime, "run.seed"))) {
      GPtrArray *alone = g_ptr_array_new ();
      g_ptr_array_add (groups, alone);
      if (group == NULL && !branch)
        g_hash_table_insert (by_key, g_steal_pointer (&key), alone);
      group = alone;
    }
    g_ptr_array_add (group, run);
  }
  return groups;
}

GPtrArray *
collapsar_study_group (CollapsarStudy *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (find_run (self, run, NULL), NULL);

  g_autoptr (GPtrArray) groups = collapsar_study_groups (self);
  for (guint i = 0; i < groups->len; i++)
    if (g_ptr_array_find (groups->pdata[i], run, NULL))
      return g_ptr_array_ref (groups->pdata[i]);
  g_return_val_if_reached (NULL);
}

/* Keeping. */

/* What is remembered of a run: style, cursor, live, visible; studies of before had no visible. */
#define RUN_FORMAT "(udbb)"
#define RUN_FORMAT_BEFORE "(udb)"

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

void
collapsar_study_remember (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  if (self->store == NULL)
    return;
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    remember_run (self, collapsar_study_run (self, i));
  if (self->selected != NULL) {
    g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, collapsar_session_id (self->selected));
    collapsar_store_set_setting (self->store, "selected", id);
  }
}

static void
recall_run (CollapsarStudy *self, CollapsarSession *run)
{
  g_autofree char *name = run_setting (run);
  const char *text = collapsar_store_setting (self->store, name);
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE (RUN_FORMAT), text, NULL, NULL, NULL);
  g_autoptr (GVariant) before = g_variant_parse (G_VARIANT_TYPE (RUN_FORMAT_BEFORE), text, NULL, NULL, NULL);
  guint32 style = free_style (self);
  double epoch = 0.0;
  gboolean live = TRUE, visible = FALSE;
  if (value != NULL)
    g_variant_get (value, RUN_FORMAT, &style, &epoch, &live, &visible);
  else if (before != NULL)
    g_variant_get (before, RUN_FORMAT_BEFORE, &style, &epoch, &live);
  g_object_set (run, "style", style, "visible", visible, NULL);
  if (!live && isfinite (epoch))
    collapsar_session_set_epoch (run, epoch);
}

static void
restore_run (CollapsarStudy *self, guint place, const CollapsarStoredRun *stored)
{
  g_autoptr (CollapsarSession) run = collapsar_session_new ();
  follow_pace (self, run);
  attach (self, run);
  collapsar_session_restore (run, self->store, stored);
  recall_run (self, run);
  g_list_store_insert (self->runs, place, run);
}

/* The run that was looked at last time, where nobody looks at one yet. */
static void
recall_selection (CollapsarStudy *self)
{
  gint64 id = g_ascii_strtoll (collapsar_store_setting (self->store, "selected"), NULL, 10);
  guint n = collapsar_study_n_runs (self);
  for (guint i = 0; i < n && self->selected == NULL; i++)
    if (collapsar_session_id (collapsar_study_run (self, i)) == id)
      set_selected (self, collapsar_study_run (self, i));
  if (self->selected == NULL && n > 0)
    set_selected (self, collapsar_study_run (self, n - 1));
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
  GPtrArray *stored = store == NULL ? NULL : collapsar_store_runs (store);
  guint n_stored = stored == NULL ? 0 : stored->len;
  for (guint i = 0; i < n_stored; i++)
    restore_run (self, i, stored->pdata[i]);
  for (guint i = n_stored; i < n_stored + n_waiting; i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    if (n_stored > 0)
      collapsar_study_rename (self, run, regime_name (collapsar_session_regime (run)));
    collapsar_session_set_store (run, store);
  }
  if (store != NULL)
    recall_selection (self);
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
  clear_change (self);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_stop (collapsar_study_run (self, i));
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_wait (collapsar_study_run (self, i));
  if (self->store != NULL)
    collapsar_store_close (self->store);
}

/* The object. */

static void
collapsar_study_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarStudy *self = COLLAPSAR_STUDY (object);
  if (id == PROP_SELECTED)
    g_value_set_object (value, self->selected);
  else if (id == PROP_PACE)
    g_value_set_double (value, self->pace);
  else if (id == PROP_CORES)
    g_value_set_uint (value, self->cores);
  else if (id == PROP_CAN_UNDO)
    g_value_set_boolean (value, self->change.runs != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_study_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarStudy *self = COLLAPSAR_STUDY (object);
  if (id == PROP_SELECTED) {
    collapsar_study_select (self, g_value_get_object (value));
  } else if (id == PROP_PACE) {
    if (self->pace == g_value_get_double (value))
      return;
    self->pace = g_value_get_double (value);
    g_object_notify_by_pspec (object, pspec);
  } else if (id == PROP_CORES) {
    if (self->cores == g_value_get_uint (value))
      return;
    self->cores = g_value_get_uint (value);
    training_scheduler_set_cores (self->scheduler, self->cores);
    g_object_notify_by_pspec (object, pspec);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_study_dispose (GObject *object)
{
  CollapsarStudy *self = COLLAPSAR_STUDY (object);
  self->closing = TRUE;
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_stop (collapsar_study_run (self, i));
  clear_change (self);
  g_clear_object (&self->selected);
  G_OBJECT_CLASS (collapsar_study_parent_class)->dispose (object);
}

static void
collapsar_study_finalize (GObject *object)
{
  g_object_unref (COLLAPSAR_STUDY (object)->runs);
  training_scheduler_free (COLLAPSAR_STUDY (object)->scheduler);
  G_OBJECT_CLASS (collapsar_study_parent_class)->finalize (object);
}

static void
collapsar_study_class_init (CollapsarStudyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_study_get_property;
  object_class->set_property = collapsar_study_set_property;
  object_class->dispose = collapsar_study_dispose;
  object_class->finalize = collapsar_study_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, COLLAPSAR_TYPE_SESSION, flags);
  properties[PROP_PACE] = g_param_spec_double ("pace", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_CAN_UNDO]
      = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CORES] = g_param_spec_uint ("cores", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_TRAINING] = g_signal_new ("training", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PENDING] = g_signal_new ("pending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_study_init (CollapsarStudy *self)
{
  self->runs = g_list_store_new (COLLAPSAR_TYPE_SESSION);
  self->scheduler = training_scheduler_new (0, trainer_memory_there (), give_cores, self);
  g_signal_connect_object (self->runs, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
}

CollapsarStudy *
collapsar_study_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_STUDY, NULL);
}
