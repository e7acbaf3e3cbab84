#include "app/run-columns.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/naming.h"
#include "app/regime-card.h"
#include "app/setting.h"
#include "app/swatch.h"
#include "plot/chart.h"

/* Characters that a cell asks for; a longer text is cut, the column can be widened. */
#define NUMBER_CHARS 7
#define TEXT_CHARS 14
#define NAME_CHARS 26

typedef struct {
  CollapsarRunColumns *columns;
  guint index; /* in the table */
  char *key, *title;
  const RegimeKey *setting; /* NULL of what is no setting */
  gboolean number;
  gboolean descending;       /* as it is sorted now */
  GtkColumnViewColumn *view; /* NULL while it is not shown */
} Column;

struct _CollapsarRunColumns {
  GtkColumnView *view;
  StudyTable *table;   /* of all runs */
  GPtrArray *columns;  /* of Column */
  GHashTable *choices; /* key to gboolean: shown or not, whatever the table says */
  GObject *probes[2];  /* see read_order */
  Column *sorted;      /* by which it is sorted first, or NULL */
  char *wanted;        /* key to sort by once there is a table, or NULL */
  gboolean wanted_descending;
};

static Column *
column_at (CollapsarRunColumns *self, guint index)
{
  return self->columns->pdata[index];
}

/* Cells */

static gboolean
is_share (const char *key)
{
  return g_str_has_suffix (key, "_error") || g_str_has_suffix (key, "_probe_accuracy");
}

static gboolean
is_whole (double number)
{
  return number == rint (number) && fabs (number) < 1e9;
}

static char *
describe_epochs (const StudyTable *table, guint index)
{
  double epochs = study_table_number (table, 0, index);
  double planned = study_table_number (table, 0, index + 1); /* the next column */
  if (isnan (epochs))
    return g_strdup ("–");
  return epochs < planned ? g_strdup_printf ("%.0f/%.0f", epochs, planned) : g_strdup_printf ("%.0f", epochs);
}

static char *
describe_setting (const Column *column, CollapsarRunRow *row)
{
  const Regime *regime = collapsar_session_regime (collapsar_run_row_session (row));
  if (!regime_key_applies (column->setting, regime))
    return g_strdup ("–");
  return collapsar_setting_describe (column->setting, regime_get (regime, column->key));
}

char *
collapsar_run_columns_cell (CollapsarRunColumns *self, guint index, CollapsarRunRow *row)
{
  const Column *column = column_at (self, index);
  const StudyTable *table = collapsar_run_row_table (row);
  double number = study_table_number (table, 0, index);
  if (column->setting != NULL)
    return describe_setting (column, row);
  if (g_str_equal (column->key, "state")) {
    CollapsarSessionState state = collapsar_session_get_state (collapsar_run_row_session (row));
    return g_strdup (collapsar_regime_card_state_word (state));
  }
  if (g_str_equal (column->key, "epochs"))
    return describe_epochs (table, index);
  if (!column->number)
    return g_strdelimit (g_strdup (study_table_text (table, 0, index)), "\n\r", ' ');
  if (is_share (column->key))
    return plot_format_percent (number);
  return is_whole (number) ? g_strdup_printf ("%.0f", number + 0.0) : plot_format_number (number);
}

static GtkWidget *
text_of (GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  return GTK_IS_INSCRIPTION (child) ? child : gtk_widget_get_last_child (child);
}

static void
update_cell (CollapsarRunRow *row, GtkListItem *item)
{
  const Column *column = g_object_get_data (G_OBJECT (item), "column");
  g_autofree char *text = collapsar_run_columns_cell (column->columns, column->index, row);
  GtkWidget *child = gtk_list_item_get_child (item), *inscription = text_of (item);
  gtk_inscription_set_text (GTK_INSCRIPTION (inscription), text);
  if (child != inscription) {
    g_object_set (gtk_widget_get_first_child (child), "regime",
                  collapsar_session_get_look (collapsar_run_row_session (row)), NULL);
    collapsar_name_row (child, text);
  }
  if (!column->number)
    gtk_widget_set_tooltip_text (inscription, text);
}

/* Unlike a label a GtkInscription does not measure its text: a table of thousands of cells is there at once.
 */
static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  Column *column = user_data;
  gboolean name = g_str_equal (column->key, "run");
  guint chars = name ? NAME_CHARS : column->number ? NUMBER_CHARS : TEXT_CHARS;
  GtkWidget *text = gtk_inscription_new (NULL);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (text), chars);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (text), column->number ? 1.0f : 0.0f);
  if (column->number)
    gtk_widget_add_css_class (text, "numeric");
  g_object_set_data (G_OBJECT (item), "column", column);
  if (!name) {
    gtk_list_item_set_child (item, text);
    return;
  }
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_append (GTK_BOX (box), collapsar_swatch_new (0));
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), text);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CollapsarRunRow *row = gtk_list_item_get_item (item);
  update_cell (row, item);
  g_signal_connect (row, "changed", G_CALLBACK (update_cell), item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), update_cell, item);
}

/* Order */

