#include "cli/look.h"

#include "cli/cli.h"
#include "collapse/tour.h"
#include "view/figure-look.h"
#include "view/figure-panels.h"
#include "view/figure-samples.h"
#include "view/layers.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MOST_COLUMNS 12

void
cli_look_options (CliLook *look, GOptionEntry entries[CLI_LOOK_N_OPTIONS])
{
  const GOptionEntry own[CLI_LOOK_N_OPTIONS] = {
    { "epoch", 'e', 0, G_OPTION_ARG_STRING, &look->epoch,
      N_ ("of its geometry, layers or angles: the stored one nearest to it; default the last"), N_ ("N") },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &look->metric,
      N_ ("of layers: nc1 (default), nc1_quotient, cdnv, ncc_accuracy or probe_accuracy"), N_ ("NAME") },
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &look->epochs, N_ ("of a strip; default 1,10,100,… and last"),
      N_ ("LIST") },
    { "split", 0, 0, G_OPTION_ARG_STRING, &look->split,
      N_ ("of its geometry, layers or angles: train (default) or test"), N_ ("NAME") },
    { "projection", 0, 0, G_OPTION_ARG_STRING, &look->projection,
      N_ ("of its geometry: balanced (default), means-pca, four-classes, tour or features-pca"),
      N_ ("NAME") },
    { "classes", 0, 0, G_OPTION_ARG_STRING, &look->classes,
      N_ ("of four-classes: four numbers; default 0,1,2,3"), N_ ("LIST") },
    { "tour-time", 0, 0, G_OPTION_ARG_DOUBLE, &look->tour_time,
      N_ ("of tour: where it is, seconds from its beginning; default 0"), N_ ("SECONDS") },
    { "tour-frame", 0, 0, G_OPTION_ARG_STRING, &look->tour_frame,
      N_ ("of tour: its frame instead, 3 orthonormal rows of K−1 numbers, one after another; where scenes "
          "have "
          "another K they are where --tour-time says"),
      N_ ("LIST") },
    { "hold-axes", 0, 0, G_OPTION_ARG_STRING, &look->hold,
      N_ ("of its geometry: the axes are those of this epoch"), N_ ("N") },
    { "camera", 0, 0, G_OPTION_ARG_STRING, &look->camera,
      N_ ("of its geometry: yaw and pitch in degrees, then zoom and shift; default as the ideal is "
          "seen best"),
      N_ ("YAW,PITCH[,ZOOM[,X,Y]]") },
    { "orthographic", 0, 0, G_OPTION_ARG_NONE, &look->orthographic,
      N_ ("its camera sees equal lengths alike at every depth"), NULL },
    { "parts", 0, 0, G_OPTION_ARG_STRING, &look->parts,
      N_ ("of its geometry: features,means,classifiers,ideal (default), also paths of the means and images "
          "of the classes, some of these or none"),
      N_ ("LIST") },
    { "paths", 0, 0, G_OPTION_ARG_STRING, &look->paths,
      N_ ("of its geometry: those of the class means, and how many epochs back they go"), N_ ("EPOCHS") },
    { "samples", 0, 0, G_OPTION_ARG_STRING, &look->samples,
      N_ ("of its geometry: watched (default), as many of each class as are stored of each epoch, or all, "
          "computed from the checkpoint of the epoch, which needs the data"),
      N_ ("WHICH") },
    { "common-scale", 0, 0, G_OPTION_ARG_NONE, &look->common_scale,
      N_ ("its scenes have the features’ own unit, and not their means at one distance"), NULL },
    { "band", 0, 0, G_OPTION_ARG_STRING, &look->band,
      N_ ("of curves, about means over seeds: deviation (default), error, range or none"), N_ ("NAME") },
    { "curves", 0, 0, G_OPTION_ARG_STRING, &look->curves,
      N_ ("which: train,test,head (default) or some of these"), N_ ("LIST") },
    { "each-run", 0, 0, G_OPTION_ARG_NONE, &look->each_run, N_ ("of curves: every seed’s below their mean"),
      NULL },
    { "ratio", 0, 0, G_OPTION_ARG_NONE, &look->ratio,
      N_ ("of curves of two runs or means: the second’s as a multiple of the first’s"), NULL },
    { "epoch-range", 0, 0, G_OPTION_ARG_STRING, &look->epoch_range,
      N_ ("of curves: the epochs from A to B; default all"), N_ ("A,B") },
    { "log-epochs", 0, 0, G_OPTION_ARG_NONE, &look->log_epochs,
      N_ ("of curves: a logarithmic axis of epochs"), NULL },
    { "smoothing", 0, 0, G_OPTION_ARG_DOUBLE, &look->smoothing,
      N_ ("of curves: a moving average over them, the weight of what came before; default 0"),
      N_ ("WEIGHT") },
    { "apart", 0, 0, G_OPTION_ARG_STRING_ARRAY, &look->apart,
      N_ ("not in a mean with others that differ in their seed; may be repeated"), N_ ("RUN") },
    { "mute", 0, 0, G_OPTION_ARG_STRING_ARRAY, &look->mute, N_ ("grey, behind the others; may be repeated"),
      N_ ("RUN") },
    { "lead", 0, 0, G_OPTION_ARG_STRING, &look->lead,
      N_ ("of curves: above the others, and its moments are marked"), N_ ("RUN") },
    { "panels", 0, 0, G_OPTION_ARG_STRING, &look->panels,
      N_ ("instead of a kind: geometry, layers, profile, means, classifiers, duality, cosines, spectra, "
          "spectrum, "
          "and charts such as nc1; of one run geometry:2"),
      N_ ("LIST") },
    { "columns", 0, 0, G_OPTION_ARG_INT, &look->columns, N_ ("of panels: in how many columns they lie"),
      N_ ("N") },
    { "styles", 0, 0, G_OPTION_ARG_STRING, &look->styles,
      N_ ("of the runs or means: colour, dash and marker; default 1,2,3,…"), N_ ("LIST") }
  };
  memcpy (entries, own, sizeof own);
}

