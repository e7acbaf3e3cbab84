#include "app/timeline-track.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pangocairo.h>

#define RADIUS 6.0
/* From the ends of the axis to those of the track. */
#define OVERHANG 6.0
#define TEXT_SIZE 11.0
#define TEXT_BASELINE (TIMELINE_TOP - 5.0)
/* Least distance between the axis' labels. */
#define LABEL_DISTANCE 56.0
/* The track is at least so many times lower at its foot than NC1 ever was. */
#define NC1_SPAN 300.0
/* How near the pointer must be to a mark. */
#define MARK_REACH 7.0

double
timeline_track_x (const TimelineTrack *track, double width, double epoch)
{
  return TIMELINE_MARGIN + (width - 2.0 * TIMELINE_MARGIN) * epoch / track->n_epochs;
}

double
timeline_track_epoch (const TimelineTrack *track, double width, double x)
{
  double share = (x - TIMELINE_MARGIN) / MAX (1.0, width - 2.0 * TIMELINE_MARGIN);
  return CLAMP (share, 0.0, 1.0) * track->n_epochs;
}

double
timeline_track_step (double n_epochs, double width, double *small)
{
  double least = n_epochs * LABEL_DISTANCE / MAX (LABEL_DISTANCE, width - 2.0 * TIMELINE_MARGIN);
  double power = pow (10.0, floor (log10 (MAX (1.0, least))));
  double digit = least <= power ? 1.0 : least <= 2.0 * power ? 2.0 : least <= 5.0 * power ? 5.0 : 10.0;
  double step = digit * power;
  *small = MAX (1.0, digit == 2.0 ? step / 4.0 : step / 5.0);
  return step;
}

static void
rounded_rectangle (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI_2, 0.0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0.0, G_PI_2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Draws text with its baseline at y and x at `align` (0 left, 1 right) of it; returns its width. No colour:
 * only measures. */
static double
draw_text (const TimelineTrack *track,
           cairo_t *cr,
           const PlotTheme *theme,
           const char *text,
           double x,
           double y,
           double align,
           const PlotColour *colour)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (track->context);
  PangoFontDescription *font = pango_font_description_from_string (theme->font);
  int width;
  pango_font_description_set_absolute_size (font, TEXT_SIZE * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (colour == NULL)
    return width;
  plot_set_source (cr, *colour);
  cairo_move_to (cr, round (x - align * width), y - (double)pango_layout_get_baseline (layout) / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  return width;
}

/* NC1 of the training split on a log axis over the whole track. */
static void
draw_curve (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width)
{
  double least = INFINITY, greatest = 0.0;
  g_autoptr (GArray) x = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) y = g_array_new (FALSE, FALSE, sizeof (double));
  training_history_series (track->history, TRAINING_TRAIN, COLLAPSE_NC1, x, y);
  for (guint i = 0; i < y->len; i++) {
    double value = g_array_index (y, double, i);
    least = value > 0.0 ? MIN (least, value) : least;
    greatest = MAX (greatest, value);
  }
  least = MIN (least, greatest / NC1_SPAN);
  double span = log10 (greatest / least), height = TIMELINE_BOTTOM - TIMELINE_TOP - 8.0;
  /* Not more points than half pixels. */
  guint stride = 1 + (guint)(x->len / (2.0 * MAX (1.0, width)));
  for (guint i = 0; i < x->len; i += stride) {
    double value = g_array_index (y, double, i);
    if (value > 0.0)
      cairo_line_to (cr, timeline_track_x (track, width, g_array_index (x, double, i)),
                     TIMELINE_TOP + 4.0 + height * log10 (greatest / value) / span);
  }
  PlotRegimeStyle style = plot_theme_regime_style (theme, track->style);
  cairo_set_line_width (cr, 1.3);
  plot_set_source (cr, style.colour);
  plot_set_dash (cr, &style, 1.3);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0.0);
}

