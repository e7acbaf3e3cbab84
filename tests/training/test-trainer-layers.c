/* Layers measured one by one: the first is the sample and the last is what the run itself measures. */
#include "training/trainer-layers.h"
#include "training/trainer.h"

#include <math.h>

typedef struct {
  Dataset *data[TRAINING_N_SPLITS];
  GPtrArray *records, *snapshots;
} Told;

static void
on_started (const TrainerStart *start, gpointer data)
{
  Told *told = data;
  told->data[TRAINING_TRAIN] = dataset_ref ((Dataset *)start->train);
  told->data[TRAINING_TEST] = dataset_ref ((Dataset *)start->test);
}

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  g_ptr_array_add (((Told *)data)->records, training_record_ref (record));
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer data)
{
  g_ptr_array_add (((Told *)data)->snapshots, training_snapshot_ref (snapshot));
}

static void
told_clear (Told *told)
{
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    dataset_unref (told->data[s]);
  g_ptr_array_unref (told->records);
  g_ptr_array_unref (told->snapshots);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

static Told
train (const char *const *settings, guint threads)
{
  const TrainerSink sink = { .started = on_started, .epoch = on_epoch, .snapshot = on_snapshot };
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GError) error = NULL;
  Told told = { .records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref),
                .snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref) };
  for (; *settings != NULL; settings++)
    g_assert_true (regime_set_assignment (regime, *settings, NULL));
  g_autoptr (Trainer) trainer = trainer_new (regime, threads, &sink, &told);
  trainer_run (trainer, &error);
  g_assert_no_error (error);
  return told;
}

static void
assert_near (double a, double b)
{
  g_assert_cmpfloat (fabs (a - b), <=, 1e-4 * fmax (fabs (a), 1e-3));
}

static const TrainingLayerValues *
layer (const TrainingSnapshot *snapshot, guint split, guint index)
{
  return &snapshot->split[split].layers[index];
}

#define COMMON "data.train=300", "data.test=100", "optimiser.batch=32", "run.epochs=3", "run.spectra-every=1"

static const char *const networks[][10] = {
  { COMMON, "network.hidden=24", "network.feature=16", NULL },
  { COMMON, "network.kind=cnn", "network.channels=4,6", "network.strides=1,2", NULL },
  { COMMON, "network.hidden=24", "network.feature=16", "head.layers=1", NULL },
  { COMMON, "network.kind=resnet", "network.channels=4,6", "network.strides=1,2", NULL },
};

/* All samples are few enough to be measured, and so the last layer's numbers are the run's. */
static void
test_last_is_features (gconstpointer data)
{
  g_auto (Told) told = train (data, 1);
  g_assert_cmpuint (told.snapshots->len, ==, 4);
  for (guint e = 0; e < 4; e++) {
    const TrainingSnapshot *snapshot = told.snapshots->pdata[e];
    const TrainingRecord *record = told.records->pdata[e];
    g_assert_cmpuint (snapshot->n_layers, ==, 3);
    for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
      const TrainingLayerValues *last = layer (snapshot, s, 2);
      g_assert_cmpuint (snapshot->split[s].n_measured, ==, told.data[s]->samples.rows);
      for (guint m = 0; m < TRAINING_N_LAYER_METRICS; m++)
        assert_near (last->value[m], training_record_value (
                                         record, s, training_layer_metric_quantity ((TrainingLayerMetric)m)));
    }
  }
}

/* Layer 0 is the samples as the network gets them, and the same at every epoch. */
static void
test_first_is_sample (void)
{
  g_auto (Told) told = train (networks[0], 1);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const Dataset *set = told.data[s];
    CollapseMetrics metrics;
    g_assert_cmpuint (((TrainingSnapshot *)told.snapshots->pdata[0])->split[s].n_measured, ==,
                      set->samples.rows);
    collapse_measure32 (set->samples, set->labels, set->n_classes, (NumericMatrix32){ 0 }, NULL,
                        COLLAPSE_MEASURE_BASIC, NULL, &metrics, NULL);
    for (guint e = 0; e < told.snapshots->len; e++) {
      const TrainingLayerValues *first = layer (told.snapshots->pdata[e], s, 0);
      assert_near (first->value[TRAINING_LAYER_CDNV], metrics.value[COLLAPSE_CDNV]);
      g_assert_cmpfloat (first->value[TRAINING_LAYER_NCC_ACCURACY], ==, metrics.value[COLLAPSE_NCC_ACCURACY]);
    }
  }
}

/* Other threads and the measuring itself change nothing. */
static void
test_threads (void)
{
  g_auto (Told) one = train (networks[0], 1);
  g_auto (Told) two = train (networks[0], 2);
  const TrainingSnapshot *a = one.snapshots->pdata[3], *b = two.snapshots->pdata[3];
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_assert_cmpmem (a->split[s].layers, a->n_layers * sizeof (TrainingLayerValues), b->split[s].layers,
                     b->n_layers * sizeof (TrainingLayerValues));
}

/* Of more samples the watch set, and of more epochs those that a study keeps. */
static void
test_part (void)
{
  static const char *const settings[] = { "data.train=1442",
                                          "network.hidden=8",
                                          "network.feature=8",
                                          "optimiser.batch=721",
                                          "run.epochs=70",
                                          "run.spectra-every=0",
                                          NULL };
  g_auto (Told) told = train (settings, 1);
  guint n = 0;
  for (guint i = 0; i < told.snapshots->len; i++) {
    const TrainingSnapshot *snapshot = told.snapshots->pdata[i];
    if (snapshot->n_layers == 0)
      continue;
    g_assert_cmpuint (snapshot->split[TRAINING_TRAIN].n_measured, ==, 1000);
    g_assert_cmpuint (snapshot->split[TRAINING_TEST].n_measured, ==, snapshot->split[TRAINING_TEST].n);
    g_assert_true (training_keeps_snapshot ((guint)snapshot->epoch, 70, TRAINING_LAYERS_LIMIT));
    n++;
  }
  g_assert_cmpuint (told.snapshots->len, ==, 71);
  g_assert_cmpuint (n, <=, TRAINING_LAYERS_LIMIT);
  g_assert_cmpuint (n, >, TRAINING_LAYERS_LIMIT / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++) {
    g_autofree char *name = g_strdup_printf ("/training/trainer-layers/last-is-features/%u", (guint)i);
    g_test_add_data_func (name, networks[i], test_last_is_features);
  }
  g_test_add_func ("/training/trainer-layers/first-is-sample", test_first_is_sample);
  g_test_add_func ("/training/trainer-layers/threads", test_threads);
  g_test_add_func ("/training/trainer-layers/part", test_part);
  return g_test_run ();
}
