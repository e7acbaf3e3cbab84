#include "cli/comparison.h"

#include "cli/cli.h"
#include "cli/study.h"
#include "cli/transfers.h"

#include "study/transfer-outcomes.h"
#include "training/regime-groups.h"
#include "training/trend-words.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

static void
free_job (gpointer job)
{
  if (job != NULL)
    cli_job_free (job);
}

void
cli_comparison_free (CliComparison *comparison)
{
  regime_comparison_free (comparison->regimes);
  g_ptr_array_unref (comparison->jobs);
  g_array_unref (comparison->outcomes);
  g_free (comparison);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliComparison, cli_comparison_free)

/* The job of a variant's seed; NULL after telling that there is no such seed. */
static CliJob *
job_new (const Regime *variant, guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_copy (variant);
  gint64 number = regime_get_integer (variant, "run.seed") + seed;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (regime_set (regime, "run.seed", text, &error))
    return cli_job_new (regime, regime_name_with_seed (regime));
  cli_complain ("%s", error->message);
  return NULL;
}

CliComparison *
cli_comparison_new (const char *argument, char **set, guint n_seeds)
{
  RegimeComparison *regimes = cli_read_regimes (argument, set);
  if (regimes == NULL)
    return NULL;
  g_autoptr (CliComparison) comparison = g_new0 (CliComparison, 1);
  comparison->argument = argument;
  comparison->regimes = regimes;
  comparison->n_seeds = n_seeds;
  comparison->jobs = g_ptr_array_new_with_free_func (free_job);
  comparison->outcomes = g_array_new (FALSE, FALSE, sizeof (TransferOutcome));
  for (guint i = 0; i < regime_comparison_n_variants (regimes) * n_seeds; i++) {
    CliJob *job = job_new (regime_comparison_variant (regimes, i / n_seeds), i % n_seeds);
    if (job == NULL)
      return NULL;
    g_ptr_array_add (comparison->jobs, job);
  }
  return g_steal_pointer (&comparison);
}

/* Bits of the plans that its trends are about. */
static guint64
list_plans (const CliComparison *comparison)
{
  guint64 plans = 0;
  for (guint t = 0; t < regime_comparison_n_trends (comparison->regimes); t++) {
    const TrainingTrend *trend = regime_comparison_trend (comparison->regimes, t);
    for (guint i = 0; trend->plans != NULL && i < trend->plans->len; i++)
      plans |= G_GUINT64_CONSTANT (1) << g_array_index (trend->plans, guint, i);
  }
  return plans;
}

gboolean
cli_comparison_tunes (const CliComparison *comparison)
{
  return list_plans (comparison) != 0;
}

/* The study */

/* The run of a job that the study has already, whatever it is called there; or NULL. */
static StudyRun *
find_run (const GPtrArray *runs, const CliJob *job)
{
  g_autoptr (Regime) named = regime_copy (job->regime);
  for (guint i = 0; i < runs->len; i++) {
    const StudyRun *run = runs->pdata[i];
    if (regime_set (named, "regime.name", regime_name (run->regime), NULL)
        && regime_equal (run->regime, named))
      return study_run_copy (run);
  }
  return NULL;
}

static gboolean
put_run (Study *study, CliJob *job, GError **error)
{
  job->stored = study_run_new (job->regime);
  g_free (job->stored->name);
  job->stored->name = study_free_name (study, job->label, error);
  return job->stored->name != NULL && study_put_run (study, job->stored, error);
}

/* What a run told until it is to go on. */
static gboolean
read_run (Study *study, CliJob *job, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) records = study_records (study, job->stored->id, error);
  if (records == NULL)
    return FALSE;
  gboolean finished = job->stored->state == STUDY_RUN_FINISHED;
  if (!finished)
    job->checkpoint = study_last_checkpoint (study, job->stored->id, &local);
  if (local != NULL && !g_error_matches (local, STUDY_ERROR, STUDY_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  TrainingHistory *history = training_history_new (job->regime);
  for (guint i = 0; i < records->len; i++) {
    TrainingRecord *record = records->pdata[i];
    if (finished || (job->checkpoint != NULL && record->epoch <= job->checkpoint->epoch))
      training_history_add_record (history, record);
  }
  cli_job_take_history (job, history);
  return TRUE;
}

/* Finds or adds the runs of all jobs. */
static gboolean
place_jobs (Study *study, const GPtrArray *jobs, GError **error)
{
  g_autoptr (GPtrArray) runs = study_runs (study, error);
  if (runs == NULL || !study_begin (study, error))
    return FALSE;
  for (guint i = 0; i < jobs->len; i++) {
    CliJob *job = jobs->pdata[i];
    job->stored = find_run (runs, job);
    if (job->stored != NULL ? !read_run (study, job, error) : !put_run (study, job, error)) {
      study_roll_back (study);
      return FALSE;
    }
  }
  return study_commit (study, error);
}

static GPtrArray *
list_jobs (const GPtrArray *comparisons)
{
  GPtrArray *jobs = g_ptr_array_new ();
  for (guint c = 0; c < comparisons->len; c++)
    g_ptr_array_extend (jobs, ((CliComparison *)comparisons->pdata[c])->jobs, NULL, NULL);
  return jobs;
}

static int
complain (const GError *error)
{
  cli_complain ("%s", error->message);
  return cli_code_of (error);
}

static int
train (const GPtrArray *comparisons, guint threads, const char *path, gboolean temporary)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = list_jobs (comparisons);
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  if (study == NULL || !place_jobs (study, jobs, &error))
    return complain (error);
  for (guint i = jobs->len; i-- > 0;)
    if (((CliJob *)jobs->pdata[i])->history != NULL)
      g_ptr_array_remove_index (jobs, i);
  CliStudy *written = cli_study_new (g_steal_pointer (&study), temporary ? NULL : path);
  int code = cli_jobs_run (jobs, threads, written->writer, NULL, NULL);
  return cli_study_end (written, code);
}

