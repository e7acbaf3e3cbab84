/* What the findings of a large study cost the window: 100 runs that wait to be trained. */
#include "app/finding-section.h"
#include "app/findings-page.h"
#include "training/transfer-trend.h"

#include <adwaita.h>
#include <time.h>

#define N_RUNS 100
#define TURNS_SECONDS 3

static GPtrArray *
make_regimes (void)
{
  static const char *const names[]
      = { "optimisers", "losses", "watch-collapse", "minority", "fine-tuning", "backbones" };
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

/* What each of a finding's trends came to, of fine-tunings at 24 blocks and numbers of shots. */
static void
measure_tuned (CollapsarFinding *finding)
{
  g_autoptr (GArray) outcomes = g_array_new (FALSE, FALSE, sizeof (TransferOutcome));
  for (guint i = 0; i < 24 * finding->seeds->len; i++) {
    TransferOutcome outcome = { .seed = i % finding->seeds->len,
                                .plans = 3,
                                .last = TRUE,
                                .method = (i / finding->seeds->len) % 4,
                                .block = (gint)(i / finding->seeds->len) / 4 % 2,
                                .shots = i / finding->seeds->len / 8 == 0 ? 0 : i / finding->seeds->len / 8 };
    for (guint q = 0; q < TRANSFER_N_QUANTITIES; q++)
      outcome.values[q] = 1.0 / (i + q + 2);
    g_array_append_val (outcomes, outcome);
  }
  finding->tuned = g_ptr_array_new ();
  for (guint t = 0; t < regime_comparison_n_trends (finding->comparison); t++) {
    const TrainingTrend *trend = regime_comparison_trend (finding->comparison, t);
    g_ptr_array_add (finding->tuned, trend->plans == NULL
                                         ? NULL
                                         : transfer_trend_measure (trend, outcomes, finding->seeds->len));
  }
}

/* The longest that any of its trends takes to be shown, when it was before; ms. */
static double
show_tuned (CollapsarFinding *finding)
{
  double longest = 0;
  measure_tuned (finding);
  GtkWidget *section = g_object_ref_sink (collapsar_finding_section_new (finding));
  for (guint pass = 0; pass < 2; pass++)
    for (guint t = 0; t < finding->tuned->len; t++) {
      gint64 start = thread_time ();
      collapsar_finding_section_update_trend (COLLAPSAR_FINDING_SECTION (section), finding, t);
      longest = MAX (longest, (double)(thread_time () - start) / 1000);
    }
  g_object_unref (section);
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

  for (guint f = 0; f < findings->len; f++) {
    CollapsarFinding *finding = findings->pdata[f];
    if (g_str_equal (finding->preset, "fine-tuning"))
      g_print ("a trend of fine-tunings shown: %.2f ms at most\n", show_tuned (finding));
  }
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
