/* Seeded random numbers: Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as
 * 1, 2, 3", SC 2011), a counter-based generator.
 *
 * The key is the seed and the upper half of the counter the stream, so streams split without overlap; the
 * whole state is plain data that can be copied, written down and taken up again. Same seed, same bits, on
 * every machine for the integers and uniforms. */
#pragma once

#include <glib.h>

typedef struct {
  guint32 key[2];     /* the seed */
  guint32 counter[4]; /* [0..1] position, [2..3] stream */
  guint32 block[4];   /* the four numbers at the counter before */
  guint32 used;       /* how many of block are used up, 0..4 */
} NumericRandom;

/* The first number of stream `stream` of `seed`. */
void numeric_random_init (NumericRandom *random, guint64 seed, guint64 stream);

/* A generator on a stream of its own, named by `label` below the stream of `parent`; parent is not advanced.
 * The same label gives the same stream. */
NumericRandom numeric_random_split (const NumericRandom *parent, const char *label);

guint32 numeric_random_next (NumericRandom *random);
/* Uniform in [0, 1), 53 bits. */
double numeric_random_uniform (NumericRandom *random);
/* Uniform in 0 .. bound - 1 without bias; bound > 0. */
guint32 numeric_random_below (NumericRandom *random, guint32 bound);
/* Standard normal (Box-Muller, the cosine branch). */
double numeric_random_normal (NumericRandom *random);
/* `count` standard normals (Box-Muller, both branches), four from each four numbers, the first from the next
 * four that are whole; in single precision, within 5.8 standard deviations, and many times faster. */
void numeric_random_normals (NumericRandom *random, float *values, gsize count);
/* Beta (a, b), a > 0, b > 0: x / (x + y) of two gamma variables, each by Marsaglia, Tsang, "A simple method
 * for generating gamma variables", ACM TOMS 26 (2000). */
double numeric_random_beta (NumericRandom *random, double a, double b);
/* Puts values[0 .. count - 1] in random order (Fisher-Yates). */
void numeric_random_shuffle (NumericRandom *random, guint32 *values, gsize count);

/* The state as text, and back; FALSE when text is no such state. Free the text with g_free. */
char *numeric_random_to_string (const NumericRandom *random);
gboolean numeric_random_from_string (NumericRandom *random, const char *text);