static void
draw_ground (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width)
{
  double left = TIMELINE_MARGIN - OVERHANG, across = width - 2.0 * left;
  double height = TIMELINE_BOTTOM - TIMELINE_TOP;
  double trained = timeline_track_x (track, width, track->trained);
  rounded_rectangle (cr, left, TIMELINE_TOP, across, height, RADIUS);
  plot_set_source (cr, plot_theme_ink (theme, theme->dark ? 0.07 : 0.05));
  cairo_fill (cr);
  cairo_save (cr);
  cairo_rectangle (cr, left, TIMELINE_TOP,
                   trained - left + (track->trained >= track->n_epochs ? OVERHANG : 0.0), height);
  cairo_clip (cr);
  rounded_rectangle (cr, left, TIMELINE_TOP, across, height, RADIUS);
  plot_set_source (cr, theme->dark ? plot_theme_ink (theme, 0.06) : theme->background);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  if (track->history != NULL)
    draw_curve (track, cr, theme, width);
  cairo_restore (cr);
  rounded_rectangle (cr, left + 0.5, TIMELINE_TOP + 0.5, across - 1.0, height - 1.0, RADIUS);
  plot_set_source (cr, plot_theme_ink (theme, 0.12));
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);

  /* The knob is between epochs while the next one is trained. */
  PlotColour faint = plot_theme_text_ink (theme, 0.4);
  double label = draw_text (track, cr, theme, _ ("not yet trained"), 0.0, 0.0, 0.0, NULL);
  double x = timeline_track_x (track, width, track->trained + 1.0) + 26.0;
  if (track->history != NULL && x + label < width - TIMELINE_MARGIN)
    draw_text (track, cr, theme, _ ("not yet trained"), x, TIMELINE_BOTTOM - 8.0, 0.0, &faint);
}

/* What another run trained is faint, and a line stands where this one goes on. */
static void
draw_branch (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width)
{
  double left = TIMELINE_MARGIN - OVERHANG, x = floor (timeline_track_x (track, width, track->branch)) + 0.5;
  PlotColour veil = theme->background;
  veil.alpha = 0.6;
  plot_set_source (cr, veil);
  cairo_rectangle (cr, left + 1.0, TIMELINE_TOP + 1.0, x - left - 1.0, TIMELINE_BOTTOM - TIMELINE_TOP - 2.0);
  cairo_fill (cr);
  plot_set_source (cr, plot_theme_regime_style (theme, track->style).colour);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x, TIMELINE_TOP + 3.0);
  cairo_line_to (cr, x, TIMELINE_BOTTOM);
  cairo_stroke (cr);
  cairo_arc (cr, x, TIMELINE_TOP, 3.0, 0.0, 2.0 * G_PI);
  cairo_stroke (cr);
}

static void
draw_axis (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width)
{
  double small, step = timeline_track_step (track->n_epochs, width, &small);
  PlotColour dim = plot_theme_dim (theme);
  cairo_set_line_width (cr, 1.0);
  for (guint i = 0; i * small <= track->n_epochs; i++) {
    double epoch = i * small;
    gboolean labelled = fabs (remainder (epoch, step)) < 1e-6;
    double x = floor (timeline_track_x (track, width, epoch)) + 0.5;
    plot_set_source (cr, plot_theme_ink (theme, labelled ? 0.4 : 0.2));
    cairo_move_to (cr, x, TIMELINE_BOTTOM + 2.0);
    cairo_line_to (cr, x, TIMELINE_BOTTOM + (labelled ? 7.0 : 5.0));
    cairo_stroke (cr);
    if (!labelled)
      continue;
    g_autofree char *text = g_strdup_printf ("%.0f", epoch);
    draw_text (track, cr, theme, text, x, TIMELINE_BOTTOM + 19.0, 0.5, &dim);
  }
}

