/* Eases what a scene draws from one picture to the next, so that a paced run is seen moving and not jumping;
 * plain data, tested without a widget. Times are the frame clock's microseconds. */
#pragma once

#include "app/projector.h"

typedef struct _CollapsarTween CollapsarTween;

CollapsarTween *collapsar_tween_new (void);
/* Without a picture, as at first. */
void collapsar_tween_clear (CollapsarTween *tween);
void collapsar_tween_free (CollapsarTween *tween);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarTween, collapsar_tween_free)

/* From what is drawn now to picture (ref'd) in `duration`; at once when it is 0, or when the two have no
 * points in common (another run, another number of points). The same snapshot, split and projection again
 * change words only: what moves goes on moving. */
void collapsar_tween_to (CollapsarTween *tween, CollapsarPicture *picture, gint64 now, gint64 duration);
/* Moves on to `now`; TRUE while not there yet. */
gboolean collapsar_tween_advance (CollapsarTween *tween, gint64 now);
/* The picture it moves to; NULL at first. */
CollapsarPicture *collapsar_tween_picture (CollapsarTween *tween);
/* What to draw now; an empty scene at first. Lasts until the next call of the others. */
const PlotScene *collapsar_tween_scene (CollapsarTween *tween);
