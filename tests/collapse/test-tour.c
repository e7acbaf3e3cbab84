#include "collapse/tour.h"

#include "collapse/etf.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

/* Largest error of frame frame^T = I. */
static double
orthonormality (NumericMatrix64 frame)
{
  double largest = 0;

  for (gsize a = 0; a < 3; a++)
    for (gsize b = 0; b <= a; b++) {
      double sum = 0;

      for (gsize j = 0; j < frame.columns; j++)
        sum += numeric_matrix64_row (frame, a)[j] * numeric_matrix64_row (frame, b)[j];
      largest = MAX (largest, fabs (sum - (a == b)));
    }
  return largest;
}

static double
distance (const double *a, const double *b, gsize n)
{
  double square = 0;

  for (gsize i = 0; i < n; i++)
    square += (a[i] - b[i]) * (a[i] - b[i]);
  return sqrt (square);
}

/* At 60 frames a second, with frames that are set now and then; none is further from the one before than the
 * speed allows. */
static void
test_orthonormal (void)
{
  g_autoptr (CollapseTour) tour = collapse_tour_new (9, 1);
  double largest = 0, farthest = 0, step = 0, first[27], before[27], next[27];

  memcpy (first, collapse_tour_frame (tour).data, sizeof first);
  for (guint i = 0; i < 100000; i++) {
    memcpy (before, collapse_tour_frame (tour).data, sizeof before);
    collapse_tour_seek (tour, i / 60.0);
    step = MAX (step, distance (before, collapse_tour_frame (tour).data, 27));
    largest = MAX (largest, orthonormality (collapse_tour_frame (tour)));
    farthest = MAX (farthest, distance (first, collapse_tour_frame (tour).data, 27));
    if (i % 999 == 998) {
      g_assert_true (collapse_frame_place (collapse_tour_frame (tour), (double[9]){ 1, 2, 0, 0, -1, 0, 3 },
                                           (double[3]){ 1, -1, 0.5 }, numeric_matrix64 (next, 3, 9)));
      collapse_tour_set_frame (tour, numeric_matrix64 (next, 3, 9));
    }
  }
  g_assert_cmpfloat (largest, <, 1e-9);
  g_assert_cmpfloat (farthest, >, 2);
  g_assert_cmpfloat (step, <, COLLAPSE_TOUR_SPEED / 60 + 1e-9);
}

/* A frame that is put in its own place changes nothing: the tour goes on to where it was going. */
static void
test_set (void)
{
  g_autoptr (CollapseTour) one = collapse_tour_new (9, 2);
  g_autoptr (CollapseTour) other = collapse_tour_new (9, 2);
  double frame[27];

  collapse_tour_seek (one, 33);
  collapse_tour_seek (other, 33);
  memcpy (frame, collapse_tour_frame (other).data, sizeof frame);
  collapse_tour_set_frame (other, numeric_matrix64 (frame, 3, 9));
  for (guint time = 33; time < 60; time++) {
    collapse_tour_seek (one, time);
    collapse_tour_seek (other, time);
    g_assert_cmpfloat (distance (collapse_tour_frame (one).data, collapse_tour_frame (other).data, 27), <,
                       1e-9);
  }
}

/* |F'| is the speed, all the time; what is seen of a segment's end is the target's space. */
static void
test_speed (void)
{
  const double step = 1e-4;
  g_autoptr (CollapseTour) tour = collapse_tour_new (7, 3);
  guint joints = 0;

  for (guint i = 0; i < 2000; i++) {
    double before[21], speed;

    collapse_tour_seek (tour, 0.05 * i);
    memcpy (before, collapse_tour_frame (tour).data, sizeof before);
    collapse_tour_seek (tour, 0.05 * i + step);
    speed = distance (before, collapse_tour_frame (tour).data, 21) / step;
    if (fabs (speed - COLLAPSE_TOUR_SPEED) > 1e-5)
      joints++; /* from one geodesic to the next within the step */
  }
  g_assert_cmpuint (joints, <=, 2);
}

