#include "app/board.h"

#include "app/card-grid.h"

/* A cell's least and best height. */
#define CELL_MINIMUM 150
#define CELL_NATURAL 220

struct _CollapsarBoard {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CollapsarBoard, collapsar_board, GTK_TYPE_WIDGET)

static guint
count_children (GtkWidget *widget)
{
  guint n = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

typedef struct {
  int columns, rows; /* of the whole grid */
  gboolean beside;   /* the table is a column of its own */
} Grid;

static Grid
choose_grid (int n, int width)
{
  if (width >= CARD_GRID_WIDE)
    return (Grid){ 5, (n - 1 + 3) / 4, TRUE };
  int columns = width < CARD_GRID_NARROW ? 2 : 3;
  return (Grid){ columns, (n + columns - 1) / columns, FALSE };
}

static void
collapsar_board_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  int smallest = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int child_minimum;
    gtk_widget_measure (child, orientation, -1, &child_minimum, NULL, NULL, NULL);
    smallest = MAX (smallest, child_minimum);
  }
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = collapsar_card_grid_minimum (smallest);
    *natural = collapsar_card_grid_natural ();
    return;
  }
  Grid grid = choose_grid ((int)count_children (widget), for_size < 0 ? CARD_GRID_NARROW : for_size);
  int between = collapsar_card_grid_between (grid.rows);
  *minimum = grid.rows * MAX (smallest, CELL_MINIMUM) + between;
  *natural = grid.rows * MAX (smallest, CELL_NATURAL) + between;
}

static void
collapsar_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  int n = (int)count_children (widget), index = 0;
  Grid grid = choose_grid (n, width);
  int chart_columns = grid.beside ? grid.columns - 1 : grid.columns;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child), index++) {
    CollapsarCardPlace place = { index % chart_columns, index / chart_columns, 1, 1 };
    if (index == n - 1 && grid.beside)
      place = (CollapsarCardPlace){ chart_columns, 0, 1, grid.rows };
    else if (index == n - 1)
      place.columns = chart_columns - place.column;
    collapsar_card_grid_allocate (child, grid.columns, grid.rows, width, height, &place);
  }
}

static GtkSizeRequestMode
collapsar_board_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
collapsar_board_dispose (GObject *object)
{
  collapsar_card_grid_clear (GTK_WIDGET (object));
  G_OBJECT_CLASS (collapsar_board_parent_class)->dispose (object);
}

static void
collapsar_board_class_init (CollapsarBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_board_dispose;
  widget_class->measure = collapsar_board_measure;
  widget_class->size_allocate = collapsar_board_size_allocate;
  widget_class->get_request_mode = collapsar_board_get_request_mode;
  /* Of presentation alone, its charts would not be in the accessible tree. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
collapsar_board_init (CollapsarBoard *self)
{
}

GtkWidget *
collapsar_board_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_BOARD, NULL);
}

void
collapsar_board_add (CollapsarBoard *self, GtkWidget *child)
{
  g_return_if_fail (COLLAPSAR_IS_BOARD (self));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}
