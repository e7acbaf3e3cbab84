#include "app/transfer-curves.h"

#include "app/plot-view.h"
#include "app/transfer-epochs.h"

/* One that is shown. */
typedef struct {
  gint64 id;
  TransferMethod method;
  gint block;
} Shown;

struct _CollapsarTransferCurves {
  GtkBox parent_instance;

  CollapsarPlotView *accuracy, *nc1;
  GtkLabel *accuracy_subtitle, *nc1_subtitle;

  CollapsarStore *store;
  GArray *shown;       /* Shown */
  GHashTable *records; /* their id to GPtrArray of TrainingRecord, as far as they were read */
  GSignalGroup *live;  /* signals of the one in progress */
  guint chosen;
  GCancellable *cancellable; /* of what is being read */
  ViewTransferCurves *curves;
  PlotPointplot plots[VIEW_N_TRANSFER_CURVES]; /* without titles, which the cards have */
};

G_DEFINE_FINAL_TYPE (CollapsarTransferCurves, collapsar_transfer_curves, GTK_TYPE_BOX)

static char *
describe_accuracy (const CollapsarPlotPoint *point, gpointer user_data)
{
  CollapsarTransferCurves *self = user_data;
  return view_transfer_curves_describe (self->curves, VIEW_TRANSFER_ACCURACY_CURVES, (guint)point->line,
                                        point->place);
}

static char *
describe_nc1 (const CollapsarPlotPoint *point, gpointer user_data)
{
  CollapsarTransferCurves *self = user_data;
  return view_transfer_curves_describe (self->curves, VIEW_TRANSFER_NC1_CURVES, (guint)point->line,
                                        point->place);
}

static void
append_course (CollapsarTransferCurves *self, GArray *courses, ViewTransferCourse course)
{
  course.muted = self->chosen != 0 && (self->chosen & (1u << course.method)) == 0;
  g_array_append_val (courses, course);
}

/* The live one's records, to be unreferenced once they are drawn; NULL for none. */
static GPtrArray *
append_live (CollapsarTransferCurves *self, GArray *courses)
{
  g_autoptr (CollapsarSession) live = g_signal_group_dup_target (self->live);
  const TrainingHistory *history = live == NULL ? NULL : collapsar_session_history (live);
  if (history == NULL || collapsar_session_get_state (live) == COLLAPSAR_SESSION_FINISHED)
    return NULL;
  const Regime *regime = collapsar_session_regime (live);
  guint block = transfer_block (regime);
  GPtrArray *records = training_history_list_records (history);
  append_course (self, courses,
                 (ViewTransferCourse){ .method = transfer_method (regime),
                                       .block = block == 0 ? -1 : (gint)block,
                                       .records = records,
                                       .live = TRUE });
  return records;
}

static void
set_plot (CollapsarPlotView *view, GtkLabel *subtitle, PlotPointplot *plot)
{
  gtk_label_set_label (subtitle, plot->subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (subtitle), plot->subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  plot->n_lines == 0 ? plot->empty : plot->subtitle, -1);
  plot->title = plot->subtitle = NULL;
  collapsar_plot_view_set_pointplot (view, plot);
}

static void
draw (CollapsarTransferCurves *self)
{
  g_autoptr (GArray) courses = g_array_new (FALSE, FALSE, sizeof (ViewTransferCourse));
  for (guint i = 0; i < self->shown->len; i++) {
    const Shown *shown = &g_array_index (self->shown, Shown, i);
    const GPtrArray *records = g_hash_table_lookup (self->records, &shown->id);
    if (records != NULL)
      append_course (
          self, courses,
          (ViewTransferCourse){ .method = shown->method, .block = shown->block, .records = records });
  }
  g_autoptr (GPtrArray) live = append_live (self, courses);
  g_autoptr (ViewTransferCurves) before = g_steal_pointer (&self->curves); /* the charts draw it until now */
  self->curves = view_transfer_curves_new ((const ViewTransferCourse *)courses->data, courses->len);
  for (ViewTransferCurve which = 0; which < VIEW_N_TRANSFER_CURVES; which++)
    self->plots[which] = *view_transfer_curves_plot (self->curves, which);
  set_plot (self->accuracy, self->accuracy_subtitle, &self->plots[VIEW_TRANSFER_ACCURACY_CURVES]);
  set_plot (self->nc1, self->nc1_subtitle, &self->plots[VIEW_TRANSFER_NC1_CURVES]);
  gtk_widget_set_visible (GTK_WIDGET (self), self->plots[VIEW_TRANSFER_NC1_CURVES].n_lines > 0);
}

