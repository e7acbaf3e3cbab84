#include "cli/progress.h"

#include "cli/cli.h"
#include "view/charts.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

/* Between two drawings of the moving line, us. */
#define DRAW_INTERVAL 50000
#define BAR_WIDTH 16
/* A line over the one before, cut at the terminal's edge (DECAWM off) and not wrapped: what is wrapped cannot
 * be drawn over. */
#define LINE_BEGIN "\r\033[?7l"
#define LINE_END "\033[K\033[?7h"

void
cli_progress_start (CliProgress *progress, const char *label, guint first_epoch, guint n_epochs)
{
  *progress = (CliProgress){
    .label = label,
    .first_epoch = first_epoch,
    .n_epochs = n_epochs,
    .tenths = first_epoch * 10 / n_epochs,
    .moving = isatty (STDERR_FILENO) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0,
    .start = g_get_monotonic_time (),
  };
}

/* "loss 0.12  error 3.1 %  NC1 0.05  NC2 0.09  NC3 0.2", of the training split. */
static char *
describe (const TrainingRecord *record)
{
  g_autofree char *loss = view_chart_value (VIEW_CHART_LOSS, record, TRAINING_TRAIN);
  g_autofree char *error = view_chart_value (VIEW_CHART_ERROR, record, TRAINING_TRAIN);
  g_autofree char *nc1 = view_chart_value (VIEW_CHART_NC1, record, TRAINING_TRAIN);
  g_autofree char *nc2 = view_chart_value (VIEW_CHART_NC2_ANGLES, record, TRAINING_TRAIN);
  g_autofree char *nc3 = view_chart_value (VIEW_CHART_NC3, record, TRAINING_TRAIN);
  return g_strdup_printf (_ ("loss %s  error %s  NC1 %s  NC2 %s  NC3 %s"), loss, error, nc1, nc2, nc3);
}

static void
draw_line (CliProgress *progress, const TrainingRecord *record, gint64 now)
{
  g_autofree char *text = describe (record);
  g_autoptr (GString) bar = g_string_new (NULL);
  guint full = record->epoch * BAR_WIDTH / progress->n_epochs;
  for (guint i = 0; i < BAR_WIDTH; i++)
    g_string_append (bar, i < full ? "█" : "░");
  fprintf (stderr, "%s%s %u/%u", LINE_BEGIN, bar->str, record->epoch, progress->n_epochs);
  if (record->epoch > progress->first_epoch) {
    double spent = (double)(now - progress->start) / 1e6;
    guint done = record->epoch - progress->first_epoch;
    fprintf (stderr, _ (", %.0f s left"), spent * (progress->n_epochs - record->epoch) / done);
  }
  fprintf (stderr, "  %s%s", text, LINE_END);
  fflush (stderr);
  progress->drawn = now;
}

void
cli_progress_epoch (CliProgress *progress, const TrainingRecord *record)
{
  gint64 now = g_get_monotonic_time ();
  guint tenths = record->epoch * 10 / progress->n_epochs;
  if (progress->moving) {
    if (now - progress->drawn >= DRAW_INTERVAL)
      draw_line (progress, record, now);
  } else if (record->epoch == 0 || tenths > progress->tenths) {
    g_autofree char *text = describe (record);
    fprintf (stderr, _ ("%s: epoch %u/%u  %s\n"), progress->label, record->epoch, progress->n_epochs, text);
    progress->tenths = tenths;
  }
}

void
cli_progress_end (CliProgress *progress)
{
  if (progress->moving && progress->drawn > 0)
    fputs ("\r\033[K", stderr);
}

void
cli_print_record (const TrainingRecord *record, const char *label)
{
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    for (guint layer = 0; layer < (record->has_head ? TRAINING_N_LAYERS : TRAINING_HEAD); layer++) {
      g_autofree char *json = training_record_to_json (record, label, split, layer);
      printf ("%s\n", json);
    }
}

static void
print_row (ViewChart chart, const Regime *regime, const TrainingRecord *record)
{
  g_autofree char *name = view_chart_name (chart, regime);
  g_autofree char *padded = cli_pad (name, 32);
  g_autofree char *train = view_chart_value (chart, record, TRAINING_TRAIN);
  g_autofree char *train_padded = cli_pad (train, 12);
  g_autofree char *test = view_chart_value (chart, record, TRAINING_TEST);
  printf ("  %s%s%s\n", padded, train_padded, test);
}

/* Why values are missing or not to be trusted. */
static void
print_flags (const TrainingRecord *record)
{
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    g_autofree char *flags = collapse_flags_describe (record->split[split].metrics.flags);
    if (*flags != '\0')
      printf ("  %s: %s\n", split == TRAINING_TRAIN ? _ ("train") : _ ("test"), flags);
  }
}

static void
print_times (const TrainingHistory *history)
{
  double training = 0, measuring = 0;
  for (guint i = 0; i < training_history_n_records (history); i++) {
    training += training_history_record (history, i)->seconds;
    measuring += training_history_record (history, i)->measure_seconds;
  }
  gint terminal = training_history_terminal_epoch (history);
  printf (_ ("  %.2f s training, %.2f s measuring\n"), training, measuring);
  if (terminal >= 0)
    printf (_ ("  terminal phase (training error 0) since epoch %d\n"), terminal);
}

void
cli_print_result (const TrainingHistory *history, const char *label)
{
  const TrainingRecord *last = training_history_last (history);
  const Regime *regime = training_history_regime (history);
  g_autofree char *summary = regime_summary (regime);
  if (last == NULL)
    return;
  g_autofree char *heading = cli_pad ("", 32);
  g_autofree char *train = cli_pad (_ ("train"), 12);
  printf (_ ("%s (%s), epoch %u of %s\n"), label, summary, last->epoch, regime_get (regime, "run.epochs"));
  printf ("  %s%s%s\n", heading, train, _ ("test"));
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    print_row (chart, regime, last);
  print_flags (last);
  print_times (history);
}
