#include "training/regime-comparison.h"

#include "training/regime-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_VARIANTS 64
#define MAX_TRENDS 64

typedef struct {
  char *name;
  Regime *regime;
  GPtrArray *settings; /* "section.key" in which it differs */
} Variant;

struct _RegimeComparison {
  Regime *base;
  GPtrArray *variants; /* of Variant */
  GPtrArray *trends;   /* of TrainingTrend */
};

static const char *const trend_keys[] = { "says", "quantity", "split", "over", "expect", "variants", NULL };
/* In the order of TrainingTrendOver. */
static const char *const overs[] = { "variants", "training", "terminal-phase", NULL };
static const char *const expectations[] = { "falls", "rises", NULL };
/* In the order of TrainingSplit. */
static const char *const splits[] = { "train", "test", NULL };

static void
variant_free (gpointer data)
{
  Variant *variant = data;
  g_free (variant->name);
  regime_unref (variant->regime);
  g_ptr_array_unref (variant->settings);
  g_free (variant);
}

static RegimeComparison *
comparison_new (void)
{
  RegimeComparison *comparison = g_new0 (RegimeComparison, 1);
  comparison->base = regime_new ();
  comparison->variants = g_ptr_array_new_with_free_func (variant_free);
  comparison->trends = g_ptr_array_new_with_free_func ((GDestroyNotify)training_trend_free);
  return comparison;
}

void
regime_comparison_free (RegimeComparison *comparison)
{
  if (comparison == NULL)
    return;
  regime_unref (comparison->base);
  g_ptr_array_unref (comparison->variants);
  g_ptr_array_unref (comparison->trends);
  g_free (comparison);
}

static const Variant *
get_variant (const RegimeComparison *comparison, guint index)
{
  return g_ptr_array_index (comparison->variants, index);
}

gboolean
regime_check_trend_key (const char *key, GError **error)
{
  if (g_strv_contains (trend_keys, key))
    return TRUE;
  const char *nearest = regime_nearest (key, trend_keys, G_N_ELEMENTS (trend_keys) - 1);
  g_autofree char *list = g_strjoinv (", ", (char **)trend_keys);
  g_autofree char *shown = regime_excerpt (key);
  if (nearest != NULL)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY, _ ("a trend has no %s; did you mean %s?"),
                 shown, nearest);
  else
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY, _ ("a trend has no %s; it has %s"), shown,
                 list);
  return FALSE;
}