gboolean
cli_look_is_of_runs (const CliLook *look)
{
  return look->metric != NULL || look->epoch != NULL || look->epochs != NULL || look->split != NULL
         || look->projection != NULL || look->classes != NULL || look->tour_time != 0
         || look->tour_frame != NULL || look->hold != NULL || look->camera != NULL || look->parts != NULL
         || look->paths != NULL || look->samples != NULL || look->orthographic || look->common_scale
         || look->band != NULL || look->curves != NULL || look->each_run || look->ratio || look->lead != NULL
         || look->epoch_range != NULL || look->log_epochs || look->smoothing != 0 || look->panels != NULL
         || look->columns != 0;
}

gboolean
cli_look_is_given (const CliLook *look)
{
  return cli_look_is_of_runs (look) || look->apart != NULL || look->mute != NULL || look->styles != NULL;
}

/* The place of a word in a NULL-terminated list, or of its first where none is given; FALSE after telling
 * what is allowed. */
static gboolean
choose (const char *option, const char *word, const char *const *words, guint *place)
{
  *place = 0;
  if (word == NULL)
    return TRUE;
  for (; words[*place] != NULL; ++*place)
    if (g_str_equal (words[*place], word))
      return TRUE;
  g_autofree char *allowed = g_strjoinv (", ", (char **)words);
  cli_complain (_ ("%s cannot be “%s”; allowed is one of %s"), option, word, allowed);
  return FALSE;
}

