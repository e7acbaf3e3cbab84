#include "app/readout.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/appearance.h"
#include "view/charts.h"

#define PADDING 12
#define TITLE_HEIGHT 24
#define ROW_HEIGHT_MAXIMUM 30
#define VALUE_WIDTH 62
#define N_COLUMNS TRAINING_N_SPLITS

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
};

struct _CollapsarReadout {
  GtkWidget parent_instance;

  gint epoch; /* -1: none */
  double learning_rate;
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
  g_autofree char *rate = g_strdup_printf (_ ("lr %s"), rate_number);
  append_text (snapshot, bold, epoch, PADDING, PADDING + 4, 0.0, theme->foreground);
  append_text (snapshot, plain, rate, width - PADDING, PADDING + 4, 1.0, plot_theme_dim (theme));
}

static void
append_table (CollapsarReadout *self, GtkSnapshot *snapshot, int width, int height)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  double step
      = MIN (ROW_HEIGHT_MAXIMUM, (double)(height - TITLE_HEIGHT - 1.5 * PADDING) / (G_N_ELEMENTS (rows) + 1));
  double column = MIN (VALUE_WIDTH, width / 4.0);
  PlotColour line = plot_theme_ink (theme, 0.1);
  GdkRGBA rule = { (float)line.red, (float)line.green, (float)line.blue, (float)line.alpha };
  g_autoptr (PangoLayout) plain = create_layout (GTK_WIDGET (self), CLAMP (0.7 * step, 8.0, 12.5), FALSE);
  double y = TITLE_HEIGHT + PADDING / 2.0 + step / 2.0;
  const char *heads[N_COLUMNS] = { _ ("train"), _ ("test") };
  for (guint split = 0; split < N_COLUMNS; split++)
    append_text (snapshot, plain, heads[split], width - PADDING - (N_COLUMNS - 1 - split) * column, y, 1.0,
                 plot_theme_dim (theme));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    y += step;
    gtk_snapshot_append_color (
        snapshot, &rule,
        &GRAPHENE_RECT_INIT (PADDING, (float)(int)(y - step / 2.0), (float)(width - 2 * PADDING), 1));
    append_text (snapshot, plain, _ (rows[i].title), PADDING, y, 0.0, plot_theme_dim (theme));
    for (guint split = 0; split < N_COLUMNS; split++)
      append_text (snapshot, plain, self->values[i][split],
                   width - PADDING - (N_COLUMNS - 1 - split) * column, y, 1.0, theme->foreground);
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
clear_values (CollapsarReadout *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint split = 0; split < N_COLUMNS; split++)
      g_clear_pointer (&self->values[i][split], g_free);
}

static void
collapsar_readout_finalize (GObject *object)
{
  clear_values (COLLAPSAR_READOUT (object));
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
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_readout_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_READOUT, NULL);
}

/* The last record up to this one that has a value, or this one. */
static const TrainingRecord *
last_measured (const TrainingHistory *history,
               const TrainingRecord *record,
               int quantity,
               TrainingSplit split)
{
  const TrainingRecord *before = record;
  while (before != NULL && isnan (training_record_value (before, split, quantity)))
    before = before->epoch == 0 ? NULL : training_history_record_at (history, before->epoch - 1.0);
  return before == NULL ? record : before;
}

void
collapsar_readout_set_epoch (CollapsarReadout *self, const TrainingHistory *history, double epoch)
{
  g_return_if_fail (COLLAPSAR_IS_READOUT (self));

  const TrainingRecord *record = history == NULL ? NULL : training_history_record_at (history, epoch);
  clear_values (self);
  self->epoch = record == NULL ? -1 : (gint)record->epoch;
  self->learning_rate = record == NULL ? 0.0 : record->learning_rate;
  for (gsize i = 0; record != NULL && i < G_N_ELEMENTS (rows); i++)
    for (guint split = 0; split < N_COLUMNS; split++) {
      int quantity = view_chart_quantity (rows[i].chart);
      self->values[i][split]
          = view_chart_value (rows[i].chart, last_measured (history, record, quantity, split), split);
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
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_string_append_printf (text, _ (", %s: train %s, test %s"), _ (rows[i].title),
                            self->values[i][TRAINING_TRAIN], self->values[i][TRAINING_TEST]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
