/* The curves of fine-tunings, their means by hand. */
#include "view/transfer-curves.h"

#include "plot/theme.h"

#include <math.h>

static GPtrArray *
make_records (const guint *epochs, guint n, double accuracy, double nc1)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  for (guint i = 0; i < n; i++) {
    TrainingRecord *record = training_record_new ();
    record->epoch = epochs[i];
    record->split[TRAINING_TEST].error = 1 - accuracy - 0.01 * epochs[i];
    record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = nc1 / (epochs[i] + 1);
    g_ptr_array_add (records, record);
  }
  return records;
}

static const guint thirds[] = { 0, 3, 6 }, all[] = { 0, 1, 2, 3, 4, 5, 6 }, ends[] = { 0, 6 };

/* The mean over draws at the epochs that all of them have, of NC1 its logarithm's; an untrained classifier is
 * no point; what was measured at the ends alone is left out. */
static void
test_means (void)
{
  g_autoptr (GPtrArray) a = make_records (thirds, 3, 0.5, 1), b = make_records (all, 7, 0.7, 4);
  g_autoptr (GPtrArray) c = make_records (ends, 2, 0.9, 9), d = make_records (thirds, 3, 0.3, 2);
  const ViewTransferCourse courses[] = { { TRANSFER_FULL, -1, a, FALSE, FALSE },
                                         { TRANSFER_PROBE, -1, d, FALSE, FALSE },
                                         { TRANSFER_FULL, -1, b, FALSE, FALSE },
                                         { TRANSFER_FULL, -1, c, FALSE, FALSE } };
  g_autoptr (ViewTransferCurves) curves = view_transfer_curves_new (courses, G_N_ELEMENTS (courses));
  const PlotPointplot *accuracy = view_transfer_curves_plot (curves, VIEW_TRANSFER_ACCURACY_CURVES);
  const PlotPointplot *nc1 = view_transfer_curves_plot (curves, VIEW_TRANSFER_NC1_CURVES);
  g_assert_cmpuint (accuracy->n_places, ==, 7);
  g_assert_cmpuint (accuracy->n_lines, ==, 2);
  g_assert_cmpuint (accuracy->lines[0].style, ==, PLOT_METHOD_STYLE + TRANSFER_FULL);
  g_assert_cmpuint (accuracy->lines[1].style, ==, PLOT_METHOD_STYLE + TRANSFER_PROBE);
  g_assert_true (isnan (accuracy->lines[0].y[0]));
  g_assert_true (isnan (accuracy->lines[0].y[1]));
  g_assert_cmpfloat_with_epsilon (accuracy->lines[0].y[3], 0.63, 1e-12);
  g_assert_cmpfloat_with_epsilon (accuracy->lines[0].high[6], 0.66 + 0.1 * sqrt (2), 1e-12);
  g_assert_true (isnan (accuracy->lines[1].high[6]));
  g_assert_cmpfloat_with_epsilon (nc1->lines[0].y[0], 2, 1e-12);
  g_assert_cmpfloat_with_epsilon (nc1->lines[0].y[6], 2 / 7.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (nc1->lines[0].low[3], exp (log (0.5) - log (4) / sqrt (2)), 1e-12);
  g_assert_true (accuracy->lines[0].joined);
  g_autofree char *words = view_transfer_curves_describe (curves, VIEW_TRANSFER_ACCURACY_CURVES, 0, 3);
  g_assert_cmpstr (words, ==, "Full FT, epoch 3: 63.0\u202f%, 2 draws");
}

/* The one in progress is a line of its own from its first epoch on; what is not looked at is grey and below.
 */
static void
test_live (void)
{
  g_autoptr (GPtrArray) stored = make_records (thirds, 3, 0.5, 1), live = make_records (thirds, 1, 0.7, 4);
  const ViewTransferCourse courses[] = { { TRANSFER_SCL, 2, stored, FALSE, FALSE },
                                         { TRANSFER_SCL, 2, live, TRUE, FALSE },
                                         { TRANSFER_PROBE, -1, stored, FALSE, TRUE } };
  g_autoptr (ViewTransferCurves) curves = view_transfer_curves_new (courses, G_N_ELEMENTS (courses));
  const PlotPointplot *nc1 = view_transfer_curves_plot (curves, VIEW_TRANSFER_NC1_CURVES);
  g_assert_cmpuint (nc1->n_lines, ==, 3);
  g_assert_cmpuint (nc1->lines[0].style, ==, PLOT_METHOD_STYLE + TRANSFER_PROBE + PLOT_REGIME_MUTED);
  g_assert_cmpstr (nc1->lines[1].name, ==, "SCL FT, layer 2");
  g_assert_cmpstr (nc1->lines[2].name, ==, "SCL FT, layer 2, in progress");
  g_assert_cmpfloat (nc1->lines[2].y[0], ==, 4);
  g_assert_true (isnan (nc1->lines[2].y[1]));
}

/* Nothing was measured between: there is no line, and that is said. */
static void
test_none (void)
{
  g_autoptr (GPtrArray) records = make_records (ends, 2, 0.9, 9);
  const ViewTransferCourse course = { TRANSFER_FULL, -1, records, FALSE, FALSE };
  g_autoptr (ViewTransferCurves) curves = view_transfer_curves_new (&course, 1);
  const PlotPointplot *accuracy = view_transfer_curves_plot (curves, VIEW_TRANSFER_ACCURACY_CURVES);
  g_assert_cmpuint (accuracy->n_lines, ==, 0);
  g_assert_nonnull (accuracy->empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/transfer-curves/means", test_means);
  g_test_add_func ("/view/transfer-curves/live", test_live);
  g_test_add_func ("/view/transfer-curves/none", test_none);
  return g_test_run ();
}
