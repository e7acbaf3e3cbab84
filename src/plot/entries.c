#include "plot/entries.h"

/* In units of the text */
#define SWATCH 30
#define MARKER 12
#define GAP 8
#define ROW 22

static PlotTextStyle
entry_style (const PlotTheme *theme)
{
  return (PlotTextStyle){ .size = 12.5 / 11 * theme->text_size,
                          .colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.8) };
}

/* Of the widest swatch. */
static double
swatch_width (const PlotEntry *entries, guint n)
{
  double width = MARKER;
  for (guint i = 0; i < n; i++)
    if (!entries[i].marker)
      width = SWATCH;
  return width;
}

double
plot_entries_width (PlotText *text, const PlotEntry *entries, guint n)
{
  PlotTextStyle style = entry_style (text->theme);
  double widest = 0, unit = text->theme->text_size / 11;
  for (guint i = 0; i < n; i++)
    widest = MAX (widest, plot_text_width (text, entries[i].name, &style));
  return (swatch_width (entries, n) + 2 * GAP) * unit + widest;
}

static void
draw_entry (PlotText *text, const PlotEntry *entry, double x, double y, double swatch)
{
  const PlotTheme *theme = text->theme;
  PlotRegimeStyle style = plot_theme_regime_style (theme, entry->style);
  if (entry->marker)
    plot_marker_draw (text->cr, style.marker, style.colour, theme->background, x + swatch / 2, y,
                      2.4 * theme->line_width);
  else
    plot_swatch_draw (text->cr, theme, entry->style, x, y, swatch, entry->line);
}

double
plot_entries_draw (PlotText *text, const PlotEntry *entries, guint n, double width, gboolean draw)
{
  double unit = text->theme->text_size / 11, swatch = swatch_width (entries, n) * unit, gap = GAP * unit;
  double row = ROW * unit, wide = plot_entries_width (text, entries, n);
  PlotTextStyle style = entry_style (text->theme);
  if (n == 0)
    return 0;
  guint columns = CLAMP ((int)(width / wide), 1, (int)n), rows = (n + columns - 1) / columns;
  columns = (n + rows - 1) / rows;
  double pitch = MIN (width / columns, wide + gap);
  style.max_width = MAX (pitch - swatch - 2 * gap, 1);
  for (guint i = 0; draw && i < n; i++) {
    double x = pitch * (i / rows), y = row * (i % rows) + row / 2;
    draw_entry (text, &entries[i], x, y, swatch);
    plot_text_draw (text, entries[i].name, x + swatch + gap, y + 4.3 * unit, 0, &style);
  }
  return rows * row;
}
