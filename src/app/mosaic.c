#include "app/mosaic.h"

#include "app/card-grid.h"

/* A row's least and best height, and a column's least width. */
#define ROW_MINIMUM 190
#define ROW_NATURAL 250
#define COLUMN_MINIMUM 180

struct _CollapsarMosaic {
  GtkWidget parent_instance;

  int wide; /* columns */
};

G_DEFINE_FINAL_TYPE (CollapsarMosaic, collapsar_mosaic, GTK_TYPE_WIDGET)

static GQuark
spans_quark (void)
{
  return g_quark_from_static_string ("collapsar-mosaic-spans");
}

static int
choose_columns (GtkWidget *widget, int width)
{
  return width >= CARD_GRID_WIDE ? COLLAPSAR_MOSAIC (widget)->wide : width < CARD_GRID_NARROW ? 2 : 3;
}

static int
span_of (GtkWidget *child, int columns)
{
  guint spans = GPOINTER_TO_UINT (g_object_get_qdata (G_OBJECT (child), spans_quark ()));
  return CLAMP ((int)(columns > 3 ? spans & 0xff : spans >> 8), 1, columns);
}

typedef struct {
  int columns, column, row;
} Flow;

/* Where a child of that span comes, and the flow behind it. */
static Flow
flow_next (Flow *flow, int span)
{
  if (flow->column + span > flow->columns)
    *flow = (Flow){ flow->columns, 0, flow->row + 1 };
  Flow at = *flow;
  flow->column += span;
  return at;
}

static int
count_rows (GtkWidget *widget, int columns)
{
  Flow flow = { .columns = columns };
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    flow_next (&flow, span_of (child, columns));
  return flow.row + 1;
}

static void
collapsar_mosaic_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = collapsar_card_grid_minimum (COLUMN_MINIMUM);
    *natural = collapsar_card_grid_natural ();
    return;
  }
  int rows = count_rows (widget, choose_columns (widget, for_size < 0 ? CARD_GRID_NARROW : for_size));
  int between = collapsar_card_grid_between (rows);
  *minimum = rows * ROW_MINIMUM + between;
  *natural = rows * ROW_NATURAL + between;
}

static void
collapsar_mosaic_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  int columns = choose_columns (widget, width), rows = count_rows (widget, columns);
  Flow flow = { .columns = columns };
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int span = span_of (child, columns);
    Flow at = flow_next (&flow, span);
    const CollapsarCardPlace place = { at.column, at.row, span, 1 };
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    collapsar_card_grid_allocate (child, columns, rows, width, height, &place);
  }
}

static GtkSizeRequestMode
collapsar_mosaic_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
collapsar_mosaic_dispose (GObject *object)
{
  collapsar_card_grid_clear (GTK_WIDGET (object));
  G_OBJECT_CLASS (collapsar_mosaic_parent_class)->dispose (object);
}

static void
collapsar_mosaic_class_init (CollapsarMosaicClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_mosaic_dispose;
  widget_class->measure = collapsar_mosaic_measure;
  widget_class->size_allocate = collapsar_mosaic_size_allocate;
  widget_class->get_request_mode = collapsar_mosaic_get_request_mode;
  /* Of presentation alone, its cards would not be in the accessible tree. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
collapsar_mosaic_init (CollapsarMosaic *self)
{
  self->wide = 4;
}

GtkWidget *
collapsar_mosaic_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_MOSAIC, NULL);
}

void
collapsar_mosaic_add (CollapsarMosaic *self, GtkWidget *child)
{
  g_return_if_fail (COLLAPSAR_IS_MOSAIC (self));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
collapsar_mosaic_set_spans (CollapsarMosaic *self, GtkWidget *child, guint of_three, guint of_wide)
{
  g_return_if_fail (COLLAPSAR_IS_MOSAIC (self));
  g_return_if_fail (of_three >= 1 && of_three <= 3 && of_wide >= 1 && of_wide < 256);

  g_object_set_qdata (G_OBJECT (child), spans_quark (), GUINT_TO_POINTER (of_three << 8 | of_wide));
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
collapsar_mosaic_set_columns (CollapsarMosaic *self, guint wide)
{
  g_return_if_fail (COLLAPSAR_IS_MOSAIC (self));
  g_return_if_fail (wide > 3 && wide < 256);

  self->wide = (int)wide;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
collapsar_mosaic_remove (CollapsarMosaic *self, GtkWidget *child)
{
  g_return_if_fail (COLLAPSAR_IS_MOSAIC (self));
  g_return_if_fail (gtk_widget_get_parent (child) == GTK_WIDGET (self));

  gtk_widget_unparent (child);
}
