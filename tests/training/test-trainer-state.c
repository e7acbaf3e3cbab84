/* A run that goes on from any of its checkpoints is, to the last bit, the run that never stopped; a branch is
 * the other regime from there on; what does not fit is refused. */
#include "training/trainer.h"

#include "../settings.h"

#include <math.h>
#include <string.h>

/* A live key to be changed after so many mini-batches of the epoch that follows a record. */
typedef struct {
  guint epoch, step;
  const char *set; /* NULL ends the plan */
} Plan;

/* What a run told. */
typedef struct {
  GPtrArray *records, *snapshots, *checkpoints, *changes;
  GString *order; /* of what it told: "r0 s0 c0 c1 " */
  TrainerStart start;
  GError *error;
  Trainer *trainer;
  const Plan *plan;   /* what it is to be changed to on the way; NULL: nothing */
  guint epoch, asked; /* the last record, and the mini-batches since that were asked about */
  Regime *live;
  const Regime *asks; /* for these live keys before it starts; NULL: none */
  gboolean wants;
} Told;

static void
told_clear (Told *told)
{
  g_ptr_array_unref (told->records);
  g_ptr_array_unref (told->snapshots);
  g_ptr_array_unref (told->checkpoints);
  g_ptr_array_unref (told->changes);
  regime_unref (told->live);
  g_string_free (told->order, TRUE);
  g_clear_error (&told->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

static void
on_started (const TrainerStart *start, gpointer data)
{
  ((Told *)data)->start = *start;
}

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  Told *told = data;
  g_ptr_array_add (told->records, training_record_ref (record));
  g_string_append_printf (told->order, "r%u ", record->epoch);
  told->epoch = record->epoch;
  told->asked = 0;
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer data)
{
  Told *told = data;
  g_ptr_array_add (told->snapshots, training_snapshot_ref (snapshot));
  g_string_append_printf (told->order, "s%g ", snapshot->epoch);
}

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer data)
{
  Told *told = data;
  g_ptr_array_add (told->checkpoints, training_checkpoint_ref (checkpoint));
  g_string_append_printf (told->order, "c%u ", checkpoint->epoch);
}

static void
on_changed (const RegimeChange *change, gpointer data)
{
  Told *told = data;
  regime_changes_add (told->changes, change);
  g_string_append_printf (told->order, "%s@%g ", change->name, change->epoch);
}

/* Asked before every mini-batch of an epoch but the first: that moment's snapshot has come. */
static gboolean
on_wants_snapshot (gpointer data)
{
  Told *told = data;
  told->asked++;
  for (const Plan *plan = told->plan; plan != NULL && plan->set != NULL; plan++)
    if (plan->epoch == told->epoch && plan->step == told->asked) {
      g_assert_true (regime_set_assignment (told->live, plan->set, NULL));
      trainer_set_live (told->trainer, told->live);
    }
  return told->wants;
}

static const TrainerSink sink = { .started = on_started,
                                  .epoch = on_epoch,
                                  .changed = on_changed,
                                  .snapshot = on_snapshot,
                                  .checkpoint = on_checkpoint,
                                  .wants_snapshot = on_wants_snapshot };

/* Six short epochs of digits; further settings as "section.key=value", NULL-terminated. */
static Regime *
new_regime (const char *const *settings)
{
  static const char *const small[]
      = { "data.train=120",     "data.test=40", "network.hidden=12", "network.feature=10",
          "optimiser.batch=32", "run.epochs=6", "run.seed=7",        NULL };
  return regime_with_settings (small, settings);
}

typedef void (*From) (Trainer *trainer, TrainingCheckpoint *checkpoint);

/* Runs what is set in `told`; from and checkpoint may be NULL. */
static void
run (Told *told, Regime *regime, guint threads, From from, TrainingCheckpoint *checkpoint)
{
  told->records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  told->snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  told->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  told->changes = regime_changes_new ();
  told->order = g_string_new (NULL);
  told->live = regime_copy (from == trainer_continue_from ? checkpoint->regime : regime);
  told->epoch = G_MAXUINT; /* none yet */
  g_autoptr (Trainer) trainer = trainer_new (regime, threads, &sink, told);
  told->trainer = trainer;
  if (from != NULL)
    from (trainer, checkpoint);
  if (told->asks != NULL)
    trainer_set_live (trainer, told->asks);
  trainer_run (trainer, &told->error);
}

