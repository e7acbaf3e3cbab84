#include "view/scene.h"

#include "view/charts.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_KINDS (COLLAPSE_PROJECTION_CLASS_MEAN_PCA + 1)
/* Pairs of name and value: NC1, quotient, NC2, NC3, NC4. */
#define N_READOUT 5

struct _ViewScene {
  const TrainingHistory *history;
  Dataset *data;
  GPtrArray *chain[N_KINDS]; /* CollapseProjection of each kept snapshot so far; NULL where there is none */

  TrainingSnapshot *snapshot; /* shown */
  TrainingSplit split;
  CollapseProjectionKind kind;
  guint n_records; /* of the history when the words were made */

  CollapseProjection *between;          /* of a snapshot that is not kept */
  const CollapseProjection *projection; /* in use: between, or one of a chain */
  float *points, *means, *classifier;
  char *subtitle, *footer, *note, *short_note;
  char *readout[2 * N_READOUT + 1];
  PlotScene plot;
};

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
  scene->plot.n_points = 0;
  scene->plot.points = scene->plot.means = scene->plot.classifier = NULL;
  scene->plot.ideal = NULL;
  scene->plot.labels = NULL;
}

static void
clear_words (ViewScene *scene)
{
  g_clear_pointer (&scene->subtitle, g_free);
  g_clear_pointer (&scene->footer, g_free);
  for (guint i = 0; i < 2 * N_READOUT; i++)
    g_clear_pointer (&scene->readout[i], g_free);
}

void
view_scene_free (ViewScene *scene)
{
  clear_picture (scene);
  clear_words (scene);
  g_free (scene->note);
  g_free (scene->short_note);
  for (guint kind = 0; kind < N_KINDS; kind++)
    g_ptr_array_unref (scene->chain[kind]);
  g_clear_pointer (&scene->snapshot, training_snapshot_unref);
  dataset_unref (scene->data);
  g_free (scene);
}

/* The projection of kept snapshot `index`, after making those before it; the last one there is where a
 * snapshot has none. NULL for index -1. */
static const CollapseProjection *
chained (ViewScene *scene, gint index)
{
  GPtrArray *chain = scene->chain[scene->kind];
  const CollapseProjection *before = NULL;
  for (gint i = 0; i <= index; i++) {
    if ((guint)i >= chain->len) {
      TrainingSnapshot *snapshot = training_history_snapshot (scene->history, (guint)i);
      const CollapseMeans *means = snapshot->split[TRAINING_TRAIN].means;
      g_ptr_array_add (chain,
                       means != NULL ? collapse_projection_new (scene->kind, means, before, NULL) : NULL);
    }
    const CollapseProjection *present = g_ptr_array_index (chain, i);
    before = present != NULL ? present : before;
  }
  return before;
}

static const CollapseProjection *
find_projection (ViewScene *scene, GError **error)
{
  gint index = training_history_snapshot_at (scene->history, scene->snapshot->epoch);
  const CollapseProjection *last = chained (scene, index);
  if (index >= 0 && training_history_snapshot (scene->history, (guint)index) == scene->snapshot) {
    const CollapseProjection *kept = g_ptr_array_index (scene->chain[scene->kind], index);
    if (kept != NULL)
      return kept;
  }
  const CollapseMeans *means = scene->snapshot->split[TRAINING_TRAIN].means;
  scene->between = collapse_projection_new (scene->kind, means, last, error);
  return scene->between;
}

static NumericMatrix32
new_points (gsize n)
{
  return numeric_matrix32 (numeric_matrix32_alloc (n * 3), n, 3);
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
  NumericMatrix32 points = new_points (watch->n), means = new_points (snapshot->n_classes);
  NumericMatrix32 classifier = new_points (snapshot->n_classes);
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
  double percent = 100 * projection->means_share;
  scene->plot.note = scene->note = g_strdup_printf (_ ("%.0f %% of the means’ variance in view"), percent);
  scene->plot.short_note = scene->short_note = g_strdup_printf (_ ("%.0f %% in view"), percent);
}

/* "epoch 83", or "epoch 83.4" between two; never the next one before it is there. */
static void
append_epoch (GString *text, double epoch)
{
  g_string_append_printf (text, epoch == floor (epoch) ? _ ("epoch %.0f") : _ ("epoch %.1f"),
                          floor (10.0 * epoch) / 10.0);
}

/* What is the probe's says so in its name. */
static void
make_readout (ViewScene *scene, const TrainingRecord *record)
{
  static const struct {
    const char *name;
    ViewChart chart;
  } rows[N_READOUT] = {
    { N_ ("NC1"), VIEW_CHART_NC1 },        { N_ ("tr W / tr B"), VIEW_CHART_NC1_QUOTIENT },
    { N_ ("NC2"), VIEW_CHART_NC2_ANGLES }, { N_ ("NC3"), VIEW_CHART_NC3 },
    { N_ ("NC4"), VIEW_CHART_NC4 },
  };
  for (guint i = 0; i < N_READOUT; i++) {
    gboolean probe = view_chart_is_of_probe (rows[i].chart, training_history_regime (scene->history));
    scene->readout[2 * i]
        = probe ? g_strdup_printf (_ ("%s probe"), _ (rows[i].name)) : g_strdup (_ (rows[i].name));
    scene->readout[2 * i + 1] = view_chart_value (rows[i].chart, record, scene->split);
  }
}

