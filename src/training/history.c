#include "training/history.h"

#include "training/snapshot-blend.h"

#include <glib/gi18n.h>
#include <math.h>

struct _TrainingHistory {
  Regime *regime;
  GPtrArray *records;
  GPtrArray *snapshots;
  GPtrArray *checkpoints;
  GPtrArray *changes;
  gint branch_epoch; /* -1: no branch */
  guint limit;       /* of snapshots, as training_keeps_snapshot has it */
};

TrainingHistory *
training_history_new (Regime *regime)
{
  TrainingHistory *history = g_new0 (TrainingHistory, 1);
  history->regime = regime_ref (regime);
  history->records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  history->snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  history->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  history->changes = regime_changes_new ();
  history->branch_epoch = -1;
  history->limit = TRAINING_SNAPSHOT_LIMIT;
  return history;
}

static double
record_epoch (gconstpointer record)
{
  return ((const TrainingRecord *)record)->epoch;
}

static double
snapshot_epoch (gconstpointer snapshot)
{
  return ((const TrainingSnapshot *)snapshot)->epoch;
}

static double
checkpoint_epoch (gconstpointer checkpoint)
{
  return ((const TrainingCheckpoint *)checkpoint)->epoch;
}

/* Index of the last element whose epoch is <= epoch; -1 when none is. */
static gint
find_at (const GPtrArray *elements, double (*epoch_of) (gconstpointer), double epoch)
{
  guint low = 0, high = elements->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (epoch_of (g_ptr_array_index (elements, middle)) <= epoch)
      low = middle + 1;
    else
      high = middle;
  }
  return (gint)low - 1;
}

/* References to the elements up to an epoch. */
static void
inherit (GPtrArray *to,
         const GPtrArray *from,
         double (*epoch_of) (gconstpointer),
         double epoch,
         GBoxedCopyFunc ref)
{
  gint last = find_at (from, epoch_of, epoch);
  for (gint i = 0; i <= last; i++)
    g_ptr_array_add (to, ref (g_ptr_array_index (from, i)));
}

TrainingHistory *
training_history_new_until (const TrainingHistory *before, Regime *regime, guint epoch)
{
  TrainingHistory *history = training_history_new (regime);
  history->branch_epoch = before->branch_epoch;
  inherit (history->records, before->records, record_epoch, epoch, (GBoxedCopyFunc)training_record_ref);
  inherit (history->snapshots, before->snapshots, snapshot_epoch, epoch,
           (GBoxedCopyFunc)training_snapshot_ref);
  inherit (history->checkpoints, before->checkpoints, checkpoint_epoch, epoch,
           (GBoxedCopyFunc)training_checkpoint_ref);
  /* One at the epoch is of the mini-batch after it, but for what a branch began with. */
  gboolean branched = (gint)epoch == before->branch_epoch;
  for (guint i = 0; i < before->changes->len; i++) {
    const RegimeChange *change = before->changes->pdata[i];
    if (change->epoch < epoch || (branched && change->epoch == epoch))
      training_history_add_change (history, change);
  }
  return history;
}

TrainingHistory *
training_history_new_branch (const TrainingHistory *parent, Regime *regime, double epoch)
{
  const TrainingCheckpoint *checkpoint = training_history_checkpoint_at (parent, epoch);
  if (checkpoint == NULL)
    return NULL;
  epoch = checkpoint->epoch;
  TrainingHistory *branch = training_history_new_until (parent, regime, checkpoint->epoch);
  branch->branch_epoch = (gint)epoch;
  for (guint i = branch->changes->len; i > 0; i--)
    if (((const RegimeChange *)branch->changes->pdata[i - 1])->epoch >= epoch)
      g_ptr_array_remove_index (branch->changes, i - 1);
  regime_changes_add_between (branch->changes, epoch, checkpoint->regime, regime);
  guint n = branch->snapshots->len;
  if (n > 0 && n < parent->snapshots->len && training_history_snapshot (branch, n - 1)->epoch < epoch)
    g_ptr_array_add (branch->snapshots,
                     training_snapshot_interpolate (training_history_snapshot (parent, n - 1),
                                                    training_history_snapshot (parent, n), epoch));
  return branch;
}

void
training_history_free (TrainingHistory *history)
{
  regime_unref (history->regime);
  g_ptr_array_unref (history->records);
  g_ptr_array_unref (history->snapshots);
  g_ptr_array_unref (history->checkpoints);
  g_ptr_array_unref (history->changes);
  g_free (history);
}

Regime *
training_history_regime (const TrainingHistory *history)
{
  return history->regime;
}

void
training_history_set_regime (TrainingHistory *history, Regime *regime)
{
  regime_ref (regime);
  regime_unref (history->regime);
  history->regime = regime;
}

