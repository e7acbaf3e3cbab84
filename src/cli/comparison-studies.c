/* A comparison of what studies have, of which nothing is trained. */
#include "cli/comparison.h"

#include "cli/cli.h"

#include "study/transfer-outcomes.h"
#include "training/regime-place.h"

#include <glib/gi18n.h>

/* A run of a study that is a variant. */
typedef struct {
  gint64 seed;
  guint variant;
  StudyRun *run;
  GPtrArray *records;
  gsize study; /* which */
} Found;

static void
found_clear (gpointer data)
{
  Found *found = data;
  study_run_free (found->run);
  g_ptr_array_unref (found->records);
}

/* Finished ones, and none that branched off another, which was not trained as the variant says. */
static gboolean
find_variants (const CliComparison *comparison, Study *study, gsize index, GArray *all, GError **error)
{
  g_autoptr (GPtrArray) runs = study_runs (study, error);
  for (guint i = 0; runs != NULL && i < runs->len; i++) {
    const StudyRun *run = runs->pdata[i];
    g_autofree char *shared = NULL;
    Found found = { .study = index };
    if (run->state != STUDY_RUN_FINISHED || run->parent != 0
        || !regime_comparison_place (comparison->regimes, run->regime, &found.variant, &shared)
        || *shared != '\0')
      continue;
    if ((found.records = study_records (study, run->id, error)) == NULL)
      return FALSE;
    found.seed = regime_get_integer (run->regime, "run.seed");
    found.run = study_run_copy (run);
    g_array_append_val (all, found);
  }
  return runs != NULL;
}

static gint
compare_seeds (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *)a, second = *(const gint64 *)b;
  return (first > second) - (first < second);
}

/* Every seed once, rising. */
static GArray *
list_seeds (const GArray *all)
{
  GArray *seeds = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < all->len; i++) {
    gint64 seed = g_array_index (all, Found, i).seed;
    if (!g_array_binary_search (seeds, &seed, compare_seeds, NULL)) {
      g_array_append_val (seeds, seed);
      g_array_sort (seeds, compare_seeds);
    }
  }
  return seeds;
}

/* The jobs are as if they had been done. */
static void
place_found (CliComparison *comparison, GArray *all, GArray *seeds)
{
  g_ptr_array_set_size (comparison->jobs, 0);
  comparison->n_seeds = seeds->len;
  g_ptr_array_set_size (comparison->jobs,
                        (gint)(regime_comparison_n_variants (comparison->regimes) * seeds->len));
  for (guint i = 0; i < all->len; i++) {
    Found *found = &g_array_index (all, Found, i);
    guint seed;
    g_array_binary_search (seeds, &found->seed, compare_seeds, &seed);
    gpointer *place = &comparison->jobs->pdata[found->variant * seeds->len + seed];
    if (*place != NULL)
      continue;
    CliJob *job = cli_job_new (found->run->regime, g_strdup (found->run->name));
    TrainingHistory *history = training_history_new (job->regime);
    for (guint r = 0; r < found->records->len; r++)
      training_history_add_record (history, found->records->pdata[r]);
    job->stored = study_run_copy (found->run);
    cli_job_take_history (job, history);
    *place = job;
  }
}

/* What a study's runs came to. */
static gboolean
add_outcomes (
    CliComparison *comparison, Study *study, gsize index, const GArray *all, GArray *seeds, GError **error)
{
  g_autoptr (GArray) placed = g_array_new (FALSE, FALSE, sizeof (StudyPlacedRun));
  g_autoptr (GPtrArray) runs = g_ptr_array_new (), transfers = study_transfers (study, error);
  for (guint i = 0; transfers != NULL && i < all->len; i++) {
    const Found *found = &g_array_index (all, Found, i);
    StudyPlacedRun run = { found->run->id, found->variant, 0, found->run->regime };
    if (found->study != index)
      continue;
    g_array_binary_search (seeds, &found->seed, compare_seeds, &run.seed);
    g_array_append_val (placed, run);
    g_ptr_array_add (runs, found->run);
  }
  g_autoptr (GArray) rows = transfers == NULL ? NULL : study_transfer_rows (study, runs, transfers, error);
  if (rows == NULL)
    return FALSE;
  g_autoptr (GArray) outcomes = study_transfer_outcomes (rows, comparison->regimes,
                                                         (const StudyPlacedRun *)placed->data, placed->len);
  g_array_append_vals (comparison->outcomes, outcomes->data, outcomes->len);
  return TRUE;
}

static gboolean
read_studies (CliComparison *comparison, GPtrArray *studies, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Found));
  g_array_set_clear_func (all, found_clear);
  for (guint i = 0; i < studies->len; i++)
    if (!find_variants (comparison, studies->pdata[i], i, all, error))
      return FALSE;
  g_autoptr (GArray) seeds = list_seeds (all);
  if (seeds->len == 0 || seeds->len > TRAINING_MAX_SEEDS) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND,
                 _ ("the studies have finished runs of “%s” of %u seeds; from 1 to %d can be compared"),
                 regime_name (regime_comparison_base (comparison->regimes)), seeds->len, TRAINING_MAX_SEEDS);
    return FALSE;
  }
  place_found (comparison, all, seeds);
  for (guint i = 0; i < studies->len; i++)
    if (!add_outcomes (comparison, studies->pdata[i], i, all, seeds, error))
      return FALSE;
  return TRUE;
}

gboolean
cli_comparison_read (CliComparison *comparison, char **paths, int *code)
{
  g_autoptr (GPtrArray) studies = g_ptr_array_new_with_free_func ((GDestroyNotify)study_close);
  g_autoptr (GError) error = NULL;
  for (char **path = paths; error == NULL && *path != NULL; path++) {
    Study *study = study_open (*path, STUDY_READ, &error);
    if (study != NULL)
      g_ptr_array_add (studies, study);
  }
  if (error == NULL && read_studies (comparison, studies, &error))
    return TRUE;
  cli_complain ("%s", error->message);
  *code = cli_code_of (error);
  return FALSE;
}
