#include "study/run-table.h"

#include "study/run-accuracies.h"

#include <glib/gi18n.h>
#include <math.h>

/* The values that people are shown of an epoch; of a run those on its training split, and its test error. */
static const int shown[]
    = { TRAINING_LOSS, TRAINING_ERROR, COLLAPSE_NC1, COLLAPSE_NC2_ANGLE_MEANS, COLLAPSE_NC3 };

static gboolean
is_shown (int quantity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    if (shown[i] == quantity)
      return TRUE;
  return FALSE;
}

/* In a table loss and error come first, as in training_record_to_json. */
static const int order[] = { TRAINING_LOSS, TRAINING_ERROR, TRAINING_PROBE_ACCURACY };

static int
quantity_at (guint place)
{
  return place < G_N_ELEMENTS (order) ? order[place] : (int)(place - G_N_ELEMENTS (order));
}

#define N_QUANTITIES (G_N_ELEMENTS (order) + COLLAPSE_N_METRICS)

/* Runs */

/* What its other columns say already is not shown twice. */
static void
add_setting_columns (StudyTable *table)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize k = 0; k < n; k++) {
    g_autofree char *name = regime_key_name (&keys[k]);
    StudyColumnKind kind = keys[k].type == REGIME_INTEGER || keys[k].type == REGIME_REAL ? STUDY_COLUMN_NUMBER
                           : keys[k].type == REGIME_BOOLEAN ? STUDY_COLUMN_BOOLEAN
                                                            : STUDY_COLUMN_TEXT;
    gboolean said = g_str_equal (keys[k].group, "regime") || g_str_equal (name, "run.epochs");
    study_table_add_column (table, name, name, kind, said ? STUDY_COLUMN_FULL : STUDY_COLUMN_VARYING);
  }
}

static void
add_settings (StudyTable *table, const Regime *regime)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize k = 0; k < n; k++) {
    g_autofree char *name = regime_key_name (&keys[k]);
    if (keys[k].type == REGIME_INTEGER || keys[k].type == REGIME_REAL)
      study_table_add_number (table, regime_get_real (regime, name));
    else
      study_table_add_text (table, regime_get (regime, name));
  }
}

/* "NC1 (train)" */
static void
add_value_columns (StudyTable *table, TrainingLayer layer)
{
  guint first = layer == TRAINING_HEAD ? G_N_ELEMENTS (order) : 0;
  for (guint place = first; place < N_QUANTITIES; place++)
    for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
      int quantity = quantity_at (place);
      g_autofree char *key
          = g_strdup_printf ("%s_%s%s", training_split_key (split), layer == TRAINING_HEAD ? "head_" : "",
                             training_quantity_key (quantity));
      g_autofree char *title = g_strdup_printf (split == TRAINING_TRAIN ? _ ("%s (train)") : _ ("%s (test)"),
                                                training_quantity_title (quantity));
      gboolean seen = layer == TRAINING_FEATURES && is_shown (quantity)
                      && (split == TRAINING_TRAIN || quantity == TRAINING_ERROR);
      study_table_add_column (table, key, title, STUDY_COLUMN_NUMBER,
                              seen ? STUDY_COLUMN_SHOWN : STUDY_COLUMN_FULL);
    }
}

static double
value_of (const TrainingRecord *record, TrainingSplit split, TrainingLayer layer, int quantity)
{
  if (record == NULL || (layer == TRAINING_HEAD && !record->has_head))
    return NAN;
  if (layer == TRAINING_HEAD && quantity >= 0)
    return record->split[split].head.value[quantity];
  return training_record_value (record, split, quantity);
}

static void
add_values (StudyTable *table, const TrainingRecord *record, TrainingLayer layer)
{
  guint first = layer == TRAINING_HEAD ? G_N_ELEMENTS (order) : 0;
  for (guint place = first; place < N_QUANTITIES; place++)
    for (guint split = 0; split < TRAINING_N_SPLITS; split++)
      study_table_add_number (table, value_of (record, split, layer, quantity_at (place)));
}

