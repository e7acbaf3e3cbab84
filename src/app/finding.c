#include "app/finding.h"

#include <glib/gi18n.h>

#include "training/transfer-trend.h"

static gint64
seed_of (CollapsarSession *run)
{
  return regime_get_integer (collapsar_session_regime (run), "run.seed");
}

static gint
compare_seeds (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *)a, second = *(const gint64 *)b;
  return (first > second) - (first < second);
}

/* Every seed that a run has, once, rising. */
static GArray *
list_seeds (const GPtrArray *runs)
{
  GArray *seeds = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < runs->len; i++) {
    gint64 seed = seed_of (runs->pdata[i]);
    g_array_append_val (seeds, seed);
  }
  g_array_sort (seeds, compare_seeds);
  for (guint i = seeds->len; i-- > 1;)
    if (g_array_index (seeds, gint64, i) == g_array_index (seeds, gint64, i - 1))
      g_array_remove_index (seeds, i);
  if (seeds->len > TRAINING_MAX_SEEDS)
    g_array_set_size (seeds, TRAINING_MAX_SEEDS);
  return seeds;
}

static gboolean
has_ended (CollapsarSession *run)
{
  CollapsarSessionState state = collapsar_session_get_state (run);
  return state == COLLAPSAR_SESSION_FINISHED || state == COLLAPSAR_SESSION_FAILED;
}

static guint
count_seeds (const CollapsarFinding *finding, guint variant)
{
  guint n = 0;
  for (guint s = 0; s < finding->seeds->len; s++)
    n += finding->runs->pdata[variant * finding->seeds->len + s] != NULL;
  return n;
}

static void
clear_run (gpointer run)
{
  if (run != NULL)
    g_object_unref (run);
}

CollapsarFinding *
collapsar_finding_new (const CollapsarPreset *preset,
                       const char *shared,
                       const GPtrArray *runs,
                       const guint *variants)
{
  CollapsarFinding *finding = g_new0 (CollapsarFinding, 1);
  guint n_variants = regime_comparison_n_variants (preset->comparison);
  finding->preset = preset->name;
  finding->comparison = preset->comparison;
  finding->shared = g_strdup (shared);
  finding->seeds = list_seeds (runs);
  finding->runs = g_ptr_array_new_with_free_func (clear_run);
  g_ptr_array_set_size (finding->runs, (gint)(n_variants * finding->seeds->len));
  for (guint i = 0; i < runs->len; i++) {
    guint s;
    gint64 seed = seed_of (runs->pdata[i]);
    if (!g_array_binary_search (finding->seeds, &seed, compare_seeds, &s))
      continue;
    gpointer *cell = &finding->runs->pdata[variants[i] * finding->seeds->len + s];
    if (*cell != NULL)
      continue;
    *cell = g_object_ref (runs->pdata[i]);
  }
  for (guint v = 0; v < n_variants; v++)
    finding->n_trained += count_seeds (finding, v) > 0;
  return finding;
}

void
collapsar_finding_free (CollapsarFinding *finding)
{
  g_clear_pointer (&finding->tuned, g_ptr_array_unref);
  g_ptr_array_unref (finding->runs);
  g_array_unref (finding->seeds);
  g_free (finding->shared);
  g_free (finding);
}

char *
collapsar_finding_key (const CollapsarFinding *finding)
{
  return g_strdup_printf ("%s %s", finding->preset, finding->shared);
}

gboolean
collapsar_finding_has (const CollapsarFinding *finding, CollapsarSession *run)
{
  return run != NULL && g_ptr_array_find (finding->runs, run, NULL);
}

gboolean
collapsar_finding_is_whole (const CollapsarFinding *finding)
{
  return finding->n_trained == regime_comparison_n_variants (finding->comparison);
}

/* As they are now: a finding may be older. */
static gboolean
all_have_ended (const CollapsarFinding *finding)
{
  for (guint i = 0; i < finding->runs->len; i++)
    if (finding->runs->pdata[i] != NULL && !has_ended (finding->runs->pdata[i]))
      return FALSE;
  return TRUE;
}

gboolean
collapsar_finding_has_ended (const CollapsarFinding *finding)
{
  return collapsar_finding_is_whole (finding) && all_have_ended (finding);
}

gboolean
collapsar_finding_trend_has_ended (const CollapsarFinding *finding, guint trend)
{
  gboolean tuned = regime_comparison_trend (finding->comparison, trend)->plans != NULL;
  return collapsar_finding_has_ended (finding) && !(tuned && finding->tuning);
}

