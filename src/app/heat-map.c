#include "app/heat-map.h"

#include <math.h>

#include "app/appearance.h"
#include "app/hint.h"
#include "app/layer.h"

struct _CollapsarHeatMap {
  GtkWidget parent_instance;

  const PlotMatrix *matrix;
  CollapsarHeatMapWords words;
  gpointer words_data;
  gint row, column; /* marked; -1: none */
  gint always;      /* column; -1: none */
  gboolean told;    /* the marked cell is this map's own */
  double x, y;      /* where the words stand; NaN while a key chose the cell */
  CollapsarLayer layer;
};

G_DEFINE_FINAL_TYPE (CollapsarHeatMap, collapsar_heat_map, GTK_TYPE_WIDGET)

enum { SIGNAL_HOVER, SIGNAL_PICK, SIGNAL_COPY, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
has_cells (CollapsarHeatMap *self)
{
  return self->matrix != NULL && self->matrix->n_rows > 0 && self->matrix->n_columns > 0;
}

/* Drawing */

static void
draw_matrix (cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data)
{
  plot_matrix_draw (cr, COLLAPSAR_HEAT_MAP (user_data)->matrix, theme, width, height);
}

static void
draw_marks (CollapsarHeatMap *self, GtkSnapshot *snapshot, double width, double height)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  if (self->always >= 0)
    plot_matrix_draw_mark (cr, self->matrix, theme, width, height, -1, self->always);
  if (self->row >= 0)
    plot_matrix_draw_mark (cr, self->matrix, theme, width, height, self->row, self->column);
  cairo_destroy (cr);
}

static void
draw_words (CollapsarHeatMap *self, GtkSnapshot *snapshot, double width)
{
  g_autofree char *text = self->words == NULL
                              ? NULL
                              : self->words (self, (guint)self->row, (guint)self->column, self->words_data);
  if (text != NULL)
    collapsar_hint_draw (snapshot, GTK_WIDGET (self), text, NULL, isnan (self->x) ? width / 2 : self->x,
                         isnan (self->y) ? 0 : self->y);
}

static void
collapsar_heat_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarHeatMap *self = COLLAPSAR_HEAT_MAP (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (self->matrix == NULL)
    return;
  collapsar_layer_append (&self->layer, widget, snapshot, draw_matrix, self);
  collapsar_appearance_draw_focus (widget, snapshot, 12.0f);
  if (!has_cells (self))
    return;
  if (self->row >= 0 || self->always >= 0)
    draw_marks (self, snapshot, width, height);
  if (self->row >= 0 && self->told)
    draw_words (self, snapshot, width);
}

static void
collapsar_heat_map_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = 150;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 260 : 240;
}

/* What is told */

static void
tell (CollapsarHeatMap *self, gint row, gint column, double x, double y)
{
  gboolean same = self->told == (row >= 0) && self->row == row && self->column == column;
  self->x = x;
  self->y = y;
  self->told = row >= 0;
  self->row = row;
  self->column = column;
  if (!same)
    g_signal_emit (self, signals[SIGNAL_HOVER], 0, row, column);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
find_and_tell (CollapsarHeatMap *self, double x, double y)
{
  guint row, column;
  gboolean found = has_cells (self)
                   && plot_matrix_cell_at (self->matrix, collapsar_appearance_theme (),
                                           gtk_widget_get_width (GTK_WIDGET (self)),
                                           gtk_widget_get_height (GTK_WIDGET (self)), x, y, &row, &column);
  tell (self, found ? (gint)row : -1, found ? (gint)column : -1, x, y);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, CollapsarHeatMap *self)
{
  find_and_tell (self, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller, CollapsarHeatMap *self)
{
  tell (self, -1, -1, NAN, NAN);
}

static void
pick (CollapsarHeatMap *self)
{
  if (self->told)
    g_signal_emit (self, signals[SIGNAL_PICK], 0, (guint)self->row, (guint)self->column);
}

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, CollapsarHeatMap *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  find_and_tell (self, x, y);
  pick (self);
}

/* By keys */

static void
move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarHeatMap *self = COLLAPSAR_HEAT_MAP (widget);
  gint32 down, right;
  if (!has_cells (self))
    return;
  g_variant_get (parameter, "(ii)", &down, &right);
  gint row = self->row < 0 ? 0 : CLAMP (self->row + down, 0, (gint)self->matrix->n_rows - 1);
  gint column = self->row < 0 ? 0 : CLAMP (self->column + right, 0, (gint)self->matrix->n_columns - 1);
  tell (self, row, column, NAN, NAN);
}

