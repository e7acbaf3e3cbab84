#include "view/scene-private.h"

#include "collapse/etf.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Of the paths of the class means: all classes' together, and moments whatever their number. */
#define MOST_SEGMENTS 4000
#define FEWEST_MOMENTS 40

static void
free_projection (gpointer projection)
{
  if (projection != NULL)
    collapse_projection_free (projection);
}

ViewScene *
view_scene_new (const TrainingHistory *history, const Dataset *data, guint style)
{
  ViewScene *scene = g_new0 (ViewScene, 1);
  const char *name = regime_name (training_history_regime (history));
  scene->history = history;
  scene->data = dataset_ref ((Dataset *)data);
  scene->hold = NAN;
  for (guint i = 0; i < COLLAPSE_N_CHOSEN; i++)
    scene->classes[i] = i;
  for (guint kind = 0; kind < N_KINDS; kind++)
    scene->chain[kind] = g_ptr_array_new_with_free_func (free_projection);
  scene->plot = (PlotScene){
    .n_classes = data->n_classes,
    .class_names = (const char *const *)scene->data->class_names,
    .title = *name != '\0' ? name : scene->data->title,
    .readout = (const char *const *)scene->readout,
    .regime = style,
  };
  return scene;
}

static void
clear_picture (ViewScene *scene)
{
  scene->projection = NULL;
  g_clear_pointer (&scene->between, collapse_projection_free);
  g_clear_pointer (&scene->points, g_aligned_free);
  g_clear_pointer (&scene->means, g_aligned_free);
  g_clear_pointer (&scene->classifier, g_aligned_free);
  g_clear_pointer (&scene->trailed, g_aligned_free);
  scene->plot.n_points = 0;
  scene->plot.n_trail = 0;
  scene->plot.points = scene->plot.means = scene->plot.classifier = scene->plot.trail = NULL;
  scene->plot.ideal = NULL;
  scene->plot.labels = NULL;
  scene->plot.n_chosen = 0;
}

void
view_scene_free (ViewScene *scene)
{
  clear_picture (scene);
  view_scene_clear_words (scene);
  g_free (scene->note);
  g_free (scene->short_note);
  g_free (scene->seen_note);
  g_free (scene->remark);
  g_free (scene->frame);
  view_lens_clear (&scene->lens);
  for (guint kind = 0; kind < N_KINDS; kind++)
    g_ptr_array_unref (scene->chain[kind]);
  g_clear_pointer (&scene->snapshot, training_snapshot_unref);
  g_clear_pointer (&scene->source, training_snapshot_unref);
  dataset_unref (scene->data);
  g_free (scene);
}

static CollapseProjection *
project (const ViewScene *scene,
         CollapseProjectionKind kind,
         const TrainingSnapshot *snapshot,
         const CollapseProjection *before,
         GError **error)
{
  const TrainingWatch *watch = &snapshot->split[TRAINING_TRAIN];
  if (kind == COLLAPSE_PROJECTION_FOUR_CLASSES)
    return collapse_projection_new_four (watch->means, scene->classes, before, error);
  if (kind == COLLAPSE_PROJECTION_FEATURE_PCA)
    return collapse_projection_new_features (
        watch->means, numeric_matrix32 (watch->features, watch->n, snapshot->dimension), before, error);
  return collapse_projection_new (kind, watch->means, before, error);
}

/* The tour's axes are many numbers, and follow from the balanced ones before them: those are chained. */
static CollapseProjectionKind
chained_kind (const ViewScene *scene)
{
  return scene->kind == COLLAPSE_PROJECTION_TOUR ? COLLAPSE_PROJECTION_BALANCED : scene->kind;
}

/* The projection of kept snapshot `index`, after making those before it; the last one there is where a
 * snapshot has none. NULL for index -1. */
static const CollapseProjection *
chained (ViewScene *scene, gint index)
{
  GPtrArray *chain = scene->chain[chained_kind (scene)];
  const CollapseProjection *before = NULL;
  for (gint i = 0; i <= index; i++) {
    if ((guint)i >= chain->len) {
      TrainingSnapshot *snapshot = training_history_snapshot (scene->history, (guint)i);
      g_ptr_array_add (chain, snapshot->split[TRAINING_TRAIN].means != NULL
                                  ? project (scene, chained_kind (scene), snapshot, before, NULL)
                                  : NULL);
    }
    const CollapseProjection *present = g_ptr_array_index (chain, i);
    before = present != NULL ? present : before;
  }
  return before;
}

