#include "cli/cli.h"

#include <glib/gi18n.h>
#include <stdio.h>

int
cli_keys (int argc, char **argv)
{
  g_auto (GStrv) rest = NULL;
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  if (!cli_parse (
          argc, argv, NULL, _ ("List the settings of a regime: name, default, what is allowed, meaning."),
          _ ("In a regime file a setting SECTION.KEY stands as KEY=VALUE below [SECTION]; on the command\n"
             "line it is --set SECTION.KEY=VALUE."),
          NULL, &rest))
    return CLI_USAGE;
  if (rest[0] != NULL) {
    cli_complain (_ ("keys takes no argument"));
    return CLI_USAGE;
  }
  for (gsize i = 0; i < n; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    g_autofree char *allowed = regime_key_allowed (&keys[i]);
    printf ("%s=%s\n    %s\n    %s\n", name, keys[i].fallback, allowed, _ (keys[i].help));
    if (keys[i].only_with != NULL)
      printf (_ ("    only with %s; ignored otherwise\n"), keys[i].only_with);
  }
  return CLI_DONE;
}
