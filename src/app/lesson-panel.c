#include "app/lesson-panel.h"

#include <glib/gi18n.h>

/* More steps than these are told by their number alone. */
#define MOST_DOTS 12

struct _CollapsarLessonPanel {
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *count;
  GtkScrolledWindow *scroller;
  GtkLabel *to_do;
  GtkButton *act;
  GtkWidget *look_box;
  GtkLabel *look;
  GtkWidget *question_box;
  GtkLabel *question;
  GtkToggleButton *show_answer;
  GtkLabel *answer;
  GtkWidget *seen_box;
  GtkLabel *seen;
  GtkWidget *tick;
  GtkWidget *dots;
  GtkButton *next;

  CollapsarLessonGuide *guide;
};

G_DEFINE_FINAL_TYPE (CollapsarLessonPanel, collapsar_lesson_panel, GTK_TYPE_BOX)

static void
set_text (GtkLabel *label, GtkWidget *box, const char *text)
{
  gtk_label_set_label (label, text == NULL ? "" : text);
  gtk_widget_set_visible (box, text != NULL);
}

/* In a word, as the text beside it says the rest. */
static void
update_act (CollapsarLessonPanel *self, const LessonStep *step)
{
  gtk_widget_set_visible (GTK_WIDGET (self->act), lesson_step_acts (step));
  gtk_button_set_label (self->act, step->preset != NULL ? _ ("_Train It")
                                   : step->view != NULL ? _ ("_Go There")
                                                        : _ ("_Do It"));
}

static void
update_dots (CollapsarLessonPanel *self, Lesson *lesson)
{
  GtkWidget *dot;
  guint n = lesson_n_steps (lesson), step = collapsar_lesson_guide_step (self->guide);
  while ((dot = gtk_widget_get_first_child (self->dots)) != NULL)
    gtk_box_remove (GTK_BOX (self->dots), dot);
  for (guint i = 0; i < n && n <= MOST_DOTS; i++) {
    gboolean done = collapsar_lesson_guide_is_done (self->guide, i);
    dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
    gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (dot, "lesson-dot");
    if (done)
      gtk_widget_add_css_class (dot, "done");
    if (i == step)
      gtk_widget_add_css_class (dot, "current");
    gtk_box_append (GTK_BOX (self->dots), dot);
  }
}

/* The way on is pointed out once the step is done; from the last one it leads out of the lesson. */
static void
update_next (CollapsarLessonPanel *self, Lesson *lesson, gboolean done)
{
  gboolean last = collapsar_lesson_guide_step (self->guide) + 1 == lesson_n_steps (lesson);
  gtk_button_set_label (self->next, last ? _ ("Finish") : _ ("Next"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->next),
                               last ? _ ("End the lesson") : _ ("The next step (Alt+Right)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->next), NULL); /* never one with the other's target */
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (self->next), last ? NULL : g_variant_new_int32 (1));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->next), last ? "win.close-lesson" : "win.lesson-step");
  if (done)
    gtk_widget_add_css_class (GTK_WIDGET (self->next), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->next), "suggested-action");
}

static void
update_answer (CollapsarLessonPanel *self)
{
  gboolean shown;
  const char *answer = collapsar_lesson_guide_answer (self->guide);
  g_object_get (self->guide, "shows-answer", &shown, NULL);
  gtk_toggle_button_set_active (self->show_answer, shown);
  gtk_button_set_label (GTK_BUTTON (self->show_answer), shown ? _ ("Hide _Answer") : _ ("Show _Answer"));
  set_text (self->answer, GTK_WIDGET (self->answer), answer != NULL ? answer : _ ("Not measured yet."));
  gtk_widget_set_visible (GTK_WIDGET (self->answer), shown);
}

/* What depends on the runs. */
static void
update_told (CollapsarLessonPanel *self)
{
  Lesson *lesson = collapsar_lesson_guide_lesson (self->guide);
  guint place = collapsar_lesson_guide_step (self->guide);
  const LessonStep *step = lesson_step (lesson, place);
  gboolean done = collapsar_lesson_guide_is_done (self->guide, place);
  const char *seen = collapsar_lesson_guide_seen (self->guide);
  gtk_widget_set_visible (self->seen_box, step->seen != NULL || step->done_when != NULL);
  gtk_widget_set_visible (self->tick, done);
  gtk_label_set_label (self->seen, seen != NULL         ? seen
                                   : step->seen != NULL ? _ ("Not measured yet.")
                                   : done               ? _ ("Done.")
                                                        : _ ("Not done yet."));
  if (done)
    gtk_widget_remove_css_class (GTK_WIDGET (self->seen), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->seen), "dim-label");
  update_answer (self);
  update_dots (self, lesson);
  update_next (self, lesson, done);
}