gboolean
view_scene_is_of_source (const ViewScene *scene)
{
  return scene->hold == VIEW_SCENE_SOURCE && scene->source != NULL;
}

gboolean
view_scene_is_held (const ViewScene *scene)
{
  return scene->hold >= 0 || view_scene_is_of_source (scene);
}

/* Those in which the source saw its own classes. */
static CollapseProjection *
project_source (ViewScene *scene, GError **error)
{
  g_autoptr (CollapseProjection) axes = project (scene, scene->kind, scene->source, NULL, error);
  return axes == NULL
             ? NULL
             : collapse_projection_new_held (axes, scene->snapshot->split[TRAINING_TRAIN].means, error);
}

/* This moment in the axes of another. */
static CollapseProjection *
project_held (ViewScene *scene, GError **error)
{
  gint index = training_history_snapshot_at (scene->history, scene->hold);
  TrainingSnapshot *snapshot
      = index >= 0 ? training_history_snapshot (scene->history, (guint)index) : scene->snapshot;
  g_autoptr (CollapseProjection) axes
      = project (scene, scene->kind, snapshot, chained (scene, index - 1), error);
  return axes == NULL
             ? NULL
             : collapse_projection_new_held (axes, scene->snapshot->split[TRAINING_TRAIN].means, error);
}

static const CollapseProjection *
find_projection (ViewScene *scene, GError **error)
{
  if (view_scene_is_of_source (scene))
    return scene->between = project_source (scene, error);
  if (view_scene_is_held (scene))
    return scene->between = project_held (scene, error);
  gint index = training_history_snapshot_at (scene->history, scene->snapshot->epoch);
  gboolean kept = index >= 0 && training_history_snapshot (scene->history, (guint)index) == scene->snapshot;
  if (kept && scene->kind != COLLAPSE_PROJECTION_TOUR && chained (scene, index) != NULL) {
    const CollapseProjection *own = g_ptr_array_index (scene->chain[scene->kind], index);
    if (own != NULL)
      return own;
  }
  scene->between
      = project (scene, scene->kind, scene->snapshot, chained (scene, kept ? index - 1 : index), error);
  return scene->between;
}

static NumericMatrix32
new_rows (gsize n, gsize n_axes)
{
  return numeric_matrix32 (numeric_matrix32_alloc (n * n_axes), n, n_axes);
}

/* Whether a kept snapshot is on the trail: before the moment shown, and not too long ago. */
static gboolean
is_on_trail (const ViewScene *scene, const TrainingSnapshot *snapshot)
{
  double age = scene->snapshot->epoch - snapshot->epoch;
  return age > 0 && age <= scene->trail && snapshot->split[scene->split].means != NULL;
}

/* The places of the snapshots that are on it: each, or of many classes every so many, so that a frame has
 * time for all of their segments; the last always. */
static GArray *
find_trail (const ViewScene *scene)
{
  gint last = training_history_snapshot_at (scene->history, scene->snapshot->epoch);
  guint most = MAX (FEWEST_MOMENTS, MOST_SEGMENTS / scene->snapshot->n_classes);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint)),
         *places = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; (gint)i <= last; i++)
    if (is_on_trail (scene, training_history_snapshot (scene->history, i)))
      g_array_append_val (all, i);
  guint step = (all->len + most - 1) / most;
  for (guint i = 0; i < all->len; i++)
    if ((all->len - 1 - i) % step == 0)
      g_array_append_val (places, g_array_index (all, guint, i));
  g_array_unref (all);
  return places;
}

static void
make_trail (ViewScene *scene, const CollapseProjection *projection)
{
  g_autoptr (GArray) places = find_trail (scene);
  guint n_axes = projection->n_axes, n_classes = scene->snapshot->n_classes;
  if (places->len == 0)
    return;
  NumericMatrix32 rows = new_rows ((gsize)places->len * n_classes, n_axes);
  scene->plot.n_trail = places->len;
  scene->plot.trail = scene->trailed = rows.data;
  for (guint i = 0; i < places->len; i++) {
    const TrainingSnapshot *snapshot
        = training_history_snapshot (scene->history, g_array_index (places, guint, i));
    scene->trail_start = i == 0 ? snapshot->epoch : scene->trail_start;
    collapse_projection_apply_means (
        projection, snapshot->split[scene->split].means,
        numeric_matrix32 (numeric_matrix32_row (rows, (gsize)i * n_classes), n_classes, n_axes));
  }
}

