#include "view/figure-data.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Columns that are text and columns that are numbers, in their order. */
static const char *const texts[] = { "panel", "title", "kind", "series" };
static const char *const numbers[] = { "x", "y", "z", "x_low", "x_high", "low", "high" };

/* A row; NULL and NAN are empty. */
typedef struct {
  const char *kind, *series, *place;
  double style, x, y, z, x_low, x_high, low, high;
} Row;

static Row
row_of (const char *kind, const char *series)
{
  return (Row){ kind, series, NULL, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
}

/* Of one that has a style: that of a run, or a class. */
static Row
styled_row_of (const char *kind, const char *series, guint style)
{
  Row row = row_of (kind, series);
  row.style = (style & ~PLOT_REGIME_MUTED) + 1;
  return row;
}

typedef struct {
  StudyTable *table;
  char letter[3];
  const char *title; /* of the panel */
} Writer;

static void
add_text (StudyTable *table, const char *text)
{
  study_table_add_text (table, text == NULL ? "" : text);
}

static void
write_row (const Writer *writer, const Row *row)
{
  StudyTable *table = writer->table;
  const double values[] = { row->x, row->y, row->z, row->x_low, row->x_high, row->low, row->high };
  add_text (table, writer->letter);
  add_text (table, writer->title);
  add_text (table, row->kind);
  add_text (table, row->series);
  study_table_add_number (table, row->style);
  add_text (table, row->place);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    study_table_add_number (table, values[i]);
}

static void
write_chart (const Writer *writer, const PlotChart *chart)
{
  static const char *const lines[PLOT_N_LINES] = { "train", "test", "head" };
  for (gsize s = 0; s < chart->n_series; s++) {
    const PlotSeries *series = &chart->series[s];
    for (gsize i = 0; i < series->n; i++) {
      Row row = styled_row_of (lines[series->line], series->name, series->regime);
      row.x = series->x[i];
      row.y = series->y[i];
      row.low = series->lower == NULL ? NAN : series->lower[i];
      row.high = series->upper == NULL ? NAN : series->upper[i];
      write_row (writer, &row);
    }
  }
}

static void
write_pointplot (const Writer *writer, const PlotPointplot *plot)
{
  for (guint l = 0; l < plot->n_lines; l++) {
    const PlotPointLine *line = &plot->lines[l];
    for (guint p = 0; p < plot->n_places; p++) {
      Row row = styled_row_of ("line", line->name, line->style);
      row.place = plot->places[p].name;
      row.x = plot->places[p].at;
      row.y = line->y[p];
      row.low = line->low == NULL ? NAN : line->low[p];
      row.high = line->high == NULL ? NAN : line->high[p];
      write_row (writer, &row);
    }
  }
}

static void
write_scatter (const Writer *writer, const PlotScatter *scatter)
{
  for (gsize i = 0; i < scatter->n_points; i++) {
    const PlotScatterPoint *point = &scatter->points[i];
    Row row = styled_row_of ("point", point->label, point->regime);
    row.x = point->x;
    row.y = point->y;
    row.x_low = point->x_low;
    row.x_high = point->x_high;
    row.low = point->y_low;
    row.high = point->y_high;
    write_row (writer, &row);
  }
}

static void
write_dots (const Writer *writer, const PlotDots *dots)
{
  for (guint r = 0; r < dots->n_rows; r++) {
    const PlotDotsRow *of = &dots->rows[r];
    Row mean = styled_row_of ("mean", of->label, of->regime);
    mean.y = of->mean;
    mean.low = of->low;
    mean.high = of->high;
    write_row (writer, &mean);
    for (guint s = 0; s < of->n; s++) {
      Row seed = styled_row_of ("seed", of->label, of->regime);
      seed.y = of->values[s];
      write_row (writer, &seed);
    }
  }
}

static void
write_matrix (const Writer *writer, const PlotMatrix *matrix)
{
  for (guint r = 0; r < matrix->n_rows; r++)
    for (guint c = 0; c < matrix->n_columns; c++) {
      Row row = row_of ("cell", matrix->row_names[r]);
      row.place = matrix->column_marks[c];
      row.y = matrix->values[(gsize)r * matrix->n_columns + c];
      write_row (writer, &row);
    }
}

/* As it lies before the camera. */
static void
write_vector (
    const Writer *writer, const PlotScene *scene, const char *kind, guint class, double x, double y, double z)
{
  Row row = styled_row_of (kind, scene->class_names == NULL ? NULL : scene->class_names[class], class);
  row.x = x;
  row.y = y;
  row.z = z;
  write_row (writer, &row);
}

static void
write_scene (const Writer *writer, const PlotScene *scene, PlotSceneParts parts)
{
  gsize n = (parts & PLOT_SCENE_FEATURES) == 0 || scene->points == NULL ? 0 : scene->n_points;
  gboolean means = (parts & PLOT_SCENE_MEANS) != 0 && scene->means != NULL;
  gboolean classifier = (parts & PLOT_SCENE_CLASSIFIER) != 0 && scene->classifier != NULL;
  gboolean ideal = (parts & PLOT_SCENE_IDEAL) != 0 && scene->ideal != NULL;
  for (guint k = 0; k < scene->n_classes; k++) {
    const float *mean = scene->means + 3 * k, *arrow = scene->classifier + 3 * k;
    const double *vertex = scene->ideal + 3 * k;
    if (means)
      write_vector (writer, scene, "mean", k, (double)mean[0], (double)mean[1], (double)mean[2]);
    if (classifier)
      write_vector (writer, scene, "classifier", k, (double)arrow[0], (double)arrow[1], (double)arrow[2]);
    if (ideal)
      write_vector (writer, scene, "ideal", k, vertex[0], vertex[1], vertex[2]);
  }
  for (gsize i = 0; i < n; i++) {
    const float *point = scene->points + 3 * i;
    write_vector (writer, scene, "point", scene->labels[i], (double)point[0], (double)point[1],
                  (double)point[2]);
  }
}

static void
write_panel (Writer *writer, const PlotPanel *panel)
{
  if (panel->kind == PLOT_PANEL_SCENE && panel->scene != NULL) {
    writer->title = panel->scene->title;
    write_scene (writer, panel->scene, panel->parts);
  } else if (panel->kind == PLOT_PANEL_CHART && panel->chart != NULL) {
    writer->title = panel->chart->title;
    write_chart (writer, panel->chart);
  } else if (panel->kind == PLOT_PANEL_DOTS && panel->dots != NULL) {
    writer->title = panel->dots->title;
    write_dots (writer, panel->dots);
  } else if (panel->kind == PLOT_PANEL_SCATTER && panel->scatter != NULL) {
    writer->title = panel->scatter->title;
    write_scatter (writer, panel->scatter);
  } else if (panel->kind == PLOT_PANEL_POINTPLOT && panel->pointplot != NULL) {
    writer->title = panel->pointplot->title;
    write_pointplot (writer, panel->pointplot);
  } else if (panel->kind == PLOT_PANEL_MATRIX && panel->matrix != NULL) {
    writer->title = panel->matrix->title;
    write_matrix (writer, panel->matrix);
  }
}

StudyTable *
view_figure_data_new (const PlotFigure *figure)
{
  Writer writer = { .table = study_table_new () };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    study_table_add_column (writer.table, texts[i], texts[i], STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  study_table_add_column (writer.table, "style", "style", STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  study_table_add_column (writer.table, "place", "place", STUDY_COLUMN_TEXT, STUDY_COLUMN_SHOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    study_table_add_column (writer.table, numbers[i], numbers[i], STUDY_COLUMN_NUMBER, STUDY_COLUMN_SHOWN);
  for (gsize i = 0; i < figure->n_panels; i++) {
    plot_figure_letter (i, writer.letter);
    write_panel (&writer, &figure->panels[i]);
  }
  return writer.table;
}

char *
view_figure_data_path (const char *path)
{
  const char *slash = strrchr (path, '/'), *name = slash == NULL ? path : slash + 1;
  const char *dot = strrchr (name, '.');
  gsize length = dot == NULL || dot == name ? strlen (path) : (gsize)(dot - path);
  return g_strdup_printf ("%.*s-data.csv", (int)length, path);
}

gboolean
view_figure_save (const PlotFigure *figure, const char *path, GError **error)
{
  if (figure->page.data) {
    g_autoptr (StudyTable) data = view_figure_data_new (figure);
    g_autoptr (GError) reason = NULL;
    g_autofree char *csv = study_table_to_csv (data), *beside = view_figure_data_path (path);
    if (!g_file_set_contents (beside, csv, -1, &reason)) {
      g_set_error (error, PLOT_ERROR, PLOT_ERROR_WRITE, _ ("The figure’s data could not be written: %s"),
                   reason->message);
      return FALSE;
    }
  }
  return plot_figure_save (figure, path, error);
}
