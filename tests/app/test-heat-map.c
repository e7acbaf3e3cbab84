/* A heat map as a widget: what the pointer and the keys tell of, and marks that come from elsewhere. */
#include "app/heat-map.h"

#include "display.h"

#include <adwaita.h>

static const double values[] = { 1, 2, 3, 4, 5, 6 };
static const char *const marks[] = { "0", "1", "2" };
static const PlotMatrix matrix = {
  .title = "T", .n_rows = 2, .n_columns = 3, .values = values, .row_names = marks, .column_marks = marks
};

typedef struct {
  GtkWidget *window;
  CollapsarHeatMap *map;
  gint row, column, n_hovers;
  guint picked_row, picked_column, n_picks, n_copies;
} Fixture;

static void
on_hover (CollapsarHeatMap *map, gint row, gint column, Fixture *fixture)
{
  fixture->row = row;
  fixture->column = column;
  fixture->n_hovers++;
}

static void
on_pick (CollapsarHeatMap *map, guint row, guint column, Fixture *fixture)
{
  fixture->picked_row = row;
  fixture->picked_column = column;
  fixture->n_picks++;
}

static void
on_copy (CollapsarHeatMap *map, Fixture *fixture)
{
  fixture->n_copies++;
}

static char *
words (CollapsarHeatMap *map, guint row, guint column, gpointer user_data)
{
  return g_strdup_printf ("%u, %u", row, column);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->map = g_object_ref_sink (COLLAPSAR_HEAT_MAP (collapsar_heat_map_new ()));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 300);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->map));
  gtk_window_present (GTK_WINDOW (fixture->window));
  collapsar_heat_map_set_matrix (fixture->map, &matrix);
  collapsar_heat_map_set_words (fixture->map, words, NULL);
  g_signal_connect (fixture->map, "hover", G_CALLBACK (on_hover), fixture);
  g_signal_connect (fixture->map, "pick", G_CALLBACK (on_pick), fixture);
  g_signal_connect (fixture->map, "copy", G_CALLBACK (on_copy), fixture);
  while (gtk_widget_get_width (GTK_WIDGET (fixture->map)) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->map);
}

static gpointer
controller_of (Fixture *fixture, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->map));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
      return controller; /* the widget holds it */
  }
  g_assert_not_reached ();
}

/* Every cell in its turn, from corner to corner of the plot. */
static void
test_pointer (Fixture *fixture, gconstpointer data)
{
  gpointer motion = controller_of (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION);
  int width = gtk_widget_get_width (GTK_WIDGET (fixture->map)),
      height = gtk_widget_get_height (GTK_WIDGET (fixture->map));
  gboolean seen[2][3] = { 0 };
  for (int y = 0; y < height; y += 7)
    for (int x = 0; x < width; x += 7) {
      g_signal_emit_by_name (motion, "motion", (double)x, (double)y);
      if (fixture->row >= 0 && fixture->n_hovers > 0)
        seen[fixture->row][fixture->column] = TRUE;
    }
  for (guint cell = 0; cell < 6; cell++)
    g_assert_true (seen[cell / 3][cell % 3]);
  g_signal_emit_by_name (motion, "motion", width / 2.0, height / 2.0);
  gint row = fixture->row, column = fixture->column, n = fixture->n_hovers;
  g_assert_cmpint (row, >=, 0);
  g_signal_emit_by_name (motion, "motion", width / 2.0 + 1, height / 2.0);
  g_assert_cmpint (fixture->n_hovers, ==, n); /* the same cell is told once */
  g_signal_emit_by_name (controller_of (fixture, GTK_TYPE_GESTURE_CLICK), "released", 1, width / 2.0,
                         height / 2.0);
  g_assert_cmpuint (fixture->n_picks, ==, 1);
  g_assert_cmpuint (fixture->picked_row, ==, row);
  g_assert_cmpuint (fixture->picked_column, ==, column);
  g_signal_emit_by_name (motion, "leave");
  g_assert_cmpint (fixture->row, ==, -1);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *map = GTK_WIDGET (fixture->map);
  static const struct {
    gint32 down, right;
    gint row, column;
  } steps[] = { { 0, 1, 0, 0 }, { 0, 1, 0, 1 }, { 1, 0, 1, 1 }, { 1, 0, 1, 1 },
                { 0, 1, 1, 2 }, { 0, 1, 1, 2 }, { -1, 0, 0, 2 } };
  gtk_widget_activate_action (map, "cell.pick", NULL);
  g_assert_cmpuint (fixture->n_picks, ==, 0); /* nothing is told of yet */
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    gtk_widget_activate_action (map, "cell.move", "(ii)", steps[i].down, steps[i].right);
    g_assert_cmpint (fixture->row, ==, steps[i].row);
    g_assert_cmpint (fixture->column, ==, steps[i].column);
  }
  gtk_widget_activate_action (map, "cell.pick", NULL);
  g_assert_cmpuint (fixture->picked_column, ==, 2);
  gtk_widget_activate_action (map, "cell.copy", NULL);
  g_assert_cmpuint (fixture->n_copies, ==, 1);
  gtk_widget_activate_action (map, "cell.leave", NULL);
  g_assert_cmpint (fixture->row, ==, -1);
}

/* A mark from elsewhere is seen but not told of. */
static void
test_mark (Fixture *fixture, gconstpointer data)
{
  gint row, column;
  collapsar_heat_map_set_mark (fixture->map, 1, 2);
  collapsar_heat_map_get_mark (fixture->map, &row, &column);
  g_assert_cmpint (row, ==, 1);
  g_assert_cmpint (column, ==, 2);
  g_assert_cmpint (fixture->n_hovers, ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->map), "cell.pick", NULL);
  g_assert_cmpuint (fixture->n_picks, ==, 0);
  collapsar_heat_map_set_matrix (fixture->map, NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->map), "cell.move", "(ii)", 0, 1);
  g_assert_cmpint (fixture->n_hovers, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_add ("/heat-map/pointer", Fixture, NULL, set_up, test_pointer, tear_down);
  g_test_add ("/heat-map/keys", Fixture, NULL, set_up, test_keys, tear_down);
  g_test_add ("/heat-map/mark", Fixture, NULL, set_up, test_mark, tear_down);
  return g_test_run ();
}
