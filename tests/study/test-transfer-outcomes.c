#include "study/transfer-outcomes.h"

static const char file[]
    = "[run]\nepochs=4\n[network]\nhidden=16\nfeature=8\n[variant a]\n[variant b]\noptimiser.batch=32\n"
      "[transfers probe]\nmethods=probe\nepochs=all\nseeds=run\n"
      "[transfers layers]\nmethods=layer, probe\nblocks=all\nseeds=run\nvariants=b\n";

static const TransferOutcome *
outcome_at (const GArray *outcomes, guint index)
{
  g_assert_cmpuint (index, <, outcomes->len);
  return &g_array_index (outcomes, TransferOutcome, index);
}

/* A row of a fine-tuning that a plan asks of a variant's run; changed by an assignment, unless that is NULL.
 */
static StudyTransferRow
row_new (gint64 run,
         guint epoch,
         const RegimeComparison *comparison,
         guint variant,
         guint plan,
         const char *change)
{
  g_autoptr (Regime) source = regime_copy (regime_comparison_variant (comparison, variant));
  g_autoptr (GError) error = NULL;
  if (change != NULL)
    g_assert_true (regime_set_assignment (source, change, &error));
  g_autoptr (GPtrArray) tunings
      = transfer_plan_expand (regime_comparison_plan (comparison, plan), source, &error);
  g_assert_no_error (error);
  StudyTransfer *transfer = study_transfer_new (run, epoch, tunings->pdata[0]);
  transfer->test_accuracy = 0.5;
  transfer->nc1 = 2;
  transfer->nc1_test = 3;
  return (StudyTransferRow){ transfer, "run", 4 };
}

/* Of three runs two are the comparison's; what no plan asks of them is left out. */
static void
test_outcomes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (file, "test", &error);
  g_assert_no_error (error);
  const StudyTransferRow rows[] = {
    row_new (7, 1, comparison, 0, 0, NULL),
    row_new (8, 4, comparison, 1, 0, NULL),
    row_new (8, 4, comparison, 1, 1, NULL),
    row_new (9, 4, comparison, 0, 0, NULL),
    row_new (7, 4, comparison, 0, 0, "transfer.epochs=9"),
    row_new (7, 4, comparison, 1, 1, NULL), /* a plan that is not of its variant */
  };
  const StudyPlacedRun runs[] = { { 8, 1, 0, regime_comparison_variant (comparison, 1) },
                                  { 7, 0, 2, regime_comparison_variant (comparison, 0) } };
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  g_array_append_vals (all, rows, G_N_ELEMENTS (rows));
  g_autoptr (GArray) outcomes = study_transfer_outcomes (all, comparison, runs, G_N_ELEMENTS (runs));
  g_assert_cmpuint (outcomes->len, ==, 3);
  const TransferOutcome *probe = outcome_at (outcomes, 0), *layer = outcome_at (outcomes, 1),
                        *early = outcome_at (outcomes, 2);
  g_assert_cmpuint (probe->variant, ==, 1);
  g_assert_cmpuint (probe->plans, ==, 3); /* both ask for it */
  g_assert_cmpint (probe->method, ==, TRANSFER_PROBE);
  g_assert_cmpint (probe->block, ==, -1);
  g_assert_true (probe->last);
  g_assert_cmpuint (layer->plans, ==, 2);
  g_assert_cmpint (layer->method, ==, TRANSFER_LAYER);
  g_assert_cmpint (layer->block, ==, 1);
  g_assert_cmpuint (early->variant, ==, 0);
  g_assert_cmpuint (early->seed, ==, 2);
  g_assert_cmpuint (early->epoch, ==, 1);
  g_assert_false (early->last);
  g_assert_cmpfloat (early->values[TRANSFER_TEST_ACCURACY], ==, 0.5);
  g_assert_cmpfloat (early->values[TRANSFER_NC1], ==, 2);
  g_assert_cmpfloat (early->values[TRANSFER_NC1_TEST], ==, 3);
  g_assert_cmpfloat (early->values[TRANSFER_SOURCE_NC1], ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    study_transfer_free ((StudyTransfer *)rows[i].transfer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/transfer-outcomes/outcomes", test_outcomes);
  return g_test_run ();
}
