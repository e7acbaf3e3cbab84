#include "app/board.h"

#define MARGIN 12
/* The tool row above has a margin of its own. */
#define MARGIN_TOP 4
#define GAP 10
#define NARROW 560
#define WIDE 1250
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
  if (width >= WIDE)
    return (Grid){ 5, (n - 1 + 3) / 4, TRUE };
  int columns = width < NARROW ? 2 : 3;
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
    *minimum = 2 * smallest + GAP + 2 * MARGIN;
    *natural = 3 * 240 + 2 * GAP + 2 * MARGIN;
    return;
  }
  Grid grid = choose_grid ((int)count_children (widget), for_size < 0 ? NARROW : for_size);
  int between = (grid.rows - 1) * GAP + MARGIN_TOP + MARGIN;
  *minimum = grid.rows * MAX (smallest, CELL_MINIMUM) + between;
  *natural = grid.rows * MAX (smallest, CELL_NATURAL) + between;
}

/* Where line `index` of `count` begins from `start` to `end`; lines share what does not divide. */
static int
line_start (int index, int count, int start, int end)
{
  return start + index * (end - start + GAP) / count;
}

static void
allocate_cell (GtkWidget *child, Grid grid, int width, int height, int column, int row, int columns, int rows)
{
  GtkAllocation cell = {
    .x = line_start (column, grid.columns, MARGIN, width - MARGIN),
    .y = line_start (row, grid.rows, MARGIN_TOP, height - MARGIN),
  };
  cell.width = line_start (column + columns, grid.columns, MARGIN, width - MARGIN) - GAP - cell.x;
  cell.height = line_start (row + rows, grid.rows, MARGIN_TOP, height - MARGIN) - GAP - cell.y;
  gtk_widget_size_allocate (child, &cell, -1);
}

static void
collapsar_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  int n = (int)count_children (widget), index = 0;
  Grid grid = choose_grid (n, width);
  int chart_columns = grid.beside ? grid.columns - 1 : grid.columns;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child), index++) {
    int column = index % chart_columns, row = index / chart_columns;
    if (index < n - 1)
      allocate_cell (child, grid, width, height, column, row, 1, 1);
    else if (grid.beside)
      allocate_cell (child, grid, width, height, chart_columns, 0, 1, grid.rows);
    else
      allocate_cell (child, grid, width, height, column, row, chart_columns - column, 1);
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
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
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
