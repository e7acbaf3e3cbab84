#include "app/run-row.h"

struct _CollapsarRunRow {
  GObject parent_instance;

  CollapsarStudy *study;
  CollapsarSession *session;
  StudyTable *table; /* NULL: to be made */
};

G_DEFINE_FINAL_TYPE (CollapsarRunRow, collapsar_run_row, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static GPtrArray *
list_records (CollapsarSession *session)
{
  const TrainingHistory *history = collapsar_session_history (session);
  guint n = history == NULL ? 0 : training_history_n_records (history);
  GPtrArray *records = g_ptr_array_sized_new (n);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records, (gpointer)training_history_record (history, i));
  return records;
}

static const char *
name_of_parent (CollapsarStudy *study, gint64 parent)
{
  for (guint i = 0; parent != 0 && i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    if (collapsar_session_id (run) == parent)
      return regime_name (collapsar_session_regime (run));
  }
  return NULL;
}

/* The parts are to be let go of with clear_row. */
static StudyRunRow
describe (CollapsarRunRow *self)
{
  StudyRun *run = collapsar_session_to_run (self->session);
  GPtrArray *records = list_records (self->session);
  const TrainingRecord *last = records->len == 0 ? NULL : records->pdata[records->len - 1];
  const TrainingHistory *history = collapsar_session_history (self->session);
  return (StudyRunRow){ run,     name_of_parent (self->study, run->parent),
                        records, last == NULL ? -1 : (gint)last->epoch,
                        -1,      history == NULL ? NULL : training_history_changes (history) };
}

static void
clear_row (StudyRunRow *row)
{
  study_run_free ((StudyRun *)row->run);
  g_ptr_array_unref ((GPtrArray *)row->records);
}

const StudyTable *
collapsar_run_row_table (CollapsarRunRow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_ROW (self), NULL);

  if (self->table == NULL) {
    StudyRunRow row = describe (self);
    self->table = study_run_table_new (&row, 1);
    clear_row (&row);
  }
  return self->table;
}

StudyTable *
collapsar_run_rows_table (GListModel *rows)
{
  guint n = g_list_model_get_n_items (rows);
  g_autofree StudyRunRow *described = g_new (StudyRunRow, n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (CollapsarRunRow) row = g_list_model_get_item (rows, i);
    described[i] = describe (row);
  }
  StudyTable *table = study_run_table_new (described, n);
  for (guint i = 0; i < n; i++)
    clear_row (&described[i]);
  return table;
}

void
collapsar_run_row_invalidate (CollapsarRunRow *self)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_ROW (self));

  g_clear_pointer (&self->table, study_table_free);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

CollapsarSession *
collapsar_run_row_session (CollapsarRunRow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_ROW (self), NULL);

  return self->session;
}

static void
collapsar_run_row_finalize (GObject *object)
{
  CollapsarRunRow *self = COLLAPSAR_RUN_ROW (object);
  g_clear_object (&self->study);
  g_clear_object (&self->session);
  g_clear_pointer (&self->table, study_table_free);
  G_OBJECT_CLASS (collapsar_run_row_parent_class)->finalize (object);
}

static void
collapsar_run_row_class_init (CollapsarRunRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = collapsar_run_row_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_run_row_init (CollapsarRunRow *self)
{
}

CollapsarRunRow *
collapsar_run_row_new (CollapsarStudy *study, CollapsarSession *session)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NULL);
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (session), NULL);

  CollapsarRunRow *self = g_object_new (COLLAPSAR_TYPE_RUN_ROW, NULL);
  self->study = g_object_ref (study);
  self->session = g_object_ref (session);
  return self;
}