static void
make_picture (ViewScene *scene)
{
  g_autoptr (GError) error = NULL;
  const TrainingSnapshot *snapshot = scene->snapshot;
  const TrainingWatch *watch = &snapshot->split[scene->split];
  clear_picture (scene);
  g_clear_pointer (&scene->note, g_free);
  g_clear_pointer (&scene->short_note, g_free);
  const CollapseProjection *projection = scene->projection = find_projection (scene, &error);
  if (projection == NULL) {
    scene->plot.note = scene->note = g_strdup_printf (_ ("nothing to project: %s"), error->message);
    scene->plot.short_note = scene->short_note = g_strdup (_ ("nothing to project"));
    return;
  }
  guint n_axes = projection->n_axes;
  NumericMatrix32 points = new_rows (watch->n, n_axes), means = new_rows (snapshot->n_classes, n_axes);
  NumericMatrix32 classifier = new_rows (snapshot->n_classes, n_axes);
  collapse_projection_apply (projection, numeric_matrix32 (watch->features, watch->n, snapshot->dimension),
                             points);
  collapse_projection_apply_means (projection, watch->means, means);
  collapse_projection_apply_directions (
      projection, numeric_matrix32 (snapshot->weight, snapshot->n_classes, snapshot->dimension), classifier);
  scene->plot.n_points = watch->n;
  scene->plot.labels = watch->labels;
  scene->plot.probe = snapshot->probe;
  scene->plot.points = scene->points = points.data;
  scene->plot.means = scene->means = means.data;
  scene->plot.classifier = scene->classifier = classifier.data;
  scene->plot.ideal = projection->ideal;
  scene->plot.n_chosen = projection->n_chosen;
  memcpy (scene->plot.chosen, projection->chosen, sizeof scene->plot.chosen);
  make_trail (scene, projection);
  view_scene_make_note (scene, projection);
}

double
view_scene_mean_cosine (const CollapseMeans *means, guint a, guint b)
{
  double dot = 0, norm_a = 0, norm_b = 0;
  for (gsize i = 0; i < means->dimension; i++) {
    double x = means->means[a * means->dimension + i] - means->centre[i];
    double y = means->means[b * means->dimension + i] - means->centre[i];
    dot += x * y;
    norm_a += x * x;
    norm_b += y * y;
  }
  return dot / sqrt (norm_a * norm_b);
}

gboolean
view_closest_classes (const CollapseMeans *means, guint32 classes[COLLAPSE_N_CHOSEN])
{
  if (means->n_classes < COLLAPSE_N_CHOSEN)
    return FALSE;
  for (guint pair = 0; pair < COLLAPSE_N_CHOSEN / 2; pair++) {
    double greatest = -INFINITY;
    guint32 *chosen = classes + 2 * pair;
    for (guint a = 0; a < means->n_classes; a++)
      for (guint b = 0; b < a; b++) {
        double cosine = view_scene_mean_cosine (means, a, b);
        gboolean taken
            = pair > 0 && (a == classes[0] || a == classes[1] || b == classes[0] || b == classes[1]);
        if (taken || !(cosine > greatest))
          continue;
        greatest = cosine;
        chosen[0] = b;
        chosen[1] = a;
      }
    if (greatest == -INFINITY)
      return FALSE;
  }
  return TRUE;
}

void
view_scene_choose (ViewScene *scene, const guint32 classes[COLLAPSE_N_CHOSEN])
{
  if (memcmp (scene->classes, classes, sizeof scene->classes) == 0)
    return;
  memcpy (scene->classes, classes, sizeof scene->classes);
  clear_picture (scene);
  g_ptr_array_set_size (scene->chain[COLLAPSE_PROJECTION_FOUR_CLASSES], 0);
  scene->stale = TRUE;
}

void
view_scene_hold (ViewScene *scene, double epoch)
{
  scene->stale |= !(scene->hold == epoch || (isnan (scene->hold) && isnan (epoch)));
  scene->hold = epoch;
}

