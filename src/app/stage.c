#include "app/stage.h"

#include "app/list-store.h"

struct _CollapsarStage {
  GObject parent_instance;

  CollapsarStudy *study;
  GPtrArray *listened;      /* to which runs */
  GListModel *groups;       /* of the study, with what is closed */
  GListStore *runs;         /* seen */
  GListStore *shown;        /* the same, closed groups as one */
  GListStore *scenes;       /* of them, drawn as scenes */
  CollapsarSession *leader; /* the selected run, or NULL */

  gboolean moving; /* cursors are being moved, by nobody else */
  gboolean live;
  double epoch; /* of the cursor while not live; a run that has not come as far is at its end */
};

G_DEFINE_FINAL_TYPE (CollapsarStage, collapsar_stage, G_TYPE_OBJECT)

/* One cursor. */

static void
follow (CollapsarStage *self, CollapsarSession *run)
{
  self->moving = TRUE;
  if (self->live)
    collapsar_session_set_live (run, TRUE);
  else if (collapsar_session_get_live (run) || collapsar_session_get_epoch (run) != self->epoch)
    collapsar_session_set_epoch (run, self->epoch);
  self->moving = FALSE;
}

static void
lead (CollapsarStage *self)
{
  GListModel *runs = G_LIST_MODEL (self->runs);
  self->live = collapsar_session_get_live (self->leader);
  self->epoch = collapsar_session_get_epoch (self->leader);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (runs, i);
    if (run != self->leader)
      follow (self, run);
  }
}

static void
on_cursor (CollapsarStage *self, GParamSpec *pspec, CollapsarSession *run)
{
  if (run == self->leader && !self->moving)
    lead (self);
}

/* It may have come to the cursor only now, or gone live as it began. */
static void
on_records (CollapsarStage *self, CollapsarSession *run)
{
  if (!self->live && run != self->leader && g_list_store_find (self->runs, run, NULL))
    follow (self, run);
}

/* What is seen. */

static gboolean
is_seen (CollapsarStage *self, CollapsarSession *run)
{
  return run == self->leader || collapsar_session_get_visible (run);
}

static GPtrArray *
find_seen (CollapsarStage *self)
{
  GPtrArray *seen = g_ptr_array_new ();
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++)
    if (is_seen (self, collapsar_study_run (self->study, i)))
      g_ptr_array_add (seen, collapsar_study_run (self->study, i));
  return seen;
}

static CollapsarRunGroup *
find_closed (CollapsarStage *self, CollapsarSession *run)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->groups); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (self->groups, i);
    if (COLLAPSAR_IS_RUN_GROUP (item) && !collapsar_run_group_get_open ((gpointer)item)
        && collapsar_run_group_has ((gpointer)item, run))
      return (gpointer)item; /* which the list holds */
  }
  return NULL;
}

/* Of a closed group the scene that is there already stays; one that has something to show comes first. */
static CollapsarSession *
find_scene (CollapsarStage *self, CollapsarRunGroup *group, const GPtrArray *seen)
{
  CollapsarSession *best = NULL;
  for (guint i = 0; i < seen->len; i++) {
    CollapsarSession *run = seen->pdata[i];
    if (!collapsar_run_group_has (group, run))
      continue;
    if (run == self->leader)
      return run;
    if (best == NULL
        || (!g_list_store_find (self->scenes, best, NULL) && g_list_store_find (self->scenes, run, NULL))
        || (!collapsar_session_has_records (best) && collapsar_session_has_records (run)))
      best = run;
  }
  return best;
}

/* What is seen as one each, and what of it is drawn as a scene, in the study's order. */
static void
list_shown (CollapsarStage *self, const GPtrArray *seen, GPtrArray *shown, GPtrArray *scenes)
{
  for (guint i = 0; i < seen->len; i++) {
    gpointer run = seen->pdata[i], group = find_closed (self, run);
    gpointer item = group != NULL ? group : run;
    if (g_ptr_array_find (shown, item, NULL))
      continue;
    g_ptr_array_add (shown, item);
    g_ptr_array_add (scenes, group != NULL ? find_scene (self, group, seen) : run);
  }
}

