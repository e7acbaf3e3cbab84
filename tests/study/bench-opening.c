/* How long a large study takes to open: 50 runs of 500 epochs, with the snapshots and checkpoints that a run
 * of that length keeps. */
#include "support.h"

#include <stdlib.h>

#define N_RUNS 50
#define N_EPOCHS 500
#define TURNS 5
/* As of the digits' preset: its watch set, and its network's and optimiser's numbers. */
#define CLASSES 10
#define FEATURES 64
#define WATCHED 1500
#define NUMBERS 18000

static TrainingRecord *
make_record (guint epoch, GRand *random)
{
  TrainingRecord *record = training_record_new ();
  record->epoch = epoch;
  record->seconds = g_rand_double (random);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    record->split[s].loss = g_rand_double (random);
    record->split[s].error = g_rand_double (random);
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++)
      record->split[s].metrics.value[m] = g_rand_double (random);
  }
  return record;
}

static CollapseMeans *
make_means (void)
{
  CollapseMeans *means = g_new0 (CollapseMeans, 1);
  means->n_classes = CLASSES;
  means->dimension = FEATURES;
  means->means = g_new0 (double, CLASSES *FEATURES);
  means->centre = g_new0 (double, FEATURES);
  means->counts = g_new0 (gsize, CLASSES);
  means->variability = g_new0 (double, CLASSES);
  return means;
}

static TrainingSnapshot *
make_snapshot (guint epoch, GRand *random)
{
  TrainingSnapshot *snapshot = training_snapshot_new (CLASSES, FEATURES);
  snapshot->epoch = epoch;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    watch->means = make_means ();
    watch->n = s == TRAINING_TRAIN ? WATCHED * 2 / 3 : WATCHED / 3;
    watch->features = g_new (float, watch->n *FEATURES);
    watch->labels = g_new (guint32, watch->n);
    watch->samples = g_new0 (guint32, watch->n);
    watch->predictions = g_new0 (guint32, watch->n);
    for (gsize i = 0; i < watch->n * FEATURES; i++)
      watch->features[i] = (float)g_rand_double (random);
    for (gsize i = 0; i < watch->n; i++)
      watch->labels[i] = i % CLASSES;
  }
  return snapshot;
}

static TrainingCheckpoint *
make_checkpoint (guint epoch, GRand *random)
{
  const gsize size[TRAINING_N_STATES] = { NUMBERS, NUMBERS, 0, 0 };
  g_autoptr (Regime) regime = regime_new ();
  TrainingCheckpoint *checkpoint = training_checkpoint_new (regime, size);
  checkpoint->epoch = epoch;
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    for (gsize i = 0; i < size[s]; i++)
      checkpoint->state[s][i] = (float)g_rand_double (random);
  return checkpoint;
}

/* All epochs of a run in one transaction. */
static void
write_run (Study *study, Regime *regime, guint index, GRand *random, GError **error)
{
  g_autoptr (StudyRun) run = study_run_new (regime);
  g_free (run->name);
  run->name = g_strdup_printf ("Run %u", index + 1);
  gboolean well = study_begin (study, error) && study_put_run (study, run, error);
  for (guint epoch = 0; well && epoch <= N_EPOCHS; epoch++) {
    g_autoptr (TrainingRecord) record = make_record (epoch, random);
    well = study_put_record (study, run->id, record, error);
    if (well && study_keeps_snapshot (epoch, N_EPOCHS)) {
      g_autoptr (TrainingSnapshot) snapshot = make_snapshot (epoch, random);
      well = study_put_snapshot (study, run->id, snapshot, N_EPOCHS, error);
    }
    if (well && study_keeps_checkpoint (epoch, N_EPOCHS, 2 * NUMBERS * sizeof (float))) {
      g_autoptr (TrainingCheckpoint) checkpoint = make_checkpoint (epoch, random);
      well = study_put_checkpoint (study, run->id, checkpoint, N_EPOCHS, error);
    }
  }
  if (well)
    study_commit (study, error);
}

static void
write_study (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  g_autoptr (Regime) regime = regime_new_preset ("watch-collapse", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  for (guint r = 0; r < N_RUNS; r++) {
    write_run (study, regime, r, random, &error);
    g_assert_no_error (error);
  }
}

/* Seconds until all runs and records are in memory. */
static double
read_study (const char *path)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (Study) study = study_open (path, STUDY_READ, &error);
  g_assert_no_error (error);
  gint64 opened = g_get_monotonic_time ();
  g_autoptr (GPtrArray) runs = study_runs (study, &error);
  g_assert_no_error (error);
  for (guint r = 0; r < runs->len; r++) {
    g_autoptr (GPtrArray) records = study_records (study, ((StudyRun *)runs->pdata[r])->id, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (records->len, ==, N_EPOCHS + 1);
  }
  gint64 end = g_get_monotonic_time ();
  g_print ("# opened in %.3f s, %u runs read in %.3f s\n", (double)(opened - start) / 1e6, runs->len,
           (double)(end - opened) / 1e6);
  return (double)(end - start) / 1e6;
}

int
main (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  double best = G_MAXDOUBLE;
  GStatBuf buffer;
  write_study (path);
  g_assert_cmpint (g_stat (path, &buffer), ==, 0);
  for (guint turn = 0; turn < TURNS; turn++)
    best = MIN (best, read_study (path));
  g_print ("# %u runs of %u epochs, %.0f MB: open in %.3f s (aim: 1 s)\n", N_RUNS, N_EPOCHS,
           (double)buffer.st_size / 1e6, best);
  remove_folder (folder);
  return EXIT_SUCCESS;
}
