/* A key file with a group for each preset, read and written whole each time. */
#include "app/estimate-cache.h"

#include <gio/gio.h>
#include <stdlib.h>

/* A measuring that had less of a processor is a guess: caches and spinning threads are as if others were
 * there. */
#define FINAL_SHARE 0.8

static GMutex mutex;
static GCond learned;
static guint n_lessons; /* that are being learned */

static char *
cache_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), "collapsar", "estimates", NULL);
}

/* What a measurement is good for. */
static char *
fingerprint (const RegimeComparison *comparison)
{
  g_autofree char *text = regime_comparison_to_text (comparison);
  g_autofree char *machine = NULL;
  g_autoptr (GString) all = g_string_new (COLLAPSAR_VERSION);
  if (g_file_get_contents ("/proc/cpuinfo", &machine, NULL, NULL)) {
    const char *model = strstr (machine, "model name");
    g_string_append_len (all, model == NULL ? "" : model, model == NULL ? 0 : (gssize)strcspn (model, "\n"));
  }
  g_string_append_printf (all, " %u %s", g_get_num_processors (), text);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all->str, -1);
}

gboolean
collapsar_estimate_is_final (const GArray *costs)
{
  for (guint i = 0; i < costs->len; i++)
    if (g_array_index (costs, TrainingCost, i).share < FINAL_SHARE)
      return FALSE;
  return TRUE;
}

/* With the mutex held. */
static GKeyFile *
read_cache (void)
{
  GKeyFile *cache = g_key_file_new ();
  g_autofree char *path = cache_path ();
  g_key_file_load_from_file (cache, path, G_KEY_FILE_NONE, NULL);
  return cache;
}

static void
write_cache (GKeyFile *cache)
{
  g_autofree char *path = cache_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_key_file_save_to_file (cache, path, NULL);
}

static GArray *
read_costs (GKeyFile *cache, const char *preset, const RegimeComparison *comparison)
{
  gsize n = regime_comparison_n_variants (comparison), n_loading = 0, n_epoch = 0, n_share = 0;
  g_autofree char *print = fingerprint (comparison);
  g_autofree char *known = g_key_file_get_string (cache, preset, "fingerprint", NULL);
  g_autofree double *loading = g_key_file_get_double_list (cache, preset, "loading", &n_loading, NULL);
  g_autofree double *epoch = g_key_file_get_double_list (cache, preset, "epoch", &n_epoch, NULL);
  g_autofree double *share = g_key_file_get_double_list (cache, preset, "share", &n_share, NULL);
  if (g_strcmp0 (known, print) != 0 || n_loading != n || n_epoch != n || n_share != n)
    return NULL;
  GArray *costs = g_array_new (FALSE, FALSE, sizeof (TrainingCost));
  for (guint i = 0; i < n; i++) {
    const Regime *regime = regime_comparison_variant (comparison, i);
    const TrainingCost cost
        = { loading[i], epoch[i], (guint)regime_get_integer (regime, "run.epochs"), share[i] };
    g_array_append_val (costs, cost);
  }
  return costs;
}

static void
write_costs (GKeyFile *cache, const char *preset, const RegimeComparison *comparison, const GArray *costs)
{
  g_autofree char *print = fingerprint (comparison);
  g_autofree double *loading = g_new (double, costs->len);
  g_autofree double *epoch = g_new (double, costs->len);
  g_autofree double *share = g_new (double, costs->len);
  for (guint i = 0; i < costs->len; i++) {
    const TrainingCost *cost = &g_array_index (costs, TrainingCost, i);
    loading[i] = cost->loading;
    epoch[i] = cost->epoch;
    share[i] = cost->share;
  }
  g_key_file_set_string (cache, preset, "fingerprint", print);
  g_key_file_set_double_list (cache, preset, "loading", loading, costs->len);
  g_key_file_set_double_list (cache, preset, "epoch", epoch, costs->len);
  g_key_file_set_double_list (cache, preset, "share", share, costs->len);
  write_cache (cache);
}

