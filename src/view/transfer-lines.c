/* Accuracy by the number of labels, and layer by layer. */
#include "view/transfer-private.h"

#include <glib/gi18n.h>
#include <math.h>

/* Few labels */

double
view_transfer_curve_at (const ViewTransfer *self, TransferMethod method, guint shots, ViewAverage *accuracy)
{
  for (guint i = 0; i < self->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (self, i);
    if (!view_transfer_is_of_source (self, cell) || cell->method != method || cell->shots != shots
        || cell->block != view_transfer_shown_block (self, cell))
      continue;
    *accuracy = cell->accuracy;
    return view_average_mean (accuracy);
  }
  return NAN;
}

static void
add_curve (ViewTransfer *self, TransferMethod method)
{
  guint n = self->shots->len, n_there = 0;
  double *y = view_transfer_keep_doubles (self, n), *low = view_transfer_keep_doubles (self, n),
         *high = view_transfer_keep_doubles (self, n);
  gint block = -1;
  for (guint s = 0; s < n; s++) {
    ViewAverage accuracy = { 0 };
    y[s] = view_transfer_curve_at (self, method, g_array_index (self->shots, guint, s), &accuracy);
    view_average_bar (&accuracy, FALSE, &low[s], &high[s]);
    n_there += isfinite (y[s]);
  }
  for (guint i = 0; i < self->cells->len && block < 0; i++)
    if (view_transfer_is_of_source (self, view_transfer_cell (self, i))
        && view_transfer_cell (self, i)->method == method)
      block = view_transfer_shown_block (self, view_transfer_cell (self, i));
  PlotPointLine line = { .name = view_transfer_keep (self, view_transfer_method_name (method, block)),
                         .style = PLOT_METHOD_STYLE + method,
                         .y = y,
                         .low = low,
                         .high = high,
                         .band = TRUE };
  if (n_there > 0)
    g_array_append_val (self->few_lines, line);
}

/* Sizes lie as their logarithms do, all of them a bit beyond the last. */
static void
list_places (ViewTransfer *self)
{
  double at = 0;
  for (guint s = 0; s < self->shots->len; s++) {
    guint shots = g_array_index (self->shots, guint, s);
    at = shots > 0 ? log (shots) : at + 1.6;
    PlotPlace place
        = { .name = shots > 0 ? view_transfer_keep (self, g_strdup_printf ("%u", shots)) : _ ("all"),
            .at = at };
    g_array_append_val (self->few_places, place);
  }
}

static guint
n_of_source (const ViewTransfer *self)
{
  guint n = 0;
  for (guint i = 0; i < self->cells->len; i++)
    if (view_transfer_is_of_source (self, view_transfer_cell (self, i))
        && view_transfer_cell (self, i)->method != TRANSFER_RIDGE)
      n = MAX (n, view_transfer_cell (self, i)->accuracy.n);
  return n;
}

void
view_transfer_make_few_shot (ViewTransfer *self)
{
  static const TransferMethod order[] = { TRANSFER_FULL, TRANSFER_SCL, TRANSFER_LAYER, TRANSFER_PROBE };
  list_places (self);
  for (gsize m = 0; m < G_N_ELEMENTS (order); m++)
    add_curve (self, order[m]);
  guint n = n_of_source (self);
  self->few = (PlotPointplot){
    .title = _ ("Few labels"),
    .subtitle
    = view_transfer_keep (self, n < 2 ? g_strdup (_ ("one draw"))
                                      : g_strdup_printf (_ ("mean ± s.d. of up to %u fine-tunings"), n)),
    .x_label = _ ("Labelled samples per class"),
    .places = (const PlotPlace *)self->few_places->data,
    .n_places = self->few_places->len,
    .room = 0.04,
    .axis = { .label = _ ("Test accuracy"), .percent = TRUE },
    .lines = (const PlotPointLine *)self->few_lines->data,
    .n_lines = self->few_lines->len,
    .empty = _ ("No method was evaluated on this source"),
  };
}

/* Layer by layer: what a closed-form probe reads in each. */

/* The chosen number of shots where layers were read with it, else all samples. */
static guint
layer_shots (const ViewTransfer *self)
{
  for (guint i = 0; i < self->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (self, i);
    if (cell->method == TRANSFER_RIDGE && cell->shots == self->options.shots
        && view_transfer_is_of_source (self, cell))
      return cell->shots;
  }
  return 0;
}

const ViewTransferCell *
view_transfer_find_layer (const ViewTransfer *self, gint layer)
{
  guint shots = layer_shots (self);
  for (guint i = 0; i < self->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (self, i);
    if (view_transfer_is_of_source (self, cell) && cell->method == TRANSFER_RIDGE && cell->shots == shots
        && cell->block == layer)
      return cell;
  }
  return NULL;
}