guint
collapsar_finding_min_seeds (const CollapsarFinding *finding)
{
  guint least = G_MAXUINT;
  for (guint v = 0; v < regime_comparison_n_variants (finding->comparison); v++) {
    guint n = count_seeds (finding, v);
    least = n == 0 ? least : MIN (least, n);
  }
  return least;
}

/* The epoch that the least trained of those that go on has come to. */
static guint
epoch_so_far (const CollapsarFinding *finding)
{
  guint least = G_MAXUINT;
  for (guint i = 0; i < finding->runs->len; i++) {
    CollapsarSession *run = finding->runs->pdata[i];
    if (run == NULL || has_ended (run))
      continue;
    TrainingHistory *history = collapsar_session_history (run);
    const TrainingRecord *last = history == NULL ? NULL : training_history_last (history);
    least = MIN (least, last == NULL ? 0 : last->epoch);
  }
  return least;
}

char *
collapsar_finding_trained (const CollapsarFinding *finding)
{
  g_autofree char *trained
      = training_trained_words (finding->comparison, finding->n_trained,
                                collapsar_finding_min_seeds (finding), finding->seeds->len, finding->shared);
  if (all_have_ended (finding))
    return g_steal_pointer (&trained);
  return g_strdup_printf (_ ("%s · so far, at epoch %u"), trained, epoch_so_far (finding));
}

static guint
style_of (const CollapsarFinding *finding, guint variant)
{
  for (guint s = 0; s < finding->seeds->len; s++) {
    CollapsarSession *run = finding->runs->pdata[variant * finding->seeds->len + s];
    if (run != NULL)
      return collapsar_session_get_style (run);
  }
  return variant;
}

guint *
collapsar_finding_styles (const CollapsarFinding *finding)
{
  guint n = regime_comparison_n_variants (finding->comparison), *styles = g_new (guint, n);
  for (guint v = 0; v < n; v++)
    styles[v] = style_of (finding, v);
  return styles;
}

static TrainingTrendResult *
measure_tuned (const CollapsarFinding *finding, guint trend)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (TransferOutcome));
  if (finding->tuned != NULL)
    return training_trend_result_copy (finding->tuned->pdata[trend]);
  return transfer_trend_measure (regime_comparison_trend (finding->comparison, trend), none,
                                 finding->seeds->len);
}

TrainingTrendResult *
collapsar_finding_measure (const CollapsarFinding *finding, guint trend)
{
  const TrainingTrend *measured = regime_comparison_trend (finding->comparison, trend);
  if (measured->plans != NULL)
    return measure_tuned (finding, trend);
  g_autofree const TrainingHistory **histories = g_new0 (const TrainingHistory *, finding->runs->len);
  for (guint i = 0; i < finding->runs->len; i++) {
    CollapsarSession *run = finding->runs->pdata[i];
    if (run != NULL && collapsar_session_get_state (run) != COLLAPSAR_SESSION_FAILED
        && collapsar_session_has_records (run))
      histories[i] = collapsar_session_history (run);
  }
  return training_trend_measure (measured, histories, finding->seeds->len);
}

char *
collapsar_finding_to_text (const CollapsarFinding *finding)
{
  g_autofree char *trained = collapsar_finding_trained (finding);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s (%s)\n%s\n", regime_name (regime_comparison_base (finding->comparison)),
                          finding->preset, trained);
  for (guint t = 0; t < regime_comparison_n_trends (finding->comparison); t++) {
    const TrainingTrend *trend = regime_comparison_trend (finding->comparison, t);
    g_autoptr (TrainingTrendResult) result = collapsar_finding_measure (finding, t);
    g_autofree char *words = training_trend_words (trend, result, finding->comparison);
    g_string_append_printf (text, "\n%s\n%s\n", trend->says, words);
  }
  return g_string_free (text, FALSE);
}

/* A variant of the preset, with what was changed of all and a seed. */
static Regime *
make_variant (const CollapsarFinding *finding, guint variant, gint64 seed)
{
  Regime *regime = regime_copy (regime_comparison_variant (finding->comparison, variant));
  g_auto (GStrv) changes = g_strsplit (finding->shared, ", ", -1);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seed);
  for (char **change = changes; *change != NULL; change++)
    if (**change != '\0')
      regime_set_assignment (regime, *change, NULL);
  regime_set (regime, "run.seed", number, NULL);
  return regime;
}

GPtrArray *
collapsar_finding_missing (const CollapsarFinding *finding, guint variant)
{
  GPtrArray *regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  for (guint s = 0; s < finding->seeds->len && count_seeds (finding, variant) == 0; s++)
    g_ptr_array_add (regimes, make_variant (finding, variant, g_array_index (finding->seeds, gint64, s)));
  return regimes;
}
