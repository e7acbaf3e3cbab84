#include "view/figure-look.h"

#include "collapse/tour.h"
#include "view/layers.h"

#include <math.h>
#include <string.h>

#define DEGREE (G_PI / 180)
#define MIN_ZOOM 0.01
#define MAX_ZOOM 1000

static const struct {
  const char *key;
  PlotSceneParts part;
} parts_keys[] = {
  { "features", PLOT_SCENE_FEATURES },      { "means", PLOT_SCENE_MEANS },
  { "classifiers", PLOT_SCENE_CLASSIFIER }, { "ideal", PLOT_SCENE_IDEAL },
  { "paths", PLOT_SCENE_TRAILS },           { "images", PLOT_SCENE_IMAGES },
};

const char *const *
view_projection_keys (void)
{
  static const char *const keys[] = { "balanced", "means-pca", "four-classes", "tour", "features-pca", NULL };
  return keys;
}

const char *const *
view_samples_keys (void)
{
  static const char *const keys[] = { "watched", "all", NULL };
  return keys;
}

char *
view_camera_text (const PlotCamera *camera)
{
  const double numbers[]
      = { camera->yaw / DEGREE, camera->pitch / DEGREE, camera->zoom, camera->pan_x, camera->pan_y };
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    /* The 0 takes a minus away from another 0. */
    g_ascii_formatd (number, sizeof number, "%.8g", round (1e4 * numbers[i]) / 1e4 + 0.0);
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", number);
  }
  return g_string_free (text, FALSE);
}

gboolean
view_camera_read (const char *text, PlotCamera *camera)
{
  double numbers[] = { 0, 0, 1, 0, 0 };
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  guint n = g_strv_length (words);
  if (n < 2 || n > G_N_ELEMENTS (numbers))
    return FALSE;
  for (guint i = 0; i < n; i++) {
    char *end;
    numbers[i] = g_ascii_strtod (words[i], &end);
    if (end == words[i] || *end != '\0' || !isfinite (numbers[i]))
      return FALSE;
  }
  if (numbers[2] < MIN_ZOOM || numbers[2] > MAX_ZOOM)
    return FALSE;
  *camera = (PlotCamera){ .yaw = numbers[0] * DEGREE,
                          .pitch = numbers[1] * DEGREE,
                          .zoom = numbers[2],
                          .pan_x = numbers[3],
                          .pan_y = numbers[4] };
  return TRUE;
}

char *
view_frame_text (NumericMatrix64 frame)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < frame.rows * frame.columns; i++) {
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    double value = numeric_matrix64_row (frame, i / frame.columns)[i % frame.columns];
    g_ascii_formatd (number, sizeof number, "%.8g", round (1e8 * value) / 1e8 + 0.0);
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", number);
  }
  return g_string_free (text, FALSE);
}

NumericMatrix64
view_frame_read (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  gsize n = g_strv_length (words);
  g_autofree double *numbers = g_new (double, MAX (n, 1));
  gboolean good = n % 3 == 0 && n > 9;
  for (gsize i = 0; i < n && good; i++) {
    char *end;
    numbers[i] = g_ascii_strtod (words[i], &end);
    good = end != words[i] && *end == '\0' && isfinite (numbers[i]);
  }
  NumericMatrix64 frame = numeric_matrix64 (numbers, 3, n / 3);
  if (!good || !collapse_frame_straighten (frame))
    return (NumericMatrix64){ 0 };
  numbers = NULL; /* now the frame's */
  return frame;
}

char *
view_parts_text (PlotSceneParts parts)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts_keys); i++)
    if ((parts & parts_keys[i].part) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", parts_keys[i].key);
  if (text->len == 0)
    g_string_append (text, "none");
  return g_string_free (text, FALSE);
}

gboolean
view_parts_read (const char *text, PlotSceneParts *parts)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  *parts = 0;
  if (g_str_equal (text, "none"))
    return TRUE;
  for (char **word = words; *word != NULL; word++) {
    gsize i = 0;
    while (i < G_N_ELEMENTS (parts_keys) && !g_str_equal (parts_keys[i].key, *word))
      i++;
    if (i == G_N_ELEMENTS (parts_keys))
      return FALSE;
    *parts |= parts_keys[i].part;
  }
  return words[0] != NULL;
}

static void
add (GPtrArray *options, const char *name, char *value)
{
  g_ptr_array_add (options, g_strdup (name));
  if (value != NULL)
    g_ptr_array_add (options, value);
}

static char *
number_text (double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup (g_ascii_formatd (number, sizeof number, "%.8g", value));
}

static char *
epochs_text (const ViewFigureLook *look)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < look->n_epochs; i++) {
    g_autofree char *epoch
        = look->epochs[i] == VIEW_FIGURE_LAST ? g_strdup ("last") : number_text (look->epochs[i]);
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", epoch);
  }
  return g_string_free (text, FALSE);
}

static gboolean
shows_layers (ViewFigureKind kind)
{
  return kind == VIEW_FIGURE_LAYERS || kind == VIEW_FIGURE_LAYERS_ALL || kind == VIEW_FIGURE_COMPOSED;
}