static void
draw_mark (cairo_t *cr, const PlotTheme *theme, double x)
{
  static const double dash[] = { 2.0, 2.0 };
  x = floor (x) + 0.5;
  plot_set_source (cr, plot_theme_ink (theme, 0.35));
  cairo_set_line_width (cr, 1.0);
  cairo_set_dash (cr, dash, 2, 0.0);
  cairo_move_to (cr, x, TIMELINE_TOP);
  cairo_line_to (cr, x, TIMELINE_BOTTOM);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0.0);
  plot_set_source (cr, plot_theme_ink (theme, 0.6));
  cairo_move_to (cr, x - 4.0, TIMELINE_TOP - 8.0);
  cairo_line_to (cr, x + 4.0, TIMELINE_TOP - 8.0);
  cairo_line_to (cr, x, TIMELINE_TOP - 1.0);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static guint
n_marks (const TimelineTrack *track)
{
  return track->marks == NULL ? 0 : track->marks->len;
}

static const TrainingMark *
mark_at (const TimelineTrack *track, guint place)
{
  return track->marks->pdata[place];
}

/* Whether words from `from` to `to` above the track are on it and meet no mark of a change. */
static gboolean
is_free (const TimelineTrack *track, double width, double from, double to)
{
  gboolean is_free = from > TIMELINE_MARGIN - OVERHANG && to < width;
  for (guint i = 0; is_free && i < n_marks (track); i++) {
    double x = timeline_track_x (track, width, mark_at (track, i)->epoch);
    is_free = x + 6.0 < from || x - 6.0 > to;
  }
  return is_free;
}

/* The words of the terminal phase's start and the hook from them to x, to its left or else to its right, as
 * many as there is room for. Returns where they end. */
static double
draw_terminal_words (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width, double x)
{
  const char *const words[] = { _ ("training error reaches 0: terminal phase"), _ ("terminal phase") };
  PlotColour dim = plot_theme_dim (theme);
  for (gsize i = 0; i < 2 * G_N_ELEMENTS (words); i++) {
    double side = i % 2 == 0 ? -1.0 : 1.0;
    double across = draw_text (track, cr, theme, words[i / 2], 0.0, 0.0, 0.0, NULL) + 9.0;
    if (!is_free (track, width, side < 0.0 ? x - across : x + 6.0, side < 0.0 ? x - 6.0 : x + across))
      continue;
    plot_set_source (cr, plot_theme_ink (theme, 0.3));
    cairo_set_line_width (cr, 1.0);
    cairo_move_to (cr, x + side * 6.0, TIMELINE_TOP - 8.5);
    cairo_line_to (cr, x, TIMELINE_TOP - 8.5);
    cairo_line_to (cr, x, TIMELINE_TOP - 1.0);
    cairo_stroke (cr);
    draw_text (track, cr, theme, words[i / 2], x + side * 9.0, TEXT_BASELINE, side < 0.0 ? 1.0 : 0.0, &dim);
    return side < 0.0 ? x : x + across;
  }
  return x;
}

/* The marker inside the track and its words above it. Returns where the words end. */
static double
draw_terminal (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width, gint epoch)
{
  PlotRegimeStyle style = plot_theme_regime_style (theme, track->style);
  double x = floor (timeline_track_x (track, width, epoch)) + 0.5;
  plot_set_source (cr, style.colour);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x, TIMELINE_BOTTOM - 6.0);
  cairo_line_to (cr, x, TIMELINE_BOTTOM);
  cairo_stroke (cr);
  plot_marker_draw (cr, style.marker, style.colour, theme->background, x, TIMELINE_BOTTOM - 8.5, 3.4);
  return draw_terminal_words (track, cr, theme, width, x);
}

/* Calls `tell` of every epoch with a checkpoint of the run's own, from which all samples can be computed. */
static void
each_of_samples (const TimelineTrack *track, void (*tell) (gint epoch, gpointer data), gpointer data)
{
  if (!track->samples || track->history == NULL)
    return;
  g_autoptr (GPtrArray) checkpoints = training_history_list_checkpoints (track->history);
  for (guint i = 0; i < checkpoints->len; i++) {
    gint epoch = (gint)((TrainingCheckpoint *)checkpoints->pdata[i])->epoch;
    if (epoch >= track->branch)
      tell (epoch, data);
  }
}

