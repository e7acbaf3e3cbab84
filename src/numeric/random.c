#include "numeric/random.h"

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
