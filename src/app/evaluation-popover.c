#include "app/evaluation-popover.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/evaluation-size.h"
#include "app/time-left.h"

struct _CollapsarEvaluationPopover {
  GtkPopover parent_instance;

  GtkAdjustment *draws;
  GtkLabel *size;

  CollapsarEvaluation *evaluation;
  CollapsarTransfers *transfers; /* of what is asked for; NULL before */
  GPtrArray *runs;
  CollapsarTransferTask *task;
  guint cores;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CollapsarEvaluationPopover, collapsar_evaluation_popover, GTK_TYPE_POPOVER)

enum { SIGNAL_OPENED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* "84 fine-tunings of 3 networks, about 2 min; 12 are there already; 36 are planned" */
static char *
describe (const CollapsarEvaluationSize *size)
{
  GString *text = g_string_new (NULL);
  if (size->n + size->n_stored + size->n_planned == 0)
    return g_string_free (text, FALSE);
  if (size->n == 0)
    g_string_append (text, size->n_planned == 0  ? _ ("All of it is there already")
                           : size->n_stored == 0 ? _ ("All of it is planned already")
                                                 : _ ("All of it is there or planned already"));
  else
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u fine-tuning", "%u fine-tunings", size->n),
                            size->n);
  if (size->n > 0 && size->n_networks > 1)
    g_string_append_printf (text, _ (" of %u networks"), size->n_networks);
  if (size->n > 0 && isfinite (size->seconds)) {
    g_autofree char *time = collapsar_time_format (size->seconds);
    g_string_append_printf (text, _ (", about %s"), time);
  }
  if (size->n > 0 && size->n_stored > 0)
    g_string_append_printf (
        text,
        g_dngettext (GETTEXT_PACKAGE, "; %u is there already", "; %u are there already", size->n_stored),
        size->n_stored);
  if (size->n > 0 && size->n_planned > 0)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, "; %u is planned", "; %u are planned", size->n_planned),
        size->n_planned);
  return g_string_free (text, FALSE);
}

static void
on_measured (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarEvaluationPopover) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree CollapsarEvaluationSize *size = collapsar_evaluation_size_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_autofree char *words = size == NULL ? g_strdup (error->message) : describe (size);
  gtk_label_set_label (self->size, *words == '\0' ? _ ("Nothing is chosen") : words);
}

static void
measure (CollapsarEvaluationPopover *self)
{
  if (self->transfers == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  collapsar_evaluation_size_async (self->evaluation, self->transfers, self->runs, self->task, self->cores,
                                   self->cancellable, on_measured, g_object_ref (self));
}

static void
collapsar_evaluation_popover_map (GtkWidget *widget)
{
  g_signal_emit (widget, signals[SIGNAL_OPENED], 0);
  GTK_WIDGET_CLASS (collapsar_evaluation_popover_parent_class)->map (widget);
}

static void
collapsar_evaluation_popover_dispose (GObject *object)
{
  CollapsarEvaluationPopover *self = COLLAPSAR_EVALUATION_POPOVER (object);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_EVALUATION_POPOVER);
  g_clear_object (&self->transfers);
  G_OBJECT_CLASS (collapsar_evaluation_popover_parent_class)->dispose (object);
}

static void
collapsar_evaluation_popover_finalize (GObject *object)
{
  CollapsarEvaluationPopover *self = COLLAPSAR_EVALUATION_POPOVER (object);
  g_object_unref (self->cancellable);
  g_object_unref (self->evaluation);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->task, collapsar_transfer_task_free);
  G_OBJECT_CLASS (collapsar_evaluation_popover_parent_class)->finalize (object);
}

static void
collapsar_evaluation_popover_class_init (CollapsarEvaluationPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_evaluation_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_evaluation_popover_finalize;
  widget_class->map = collapsar_evaluation_popover_map;
  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/evaluation-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarEvaluationPopover, draws);
  gtk_widget_class_bind_template_child (widget_class, CollapsarEvaluationPopover, size);
}

static void
collapsar_evaluation_popover_init (CollapsarEvaluationPopover *self)
{
  self->cancellable = g_cancellable_new ();
  self->evaluation = collapsar_evaluation_new ();
  g_autoptr (GSimpleActionGroup) actions = collapsar_evaluation_actions (self->evaluation);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "evaluation", G_ACTION_GROUP (actions));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->evaluation, "draws", self->draws, "value",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->evaluation, "notify", G_CALLBACK (measure), self, G_CONNECT_SWAPPED);
}

CollapsarEvaluation *
collapsar_evaluation_popover_evaluation (CollapsarEvaluationPopover *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_EVALUATION_POPOVER (self), NULL);

  return self->evaluation;
}

void
collapsar_evaluation_popover_ask (CollapsarEvaluationPopover *self,
                                  CollapsarTransfers *transfers,
                                  const GPtrArray *runs,
                                  const CollapsarTransferTask *task,
                                  guint cores)
{
  g_return_if_fail (COLLAPSAR_IS_EVALUATION_POPOVER (self));
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (transfers));
  g_return_if_fail (task != NULL);

  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->task, collapsar_transfer_task_free);
  g_set_object (&self->transfers, transfers);
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (self->runs, g_object_ref (runs->pdata[i]));
  g_autofree char *key = collapsar_transfer_task_key (task);
  self->task = collapsar_transfer_task_parse (key);
  self->cores = cores;
  measure (self);
}

const char *
collapsar_evaluation_popover_words (CollapsarEvaluationPopover *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_EVALUATION_POPOVER (self), NULL);

  return self->transfers == NULL ? NULL : gtk_label_get_label (self->size);
}
