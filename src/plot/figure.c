/* The page from its foot up: caption, legends, and above them the grid of panels. Panels fill the grid in
 * their order, each in the first place where it fits, row by row. */
#include "plot/figure.h"

#include "plot/chart-private.h"
#include "plot/entries.h"
#include "plot/scene-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MAX_CAPTION_LINES 4
/* In units of the page */
#define MARGIN 8
#define CAPTION_LINE 14
#define CAPTION_GAP 4
/* Shape of a panel, width by height, that scenes and charts look best in */
#define PANEL_SHAPE 1.3
/* And of a scatter on a page that is as high as it takes. */
#define SCATTER_SHAPE 2.2
/* A legend that would take more of the page is left out; the balls carry their numbers anyway. */
#define LEGEND_SHARE 0.3

/* A chart's title lies this much higher than a scene's, in units; side by side they are to be level. */
#define TITLE_BASELINE_GAP 4.2

typedef struct {
  guint column, row;
} Place;

typedef struct {
  guint columns, rows;
  Place *places;
} Grid;

static guint
panel_span (const PlotPanel *panel, guint columns)
{
  return CLAMP (panel->span, 1, columns);
}

static gboolean
is_free (const GByteArray *taken, guint columns, guint column, guint row, guint span)
{
  for (guint r = row; r < row + span; r++)
    for (guint c = column; c < column + span; c++)
      if (c >= columns || ((gsize)r * columns + c < taken->len && taken->data[(gsize)r * columns + c]))
        return FALSE;
  return TRUE;
}

static void
take (GByteArray *taken, guint columns, Place place, guint span)
{
  gsize needed = (gsize)(place.row + span) * columns, old = taken->len;

  if (needed > old) {
    g_byte_array_set_size (taken, needed);
    memset (taken->data + old, 0, needed - old);
  }
  for (guint r = place.row; r < place.row + span; r++)
    memset (taken->data + (gsize)r * columns + place.column, 1, span);
}

static Grid
fill_grid (const PlotFigure *figure, guint columns)
{
  Grid grid = { columns, 0, g_new0 (Place, figure->n_panels) };
  g_autoptr (GByteArray) taken = g_byte_array_new ();

  for (gsize i = 0; i < figure->n_panels; i++) {
    guint span = panel_span (&figure->panels[i], columns), at = 0;

    while (!is_free (taken, columns, at % columns, at / columns, span))
      at++;
    grid.places[i] = (Place){ at % columns, at / columns };
    take (taken, columns, grid.places[i], span);
    grid.rows = MAX (grid.rows, at / columns + span);
  }
  return grid;
}

/* With as many columns as asked for, or as give cells the best shape and leave few empty. */
static Grid
choose_grid (const PlotFigure *figure, double width, double height)
{
  Grid best = { 0 };
  double best_cost = INFINITY, cells = 0;

  if (figure->columns > 0)
    return fill_grid (figure, figure->columns);
  for (gsize i = 0; i < figure->n_panels; i++)
    cells += pow (MAX (figure->panels[i].span, 1), 2);
  for (guint columns = 1; columns <= MIN (cells, 32); columns++) {
    Grid grid = fill_grid (figure, columns);
    double shape = (width / columns) / (height / grid.rows);
    double cost = fabs (log (shape / PANEL_SHAPE)) + 0.8 * (grid.columns * grid.rows / cells - 1);

    if (cost < best_cost) {
      g_free (best.places);
      best = grid;
      best_cost = cost;
    } else {
      g_free (grid.places);
    }
  }
  return best;
}

static gboolean
has_letters (const PlotFigure *figure)
{
  return figure->page.letters && figure->n_panels > 1;
}

void
plot_figure_letter (gsize index, char letter[3])
{
  gboolean two = index >= 26;

  letter[0] = (char)('a' + (two ? index / 26 - 1 : index) % 26);
  letter[1] = two ? (char)('a' + index % 26) : '\0';
  letter[2] = '\0';
}

