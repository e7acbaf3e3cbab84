#include "app/sidebar.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/group-card.h"
#include "app/lesson-panel.h"
#include "app/regime-card.h"
#include "app/run-drag.h"
#include "app/setting.h"
#include "app/study-progress.h"
#include "app/transfer-progress.h"
#include "training/regime-comparison.h"

struct _CollapsarSidebar {
  GtkBox parent_instance;

  GMenu *presets;
  GtkLabel *title;
  GtkLabel *count;
  GtkWidget *scroller;
  GtkListBox *runs;
  CollapsarStudyProgress *progress;
  CollapsarTransferProgress *transfers;
  GtkWidget *lesson;
  GtkExpander *lesson_expander;
  GtkScrolledWindow *about_scroller;
  GtkLabel *about;
  CollapsarLessonPanel *panel;

  CollapsarStudy *study;
  CollapsarLessonGuide *guide;
  GListModel *groups; /* of its runs: what the rows are of */
  guint tick;
  guint layouts; /* to wait for */
  int height;    /* that it may have; 0 before it is known */
};

G_DEFINE_FINAL_TYPE (CollapsarSidebar, collapsar_sidebar, GTK_TYPE_BOX)

enum {
  PROP_SHOW_LESSON = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_MOVED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* What the row of a run that is shown by itself stands for, or NULL. */
static CollapsarSession *
run_of (GtkListBoxRow *row)
{
  GtkWidget *card = gtk_list_box_row_get_child (row);
  return COLLAPSAR_IS_REGIME_CARD (card) ? collapsar_regime_card_get_session (COLLAPSAR_REGIME_CARD (card))
                                         : NULL;
}

static CollapsarRunGroup *
group_of (GtkListBoxRow *row)
{
  GtkWidget *card = gtk_list_box_row_get_child (row);
  return COLLAPSAR_IS_GROUP_CARD (card) ? collapsar_group_card_get_group (COLLAPSAR_GROUP_CARD (card)) : NULL;
}

/* Its own, or that of the closed group that it is in. */
static GtkListBoxRow *
find_row (CollapsarSidebar *self, CollapsarSession *run)
{
  GtkListBoxRow *row, *closed = NULL;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->runs, i)) != NULL; i++) {
    if (run_of (row) == run)
      return row;
    if (run_of (row) == NULL && collapsar_run_group_has (group_of (row), run))
      closed = row;
  }
  return closed;
}

static void
on_row_selected (CollapsarSidebar *self, GtkListBoxRow *row)
{
  CollapsarRunGroup *group = row == NULL ? NULL : group_of (row);
  if (row == NULL)
    return;
  if (group == NULL)
    collapsar_study_select (self->study, run_of (row));
  else if (!collapsar_run_group_has (group, collapsar_study_get_selected (self->study))) {
    collapsar_study_select (self->study, collapsar_run_group_run (group, 0));
    gtk_list_box_select_row (self->runs, row); /* not that of the run, which an open one has */
  }
}

/* Enter, Space and a double click. */
static void
on_row_activated (CollapsarSidebar *self, GtkListBoxRow *row)
{
  CollapsarRunGroup *group = group_of (row);
  if (group != NULL) {
    g_object_set (group, "open", !collapsar_run_group_get_open (group), NULL);
    return;
  }
  on_row_selected (self, row);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.train", NULL);
}

static void
on_card_menu (CollapsarSidebar *self, CollapsarRegimeCard *card)
{
  collapsar_study_select (self->study, collapsar_regime_card_get_session (card));
}

static void
on_card_renamed (CollapsarSidebar *self, const char *name, CollapsarRegimeCard *card)
{
  collapsar_study_rename (self->study, collapsar_regime_card_get_session (card), name);
}

static GtkListBoxRow *
row_of (gpointer card)
{
  return GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (card, GTK_TYPE_LIST_BOX_ROW));
}

static void
on_group_menu (CollapsarSidebar *self, CollapsarGroupCard *card)
{
  gtk_list_box_select_row (self->runs, row_of (card));
}

/* The runs after the first get numbers. */
static void
on_group_renamed (CollapsarSidebar *self, const char *name, CollapsarGroupCard *card)
{
  CollapsarRunGroup *group = collapsar_group_card_get_group (card);
  for (guint i = 0; i < collapsar_run_group_n_runs (group); i++)
    collapsar_study_rename (self->study, collapsar_run_group_run (group, i), name);
}

static GtkWidget *
make_group_card (CollapsarSidebar *self, CollapsarRunGroup *group)
{
  GtkWidget *card = collapsar_group_card_new (group);
  g_signal_connect_object (card, "menu", G_CALLBACK (on_group_menu), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "renamed", G_CALLBACK (on_group_renamed), self, G_CONNECT_SWAPPED);
  return card;
}

