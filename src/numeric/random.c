#include "numeric/random.h"

#include "numeric/simd.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Philox4x32's multipliers and Weyl increments (Random123, philox.h). */
#define MULTIPLIER_0 0xD2511F53u
#define MULTIPLIER_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define ROUNDS 10

static void
philox (const guint32 key[2], const guint32 counter[4], guint32 out[4])
{
  guint32 k0 = key[0], k1 = key[1];

  memcpy (out, counter, 4 * sizeof *out);
  for (int round = 0; round < ROUNDS; round++, k0 += WEYL_0, k1 += WEYL_1) {
    const guint64 p0 = (guint64)MULTIPLIER_0 * out[0], p1 = (guint64)MULTIPLIER_1 * out[2];
    const guint32 x1 = out[1], x3 = out[3];

    out[0] = (guint32)(p1 >> 32) ^ x1 ^ k0;
    out[1] = (guint32)p1;
    out[2] = (guint32)(p0 >> 32) ^ x3 ^ k1;
    out[3] = (guint32)p0;
  }
}

void
numeric_random_init (NumericRandom *random, guint64 seed, guint64 stream)
{
  *random = (NumericRandom){
    .key = { (guint32)seed, (guint32)(seed >> 32) },
    .counter = { 0, 0, (guint32)stream, (guint32)(stream >> 32) },
    .used = 4,
  };
}

NumericRandom
numeric_random_split (const NumericRandom *parent, const char *label)
{
  /* FNV-1a over the parent's stream and the label. */
  guint64 hash = 0xcbf29ce484222325u;
  NumericRandom child;

  for (int i = 0; i < 8; i++)
    hash = (hash ^ ((parent->counter[2 + i / 4] >> (8 * (i % 4))) & 0xff)) * 0x100000001b3u;
  for (const char *c = label; *c != '\0'; c++)
    hash = (hash ^ (guint8)*c) * 0x100000001b3u;
  numeric_random_init (&child, parent->key[0] | (guint64)parent->key[1] << 32, hash);
  return child;
}

guint32
numeric_random_next (NumericRandom *random)
{
  if (random->used == 4) {
    philox (random->key, random->counter, random->block);
    random->used = 0;
    if (++random->counter[0] == 0)
      random->counter[1]++;
  }
  return random->block[random->used++];
}

double
numeric_random_uniform (NumericRandom *random)
{
  const guint64 high = numeric_random_next (random) >> 5, low = numeric_random_next (random) >> 6;

  return (double)(high << 26 | low) * 0x1p-53;
}

guint32
numeric_random_below (NumericRandom *random, guint32 bound)
{
  /* Lemire 2019: the upper half of a product, rejecting the few that would be drawn too often. */
  guint32 rejected;
  guint64 product;

  g_return_val_if_fail (bound > 0, 0);

  rejected = -bound % bound;
  do
    product = (guint64)numeric_random_next (random) * bound;
  while ((guint32)product < rejected);
  return (guint32)(product >> 32);
}

double
numeric_random_normal (NumericRandom *random)
{
  const double radius = sqrt (-2.0 * log (1.0 - numeric_random_uniform (random)));

  return radius * cos (2.0 * G_PI * numeric_random_uniform (random));
}

/* Blocks that are worked on side by side, for the vector units. */
#define LANES 16

/* The four numbers of LANES blocks from `position` on: number i of a block is x[i][lane]. */
static inline void
philox_lanes (const NumericRandom *random, guint64 position, guint32 x[4][LANES])
{
  const guint32 c2 = random->counter[2], c3 = random->counter[3];

  for (guint lane = 0; lane < LANES; lane++) {
    guint32 k0 = random->key[0], k1 = random->key[1];
    guint32 x0 = (guint32)(position + lane), x1 = (guint32)((position + lane) >> 32), x2 = c2, x3 = c3;

#pragma GCC unroll 10
    for (int round = 0; round < ROUNDS; round++, k0 += WEYL_0, k1 += WEYL_1) {
      const guint64 p0 = (guint64)MULTIPLIER_0 * x0, p1 = (guint64)MULTIPLIER_1 * x2;

      x0 = (guint32)(p1 >> 32) ^ x1 ^ k0;
      x1 = (guint32)p1;
      x2 = (guint32)(p0 >> 32) ^ x3 ^ k1;
      x3 = (guint32)p0;
    }
    x[0][lane] = x0;
    x[1][lane] = x1;
    x[2][lane] = x2;
    x[3][lane] = x3;
  }
}

/* log (u) for 2^-24 <= u <= 1: u = m 2^e with m in sqrt (1/2) .. sqrt (2), and log (m) = 2 artanh (t) with
 * t = (m - 1) / (m + 1), whose series is good to single precision with four terms. */
static inline float
plain_log (float u)
{
  guint32 bits;
  float m, t, square;
  gint32 e;

  memcpy (&bits, &u, sizeof bits);
  e = (gint32)(bits - 0x3f3504f3) >> 23; /* the bits of sqrt (1/2) */
  bits -= (guint32)e << 23;
  memcpy (&m, &bits, sizeof m);
  t = (m - 1) / (m + 1);
  square = t * t;
  return (float)e * 0.69314718f + 2 * t * (1 + square * (1 / 3.0f + square * (1 / 5.0f + square / 7)));
}

