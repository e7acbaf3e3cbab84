#include "cli/cli.h"

#include <glib/gi18n.h>
#include <stdio.h>

static int
list (void)
{
  const char *const *names = regime_preset_names ();
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (Regime) regime = regime_new_preset (names[i], &error);
    if (regime == NULL) {
      cli_complain ("%s", error->message);
      return CLI_FAILED;
    }
    g_autofree char *summary = regime_summary (regime);
    printf ("%s\n    %s (%s)\n    %s\n", names[i], regime_name (regime), summary, regime_about (regime));
  }
  return CLI_DONE;
}

int
cli_presets (int argc, char **argv)
{
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  if (!cli_parse (argc, argv, _ ("[NAME]"),
                  _ ("List the regimes that ship, or print one as a regime file to start from."),
                  _ ("collapsar-cli presets watch-collapse > mine.regime\ncollapsar-cli train mine.regime"),
                  NULL, &rest))
    return CLI_USAGE;
  if (rest[0] == NULL)
    return list ();
  g_autoptr (Regime) regime = rest[1] == NULL ? regime_new_preset (rest[0], &error) : NULL;
  if (regime == NULL) {
    cli_complain ("%s", error != NULL ? error->message : _ ("presets takes one name"));
    return CLI_USAGE;
  }
  g_autofree char *text = regime_to_text (regime);
  fputs (text, stdout);
  return CLI_DONE;
}
