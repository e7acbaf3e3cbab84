#include "app/evaluation.h"

#include <string.h>

#include "training/trend.h"

/* Of the choice "ten". */
#define FEW_MEASURED 10

struct _CollapsarEvaluation {
  GObject parent_instance;

  guint32 flags; /* a bit of each boolean property */
  guint draws;
  char *measured;
  char *like[COLLAPSAR_EVALUATION_N_WAYS]; /* settings; NULL for none */
};

G_DEFINE_FINAL_TYPE (CollapsarEvaluation, collapsar_evaluation, G_TYPE_OBJECT)

enum {
  PROP_PROBE = 1,
  PROP_LAYER,
  PROP_SCL,
  PROP_FULL,
  PROP_RIDGE,
  PROP_EACH_LAYER,
  PROP_SHOTS_1,
  PROP_SHOTS_5,
  PROP_SHOTS_10,
  PROP_SHOTS_50,
  PROP_SHOTS_100,
  PROP_SHOTS_ALL,
  PROP_DRAWS,
  PROP_MEASURED,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static const struct {
  const char *name;
  const char *value; /* of the setting: method or shots; NULL for none */
  gboolean fallback;
} flags[] = {
  [PROP_PROBE] = { "probe", "probe", TRUE },
  [PROP_LAYER] = { "layer", "layer", TRUE },
  [PROP_SCL] = { "scl", "scl", TRUE },
  [PROP_FULL] = { "full", "full", TRUE },
  [PROP_RIDGE] = { "ridge", "ridge", TRUE },
  [PROP_EACH_LAYER] = { "each-layer", NULL, TRUE },
  [PROP_SHOTS_1] = { "shots-1", "1", FALSE },
  [PROP_SHOTS_5] = { "shots-5", "5", TRUE },
  [PROP_SHOTS_10] = { "shots-10", "10", FALSE },
  [PROP_SHOTS_50] = { "shots-50", "50", TRUE },
  [PROP_SHOTS_100] = { "shots-100", "100", FALSE },
  [PROP_SHOTS_ALL] = { "shots-all", "all", TRUE },
};

static gboolean
has (CollapsarEvaluation *self, guint flag)
{
  return (self->flags & (1u << flag)) != 0;
}

/* The plans. */

/* The values of those between that are set, as a strv; NULL without any. */
static char **
list_values (CollapsarEvaluation *self, guint first, guint last)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  gboolean any = FALSE;
  for (guint flag = first; flag <= last; flag++)
    if (has (self, flag)) {
      g_strv_builder_add (values, flags[flag].value);
      any = TRUE;
    }
  return any ? g_strv_builder_end (values) : NULL;
}

static void
add_setting (GStrvBuilder *settings, const char *key, const char *value)
{
  g_autofree char *setting = g_strdup_printf ("transfer.%s=%s", key, value);
  g_strv_builder_add (settings, setting);
}

/* Where the regime has what every regime begins with. */
static void
add_fitting (GStrvBuilder *settings, const Regime *regime, const char *key, const char *value)
{
  g_autofree char *name = g_strdup_printf ("transfer.%s", key);
  if (g_str_equal (regime_get (regime, name), regime_key_find (name)->fallback))
    add_setting (settings, key, value);
}

/* The data of the source itself have no name, so that those of a preset and these are the same. */
static void
add_task (GStrvBuilder *settings, const Regime *regime, const CollapsarTransferTask *task)
{
  gboolean own = g_str_equal (task->source, regime_get (regime, "data.source"));
  add_setting (settings, "target", own ? "" : task->source);
  add_setting (settings, "labels", task->labels);
  add_setting (settings, "classes", task->classes);
}