/* sin (x) for 0 <= x <= pi / 2, by its series. */
static inline float
plain_sin (float x)
{
  const float square = x * x;

  return x
         * (1
            + square
                  * (-1 / 6.0f
                     + square
                           * (1 / 120.0f
                              + square * (-1 / 5040.0f + square * (1 / 362880.0f - square / 39916800)))));
}

/* Two normals of two numbers: the first is the radius, and of the second two bits are the quadrant and the
 * rest the angle in it. */
static inline void
box_muller (guint32 first, guint32 second, float *cosine, float *sine)
{
  const float radius = sqrtf (-2 * plain_log ((float)((first >> 8) + 1) * 0x1p-24f));
  const float angle = (float)((second >> 2) & 0xffffff) * (float)(G_PI / 2 * 0x1p-24);
  const float x = radius * plain_sin ((float)(G_PI / 2) - angle), y = radius * plain_sin (angle);

  *cosine = (second & 0x80000000) != 0 ? -x : x;
  *sine = (second & 0x40000000) != 0 ? -y : y;
}

/* Normal i of block b is values[4 b + i]. */
NUMERIC_MULTIVERSION static void
normal_lanes (const NumericRandom *random, guint64 position, float values[4 * LANES])
{
  guint32 x[4][LANES];
  float z[4][LANES];

  philox_lanes (random, position, x);
  for (guint lane = 0; lane < LANES; lane++) {
    box_muller (x[0][lane], x[1][lane], &z[0][lane], &z[1][lane]);
    box_muller (x[2][lane], x[3][lane], &z[2][lane], &z[3][lane]);
  }
  for (guint lane = 0; lane < LANES; lane++)
    for (guint i = 0; i < 4; i++)
      values[4 * lane + i] = z[i][lane];
}

void
numeric_random_normals (NumericRandom *random, float *values, gsize count)
{
  guint64 position = random->counter[0] | (guint64)random->counter[1] << 32;
  float drawn[4 * LANES];

  for (gsize first = 0; first < count; first += 4 * LANES) {
    const gsize part = MIN (4 * LANES, count - first);

    normal_lanes (random, position, drawn);
    memcpy (values + first, drawn, part * sizeof *values);
    position += (part + 3) / 4;
  }
  random->counter[0] = (guint32)position;
  random->counter[1] = (guint32)(position >> 32);
  random->used = 4;
}

/* The logarithm of a gamma variable of shape a >= 1, scale 1. */
static double
log_gamma_variable (NumericRandom *random, double a)
{
  const double d = a - 1 / 3.0, c = 1 / sqrt (9 * d);

  for (;;) {
    const double x = numeric_random_normal (random), v = pow (1 + c * x, 3);
    const double u = 1 - numeric_random_uniform (random); /* above 0 */

    if (v > 0 && log (u) < x * x / 2 + d - d * v + d * log (v))
      return log (d * v);
  }
}

/* Shapes below 1 are made of a + 1 by a factor of u^(1/a), in logarithms, as it is soon too small for a
 * double; so near 0 that the logarithms are too large, too, all shapes are the same toss of a coin. */
double
numeric_random_beta (NumericRandom *random, double a, double b)
{
  const double x
      = log_gamma_variable (random, a + 1) + log (1 - numeric_random_uniform (random)) / MAX (a, 1e-300);
  const double y
      = log_gamma_variable (random, b + 1) + log (1 - numeric_random_uniform (random)) / MAX (b, 1e-300);

  return 1 / (1 + exp (y - x));
}

void
numeric_random_shuffle (NumericRandom *random, guint32 *values, gsize count)
{
  for (gsize i = count; i > 1; i--) {
    const guint32 j = numeric_random_below (random, (guint32)i);
    const guint32 swapped = values[i - 1];

    values[i - 1] = values[j];
    values[j] = swapped;
  }
}

#define STATE_FORMAT "philox4x32-10 %08x %08x %08x %08x %08x %08x %u"

char *
numeric_random_to_string (const NumericRandom *random)
{
  return g_strdup_printf (STATE_FORMAT, random->key[0], random->key[1], random->counter[0],
                          random->counter[1], random->counter[2], random->counter[3], random->used);
}

gboolean
numeric_random_from_string (NumericRandom *random, const char *text)
{
  NumericRandom read = { .used = 4 };
  g_autofree char *again = NULL;

  if (sscanf (text, STATE_FORMAT, &read.key[0], &read.key[1], &read.counter[0], &read.counter[1],
              &read.counter[2], &read.counter[3], &read.used)
          != 7
      || read.used > 4)
    return FALSE;
  /* sscanf takes more than what is written: signs, blanks, fewer digits, something after the end. */
  again = numeric_random_to_string (&read);
  if (!g_str_equal (text, again))
    return FALSE;
  if (read.used < 4) {
    /* The block under way is that of the counter before. */
    guint32 before[4]
        = { read.counter[0] - 1, read.counter[1] - (read.counter[0] == 0), read.counter[2], read.counter[3] };

    philox (read.key, before, read.block);
  }
  *random = read;
  return TRUE;
}
