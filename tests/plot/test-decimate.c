#include "plot/decimate.h"

#include <math.h>

#define N 20000

static PlotPoint *
random_walk (gsize n, double width, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  PlotPoint *points = g_new (PlotPoint, n);
  double y = 0;

  for (gsize i = 0; i < n; i++) {
    y += g_rand_double_range (rand, -1, 1);
    points[i] = (PlotPoint){ width * i / n, g_rand_int_range (rand, 0, 500) == 0 ? NAN : y };
  }
  return points;
}

static void
column_range (const PlotPoint *points, gsize n, int column, double *low, double *high, guint *count)
{
  *low = INFINITY;
  *high = -INFINITY;
  *count = 0;
  for (gsize i = 0; i < n; i++)
    if ((int)floor (points[i].x) == column && !isnan (points[i].y)) {
      *low = MIN (*low, points[i].y);
      *high = MAX (*high, points[i].y);
      (*count)++;
    }
}

static void
test_extremes (void)
{
  g_autofree PlotPoint *points = random_walk (N, 300, 1);
  g_autofree PlotPoint *kept = g_new (PlotPoint, N);
  gsize n;

  for (gsize i = 0; i < N; i++)
    if (isnan (points[i].y))
      points[i].y = 0;
  n = plot_decimate (points, N, 1, kept);
  for (int column = 0; column < 300; column++) {
    double low, high, kept_low, kept_high;
    guint count, kept_count;

    column_range (points, N, column, &low, &high, &count);
    column_range (kept, n, column, &kept_low, &kept_high, &kept_count);
    g_assert_cmpuint (kept_count, <=, 4);
    g_assert_cmpfloat (kept_low, ==, low);
    g_assert_cmpfloat (kept_high, ==, high);
  }
  /* the ends stay, and so does the order */
  g_assert_cmpfloat (kept[0].y, ==, points[0].y);
  g_assert_cmpfloat (kept[n - 1].y, ==, points[N - 1].y);
  for (gsize i = 1; i < n; i++)
    g_assert_cmpfloat (kept[i].x, >, kept[i - 1].x);
}

/* As many runs between gaps, each beginning and ending where it did. */
static void
test_gaps (void)
{
  g_autofree PlotPoint *points = random_walk (N, 40, 2);
  g_autofree PlotPoint *kept = g_new (PlotPoint, N);
  gsize n = plot_decimate (points, N, 1, kept), j = 0;

  g_assert_cmpuint (n, <, N / 4);
  for (gsize i = 0; i < N; i++) {
    gboolean begins = !isnan (points[i].y) && (i == 0 || isnan (points[i - 1].y));

    if (!begins)
      continue;
    while (j < n && (isnan (kept[j].y) || (j > 0 && !isnan (kept[j - 1].y))))
      j++;
    g_assert_cmpuint (j, <, n);
    g_assert_cmpfloat (kept[j++].x, ==, points[i].x);
  }
  while (j < n && (isnan (kept[j].y) || !isnan (kept[j - 1].y)))
    j++;
  g_assert_cmpuint (j, ==, n);
}

static void
test_few (void)
{
  const PlotPoint points[] = { { 0, 3 }, { 5, 1 }, { 9.5, 2 }, { 9.75, 7 } };
  PlotPoint kept[4];

  g_assert_cmpuint (plot_decimate (points, 0, 1, kept), ==, 0);
  g_assert_cmpuint (plot_decimate (points, 1, 1, kept), ==, 1);
  g_assert_cmpuint (plot_decimate (points, 4, 1, kept), ==, 4);
  g_assert_cmpmem (kept, sizeof kept, points, sizeof points);
}

static void
test_in_place (void)
{
  g_autofree PlotPoint *points = random_walk (N, 100, 3);
  g_autofree PlotPoint *kept = g_new (PlotPoint, N);
  gsize n = plot_decimate (points, N, 0.5, kept);

  g_assert_cmpuint (plot_decimate (points, N, 0.5, points), ==, n);
  for (gsize i = 0; i < n; i++) {
    g_assert_cmpfloat (points[i].x, ==, kept[i].x);
    g_assert_true (points[i].y == kept[i].y || (isnan (points[i].y) && isnan (kept[i].y)));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/decimate/extremes", test_extremes);
  g_test_add_func ("/plot/decimate/gaps", test_gaps);
  g_test_add_func ("/plot/decimate/few", test_few);
  g_test_add_func ("/plot/decimate/in-place", test_in_place);
  return g_test_run ();
}