static void
draw_panel (PlotText *text, const PlotFigure *figure, gsize index, double width, double height)
{
  const PlotPanel *panel = &figure->panels[index];
  const PlotTheme *theme = text->theme;
  double unit = theme->text_size / 11, inset = has_letters (figure) ? 12 * unit : 0;
  PlotTextStyle style = {
    .size = 8 / 6.2 * theme->text_size,
    .bold = TRUE,
    .colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.9),
  };

  /* Titles of charts lie higher than those of scenes and dots. */
  gboolean chart = panel->kind == PLOT_PANEL_CHART || panel->kind == PLOT_PANEL_SCATTER
                   || panel->kind == PLOT_PANEL_POINTPLOT || panel->kind == PLOT_PANEL_MATRIX;
  double down = chart ? TITLE_BASELINE_GAP * unit : 0;

  cairo_save (text->cr);
  cairo_translate (text->cr, 0, down);
  if (panel->kind == PLOT_PANEL_SCENE && panel->scene)
    plot_scene_draw_panel (text, panel->scene, &panel->camera, panel->parts, width, height, inset);
  else if (panel->kind == PLOT_PANEL_CHART && panel->chart)
    plot_chart_draw_inset (text->cr, panel->chart, theme, width, height - down, inset);
  else if (panel->kind == PLOT_PANEL_DOTS && panel->dots)
    plot_dots_draw_inset (text->cr, panel->dots, theme, width, height, inset);
  else if (panel->kind == PLOT_PANEL_SCATTER && panel->scatter)
    plot_scatter_draw_inset (text->cr, panel->scatter, theme, width, height - down, inset);
  else if (panel->kind == PLOT_PANEL_POINTPLOT && panel->pointplot)
    plot_pointplot_draw_inset (text->cr, panel->pointplot, theme, width, height - down, inset);
  else if (panel->kind == PLOT_PANEL_MATRIX && panel->matrix)
    plot_matrix_draw_inset (text->cr, panel->matrix, theme, width, height - down, inset);
  if (panel->kind == PLOT_PANEL_CHART && panel->chart && panel->has_cursor)
    plot_chart_draw_cursor (text->cr, panel->chart, theme, width, height - down, panel->cursor);
  cairo_restore (text->cr);
  if (has_letters (figure)) {
    char letter[3];

    plot_figure_letter (index, letter);
    plot_text_draw (text, letter, 5 * unit, 24.2 * unit, 0, &style);
  }
}

static gboolean
has_name (const PlotSeries *series, const PlotSeries *other)
{
  return other->name && other->regime == series->regime && other->line == series->line
         && strcmp (other->name, series->name) == 0;
}

/* Whether a chart has training curves of more than one regime. */
static gboolean
has_several (const PlotChart *chart)
{
  const PlotSeries *first = NULL;
  for (gsize i = 0; i < chart->n_series; i++) {
    const PlotSeries *series = &chart->series[i];
    if (!series->name || series->line != PLOT_LINE_TRAIN)
      continue;
    if (first && first->regime != series->regime)
      return TRUE;
    first = series;
  }
  return FALSE;
}

static gboolean
has_training (const PlotChart *chart, guint regime)
{
  for (gsize i = 0; i < chart->n_series; i++)
    if (chart->series[i].name && chart->series[i].line == PLOT_LINE_TRAIN
        && chart->series[i].regime == regime)
      return TRUE;
  return FALSE;
}

/* What a legend of curves lists (array of PlotEntry): each name once. Of several regimes it lists the
 * training curves, and what the other lines of all of them are once. */
static GArray *
find_entries (const PlotChart *chart)
{
  GArray *entries = g_array_new (FALSE, TRUE, sizeof (PlotEntry));
  PlotEntry others[PLOT_N_LINES] = { 0 };
  const char *words[PLOT_N_LINES] = { NULL, _ ("on test data"), _ ("head’s output") };
  gboolean several = has_several (chart);

  for (gsize i = 0; i < chart->n_series; i++) {
    const PlotSeries *series = &chart->series[i];
    PlotEntry entry = { .name = series->name, .style = series->regime, .line = series->line };
    gboolean known = series->name == NULL;

    for (gsize j = 0; j < i && !known; j++)
      known = has_name (series, &chart->series[j]);
    if (!known && several && words[series->line] && has_training (chart, series->regime))
      others[series->line]
          = (PlotEntry){ .name = words[series->line], .style = PLOT_INK_STYLE, .line = series->line };
    else if (!known)
      g_array_append_val (entries, entry);
  }
  for (guint line = 0; line < PLOT_N_LINES; line++)
    if (others[line].name)
      g_array_append_val (entries, others[line]);
  return entries;
}

