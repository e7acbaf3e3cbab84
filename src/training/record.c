#include "training/record.h"

#include <glib/gi18n.h>
#include <math.h>

const char *
training_split_key (TrainingSplit split)
{
  static const char *const keys[TRAINING_N_SPLITS] = { "train", "test" };
  g_return_val_if_fail (split < TRAINING_N_SPLITS, NULL);
  return keys[split];
}

const char *
training_layer_key (TrainingLayer layer)
{
  static const char *const keys[TRAINING_N_LAYERS] = { "features", "head" };
  g_return_val_if_fail (layer < TRAINING_N_LAYERS, NULL);
  return keys[layer];
}

TrainingRecord *
training_record_new (void)
{
  TrainingRecord *record = g_new0 (TrainingRecord, 1);
  g_atomic_ref_count_init (&record->references);
  return record;
}

TrainingRecord *
training_record_ref (TrainingRecord *record)
{
  g_atomic_ref_count_inc (&record->references);
  return record;
}

void
training_record_unref (TrainingRecord *record)
{
  if (g_atomic_ref_count_dec (&record->references))
    g_free (record);
}

double
training_record_value (const TrainingRecord *record, TrainingSplit split, int quantity)
{
  const TrainingSplitRecord *values = &record->split[split];
  if (quantity == TRAINING_LOSS)
    return values->loss;
  if (quantity == TRAINING_PROBE_ACCURACY)
    return values->probe_accuracy;
  return quantity == TRAINING_ERROR ? values->error : values->metrics.value[quantity];
}

/* What is no metric, from TRAINING_FIRST_QUANTITY on. */
static const struct {
  const char *key, *title;
} others[] = {
  { "probe_accuracy", N_ ("Probe accuracy") },
  { "loss", N_ ("Loss") },
  { "error", N_ ("Error") },
};

const char *
training_quantity_key (int quantity)
{
  return quantity < 0 ? others[quantity - TRAINING_FIRST_QUANTITY].key
                      : collapse_metric_info ((CollapseMetric)quantity)->key;
}

const char *
training_quantity_title (int quantity)
{
  return quantity < 0 ? _ (others[quantity - TRAINING_FIRST_QUANTITY].title)
                      : collapse_metric_info ((CollapseMetric)quantity)->title;
}

gboolean
training_quantity_from_key (const char *key, int *quantity)
{
  for (*quantity = TRAINING_FIRST_QUANTITY; *quantity < (int)COLLAPSE_N_METRICS; ++*quantity)
    if (g_str_equal (key, training_quantity_key (*quantity)))
      return TRUE;
  return FALSE;
}

int
training_layer_metric_quantity (TrainingLayerMetric metric)
{
  static const int quantities[TRAINING_N_LAYER_METRICS]
      = { COLLAPSE_NC1, COLLAPSE_NC1_QUOTIENT, COLLAPSE_CDNV, COLLAPSE_NCC_ACCURACY,
          TRAINING_PROBE_ACCURACY };
  g_return_val_if_fail (metric < TRAINING_N_LAYER_METRICS, TRAINING_LOSS);
  return quantities[metric];
}

void
training_append_json_string (GString *json, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_string_append_c (json, '"');
  for (const char *c = valid; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_printf (json, "\\%c", *c);
    else if ((guchar)*c < 0x20)
      g_string_append_printf (json, "\\u%04x", *c);
    else
      g_string_append_c (json, *c);
  }
  g_string_append_c (json, '"');
}

void
training_append_json_number (GString *json, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append (json, isfinite (value) ? g_ascii_dtostr (text, sizeof text, value + 0.0) : "null");
}

static void
append_member (GString *json, const char *key, double value)
{
  g_string_append_printf (json, ", \"%s\": ", key);
  training_append_json_number (json, value);
}