GArray *
collapsar_estimate_recall (const char *preset, const RegimeComparison *comparison)
{
  g_mutex_lock (&mutex);
  g_autoptr (GKeyFile) cache = read_cache ();
  g_mutex_unlock (&mutex);
  return read_costs (cache, preset, comparison);
}

void
collapsar_estimate_keep (const char *preset, const RegimeComparison *comparison, const GArray *costs)
{
  g_mutex_lock (&mutex);
  g_autoptr (GKeyFile) cache = read_cache ();
  write_costs (cache, preset, comparison, costs);
  g_mutex_unlock (&mutex);
}

/* Learning. */

/* Which variant a regime is, but for name and seed; the number of variants where it is none. */
static guint
find_variant (const RegimeComparison *comparison, const Regime *regime)
{
  guint v = 0, n = regime_comparison_n_variants (comparison);
  for (; v < n; v++) {
    g_autoptr (Regime) variant = regime_copy (regime_comparison_variant (comparison, v));
    if (regime_set (variant, "regime.name", regime_name (regime), NULL)
        && regime_set (variant, "run.seed", regime_get (regime, "run.seed"), NULL)
        && regime_equal (variant, regime))
      break;
  }
  return v;
}

/* Seconds of an epoch: training, and measuring where it was measured. */
static double
mean_epoch (const TrainingHistory *history)
{
  double sum = 0.0;
  const TrainingRecord *last = training_history_last (history);
  for (guint i = 0; i < training_history_n_records (history); i++) {
    const TrainingRecord *record = training_history_record (history, i);
    if (record->epoch > 0)
      sum += record->seconds + record->measure_seconds;
  }
  return last == NULL || last->epoch == 0 ? 0.0 : sum / last->epoch;
}

static void
learn_variant (const char *preset, const RegimeComparison *comparison, guint v, double epoch)
{
  g_mutex_lock (&mutex);
  g_autoptr (GKeyFile) cache = read_cache ();
  g_autoptr (GArray) costs = read_costs (cache, preset, comparison);
  if (costs != NULL) {
    TrainingCost *cost = &g_array_index (costs, TrainingCost, v);
    cost->epoch = epoch;
    cost->share = 1.0;
    write_costs (cache, preset, comparison, costs);
  }
  g_mutex_unlock (&mutex);
}

typedef struct {
  Regime *regime;
  double epoch;
  guint threads;
} Lesson;

static void
lesson_free (gpointer data)
{
  Lesson *lesson = data;
  regime_unref (lesson->regime);
  g_free (lesson);
}

static void
learn (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Lesson *lesson = data;
  for (const char *const *preset = regime_preset_names (); *preset != NULL; preset++) {
    g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (*preset, NULL);
    guint n = comparison == NULL ? 0 : regime_comparison_n_variants (comparison);
    guint v = n == 0 ? 0 : find_variant (comparison, lesson->regime);
    if (v < n && training_cost_cores (n, v, g_get_num_processors ()) == lesson->threads)
      learn_variant (*preset, comparison, v, lesson->epoch);
  }
  g_mutex_lock (&mutex);
  n_lessons--;
  g_cond_broadcast (&learned);
  g_mutex_unlock (&mutex);
  g_task_return_boolean (task, TRUE);
}

void
collapsar_estimate_await (void)
{
  g_mutex_lock (&mutex);
  while (n_lessons > 0)
    g_cond_wait (&learned, &mutex);
  g_mutex_unlock (&mutex);
}

void
collapsar_estimate_learn (Regime *regime, const TrainingHistory *history, guint threads)
{
  double epoch = mean_epoch (history);
  if (!(epoch > 0.0))
    return;
  static gsize once = 0; /* at exit the presets go, which a lesson reads */
  if (g_once_init_enter (&once))
    g_once_init_leave (&once, atexit (collapsar_estimate_await) == 0 ? 1 : 2);
  g_mutex_lock (&mutex);
  n_lessons++;
  g_mutex_unlock (&mutex);
  Lesson *lesson = g_new0 (Lesson, 1);
  lesson->regime = regime_ref (regime);
  lesson->epoch = epoch;
  lesson->threads = threads;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_task_data (task, lesson, lesson_free);
  g_task_run_in_thread (task, learn);
}
