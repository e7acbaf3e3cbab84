#include "plot/theme.h"

#include <math.h>
#include <string.h>

/* Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB; first no deficiency. */
static const double vision[4][3][3] = {
  { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
  { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
  { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
  { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
};

static double
linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

/* OKLab (Ottosson 2020) of a colour as seen. */
static void
to_oklab (PlotColour colour, const double seen[3][3], double *lab)
{
  double rgb[3] = { linear (colour.red), linear (colour.green), linear (colour.blue) }, s[3], l, m, n;

  for (int i = 0; i < 3; i++)
    s[i] = CLAMP (seen[i][0] * rgb[0] + seen[i][1] * rgb[1] + seen[i][2] * rgb[2], 0, 1);
  l = cbrt (0.4122214708 * s[0] + 0.5363325363 * s[1] + 0.0514459929 * s[2]);
  m = cbrt (0.2119034982 * s[0] + 0.6806995451 * s[1] + 0.1073969566 * s[2]);
  n = cbrt (0.0883024619 * s[0] + 0.2817188376 * s[1] + 0.6299787005 * s[2]);
  lab[0] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * n;
  lab[1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * n;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * n;
}

/* Smallest distance x100 among n colours, under one vision. */
static double
smallest_distance (const PlotColour *colours, guint n, const double seen[3][3])
{
  double least = INFINITY;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++) {
      double a[3], b[3];

      to_oklab (colours[i], seen, a);
      to_oklab (colours[j], seen, b);
      least = MIN (least, 100 * hypot (hypot (a[0] - b[0], a[1] - b[1]), a[2] - b[2]));
    }
  return least;
}

static double
contrast (PlotColour a, PlotColour b)
{
  double la = 0.2126 * linear (a.red) + 0.7152 * linear (a.green) + 0.0722 * linear (a.blue);
  double lb = 0.2126 * linear (b.red) + 0.7152 * linear (b.green) + 0.0722 * linear (b.blue);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static void
test_distances (void)
{
  /* The figures at the head of theme.c. */
  static const struct {
    PlotThemeKind kind;
    double classes[4], regimes[4];
  } cases[] = {
    { PLOT_THEME_LIGHT, { 17.7, 11.1, 10.9, 9.7 }, { 15, 10.2, 10.8, 8.6 } },
    { PLOT_THEME_DARK, { 15.5, 10.1, 9.8, 9.3 }, { 16.7, 10.4, 12.2, 9.0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const PlotTheme *theme = plot_theme (cases[i].kind);
    PlotColour classes[10], regimes[8];

    for (guint k = 0; k < 10; k++)
      classes[k] = plot_theme_class_colour (theme, k);
    for (guint r = 0; r < 8; r++)
      regimes[r] = plot_theme_regime_style (theme, r).colour;
    for (int v = 0; v < 4; v++) {
      g_assert_cmpfloat_with_epsilon (smallest_distance (classes, 10, vision[v]), cases[i].classes[v], 0.1);
      g_assert_cmpfloat_with_epsilon (smallest_distance (regimes, 8, vision[v]), cases[i].regimes[v], 0.1);
    }
  }
}

static void
test_contrast (void)
{
  for (int kind = PLOT_THEME_LIGHT; kind <= PLOT_THEME_PRINT; kind++) {
    const PlotTheme *theme = plot_theme ((PlotThemeKind)kind);

    for (guint r = 0; r < 8; r++)
      g_assert_cmpfloat (contrast (plot_theme_regime_style (theme, r).colour, theme->background), >=, 3);
    for (guint k = 0; k < 100; k++) {
      PlotColour colour = plot_theme_class_colour (theme, k), digit = plot_colour_digit (colour), seen;

      seen = plot_colour_mix (colour, (PlotColour){ digit.red, digit.green, digit.blue, 1 }, digit.alpha);
      g_assert_cmpfloat (contrast (seen, colour), >=, 2.6);
    }
    g_assert_cmpfloat (contrast (theme->foreground, theme->background), >=, 15);
    g_assert_cmpfloat (plot_theme_text_ink (theme, 0.6).alpha, ==, theme->solid ? 1 : 0.6);
  }
}

static void
test_styles (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_PRINT);

  /* In grey print regimes differ by dash and marker; among a hundred classes no colour comes twice, and of a
   * thousand none is lost in the background. */
  for (guint r = 0; r < 8; r++)
    for (guint s = 0; s < r; s++) {
      PlotRegimeStyle a = plot_theme_regime_style (theme, r), b = plot_theme_regime_style (theme, s);

      g_assert_true (a.n_dash != b.n_dash || memcmp (a.dash, b.dash, sizeof a.dash) != 0);
    }
  /* Of more runs than colours, those of one colour differ too. */
  for (guint r = 8; r < 24; r++)
    for (guint s = r % 8; s < r; s += 8) {
      PlotRegimeStyle a = plot_theme_regime_style (theme, r), b = plot_theme_regime_style (theme, s);

      g_assert_true (a.n_dash != b.n_dash || memcmp (a.dash, b.dash, sizeof a.dash) != 0);
      g_assert_cmpint (a.marker, !=, b.marker);
    }
  for (guint k = 100; k < 1000; k++)
    g_assert_cmpfloat (fabs (contrast (plot_theme_class_colour (theme, k), theme->background)
                             - contrast (plot_theme_class_colour (theme, k - 100), theme->background)),
                       <, 1e-9);
  for (guint k = 0; k < 100; k++)
    for (guint l = 0; l < k; l++) {
      PlotColour a = plot_theme_class_colour (theme, k), b = plot_theme_class_colour (theme, l);

      g_assert_cmpfloat (fabs (a.red - b.red) + fabs (a.green - b.green) + fabs (a.blue - b.blue), >, 1e-3);
    }
}

/* A muted style is the same line in grey, that is seen on the background and is no regime's. */
static void
test_muted (void)
{
  for (guint kind = 0; kind <= PLOT_THEME_HIGH_CONTRAST_DARK; kind++) {
    const PlotTheme *theme = plot_theme (kind);
    for (guint i = 0; i < 20; i++) {
      PlotRegimeStyle plain = plot_theme_regime_style (theme, i);
      PlotRegimeStyle muted = plot_theme_regime_style (theme, i | PLOT_REGIME_MUTED);
      g_assert_cmpint (muted.marker, ==, plain.marker);
      g_assert_cmpmem (muted.dash, muted.n_dash * sizeof (double), plain.dash,
                       plain.n_dash * sizeof (double));
      double most = MAX (MAX (muted.colour.red, muted.colour.green), muted.colour.blue);
      double least = MIN (MIN (muted.colour.red, muted.colour.green), muted.colour.blue);
      g_assert_cmpfloat (most - least, <, 0.02);
      g_assert_cmpfloat (fabs (muted.colour.green - theme->background.green), >, 0.2);
      g_assert_cmpfloat (fabs (muted.colour.green - theme->foreground.green), >, 0.2);
      g_assert_cmpfloat (muted.colour.alpha, ==, 1.0);
    }
  }
}

static void
test_names (void)
{
  PlotThemeKind kind;

  g_assert_true (plot_theme_from_name ("print", &kind));
  g_assert_cmpint (kind, ==, PLOT_THEME_PRINT);
  g_assert_true (plot_theme_from_name ("dark", &kind));
  g_assert_cmpint (kind, ==, PLOT_THEME_DARK);
  g_assert_false (plot_theme_from_name ("Dark", &kind));
  g_assert_false (plot_theme_from_name ("", &kind));
  g_assert_false (plot_theme_from_name (NULL, &kind));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/theme/distances", test_distances);
  g_test_add_func ("/plot/theme/contrast", test_contrast);
  g_test_add_func ("/plot/theme/styles", test_styles);
  g_test_add_func ("/plot/theme/muted", test_muted);
  g_test_add_func ("/plot/theme/names", test_names);
  return g_test_run ();
}
