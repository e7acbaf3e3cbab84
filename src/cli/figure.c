#include "cli/figure.h"

#include "cli/cli.h"
#include "cli/run.h"
#include "collapse/tour.h"
#include "training/regime-groups.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Millimetres: a journal's full width, and what seven panels need. */
#define WIDTH "183mm"
#define HEIGHT "120mm"

void
cli_figure_projection_options (CliFigure *figure, GOptionEntry entries[CLI_FIGURE_N_PROJECTION_OPTIONS])
{
  const GOptionEntry own[CLI_FIGURE_N_PROJECTION_OPTIONS]
      = { { "projection", 0, 0, G_OPTION_ARG_STRING, &figure->projection,
            N_ ("of its geometry: balanced (default), means-pca, four-classes, tour or features-pca"),
            N_ ("NAME") },
          { "classes", 0, 0, G_OPTION_ARG_STRING, &figure->classes,
            N_ ("of four-classes: four numbers; default 0,1,2,3"), N_ ("LIST") },
          { "tour-time", 0, 0, G_OPTION_ARG_DOUBLE, &figure->tour_time,
            N_ ("of tour: where it is, seconds from its beginning; default 0"), N_ ("SECONDS") } };
  memcpy (entries, own, sizeof own);
}

void
cli_figure_options (CliFigure *figure, GOptionEntry entries[CLI_FIGURE_N_OPTIONS])
{
  const GOptionEntry own[]
      = { { "figure", 'f', 0, G_OPTION_ARG_FILENAME, &figure->path,
            N_ ("write a figure at the end: .pdf, .svg or .png"), N_ ("FILE") },
          { "figure-kind", 0, 0, G_OPTION_ARG_STRING, &figure->kind,
            N_ ("what is on it: both (default), geometry or curves"), N_ ("KIND") },
          { "width", 0, 0, G_OPTION_ARG_STRING, &figure->width,
            N_ ("its width, such as 89mm; default " WIDTH), N_ ("LENGTH") },
          { "height", 0, 0, G_OPTION_ARG_STRING, &figure->height, N_ ("its height; default " HEIGHT),
            N_ ("LENGTH") },
          { "theme", 0, 0, G_OPTION_ARG_STRING, &figure->theme, N_ ("print (default), light or dark"),
            N_ ("NAME") },
          { "band", 0, 0, G_OPTION_ARG_STRING, &figure->band,
            N_ ("about the mean of runs that differ in their seed alone: deviation (default), error, range "
                "or none"),
            N_ ("NAME") } };
  memcpy (entries, own, sizeof own);
  cli_figure_projection_options (figure, entries + G_N_ELEMENTS (own));
}

void
cli_figure_clear (CliFigure *figure)
{
  g_free (figure->path);
  g_free (figure->kind);
  g_free (figure->width);
  g_free (figure->height);
  g_free (figure->theme);
  g_free (figure->band);
  g_free (figure->projection);
  g_free (figure->classes);
}

/* The place of a name in a NULL-terminated list; FALSE where it is not there. */
static gboolean
read_choice (const char *name, const char *const *names, guint *place)
{
  for (*place = 0; names[*place] != NULL; ++*place)
    if (g_str_equal (names[*place], name))
      return TRUE;
  return FALSE;
}

/* The projection and what it is told. */
static int
check_projection (CliFigure *figure)
{
  static const char *const kinds[]
      = { "balanced", "means-pca", "four-classes", "tour", "features-pca", NULL };
  guint place;
  if (!read_choice (figure->projection != NULL ? figure->projection : "balanced", kinds, &place)) {
    cli_complain (
        _ ("--projection cannot be “%s”; allowed is one of balanced, means-pca, four-classes, tour, "
           "features-pca"),
        figure->projection);
    return CLI_USAGE;
  }
  figure->projection_kind = (CollapseProjectionKind)place;
  if ((figure->classes != NULL && place != COLLAPSE_PROJECTION_FOUR_CLASSES)
      || (figure->tour_time != 0.0 && place != COLLAPSE_PROJECTION_TOUR)) {
    cli_complain (_ ("--classes is for --projection four-classes, --tour-time for --projection tour"));
    return CLI_USAGE;
  }
  if (!(figure->tour_time >= 0.0 && figure->tour_time <= COLLAPSE_TOUR_LONGEST)) {
    cli_complain (_ ("--tour-time cannot be %g; allowed are 0 to %d seconds"), figure->tour_time,
                  COLLAPSE_TOUR_LONGEST);
    return CLI_USAGE;
  }
  g_auto (GStrv) numbers = g_strsplit (figure->classes != NULL ? figure->classes : "0,1,2,3", ",", -1);
  gboolean four = g_strv_length (numbers) == COLLAPSE_N_CHOSEN;
  for (guint i = 0; i < COLLAPSE_N_CHOSEN && four; i++) {
    guint64 k;
    four = g_ascii_string_to_unsigned (numbers[i], 10, 0, G_MAXUINT16, &k, NULL);
    figure->chosen[i] = four ? (guint32)k : 0;
    for (guint j = 0; j < i; j++)
      four = four && figure->chosen[j] != figure->chosen[i];
  }
  if (four)
    return CLI_DONE;
  cli_complain (
      _ ("--classes cannot be “%s”; allowed are four different numbers of classes, such as 0,1,2,3"),
      figure->classes);
  return CLI_USAGE;
}

