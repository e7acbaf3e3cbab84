#include "app/findings.h"

/* A run and where it is. */
typedef struct {
  CollapsarSession *run;
  const CollapsarRunPlace *place;
} Placed;

/* What runs of one preset share beside it, "run.epochs=20", and which they are. */
typedef struct {
  GPtrArray *runs;
  GArray *variants; /* of guint, of each run */
  gboolean origin;  /* one was added from the preset */
  gboolean open;    /* one was added from none that is known */
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;
  g_ptr_array_unref (part->runs);
  g_array_unref (part->variants);
  g_free (part);
}

static void
part_add (Part *part, const Placed *placed, guint preset)
{
  g_ptr_array_add (part->runs, placed->run);
  g_array_append_val (part->variants, placed->place->variants[preset]);
  part->origin |= placed->place->origin == (int)preset;
  part->open |= placed->place->origin < 0;
}

static GArray *
list_placed (CollapsarRunPlaces *places)
{
  CollapsarStudy *study = collapsar_run_places_study (places);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Placed));
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    Placed placed = { run, collapsar_run_places_find (places, run) };
    if (placed.place != NULL && collapsar_session_branch_epoch (run) < 0)
      g_array_append_val (all, placed);
  }
  return all;
}

/* A finding, and what tells whether and where to show it. */
typedef struct {
  CollapsarFinding *finding;
  gboolean origin, selected;
} Candidate;

/* Worth showing: the whole comparison, two variants of it as the preset has them, or what the selected run
 * was added from, to be made whole. Not a preset that its runs match only because another one holds them. */
static gboolean
is_worth_showing (const Candidate *candidate, const Part *part)
{
  const CollapsarFinding *finding = candidate->finding;
  gboolean unchanged = *finding->shared == '\0';
  return (part->origin || part->open)
         && (collapsar_finding_is_whole (finding) || (finding->n_trained > 1 && unchanged)
             || (candidate->selected && part->origin && unchanged));
}

/* The runs that have a place in a preset, parted by what they share beside it. */
static void
find_of_preset (GArray *candidates, CollapsarRunPlaces *places, const GArray *all, guint preset)
{
  const CollapsarPreset *info = collapsar_run_places_preset (places, preset);
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, part_free);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  if (regime_comparison_n_trends (info->comparison) == 0)
    return;
  for (guint i = 0; i < all->len; i++) {
    const Placed *placed = &g_array_index (all, Placed, i);
    char *shared = placed->place->shared[preset];
    if (shared == NULL)
      continue;
    Part *part = g_hash_table_lookup (parts, shared);
    if (part == NULL) {
      part = g_new0 (Part, 1);
      part->runs = g_ptr_array_new ();
      part->variants = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (parts, shared, part);
      g_ptr_array_add (order, shared);
    }
    part_add (part, placed, preset);
  }
  CollapsarSession *selected = collapsar_study_get_selected (collapsar_run_places_study (places));
  for (guint i = 0; i < order->len; i++) {
    const Part *part = g_hash_table_lookup (parts, order->pdata[i]);
    CollapsarFinding *finding
        = collapsar_finding_new (info, order->pdata[i], part->runs, (const guint *)part->variants->data);
    Candidate candidate = { finding, part->origin, collapsar_finding_has (finding, selected) };
    if (is_worth_showing (&candidate, part))
      g_array_append_val (candidates, candidate);
    else
      collapsar_finding_free (finding);
  }
}

/* Whether another one, of more variants, has all of a finding's runs. */
static gboolean
is_part_of (const CollapsarFinding *finding, const CollapsarFinding *other)
{
  if (other->n_trained <= finding->n_trained)
    return FALSE;
  for (guint i = 0; i < finding->runs->len; i++)
    if (finding->runs->pdata[i] != NULL && !collapsar_finding_has (other, finding->runs->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Nobody added its runs from it, and they are part of a larger comparison. */
static gboolean
is_noise (const GArray *candidates, const Candidate *candidate)
{
  for (guint c = 0; c < candidates->len && !candidate->origin; c++)
    if (is_part_of (candidate->finding, g_array_index (candidates, Candidate, c).finding))
      return TRUE;
  return FALSE;
}

/* First what the selected run was added from, then what else it is in. */
static guint
rank_of (const Candidate *candidate)
{
  return candidate->selected ? !candidate->origin : 2;
}

GPtrArray *
collapsar_findings_find (CollapsarRunPlaces *places)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_PLACES (places), NULL);

  g_autoptr (GArray) all = list_placed (places);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GPtrArray) noise = g_ptr_array_new_with_free_func ((GDestroyNotify)collapsar_finding_free);
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify)collapsar_finding_free);
  for (guint p = 0; p < collapsar_run_places_n_presets (places); p++)
    find_of_preset (candidates, places, all, p);
  for (guint rank = 0; rank <= 2; rank++)
    for (guint c = 0; c < candidates->len; c++) {
      const Candidate *candidate = &g_array_index (candidates, Candidate, c);
      if (rank_of (candidate) == rank)
        g_ptr_array_add (is_noise (candidates, candidate) ? noise : findings, candidate->finding);
    }
  return findings;
}
