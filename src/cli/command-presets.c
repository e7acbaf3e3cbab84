#include "cli/cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static void
print_preset (const char *name, const RegimeComparison *comparison)
{
  const Regime *base = regime_comparison_base (comparison);
  g_autofree char *summary = regime_summary (base);
  guint n = regime_comparison_n_variants (comparison);
  printf ("%s\n    %s (%s)\n    %s\n", name, regime_name (base), summary, regime_about (base));
  for (guint v = 0; n > 1 && v < n; v++)
    printf ("%s%s%s", v == 0 ? _ ("    variants: ") : ", ", regime_comparison_variant_name (comparison, v),
            v == n - 1 ? "\n" : "");
}

static int
list (void)
{
  const char *const *names = regime_preset_names ();
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (names[i], &error);
    if (comparison == NULL) {
      cli_complain ("%s", error->message);
      return CLI_FAILED;
    }
    print_preset (names[i], comparison);
  }
  return CLI_DONE;
}

/* A preset as a file, or one of its variants: "NAME:VARIANT". */
static char *
read_text (const char *name, GError **error)
{
  g_autoptr (Regime) regime = regime_new_preset (name, error);
  if (regime == NULL)
    return NULL;
  if (strchr (name, ':') != NULL)
    return regime_to_text (regime);
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (name, error);
  return comparison == NULL ? NULL : regime_comparison_to_text (comparison);
}

int
cli_presets (int argc, char **argv)
{
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  if (!cli_parse (argc, argv, _ ("[NAME[:VARIANT]]"),
                  _ ("List the regimes that ship, or print one as a regime file to start from."),
                  _ ("collapsar-cli presets watch-collapse > mine.regime\ncollapsar-cli train mine.regime"),
                  NULL, &rest))
    return CLI_USAGE;
  if (rest[0] == NULL)
    return list ();
  g_autofree char *text = rest[1] == NULL ? read_text (rest[0], &error) : NULL;
  if (text == NULL) {
    cli_complain ("%s", error != NULL ? error->message : _ ("presets takes one name"));
    return CLI_USAGE;
  }
  fputs (text, stdout);
  return CLI_DONE;
}
