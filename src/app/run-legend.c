#include "app/run-legend.h"

#include <glib/gi18n.h>

#include "app/naming.h"
#include "app/swatch.h"

#define NAME_WIDTH 42 /* characters */
/* As many in a row as it takes to have two of them, but not more than a narrow window has room for. */
#define ROWS 2
#define LEAST_COLUMNS 5
/* Characters that both rows have room for. */
#define ROOM 160

struct _CollapsarRunLegend {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *box;
  CollapsarStage *stage;
  GStrv names; /* of the items */
};

enum {
  PROP_NAMES = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_POINTED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CollapsarRunLegend, collapsar_run_legend, GTK_TYPE_WIDGET)

static gboolean
has_run (gpointer item, CollapsarSession *run)
{
  return COLLAPSAR_IS_SESSION (item) ? item == (gpointer)run : collapsar_run_group_has (item, run);
}

/* The pointer. */

static CollapsarRunLegend *
legend_of (GtkEventController *controller)
{
  GtkWidget *button = gtk_event_controller_get_widget (controller);
  return (gpointer)gtk_widget_get_ancestor (button, COLLAPSAR_TYPE_RUN_LEGEND);
}

static void
on_enter (GtkEventController *controller, double x, double y, gpointer item)
{
  g_signal_emit (legend_of (controller), signals[SIGNAL_POINTED], 0, item);
}

static void
on_leave (GtkEventController *controller)
{
  CollapsarRunLegend *self = legend_of (controller);
  if (self != NULL) /* the button has not gone from it */
    g_signal_emit (self, signals[SIGNAL_POINTED], 0, NULL);
}

/* The keys' focus is as good as the pointer, where it shows. */
static void
on_focus (GtkEventController *controller, gpointer item)
{
  GtkRoot *window = gtk_widget_get_root (gtk_event_controller_get_widget (controller));
  if (gtk_window_get_focus_visible (GTK_WINDOW (window)))
    g_signal_emit (legend_of (controller), signals[SIGNAL_POINTED], 0, item);
}

/* Names. */

/* How many bytes at the beginning, or the end, all names have in common, whole words. */
static gsize
common_bytes (const char *const *names, gboolean end)
{
  const char *first = names[0];
  gsize length = strlen (first), common = length, words = 0;
  for (guint i = 1; names[i] != NULL; i++) {
    gsize n = strlen (names[i]), same = 0;
    while (same < MIN (n, common)
           && names[i][end ? n - 1 - same : same] == first[end ? length - 1 - same : same])
      same++;
    common = same;
  }
  for (gsize i = 0; i < common; i++)
    if (first[end ? length - 1 - i : i] == ' ')
      words = i + 1;
  return words;
}

/* Without what all of them begin and end with, where there would be too little room for what differs. */
static GStrv
shorten_names (const char *const *names)
{
  g_autoptr (GStrvBuilder) shorter = g_strv_builder_new ();
  gsize before = 0, after = 0, total = 0;
  for (guint i = 0; names[i] != NULL; i++)
    total += (gsize)g_utf8_strlen (names[i], -1);
  if (total > ROOM) {
    before = common_bytes (names, FALSE);
    after = common_bytes (names, TRUE);
  }
  for (guint i = 0; names[i] != NULL; i++) {
    gsize n = strlen (names[i]), kept = n > before + after ? n - before - after : 0;
    g_autofree char *name = g_strdup_printf ("%s%.*s%s", before > 0 ? "… " : "", (int)kept, names[i] + before,
                                             after > 0 ? " …" : "");
    g_strv_builder_add (shorter, kept > 0 ? name : names[i]);
  }
  return g_strv_builder_end (shorter);
}

/* Items. */

static void
set_name (GtkWidget *button, const char *name, const char *shorter)
{
  GtkWidget *label = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (button)));
  g_autofree char *hint = g_strdup_printf (_ ("%s: click to draw it grey behind the others, or not"), name);
  gtk_label_set_label (GTK_LABEL (label), shorter);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  collapsar_set_tooltip (button, hint);
}

/* Pressed in while it is not muted. */
static GtkWidget *
make_item (gpointer of, gpointer user_data)
{
  GtkWidget *item = gtk_flow_box_child_new (), *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *swatch = collapsar_swatch_new (0), *name = gtk_label_new (NULL);
  GtkEventController *motion = gtk_event_controller_motion_new (), *focus = gtk_event_controller_focus_new ();
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_WIDTH);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), name);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_set_focusable (item, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (item), button);
  g_object_bind_property (of, "look", swatch, "regime", G_BINDING_SYNC_CREATE);
  g_object_bind_property (of, "muted", button, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL | G_BINDING_INVERT_BOOLEAN);
  g_signal_connect_object (motion, "enter", G_CALLBACK (on_enter), of, 0);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), NULL);
  gtk_widget_add_controller (button, motion);
  g_signal_connect_object (focus, "enter", G_CALLBACK (on_focus), of, 0);
  g_signal_connect (focus, "leave", G_CALLBACK (on_leave), NULL);
  gtk_widget_add_controller (button, focus);
  return item;
}

