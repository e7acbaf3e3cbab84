/* A scene on paper: nobody turns it, so its words stand above and below it instead of on it. */
#include "plot/scene-private.h"

#include <string.h>

/* Baselines, in units of the mock-up's pixels. */
#define FIRST_LINE 24.2
#define LINE 17.0
/* Between what a line says. */
#define DOT " · "

typedef struct {
  PlotText *text;
  const PlotScene *scene;
  double unit, width, inset;
  PlotTextStyle title, plain, dim;
} Words;

static gboolean
is_given (const char *string)
{
  return string && *string;
}

static void
words_init (Words *words, PlotText *text, const PlotScene *scene, double width, double inset)
{
  const PlotTheme *theme = text->theme;
  double u = theme->text_size / 11;

  *words = (Words){ text, scene, u, width, 13 * u + inset };
  words->plain = (PlotTextStyle){ .size = 11.2 * u,
                                  .tabular = TRUE,
                                  .colour = plot_theme_text_ink (theme, theme->dark ? 0.95 : 0.8),
                                  .max_width = MAX (10 * u, width - words->inset - 4 * u) };
  words->dim = words->plain;
  words->dim.colour = plot_theme_dim (theme);
  words->title = words->plain;
  words->title.size = 12.4 * u;
}

/* The read-out on one line, as many of its pairs as fit; returns whether there are any. Only measured unless
 * `draw`. */
static gboolean
readout_line (const Words *words, double baseline, gboolean draw)
{
  const char *const *readout = words->scene->readout;
  double u = words->unit, x = words->inset;
  PlotTextStyle name = words->dim, value = words->plain;

  name.max_width = value.max_width = 0;
  for (guint i = 0; readout && readout[i] && readout[i + 1]; i += 2) {
    double wide = plot_text_width (words->text, readout[i], &name);
    double end = x + wide + 4 * u + plot_text_width (words->text, readout[i + 1], &value);

    if (end > words->width - 2 * u)
      return i > 0;
    if (draw) {
      plot_text_draw (words->text, readout[i], x, baseline, 0, &name);
      plot_text_draw (words->text, readout[i + 1], x + wide + 4 * u, baseline, 0, &value);
    }
    x = end + 8 * u;
  }
  return x > words->inset;
}

/* Title, subtitle and read-out; returns the height they take. */
static double
draw_head (const Words *words, gboolean draw)
{
  const PlotScene *scene = words->scene;
  double u = words->unit, baseline = FIRST_LINE * u, swatch = 24 * u, gap = 6 * u;
  PlotTextStyle title = words->title;
  gboolean any = FALSE;

  title.max_width -= swatch + gap;
  if (is_given (scene->title)) {
    if (draw) {
      plot_swatch_draw (words->text->cr, words->text->theme, scene->regime, words->inset, baseline - 4.4 * u,
                        swatch, PLOT_LINE_TRAIN);
      plot_text_draw (words->text, scene->title, words->inset + swatch + gap, baseline, 0, &title);
    }
    baseline += LINE * u;
    any = TRUE;
  }
  if (is_given (scene->subtitle)) {
    if (draw)
      plot_text_draw (words->text, scene->subtitle, words->inset, baseline, 0, &words->dim);
    baseline += LINE * u;
    any = TRUE;
  }
  if (readout_line (words, baseline, draw)) {
    baseline += LINE * u;
    any = TRUE;
  }
  return any ? baseline - (LINE - 6) * u : 0;
}

/* A text in the width there is: where it is longer, in lines that part at dots between what it says. The last
 * baseline is given; returns the number of lines. */
static guint
draw_lines (
    const Words *words, const char *string, const PlotTextStyle *style, double baseline, gboolean draw)
{
  double left = 13 * words->unit;
  PlotTextStyle cut = *style, whole = *style;
  g_auto (GStrv) parts = g_strsplit (is_given (string) ? string : "", DOT, -1);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  whole.max_width = 0;
  cut.max_width = words->width - left - 4 * words->unit;
  for (char **part = parts; *part; part++) {
    char *last = lines->len > 0 ? lines->pdata[lines->len - 1] : NULL;
    g_autofree char *longer = last ? g_strconcat (last, DOT, *part, NULL) : NULL;

    if (longer && plot_text_width (words->text, longer, &whole) <= cut.max_width) {
      g_free (last);
      lines->pdata[lines->len - 1] = g_steal_pointer (&longer);
    } else {
      g_ptr_array_add (lines, g_strdup (*part));
    }
  }
  for (guint i = 0; draw && i < lines->len; i++)
    plot_text_draw (words->text, lines->pdata[i], left, baseline - (lines->len - 1 - i) * LINE * words->unit,
                    0, &cut);
  return lines->len;
}

/* Two texts beside each other when both fit, else one above the other, with the last baseline there; returns
 * the number of lines. */
static guint
draw_pair (const Words *words,
           const char *first,
           const char *second,
           const PlotTextStyle *first_style,
           double baseline,
           gboolean draw)
{
  double u = words->unit, left = 13 * u;
  PlotTextStyle plain = *first_style, dim = words->dim;
  guint lines;

  plain.max_width = dim.max_width = 0;
  if (is_given (first) && is_given (second)
      && plot_text_width (words->text, first, &plain) + plot_text_width (words->text, second, &dim) + left
                 + 26 * u
             <= words->width) {
    if (draw) {
      plot_text_draw (words->text, first, left, baseline, 0, &plain);
      plot_text_draw (words->text, second, words->width - 10 * u, baseline, 1, &dim);
    }
    return 1;
  }
  lines = draw_lines (words, second, &dim, baseline, draw);
  return lines + draw_lines (words, first, &plain, baseline - lines * LINE * u, draw);
}

/* Footer and notes; returns the height they take. */
static double
draw_foot (const Words *words, double height, gboolean draw)
{
  const PlotScene *scene = words->scene;
  double u = words->unit, baseline = height - 5 * u;
  guint lines;

  /* With two notes the footer has a line of its own, above them. */
  if (is_given (scene->note) && is_given (scene->classifier_note)) {
    lines = draw_pair (words, scene->classifier_note, scene->note, &words->dim, baseline, draw);
    lines += draw_pair (words, scene->footer, NULL, &words->plain, baseline - lines * LINE * u, draw);
  } else {
    const char *note = is_given (scene->note) ? scene->note : scene->classifier_note;

    lines = draw_pair (words, scene->footer, note, &words->plain, baseline, draw);
  }
  return lines > 0 ? lines * LINE * u + 2 * u : 0;
}

void
plot_scene_draw_panel (PlotText *text,
                       const PlotScene *scene,
                       const PlotCamera *camera,
                       PlotSceneParts parts,
                       double width,
                       double height,
                       double inset)
{
  Words words;
  double head, foot;

  if (!(width >= 1) || !(height >= 1))
    return;
  words_init (&words, text, scene, width, inset);
  head = draw_head (&words, FALSE);
  foot = draw_foot (&words, height, FALSE);
  /* A small panel keeps the geometry and loses the words, those below first. */
  if (head + foot > 0.5 * height)
    foot = 0;
  if (head > 0.5 * height)
    head = 0;
  cairo_save (text->cr);
  plot_scene_draw_geometry (text, scene, camera, parts, width, height, head, foot);
  if (head > 0)
    draw_head (&words, TRUE);
  if (foot > 0)
    draw_foot (&words, height, TRUE);
  cairo_restore (text->cr);
}
