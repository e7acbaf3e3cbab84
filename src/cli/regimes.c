/* The regimes that a command's arguments name. */
#include "cli/cli.h"

#include <glib/gi18n.h>

#define MAX_THREADS 256

gboolean
cli_check_threads (int threads)
{
  if (threads >= 0 && threads <= MAX_THREADS)
    return TRUE;
  cli_complain (_ ("--threads cannot be %d; allowed is a whole number from 0 to %d"), threads, MAX_THREADS);
  return FALSE;
}

static void
give_name (Regime *regime, const char *argument, GError **error)
{
  g_autofree char *base = g_path_get_basename (argument);
  g_autofree char *name = g_filename_display_name (base);
  if (*regime_name (regime) == '\0')
    regime_set (regime, "regime.name", name, error);
}

RegimeComparison *
cli_read_regimes (const char *argument, char **set)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (argument, &error);
  for (; comparison != NULL && error == NULL && set != NULL && *set != NULL; set++)
    regime_comparison_set_assignment (comparison, *set, &error);
  if (error == NULL)
    regime_comparison_validate (comparison, &error);
  if (error == NULL)
    give_name (regime_comparison_base (comparison), argument, &error);
  for (guint v = 0; error == NULL && v < regime_comparison_n_variants (comparison); v++)
    give_name (regime_comparison_variant (comparison, v), argument, &error);
  if (error == NULL)
    return g_steal_pointer (&comparison);
  cli_complain ("%s", error->message);
  return NULL;
}
