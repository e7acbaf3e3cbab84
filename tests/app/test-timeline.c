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
  TimelineTrack track = { .n_epochs = 200.0, .branch = -1 };
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

static GtkEventController *
find_drag (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_GESTURE_DRAG (controller))
      return controller;
  }
  g_assert_not_reached ();
}

/* Let go near a whole epoch the knob rests on it, between two it stays; words are of the epoch begun. */
static void
test_catch (void)
{
  CollapsarSession *session = finished_session_new ();
  GtkWidget *timeline = g_object_ref_sink (collapsar_timeline_new ());
  collapsar_timeline_set_session (COLLAPSAR_TIMELINE (timeline), session);
  gtk_widget_size_allocate (timeline, &(GtkAllocation){ 0, 0, 626, TIMELINE_HEIGHT }, -1);
  /* 100 pixels an epoch. */
  collapsar_session_set_epoch (session, 2.95);
  gtk_test_accessible_assert_property (timeline, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "epoch 2 of 6");
  g_signal_emit_by_name (find_drag (timeline), "drag-end", 0.0, 0.0);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 3.0);
  collapsar_session_set_epoch (session, 2.6);
  g_signal_emit_by_name (find_drag (timeline), "drag-end", 0.0, 0.0);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 2.6);
  gtk_widget_activate_action (timeline, "timeline.move-cursor", "i", -1);
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 2.0);
  g_assert_finalize_object (timeline);
  g_assert_finalize_object (session);
}

static void
add_record (TrainingHistory *history, guint epoch, double error, double rate)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = epoch;
  record->learning_rate = rate;
  record->split[TRAINING_TRAIN].error = error;
  training_history_add_record (history, record);
}

static void
test_marks (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  g_autoptr (RegimeChange) change = regime_change_new (2.25, "optimiser.learning-rate", "0.1", "0.01");
  training_history_add_change (history, change);
  g_assert_true (regime_set (regime, "optimiser.schedule", "constant", NULL));
  g_autoptr (GPtrArray) marks = training_history_marks (history);
  TimelineTrack track
      = { .history = history, .n_epochs = 10.0, .trained = 5.0, .marks = marks, .branch = -1 };
  double width = 1026.0;
  for (guint epoch = 0; epoch <= 5; epoch++)
    add_record (history, epoch, epoch < 4 ? 0.5 : 0.0, epoch <= 2 ? 0.1 : 0.01);
  g_autofree char *all = timeline_track_describe (&track);
  g_assert_cmpstr (all, ==,
                   "Terminal phase: the training error is 0 from epoch 4 on\n"
                   "Epoch 2.25: learning rate 0.1 → 0.01");
  double x = timeline_track_x (&track, width, 4.0);
  g_autofree char *terminal = timeline_track_describe_at (&track, width, x + 3.0);
  g_assert_cmpstr (terminal, ==, "Terminal phase: the training error is 0 from epoch 4 on");
  g_assert_null (timeline_track_describe_at (&track, width, x + 50.0));
  track.branch = 3;
  g_autofree char *branch = timeline_track_describe_at (&track, width, timeline_track_x (&track, width, 3.0));
  g_assert_cmpstr (branch, ==, "Branched from another run after epoch 3");
  track = (TimelineTrack){ .n_epochs = 10.0, .branch = -1 };
  g_autofree char *none = timeline_track_describe (&track);
  g_assert_cmpstr (none, ==, "");
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

static void
add_checkpoint (TrainingHistory *history, Regime *regime, guint epoch)
{
  const gsize sizes[TRAINING_N_STATES] = { 1 };
  g_autoptr (TrainingCheckpoint) checkpoint = training_checkpoint_new (regime, sizes);
  checkpoint->epoch = epoch;
  training_history_add_checkpoint (history, checkpoint);
}

/* The epochs of which all samples can be seen, while they are wanted; of a branch its own. */
static void
test_samples (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "run.epochs", "10", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  add_checkpoint (history, regime, 0);
  add_checkpoint (history, regime, 4);
  add_checkpoint (history, regime, 9);
  TimelineTrack track
      = { .history = history, .n_epochs = 10.0, .trained = 9.0, .branch = -1, .samples = TRUE };
  g_autofree char *all = timeline_track_describe (&track);
  g_assert_cmpstr (all, ==, "All samples can be seen of epoch 0, 4, 9");
  g_autofree char *near = timeline_track_describe_at (&track, 600, timeline_track_x (&track, 600, 4.0) + 2.0);
  g_assert_cmpstr (near, ==, "All samples can be seen of epoch 4");
  g_assert_null (timeline_track_describe_at (&track, 600, timeline_track_x (&track, 600, 6.0)));
  track.branch = 4;
  g_autofree char *own = timeline_track_describe_at (&track, 600, timeline_track_x (&track, 600, 9.0));
  g_assert_cmpstr (own, ==, "All samples can be seen of epoch 9");
  g_assert_null (timeline_track_describe_at (&track, 600, timeline_track_x (&track, 600, 0.0)));
  track.samples = FALSE;
  g_assert_null (timeline_track_describe_at (&track, 600, timeline_track_x (&track, 600, 9.0)));
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
  g_test_add_func ("/app/timeline/catch", test_catch);
  g_test_add_func ("/app/timeline/marks", test_marks);
  g_test_add_func ("/app/timeline/samples", test_samples);
  g_test_add_func ("/app/timeline/empty", test_empty);
  return g_test_run ();
}
