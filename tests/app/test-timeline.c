/* The timeline: epochs and places, and the cursor it moves. */
#include "app/timeline.h"

#include "display.h"

#include <adwaita.h>
#include <math.h>

#include "app/timeline-track.h"
#include "finished-session.h"

static void
test_places (void)
{
  TimelineTrack track = { .n_epochs = 200.0 };
  double width = 1026.0;
  g_assert_cmpfloat (timeline_track_x (&track, width, 0.0), ==, TIMELINE_MARGIN);
  g_assert_cmpfloat (timeline_track_x (&track, width, 200.0), ==, width - TIMELINE_MARGIN);
  /* 1,000 pixels for 200 epochs. */
  g_assert_cmpfloat (timeline_track_x (&track, width, 83.0), ==, TIMELINE_MARGIN + 415.0);
  for (guint epoch = 0; epoch <= 200; epoch++)
    g_assert_cmpfloat_with_epsilon (
        timeline_track_epoch (&track, width, timeline_track_x (&track, width, epoch)), epoch, 1e-9);
  g_assert_cmpfloat (timeline_track_epoch (&track, width, -50.0), ==, 0.0);
  g_assert_cmpfloat (timeline_track_epoch (&track, width, 5000.0), ==, 200.0);
  /* Narrower than its margins. */
  g_assert_true (isfinite (timeline_track_epoch (&track, 10.0, 5.0)));
}

static void
test_steps (void)
{
  double small;
  g_assert_cmpfloat (timeline_track_step (200.0, 1026.0, &small), ==, 20.0);
  g_assert_cmpfloat (small, ==, 5.0);
  g_assert_cmpfloat (timeline_track_step (5.0, 1026.0, &small), ==, 1.0);
  g_assert_cmpfloat (small, ==, 1.0);
  for (double n = 1.0; n < 1e6; n *= 1.7) {
    double step = timeline_track_step (n, 400.0, &small);
    g_assert_cmpfloat (step / n * (400.0 - 2.0 * TIMELINE_MARGIN), >=, 56.0 - 1e-9);
    g_assert_cmpfloat (fabs (remainder (step, small)), <, 1e-9);
  }
}

static void
test_moves (void)
{
  CollapsarSession *session = finished_session_new ();
  GtkWidget *timeline = g_object_ref_sink (collapsar_timeline_new ());
  collapsar_timeline_set_session (COLLAPSAR_TIMELINE (timeline), session);
  gtk_test_accessible_assert_role (timeline, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (timeline, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double)FINISHED_EPOCHS);
  gtk_test_accessible_assert_property (timeline, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double)FINISHED_EPOCHS);
  gtk_widget_activate_action (timeline, "timeline.move-cursor", "i", -2);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, FINISHED_EPOCHS - 2);
  g_assert_false (collapsar_session_get_live (session));
  gtk_test_accessible_assert_property (timeline, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       (double)FINISHED_EPOCHS - 2);
  gtk_test_accessible_assert_property (timeline, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "epoch 4 of 6");
  gtk_widget_activate_action (timeline, "timeline.move-cursor", "i", -100000);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 0.0);
  gtk_widget_activate_action (timeline, "timeline.move-cursor", "i", 100000);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, FINISHED_EPOCHS);
  g_assert_finalize_object (timeline);
  g_assert_finalize_object (session);
}

static void
test_empty (void)
{
  CollapsarSession *session = collapsar_session_new ();
  GtkWidget *timeline = g_object_ref_sink (collapsar_timeline_new ());
  gtk_widget_activate_action (timeline, "timeline.move-cursor", "i", 1);
  collapsar_timeline_set_session (COLLAPSAR_TIMELINE (timeline), session);
  gtk_widget_activate_action (timeline, "timeline.move-cursor", "i", 1);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 0.0);
  g_assert_finalize_object (timeline);
  g_assert_finalize_object (session);
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/timeline/places", test_places);
  g_test_add_func ("/app/timeline/steps", test_steps);
  g_test_add_func ("/app/timeline/moves", test_moves);
  g_test_add_func ("/app/timeline/empty", test_empty);
  return g_test_run ();
}
