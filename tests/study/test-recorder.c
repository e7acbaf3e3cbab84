/* A run that is stored: what is read is to the last bit what was told, and it goes on as if it had never
 * ended.
 */
#include "support.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* What a run told. */
typedef struct {
  GPtrArray *records, *checkpoints;
  TrainingSnapshot *snapshot; /* of the last whole epoch */
  GError *error;
  TrainerEnd end;
  guint stop_at;
  guint change_epoch, change_step; /* changes after so many mini-batches past the record; 0: does not */
  guint epoch, asked;              /* the last record, and the mini-batches since that were asked about */
  const char *ask;                 /* a setting that is another before it starts; NULL: none */
  guint ask_at;                    /* or once this epoch is told */
  guint n_changes;
  Trainer *trainer;
  Regime *regime;
  const char *path; /* whose last checkpoint is looked at; NULL: none */
} Told;

static void
told_clear (Told *told)
{
  g_clear_pointer (&told->records, g_ptr_array_unref);
  g_clear_pointer (&told->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&told->snapshot, training_snapshot_unref);
  g_clear_pointer (&told->regime, regime_unref);
  g_clear_error (&told->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

static void
ask (Told *told, const char *assignment)
{
  g_assert_true (regime_set_assignment (told->regime, assignment, NULL));
  trainer_set_live (told->trainer, told->regime);
}

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  Told *told = data;
  g_ptr_array_add (told->records, training_record_ref (record));
  told->epoch = record->epoch;
  told->asked = 0;
  if (told->ask_at > 0 && told->ask_at == record->epoch)
    ask (told, told->ask);
}

/* Asked before every mini-batch of an epoch but the first. */
static gboolean
on_wants_snapshot (gpointer data)
{
  Told *told = data;
  if (told->change_step > 0 && told->epoch == told->change_epoch && ++told->asked == told->change_step) {
    ask (told, "optimiser.learning-rate=0.003");
    ask (told, "optimiser.weight-decay=0.1");
    ask (told, "augment.level=custom");
    ask (told, "augment.noise=0.5");
  }
  return FALSE;
}

/* In the writer's thread: what is told is in the file, and with a change the state to go on from. */
static void
on_changed (const RegimeChange *change, gpointer data)
{
  Told *told = data;
  told->n_changes++;
  if (told->path == NULL)
    return;
  g_autoptr (Study) study = study_open (told->path, STUDY_READ, NULL);
  g_autoptr (TrainingCheckpoint) last = study_last_checkpoint (study, 1, NULL);
  g_assert_cmpuint (last->epoch, >=, (guint)ceil (change->epoch));
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer data)
{
  Told *told = data;
  g_clear_pointer (&told->snapshot, training_snapshot_unref);
  told->snapshot = training_snapshot_ref (snapshot);
}

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer data)
{
  Told *told = data;
  g_ptr_array_add (told->checkpoints, training_checkpoint_ref (checkpoint));
  if (told->stop_at > 0 && checkpoint->epoch == told->stop_at)
    trainer_stop (told->trainer);
}

static void
on_failed (const GError *error, gpointer data)
{
  ((Told *)data)->error = g_error_copy (error);
}

static void
on_ended (TrainerEnd end, gpointer data)
{
  ((Told *)data)->end = end;
}

static const TrainerSink sink = { .epoch = on_epoch,
                                  .changed = on_changed,
                                  .snapshot = on_snapshot,
                                  .wants_snapshot = on_wants_snapshot,
                                  .checkpoint = on_checkpoint,
                                  .failed = on_failed,
                                  .ended = on_ended };

/* Trains a run of the study from where it stands. */
static void
train (StudyWriter *writer, const char *path, gint64 id, StudyTelling telling, Told *told)
{
  g_autoptr (GError) error = NULL;
  study_writer_flush (writer);
  g_autoptr (Study) study = study_open (path, STUDY_READ, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) runs = study_runs (study, &error);
  g_assert_no_error (error);
  const StudyRun *run = g_ptr_array_index (runs, id - 1);
  g_autoptr (TrainingCheckpoint) checkpoint = study_last_checkpoint (study, id, NULL);
  g_autoptr (StudyRecorder) recorder = study_recorder_new (writer, id, 1, telling, &sink, told);
  g_autoptr (Trainer) trainer = trainer_new (run->regime, 1, &study_recorder_sink, recorder);
  told->records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  told->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  told->trainer = trainer;
  study_recorder_set_trainer (recorder, trainer);
  told->regime = regime_copy (checkpoint != NULL ? checkpoint->regime : run->regime);
  if (checkpoint != NULL)
    study_continue (trainer, run, checkpoint);
  if (told->ask != NULL && told->ask_at == 0)
    ask (told, told->ask);
  trainer_run (trainer, NULL);
}