/* The selected one's name is bold, as its curves are. */
static void
update (CollapsarRunLegend *self)
{
  CollapsarSession *selected = collapsar_study_get_selected (collapsar_stage_study (self->stage));
  GListModel *shown = collapsar_stage_shown (self->stage);
  guint n = g_list_model_get_n_items (shown);
  gboolean group = FALSE;
  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (shown, i);
    group |= COLLAPSAR_IS_RUN_GROUP (item);
  }
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->box),
                                          CLAMP ((n + ROWS - 1) / ROWS, 1, LEAST_COLUMNS));
  /* What a mean is of is said even of one. */
  gtk_widget_set_visible (GTK_WIDGET (self), n > 1 || group);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GObject) of = g_list_model_get_item (shown, i);
    GtkFlowBoxChild *item = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->box), (int)i);
    GtkWidget *button = gtk_flow_box_child_get_child (item);
    if (n > 1 && has_run (of, selected))
      gtk_widget_add_css_class (button, "selected");
    else
      gtk_widget_remove_css_class (button, "selected");
  }
}

static void
update_names (CollapsarRunLegend *self)
{
  if (self->names == NULL || self->names[0] == NULL)
    return;
  g_auto (GStrv) shorter = shorten_names ((const char *const *)self->names);
  for (guint i = 0; self->names[i] != NULL; i++) {
    GtkFlowBoxChild *item = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->box), (int)i);
    if (item == NULL)
      return;
    set_name (gtk_flow_box_child_get_child (item), self->names[i], shorter[i]);
  }
}

static void
collapsar_run_legend_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarRunLegend *self = COLLAPSAR_RUN_LEGEND (object);
  if (id != PROP_NAMES) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  g_strfreev (self->names);
  self->names = g_value_dup_boxed (value);
  update_names (self);
}

static GtkSizeRequestMode
collapsar_run_legend_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* As high as its rows, of which more than two scroll: a scrolled window asks for the same height at any
 * width. */
static void
collapsar_run_legend_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  CollapsarRunLegend *self = COLLAPSAR_RUN_LEGEND (widget);
  GtkFlowBoxChild *first = gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->box), 0);
  gtk_widget_measure (self->box, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL || first == NULL)
    return;
  int row;
  gtk_widget_measure (GTK_WIDGET (first), orientation, -1, NULL, &row, NULL, NULL);
  *minimum = *natural = MIN (*natural, ROWS * row + row / 3); /* of a third, that there is more */
}

static void
collapsar_run_legend_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (COLLAPSAR_RUN_LEGEND (widget)->scroller, &(GtkAllocation){ 0, 0, width, height },
                            baseline);
}

static void
collapsar_run_legend_finalize (GObject *object)
{
  g_strfreev (COLLAPSAR_RUN_LEGEND (object)->names);
  G_OBJECT_CLASS (collapsar_run_legend_parent_class)->finalize (object);
}

static void
collapsar_run_legend_dispose (GObject *object)
{
  CollapsarRunLegend *self = COLLAPSAR_RUN_LEGEND (object);
  if (self->stage != NULL) {
    g_signal_handlers_disconnect_by_data (collapsar_stage_shown (self->stage), self);
    g_signal_handlers_disconnect_by_data (collapsar_stage_study (self->stage), self);
  }
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->stage);
  G_OBJECT_CLASS (collapsar_run_legend_parent_class)->dispose (object);
}

static void
collapsar_run_legend_class_init (CollapsarRunLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->set_property = collapsar_run_legend_set_property;
  G_OBJECT_CLASS (klass)->dispose = collapsar_run_legend_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_run_legend_finalize;
  properties[PROP_NAMES]
      = g_param_spec_boxed ("names", NULL, NULL, G_TYPE_STRV, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[SIGNAL_POINTED] = g_signal_new ("pointed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  GTK_WIDGET_CLASS (klass)->get_request_mode = collapsar_run_legend_get_request_mode;
  GTK_WIDGET_CLASS (klass)->measure = collapsar_run_legend_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = collapsar_run_legend_size_allocate;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "runlegend");
}

static void
collapsar_run_legend_init (CollapsarRunLegend *self)
{
  self->box = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->box), COLLAPSAR_STAGE_SCENES);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Runs"), -1);
}

void
collapsar_run_legend_set_stage (CollapsarRunLegend *self, CollapsarStage *stage)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_LEGEND (self));
  g_return_if_fail (COLLAPSAR_IS_STAGE (stage));
  g_return_if_fail (self->stage == NULL);

  self->stage = g_object_ref (stage);
  gtk_flow_box_bind_model (GTK_FLOW_BOX (self->box), collapsar_stage_shown (stage), make_item, NULL, NULL);
  g_signal_connect_object (collapsar_stage_shown (stage), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_stage_study (stage), "notify::selected", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