/* "last" or a number from 0. */
static gboolean
read_epoch (const char *option, const char *word, double *epoch)
{
  char *end;
  *epoch = VIEW_FIGURE_LAST;
  if (g_str_equal (word, "last"))
    return TRUE;
  *epoch = g_ascii_strtod (word, &end);
  if (end != word && *end == '\0' && isfinite (*epoch) && *epoch >= 0)
    return TRUE;
  cli_complain (_ ("%s: “%s” is no epoch; allowed is a number from 0, or last"), option, word);
  return FALSE;
}

static gboolean
read_epochs (CliLook *look, ViewFigureKind kind)
{
  gboolean strip = kind == VIEW_FIGURE_STRIP;
  if ((look->epochs != NULL && !strip) || (look->epoch != NULL && (strip || kind == VIEW_FIGURE_CURVES))) {
    cli_complain (
        _ ("--epochs is of a strip alone, and --epoch of other figures with geometry, layers or angles"));
    return FALSE;
  }
  const char *option = strip ? "--epochs" : "--epoch", *list = strip ? look->epochs : look->epoch;
  look->moments = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv) words = list == NULL ? NULL : g_strsplit (list, strip ? "," : "\n", -1);
  for (char **word = words; word != NULL && *word != NULL; word++) {
    double epoch;
    if (!read_epoch (option, *word, &epoch))
      return FALSE;
    if (look->moments->len > 0 && epoch <= g_array_index (look->moments, double, look->moments->len - 1)) {
      cli_complain (_ ("--epochs cannot be “%s”: each must be later than the one before"), list);
      return FALSE;
    }
    g_array_append_val (look->moments, epoch);
  }
  look->look.epochs = (const double *)look->moments->data;
  look->look.n_epochs = look->moments->len;
  return TRUE;
}

static gboolean
read_classes (CliLook *look)
{
  g_auto (GStrv) numbers = g_strsplit (look->classes != NULL ? look->classes : "0,1,2,3", ",", -1);
  gboolean four = g_strv_length (numbers) == COLLAPSE_N_CHOSEN;
  for (guint i = 0; i < COLLAPSE_N_CHOSEN && four; i++) {
    guint64 k;
    four = g_ascii_string_to_unsigned (numbers[i], 10, 0, G_MAXUINT16, &k, NULL);
    look->chosen[i] = four ? (guint32)k : 0;
    for (guint j = 0; j < i; j++)
      four = four && look->chosen[j] != look->chosen[i];
  }
  look->look.chosen = look->chosen;
  if (!four)
    cli_complain (
        _ ("--classes cannot be “%s”; allowed are four different numbers of classes, such as 0,1,2,3"),
        look->classes);
  return four;
}

static gboolean
read_frame (CliLook *look)
{
  if (look->tour_frame == NULL)
    return TRUE;
  look->look.frame = view_frame_read (look->tour_frame);
  if (look->look.frame.data != NULL)
    return TRUE;
  cli_complain (_ ("--tour-frame cannot be “%s”; allowed are 3 rows of K−1 numbers, K > 4, all of them with "
                   "commas between, each row of length 1 and orthogonal to the others to within 1e-6"),
                look->tour_frame);
  return FALSE;
}

/* The projection and what it is told. */
static gboolean
read_projection (CliLook *look)
{
  guint place;
  if (!choose ("--projection", look->projection, view_projection_keys (), &place))
    return FALSE;
  look->look.projection = (CollapseProjectionKind)place;
  if ((look->classes != NULL && place != COLLAPSE_PROJECTION_FOUR_CLASSES)
      || ((look->tour_time != 0.0 || look->tour_frame != NULL) && place != COLLAPSE_PROJECTION_TOUR)) {
    cli_complain (
        _ ("--classes is for --projection four-classes, --tour-time and --tour-frame for --projection tour"));
    return FALSE;
  }
  if (!(look->tour_time >= 0.0 && look->tour_time <= COLLAPSE_TOUR_LONGEST)) {
    cli_complain (_ ("--tour-time cannot be %g; allowed are 0 to %d seconds"), look->tour_time,
                  COLLAPSE_TOUR_LONGEST);
    return FALSE;
  }
  look->look.tour_time = look->tour_time;
  return read_frame (look) && read_classes (look);
}

