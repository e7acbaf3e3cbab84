/* What storing costs a run: the same with and without, in turn, and the ratio of the medians. The study is on
 * the disk of the folder for temporary files. Whatever is stored is over when the run's time is taken. */
#include "support.h"

#include "../settings.h"
#include "numeric/blas.h"

#include <stdlib.h>
#include <time.h>

#define TURNS 7

static const struct {
  const char *name, *preset;
  const char *settings[12];
} runs[] = {
  { "digits, MLP", "watch-collapse", { NULL } },
  { "10,000 x 784, MLP 512-256-64",
    "watch-collapse",
    { "data.source=gaussian", "data.gaussian-coarse=10", "data.gaussian-fine=1",
      "data.gaussian-dimension=784", "data.gaussian-samples=1000", "network.hidden=512,256",
      "optimiser.batch=128", "run.epochs=12", NULL } },
  { "digits, CNN", "watch-collapse", { "network.kind=cnn", NULL } },
};

static Regime *
read_regime (guint index)
{
  g_autoptr (GError) error = NULL;
  Regime *regime = regime_new_preset (runs[index].preset, &error);
  g_assert_no_error (error);
  take_settings (regime, (const char *const *)runs[index].settings);
  return regime;
}

/* As the command line has it: an epoch is told, no more. */
static void
on_epoch (TrainingRecord *record, gpointer data)
{
}

static const TrainerSink sink = { .epoch = on_epoch };

static void
train (Trainer *trainer)
{
  g_autoptr (GError) error = NULL;
  trainer_run (trainer, &error);
  g_assert_no_error (error);
}

static void
train_stored (Regime *regime, StudyWriter *writer)
{
  g_autoptr (StudyRun) run = study_run_new (regime);
  run->id = study_writer_new_id (writer);
  g_free (run->name);
  run->name = g_strdup_printf ("Run %" G_GINT64_FORMAT, run->id);
  study_writer_put_run (writer, run);
  g_autoptr (StudyRecorder) recorder
      = study_recorder_new (writer, run->id, 0, STUDY_TELL_COMMITTED, &sink, NULL);
  g_autoptr (Trainer) trainer = trainer_new (regime, 0, &study_recorder_sink, recorder);
  study_recorder_set_trainer (recorder, trainer);
  train (trainer);
}

typedef struct {
  double wall, cpu; /* seconds */
} Cost;

static double
cpu_seconds (void)
{
  struct timespec time;
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Of a run; writer NULL: without storing. */
static Cost
cost_of (Regime *regime, StudyWriter *writer)
{
  gint64 start = g_get_monotonic_time ();
  double cpu = cpu_seconds ();
  if (writer != NULL) {
    train_stored (regime, writer);
  } else {
    g_autoptr (Trainer) trainer = trainer_new (regime, 0, &sink, NULL);
    train (trainer);
  }
  return (Cost){ (double)(g_get_monotonic_time () - start) / 1e6, cpu_seconds () - cpu };
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static Cost
median (const Cost *costs)
{
  double wall[TURNS], cpu[TURNS];
  for (guint i = 0; i < TURNS; i++) {
    wall[i] = costs[i].wall;
    cpu[i] = costs[i].cpu;
  }
  qsort (wall, TURNS, sizeof *wall, compare);
  qsort (cpu, TURNS, sizeof *cpu, compare);
  return (Cost){ wall[TURNS / 2], cpu[TURNS / 2] };
}

static void
measure (guint index, const char *folder)
{
  g_autoptr (Regime) regime = read_regime (index);
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (GError) error = NULL;
  Cost without[TURNS], with[TURNS];
  Study *study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  g_autoptr (StudyWriter) writer = study_writer_new (study, NULL, NULL);
  cost_of (regime, NULL); /* to warm up */
  for (guint turn = 0; turn < TURNS; turn++) {
    without[turn] = cost_of (regime, NULL);
    with[turn] = cost_of (regime, writer);
  }
  Cost base = median (without), stored = median (with);
  g_print ("# %-30s %6.3f s without, %6.3f s stored: %+.1f %% (aim: below +3 %%); CPU %+.1f %%\n",
           runs[index].name, base.wall, stored.wall, 100 * (stored.wall / base.wall - 1),
           100 * (stored.cpu / base.cpu - 1));
  g_clear_pointer (&writer, study_writer_free);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  numeric_blas_init (argv);
  g_autofree char *folder = make_folder ();
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    if (argc < 2 || atoi (argv[1]) == (int)i)
      measure (i, folder);
  remove_folder (folder);
  return EXIT_SUCCESS;
}