int
cli_figure_check (CliFigure *figure)
{
  g_autoptr (GError) error = NULL;
  const char *kind = figure->kind != NULL ? figure->kind : "both";
  const char *theme = figure->theme != NULL ? figure->theme : "print";
  if (figure->path == NULL
      && (figure->kind != NULL || figure->width != NULL || figure->height != NULL || figure->theme != NULL
          || figure->band != NULL || figure->projection != NULL || figure->classes != NULL
          || figure->tour_time != 0.0)) {
    cli_complain (
        _ ("--figure-kind, --width, --height, --theme, --band, --projection, --classes and --tour-time say "
           "how a figure is; --figure FILE is missing"));
    return CLI_USAGE;
  }
  if (check_projection (figure) != CLI_DONE)
    return CLI_USAGE;
  static const char *const kinds[] = { "both", "geometry", "curves", NULL };
  guint place;
  if (!read_choice (figure->band != NULL ? figure->band : "deviation", view_band_keys (), &place)) {
    cli_complain (_ ("--band cannot be “%s”; allowed is one of deviation, error, range, none"), figure->band);
    return CLI_USAGE;
  }
  figure->band_kind = (ViewBand)place;
  if (!read_choice (kind, kinds, &place)) {
    cli_complain (_ ("the kind of figure cannot be “%s”; allowed is one of both, geometry, curves"), kind);
    return CLI_USAGE;
  }
  figure->page.kind = (ViewFigureKind)place;
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

static ViewScene *
make_scene (const CliFigure *figure, const CliRun *run, guint style)
{
  guint n = training_history_n_snapshots (run->history);
  ViewScene *scene = view_scene_new (run->history, run->data, style);
  view_scene_choose (scene, figure->chosen);
  view_scene_update (scene, training_history_snapshot (run->history, n - 1), TRAINING_TRAIN,
                     figure->projection_kind);
  const CollapseProjection *projection = view_scene_projection (scene);
  if (figure->projection_kind == COLLAPSE_PROJECTION_TOUR && projection != NULL) {
    g_autoptr (CollapseTour) tour = collapse_tour_new (projection->n_axes, COLLAPSE_TOUR_SEED);
    collapse_tour_seek (tour, figure->tour_time);
    view_scene_look_through (scene, collapse_tour_frame (tour));
  }
  return scene;
}

/* The runs that have a snapshot as groups that differ in their seed alone, and were not changed as they
 * trained: a GPtrArray of GPtrArray. */
static GPtrArray *
group_runs (const GPtrArray *runs)
{
  g_autoptr (GPtrArray) drawn = g_ptr_array_new (), regimes = g_ptr_array_new ();
  for (guint i = 0; i < runs->len; i++) {
    CliRun *run = g_ptr_array_index (runs, i);
    if (training_history_n_snapshots (run->history) == 0)
      continue;
    g_ptr_array_add (drawn, run);
    gboolean changed = training_history_changes (run->history)->len > 0;
    g_ptr_array_add (regimes, changed ? NULL : run->regime);
  }
  guint n_groups;
  g_autofree guint *group_of
      = regime_find_groups ((const Regime *const *)regimes->pdata, regimes->len, &n_groups);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < n_groups; i++)
    g_ptr_array_add (groups, g_ptr_array_new ());
  for (guint i = 0; i < drawn->len; i++)
    g_ptr_array_add (groups->pdata[group_of[i]], drawn->pdata[i]);
  return groups;
}

/* A group's runs that failed go behind the others, and are left out of its mean where there are others;
 * returns how many. */
static guint
leave_out_failed (GPtrArray *group)
{
  g_autoptr (GPtrArray) failed = g_ptr_array_new ();
  for (guint i = 0; i < group->len;)
    if (((CliRun *)group->pdata[i])->error != NULL)
      g_ptr_array_add (failed, g_ptr_array_steal_index (group, i));
    else
      i++;
  guint n_failed = group->len > 0 ? failed->len : 0;
  g_ptr_array_extend (group, failed, NULL, NULL);
  return n_failed;
}

/* A group is drawn as its mean and the scene of its first run. */
gboolean
cli_figure_write (const CliFigure *figure, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) scenes = g_ptr_array_new_with_free_func ((GDestroyNotify)view_scene_free);
  g_autoptr (GPtrArray) histories = g_ptr_array_new (), groups = group_runs (runs);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < groups->len; i++) {
    GPtrArray *group = g_ptr_array_index (groups, i);
    guint before = histories->len, n_failed = leave_out_failed (group), n = group->len - n_failed;
    for (guint j = 0; j < n; j++)
      g_ptr_array_add (histories, ((CliRun *)g_ptr_array_index (group, j))->history);
    view_charts_add_group (charts, (const TrainingHistory *const *)histories->pdata + before, n, n_failed, i);
    g_ptr_array_add (scenes, make_scene (figure, g_ptr_array_index (group, 0), i));
  }
  view_charts_set_band (charts, figure->band_kind);
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