static double
series_legend (PlotText *text, const PlotChart *chart, double width, gboolean draw)
{
  g_autoptr (GArray) entries = find_entries (chart);

  return plot_entries_draw (text, (const PlotEntry *)entries->data, entries->len, width, draw);
}

/* Whether a column of that width shows every name in full. */
static gboolean
legend_names_fit (PlotText *text, const PlotChart *chart, double width)
{
  g_autoptr (GArray) entries = find_entries (chart);

  return plot_entries_width (text, (const PlotEntry *)entries->data, entries->len) <= width;
}

/* What the two legends are of, and where: beside each other or the curves' under the classes'. */
typedef struct {
  const PlotScene *scene;
  const PlotChart *chart;
  double scene_width, chart_width, chart_x, chart_y, height;
} Legends;

static Legends
place_legends (PlotText *text, const PlotScene *scene, const PlotChart *chart, double width, double share)
{
  Legends legends
      = { scene, chart, share < 1 ? share * width : width, share < 1 ? (1 - share) * width : width };
  double scene_height = 0, chart_height = 0;

  if (scene)
    scene_height = plot_scene_legend_draw (NULL, scene->n_classes, scene->class_names, text->theme,
                                           legends.scene_width);
  if (chart)
    chart_height = series_legend (text, chart, legends.chart_width, FALSE);
  if (share < 1) {
    legends.chart_x = legends.scene_width;
    legends.height = MAX (scene_height, chart_height);
  } else {
    legends.chart_y = scene_height;
    legends.height = scene_height + chart_height;
  }
  return legends;
}

static Legends
measure_legends (PlotText *text, const PlotFigure *figure, double width)
{
  static const double shares[] = { 0.6, 0.5, 0.7, 0.8 };
  const PlotScene *scene = NULL;
  const PlotChart *chart = NULL;
  Legends best;

  for (gsize i = figure->n_panels; figure->page.legend && i-- > 0;) {
    if (figure->panels[i].kind == PLOT_PANEL_SCENE)
      scene = figure->panels[i].scene;
    else
      chart = figure->panels[i].chart;
  }
  best = place_legends (text, scene, chart, width, 1);
  for (gsize i = 0; scene && chart && i < G_N_ELEMENTS (shares); i++) {
    Legends legends = place_legends (text, scene, chart, width, shares[i]);

    if (legends.height < best.height - 0.01 && legend_names_fit (text, chart, legends.chart_width))
      best = legends;
  }
  if (best.height <= LEGEND_SHARE * figure->page.height)
    return best;
  best = place_legends (text, NULL, chart, width, 1);
  return best.height <= LEGEND_SHARE * figure->page.height ? best : (Legends){ 0 };
}

static void
draw_legends (PlotText *text, const Legends *legends, double x, double y)
{
  cairo_t *cr = text->cr;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  if (legends->scene)
    plot_scene_legend_draw (cr, legends->scene->n_classes, legends->scene->class_names, text->theme,
                            legends->scene_width);
  cairo_translate (cr, legends->chart_x, legends->chart_y);
  if (legends->chart)
    series_legend (text, legends->chart, legends->chart_width, TRUE);
  cairo_restore (cr);
}

/* What a panel needs, where its page is as high as it takes; 0: as much as there is. */
static double
fitted_height (const PlotPanel *panel, const PlotTheme *theme, double width)
{
  return panel->kind == PLOT_PANEL_DOTS      ? plot_dots_height (panel->dots, theme, width)
         : panel->kind == PLOT_PANEL_SCATTER ? width / SCATTER_SHAPE
                                             : 0;
}

/* Where the grid's rows begin and, after the last, where it ends, from 0. Rows of scenes and charts are
 * alike; those of dots, and of scatters among them, as high as they need, where there is room. */
static double *
place_rows (const PlotFigure *figure, const PlotTheme *theme, const Grid *grid, double width, double height)
{
  double *tops = g_new0 (double, grid->rows + 1);
  gboolean all = TRUE, dots = height == G_MAXDOUBLE;

  for (gsize i = 0; i < figure->n_panels; i++) {
    all &= fitted_height (&figure->panels[i], theme, width) > 0;
    dots |= figure->panels[i].kind == PLOT_PANEL_DOTS;
  }
  dots &= all;
  for (gsize i = 0; i < figure->n_panels && dots; i++) {
    double *end = &tops[grid->places[i].row + 1];
    double cells = panel_span (&figure->panels[i], grid->columns);

    *end = MAX (*end, fitted_height (&figure->panels[i], theme, cells * width / grid->columns));
  }
  for (guint row = 0; row < grid->rows; row++)
    tops[row + 1] = tops[row] + (dots ? tops[row + 1] : height / grid->rows);
  double scale = MIN (1, height / MAX (tops[grid->rows], 1));
  for (guint row = 1; row <= grid->rows; row++)
    tops[row] *= scale;
  return tops;
}

