/* How large a scene is drawn beside others, without a widget. */
#include "app/scene-scale.h"

static double
apply (CollapsarSceneScale *scale, PlotScene *scene, gint64 now, gboolean moves)
{
  *scene = (PlotScene){ .note = "50 % of it", .short_note = "50 %" };
  g_assert_cmpint (collapsar_scene_scale_apply (scale, scene, now), ==, moves);
  return scene->scale;
}

static void
test_easing (void)
{
  CollapsarSceneScale scale = { 0 };
  PlotScene scene;
  g_assert_cmpfloat (apply (&scale, &scene, 0, FALSE), ==, 1.0);
  collapsar_scene_scale_set (&scale, 2.0, 4.0, 1000, 100);
  g_assert_cmpfloat (apply (&scale, &scene, 1000, TRUE), ==, 1.0);
  g_assert_cmpfloat (apply (&scale, &scene, 1050, TRUE), ==, 0.75);
  /* The same again does not begin anew; another goes on from where it is. */
  collapsar_scene_scale_set (&scale, 2.0, 4.0, 1050, 100);
  g_assert_cmpfloat (apply (&scale, &scene, 1100, FALSE), ==, 0.5);
  collapsar_scene_scale_set (&scale, 1.0, 4.0, 1100, 100);
  collapsar_scene_scale_set (&scale, 4.0, 4.0, 1150, 100);
  g_assert_cmpfloat (apply (&scale, &scene, 1150, TRUE), ==, 0.375);
  g_assert_cmpfloat (apply (&scale, &scene, 1250, FALSE), ==, 1.0);
  collapsar_scene_scale_set (&scale, 1.0, 4.0, 2000, 0);
  g_assert_cmpfloat (apply (&scale, &scene, 2000, FALSE), ==, 0.25);
  collapsar_scene_scale_set (&scale, 1.0, 0.0, 3000, 100);
  g_assert_cmpfloat (apply (&scale, &scene, 3050, TRUE), ==, 0.625);
  g_assert_cmpfloat (apply (&scale, &scene, 3100, FALSE), ==, 1.0);
  collapsar_scene_scale_clear (&scale);
}

/* Said of where it goes, and of nothing where a scene is drawn by itself or has no picture. */
static void
test_notes (void)
{
  CollapsarSceneScale scale = { 0 };
  PlotScene scene, empty = { 0 };
  apply (&scale, &scene, 0, FALSE);
  g_assert_cmpstr (scene.note, ==, "50 % of it");
  collapsar_scene_scale_set (&scale, 1.0, 4.0, 1000, 100);
  apply (&scale, &scene, 1050, TRUE);
  g_assert_cmpstr (scene.note, ==, "common scale, × 0.25 · 50 % of it");
  g_assert_cmpstr (scene.short_note, ==, "scale 0.25");
  scene.note = "60 % of it";
  collapsar_scene_scale_apply (&scale, &scene, 1050);
  g_assert_cmpstr (scene.note, ==, "common scale, × 0.25 · 60 % of it");
  collapsar_scene_scale_set (&scale, 4.0, 4.0, 1100, 100);
  apply (&scale, &scene, 1100, TRUE);
  g_assert_cmpstr (scene.note, ==, "common scale, × 1.00 · 50 % of it");
  collapsar_scene_scale_apply (&scale, &empty, 1100);
  g_assert_null (empty.note);
  collapsar_scene_scale_set (&scale, 0.0, 4.0, 1200, 100);
  apply (&scale, &scene, 1200, TRUE);
  g_assert_cmpstr (scene.note, ==, "50 % of it");
  collapsar_scene_scale_clear (&scale);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/scene-scale/easing", test_easing);
  g_test_add_func ("/app/scene-scale/notes", test_notes);
  return g_test_run ();
}
