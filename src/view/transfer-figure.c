#include "view/transfer-figure.h"

#include <math.h>

/* Points: on a page as wide as this there are three charts beside each other. */
#define WIDE 340.0

/* Three panels lie side by side on a wide page, below each other on a narrow one. */
static double
suitable_height (double width)
{
  return floor (width > WIDE ? fmax (0.42 * width, 190) : 2.05 * width);
}

PlotFigure
view_transfer_figure_on_page (const ViewTransfer *transfer,
                              const PlotPage *page,
                              PlotPanel panels[VIEW_TRANSFER_N_PANELS],
                              const char *caption,
                              const char *settings)
{
  panels[0] = (PlotPanel){ .kind = PLOT_PANEL_SCATTER, .scatter = view_transfer_scatter (transfer) };
  panels[1] = (PlotPanel){ .kind = PLOT_PANEL_POINTPLOT, .pointplot = view_transfer_few_shot (transfer) };
  panels[2] = (PlotPanel){ .kind = PLOT_PANEL_POINTPLOT, .pointplot = view_transfer_layers (transfer) };
  PlotFigure figure = {
    .page = *page,
    .panels = panels,
    .n_panels = VIEW_TRANSFER_N_PANELS,
    .caption = caption,
    .settings = settings,
  };
  if (page->height == 0)
    figure.page.height = suitable_height (page->width);
  return figure;
}

PlotFigure
view_transfer_curves_figure_on_page (const ViewTransferCurves *curves,
                                     const PlotPage *page,
                                     PlotPanel panels[VIEW_N_TRANSFER_CURVES],
                                     const char *settings)
{
  for (ViewTransferCurve which = 0; which < VIEW_N_TRANSFER_CURVES; which++)
    panels[which]
        = (PlotPanel){ .kind = PLOT_PANEL_POINTPLOT, .pointplot = view_transfer_curves_plot (curves, which) };
  PlotFigure figure
      = { .page = *page, .panels = panels, .n_panels = VIEW_N_TRANSFER_CURVES, .settings = settings };
  if (page->height == 0)
    figure.page.height = suitable_height (page->width);
  return figure;
}

/* The settings but for the seed, which is added to the others' by the caller. */
static char *
without_seed (const char *settings)
{
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1);
  GString *text = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && !g_str_has_prefix (*line, "seed="))
      g_string_append_printf (text, "%s\n", *line);
  return g_string_free (text, FALSE);
}

char *
view_transfer_figure_settings (const GArray *rows)
{
  g_autoptr (GHashTable) seeds
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransferRow *row = &g_array_index (rows, StudyTransferRow, i);
    g_autofree char *settings = without_seed (row->transfer->settings);
    char *key = g_strdup_printf ("# %s, epoch %u\n%s", row->run, row->transfer->epoch, settings);
    GPtrArray *of = g_hash_table_lookup (seeds, key);
    if (of == NULL) {
      of = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (seeds, key, of);
      g_ptr_array_add (order, key);
    } else {
      g_free (key);
    }
    g_ptr_array_add (of, g_strdup_printf ("%" G_GINT64_FORMAT, row->transfer->seed));
  }
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < order->len; i++) {
    GPtrArray *of = g_hash_table_lookup (seeds, order->pdata[i]);
    g_ptr_array_add (of, NULL);
    g_autofree char *list = g_strjoinv (",", (char **)of->pdata);
    g_string_append_printf (text, "%sseed=%s\n", (char *)order->pdata[i], list);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