static GtkWidget *
make_card (CollapsarSidebar *self, CollapsarSession *run)
{
  GtkWidget *card = collapsar_regime_card_new (run);
  g_autoptr (GPtrArray) group = collapsar_study_group (self->study, run);
  if (group->len > 1)
    gtk_widget_add_css_class (card, "member");
  g_signal_connect_object (card, "menu", G_CALLBACK (on_card_menu), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (card, "renamed", G_CALLBACK (on_card_renamed), self, G_CONNECT_SWAPPED);
  return card;
}

/* A CollapsarRunDropped. */
static void
on_dropped (CollapsarSession *run, CollapsarSession *beside, gboolean after, gpointer user_data)
{
  CollapsarSidebar *self = user_data;
  if (collapsar_study_move (self->study, run, beside, after))
    g_signal_emit (self, signals[SIGNAL_MOVED], 0, run);
}

static GtkWidget *
make_row (gpointer item, gpointer user_data)
{
  CollapsarSession *first
      = COLLAPSAR_IS_RUN_GROUP (item) ? collapsar_run_group_run (item, 0) : COLLAPSAR_SESSION (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *card
      = COLLAPSAR_IS_RUN_GROUP (item) ? make_group_card (user_data, item) : make_card (user_data, item);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), card);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_LABELLED_BY, card, NULL, -1);
  collapsar_run_drag_add (row, first, on_dropped, user_data);
  return row;
}

/* Characters at the start of a name by which one knows a run. */
#define NAME_START 12

/* Whether another run's name, outside the group (NULL: any), begins as this one's does: then its end is what
 * matters. */
static gboolean
begins_as_another (CollapsarSidebar *self, CollapsarSession *run, CollapsarRunGroup *group)
{
  const char *name = regime_name (collapsar_session_regime (run));
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++) {
    CollapsarSession *other = collapsar_study_run (self->study, i);
    if (other != run && !(group != NULL && collapsar_run_group_has (group, other))
        && strncmp (regime_name (collapsar_session_regime (other)), name, NAME_START) == 0)
      return TRUE;
  }
  return FALSE;
}

/* A group has several seeds, and none of them tells it apart. */
static GPtrArray *
without_seed (const GPtrArray *names)
{
  GPtrArray *others = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < names->len; i++)
    if (!g_str_equal (names->pdata[i], "run.seed"))
      g_ptr_array_add (others, g_strdup (names->pdata[i]));
  return others;
}

/* Tells every card what its run is told apart by. */
static void
update_varying (CollapsarSidebar *self)
{
  g_autoptr (GPtrArray) regimes = g_ptr_array_new ();
  GtkListBoxRow *row;
  for (guint i = 0; i < collapsar_study_n_runs (self->study); i++)
    g_ptr_array_add (regimes, collapsar_session_regime (collapsar_study_run (self->study, i)));
  g_autoptr (GPtrArray) names = collapsar_setting_find_varying (regimes);
  g_autoptr (GPtrArray) unseeded = without_seed (names);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->runs, i)) != NULL; i++) {
    GtkWidget *card = gtk_list_box_row_get_child (row);
    CollapsarRunGroup *group = group_of (row);
    CollapsarSession *run = group == NULL ? run_of (row) : collapsar_run_group_run (group, 0);
    collapsar_run_card_set_varying (COLLAPSAR_RUN_CARD (card), group == NULL ? names : unseeded,
                                    begins_as_another (self, run, group));
  }
}

/* Room. What to look for is as high as its text, up to a third of all, where the cards that a person compares
 * have room beside it; else it is scrolled. */

/* Cards that come first, and what is always left for the text: two lines. */
#define LEAST_CARDS 3
#define LEAST_TEXT 36

/* With its margins. */
static int
natural_height (gpointer widget)
{
  int natural;
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* Of what else there is, but for the text itself. */
static int
height_without_text (CollapsarSidebar *self)
{
  int height = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != self->scroller && gtk_widget_get_visible (child))
      height += natural_height (child);
  for (int i = 0; i < LEAST_CARDS && gtk_list_box_get_row_at_index (self->runs, i) != NULL; i++)
    height += natural_height (gtk_list_box_get_row_at_index (self->runs, i));
  return height - natural_height (self->about_scroller);
}

static void
update_room (CollapsarSidebar *self)
{
  if (self->height == 0 || !gtk_expander_get_expanded (self->lesson_expander))
    return;
  int around = natural_height (self->lesson) - natural_height (self->about_scroller);
  int room = MIN (self->height - height_without_text (self), self->height / 3 - around)
             - gtk_widget_get_margin_top (GTK_WIDGET (self->about_scroller));
  gtk_scrolled_window_set_max_content_height (self->about_scroller, MAX (room, LEAST_TEXT));
}

