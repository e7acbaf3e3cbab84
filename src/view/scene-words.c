/* The words around a scene: title, read-out, notes, and what is under the pointer. */
#include "view/scene-private.h"

#include "view/charts.h"

#include <glib/gi18n.h>
#include <math.h>

/* Of the chosen classes, all that is not exact: how much of it is out of view, in per cent. */
static char *
describe_residuals (const ViewScene *scene, const CollapseProjection *projection)
{
  const TrainingSnapshot *snapshot = scene->snapshot;
  const TrainingWatch *watch = &snapshot->split[scene->split];
  gsize d = snapshot->dimension;
  guint n_others = 0;
  float *others = numeric_matrix32_alloc (snapshot->n_classes * d);
  float *weights = numeric_matrix32_alloc (COLLAPSE_N_CHOSEN * d);
  g_autofree double *origin = g_new0 (double, d);
  for (guint k = 0; k < snapshot->n_classes; k++) {
    gboolean is_chosen = FALSE;
    for (guint i = 0; i < projection->n_chosen; i++)
      is_chosen |= projection->chosen[i] == k;
    for (gsize j = 0; j < d && !is_chosen; j++)
      others[n_others * d + j] = (float)watch->means->means[k * d + j];
    n_others += !is_chosen;
  }
  for (guint i = 0; i < projection->n_chosen; i++)
    for (gsize j = 0; j < d; j++) {
      weights[i * d + j] = snapshot->weight[projection->chosen[i] * d + j];
      origin[j] += weights[i * d + j] / (double)projection->n_chosen;
    }
  double means
      = collapse_projection_share (projection, numeric_matrix32 (others, n_others, d), projection->centre);
  double features = collapse_projection_share (projection, numeric_matrix32 (watch->features, watch->n, d),
                                               projection->centre);
  double classifiers
      = collapse_projection_share (projection, numeric_matrix32 (weights, projection->n_chosen, d), origin);
  g_aligned_free (others);
  g_aligned_free (weights);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, _ ("out of view: features %.0f %%"), 100 * (1 - features));
  if (n_others > 0)
    g_string_append_printf (text, _ (" · other means %.0f %%"), 100 * (1 - means));
  if (isfinite (classifiers))
    g_string_append_printf (text, _ (" · classifiers %.0f %%"), 100 * (1 - classifiers));
  return g_string_free (text, FALSE);
}

static char *
describe_share (const ViewScene *scene, const CollapseProjection *projection)
{
  double percent = 100 * projection->means_share;
  if (projection->n_chosen > 0 && !view_scene_is_held (scene) && scene->split == TRAINING_TRAIN) {
    g_autofree char *residuals = describe_residuals (scene, projection);
    return g_strdup_printf (_ ("%u means exact · %s"), projection->n_chosen, residuals);
  }
  if (projection->n_chosen > 0)
    return g_strdup_printf (_ ("%.0f %% of the chosen train means’ variance in view"), percent);
  if (scene->kind == COLLAPSE_PROJECTION_FEATURE_PCA && !view_scene_is_held (scene))
    return g_strdup_printf (_ ("%.0f %% of the train features’ variance in view, %.0f %% of the means’"),
                            100 * projection->features_share, percent);
  if (scene->kind == COLLAPSE_PROJECTION_TOUR && projection->n_axes <= 3)
    return g_strdup (_ ("nothing to tour: three dimensions hold all class means"));
  if (scene->kind == COLLAPSE_PROJECTION_TOUR)
    return g_strdup_printf (_ ("grand tour through %u dimensions"), projection->n_axes);
  return g_strdup_printf (_ ("%.0f %% of the means’ variance in view"), percent);
}

/* How many samples the split has; 0 where nobody has told yet: between two mini-batches means are of the
 * watch set. */
static gsize
count_split (const ViewScene *scene)
{
  const TrainingSnapshot *snapshot = scene->snapshot;
  gint kept = training_history_snapshot_at (scene->history, snapshot->epoch);
  if (!snapshot->interpolated && snapshot->epoch != floor (snapshot->epoch))
    snapshot = kept < 0 ? NULL : training_history_snapshot (scene->history, (guint)kept);
  const CollapseMeans *means = snapshot == NULL ? NULL : snapshot->split[scene->split].means;
  gsize n = 0;
  for (gsize k = 0; means != NULL && k < means->n_classes; k++)
    n += means->counts[k];
  return n;
}

