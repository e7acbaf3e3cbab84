#include "app/appearance.h"

#include <adwaita.h>

PlotThemeKind
collapsar_appearance_kind (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);
  if (adw_style_manager_get_high_contrast (manager))
    return dark ? PLOT_THEME_HIGH_CONTRAST_DARK : PLOT_THEME_HIGH_CONTRAST;
  return dark ? PLOT_THEME_DARK : PLOT_THEME_LIGHT;
}

const PlotTheme *
collapsar_appearance_theme (void)
{
  return plot_theme (collapsar_appearance_kind ());
}

void
collapsar_appearance_follow (GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
}

void
collapsar_appearance_draw_focus (GtkWidget *widget, GtkSnapshot *snapshot, float radius)
{
  if (!gtk_widget_has_visible_focus (widget))
    return;
  PlotColour accent = collapsar_appearance_theme ()->accent;
  GdkRGBA colour = { (float)accent.red, (float)accent.green, (float)accent.blue, 0.7f };
  GskRoundedRect outline;
  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)),
      radius);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                              (GdkRGBA[4]){ colour, colour, colour, colour });
}
