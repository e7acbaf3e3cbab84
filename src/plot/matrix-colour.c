/* Colours are made in OKLab (Björn Ottosson 2020, "A perceptual color space for image processing"), in which
 * equal distances are about equal differences to the eye.
 *
 * Lightness is linear in the value in both scales, which makes them readable in grey and to every colour
 * vision.
 *
 * sequential: on a light ground much is dark, on a dark one light, so that little recedes into it. The hue
 * goes from yellow over green to blue violet as it darkens, at one chroma that sRGB holds all the way; hue
 * and lightness are linear in the share, and so the steps are even.
 *
 * diverging: on any ground from dark blue over grey, at the centre, to light yellow, chroma as the distance
 * from the centre. The usual map, dark at both ends, would show what lies below the centre and what lies as
 * far above it as one grey. This way round, as sRGB has more of blue in the dark and of yellow in the light.
 */
#include "plot/matrix-colour.h"

#include <math.h>

/* Of the sequential scale: of little and of much, on a light ground. */
#define LIGHTEST 0.955
#define DARKEST 0.29
/* On a dark one the least is a bit lighter than the ground. */
#define DARK_LEAST 0.27
#define DARK_MOST 0.94
/* Hue at its lightest and its darkest, radians, and chroma. */
#define LIGHT_HUE (105 * G_PI / 180)
#define DARK_HUE (285 * G_PI / 180)
#define CHROMA 0.09
/* Of the diverging scale. */
#define LOWEST 0.36
#define HIGHEST 0.95
#define BELOW_HUE (262 * G_PI / 180)
#define ABOVE_HUE (88 * G_PI / 180)
/* Chroma at the distance of a whole scale from the centre. */
#define DIVERGING_CHROMA 0.40

static double
to_linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
from_linear (double channel)
{
  return channel <= 0.0031308 ? 12.92 * channel : 1.055 * pow (channel, 1 / 2.4) - 0.055;
}

void
plot_colour_to_oklab (PlotColour colour, double lab[3])
{
  double r = to_linear (colour.red), g = to_linear (colour.green), b = to_linear (colour.blue);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

  lab[0] = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
  lab[1] = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  lab[2] = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
}

static void
to_rgb (double lightness, double chroma, double hue, double rgb[3])
{
  double a = chroma * cos (hue), b = chroma * sin (hue);
  double l = pow (lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
  double m = pow (lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
  double s = pow (lightness - 0.0894841775 * a - 1.2914855480 * b, 3);

  rgb[0] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  rgb[1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  rgb[2] = -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s;
}

static gboolean
is_in_gamut (const double rgb[3])
{
  for (guint i = 0; i < 3; i++)
    if (!(rgb[i] >= -1e-4 && rgb[i] <= 1 + 1e-4))
      return FALSE;
  return TRUE;
}

/* With as much of the chroma as sRGB holds at that lightness and hue. */
static PlotColour
colour_of (double lightness, double chroma, double hue)
{
  double rgb[3], low = 0, high = chroma;

  to_rgb (lightness, chroma, hue, rgb);
  if (!is_in_gamut (rgb)) {
    for (guint i = 0; i < 20; i++) {
      double middle = (low + high) / 2;
      to_rgb (lightness, middle, hue, rgb);
      *(is_in_gamut (rgb) ? &low : &high) = middle;
    }
    to_rgb (lightness, low, hue, rgb);
  }
  for (guint i = 0; i < 3; i++)
    rgb[i] = from_linear (CLAMP (rgb[i], 0, 1));
  return (PlotColour){ rgb[0], rgb[1], rgb[2], 1 };
}

PlotColour
plot_colour_sequential (const PlotTheme *theme, double share)
{
  double t = CLAMP (share, 0, 1), darkness = theme->dark ? 1 - t : t;
  double least = theme->dark ? DARK_LEAST : LIGHTEST, most = theme->dark ? DARK_MOST : DARKEST;

  return colour_of (least + (most - least) * t, CHROMA, LIGHT_HUE + (DARK_HUE - LIGHT_HUE) * darkness);
}

PlotColour
plot_colour_diverging (double share, double centre)
{
  double t = CLAMP (share, 0, 1), away = t - centre;

  return colour_of (LOWEST + (HIGHEST - LOWEST) * t, DIVERGING_CHROMA * fabs (away),
                    away < 0 ? BELOW_HUE : ABOVE_HUE);
}

PlotColour
plot_colour_grey (PlotColour colour)
{
  double lab[3];

  plot_colour_to_oklab (colour, lab);
  return colour_of (lab[0], 0, 0);
}

PlotColour
plot_colour_contrast (PlotColour colour)
{
  double luminance = 0.2126 * to_linear (colour.red) + 0.7152 * to_linear (colour.green)
                     + 0.0722 * to_linear (colour.blue);

  /* (1.05 / (y + .05) = (y + .05) / .05 at y = .179 */
  return luminance > 0.179 ? (PlotColour){ 0, 0, 0, 1 } : (PlotColour){ 1, 1, 1, 1 };
}
