#include "app/transfer-task.h"

#include <glib/gi18n.h>

#include "dataset/grouping.h"

void
collapsar_transfer_task_free (CollapsarTransferTask *task)
{
  if (task == NULL)
    return;
  g_free (task->source);
  g_free (task->labels);
  g_free (task->classes);
  g_free (task);
}

/* Takes all three. */
static CollapsarTransferTask *
task_new (char *source, char *labels, char *classes)
{
  const CollapsarTransferTask task = { source, labels, classes };
  return g_memdup2 (&task, sizeof task);
}

/* Words */

/* Labels and classes come first when they are there: a path may have blanks. */
char *
collapsar_transfer_task_key (const CollapsarTransferTask *task)
{
  if (g_str_equal (task->labels, "fine") && g_str_equal (task->classes, "all"))
    return g_strdup (task->source);
  return g_strdup_printf ("%s %s:%s", task->labels, task->classes, task->source);
}

CollapsarTransferTask *
collapsar_transfer_task_parse (const char *key)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) regex = g_regex_new ("^([^ :/]+) ([^ :/]+):(.+)$", 0, 0, NULL);
  if (*key == '\0')
    return NULL;
  if (!g_regex_match (regex, key, 0, &match))
    return task_new (g_strdup (key), g_strdup ("fine"), g_strdup ("all"));
  return task_new (g_match_info_fetch (match, 3), g_match_info_fetch (match, 1),
                   g_match_info_fetch (match, 2));
}

/* Whether the data set itself has another labelling than the fine one is not known here: of its fine labels
 * nothing is said. */
char *
collapsar_transfer_task_title (const CollapsarTransferTask *task)
{
  g_autofree char *source = dataset_source_title (task->source);
  g_autoptr (GString) title = g_string_new (source);
  if (g_str_equal (task->labels, "coarse"))
    g_string_append (title, _ (", coarse labels"));
  else if (!g_str_equal (task->labels, "fine"))
    g_string_append_printf (title, _ (", labels %s"), task->labels);
  if (!g_str_equal (task->classes, "all"))
    g_string_append_printf (title, _ (", classes %s"), task->classes);
  return g_string_free (g_steal_pointer (&title), FALSE);
}

/* Of runs */

CollapsarTransferTask *
collapsar_transfer_task_of (const StudyTransfer *transfer)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_key_file_load_from_data (settings, transfer->settings, (gsize)-1, G_KEY_FILE_NONE, NULL);
  char *labels = g_key_file_get_string (settings, "transfer", "labels", NULL);
  char *classes = g_key_file_get_string (settings, "transfer", "classes", NULL);
  return task_new (g_strdup (transfer->target), labels != NULL ? labels : g_strdup ("fine"),
                   classes != NULL ? classes : g_strdup ("all"));
}

CollapsarTransferTask *
collapsar_transfer_task_of_regime (const Regime *regime)
{
  const char *target = regime_get (regime, "transfer.target");
  return task_new (g_strdup (*target == '\0' ? regime_get (regime, "data.source") : target),
                   g_strdup (regime_get (regime, "transfer.labels")),
                   g_strdup (regime_get (regime, "transfer.classes")));
}

static const DatasetSourceInfo *
find_info (const GPtrArray *sources, const char *name)
{
  for (guint i = 0; i < sources->len; i++)
    if (g_str_equal (((const DatasetSourceInfo *)sources->pdata[i])->name, name))
      return sources->pdata[i];
  return NULL;
}

/* The classes that a list leaves out, "5,6,9"; NULL where there are none, or where that is not known. */
static char *
list_others (const char *classes, guint n_classes)
{
  g_autofree gboolean *kept = g_new (gboolean, n_classes);
  g_autoptr (GString) others = g_string_new (NULL);
  if (n_classes == 0 || !dataset_parse_classes (classes, n_classes, kept, NULL))
    return NULL;
  for (guint k = 0; k < n_classes; k++)
    if (!kept[k])
      g_string_append_printf (others, others->len == 0 ? "%u" : ",%u", k);
  return others->len == 0 ? NULL : g_string_free (g_steal_pointer (&others), FALSE);
}

/* Takes the task. */
static void
offer (GPtrArray *keys, CollapsarTransferTask *task)
{
  g_autofree char *key = collapsar_transfer_task_key (task);
  if (!g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
    g_ptr_array_add (keys, g_steal_pointer (&key));
  collapsar_transfer_task_free (task);
}

/* Of a set whose shape depends on its files it is not known: there is no harm in trying. */
static gboolean
may_fit (const DatasetSourceInfo *own, const DatasetSourceInfo *other)
{
  if (own == other || other->location == NULL || g_str_equal (other->name, "gaussian"))
    return FALSE;
  if (own == NULL || own->shape.height == 0 || other->shape.height == 0)
    return own == NULL || !g_str_equal (own->name, "gaussian");
  return own->shape.channels == other->shape.channels;
}

GPtrArray *
collapsar_transfer_tasks (const Regime *regime, const GPtrArray *sources)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  const char *source = regime_get (regime, "data.source"), *classes = regime_get (regime, "data.classes");
  const DatasetSourceInfo *own = find_info (sources, source);
  g_autofree char *others = own == NULL ? NULL : list_others (classes, own->n_classes);
  offer (keys, collapsar_transfer_task_of_regime (regime));
  offer (keys, task_new (g_strdup (source), g_strdup ("fine"), g_strdup (classes)));
  if (others != NULL)
    offer (keys, task_new (g_strdup (source), g_strdup ("fine"), g_steal_pointer (&others)));
  for (guint i = 0; i < sources->len; i++) {
    const DatasetSourceInfo *other = sources->pdata[i];
    if (may_fit (own, other))
      offer (keys, task_new (g_strdup (other->name), g_strdup ("fine"), g_strdup ("all")));
  }
  return keys;
}
