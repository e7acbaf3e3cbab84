#include "view/figure-look.h"

#include <math.h>

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
