#include "app/frame-meter.h"

#include <glib/gi18n.h>

struct _CollapsarFrameMeter {
  GtkWidget *widget;
  guint tick;
  gint64 before;     /* microseconds; 0: none yet */
  GArray *intervals; /* of double, milliseconds */
};

/* A tick callback that goes on asking keeps the clock running: frames that nothing moves in count too.
 * g_get_monotonic_time and not the clock's frame time, which is rounded to the refresh rate and so hides
 * small delays. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarFrameMeter *meter = user_data;
  gint64 now = g_get_monotonic_time ();
  if (meter->before != 0) {
    double interval = (double)(now - meter->before) / 1000.0;
    g_array_append_val (meter->intervals, interval);
  }
  meter->before = now;
  return G_SOURCE_CONTINUE;
}

static void
on_unmap (CollapsarFrameMeter *meter)
{
  meter->before = 0;
}

CollapsarFrameMeter *
collapsar_frame_meter_new (GtkWidget *widget)
{
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  CollapsarFrameMeter *meter = g_new0 (CollapsarFrameMeter, 1);
  meter->widget = widget;
  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *)&meter->widget);
  meter->intervals = g_array_new (FALSE, FALSE, sizeof (double));
  meter->tick = gtk_widget_add_tick_callback (widget, on_tick, meter, NULL);
  g_signal_connect_swapped (widget, "unmap", G_CALLBACK (on_unmap), meter);
  return meter;
}

void
collapsar_frame_meter_free (CollapsarFrameMeter *meter)
{
  if (meter == NULL)
    return;
  if (meter->widget != NULL) {
    gtk_widget_remove_tick_callback (meter->widget, meter->tick);
    g_signal_handlers_disconnect_by_data (meter->widget, meter);
    g_object_remove_weak_pointer (G_OBJECT (meter->widget), (gpointer *)&meter->widget);
  }
  g_array_unref (meter->intervals);
  g_free (meter);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double
quantile (GArray *sorted, double share)
{
  return g_array_index (sorted, double, (guint)(share * (sorted->len - 1) + 0.5));
}

char *
collapsar_frame_meter_report (CollapsarFrameMeter *meter)
{
  g_return_val_if_fail (meter != NULL, NULL);

  guint n = meter->intervals->len;
  if (n == 0)
    return g_strdup (_ ("no frames"));
  g_autoptr (GArray) sorted = g_array_copy (meter->intervals);
  g_array_sort (sorted, compare_doubles);
  double sum = 0.0;
  for (guint i = 0; i < n; i++)
    sum += g_array_index (sorted, double, i);
  return g_strdup_printf (_ ("%u frames, median %.1f ms, 99 %% %.1f ms, worst %.1f ms, %.1f a second"), n,
                          quantile (sorted, 0.5), quantile (sorted, 0.99), quantile (sorted, 1.0),
                          1000.0 * n / sum);
}
