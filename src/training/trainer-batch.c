#include "training/trainer-batch.h"

#include <math.h>
#include <string.h>

/* Rows that are gathered in one piece of the team's work. */
#define GATHERED_ROWS 16

static guint
n_views (const TrainerBatch *batch)
{
  return batch->objective.contrast == TRAINING_CONTRAST_NONE ? 1 : 2;
}

void
trainer_batch_init (TrainerBatch *batch, gboolean batch_norm)
{
  gsize n = batch->train->samples.rows;
  gsize dimension = batch->frozen.data != NULL ? batch->frozen.columns : dataset_dimension (batch->train);
  batch->steps = (guint)((n + batch->size - 1) / batch->size);
  if (batch_norm && n % batch->size == 1 && batch->steps > 1)
    batch->steps--; /* the last one takes the left-over sample too */
  gsize rows = (batch->size + 1) * n_views (batch);
  gsize outputs = n_views (batch) == 1 ? batch->train->n_classes : network_embedding_width (batch->network);
  batch->order = g_new (guint32, n);
  batch->labels = g_new (guint32, rows);
  batch->mixed_labels = g_new (guint32, rows);
  batch->inputs = real_matrix (real_alloc (rows * dimension), rows, dimension);
  batch->gradient = real_matrix (real_alloc (rows * outputs), rows, outputs);
  batch->mixed_gradient = real_matrix (real_alloc (rows * outputs), rows, outputs);
}

void
trainer_batch_clear (TrainerBatch *batch)
{
  g_clear_pointer (&batch->preconditioner, preconditioner_free);
  g_clear_pointer (&batch->order, g_free);
  g_clear_pointer (&batch->labels, g_free);
  g_clear_pointer (&batch->mixed_labels, g_free);
  g_clear_pointer (&batch->inputs.data, g_aligned_free);
  g_clear_pointer (&batch->gradient.data, g_aligned_free);
  g_clear_pointer (&batch->mixed_gradient.data, g_aligned_free);
}

/* An epoch's stream of the run's generator. */
static NumericRandom
epoch_stream (const TrainerBatch *batch, const char *name, guint epoch)
{
  g_autofree char *label = g_strdup_printf ("%s %u", name, epoch);
  return numeric_random_split (&batch->random, label);
}

void
trainer_batch_begin (TrainerBatch *batch, guint epoch)
{
  NumericRandom random = epoch_stream (batch, "order", epoch);
  gsize n = batch->train->samples.rows;
  for (gsize i = 0; i < n; i++)
    batch->order[i] = (guint32)i;
  numeric_random_shuffle (&random, batch->order, n);
  batch->augment = epoch_stream (batch, "augment", epoch);
  batch->mixup = epoch_stream (batch, "mixup", epoch);
}

typedef struct {
  const Dataset *data;
  const DatasetAugmentation *augmentation;
  const NumericRandom *stream;
  const guint32 *samples;
  guint view;
  RealMatrix rows;
} Gathering;

/* A NumericTeamFunc. */
static void
gather_block (gsize block, guint member, gpointer data)
{
  const Gathering *gathering = data;
  gsize end = MIN ((block + 1) * GATHERED_ROWS, gathering->rows.rows);
  for (gsize i = block * GATHERED_ROWS; i < end; i++) {
    NumericRandom random = *gathering->stream;
    random.counter[1] = 2 * gathering->samples[i] + gathering->view;
    dataset_augment (gathering->augmentation, gathering->data, gathering->samples[i],
                     real_matrix_row (gathering->rows, i), &random);
  }
}

void
trainer_gather_rows (const Dataset *data,
                     const DatasetAugmentation *augmentation,
                     const NumericRandom *stream,
                     const guint32 *samples,
                     guint view,
                     NumericTeam *team,
                     RealMatrix rows)
{
  Gathering gathering = { data, augmentation, stream, samples, view, rows };
  numeric_team_run (team, (rows.rows + GATHERED_ROWS - 1) / GATHERED_ROWS, gather_block, &gathering);
}

