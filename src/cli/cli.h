/* collapsar-cli: what its subcommands share. stdout is data, stderr is talk. */
#pragma once

#include <glib.h>

#include "training/regime-comparison.h"
#include "training/trainer.h"

enum {
  CLI_DONE = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,         /* what was asked for cannot be: option, name, key, value */
  CLI_INTERRUPTED = 130, /* as a shell says it of SIGINT */
};

/* One subcommand; argv[0] is its name. Returns the exit code. */
typedef int (*CliFunc) (int argc, char **argv);

int cli_compare (int argc, char **argv);
int cli_data (int argc, char **argv);
int cli_epochs (int argc, char **argv);
int cli_export (int argc, char **argv);
int cli_figure (int argc, char **argv);
int cli_keys (int argc, char **argv);
int cli_presets (int argc, char **argv);
int cli_resume (int argc, char **argv);
int cli_runs (int argc, char **argv);
int cli_train (int argc, char **argv);
int cli_transfer (int argc, char **argv);

/* Parses argv with `entries` (NULL for none); --help prints and ends the program. FALSE after telling what is
 * wrong: a usage error. *rest gets the arguments that are no options; free with g_strfreev. */
gboolean cli_parse (int argc,
                    char **argv,
                    const char *parameters,
                    const char *summary,
                    const char *description,
                    const GOptionEntry *entries,
                    char ***rest);

/* "collapsar-cli: MESSAGE" to stderr. */
void cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The exit code for an error: CLI_USAGE where it is the regime's or the data set's name or settings that
 * cannot be. */
int cli_code_of (const GError *error);

/* Text filled up with spaces to `width` characters, for columns; free with g_free. */
char *cli_pad (const char *text, guint width);

/* The regimes that an argument names, with the settings of --set (NULL for none) changed; NULL after telling
 * what is wrong: a usage error. A regime without a name is called as its file. */
RegimeComparison *cli_read_regimes (const char *argument, char **set);
/* Whether --threads can be so many; FALSE after telling what is allowed. */
gboolean cli_check_threads (int threads);

/* Ctrl-C: once asks the trainers that are watched to stop, the second time ends the program. */
void cli_interrupt_begin (void);
void cli_interrupt_watch (Trainer *trainer);
void cli_interrupt_unwatch (Trainer *trainer);
gboolean cli_interrupted (void);