static gboolean
read_sections (RegimeComparison *comparison, const RegimeFile *file, char **groups, GError **error)
{
  for (char **group = groups; *group != NULL; group++) {
    g_auto (GStrv) keys = g_key_file_get_keys (file->keys, *group, NULL, NULL);
    if (strchr (*group, ' ') != NULL) /* a variant or a trend */
      continue;
    for (char **key = keys; *key != NULL; key++) {
      g_autofree char *name = g_strdup_printf ("%s.%s", *group, *key);
      if (!regime_file_set (file, *group, *key, name, comparison->base, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* Its name comes first, so that it may give another itself. */
static Variant *
variant_new (const RegimeComparison *comparison, const char *name)
{
  Variant *variant = g_new0 (Variant, 1);
  const char *common = regime_name (comparison->base);
  g_autofree char *full = *common == '\0' || *name == '\0' ? g_strconcat (common, name, NULL)
                                                           : g_strdup_printf ("%s: %s", common, name);
  variant->name = g_strdup (name);
  variant->regime = regime_copy (comparison->base);
  variant->settings = g_ptr_array_new_with_free_func (g_free);
  regime_set (variant->regime, "regime.name", full,
              NULL); /* at worst it keeps the common one, when too long */
  return variant;
}

static gboolean
read_variant (RegimeComparison *comparison, const RegimeFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file->keys, group, NULL, NULL);
  Variant *variant = variant_new (comparison, group + strlen (REGIME_VARIANT));
  g_ptr_array_add (comparison->variants, variant);
  for (char **key = keys; *key != NULL; key++) {
    if (!regime_file_set (file, group, *key, *key, variant->regime, error))
      return FALSE;
    g_ptr_array_add (variant->settings, g_strdup (*key));
  }
  if (regime_validate (variant->regime, error))
    return TRUE;
  g_prefix_error (error, "%s:%u: [%s]: ", file->origin, regime_file_line (file, group, NULL), group);
  return FALSE;
}

static gboolean
read_variants (RegimeComparison *comparison, const RegimeFile *file, char **groups, GError **error)
{
  for (char **group = groups; *group != NULL; group++) {
    if (!g_str_has_prefix (*group, REGIME_VARIANT))
      continue;
    if (comparison->variants->len == MAX_VARIANTS) {
      g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE, _ ("%s:%u: more than %d variants"),
                   file->origin, regime_file_line (file, *group, NULL), MAX_VARIANTS);
      return FALSE;
    }
    if (!read_variant (comparison, file, *group, error))
      return FALSE;
  }
  if (comparison->variants->len > 0)
    return TRUE;
  g_ptr_array_add (comparison->variants, variant_new (comparison, ""));
  if (regime_validate (comparison->base, error))
    return TRUE;
  g_prefix_error (error, "%s: ", file->origin);
  return FALSE;
}

/* A trend that is being read. */
typedef struct {
  const RegimeComparison *comparison;
  const RegimeFile *file;
  const char *group;
} TrendReader;

static gboolean
has (const TrendReader *reader, const char *key)
{
  return g_key_file_has_key (reader->file->keys, reader->group, key, NULL);
}

static gboolean
refuse (const TrendReader *reader, const char *key, const char *value, const char *allowed, GError **error)
{
  g_autofree char *shown = regime_excerpt (value);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE, _ ("%s:%u: %s cannot be “%s”; allowed is %s"),
               reader->file->origin, regime_file_line (reader->file, reader->group, key), key, shown,
               allowed);
  return FALSE;
}

/* The text of a key that must be there and say something; NULL with an error. Free with g_free. */
static char *
read_needed (const TrendReader *reader, const char *key, GError **error)
{
  g_autofree char *text = NULL;
  if (has (reader, key) && (text = regime_file_get (reader->file, reader->group, key, error)) == NULL)
    return NULL;
  if (text != NULL && *g_strstrip (text) != '\0')
    return g_steal_pointer (&text);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE, _ ("%s:%u: [%s] needs %s="), reader->file->origin,
               regime_file_line (reader->file, reader->group, NULL), reader->group, key);
  return NULL;
}

/* Which of the choices; the first when the key is not there and not needed. */
static gboolean
read_choice (const TrendReader *reader,
             const char *key,
             const char *const *choices,
             gboolean needed,
             guint *choice,
             GError **error)
{
  *choice = 0;
  if (!needed && !has (reader, key))
    return TRUE;
  g_autofree char *text = read_needed (reader, key, error);
  if (text == NULL)
    return FALSE;
  for (; choices[*choice] != NULL; ++*choice)
    if (g_str_equal (choices[*choice], text))
      return TRUE;
  g_autofree char *list = g_strjoinv (", ", (char **)choices);
  return refuse (reader, key, text, list, error);
}

static gboolean
read_quantity (const TrendReader *reader, int *quantity, GError **error)
{
  g_autofree char *text = read_needed (reader, "quantity", error);
  g_autoptr (GString) list = g_string_new (NULL);
  if (text == NULL)
    return FALSE;
  if (training_quantity_from_key (text, quantity))
    return TRUE;
  for (int i = TRAINING_FIRST_QUANTITY; i < (int)COLLAPSE_N_METRICS; i++)
    g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", training_quantity_key (i));
  return refuse (reader, "quantity", text, list->str, error);
}

static char *
list_variants (const RegimeComparison *comparison)
{
  GString *list = g_string_new (NULL);
  for (guint i = 0; i < comparison->variants->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", get_variant (comparison, i)->name);
  return g_string_free (list, FALSE);
}

/* Index of the variant, or the number of them. */
static guint
find_variant (const RegimeComparison *comparison, const char *name)
{
  guint i = 0;
  while (i < comparison->variants->len && !g_str_equal (get_variant (comparison, i)->name, name))
    i++;
  return i;
}

static gboolean
contains (const GArray *variants, guint variant)
{
  for (guint i = 0; i < variants->len; i++)
    if (g_array_index (variants, guint, i) == variant)
      return TRUE;
  return FALSE;
}

/* All of them, or those that are listed, each once. */
static gboolean
read_trend_variants (const TrendReader *reader, GArray *variants, GError **error)
{
  const RegimeComparison *comparison = reader->comparison;
  if (!has (reader, "variants")) {
    for (guint i = 0; i < comparison->variants->len; i++)
      g_array_append_val (variants, i);
    return TRUE;
  }
  g_autofree char *text = read_needed (reader, "variants", error);
  g_auto (GStrv) names = text == NULL ? NULL : g_strsplit (text, ",", -1);
  for (char **name = names; name != NULL && *name != NULL; name++) {
    guint variant = find_variant (comparison, g_strstrip (*name));
    if (variant == comparison->variants->len || contains (variants, variant)) {
      g_autofree char *list = list_variants (comparison);
      g_autofree char *allowed = g_strdup_printf (_ ("each once of %s"), list);
      return refuse (reader, "variants", *name, allowed, error);
    }
    g_array_append_val (variants, variant);
  }
  return text != NULL;
}

static gboolean
read_trend (RegimeComparison *comparison, const RegimeFile *file, const char *group, GError **error)
{
  TrendReader reader = { comparison, file, group };
  TrainingTrend *trend = g_new0 (TrainingTrend, 1);
  guint split, over, rises;
  trend->name = g_strdup (group + strlen (REGIME_TREND));
  trend->variants = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (comparison->trends, trend);
  if ((trend->says = read_needed (&reader, "says", error)) == NULL
      || !read_quantity (&reader, &trend->quantity, error)
      || !read_choice (&reader, "split", splits, FALSE, &split, error)
      || !read_choice (&reader, "over", overs, FALSE, &over, error)
      || !read_choice (&reader, "expect", expectations, TRUE, &rises, error)
      || !read_trend_variants (&reader, trend->variants, error))
    return FALSE;
  trend->split = (TrainingSplit)split;
  trend->over = (TrainingTrendOver)over;
  trend->rises = rises == 1;
  if (trend->over != TRAINING_OVER_VARIANTS || trend->variants->len > 1)
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("%s:%u: [%s] is over the variants and needs at least two"), file->origin,
               regime_file_line (file, group, NULL), group);
  return FALSE;
}

static gboolean
read_trends (RegimeComparison *comparison, const RegimeFile *file, char **groups, GError **error)
{
  for (char **group = groups; *group != NULL; group++) {
    if (!g_str_has_prefix (*group, REGIME_TREND))
      continue;
    if (comparison->trends->len == MAX_TRENDS) {
      g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE, _ ("%s:%u: more than %d trends"),
                   file->origin, regime_file_line (file, *group, NULL), MAX_TRENDS);
      return FALSE;
    }
    if (!read_trend (comparison, file, *group, error))
      return FALSE;
  }
  return TRUE;
}

