#include "app/run-card.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/name-popover.h"
#include "app/naming.h"
#include "app/setting.h"
#include "app/swatch.h"

typedef struct {
  CollapsarSwatch *swatch;
  GtkLabel *name;
  GtkToggleButton *eye;
  GtkToggleButton *mute;
  GtkMenuButton *menu;
  GtkBox *line;
  GtkLabel *summary;
  CollapsarProgressLine *progress;

  GPtrArray *varying; /* names of settings; NULL before they are known */
  gboolean end;       /* what its name begins with is others' too */
  GtkWidget *popover; /* where another name is typed, or NULL */
} CollapsarRunCardPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CollapsarRunCard, collapsar_run_card, GTK_TYPE_BOX)

#define PRIVATE(self) ((CollapsarRunCardPrivate *)collapsar_run_card_get_instance_private (self))

enum {
  SIGNAL_MENU,
  SIGNAL_RENAMED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Words. */

static char *
get_name (CollapsarRunCard *self)
{
  return g_strdup (regime_name (COLLAPSAR_RUN_CARD_GET_CLASS (self)->regime (self)));
}

static void
update_words (CollapsarRunCard *self)
{
  CollapsarRunCardPrivate *private = PRIVATE (self);
  Regime *regime = COLLAPSAR_RUN_CARD_GET_CLASS (self)->regime (self);
  if (regime == NULL)
    return;
  g_autofree char *summary = regime_summary (regime);
  g_autofree char *differs = private->varying == NULL
                                 ? g_strdup ("")
                                 : collapsar_setting_describe_varying (regime, private->varying);
  g_autofree char *hint
      = *differs == '\0' ? g_strdup (summary) : g_strdup_printf ("%s\n%s", differs, summary);
  g_autofree char *own = COLLAPSAR_RUN_CARD_GET_CLASS (self)->name (self);
  const char *name = *own == '\0' ? _ ("Unnamed regime") : own, *rest = strstr (name, ": ");
  gtk_label_set_label (private->name, private->end && rest != NULL ? rest + 2 : name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  collapsar_set_tooltip (GTK_WIDGET (private->name), name);
  gtk_label_set_label (private->summary, *differs == '\0' ? summary : differs);
  collapsar_set_tooltip (GTK_WIDGET (private->summary), hint);
}

void
collapsar_run_card_update_words (CollapsarRunCard *self)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_CARD (self));

  COLLAPSAR_RUN_CARD_GET_CLASS (self)->update_words (self);
}

void
collapsar_run_card_set_varying (CollapsarRunCard *self, GPtrArray *names, gboolean end)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_CARD (self));
  g_return_if_fail (names != NULL);

  CollapsarRunCardPrivate *private = PRIVATE (self);
  g_ptr_array_ref (names);
  g_clear_pointer (&private->varying, g_ptr_array_unref);
  private->varying = names;
  private->end = end;
  gtk_label_set_ellipsize (private->name, end ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  collapsar_run_card_update_words (self);
}

/* How it is shown. */

static void
set_css_class (CollapsarRunCard *self, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
on_visible (CollapsarRunCard *self, GParamSpec *pspec, GObject *shown)
{
  gboolean visible;
  g_object_get (shown, "visible", &visible, NULL);
  gtk_button_set_icon_name (GTK_BUTTON (PRIVATE (self)->eye),
                            visible ? "view-reveal-symbolic" : "view-conceal-symbolic");
  set_css_class (self, "unseen", !visible);
}

static void
on_look (CollapsarRunCard *self, GParamSpec *pspec, GObject *shown)
{
  guint look;
  gboolean muted;
  g_object_get (shown, "look", &look, "muted", &muted, NULL);
  g_object_set (PRIVATE (self)->swatch, "regime", look, NULL);
  g_object_set (PRIVATE (self)->progress, "regime", look, NULL);
  set_css_class (self, "muted", muted);
}

void
collapsar_run_card_show (CollapsarRunCard *self, GObject *shown)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_CARD (self));
  g_return_if_fail (G_IS_OBJECT (shown));

  CollapsarRunCardPrivate *private = PRIVATE (self);
  const GBindingFlags both = G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL;
  g_signal_connect_object (shown, "notify::visible", G_CALLBACK (on_visible), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (shown, "notify::look", G_CALLBACK (on_look), self, G_CONNECT_SWAPPED);
  g_object_bind_property (shown, "visible", private->eye, "active", both);
  g_object_bind_property (shown, "muted", private->mute, "active", both);
  g_object_bind_property (shown, "muted", private->mute, "visible", G_BINDING_SYNC_CREATE);
  on_visible (self, NULL, shown);
  on_look (self, NULL, shown);
}

