#include "app/lesson-card.h"

#include <glib/gi18n.h>

struct _CollapsarLessonCard {
  GtkFlowBoxChild parent_instance;

  GtkLabel *name;
  GtkLabel *about;
  GtkLabel *length;

  char *argument;
};

G_DEFINE_FINAL_TYPE (CollapsarLessonCard, collapsar_lesson_card, GTK_TYPE_FLOW_BOX_CHILD)

static void
collapsar_lesson_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_LESSON_CARD);
  G_OBJECT_CLASS (collapsar_lesson_card_parent_class)->dispose (object);
}

static void
collapsar_lesson_card_finalize (GObject *object)
{
  g_free (COLLAPSAR_LESSON_CARD (object)->argument);
  G_OBJECT_CLASS (collapsar_lesson_card_parent_class)->finalize (object);
}

/* For assistive technologies: GTK 4.8 tells them nothing of a click on a card. */
static void
activate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate (widget);
}

static void
collapsar_lesson_card_class_init (CollapsarLessonCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_lesson_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_lesson_card_finalize;
  gtk_widget_class_install_action (widget_class, "card.activate", NULL, activate);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/lesson-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonCard, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonCard, about);
  gtk_widget_class_bind_template_child (widget_class, CollapsarLessonCard, length);
}

static void
collapsar_lesson_card_init (CollapsarLessonCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* "5 steps · 8 min" */
static char *
describe_length (const Lesson *lesson)
{
  guint n = lesson_n_steps (lesson), minutes = lesson_minutes (lesson);
  g_autofree char *steps = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u step", "%u steps", n), n);
  return minutes == 0 ? g_steal_pointer (&steps) : g_strdup_printf (_ ("%s · %u min"), steps, minutes);
}

GtkWidget *
collapsar_lesson_card_new (const Lesson *lesson, const char *argument)
{
  CollapsarLessonCard *self = g_object_new (COLLAPSAR_TYPE_LESSON_CARD, NULL);
  g_autofree char *length = describe_length (lesson);
  self->argument = g_strdup (argument);
  gtk_label_set_label (self->name, lesson_name (lesson));
  gtk_label_set_label (self->about, lesson_about (lesson));
  gtk_label_set_label (self->length, length);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->about), lesson_about (lesson));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, lesson_name (lesson),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, lesson_about (lesson), -1);
  return GTK_WIDGET (self);
}

const char *
collapsar_lesson_card_argument (CollapsarLessonCard *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_LESSON_CARD (self), NULL);

  return self->argument;
}