void
view_scene_trail (ViewScene *scene, double epochs)
{
  scene->stale |= scene->trail != epochs;
  scene->trail = epochs;
}

void
view_scene_remark (ViewScene *scene, const char *remark)
{
  scene->stale |= g_strcmp0 (scene->remark, remark) != 0;
  g_free (scene->remark);
  scene->remark = g_strdup (remark);
}

void
view_scene_set_source (ViewScene *scene, TrainingSnapshot *source)
{
  if (source != NULL)
    training_snapshot_ref (source);
  g_clear_pointer (&scene->source, training_snapshot_unref);
  scene->source = source;
  scene->stale = TRUE;
}

void
view_scene_look_through (ViewScene *scene, NumericMatrix64 frame)
{
  g_free (scene->frame);
  scene->n_frame = frame.data == NULL ? 0 : frame.columns;
  scene->frame = g_memdup2 (frame.data, 3 * scene->n_frame * sizeof (double));
}

gboolean
view_scene_update (ViewScene *scene,
                   TrainingSnapshot *snapshot,
                   TrainingSplit split,
                   CollapseProjectionKind kind)
{
  guint n_records = training_history_n_records (scene->history);
  gboolean same_picture
      = snapshot == scene->snapshot && split == scene->split && kind == scene->kind && !scene->stale;
  if (same_picture && n_records == scene->n_records)
    return FALSE;
  scene->n_records = n_records;
  if (!same_picture) {
    training_snapshot_ref (snapshot);
    g_clear_pointer (&scene->snapshot, training_snapshot_unref);
    scene->snapshot = snapshot;
    scene->split = split;
    scene->kind = kind;
    scene->stale = FALSE;
    make_picture (scene);
  }
  view_scene_make_words (scene);
  return TRUE;
}

const PlotScene *
view_scene_coordinates (const ViewScene *scene)
{
  return &scene->plot;
}

const PlotScene *
view_scene_plot (ViewScene *scene)
{
  guint n = scene->projection == NULL ? 3 : scene->projection->n_axes;
  if (n == 3)
    return &scene->plot;
  g_autofree double *balanced = g_new0 (double, 3 * (gsize)n);
  NumericMatrix64 frame = numeric_matrix64 (scene->n_frame == n ? scene->frame : balanced, 3, n);
  if (scene->n_frame != n)
    collapse_etf_frame (frame);
  scene->seen = scene->plot;
  view_lens_apply (&scene->lens, frame, &scene->seen);
  if (n < 3)
    return &scene->seen;
  g_free (scene->seen_note);
  scene->seen_note
      = view_scene_tour_note (scene->note, collapse_projection_frame_share (scene->projection, frame));
  scene->seen.note = scene->seen_note;
  return &scene->seen;
}

const CollapseProjection *
view_scene_projection (const ViewScene *scene)
{
  return scene->projection;
}

double
view_scene_radius (const ViewScene *scene)
{
  return scene->projection == NULL ? NAN : scene->projection->radius;
}

PlotCamera
view_scene_camera (const ViewScene *scene)
{
  if (scene->projection == NULL)
    return (PlotCamera){ .zoom = 1 };
  const CollapseProjection *projection = scene->projection;
  double chosen[3 * COLLAPSE_N_CHOSEN];
  for (guint i = 0; i < 3 * projection->n_chosen; i++)
    chosen[i] = projection->ideal[3 * projection->chosen[i / 3] + i % 3];
  if (projection->n_chosen > 0)
    return plot_camera_best (chosen, projection->n_chosen);
  if (projection->n_axes == 3)
    return plot_camera_best (projection->ideal, scene->plot.n_classes);
  /* The tour begins where balanced is seen, and goes on whatever one sees. */
  NumericMatrix64 frame
      = numeric_matrix64 (g_new0 (double, 3 * (gsize)projection->n_axes), 3, projection->n_axes);
  ViewLens lens = { 0 };
  PlotScene ideal = { .n_classes = scene->plot.n_classes, .ideal = projection->ideal };
  collapse_etf_frame (frame);
  view_lens_apply (&lens, frame, &ideal);
  PlotCamera camera = plot_camera_best (ideal.ideal, ideal.n_classes);
  view_lens_clear (&lens);
  g_free (frame.data);
  return camera;
}