static void
gather_frozen (const TrainerBatch *batch, const guint32 *samples, RealMatrix rows)
{
  for (gsize i = 0; i < rows.rows; i++)
    memcpy (real_matrix_row (rows, i), real_matrix_row (batch->frozen, samples[i]),
            rows.columns * sizeof (real));
}

/* Mini-batch `step`: its rows, view after view, and their labels; returns how many samples. */
static gsize
gather_batch (TrainerBatch *batch, guint step)
{
  gsize first = step * batch->size;
  gsize n = step + 1 == batch->steps ? batch->train->samples.rows - first : batch->size;
  for (guint view = 0; view < n_views (batch); view++) {
    if (batch->frozen.data != NULL)
      gather_frozen (batch, batch->order + first, real_matrix_rows (batch->inputs, view * n, n));
    else
      trainer_gather_rows (batch->train, &batch->augmentation, &batch->augment, batch->order + first, view,
                           batch->team, real_matrix_rows (batch->inputs, view * n, n));
    for (gsize i = 0; i < n; i++)
      batch->labels[view * n + i] = batch->train->labels[batch->order[first + i]];
  }
  return n;
}

/* Mixes the mini-batch's n rows and notes the labels of what each is mixed with; returns the share that is
 * still its own. */
static double
mix_batch (TrainerBatch *batch, guint step, gsize n)
{
  if (batch->augmentation.mixup == 0)
    return 1;
  NumericRandom random = batch->mixup;
  random.counter[1] = step;
  double share = numeric_random_beta (&random, batch->augmentation.mixup, batch->augmentation.mixup);
  dataset_mixup (real_matrix_rows (batch->inputs, 0, n), share);
  for (gsize i = 0; i < n; i++)
    batch->mixed_labels[i] = batch->labels[n - 1 - i];
  return share;
}

/* The loss of what the network gave, of logits with the labels and, where `share` is below 1, with those of
 * what is mixed in; leaves the slopes in batch->gradient. */
static double
batch_loss (TrainerBatch *batch, RealMatrix output, double share)
{
  RealMatrix gradient = real_matrix_rows (batch->gradient, 0, output.rows);
  if (batch->objective.contrast != TRAINING_CONTRAST_NONE)
    return training_contrastive_loss (&batch->objective, output, batch->labels, batch->team, gradient);
  double loss = network_loss (&batch->objective.loss, output, batch->labels, gradient, NULL);
  if (share == 1)
    return loss;
  RealMatrix mixed = real_matrix_rows (batch->mixed_gradient, 0, output.rows);
  double mixed_loss = network_loss (&batch->objective.loss, output, batch->mixed_labels, mixed, NULL);
  network_loss_mix (gradient, mixed, share);
  return share * loss + (1 - share) * mixed_loss;
}

/* The classifier's parameters are the last. */
static void
precondition (TrainerBatch *batch)
{
  gsize n = network_n_parameters (batch->network);
  preconditioner_apply (batch->preconditioner, network_parameter (batch->network, n - 2)->gradient,
                        network_parameter (batch->network, n - 1)->gradient);
}

double
trainer_batch_train (TrainerBatch *batch, guint step, guint64 whole_step, double rate, double factor)
{
  network_set_step (batch->network, whole_step);
  gsize n = gather_batch (batch, step);
  double share = mix_batch (batch, step, n);
  RealMatrix rows = real_matrix_rows (batch->inputs, 0, n * n_views (batch));
  RealMatrix output = batch->frozen.data != NULL
                          ? network_forward_from_frozen (batch->network, rows, NETWORK_TRAINING)
                          : network_forward (batch->network, rows, NETWORK_TRAINING);
  double loss = batch_loss (batch, output, share);
  if (!isfinite (loss))
    return loss;
  network_backward (batch->network, real_matrix_rows (batch->gradient, 0, output.rows));
  if (batch->preconditioner != NULL)
    precondition (batch);
  network_optimiser_step (batch->optimiser, rate);
  if (batch->probe != NULL)
    online_probe_train (batch->probe, network_features (batch->network), batch->labels, batch->mixed_labels,
                        share, factor);
  return loss;
}
