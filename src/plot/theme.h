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
} PlotThemeKind;

typedef enum {
  PLOT_MARKER_CIRCLE,
  PLOT_MARKER_SQUARE,
  PLOT_MARKER_TRIANGLE,
  PLOT_MARKER_DIAMOND,
} PlotMarker;

/* How a regime is told apart: colour, dash and marker, always together. */
typedef struct {
  PlotColour colour;
  double dash[4];
  int n_dash;
  PlotMarker marker;
} PlotRegimeStyle;

typedef struct {
  PlotThemeKind kind;
  gboolean dark;
  gboolean grid;
  PlotColour background; /* of a scene or chart */
  PlotColour foreground; /* text and axes at full strength */
  PlotColour accent;
  const char *font;  /* Pango family */
  double text_size;  /* points of axis labels; everything else is relative to it */
  double line_width; /* points of a regime's line */
} PlotTheme;

const PlotTheme *plot_theme (PlotThemeKind kind);
/* FALSE when text is none of print, light, dark. */
gboolean plot_theme_from_name (const char *name, PlotThemeKind *kind);

/* Colour of class k; past ten, colours are repeated in lighter and darker turns. */
PlotColour plot_theme_class_colour (const PlotTheme *theme, guint k);
PlotRegimeStyle plot_theme_regime_style (const PlotTheme *theme, guint regime);
/* Foreground at an opacity. */
PlotColour plot_theme_ink (const PlotTheme *theme, double opacity);
PlotColour plot_colour_mix (PlotColour a, PlotColour b, double share_of_b);
void plot_set_source (cairo_t *cr, PlotColour colour);
