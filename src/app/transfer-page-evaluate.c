/* What the Transfer view has fine-tuned, and what it says before anything is. */
#include "app/transfer-page-private.h"

#include <glib/gi18n.h>

gboolean
collapsar_transfer_page_sees (CollapsarTransferPage *self, CollapsarSession *run)
{
  GListModel *runs = collapsar_stage_runs (self->stage);
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (CollapsarSession) seen = g_list_model_get_item (runs, i);
    if (seen == run)
      return TRUE;
  }
  return FALSE;
}

/* What is seen of the source. */
static GPtrArray *
list_evaluated (CollapsarTransferPage *self)
{
  GPtrArray *runs = g_ptr_array_new ();
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++) {
    CollapsarSession *run = collapsar_study_run (self->study, i);
    const char *source = regime_get (collapsar_session_regime (run), "data.source");
    if (collapsar_transfer_page_sees (self, run) && g_str_equal (source, self->digest->source))
      g_ptr_array_add (runs, run);
  }
  return runs;
}

static char *
planned_settings (CollapsarTransferPage *self, const GPtrArray *runs, gboolean reads, gboolean few)
{
  char *settings = NULL;
  for (guint i = 0; i < runs->len && settings == NULL; i++)
    settings = collapsar_transfers_planned_settings (collapsar_study_transfers (self->study), runs->pdata[i],
                                                     self->digest->target, reads, few);
  return settings;
}

/* Those of what is shown, or will be; with others they could not be compared. */
static void
take_settings (CollapsarTransferPage *self, const GPtrArray *runs)
{
  CollapsarEvaluation *evaluation = collapsar_evaluation_popover_evaluation (self->evaluation);
  for (CollapsarEvaluationWay way = 0; way < COLLAPSAR_EVALUATION_N_WAYS; way++) {
    gboolean reads = way == COLLAPSAR_EVALUATION_RIDGE, few = way == COLLAPSAR_EVALUATION_FEW;
    const StudyTransfer *shown
        = self->digest->view == NULL ? NULL : view_transfer_example (self->digest->view, reads, few);
    g_autofree char *planned = shown != NULL ? NULL : planned_settings (self, runs, reads, few);
    collapsar_evaluation_set_like (evaluation, way, shown != NULL ? shown->settings : planned);
  }
}

void
collapsar_transfer_page_show_evaluation (CollapsarTransferPage *self)
{
  g_autoptr (CollapsarTransferTask) task
      = self->digest == NULL ? NULL : collapsar_transfer_task_parse (self->digest->target);
  guint cores;
  if (task == NULL)
    return;
  g_autoptr (GPtrArray) runs = list_evaluated (self);
  take_settings (self, runs);
  g_object_get (self->study, "cores", &cores, NULL);
  collapsar_evaluation_popover_ask (self->evaluation, collapsar_study_transfers (self->study), runs, task,
                                    cores);
}

void
collapsar_transfer_page_evaluate (CollapsarTransferPage *self)
{
  CollapsarEvaluation *evaluation = collapsar_evaluation_popover_evaluation (self->evaluation);
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (self->digest->target);
  g_autoptr (GPtrArray) runs = list_evaluated (self);
  take_settings (self, runs);
  gtk_popover_popdown (GTK_POPOVER (self->evaluation));
  for (guint i = 0; task != NULL && i < runs->len; i++) {
    g_autoptr (GPtrArray) plans
        = collapsar_evaluation_plans (evaluation, collapsar_session_regime (runs->pdata[i]), task);
    g_autoptr (GPtrArray) run = g_ptr_array_new ();
    g_ptr_array_add (run, runs->pdata[i]);
    for (guint p = 0; p < plans->len; p++)
      collapsar_transfers_add (collapsar_study_transfers (self->study), run, plans->pdata[p]);
  }
}

static char *
describe_planned (CollapsarTransfers *transfers)
{
  guint n = collapsar_transfers_n_left (transfers);
  gboolean paused;
  g_object_get (transfers, "paused", &paused, NULL);
  g_autofree char *planned = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u fine-tuning is planned.", "%u fine-tunings are planned.", n), n);
  const char *when
      = paused ? _ ("Tuning is paused; what it comes to is shown here once it goes on.")
        : collapsar_transfers_n_active (transfers) > 0
            ? _ ("The first results are shown here in a moment.")
            : _ ("Tuning begins when its network has been trained, and what it comes to is shown "
                 "here.");
  return g_strdup_printf ("%s %s", planned, when);
}

void
collapsar_transfer_page_show_empty (CollapsarTransferPage *self)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (self->study);
  g_autofree char *target = collapsar_transfer_page_target_title (self);
  g_autofree char *words = NULL;
  gboolean planned = collapsar_transfers_n_left (transfers) > 0;
  if (planned)
    words = describe_planned (transfers);
  else if (*target == '\0')
    words = g_strdup (_ ("Which training transfers best? Networks of this study are tuned on another task by "
                         "a few methods, and what that comes to is shown here. Choose a task above."));
  else
    words = g_strdup_printf (_ ("Which training transfers best? No network of this study that is shown has "
                                "been tuned on %s yet. Evaluate does it."),
                             target);
  adw_status_page_set_title (self->empty, planned ? _ ("Fine-Tuning Is Planned") : _ ("No Fine-Tuning Yet"));
  adw_status_page_set_description (self->empty, words);
}
