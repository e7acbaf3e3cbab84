#include "app/estimator.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/estimate-cache.h"
#include "dataset/source.h"

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

/* Runs come first: while any trains, nothing is measured. */

static struct {
  GMutex mutex;
  GCond cond;
  guint n_holding, n_threads;
  gboolean exits;          /* the program */
  GCancellable *measuring; /* of what is measured now */
} gate;

/* With the mutex held: what is being measured is given up, and those that wait look again. */
static void
interrupt (void)
{
  if (gate.measuring != NULL)
    g_cancellable_cancel (gate.measuring);
  g_clear_object (&gate.measuring);
  g_cond_broadcast (&gate.cond);
}

void
collapsar_estimator_hold (gboolean held)
{
  g_mutex_lock (&gate.mutex);
  gate.n_holding = held ? gate.n_holding + 1 : gate.n_holding - 1;
  interrupt ();
  g_mutex_unlock (&gate.mutex);
}

/* Waits until nobody holds it; NULL when `cancellable` is cancelled meanwhile, or the program exits. */
static GCancellable *
await_turn (GCancellable *cancellable)
{
  GCancellable *measuring = NULL;
  g_mutex_lock (&gate.mutex);
  while (gate.n_holding > 0 && !gate.exits && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&gate.cond, &gate.mutex);
  if (!gate.exits && !g_cancellable_is_cancelled (cancellable)) {
    if (gate.measuring == NULL)
      gate.measuring = g_cancellable_new ();
    measuring = g_object_ref (gate.measuring);
  }
  g_mutex_unlock (&gate.mutex);
  return measuring;
}

/* At exit the presets go, and what BLAS works with: no thread may be at either then. */
static void
await_threads (void)
{
  g_mutex_lock (&gate.mutex);
  gate.exits = TRUE;
  interrupt ();
  while (gate.n_threads > 0)
    g_cond_wait (&gate.cond, &gate.mutex);
  g_mutex_unlock (&gate.mutex);
}

static void
start_thread (GThreadFunc func, gpointer data)
{
  static gsize once;
  if (g_once_init_enter (&once))
    g_once_init_leave (&once, atexit (await_threads) == 0 ? 1 : 2);
  g_mutex_lock (&gate.mutex);
  gate.n_threads++;
  g_mutex_unlock (&gate.mutex);
  g_thread_unref (g_thread_new ("estimator", func, data));
}

static void
end_thread (void)
{
  g_mutex_lock (&gate.mutex);
  gate.n_threads--;
  g_cond_broadcast (&gate.cond);
  g_mutex_unlock (&gate.mutex);
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

/* Of a preset there is this news; costs or trouble, the other NULL. */
static void
tell (Work *work, const char *preset, const GArray *costs, const char *trouble)
{
  Finding *finding = g_new0 (Finding, 1);
  finding->estimator = work->estimator;
  finding->cancellable = g_object_ref (work->cancellable);
  finding->preset = g_strdup (preset);
  finding->costs = g_array_new (FALSE, FALSE, sizeof (TrainingCost));
  if (costs != NULL)
    g_array_append_vals (finding->costs, costs->data, costs->len);
  finding->trouble = g_strdup (trouble);
  g_idle_add (on_found, finding); /* not g_main_context_invoke, which may call it in this thread */
}

/* FALSE and no error when it is not wanted any more. */
static gboolean
measure_variant (Work *work, Regime *regime, guint cores, TrainingCost *cost, GError **error)
{
  for (;;) {
    g_autoptr (GCancellable) measuring = await_turn (work->cancellable);
    g_autoptr (GError) trouble = NULL;
    if (measuring == NULL)
      return FALSE;
    if (training_cost_measure (regime, cores, measuring, cost, &trouble))
      return TRUE;
    if (!g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_propagate_error (error, g_steal_pointer (&trouble));
      return FALSE;
    }
  }
}

static void
measure (Work *work, const char *preset, const RegimeComparison *comparison)
{
  guint n = regime_comparison_n_variants (comparison);
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (TrainingCost));
  for (guint v = 0; v < n; v++) {
    TrainingCost cost;
    g_autoptr (GError) error = NULL;
    if (!measure_variant (work, regime_comparison_variant (comparison, v),
                          training_cost_cores (n, v, g_get_num_processors ()), &cost, &error)) {
      if (error != NULL)
        tell (work, preset, NULL, error->message);
      return;
    }
    g_array_append_val (costs, cost);
  }
  collapsar_estimate_keep (preset, comparison, costs);
  tell (work, preset, costs, NULL);
}

/* What is known without measuring. Whether that is all there is to know. */
static gboolean
recall (Work *work, const char *preset, const RegimeComparison *comparison)
{
  g_autofree char *missing
      = missing_data (work, regime_get (regime_comparison_variant (comparison, 0), "data.source"));
  g_autoptr (GArray) costs = missing != NULL ? NULL : collapsar_estimate_recall (preset, comparison);
  if (missing != NULL || costs != NULL)
    tell (work, preset, costs, missing);
  return missing != NULL || (costs != NULL && collapsar_estimate_is_final (costs));
}

static void
work_free (Work *work)
{
  g_object_unref (work->cancellable);
  g_clear_pointer (&work->sources, g_ptr_array_unref);
  g_free (work);
}

/* First what is known of all, then what takes its time. */
static void
do_work (Work *work)
{
  guint n = g_strv_length ((char **)regime_preset_names ());
  g_autoptr (GPtrArray) comparisons
      = g_ptr_array_new_full (n, (GDestroyNotify)regime_comparison_free); /* NULL: done */
  setpriority (PRIO_PROCESS, (id_t)gettid (), NICE);
  work->sources = dataset_source_list ();
  for (guint i = 0; i < n; i++) {
    const char *preset = regime_preset_names ()[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (preset, &error);
    if (comparison == NULL)
      tell (work, preset, NULL, error->message);
    else if (recall (work, preset, comparison))
      g_clear_pointer (&comparison, regime_comparison_free);
    g_ptr_array_add (comparisons, g_steal_pointer (&comparison));
  }
  for (guint i = 0; i < n && !g_cancellable_is_cancelled (work->cancellable); i++)
    if (comparisons->pdata[i] != NULL)
      measure (work, regime_preset_names ()[i], comparisons->pdata[i]);
}

static gpointer
run (gpointer data)
{
  do_work (data);
  work_free (data);
  end_thread ();
  return NULL;
}

/* The object. */

static void
collapsar_estimator_dispose (GObject *object)
{
  CollapsarEstimator *self = COLLAPSAR_ESTIMATOR (object);
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&gate.mutex);
  interrupt (); /* the thread ends within a mini-batch */
  g_mutex_unlock (&gate.mutex);
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
  start_thread (run, work);
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