char *
training_record_to_json (const TrainingRecord *record,
                         const char *regime,
                         TrainingSplit split,
                         TrainingLayer layer)
{
  g_return_val_if_fail (split < TRAINING_N_SPLITS && layer < TRAINING_N_LAYERS, NULL);
  const TrainingSplitRecord *values = &record->split[split];
  const CollapseMetrics *metrics = layer == TRAINING_HEAD ? &values->head : &values->metrics;
  GString *json = g_string_new ("{\"regime\": ");
  training_append_json_string (json, regime);
  g_string_append_printf (json, ", \"epoch\": %u, \"split\": \"%s\", \"layer\": \"%s\"", record->epoch,
                          training_split_key (split), training_layer_key (layer));
  append_member (json, "loss", values->loss);
  append_member (json, "error", values->error);
  append_member (json, "probe_accuracy", values->probe_accuracy);
  for (guint metric = 0; metric < COLLAPSE_N_METRICS; metric++)
    append_member (json, collapse_metric_info (metric)->key, metrics->value[metric]);
  append_member (json, "learning_rate", record->learning_rate);
  append_member (json, "weight_decay", record->weight_decay);
  append_member (json, "seconds", record->seconds);
  append_member (json, "measure_seconds", record->measure_seconds);
  g_autofree char *flags = collapse_flags_describe (metrics->flags);
  g_string_append (json, ", \"flags\": ");
  training_append_json_string (json, flags);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

TrainingSnapshot *
training_snapshot_new (guint n_classes, gsize dimension)
{
  TrainingSnapshot *snapshot = g_new0 (TrainingSnapshot, 1);
  g_atomic_ref_count_init (&snapshot->references);
  snapshot->n_classes = n_classes;
  snapshot->dimension = dimension;
  snapshot->weight = g_new0 (float, n_classes *dimension);
  snapshot->bias = g_new0 (float, n_classes);
  return snapshot;
}

TrainingSnapshot *
training_snapshot_ref (TrainingSnapshot *snapshot)
{
  g_atomic_ref_count_inc (&snapshot->references);
  return snapshot;
}

void
training_snapshot_unref (TrainingSnapshot *snapshot)
{
  if (!g_atomic_ref_count_dec (&snapshot->references))
    return;
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    TrainingWatch *watch = &snapshot->split[split];
    g_clear_pointer (&watch->means, collapse_means_free);
    g_free (watch->features);
    g_free (watch->labels);
    g_free (watch->samples);
    g_free (watch->predictions);
    g_free (watch->layers);
  }
  g_free (snapshot->weight);
  g_free (snapshot->bias);
  g_free (snapshot);
}

gsize
training_snapshot_bytes (const TrainingSnapshot *snapshot)
{
  gsize k = snapshot->n_classes, d = snapshot->dimension;
  gsize bytes = sizeof *snapshot + (k * d + k) * sizeof (float);
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    const TrainingWatch *watch = &snapshot->split[split];
    bytes += watch->n * (d * sizeof (float) + 3 * sizeof (guint32))
             + snapshot->n_layers * sizeof (TrainingLayerValues);
    if (watch->means != NULL)
      bytes += (k * d + d + k) * sizeof (double) + k * sizeof (gsize);
  }
  return bytes;
}

/* Epoch e > 0 is kept when a point of the even grid in log(e + 1) rounds to it and to none before; epochs
 * near the start, where the grid is finer than whole numbers, are all kept. */
gboolean
training_keeps_snapshot (guint epoch, guint n_epochs, guint limit)
{
  if (epoch > n_epochs || limit == 0)
    return FALSE;
  if (epoch == 0 || epoch == n_epochs || n_epochs <= limit)
    return TRUE;
  if (limit <= 2)
    return FALSE;
  double step = log1p (n_epochs) / (limit - 1);
  /* Grid points before the epoch's interval [e - 1/2, e + 1/2) and before its end: kept when one is within.
   */
  double first = ceil (log (epoch + 0.5) / step);
  double end = ceil (log (epoch + 1.5) / step);
  return end > first;
}
