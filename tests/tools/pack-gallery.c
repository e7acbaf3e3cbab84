/* pack-gallery STUDY FILE [scenes|classifiers|directions|QUANTITY]: the runs of a study as a picture of the
 * start page (view/gallery.h); of a quantity, such as nc3, the curves. */
#include "study/study.h"
#include "training/regime-data.h"
#include "view/gallery.h"

static TrainingHistory *
read_history (Study *study, const StudyRun *run, GError **error)
{
  g_autoptr (GPtrArray) records = study_records (study, run->id, error);
  g_autoptr (GArray) epochs = records == NULL ? NULL : study_snapshot_epochs (study, run->id, error);
  g_autoptr (TrainingHistory) history = training_history_new (run->regime);
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  g_autoptr (GPtrArray) checkpoints = g_ptr_array_new ();
  if (epochs == NULL)
    return NULL;
  for (guint i = 0; i < epochs->len; i++) {
    TrainingSnapshot *snapshot = study_snapshot (study, run->id, g_array_index (epochs, guint, i), error);
    if (snapshot == NULL)
      return NULL;
    g_ptr_array_add (snapshots, snapshot);
  }
  training_history_restore (history, snapshots, checkpoints);
  for (guint i = 0; i < records->len; i++)
    training_history_add_record (history, g_ptr_array_index (records, i));
  return g_steal_pointer (&history);
}

/* NULL on error. */
static GVariant *
pack_run (Study *study, const StudyRun *run, CollapseProjectionKind projection, int quantity, GError **error)
{
  g_autoptr (TrainingHistory) history = read_history (study, run, error);
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  if (history == NULL || !regime_load_data (run->regime, &train, &test, error)
      || !regime_prepare_data (run->regime, &train, &test, error))
    return NULL;
  g_autoptr (ViewScene) scene = view_scene_new (history, train, 0);
  guint n = training_history_n_snapshots (history);
  if (n > 0)
    view_scene_update (scene, training_history_snapshot (history, n - 1), TRAINING_TRAIN, projection);
  return view_gallery_run (scene, history, quantity);
}

static gboolean
pack (const char *path, const char *file, const char *as, GError **error)
{
  ViewGalleryKind kind;
  int quantity = (int)COLLAPSE_NC1;
  if (!view_gallery_kind_from_name (as, &kind)) {
    kind = VIEW_GALLERY_CURVES;
    if (!training_quantity_from_key (as, &quantity)) {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "there is no picture of “%s”", as);
      return FALSE;
    }
  }
  CollapseProjectionKind projection
      = kind == VIEW_GALLERY_DIRECTIONS ? COLLAPSE_PROJECTION_CLASS_MEAN_PCA : COLLAPSE_PROJECTION_BALANCED;
  g_autoptr (Study) study = study_open (path, STUDY_READ, error);
  g_autoptr (GPtrArray) runs = study == NULL ? NULL : study_runs (study, error);
  g_autoptr (GPtrArray) packed = g_ptr_array_new ();
  for (guint r = 0; runs != NULL && r < runs->len; r++) {
    GVariant *run = pack_run (study, g_ptr_array_index (runs, r), projection, quantity, error);
    if (run == NULL)
      return FALSE;
    g_ptr_array_add (packed, run);
  }
  if (runs == NULL)
    return FALSE;
  g_autoptr (GBytes) bytes = view_gallery_pack (kind, (GVariant *const *)packed->pdata, packed->len);
  return g_file_set_contents (file, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  if (argc < 3) {
    g_printerr ("usage: pack-gallery STUDY FILE [scenes|classifiers|directions|QUANTITY]\n");
    return 2;
  }
  if (pack (argv[1], argv[2], argc > 3 ? argv[3] : "scenes", &error))
    return 0;
  g_printerr ("pack-gallery: %s: %s\n", argv[1], error->message);
  return 1;
}
