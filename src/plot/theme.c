/* The palettes are our own. Class colours and the dark regimes were found by random search for the largest
 * smallest pair distance in OKLab, seen normally and under deuteranopia, protanopia and tritanopia (Machado,
 * Oliveira and Fernandes 2009, severity 1). Smallest distances x100, normal/deutan/protan/tritan:
 *   classes light 17.7/11.1/10.9/9.7, dark 15.5/10.1/9.8/9.3
 *   regimes light 15/10.2/10.8/8.6 (the first three are Okabe and Ito's, which journals recommend),
 *           dark 16.7/10.4/12.2/9.0
 * For comparison tab10 has 11.3/2.3/0.7/4.2. Nothing rests on colour alone: a class carries its number, a
 * regime its dash and marker. */
#include "plot/theme.h"

#include <math.h>
#include <string.h>

#define RGB(hex)                                                                                             \
  {                                                                                                          \
    (((hex) >> 16) & 0xff) / 255.0, (((hex) >> 8) & 0xff) / 255.0, ((hex)&0xff) / 255.0, 1.0                 \
  }
#define BLACK                                                                                                \
  {                                                                                                          \
    0, 0, 0, 1                                                                                               \
  }
#define WHITE                                                                                                \
  {                                                                                                          \
    1, 1, 1, 1                                                                                               \
  }

#define SCREEN_FONT "Cantarell, DejaVu Sans, Sans"
#define PRINT_FONT "Nimbus Sans, Liberation Sans, DejaVu Sans, Sans"

#define N_CLASS_COLOURS 10
/* The colours as they are, and turns of them lighter or darker; further ones would be white or black. */
#define N_CLASS_TURNS 10
#define N_REGIME_STYLES 8

static const PlotTheme themes[] = {
  { PLOT_THEME_LIGHT, FALSE, TRUE, FALSE, WHITE, BLACK, RGB (0x3584e4), SCREEN_FONT, 11, 1.7, 1 },
  { PLOT_THEME_DARK, TRUE, TRUE, FALSE, RGB (0x1e1e1e), WHITE, RGB (0x3584e4), SCREEN_FONT, 11, 1.7, 1 },
  { PLOT_THEME_HIGH_CONTRAST, FALSE, TRUE, TRUE, WHITE, BLACK, RGB (0x1a5fb4), SCREEN_FONT, 11, 2.2, 1 },
  { PLOT_THEME_HIGH_CONTRAST_DARK, TRUE, TRUE, TRUE, BLACK, WHITE, RGB (0x78aeed), SCREEN_FONT, 11, 2.2, 1 },
  { PLOT_THEME_PRINT, FALSE, FALSE, TRUE, WHITE, BLACK, RGB (0x3584e4), PRINT_FONT, 6.2, 1.0, 0.5 },
  { PLOT_THEME_GREY, FALSE, FALSE, TRUE, WHITE, BLACK, RGB (0x4d4d4d), PRINT_FONT, 6.2, 1.0, 0.5 },
};

/* Rows of the palettes. */
enum { ON_LIGHT, ON_DARK, GREY, N_PALETTES };

static guint
palette (const PlotTheme *theme)
{
  if (theme->kind == PLOT_THEME_GREY)
    return GREY;
  return theme->dark ? ON_DARK : ON_LIGHT;
}

/* Greys are even steps of lightness (CIE L*), 12 to 88 for classes and 0 to 72 for lines, with neighbours far
 * apart. */
