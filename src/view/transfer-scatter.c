/* NC1 against transfer accuracy. */
#include "view/transfer-private.h"

#include "view/loess.h"
#include "view/names.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static gint
compare_point_cells (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const ViewTransferCell *x = view_transfer_cell (user_data, *(const guint *)a),
                         *y = view_transfer_cell (user_data, *(const guint *)b);
  return x->group != y->group ? (x->group > y->group) - (x->group < y->group)
                              : (x->epoch > y->epoch) - (x->epoch < y->epoch);
}

/* A name without what all of them begin with. */
static const char *
short_name (const ViewTransfer *self, const char *name)
{
  g_autofree const char **names = g_new (const char *, self->runs->len);
  for (guint i = 0; i < self->runs->len; i++)
    names[i] = view_transfer_run (self, i)->name;
  return name + view_names_prefix (names, self->runs->len);
}

static void
add_point (ViewTransfer *self, guint index, gboolean path)
{
  const ViewTransferCell *cell = view_transfer_cell (self, index);
  const ViewAverage *nc1 = &cell->nc1[self->options.nc1];
  const ViewTransferRun *run = view_transfer_find_group (self, cell->group);
  gboolean last = cell->epoch == view_transfer_last_epoch (self, cell->group);
  PlotScatterPoint point = { .x = exp (view_average_mean (nc1)),
                             .y = view_average_mean (&cell->accuracy),
                             .regime = run->style,
                             .label = last ? short_name (self, run->name) : NULL,
                             .path = path ? cell->group + 1 : 0 };
  view_average_bar (nc1, TRUE, &point.x_low, &point.x_high);
  view_average_bar (&cell->accuracy, FALSE, &point.y_low, &point.y_high);
  g_array_append_val (self->points, point);
}

static void
list_points (ViewTransfer *self)
{
  for (guint i = 0; i < self->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (self, i);
    if (cell->method == self->options.method && cell->shots == self->options.shots
        && cell->block == view_transfer_shown_block (self, cell))
      g_array_append_val (self->point_cells, i);
  }
  g_array_sort_with_data (self->point_cells, compare_point_cells, self);
  for (guint p = 0; p < self->point_cells->len; p++) {
    guint index = g_array_index (self->point_cells, guint, p), n = 0;
    for (guint q = 0; q < self->point_cells->len; q++)
      n += view_transfer_cell (self, g_array_index (self->point_cells, guint, q))->group
           == view_transfer_cell (self, index)->group;
    add_point (self, index, n > 1);
  }
}

static guint
count_regimes (const ViewTransfer *self)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);
  for (guint p = 0; p < self->point_cells->len; p++)
    g_hash_table_add (groups, GUINT_TO_POINTER (view_transfer_point_cell (self, p)->group));
  return g_hash_table_size (groups);
}

/* Epochs of one regime are a path, which need not be a function of NC1. */
static void
fit_trend (ViewTransfer *self, const double *x, const double *y, guint n)
{
  double low = INFINITY, high = -INFINITY;
  for (guint i = 0; i < n; i++) {
    low = MIN (low, x[i]);
    high = MAX (high, x[i]);
  }
  if (n < VIEW_LOESS_LEAST || !(high > low) || count_regimes (self) == 1)
    return;
  for (guint i = 0; i < VIEW_TRANSFER_TREND; i++)
    self->trend_x[i] = low + (high - low) * i / (VIEW_TRANSFER_TREND - 1);
  view_loess (x, y, n, self->trend_x, VIEW_TRANSFER_TREND, self->trend_y);
  for (guint i = 0; i < VIEW_TRANSFER_TREND; i++)
    self->trend_x[i] = exp (self->trend_x[i]);
  self->scatter.trend_x = self->trend_x;
  self->scatter.trend_y = self->trend_y;
  self->scatter.n_trend = VIEW_TRANSFER_TREND;
}

/* "−0.46" */
static char *
format_correlation (double value)
{
  return g_strdup_printf ("%s%.2f", value < 0 ? "\xe2\x88\x92" : "", fabs (value));
}

char *
view_transfer_format_correlation (const char *format, const CollapseCorrelation *correlation)
{
  g_autofree char *value = format_correlation (correlation->value);
  g_autofree char *low = format_correlation (correlation->low);
  g_autofree char *high = format_correlation (correlation->high);
  g_auto (GStrv) parts = g_strsplit (format, "|", 4);
  return g_strconcat (parts[0], value, parts[1], low, parts[2], high, parts[3], NULL);
}