typedef struct {
  const TimelineTrack *track;
  cairo_t *cr;
  double width;
} Dots;

static void
add_dot (gint epoch, gpointer data)
{
  const Dots *dots = data;
  cairo_new_sub_path (dots->cr);
  cairo_arc (dots->cr, floor (timeline_track_x (dots->track, dots->width, epoch)) + 0.5, TIMELINE_BOTTOM, 2.5,
             0.0, 2.0 * G_PI);
}

static void
draw_samples (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width)
{
  Dots dots = { track, cr, width };
  cairo_new_path (cr);
  each_of_samples (track, add_dot, &dots);
  plot_set_source (cr, theme->accent);
  cairo_fill (cr);
}

void
timeline_track_draw (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width)
{
  gint terminal = track->history == NULL ? -1 : training_history_terminal_epoch (track->history);
  PlotColour dim = plot_theme_dim (theme);
  double taken = -INFINITY, last = -INFINITY;
  draw_ground (track, cr, theme, width);
  draw_axis (track, cr, theme, width);
  if (track->branch >= 0)
    draw_branch (track, cr, theme, width);
  draw_samples (track, cr, theme, width);
  if (terminal >= 0)
    taken = draw_terminal (track, cr, theme, width, terminal);
  for (guint i = 0; i < n_marks (track); i++) {
    last = timeline_track_x (track, width, mark_at (track, i)->epoch);
    draw_mark (cr, theme, last);
  }
  if (n_marks (track) == 0)
    return;
  /* Only the last of them is named. */
  const char *text = mark_at (track, n_marks (track) - 1)->text;
  double across = draw_text (track, cr, theme, text, 0.0, 0.0, 0.0, NULL);
  if (last > taken + 8.0 && last + 8.0 + across < width)
    draw_text (track, cr, theme, text, last + 8.0, TEXT_BASELINE, 0.0, &dim);
}

/* Marks in words. */

static void
append_words (GString *text, char *words)
{
  g_string_append_printf (text, text->len > 0 ? "\n%s" : "%s", words);
  g_free (words);
}

typedef struct {
  double from, to;
  GString *epochs;
} Range;

static void
add_epoch (gint epoch, gpointer data)
{
  Range *range = data;
  if (epoch >= range->from && epoch <= range->to)
    g_string_append_printf (range->epochs, range->epochs->len > 0 ? ", %d" : "%d", epoch);
}

static char *
describe_marks (const TimelineTrack *track, double from, double to)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint terminal = track->history == NULL ? -1 : training_history_terminal_epoch (track->history);
  if (terminal >= 0 && terminal >= from && terminal <= to)
    append_words (text,
                  g_strdup_printf (_ ("Terminal phase: the training error is 0 from epoch %d on"), terminal));
  if (track->branch >= 0 && track->branch >= from && track->branch <= to)
    append_words (text, g_strdup_printf (_ ("Branched from another run after epoch %d"), track->branch));
  Range range = { from, to, g_string_new (NULL) };
  each_of_samples (track, add_epoch, &range);
  if (range.epochs->len > 0)
    append_words (text, g_strdup_printf (_ ("All samples can be seen of epoch %s"), range.epochs->str));
  g_string_free (range.epochs, TRUE);
  for (guint i = 0; i < n_marks (track); i++) {
    const TrainingMark *mark = mark_at (track, i);
    if (mark->epoch >= from && mark->epoch <= to)
      append_words (text, g_strdup_printf (_ ("Epoch %.4g: %s"), mark->epoch, mark->text));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
timeline_track_describe (const TimelineTrack *track)
{
  return describe_marks (track, 0.0, track->n_epochs);
}

char *
timeline_track_describe_at (const TimelineTrack *track, double width, double x)
{
  g_autofree char *text = describe_marks (track, timeline_track_epoch (track, width, x - MARK_REACH),
                                          timeline_track_epoch (track, width, x + MARK_REACH));
  return *text == '\0' ? NULL : g_steal_pointer (&text);
}
