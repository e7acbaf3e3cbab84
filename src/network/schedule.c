#include "network/optimiser.h"

#include <math.h>

double
network_schedule_factor (NetworkSchedule schedule, guint64 step, guint64 n_steps, guint64 steps_per_epoch)
{
  const guint64 epoch = step / MAX (steps_per_epoch, 1), n_epochs = n_steps / MAX (steps_per_epoch, 1);

  switch (schedule) {
  case NETWORK_SCHEDULE_STEP:
    return 3 * epoch >= 2 * n_epochs ? 0.01 : 3 * epoch >= n_epochs ? 0.1 : 1.0;
  case NETWORK_SCHEDULE_COSINE:
    return 0.5 * (1.0 + cos (G_PI * (double)step / (double)MAX (n_steps, 1)));
  case NETWORK_SCHEDULE_CONSTANT:
  default:
    return 1.0;
  }
}

double
network_schedule_warm_up (guint64 step, guint64 n_warm_up)
{
  return step + 1 < n_warm_up ? (double)(step + 1) / (double)n_warm_up : 1.0;
}