CollapsarProgressLine *
collapsar_run_card_progress (CollapsarRunCard *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_CARD (self), NULL);

  return PRIVATE (self)->progress;
}

void
collapsar_run_card_add_button (CollapsarRunCard *self, GtkWidget *button)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_CARD (self));

  gtk_widget_insert_before (button, gtk_widget_get_parent (GTK_WIDGET (PRIVATE (self)->menu)),
                            GTK_WIDGET (PRIVATE (self)->menu));
}

void
collapsar_run_card_add_detail (CollapsarRunCard *self, GtkWidget *detail)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_CARD (self));

  gtk_box_append (PRIVATE (self)->line, detail);
}

/* The menu, and another name. */

static void
on_menu (GtkMenuButton *button, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_MENU], 0);
  g_autoptr (GMenuModel) menu = COLLAPSAR_RUN_CARD_GET_CLASS (user_data)->make_menu (user_data);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
on_secondary_press (CollapsarRunCard *self)
{
  gtk_menu_button_popup (PRIVATE (self)->menu);
}

static void
on_named (CollapsarRunCard *self, const char *name)
{
  g_signal_emit (self, signals[SIGNAL_RENAMED], 0, name);
}

void
collapsar_run_card_rename (CollapsarRunCard *self)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_CARD (self));

  CollapsarRunCardPrivate *private = PRIVATE (self);
  if (private->popover == NULL) {
    private->popover = collapsar_name_popover_new (GTK_WIDGET (self));
    g_signal_connect_object (private->popover, "named", G_CALLBACK (on_named), self, G_CONNECT_SWAPPED);
  }
  g_autofree char *name = COLLAPSAR_RUN_CARD_GET_CLASS (self)->name (self);
  collapsar_name_popover_ask (COLLAPSAR_NAME_POPOVER (private->popover), name);
}

/* The object. */

static void
collapsar_run_card_dispose (GObject *object)
{
  CollapsarRunCardPrivate *private = PRIVATE (COLLAPSAR_RUN_CARD (object));
  g_clear_pointer (&private->popover, gtk_widget_unparent);
  g_clear_pointer (&private->varying, g_ptr_array_unref);
  /* No gtk_widget_dispose_template: in GTK 4.8 it fails in a class that others with a template derive from,
   * and a box lets go of its children by itself. */
  G_OBJECT_CLASS (collapsar_run_card_parent_class)->dispose (object);
}

static void
collapsar_run_card_class_init (CollapsarRunCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_run_card_dispose;
  klass->name = get_name;
  klass->update_words = update_words;

  signals[SIGNAL_MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RENAMED] = g_signal_new ("renamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (COLLAPSAR_TYPE_SWATCH);
  g_type_ensure (COLLAPSAR_TYPE_PROGRESS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/collapsar/Collapsar/ui/run-card.ui");
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, swatch);
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, name);
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, eye);
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, mute);
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, menu);
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, line);
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, summary);
  gtk_widget_class_bind_template_child_private (widget_class, CollapsarRunCard, progress);
}

static void
collapsar_run_card_init (CollapsarRunCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (PRIVATE (self)->menu, on_menu, self, NULL);
  GtkGesture *click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}