static void
assert_same_metrics (const CollapseMetrics *a, const CollapseMetrics *b)
{
  g_assert_cmpmem (a->value, sizeof a->value, b->value, sizeof b->value);
  g_assert_cmpuint (a->flags, ==, b->flags);
}

static void
assert_same_double (double a, double b)
{
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static void
assert_same_record (gconstpointer first, gconstpointer second)
{
  const TrainingRecord *a = first, *b = second;
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  assert_same_double (a->learning_rate, b->learning_rate);
  assert_same_double (a->base_learning_rate, b->base_learning_rate);
  assert_same_double (a->weight_decay, b->weight_decay);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    assert_same_double (a->split[s].loss, b->split[s].loss);
    assert_same_double (a->split[s].error, b->split[s].error);
    assert_same_double (a->split[s].probe_accuracy, b->split[s].probe_accuracy);
    assert_same_metrics (&a->split[s].metrics, &b->split[s].metrics);
    assert_same_metrics (&a->split[s].head, &b->split[s].head);
  }
}

static void
assert_same_snapshot (gconstpointer first, gconstpointer second)
{
  const TrainingSnapshot *a = first, *b = second;
  gsize size = a->n_classes * a->dimension;
  assert_same_double (a->epoch, b->epoch);
  g_assert_cmpmem (a->weight, size * sizeof (float), b->weight, size * sizeof (float));
  g_assert_cmpmem (a->bias, a->n_classes * sizeof (float), b->bias, b->n_classes * sizeof (float));
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainingWatch *x = &a->split[s], *y = &b->split[s];
    g_assert_cmpmem (x->features, x->n * a->dimension * sizeof (float), y->features,
                     y->n * b->dimension * sizeof (float));
    g_assert_cmpmem (x->samples, x->n * sizeof (guint32), y->samples, y->n * sizeof (guint32));
    g_assert_cmpmem (x->predictions, x->n * sizeof (guint32), y->predictions, y->n * sizeof (guint32));
    g_assert_cmpmem (x->means->means, size * sizeof (double), y->means->means, size * sizeof (double));
  }
}

static void
assert_same_checkpoint (gconstpointer first, gconstpointer second)
{
  const TrainingCheckpoint *a = first, *b = second;
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_autoptr (Regime) live = regime_copy_with_live (a->regime, b->regime);
  g_assert_true (regime_equal (a->regime, live));
  assert_same_double (a->probe_square, b->probe_square);
  g_autofree char *random = numeric_random_to_string (&a->random);
  g_autofree char *other = numeric_random_to_string (&b->random);
  g_assert_cmpstr (random, ==, other);
  for (TrainingState part = 0; part < TRAINING_N_STATES; part++)
    g_assert_cmpmem (a->state[part], a->size[part] * sizeof (float), b->state[part],
                     b->size[part] * sizeof (float));
}

