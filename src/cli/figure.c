#include "cli/figure.h"

#include "cli/cli.h"
#include "cli/run.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Millimetres: a journal's full width, and what seven panels need. */
#define WIDTH "183mm"
#define HEIGHT "120mm"

void
cli_figure_options (CliFigure *figure, GOptionEntry entries[CLI_FIGURE_N_OPTIONS])
{
  const GOptionEntry own[CLI_FIGURE_N_OPTIONS]
      = { { "figure", 'f', 0, G_OPTION_ARG_FILENAME, &figure->path,
            N_ ("write a figure at the end: .pdf, .svg or .png"), N_ ("FILE") },
          { "figure-kind", 0, 0, G_OPTION_ARG_STRING, &figure->kind,
            N_ ("what is on it: both (default), geometry or curves"), N_ ("KIND") },
          { "width", 0, 0, G_OPTION_ARG_STRING, &figure->width,
            N_ ("its width, such as 89mm; default " WIDTH), N_ ("LENGTH") },
          { "height", 0, 0, G_OPTION_ARG_STRING, &figure->height, N_ ("its height; default " HEIGHT),
            N_ ("LENGTH") },
          { "theme", 0, 0, G_OPTION_ARG_STRING, &figure->theme, N_ ("print (default), light or dark"),
            N_ ("NAME") } };
  memcpy (entries, own, sizeof own);
}

void
cli_figure_clear (CliFigure *figure)
{
  g_free (figure->path);
  g_free (figure->kind);
  g_free (figure->width);
  g_free (figure->height);
  g_free (figure->theme);
}

static gboolean
read_kind (const char *name, ViewFigureKind *kind)
{
  static const char *const names[] = { "both", "geometry", "curves" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name)) {
      *kind = (ViewFigureKind)i;
      return TRUE;
    }
  return FALSE;
}

int
cli_figure_check (CliFigure *figure)
{
  g_autoptr (GError) error = NULL;
  const char *kind = figure->kind != NULL ? figure->kind : "both";
  const char *theme = figure->theme != NULL ? figure->theme : "print";
  if (figure->path == NULL
      && (figure->kind != NULL || figure->width != NULL || figure->height != NULL || figure->theme != NULL)) {
    cli_complain (_ ("--figure-kind, --width, --height and --theme say how a figure is; --figure FILE is "
                     "missing"));
    return CLI_USAGE;
  }
  if (!read_kind (kind, &figure->page.kind)) {
    cli_complain (_ ("--figure-kind cannot be “%s”; allowed is one of both, geometry, curves"), kind);
    return CLI_USAGE;
  }
  if (!plot_theme_from_name (theme, &figure->page.theme)) {
    cli_complain (_ ("--theme cannot be “%s”; allowed is one of print, light, dark"), theme);
    return CLI_USAGE;
  }
  if (!plot_parse_length (figure->width != NULL ? figure->width : WIDTH, &figure->page.width, &error)
      || !plot_parse_length (figure->height != NULL ? figure->height : HEIGHT, &figure->page.height,
                             &error)) {
    cli_complain ("%s", error->message);
    return CLI_USAGE;
  }
  if (figure->path == NULL || view_figure_check (figure->path, &figure->page, &error))
    return CLI_DONE;
  cli_complain ("%s", error->message);
  return g_error_matches (error, PLOT_ERROR, PLOT_ERROR_WRITE) ? CLI_FAILED : CLI_USAGE;
}

gboolean
cli_figure_write (const CliFigure *figure, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) scenes = g_ptr_array_new_with_free_func ((GDestroyNotify)view_scene_free);
  g_autoptr (GPtrArray) histories = g_ptr_array_new ();
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < runs->len; i++) {
    const CliRun *run = g_ptr_array_index (runs, i);
    guint n = training_history_n_snapshots (run->history);
    if (n == 0)
      continue;
    ViewScene *scene = view_scene_new (run->history, run->data, scenes->len);
    view_scene_update (scene, training_history_snapshot (run->history, n - 1), TRAINING_TRAIN,
                       COLLAPSE_PROJECTION_BALANCED);
    view_charts_add_run (charts, run->history, scenes->len);
    g_ptr_array_add (scenes, scene);
    g_ptr_array_add (histories, run->history);
  }
  if (scenes->len == 0) {
    cli_complain (_ ("nothing was trained, so there is no figure"));
    return FALSE;
  }
  view_charts_update (charts);
  if (!view_figure_save ((ViewScene *const *)scenes->pdata, scenes->len, charts,
                         (const TrainingHistory *const *)histories->pdata, histories->len, &figure->page,
                         figure->path, &error)) {
    cli_complain ("%s", error->message);
    return FALSE;
  }
  fprintf (stderr, _ ("figure: %s\n"), figure->path);
  return TRUE;
}