static void
pick_told (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pick (COLLAPSAR_HEAT_MAP (widget));
}

static void
leave (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tell (COLLAPSAR_HEAT_MAP (widget), -1, -1, NAN, NAN);
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_COPY], 0);
}

/* The object. */

static void
collapsar_heat_map_dispose (GObject *object)
{
  collapsar_layer_dispose (&COLLAPSAR_HEAT_MAP (object)->layer);
  G_OBJECT_CLASS (collapsar_heat_map_parent_class)->dispose (object);
}

static void
collapsar_heat_map_class_init (CollapsarHeatMapClass *klass)
{
  static const struct {
    guint key;
    gint32 down, right;
  } bindings[]
      = { { GDK_KEY_Up, -1, 0 }, { GDK_KEY_Down, 1, 0 }, { GDK_KEY_Left, 0, -1 }, { GDK_KEY_Right, 0, 1 } };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_heat_map_dispose;
  widget_class->snapshot = collapsar_heat_map_snapshot;
  widget_class->measure = collapsar_heat_map_measure;
  signals[SIGNAL_HOVER] = g_signal_new ("hover", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                        G_TYPE_INT, G_TYPE_INT);
  signals[SIGNAL_PICK] = g_signal_new ("pick", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_COPY] = g_signal_new ("copy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "cell.move", "(ii)", move);
  gtk_widget_class_install_action (widget_class, "cell.pick", NULL, pick_told);
  gtk_widget_class_install_action (widget_class, "cell.leave", NULL, leave);
  gtk_widget_class_install_action (widget_class, "cell.copy", NULL, copy);
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++)
    gtk_widget_class_add_binding_action (widget_class, bindings[i].key, 0, "cell.move", "(ii)",
                                         bindings[i].down, bindings[i].right);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "cell.pick", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "cell.leave", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "cell.copy", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
}

static void
collapsar_heat_map_init (CollapsarHeatMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  self->row = self->column = self->always = -1;
  self->x = self->y = NAN;
  gtk_widget_add_css_class (widget, "card");
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (widget, TRUE);
  collapsar_appearance_follow (widget);

  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
collapsar_heat_map_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_HEAT_MAP, NULL);
}

void
collapsar_heat_map_set_matrix (CollapsarHeatMap *self, const PlotMatrix *matrix)
{
  g_return_if_fail (COLLAPSAR_IS_HEAT_MAP (self));

  self->matrix = matrix;
  collapsar_layer_clear (&self->layer);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const PlotMatrix *
collapsar_heat_map_get_matrix (CollapsarHeatMap *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_HEAT_MAP (self), NULL);

  return self->matrix;
}

void
collapsar_heat_map_set_words (CollapsarHeatMap *self, CollapsarHeatMapWords words, gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_HEAT_MAP (self));

  self->words = words;
  self->words_data = user_data;
}

void
collapsar_heat_map_set_mark (CollapsarHeatMap *self, gint row, gint column)
{
  g_return_if_fail (COLLAPSAR_IS_HEAT_MAP (self));

  if (self->row == row && self->column == column)
    return;
  self->row = row;
  self->column = column;
  self->told = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
collapsar_heat_map_get_mark (CollapsarHeatMap *self, gint *row, gint *column)
{
  g_return_if_fail (COLLAPSAR_IS_HEAT_MAP (self));

  *row = self->row;
  *column = self->column;
}

void
collapsar_heat_map_set_column (CollapsarHeatMap *self, gint column)
{
  g_return_if_fail (COLLAPSAR_IS_HEAT_MAP (self));

  if (self->always == column)
    return;
  self->always = column;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