static StudyWriter *
make_study (const char *path, const char *const *assignments, guint n_runs)
{
  g_autoptr (GError) error = NULL;
  Study *study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  StudyWriter *writer = study_writer_new (study, NULL, NULL);
  g_autoptr (Regime) regime = make_regime (assignments);
  for (guint r = 0; r < n_runs; r++) {
    g_autoptr (StudyRun) run = study_run_new (regime);
    run->id = study_writer_new_id (writer);
    g_free (run->name);
    run->name = g_strdup_printf ("Run %u", r + 1);
    study_writer_put_run (writer, run);
  }
  return writer;
}

/* To the last bit, but for the seconds. NaN is NaN. */
static void
assert_equal_records (const TrainingRecord *a, const TrainingRecord *b)
{
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_cmpfloat (a->learning_rate, ==, b->learning_rate);
  g_assert_cmpfloat (a->base_learning_rate, ==, b->base_learning_rate);
  g_assert_cmpfloat (a->weight_decay, ==, b->weight_decay);
  g_assert_cmpint (a->has_head, ==, b->has_head);
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    g_assert_cmpuint (a->split[split].metrics.flags, ==, b->split[split].metrics.flags);
    for (int q = TRAINING_FIRST_QUANTITY; q < (int)COLLAPSE_N_METRICS; q++) {
      double x = training_record_value (a, split, q), y = training_record_value (b, split, q);
      g_assert_true (x == y || (isnan (x) && isnan (y)));
    }
    for (guint m = 0; m < COLLAPSE_N_METRICS && a->has_head; m++) {
      double x = a->split[split].head.value[m], y = b->split[split].head.value[m];
      g_assert_true (x == y || (isnan (x) && isnan (y)));
    }
  }
}

static void
assert_equal_checkpoints (const TrainingCheckpoint *a, const TrainingCheckpoint *b)
{
  g_autoptr (Regime) live = regime_copy_with_live (a->regime, b->regime);
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_true (regime_equal (a->regime, live));
  g_assert_cmpfloat (a->probe_square, ==, b->probe_square);
  g_assert_cmpmem (&a->random, sizeof a->random, &b->random, sizeof b->random);
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    g_assert_cmpmem (a->state[s], a->size[s] * sizeof (float), b->state[s], b->size[s] * sizeof (float));
}

/* What the study says of a run is what was told. */
static void
assert_stored (const char *path, gint64 id, const GPtrArray *records, const TrainingCheckpoint *last)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_READ, &error);
  g_assert_no_error (error);
  g_autoptr (GPtrArray) stored = study_records (study, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, records->len);
  for (guint i = 0; i < stored->len; i++)
    assert_equal_records (stored->pdata[i], records->pdata[i]);
  g_autoptr (TrainingCheckpoint) checkpoint = study_last_checkpoint (study, id, &error);
  g_assert_no_error (error);
  assert_equal_checkpoints (checkpoint, last);
}

static StudyRunState
stored_state (const char *path, gint64 id)
{
  g_autoptr (Study) study = study_open (path, STUDY_READ, NULL);
  g_autoptr (GPtrArray) runs = study_runs (study, NULL);
  return ((StudyRun *)g_ptr_array_index (runs, id - 1))->state;
}

static const char *const variants[][6] = {
  { NULL },
  { "head.layers=1", "optimiser.kind=adamw", "run.metrics-every=2", "optimiser.learning-rate=0.01", NULL },
  { "loss.kind=simclr", "head.layers=1", "augment.level=weak", NULL },
};

