#include "app/start-page.h"

#include <glib/gi18n.h>

#include "app/lesson-card.h"
#include "app/preset-card.h"
#include "app/recent-card.h"
#include "lesson/catalog.h"

/* A row of recent studies, and all that are remembered. */
#define FEW_RECENT 3
#define MANY_RECENT 30

struct _CollapsarStartPage {
  GtkBox parent_instance;

  GtkButton *back;
  GtkToggleButton *search_button;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search;
  GtkStack *found;
  GtkFlowBox *presets;
  GtkWidget *lessons_box;
  GtkFlowBox *lessons;
  AdwStatusPage *missing;
  GtkButton *back_to_presets;
  GtkWidget *recent_box;
  GtkFlowBox *recent;
  GtkToggleButton *show_all;

  CollapsarStudy *study;
  CollapsarEstimator *estimator; /* while there is somebody to see */
};

G_DEFINE_FINAL_TYPE (CollapsarStartPage, collapsar_start_page, GTK_TYPE_BOX)

enum {
  SIGNAL_CHOSEN,
  SIGNAL_LESSON,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Presets. */

static void
tell_times (CollapsarStartPage *self)
{
  double pace;
  guint cores;
  if (self->estimator == NULL)
    return;
  g_object_get (self->study, "pace", &pace, "cores", &cores, NULL);
  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->presets)); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    collapsar_preset_card_tell (COLLAPSAR_PRESET_CARD (card), self->estimator, pace, cores);
}

/* One whose data set is missing says how to get it, instead of a run that fails. */
static void
on_preset (GtkFlowBox *box, GtkFlowBoxChild *card, CollapsarStartPage *self)
{
  const char *preset = collapsar_preset_card_preset (COLLAPSAR_PRESET_CARD (card));
  const char *trouble
      = self->estimator == NULL ? NULL : collapsar_estimator_trouble (self->estimator, preset);
  if (trouble == NULL) {
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, preset);
    return;
  }
  g_autofree char *description = g_markup_escape_text (trouble, -1);
  adw_status_page_set_description (self->missing, description);
  gtk_stack_set_visible_child_name (self->found, "missing");
  gtk_widget_grab_focus (GTK_WIDGET (self->back_to_presets));
}

static void
show_presets (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarStartPage *self = COLLAPSAR_START_PAGE (widget);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_stack_set_visible_child_name (self->found, "presets");
  gtk_widget_grab_focus (widget);
}

/* Lessons. */

static void
on_lesson (GtkFlowBox *box, GtkFlowBoxChild *card, CollapsarStartPage *self)
{
  g_signal_emit (self, signals[SIGNAL_LESSON], 0,
                 collapsar_lesson_card_argument (COLLAPSAR_LESSON_CARD (card)));
}

static void
append_lesson (CollapsarStartPage *self, const char *argument)
{
  g_autoptr (Lesson) lesson = lesson_new_from_argument (argument, NULL);
  if (lesson != NULL)
    gtk_flow_box_append (self->lessons, collapsar_lesson_card_new (lesson, argument));
}

/* What ships, then the user's own. */
static void
fill_lessons (CollapsarStartPage *self)
{
  g_auto (GStrv) own = lesson_user_files ();
  for (const char *const *name = lesson_shipped_names (); *name != NULL; name++)
    append_lesson (self, *name);
  for (char **path = own; *path != NULL; path++)
    append_lesson (self, *path);
}

/* Searching. */

static gboolean
is_wanted (GtkFlowBoxChild *card, gpointer user_data)
{
  CollapsarStartPage *self = user_data;
  return collapsar_preset_card_matches (COLLAPSAR_PRESET_CARD (card),
                                        gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* The first card that is shown, or NULL. */
static GtkWidget *
first_card (CollapsarStartPage *self)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->presets));
  while (card != NULL && !gtk_widget_get_child_visible (card))
    card = gtk_widget_get_next_sibling (card);
  return card;
}