/* Reading */

static gboolean
is_not_shown (gpointer id, gpointer records, gpointer user_data)
{
  CollapsarTransferCurves *self = user_data;
  for (guint i = 0; i < self->shown->len; i++)
    if (g_array_index (self->shown, Shown, i).id == *(const gint64 *)id)
      return FALSE;
  return TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarTransferCurves) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) records
      = collapsar_transfer_epochs_finish (COLLAPSAR_STORE (source), result, &error);
  GHashTableIter iter;
  gpointer id, of;
  if (records == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_warning ("%s", error->message);
    return;
  }
  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &id, &of)) {
    g_hash_table_iter_steal (&iter);
    g_hash_table_replace (self->records, id, of);
  }
  g_clear_object (&self->cancellable);
  draw (self);
}

/* What is shown and was not read; what is shown no more is let go of. */
static void
read_missing (CollapsarTransferCurves *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_hash_table_foreach_remove (self->records, is_not_shown, self);
  for (guint i = 0; i < self->shown->len; i++) {
    gint64 id = g_array_index (self->shown, Shown, i).id;
    if (!g_hash_table_contains (self->records, &id))
      g_array_append_val (ids, id);
  }
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (ids->len == 0 || self->store == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  collapsar_transfer_epochs_async (self->store, ids, self->cancellable, on_read, g_object_ref (self));
}

/* The object. */

static void
collapsar_transfer_curves_dispose (GObject *object)
{
  CollapsarTransferCurves *self = COLLAPSAR_TRANSFER_CURVES (object);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->live);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_TRANSFER_CURVES);
  G_OBJECT_CLASS (collapsar_transfer_curves_parent_class)->dispose (object);
}

static void
collapsar_transfer_curves_finalize (GObject *object)
{
  CollapsarTransferCurves *self = COLLAPSAR_TRANSFER_CURVES (object);
  g_array_unref (self->shown);
  g_hash_table_unref (self->records);
  g_clear_pointer (&self->curves, view_transfer_curves_free);
  G_OBJECT_CLASS (collapsar_transfer_curves_parent_class)->finalize (object);
}

static void
collapsar_transfer_curves_class_init (CollapsarTransferCurvesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_transfer_curves_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_transfer_curves_finalize;
  g_type_ensure (COLLAPSAR_TYPE_PLOT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/transfer-curves.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferCurves, accuracy);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferCurves, nc1);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferCurves, accuracy_subtitle);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferCurves, nc1_subtitle);
}

static void
collapsar_transfer_curves_init (CollapsarTransferCurves *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = g_array_new (FALSE, FALSE, sizeof (Shown));
  self->records
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->live = g_signal_group_new (COLLAPSAR_TYPE_SESSION);
  g_signal_group_connect_swapped (self->live, "updated", G_CALLBACK (draw), self);
  g_signal_group_connect_swapped (self->live, "notify::state", G_CALLBACK (draw), self);
  collapsar_plot_view_set_words (self->accuracy, describe_accuracy, self);
  collapsar_plot_view_set_words (self->nc1, describe_nc1, self);
}

void
collapsar_transfer_curves_show (CollapsarTransferCurves *self,
                                CollapsarStore *store,
                                const GPtrArray *tunings,
                                CollapsarSession *live,
                                guint chosen)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_CURVES (self));

  g_set_object (&self->store, store);
  g_array_set_size (self->shown, 0);
  for (guint i = 0; i < tunings->len; i++) {
    const StudyTransfer *transfer = tunings->pdata[i];
    const Shown shown = { transfer->id, study_transfer_method (transfer), transfer->block };
    g_array_append_val (self->shown, shown);
  }
  self->chosen = chosen;
  g_signal_group_set_target (self->live, live);
  read_missing (self);
  draw (self);
}

const ViewTransferCurves *
collapsar_transfer_curves_view (CollapsarTransferCurves *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFER_CURVES (self), NULL);

  return self->curves;
}