/* All but kind and seed; how many epochs only where they are tuned in the same way. */
static void
add_like (GStrvBuilder *settings, const char *like, gboolean same_way)
{
  static const char *const kind[] = { "method", "block", "shots", "seed", NULL };
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_key_file_load_from_data (file, like, (gsize)-1, G_KEY_FILE_NONE, NULL);
  g_auto (GStrv) keys = g_key_file_get_keys (file, "transfer", NULL, NULL);
  for (char **key = keys; key != NULL && *key != NULL; key++) {
    g_autofree char *value = g_key_file_get_string (file, "transfer", *key, NULL);
    if (!g_strv_contains (kind, *key) && (same_way || !g_str_equal (*key, "epochs")))
      add_setting (settings, *key, value);
  }
}

/* Of what is tuned in another way where there is none of this one. */
static const char *
find_like (CollapsarEvaluation *self, CollapsarEvaluationWay way)
{
  const char *like = self->like[way];
  for (guint other = 0; other < COLLAPSAR_EVALUATION_N_WAYS && like == NULL; other++)
    like = self->like[other];
  return like;
}

/* What is set last counts. */
static gint64
count_epochs (char **settings, const Regime *regime)
{
  gint64 n = regime_get_integer (regime, "transfer.epochs");
  for (; *settings != NULL; settings++)
    if (g_str_has_prefix (*settings, "transfer.epochs="))
      n = g_ascii_strtoll (strchr (*settings, '=') + 1, NULL, 10);
  return n;
}

static void
add_measuring (CollapsarEvaluation *self, GStrvBuilder *settings, gint64 n_epochs)
{
  gint64 every = g_str_equal (self->measured, "ends")   ? 0
                 : g_str_equal (self->measured, "each") ? 1
                                                        : (n_epochs + FEW_MEASURED - 1) / FEW_MEASURED;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, CLAMP (every, 0, 1000));
  add_setting (settings, "metrics-every", text);
}

static char **
list_settings (CollapsarEvaluation *self,
               const Regime *regime,
               const CollapsarTransferTask *task,
               CollapsarEvaluationWay way)
{
  g_autoptr (GStrvBuilder) settings = g_strv_builder_new ();
  const char *like = find_like (self, way);
  if (like == NULL) {
    add_task (settings, regime, task);
    add_fitting (settings, regime, "train", "5000");
    add_fitting (settings, regime, "test", "2000");
  } else {
    add_like (settings, like, self->like[way] != NULL);
  }
  if (way == COLLAPSAR_EVALUATION_FEW && self->like[way] == NULL)
    add_fitting (settings, regime, "epochs", "100");
  g_auto (GStrv) all = g_strv_builder_end (settings);
  add_measuring (self, settings, count_epochs (all, regime));
  for (char **setting = all; *setting != NULL; setting++)
    g_strv_builder_add (settings, *setting);
  return g_strv_builder_end (settings);
}

/* Takes methods, blocks and shots; no plan where one of them is NULL. */
static void
add_plan (CollapsarEvaluation *self,
          GPtrArray *plans,
          const Regime *regime,
          const CollapsarTransferTask *task,
          CollapsarEvaluationWay way,
          char **methods,
          char **blocks,
          char **shots)
{
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  plan->methods = methods;
  plan->blocks = blocks;
  plan->shots = shots;
  if (methods == NULL || shots == NULL)
    return;
  plan->settings = list_settings (self, regime, task, way);
  plan->seeds = self->draws;
  g_ptr_array_add (plans, g_steal_pointer (&plan));
}

static char **
list_blocks (CollapsarEvaluation *self)
{
  return has (self, PROP_EACH_LAYER) ? g_strsplit ("all", ",", -1) : NULL;
}

void
collapsar_evaluation_set_like (CollapsarEvaluation *self, CollapsarEvaluationWay way, const char *settings)
{
  g_return_if_fail (COLLAPSAR_IS_EVALUATION (self));
  g_return_if_fail (way < COLLAPSAR_EVALUATION_N_WAYS);

  g_free (self->like[way]);
  self->like[way] = g_strdup (settings);
}

