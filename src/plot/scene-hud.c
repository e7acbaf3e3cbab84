/* The words on a scene, each block on a veil of the background so that the cloud does not disturb it. */
#include "plot/scene-private.h"

#include <math.h>
#include <string.h>

/* Smaller than this there is room for the words that matter most, ... */
#define COMPACT_WIDTH 400
#define COMPACT_HEIGHT 300
/* ... and below this for a line at the top and one at the bottom. */
#define TINY_HEIGHT 180
/* From line to line, and between what a note says. */
#define LINE 17.6
#define DOT " · "

typedef struct {
  PlotText *text;
  double unit; /* of the mock-up's pixels: 1 at 11 points of axis text */
  double width, height;
  gboolean compact, tiny;
} Hud;

void
plot_veil_draw (PlotText *text, PlotBox box, double radius, double alpha)
{
  cairo_t *cr = text->cr;
  double r = radius, right = box.x + box.width, bottom = box.y + box.height;
  PlotColour veil = text->theme->background;

  veil.alpha = alpha;
  plot_set_source (cr, veil);
  cairo_new_path (cr);
  cairo_arc (cr, box.x + r, box.y + r, r, G_PI, 1.5 * G_PI);
  cairo_arc (cr, right - r, box.y + r, r, 1.5 * G_PI, 2 * G_PI);
  cairo_arc (cr, right - r, bottom - r, r, 0, 0.5 * G_PI);
  cairo_arc (cr, box.x + r, bottom - r, r, 0.5 * G_PI, G_PI);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* About words. */
static void
draw_veil (const Hud *hud, double x, double y, double width, double height)
{
  double pad_x = 7 * hud->unit, pad_y = 3 * hud->unit;
  PlotBox box = { x - pad_x, y - pad_y, width + 2 * pad_x, height + 2 * pad_y };

  plot_veil_draw (hud->text, box, 6 * hud->unit, 0.76);
}

static gboolean
is_given (const char *string)
{
  return string && *string;
}

/* The first name and value of the read-out, at the right; returns the width they take from the line. */
static double
draw_first_pair (const Hud *hud, const PlotScene *scene, double y)
{
  const PlotTheme *theme = hud->text->theme;
  double u = hud->unit, right = hud->width - 13 * u, wide;
  PlotTextStyle name = { .size = 12.5 * u, .colour = plot_theme_dim (theme) }, value = name;

  if (!scene->readout || !scene->readout[0] || !scene->readout[1])
    return 0;
  value.bold = value.tabular = TRUE;
  value.colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.8);
  wide = plot_text_width (hud->text, scene->readout[1], &value) + 5 * u;
  draw_veil (hud, right - wide - plot_text_width (hud->text, scene->readout[0], &name), y - 13 * u,
             wide + plot_text_width (hud->text, scene->readout[0], &name), 17 * u);
  plot_text_draw (hud->text, scene->readout[1], right, y, 1, &value);
  plot_text_draw (hud->text, scene->readout[0], right - wide, y, 1, &name);
  return wide + plot_text_width (hud->text, scene->readout[0], &name) + 8 * u;
}

/* "Losses: Focal" without its beginning where there is no room for both: scenes side by side have that in
 * common. */
static const char *
fit_title (const Hud *hud, const char *title, const PlotTextStyle *style)
{
  PlotTextStyle whole = *style;
  const char *rest;

  whole.max_width = 0;
  while (plot_text_width (hud->text, title, &whole) > style->max_width
         && (rest = strstr (title, ": ")) != NULL)
    title = rest + 2;
  return title;
}

/* As many parts of "epoch 83 · terminal phase since 58" as there is room for; free with g_free. */
static char *
fit_parts (const Hud *hud, const char *parts, const PlotTextStyle *style)
{
  PlotTextStyle whole = *style;
  char *text = g_strdup (parts), *end;

  whole.max_width = 0;
  while (text && plot_text_width (hud->text, text, &whole) > style->max_width
         && (end = g_strrstr (text, DOT)) != NULL)
    *end = '\0';
  return text;
}

