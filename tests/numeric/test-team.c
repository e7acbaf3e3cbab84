#include "numeric/random.h"
#include "numeric/team.h"

#include <math.h>

static const guint sizes[] = { 1, 2, 3, 4, 8 };

typedef struct {
  guint *calls;  /* of each block; plain, as a block is one member's: TSan watches */
  guint *member; /* that did it */
} Record;

static void
record_block (gsize block, guint member, gpointer data)
{
  Record *record = data;

  record->calls[block]++;
  record->member[block] = member;
}

static void
check_each_block_once (NumericTeam *team, gsize n_blocks)
{
  g_autofree guint *calls = g_new0 (guint, n_blocks + 1), *member = g_new0 (guint, n_blocks + 1);
  Record record = { calls, member };

  numeric_team_run (team, n_blocks, record_block, &record);
  for (gsize block = 0; block < n_blocks; block++) {
    g_assert_cmpuint (calls[block], ==, 1);
    g_assert_cmpuint (member[block], <, numeric_team_size (team));
  }
  g_assert_cmpuint (calls[n_blocks], ==, 0);
}

static void
test_each_block_once (void)
{
  static const gsize counts[] = { 0, 1, 2, 3, 7, 8, 64, 1000 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_autoptr (NumericTeam) team = numeric_team_new (sizes[s]);

    g_assert_cmpuint (numeric_team_size (team), ==, sizes[s]);
    for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
      check_each_block_once (team, counts[c]);
  }
}

#define N_VALUES 100000
#define BLOCK 1024

typedef struct {
  const float *values;
  float partial[(N_VALUES + BLOCK - 1) / BLOCK];
} Sum;

static void
sum_block (gsize block, guint member, gpointer data)
{
  Sum *sum = data;
  float total = 0;

  for (gsize i = block * BLOCK; i < MIN ((block + 1) * BLOCK, N_VALUES); i++)
    total += sum->values[i];
  sum->partial[block] = total;
}

/* A float sum, whose value depends on the order of its terms: the same bits whatever the team. */
static void
test_same_bits (void)
{
  g_autofree float *values = g_new (float, N_VALUES);
  float expected = 0;
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (guint i = 0; i < N_VALUES; i++)
    values[i] = (float)exp (10 * numeric_random_normal (&random));
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_autoptr (NumericTeam) team = numeric_team_new (sizes[s]);

    for (guint repeat = 0; repeat < 20; repeat++) {
      Sum sum = { .values = values };
      float total = 0;

      numeric_team_run (team, G_N_ELEMENTS (sum.partial), sum_block, &sum);
      for (guint block = 0; block < G_N_ELEMENTS (sum.partial); block++)
        total += sum.partial[block];
      if (s == 0 && repeat == 0)
        expected = total;
      g_assert_cmpmem (&total, sizeof total, &expected, sizeof expected);
    }
  }
}

typedef struct {
  guint counters[8];
} Counters;

static void
count_block (gsize block, guint member, gpointer data)
{
  ((Counters *)data)->counters[block]++;
}

/* Run after run with changing numbers of blocks and changing data, now and then with a pause in which the
 * members fall asleep: a late member must not take a block of a run that is over, nor with the data of
 * another. */
static void
test_many_runs (void)
{
  const guint n_runs = 4000;

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_autoptr (NumericTeam) team = numeric_team_new (sizes[s]);
    Counters counters[2] = { { { 0 } }, { { 0 } } };
    guint expected[2][8] = { { 0 }, { 0 } };

    for (guint run = 0; run < n_runs; run++) {
      const guint n_blocks = 1 + run % 8, which = (run / 3) % 2;

      numeric_team_run (team, n_blocks, count_block, &counters[which]);
      for (guint block = 0; block < n_blocks; block++)
        expected[which][block]++;
      if (run % 400 == 0)
        g_usleep (2000);
      if (run % 50 == 0)
        g_assert_cmpmem (counters[which].counters, sizeof expected[which], expected[which],
                         sizeof expected[which]);
    }
    for (guint which = 0; which < 2; which++)
      g_assert_cmpmem (counters[which].counters, sizeof expected[which], expected[which],
                       sizeof expected[which]);
  }
}

