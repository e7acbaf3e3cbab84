/* A setting that was changed while its run trained. */
#pragma once

#include "training/regime.h"

typedef struct {
  double epoch; /* after how much of the run, before which mini-batch: 3.5 is half through the fourth epoch */
  char *name;   /* a live key's, "section.key" */
  char *before, *after; /* its values, as regime_get has them */
} RegimeChange;

RegimeChange *regime_change_new (double epoch, const char *name, const char *before, const char *after);
RegimeChange *regime_change_copy (const RegimeChange *change);
void regime_change_free (RegimeChange *change);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RegimeChange, regime_change_free)

/* For GPtrArrays of them. */
GPtrArray *regime_changes_new (void);
/* Appends a copy of a change that is not before the others; one of the same setting at the same moment takes
 * up the one that is there. */
void regime_changes_add (GPtrArray *changes, const RegimeChange *change);
/* Appends, at an epoch, what of the live keys is another in the second regime than in the first. */
void regime_changes_add_between (GPtrArray *changes, double epoch, const Regime *before, const Regime *after);

/* A run's regime with the live keys that its last mini-batch before an epoch was trained with, whichever of
 * its values the regime itself has; G_MAXDOUBLE for the last of all. Free with regime_unref. */
Regime *regime_changes_regime_at (const GPtrArray *changes, const Regime *regime, double epoch);

/* "learning rate 0.02 → 0.01"; free with g_free. */
char *regime_change_describe (const RegimeChange *change);
/* "learning rate 0.02 → 0.01 at epoch 37.4, augmentation none → weak at epoch 40"; free with g_free. */
char *regime_changes_describe (const GPtrArray *changes);
