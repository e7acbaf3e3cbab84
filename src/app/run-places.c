#include "app/run-places.h"

#include "training/regime-groups.h"
#include "training/regime-place.h"

/* Of one turn of the main loop, µs. */
#define TURN 800

struct _CollapsarRunPlaces {
  GObject parent_instance;

  CollapsarStudy *study;
  const GArray *presets; /* NULL until they are read */
  GHashTable *places;    /* Regime to CollapsarRunPlace, by settings */
  GCancellable *cancellable;
  guint source, next; /* the run to be looked at */
};

G_DEFINE_FINAL_TYPE (CollapsarRunPlaces, collapsar_run_places, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
place_free (gpointer data)
{
  CollapsarRunPlace *place = data;
  g_strfreev (place->shared);
  g_free (place->variants);
  g_free (place);
}

/* Of a preset of one variant every other regime is a change: only those of [run] leave it what it is. */
static gboolean
may_share (const RegimeComparison *comparison, const char *shared)
{
  g_auto (GStrv) changes = g_strsplit (shared, ", ", -1);
  for (char **change = changes; regime_comparison_n_variants (comparison) == 1 && *change != NULL; change++)
    if (**change != '\0' && !g_str_has_prefix (*change, "run."))
      return FALSE;
  return TRUE;
}

static CollapsarRunPlace *
find_place (CollapsarRunPlaces *self, const Regime *regime)
{
  CollapsarRunPlace *place = g_new0 (CollapsarRunPlace, 1);
  place->origin = -1;
  place->variants = g_new0 (guint, self->presets->len);
  place->shared = g_new0 (char *, self->presets->len + 1);
  for (guint p = 0; p < self->presets->len; p++) {
    const RegimeComparison *comparison = collapsar_run_places_preset (self, p)->comparison;
    if (!regime_comparison_place (comparison, regime, &place->variants[p], &place->shared[p]))
      continue;
    if (!may_share (comparison, place->shared[p]))
      g_clear_pointer (&place->shared[p], g_free);
    else if (g_str_equal (regime_about (regime),
                          regime_about (regime_comparison_variant (comparison, place->variants[p]))))
      place->origin = (int)p;
  }
  return place;
}

static gboolean
on_idle (gpointer user_data)
{
  CollapsarRunPlaces *self = user_data;
  gint64 end = g_get_monotonic_time () + TURN;
  while (self->next < collapsar_study_n_runs (self->study) && g_get_monotonic_time () < end) {
    CollapsarSession *run = collapsar_study_run (self->study, self->next++);
    Regime *regime = collapsar_session_regime (run);
    if (collapsar_run_places_find (self, run) == NULL)
      g_hash_table_insert (self->places, regime_ref (regime), find_place (self, regime));
  }
  if (self->next < collapsar_study_n_runs (self->study))
    return G_SOURCE_CONTINUE;
  self->source = 0;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
place_soon (CollapsarRunPlaces *self)
{
  self->next = 0;
  if (self->presets != NULL && self->source == 0)
    self->source = g_idle_add (on_idle, self);
}

static void
on_presets (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CollapsarRunPlaces *self = COLLAPSAR_RUN_PLACES (source);
  self->presets = collapsar_presets_read_finish (result, NULL);
  place_soon (self);
}

static void
collapsar_run_places_dispose (GObject *object)
{
  CollapsarRunPlaces *self = COLLAPSAR_RUN_PLACES (object);
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (collapsar_run_places_parent_class)->dispose (object);
}

static void
collapsar_run_places_finalize (GObject *object)
{
  CollapsarRunPlaces *self = COLLAPSAR_RUN_PLACES (object);
  g_hash_table_unref (self->places);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (collapsar_run_places_parent_class)->finalize (object);
}

static void
collapsar_run_places_class_init (CollapsarRunPlacesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = collapsar_run_places_dispose;
  object_class->finalize = collapsar_run_places_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_run_places_init (CollapsarRunPlaces *self)
{
  self->cancellable = g_cancellable_new ();
  self->places = g_hash_table_new_full (regime_settings_hash, regime_settings_equal,
                                        (GDestroyNotify)regime_unref, place_free);
}

CollapsarRunPlaces *
collapsar_run_places_new (CollapsarStudy *study)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NULL);

  CollapsarRunPlaces *self = g_object_new (COLLAPSAR_TYPE_RUN_PLACES, NULL);
  self->study = g_object_ref (study);
  g_signal_connect_object (study, "items-changed", G_CALLBACK (place_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "training", G_CALLBACK (place_soon), self, G_CONNECT_SWAPPED);
  collapsar_presets_read_async (G_OBJECT (self), self->cancellable, on_presets, NULL);
  return self;
}

CollapsarStudy *
collapsar_run_places_study (CollapsarRunPlaces *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_PLACES (self), NULL);
  return self->study;
}

guint
collapsar_run_places_n_presets (CollapsarRunPlaces *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_PLACES (self), 0);
  return self->presets == NULL ? 0 : self->presets->len;
}

const CollapsarPreset *
collapsar_run_places_preset (CollapsarRunPlaces *self, guint index)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_PLACES (self) && index < collapsar_run_places_n_presets (self),
                        NULL);
  return &g_array_index (self->presets, CollapsarPreset, index);
}

const CollapsarRunPlace *
collapsar_run_places_find (CollapsarRunPlaces *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_PLACES (self), NULL);
  return g_hash_table_lookup (self->places, collapsar_session_regime (run));
}