static void
watch (CollapsarStage *self)
{
  for (guint i = 0; i < self->listened->len; i++) {
    CollapsarSession *run = self->listened->pdata[i];
    g_object_set (run, "watched", g_list_store_find (self->scenes, run, NULL), NULL);
  }
}

/* The fine-tuning in progress, where somebody wants to see it; it has a cursor of its own. */
static void
add_tuning (CollapsarStage *self, GPtrArray *scenes)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (self->study);
  gboolean watched;
  g_object_get (transfers, "watched", &watched, NULL);
  if (!watched || collapsar_transfers_live (transfers) == NULL)
    return;
  if (scenes->len == COLLAPSAR_STAGE_SCENES)
    g_ptr_array_remove_index (scenes, scenes->len - (scenes->pdata[scenes->len - 1] == self->leader ? 2 : 1));
  g_ptr_array_add (scenes, collapsar_transfers_live (transfers));
}

static void
update (CollapsarStage *self)
{
  g_autoptr (GPtrArray) seen = find_seen (self);
  /* Before there is one to lead, runs of a study that is opened keep the cursor that they had. */
  for (guint i = 0; i < seen->len && self->leader != NULL; i++)
    if (seen->pdata[i] != self->leader)
      follow (self, seen->pdata[i]);
  g_autoptr (GPtrArray) shown = g_ptr_array_new (), scenes = g_ptr_array_new ();
  list_shown (self, seen, shown, scenes);
  collapsar_list_store_set (self->runs, seen);
  collapsar_list_store_set (self->shown, shown);
  while (scenes->len > COLLAPSAR_STAGE_SCENES) {
    gboolean last = scenes->pdata[scenes->len - 1] == self->leader;
    g_ptr_array_remove_index (scenes, scenes->len - (last ? 2 : 1));
  }
  add_tuning (self, scenes);
  collapsar_list_store_set (self->scenes, scenes);
  watch (self);
}

/* The nearest run that is visible, or NULL. */
static CollapsarSession *
find_visible (CollapsarStage *self, CollapsarSession *from)
{
  CollapsarSession *before = NULL;
  gboolean passed = FALSE;
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++) {
    CollapsarSession *run = collapsar_study_run (self->study, i);
    passed |= run == from;
    if (collapsar_session_get_visible (run) && passed)
      return run;
    if (collapsar_session_get_visible (run))
      before = run;
  }
  return before;
}

/* Who hides the selected run wants it gone: another one is selected, if there is one to be seen. */
static void
on_visible (CollapsarStage *self, GParamSpec *pspec, CollapsarSession *run)
{
  CollapsarSession *other = find_visible (self, run);
  if (run == self->leader && !collapsar_session_get_visible (run) && other != NULL)
    collapsar_study_select (self->study, other);
  update (self);
}

/* A run of which there is nothing yet is to be watched as it begins, and the others with it. */
static void
on_selected (CollapsarStage *self)
{
  CollapsarSession *selected = collapsar_study_get_selected (self->study);
  gboolean first = self->leader == NULL;
  g_set_object (&self->leader, selected);
  if (selected != NULL && (first || !collapsar_session_has_records (selected)))
    lead (self);
  else if (selected != NULL)
    follow (self, selected);
  update (self);
}

static void
listen (CollapsarStage *self, CollapsarSession *run)
{
  g_ptr_array_add (self->listened, g_object_ref (run));
  g_signal_connect_object (run, "notify::visible", G_CALLBACK (on_visible), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::epoch", G_CALLBACK (on_cursor), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::live", G_CALLBACK (on_cursor), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "started", G_CALLBACK (on_records), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "updated", G_CALLBACK (on_records), self, G_CONNECT_SWAPPED);
}

static gboolean
is_in_study (CollapsarStage *self, gconstpointer run)
{
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++)
    if (collapsar_study_run (self->study, i) == run)
      return TRUE;
  return FALSE;
}

static void
on_runs (CollapsarStage *self)
{
  for (guint i = self->listened->len; i-- > 0;) {
    CollapsarSession *run = self->listened->pdata[i];
    if (is_in_study (self, run))
      continue;
    g_signal_handlers_disconnect_by_data (run, self);
    g_object_set (run, "watched", FALSE, NULL);
    g_ptr_array_remove_index_fast (self->listened, i);
  }
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++)
    if (!g_ptr_array_find (self->listened, collapsar_study_run (self->study, i), NULL))
      listen (self, collapsar_study_run (self->study, i));
  update (self);
}

