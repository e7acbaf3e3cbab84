/* A plan of fine-tunings: which to make of a trained network. It stands for every combination of its methods,
 * blocks, shots and seeds, of each of its epochs of the source.
 *
 * A preset or regime file names those that belong to it (regime-comparison.h); commands and the window make
 * others. */
#pragma once

#include "training/regime.h"

typedef struct {
  char *name;       /* in the regime file, [transfers NAME]; "" for one that no file names */
  char **methods;   /* of transfer.method; NULL: probe, layer, scl and full */
  char **blocks;    /* numbers and "all"; NULL: that of the source's regime. Ridge reads 0, the sample, too */
  char **shots;     /* numbers and "all"; NULL: that of the source's regime */
  char **epochs;    /* of the source: numbers, "all" that are stored and "last"; NULL: the last */
  char **settings;  /* "transfer.KEY=VALUE", of every fine-tuning; NULL: none */
  guint seeds;      /* so many, from transfer.seed on; 0: one, the source's own run.seed */
  GArray *variants; /* of guint: which of a comparison's; NULL: all */
} TransferPlan;

/* One fine-tuning, by probe, layer, scl and full each, with all that the source's regime says. */
TransferPlan *transfer_plan_new (void);
TransferPlan *transfer_plan_copy (const TransferPlan *plan);
void transfer_plan_free (TransferPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TransferPlan, transfer_plan_free)

/* Whether a comparison's variant is fine-tuned. */
gboolean transfer_plan_has_variant (const TransferPlan *plan, guint variant);

/* Bits of the TransferMethods that its fine-tunings are of. */
guint transfer_plan_methods (const TransferPlan *plan);
/* Adds the numbers of samples a class that its fine-tunings of a source are on, 0 for all, to a set of
 * GINT_TO_POINTER. */
void transfer_plan_list_shots (const TransferPlan *plan, const Regime *source, GHashTable *shots);

/* The fine-tunings of a network that `source` trained, at any one epoch: GPtrArray of Regime, each of
 * transfer_regime, in the order of methods, blocks, shots and seeds, no two alike. NULL with an error where
 * one of them cannot be. */
GPtrArray *transfer_plan_expand (const TransferPlan *plan, const Regime *source, GError **error);
/* What such a regime tunes or reads: a block, 0 for the sample, -1 for none. */
gint transfer_plan_layer (const Regime *tuning);

/* Which epochs of a source whose `stored` ones (of guint, rising) are these: of guint, rising; free with
 * g_array_unref. REGIME_ERROR_NOT_FOUND names those that there are. */
GArray *transfer_plan_epochs (const TransferPlan *plan, const GArray *stored, GError **error);