/* After the parts, of which they are one. */
static gboolean
read_paths (CliLook *look)
{
  char *end;
  double epochs = g_ascii_strtod (look->paths, &end);
  look->look.parts |= PLOT_SCENE_TRAILS;
  look->look.trail = epochs;
  if (end != look->paths && *end == '\0' && isfinite (epochs) && epochs > 0)
    return TRUE;
  cli_complain (_ ("--paths cannot be “%s”; allowed is a number of epochs above 0"), look->paths);
  return FALSE;
}

static gboolean
read_scene (CliLook *look)
{
  static const char *const splits[] = { "train", "test", NULL };
  guint place;
  if (!choose ("--split", look->split, splits, &place))
    return FALSE;
  look->look.split = (TrainingSplit)place;
  if (!choose ("--metric", look->metric, view_layers_metric_keys (), &place))
    return FALSE;
  look->look.metric = (TrainingLayerMetric)place;
  look->look.common_scale = look->common_scale;
  if (!choose ("--samples", look->samples, view_samples_keys (), &place))
    return FALSE;
  look->look.all_samples = place > 0;
  if (look->look.all_samples && !view_figure_has_scenes (look->look.kind)) {
    cli_complain (_ ("--samples all is of geometry, both or strip, which have scenes"));
    return FALSE;
  }
  if (look->hold != NULL && !read_epoch ("--hold-axes", look->hold, &look->look.hold))
    return FALSE;
  if (look->camera != NULL && !view_camera_read (look->camera, &look->place)) {
    cli_complain (_ ("--camera cannot be “%s”; allowed are YAW,PITCH[,ZOOM[,X,Y]]: degrees, times, and units "
                     "of the scene"),
                  look->camera);
    return FALSE;
  }
  look->look.camera = look->camera != NULL ? &look->place : NULL;
  if (look->parts != NULL && !view_parts_read (look->parts, &look->look.parts)) {
    cli_complain (
        _ ("--parts cannot be “%s”; allowed are features, means, classifiers, ideal, paths and images, with "
           "commas between, or none"),
        look->parts);
    return FALSE;
  }
  look->look.orthographic = look->orthographic;
  return look->paths == NULL || read_paths (look);
}

/* A, B */
static gboolean
read_range (const char *text, double *from, double *to)
{
  char *end;
  *from = g_ascii_strtod (text, &end);
  if (end == text || *end != ',')
    return FALSE;
  const char *second = end + 1;
  *to = g_ascii_strtod (second, &end);
  return end != second && *end == '\0' && *from >= 0 && *from < *to && isfinite (*to);
}

static gboolean
read_epoch_axis (CliLook *look)
{
  look->look.epoch_axis = look->log_epochs ? PLOT_AXIS_LOG : PLOT_AXIS_LINEAR;
  if (look->epoch_range != NULL && !read_range (look->epoch_range, &look->look.from, &look->look.to)) {
    cli_complain (_ ("--epoch-range cannot be “%s”; allowed are two epochs A,B, 0 <= A < B"),
                  look->epoch_range);
    return FALSE;
  }
  look->look.smoothing = look->smoothing;
  if (look->smoothing >= 0 && look->smoothing < 1)
    return TRUE;
  cli_complain (_ ("--smoothing cannot be %g; allowed is 0 <= WEIGHT < 1"), look->smoothing);
  return FALSE;
}

