#include "app/estimator.h"

#include <glib/gi18n.h>
#include <math.h>
#include <sys/resource.h>
#include <unistd.h>

#include "dataset/source.h"
#include "training/estimate.h"

/* As the trainer's threads: the window comes first. */
#define NICE 10

struct _CollapsarEstimator {
  GObject parent_instance;

  GCancellable *cancellable;
  GHashTable *findings; /* preset to Finding */
};

G_DEFINE_FINAL_TYPE (CollapsarEstimator, collapsar_estimator, G_TYPE_OBJECT)

enum {
  SIGNAL_TOLD,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* The estimator is there as long as nothing is cancelled; that is asked and done in the main thread. */
typedef struct {
  CollapsarEstimator *estimator;
  GCancellable *cancellable;
  char *preset;
  GArray *costs; /* of TrainingCost; empty where there is trouble */
  char *trouble;
} Finding;

/* What the thread has of its own. */
typedef struct {
  CollapsarEstimator *estimator; /* only handed on */
  GCancellable *cancellable;
  GPtrArray *sources; /* of DatasetSourceInfo */
  GKeyFile *cache;
  char *path; /* of the cache */
} Work;

static void
finding_free (gpointer data)
{
  Finding *finding = data;
  g_object_unref (finding->cancellable);
  g_free (finding->preset);
  g_array_unref (finding->costs);
  g_free (finding->trouble);
  g_free (finding);
}

static gboolean
on_found (gpointer user_data)
{
  Finding *finding = user_data;
  CollapsarEstimator *self = finding->estimator;
  if (g_cancellable_is_cancelled (finding->cancellable)) {
    finding_free (finding);
    return G_SOURCE_REMOVE;
  }
  g_hash_table_replace (self->findings, finding->preset, finding);
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, finding->preset);
  return G_SOURCE_REMOVE;
}

/* The cache: a group for each preset. */

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

static gboolean
recall (GKeyFile *cache, const char *preset, const char *print, GArray *costs, guint n)
{
  gsize n_loading = 0, n_epoch = 0, n_epochs = 0;
  g_autofree char *known = g_key_file_get_string (cache, preset, "fingerprint", NULL);
  g_autofree double *loading = g_key_file_get_double_list (cache, preset, "loading", &n_loading, NULL);
  g_autofree double *epoch = g_key_file_get_double_list (cache, preset, "epoch", &n_epoch, NULL);
  g_autofree int *epochs = g_key_file_get_integer_list (cache, preset, "epochs", &n_epochs, NULL);
  if (g_strcmp0 (known, print) != 0 || n_loading != n || n_epoch != n || n_epochs != n)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    const TrainingCost cost = { loading[i], epoch[i], (guint)MAX (epochs[i], 0) };
    g_array_append_val (costs, cost);
  }
  return TRUE;
}

/* A cache that cannot be written is measured again. */
static void
keep (Work *work, const char *preset, const char *print, const GArray *costs)
{
  g_autofree double *loading = g_new (double, costs->len), *epoch = g_new (double, costs->len);
  g_autofree int *epochs = g_new (int, costs->len);
  for (guint i = 0; i < costs->len; i++) {
    const TrainingCost *cost = &g_array_index (costs, TrainingCost, i);
    loading[i] = cost->loading;
    epoch[i] = cost->epoch;
    epochs[i] = (int)cost->n_epochs;
  }
  g_key_file_set_string (work->cache, preset, "fingerprint", print);
  g_key_file_set_double_list (work->cache, preset, "loading", loading, costs->len);
  g_key_file_set_double_list (work->cache, preset, "epoch", epoch, costs->len);
  g_key_file_set_integer_list (work->cache, preset, "epochs", epochs, costs->len);
  g_autofree char *folder = g_path_get_dirname (work->path);
  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_key_file_save_to_file (work->cache, work->path, NULL);
}

/* The thread. */

/* Which data set is missing and how to get it; NULL when it is there. */
static char *
missing_data (const Work *work, const char *source)
{
  for (guint i = 0; i < work->sources->len; i++) {
    const DatasetSourceInfo *info = g_ptr_array_index (work->sources, i);
    if (g_str_equal (info->name, source) && info->location == NULL)
      return g_strdup_printf (_ ("%s is missing: %s"), info->title, info->searched);
  }
  return NULL;
}

