#include "training/regime-private.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (collapsar_regime_error, regime_error)

/* Weights and biases a network may have; beyond this it is a slip of the pen on the machines this is for. */
#define MAX_PARAMETERS 200e6

struct _Regime {
  gatomicrefcount references;
  char **values; /* canonical text of each key, in the table's order; NULL-terminated */
};

Regime *
regime_new (void)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  Regime *regime = g_new0 (Regime, 1);
  g_atomic_ref_count_init (&regime->references);
  regime->values = g_new0 (char *, n + 1);
  for (gsize i = 0; i < n; i++)
    regime->values[i] = g_strdup (keys[i].fallback);
  return regime;
}

Regime *
regime_copy (const Regime *regime)
{
  Regime *copy = g_new0 (Regime, 1);
  g_atomic_ref_count_init (&copy->references);
  copy->values = g_strdupv (regime->values);
  return copy;
}

Regime *
regime_copy_with_live (const Regime *regime, const Regime *live)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  Regime *copy = regime_copy (regime);
  for (gsize i = 0; i < n; i++)
    if (regime_key_is_live (&keys[i])) {
      g_free (copy->values[i]);
      copy->values[i] = g_strdup (live->values[i]);
    }
  return copy;
}

Regime *
regime_ref (Regime *regime)
{
  g_atomic_ref_count_inc (&regime->references);
  return regime;
}

void
regime_unref (Regime *regime)
{
  if (!g_atomic_ref_count_dec (&regime->references))
    return;
  g_strfreev (regime->values);
  g_free (regime);
}

/* A bare key such as "learning-rate" is as often meant as a mistyped full name. */
gboolean
regime_check_key (const char *name, GError **error)
{
  gsize n;
  if (regime_key_index (name) >= 0)
    return TRUE;
  const RegimeKey *keys = regime_keys (&n);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (names, regime_key_name (&keys[i]));
  const char *nearest = NULL;
  for (gsize i = 0; i < n && nearest == NULL; i++)
    nearest = g_str_equal (keys[i].key, name) ? g_ptr_array_index (names, i) : NULL;
  if (nearest == NULL)
    nearest = regime_nearest (name, (const char *const *)names->pdata, n);
  g_autofree char *shown = regime_excerpt (name);
  if (nearest != NULL)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY,
                 _ ("there is no setting %s; did you mean %s?"), shown, nearest);
  else
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY, _ ("there is no setting %s"), shown);
  return FALSE;
}

gboolean
regime_set (Regime *regime, const char *name, const char *value, GError **error)
{
  gsize n;
  gint index = regime_key_index (name);
  if (!regime_check_key (name, error))
    return FALSE;
  char *text = regime_key_parse (&regime_keys (&n)[index], value, error);
  if (text == NULL)
    return FALSE;
  g_free (regime->values[index]);
  regime->values[index] = text;
  return TRUE;
}

gboolean
regime_set_assignment (Regime *regime, const char *assignment, GError **error)
{
  const char *equals = strchr (assignment, '=');
  if (equals == NULL) {
    g_autofree char *shown = regime_excerpt (assignment);
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE,
                 _ ("“%s” sets nothing; a setting looks like optimiser.learning-rate=0.05"), shown);
    return FALSE;
  }
  g_autofree char *name = g_strstrip (g_strndup (assignment, (gsize)(equals - assignment)));
  return regime_set (regime, name, equals + 1, error);
}

const char *
regime_get (const Regime *regime, const char *name)
{
  gint index = regime_key_index (name);
  g_return_val_if_fail (index >= 0, "");
  return regime->values[index];
}

gint64
regime_get_integer (const Regime *regime, const char *name)
{
  return g_ascii_strtoll (regime_get (regime, name), NULL, 10);
}

double
regime_get_real (const Regime *regime, const char *name)
{
  return g_ascii_strtod (regime_get (regime, name), NULL);
}

gboolean
regime_get_boolean (const Regime *regime, const char *name)
{
  return g_str_equal (regime_get (regime, name), "true");
}

guint
regime_get_choice (const Regime *regime, const char *name)
{
  const RegimeKey *key = regime_key_find (name);
  g_return_val_if_fail (key != NULL && key->type == REGIME_CHOICE, 0);
  guint choice = 0;
  while (key->choices[choice + 1] != NULL && !g_str_equal (key->choices[choice], regime_get (regime, name)))
    choice++;
  return choice;
}

GArray *
regime_get_widths (const Regime *regime, const char *name)
{
  GArray *widths = g_array_new (FALSE, FALSE, sizeof (guint));
  const char *text = regime_get (regime, name);
  while (*text != '\0') {
    char *end;
    guint width = (guint)g_ascii_strtoull (text, &end, 10);
    g_array_append_val (widths, width);
    text = *end == ',' ? end + 1 : end;
  }
  return widths;
}

const char *
regime_name (const Regime *regime)
{
  return regime_get (regime, "regime.name");
}

const char *
regime_about (const Regime *regime)
{
  return regime_get (regime, "regime.about");
}

guint
regime_n_blocks (const Regime *regime)
{
  gboolean mlp = g_str_equal (regime_get (regime, "network.kind"), "mlp");
  g_autoptr (GArray) widths = regime_get_widths (regime, mlp ? "network.hidden" : "network.channels");
  return widths->len + mlp;
}

