/* A study with something of everything, all of it invented, and all of what a study says in one text. */
#pragma once

#include "support.h"

#include "numeric/random.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#define FIXTURE_RUNS 3
#define FIXTURE_EPOCHS 12
#define FIXTURE_CLASSES 3
#define FIXTURE_DIMENSION 5

/* A folder of a test's own, and where its study is to be. */
typedef struct {
  char *folder, *path;
} StudyPlace;

static inline void
place_set_up (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  place->folder = make_folder ();
  place->path = g_build_filename (place->folder, "a" STUDY_SUFFIX, NULL);
}

static inline void
place_tear_down (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  remove_folder (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

/* By any program: without this one's ways. */
static inline void
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static inline TrainingRecord *
make_record (NumericRandom *random, guint epoch, gboolean has_head)
{
  TrainingRecord *record = training_record_new ();
  record->epoch = epoch;
  record->learning_rate = numeric_random_normal (random);
  record->base_learning_rate = numeric_random_normal (random);
  record->weight_decay = 5e-4;
  record->seconds = numeric_random_uniform (random);
  record->has_head = has_head;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingSplitRecord *split = &record->split[s];
    split->loss = numeric_random_normal (random);
    split->error = numeric_random_uniform (random);
    split->probe_accuracy = epoch % 2 == 0 ? (double)NAN : 0.5;
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++) {
      split->metrics.value[m] = numeric_random_normal (random);
      split->head.value[m] = has_head ? numeric_random_normal (random) : 0;
    }
    split->metrics.value[0] = -0.0;
    split->metrics.value[1] = (double)INFINITY;
    split->metrics.flags = (CollapseFlags)(epoch & 1);
  }
  return record;
}

static inline TrainingSnapshot *
make_snapshot (NumericRandom *random, double epoch, guint k, gsize d, gsize n, double offset, double spread)
{
  TrainingSnapshot *snapshot = training_snapshot_new (k, d);
  snapshot->epoch = epoch;
  snapshot->probe = TRUE;
  for (gsize i = 0; i < k * d; i++)
    snapshot->weight[i] = (float)numeric_random_normal (random);
  for (guint i = 0; i < k; i++)
    snapshot->bias[i] = (float)numeric_random_normal (random);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    CollapseMeans *means = watch->means = g_new0 (CollapseMeans, 1);
    means->n_classes = k;
    means->dimension = d;
    means->means = g_new (double, k *d);
    means->centre = g_new (double, d);
    means->variability = g_new (double, k);
    means->counts = g_new (gsize, k);
    for (gsize i = 0; i < k * d; i++)
      means->means[i] = offset * (1 + numeric_random_uniform (random));
    for (gsize i = 0; i < d; i++)
      means->centre[i] = numeric_random_normal (random);
    for (guint i = 0; i < k; i++) {
      means->variability[i] = numeric_random_uniform (random);
      means->counts[i] = 1000 + i;
    }
    watch->n = n;
    watch->features = g_new (float, n *d);
    watch->labels = g_new (guint32, n);
    watch->samples = g_new (guint32, n);
    watch->predictions = g_new (guint32, n);
    for (gsize i = 0; i < n; i++) {
      watch->labels[i] = (guint32)(i % k);
      watch->samples[i] = (guint32)(i * 7);
      watch->predictions[i] = (guint32)((i + 1) % k);
      for (gsize j = 0; j < d; j++)
        watch->features[i * d + j]
            = (float)(means->means[i % k * d + j] + spread * numeric_random_normal (random));
    }
  }
  return snapshot;
}

/* `size` numbers a state. */
static inline TrainingCheckpoint *
make_checkpoint (NumericRandom *random, guint epoch, gsize size)
{
  const gsize sizes[TRAINING_N_STATES] = { size, size, 0, 1 };
  g_autoptr (Regime) regime = regime_new ();
  regime_set (regime, "optimiser.learning-rate", "0.1", NULL);
  TrainingCheckpoint *checkpoint = training_checkpoint_new (regime, sizes);
  checkpoint->epoch = epoch;
  checkpoint->seconds = 1.5;
  checkpoint->probe_square = 0.25;
  checkpoint->random = *random;
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    for (gsize i = 0; i < sizes[s]; i++)
      checkpoint->state[s][i] = (float)numeric_random_normal (random);
  return checkpoint;
}

static inline void
put_epoch (Study *study, NumericRandom *random, gint64 run, guint epoch, guint n_epochs, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingRecord) record = make_record (random, epoch, run % 2 == 0);
  g_autoptr (TrainingSnapshot) snapshot
      = make_snapshot (random, epoch, FIXTURE_CLASSES, FIXTURE_DIMENSION, 30, 1, 0.1);
  g_autoptr (TrainingCheckpoint) checkpoint = make_checkpoint (random, epoch, size);
  study_put_record (study, run, record, &error);
  g_assert_no_error (error);
  study_put_snapshot (study, run, snapshot, n_epochs, &error);
  g_assert_no_error (error);
  study_put_checkpoint (study, run, checkpoint, n_epochs, &error);
  g_assert_no_error (error);
}

