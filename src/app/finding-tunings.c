#include "app/finding-tunings.h"

#include "study/transfer-outcomes.h"

struct _CollapsarFindingTunings {
  GObject parent_instance;

  CollapsarTransfers *transfers;
  GHashTable *measured; /* collapsar_finding_key to CollapsarFinding.tuned */
  gboolean measuring;
  guint n_changed, n_measured; /* how often there were other fine-tunings; until they were last measured */
  guint n_told;                /* how often it was told how they get on */
};

G_DEFINE_FINAL_TYPE (CollapsarFindingTunings, collapsar_finding_tunings, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What is asked of one finding; nothing of it changes while the thread is at work. */
typedef struct {
  char *key;
  const RegimeComparison *comparison; /* kept for ever */
  guint n_seeds;
  GArray *runs; /* StudyPlacedRun */
} Asked;

typedef struct {
  GArray *rows; /* StudyTransferRow */
  GPtrArray *findings;
} Request;

gboolean
collapsar_finding_tunes (const CollapsarFinding *finding)
{
  for (guint t = 0; t < regime_comparison_n_trends (finding->comparison); t++)
    if (regime_comparison_trend (finding->comparison, t)->plans != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
lacks_points (const TrainingTrendResult *result)
{
  for (guint i = 0; i < result->points->len; i++)
    if (g_array_index (result->points, TrainingTrendPoint, i).sample.n < result->n_seeds)
      return TRUE;
  return result->points->len == 0;
}

gboolean
collapsar_finding_lacks_tunings (const CollapsarFinding *finding)
{
  if (finding->tuned == NULL || finding->tuning)
    return FALSE;
  for (guint t = 0; t < finding->tuned->len; t++)
    if (finding->tuned->pdata[t] != NULL && lacks_points (finding->tuned->pdata[t]))
      return TRUE;
  return FALSE;
}

void
collapsar_finding_tune (const CollapsarFinding *finding,
                        CollapsarTransfers *transfers,
                        const GPtrArray *runs,
                        const guint *variants)
{
  for (guint p = 0; p < regime_comparison_n_plans (finding->comparison); p++) {
    const TransferPlan *plan = regime_comparison_plan (finding->comparison, p);
    g_autoptr (GPtrArray) tuned = g_ptr_array_new ();
    for (guint i = 0; i < runs->len; i++)
      if (transfer_plan_has_variant (plan, variants[i]))
        g_ptr_array_add (tuned, runs->pdata[i]);
    collapsar_transfers_add (transfers, tuned, plan);
  }
}

static void
placed_run_clear (gpointer data)
{
  regime_unref (((StudyPlacedRun *)data)->regime);
}

static void
asked_free (gpointer data)
{
  Asked *asked = data;
  g_free (asked->key);
  g_array_unref (asked->runs);
  g_free (asked);
}

static void
request_free (gpointer data)
{
  Request *request = data;
  g_array_unref (request->rows);
  g_ptr_array_unref (request->findings);
  g_free (request);
}

static Asked *
ask (const CollapsarFinding *finding)
{
  Asked *asked = g_new (Asked, 1);
  guint n_seeds = finding->seeds->len;
  asked->key = collapsar_finding_key (finding);
  asked->comparison = finding->comparison;
  asked->n_seeds = n_seeds;
  asked->runs = g_array_new (FALSE, FALSE, sizeof (StudyPlacedRun));
  g_array_set_clear_func (asked->runs, placed_run_clear);
  for (guint i = 0; i < finding->runs->len; i++) {
    CollapsarSession *run = finding->runs->pdata[i];
    if (run == NULL)
      continue;
    const StudyPlacedRun placed = { collapsar_session_id (run), i / n_seeds, i % n_seeds,
                                    regime_ref (collapsar_session_regime (run)) };
    g_array_append_val (asked->runs, placed);
  }
  return asked;
}

static void
result_free (gpointer result)
{
  if (result != NULL)
    training_trend_result_free (result);
}

static GPtrArray *
measure (const Asked *asked, const GArray *rows)
{
  GPtrArray *results = g_ptr_array_new_with_free_func (result_free);
  g_autoptr (GArray) outcomes = study_transfer_outcomes (
      rows, asked->comparison, (const StudyPlacedRun *)asked->runs->data, asked->runs->len);
  for (guint t = 0; t < regime_comparison_n_trends (asked->comparison); t++) {
    const TrainingTrend *trend = regime_comparison_trend (asked->comparison, t);
    g_ptr_array_add (results,
                     trend->plans == NULL ? NULL : transfer_trend_measure (trend, outcomes, asked->n_seeds));
  }
  return results;
}

static GHashTable *
measured_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
}

static void
measure_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GHashTable *measured = measured_new ();
  for (guint f = 0; f < request->findings->len; f++) {
    const Asked *asked = request->findings->pdata[f];
    g_hash_table_insert (measured, g_strdup (asked->key), measure (asked, request->rows));
  }
  g_task_return_pointer (task, measured, (GDestroyNotify)g_hash_table_unref);
}

static void
on_measured (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarFindingTunings) self = user_data;
  g_hash_table_unref (self->measured);
  self->measured = g_task_propagate_pointer (G_TASK (result), NULL);
  self->measuring = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
measure_all (CollapsarFindingTunings *self, const GPtrArray *findings)
{
  /* The task holds the transfers, and with them what the rows point to. */
  g_autoptr (GTask) task = g_task_new (self->transfers, NULL, on_measured, g_object_ref (self));
  Request *request = g_new (Request, 1);
  request->rows = g_array_ref (collapsar_transfers_rows (self->transfers));
  request->findings = g_ptr_array_new_with_free_func (asked_free);
  for (guint f = 0; f < findings->len; f++)
    if (collapsar_finding_tunes (findings->pdata[f]))
      g_ptr_array_add (request->findings, ask (findings->pdata[f]));
  self->measuring = TRUE;
  self->n_measured = self->n_changed;
  g_task_set_name (task, "CollapsarFindingTunings");
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, measure_in_thread);
}