/* An undefined number is last both ways, for which the direction must be known. */
static int
compare_numbers (double a, double b, gboolean descending)
{
  if (isnan (a) || isnan (b))
    return (isnan (a) - isnan (b)) * (descending ? -1 : 1);
  return (a > b) - (a < b);
}

static int
compare_texts (const char *a, const char *b)
{
  g_autofree char *key_a = g_utf8_collate_key_for_filename (a, -1);
  g_autofree char *key_b = g_utf8_collate_key_for_filename (b, -1);
  return strcmp (key_a, key_b);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  Column *column = user_data;
  if (a == column->columns->probes[0]) {
    column->columns->sorted = column;
    return -1;
  }
  const StudyTable *table_a = collapsar_run_row_table ((CollapsarRunRow *)a);
  const StudyTable *table_b = collapsar_run_row_table ((CollapsarRunRow *)b);
  if (column->number)
    return compare_numbers (study_table_number (table_a, 0, column->index),
                            study_table_number (table_b, 0, column->index), column->descending);
  return compare_texts (study_table_text (table_a, 0, column->index),
                        study_table_text (table_b, 0, column->index));
}

/* GTK 4.8 does not say by which column the view is sorted and which way (4.10 does): two probes compared as
 * rows are tell it. Runs before what is sorted hears of the change. */
static void
read_order (CollapsarRunColumns *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  self->sorted = NULL;
  GtkOrdering order = gtk_sorter_compare (sorter, self->probes[0], self->probes[1]);
  if (self->sorted != NULL)
    self->sorted->descending = order == GTK_ORDERING_LARGER;
}

void
collapsar_run_columns_sort (CollapsarRunColumns *self, const char *key, gboolean descending)
{
  GtkColumnViewColumn *found = NULL;
  for (guint i = 0; i < self->columns->len; i++)
    if (g_strcmp0 (column_at (self, i)->key, key) == 0)
      found = column_at (self, i)->view;
  gtk_column_view_sort_by_column (self->view, found, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

const char *
collapsar_run_columns_sorted (CollapsarRunColumns *self, gboolean *descending)
{
  if (descending != NULL)
    *descending = self->sorted != NULL ? self->sorted->descending : self->wanted_descending;
  return self->sorted != NULL ? self->sorted->key : self->wanted != NULL ? self->wanted : "";
}

/* Columns */

static const RegimeKey *
find_setting (const char *key)
{
  return strchr (key, '.') == NULL ? NULL : regime_key_find (key);
}

static void
column_free (gpointer data)
{
  Column *column = data;
  g_clear_object (&column->view);
  g_free (column->key);
  g_free (column->title);
  g_free (column);
}

/* A title that says enough without the one before it. */
static char *
make_title (const Column *column, const StudyTable *table)
{
  if (column->setting != NULL)
    return collapsar_setting_title (column->setting);
  if (g_str_equal (column->key, "planned"))
    return g_strdup (_ ("Planned epochs"));
  return g_strdup (study_table_column_title (table, column->index));
}

static Column *
column_new (CollapsarRunColumns *self, guint index)
{
  Column *column = g_new0 (Column, 1);
  const char *key = study_table_column_key (self->table, index);
  column->columns = self;
  column->index = index;
  column->key = g_strdup (key);
  column->setting = find_setting (key);
  column->title = make_title (column, self->table);
  column->number = study_table_column_kind (self->table, index) == STUDY_COLUMN_NUMBER;
  return column;
}

static GtkColumnViewColumn *
make_view (Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), column);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_rows, column, NULL));
  GtkColumnViewColumn *view = gtk_column_view_column_new (column->title, factory);
  gtk_column_view_column_set_sorter (view, sorter);
  gtk_column_view_column_set_resizable (view, TRUE);
  gtk_column_view_column_set_expand (view, g_str_equal (column->key, "run"));
  return view;
}

/* A title stands above its numbers. That is no property of a column; the header's children are its titles. */
static void
align_title (CollapsarRunColumns *self, guint place)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  for (; title != NULL && place > 0; place--)
    title = gtk_widget_get_next_sibling (title);
  if (title != NULL && gtk_widget_get_first_child (title) != NULL)
    gtk_widget_set_halign (gtk_widget_get_first_child (title), GTK_ALIGN_END);
}

static void
set_present (CollapsarRunColumns *self, Column *column, gboolean present)
{
  guint place = 0;
  if (present == (column->view != NULL))
    return;
  if (!present) {
    gtk_column_view_remove_column (self->view, column->view);
    g_clear_object (&column->view);
    return;
  }
  for (guint i = 0; i < column->index; i++)
    place += column_at (self, i)->view != NULL;
  column->view = make_view (column);
  gtk_column_view_insert_column (self->view, place, column->view);
  if (column->number)
    align_title (self, place);
}

/* What is not said by another column: "epochs" says how many there are to be. */
static gboolean
is_default (CollapsarRunColumns *self, const Column *column)
{
  return study_table_column_is_shown (self->table, column->index) && !g_str_equal (column->key, "planned")
         && !g_str_equal (column->key, "measure_seconds");
}