static const PlotColour class_colours[N_PALETTES][N_CLASS_COLOURS] = {
  { RGB (0x5498fc), RGB (0xbd5d00), RGB (0x03906e), RGB (0xdd67b0), RGB (0x165b82), RGB (0x9ea900),
    RGB (0x9d1442), RGB (0x43d5dc), RGB (0x8253c3), RGB (0xf7a690) },
  { RGB (0x64bcfc), RGB (0xe07108), RGB (0x2aaf7c), RGB (0xfd84be), RGB (0x3775a1), RGB (0xbdc112),
    RGB (0xb83861), RGB (0x5af2ef), RGB (0xa278e4), RGB (0xfecbab) },
  { RGB (0x818181), RGB (0x1f1f1f), RGB (0xadadad), RGB (0x444444), RGB (0xdcdcdc), RGB (0x6c6c6c),
    RGB (0x313131), RGB (0xc4c4c4), RGB (0x585858), RGB (0x979797) },
};

static const PlotColour regime_colours[N_PALETTES][N_REGIME_STYLES] = {
  { RGB (0x0072b2), RGB (0xd55e00), RGB (0x009e73), RGB (0xba6df2), RGB (0x485912), RGB (0x994365),
    RGB (0x700c7a), RGB (0x4e1723) },
  { RGB (0x2f92d8), RGB (0xe0721f), RGB (0x6ee29c), RGB (0xdcb2fb), RGB (0xf8b50f), RGB (0xb65e96),
    RGB (0x8ba485), RGB (0xe0f801) },
  { RGB (0x000000), RGB (0x727272), RGB (0x424242), RGB (0xa0a0a0), RGB (0x242424), RGB (0x868686),
    RGB (0x595959), RGB (0xb0b0b0) },
};

static const struct {
  double dash[4];
  int n_dash;
} regime_dashes[N_REGIME_STYLES] = {
  { { 0 }, 0 },     { { 7, 3 }, 2 }, { { 7, 3, 1.5, 3 }, 4 }, { { 1.5, 2.5 }, 2 },
  { { 12, 3 }, 2 }, { { 4, 2 }, 2 }, { { 12, 3, 4, 3 }, 4 },  { { 3, 6 }, 2 },
};

#define N_METHODS 5
/* Probe, layer, scl and full, and ridge, which is a probe too and drawn where there is no other of them. */
static const PlotColour method_colours[N_PALETTES][N_METHODS] = {
  { RGB (0x86858a), RGB (0xb08000), RGB (0xa6104f), RGB (0x2b2a2e), RGB (0x2c7fa8) },
  { RGB (0x9fb0b8), RGB (0xe3be55), RGB (0xd9407f), RGB (0xf0f0f0), RGB (0x5fa9d6) },
  { RGB (0x868686), RGB (0xa0a0a0), RGB (0x000000), RGB (0x424242), RGB (0x666666) },
};
static const struct {
  double dash[4];
  int n_dash;
  PlotMarker marker;
} method_lines[N_METHODS] = {
  { { 1.5, 2.5 }, 2, PLOT_MARKER_CIRCLE }, { { 7, 3, 1.5, 3 }, 4, PLOT_MARKER_TRIANGLE },
  { { 0 }, 0, PLOT_MARKER_SQUARE },        { { 7, 3 }, 2, PLOT_MARKER_DIAMOND },
  { { 3, 6 }, 2, PLOT_MARKER_CIRCLE },
};

const PlotTheme *
plot_theme (PlotThemeKind kind)
{
  g_return_val_if_fail ((guint)kind < G_N_ELEMENTS (themes), &themes[PLOT_THEME_LIGHT]);
  return &themes[kind];
}

gboolean
plot_theme_is_print (const PlotTheme *theme)
{
  return theme->kind == PLOT_THEME_PRINT || theme->kind == PLOT_THEME_GREY;
}

const char *const *
plot_theme_names (void)
{
  static const char *const names[] = { "print", "light", "dark", "grey", NULL };

  return names;
}

gboolean
plot_theme_from_name (const char *name, PlotThemeKind *kind)
{
  static const PlotThemeKind kinds[]
      = { PLOT_THEME_PRINT, PLOT_THEME_LIGHT, PLOT_THEME_DARK, PLOT_THEME_GREY };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (name, plot_theme_names ()[i]) == 0) {
      *kind = kinds[i];
      return TRUE;
    }
  return FALSE;
}

