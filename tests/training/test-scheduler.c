/* Who is told what, of runs that are only letters; then two runs that train at once, on cores that they hand
 * to each other, against the same runs alone. */
#include "scheduled-runs.h"

#include <string.h>

#define GIB ((guint64)1 << 30)

/* The runs are the letters of a text; what they are told is noted as "a2 b0 ". */
static char letters[] = "abcdefgh";

typedef struct {
  TrainingScheduler *scheduler;
  GString *told;
  char quits; /* is removed when it is told */
} Notes;

static gpointer
run_of (char letter)
{
  return letters + (letter - 'a');
}

static void
note (gpointer run, guint cores, gpointer user_data)
{
  Notes *notes = user_data;
  char letter = *(char *)run;
  g_string_append_printf (notes->told, "%c%u ", letter, cores);
  if (letter == notes->quits)
    training_scheduler_remove (notes->scheduler, run);
}

static Notes *
notes_new (guint cores, guint64 memory)
{
  Notes *notes = g_new0 (Notes, 1);
  notes->told = g_string_new (NULL);
  notes->scheduler = training_scheduler_new (cores, memory, note, notes);
  return notes;
}

static void
notes_free (Notes *notes)
{
  training_scheduler_free (notes->scheduler);
  g_string_free (notes->told, TRUE);
  g_free (notes);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Notes, notes_free)

/* Since the last time. */
static void
assert_told (Notes *notes, const char *expected)
{
  g_assert_cmpstr (notes->told->str, ==, expected);
  g_string_truncate (notes->told, 0);
}

/* Needs nothing to speak of, which is known. */
static void
add (Notes *notes, const char *runs)
{
  for (; *runs != '\0'; runs++) {
    training_scheduler_add (notes->scheduler, run_of (*runs));
    training_scheduler_set_need (notes->scheduler, run_of (*runs), 1);
  }
}

static void
leave (Notes *notes, char run)
{
  training_scheduler_remove (notes->scheduler, run_of (run));
}

static void
test_shares (void)
{
  g_autoptr (Notes) notes = notes_new (8, GIB);
  add (notes, "a");
  assert_told (notes, "a8 ");
  add (notes, "b");
  assert_told (notes, "a4 b4 ");
  add (notes, "c");
  assert_told (notes, "a3 b3 c2 ");
  leave (notes, 'a');
  assert_told (notes, "b4 c4 ");
  leave (notes, 'c');
  assert_told (notes, "b8 ");
  leave (notes, 'b');
  leave (notes, 'b');
  assert_told (notes, "");
  g_assert_cmpuint (training_scheduler_n_running (notes->scheduler), ==, 0);
}

static void
test_queue (void)
{
  g_autoptr (Notes) notes = notes_new (2, GIB);
  add (notes, "abcde");
  assert_told (notes, "a2 a1 b1 ");
  g_assert_cmpuint (training_scheduler_n_running (notes->scheduler), ==, 2);
  g_assert_cmpuint (training_scheduler_n_waiting (notes->scheduler), ==, 3);
  g_assert_cmpuint (training_scheduler_cores (notes->scheduler, run_of ('b')), ==, 1);
  g_assert_cmpuint (training_scheduler_cores (notes->scheduler, run_of ('c')), ==, 0);
  static const guint before[] = { 0, 0, 0, 1, 2, 0 }; /* f was never added */
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    g_assert_cmpuint (training_scheduler_n_before (notes->scheduler, run_of ("abcdef"[i])), ==, before[i]);
  leave (notes, 'a');
  assert_told (notes, "c1 ");
  leave (notes, 'd'); /* paused while it waits */
  assert_told (notes, "");
  add (notes, "d"); /* is last then */
  leave (notes, 'b');
  assert_told (notes, "e1 ");
  leave (notes, 'c');
  assert_told (notes, "d1 ");
  leave (notes, 'e');
  assert_told (notes, "d2 ");
}

/* What trains goes on as long as there are cores: the last to come is the first to wait. */
static void
test_set_cores (void)
{
  g_autoptr (Notes) notes = notes_new (3, GIB);
  add (notes, "abcd");
  assert_told (notes, "a3 a2 b1 a1 c1 ");
  leave (notes, 'a');
  assert_told (notes, "d1 ");
  training_scheduler_set_cores (notes->scheduler, 1);
  assert_told (notes, "c0 d0 ");
  training_scheduler_set_cores (notes->scheduler, 2);
  assert_told (notes, "c1 ");
  training_scheduler_set_cores (notes->scheduler, 0);
  g_assert_cmpuint (training_scheduler_n_running (notes->scheduler), ==, MIN (3, g_get_num_processors ()));
}

