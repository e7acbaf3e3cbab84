/* IEEE 754 binary16, which files hold and processors of old do not know. */
#pragma once

#include <glib.h>
#include <math.h>

static inline double
numeric_half_to_double (guint16 bits)
{
  const int exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;
  double value;

  if (exponent == 0x1f)
    value = fraction == 0 ? INFINITY : NAN;
  else
    value = exponent == 0 ? ldexp (fraction, -24) : ldexp (fraction + 1024, exponent - 25);
  return bits & 0x8000 ? -value : value;
}