RegimeComparison *
regime_comparison_new_from_text (const char *text, const char *origin, GError **error)
{
  g_auto (RegimeFile) file = { 0 };
  if (!regime_file_open (&file, text, origin, error))
    return NULL;
  g_autoptr (RegimeComparison) comparison = comparison_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (file.keys, NULL);
  if (!read_sections (comparison, &file, groups, error) || !read_variants (comparison, &file, groups, error)
      || !read_trends (comparison, &file, groups, error))
    return NULL;
  return g_steal_pointer (&comparison);
}

Regime *
regime_comparison_base (const RegimeComparison *comparison)
{
  return comparison->base;
}

guint
regime_comparison_n_variants (const RegimeComparison *comparison)
{
  return comparison->variants->len;
}

Regime *
regime_comparison_variant (const RegimeComparison *comparison, guint index)
{
  g_return_val_if_fail (index < comparison->variants->len, NULL);
  return get_variant (comparison, index)->regime;
}

const char *
regime_comparison_variant_name (const RegimeComparison *comparison, guint index)
{
  g_return_val_if_fail (index < comparison->variants->len, NULL);
  return get_variant (comparison, index)->name;
}

guint
regime_comparison_n_trends (const RegimeComparison *comparison)
{
  return comparison->trends->len;
}

const TrainingTrend *
regime_comparison_trend (const RegimeComparison *comparison, guint index)
{
  g_return_val_if_fail (index < comparison->trends->len, NULL);
  return g_ptr_array_index (comparison->trends, index);
}