static void
add_run_columns (StudyTable *table)
{
  study_table_add_column (table, "run", _ ("Run"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "state", _ ("State"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "message", _ ("Message"), STUDY_COLUMN_TEXT, STUDY_COLUMN_FULL);
  study_table_add_column (table, "created", _ ("Created"), STUDY_COLUMN_TEXT, STUDY_COLUMN_FULL);
  study_table_add_column (table, "epochs", _ ("Epochs"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "planned", _ ("of"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "parent", _ ("Branched off"), STUDY_COLUMN_TEXT, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "parent_epoch", _ ("at epoch"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  add_setting_columns (table);
  study_table_add_column (table, "changes", _ ("Changed"), STUDY_COLUMN_TEXT, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "measured_epoch", _ ("Measured epoch"), STUDY_COLUMN_NUMBER,
                          STUDY_COLUMN_FULL);
  add_value_columns (table, TRAINING_FEATURES);
  add_value_columns (table, TRAINING_HEAD);
  study_table_add_column (table, "seconds", _ ("Seconds"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "measure_seconds", _ ("Measuring"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "transfers", _ ("Fine-tunings"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_FULL);
}

static void
add_standing (StudyTable *table, const StudyRunRow *row)
{
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (row->run->created / G_USEC_PER_SEC);
  g_autofree char *created = seconds != NULL ? g_date_time_format_iso8601 (seconds) : NULL;
  study_table_add_text (table, row->run->name);
  study_table_add_text (table, study_run_state_key (row->run->state));
  study_table_add_text (table, row->run->message != NULL ? row->run->message : "");
  study_table_add_text (table, created != NULL ? created : "");
  study_table_add_number (table, row->epochs >= 0 ? row->epochs : NAN);
  study_table_add_number (table, (double)regime_get_integer (row->run->regime, "run.epochs"));
  study_table_add_text (table, row->parent != NULL ? row->parent : "");
  study_table_add_number (table, row->run->parent != 0 ? row->run->parent_epoch : NAN);
}

static void
add_run (StudyTable *table, const StudyRunRow *row)
{
  guint n = row->records->len;
  const TrainingRecord *last = n > 0 ? g_ptr_array_index (row->records, n - 1) : NULL;
  double training = 0, measuring = 0;
  for (guint i = 0; i < n; i++) {
    const TrainingRecord *record = g_ptr_array_index (row->records, i);
    training += record->seconds;
    measuring += record->measure_seconds;
  }
  add_standing (table, row);
  add_settings (table, row->run->regime);
  g_autofree char *changes = row->changes == NULL ? g_strdup ("") : regime_changes_describe (row->changes);
  study_table_add_text (table, changes);
  study_table_add_number (table, last != NULL ? last->epoch : NAN);
  add_values (table, last, TRAINING_FEATURES);
  add_values (table, last, TRAINING_HEAD);
  study_table_add_number (table, training);
  study_table_add_number (table, measuring);
  study_table_add_number (table, row->transfers >= 0 ? row->transfers : NAN);
}

/* With what the fine-tunings came to, unless that is NULL. */
static StudyTable *
make_table (const StudyRunRow *rows, guint n_rows, const GPtrArray *transfers)
{
  StudyTable *table = study_table_new ();
  g_autoptr (GPtrArray) columns = transfers == NULL ? NULL : study_accuracy_columns (transfers);
  add_run_columns (table);
  if (columns != NULL)
    study_accuracy_add_columns (table, columns);
  for (guint i = 0; i < n_rows; i++) {
    add_run (table, &rows[i]);
    if (columns != NULL)
      study_accuracy_add_values (table, columns, transfers, rows[i].run->id);
  }
  return table;
}

StudyTable *
study_run_table_new (const StudyRunRow *rows, guint n_rows)
{
  return make_table (rows, n_rows, NULL);
}

/* NULL for none, and for one that has been removed. */
static const char *
name_of_parent (const GPtrArray *runs, const StudyRun *run)
{
  for (guint i = 0; i < runs->len; i++) {
    const StudyRun *other = g_ptr_array_index (runs, i);
    if (run->parent != 0 && other->id == run->parent)
      return other->name;
  }
  return NULL;
}

static gint
count_transfers (const GPtrArray *transfers, gint64 run)
{
  gint count = 0;
  for (guint i = 0; i < transfers->len; i++)
    count += ((const StudyTransfer *)g_ptr_array_index (transfers, i))->run == run;
  return count;
}

StudyTable *
study_run_table_read (Study *study, GError **error)
{
  g_autoptr (GPtrArray) runs = study_runs (study, error);
  if (runs == NULL)
    return NULL;
  g_autoptr (GPtrArray) transfers = study_transfers (study, error);
  if (transfers == NULL)
    return NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autofree StudyRunRow *rows = g_new0 (StudyRunRow, runs->len);
  for (guint i = 0; i < runs->len; i++) {
    const StudyRun *run = g_ptr_array_index (runs, i);
    g_autoptr (GArray) checkpoints = study_checkpoint_epochs (study, run->id, error);
    GPtrArray *of_run = checkpoints != NULL ? study_records (study, run->id, error) : NULL;
    if (of_run == NULL)
      return NULL;
    g_ptr_array_add (records, of_run);
    GPtrArray *made = study_changes (study, run->id, error);
    if (made == NULL)
      return NULL;
    g_ptr_array_add (changes, made);
    guint n = checkpoints->len;
    rows[i] = (StudyRunRow){ run,
                             name_of_parent (runs, run),
                             of_run,
                             n > 0 ? (gint)g_array_index (checkpoints, guint, n - 1) : -1,
                             count_transfers (transfers, run->id),
                             made };
  }
  return make_table (rows, runs->len, transfers);
}

/* Epochs */

void
study_epoch_table_add_heading (StudyTable *table)
{
  study_table_add_column (table, "epoch", _ ("Epoch"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "split", _ ("Split"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (table, "layer", _ ("Layer"), STUDY_COLUMN_TEXT, STUDY_COLUMN_VARYING);
  for (guint place = 0; place < N_QUANTITIES; place++) {
    int quantity = quantity_at (place);
    study_table_add_column (table, training_quantity_key (quantity), training_quantity_title (quantity),
                            STUDY_COLUMN_NUMBER,
                            is_shown (quantity) ? STUDY_COLUMN_SHOWN : STUDY_COLUMN_FULL);
  }
  study_table_add_column (table, "learning_rate", _ ("Rate"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "weight_decay", _ ("Decay"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_VARYING);
  study_table_add_column (table, "seconds", _ ("Seconds"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_FULL);
  study_table_add_column (table, "measure_seconds", _ ("Measuring"), STUDY_COLUMN_NUMBER, STUDY_COLUMN_FULL);
  study_table_add_column (table, "flags", _ ("Remarks"), STUDY_COLUMN_TEXT, STUDY_COLUMN_FULL);
}

StudyTable *
study_epoch_table_new (void)
{
  StudyTable *table = study_table_new ();
  study_table_add_column (table, "regime", _ ("Run"), STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_epoch_table_add_heading (table);
  return table;
}

void
study_epoch_table_add_cells (StudyTable *table,
                             const TrainingRecord *record,
                             TrainingSplit split,
                             TrainingLayer layer)
{
  const TrainingSplitRecord *values = &record->split[split];
  const CollapseMetrics *metrics = layer == TRAINING_HEAD ? &values->head : &values->metrics;
  g_autofree char *flags = collapse_flags_describe (metrics->flags);
  study_table_add_number (table, record->epoch);
  study_table_add_text (table, training_split_key (split));
  study_table_add_text (table, training_layer_key (layer));
  for (guint place = 0; place < N_QUANTITIES; place++)
    study_table_add_number (table, value_of (record, split, layer, quantity_at (place)));
  study_table_add_number (table, record->learning_rate);
  study_table_add_number (table, record->weight_decay);
  study_table_add_number (table, record->seconds);
  study_table_add_number (table, record->measure_seconds);
  study_table_add_text (table, flags);
}

void
study_epoch_table_add (StudyTable *table, const char *run, const GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++) {
    const TrainingRecord *record = g_ptr_array_index (records, i);
    for (guint split = 0; split < TRAINING_N_SPLITS; split++)
      for (guint layer = 0; layer < (record->has_head ? TRAINING_N_LAYERS : TRAINING_HEAD); layer++) {
        study_table_add_text (table, run);
        study_epoch_table_add_cells (table, record, split, layer);
      }
  }
}
