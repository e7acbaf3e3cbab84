/* The numbers that a figure shows, as a table. */
#pragma once

#include "plot/figure.h"
#include "study/table.h"

/* A row for each value, panel by panel; what a row has not is empty. Columns: panel (its letter), title, kind
 * (train, test or head of curves; line, point, mean, seed, cell; of scenes point, mean, classifier and
 * ideal), series (its name; a class, a row of a matrix), style (from 1, which tells curves without a name
 * apart), place (a name on the axis, a column of a matrix), x, y, z, and the ends of error bars and bands:
 * x_low, x_high, low, high. */
StudyTable *view_figure_data_new (const PlotFigure *figure);

/* Where the data of a file are: "a-data.csv" of "a.pdf"; free with g_free. */
char *view_figure_data_path (const char *path);
/* plot_figure_save, and before it, where its page says so, the data beside it as CSV. Errors: PLOT_ERROR. */
gboolean view_figure_save (const PlotFigure *figure, const char *path, GError **error);
