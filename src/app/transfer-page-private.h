/* What the files of CollapsarTransferPage share. */
#pragma once

#include <adwaita.h>

#include "app/evaluation-popover.h"
#include "app/method-table.h"
#include "app/plot-view.h"
#include "app/transfer-curves.h"
#include "app/transfer-digest.h"
#include "app/transfer-page.h"

struct _CollapsarTransferPage {
  GtkBox parent_instance;

  GtkMenuButton *source_button, *target_button, *shots_button;
  GtkWidget *missing, *missing_words;
  GtkWidget *left_out;
  GtkLabel *left_out_words;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkGrid *grid;
  GtkWidget *scatter_card, *methods_card, *few_card, *probes_card;
  GtkLabel *scatter_subtitle, *methods_subtitle, *few_subtitle, *probes_subtitle;
  CollapsarPlotView *scatter, *few, *probes;
  CollapsarMethodTable *methods;
  CollapsarTransferCurves *curves;
  AdwSplitButton *evaluate;
  CollapsarEvaluationPopover *evaluation;
  GtkLabel *methods_note, *caption;
  GtkBox *layers;
  GtkWidget *layer_row;

  CollapsarTransferChoice *choice;
  CollapsarStage *stage;
  CollapsarStudy *study;
  GPtrArray *sources; /* DatasetSourceInfo; NULL until they are found */
  CollapsarTransferDigest *digest;
  PlotScatter scatter_plot;
  PlotPointplot few_plot, probes_plot; /* without their titles, which the cards have */
  GCancellable *cancellable;
  gboolean working, stale; /* a digest is being made; and of what is no more */
  guint source;            /* begins the next one */
};

/* transfer-page-cards.c: what the digest's view has, in the cards. */

void collapsar_transfer_page_show_cards (CollapsarTransferPage *self);
/* The card of one fine-tuning after the other. */
void collapsar_transfer_page_show_curves (CollapsarTransferPage *self);

/* transfer-page-evaluate.c: what is to be fine-tuned. */

/* Whether the run is seen. */
gboolean collapsar_transfer_page_sees (CollapsarTransferPage *self, CollapsarSession *run);
/* How much an evaluation of what is seen is. */
void collapsar_transfer_page_show_evaluation (CollapsarTransferPage *self);
/* Begins it. A network that still trains waits for its end. */
void collapsar_transfer_page_evaluate (CollapsarTransferPage *self);
/* What is said where there is nothing to see yet. */
void collapsar_transfer_page_show_empty (CollapsarTransferPage *self);

/* "Fashion-MNIST, classes 5-9": the task that is looked at, "" where there is none; free with g_free. */
char *collapsar_transfer_page_target_title (CollapsarTransferPage *self);