static void
add_scene_options (GPtrArray *options, const ViewFigureLook *look)
{
  if (look->n_epochs > 0)
    add (options, look->kind == VIEW_FIGURE_STRIP ? "--epochs" : "--epoch", epochs_text (look));
  if (look->split != TRAINING_TRAIN)
    add (options, "--split", g_strdup (training_split_key (look->split)));
  if (shows_layers (look->kind) && look->metric > 0)
    add (options, "--metric", g_strdup (view_layers_metric_keys ()[look->metric]));
  if (look->projection != COLLAPSE_PROJECTION_BALANCED)
    add (options, "--projection", g_strdup (view_projection_keys ()[look->projection]));
  if (look->projection == COLLAPSE_PROJECTION_FOUR_CLASSES && look->chosen != NULL)
    add (options, "--classes",
         g_strdup_printf ("%u,%u,%u,%u", look->chosen[0], look->chosen[1], look->chosen[2], look->chosen[3]));
  gboolean tour = look->projection == COLLAPSE_PROJECTION_TOUR;
  if (tour && look->tour_time > 0)
    add (options, "--tour-time", number_text (look->tour_time));
  g_autofree char *frame = tour && look->frame.data != NULL ? view_frame_text (look->frame) : NULL;
  /* With the sign of equality, as it may begin with a minus. */
  if (frame != NULL)
    g_ptr_array_add (options, g_strdup_printf ("--tour-frame=%s", frame));
  if (!isnan (look->hold))
    add (options, "--hold-axes", number_text (look->hold));
  g_autofree char *camera = look->camera != NULL ? view_camera_text (look->camera) : NULL;
  if (camera != NULL)
    g_ptr_array_add (options, g_strdup_printf ("--camera=%s", camera));
  if (look->orthographic)
    add (options, "--orthographic", NULL);
  if (look->parts != PLOT_SCENE_USUAL)
    add (options, "--parts", view_parts_text (look->parts));
  if ((look->parts & PLOT_SCENE_TRAILS) != 0 && isfinite (look->trail))
    add (options, "--paths", number_text (look->trail));
  if (look->all_samples)
    add (options, "--samples", g_strdup (view_samples_keys ()[1]));
  if (look->common_scale)
    add (options, "--common-scale", NULL);
}

static void
add_curves_options (GPtrArray *options, const ViewFigureLook *look)
{
  if (look->band != VIEW_BAND_DEVIATION)
    add (options, "--band", g_strdup (view_band_keys ()[look->band]));
  if (look->no_train || look->no_test || look->no_head) {
    const char *shown[4] = { NULL };
    guint n = 0;
    if (!look->no_train)
      shown[n++] = "train";
    if (!look->no_test)
      shown[n++] = "test";
    if (!look->no_head)
      shown[n++] = "head";
    add (options, "--curves", g_strjoinv (",", (char **)shown));
  }
  if (look->each_run)
    add (options, "--each-run", NULL);
  if (look->ratio)
    add (options, "--ratio", NULL);
  if (look->smoothing > 0)
    add (options, "--smoothing", number_text (look->smoothing));
  if (look->epoch_axis == PLOT_AXIS_LOG)
    add (options, "--log-epochs", NULL);
  if (look->from < look->to) {
    g_autofree char *from = number_text (look->from), *to = number_text (look->to);
    add (options, "--epoch-range", g_strdup_printf ("%s,%s", from, to));
  }
}

void
view_look_add_options (GPtrArray *options, const ViewFigureLook *look)
{
  static const char *const kinds[]
      = { "both", "geometry", "curves", "strip", "layers", "angles", "layers-all" };
  if (look->kind == VIEW_FIGURE_COMPOSED)
    add (options, "--panels", g_strdup (look->panels));
  else
    add (options, "--kind", g_strdup (kinds[look->kind]));
  if (look->columns > 0)
    add (options, "--columns", g_strdup_printf ("%u", look->columns));
  if (look->kind != VIEW_FIGURE_CURVES)
    add_scene_options (options, look);
  if (look->kind == VIEW_FIGURE_CURVES || look->kind == VIEW_FIGURE_BOTH
      || look->kind == VIEW_FIGURE_COMPOSED)
    add_curves_options (options, look);
}

static void
add_length (GPtrArray *options, const char *name, double points)
{
  g_autofree char *mm = number_text (points / PLOT_POINTS_PER_MM);
  add (options, name, g_strdup_printf ("%smm", mm));
}

void
view_page_add_options (GPtrArray *options, const PlotPage *page)
{
  const PlotPage plain = PLOT_PAGE_INIT;
  add_length (options, "--width", page->width);
  if (page->height > 0)
    add_length (options, "--height", page->height);
  for (guint i = 0; page->theme != plain.theme && plot_theme_names ()[i] != NULL; i++) {
    PlotThemeKind kind;
    if (plot_theme_from_name (plot_theme_names ()[i], &kind) && kind == page->theme)
      add (options, "--theme", g_strdup (plot_theme_names ()[i]));
  }
  if (page->font != NULL)
    add (options, "--font", g_strdup (page->font));
  if (page->font_size > 0 && page->font_size != PLOT_PAGE_FONT_SIZE)
    add (options, "--font-size", number_text (page->font_size));
  if (page->line_width > 0 && page->line_width != PLOT_PAGE_LINE_WIDTH)
    add (options, "--line-width", number_text (page->line_width));
  if (page->format == PLOT_FORMAT_PNG && page->dpi != plain.dpi)
    add (options, "--dpi", number_text (page->dpi));
  if (page->format == PLOT_FORMAT_SVG && page->outlines)
    add (options, "--outlines", NULL);
  if (!page->letters)
    add (options, "--no-letters", NULL);
  if (!page->legend)
    add (options, "--no-legend", NULL);
  if (page->data)
    add (options, "--data", NULL);
}

static gboolean
needs_quotes (const char *word)
{
  return *word == '\0' || strspn (word, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_.,:=+/%@") < strlen (word);
}

char *
view_command_line (const GPtrArray *words)
{
  GString *line = g_string_new (NULL);
  for (guint i = 0; i < words->len; i++) {
    const char *word = words->pdata[i];
    g_autofree char *quoted = needs_quotes (word) ? g_shell_quote (word) : g_strdup (word);
    g_string_append_printf (line, "%s%s", i > 0 ? " " : "", quoted);
  }
  return g_string_free (line, FALSE);
}