/* " · 1,000 of 60,000 samples": nobody is to take a part for the whole. */
static void
append_count (const ViewScene *scene, GString *note)
{
  gsize n = scene->snapshot->split[scene->split].n, all = count_split (scene);
  if (n < all)
    g_string_append_printf (note, _ (" · %'" G_GSIZE_FORMAT " of %'" G_GSIZE_FORMAT " samples"), n, all);
  else if (all > 0)
    g_string_append_printf (
        note, ngettext (" · %'" G_GSIZE_FORMAT " sample", " · %'" G_GSIZE_FORMAT " samples", all), all);
}

void
view_scene_make_note (ViewScene *scene, const CollapseProjection *projection)
{
  g_autofree char *share = describe_share (scene, projection);
  g_autoptr (GString) note = g_string_new (NULL);
  if (view_scene_is_of_source (scene))
    g_string_append (note, _ ("source’s axes: "));
  else if (view_scene_is_held (scene))
    g_string_append_printf (note, _ ("axes of epoch %.0f · "), floor (scene->hold));
  g_string_append (note, share);
  if (projection->n_chosen == 0 && projection->n_classes > projection->dimension + 1)
    g_string_append_printf (note, _ (" · no simplex of %u in %" G_GSIZE_FORMAT " dimensions"),
                            projection->n_classes, projection->dimension);
  if (scene->plot.n_trail > 0)
    g_string_append_printf (note, _ (" · paths since epoch %.0f"), scene->trail_start);
  append_count (scene, note);
  if (scene->remark != NULL)
    g_string_append_printf (note, " · %s", scene->remark);
  scene->note = g_string_free (g_steal_pointer (&note), FALSE);
  scene->short_note = projection->n_chosen > 0 && !view_scene_is_held (scene)
                          ? g_strdup_printf (_ ("%u means exact"), projection->n_chosen)
                          : g_strdup_printf (_ ("%.0f %% in view"), 100 * projection->means_share);
  scene->plot.note = scene->note;
  scene->plot.short_note = scene->short_note;
}

void
view_scene_clear_words (ViewScene *scene)
{
  g_clear_pointer (&scene->subtitle, g_free);
  g_clear_pointer (&scene->footer, g_free);
  for (guint i = 0; i < 2 * N_READOUT; i++)
    g_clear_pointer (&scene->readout[i], g_free);
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

void
view_scene_make_words (ViewScene *scene)
{
  double epoch = scene->snapshot->epoch;
  const TrainingRecord *record = training_history_record_at (scene->history, epoch);
  gint terminal = training_history_terminal_epoch (scene->history);
  g_autoptr (GString) subtitle = g_string_new (NULL);
  view_scene_clear_words (scene);
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

char *
view_scene_tour_note (const char *note, double share)
{
  return g_strdup_printf (_ ("%s · %.0f %% of the means’ variance in view"), note, 100 * share);
}

char *
view_scene_scale_note (double scale, const char *note)
{
  if (note == NULL)
    return g_strdup_printf (_ ("scale %.2f"), scale);
  return g_strdup_printf (_ ("common scale, × %.2f · %s"), scale, note);
}

/* "6 Shirt"; "6" where the name is the number. Free with g_free. */
static char *
class_label (const ViewScene *scene, guint k)
{
  g_autofree char *number = g_strdup_printf ("%u", k);
  const char *name = scene->data->class_names[k];
  return g_str_equal (name, number) ? g_steal_pointer (&number) : g_strdup_printf ("%u %s", k, name);
}

static char *
describe_mean (const ViewScene *scene, guint k)
{
  const CollapseMeans *means = scene->snapshot->split[scene->split].means;
  guint nearest = k;
  double greatest = -2;
  for (guint other = 0; other < means->n_classes; other++) {
    double cosine = other != k ? view_scene_mean_cosine (means, k, other) : -2;
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
