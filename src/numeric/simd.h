/* Function multi-versioning for element-wise kernels: compiled for plain x86-64, AVX2 and AVX-512 and chosen
 * when the program is loaded, so that the binary starts on any x86-64. The sanitizers' run-time is not ready
 * when the choice is made, so their builds do without. No kernel adds up in another order for it: results are
 * the same, but where a file fuses products with sums, which AVX-512 can (winograd.c). */
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)        \
    && !defined(__SANITIZE_THREAD__)
#define NUMERIC_MULTIVERSION __attribute__ ((target_clones ("default", "avx2", "avx512f")))
#else
#define NUMERIC_MULTIVERSION
#endif