/* With id, or the next one for 0. */
static inline gint64
put_run (Study *study, const char *name, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = make_regime (NULL);
  g_autoptr (StudyRun) run = study_run_new (regime);
  run->id = id;
  g_free (run->name);
  run->name = g_strdup (name);
  study_put_run (study, run, &error);
  g_assert_no_error (error);
  return run->id;
}

static inline void
put_run_with_all (Study *study, NumericRandom *random, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StudyStretch) stretch = study_stretch_new (0, 2);
  gint64 run = put_run (study, name, 0);
  study_add_stretch (study, run, stretch, &error);
  g_assert_no_error (error);
  for (guint epoch = 0; epoch <= FIXTURE_EPOCHS; epoch++)
    put_epoch (study, random, run, epoch, FIXTURE_EPOCHS, 700);
  g_autoptr (RegimeChange) change = regime_change_new (2.5, "optimiser.weight-decay", "0.0005", "0");
  study_put_change (study, run, change, &error);
  g_assert_no_error (error);
  char target[] = "mnist", method[] = "probe", settings[] = "[transfer]\n";
  StudyTransfer transfer = { .run = run,
                             .epoch = 3,
                             .target = target,
                             .method = method,
                             .block = -1,
                             .seed = -5,
                             .settings = settings,
                             .test_accuracy = 0.9,
                             .nc1 = (double)NAN,
                             .nc1_test = 1.25,
                             .trained = 10,
                             .parameters = 20,
                             .seconds = 3 };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  for (guint epoch = 0; epoch < 3; epoch++)
    g_ptr_array_add (records, make_record (random, epoch, FALSE));
  study_add_transfer (study, &transfer, records, &error);
  g_assert_no_error (error);
  study_set_run_state (study, run, STUDY_RUN_FAILED, "The loss is not finite.", &error);
  g_assert_no_error (error);
}

/* A new study in `path`. */
static inline void
make_fixture (const char *path)
{
  g_autoptr (GError) error = NULL;
  NumericRandom random;
  numeric_random_init (&random, 3, 0);
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  study_begin (study, &error);
  for (guint r = 0; r < FIXTURE_RUNS; r++) {
    g_autofree char *name = g_strdup_printf ("Run %u", r + 1);
    put_run_with_all (study, &random, name);
  }
  g_assert_true (study_put_setting (study, "view", "curves", NULL));
  g_assert_true (study_put_setting (study, "page", "2", NULL));
  g_assert_true (study_commit (study, &error));
}

/* Everything */

static inline void
add_bytes (GString *text, gconstpointer data, gsize size)
{
  g_autofree char *sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, data, size);
  g_string_append_printf (text, " %s", sum);
}

static inline void
add_double (GString *text, double value)
{
  g_string_append_printf (text, " %.17g", value == 0 ? 0.0 : value);
}

static inline void
add_record (GString *text, const TrainingRecord *record)
{
  g_string_append_printf (text, "\nepoch %u %d", record->epoch, record->has_head);
  add_double (text, record->learning_rate);
  add_double (text, record->base_learning_rate);
  add_double (text, record->weight_decay);
  add_double (text, record->seconds);
  add_double (text, record->measure_seconds);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainingSplitRecord *split = &record->split[s];
    add_double (text, split->loss);
    add_double (text, split->error);
    add_double (text, split->probe_accuracy);
    g_string_append_printf (text, " %x", split->metrics.flags);
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++) {
      add_double (text, split->metrics.value[m]);
      if (record->has_head)
        add_double (text, split->head.value[m]);
    }
  }
}

static inline void
add_snapshot (GString *text, const TrainingSnapshot *snapshot)
{
  const gsize k = snapshot->n_classes, d = snapshot->dimension;
  g_string_append_printf (text, "\nsnapshot %g %u %u %d", snapshot->epoch, (guint)k, (guint)d,
                          snapshot->probe);
  add_bytes (text, snapshot->weight, k * d * sizeof (float));
  add_bytes (text, snapshot->bias, k * sizeof (float));
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainingWatch *watch = &snapshot->split[s];
    add_bytes (text, watch->means->means, k * d * sizeof (double));
    add_bytes (text, watch->means->centre, d * sizeof (double));
    add_bytes (text, watch->means->variability, k * sizeof (double));
    add_bytes (text, watch->means->counts, k * sizeof (gsize));
    add_bytes (text, watch->features, watch->n * d * sizeof (float));
    add_bytes (text, watch->labels, watch->n * sizeof (guint32));
    add_bytes (text, watch->samples, watch->n * sizeof (guint32));
    add_bytes (text, watch->predictions, watch->n * sizeof (guint32));
  }
}

static inline void
add_checkpoint (GString *text, const TrainingCheckpoint *checkpoint)
{
  g_autofree char *random = numeric_random_to_string (&checkpoint->random);
  g_string_append_printf (text, "\ncheckpoint %u %s", checkpoint->epoch, random);
  add_double (text, regime_get_real (checkpoint->regime, "optimiser.learning-rate"));
  add_double (text, checkpoint->seconds);
  add_double (text, checkpoint->probe_square);
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    add_bytes (text, checkpoint->state[s], checkpoint->size[s] * sizeof (float));
}

