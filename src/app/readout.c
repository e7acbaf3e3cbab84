#include "app/readout.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/appearance.h"
#include "view/charts.h"

#define PADDING 12
#define TITLE_HEIGHT 24
#define ROW_HEIGHT_MAXIMUM 30
#define VALUE_WIDTH 62
#define N_COLUMNS PLOT_N_LINES

/* In the words of a table, for which the charts' titles are too long. */
static const struct {
  ViewChart chart;
  const char *title;
} rows[] = {
  { VIEW_CHART_LOSS, N_ ("Loss") },
  { VIEW_CHART_ERROR, N_ ("Error") },
  { VIEW_CHART_NC1, N_ ("NC1") },
  { VIEW_CHART_NC1_QUOTIENT, N_ ("tr W / tr B") },
  { VIEW_CHART_NC2_NORMS, N_ ("NC2 norms") },
  { VIEW_CHART_NC2_ANGLES, N_ ("NC2 angles") },
  { VIEW_CHART_NC3, N_ ("NC3") },
  { VIEW_CHART_NC4, N_ ("NC4") },
  { VIEW_CHART_NUMERICAL_RANK, N_ ("Rank") },
  { VIEW_CHART_PROBE_ACCURACY, N_ ("Probe accuracy") },
};

struct _CollapsarReadout {
  GtkWidget parent_instance;

  const ViewCharts *charts;
  guint n_runs; /* that the numbers are the mean of */
  gint epoch;   /* -1: none */
  double learning_rate;
  guint n_columns; /* the last is a head's */
  char *titles[G_N_ELEMENTS (rows)];
  char *values[G_N_ELEMENTS (rows)][N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (CollapsarReadout, collapsar_readout, GTK_TYPE_WIDGET)

/* One text; x is where it begins or, for align 1, ends; y its middle. */
static void
append_text (GtkSnapshot *snapshot,
             PangoLayout *layout,
             const char *text,
             double x,
             double y,
             double align,
             PlotColour colour)
{
  int width, height;
  GdkRGBA ink = { (float)colour.red, (float)colour.green, (float)colour.blue, (float)colour.alpha };
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float)(int)(x - align * width), (float)(int)(y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

static PangoLayout *
create_layout (GtkWidget *widget, double size, gboolean bold)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, NULL);
  PangoFontDescription *font = pango_font_description_from_string (theme->font);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  return layout;
}

static void
append_title (CollapsarReadout *self, GtkSnapshot *snapshot, int width)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  g_autoptr (PangoLayout) bold = create_layout (GTK_WIDGET (self), 13.5, TRUE);
  g_autoptr (PangoLayout) plain = create_layout (GTK_WIDGET (self), 11.5, FALSE);
  g_autofree char *epoch = g_strdup_printf (_ ("Epoch %d"), self->epoch);
  g_autofree char *rate_number = plot_format_number (self->learning_rate);
  g_autofree char *rate = self->n_runs > 1 ? g_strdup_printf (_ ("mean, n = %u"), self->n_runs)
                                           : g_strdup_printf (_ ("lr %s"), rate_number);
  append_text (snapshot, bold, epoch, PADDING, PADDING + 4, 0.0, theme->foreground);
  append_text (snapshot, plain, rate, width - PADDING, PADDING + 4, 1.0, plot_theme_dim (theme));
}

static void
append_table (CollapsarReadout *self, GtkSnapshot *snapshot, int width, int height)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  double step
      = MIN (ROW_HEIGHT_MAXIMUM, (double)(height - TITLE_HEIGHT - 1.5 * PADDING) / (G_N_ELEMENTS (rows) + 1));
  double column = MIN (VALUE_WIDTH, width / (self->n_columns + 2.0));
  PlotColour thin = plot_theme_ink (theme, 0.1);
  GdkRGBA rule = { (float)thin.red, (float)thin.green, (float)thin.blue, (float)thin.alpha };
  g_autoptr (PangoLayout) plain = create_layout (GTK_WIDGET (self), CLAMP (0.7 * step, 8.0, 12.5), FALSE);
  double y = TITLE_HEIGHT + PADDING / 2.0 + step / 2.0;
  const char *heads[N_COLUMNS] = { _ ("train"), _ ("test"), _ ("head") };
  for (guint line = 0; line < self->n_columns; line++)
    append_text (snapshot, plain, heads[line], width - PADDING - (self->n_columns - 1 - line) * column, y,
                 1.0, plot_theme_dim (theme));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    y += step;
    gtk_snapshot_append_color (
        snapshot, &rule,
        &GRAPHENE_RECT_INIT (PADDING, (float)(int)(y - step / 2.0), (float)(width - 2 * PADDING), 1));
    append_text (snapshot, plain, self->titles[i], PADDING, y, 0.0, plot_theme_dim (theme));
    for (guint line = 0; line < self->n_columns; line++)
      append_text (snapshot, plain, self->values[i][line],
                   width - PADDING - (self->n_columns - 1 - line) * column, y, 1.0, theme->foreground);
  }
}

