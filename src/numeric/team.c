/* A run hands out its blocks through one 64-bit ticket: the run's number in the upper half, the next block in
 * the lower. A member takes a block by compare-and-swap, so one that wakes late finds another run or none
 * left, and nobody waits for a sleeper: the caller waits for the blocks, not for the members. Between runs
 * the ticket is closed.
 *
 * Members spin a short while for the next run, as a training step has some fifteen within a millisecond, then
 * sleep on a condition. GThreadPool is not used: waking its threads costs tens of microseconds a run. */
#include "numeric/team.h"

#include <sched.h>
#include <stdatomic.h>

#define CLOSED G_MAXUINT32
/* Some 40 microseconds on Zen 4, whose pause is short, and twice that on others. */
#define SPINS 1500

struct _NumericTeam {
  guint size;
  GThread **threads; /* size - 1 */
  _Atomic guint64 ticket;
  _Atomic gsize n_blocks;
  _Atomic gsize n_done;
  _Atomic (NumericTeamFunc) func;
  _Atomic gpointer data;
  _Atomic guint n_sleepers;
  _Atomic gboolean quit;
  GMutex mutex;
  GCond cond; /* a run has begun, or quit */
};

typedef struct {
  NumericTeam *team;
  guint index;
} Member;

static inline void
spin_pause (void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause ();
#endif
}

static inline guint32
ticket_run (guint64 ticket)
{
  return (guint32)(ticket >> 32);
}

/* Does blocks of run `run` until none are left. */
static void
work (NumericTeam *team, guint32 run, guint member)
{
  guint64 ticket = atomic_load_explicit (&team->ticket, memory_order_acquire);

  while (ticket_run (ticket) == run && (guint32)ticket != CLOSED) {
    const gsize block = (guint32)ticket;

    /* Acquires, as does its store in numeric_team_run release: whoever sees a later run's number of blocks
       finds the ticket of this one closed, and takes none. */
    if (block >= atomic_load_explicit (&team->n_blocks, memory_order_acquire))
      return;
    if (!atomic_compare_exchange_weak_explicit (&team->ticket, &ticket, ticket + 1, memory_order_acq_rel,
                                                memory_order_acquire))
      continue;
    atomic_load_explicit (&team->func, memory_order_relaxed) (
        block, member, atomic_load_explicit (&team->data, memory_order_relaxed));
    atomic_fetch_add_explicit (&team->n_done, 1, memory_order_release);
    ticket = atomic_load_explicit (&team->ticket, memory_order_acquire);
  }
}

/* Waits until the ticket is of another run than `run`; FALSE to quit. */
static gboolean
wait_for_run (NumericTeam *team, guint32 run)
{
  for (guint i = 0; i < SPINS; i++) {
    if (ticket_run (atomic_load_explicit (&team->ticket, memory_order_acquire)) != run)
      return !atomic_load (&team->quit);
    spin_pause ();
  }
  g_mutex_lock (&team->mutex);
  /* Sequentially consistent with the store of the ticket and the look at n_sleepers in numeric_team_run: one
     of the two sees the other. */
  atomic_fetch_add (&team->n_sleepers, 1);
  while (ticket_run (atomic_load (&team->ticket)) == run && !atomic_load (&team->quit))
    g_cond_wait (&team->cond, &team->mutex);
  atomic_fetch_sub (&team->n_sleepers, 1);
  g_mutex_unlock (&team->mutex);
  return !atomic_load (&team->quit);
}

static gpointer
member_main (gpointer data)
{
  g_autofree Member *member = data;
  NumericTeam *team = member->team;
  guint32 run = 0;

  while (wait_for_run (team, run)) {
    run = ticket_run (atomic_load_explicit (&team->ticket, memory_order_acquire));
    work (team, run, member->index);
  }
  return NULL;
}

static void
wake (NumericTeam *team)
{
  g_mutex_lock (&team->mutex);
  g_cond_broadcast (&team->cond);
  g_mutex_unlock (&team->mutex);
}

NumericTeam *
numeric_team_new (guint size)
{
  NumericTeam *team = g_new0 (NumericTeam, 1);

  team->size = MAX (size, 1);
  team->ticket = CLOSED;
  g_mutex_init (&team->mutex);
  g_cond_init (&team->cond);
  team->threads = g_new (GThread *, team->size - 1);
  for (guint i = 1; i < team->size; i++) {
    Member *member = g_new (Member, 1);

    *member = (Member){ team, i };
    team->threads[i - 1] = g_thread_new ("collapsar-team", member_main, member);
  }
  return team;
}

void
numeric_team_free (NumericTeam *team)
{
  if (team == NULL)
    return;
  atomic_store (&team->quit, TRUE);
  wake (team);
  /* Those that spin look at quit when they fall asleep. */
  for (guint i = 1; i < team->size; i++)
    g_thread_join (team->threads[i - 1]);
  g_free (team->threads);
  g_cond_clear (&team->cond);
  g_mutex_clear (&team->mutex);
  g_free (team);
}

guint
numeric_team_size (const NumericTeam *team)
{
  return team == NULL ? 1 : team->size;
}

void
numeric_team_run (NumericTeam *team, gsize n_blocks, NumericTeamFunc func, gpointer data)
{
  guint32 run;

  g_return_if_fail (n_blocks < CLOSED);

  if (numeric_team_size (team) == 1 || n_blocks < 2) {
    for (gsize block = 0; block < n_blocks; block++)
      func (block, 0, data);
    return;
  }
  run = ticket_run (atomic_load_explicit (&team->ticket, memory_order_relaxed)) + 1;
  atomic_store_explicit (&team->func, func, memory_order_relaxed);
  atomic_store_explicit (&team->data, data, memory_order_relaxed);
  atomic_store_explicit (&team->n_blocks, n_blocks, memory_order_release);
  atomic_store_explicit (&team->n_done, 0, memory_order_relaxed);
  atomic_store (&team->ticket, (guint64)run << 32);
  if (atomic_load (&team->n_sleepers) > 0)
    wake (team);
  work (team, run, 0);
  for (guint i = 0; atomic_load_explicit (&team->n_done, memory_order_acquire) < n_blocks; i++) {
    if (i < SPINS)
      spin_pause ();
    else
      sched_yield ();
  }
  atomic_store_explicit (&team->ticket, (guint64)run << 32 | CLOSED, memory_order_release);
}
