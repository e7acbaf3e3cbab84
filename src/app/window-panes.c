/* The panes lie above the views, and a space as wide keeps the views from under them. Where the views would
 * get too narrow there is no space: the pane goes, and covers the views when it is asked for. The toolkit has
 * neither breakpoints nor such a split view yet (libadwaita 1.4 has). */
#include "app/window-private.h"

/* What the panes take, and what the views want; narrower, words and panes make room. */
#define MIDDLE_WIDTH 480
#define HEADER_WIDTH 1320
#define SWITCHER_WIDTH 1240
#define PLAYBACK_WIDTH 860

static const struct {
  const char *property;
  int width;
  gboolean wanted;
} infos[COLLAPSAR_N_PANES] = {
  [COLLAPSAR_PANE_SIDEBAR] = { "show-sidebar", 300, TRUE },
  [COLLAPSAR_PANE_SETTINGS] = { "show-settings", 332, FALSE },
};

static int
space_of (CollapsarWindow *self, CollapsarPaneId id)
{
  return self->panes[id].shown && !self->panes[id].over ? infos[id].width : 0;
}

static void
set_shown (CollapsarWindow *self, CollapsarPaneId id, gboolean shown)
{
  if (self->panes[id].shown == shown)
    return;
  self->panes[id].shown = shown;
  g_object_notify (G_OBJECT (self), infos[id].property);
}

/* A pane that loses its place goes, and comes back with it. */
static void
place (CollapsarWindow *self, CollapsarPaneId id, int room)
{
  CollapsarPane *pane = &self->panes[id];
  gboolean over = room - infos[id].width < MIDDLE_WIDTH;
  if (pane->over == over)
    return;
  pane->over = over;
  set_shown (self, id, pane->wanted && !over);
  if (over)
    gtk_widget_add_css_class (GTK_WIDGET (pane->revealer), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (pane->revealer), "over");
}

static void
update (CollapsarWindow *self)
{
  int width = self->width;
  if (width == 0)
    return;
  place (self, COLLAPSAR_PANE_SETTINGS, width);
  place (self, COLLAPSAR_PANE_SIDEBAR, width - space_of (self, COLLAPSAR_PANE_SETTINGS));
  for (CollapsarPaneId id = 0; id < COLLAPSAR_N_PANES; id++) {
    gtk_revealer_set_reveal_child (self->panes[id].space, space_of (self, id) > 0);
    gtk_revealer_set_reveal_child (self->panes[id].revealer, self->panes[id].shown);
  }
  gtk_widget_set_visible (self->export_label, width >= HEADER_WIDTH);
  adw_view_switcher_set_policy (self->switcher, width >= SWITCHER_WIDTH ? ADW_VIEW_SWITCHER_POLICY_WIDE
                                                                        : ADW_VIEW_SWITCHER_POLICY_NARROW);
  int middle = width - space_of (self, COLLAPSAR_PANE_SIDEBAR) - space_of (self, COLLAPSAR_PANE_SETTINGS);
  collapsar_geometry_page_fit (self->geometry, middle);
  collapsar_transfer_page_fit (self->transfer, middle);
  collapsar_playback_bar_set_compact (self->playback, width < PLAYBACK_WIDTH);
}

void
collapsar_window_init_panes (CollapsarWindow *self)
{
  self->panes[COLLAPSAR_PANE_SIDEBAR].space = self->sidebar_space;
  self->panes[COLLAPSAR_PANE_SIDEBAR].revealer = self->sidebar_revealer;
  self->panes[COLLAPSAR_PANE_SETTINGS].space = self->settings_space;
  self->panes[COLLAPSAR_PANE_SETTINGS].revealer = self->settings_revealer;
  for (CollapsarPaneId id = 0; id < COLLAPSAR_N_PANES; id++) {
    gtk_widget_set_size_request (gtk_revealer_get_child (self->panes[id].space), infos[id].width, -1);
    collapsar_window_show_pane (self, id, infos[id].wanted);
  }
}

void
collapsar_window_show_pane (CollapsarWindow *self, CollapsarPaneId id, gboolean shown)
{
  if (!self->panes[id].over)
    self->panes[id].wanted = shown;
  set_shown (self, id, shown);
  update (self);
}

void
collapsar_window_adapt (CollapsarWindow *self, int width)
{
  if (self->width == width)
    return;
  self->width = width;
  update (self);
}
