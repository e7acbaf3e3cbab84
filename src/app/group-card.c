#include "app/group-card.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/name-popover.h"
#include "app/progress-line.h"
#include "app/run-menu.h"
#include "app/setting.h"
#include "app/swatch.h"
#include "plot/chart.h"

struct _CollapsarGroupCard {
  GtkBox parent_instance;

  CollapsarSwatch *swatch;
  GtkLabel *name;
  GtkToggleButton *eye;
  GtkToggleButton *mute;
  GtkToggleButton *open;
  GtkMenuButton *menu;
  GtkLabel *summary;
  CollapsarProgressLine *progress;
  GtkLabel *runs;
  GtkLabel *over;
  GtkLabel *nc1;

  CollapsarRunGroup *group;
  GPtrArray *varying; /* names of settings; NULL before they are known */
  gboolean end;       /* what its name begins with is others' too */
  GtkWidget *popover; /* where another name is typed, or NULL */
};

G_DEFINE_FINAL_TYPE (CollapsarGroupCard, collapsar_group_card, GTK_TYPE_BOX)

enum {
  SIGNAL_MENU,
  SIGNAL_RENAMED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
update_figures (CollapsarGroupCard *self)
{
  guint n;
  double mean = collapsar_run_group_nc1 (self->group, &n);
  g_autofree char *nc1 = isnan (mean) ? g_strdup ("–") : plot_format_number (mean);
  g_autofree char *over = g_strdup_printf (_ ("Mean NC1, n = %u"), n);
  gtk_label_set_label (self->nc1, nc1);
  gtk_label_set_label (self->over, over);
  g_object_set (self->progress, "fraction", collapsar_run_group_progress (self->group), NULL);
}

static void
update_words (CollapsarGroupCard *self)
{
  CollapsarSession *first = collapsar_run_group_run (self->group, 0);
  guint n = collapsar_run_group_n_runs (self->group);
  Regime *regime = collapsar_session_regime (first);
  const char *name = regime_name (regime), *rest = strstr (name, ": ");
  g_autofree char *summary = regime_summary (regime);
  g_autofree char *differs
      = self->varying == NULL ? g_strdup ("") : collapsar_setting_describe_varying (regime, self->varying);
  g_autofree char *runs = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u seed", "%u seeds", n), n);
  g_autofree char *label = g_strdup_printf ("%s, %s", name, runs);
  gtk_label_set_label (self->summary, *differs == '\0' ? summary : differs);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary), summary);
  gtk_label_set_label (self->name, self->end && rest != NULL ? rest + 2 : name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_label (self->runs, runs);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
on_look (CollapsarGroupCard *self)
{
  guint look = collapsar_run_group_get_look (self->group);
  gboolean muted;
  g_object_get (self->group, "muted", &muted, NULL);
  g_object_set (self->swatch, "regime", look, NULL);
  g_object_set (self->progress, "regime", look, NULL);
  if (muted)
    gtk_widget_add_css_class (GTK_WIDGET (self), "muted");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "muted");
}

static void
on_open (CollapsarGroupCard *self)
{
  gboolean open = collapsar_run_group_get_open (self->group);
  gtk_button_set_icon_name (GTK_BUTTON (self->open), open ? "pan-down-symbolic" : "pan-end-symbolic");
}

static void
on_visible (CollapsarGroupCard *self)
{
  gboolean visible;
  g_object_get (self->group, "visible", &visible, NULL);
  gtk_button_set_icon_name (GTK_BUTTON (self->eye),
                            visible ? "view-reveal-symbolic" : "view-conceal-symbolic");
  if (visible)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unseen");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "unseen");
}