static void
update_step (CollapsarLessonPanel *self)
{
  Lesson *lesson = collapsar_lesson_guide_lesson (self->guide);
  gtk_widget_set_visible (GTK_WIDGET (self), lesson != NULL);
  if (lesson == NULL)
    return;
  guint place = collapsar_lesson_guide_step (self->guide);
  const LessonStep *step = lesson_step (lesson, place);
  g_autofree char *count = g_strdup_printf (_ ("step %u of %u"), place + 1, lesson_n_steps (lesson));
  gtk_label_set_label (self->title, lesson_name (lesson));
  gtk_label_set_label (self->count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, lesson_name (lesson),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, count, -1);
  set_text (self->to_do, GTK_WIDGET (self->to_do), step->to_do);
  set_text (self->look, self->look_box, step->look);
  set_text (self->question, self->question_box, step->question);
  update_act (self, step);
  update_told (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
on_told (CollapsarLessonPanel *self)
{
  if (collapsar_lesson_guide_lesson (self->guide) != NULL)
    update_told (self);
}

/* As far as the panel must be scrolled to have the answer in sight, once it is laid out. */
static void
on_painted (CollapsarLessonPanel *self, GdkFrameClock *clock)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *text = gtk_widget_get_first_child (gtk_scrolled_window_get_child (self->scroller));
  gboolean shown = gtk_toggle_button_get_active (self->show_answer);
  graphene_rect_t place = GRAPHENE_RECT_INIT (0, 0, 0, 0);
  gboolean placed
      = gtk_widget_compute_bounds (GTK_WIDGET (self->answer), text, &place) && place.size.height > 0;
  if (shown && !placed)
    return;
  g_signal_handlers_disconnect_by_func (clock, on_painted, self);
  if (shown)
    gtk_adjustment_clamp_page (adjustment, (double)place.origin.y,
                               (double)(place.origin.y + place.size.height));
}

/* What is asked for must not come below the edge; it has its place once the next frame is drawn. */
static void
on_shows_answer (CollapsarLessonPanel *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  on_told (self);
  if (clock != NULL && gtk_toggle_button_get_active (self->show_answer))
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (on_painted), self, G_CONNECT_SWAPPED);
}

/* To the button that does what is to be done, so that Enter begins. */
static gboolean
collapsar_lesson_panel_grab_focus (GtkWidget *widget)
{
  CollapsarLessonPanel *self = COLLAPSAR_LESSON_PANEL (widget);
  GtkWidget *act = GTK_WIDGET (self->act);
  return gtk_widget_grab_focus (gtk_widget_get_visible (act) ? act : GTK_WIDGET (self->next));
}

static void
collapsar_lesson_panel_dispose (GObject *object)
{
  CollapsarLessonPanel *self = COLLAPSAR_LESSON_PANEL (object);
  g_clear_object (&self->guide);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_LESSON_PANEL);
  G_OBJECT_CLASS (collapsar_lesson_panel_parent_class)->dispose (object);
}

static void
collapsar_lesson_panel_class_init (CollapsarLessonPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_lesson_panel_dispose;
  widget_class->grab_focus = collapsar_lesson_panel_grab_focus;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/lesson-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, title);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, count);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, to_do);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, act);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, look_box);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, look);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, question_box);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, question);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, show_answer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, answer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, seen_box);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, seen);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, tick);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, dots);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonPanel, next);
}

static void
collapsar_lesson_panel_init (CollapsarLessonPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
collapsar_lesson_panel_set_guide (CollapsarLessonPanel *self, CollapsarLessonGuide *guide)
{
  g_return_if_fail (COLLAPSAR_IS_LESSON_PANEL (self));
  g_return_if_fail (COLLAPSAR_IS_LESSON_GUIDE (guide));
  g_return_if_fail (self->guide == NULL);

  self->guide = g_object_ref (guide);
  g_signal_connect_object (guide, "step", G_CALLBACK (update_step), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "told", G_CALLBACK (on_told), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (guide, "notify::shows-answer", G_CALLBACK (on_shows_answer), self,
                           G_CONNECT_SWAPPED);
  update_step (self);
}
