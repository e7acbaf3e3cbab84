#include "app/tuning-costs.h"

#include <math.h>

/* A probe's share of what training all takes: its features are passed once. */
#define PROBE_SHARE 0.1
/* Ridge passes its samples once and adds up their products: so much of a measuring. */
#define RIDGE_SHARE 3.0
/* Loading the network, and the turns between threads, s: 0.05 to 0.12 on two cores. */
#define BESIDE 0.08

typedef struct {
  double seconds, work;
} Rate;

/* Training and measuring. */
typedef struct {
  Rate tune, measure;
} Costs;

struct _CollapsarTuningCosts {
  GHashTable *own;    /* "run method block" to Costs; work in samples */
  GHashTable *others; /* "method depth" to Costs; work in seconds of the source's own run */
};

/* What there is to do, in samples. */
typedef struct {
  double tuned, measured; /* passed in all epochs; at one record */
} Work;

CollapsarTuningCosts *
collapsar_tuning_costs_new (void)
{
  CollapsarTuningCosts *costs = g_new0 (CollapsarTuningCosts, 1);
  costs->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  costs->others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return costs;
}

void
collapsar_tuning_costs_free (CollapsarTuningCosts *costs)
{
  g_hash_table_unref (costs->own);
  g_hash_table_unref (costs->others);
  g_free (costs);
}

static double
setting (GKeyFile *settings, const char *key)
{
  g_autofree char *name = g_strconcat ("transfer.", key, NULL);
  g_autofree char *text = g_key_file_get_string (settings, "transfer", key, NULL);
  return g_ascii_strtod (text != NULL ? text : regime_key_find (name)->fallback, NULL);
}

static Work
work_of (const CollapsarTuningSource *source, const StudyTransfer *transfer)
{
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_key_file_load_from_data (settings, transfer->settings, (gsize)-1, G_KEY_FILE_NONE, NULL);
  double train = setting (settings, "train"), test = setting (settings, "test");
  double epochs = study_transfer_method (transfer) == TRANSFER_RIDGE ? 1 : setting (settings, "epochs");
  if (train == 0)
    train = source->n_samples[TRAINING_TRAIN];
  if (test == 0)
    test = source->n_samples[TRAINING_TEST];
  double tuned = transfer->shots > 0 ? fmin (transfer->shots * source->n_classes, train) : train;
  return (Work){ tuned * epochs, train + test };
}

/* Blocks from the tuned one to the last, 0 for none. */
static guint
depth_of (const CollapsarTuningSource *source, const StudyTransfer *transfer)
{
  return transfer->block < 0 ? 0 : source->n_blocks + 1 - MIN ((guint)transfer->block, source->n_blocks);
}

static char *
own_key (const CollapsarTuningSource *source, const StudyTransfer *transfer)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %s %d", source->run, transfer->method, transfer->block);
}

static char *
other_key (const CollapsarTuningSource *source, const StudyTransfer *transfer)
{
  return g_strdup_printf ("%s %u", transfer->method, depth_of (source, transfer));
}

static void
add (Rate *rate, double seconds, double work)
{
  if (!isfinite (seconds) || !isfinite (work) || work <= 0)
    return;
  rate->seconds += seconds;
  rate->work += work;
}

/* Takes the key. */
static Costs *
costs_at (GHashTable *table, char *key)
{
  Costs *costs = g_hash_table_lookup (table, key);
  if (costs == NULL)
    g_hash_table_insert (table, g_strdup (key), costs = g_new0 (Costs, 1));
  g_free (key);
  return costs;
}

void
collapsar_tuning_costs_learn (CollapsarTuningCosts *costs,
                              const CollapsarTuningSource *source,
                              const StudyTransfer *done)
{
  const Work work = work_of (source, done);
  double measured = work.measured * done->n_measured;
  Costs *own = costs_at (costs->own, own_key (source, done));
  Costs *others = costs_at (costs->others, other_key (source, done));
  add (&own->tune, done->seconds, work.tuned);
  add (&own->measure, done->measure_seconds, measured);
  add (&others->tune, done->seconds, work.tuned * source->train);
  add (&others->measure, done->measure_seconds, measured * source->measure);
}

/* Of what tuning or measuring all takes: what is before the tuned block is passed once. */
static double
share_of (const CollapsarTuningSource *source, const StudyTransfer *transfer)
{
  switch (study_transfer_method (transfer)) {
  case TRANSFER_PROBE:
    return PROBE_SHARE;
  case TRANSFER_LAYER:
  case TRANSFER_SCL:
    return (double)depth_of (source, transfer) / source->n_blocks;
  case TRANSFER_FULL:
  case TRANSFER_RIDGE:
    return 1.0;
  }
  return 1.0;
}

/* Of so many samples, by the first that is known: its own rate, that of others, the share. */
static double
seconds_of (double work, const Rate *own, const Rate *others, double share, double of_source)
{
  if (own != NULL && own->work > 0)
    return work * own->seconds / own->work;
  if (others != NULL && others->work > 0)
    return work * of_source * others->seconds / others->work;
  return work * of_source * share;
}

double
collapsar_tuning_costs_estimate (const CollapsarTuningCosts *costs,
                                 const CollapsarTuningSource *source,
                                 const StudyTransfer *wanted,
                                 guint n_records)
{
  const Work work = work_of (source, wanted);
  gboolean reads = study_transfer_method (wanted) == TRANSFER_RIDGE;
  double share = share_of (source, wanted);
  g_autofree char *own = own_key (source, wanted), *other = other_key (source, wanted);
  const Costs *known = g_hash_table_lookup (costs->own, own);
  const Costs *like = g_hash_table_lookup (costs->others, other);
  double tuning = reads ? seconds_of (work.tuned, known == NULL ? NULL : &known->tune, NULL, RIDGE_SHARE,
                                      source->measure)
                        : seconds_of (work.tuned, known == NULL ? NULL : &known->tune,
                                      like == NULL ? NULL : &like->tune, share, source->train);
  double measuring = reads ? 0
                           : seconds_of (work.measured * n_records, known == NULL ? NULL : &known->measure,
                                         like == NULL ? NULL : &like->measure, share, source->measure);
  /* The frozen blocks, or a layer, of all samples once. */
  double passing = isnan (source->measure) ? 0 : work.measured * source->measure;
  return tuning + measuring + passing + BESIDE;
}