/* The frame is a matter of seed and time, not of the way there. */
static void
test_deterministic (void)
{
  g_autoptr (CollapseTour) slow = collapse_tour_new (9, 5);
  g_autoptr (CollapseTour) fast = collapse_tour_new (9, 5);
  g_autoptr (CollapseTour) other = collapse_tour_new (9, 6);
  double balanced[27];

  collapse_etf_frame (numeric_matrix64 (balanced, 3, 9));
  g_assert_cmpfloat (distance (balanced, collapse_tour_frame (slow).data, 27), ==, 0);
  for (guint i = 0; i <= 3000; i++)
    collapse_tour_seek (slow, i / 50.0);
  collapse_tour_seek (fast, 60);
  collapse_tour_seek (other, 60);
  g_assert_cmpmem (collapse_tour_frame (slow).data, 27 * sizeof (double), collapse_tour_frame (fast).data,
                   27 * sizeof (double));
  g_assert_cmpfloat (distance (collapse_tour_frame (other).data, collapse_tour_frame (fast).data, 27), >,
                     0.1);
  collapse_tour_seek (fast, 120);
  collapse_tour_seek (fast, 60);
  g_assert_cmpmem (collapse_tour_frame (slow).data, 27 * sizeof (double), collapse_tour_frame (fast).data,
                   27 * sizeof (double));
  collapse_tour_seek (fast, -7);
  g_assert_cmpfloat (collapse_tour_time (fast), ==, 0);
  g_assert_cmpfloat (distance (balanced, collapse_tour_frame (fast).data, 27), <, 1e-12);
}

/* Up to three axes all is in view: the tour stays. */
static void
test_nothing_to_tour (void)
{
  for (guint n = 1; n <= 3; n++) {
    g_autoptr (CollapseTour) tour = collapse_tour_new (n, 1);
    double frame[9], out[9];

    collapse_etf_frame (numeric_matrix64 (frame, 3, n));
    collapse_tour_seek (tour, 1000);
    g_assert_cmpfloat (collapse_tour_time (tour), ==, 1000);
    g_assert_cmpmem (collapse_tour_frame (tour).data, 3 * n * sizeof (double), frame,
                     3 * n * sizeof (double));
    g_assert_false (collapse_frame_place (numeric_matrix64 (frame, 3, n), (double[3]){ 1, 1, 1 },
                                          (double[3]){ 1, 0, 0 }, numeric_matrix64 (out, 3, n)));
  }
}

static void
random_frame (NumericRandom *random, NumericMatrix64 frame)
{
  g_autoptr (CollapseTour) tour = collapse_tour_new (frame.columns, numeric_random_next (random));

  collapse_tour_seek (tour, 100 * numeric_random_uniform (random));
  memcpy (frame.data, collapse_tour_frame (tour).data, 3 * frame.columns * sizeof (double));
}

static void
see (NumericMatrix64 frame, const double *point, double place[3])
{
  for (gsize i = 0; i < 3; i++) {
    place[i] = 0;
    for (gsize j = 0; j < frame.columns; j++)
      place[i] += numeric_matrix64_row (frame, i)[j] * point[j];
  }
}

/* The point is where it was put; further away than it is long, on the way there; where it was already,
 * nothing turns. No other frame that does so is nearer: those found by placing from another one. */
static void
test_place (void)
{
  static const guint sizes[] = { 4, 5, 9, 40 };
  NumericRandom random;

  numeric_random_init (&random, 4, 0);
  for (guint trial = 0; trial < 400; trial++) {
    gsize n = sizes[trial % 4];
    double data[120], placed[120], other[120], point[40], place[3], seen[3], length = 0, reach;
    NumericMatrix64 frame = numeric_matrix64 (data, 3, n), out = numeric_matrix64 (placed, 3, n);
    NumericMatrix64 rival = numeric_matrix64 (other, 3, n);

    random_frame (&random, frame);
    for (gsize j = 0; j < n; j++)
      length += pow (point[j] = numeric_random_normal (&random), 2);
    length = sqrt (length);
    for (gsize i = 0; i < 3; i++)
      place[i] = numeric_random_normal (&random);
    reach = length * (trial % 3 == 2 ? 1.5 : trial % 3 / 2.0 + 0.4) / sqrt (3);
    for (gsize i = 0; i < 3; i++)
      place[i] = reach * (place[i] < 0 ? -1 : 1);
    g_assert_true (collapse_frame_place (frame, point, place, out));
    g_assert_cmpfloat (orthonormality (out), <, 1e-12);
    see (out, point, seen);
    for (gsize i = 0; i < 3; i++)
      g_assert_cmpfloat_with_epsilon (seen[i], trial % 3 == 2 ? place[i] / 1.5 : place[i], 1e-12);

    random_frame (&random, rival);
    g_assert_true (collapse_frame_place (rival, point, place, rival));
    g_assert_cmpfloat (distance (data, placed, 3 * n), <=, distance (data, other, 3 * n));

    see (frame, point, seen);
    g_assert_true (collapse_frame_place (frame, point, seen, out));
    g_assert_cmpfloat (distance (data, placed, 3 * n), <, 1e-9);
  }
}