/* Swatch, title and subtitle at the upper left; `right` is where the read-out begins. */
static void
draw_title (const Hud *hud, const PlotScene *scene, double right)
{
  const PlotTheme *theme = hud->text->theme;
  double u = hud->unit, left = 13 * u, swatch = 28 * u, gap = 7 * u;
  double room = MAX (30 * u, right - left - 12 * u);
  PlotTextStyle title = {
    .size = 13.75 * u,
    .bold = TRUE,
    .colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.8),
    .max_width = room - swatch - gap,
  };
  PlotTextStyle subtitle
      = { .size = 12.5 * u, .colour = plot_theme_dim (theme), .tabular = TRUE, .max_width = room };
  gboolean has_title = is_given (scene->title), has_subtitle = is_given (scene->subtitle) && !hud->tiny;
  const char *name = has_title ? fit_title (hud, scene->title, &title) : NULL;
  double top = 11 * u, width = 0;

  if (title.max_width < 20 * u)
    return;
  if (scene->regime & PLOT_REGIME_MUTED)
    title.colour = subtitle.colour = plot_theme_regime_style (theme, scene->regime).colour;
  if (hud->compact && !hud->tiny)
    subtitle.max_width -= draw_first_pair (hud, scene, top + 31.5 * u);
  g_autofree char *moment = fit_parts (hud, scene->subtitle, &subtitle);
  if (has_title)
    width = swatch + gap + plot_text_width (hud->text, name, &title);
  if (has_subtitle)
    width = MAX (width, plot_text_width (hud->text, moment, &subtitle));
  if (!has_title && !has_subtitle)
    return;
  draw_veil (hud, left, top, width, (has_title && has_subtitle ? 35 : 17) * u);
  if (has_title) {
    plot_swatch_draw (hud->text->cr, theme, scene->regime, left, top + 8.3 * u, swatch, PLOT_LINE_TRAIN);
    plot_text_draw (hud->text, name, left + swatch + gap, top + 13.2 * u, 0, &title);
    top += 18.5 * u;
  }
  if (has_subtitle)
    plot_text_draw (hud->text, moment, left, top + 13 * u, 0, &subtitle);
}

/* Names and values at the upper right; returns where they begin. */
static double
draw_readout (const Hud *hud, const PlotScene *scene)
{
  const PlotTheme *theme = hud->text->theme;
  double u = hud->unit, line = LINE * u, right = hud->width - 13 * u, top = 11 * u;
  PlotTextStyle name = { .size = 12.5 * u, .colour = plot_theme_dim (theme) };
  PlotTextStyle value = { .size = 12.5 * u,
                          .bold = TRUE,
                          .tabular = TRUE,
                          .colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.8) };
  double names = 0, values = 0, left;
  guint n = 0;

  if (!scene->readout || hud->compact)
    return hud->width;
  for (; scene->readout[2 * n] && scene->readout[2 * n + 1]; n++) {
    names = MAX (names, plot_text_width (hud->text, scene->readout[2 * n], &name));
    values = MAX (values, plot_text_width (hud->text, scene->readout[2 * n + 1], &value));
  }
  if (n == 0)
    return hud->width;
  left = right - values - 12 * u - names;
  draw_veil (hud, left, top, right - left, n * line - 1 * u);
  for (guint i = 0; i < n; i++) {
    double y = top + 13 * u + i * line;

    plot_text_draw (hud->text, scene->readout[2 * i], right - values - 12 * u, y, 1, &name);
    plot_text_draw (hud->text, scene->readout[2 * i + 1], right, y, 1, &value);
  }
  return left - 8 * u;
}

/* A dim line that ends at the right margin. */
static void
draw_note_line (const Hud *hud, const char *line, double y, const PlotTextStyle *style)
{
  double u = hud->unit, right = hud->width - 13 * u, width = plot_text_width (hud->text, line, style);

  draw_veil (hud, right - width, y - 12.5 * u, width, 16 * u);
  plot_text_draw (hud->text, line, right, y, 1, style);
}

