/* Easing from one picture to the next. */
#include "app/tween.h"

#include "synthetic.h"

/* A picture whose every coordinate is `value`. */
static CollapsarPicture *
flat_picture (guint run, double epoch, float value)
{
  CollapsarPicture *picture = g_new0 (CollapsarPicture, 1);
  gsize n = 3 * SYNTHETIC_SAMPLES, vertices = 3 * SYNTHETIC_CLASSES;
  float *points = g_new (float, n), *means = g_new (float, vertices), *classifier = g_new (float, vertices);
  double *ideal = g_new (double, vertices);
  for (gsize i = 0; i < n; i++)
    points[i] = value;
  for (gsize i = 0; i < vertices; i++)
    ideal[i] = means[i] = classifier[i] = value;
  picture->n_axes = 3;
  picture->plot = (PlotScene){
    .n_classes = SYNTHETIC_CLASSES,
    .n_points = SYNTHETIC_SAMPLES,
    .points = points,
    .means = means,
    .classifier = classifier,
    .ideal = ideal,
  };
  picture->run = run;
  picture->snapshot = synthetic_snapshot (epoch);
  g_atomic_ref_count_init (&picture->references);
  return picture;
}

static void
assert_drawn (CollapsarTween *tween, double value)
{
  const PlotScene *scene = collapsar_tween_scene (tween);
  for (gsize i = 0; i < 3 * SYNTHETIC_SAMPLES; i++)
    g_assert_cmpfloat_with_epsilon (scene->points[i], value, 1e-6);
  for (gsize i = 0; i < 3 * SYNTHETIC_CLASSES; i++) {
    g_assert_cmpfloat_with_epsilon (scene->means[i], value, 1e-6);
    g_assert_cmpfloat_with_epsilon (scene->classifier[i], value, 1e-6);
    g_assert_cmpfloat_with_epsilon (scene->ideal[i], value, 1e-6);
  }
}

static void
test_linear (void)
{
  g_autoptr (CollapsarTween) tween = collapsar_tween_new ();
  g_autoptr (CollapsarPicture) first = flat_picture (1, 0, 0.0f), second = flat_picture (1, 1, 1.0f);
  g_autoptr (CollapsarPicture) third = flat_picture (1, 2, 0.0f);
  g_assert_cmpuint (collapsar_tween_scene (tween)->n_points, ==, 0);
  g_assert_false (collapsar_tween_advance (tween, 0));
  collapsar_tween_to (tween, first, 1000, 100);
  assert_drawn (tween, 0.0);
  g_assert_false (collapsar_tween_advance (tween, 1001));

  collapsar_tween_to (tween, second, 2000, 100);
  assert_drawn (tween, 0.0);
  g_assert_true (collapsar_tween_advance (tween, 2025));
  assert_drawn (tween, 0.25);
  /* Turning back half-way goes on from there. */
  g_assert_true (collapsar_tween_advance (tween, 2050));
  collapsar_tween_to (tween, third, 2050, 100);
  assert_drawn (tween, 0.5);
  g_assert_true (collapsar_tween_advance (tween, 2100));
  assert_drawn (tween, 0.25);
  g_assert_false (collapsar_tween_advance (tween, 2150));
  assert_drawn (tween, 0.0);
  g_assert_true (collapsar_tween_scene (tween)->points == third->plot.points);
}

/* New words of the same moment do not stop what moves. */
static void
test_words (void)
{
  g_autoptr (CollapsarTween) tween = collapsar_tween_new ();
  g_autoptr (CollapsarPicture) first = flat_picture (1, 0, 0.0f), second = flat_picture (1, 1, 1.0f);
  g_autoptr (CollapsarPicture) words = flat_picture (1, 1, 1.0f);
  training_snapshot_unref (words->snapshot);
  words->snapshot = training_snapshot_ref (second->snapshot);
  words->plot.subtitle = g_strdup ("epoch 1");
  collapsar_tween_to (tween, first, 0, 0);
  collapsar_tween_to (tween, second, 1000, 100);
  collapsar_tween_to (tween, words, 1050, 100);
  assert_drawn (tween, 0.5);
  g_assert_cmpstr (collapsar_tween_scene (tween)->subtitle, ==, "epoch 1");
  g_assert_false (collapsar_tween_advance (tween, 1100));
  assert_drawn (tween, 1.0);
}

static void
test_jumps (void)
{
  g_autoptr (CollapsarTween) tween = collapsar_tween_new ();
  g_autoptr (CollapsarPicture) first = flat_picture (1, 0, 0.0f), second = flat_picture (1, 1, 1.0f);
  g_autoptr (CollapsarPicture) other = flat_picture (2, 0, 5.0f), test = flat_picture (2, 0, 6.0f);
  collapsar_tween_to (tween, first, 0, 0);
  collapsar_tween_to (tween, second, 1000, 0);
  assert_drawn (tween, 1.0);
  /* A frame that began before the picture came. */
  g_assert_false (collapsar_tween_advance (tween, 990));
  assert_drawn (tween, 1.0);
  collapsar_tween_to (tween, other, 2000, 100);
  assert_drawn (tween, 5.0);
  test->split = TRAINING_TEST;
  collapsar_tween_to (tween, test, 3000, 100);
  assert_drawn (tween, 6.0);
  g_assert_false (collapsar_tween_advance (tween, 3001));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/tween/linear", test_linear);
  g_test_add_func ("/app/tween/words", test_words);
  g_test_add_func ("/app/tween/jumps", test_jumps);
  return g_test_run ();
}
