#include "view/transfer-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Takes the text. */
const char *
view_transfer_keep (ViewTransfer *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

double *
view_transfer_keep_doubles (ViewTransfer *self, guint n)
{
  double *values = g_new (double, n);
  for (guint i = 0; i < n; i++)
    values[i] = NAN;
  g_ptr_array_add (self->texts, values);
  return values;
}

/* Words */

char *
view_transfer_method_name (TransferMethod method, gint block)
{
  const char *title = _ (regime_key_find ("transfer.method")->choice_titles[method]);
  return block < 0 ? g_strdup (title) : g_strdup_printf (_ ("%s, layer %d"), title, block);
}

char *
view_transfer_shots_name (guint shots)
{
  if (shots == 0)
    return g_strdup (_ ("all labels"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u label per class", "%u labels per class", shots),
                          shots);
}

/* What there is */

static void
note (GArray *values, guint value)
{
  for (guint i = 0; i < values->len; i++)
    if (g_array_index (values, guint, i) == value)
      return;
  g_array_append_val (values, value);
}

/* 0, which is all, after everything else where `last`. */
static gint
compare_last (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a - 1, y = *(const guint *)b - 1;
  return (x > y) - (x < y);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;
  return (x > y) - (x < y);
}

static gboolean
has (const GArray *values, guint value)
{
  for (guint i = 0; i < values->len; i++)
    if (g_array_index (values, guint, i) == value)
      return TRUE;
  return FALSE;
}

static void
fall_back (const GArray *values, guint *wanted)
{
  if (!has (values, *wanted) && values->len > 0)
    *wanted = g_array_index (values, guint, 0);
}

static void
list_choices (ViewTransfer *self)
{
  guint method = self->options.method;
  for (guint i = 0; i < self->cells->len; i++) {
    note (self->methods, view_transfer_cell (self, i)->method);
    note (self->shots, view_transfer_cell (self, i)->shots);
  }
  for (guint r = 0; r < self->runs->len; r++)
    for (guint i = 0; i < self->cells->len; i++)
      if (view_transfer_cell (self, i)->group == view_transfer_run (self, r)->group)
        note (self->groups, view_transfer_run (self, r)->group);
  g_array_sort (self->methods, compare);
  g_array_sort (self->shots, compare_last);
  fall_back (self->methods, &method);
  fall_back (self->shots, &self->options.shots);
  fall_back (self->groups, &self->options.group);
  self->options.method = method;
}

static gint
compare_accuracy (gconstpointer a, gconstpointer b)
{
  double x = ((const ViewTransferMethod *)a)->accuracy, y = ((const ViewTransferMethod *)b)->accuracy;
  return (x < y) - (x > y);
}

static void
list_methods (ViewTransfer *self)
{
  double best = -1;
  for (guint i = 0; i < self->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (self, i);
    if (!view_transfer_is_of_source (self, cell) || cell->shots != self->options.shots)
      continue;
    const ViewTransferMethod method
        = { .method = cell->method,
            .block = cell->block,
            .n = cell->accuracy.n,
            .accuracy = view_average_mean (&cell->accuracy),
            .accuracy_sd = view_average_deviation (&cell->accuracy),
            .nc1 = exp (view_average_mean (&cell->nc1[VIEW_TRANSFER_TRAIN_NC1])),
            .nc1_test = exp (view_average_mean (&cell->nc1[VIEW_TRANSFER_TEST_NC1])),
            .share = cell->share,
            .seconds = view_average_mean (&cell->seconds) };
    g_array_append_val (self->table, method);
    if (!view_transfer_tunes_block (cell))
      continue;
    note (self->blocks, (guint)cell->block);
    if (method.accuracy > best) {
      best = method.accuracy;
      self->best = cell->block;
    }
  }
  g_array_sort (self->blocks, compare);
  g_array_sort (self->table, compare_accuracy);
}

/* The object. */

static GArray *
new_values (void)
{
  return g_array_new (FALSE, TRUE, sizeof (guint));
}

static void
clear_cell (gpointer cell)
{
  g_ptr_array_unref (((ViewTransferCell *)cell)->transfers);
}

static ViewTransfer *
new_empty (const ViewTransferOptions *options)
{
  ViewTransfer *self = g_new0 (ViewTransfer, 1);
  g_atomic_ref_count_init (&self->references);
  self->options = *options;
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->options.settings
      = view_transfer_keep (self, g_strdup (options->settings == NULL ? "" : options->settings));
  self->tasks = g_ptr_array_new_with_free_func (g_free);
  self->runs = g_array_new (FALSE, FALSE, sizeof (ViewTransferRun));
  self->cells = g_array_new (FALSE, TRUE, sizeof (ViewTransferCell));
  g_array_set_clear_func (self->cells, clear_cell);
  self->methods = new_values ();
  self->shots = new_values ();
  self->groups = new_values ();
  self->blocks = new_values ();
  self->table = g_array_new (FALSE, TRUE, sizeof (ViewTransferMethod));
  self->points = g_array_new (FALSE, TRUE, sizeof (PlotScatterPoint));
  self->point_cells = new_values ();
  self->few_places = g_array_new (FALSE, TRUE, sizeof (PlotPlace));
  self->few_lines = g_array_new (FALSE, TRUE, sizeof (PlotPointLine));
  self->layer_places = g_array_new (FALSE, TRUE, sizeof (PlotPlace));
  self->layer_lines = g_array_new (FALSE, TRUE, sizeof (PlotPointLine));
  self->layer_marks = g_array_new (FALSE, TRUE, sizeof (PlotPlaceMark));
  return self;
}

ViewTransfer *
view_transfer_new (const GArray *rows,
                   const ViewTransferRun *runs,
                   guint n_runs,
                   const ViewTransferOptions *options)
{
  ViewTransfer *self = new_empty (options);
  for (guint i = 0; i < n_runs; i++) {
    ViewTransferRun run = runs[i];
    run.name = view_transfer_keep (self, g_strdup (run.name));
    g_array_append_val (self->runs, run);
  }
  view_transfer_take_rows (self, rows);
  list_choices (self);
  list_methods (self);
  view_transfer_make_scatter (self);
  view_transfer_make_few_shot (self);
  view_transfer_make_layers (self);
  return self;
}

ViewTransfer *
view_transfer_ref (ViewTransfer *transfer)
{
  g_atomic_ref_count_inc (&transfer->references);
  return transfer;
}

void
view_transfer_unref (ViewTransfer *transfer)
{
  if (!g_atomic_ref_count_dec (&transfer->references))
    return;
  GArray *arrays[]
      = { transfer->runs,        transfer->cells,      transfer->methods,   transfer->shots,
          transfer->groups,      transfer->blocks,     transfer->table,     transfer->points,
          transfer->point_cells, transfer->few_places, transfer->few_lines, transfer->layer_places,
          transfer->layer_lines, transfer->layer_marks };
  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_array_unref (arrays[i]);
  g_ptr_array_unref (transfer->texts);
  g_ptr_array_unref (transfer->tasks);
  g_free (transfer);
}

const ViewTransferOptions *
view_transfer_options (const ViewTransfer *transfer)
{
  return &transfer->options;
}

const char *const *
view_transfer_tasks (const ViewTransfer *transfer)
{
  return (const char *const *)transfer->tasks->pdata;
}

const GArray *
view_transfer_methods (const ViewTransfer *transfer)
{
  return transfer->methods;
}

const GArray *
view_transfer_shots (const ViewTransfer *transfer)
{
  return transfer->shots;
}

const GArray *
view_transfer_groups (const ViewTransfer *transfer)
{
  return transfer->groups;
}

const GArray *
view_transfer_blocks (const ViewTransfer *transfer)
{
  return transfer->blocks;
}

gint
view_transfer_best_block (const ViewTransfer *transfer)
{
  return transfer->best;
}

const PlotScatter *
view_transfer_scatter (const ViewTransfer *transfer)
{
  return &transfer->scatter;
}

const PlotPointplot *
view_transfer_few_shot (const ViewTransfer *transfer)
{
  return &transfer->few;
}

const PlotPointplot *
view_transfer_layers (const ViewTransfer *transfer)
{
  return &transfer->layers;
}

const GArray *
view_transfer_table (const ViewTransfer *transfer)
{
  return transfer->table;
}

/* What is under the pointer */

static char *
describe_share (const ViewAverage *average)
{
  double deviation = view_average_deviation (average);
  if (isnan (deviation))
    return g_strdup_printf (_ ("%.1f %%, n = %u"), 100 * view_average_mean (average), average->n);
  return g_strdup_printf (_ ("%.1f ± %.1f %%, n = %u"), 100 * view_average_mean (average), 100 * deviation,
                          average->n);
}

gint64
view_transfer_point_run (const ViewTransfer *transfer, guint point)
{
  return view_transfer_point_cell (transfer, point)->run;
}

char *
view_transfer_describe_point (const ViewTransfer *transfer, guint point)
{
  const ViewTransferCell *cell = view_transfer_point_cell (transfer, point);
  g_autofree char *accuracy = describe_share (&cell->accuracy);
  g_autofree char *source
      = plot_format_number (exp (view_average_mean (&cell->nc1[VIEW_TRANSFER_SOURCE_NC1])));
  g_autofree char *nc1 = plot_format_number (exp (view_average_mean (&cell->nc1[VIEW_TRANSFER_TRAIN_NC1])));
  return g_strdup_printf (_ ("%s, epoch %u\nTransfer accuracy %s\nSource NC1 %s\nDownstream NC1 %s"),
                          view_transfer_find_group (transfer, cell->group)->name, cell->epoch, accuracy,
                          source, nc1);
}

char *
view_transfer_describe_few_shot (const ViewTransfer *transfer, guint line, guint place)
{
  const PlotPointLine *curve = &transfer->few.lines[line];
  guint shots = g_array_index (transfer->shots, guint, place);
  ViewAverage accuracy = { 0 };
  view_transfer_curve_at (transfer, (TransferMethod)(curve->style - PLOT_METHOD_STYLE), shots, &accuracy);
  g_autofree char *labels = view_transfer_shots_name (shots);
  g_autofree char *share = describe_share (&accuracy);
  return g_strdup_printf (_ ("%s, %s\nTest accuracy %s"), curve->name, labels, share);
}

char *
view_transfer_describe_layer (const ViewTransfer *transfer, guint line, guint place)
{
  const PlotPlace *at = &transfer->layers.places[place];
  const ViewTransferCell *cell = view_transfer_find_layer (transfer, (gint)at->at);
  g_autofree char *nc1 = plot_format_number (exp (view_average_mean (&cell->nc1[VIEW_TRANSFER_TRAIN_NC1])));
  g_autofree char *accuracy = describe_share (&cell->accuracy);
  return g_strdup_printf (_ ("%s\nDownstream NC1 %s\nProbe accuracy %s"), at->name, nc1, accuracy);
}

GPtrArray *
view_transfer_repeats (const ViewTransfer *transfer, const ViewTransferMethod *method)
{
  for (guint i = 0; i < transfer->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (transfer, i);
    if (view_transfer_is_of_source (transfer, cell) && cell->shots == transfer->options.shots
        && cell->method == method->method && cell->block == method->block)
      return cell->transfers;
  }
  g_return_val_if_reached (NULL);
}

char *
view_transfer_caption (const ViewTransfer *transfer)
{
  const CollapseCorrelation *r = &transfer->pearson, *rho = &transfer->spearman;
  g_autoptr (GString) text = g_string_new (_ ("Error bars and bands: one standard deviation over repeats. "));
  if (!isnan (r->value)) {
    g_autofree char *pearson = view_transfer_format_correlation (_ ("Pearson r = | (95 % CI | to |)"), r);
    g_autofree char *spearman = view_transfer_format_correlation (_ ("Spearman ρ = | (| to |)"), rho);
    g_string_append_printf (text,
                            _ ("Transfer accuracy and log NC1: %s, %s, n = %u; bootstrap over the points. "),
                            pearson, spearman, r->n);
  }
  if (transfer->scatter.n_trend > 0)
    g_string_append (text, _ ("Grey line: local linear regression on log NC1. "));
  g_autofree char *left_out = view_transfer_describe_left_out (transfer);
  if (left_out != NULL)
    g_string_append (text, left_out);
  return g_strchomp (g_string_free (g_steal_pointer (&text), FALSE));
}
