#include "app/transfer-choice.h"

struct _CollapsarTransferChoice {
  GObject parent_instance;

  char *source, *target, *nc1, *settings;
  guint shots, layer;
};

G_DEFINE_FINAL_TYPE (CollapsarTransferChoice, collapsar_transfer_choice, G_TYPE_OBJECT)

enum {
  PROP_SOURCE = 1,
  PROP_TARGET,
  PROP_SHOTS,
  PROP_LAYER,
  PROP_NC1,
  PROP_SETTINGS,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static char **
text_at (CollapsarTransferChoice *self, guint id)
{
  switch (id) {
  case PROP_SOURCE:
    return &self->source;
  case PROP_TARGET:
    return &self->target;
  case PROP_NC1:
    return &self->nc1;
  case PROP_SETTINGS:
    return &self->settings;
  default:
    return NULL;
  }
}

static guint *
number_at (CollapsarTransferChoice *self, guint id)
{
  switch (id) {
  case PROP_SHOTS:
    return &self->shots;
  case PROP_LAYER:
    return &self->layer;
  default:
    return NULL;
  }
}

static void
collapsar_transfer_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarTransferChoice *self = COLLAPSAR_TRANSFER_CHOICE (object);
  if (number_at (self, id) != NULL)
    g_value_set_uint (value, *number_at (self, id));
  else if (text_at (self, id) != NULL)
    g_value_set_string (value, *text_at (self, id));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_transfer_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarTransferChoice *self = COLLAPSAR_TRANSFER_CHOICE (object);
  g_auto (GValue) before = G_VALUE_INIT;
  g_value_init (&before, pspec->value_type);
  g_object_get_property (object, pspec->name, &before);
  if (g_param_values_cmp (pspec, &before, value) == 0)
    return;
  if (number_at (self, id) != NULL) {
    *number_at (self, id) = g_value_get_uint (value);
  } else if (text_at (self, id) != NULL) {
    g_free (*text_at (self, id));
    *text_at (self, id) = g_value_dup_string (value);
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
collapsar_transfer_choice_finalize (GObject *object)
{
  CollapsarTransferChoice *self = COLLAPSAR_TRANSFER_CHOICE (object);
  g_free (self->source);
  g_free (self->target);
  g_free (self->nc1);
  g_free (self->settings);
  G_OBJECT_CLASS (collapsar_transfer_choice_parent_class)->finalize (object);
}

static void
collapsar_transfer_choice_class_init (CollapsarTransferChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->get_property = collapsar_transfer_choice_get_property;
  object_class->set_property = collapsar_transfer_choice_set_property;
  object_class->finalize = collapsar_transfer_choice_finalize;
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, "", flags);
  properties[PROP_TARGET] = g_param_spec_string ("target", NULL, NULL, "", flags);
  properties[PROP_SHOTS] = g_param_spec_uint ("shots", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LAYER] = g_param_spec_uint ("layer", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NC1] = g_param_spec_string ("nc1", NULL, NULL, "source", flags);
  properties[PROP_SETTINGS] = g_param_spec_string ("settings", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
collapsar_transfer_choice_init (CollapsarTransferChoice *self)
{
  self->source = g_strdup ("");
  self->target = g_strdup ("");
  self->nc1 = g_strdup ("source");
  self->settings = g_strdup ("");
}

CollapsarTransferChoice *
collapsar_transfer_choice_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_TRANSFER_CHOICE, NULL);
}

GSimpleActionGroup *
collapsar_transfer_choice_actions (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), NULL);

  GSimpleActionGroup *group = g_simple_action_group_new ();
  for (guint id = PROP_SOURCE; id < N_PROPS; id++) {
    g_autoptr (GPropertyAction) action
        = g_property_action_new (properties[id]->name, self, properties[id]->name);
    g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  }
  return group;
}

const char *
collapsar_transfer_choice_source (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), "");

  return self->source;
}

const char *
collapsar_transfer_choice_target (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), "");

  return self->target;
}

guint
collapsar_transfer_choice_shots (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), 0);

  return self->shots;
}

guint
collapsar_transfer_choice_layer (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), 0);

  return self->layer;
}

gboolean
collapsar_transfer_choice_is_downstream (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), FALSE);

  return g_str_equal (self->nc1, "downstream");
}

const char *
collapsar_transfer_choice_settings (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), "");

  return self->settings;
}

/* Remembering */

char *
collapsar_transfer_choice_to_text (CollapsarTransferChoice *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self), NULL);

  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GSimpleActionGroup) actions = collapsar_transfer_choice_actions (self);
  for (guint id = PROP_SOURCE; id < N_PROPS; id++) {
    g_autoptr (GVariant) state
        = g_action_group_get_action_state (G_ACTION_GROUP (actions), properties[id]->name);
    g_variant_dict_insert_value (&dict, properties[id]->name, state);
  }
  g_autoptr (GVariant) all = g_variant_ref_sink (g_variant_dict_end (&dict));
  return g_variant_print (all, TRUE);
}

void
collapsar_transfer_choice_from_text (CollapsarTransferChoice *self, const char *text)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_CHOICE (self));

  g_autoptr (GVariant) all = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  g_autoptr (GSimpleActionGroup) actions = collapsar_transfer_choice_actions (self);
  for (guint id = PROP_SOURCE; all != NULL && id < N_PROPS; id++) {
    g_autoptr (GVariant) state = g_variant_lookup_value (
        all, properties[id]->name,
        g_action_group_get_action_state_type (G_ACTION_GROUP (actions), properties[id]->name));
    if (state != NULL)
      g_action_group_change_action_state (G_ACTION_GROUP (actions), properties[id]->name, state);
  }
}
