#include "training/scheduler.h"

typedef struct {
  gpointer run;
  guint64 need; /* bytes; 0: not known yet */
  guint share;  /* cores that it is to have */
  guint told;   /* that it has heard of */
} Place;

struct _TrainingScheduler {
  guint cores;
  guint64 memory;
  TrainingSchedulerFunc tell;
  gpointer user_data;
  GArray *queue; /* of Place */
  gboolean telling, changed;
};

static Place *
place_at (const TrainingScheduler *scheduler, guint index)
{
  return &g_array_index (scheduler->queue, Place, index);
}

static Place *
find (const TrainingScheduler *scheduler, gconstpointer run, guint *index)
{
  for (guint i = 0; i < scheduler->queue->len; i++)
    if (place_at (scheduler, i)->run == run) {
      if (index != NULL)
        *index = i;
      return place_at (scheduler, i);
    }
  return NULL;
}

/* What a run of unknown need is taken to need: where none is known the share of a core, so that none waits
 * for another to read its data. */
static guint64
assumed_need (const TrainingScheduler *scheduler)
{
  guint64 most = 0;
  for (guint i = 0; i < scheduler->queue->len; i++)
    most = MAX (most, place_at (scheduler, i)->need);
  return most > 0 ? most : scheduler->memory / scheduler->cores;
}

/* Sets share to 1 for those that are to run: first those that do already, then those that wait. Returns how
 * many. */
static guint
choose (TrainingScheduler *scheduler)
{
  guint64 assumed = assumed_need (scheduler), left = scheduler->memory;
  guint n = 0;
  for (guint i = 0; i < scheduler->queue->len; i++)
    place_at (scheduler, i)->share = 0;
  for (guint waits = 0; waits < 2; waits++)
    for (guint i = 0; i < scheduler->queue->len && n < scheduler->cores; i++) {
      Place *place = place_at (scheduler, i);
      guint64 need = place->need > 0 ? place->need : assumed;
      if ((place->told == 0) != waits || (need > left && n > 0))
        continue;
      left -= MIN (need, left);
      place->share = 1;
      n++;
    }
  return n;
}

/* The cores that are left over by whole shares go to the first. */
static void
share_out (TrainingScheduler *scheduler)
{
  guint n = choose (scheduler), place = 0;
  for (guint i = 0; i < scheduler->queue->len; i++)
    if (place_at (scheduler, i)->share > 0)
      place_at (scheduler, i)->share = scheduler->cores / n + (place++ < scheduler->cores % n);
}

/* The next run to be told: one that loses cores before one that gets some. */
static Place *
next_to_tell (TrainingScheduler *scheduler)
{
  Place *gains = NULL;
  for (guint i = 0; i < scheduler->queue->len; i++) {
    Place *place = place_at (scheduler, i);
    if (place->share < place->told)
      return place;
    if (place->share > place->told && gains == NULL)
      gains = place;
  }
  return gains;
}

/* What is called from within a telling is planned for by the outer call. */
static void
plan (TrainingScheduler *scheduler)
{
  scheduler->changed = TRUE;
  if (scheduler->telling)
    return;
  scheduler->telling = TRUE;
  for (;;) {
    if (scheduler->changed)
      share_out (scheduler);
    scheduler->changed = FALSE;
    Place *next = next_to_tell (scheduler);
    if (next == NULL)
      break;
    next->told = next->share;
    scheduler->tell (next->run, next->told, scheduler->user_data);
  }
  scheduler->telling = FALSE;
}

static guint
all_cores (guint cores)
{
  return cores > 0 ? cores : g_get_num_processors ();
}

TrainingScheduler *
training_scheduler_new (guint cores, guint64 memory, TrainingSchedulerFunc tell, gpointer user_data)
{
  TrainingScheduler *scheduler = g_new0 (TrainingScheduler, 1);
  scheduler->cores = all_cores (cores);
  scheduler->memory = memory;
  scheduler->tell = tell;
  scheduler->user_data = user_data;
  scheduler->queue = g_array_new (FALSE, TRUE, sizeof (Place));
  return scheduler;
}

void
training_scheduler_free (TrainingScheduler *scheduler)
{
  if (scheduler == NULL)
    return;
  g_array_unref (scheduler->queue);
  g_free (scheduler);
}

void
training_scheduler_set_cores (TrainingScheduler *scheduler, guint cores)
{
  scheduler->cores = all_cores (cores);
  plan (scheduler);
}

void
training_scheduler_add (TrainingScheduler *scheduler, gpointer run)
{
  const Place last = { .run = run };
  Place *place = find (scheduler, run, NULL);
  if (place == NULL)
    g_array_append_val (scheduler->queue, last);
  else if (place->told > 0)
    scheduler->tell (run, place->told, scheduler->user_data);
  plan (scheduler);
}

void
training_scheduler_remove (TrainingScheduler *scheduler, gpointer run)
{
  guint index;
  if (find (scheduler, run, &index) == NULL)
    return;
  g_array_remove_index (scheduler->queue, index);
  plan (scheduler);
}

void
training_scheduler_set_need (TrainingScheduler *scheduler, gpointer run, guint64 bytes)
{
  Place *place = find (scheduler, run, NULL);
  if (place == NULL || place->need == bytes)
    return;
  place->need = bytes;
  plan (scheduler);
}

gboolean
training_scheduler_has (const TrainingScheduler *scheduler, gconstpointer run)
{
  return find (scheduler, run, NULL) != NULL;
}

guint
training_scheduler_cores (const TrainingScheduler *scheduler, gconstpointer run)
{
  const Place *place = find (scheduler, run, NULL);
  return place == NULL ? 0 : place->share;
}

guint
training_scheduler_n_running (const TrainingScheduler *scheduler)
{
  guint n = 0;
  for (guint i = 0; i < scheduler->queue->len; i++)
    n += place_at (scheduler, i)->share > 0;
  return n;
}

guint
training_scheduler_n_waiting (const TrainingScheduler *scheduler)
{
  return scheduler->queue->len - training_scheduler_n_running (scheduler);
}

guint
training_scheduler_n_before (const TrainingScheduler *scheduler, gconstpointer run)
{
  guint index, n = 0;
  const Place *place = find (scheduler, run, &index);
  for (guint i = 0; place != NULL && place->told == 0 && i < index; i++)
    n += place_at (scheduler, i)->told == 0;
  return n;
}