static void
assert_in_order (gsize block, guint member, gpointer data)
{
  gsize *next = data;

  g_assert_cmpuint (member, ==, 0);
  g_assert_cmpuint (block, ==, (*next)++);
}

/* No team and a team of one do the blocks in order, on the caller. */
static void
test_alone (void)
{
  g_autoptr (NumericTeam) one = numeric_team_new (1);
  gsize next = 0;

  g_assert_cmpuint (numeric_team_size (NULL), ==, 1);
  numeric_team_run (NULL, 5, assert_in_order, &next);
  g_assert_cmpuint (next, ==, 5);
  next = 0;
  numeric_team_run (one, 5, assert_in_order, &next);
  g_assert_cmpuint (next, ==, 5);
  numeric_team_free (NULL);
}

typedef struct {
  GMutex mutex;
  GCond all_here;
  guint here, wanted;
} Meeting;

static void
meet (gsize block, guint member, gpointer data)
{
  Meeting *meeting = data;

  g_mutex_lock (&meeting->mutex);
  meeting->here++;
  g_cond_broadcast (&meeting->all_here);
  while (meeting->here < meeting->wanted)
    g_cond_wait (&meeting->all_here, &meeting->mutex);
  g_mutex_unlock (&meeting->mutex);
}

/* As many blocks as members, each waiting for the others: ends only when all members work at once, and so
 * when each was woken. */
static void
test_all_members_work (void)
{
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++) {
    g_autoptr (NumericTeam) team = numeric_team_new (sizes[s]);

    for (guint repeat = 0; repeat < 20; repeat++) {
      Meeting meeting = { .wanted = sizes[s] };

      g_mutex_init (&meeting.mutex);
      g_cond_init (&meeting.all_here);
      numeric_team_run (team, sizes[s], meet, &meeting);
      g_assert_cmpuint (meeting.here, ==, sizes[s]);
      g_mutex_clear (&meeting.mutex);
      g_cond_clear (&meeting.all_here);
      if (repeat % 2 == 0)
        g_usleep (500);
    }
  }
}

/* Freed at once, while the members spin, and while they sleep. */
static void
test_free (void)
{
  Counters counters = { { 0 } };

  for (guint repeat = 0; repeat < 60; repeat++) {
    NumericTeam *team = numeric_team_new (1 + repeat % 4);

    if (repeat % 3 > 0)
      numeric_team_run (team, 8, count_block, &counters);
    if (repeat % 3 > 1)
      g_usleep (1000);
    numeric_team_free (team);
  }
}

/* Two regimes in two threads, each with a team of its own. */
static gpointer
run_own_team (gpointer data)
{
  g_autoptr (NumericTeam) team = numeric_team_new (2);
  Counters *counters = data;

  for (guint run = 0; run < 2000; run++)
    numeric_team_run (team, 8, count_block, counters);
  return NULL;
}

static void
test_two_teams (void)
{
  Counters counters[2] = { { { 0 } }, { { 0 } } };
  GThread *threads[2];

  for (guint t = 0; t < 2; t++)
    threads[t] = g_thread_new ("regime", run_own_team, &counters[t]);
  for (guint t = 0; t < 2; t++)
    g_thread_join (threads[t]);
  for (guint t = 0; t < 2; t++)
    for (guint block = 0; block < 8; block++)
      g_assert_cmpuint (counters[t].counters[block], ==, 2000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/team/each-block-once", test_each_block_once);
  g_test_add_func ("/numeric/team/same-bits", test_same_bits);
  g_test_add_func ("/numeric/team/many-runs", test_many_runs);
  g_test_add_func ("/numeric/team/alone", test_alone);
  g_test_add_func ("/numeric/team/all-members-work", test_all_members_work);
  g_test_add_func ("/numeric/team/free", test_free);
  g_test_add_func ("/numeric/team/two-teams", test_two_teams);
  return g_test_run ();
}
