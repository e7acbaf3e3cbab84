/* Colours, dashes, markers and type of everything that is drawn; the values are the mock-up's, optimised for
 * colour-blind viewers (see theme.c). */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct {
  double red, green, blue, alpha;
} PlotColour;

typedef enum {
  PLOT_THEME_LIGHT,
  PLOT_THEME_DARK,
  PLOT_THEME_HIGH_CONTRAST,
  PLOT_THEME_HIGH_CONTRAST_DARK,
  PLOT_THEME_PRINT,
  PLOT_THEME_GREY, /* print without colour: levels of grey, digits, dashes and markers */
} PlotThemeKind;

typedef enum {
  PLOT_MARKER_CIRCLE,
  PLOT_MARKER_SQUARE,
  PLOT_MARKER_TRIANGLE,
  PLOT_MARKER_DIAMOND,
} PlotMarker;

/* Which of a regime's curves: all have its colour. */
typedef enum {
  PLOT_LINE_TRAIN, /* its own dash */
  PLOT_LINE_TEST,  /* thin and dashed */
  PLOT_LINE_HEAD,  /* of a projection head's output: dotted */
  PLOT_N_LINES
} PlotLine;

/* How a regime is told apart: colour, dash and marker, always together. */
typedef struct {
  PlotColour colour;
  double dash[4]; /* for a line of 1.7 points; grows with the line */
  int n_dash;
  PlotMarker marker;
} PlotRegimeStyle;

typedef struct {
  PlotThemeKind kind;
  gboolean dark;
  gboolean grid;
  gboolean solid;        /* text and axes without transparency: print and high contrast */
  PlotColour background; /* of a scene or chart */
  PlotColour foreground; /* text and axes at full strength */
  PlotColour accent;
  const char *font;      /* Pango families */
  double text_size;      /* points of axis labels; everything else is relative to it */
  double line_width;     /* points of a regime's line */
  double axis_width;     /* points of axes and ticks */
  const guint32 *chosen; /* classes that stand out: the colours of others are faint; NULL: none do */
  guint n_chosen;
} PlotTheme;

const PlotTheme *plot_theme (PlotThemeKind kind);
/* Whether it is one of print, with or without colour. */
gboolean plot_theme_is_print (const PlotTheme *theme);
/* The names of those that files have, print, light, dark and grey; NULL-terminated. */
const char *const *plot_theme_names (void);
/* FALSE when it is none of these. */
gboolean plot_theme_from_name (const char *name, PlotThemeKind *kind);

/* Colour of class k; past ten, colours are repeated in lighter and darker turns, past
 * a hundred they begin anew. */
PlotColour plot_theme_class_colour (const PlotTheme *theme, guint k);
/* Added to a regime's number: the same dash and marker in grey, for what is to be there but behind the
 * others. */
#define PLOT_REGIME_MUTED 0x80000000u
/* Added to the number of a fine-tuning's method, in the order of the setting transfer.method: its style,
 * which no regime has. */
#define PLOT_METHOD_STYLE 0x40000000u
/* Of what is neither a regime nor a method: the colour of text, a solid line, a diamond. */
#define PLOT_INK_STYLE 0x20000000u
/* Style of the regime-th of those shown; past eight, styles are repeated. */
PlotRegimeStyle plot_theme_regime_style (const PlotTheme *theme, guint regime);
/* Foreground at an opacity, for what may be faint: grids, ghosts. Stronger in high contrast. */
PlotColour plot_theme_ink (const PlotTheme *theme, double opacity);
/* Foreground at an opacity, for what must be read: text and axes. Opaque when the theme is solid. */
PlotColour plot_theme_text_ink (const PlotTheme *theme, double opacity);
/* Text beside the main matter: axis labels, captions. */
PlotColour plot_theme_dim (const PlotTheme *theme);

PlotColour plot_colour_mix (PlotColour a, PlotColour b, double share_of_b);
/* Black or white, whichever is read more easily on the colour. */
PlotColour plot_colour_digit (PlotColour colour);
void plot_set_source (cairo_t *cr, PlotColour colour);

/* The dash of a regime's line of the given width; none for width 0. */
void plot_set_dash (cairo_t *cr, const PlotRegimeStyle *style, double width);
/* Width, dash and caps of a line that is not PLOT_LINE_TRAIN. */
void plot_set_side_line (cairo_t *cr, const PlotTheme *theme, PlotLine line);
/* A filled marker of radius `radius`, rimmed in the background's colour. */
void plot_marker_draw (
    cairo_t *cr, PlotMarker marker, PlotColour colour, PlotColour rim, double x, double y, double radius);
/* About a marker of that radius: the one that is pointed at. */
void plot_ring_draw (cairo_t *cr, const PlotTheme *theme, double x, double y, double radius);
/* A short line with dash and, of training, marker from (x, y) to (x + width, y), as in legends. */
void plot_swatch_draw (
    cairo_t *cr, const PlotTheme *theme, guint regime, double x, double y, double width, PlotLine line);