void
collapsar_sidebar_fit (CollapsarSidebar *self, int height)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));

  self->height = height;
  update_room (self);
}

/* Other rows: the selected run has another one. */
static void
on_rows (CollapsarSidebar *self)
{
  update_varying (self);
  update_room (self);
  CollapsarSession *run = collapsar_study_get_selected (self->study);
  GtkListBoxRow *row = run == NULL ? NULL : find_row (self, run);
  if (row != NULL)
    gtk_list_box_select_row (self->runs, row);
}

static void
on_runs (CollapsarSidebar *self)
{
  guint n = collapsar_study_n_runs (self->study);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run", "%u runs", n), n);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), n > 1);
  gtk_widget_set_visible (self->scroller, n > 0);
}

/* Where it is in the list is known once it has been laid out, and how high the list is once the words below
 * it have been: in the frame after the next. */
static gboolean
scroll_to_selected (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarSidebar *self = COLLAPSAR_SIDEBAR (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->runs);
  graphene_rect_t bounds;
  update_room (self); /* rows know their height only now */
  if (self->layouts-- > 0)
    return G_SOURCE_CONTINUE;
  if (row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->runs), &bounds))
    gtk_adjustment_clamp_page (gtk_list_box_get_adjustment (self->runs), bounds.origin.y,
                               bounds.origin.y + bounds.size.height);
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

/* A lesson says itself what to look for. */
static void
update_about (CollapsarSidebar *self)
{
  CollapsarSession *run = collapsar_study_get_selected (self->study);
  Regime *regime = run == NULL ? NULL : collapsar_session_regime (run);
  const char *about = regime == NULL ? "" : regime_about (regime);
  gboolean lesson = self->guide != NULL && collapsar_lesson_guide_lesson (self->guide) != NULL;
  gtk_label_set_label (self->about, about);
  gtk_widget_set_visible (self->lesson, *about != '\0' && !lesson);
  update_room (self);
}

static void
on_selected (CollapsarSidebar *self)
{
  CollapsarSession *run = collapsar_study_get_selected (self->study);
  gtk_list_box_select_row (self->runs, run == NULL ? NULL : find_row (self, run));
  self->layouts = 2;
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_selected, NULL, NULL);
  update_about (self);
}

static void
append_preset (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

/* "win.preset::NAME", or "win.preset-variants::NAME" where fine-tunings come with it; of a preset with
 * variants a submenu of that, which is all of them, and "win.preset::NAME:VARIANT". */
static void
append_variants (GMenu *menu, const char *name, const RegimeComparison *comparison)
{
  const char *title = regime_name (regime_comparison_base (comparison));
  guint n = regime_comparison_n_variants (comparison);
  g_autoptr (GMenu) variants = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  g_autoptr (GMenu) each = g_menu_new ();
  g_autofree char *label = g_strdup_printf (_ ("All %u variants"), n);
  if (n == 1) {
    gboolean tuned = regime_comparison_n_plans (comparison) > 0;
    append_preset (menu, title, tuned ? "win.preset-variants" : "win.preset", name);
    return;
  }
  append_preset (all, label, "win.preset-variants", name);
  for (guint v = 0; v < n; v++) {
    const char *variant = regime_comparison_variant_name (comparison, v);
    g_autofree char *target = g_strdup_printf ("%s:%s", name, variant);
    append_preset (each, variant, "win.preset", target);
  }
  g_menu_append_section (variants, NULL, G_MENU_MODEL (all));
  g_menu_append_section (variants, NULL, G_MENU_MODEL (each));
  g_menu_append_submenu (menu, title, G_MENU_MODEL (variants));
}

/* The presets, then the file chooser. */
static void
fill_presets (CollapsarSidebar *self)
{
  g_autoptr (GMenu) presets = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();
  for (const char *const *name = regime_preset_names (); *name != NULL; name++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (*name, &error);
    if (comparison == NULL)
      g_critical ("%s", error->message); /* a preset that ships is good: a test reads them all */
    else
      append_variants (presets, *name, comparison);
  }
  g_menu_append (files, _ ("Open Regime File…"), "win.open-regime");
  g_menu_append_section (self->presets, NULL, G_MENU_MODEL (presets));
  g_menu_append_section (self->presets, NULL, G_MENU_MODEL (files));
}

static void
collapsar_sidebar_dispose (GObject *object)
{
  CollapsarSidebar *self = COLLAPSAR_SIDEBAR (object);
  if (self->study != NULL)
    g_signal_handlers_disconnect_by_data (self->study, self);
  if (self->groups != NULL)
    g_signal_handlers_disconnect_by_data (self->groups, self);
  g_clear_object (&self->guide);
  g_clear_object (&self->study);
  g_clear_object (&self->groups);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_SIDEBAR);
  G_OBJECT_CLASS (collapsar_sidebar_parent_class)->dispose (object);
}