gboolean
collapsar_run_columns_is_shown (CollapsarRunColumns *self, guint index)
{
  const Column *column = column_at (self, index);
  gpointer choice;
  if (g_hash_table_lookup_extended (self->choices, column->key, NULL, &choice))
    return GPOINTER_TO_INT (choice);
  return is_default (self, column);
}

static void
update (CollapsarRunColumns *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    set_present (self, column_at (self, i), collapsar_run_columns_is_shown (self, i));
}

void
collapsar_run_columns_set_table (CollapsarRunColumns *self, StudyTable *all)
{
  g_clear_pointer (&self->table, study_table_free);
  self->table = all;
  for (guint i = self->columns->len; i < study_table_n_columns (all); i++)
    g_ptr_array_add (self->columns, column_new (self, i));
  update (self);
  if (self->wanted != NULL)
    collapsar_run_columns_sort (self, self->wanted, self->wanted_descending);
  g_clear_pointer (&self->wanted, g_free);
}

const StudyTable *
collapsar_run_columns_table (CollapsarRunColumns *self)
{
  return self->table;
}

/* A run's name is always there. */
gboolean
collapsar_run_columns_is_offered (CollapsarRunColumns *self, guint index)
{
  const Column *column = column_at (self, index);
  if (g_str_equal (column->key, "run") || g_str_has_prefix (column->key, "regime."))
    return FALSE;
  for (guint row = 0; row < study_table_n_rows (self->table); row++) {
    const char *text = study_table_text (self->table, row, index);
    if (text != NULL ? *text != '\0' : !isnan (study_table_number (self->table, row, index)))
      return TRUE;
  }
  return FALSE;
}

void
collapsar_run_columns_show (CollapsarRunColumns *self, guint index, gboolean shown)
{
  Column *column = column_at (self, index);
  if (shown == is_default (self, column))
    g_hash_table_remove (self->choices, column->key);
  else
    g_hash_table_insert (self->choices, g_strdup (column->key), GINT_TO_POINTER (shown));
  update (self);
}

void
collapsar_run_columns_reset (CollapsarRunColumns *self)
{
  g_hash_table_remove_all (self->choices);
  update (self);
}

const char *
collapsar_run_columns_title (CollapsarRunColumns *self, guint index)
{
  return column_at (self, index)->title;
}

/* Remembering */

/* Choices by key; the key it is sorted by, "" for none, and whether it descends. */
#define LOOK_FORMAT "(a{sb}sb)"

char *
collapsar_run_columns_get_look (CollapsarRunColumns *self)
{
  GVariantBuilder choices;
  GHashTableIter iter;
  gpointer key, shown;
  gboolean descending;
  const char *sorted = collapsar_run_columns_sorted (self, &descending);
  g_variant_builder_init (&choices, G_VARIANT_TYPE ("a{sb}"));
  g_hash_table_iter_init (&iter, self->choices);
  while (g_hash_table_iter_next (&iter, &key, &shown))
    g_variant_builder_add (&choices, "{sb}", (const char *)key, GPOINTER_TO_INT (shown) != 0);
  g_autoptr (GVariant) look = g_variant_ref_sink (g_variant_new (LOOK_FORMAT, &choices, sorted, descending));
  return g_variant_print (look, FALSE);
}

void
collapsar_run_columns_set_look (CollapsarRunColumns *self, const char *look)
{
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE (LOOK_FORMAT), look, NULL, NULL, NULL);
  g_autoptr (GVariantIter) choices = NULL;
  const char *key, *sorted;
  gboolean shown;
  if (value == NULL)
    return;
  g_hash_table_remove_all (self->choices);
  g_variant_get (value, "(a{sb}&sb)", &choices, &sorted, &self->wanted_descending);
  while (g_variant_iter_next (choices, "{&sb}", &key, &shown))
    g_hash_table_insert (self->choices, g_strdup (key), GINT_TO_POINTER (shown));
  g_free (self->wanted);
  self->wanted = *sorted == '\0' ? NULL : g_strdup (sorted);
  if (self->table != NULL)
    collapsar_run_columns_set_table (self, g_steal_pointer (&self->table));
}

/* The object. */

CollapsarRunColumns *
collapsar_run_columns_new (GtkColumnView *view)
{
  CollapsarRunColumns *self = g_new0 (CollapsarRunColumns, 1);
  self->view = view;
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (self->probes); i++)
    self->probes[i] = g_object_new (G_TYPE_OBJECT, NULL);
  g_signal_connect_swapped (gtk_column_view_get_sorter (view), "changed", G_CALLBACK (read_order), self);
  return self;
}

/* While the view still is. */
void
collapsar_run_columns_free (CollapsarRunColumns *self)
{
  g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
  for (guint i = 0; i < self->columns->len; i++)
    set_present (self, column_at (self, i), FALSE);
  g_ptr_array_unref (self->columns);
  g_hash_table_unref (self->choices);
  g_clear_pointer (&self->table, study_table_free);
  g_free (self->wanted);
  for (gsize i = 0; i < G_N_ELEMENTS (self->probes); i++)
    g_object_unref (self->probes[i]);
  g_free (self);
}
