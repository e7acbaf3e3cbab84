#include "study/transfer-outcomes.h"

#include "training/transfer-places.h"

static void
add_outcome (GArray *outcomes, const StudyTransferRow *row, const StudyPlacedRun *run, guint64 plans)
{
  const StudyTransfer *transfer = row->transfer;
  const RegimeKey *method = regime_key_find ("transfer.method");
  TransferOutcome outcome = { .variant = run->variant,
                              .seed = run->seed,
                              .plans = plans,
                              .epoch = transfer->epoch,
                              .last = transfer->epoch == regime_get_integer (run->regime, "run.epochs"),
                              .block = transfer->block,
                              .shots = transfer->shots,
                              .values = { [TRANSFER_TEST_ACCURACY] = transfer->test_accuracy,
                                          [TRANSFER_NC1] = transfer->nc1,
                                          [TRANSFER_NC1_TEST] = transfer->nc1_test,
                                          [TRANSFER_SOURCE_NC1] = row->source_nc1 } };
  while (!g_str_equal (method->choices[outcome.method], transfer->method))
    outcome.method++;
  g_array_append_val (outcomes, outcome);
}

GArray *
study_transfer_outcomes (const GArray *rows,
                         const RegimeComparison *comparison,
                         const StudyPlacedRun *runs,
                         guint n_runs)
{
  GArray *outcomes = g_array_new (FALSE, FALSE, sizeof (TransferOutcome));
  for (guint r = 0; r < n_runs; r++) {
    g_autoptr (TransferPlaces) places = NULL;
    for (guint i = 0; i < rows->len; i++) {
      const StudyTransferRow *row = &g_array_index (rows, StudyTransferRow, i);
      if (row->transfer->run != runs[r].run)
        continue;
      if (places == NULL)
        places = transfer_places_new (comparison, runs[r].variant, runs[r].regime);
      guint64 plans = transfer_places_find (places, row->transfer->settings);
      if (plans != 0)
        add_outcome (outcomes, row, &runs[r], plans);
    }
  }
  return outcomes;
}
