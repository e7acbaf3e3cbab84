#include "app/findings.h"

#include <glib/gi18n.h>
#include <string.h>

#include "training/regime-place.h"

/* The presets that name a trend; read once, as they do not change. */
typedef struct {
  const char *name;
  RegimeComparison *comparison;
} Preset;

static GArray *
read_presets (void)
{
  GArray *presets = g_array_new (FALSE, FALSE, sizeof (Preset));
  for (const char *const *name = regime_preset_names (); *name != NULL; name++) {
    Preset preset = { *name, regime_comparison_new_from_argument (*name, NULL) };
    if (preset.comparison != NULL && regime_comparison_n_trends (preset.comparison) > 0)
      g_array_append_val (presets, preset);
    else
      g_clear_pointer (&preset.comparison, regime_comparison_free);
  }
  return presets;
}

static const GArray *
get_presets (void)
{
  static gsize presets;
  if (g_once_init_enter (&presets))
    g_once_init_leave (&presets, (gsize)read_presets ());
  return (const GArray *)presets;
}

/* A run's place in each preset: to find it takes a look at every setting, and lasts as long as its regime. */
typedef struct {
  Regime *regime;
  guint *variants;
  char **shared; /* NULL: none */
} Places;

static void
places_free (gpointer data)
{
  Places *places = data;
  for (guint p = 0; p < get_presets ()->len; p++)
    g_free (places->shared[p]);
  g_free (places->shared);
  g_free (places->variants);
  regime_unref (places->regime);
  g_free (places);
}

/* Of a preset of one variant every other regime is a change: only those of [run] leave it what it is. */
static gboolean
may_share (const RegimeComparison *comparison, const char *shared)
{
  g_auto (GStrv) changes = g_strsplit (shared, ", ", -1);
  for (char **change = changes; regime_comparison_n_variants (comparison) == 1 && *change != NULL; change++)
    if (**change != '\0' && !g_str_has_prefix (*change, "run."))
      return FALSE;
  return TRUE;
}

static const Places *
get_places (CollapsarSession *run)
{
  static const char key[] = "collapsar-finding-places";
  Regime *regime = collapsar_session_regime (run);
  Places *places = g_object_get_data (G_OBJECT (run), key);
  if (places != NULL && places->regime == regime)
    return places;
  const GArray *presets = get_presets ();
  places = g_new0 (Places, 1);
  places->regime = regime_ref (regime);
  places->variants = g_new0 (guint, presets->len);
  places->shared = g_new0 (char *, presets->len);
  for (guint p = 0; p < presets->len; p++) {
    const RegimeComparison *comparison = g_array_index (presets, Preset, p).comparison;
    if (regime_comparison_place (comparison, regime, &places->variants[p], &places->shared[p])
        && !may_share (comparison, places->shared[p]))
      g_clear_pointer (&places->shared[p], g_free);
  }
  g_object_set_data_full (G_OBJECT (run), key, places, places_free);
  return places;
}

void
collapsar_finding_free (CollapsarFinding *finding)
{
  g_ptr_array_unref (finding->runs);
  g_free (finding->shared);
  g_free (finding);
}

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

/* Lays the runs out by variant and seed; of several that are the same run the first counts. */
static void
lay_out (CollapsarFinding *finding, const GPtrArray *runs, guint preset)
{
  g_autoptr (GArray) seeds = list_seeds (runs);
  guint n_variants = regime_comparison_n_variants (finding->comparison);
  finding->n_seeds = seeds->len;
  g_ptr_array_set_size (finding->runs, (gint)(n_variants * seeds->len));
  for (guint i = 0; i < runs->len; i++) {
    gint64 seed = seed_of (runs->pdata[i]);
    guint s = 0;
    while (s < seeds->len && g_array_index (seeds, gint64, s) != seed)
      s++;
    gpointer *cell = &finding->runs->pdata[get_places (runs->pdata[i])->variants[preset] * seeds->len + s];
    if (s == seeds->len || *cell != NULL)
      continue;
    *cell = runs->pdata[i];
    finding->n_runs++;
    finding->n_ended += has_ended (runs->pdata[i]);
  }
  finding->whole = collapsar_finding_min_seeds (finding) > 0;
}