/* As much of `note` as two lines of that width have room for, or the short one; none is clipped. Returns the
 * number of lines, the last at y. */
static guint
draw_note (const Hud *hud, const char *note, const char *short_note, double y, double max_width)
{
  PlotTextStyle whole
      = { .size = 12.5 * hud->unit, .tabular = TRUE, .colour = plot_theme_dim (hud->text->theme) };
  PlotTextStyle style = whole;

  if (!is_given (note) || max_width <= 0)
    return 0;
  style.max_width = max_width;
  g_autofree char *first = fit_parts (hud, note, &style);
  const char *rest = note + strlen (first), *text = first;
  g_autofree char *second = *rest != '\0' ? fit_parts (hud, rest + strlen (DOT), &style) : NULL;
  if (plot_text_width (hud->text, text, &whole) > max_width)
    text = short_note;
  if (!is_given (text) || plot_text_width (hud->text, text, &whole) > max_width)
    return 0;
  gboolean two = second != NULL && text == first && !hud->compact
                 && plot_text_width (hud->text, second, &whole) <= max_width;
  draw_note_line (hud, text, two ? y - LINE * hud->unit : y, &whole);
  if (two)
    draw_note_line (hud, second, y, &whole);
  return two ? 2 : 1;
}

/* "train 100.0 %  test 87.2 %" without its beginning where there is no room for both. */
static const char *
fit_footer (const Hud *hud, const char *footer, const PlotTextStyle *style)
{
  PlotTextStyle whole = *style;
  const char *rest;

  whole.max_width = 0;
  while (plot_text_width (hud->text, footer, &whole) > style->max_width
         && (rest = strstr (footer, "  ")) != NULL)
    footer = rest + 2;
  return footer;
}

static void
draw_foot (const Hud *hud, const PlotScene *scene)
{
  const PlotTheme *theme = hud->text->theme;
  const char *first = scene->footer;
  double u = hud->unit, y = hud->height - 12 * u, left = 13 * u, right = hud->width - 13 * u;
  PlotTextStyle footer = { .size = 12.5 * u,
                           .tabular = TRUE,
                           .colour = plot_theme_text_ink (theme, theme->dark ? 0.95 : 0.75),
                           .max_width = MAX (20 * u, right - left) };

  if (hud->tiny) {
    right -= draw_first_pair (hud, scene, y);
    footer.max_width = MAX (20 * u, right - left);
  }
  /* A size that is not the scene's own is said, whatever gives way to it. */
  if (hud->tiny && plot_scene_scale (scene) != 1)
    first = scene->short_note;
  if (is_given (first)) {
    const char *text = fit_footer (hud, first, &footer);
    double width = plot_text_width (hud->text, text, &footer);

    draw_veil (hud, left, y - 12.5 * u, width, 16 * u);
    plot_text_draw (hud->text, text, left, y, 0, &footer);
    left += width + 24 * u;
  }
  if (hud->tiny)
    return;
  guint lines = draw_note (hud, scene->note, scene->short_note, y, right - left);
  draw_note (hud, scene->classifier_note, NULL, y - lines * LINE * u, hud->width - 26 * u);
}

void
plot_scene_draw_hud (PlotText *text, const PlotScene *scene, double width, double height)
{
  Hud hud = { .text = text, .unit = text->theme->text_size / 11, .width = width, .height = height };

  hud.compact = width < COMPACT_WIDTH * hud.unit || height < COMPACT_HEIGHT * hud.unit;
  hud.tiny = height < TINY_HEIGHT * hud.unit;
  if (height < 60 * hud.unit)
    return;
  draw_title (&hud, scene, draw_readout (&hud, scene));
  if (height >= 120 * hud.unit)
    draw_foot (&hud, scene);
}
