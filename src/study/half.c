/* By whole numbers and one float addition, without branches, so that compilers do many at a time; every
 * x86-64 can do it, F16C or not. */
#include "study/half.h"

#include "numeric/simd.h"

#include <string.h>

#define SIGN 0x80000000u
#define INFINITE (0xffu << 23)
/* 2^16, the first float that is infinite as a half, and 2^-14, the least that is normal. */
#define TOO_LARGE ((127u + 16) << 23)
#define LEAST_NORMAL ((127u - 14) << 23)
/* Adding 1/2 puts the bits of a float below 2^-14 where those of a half's denormals are. */
#define DENORMAL_MAGIC ((127u - 1) << 23)

static inline float
as_float (guint32 bits)
{
  float value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline guint32
as_bits (float value)
{
  guint32 bits;
  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static inline guint16
half_from_float (float value)
{
  guint32 bits = as_bits (value), sign = bits & SIGN;
  bits ^= sign;
  guint32 special = bits > INFINITE ? 0x7e00 : 0x7c00;
  guint32 denormal = as_bits (as_float (bits) + as_float (DENORMAL_MAGIC)) - DENORMAL_MAGIC;
  /* The exponent's bias from 127 to 15; rounded at bit 13, ties to even. */
  guint32 normal = (bits - ((127u - 15) << 23) + 0xfff + (bits >> 13 & 1)) >> 13;
  guint32 half = bits >= TOO_LARGE ? special : bits < LEAST_NORMAL ? denormal : normal;
  return (guint16)(half | sign >> 16);
}

static inline float
float_from_half (guint16 half)
{
  guint32 bits = (half & 0x7fffu) << 13, exponent = bits & (0x1fu << 23);
  guint32 normal = bits + ((127u - 15) << 23);
  guint32 special = bits + ((127u - 15 + 128 - 16) << 23);
  guint32 denormal = as_bits (as_float (bits + ((127u - 14) << 23)) - as_float (LEAST_NORMAL));
  guint32 value = exponent == 0x1fu << 23 ? special : exponent == 0 ? denormal : normal;
  return as_float (value | (half & 0x8000u) << 16);
}

NUMERIC_MULTIVERSION void
study_half_from_floats (guint16 *halves, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    halves[i] = half_from_float (values[i]);
}

NUMERIC_MULTIVERSION void
study_half_to_floats (float *values, const guint16 *halves, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = float_from_half (halves[i]);
}