static void
on_expanded (CollapsarSidebar *self)
{
  update_room (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_LESSON]);
}

static void
collapsar_sidebar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_LESSON)
    g_value_set_boolean (value, gtk_expander_get_expanded (COLLAPSAR_SIDEBAR (object)->lesson_expander));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_sidebar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SHOW_LESSON)
    gtk_expander_set_expanded (COLLAPSAR_SIDEBAR (object)->lesson_expander, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_sidebar_class_init (CollapsarSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_sidebar_dispose;
  G_OBJECT_CLASS (klass)->get_property = collapsar_sidebar_get_property;
  G_OBJECT_CLASS (klass)->set_property = collapsar_sidebar_set_property;
  properties[PROP_SHOW_LESSON] = g_param_spec_boolean (
      "show-lesson", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  gtk_widget_class_install_property_action (widget_class, "sidebar.show-lesson", "show-lesson");

  signals[SIGNAL_MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                        NULL, G_TYPE_NONE, 1, COLLAPSAR_TYPE_SESSION);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "win.remove-run", NULL);
  g_type_ensure (COLLAPSAR_TYPE_STUDY_PROGRESS);
  g_type_ensure (COLLAPSAR_TYPE_LESSON_PANEL);
  g_type_ensure (COLLAPSAR_TYPE_TRANSFER_PROGRESS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/collapsar/Collapsar/ui/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, presets);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, title);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, count);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, scroller);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, runs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, progress);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, transfers);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, lesson);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, lesson_expander);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, about_scroller);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, about);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, panel);
}

static void
collapsar_sidebar_init (CollapsarSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->lesson_expander, "notify::expanded", G_CALLBACK (on_expanded), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->progress, "notify::visible", G_CALLBACK (update_room), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transfers, "notify::visible", G_CALLBACK (update_room), self,
                           G_CONNECT_SWAPPED);
  fill_presets (self);
  collapsar_run_drag_scroll (GTK_WIDGET (self), GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (self->runs, "row-selected", G_CALLBACK (on_row_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "row-activated", G_CALLBACK (on_row_activated), self,
                           G_CONNECT_SWAPPED);
}

void
collapsar_sidebar_set_guide (CollapsarSidebar *self, CollapsarLessonGuide *guide)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));
  g_return_if_fail (self->guide == NULL);

  self->guide = g_object_ref (guide);
  collapsar_lesson_panel_set_guide (self->panel, guide);
  g_signal_connect_object (guide, "step", G_CALLBACK (update_about), self, G_CONNECT_SWAPPED);
}

void
collapsar_sidebar_focus_lesson (CollapsarSidebar *self)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->panel));
}

void
collapsar_sidebar_set_study (CollapsarSidebar *self, CollapsarStudy *study, GListModel *groups)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));
  g_return_if_fail (COLLAPSAR_IS_STUDY (study));
  g_return_if_fail (self->study == NULL);

  self->study = g_object_ref (study);
  self->groups = g_object_ref (groups);
  gtk_list_box_bind_model (self->runs, self->groups, make_row, self, NULL);
  g_signal_connect_object (self->groups, "items-changed", G_CALLBACK (on_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "notify::selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "items-changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "training", G_CALLBACK (update_varying), self, G_CONNECT_SWAPPED);
  collapsar_study_progress_set_study (self->progress, study);
  collapsar_transfer_progress_set_study (self->transfers, study);
  update_varying (self);
  on_runs (self);
  on_selected (self);
}

void
collapsar_sidebar_rename_selected (CollapsarSidebar *self)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));

  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->runs);
  GtkWidget *card = row == NULL ? NULL : gtk_list_box_row_get_child (row);
  if (card != NULL)
    collapsar_run_card_rename (COLLAPSAR_RUN_CARD (card));
}

CollapsarRunGroup *
collapsar_sidebar_get_group (CollapsarSidebar *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SIDEBAR (self), NULL);

  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->runs);
  return row == NULL ? NULL : group_of (row);
}

void
collapsar_sidebar_toggle_group (CollapsarSidebar *self)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));

  CollapsarSession *run = collapsar_study_get_selected (self->study);
  for (guint i = 0; i < g_list_model_get_n_items (self->groups); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (self->groups, i);
    if (!COLLAPSAR_IS_RUN_GROUP (item) || !collapsar_run_group_has ((gpointer)item, run))
      continue;
    g_object_set (item, "open", !collapsar_run_group_get_open ((gpointer)item), NULL);
    return;
  }
}

void
collapsar_sidebar_set_title (CollapsarSidebar *self, const char *title, const char *path)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));

  gtk_label_set_label (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), path);
}