/* The widths of the blocks as "128-64". */
static char *
describe_widths (const Regime *regime)
{
  gboolean mlp = g_str_equal (regime_get (regime, "network.kind"), "mlp");
  g_autoptr (GString) widths
      = g_string_new (regime_get (regime, mlp ? "network.hidden" : "network.channels"));
  g_string_replace (widths, ",", "-", 0);
  if (mlp && widths->len > 0)
    g_string_append_c (widths, '-');
  if (mlp)
    g_string_append (widths, regime_get (regime, "network.feature"));
  return g_strdup (widths->str);
}

char *
regime_summary (const Regime *regime)
{
  const RegimeKey *kind = regime_key_find ("network.kind");
  const char *network = _ (kind->choice_titles[regime_get_choice (regime, "network.kind")]);
  g_autofree char *widths = describe_widths (regime);
  g_autofree char *source = g_path_get_basename (regime_get (regime, "data.source"));
  return g_strdup_printf (_ ("%s %s · %s · seed %s"), network, widths, source,
                          regime_get (regime, "run.seed"));
}

/* Weights between the blocks; input and classifier are not known without the data. */
static double
count_parameters (const Regime *regime)
{
  gboolean mlp = g_str_equal (regime_get (regime, "network.kind"), "mlp");
  gboolean resnet = g_str_equal (regime_get (regime, "network.kind"), "resnet");
  g_autoptr (GArray) widths = regime_get_widths (regime, mlp ? "network.hidden" : "network.channels");
  guint feature = (guint)regime_get_integer (regime, "network.feature");
  if (mlp)
    g_array_append_val (widths, feature);
  double count = 0;
  for (guint i = 1; i < widths->len; i++) {
    double before = g_array_index (widths, guint, i - 1), width = g_array_index (widths, guint, i);
    count += (mlp ? 1 : 9) * before * width + (resnet ? 9 * width * width : 0);
  }
  return count;
}

static gboolean set_impossible (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
set_impossible (GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE, format, arguments);
  va_end (arguments);
  return FALSE;
}

static guint
count_widths (const Regime *regime, const char *name)
{
  g_autoptr (GArray) widths = regime_get_widths (regime, name);
  return widths->len;
}

/* Blocks of images say one number each of channels, strides and kernels. */
static gboolean
validate_images (const Regime *regime, GError **error)
{
  static const char *const lists[] = { "network.strides", "network.kernels" };
  guint blocks = count_widths (regime, "network.channels");
  if (g_str_equal (regime_get (regime, "network.kind"), "mlp"))
    return TRUE;
  if (blocks == 0)
    return set_impossible (error, _ ("network.channels is empty; network.kind=%s needs at least one block"),
                           regime_get (regime, "network.kind"));
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++) {
    guint given = count_widths (regime, lists[i]);
    if (regime_key_applies (regime_key_find (lists[i]), regime) && given > 0 && given != blocks)
      return set_impossible (
          error, _ ("%s has %u numbers and network.channels %u; there must be one for each, or none"),
          lists[i], given, blocks);
  }
  g_autoptr (GArray) kernels = regime_get_widths (regime, "network.kernels");
  for (guint i = 0; i < kernels->len; i++)
    if (g_array_index (kernels, guint, i) == 2)
      return set_impossible (error, _ ("network.kernels cannot have 2; allowed are 1 and 3"));
  return TRUE;
}

/* Contrastive losses tell samples of a mini-batch apart by labels of their own, which mixup would blur. */
static gboolean
validate_contrast (const Regime *regime, gint64 batch, GError **error)
{
  const char *kind = regime_get (regime, "loss.kind");
  if (!g_str_equal (kind, "supcon") && !g_str_equal (kind, "simclr"))
    return TRUE;
  if (batch < 2)
    return set_impossible (error, _ ("loss.kind=%s compares samples; optimiser.batch must be at least 2"),
                           kind);
  if (regime_get_real (regime, "augment.mixup") > 0
      && !g_str_equal (regime_get (regime, "augment.level"), "none"))
    return set_impossible (error,
                           _ ("loss.kind=%s does not go with augment.mixup, which is %s; it must be 0"), kind,
                           regime_get (regime, "augment.mixup"));
  return TRUE;
}

gboolean
regime_validate (const Regime *regime, GError **error)
{
  gint64 train = regime_get_integer (regime, "data.train");
  gint64 batch = regime_get_integer (regime, "optimiser.batch");
  if (train > 0 && batch > train)
    return set_impossible (error,
                           _ ("optimiser.batch is %d but data.train only %d; a mini-batch cannot be larger"),
                           (int)batch, (int)train);
  if (batch == 1 && regime_get_boolean (regime, "network.batch-norm"))
    return set_impossible (
        error, _ ("network.batch-norm needs at least two samples in a mini-batch, and optimiser.batch is 1"));
  if (regime_get_integer (regime, "optimiser.warm-up") > regime_get_integer (regime, "run.epochs"))
    return set_impossible (error, _ ("optimiser.warm-up is %s epochs but run.epochs only %s"),
                           regime_get (regime, "optimiser.warm-up"), regime_get (regime, "run.epochs"));
  if (count_parameters (regime) > MAX_PARAMETERS)
    return set_impossible (error, _ ("%s make %.0f million weights; at most %.0f million are allowed"),
                           g_str_equal (regime_get (regime, "network.kind"), "mlp")
                               ? _ ("network.hidden and network.feature")
                               : "network.channels",
                           count_parameters (regime) / 1e6, MAX_PARAMETERS / 1e6);
  return validate_images (regime, error) && validate_contrast (regime, batch, error);
}

const char *
regime_value (const Regime *regime, gsize key)
{
  return regime->values[key];
}

gboolean
regime_equal (const Regime *a, const Regime *b)
{
  return g_strv_equal ((const char *const *)a->values, (const char *const *)b->values);
}