void
collapsar_finding_tunings_put (CollapsarFindingTunings *self, const GPtrArray *findings)
{
  g_return_if_fail (COLLAPSAR_IS_FINDING_TUNINGS (self));

  gboolean tuning = collapsar_transfers_n_left (self->transfers) > 0, any = FALSE, known = TRUE;
  for (guint f = 0; f < findings->len; f++) {
    CollapsarFinding *finding = findings->pdata[f];
    g_autofree char *key = collapsar_finding_key (finding);
    GPtrArray *tuned = g_hash_table_lookup (self->measured, key);
    gboolean tunes = collapsar_finding_tunes (finding);
    g_clear_pointer (&finding->tuned, g_ptr_array_unref);
    finding->tuned = tuned == NULL ? NULL : g_ptr_array_ref (tuned);
    finding->tuning = tuning;
    any |= tunes;
    known &= !tunes || tuned != NULL;
  }
  if (any && !self->measuring && (!known || self->n_changed != self->n_measured))
    measure_all (self, findings);
}

guint64
collapsar_finding_tunings_stamp (CollapsarFindingTunings *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_FINDING_TUNINGS (self), 0);
  return (guint64)self->n_changed << 32 | self->n_told;
}

/* The object. */

static void
on_changed (CollapsarFindingTunings *self)
{
  self->n_changed++;
}

static void
on_progress (CollapsarFindingTunings *self)
{
  self->n_told++;
}

static void
collapsar_finding_tunings_finalize (GObject *object)
{
  CollapsarFindingTunings *self = COLLAPSAR_FINDING_TUNINGS (object);
  g_hash_table_unref (self->measured);
  g_object_unref (self->transfers);
  G_OBJECT_CLASS (collapsar_finding_tunings_parent_class)->finalize (object);
}

static void
collapsar_finding_tunings_class_init (CollapsarFindingTuningsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = collapsar_finding_tunings_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_finding_tunings_init (CollapsarFindingTunings *self)
{
  self->measured = measured_new ();
}

CollapsarFindingTunings *
collapsar_finding_tunings_new (CollapsarTransfers *transfers)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (transfers), NULL);

  CollapsarFindingTunings *self = g_object_new (COLLAPSAR_TYPE_FINDING_TUNINGS, NULL);
  self->transfers = g_object_ref (transfers);
  g_signal_connect_object (transfers, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (transfers, "progress", G_CALLBACK (on_progress), self, G_CONNECT_SWAPPED);
  return self;
}
