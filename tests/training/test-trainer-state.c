/* A run that goes on from any of its checkpoints is, to the last bit, the run that never stopped; a branch is
 * the other regime from there on; what does not fit is refused. */
#include "training/trainer.h"

#include <math.h>
#include <string.h>

/* What a run told. */
typedef struct {
  GPtrArray *records, *snapshots, *checkpoints;
  GString *order; /* of what it told: "r0 s0 c0 c1 " */
  TrainerStart start;
  GError *error;
  Trainer *trainer;
  guint change_at; /* epoch whose record has the learning rate changed; 0 never */
  gboolean wants;
} Told;

static void
told_clear (Told *told)
{
  g_ptr_array_unref (told->records);
  g_ptr_array_unref (told->snapshots);
  g_ptr_array_unref (told->checkpoints);
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
  if (told->change_at > 0 && told->change_at == record->epoch)
    trainer_set_learning_rate (told->trainer, 0.02);
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

static gboolean
on_wants_snapshot (gpointer data)
{
  return ((Told *)data)->wants;
}

static const TrainerSink sink = { .started = on_started,
                                  .epoch = on_epoch,
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
  const char *const *lists[] = { small, settings };
  g_autoptr (Regime) regime = regime_new ();
  for (gsize i = 0; i < 2; i++)
    for (gsize j = 0; lists[i] != NULL && lists[i][j] != NULL; j++) {
      g_autoptr (GError) error = NULL;
      regime_set_assignment (regime, lists[i][j], &error);
      g_assert_no_error (error);
    }
  return g_steal_pointer (&regime);
}

typedef void (*From) (Trainer *trainer, TrainingCheckpoint *checkpoint);

/* Runs what is set in `told`; from and checkpoint may be NULL. */
static void
run (Told *told, Regime *regime, guint threads, From from, TrainingCheckpoint *checkpoint)
{
  told->records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  told->snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  told->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  told->order = g_string_new (NULL);
  g_autoptr (Trainer) trainer = trainer_new (regime, threads, &sink, told);
  told->trainer = trainer;
  if (from != NULL)
    from (trainer, checkpoint);
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
  assert_same_double (a->base_learning_rate, b->base_learning_rate);
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
  g_auto (Told) rest = { 0 };
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

/* The rate that was set by hand is gone on with, not the regime's. */
static void
test_rate_by_hand (void)
{
  static const char *const settings[] = { "optimiser.schedule=cosine", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_auto (Told) whole = { .change_at = 2 };
  run (&whole, regime, 1, NULL, NULL);
  g_assert_cmpfloat (((TrainingCheckpoint *)whole.checkpoints->pdata[2])->base_learning_rate, ==, 0.05);
  g_assert_cmpfloat (((TrainingCheckpoint *)whole.checkpoints->pdata[3])->base_learning_rate, ==, 0.02);
  for (guint epoch = 3; epoch <= 6; epoch++)
    assert_goes_on (&whole, regime, epoch, 1);
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
  static const char *const head[]
      = { "head.layers=2", "head.width=12", "augment.mixup=0.4", "optimiser.nesterov=true", NULL };
  static const char *const every[] = { "run.metrics-every=3", "run.spectra-every=3", NULL };
  static const char *const supcon[]
      = { "loss.kind=supcon", "head.layers=1", "head.width=12", "augment.level=weak", NULL };
  static const char *const simclr[]
      = { "loss.kind=simclr", "head.layers=1", "head.width=12", "augment.level=strong", NULL };
  static const char *const fixed[] = { "network.classifier=etf", NULL };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/training/trainer-state/continue", NULL, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-cnn", cnn, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-head", head, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-every", every, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-supcon", supcon, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-simclr", simclr, test_continue);
  g_test_add_data_func ("/training/trainer-state/continue-fixed", fixed, test_continue);
  g_test_add_func ("/training/trainer-state/rate-by-hand", test_rate_by_hand);
  g_test_add_func ("/training/trainer-state/order", test_order);
  g_test_add_func ("/training/trainer-state/watched", test_watched);
  return g_test_run ();
}
