/* Which of a comparison's plans ask for a fine-tuning. */
#pragma once

#include "training/regime-comparison.h"

/* The fine-tunings that a comparison's plans ask of one source, a variant's run: their transfer_settings to
 * the bits of the plans. */
typedef struct _TransferPlaces TransferPlaces;
TransferPlaces *transfer_places_new (const RegimeComparison *comparison, guint variant, const Regime *source);
void transfer_places_free (TransferPlaces *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TransferPlaces, transfer_places_free)
/* 0 where no plan asks for it. */
guint64 transfer_places_find (const TransferPlaces *places, const char *settings);
