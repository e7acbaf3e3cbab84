/* A grand tour (Asimov, "The grand tour", SIAM J. Sci. Stat. Comput. 6, 1985): a frame of three orthonormal
 * directions that wanders through all p dimensions, from one random frame to the next, so that in time every
 * view of the class means is seen. Between two frames it takes the geodesic of the spaces that they span: the
 * shortest way, without a turn within the space itself, which is the camera's (Buja, Cook, Asimov, Hurley,
 * "Computational methods for high-dimensional rotations in data visualization", Handbook of Statistics 24,
 * 2005).
 *
 * p is K - 1, the coordinates of a projection of kind COLLAPSE_PROJECTION_TOUR. It begins with the frame of
 * the balanced projection. With p <= 3 there is nothing to tour: that frame stays. */
#pragma once

#include "numeric/matrix.h"

/* The tour that the window and figures take. */
#define COLLAPSE_TOUR_SEED 1
/* Radians a second along the geodesic. */
#define COLLAPSE_TOUR_SPEED 0.3
/* Seconds; longer tours are not taken up again. */
#define COLLAPSE_TOUR_LONGEST 100000

typedef struct _CollapseTour CollapseTour;

/* The same seed gives the same tour. */
CollapseTour *collapse_tour_new (guint n_axes, guint64 seed);
void collapse_tour_free (CollapseTour *tour);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapseTour, collapse_tour_free)

guint collapse_tour_n_axes (const CollapseTour *tour);
guint64 collapse_tour_seed (const CollapseTour *tour);
/* Seconds from its beginning at COLLAPSE_TOUR_SPEED. */
double collapse_tour_time (const CollapseTour *tour);
/* To a time, either way; not before 0, nor before the time of collapse_tour_set_frame. The frame depends on
 * the time alone, to the bit, and not on the steps that led there. */
void collapse_tour_seek (CollapseTour *tour, double time);
/* 3 x p; lasts until the tour moves. */
NumericMatrix64 collapse_tour_frame (const CollapseTour *tour);
/* Puts a frame (3 x p, orthonormal rows) in place of the present one; from there the tour goes on to the
 * target that it was on the way to. */
void collapse_tour_set_frame (CollapseTour *tour, NumericMatrix64 frame);
/* Whether its frame was set: its time says no longer where it is. */
gboolean collapse_tour_is_set (const CollapseTour *tour);

/* Makes a frame (3 x p) exactly orthonormal that is so but for the rounding of numbers in a text, 1e-6: the
 * nearest one. FALSE, and nothing is changed, where it is further from it. */
gboolean collapse_frame_straighten (NumericMatrix64 frame);

/* The tour as text, and back to the bit; NULL where text is no tour. Free with g_free. */
char *collapse_tour_to_text (const CollapseTour *tour);
CollapseTour *collapse_tour_from_text (const char *text);

/* Of all orthonormal frames that see the point (p numbers) at `place`, the one nearest to `frame` (3 x p) in
 * the sum of squares: the least turn that brings it there. A place that is further away than the point is
 * long is brought nearer. FALSE where p < 4 or the point is 0: nothing can be turned. out is 3 x p. */
gboolean
collapse_frame_place (NumericMatrix64 frame, const double *point, const double place[3], NumericMatrix64 out);