static void
make_words (ViewScene *scene)
{
  double epoch = scene->snapshot->epoch;
  const TrainingRecord *record = training_history_record_at (scene->history, epoch);
  gint terminal = training_history_terminal_epoch (scene->history);
  g_autoptr (GString) subtitle = g_string_new (NULL);
  clear_words (scene);
  append_epoch (subtitle, epoch);
  if (scene->snapshot->interpolated)
    g_string_append (subtitle, _ (" · interpolated"));
  if (scene->split == TRAINING_TEST)
    g_string_append (subtitle, _ (" · test split"));
  if (terminal >= 0 && terminal <= epoch)
    g_string_append_printf (subtitle, _ (" · terminal phase since %d"), terminal);
  scene->plot.subtitle = scene->subtitle = g_string_free (g_steal_pointer (&subtitle), FALSE);
  scene->plot.classifier_note = scene->snapshot->probe ? _ ("classifier: online linear probe") : NULL;
  scene->plot.footer = NULL;
  if (record == NULL)
    return;
  make_readout (scene, record);
  scene->plot.footer = scene->footer
      = g_strdup_printf (_ ("train %.1f %%  test %.1f %%"), 100 * (1 - record->split[TRAINING_TRAIN].error),
                         100 * (1 - record->split[TRAINING_TEST].error));
}

gboolean
view_scene_update (ViewScene *scene,
                   TrainingSnapshot *snapshot,
                   TrainingSplit split,
                   CollapseProjectionKind kind)
{
  guint n_records = training_history_n_records (scene->history);
  gboolean same_picture = snapshot == scene->snapshot && split == scene->split && kind == scene->kind;
  if (same_picture && n_records == scene->n_records)
    return FALSE;
  scene->n_records = n_records;
  if (!same_picture) {
    training_snapshot_ref (snapshot);
    g_clear_pointer (&scene->snapshot, training_snapshot_unref);
    scene->snapshot = snapshot;
    scene->split = split;
    scene->kind = kind;
    make_picture (scene);
  }
  make_words (scene);
  return TRUE;
}

const PlotScene *
view_scene_plot (const ViewScene *scene)
{
  return &scene->plot;
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

char *
view_scene_scale_note (double scale, const char *note)
{
  if (note == NULL)
    return g_strdup_printf (_ ("scale %.2f"), scale);
  return g_strdup_printf (_ ("common scale, × %.2f · %s"), scale, note);
}

PlotCamera
view_scene_camera (const ViewScene *scene)
{
  if (scene->projection == NULL)
    return (PlotCamera){ .zoom = 1 };
  return plot_camera_best (scene->projection->ideal, scene->plot.n_classes);
}

/* "6 Shirt"; "6" where the name is the number. Free with g_free. */
static char *
class_label (const ViewScene *scene, guint k)
{
  g_autofree char *number = g_strdup_printf ("%u", k);
  const char *name = scene->data->class_names[k];
  return g_str_equal (name, number) ? g_steal_pointer (&number) : g_strdup_printf ("%u %s", k, name);
}

/* Cosine between the centred means of two classes. */
static double
mean_cosine (const CollapseMeans *means, guint a, guint b)
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

static char *
describe_mean (const ViewScene *scene, guint k)
{
  const CollapseMeans *means = scene->snapshot->split[scene->split].means;
  guint nearest = k;
  double greatest = -2;
  for (guint other = 0; other < means->n_classes; other++) {
    double cosine = other != k ? mean_cosine (means, k, other) : -2;
    if (cosine > greatest) {
      greatest = cosine;
      nearest = other;
    }
  }
  g_autofree char *label = class_label (scene, k);
  g_autofree char *nearest_label = class_label (scene, nearest);
  double degrees = 180 / G_PI;
  return g_strdup_printf (_ ("%s, %" G_GSIZE_FORMAT " features\nnearest mean: %s\nangle %.1f°, ideal %.1f°"),
                          label, means->counts[k], nearest_label, degrees * acos (CLAMP (greatest, -1, 1)),
                          degrees * acos (-1.0 / (means->n_classes - 1)));
}

static char *
describe_point (const ViewScene *scene, gsize point)
{
  const TrainingWatch *watch = &scene->snapshot->split[scene->split];
  g_autofree char *label = class_label (scene, watch->labels[point]);
  g_autofree char *predicted = class_label (scene, watch->predictions[point]);
  return g_strdup_printf (_ ("%s, %s sample %u\npredicted: %s"), label, training_split_key (scene->split),
                          watch->samples[point], predicted);
}

char *
view_scene_describe_pick (const ViewScene *scene, PlotScenePick pick)
{
  if (scene->projection == NULL)
    return NULL;
  if (pick.mean >= 0 && (guint)pick.mean < scene->plot.n_classes)
    return describe_mean (scene, (guint)pick.mean);
  if (pick.point >= 0 && (gsize)pick.point < scene->plot.n_points)
    return describe_point (scene, (gsize)pick.point);
  return NULL;
}