/* Once as a whole, once stopped in the middle and taken up by another program's worth of objects. */
static void
test_whole_and_resumed (gconstpointer data)
{
  const guint variant = GPOINTER_TO_UINT (data);
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_auto (Told) whole = { 0 }, first = { .stop_at = 3 }, second = { 0 };
  StudyWriter *writer = make_study (path, variants[variant], 2);
  train (writer, path, 1, STUDY_TELL_COMMITTED, &whole);
  g_assert_no_error (whole.error);
  g_assert_cmpint (whole.end, ==, TRAINER_FINISHED);
  train (writer, path, 2, STUDY_TELL_AT_ONCE, &first);
  g_assert_cmpint (first.end, ==, TRAINER_STOPPED);
  study_writer_free (writer);

  g_assert_cmpint (stored_state (path, 1), ==, STUDY_RUN_FINISHED);
  g_assert_cmpint (stored_state (path, 2), ==, STUDY_RUN_UNFINISHED);
  assert_stored (path, 1, whole.records, whole.checkpoints->pdata[whole.checkpoints->len - 1]);
  assert_stored (path, 2, first.records, first.checkpoints->pdata[3]);

  g_autoptr (GError) error = NULL;
  Study *study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  writer = study_writer_new (study, NULL, NULL);
  train (writer, path, 2, STUDY_TELL_COMMITTED, &second);
  study_writer_free (writer);
  g_assert_cmpint (second.end, ==, TRAINER_FINISHED);
  g_assert_cmpuint (first.checkpoints->len + second.checkpoints->len, ==, whole.checkpoints->len);
  assert_stored (path, 2, whole.records, whole.checkpoints->pdata[whole.checkpoints->len - 1]);
  g_assert_cmpint (stored_state (path, 2), ==, STUDY_RUN_FINISHED);
  remove_folder (folder);
}

/* A program was killed when its records were further than its last checkpoint: what is between is trained
 * again, and neither told nor stored a second time. */
static void
test_ahead (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_auto (Told) whole = { 0 }, rest = { 0 };
  g_autoptr (GError) error = NULL;
  StudyWriter *writer = make_study (path, NULL, 2);
  train (writer, path, 1, STUDY_TELL_COMMITTED, &whole);
  study_writer_free (writer);
  Study *study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  for (guint epoch = 0; epoch <= 5; epoch++)
    g_assert_true (study_put_record (study, 2, whole.records->pdata[epoch], &error));
  g_assert_true (study_put_checkpoint (study, 2, whole.checkpoints->pdata[3], 6, &error));
  writer = study_writer_new (study, NULL, NULL);
  train (writer, path, 2, STUDY_TELL_COMMITTED, &rest);
  study_writer_free (writer);
  g_assert_cmpint (rest.end, ==, TRAINER_FINISHED);
  g_assert_cmpuint (rest.records->len, ==, 1);
  assert_equal_records (rest.records->pdata[0], whole.records->pdata[6]);
  assert_stored (path, 2, whole.records, whole.checkpoints->pdata[6]);
  remove_folder (folder);
}

/* Changed before its mini-batch 2 of epoch 3, and stopped two epochs later: it goes on as one that was
 * changed there and never stopped. */
static void
test_changed (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_auto (Told) whole = { .change_epoch = 2, .change_step = 1 };
  g_auto (Told) first = { .change_epoch = 2, .change_step = 1, .stop_at = 4 }, second = { 0 };
  StudyWriter *writer = make_study (path, NULL, 2);
  train (writer, path, 1, STUDY_TELL_AT_ONCE, &whole);
  train (writer, path, 2, STUDY_TELL_AT_ONCE, &first);
  train (writer, path, 2, STUDY_TELL_COMMITTED, &second);
  study_writer_free (writer);
  g_assert_cmpint (second.end, ==, TRAINER_FINISHED);
  g_assert_cmpuint (second.records->len, ==, 2);
  assert_stored (path, 1, whole.records, whole.checkpoints->pdata[6]);
  assert_stored (path, 2, whole.records, whole.checkpoints->pdata[6]);
  g_autoptr (Study) study = study_open (path, STUDY_READ, NULL);
  for (gint64 run = 1; run <= 2; run++) {
    g_autoptr (GPtrArray) changes = study_changes (study, run, NULL);
    g_autofree char *words = regime_changes_describe (changes);
    g_assert_cmpstr (words, ==,
                     "augmentation none → custom at epoch 2.25, augmentation noise 0 → 0.5 at epoch 2.25, "
                     "learning rate 0.05 → 0.003 at epoch 2.25, weight decay 0.0005 → 0.1 at epoch 2.25");
  }
  remove_folder (folder);
}

/* Once a change is told it can be killed: no state before it is gone on from, though the network is so large
 * that its state is rarely stored. */