static double
page_unit (const PlotTheme *theme)
{
  return theme->text_size / 11;
}

/* How much of the page's foot a caption of so many lines takes, above the margin. */
static double
caption_height (const PlotTheme *theme, guint n_lines)
{
  return (CAPTION_LINE * n_lines + (n_lines > 0 ? CAPTION_GAP : 0)) * page_unit (theme);
}

static PlotTextStyle
caption_style (const PlotTheme *theme)
{
  return (PlotTextStyle){ .size = 10.5 * page_unit (theme), .colour = plot_theme_dim (theme) };
}

static void
draw_page (PlotText *text, const PlotFigure *figure)
{
  const PlotTheme *theme = text->theme;
  double unit = page_unit (theme), margin = MARGIN * unit, width = MAX (figure->page.width - 2 * margin, 1);
  double bottom = figure->page.height - margin;
  PlotTextStyle small = caption_style (theme);
  g_autoptr (GPtrArray) caption = plot_text_break (text, figure->caption, &small, width, MAX_CAPTION_LINES);
  Legends legends = measure_legends (text, figure, width - 10 * unit);
  double cell_width;
  Grid grid;

  small.max_width = width;
  for (guint i = 0; i < caption->len; i++)
    plot_text_draw (text, g_ptr_array_index (caption, i), margin + 5 * unit,
                    bottom - (3 + CAPTION_LINE * (caption->len - 1 - i)) * unit, 0, &small);
  bottom -= legends.height + caption_height (theme, caption->len);
  draw_legends (text, &legends, margin + 5 * unit, bottom);
  bottom -= legends.height > 0 ? 6 * unit : 0;

  grid = choose_grid (figure, width, MAX (bottom - margin, 1));
  cell_width = width / MAX (grid.columns, 1);
  g_autofree double *tops = place_rows (figure, theme, &grid, width, MAX (bottom - margin, 1));
  for (gsize i = 0; i < figure->n_panels; i++) {
    guint span = panel_span (&figure->panels[i], grid.columns);
    Place place = grid.places[i];

    cairo_save (text->cr);
    cairo_translate (text->cr, margin + place.column * cell_width, margin + tops[place.row]);
    draw_panel (text, figure, i, span * cell_width, tops[place.row + span] - tops[place.row]);
    cairo_restore (text->cr);
  }
  g_free (grid.places);
}

double
plot_figure_fit_height (const PlotFigure *figure)
{
  g_return_val_if_fail (figure != NULL && figure->columns > 0, 0);

  PlotTheme theme = plot_page_theme (&figure->page);
  double unit = page_unit (&theme), width = figure->page.width - 2 * MARGIN * unit;
  g_auto (PlotText) text = { 0 };
  plot_text_init_unseen (&text, &theme);
  PlotTextStyle style = caption_style (&theme);
  g_autoptr (GPtrArray) caption = plot_text_break (&text, figure->caption, &style, width, MAX_CAPTION_LINES);
  Grid grid = fill_grid (figure, figure->columns);
  g_autofree double *tops = place_rows (figure, &theme, &grid, width, G_MAXDOUBLE);
  double height = tops[grid.rows] + caption_height (&theme, caption->len) + 2 * MARGIN * unit;
  g_free (grid.places);
  return height;
}

void
plot_figure_draw (cairo_t *cr, const PlotFigure *figure)
{
  PlotTheme theme = plot_page_theme (&figure->page);
  g_auto (PlotText) text = { 0 };

  g_return_if_fail (cr != NULL && figure != NULL);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, figure->page.width, figure->page.height);
  cairo_clip (cr);
  plot_set_source (cr, theme.background);
  cairo_paint (cr);
  plot_text_init (&text, cr, &theme);
  draw_page (&text, figure);
  cairo_restore (cr);
}