void
training_history_add_record (TrainingHistory *history, TrainingRecord *record)
{
  const TrainingRecord *last = training_history_last (history);
  g_return_if_fail (last == NULL || record->epoch > last->epoch);
  g_ptr_array_add (history->records, training_record_ref (record));
}

void
training_history_add_change (TrainingHistory *history, const RegimeChange *change)
{
  regime_changes_add (history->changes, change);
}

void
training_history_add_snapshot (TrainingHistory *history, TrainingSnapshot *snapshot)
{
  guint n_epochs = (guint)regime_get_integer (history->regime, "run.epochs");
  guint n = history->snapshots->len;
  if (snapshot->epoch != floor (snapshot->epoch)
      || !training_keeps_snapshot ((guint)snapshot->epoch, n_epochs, history->limit))
    return;
  /* The same epoch comes twice when the window asked for it too. */
  if (n > 0 && snapshot->epoch <= training_history_snapshot (history, n - 1)->epoch)
    return;
  g_ptr_array_add (history->snapshots, training_snapshot_ref (snapshot));
}

void
training_history_add_checkpoint (TrainingHistory *history, TrainingCheckpoint *checkpoint)
{
  guint n_epochs = (guint)regime_get_integer (history->regime, "run.epochs");
  guint n = history->checkpoints->len;
  const TrainingCheckpoint *last = n == 0 ? NULL : g_ptr_array_index (history->checkpoints, n - 1);
  if (last != NULL && checkpoint->epoch <= last->epoch)
    return;
  gboolean branched = last != NULL && (gint)last->epoch == history->branch_epoch;
  if (last != NULL && !branched && !training_keeps_checkpoint (last, n_epochs))
    g_ptr_array_remove_index (history->checkpoints, n - 1);
  g_ptr_array_add (history->checkpoints, training_checkpoint_ref (checkpoint));
}

void
training_history_restore (TrainingHistory *history, const GPtrArray *snapshots, const GPtrArray *checkpoints)
{
  g_return_if_fail (history->snapshots->len == 0 && history->checkpoints->len == 0);
  inherit (history->snapshots, snapshots, snapshot_epoch, G_MAXDOUBLE, (GBoxedCopyFunc)training_snapshot_ref);
  inherit (history->checkpoints, checkpoints, checkpoint_epoch, G_MAXDOUBLE,
           (GBoxedCopyFunc)training_checkpoint_ref);
}

void
training_history_forget (TrainingHistory *history)
{
  g_ptr_array_set_size (history->snapshots, 0);
  g_ptr_array_set_size (history->checkpoints, 0);
}

/* The last one stays: of a run that trains it is what one looks at. */
void
training_history_thin (TrainingHistory *history, guint limit)
{
  guint n_epochs = (guint)regime_get_integer (history->regime, "run.epochs");
  if (limit >= history->limit)
    return;
  history->limit = limit;
  for (guint i = history->snapshots->len; i-- > 0;)
    if (i + 1 < history->snapshots->len
        && !training_keeps_snapshot ((guint)snapshot_epoch (history->snapshots->pdata[i]), n_epochs, limit))
      g_ptr_array_remove_index (history->snapshots, i);
}

/* Each takes as much as the others: the watch set is the same. */
gsize
training_history_snapshot_bytes (const TrainingHistory *history)
{
  guint n = history->snapshots->len;
  return n == 0 ? 0 : n * training_snapshot_bytes (history->snapshots->pdata[n - 1]);
}

guint
training_history_n_records (const TrainingHistory *history)
{
  return history->records->len;
}

const TrainingRecord *
training_history_record (const TrainingHistory *history, guint index)
{
  g_return_val_if_fail (index < history->records->len, NULL);
  return g_ptr_array_index (history->records, index);
}

static gpointer
ref_record (gconstpointer record, gpointer data)
{
  return training_record_ref ((TrainingRecord *)record);
}

GPtrArray *
training_history_list_records (const TrainingHistory *history)
{
  return g_ptr_array_copy (history->records, ref_record, NULL);
}

const TrainingRecord *
training_history_last (const TrainingHistory *history)
{
  return history->records->len == 0 ? NULL : training_history_record (history, history->records->len - 1);
}

const TrainingRecord *
training_history_record_at (const TrainingHistory *history, double epoch)
{
  gint index = find_at (history->records, record_epoch, epoch);
  return index < 0 ? NULL : training_history_record (history, (guint)index);
}

guint
training_history_n_snapshots (const TrainingHistory *history)
{
  return history->snapshots->len;
}

TrainingSnapshot *
training_history_snapshot (const TrainingHistory *history, guint index)
{
  g_return_val_if_fail (index < history->snapshots->len, NULL);
  return g_ptr_array_index (history->snapshots, index);
}

