/* What the findings of a large study cost the window: 100 runs that wait to be trained. */
#include "app/findings-page.h"

#include <adwaita.h>
#include <time.h>

#define N_RUNS 100
#define TURNS_SECONDS 3

static GPtrArray *
make_regimes (void)
{
  static const char *const names[] = { "optimisers", "losses", "watch-collapse", "minority" };
  GPtrArray *regimes = g_ptr_array_new_with_free_func ((GDestroyNotify)regime_unref);
  for (guint i = 0; regimes->len < N_RUNS; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RegimeComparison) comparison
        = regime_comparison_new_from_argument (names[i % G_N_ELEMENTS (names)], &error);
    g_autofree char *seed = g_strdup_printf ("%u", 1 + i / (guint)G_N_ELEMENTS (names));
    g_assert_no_error (error);
    for (guint v = 0; v < regime_comparison_n_variants (comparison) && regimes->len < N_RUNS; v++) {
      Regime *regime = regime_copy (regime_comparison_variant (comparison, v));
      regime_set (regime, "run.seed", seed, NULL);
      g_ptr_array_add (regimes, regime);
    }
  }
  return regimes;
}

/* Of the processor, so that a busy machine tells the same; µs. */
static gint64
thread_time (void)
{
  struct timespec time;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gint64 frame_start, in_frames;

static void
on_before_paint (void)
{
  frame_start = thread_time ();
}

static void
on_after_paint (void)
{
  in_frames += thread_time () - frame_start;
}

/* The longest turn of the main loop in some seconds, but for frames; ms. */
static double
turn (void)
{
  double longest = 0;
  for (gint64 end = g_get_monotonic_time () + TURNS_SECONDS * G_USEC_PER_SEC;
       g_get_monotonic_time () < end;) {
    gint64 start = thread_time ();
    in_frames = 0;
    if (g_main_context_iteration (NULL, FALSE))
      longest = MAX (longest, (double)(thread_time () - start - in_frames) / 1000);
    else
      g_usleep (200);
  }
  return longest;
}

int
main (void)
{
  adw_init ();
  g_autoptr (CollapsarStudy) study = collapsar_study_new ();
  g_autoptr (GPtrArray) regimes = make_regimes ();
  collapsar_study_expect_store (study); /* so that nothing trains */
  turn ();
  g_autoptr (CollapsarRunPlaces) places = collapsar_run_places_new (study);
  collapsar_study_add_all (study, regimes);
  g_print ("presets read and %u runs placed: the longest turn takes %.2f ms\n", N_RUNS, turn ());

  gint64 start = thread_time ();
  g_autoptr (GPtrArray) findings = collapsar_findings_find (places);
  g_print ("%u findings found: %.2f ms\n", findings->len, (double)(thread_time () - start) / 1000);
  start = thread_time ();
  for (guint f = 0; f < findings->len; f++)
    for (guint t = 0; t < regime_comparison_n_trends (((CollapsarFinding *)findings->pdata[f])->comparison);
         t++)
      training_trend_result_free (collapsar_finding_measure (findings->pdata[f], t));
  g_print ("all of their trends measured: %.2f ms\n", (double)(thread_time () - start) / 1000);

  GtkWidget *window = gtk_window_new (), *page = g_object_new (COLLAPSAR_TYPE_FINDINGS_PAGE, NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
  turn ();
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", on_before_paint, NULL);
  g_signal_connect (clock, "after-paint", on_after_paint, NULL);
  collapsar_findings_page_set_places (COLLAPSAR_FINDINGS_PAGE (page), places);
  gtk_window_set_child (GTK_WINDOW (window), page);
  g_print ("the page filled, and mapped by GTK: the longest turn takes %.2f ms\n", turn ());
  gtk_window_destroy (GTK_WINDOW (window));
  return 0;
}
