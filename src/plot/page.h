/* The page that a figure is on, and the file it goes into: size, type, lines and colours, as journals ask. */
#pragma once

#include "plot/theme.h"

#define PLOT_POINTS_PER_MM (72 / 25.4)

typedef enum {
  PLOT_FORMAT_PDF,
  PLOT_FORMAT_SVG,
  PLOT_FORMAT_PNG,
  PLOT_FORMAT_TEX, /* for \input in LaTeX, which sets the text; beside it the picture, NAME-art.pdf */
} PlotFormat;

typedef struct {
  double width, height; /* points */
  PlotFormat format;
  double dpi;        /* pixels an inch of a PNG */
  gboolean outlines; /* the text of an SVG is outlines, which look the same everywhere, and not text */
  PlotThemeKind theme;
  const char *font;  /* a Pango family, before those of the print theme; NULL: these alone */
  double font_size;  /* points of titles, and axes' text is 8/9 of it; 0: PLOT_PAGE_FONT_SIZE */
  double line_width; /* points of curves, and axes are half as wide; 0: PLOT_PAGE_LINE_WIDTH */
  gboolean letters;  /* a, b, c where there are several panels */
  gboolean legend;   /* the classes of the first scene, the series of the first chart */
  gboolean data;     /* what it shows is to be beside the file as CSV: view_figure_save */
} PlotPage;

#define PLOT_PAGE_FONT_SIZE 7.0
#define PLOT_PAGE_LINE_WIDTH 1.0
/* What font_size and line_width may be. */
#define PLOT_PAGE_MIN_FONT_SIZE 3.0
#define PLOT_PAGE_MAX_FONT_SIZE 48.0
#define PLOT_PAGE_MIN_LINE_WIDTH 0.1
#define PLOT_PAGE_MAX_LINE_WIDTH 10.0
/* Pixels an inch that journals ask for. */
#define PLOT_PAGE_DPI 300.0

/* A page in print at no size yet: PDF, with letters and legend. */
#define PLOT_PAGE_INIT                                                                                       \
  {                                                                                                          \
    .theme = PLOT_THEME_PRINT, .dpi = PLOT_PAGE_DPI, .letters = TRUE, .legend = TRUE                         \
  }

/* What a journal, or a slide, has room for. */
typedef struct {
  const char *key;        /* "nature-1" */
  const char *name;       /* for people, to be translated */
  double width;           /* mm */
  double height;          /* mm; 0: as high as the figure takes */
  double most_height;     /* mm; 0: not said */
  double font_size;       /* points, of the largest text but for letters */
  double least_font_size; /* points, what it must not be below; 0: not said */
  double line_width;      /* points */
} PlotPageSize;

/* All that have a name; *n of them. */
const PlotPageSize *plot_page_sizes (gsize *n);
/* NULL when there is none of that key. */
const PlotPageSize *plot_page_size_find (const char *key);

/* "89mm", "3.5in", "252pt" (1/72 in), "8.9cm", or "345texpt" (a TeX point, 1/72.27 in, which \the\columnwidth
 * prints as pt) to points. Errors: PLOT_ERROR_BAD_SIZE. */
gboolean plot_parse_length (const char *text, double *points, GError **error);
/* Whether this machine has a font family of that name, in any case. Looks through all of them. */
gboolean plot_has_font (const char *family);
/* The page's colours with the type and lines of print: a page's lengths are real ones. Borrows the page's
 * font. */
PlotTheme plot_page_theme (const PlotPage *page);