static void
test_change_is_kept (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  const char *const large[] = { "run.epochs=2000", "network.hidden=1000,1000", NULL };
  g_auto (Told) told = { .ask = "optimiser.learning-rate=0.003", .ask_at = 8, .path = path, .stop_at = 40 };
  StudyWriter *writer = make_study (path, large, 1);
  train (writer, path, 1, STUDY_TELL_COMMITTED, &told);
  study_writer_free (writer);
  g_assert_no_error (told.error);
  g_assert_cmpuint (told.n_changes, ==, 1);
  remove_folder (folder);
}

/* Its records are further than its last checkpoint, as after a kill, and it goes on from there otherwise:
 * what is stored beyond was another run's. */
static void
test_changed_ahead (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_auto (Told) plain = { .stop_at = 3 }, rest = { .ask = "optimiser.learning-rate=0.003" };
  g_auto (Told) same = { .ask = "optimiser.learning-rate=0.003" };
  g_autoptr (GError) error = NULL;
  StudyWriter *writer = make_study (path, NULL, 2);
  train (writer, path, 1, STUDY_TELL_AT_ONCE, &plain);
  train (writer, path, 1, STUDY_TELL_AT_ONCE, &rest);
  study_writer_free (writer);
  Study *study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  for (guint epoch = 0; epoch <= 3; epoch++)
    g_assert_true (study_put_record (study, 2, plain.records->pdata[epoch], &error));
  for (guint epoch = 4; epoch <= 6; epoch++) { /* of no matter what */
    g_autoptr (TrainingRecord) stale = training_record_new ();
    stale->epoch = epoch;
    g_assert_true (study_put_record (study, 2, stale, &error));
  }
  g_assert_true (study_put_checkpoint (study, 2, plain.checkpoints->pdata[3], 6, &error));
  writer = study_writer_new (study, NULL, NULL);
  train (writer, path, 2, STUDY_TELL_COMMITTED, &same);
  study_writer_free (writer);
  g_assert_cmpuint (same.records->len, ==, 3);
  for (guint i = 0; i < 3; i++) {
    g_ptr_array_add (plain.records, training_record_ref (rest.records->pdata[i]));
    assert_equal_records (same.records->pdata[i], rest.records->pdata[i]);
  }
  assert_stored (path, 2, plain.records, rest.checkpoints->pdata[2]);
  remove_folder (folder);
}

/* A file that may not grow, as on a full disk: the run stops, says so, and has all epochs that were told as
 * stored. In a process of its own, as the limit is one for all its files. */
static void
test_no_room (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  const char *const long_run[] = { "run.epochs=2000", NULL };
  struct rlimit limit;
  g_auto (Told) told = { 0 };
  StudyWriter *writer = make_study (path, long_run, 1);
  study_writer_flush (writer);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = 400000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  train (writer, path, 1, STUDY_TELL_COMMITTED, &told);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  study_writer_free (writer);
  g_assert_error (told.error, STUDY_ERROR, STUDY_ERROR_FAILED);
  g_assert_cmpint (told.end, ==, TRAINER_FAILED);
  g_assert_cmpuint (told.records->len, >, 0);
  g_assert_cmpuint (told.records->len, <, 2001);
  /* Not every checkpoint was written: the last one that was. */
  g_autoptr (Study) study = study_open (path, STUDY_READ, NULL);
  g_autoptr (TrainingCheckpoint) last = study_last_checkpoint (study, 1, NULL);
  g_assert_cmpuint (last->epoch, <, told.checkpoints->len);
  assert_stored (path, 1, told.records, told.checkpoints->pdata[last->epoch]);
  g_assert_cmpint (stored_state (path, 1), ==, STUDY_RUN_UNFINISHED);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint v = 0; v < G_N_ELEMENTS (variants); v++) {
    g_autofree char *name = g_strdup_printf ("/study/recorder/whole-and-resumed/%u", v);
    g_test_add_data_func (name, GUINT_TO_POINTER (v), test_whole_and_resumed);
  }
  g_test_add_func ("/study/recorder/ahead", test_ahead);
  g_test_add_func ("/study/recorder/changed", test_changed);
  g_test_add_func ("/study/recorder/change-is-kept", test_change_is_kept);
  g_test_add_func ("/study/recorder/changed-ahead", test_changed_ahead);
  g_test_add_func ("/study/recorder/no-room", test_no_room);
  return g_test_run ();
}
