#include "app/sidebar.h"

#include <glib/gi18n.h>

#include "app/regime-card.h"
#include "training/regime-comparison.h"

struct _CollapsarSidebar {
  GtkBox parent_instance;

  GMenu *presets;
  GtkLabel *state;
  CollapsarRegimeCard *card;
  GtkWidget *lesson;
  GtkLabel *about;

  CollapsarSession *session;
};

G_DEFINE_FINAL_TYPE (CollapsarSidebar, collapsar_sidebar, GTK_TYPE_BOX)

static const char *
describe_state (CollapsarSessionState state)
{
  switch (state) {
  case COLLAPSAR_SESSION_IDLE:
    return "";
  case COLLAPSAR_SESSION_LOADING:
    return _ ("loading");
  case COLLAPSAR_SESSION_RUNNING:
    return _ ("training");
  case COLLAPSAR_SESSION_PAUSED:
    return _ ("paused");
  case COLLAPSAR_SESSION_FINISHED:
    return _ ("finished");
  case COLLAPSAR_SESSION_FAILED:
    return _ ("failed");
  }
  g_return_val_if_reached ("");
}

static void
on_state (CollapsarSidebar *self)
{
  Regime *regime = collapsar_session_regime (self->session);
  const char *about = regime == NULL ? "" : regime_about (regime);
  gtk_label_set_label (self->state, describe_state (collapsar_session_get_state (self->session)));
  gtk_label_set_label (self->about, about);
  gtk_widget_set_visible (self->lesson, *about != '\0');
}

static void
append_preset (GMenu *menu, const char *label, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "win.preset", "s", target);
  g_menu_append_item (menu, item);
}

/* "win.preset::NAME"; of a preset with variants a submenu of "win.preset::NAME:VARIANT". */
static void
append_variants (GMenu *menu, const char *name, const RegimeComparison *comparison)
{
  const char *title = regime_name (regime_comparison_base (comparison));
  guint n = regime_comparison_n_variants (comparison);
  g_autoptr (GMenu) variants = g_menu_new ();
  if (n == 1) {
    append_preset (menu, title, name);
    return;
  }
  for (guint v = 0; v < n; v++) {
    const char *variant = regime_comparison_variant_name (comparison, v);
    g_autofree char *target = g_strdup_printf ("%s:%s", name, variant);
    append_preset (variants, variant, target);
  }
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
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_SIDEBAR);
  G_OBJECT_CLASS (collapsar_sidebar_parent_class)->dispose (object);
}

static void
collapsar_sidebar_class_init (CollapsarSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_sidebar_dispose;

  g_type_ensure (COLLAPSAR_TYPE_REGIME_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/collapsar/Collapsar/ui/sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, presets);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, state);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, card);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, lesson);
  gtk_widget_class_bind_template_child (widget_class, CollapsarSidebar, about);
}

static void
collapsar_sidebar_init (CollapsarSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_presets (self);
}

void
collapsar_sidebar_set_session (CollapsarSidebar *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_SIDEBAR (self));
  g_return_if_fail (COLLAPSAR_IS_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  collapsar_regime_card_set_session (self->card, session);
  on_state (self);
}
