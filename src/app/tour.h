/* CollapsarTour: the grand tour of scenes side by side as a plain object, tested without a widget: one time
 * for all, and for each number of axes one frame, so that what is of one class moves alike. */
#pragma once

#include <glib-object.h>

#include "collapse/tour.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TOUR (collapsar_tour_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTour, collapsar_tour, COLLAPSAR, TOUR, GObject)

/* Properties: "playing" (boolean), "speed" (double, 1 at first, of COLLAPSE_TOUR_SPEED). Signal "changed": it
 * was moved otherwise than by collapsar_tour_advance. */
CollapsarTour *collapsar_tour_new (void);
/* To the time of a frame (the frame clock's microseconds) while it plays; the first frame and those of one
 * time move nothing. TRUE while it plays. */
gboolean collapsar_tour_advance (CollapsarTour *self, gint64 now);
/* By seconds at speed 1, either way. */
void collapsar_tour_step (CollapsarTour *self, double seconds);
/* The frame of scenes with so many axes, 3 x n_axes; lasts until the tour moves. */
NumericMatrix64 collapsar_tour_frame (CollapsarTour *self, guint n_axes);
/* Seconds since its beginning. */
double collapsar_tour_get_time (CollapsarTour *self);
void collapsar_tour_set_frame (CollapsarTour *self, NumericMatrix64 frame);
/* Whether that of scenes with so many axes was set: the time does not say then where it is. */
gboolean collapsar_tour_is_set (CollapsarTour *self, guint n_axes);
/* Back to the beginning. */
void collapsar_tour_reset (CollapsarTour *self);
/* Where it is, as text to be remembered; free with g_free. Other text than such is ignored. */
char *collapsar_tour_to_text (CollapsarTour *self);
void collapsar_tour_set_text (CollapsarTour *self, const char *text);

G_END_DECLS
