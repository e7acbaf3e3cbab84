/* Names of several beside each other. */
#pragma once

#include <glib.h>

/* How many bytes n names begin with alike, up to and with ": ", as those of a preset's variants do:
 * 17 of "Projection head: 1 layer" and "Projection head: 2 layers". 0 for fewer than two names. */
gsize view_names_prefix (const char *const *names, gsize n);