gint
training_history_snapshot_at (const TrainingHistory *history, double epoch)
{
  return find_at (history->snapshots, snapshot_epoch, epoch);
}

TrainingCheckpoint *
training_history_checkpoint_at (const TrainingHistory *history, double epoch)
{
  gint index = find_at (history->checkpoints, checkpoint_epoch, epoch);
  return index < 0 ? NULL : g_ptr_array_index (history->checkpoints, index);
}

guint
training_history_n_checkpoints (const TrainingHistory *history)
{
  return history->checkpoints->len;
}

static gpointer
ref_checkpoint (gconstpointer checkpoint, gpointer data)
{
  return training_checkpoint_ref ((TrainingCheckpoint *)checkpoint);
}

GPtrArray *
training_history_list_checkpoints (const TrainingHistory *history)
{
  return g_ptr_array_copy (history->checkpoints, ref_checkpoint, NULL);
}

gint
training_history_branch_epoch (const TrainingHistory *history)
{
  return history->branch_epoch;
}

void
training_history_set_branch_epoch (TrainingHistory *history, gint epoch)
{
  history->branch_epoch = epoch;
}

gint
training_history_terminal_epoch (const TrainingHistory *history)
{
  gint terminal = -1;
  for (guint i = history->records->len; i > 0; i--) {
    const TrainingRecord *record = training_history_record (history, i - 1);
    if (record->split[TRAINING_TRAIN].error != 0)
      break;
    terminal = (gint)record->epoch;
  }
  return terminal;
}

const GPtrArray *
training_history_changes (const TrainingHistory *history)
{
  return history->changes;
}

Regime *
training_history_regime_at (const TrainingHistory *history, double epoch)
{
  return regime_changes_regime_at (history->changes, history->regime, epoch);
}

static void
mark_free (gpointer data)
{
  TrainingMark *mark = data;
  g_free (mark->text);
  g_free (mark);
}

/* Takes the words; those of one moment are one mark. */
static void
add_mark (GPtrArray *marks, double epoch, char *text)
{
  guint place = 0;
  while (place < marks->len && ((TrainingMark *)marks->pdata[place])->epoch < epoch)
    place++;
  TrainingMark *there = place < marks->len ? marks->pdata[place] : NULL;
  if (there == NULL || there->epoch > epoch) {
    const TrainingMark mark = { epoch, text };
    g_ptr_array_insert (marks, (gint)place, g_memdup2 (&mark, sizeof mark));
    return;
  }
  g_autofree char *first = there->text;
  there->text = g_strdup_printf (_ ("%s, %s"), first, text);
  g_free (text);
}

static void
add_scheduled (const TrainingHistory *history, GPtrArray *marks)
{
  gint64 n_epochs = regime_get_integer (history->regime, "run.epochs");
  if (!g_str_equal (regime_get (history->regime, "optimiser.schedule"), "step"))
    return;
  /* The factor of network_schedule_factor drops at the first whole epoch from 1/3 and 2/3 on. */
  for (int third = 1; third <= 2; third++) {
    double epoch = ceil ((double)n_epochs * third / 3);
    g_autoptr (Regime) regime = training_history_regime_at (history, epoch);
    double base = regime_get_real (regime, "optimiser.learning-rate");
    add_mark (marks, epoch,
              g_strdup_printf (_ ("learning rate %.3g → %.3g by schedule"), base * pow (0.1, third - 1),
                               base * pow (0.1, third)));
  }
}

/* Not told is what the regime ignores from then on, as strengths where nothing is augmented. */
static void
add_changes (const TrainingHistory *history, GPtrArray *marks)
{
  for (guint i = 0; i < history->changes->len; i++) {
    const RegimeChange *change = history->changes->pdata[i];
    g_autoptr (Regime) after = training_history_regime_at (history, nextafter (change->epoch, INFINITY));
    const RegimeKey *key = regime_key_find (change->name);
    if (key == NULL || regime_key_applies (key, after))
      add_mark (marks, change->epoch, regime_change_describe (change));
  }
}

GPtrArray *
training_history_marks (const TrainingHistory *history)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func (mark_free);
  add_scheduled (history, marks);
  add_changes (history, marks);
  return marks;
}

void
training_history_series (
    const TrainingHistory *history, TrainingSplit split, int quantity, GArray *x, GArray *y)
{
  g_return_if_fail (quantity >= TRAINING_LOSS && quantity < (int)COLLAPSE_N_METRICS);
  g_array_set_size (x, 0);
  g_array_set_size (y, 0);
  for (guint i = 0; i < history->records->len; i++) {
    const TrainingRecord *record = training_history_record (history, i);
    double epoch = record->epoch;
    double value = training_record_value (record, split, quantity);
    if (isnan (value))
      continue;
    g_array_append_val (x, epoch);
    g_array_append_val (y, value);
  }
}