/* Worth showing: the whole comparison, or two variants of it as the preset has them. */
static gboolean
is_worth_showing (const CollapsarFinding *finding)
{
  guint n = 0;
  for (guint v = 0; v < regime_comparison_n_variants (finding->comparison); v++)
    for (guint s = 0; s < finding->n_seeds; s++)
      if (finding->runs->pdata[v * finding->n_seeds + s] != NULL) {
        n++;
        break;
      }
  return finding->whole || (n > 1 && *finding->shared == '\0');
}

/* The runs that have a place in a preset, parted by what they share beside it. */
static void
find_of_preset (GPtrArray *findings, CollapsarStudy *study, guint preset)
{
  const Preset *info = &g_array_index (get_presets (), Preset, preset);
  g_autoptr (GHashTable) parts
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    char *shared = collapsar_session_branch_epoch (run) < 0 ? get_places (run)->shared[preset] : NULL;
    if (shared == NULL)
      continue;
    GPtrArray *part = g_hash_table_lookup (parts, shared);
    if (part == NULL) {
      part = g_ptr_array_new ();
      g_hash_table_insert (parts, shared, part);
      g_ptr_array_add (order, shared);
    }
    g_ptr_array_add (part, run);
  }
  for (guint i = 0; i < order->len; i++) {
    g_autoptr (CollapsarFinding) finding = g_new0 (CollapsarFinding, 1);
    finding->preset = info->name;
    finding->comparison = info->comparison;
    finding->shared = g_strdup (order->pdata[i]);
    finding->runs = g_ptr_array_new ();
    lay_out (finding, g_hash_table_lookup (parts, order->pdata[i]), preset);
    if (is_worth_showing (finding))
      g_ptr_array_add (findings, g_steal_pointer (&finding));
  }
}

GPtrArray *
collapsar_findings_find (CollapsarStudy *study)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NULL);

  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify)collapsar_finding_free);
  for (guint p = 0; p < get_presets ()->len; p++)
    find_of_preset (findings, study, p);
  return findings;
}

char *
collapsar_finding_key (const CollapsarFinding *finding)
{
  return g_strdup_printf ("%s %s", finding->preset, finding->shared);
}

gboolean
collapsar_finding_has_ended (const CollapsarFinding *finding)
{
  return finding->whole && finding->n_ended == finding->n_runs;
}

guint
collapsar_finding_min_seeds (const CollapsarFinding *finding)
{
  guint least = G_MAXUINT;
  for (guint v = 0; v < regime_comparison_n_variants (finding->comparison); v++) {
    guint n = 0;
    for (guint s = 0; s < finding->n_seeds; s++)
      n += finding->runs->pdata[v * finding->n_seeds + s] != NULL;
    least = MIN (least, n);
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
  guint n_variants = regime_comparison_n_variants (finding->comparison);
  guint n = collapsar_finding_min_seeds (finding);
  g_autoptr (GString) text = g_string_new (NULL);
  if (n_variants > 1)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u variant", "%u variants", n_variants),
                            n_variants);
  g_string_append (text, n_variants > 1 ? " × " : "");
  if (n == finding->n_seeds)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u seed", "%u seeds", n), n);
  else
    g_string_append_printf (text, _ ("%u to %u seeds"), n, finding->n_seeds);
  if (*finding->shared != '\0')
    g_string_append_printf (text, _ (", all with %s"), finding->shared);
  if (finding->n_ended < finding->n_runs)
    g_string_append_printf (text, _ (" · so far, at epoch %u"), epoch_so_far (finding));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

TrainingTrendResult *
collapsar_finding_measure (const CollapsarFinding *finding, guint trend)
{
  g_autofree const TrainingHistory **histories = g_new0 (const TrainingHistory *, finding->runs->len);
  for (guint i = 0; i < finding->runs->len; i++) {
    CollapsarSession *run = finding->runs->pdata[i];
    if (run != NULL && collapsar_session_get_state (run) != COLLAPSAR_SESSION_FAILED
        && collapsar_session_has_records (run))
      histories[i] = collapsar_session_history (run);
  }
  return training_trend_measure (regime_comparison_trend (finding->comparison, trend), histories,
                                 finding->n_seeds);
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
