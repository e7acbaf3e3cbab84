/* Frame times of a widget from its frame clock: what the hidden option --frame-times prints. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _CollapsarFrameMeter CollapsarFrameMeter;

/* Counts the intervals between frames of widget's clock from now on. */
CollapsarFrameMeter *collapsar_frame_meter_new (GtkWidget *widget);
void collapsar_frame_meter_free (CollapsarFrameMeter *meter);
/* "612 frames, median 16.7 ms, 99 % 17.9 ms, worst 24.1 ms, 59.9 a second"; free with g_free. */
char *collapsar_frame_meter_report (CollapsarFrameMeter *meter);

G_END_DECLS
