#include "app/group-card.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/run-menu.h"
#include "plot/chart.h"
#include "training/regime-groups.h"

struct _CollapsarGroupCard {
  CollapsarRunCard parent_instance;

  GtkToggleButton *open;
  GtkLabel *runs;
  GtkLabel *over;
  GtkLabel *nc1;

  CollapsarRunGroup *group;
};

G_DEFINE_FINAL_TYPE (CollapsarGroupCard, collapsar_group_card, COLLAPSAR_TYPE_RUN_CARD)

static void
update_figures (CollapsarGroupCard *self)
{
  guint n;
  double mean = collapsar_run_group_nc1 (self->group, &n);
  g_autofree char *nc1 = isnan (mean) ? g_strdup ("–") : plot_format_number (mean);
  g_autofree char *over = g_strdup_printf (_ ("Mean NC1, n = %u"), n);
  gtk_label_set_label (self->nc1, nc1);
  gtk_label_set_label (self->over, over);
  g_object_set (collapsar_run_card_progress (COLLAPSAR_RUN_CARD (self)), "fraction",
                collapsar_run_group_progress (self->group), NULL);
}

static void
on_open (CollapsarGroupCard *self)
{
  gboolean open = collapsar_run_group_get_open (self->group);
  gtk_button_set_icon_name (GTK_BUTTON (self->open), open ? "pan-down-symbolic" : "pan-end-symbolic");
}

static void
on_changed (CollapsarGroupCard *self)
{
  for (guint i = 0; i < collapsar_run_group_n_runs (self->group); i++) {
    CollapsarSession *run = collapsar_run_group_run (self->group, i);
    g_signal_handlers_disconnect_by_data (run, self); /* of those that were in it before */
    g_signal_connect_object (run, "updated", G_CALLBACK (update_figures), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (run, "started", G_CALLBACK (update_figures), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (run, "notify::name", G_CALLBACK (collapsar_run_card_update_words), self,
                             G_CONNECT_SWAPPED);
  }
  collapsar_run_card_update_words (COLLAPSAR_RUN_CARD (self));
  update_figures (self);
}

/* The class. */

static Regime *
collapsar_group_card_regime (CollapsarRunCard *card)
{
  return collapsar_session_regime (collapsar_run_group_run (COLLAPSAR_GROUP_CARD (card)->group, 0));
}

static char *
collapsar_group_card_name (CollapsarRunCard *card)
{
  return regime_name_without_seed (collapsar_group_card_regime (card));
}

static GMenuModel *
collapsar_group_card_make_menu (CollapsarRunCard *card)
{
  return collapsar_run_menu_new_for_group (COLLAPSAR_GROUP_CARD (card)->group);
}

static void
collapsar_group_card_update_words (CollapsarRunCard *card)
{
  CollapsarGroupCard *self = COLLAPSAR_GROUP_CARD (card);
  COLLAPSAR_RUN_CARD_CLASS (collapsar_group_card_parent_class)->update_words (card);
  guint n = collapsar_run_group_n_runs (self->group);
  g_autofree char *runs = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u seed", "%u seeds", n), n);
  g_autofree char *name = collapsar_group_card_name (card);
  g_autofree char *label = g_strdup_printf ("%s, %s", name, runs);
  gtk_label_set_label (self->runs, runs);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
collapsar_group_card_dispose (GObject *object)
{
  g_clear_object (&COLLAPSAR_GROUP_CARD (object)->group);
  G_OBJECT_CLASS (collapsar_group_card_parent_class)->dispose (object);
}

static void
collapsar_group_card_class_init (CollapsarGroupCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CollapsarRunCardClass *card_class = COLLAPSAR_RUN_CARD_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_group_card_dispose;
  card_class->regime = collapsar_group_card_regime;
  card_class->name = collapsar_group_card_name;
  card_class->make_menu = collapsar_group_card_make_menu;
  card_class->update_words = collapsar_group_card_update_words;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/group-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, open);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, runs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, over);
  gtk_widget_class_bind_template_child (widget_class, CollapsarGroupCard, nc1);
}

static void
collapsar_group_card_init (CollapsarGroupCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_run_card_add_button (COLLAPSAR_RUN_CARD (self), GTK_WIDGET (self->open));
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
  collapsar_run_card_show (COLLAPSAR_RUN_CARD (self), G_OBJECT (group));
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