GPtrArray *
collapsar_evaluation_plans (CollapsarEvaluation *self,
                            const Regime *regime,
                            const CollapsarTransferTask *task)
{
  g_return_val_if_fail (COLLAPSAR_IS_EVALUATION (self), NULL);
  g_return_val_if_fail (task != NULL, NULL);

  GPtrArray *plans = g_ptr_array_new_with_free_func ((GDestroyNotify)transfer_plan_free);
  add_plan (self, plans, regime, task, COLLAPSAR_EVALUATION_FEW, list_values (self, PROP_PROBE, PROP_FULL),
            list_blocks (self), list_values (self, PROP_SHOTS_1, PROP_SHOTS_100));
  add_plan (self, plans, regime, task, COLLAPSAR_EVALUATION_RIDGE, list_values (self, PROP_RIDGE, PROP_RIDGE),
            g_strsplit ("0,all", ",", -1), g_strsplit ("all", ",", -1));
  add_plan (self, plans, regime, task, COLLAPSAR_EVALUATION_ALL, list_values (self, PROP_PROBE, PROP_FULL),
            list_blocks (self), list_values (self, PROP_SHOTS_ALL, PROP_SHOTS_ALL));
  return plans;
}

/* The object. */

static void
collapsar_evaluation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarEvaluation *self = COLLAPSAR_EVALUATION (object);
  if (id < PROP_DRAWS)
    g_value_set_boolean (value, has (self, id));
  else if (id == PROP_DRAWS)
    g_value_set_uint (value, self->draws);
  else if (id == PROP_MEASURED)
    g_value_set_string (value, self->measured);
}

static void
collapsar_evaluation_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarEvaluation *self = COLLAPSAR_EVALUATION (object);
  g_auto (GValue) before = G_VALUE_INIT;
  g_value_init (&before, pspec->value_type);
  g_object_get_property (object, pspec->name, &before);
  if (g_param_values_cmp (pspec, &before, value) == 0)
    return;
  if (id < PROP_DRAWS) {
    self->flags ^= 1u << id;
  } else if (id == PROP_DRAWS) {
    self->draws = g_value_get_uint (value);
  } else if (id == PROP_MEASURED) {
    g_free (self->measured);
    self->measured = g_value_dup_string (value);
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
collapsar_evaluation_finalize (GObject *object)
{
  CollapsarEvaluation *self = COLLAPSAR_EVALUATION (object);
  g_free (self->measured);
  for (guint way = 0; way < COLLAPSAR_EVALUATION_N_WAYS; way++)
    g_free (self->like[way]);
  G_OBJECT_CLASS (collapsar_evaluation_parent_class)->finalize (object);
}

static void
collapsar_evaluation_class_init (CollapsarEvaluationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readwrite = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->get_property = collapsar_evaluation_get_property;
  object_class->set_property = collapsar_evaluation_set_property;
  object_class->finalize = collapsar_evaluation_finalize;
  for (guint id = PROP_PROBE; id < PROP_DRAWS; id++)
    properties[id] = g_param_spec_boolean (flags[id].name, NULL, NULL, flags[id].fallback, readwrite);
  properties[PROP_DRAWS] = g_param_spec_uint ("draws", NULL, NULL, 1, TRAINING_MAX_SEEDS, 3, readwrite);
  properties[PROP_MEASURED] = g_param_spec_string ("measured", NULL, NULL, "ten", readwrite);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
collapsar_evaluation_init (CollapsarEvaluation *self)
{
  for (guint id = PROP_PROBE; id < PROP_DRAWS; id++)
    self->flags |= flags[id].fallback ? 1u << id : 0;
  self->draws = 3;
  self->measured = g_strdup ("ten");
}

CollapsarEvaluation *
collapsar_evaluation_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_EVALUATION, NULL);
}

GSimpleActionGroup *
collapsar_evaluation_actions (CollapsarEvaluation *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_EVALUATION (self), NULL);

  GSimpleActionGroup *group = g_simple_action_group_new ();
  for (guint id = PROP_PROBE; id < N_PROPS; id++) {
    g_autoptr (GPropertyAction) action
        = g_property_action_new (properties[id]->name, self, properties[id]->name);
    g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  }
  return group;
}