static gboolean
read_curves (CliLook *look)
{
  guint place;
  if (!choose ("--band", look->band, view_band_keys (), &place) || !read_epoch_axis (look))
    return FALSE;
  look->look.band = (ViewBand)place;
  look->look.each_run = look->each_run;
  look->look.ratio = look->ratio;
  if (look->curves == NULL)
    return TRUE;
  g_auto (GStrv) words = g_strsplit (look->curves, ",", -1);
  const char *const *given = (const char *const *)words;
  look->look.no_train = !g_strv_contains (given, "train");
  look->look.no_test = !g_strv_contains (given, "test");
  look->look.no_head = !g_strv_contains (given, "head");
  for (char **word = words; *word != NULL; word++)
    if (!g_str_equal (*word, "train") && !g_str_equal (*word, "test") && !g_str_equal (*word, "head")) {
      cli_complain (_ ("--curves cannot be “%s”; allowed are train, test and head, with commas between"),
                    look->curves);
      return FALSE;
    }
  return TRUE;
}

GArray *
cli_styles_read (const char *list)
{
  g_auto (GStrv) words = list == NULL ? NULL : g_strsplit (list, ",", -1);
  g_autoptr (GArray) styles = g_array_new (FALSE, FALSE, sizeof (guint));
  for (char **word = words; word != NULL && *word != NULL; word++) {
    guint64 number;
    if (!g_ascii_string_to_unsigned (*word, 10, 1, 10000, &number, NULL)) {
      cli_complain (_ ("--styles cannot be “%s”; allowed are numbers from 1, such as 1,3,2"), list);
      return NULL;
    }
    guint style = (guint)number - 1;
    g_array_append_val (styles, style);
  }
  return g_steal_pointer (&styles);
}

static gboolean
read_styles (CliLook *look)
{
  look->style_turns = cli_styles_read (look->styles);
  return look->style_turns != NULL;
}

static gboolean
is_named (char **names, const char *name)
{
  return names != NULL && g_strv_contains ((const char *const *)names, name);
}

guint
cli_look_style (const CliLook *look, guint place, const char *name)
{
  guint style = place < look->style_turns->len ? g_array_index (look->style_turns, guint, place) : place;
  return is_named (look->mute, name) ? style | PLOT_REGIME_MUTED : style;
}

gboolean
cli_look_is_apart (const CliLook *look, const char *name)
{
  return is_named (look->apart, name);
}

static gboolean
read_panels (CliLook *look)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) panels = look->panels == NULL ? NULL : view_panels_read (look->panels, 0, &error);
  look->look.panels = look->panels;
  look->look.columns = (guint)MAX (look->columns, 0);
  if (error != NULL) {
    cli_complain (_ ("--panels: %s"), error->message);
    return FALSE;
  }
  if (look->columns == 0 || (look->columns > 0 && look->columns <= MOST_COLUMNS && panels != NULL))
    return TRUE;
  cli_complain (_ ("--columns cannot be %d; allowed is 1 to %d, with --panels"), look->columns, MOST_COLUMNS);
  return FALSE;
}

int
cli_look_check (CliLook *look, ViewFigureKind kind)
{
  look->look = (ViewFigureLook)VIEW_FIGURE_LOOK_INIT;
  look->look.kind = kind;
  return read_panels (look) && read_epochs (look, kind) && read_projection (look) && read_scene (look)
                 && read_curves (look) && read_styles (look)
             ? CLI_DONE
             : CLI_USAGE;
}

void
cli_look_clear (CliLook *look)
{
  g_free (look->epoch);
  g_free (look->metric);
  g_free (look->epochs);
  g_free (look->split);
  g_free (look->projection);
  g_free (look->classes);
  g_free (look->panels);
  g_free (look->tour_frame);
  g_free (look->look.frame.data);
  g_free (look->hold);
  g_free (look->camera);
  g_free (look->parts);
  g_free (look->paths);
  g_free (look->samples);
  g_free (look->band);
  g_free (look->curves);
  g_free (look->epoch_range);
  g_strfreev (look->apart);
  g_strfreev (look->mute);
  g_free (look->lead);
  g_free (look->styles);
  g_clear_pointer (&look->moments, g_array_unref);
  g_clear_pointer (&look->style_turns, g_array_unref);
}