static void
on_search (CollapsarStartPage *self)
{
  gtk_flow_box_invalidate_filter (self->presets);
  gtk_stack_set_visible_child_name (self->found, first_card (self) == NULL ? "nothing" : "presets");
  gtk_widget_set_visible (self->lessons_box, *gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0');
}

/* What was typed in gives the keys back to the cards. */
static void
on_search_mode (CollapsarStartPage *self)
{
  if (gtk_search_bar_get_search_mode (self->search_bar))
    return;
  on_search (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Enter in the search begins what was found first; the search itself waits for a pause in typing. */
static void
on_search_activate (CollapsarStartPage *self)
{
  on_search (self);
  GtkWidget *card = first_card (self);
  if (card != NULL)
    gtk_widget_activate (card);
}

/* Recent studies. */

static void
on_recent (GtkFlowBox *box, GtkFlowBoxChild *card, CollapsarStartPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-study", "s",
                              collapsar_recent_card_path (COLLAPSAR_RECENT_CARD (card)));
}

static void
fill_recent (CollapsarStartPage *self)
{
  GtkWidget *card;
  gboolean all = gtk_toggle_button_get_active (self->show_all);
  g_autoptr (GPtrArray) studies = collapsar_recent_studies (MANY_RECENT);
  while ((card = gtk_widget_get_first_child (GTK_WIDGET (self->recent))) != NULL)
    gtk_flow_box_remove (self->recent, card);
  for (guint i = 0; i < studies->len && (all || i < FEW_RECENT); i++)
    gtk_flow_box_append (self->recent, collapsar_recent_card_new (g_ptr_array_index (studies, i)));
  gtk_widget_set_visible (self->recent_box, studies->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->show_all), studies->len > FEW_RECENT);
}

/* The object. */

static void
let_go (CollapsarStartPage *self)
{
  if (self->estimator != NULL)
    g_signal_handlers_disconnect_by_func (self->estimator, tell_times, self);
  g_clear_object (&self->estimator);
}

static void
collapsar_start_page_unmap (GtkWidget *widget)
{
  let_go (COLLAPSAR_START_PAGE (widget));
  GTK_WIDGET_CLASS (collapsar_start_page_parent_class)->unmap (widget);
}

/* By way of the box, which otherwise does not know where the arrow keys begin. */
static gboolean
collapsar_start_page_grab_focus (GtkWidget *widget)
{
  GtkWidget *presets = GTK_WIDGET (COLLAPSAR_START_PAGE (widget)->presets);
  return gtk_widget_get_focus_child (presets) != NULL
         || gtk_widget_child_focus (presets, GTK_DIR_TAB_FORWARD);
}

static void
collapsar_start_page_map (GtkWidget *widget)
{
  CollapsarStartPage *self = COLLAPSAR_START_PAGE (widget);
  self->estimator = collapsar_estimator_dup ();
  g_signal_connect_object (self->estimator, "told", G_CALLBACK (tell_times), self, G_CONNECT_SWAPPED);
  fill_recent (self);
  tell_times (self);
  GTK_WIDGET_CLASS (collapsar_start_page_parent_class)->map (widget);
}

static void
find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarStartPage *self = COLLAPSAR_START_PAGE (widget);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
collapsar_start_page_dispose (GObject *object)
{
  CollapsarStartPage *self = COLLAPSAR_START_PAGE (object);
  let_go (self);
  g_clear_object (&self->study);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_START_PAGE);
  G_OBJECT_CLASS (collapsar_start_page_parent_class)->dispose (object);
}

static void
collapsar_start_page_class_init (CollapsarStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_start_page_dispose;
  widget_class->map = collapsar_start_page_map;
  widget_class->unmap = collapsar_start_page_unmap;
  widget_class->grab_focus = collapsar_start_page_grab_focus;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_LESSON] = g_signal_new ("lesson", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "start.find", NULL, find);
  gtk_widget_class_install_action (widget_class, "start.presets", NULL, show_presets);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "start.presets", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "start.find", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, back);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, search_button);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, search);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, found);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, presets);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, lessons_box);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, lessons);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, missing);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, back_to_presets);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, recent_box);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, recent);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStartPage, show_all);
}

static void
collapsar_start_page_init (CollapsarStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const char *const *preset = regime_preset_names (); *preset != NULL; preset++)
    gtk_flow_box_append (self->presets,
                         collapsar_preset_card_new (*preset, preset == regime_preset_names ()));
  fill_lessons (self);
  g_signal_connect (self->lessons, "child-activated", G_CALLBACK (on_lesson), self);
  gtk_flow_box_set_filter_func (self->presets, is_wanted, self, NULL);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
  g_object_bind_property (self->search_button, "active", self->search_bar, "search-mode-enabled",
                          G_BINDING_BIDIRECTIONAL);
  g_signal_connect (self->presets, "child-activated", G_CALLBACK (on_preset), self);
  g_signal_connect (self->recent, "child-activated", G_CALLBACK (on_recent), self);
  g_signal_connect_swapped (self->show_all, "toggled", G_CALLBACK (fill_recent), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect_swapped (self->search_bar, "notify::search-mode-enabled", G_CALLBACK (on_search_mode),
                            self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (on_search_activate), self);
}

GtkWidget *
collapsar_start_page_new (CollapsarStudy *study)
{
  CollapsarStartPage *self = g_object_new (COLLAPSAR_TYPE_START_PAGE, NULL);
  self->study = g_object_ref (study);
  g_signal_connect_object (study, "notify::pace", G_CALLBACK (tell_times), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "notify::cores", G_CALLBACK (tell_times), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
collapsar_start_page_set_has_study (CollapsarStartPage *self, gboolean has_study)
{
  g_return_if_fail (COLLAPSAR_IS_START_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->back), has_study);
}
