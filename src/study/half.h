/* Half precision (IEEE 754 binary16). Internal to the folder. */
#pragma once

#include <glib.h>

/* To the nearest half, ties to even; beyond 65504 infinity. */
void study_half_from_floats (guint16 *halves, const float *values, gsize n);
void study_half_to_floats (float *values, const guint16 *halves, gsize n);