/* To a place on the rim, where nothing of the point is left out of view, and back; nothing to place, and
 * nowhere. */
static void
test_place_ends (void)
{
  const double point[6] = { 0, 2, 0, 0, 0, 0 }, none[6] = { 0 }, rim[3] = { 0, 0, 2 };
  double data[18], out[18], seen[3];
  NumericMatrix64 frame = numeric_matrix64 (data, 3, 6), turned = numeric_matrix64 (out, 3, 6);

  collapse_etf_frame (frame);
  g_assert_true (collapse_frame_place (frame, point, rim, turned));
  see (turned, point, seen);
  g_assert_cmpfloat (distance (seen, rim, 3), <, 1e-12);
  g_assert_true (collapse_frame_place (turned, point, (double[3]){ 0 }, turned));
  see (turned, point, seen);
  g_assert_cmpfloat (distance (seen, none, 3), <, 1e-12);
  g_assert_cmpfloat (orthonormality (turned), <, 1e-12);
  g_assert_false (collapse_frame_place (frame, none, rim, turned));
  g_assert_false (collapse_frame_place (frame, point, (double[3]){ NAN, 0, 0 }, turned));
}

static void
test_text (void)
{
  static const char *const broken[] = {
    "",
    "tour",
    "(0, 1, 0.0, 0, 0.0, @ad [])",
    "(9, 1, 0.0, 0, nan, @ad [])",
    "(9, 1, 0.0, 0, 1e300, @ad [])",
    "(9, 1, 5.0, 0, 6.0, @ad [])",
    "(9, 1, 0.0, 0, 6.0, [1.0, 0.0, 0.0])",
    "(4, 1, 0.0, 0, 6.0, [1.0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0])",
  };
  g_autoptr (CollapseTour) tour = collapse_tour_new (6, 8);
  double next[18];

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    g_assert_null (collapse_tour_from_text (broken[i]));
  for (guint set = 0; set < 2; set++) {
    collapse_tour_seek (tour, 33.3 + set);
    if (set == 1) {
      collapse_frame_place (collapse_tour_frame (tour), (double[6]){ 1, 2, 3 }, (double[3]){ 1 },
                            numeric_matrix64 (next, 3, 6));
      collapse_tour_set_frame (tour, numeric_matrix64 (next, 3, 6));
      collapse_tour_seek (tour, 41);
    }
    g_assert_cmpint (collapse_tour_is_set (tour), ==, set);
    g_autofree char *text = collapse_tour_to_text (tour);
    g_autoptr (CollapseTour) again = collapse_tour_from_text (text);

    g_assert_nonnull (again);
    g_assert_cmpuint (collapse_tour_n_axes (again), ==, 6);
    g_assert_cmpuint (collapse_tour_seed (again), ==, 8);
    g_assert_cmpfloat (collapse_tour_time (again), ==, collapse_tour_time (tour));
    for (guint later = 0; later < 2; later++) {
      g_assert_cmpmem (collapse_tour_frame (again).data, 18 * sizeof (double),
                       collapse_tour_frame (tour).data, 18 * sizeof (double));
      collapse_tour_seek (tour, 90);
      collapse_tour_seek (again, 90);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/tour/orthonormal", test_orthonormal);
  g_test_add_func ("/collapse/tour/set", test_set);
  g_test_add_func ("/collapse/tour/speed", test_speed);
  g_test_add_func ("/collapse/tour/deterministic", test_deterministic);
  g_test_add_func ("/collapse/tour/nothing-to-tour", test_nothing_to_tour);
  g_test_add_func ("/collapse/tour/place", test_place);
  g_test_add_func ("/collapse/tour/place-ends", test_place_ends);
  g_test_add_func ("/collapse/tour/text", test_text);
  return g_test_run ();
}