static void
measure (Work *work, Finding *finding, const RegimeComparison *comparison)
{
  guint n = regime_comparison_n_variants (comparison);
  g_autofree char *print = fingerprint (comparison);
  if (recall (work->cache, finding->preset, print, finding->costs, n))
    return;
  guint cores = training_cost_cores (n, g_get_num_processors ());
  for (guint v = 0; v < n; v++) {
    TrainingCost cost;
    g_autoptr (GError) error = NULL;
    if (!training_cost_measure (regime_comparison_variant (comparison, v), cores, work->cancellable, &cost,
                                &error)) {
      g_array_set_size (finding->costs, 0);
      finding->trouble = g_strdup (error->message);
      return;
    }
    g_array_append_val (finding->costs, cost);
  }
  keep (work, finding->preset, print, finding->costs);
}

static void
find (Work *work, const char *preset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (preset, &error);
  Finding *finding = g_new0 (Finding, 1);
  finding->estimator = work->estimator;
  finding->cancellable = g_object_ref (work->cancellable);
  finding->preset = g_strdup (preset);
  finding->costs = g_array_new (FALSE, FALSE, sizeof (TrainingCost));
  if (comparison == NULL)
    finding->trouble = g_strdup (error->message);
  else
    finding->trouble
        = missing_data (work, regime_get (regime_comparison_variant (comparison, 0), "data.source"));
  if (finding->trouble == NULL)
    measure (work, finding, comparison);
  g_idle_add (on_found, finding); /* not g_main_context_invoke, which may call it in this thread */
}

static void
work_free (Work *work)
{
  g_object_unref (work->cancellable);
  g_clear_pointer (&work->sources, g_ptr_array_unref);
  g_key_file_unref (work->cache);
  g_free (work->path);
  g_free (work);
}

static gpointer
run (gpointer data)
{
  Work *work = data;
  setpriority (PRIO_PROCESS, (id_t)gettid (), NICE);
  work->sources = dataset_source_list ();
  g_key_file_load_from_file (work->cache, work->path, G_KEY_FILE_NONE, NULL);
  for (const char *const *preset = regime_preset_names ();
       *preset != NULL && !g_cancellable_is_cancelled (work->cancellable); preset++)
    find (work, *preset);
  work_free (work);
  return NULL;
}

/* The object. */

static void
collapsar_estimator_dispose (GObject *object)
{
  CollapsarEstimator *self = COLLAPSAR_ESTIMATOR (object);
  g_cancellable_cancel (self->cancellable); /* the thread ends by itself, within a mini-batch */
  G_OBJECT_CLASS (collapsar_estimator_parent_class)->dispose (object);
}

static void
collapsar_estimator_finalize (GObject *object)
{
  CollapsarEstimator *self = COLLAPSAR_ESTIMATOR (object);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->findings, g_hash_table_unref);
  G_OBJECT_CLASS (collapsar_estimator_parent_class)->finalize (object);
}

static void
collapsar_estimator_class_init (CollapsarEstimatorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = collapsar_estimator_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_estimator_finalize;
  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
collapsar_estimator_init (CollapsarEstimator *self)
{
  Work *work = g_new0 (Work, 1);
  self->cancellable = g_cancellable_new ();
  self->findings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finding_free);
  work->estimator = self;
  work->cancellable = g_object_ref (self->cancellable);
  work->cache = g_key_file_new ();
  work->path = g_build_filename (g_get_user_cache_dir (), "collapsar", "estimates", NULL);
  g_thread_unref (g_thread_new ("estimator", run, work));
}

CollapsarEstimator *
collapsar_estimator_dup (void)
{
  static CollapsarEstimator *shared; /* weak */
  if (shared != NULL)
    return g_object_ref (shared);
  CollapsarEstimator *self = g_object_new (COLLAPSAR_TYPE_ESTIMATOR, NULL);
  g_set_weak_pointer (&shared, self);
  return self;
}

double
collapsar_estimator_seconds (CollapsarEstimator *self, const char *preset, double pace, guint cores)
{
  g_return_val_if_fail (COLLAPSAR_IS_ESTIMATOR (self), NAN);

  const Finding *finding = g_hash_table_lookup (self->findings, preset);
  if (finding == NULL || finding->costs->len == 0)
    return NAN;
  guint there = g_get_num_processors ();
  return training_cost_total ((const TrainingCost *)(gconstpointer)finding->costs->data, finding->costs->len,
                              cores == 0 ? there : MIN (cores, there), pace);
}

const char *
collapsar_estimator_trouble (CollapsarEstimator *self, const char *preset)
{
  g_return_val_if_fail (COLLAPSAR_IS_ESTIMATOR (self), NULL);

  const Finding *finding = g_hash_table_lookup (self->findings, preset);
  return finding == NULL ? NULL : finding->trouble;
}