PlotColour
plot_theme_class_colour (const PlotTheme *theme, guint k)
{
  const PlotColour white = WHITE, black = BLACK;
  PlotColour colour = class_colours[palette (theme)][k % N_CLASS_COLOURS];
  guint turn = k / N_CLASS_COLOURS % N_CLASS_TURNS;
  double share = 1 - pow (0.66, (turn + 1) / 2);
  gboolean faint = theme->chosen != NULL;

  if (turn > 0)
    colour = plot_colour_mix (colour, turn % 2 == 1 ? white : black, share);
  for (guint i = 0; i < theme->n_chosen && faint; i++)
    faint = theme->chosen[i] != k;
  return faint ? plot_colour_mix (colour, theme->background, 0.8) : colour;
}

/* Opaque, so that lines which cross do not add up. */
static PlotColour
muted_colour (const PlotTheme *theme)
{
  PlotColour foreground = theme->foreground;

  foreground.alpha = 1;
  return plot_colour_mix (foreground, theme->background, theme->solid ? 0.45 : 0.6);
}

static PlotRegimeStyle
method_style (const PlotTheme *theme, guint style_number)
{
  guint method = style_number & ~(PLOT_METHOD_STYLE | PLOT_REGIME_MUTED);
  gboolean muted = (style_number & PLOT_REGIME_MUTED) != 0;
  g_return_val_if_fail (method < N_METHODS, (PlotRegimeStyle){ 0 });

  PlotRegimeStyle style = {
    .colour = muted ? muted_colour (theme) : method_colours[palette (theme)][method],
    .n_dash = method_lines[method].n_dash,
    .marker = method_lines[method].marker,
  };
  memcpy (style.dash, method_lines[method].dash, sizeof style.dash);
  return style;
}

PlotRegimeStyle
plot_theme_regime_style (const PlotTheme *theme, guint regime)
{
  if ((regime & PLOT_METHOD_STYLE) != 0)
    return method_style (theme, regime);
  if ((regime & PLOT_INK_STYLE) != 0)
    return (PlotRegimeStyle){ .colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.85),
                              .marker = PLOT_MARKER_DIAMOND };
  gboolean muted = (regime & PLOT_REGIME_MUTED) != 0;
  regime &= ~PLOT_REGIME_MUTED;
  /* Once the colours begin anew, dashes and markers are another colour's. */
  guint turn = regime % N_REGIME_STYLES, line = (turn + 3 * (regime / N_REGIME_STYLES)) % N_REGIME_STYLES;
  PlotRegimeStyle style = {
    .colour = muted ? muted_colour (theme) : regime_colours[palette (theme)][turn],
    .n_dash = regime_dashes[line].n_dash,
    .marker = (PlotMarker)(line % 4),
  };

  for (int i = 0; i < style.n_dash; i++)
    style.dash[i] = regime_dashes[line].dash[i];
  return style;
}

PlotColour
plot_theme_ink (const PlotTheme *theme, double opacity)
{
  PlotColour colour = theme->foreground;
  gboolean high = theme->kind == PLOT_THEME_HIGH_CONTRAST || theme->kind == PLOT_THEME_HIGH_CONTRAST_DARK;

  colour.alpha = MIN (1, high ? 1.8 * opacity : opacity);
  return colour;
}

PlotColour
plot_theme_text_ink (const PlotTheme *theme, double opacity)
{
  PlotColour colour = theme->foreground;

  colour.alpha = theme->solid ? 1 : opacity;
  return colour;
}

PlotColour
plot_theme_dim (const PlotTheme *theme)
{
  return plot_theme_text_ink (theme, theme->dark ? 0.66 : 0.60);
}

PlotColour
plot_colour_mix (PlotColour a, PlotColour b, double share_of_b)
{
  double t = CLAMP (share_of_b, 0, 1);

  return (PlotColour){
    a.red + (b.red - a.red) * t,
    a.green + (b.green - a.green) * t,
    a.blue + (b.blue - a.blue) * t,
    a.alpha + (b.alpha - a.alpha) * t,
  };
}