/* Of four: 3 + 3 are too many, 3 + 1 just fit, and one that needs five trains alone. */
static void
test_memory (void)
{
  g_autoptr (Notes) notes = notes_new (2, 4 * GIB);
  TrainingScheduler *scheduler = notes->scheduler;
  training_scheduler_add (scheduler, run_of ('a'));
  training_scheduler_add (scheduler, run_of ('b'));
  assert_told (notes, "a2 a1 b1 "); /* half of it each, as far as is known */
  training_scheduler_set_need (scheduler, run_of ('a'), 3 * GIB);
  assert_told (notes, "b0 a2 "); /* the other one may need as much */
  training_scheduler_set_need (scheduler, run_of ('b'), 3 * GIB);
  training_scheduler_add (scheduler, run_of ('c'));
  training_scheduler_set_need (scheduler, run_of ('c'), GIB);
  assert_told (notes, "a1 c1 "); /* past b */
  leave (notes, 'c');
  assert_told (notes, "a2 ");
  leave (notes, 'a');
  assert_told (notes, "b2 ");
  training_scheduler_add (scheduler, run_of ('d'));
  training_scheduler_set_need (scheduler, run_of ('d'), GIB);
  assert_told (notes, "b1 d1 ");
  training_scheduler_set_need (scheduler, run_of ('d'), 5 * GIB); /* it turns out to need more */
  assert_told (notes, "d0 b2 ");
  leave (notes, 'b');
  assert_told (notes, "d2 ");
}

/* As many as there are cores begin at once; the first that is known says what to expect of the others. */
static void
test_unknown (void)
{
  g_autoptr (Notes) notes = notes_new (4, 4 * GIB);
  for (const char *run = "abcde"; *run != '\0'; run++)
    training_scheduler_add (notes->scheduler, run_of (*run));
  assert_told (notes, "a4 a2 b2 b1 c1 a1 d1 ");
  training_scheduler_set_need (notes->scheduler, run_of ('a'), 3 * GIB / 2);
  assert_told (notes, "c0 d0 a2 b2 ");
  training_scheduler_set_need (notes->scheduler, run_of ('a'), GIB);
  assert_told (notes, "a1 b1 c1 d1 ");
}

/* A run that is told may leave at once, and one that begins anew hears again what it has. */
static void
test_within (void)
{
  g_autoptr (Notes) notes = notes_new (2, GIB);
  notes->quits = 'b';
  add (notes, "abc");
  assert_told (notes, "a2 a1 b1 a2 a1 c1 ");
  training_scheduler_add (notes->scheduler, run_of ('a'));
  assert_told (notes, "a1 ");
  g_assert_cmpuint (training_scheduler_n_waiting (notes->scheduler), ==, 0);
}

/* Real runs. */

static Regime *
small_regime (guint epochs)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text
      = g_strdup_printf ("[data]\nsource=digits\ntrain=300\ntest=100\n[network]\nhidden=24\n"
                         "feature=16\n[run]\nepochs=%u\nseed=%u\n",
                         epochs, epochs);
  Regime *regime = regime_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return regime;
}

static void
assert_same_loss (const ScheduledRun *a, const ScheduledRun *b)
{
  guint n = training_history_n_records (a->history);
  g_assert_cmpuint (n, ==, training_history_n_records (b->history));
  for (guint i = 0; i < n; i++)
    for (TrainingSplit split = 0; split < TRAINING_N_SPLITS; split++) {
      const TrainingSplitRecord *x = &training_history_record (a->history, i)->split[split];
      const TrainingSplitRecord *y = &training_history_record (b->history, i)->split[split];
      g_assert_cmpmem (&x->loss, sizeof (double), &y->loss, sizeof (double));
      g_assert_cmpmem (&x->metrics.value[COLLAPSE_NC1], sizeof (double), &y->metrics.value[COLLAPSE_NC1],
                       sizeof (double));
    }
}

/* The third begins when the first, which is the shortest, has ended; the last one has both cores. */
static void
test_same_bits (void)
{
  g_autoptr (GAsyncQueue) reports = g_async_queue_new ();
  ScheduledRun together[3], alone[3];
  for (guint i = 0; i < 3; i++) {
    g_autoptr (Regime) regime = small_regime (4 + 4 * i);
    scheduled_run_init (&together[i], regime, reports);
    scheduled_run_init (&alone[i], regime, reports);
  }
  g_assert_cmpuint (scheduled_runs_train (together, 3, 2, reports), ==, 2);
  for (guint i = 0; i < 3; i++) {
    g_assert_true (trainer_run (alone[i].trainer, NULL));
    g_assert_cmpuint (alone[i].need, ==, together[i].need);
    assert_same_loss (&together[i], &alone[i]);
    scheduled_run_clear (&alone[i]);
    scheduled_run_clear (&together[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/scheduler/shares", test_shares);
  g_test_add_func ("/training/scheduler/queue", test_queue);
  g_test_add_func ("/training/scheduler/set-cores", test_set_cores);
  g_test_add_func ("/training/scheduler/memory", test_memory);
  g_test_add_func ("/training/scheduler/unknown", test_unknown);
  g_test_add_func ("/training/scheduler/within", test_within);
  g_test_add_func ("/training/scheduler/same-bits", test_same_bits);
  return g_test_run ();
}