static gint
n_layers (const ViewTransfer *self)
{
  gint n = 0;
  for (guint i = 0; i < self->cells->len; i++)
    if (view_transfer_is_of_source (self, view_transfer_cell (self, i))
        && view_transfer_cell (self, i)->method == TRANSFER_RIDGE)
      n = MAX (n, view_transfer_cell (self, i)->block + 1);
  return n;
}

static void
add_mark (ViewTransfer *self, guint place, const char *words, guint style)
{
  const PlotPlaceMark mark = { place, words, style };
  g_array_append_val (self->layer_marks, mark);
}

static void
mark_layers (ViewTransfer *self, const double *nc1, const double *accuracy, guint n)
{
  guint least = G_MAXUINT, best = G_MAXUINT;
  for (guint i = 0; i < n; i++) {
    if (isfinite (nc1[i]) && (least == G_MAXUINT || nc1[i] < nc1[least]))
      least = i;
    if (isfinite (accuracy[i]) && (best == G_MAXUINT || accuracy[i] > accuracy[best]))
      best = i;
  }
  if (best == G_MAXUINT)
    return;
  if (least == best) {
    add_mark (self, best, _ ("least NC1 and best accuracy"), PLOT_INK_STYLE);
    return;
  }
  add_mark (self, best, _ ("best accuracy"), PLOT_INK_STYLE);
  if (least != G_MAXUINT)
    add_mark (self, least, _ ("least NC1"), view_transfer_find_group (self, self->options.group)->style);
}

static void
add_layer_lines (ViewTransfer *self)
{
  guint n = self->layer_places->len, style = view_transfer_find_group (self, self->options.group)->style;
  double *nc1 = view_transfer_keep_doubles (self, n), *nc1_low = view_transfer_keep_doubles (self, n),
         *nc1_high = view_transfer_keep_doubles (self, n);
  double *y = view_transfer_keep_doubles (self, n), *low = view_transfer_keep_doubles (self, n),
         *high = view_transfer_keep_doubles (self, n);
  for (guint i = 0; i < n; i++) {
    const ViewTransferCell *cell
        = view_transfer_find_layer (self, (gint)g_array_index (self->layer_places, PlotPlace, i).at);
    if (cell == NULL)
      continue;
    nc1[i] = exp (view_average_mean (&cell->nc1[VIEW_TRANSFER_TRAIN_NC1]));
    y[i] = view_average_mean (&cell->accuracy);
    view_average_bar (&cell->nc1[VIEW_TRANSFER_TRAIN_NC1], TRUE, &nc1_low[i], &nc1_high[i]);
    view_average_bar (&cell->accuracy, FALSE, &low[i], &high[i]);
  }
  const PlotPointLine lines[]
      = { { .style = style, .y = nc1, .low = nc1_low, .high = nc1_high },
          { .style = PLOT_INK_STYLE, .second = TRUE, .y = y, .low = low, .high = high } };
  g_array_append_vals (self->layer_lines, lines, G_N_ELEMENTS (lines));
  mark_layers (self, nc1, y, n);
}

void
view_transfer_make_layers (ViewTransfer *self)
{
  const ViewTransferRun *run = view_transfer_find_group (self, self->options.group);
  gint n = n_layers (self);
  guint repeats = 0;
  for (gint layer = 0; layer < n; layer++) {
    const ViewTransferCell *cell = view_transfer_find_layer (self, layer);
    PlotPlace place
        = { .name
            = layer == 0 ? _ ("Input") : view_transfer_keep (self, g_strdup_printf (_ ("Layer %d"), layer)),
            .short_name = view_transfer_keep (self, g_strdup_printf ("%d", layer)),
            .at = layer };
    if (cell == NULL)
      continue;
    repeats = MAX (repeats, cell->accuracy.n);
    g_array_append_val (self->layer_places, place);
  }
  if (self->layer_places->len > 0)
    add_layer_lines (self);
  g_autofree char *shots = view_transfer_shots_name (layer_shots (self));
  self->layers = (PlotPointplot){
    .title = _ ("Layer by layer"),
    .subtitle = repeats == 0 ? ""
                             : view_transfer_keep (
                                 self, g_strdup_printf (_ ("NC1 and ridge probe, %s, mean ± s.d., n = %u"),
                                                        shots, repeats)),
    .x_label = view_transfer_keep (self, g_strdup_printf (_ ("backbone: %s"), run == NULL ? "" : run->name)),
    .places = (const PlotPlace *)self->layer_places->data,
    .n_places = self->layer_places->len,
    .room = 0.17,
    .axis = { .label = _ ("Downstream NC1"),
              .kind = PLOT_AXIS_LOG,
              .has_style = TRUE,
              .style = run == NULL ? 0 : run->style },
    .second = { .label = _ ("Probe accuracy"), .percent = TRUE },
    .lines = (const PlotPointLine *)self->layer_lines->data,
    .n_lines = self->layer_lines->len,
    .marks = (const PlotPlaceMark *)self->layer_marks->data,
    .n_marks = self->layer_marks->len,
    .empty = _ ("Not measured: no ridge probe of every layer for this choice"),
  };
}