/* What people ask for. */

void
collapsar_stage_show_only (CollapsarStage *self, CollapsarSession *run, CollapsarRunGroup *group)
{
  g_return_if_fail (COLLAPSAR_IS_STAGE (self));
  g_return_if_fail (COLLAPSAR_IS_SESSION (run));

  g_object_set (run, "visible", TRUE, NULL);
  collapsar_study_select (self->study, run);
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++) {
    CollapsarSession *other = collapsar_study_run (self->study, i);
    if (other != run)
      g_object_set (other, "visible", group != NULL && collapsar_run_group_has (group, other), NULL);
  }
}

void
collapsar_stage_show_all (CollapsarStage *self)
{
  g_return_if_fail (COLLAPSAR_IS_STAGE (self));

  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++)
    g_object_set (collapsar_study_run (self->study, i), "visible", TRUE, NULL);
}

/* The object. */

static void
collapsar_stage_dispose (GObject *object)
{
  CollapsarStage *self = COLLAPSAR_STAGE (object);
  for (guint i = 0; i < self->listened->len; i++)
    g_signal_handlers_disconnect_by_data (self->listened->pdata[i], self);
  g_ptr_array_set_size (self->listened, 0);
  if (self->study != NULL) {
    g_signal_handlers_disconnect_by_data (self->study, self);
    g_signal_handlers_disconnect_by_data (collapsar_study_transfers (self->study), self);
  }
  if (self->groups != NULL)
    g_signal_handlers_disconnect_by_data (self->groups, self);
  g_clear_object (&self->groups);
  g_clear_object (&self->leader);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (collapsar_stage_parent_class)->dispose (object);
}

static void
collapsar_stage_finalize (GObject *object)
{
  CollapsarStage *self = COLLAPSAR_STAGE (object);
  g_ptr_array_unref (self->listened);
  g_object_unref (self->runs);
  g_object_unref (self->shown);
  g_object_unref (self->scenes);
  G_OBJECT_CLASS (collapsar_stage_parent_class)->finalize (object);
}

static void
collapsar_stage_class_init (CollapsarStageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = collapsar_stage_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_stage_finalize;
}

static void
collapsar_stage_init (CollapsarStage *self)
{
  self->live = TRUE;
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  self->runs = g_list_store_new (COLLAPSAR_TYPE_SESSION);
  self->shown = g_list_store_new (G_TYPE_OBJECT);
  self->scenes = g_list_store_new (COLLAPSAR_TYPE_SESSION);
}

CollapsarStage *
collapsar_stage_new (CollapsarStudy *study)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NULL);

  CollapsarStage *self = g_object_new (COLLAPSAR_TYPE_STAGE, NULL);
  self->study = g_object_ref (study);
  self->groups = collapsar_run_groups_new (study); /* which follows the study before the stage does */
  g_signal_connect_object (self->groups, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "items-changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < 2; i++)
    g_signal_connect_object (collapsar_study_transfers (study),
                             (const char *[]){ "notify::live", "notify::watched" }[i], G_CALLBACK (update),
                             self, G_CONNECT_SWAPPED);
  on_runs (self);
  on_selected (self);
  return self;
}

CollapsarStudy *
collapsar_stage_study (CollapsarStage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STAGE (self), NULL);

  return self->study;
}

GListModel *
collapsar_stage_runs (CollapsarStage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STAGE (self), NULL);

  return G_LIST_MODEL (self->runs);
}

GListModel *
collapsar_stage_scenes (CollapsarStage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STAGE (self), NULL);

  return G_LIST_MODEL (self->scenes);
}

GListModel *
collapsar_stage_shown (CollapsarStage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STAGE (self), NULL);

  return G_LIST_MODEL (self->shown);
}

GListModel *
collapsar_stage_groups (CollapsarStage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STAGE (self), NULL);

  return self->groups;
}

CollapsarRunGroup *
collapsar_stage_closed_group (CollapsarStage *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_STAGE (self), NULL);

  return find_closed (self, run);
}