gboolean
regime_comparison_take (RegimeComparison *comparison, const char *variant, GError **error)
{
  guint index = find_variant (comparison, variant);
  if (index == comparison->variants->len) {
    g_autofree char *list = list_variants (comparison);
    g_autofree char *shown = regime_excerpt (variant);
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND, _ ("there is no variant “%s”; there are: %s"),
                 shown, list);
    return FALSE;
  }
  g_ptr_array_remove_range (comparison->variants, index + 1, comparison->variants->len - index - 1);
  g_ptr_array_remove_range (comparison->variants, 0, index);
  g_ptr_array_set_size (comparison->trends, 0);
  return TRUE;
}

gboolean
regime_comparison_set_assignment (RegimeComparison *comparison, const char *assignment, GError **error)
{
  if (!regime_set_assignment (comparison->base, assignment, error))
    return FALSE;
  for (guint i = 0; i < comparison->variants->len; i++) {
    Regime *regime = get_variant (comparison, i)->regime;
    if (!regime_set_assignment (regime, assignment, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
regime_comparison_validate (const RegimeComparison *comparison, GError **error)
{
  for (guint i = 0; i < comparison->variants->len; i++)
    if (!regime_validate (get_variant (comparison, i)->regime, error)) {
      if (*get_variant (comparison, i)->name != '\0')
        g_prefix_error (error, "%s: ", get_variant (comparison, i)->name);
      return FALSE;
    }
  return TRUE;
}

/* A group of a keyfile; one that has no keys is there all the same, which GKeyFile would leave out. */
static void
append_group (GString *text, const char *group, GKeyFile *keys)
{
  g_autofree char *lines = g_key_file_to_data (keys, NULL, NULL);
  g_string_append_c (text, '\n');
  if (*lines == '\0')
    g_string_append_printf (text, "[%s]\n", group);
  else
    g_string_append (text, lines);
}

static void
append_variant (GString *text, const Variant *variant)
{
  g_autofree char *group = g_strconcat (REGIME_VARIANT, variant->name, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  for (guint i = 0; i < variant->settings->len; i++) {
    const char *name = g_ptr_array_index (variant->settings, i);
    g_key_file_set_string (keys, group, name, regime_get (variant->regime, name));
  }
  append_group (text, group, keys);
}

static void
append_trend (GString *text, const RegimeComparison *comparison, const TrainingTrend *trend)
{
  g_autofree char *group = g_strconcat (REGIME_TREND, trend->name, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GString) list = g_string_new (NULL);
  g_key_file_set_string (keys, group, "says", trend->says);
  g_key_file_set_string (keys, group, "quantity", training_quantity_key (trend->quantity));
  g_key_file_set_string (keys, group, "split", splits[trend->split]);
  g_key_file_set_string (keys, group, "over", overs[trend->over]);
  g_key_file_set_string (keys, group, "expect", expectations[trend->rises ? 1 : 0]);
  for (guint i = 0; i < trend->variants->len; i++) {
    guint variant = g_array_index (trend->variants, guint, i);
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", get_variant (comparison, variant)->name);
  }
  if (list->len > 0) /* the only variant of a file that names none has no name */
    g_key_file_set_string (keys, group, "variants", list->str);
  append_group (text, group, keys);
}

char *
regime_comparison_to_text (const RegimeComparison *comparison)
{
  g_autofree char *base = regime_to_text (comparison->base);
  GString *text = g_string_new (base);
  for (guint i = 0; i < comparison->variants->len; i++)
    if (*get_variant (comparison, i)->name != '\0')
      append_variant (text, get_variant (comparison, i));
  for (guint i = 0; i < comparison->trends->len; i++)
    append_trend (text, comparison, g_ptr_array_index (comparison->trends, i));
  return g_string_free (text, FALSE);
}

Regime *
regime_new_from_text (const char *text, const char *origin, GError **error)
{
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (text, origin, error);
  return comparison == NULL ? NULL : regime_ref (regime_comparison_variant (comparison, 0));
}

Regime *
regime_new_from_file (const char *path, GError **error)
{
  g_autofree char *text = regime_read_file (path, error);
  return text == NULL ? NULL : regime_new_from_text (text, path, error);
}
