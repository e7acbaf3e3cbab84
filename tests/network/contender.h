/* What benchmarks compare: networks of ours and commands that print their rate, such as PyTorch's scripts. */
#pragma once

#include "support.h"

#define CONTENDER_BATCH 128
#define CONTENDER_CLASSES 10
#define CONTENDER_TURNS 7

typedef struct {
  const char *name;
  NumericTeam *team;
  Network *network; /* NULL for a command */
  NetworkOptimiser *optimiser;
  const char *command[6];
  const char *kernel; /* OPENBLAS_CORETYPE for the command, NULL for none */
  const char *threads;
  double rates[CONTENDER_TURNS]; /* samples a second, rising once all have competed */
} Contender;

/* OpenBLAS's kernels that are tried; NULL-terminated. */
extern const char *const contender_kernels[];

/* A network of ours, trained by SGD with momentum. */
Contender contender_ours (const char *name, guint threads, const NetworkDesign *design);
void contender_clear (Contender *contender);
/* Of the command; 0 when it fails, as where the processor cannot run the kernels. */
double contender_command_rate (const Contender *contender);
/* The command `program --limit argument` with the fastest kernels. */
Contender contender_limit (const char *name, const char *program, const char *argument);
/* Samples a second of `step`, called for a mini-batch at a time: the best of several rounds. */
double contender_rate (void (*step) (gpointer data), gpointer data);
/* All take turns, so that what else the machine does meets all of them; then prints each one's best and
 * median. */
void contender_compete (Contender *contenders, gsize count);
void contender_print_ratio (const char *what, const Contender *of, const Contender *to, double aim);