PlotColour
plot_colour_digit (PlotColour colour)
{
  double luminance = 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue;

  return luminance > 0.5 ? (PlotColour){ 0, 0, 0, 0.82 } : (PlotColour)WHITE;
}

void
plot_set_source (cairo_t *cr, PlotColour colour)
{
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha);
}

void
plot_set_dash (cairo_t *cr, const PlotRegimeStyle *style, double width)
{
  double dash[4];

  for (int i = 0; i < style->n_dash; i++)
    dash[i] = style->dash[i] * width / 1.7;
  cairo_set_dash (cr, dash, width > 0 ? style->n_dash : 0, 0);
}

void
plot_set_side_line (cairo_t *cr, const PlotTheme *theme, PlotLine line)
{
  double unit = theme->line_width;
  gboolean dots = line == PLOT_LINE_HEAD;

  cairo_set_line_width (cr, (dots ? 0.9 : 0.75) * unit);
  cairo_set_line_cap (cr, dots ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, dots ? (double[]){ 0, 1.9 * unit } : (double[]){ 2 * unit, 1.5 * unit }, 2, 0);
}

static void
marker_path (cairo_t *cr, PlotMarker marker, double x, double y, double r)
{
  cairo_new_path (cr);
  switch (marker) {
  case PLOT_MARKER_CIRCLE:
    cairo_arc (cr, x, y, r, 0, 2 * G_PI);
    break;
  case PLOT_MARKER_SQUARE:
    cairo_rectangle (cr, x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
    break;
  case PLOT_MARKER_TRIANGLE:
    cairo_move_to (cr, x, y - 1.15 * r);
    cairo_line_to (cr, x + 1.1 * r, y + 0.8 * r);
    cairo_line_to (cr, x - 1.1 * r, y + 0.8 * r);
    break;
  case PLOT_MARKER_DIAMOND:
    cairo_move_to (cr, x, y - 1.25 * r);
    cairo_line_to (cr, x + 1.25 * r, y);
    cairo_line_to (cr, x, y + 1.25 * r);
    cairo_line_to (cr, x - 1.25 * r, y);
    break;
  }
  cairo_close_path (cr);
}

void
plot_marker_draw (
    cairo_t *cr, PlotMarker marker, PlotColour colour, PlotColour rim, double x, double y, double radius)
{
  marker_path (cr, marker, x, y, radius);
  plot_set_source (cr, colour);
  cairo_fill_preserve (cr);
  plot_set_source (cr, rim);
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, 0.28 * radius);
  cairo_stroke (cr);
}

void
plot_ring_draw (cairo_t *cr, const PlotTheme *theme, double x, double y, double radius)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, 1.25 * radius + 2 * theme->line_width, 0, 2 * G_PI);
  plot_set_source (cr, plot_theme_text_ink (theme, 0.7));
  cairo_set_dash (cr, NULL, 0, 0);
  cairo_set_line_width (cr, theme->line_width);
  cairo_stroke (cr);
}

void
plot_swatch_draw (
    cairo_t *cr, const PlotTheme *theme, guint regime, double x, double y, double width, PlotLine line)
{
  PlotRegimeStyle style = plot_theme_regime_style (theme, regime);

  cairo_save (cr);
  plot_set_source (cr, style.colour);
  cairo_set_line_width (cr, 1.3 * theme->line_width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  plot_set_dash (cr, &style, theme->line_width);
  if (line != PLOT_LINE_TRAIN)
    plot_set_side_line (cr, theme, line);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
  if (line == PLOT_LINE_TRAIN)
    plot_marker_draw (cr, style.marker, style.colour, theme->background, x + width / 2, y,
                      2.1 * theme->line_width);
  cairo_restore (cr);
}
