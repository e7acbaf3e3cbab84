/* What the pointer and keys do in the curves. */
#include "app/curves-view-private.h"

#include <math.h>

/* By a key: how many times as few epochs, and which share of those that are shown. */
#define KEY_ZOOM 1.5
#define KEY_PAN 0.25

static void
on_hover (CollapsarChart *chart, double epoch, CollapsarCurvesView *self)
{
  self->hover = epoch;
  collapsar_curves_view_follow_live (self);
}

static void
on_pick (CollapsarChart *chart, double epoch, CollapsarCurvesView *self)
{
  if (self->session != NULL)
    collapsar_session_set_epoch (self->session, rint (epoch));
}

static void
move_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (widget);
  if (self->session == NULL)
    return;
  self->hover = NAN;
  collapsar_session_set_epoch (self->session, rint (collapsar_session_get_epoch (self->session))
                                                  + g_variant_get_int32 (parameter));
  view_epoch_range_reveal (&self->epochs, collapsar_session_get_epoch (self->session));
  collapsar_curves_view_update_epochs (self);
}

static void
on_zoom (CollapsarChart *chart, double factor, double epoch, CollapsarCurvesView *self)
{
  view_epoch_range_zoom (&self->epochs, factor, epoch);
  collapsar_curves_view_update_epochs (self);
}

static void
on_pan (CollapsarChart *chart, double share, CollapsarCurvesView *self)
{
  view_epoch_range_pan (&self->epochs, share);
  collapsar_curves_view_update_epochs (self);
}

static void
on_choose (CollapsarChart *chart, double from, double to, CollapsarCurvesView *self)
{
  view_epoch_range_choose (&self->epochs, from, to);
  collapsar_curves_view_update_epochs (self);
}

/* About the cross-hair where it is in sight, else about the middle. */
static void
zoom (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarCurvesView *self = COLLAPSAR_CURVES_VIEW (widget);
  double from, to, cursor = collapsar_chart_get_cursor (self->cells[0]);
  view_epoch_range_ends (&self->epochs, &from, &to);
  on_zoom (NULL, pow (KEY_ZOOM, g_variant_get_int32 (parameter)),
           cursor >= from && cursor <= to ? cursor : (from + to) / 2.0, self);
}

static void
pan (GtkWidget *widget, const char *name, GVariant *parameter)
{
  on_pan (NULL, KEY_PAN * g_variant_get_int32 (parameter), COLLAPSAR_CURVES_VIEW (widget));
}

void
collapsar_curves_view_connect (CollapsarCurvesView *self, CollapsarChart *chart)
{
  g_signal_connect (chart, "hover", G_CALLBACK (on_hover), self);
  g_signal_connect (chart, "pick", G_CALLBACK (on_pick), self);
  g_signal_connect (chart, "zoom", G_CALLBACK (on_zoom), self);
  g_signal_connect (chart, "pan", G_CALLBACK (on_pan), self);
  g_signal_connect (chart, "choose", G_CALLBACK (on_choose), self);
  g_signal_connect_swapped (chart, "show-all", G_CALLBACK (collapsar_curves_view_show_all_epochs), self);
}

void
collapsar_curves_view_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "curves.move-cursor", "i", move_cursor);
  gtk_widget_class_install_action (widget_class, "curves.zoom", "i", zoom);
  gtk_widget_class_install_action (widget_class, "curves.pan", "i", pan);
}

void
collapsar_curves_view_add_keys (GtkWidget *board)
{
  static const struct {
    guint key;
    GdkModifierType modifiers;
    const char *action;
    gint32 by;
  } keys[] = {
    { GDK_KEY_Left, 0, "curves.move-cursor", -1 },
    { GDK_KEY_KP_Left, 0, "curves.move-cursor", -1 },
    { GDK_KEY_Right, 0, "curves.move-cursor", 1 },
    { GDK_KEY_KP_Right, 0, "curves.move-cursor", 1 },
    { GDK_KEY_Page_Up, 0, "curves.move-cursor", -10 },
    { GDK_KEY_Page_Down, 0, "curves.move-cursor", 10 },
    { GDK_KEY_Home, 0, "curves.move-cursor", -65536 },
    { GDK_KEY_End, 0, "curves.move-cursor", 65536 },
    { GDK_KEY_plus, 0, "curves.zoom", 1 },
    { GDK_KEY_plus, GDK_SHIFT_MASK, "curves.zoom", 1 },
    { GDK_KEY_equal, 0, "curves.zoom", 1 },
    { GDK_KEY_KP_Add, 0, "curves.zoom", 1 },
    { GDK_KEY_minus, 0, "curves.zoom", -1 },
    { GDK_KEY_KP_Subtract, 0, "curves.zoom", -1 },
    { GDK_KEY_Left, GDK_SHIFT_MASK, "curves.pan", -1 },
    { GDK_KEY_Right, GDK_SHIFT_MASK, "curves.pan", 1 },
    { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.select-run", -1 },
    { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.select-run", 1 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                                              gtk_named_action_new (keys[i].action));
    gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (keys[i].by));
    gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
  }
  gtk_widget_add_controller (board, controller);
}