static void
on_changed (CollapsarGroupCard *self)
{
  for (guint i = 0; i < collapsar_run_group_n_runs (self->group); i++) {
    CollapsarSession *run = collapsar_run_group_run (self->group, i);
    g_signal_handlers_disconnect_by_data (run, self); /* of those that were in it before */
    g_signal_connect_object (run, "updated", G_CALLBACK (update_figures), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (run, "started", G_CALLBACK (update_figures), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (run, "notify::name", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  }
  update_words (self);
  update_figures (self);
}

/* The menu, and another name. */

static void
on_menu (GtkMenuButton *button, gpointer user_data)
{
  CollapsarGroupCard *self = user_data;
  g_signal_emit (self, signals[SIGNAL_MENU], 0);
  g_autoptr (GMenuModel) menu = collapsar_run_menu_new_for_group (self->group);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
on_secondary_press (CollapsarGroupCard *self)
{
  gtk_menu_button_popup (self->menu);
}

static void
on_named (CollapsarGroupCard *self, const char *name)
{
  g_signal_emit (self, signals[SIGNAL_RENAMED], 0, name);
}

void
collapsar_group_card_rename (CollapsarGroupCard *self)
{
  g_return_if_fail (COLLAPSAR_IS_GROUP_CARD (self));

  if (self->popover == NULL) {
    self->popover = collapsar_name_popover_new (GTK_WIDGET (self));
    g_signal_connect_object (self->popover, "named", G_CALLBACK (on_named), self, G_CONNECT_SWAPPED);
  }
  CollapsarSession *first = collapsar_run_group_run (self->group, 0);
  collapsar_name_popover_ask (COLLAPSAR_NAME_POPOVER (self->popover),
                              regime_name (collapsar_session_regime (first)));
}

/* The object. */

static void
collapsar_group_card_dispose (GObject *object)
{
  g_clear_pointer (&COLLAPSAR_GROUP_CARD (object)->popover, gtk_widget_unparent);
  g_clear_pointer (&COLLAPSAR_GROUP_CARD (object)->varying, g_ptr_array_unref);
  g_clear_object (&COLLAPSAR_GROUP_CARD (object)->group);
  gtk_widget_dispose_template (GTK_WIDGET (object), COLLAPSAR_TYPE_GROUP_CARD);
  G_OBJECT_CLASS (collapsar_group_card_parent_class)->dispose (object);
}

static void
collapsar_group_card_class_init (CollapsarGroupCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_group_card_dispose;

  signals[SIGNAL_MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RENAMED] = g_signal_new ("renamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (COLLAPSAR_TYPE_SWATCH);
  g_type_ensure (COLLAPSAR_TYPE_PROGRESS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/group-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, swatch);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, eye);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, mute);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, open);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, menu);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, summary);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, progress);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, runs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, over);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, nc1);
}

static void
collapsar_group_card_init (CollapsarGroupCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, on_menu, self, NULL);
  GtkGesture *click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
collapsar_group_card_new (CollapsarRunGroup *group)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (group), NULL);

  CollapsarGroupCard *self = g_object_new (COLLAPSAR_TYPE_GROUP_CARD, NULL);
  self->group = g_object_ref (group);
  g_signal_connect_object (group, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (group, "notify::open", G_CALLBACK (on_open), self, G_CONNECT_SWAPPED);
  g_object_bind_property (group, "open", self->open, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (group, "notify::visible", G_CALLBACK (on_visible), self, G_CONNECT_SWAPPED);
  g_object_bind_property (group, "visible", self->eye, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (group, "notify::look", G_CALLBACK (on_look), self, G_CONNECT_SWAPPED);
  g_object_bind_property (group, "muted", self->mute, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (group, "muted", self->mute, "visible", G_BINDING_SYNC_CREATE);
  on_visible (self);
  on_look (self);
  on_open (self);
  on_changed (self);
  return GTK_WIDGET (self);
}

CollapsarRunGroup *
collapsar_group_card_get_group (CollapsarGroupCard *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_GROUP_CARD (self), NULL);

  return self->group;
}

void
collapsar_group_card_set_varying (CollapsarGroupCard *self, GPtrArray *names, gboolean end)
{
  g_return_if_fail (COLLAPSAR_IS_GROUP_CARD (self));
  g_return_if_fail (names != NULL);

  g_clear_pointer (&self->varying, g_ptr_array_unref);
  self->varying = g_ptr_array_new_with_free_func (g_free);
  self->end = end;
  for (guint i = 0; i < names->len; i++)
    if (!g_str_equal (names->pdata[i], "run.seed"))
      g_ptr_array_add (self->varying, g_strdup (names->pdata[i]));
  update_words (self);
}