static double
checkpoint_epoch (gconstpointer checkpoint)
{
  return ((const TrainingCheckpoint *)checkpoint)->epoch;
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

/* `rest` is what of `whole` is past `epoch`. */
static void
assert_rest (const GPtrArray *whole,
             const GPtrArray *rest,
             guint epoch,
             double (*epoch_of) (gconstpointer element),
             void (*assert_same) (gconstpointer a, gconstpointer b))
{
  guint first = 0;
  while (first < whole->len && epoch_of (whole->pdata[first]) <= epoch)
    first++;
  g_assert_cmpuint (rest->len, ==, whole->len - first);
  for (guint i = 0; i < rest->len; i++)
    assert_same (whole->pdata[first + i], rest->pdata[i]);
}

static void
assert_goes_on (const Told *whole, Regime *regime, guint epoch, guint threads)
{
  g_auto (Told) rest = { .plan = whole->plan };
  run (&rest, regime, threads, trainer_continue_from, whole->checkpoints->pdata[epoch]);
  g_test_message ("from epoch %u: %s", epoch, rest.order->str);
  g_assert_no_error (rest.error);
  g_assert_cmpuint (rest.start.first_epoch, ==, epoch);
  assert_rest (whole->records, rest.records, epoch, record_epoch, assert_same_record);
  assert_rest (whole->snapshots, rest.snapshots, epoch, snapshot_epoch, assert_same_snapshot);
  assert_rest (whole->checkpoints, rest.checkpoints, epoch, checkpoint_epoch, assert_same_checkpoint);
}

static void
test_continue (gconstpointer settings)
{
  g_autoptr (Regime) regime = new_regime (settings);
  g_auto (Told) whole = { 0 };
  run (&whole, regime, 1, NULL, NULL);
  g_assert_no_error (whole.error);
  g_assert_cmpuint (whole.checkpoints->len, ==, 7);
  for (guint epoch = 0; epoch <= 6; epoch++)
    assert_goes_on (&whole, regime, epoch, 1 + epoch % 3);
}

/* What was changed on the way, between any two mini-batches, is gone on with, not the regime's; and is told
 * with the moment from which on it holds. A branch from there that has it from the start is the same too. */
static void
test_live (gconstpointer settings)
{
  static const Plan plan[]
      = { { 1, 2, "optimiser.learning-rate=0.02" }, { 3, 1, "optimiser.weight-decay=0.05" },
          { 3, 1, "augment.level=custom" },         { 3, 1, "augment.noise=0.5" },
          { 4, 3, "augment.level=none" },           { 0 } };
  g_autoptr (Regime) regime = new_regime (settings);
  g_auto (Told) plain = { 0 }, whole = { .plan = plan };
  run (&plain, regime, 1, NULL, NULL);
  run (&whole, regime, 1, NULL, NULL);
  g_assert_no_error (whole.error);
  g_assert_cmpstr (whole.order->str, ==,
                   "r0 s0 c0 r1 s1 c1 optimiser.learning-rate@1.5 r2 s2 c2 r3 s3 c3 augment.level@3.25 "
                   "augment.noise@3.25 optimiser.weight-decay@3.25 r4 s4 c4 augment.level@4.75 r5 s5 c5 "
                   "r6 s6 c6 ");
  g_assert_cmpfloat (((TrainingRecord *)whole.records->pdata[4])->weight_decay, ==, 0.05);
  /* Of an epoch that is changed in, the record is not told again to a run that goes on from it. */
  assert_goes_on (&whole, regime, 2, 2);
  assert_goes_on (&whole, regime, 5, 1);
  assert_goes_on (&whole, regime, 6, 1);
  for (guint epoch = 2; epoch <= 5; epoch++) {
    const TrainingCheckpoint *a = plain.checkpoints->pdata[epoch], *b = whole.checkpoints->pdata[epoch];
    g_assert_cmpint (memcmp (a->state[0], b->state[0], a->size[0] * sizeof (float)), !=, 0);
  }
  TrainingCheckpoint *fifth = whole.checkpoints->pdata[5];
  g_autoptr (Regime) at = regime_changes_regime_at (whole.changes, regime, 5);
  g_assert_true (regime_equal (at, fifth->regime));
  g_auto (Told) branch = { 0 };
  run (&branch, fifth->regime, 1, trainer_branch_from, fifth);
  g_assert_cmpuint (branch.changes->len, ==, 0);
  assert_rest (whole.records, branch.records, 5, record_epoch, assert_same_record);
}

/* What is asked for before it goes on is a change there. */
static void
test_live_before (void)
{
  g_autoptr (Regime) regime = new_regime (NULL);
  g_autoptr (Regime) slower = regime_copy (regime);
  g_auto (Told) whole = { 0 }, rest = { 0 }, branch = { 0 };
  g_assert_true (regime_set (slower, "optimiser.learning-rate", "0.001", NULL));
  run (&whole, regime, 1, NULL, NULL);
  rest.asks = slower;
  run (&rest, regime, 1, trainer_continue_from, whole.checkpoints->pdata[3]);
  g_assert_true (g_str_has_prefix (rest.order->str, "optimiser.learning-rate@3 r4"));
  run (&branch, slower, 1, trainer_branch_from, whole.checkpoints->pdata[3]);
  assert_rest (branch.records, rest.records, 0, record_epoch, assert_same_record);
}

/* What comes of an epoch: record and snapshot where there is one, then the checkpoint, always. The seconds of
 * epochs that are not measured are handed on to the next that is. */
static void
test_order (void)
{
  static const char *const settings[] = { "run.metrics-every=4", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_auto (Told) whole = { 0 }, rest = { 0 };
  run (&whole, regime, 1, NULL, NULL);
  g_assert_cmpstr (whole.order->str, ==, "r0 s0 c0 c1 c2 c3 r4 s4 c4 c5 r6 s6 c6 ");
  const TrainingCheckpoint *second = whole.checkpoints->pdata[2], *fourth = whole.checkpoints->pdata[4];
  g_assert_cmpfloat (second->seconds, >, ((TrainingCheckpoint *)whole.checkpoints->pdata[1])->seconds);
  g_assert_cmpfloat (fourth->seconds, ==, 0);
  run (&rest, regime, 1, trainer_continue_from, whole.checkpoints->pdata[2]);
  g_assert_cmpstr (rest.order->str, ==, "c3 r4 s4 c4 c5 r6 s6 c6 ");
  g_assert_cmpfloat (((TrainingRecord *)rest.records->pdata[0])->seconds, >, second->seconds);
}

/* Who looks is shown the moment that is gone on from, as it was seen there, and changes nothing of what
 * comes. */
static void
test_watched (void)
{
  g_autoptr (Regime) regime = new_regime (NULL);
  g_auto (Told) whole = { 0 }, rest = { .wants = TRUE };
  run (&whole, regime, 1, NULL, NULL);
  run (&rest, regime, 1, trainer_continue_from, whole.checkpoints->pdata[4]);
  g_assert_true (g_str_has_prefix (rest.order->str, "s4 "));
  assert_same_snapshot (whole.snapshots->pdata[4], rest.snapshots->pdata[0]);
  assert_rest (whole.checkpoints, rest.checkpoints, 4, checkpoint_epoch, assert_same_checkpoint);
}

/* The last good epoch is the same one, measured or not, and so is what is said and shown of it. By the decay
 * alone weights grow threefold a step. */
static void
test_diverges (void)
{
  static const char *const settings[] = { "network.batch-norm=false",
                                          "optimiser.learning-rate=40",
                                          "optimiser.weight-decay=0.1",
                                          "optimiser.momentum=0",
                                          "optimiser.clip=0.001",
                                          "optimiser.schedule=constant",
                                          "run.epochs=50",
                                          "run.metrics-every=50",
                                          NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_auto (Told) whole = { 0 }, rest = { 0 };
  run (&whole, regime, 1, NULL, NULL);
  g_assert_error (whole.error, TRAINER_ERROR, TRAINER_ERROR_DIVERGED);
  g_test_message ("%s: %s", whole.order->str, whole.error->message);
  g_assert_cmpuint (whole.checkpoints->len, >, 1);
  TrainingCheckpoint *last = whole.checkpoints->pdata[whole.checkpoints->len - 1];
  run (&rest, regime, 1, trainer_continue_from, last);
  g_assert_error (rest.error, TRAINER_ERROR, TRAINER_ERROR_DIVERGED);
  g_assert_cmpstr (rest.error->message, ==, whole.error->message);
  g_assert_cmpuint (rest.checkpoints->len, ==, 0);
  g_assert_cmpuint (rest.snapshots->len, ==, 1);
  g_assert_cmpfloat (snapshot_epoch (rest.snapshots->pdata[0]), ==, last->epoch);
  assert_same_snapshot (whole.snapshots->pdata[whole.snapshots->len - 1], rest.snapshots->pdata[0]);
}

/* Weights that are no numbers any more are seen at the end of their epoch, before there is a loss of them. */
static void
test_not_finite (void)
{
  static const char *const settings[]
      = { "optimiser.batch=120", "network.batch-norm=false", "optimiser.learning-rate=100", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_auto (Told) whole = { 0 }, told = { 0 };
  run (&whole, regime, 1, NULL, NULL);
  TrainingCheckpoint *second = whole.checkpoints->pdata[2];
  for (gsize i = 0; i < second->size[TRAINING_STATE_OPTIMISER]; i++)
    second->state[TRAINING_STATE_OPTIMISER][i] = 1e38f; /* a velocity */
  run (&told, regime, 1, trainer_continue_from, second);
  g_assert_error (told.error, TRAINER_ERROR, TRAINER_ERROR_DIVERGED);
  g_assert_cmpstr (told.order->str, ==, "s2 ");
  g_assert_nonnull (strstr (told.error->message, "epoch 3, mini-batch 1 of 1; epoch 2 is kept"));
}

/* A copy, with `part` of `size` numbers instead of what it has. */
static TrainingCheckpoint *
resized (const TrainingCheckpoint *checkpoint, TrainingState part, gsize size)
{
  gsize sizes[TRAINING_N_STATES];
  memcpy (sizes, checkpoint->size, sizeof sizes);
  sizes[part] = size;
  TrainingCheckpoint *copy = training_checkpoint_new (checkpoint->regime, sizes);
  for (TrainingState s = 0; s < TRAINING_N_STATES; s++)
    for (gsize i = 0; i < sizes[s]; i++)
      copy->state[s][i] = i < checkpoint->size[s] ? checkpoint->state[s][i] : 0;
  copy->epoch = checkpoint->epoch;
  copy->seconds = checkpoint->seconds;
  copy->probe_square = checkpoint->probe_square;
  copy->random = checkpoint->random;
  return copy;
}

/* All streams but the one that the data are drawn by, which are all there here, are split off the
 * checkpoint's generator, and the regime's seed is not asked again. */
static void
test_random (void)
{
  static const char *const all[] = { "data.train=0", "data.test=0", "run.epochs=5", NULL };
  static const char *const other_seed[]
      = { "data.train=0", "data.test=0", "run.epochs=5", "run.seed=8", NULL };
  g_autoptr (Regime) regime = new_regime (all), other = new_regime (other_seed);
  g_auto (Told) whole = { 0 }, first = { 0 }, second = { 0 };
  run (&whole, regime, 1, NULL, NULL);
  g_autoptr (TrainingCheckpoint) from = resized (whole.checkpoints->pdata[4], TRAINING_STATE_PROBE, 0);
  numeric_random_init (&from->random, 9, 0);
  run (&first, regime, 1, trainer_continue_from, from);
  run (&second, other, 1, trainer_continue_from, from);
  assert_rest (first.checkpoints, second.checkpoints, 4, checkpoint_epoch, assert_same_checkpoint);
  assert_rest (first.records, second.records, 4, record_epoch, assert_same_record);
}

/* A branch does what its regime would go on with from a checkpoint that has the parent's network and epoch,
 * of the other states those of the parent where `kept` says so, and all else as that regime begins. */
typedef struct {
  const char *parent[4], *branch[6];
  gboolean kept[TRAINING_N_STATES];
} Branch;

static TrainingCheckpoint *
graft (const TrainingCheckpoint *parent, const TrainingCheckpoint *beginning, const gboolean *kept)
{
  g_autoptr (TrainingCheckpoint) graft = training_checkpoint_ref ((TrainingCheckpoint *)beginning);
  for (TrainingState part = 0; part < TRAINING_N_STATES; part++) {
    TrainingCheckpoint *next = resized (graft, part, kept[part] ? parent->size[part] : graft->size[part]);
    if (kept[part])
      memcpy (next->state[part], parent->state[part], parent->size[part] * sizeof (float));
    training_checkpoint_unref (graft);
    graft = next;
  }
  graft->epoch = parent->epoch;
  graft->probe_square = kept[TRAINING_STATE_PROBE] ? parent->probe_square : 0;
  return g_steal_pointer (&graft);
}

static void
test_branch (gconstpointer data)
{
  const Branch *branch = data;
  g_autoptr (Regime) parent = new_regime (branch->parent), regime = new_regime (branch->branch);
  static const Plan plan[] = { { 1, 1, "optimiser.learning-rate=0.02" }, { 0 } };
  g_auto (Told) whole = { .plan = plan }, beginning = { 0 }, branched = { 0 }, expected = { 0 };
  run (&whole, parent, 1, NULL, NULL);
  run (&beginning, regime, 1, NULL, NULL);
  g_assert_no_error (beginning.error);
  TrainingCheckpoint *from = whole.checkpoints->pdata[3];
  g_autoptr (TrainingCheckpoint) grafted = graft (from, beginning.checkpoints->pdata[0], branch->kept);
  run (&branched, regime, 2, trainer_branch_from, from);
  run (&expected, regime, 1, trainer_continue_from, grafted);
  g_assert_no_error (branched.error);
  g_assert_no_error (expected.error);
  g_assert_cmpuint (branched.start.first_epoch, ==, 3);
  g_assert_cmpuint (branched.checkpoints->len, ==, (guint)regime_get_integer (regime, "run.epochs") - 3);
  g_assert_cmpstr (branched.order->str, ==, expected.order->str);
  assert_rest (expected.records, branched.records, 3, record_epoch, assert_same_record);
  assert_rest (expected.snapshots, branched.snapshots, 3, snapshot_epoch, assert_same_snapshot);
  assert_rest (expected.checkpoints, branched.checkpoints, 3, checkpoint_epoch, assert_same_checkpoint);
}

/* `from` is refused, in words that have `word`, before anything is told. */
static void
assert_refused (Regime *regime, From from, TrainingCheckpoint *checkpoint, const char *word)
{
  g_auto (Told) told = { 0 };
  run (&told, regime, 1, from, checkpoint);
  g_assert_error (told.error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_test_message ("%s", told.error->message);
  g_assert_nonnull (strstr (told.error->message, word));
  g_assert_cmpstr (told.order->str, ==, "");
}

/* What a damaged file may hold. */
static void
test_damaged (void)
{
  static const char *const settings[] = { "head.layers=1", "head.width=12", "run.epochs=2", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_auto (Told) whole = { 0 };
  run (&whole, regime, 1, NULL, NULL);
  const TrainingCheckpoint *good = whole.checkpoints->pdata[1];
  for (TrainingState part = 0; part < TRAINING_N_STATES; part++) {
    const gsize sizes[] = { 0, good->size[part] - 1, good->size[part] + 1 };
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
      g_autoptr (TrainingCheckpoint) bad = resized (good, part, sizes[i]);
      g_autofree char *size = g_strdup_printf ("%" G_GSIZE_FORMAT, sizes[i]);
      assert_refused (regime, trainer_continue_from, bad, size);
      if (part == TRAINING_STATE_NETWORK)
        assert_refused (regime, trainer_branch_from, bad, size);
    }
  }
  g_autoptr (TrainingCheckpoint) square = resized (good, TRAINING_STATE_NETWORK, good->size[0]);
  square->probe_square = -1;
  assert_refused (regime, trainer_continue_from, square, "square -1");
  g_autoptr (TrainingCheckpoint) number = resized (good, TRAINING_STATE_NETWORK, good->size[0]);
  number->state[TRAINING_STATE_NETWORK][3] = NAN;
  assert_refused (regime, trainer_branch_from, number, "network");
  g_autoptr (TrainingCheckpoint) late = resized (good, TRAINING_STATE_NETWORK, good->size[0]);
  late->epoch = 3;
  assert_refused (regime, trainer_continue_from, late, "run.epochs is 2");
}

/* Of other networks, with both sizes, by hand: 64-12-10-10 with batch norm is 64 12 + 12 + 4 12, 12 10 + 10 +
 * 4 10, and 10 10 + 10 numbers. And what a branch may and a run that goes on may not. */
static void
test_other_network (void)
{
  static const char *const wider[] = { "network.hidden=13", NULL };
  static const char *const fewer[] = { "data.classes=0-4", NULL };
  static const char *const adam[] = { "optimiser.kind=adam", NULL };
  static const char *const fixed[] = { "network.classifier=etf", NULL };
  static const char *const shorter[] = { "run.epochs=3", NULL };
  static const struct {
    const char *const *settings;
    const char *sizes;
  } others[] = { { wider, "1108 numbers and this regime's has 1187" },
                 { fewer, "1108 numbers and this regime's has 1053" } };
  g_autoptr (Regime) regime = new_regime (NULL);
  g_auto (Told) whole = { 0 };
  run (&whole, regime, 1, NULL, NULL);
  TrainingCheckpoint *from = whole.checkpoints->pdata[4];
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (Regime) other = new_regime (others[i].settings);
    assert_refused (other, trainer_branch_from, from, others[i].sizes);
    assert_refused (other, trainer_continue_from, from, others[i].sizes);
  }
  g_autoptr (Regime) other = new_regime (adam), early = new_regime (shorter), stiff = new_regime (fixed);
  assert_refused (other, trainer_continue_from, from, "optimiser");
  assert_refused (stiff, trainer_branch_from, from, "network.classifier");
  assert_refused (early, trainer_branch_from, from, "run.epochs is 3");
}

int
main (int argc, char **argv)
{
  static const char *const cnn[] = { "network.kind=cnn",          "network.channels=6,8",
                                     "network.strides=1,2",       "network.batch-norm=true",
                                     "network.dropout=0.3",       "augment.level=strong",
                                     "augment.flip=0.5",          "augment.mixup=0.4",
                                     "optimiser.kind=adamw",      "optimiser.learning-rate=0.003",
                                     "optimiser.schedule=cosine", "optimiser.warm-up=2",
                                     "optimiser.clip=1",          NULL };
  static const char *const cosine[] = { "optimiser.schedule=cosine", NULL };
  static const char *const head[]
      = { "head.layers=2", "head.width=12", "augment.mixup=0.4", "optimiser.nesterov=true", NULL };
  /* Features that decay so fast that the probe still goes by those before. */
  static const char *const shrinking[] = { "head.layers=1",
                                           "network.batch-norm=false",
                                           "optimiser.learning-rate=1",
                                           "optimiser.weight-decay=0.1",
                                           "optimiser.momentum=0",
                                           "optimiser.clip=0.001",
                                           NULL };
  static const char *const every[] = { "run.metrics-every=3", "run.spectra-every=3", NULL };
  static const char *const supcon[]
      = { "loss.kind=supcon", "head.layers=1", "head.width=12", "augment.level=weak", NULL };
  static const char *const simclr[]
      = { "loss.kind=simclr", "head.layers=1", "head.width=12", "augment.level=strong", NULL };
  static const char *const fixed[] = { "network.classifier=etf", NULL };

  static const Branch branches[] = {
    { { NULL },
      { "optimiser.learning-rate=0.01", "optimiser.batch=16", "optimiser.schedule=cosine", "run.epochs=8" },
      { TRUE, TRUE } },
    { { NULL }, { "run.seed=8", "loss.kind=label-smoothing", "augment.level=weak" }, { TRUE, TRUE } },
    { { NULL }, { "optimiser.nesterov=true", "data.train=100" }, { TRUE, TRUE } },
    { { NULL }, { "optimiser.kind=adamw", "optimiser.learning-rate=0.003" }, { TRUE } },
    { { "optimiser.kind=adam" }, { "optimiser.kind=adamw", "network.dropout=0.2" }, { TRUE, TRUE } },
    { { "optimiser.kind=adam" }, { "optimiser.kind=sgd" }, { TRUE } },
    { { "head.layers=1", "head.width=12" },
      { "head.layers=1", "head.width=12", "loss.kind=focal" },
      { TRUE, TRUE, TRUE, TRUE } },
    { { "network.classifier=etf" }, { "run.seed=8", "network.classifier=etf" }, { TRUE, TRUE } },
    { { "network.classifier=etf" }, { "network.classifier=learned" }, { TRUE } },
    /* Two classes instead of ten, of which only the probe knows. */
    { { "head.layers=1", "head.width=12", "loss.kind=simclr" },
      { "head.layers=1", "head.width=12", "loss.kind=simclr", "data.labels=coarse" },
      { TRUE, TRUE } },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/training/trainer-state/continue", NULL, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-cnn", cnn, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-head", head, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-shrinking", shrinking, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-every", every, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-supcon", supcon, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-simclr", simclr, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-fixed", fixed, test_continue);
  g_test_add_data_func ("/training/trainer-state/live", cosine, test_live);
  g_test_add_data_func ("/training/trainer-state/live-head", head, test_live);
  g_test_add_func ("/training/trainer-state/live-before", test_live_before);
  g_test_add_func ("/training/trainer-state/order", test_order);
  g_test_add_func ("/training/trainer-state/watched", test_watched);
  g_test_add_func ("/training/trainer-state/diverges", test_diverges);
  g_test_add_func ("/training/trainer-state/not-finite", test_not_finite);
  g_test_add_func ("/training/trainer-state/random", test_random);
  for (guint i = 0; i < G_N_ELEMENTS (branches); i++) {
    g_autofree char *path = g_strdup_printf ("/training/trainer-state/branch-%u", i);
    g_test_add_data_func (path, &branches[i], test_branch);
  }
  g_test_add_func ("/training/trainer-state/damaged", test_damaged);
  g_test_add_func ("/training/trainer-state/other-network", test_other_network);
  return g_test_run ();
}
