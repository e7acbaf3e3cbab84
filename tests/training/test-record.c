#include "training/record.h"

#include <math.h>
#include <string.h>

/* The whole object, as JSON (RFC 8259) has it; 0.5, 0.25 and 2 are exact in binary. */
static void
test_json (void)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = 12;
  record->learning_rate = 0.5;
  record->weight_decay = 0.25;
  record->split[TRAINING_TEST].loss = INFINITY;
  record->split[TRAINING_TEST].error = 0.25;
  record->split[TRAINING_TEST].probe_accuracy = -0.0;
  for (guint metric = 0; metric < COLLAPSE_N_METRICS; metric++)
    record->split[TRAINING_TEST].metrics.value[metric] = NAN;
  record->split[TRAINING_TEST].metrics.value[COLLAPSE_NC1] = 1e-3;
  g_autoptr (GString) expected
      = g_string_new ("{\"regime\": \"a \\\"b\\\"\\\\\\u000a ö\", \"epoch\": 12, "
                      "\"split\": \"test\", \"layer\": \"features\", \"loss\": null, "
                      "\"error\": 0.25, \"probe_accuracy\": 0");
  for (guint metric = 0; metric < COLLAPSE_N_METRICS; metric++)
    g_string_append_printf (expected, ", \"%s\": %s", collapse_metric_info (metric)->key,
                            metric == COLLAPSE_NC1 ? "0.001" : "null");
  g_string_append (expected, ", \"learning_rate\": 0.5, \"weight_decay\": 0.25, \"seconds\": 0, "
                             "\"measure_seconds\": 0, \"flags\": \"\"}");
  g_autofree char *json = training_record_to_json (record, "a \"b\"\\\n ö", TRAINING_TEST, TRAINING_FEATURES);
  /* g_ascii_dtostr writes 17 digits: 0.001 has more than one text. */
  g_autofree char *loose = g_strdup (json);
  char *long_text = strstr (loose, "0.001");
  g_assert_nonnull (long_text);
  char *end;
  g_assert_cmpfloat (g_ascii_strtod (long_text, &end), ==, 1e-3);
  g_autofree char *short_text = g_strdup_printf ("%.*s0.001%s", (int)(long_text - loose), loose, end);
  g_assert_cmpstr (short_text, ==, expected->str);
}

static void
test_value (void)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->split[TRAINING_TRAIN].loss = 1;
  record->split[TRAINING_TRAIN].error = 2;
  record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC4] = 3;
  g_assert_cmpfloat (training_record_value (record, TRAINING_TRAIN, TRAINING_LOSS), ==, 1);
  g_assert_cmpfloat (training_record_value (record, TRAINING_TRAIN, TRAINING_ERROR), ==, 2);
  g_assert_cmpfloat (training_record_value (record, TRAINING_TRAIN, COLLAPSE_NC4), ==, 3);
}

/* Every quantity is found by its key, and no two have the same. */
static void
test_quantities (void)
{
  int found;
  for (int quantity = TRAINING_FIRST_QUANTITY; quantity < (int)COLLAPSE_N_METRICS; quantity++) {
    g_assert_true (training_quantity_from_key (training_quantity_key (quantity), &found));
    g_assert_cmpint (found, ==, quantity);
    g_assert_cmpstr (training_quantity_title (quantity), !=, "");
  }
  g_assert_cmpstr (training_quantity_key (TRAINING_PROBE_ACCURACY), ==, "probe_accuracy");
  g_assert_cmpstr (training_quantity_key (TRAINING_LOSS), ==, "loss");
  g_assert_cmpstr (training_quantity_key (TRAINING_ERROR), ==, "error");
  g_assert_cmpstr (training_quantity_key (COLLAPSE_NC1), ==, "nc1");
  g_assert_false (training_quantity_from_key ("nc", &found));
}

static void
test_keeps (void)
{
  for (guint epoch = 0; epoch <= 200; epoch++)
    g_assert_true (training_keeps_snapshot (epoch, 200, 200));
  const guint lengths[] = { 201, 202, 1000, 100000 };
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    guint n_epochs = lengths[i], kept = 0, last = 0;
    double widest = 0;
    for (guint epoch = 0; epoch <= n_epochs; epoch++) {
      if (!training_keeps_snapshot (epoch, n_epochs, 200))
        continue;
      widest = epoch > last + 1 ? MAX (widest, log1p (epoch) - log1p (last)) : widest;
      last = epoch;
      kept++;
    }
    g_assert_true (training_keeps_snapshot (0, n_epochs, 200));
    g_assert_cmpuint (last, ==, n_epochs);
    g_assert_cmpuint (kept, <=, 200);
    g_assert_cmpuint (kept, >=, 100);
    /* No gap is twice as wide as the grid, but for the whole numbers it is rounded to. */
    g_assert_cmpfloat (widest, <, 3 * log1p (n_epochs) / 199);
    g_assert_false (training_keeps_snapshot (n_epochs + 1, n_epochs, 200));
  }
  g_assert_false (training_keeps_snapshot (0, 10, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/record/json", test_json);
  g_test_add_func ("/training/record/value", test_value);
  g_test_add_func ("/training/record/quantities", test_quantities);
  g_test_add_func ("/training/record/keeps", test_keeps);
  return g_test_run ();
}
