/* GCC's vector extension and constant tile sizes; the sizes are those that keep the tile in the registers of
 * each instruction set. The instruction set is chosen at the first use. */
#include "network/convolution-kernel.h"

/* The project does without fused products elsewhere; here they are half of the speed. */
#pragma GCC optimize("fp-contract=fast")

#define LANES NETWORK_CONVOLUTION_LANES
#define MOST_RUN 7

typedef real Vector __attribute__ ((vector_size (LANES * sizeof (real)), aligned (sizeof (real))));

static inline __attribute__ ((always_inline)) real *
c_row (const NetworkConvolutionTile *t, int row, int run)
{
  return t->c + (row / run) * t->c_jump + (gsize)(row % run) * t->c_step;
}

static inline __attribute__ ((always_inline)) void
tile_body (const NetworkConvolutionTile *t, const int run, const int groups, const int vectors)
{
  Vector sums[2 * MOST_RUN][2];

  for (int i = 0; i < run * groups; i++)
    for (int v = 0; v < vectors; v++) {
      sums[i][v] = t->add ? *(const Vector *)(c_row (t, i, run) + v * LANES) : (Vector){ 0 };
      /* It is far away, and the stores would wait for it. */
      if (!t->add)
        __builtin_prefetch (c_row (t, i, run) + v * LANES, 1);
    }
  for (gsize s = 0; s < t->n_stretches; s++) {
    const real *a = t->a + t->a_starts[s], *b = t->b + t->b_starts[s];

    for (gsize j = 0; j < t->length; j++, a += t->a_next, b += t->b_next) {
      Vector factors[2];

      for (int v = 0; v < vectors; v++)
        factors[v] = *(const Vector *)(b + v * LANES);
#pragma GCC unroll 7
      for (int i = 0; i < run; i++)
        for (int v = 0; v < vectors; v++)
          sums[i][v] += a[(gsize)i * t->a_step] * factors[v];
      if (groups == 2) {
        const real *second = a + t->a_jump;
#pragma GCC unroll 7
        for (int i = 0; i < run; i++)
          for (int v = 0; v < vectors; v++)
            sums[run + i][v] += second[(gsize)i * t->a_step] * factors[v];
      }
    }
  }
  for (int i = 0; i < run * groups; i++)
    for (int v = 0; v < vectors; v++)
      *(Vector *)(c_row (t, i, run) + v * LANES) = sums[i][v];
}

#define DEFINE_TILE(isa, target, run, groups, vectors)                                                       \
  target static void tile_##isa##_##run##_##groups##_##vectors (const NetworkConvolutionTile *tile)          \
  {                                                                                                          \
    tile_body (tile, run, groups, vectors);                                                                  \
  }
#define DEFINE_RUN(isa, target, run, vectors)                                                                \
  DEFINE_TILE (isa, target, run, 1, vectors)                                                                 \
  DEFINE_TILE (isa, target, run, 2, vectors)
#define TILES(isa, run, vectors)                                                                             \
  {                                                                                                          \
    tile_##isa##_##run##_1_##vectors, tile_##isa##_##run##_2_##vectors                                       \
  }

#define PLAIN_TARGET
DEFINE_RUN (plain, PLAIN_TARGET, 1, 1)
static const NetworkConvolutionFunc plain_tiles[][2] = { TILES (plain, 1, 1) };

#if defined(__x86_64__)
#define AVX2_TARGET __attribute__ ((target ("avx2,fma")))
DEFINE_RUN (avx2, AVX2_TARGET, 1, 1)
DEFINE_RUN (avx2, AVX2_TARGET, 2, 1)
DEFINE_RUN (avx2, AVX2_TARGET, 3, 1)
static const NetworkConvolutionFunc avx2_tiles[][2]
    = { TILES (avx2, 1, 1), TILES (avx2, 2, 1), TILES (avx2, 3, 1) };

#define AVX512_TARGET __attribute__ ((target ("avx512f")))
#define DEFINE_AVX512(vectors)                                                                               \
  DEFINE_RUN (avx512, AVX512_TARGET, 1, vectors)                                                             \
  DEFINE_RUN (avx512, AVX512_TARGET, 2, vectors)                                                             \
  DEFINE_RUN (avx512, AVX512_TARGET, 3, vectors)                                                             \
  DEFINE_RUN (avx512, AVX512_TARGET, 4, vectors)                                                             \
  DEFINE_RUN (avx512, AVX512_TARGET, 5, vectors)                                                             \
  DEFINE_RUN (avx512, AVX512_TARGET, 6, vectors)                                                             \
  DEFINE_RUN (avx512, AVX512_TARGET, 7, vectors)
#define AVX512_TILES(vectors)                                                                                \
  TILES (avx512, 1, vectors), TILES (avx512, 2, vectors), TILES (avx512, 3, vectors),                        \
      TILES (avx512, 4, vectors), TILES (avx512, 5, vectors), TILES (avx512, 6, vectors),                    \
      TILES (avx512, 7, vectors)
DEFINE_AVX512 (1)
DEFINE_AVX512 (2)
static const NetworkConvolutionFunc avx512_tiles[][2] = { AVX512_TILES (1), AVX512_TILES (2) };
#endif

/* tiles[(vectors - 1) run + rows - 1][groups - 1] */
typedef struct {
  const NetworkConvolutionFunc (*tiles)[2];
  guint run, vectors;
} Kernels;

/* The best kernels of the processor, or lesser ones that the environment names; what it names and the
 * processor has not is passed over. */
static const Kernels *
choose_kernels (void)
{
  static const Kernels plain = { plain_tiles, 1, 1 };
  const char *wanted = g_getenv ("COLLAPSAR_CONVOLUTION");
#if defined(__x86_64__)
  static const Kernels avx2 = { avx2_tiles, 3, 1 }, avx512 = { avx512_tiles, MOST_RUN, 2 };

  __builtin_cpu_init ();
  if ((wanted == NULL || g_str_equal (wanted, "avx512")) && __builtin_cpu_supports ("avx512f"))
    return &avx512;
  if (g_strcmp0 (wanted, "plain") != 0 && __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return &avx2;
#endif
  return &plain;
}

static const Kernels *
kernels (void)
{
  static gsize chosen;

  if (g_once_init_enter (&chosen))
    g_once_init_leave (&chosen, (gsize)choose_kernels ());
  return (const Kernels *)chosen;
}

guint
network_convolution_run (void)
{
  return kernels ()->run;
}

guint
network_convolution_vectors (void)
{
  return kernels ()->vectors;
}

NetworkConvolutionFunc
network_convolution_func (guint run, guint groups, guint vectors)
{
  const Kernels *k = kernels ();

  return k->tiles[(vectors - 1) * k->run + run - 1][groups - 1];
}
