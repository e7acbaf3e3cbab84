/* The tour that scenes share, without a widget. */
#include "app/tour.h"

#include <math.h>
#include <string.h>

/* Frames of the clock move it at its speed while it plays, and a late one does not make it jump. */
static void
test_plays (void)
{
  g_autoptr (CollapsarTour) tour = collapsar_tour_new ();
  g_autoptr (CollapseTour) expected = collapse_tour_new (9, 1);
  g_assert_false (collapsar_tour_advance (tour, 1));
  g_object_set (tour, "playing", TRUE, "speed", 2.0, NULL);
  for (gint64 now = 1000000; now <= 2000000; now += 20000) {
    g_assert_true (collapsar_tour_advance (tour, now));
    g_assert_true (collapsar_tour_advance (tour, now));
  }
  collapse_tour_seek (expected, 2.0);
  double *frame = collapsar_tour_frame (tour, 9).data;
  for (guint i = 0; i < 27; i++)
    g_assert_cmpfloat_with_epsilon (frame[i], collapse_tour_frame (expected).data[i], 1e-9);
  collapsar_tour_advance (tour, 9000000);
  collapse_tour_seek (expected, 2.2);
  frame = collapsar_tour_frame (tour, 9).data;
  for (guint i = 0; i < 27; i++)
    g_assert_cmpfloat_with_epsilon (frame[i], collapse_tour_frame (expected).data[i], 1e-9);
}

static void
count (guint *n)
{
  (*n)++;
}

/* Text takes it up again, after it was turned too; what is no text of it changes nothing. */
static void
test_text (void)
{
  g_autoptr (CollapsarTour) tour = collapsar_tour_new ();
  g_autoptr (CollapsarTour) again = collapsar_tour_new ();
  double data[27];
  guint n = 0;
  collapsar_tour_step (tour, 3.0);
  collapse_frame_place (collapsar_tour_frame (tour, 9), (double[9]){ 1, 2, 3 }, (double[3]){ 1, 0, 0 },
                        numeric_matrix64 (data, 3, 9));
  g_assert_false (collapsar_tour_is_set (tour, 9));
  collapsar_tour_set_frame (tour, numeric_matrix64 (data, 3, 9));
  g_assert_true (collapsar_tour_is_set (tour, 9));
  g_assert_false (collapsar_tour_is_set (tour, 5));
  collapsar_tour_step (tour, 1.0);
  g_autofree char *text = collapsar_tour_to_text (tour);
  g_signal_connect_swapped (again, "changed", G_CALLBACK (count), &n);
  collapsar_tour_set_text (again, text);
  collapsar_tour_set_text (again, "nonsense\n");
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpmem (collapsar_tour_frame (again, 9).data, sizeof data, collapsar_tour_frame (tour, 9).data,
                   sizeof data);
  collapsar_tour_reset (again);
  g_assert_cmpfloat (fabs (collapsar_tour_frame (again, 9).data[0] - collapsar_tour_frame (tour, 9).data[0]),
                     >, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/tour/plays", test_plays);
  g_test_add_func ("/app/tour/text", test_text);
  return g_test_run ();
}