static inline gboolean
add_records (GString *text, Study *study, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) stretches = study_stretches (study, run, error);
  if (stretches == NULL)
    return FALSE;
  for (guint i = 0; i < stretches->len; i++) {
    const StudyStretch *stretch = g_ptr_array_index (stretches, i);
    g_string_append_printf (text, "\nstretch %u %" G_GINT64_FORMAT " %s %s %s %s %u", stretch->first_epoch,
                            stretch->started, stretch->version, stretch->blas, stretch->libraries,
                            stretch->machine, stretch->threads);
  }
  g_autoptr (GPtrArray) records = study_records (study, run, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < records->len; i++)
    add_record (text, g_ptr_array_index (records, i));
  g_autoptr (GPtrArray) changes = study_changes (study, run, error);
  if (changes == NULL)
    return FALSE;
  g_autofree char *words = regime_changes_describe (changes);
  g_string_append (text, words);
  return TRUE;
}

static inline gboolean
add_states (GString *text, Study *study, gint64 run, GError **error)
{
  g_autoptr (GArray) snapshots = study_snapshot_epochs (study, run, error);
  g_autoptr (GArray) checkpoints = snapshots == NULL ? NULL : study_checkpoint_epochs (study, run, error);
  if (checkpoints == NULL)
    return FALSE;
  for (guint i = 0; i < snapshots->len; i++) {
    g_autoptr (TrainingSnapshot) snapshot
        = study_snapshot (study, run, g_array_index (snapshots, guint, i), error);
    if (snapshot == NULL)
      return FALSE;
    add_snapshot (text, snapshot);
  }
  for (guint i = 0; i < checkpoints->len; i++) {
    g_autoptr (TrainingCheckpoint) checkpoint
        = study_checkpoint (study, run, g_array_index (checkpoints, guint, i), error);
    if (checkpoint == NULL)
      return FALSE;
    add_checkpoint (text, checkpoint);
  }
  if (checkpoints->len == 0)
    return TRUE;
  g_autoptr (TrainingCheckpoint) last = study_last_checkpoint (study, run, error);
  if (last != NULL)
    add_checkpoint (text, last);
  return last != NULL;
}

static inline gboolean
add_run (GString *text, Study *study, const StudyRun *run, GError **error)
{
  g_autofree char *regime = regime_to_text (run->regime);
  g_autoptr (StudyRun) found = study_find_run (study, run->name, error);
  if (found == NULL)
    return FALSE;
  g_string_append_printf (
      text, "\nrun %" G_GINT64_FORMAT " %s %s %" G_GINT64_FORMAT " %u %" G_GINT64_FORMAT " %d %s", found->id,
      run->name, regime, run->parent, run->parent_epoch, run->created, run->state, run->message);
  return add_records (text, study, run->id, error) && add_states (text, study, run->id, error);
}

static inline gboolean
add_rest (GString *text, Study *study, GError **error)
{
  g_autoptr (GPtrArray) transfers = study_transfers (study, error);
  if (transfers == NULL)
    return FALSE;
  for (guint i = 0; i < transfers->len; i++) {
    const StudyTransfer *t = g_ptr_array_index (transfers, i);
    g_string_append_printf (text, "\ntransfer %" G_GINT64_FORMAT " %u %s %s %d %u %" G_GINT64_FORMAT " %s",
                            t->run, t->epoch, t->target, t->method, t->block, t->shots, t->seed, t->settings);
    g_string_append_printf (text, " %.17g %.17g %.17g %u %u %g", t->test_accuracy, t->nc1, t->nc1_test,
                            (guint)t->trained, (guint)t->parameters, t->seconds);
    g_autoptr (GPtrArray) records = study_transfer_records (study, t->id, error);
    if (records == NULL)
      return FALSE;
    for (guint r = 0; r < records->len; r++)
      add_record (text, records->pdata[r]);
  }
  g_autoptr (GHashTable) settings = study_settings (study, error);
  if (settings == NULL)
    return FALSE;
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (settings), (GCompareFunc)strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    g_string_append_printf (text, "\nsetting %s %s", (char *)name->data,
                            (char *)g_hash_table_lookup (settings, name->data));
  return TRUE;
}

/* NULL, and the error, when something of it cannot be read. Free with g_free. */
static inline char *
study_contents (Study *study, GError **error)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) runs = study_runs (study, error);
  gboolean well = runs != NULL;
  for (guint i = 0; well && i < runs->len; i++)
    well = add_run (text, study, g_ptr_array_index (runs, i), error);
  well = well && add_rest (text, study, error);
  return g_string_free (text, !well);
}

static inline char *
file_contents (const char *path, GError **error)
{
  g_autoptr (Study) study = study_open (path, STUDY_READ, error);
  return study == NULL ? NULL : study_contents (study, error);
}