/* The runs of a comparison that have come to their end: of StudyRun, borrowed, and their places. */
static GPtrArray *
list_runs (const CliComparison *comparison, GArray *placed, GArray *variants)
{
  GPtrArray *runs = g_ptr_array_new ();
  for (guint i = 0; i < comparison->jobs->len; i++) {
    const CliJob *job = comparison->jobs->pdata[i];
    guint variant = i / comparison->n_seeds;
    const StudyPlacedRun place = { job->stored->id, variant, i % comparison->n_seeds, job->regime };
    if (job->history == NULL)
      continue;
    g_ptr_array_add (runs, job->stored);
    g_array_append_val (placed, place);
    g_array_append_val (variants, variant);
  }
  return runs;
}

/* Does what a comparison's trends are about, and takes what it came to. */
static int
tune (CliComparison *comparison, Study *study, guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (StudyPlacedRun));
  g_autoptr (GArray) variants = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) runs = list_runs (comparison, placed, variants);
  g_autoptr (GPtrArray) plan = cli_transfers_plan_variants (
      study, runs, (const guint *)variants->data, comparison->regimes, list_plans (comparison), &error);
  if (plan == NULL)
    return complain (error);
  int code = cli_transfers_run (study, plan, threads);
  g_autoptr (GPtrArray) results = g_ptr_array_new ();
  for (guint i = 0; i < plan->len; i++)
    if (((CliTransfer *)plan->pdata[i])->done)
      g_ptr_array_add (results, ((CliTransfer *)plan->pdata[i])->result);
  g_autoptr (GArray) rows = study_transfer_rows (study, runs, results, &error);
  if (rows == NULL)
    return complain (error);
  g_array_unref (comparison->outcomes);
  comparison->outcomes = study_transfer_outcomes (rows, comparison->regimes,
                                                  (const StudyPlacedRun *)placed->data, placed->len);
  return code;
}

static int
tune_all (const GPtrArray *comparisons, guint threads, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  int code = CLI_DONE;
  if (study == NULL)
    return complain (error);
  for (guint c = 0; c < comparisons->len && !cli_interrupted (); c++)
    if (cli_comparison_tunes (comparisons->pdata[c])) {
      int end = tune (comparisons->pdata[c], study, threads);
      code = end != CLI_DONE ? end : code;
    }
  return code;
}

static int
run_stored (const GPtrArray *comparisons, guint threads, const char *path, gboolean temporary)
{
  int code = train (comparisons, threads, path, temporary);
  if (code == CLI_USAGE || cli_interrupted ())
    return code;
  int tuned = tune_all (comparisons, threads, path);
  return tuned != CLI_DONE ? tuned : code;
}

/* In a study that is there only as long. */
static int
run_temporarily (const GPtrArray *comparisons, guint threads)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", &error);
  if (folder == NULL)
    return complain (error);
  g_autofree char *path = g_build_filename (folder, "compare" STUDY_SUFFIX, NULL);
  int code = run_stored (comparisons, threads, path, TRUE);
  Study *study = study_open (path, STUDY_WRITE, NULL);
  if (study != NULL)
    study_delete (study);
  g_rmdir (folder);
  return code;
}

int
cli_comparisons_run (const GPtrArray *comparisons, guint threads, const char *path)
{
  gboolean tunes = FALSE;
  for (guint c = 0; c < comparisons->len; c++)
    tunes = tunes || cli_comparison_tunes (comparisons->pdata[c]);
  if (path != NULL)
    return run_stored (comparisons, threads, path, FALSE);
  if (tunes)
    return run_temporarily (comparisons, threads);
  g_autoptr (GPtrArray) jobs = list_jobs (comparisons);
  return cli_jobs_run (jobs, threads, NULL, NULL, NULL);
}

static TrainingHistory *
history_of (const CliComparison *comparison, guint place)
{
  const CliJob *job = comparison->jobs->pdata[place];
  return job == NULL ? NULL : job->history;
}

GPtrArray *
cli_comparison_histories (const CliComparison *comparison)
{
  GPtrArray *histories = g_ptr_array_new ();
  for (guint i = 0; i < comparison->jobs->len; i++)
    if (history_of (comparison, i) != NULL)
      g_ptr_array_add (histories, history_of (comparison, i));
  return histories;
}

char *
cli_comparison_trained (const CliComparison *comparison, const char *shared)
{
  guint least = comparison->n_seeds, n_trained = 0;
  for (guint v = 0; v < regime_comparison_n_variants (comparison->regimes); v++) {
    guint n = 0;
    for (guint s = 0; s < comparison->n_seeds; s++)
      n += history_of (comparison, v * comparison->n_seeds + s) != NULL;
    n_trained += n > 0;
    least = n > 0 ? MIN (least, n) : least;
  }
  return training_trained_words (comparison->regimes, n_trained, least, comparison->n_seeds, shared);
}

TrainingTrendResult *
cli_comparison_measure (const CliComparison *comparison, guint trend)
{
  const TrainingTrend *measured = regime_comparison_trend (comparison->regimes, trend);
  g_autofree const TrainingHistory **histories = g_new (const TrainingHistory *, comparison->jobs->len);
  if (measured->plans != NULL)
    return transfer_trend_measure (measured, comparison->outcomes, comparison->n_seeds);
  for (guint i = 0; i < comparison->jobs->len; i++)
    histories[i] = history_of (comparison, i);
  return training_trend_measure (measured, histories, comparison->n_seeds);
}