static void
collapsar_readout_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarReadout *self = COLLAPSAR_READOUT (widget);
  collapsar_appearance_draw_focus (widget, snapshot, 12.0f);
  if (self->epoch < 0)
    return;
  append_title (self, snapshot, gtk_widget_get_width (widget));
  append_table (self, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
}

static void
collapsar_readout_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 150 : 170;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 220 : 220;
}

static void
clear_words (CollapsarReadout *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_clear_pointer (&self->titles[i], g_free);
    for (guint line = 0; line < N_COLUMNS; line++)
      g_clear_pointer (&self->values[i][line], g_free);
  }
}

static void
collapsar_readout_finalize (GObject *object)
{
  clear_words (COLLAPSAR_READOUT (object));
  G_OBJECT_CLASS (collapsar_readout_parent_class)->finalize (object);
}

static void
collapsar_readout_class_init (CollapsarReadoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = collapsar_readout_finalize;
  widget_class->snapshot = collapsar_readout_snapshot;
  widget_class->measure = collapsar_readout_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "readout");
}

static void
collapsar_readout_init (CollapsarReadout *self)
{
  self->epoch = -1;
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self),
      _ ("(probe): by an online linear probe, as the network has no classifier of its own on the features. "
         "Probe accuracy: of a linear probe fitted to the training features now and then; Fine-class probe: "
         "of the classes that the labels hide. head: the projection head’s output on the training split."));
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_readout_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_READOUT, NULL);
}

/* The value of the last record up to this one that has any, else NaN. */
static double
last_measured (const TrainingHistory *history, const TrainingRecord *record, ViewChart chart, PlotLine line)
{
  const TrainingRecord *before = record;
  while (before != NULL && isnan (view_chart_number (chart, before, line)))
    before = before->epoch == 0 ? NULL : training_history_record_at (history, before->epoch - 1.0);
  return before == NULL ? NAN : view_chart_number (chart, before, line);
}

static char *
row_title (gsize row, const Regime *regime)
{
  if (rows[row].chart == VIEW_CHART_PROBE_ACCURACY && view_hides_fine_classes (regime))
    return g_strdup (_ ("Fine-class probe"));
  if (view_chart_is_of_probe (rows[row].chart, regime))
    return g_strdup_printf (_ ("%s (probe)"), _ (rows[row].title));
  return g_strdup (_ (rows[row].title));
}

void
collapsar_readout_set_charts (CollapsarReadout *self, const ViewCharts *charts)
{
  g_return_if_fail (COLLAPSAR_IS_READOUT (self));

  self->charts = charts;
}

void
collapsar_readout_set_epoch (CollapsarReadout *self, const TrainingHistory *history, double epoch)
{
  g_return_if_fail (COLLAPSAR_IS_READOUT (self));

  const TrainingRecord *record = history == NULL ? NULL : training_history_record_at (history, epoch);
  gboolean mean = record != NULL && self->charts != NULL && view_charts_lead_runs (self->charts) > 1;
  clear_words (self);
  self->n_runs = mean ? view_charts_lead_runs (self->charts) : 1;
  self->n_columns = record != NULL && record->has_head ? N_COLUMNS : PLOT_LINE_HEAD;
  self->epoch = record == NULL ? -1 : (gint)record->epoch;
  if (mean) {
    double last = view_charts_lead_epoch (self->charts, epoch);
    self->epoch = isnan (last) ? -1 : (gint)last;
  }
  self->learning_rate = record == NULL ? 0.0 : record->learning_rate;
  for (gsize i = 0; record != NULL && i < G_N_ELEMENTS (rows); i++) {
    self->titles[i] = row_title (i, training_history_regime (history));
    for (guint line = 0; line < self->n_columns; line++)
      self->values[i][line] = view_chart_format (
          rows[i].chart, mean ? view_charts_lead_value (self->charts, rows[i].chart, line, epoch)
                              : last_measured (history, record, rows[i].chart, line));
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

char *
collapsar_readout_describe (CollapsarReadout *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_READOUT (self), NULL);

  if (self->epoch < 0)
    return g_strdup (_ ("nothing trained yet"));
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, _ ("epoch %d"), self->epoch);
  if (self->n_runs > 1)
    g_string_append_printf (text, _ (", mean of %u seeds"), self->n_runs);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_string_append_printf (text, _ (", %s: train %s, test %s"), self->titles[i],
                            self->values[i][PLOT_LINE_TRAIN], self->values[i][PLOT_LINE_TEST]);
    if (self->n_columns > PLOT_LINE_HEAD)
      g_string_append_printf (text, _ (", head %s"), self->values[i][PLOT_LINE_HEAD]);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
