/* A team of threads that share out blocks of work.
 *
 * The work is cut by its owner into blocks whose size depends on the problem and never on the team; what a
 * block writes belongs to it alone, and sums over blocks are added by the owner in the order of the blocks.
 * So results do not depend, to the last bit, on how many threads there are. */
#pragma once

#include <glib.h>

typedef struct _NumericTeam NumericTeam;

/* Does block `block`, 0 <= block < n_blocks. `member` is 0 .. size - 1, for scratch memory. */
typedef void (*NumericTeamFunc) (gsize block, guint member, gpointer data);

/* A team of `size` (1 ..) threads, the caller of numeric_team_run included; its threads take the nice value
 * of the thread that makes it. They spin a short while between two runs, then sleep. */
NumericTeam *numeric_team_new (guint size);
/* Joins the threads. NULL is allowed. */
void numeric_team_free (NumericTeam *team);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NumericTeam, numeric_team_free)

/* 1 for NULL. */
guint numeric_team_size (const NumericTeam *team);

/* Calls func for every block and returns when all are done; a NULL team does them in order on the caller. Not
 * to be called from two threads at once or from within func. */
void numeric_team_run (NumericTeam *team, gsize n_blocks, NumericTeamFunc func, gpointer data);
