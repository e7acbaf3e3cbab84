/* CollapsarRunPlaces: which variant of which preset each run of a study is, by its settings
 * (training/regime-place.h), and from which preset it was added.
 *
 * To place one takes a look at every setting of every preset: it is done once for runs that differ in name
 * and seed alone, after the window's other work and under a millisecond at a time. */
#pragma once

#include "app/presets.h"
#include "app/study.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_RUN_PLACES (collapsar_run_places_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarRunPlaces, collapsar_run_places, COLLAPSAR, RUN_PLACES, GObject)

typedef struct {
  guint *variants; /* by preset, where it has a place there */
  char **shared;   /* by preset: what it has that the variant has not, "run.epochs=20"; NULL: no place */
  int origin;      /* the preset that it was added from, as it has its words, or -1 */
} CollapsarRunPlace;

/* Signal: "changed" when all runs have been placed, after any was added or began to train. */
CollapsarRunPlaces *collapsar_run_places_new (CollapsarStudy *study);
CollapsarStudy *collapsar_run_places_study (CollapsarRunPlaces *self);
guint collapsar_run_places_n_presets (CollapsarRunPlaces *self);
const CollapsarPreset *collapsar_run_places_preset (CollapsarRunPlaces *self, guint index);
/* NULL for a run that has not been placed yet. */
const CollapsarRunPlace *collapsar_run_places_find (CollapsarRunPlaces *self, CollapsarSession *run);

G_END_DECLS