/* "n = 16 regimes", or of epochs where there are several of one regime. */
static char *
count_points (const ViewTransfer *self)
{
  guint n = self->spearman.n, regimes = count_regimes (self);
  if (regimes < self->point_cells->len)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "n = %u epochs of %u regime", "n = %u epochs of %u regimes", regimes),
        n, regimes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "n = %u regime", "n = %u regimes", n), n);
}

/* "3 fine-tunings each", "2–6 fine-tunings each" */
static char *
count_repeats (const ViewTransfer *self)
{
  guint least = G_MAXUINT, most = 0;
  for (guint p = 0; p < self->point_cells->len; p++) {
    least = MIN (least, view_transfer_point_cell (self, p)->accuracy.n);
    most = MAX (most, view_transfer_point_cell (self, p)->accuracy.n);
  }
  if (least != most)
    return g_strdup_printf (_ ("%u–%u fine-tunings each"), least, most);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u fine-tuning each", "%u fine-tunings each", most),
                          most);
}

/* The box, its main line first; in a small chart the last ones are left out. */
static const char *const *
list_facts (ViewTransfer *self)
{
  const char **facts = g_new0 (const char *, 6);
  const CollapseCorrelation *rho = &self->spearman;
  gboolean some = !isnan (rho->value);
  guint n = 0;
  view_transfer_keep (self, (char *)facts);
  if (some) {
    g_autofree char *text = view_transfer_format_correlation (_ ("Spearman ρ = |\n95 % CI | to |"), rho);
    g_auto (GStrv) parts = g_strsplit (text, "\n", 2);
    facts[n++] = view_transfer_keep (self, g_strdup (parts[0]));
    facts[n++] = view_transfer_keep (self, g_strdup (parts[1]));
  }
  facts[n++] = view_transfer_keep (self, count_points (self));
  facts[n++] = view_transfer_keep (self, count_repeats (self));
  if (some)
    facts[n] = view_transfer_keep (
        self, view_transfer_format_correlation (_ ("Pearson r = | (| to |)"), &self->pearson));
  return facts;
}

static const char *const nc1_labels[VIEW_N_TRANSFER_NC1]
    = { N_ ("Source NC1 on training features, log scale"),
        N_ ("Downstream NC1 on training features, log scale"),
        N_ ("Downstream NC1 on test features, log scale") };

void
view_transfer_make_scatter (ViewTransfer *self)
{
  g_autofree double *x = g_new (double, self->cells->len + 1), *y = g_new (double, self->cells->len + 1);
  guint n = 0;
  list_points (self);
  for (guint p = 0; p < self->points->len; p++) {
    const PlotScatterPoint *point = &g_array_index (self->points, PlotScatterPoint, p);
    if (!isfinite (point->x) || point->x <= 0 || !isfinite (point->y))
      continue;
    x[n] = log (point->x);
    y[n++] = point->y;
  }
  self->pearson = collapse_correlate (COLLAPSE_PEARSON, x, y, n);
  self->spearman = collapse_correlate (COLLAPSE_SPEARMAN, x, y, n);
  g_autofree char *shots = view_transfer_shots_name (self->options.shots);
  const ViewTransferCell *first
      = self->point_cells->len == 0 ? NULL
                                    : view_transfer_cell (self, g_array_index (self->point_cells, guint, 0));
  g_autofree char *method
      = view_transfer_method_name (self->options.method, first == NULL ? -1 : first->block);
  self->scatter = (PlotScatter){
    .title = _ ("Collapse versus transfer"),
    .subtitle = view_transfer_keep (self, g_strdup_printf (_ ("%s, %s, mean ± s.d."), method, shots)),
    .x_label = _ (nc1_labels[self->options.nc1]),
    .y_label = _ ("Transfer accuracy"),
    .x_kind = PLOT_AXIS_LOG,
    .percent = TRUE,
    .left_end = _ ("more collapsed"),
    .right_end = _ ("less collapsed"),
    .points = (const PlotScatterPoint *)self->points->data,
    .n_points = self->points->len,
    .empty = _ ("Nothing was measured for this choice"),
  };
  fit_trend (self, x, y, n);
  self->scatter.facts = self->points->len == 0 ? NULL : list_facts (self);
}
