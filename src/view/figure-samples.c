#include "view/figure-samples.h"

#include "study/study.h"
#include "training/evaluator.h"

#include <glib/gi18n.h>

gboolean
view_figure_has_scenes (ViewFigureKind kind)
{
  return kind == VIEW_FIGURE_BOTH || kind == VIEW_FIGURE_GEOMETRY || kind == VIEW_FIGURE_STRIP
         || kind == VIEW_FIGURE_COMPOSED;
}

/* What a branch has of its parent is of another regime, and perhaps of other data. */
static gboolean
is_own (const TrainingHistory *history, const TrainingCheckpoint *checkpoint)
{
  return (gint)checkpoint->epoch >= training_history_branch_epoch (history);
}

char *
view_checkpoint_epochs (const TrainingHistory *history, const GPtrArray *checkpoints)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < checkpoints->len; i++) {
    const TrainingCheckpoint *checkpoint = checkpoints->pdata[i];
    if (is_own (history, checkpoint))
      g_array_append_val (epochs, checkpoint->epoch);
  }
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < epochs->len; i++)
    g_string_append_printf (text,
                            i == 0                 ? "%u"
                            : i + 1 == epochs->len ? _ (" and %u")
                                                   : ", %u",
                            g_array_index (epochs, guint, i));
  return g_string_free (text, epochs->len == 0);
}

/* The nearest to an epoch, the earlier of two; NULL where there is none. */
static TrainingCheckpoint *
nearest_checkpoint (const TrainingHistory *history, const GPtrArray *checkpoints, double epoch)
{
  TrainingCheckpoint *nearest = NULL;
  for (guint i = 0; i < checkpoints->len; i++) {
    TrainingCheckpoint *next = checkpoints->pdata[i];
    if (is_own (history, next)
        && (nearest == NULL || next->epoch <= epoch || next->epoch - epoch < epoch - nearest->epoch))
      nearest = next;
  }
  return nearest;
}

static void
set_not_kept (const TrainingHistory *history, const GPtrArray *checkpoints, double epoch, GError **error)
{
  const char *name = regime_name (training_history_regime (history));
  g_autofree char *kept = view_checkpoint_epochs (history, checkpoints);
  if (kept == NULL)
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND,
                 _ ("%s: no checkpoint is kept, and all samples are computed from one"), name);
  else
    g_set_error (
        error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND,
        _ ("%s: all samples are computed from a checkpoint, and none of epoch %g is kept; those kept "
           "are of epochs %s"),
        name, epoch, kept);
}

/* Array of TrainingCheckpoint, each once, rising; NULL on error. */
static GPtrArray *
choose_checkpoints (const ViewFigureLook *look,
                    const TrainingHistory *history,
                    const GPtrArray *checkpoints,
                    GError **error)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (double));
  const TrainingCheckpoint *last = nearest_checkpoint (history, checkpoints, VIEW_FIGURE_LAST);
  g_array_append_vals (epochs, look->epochs, (guint)look->n_epochs);
  for (double epoch = 1;
       look->n_epochs == 0 && look->kind == VIEW_FIGURE_STRIP && last != NULL && epoch < last->epoch;
       epoch *= 10)
    g_array_append_val (epochs, epoch);
  if (look->n_epochs == 0) {
    const double end = VIEW_FIGURE_LAST;
    g_array_append_val (epochs, end);
  }
  for (guint i = 0; i < epochs->len; i++) {
    double epoch = g_array_index (epochs, double, i);
    TrainingCheckpoint *found = nearest_checkpoint (history, checkpoints, epoch);
    if (found == NULL || (i < look->n_epochs && epoch != VIEW_FIGURE_LAST && found->epoch != epoch)) {
      set_not_kept (history, checkpoints, epoch, error);
      return NULL;
    }
    if (chosen->len == 0 || chosen->pdata[chosen->len - 1] != found)
      g_ptr_array_add (chosen, found);
  }
  return g_steal_pointer (&chosen);
}

GPtrArray *
view_figure_samples_new (const ViewFigureLook *look,
                         const TrainingHistory *history,
                         const GPtrArray *checkpoints,
                         Dataset *const data[TRAINING_N_SPLITS],
                         guint threads,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GPtrArray) chosen = choose_checkpoints (look, history, checkpoints, error);
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  for (guint i = 0; chosen != NULL && i < chosen->len; i++) {
    g_autoptr (TrainingEvaluator) evaluator
        = training_evaluator_new (training_history_regime (history), chosen->pdata[i], data, threads, error);
    TrainingSnapshot *snapshot
        = evaluator == NULL ? NULL : training_evaluator_snapshot (evaluator, cancellable, error);
    if (snapshot == NULL)
      return NULL;
    g_ptr_array_add (samples, snapshot);
  }
  return chosen == NULL ? NULL : g_steal_pointer (&samples);
}
