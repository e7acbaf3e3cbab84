/* How much of a pixel a disc covers depends on its radius and on where in a pixel its centre is. Both are cut
 * out of a few: then a disc is some rows of shares, and to mix eight bytes at once is all that is left to do.
 * 60,000 discs of 3 pixels: 3 ms instead of 20. */
#include "plot/stamp.h"

#include <math.h>
#include <string.h>

/* Two for each pixel: the 16 bits of its even bytes, and those of its odd ones. */
typedef guint16 Lanes __attribute__ ((vector_size (16), may_alias, aligned (4)));
#define LANES_PIXELS 4

#define PLACE_BITS 2
G_STATIC_ASSERT (PLOT_STAMP_PLACES == 1 << PLACE_BITS);

void
plot_stamp_init (PlotStamp *stamp, const PlotRaster *raster, double radius, double alpha)
{
  memset (stamp, 0, sizeof *stamp);
  stamp->radius = (float)(radius * raster->scale);
  stamp->alpha = (float)alpha;
  stamp->reach = (int)ceilf (stamp->radius + 0.5f);
  stamp->side = 2 * stamp->reach + 1;
  stamp->n_lanes = (stamp->side + LANES_PIXELS - 1) / LANES_PIXELS;
}

void
plot_stamp_clear (PlotStamp *stamp)
{
  for (guint i = 0; i < G_N_ELEMENTS (stamp->shares); i++)
    g_clear_pointer (&stamp->shares[i], g_free);
}

/* Of 256, in both halves of each pixel. */
static guint32 *
cut_out (const PlotStamp *stamp, guint across, guint down)
{
  int width = LANES_PIXELS * stamp->n_lanes;
  guint32 *shares = g_new0 (guint32, width * stamp->side);
  float x = stamp->reach + (across + 0.5f) / PLOT_STAMP_PLACES;
  float y = stamp->reach + (down + 0.5f) / PLOT_STAMP_PLACES;

  for (int j = 0; j < stamp->side; j++)
    for (int i = 0; i < stamp->side; i++) {
      float dx = i + 0.5f - x, dy = j + 0.5f - y;
      guint32 share = (guint32)(256 * stamp->alpha * plot_disc_cover (stamp->radius, dx, dy) + 0.5f);

      shares[j * width + i] = share << 16 | share;
    }
  return shares;
}

/* Where a disc goes: its upper left pixel, and the place of its centre in the middle one. */
typedef struct {
  int left, top;
  guint across, down;
  gboolean fits;
} Site;

static inline Site
find_site (const PlotStamp *stamp, const PlotRaster *raster, float x, float y)
{
  float scale = (float)raster->scale;
  int across = (int)floorf (PLOT_STAMP_PLACES * (x * scale + (float)raster->shift_x));
  int down = (int)floorf (PLOT_STAMP_PLACES * (y * scale + (float)raster->shift_y));
  Site site = {
    .left = (across >> PLACE_BITS) - stamp->reach,
    .top = (down >> PLACE_BITS) - stamp->reach,
    .across = (guint)across & (PLOT_STAMP_PLACES - 1),
    .down = (guint)down & (PLOT_STAMP_PLACES - 1),
  };

  site.fits = site.left >= raster->left && site.top >= raster->top
              && site.left + LANES_PIXELS * stamp->n_lanes <= raster->right
              && site.top + stamp->side <= raster->bottom;
  return site;
}

static inline guint32 *
site_row (const Site *site, const PlotRaster *raster, int row)
{
  return plot_raster_row (raster, site->top + row) + site->left;
}

void
plot_stamp_fetch (const PlotStamp *stamp, const PlotRaster *raster, float x, float y)
{
  Site site = find_site (stamp, raster, x, y);

  for (int j = 0; j < stamp->side && site.fits; j++)
    __builtin_prefetch (site_row (&site, raster, j), 1);
}

/* The same four pixels of ink, its even bytes or its odd ones. */
static inline Lanes
lanes_of (guint32 bytes)
{
  typedef guint32 Pixels __attribute__ ((vector_size (16)));
  Pixels pixels = { bytes, bytes, bytes, bytes };

  return (Lanes)pixels;
}

/* Pixel by pixel, those alone that are inside. */
static void
press_part (
    const PlotStamp *stamp, const PlotRaster *raster, const Site *site, const guint32 *shares, guint32 ink)
{
  int first = MAX (0, raster->left - site->left), last = MIN (stamp->side, raster->right - site->left);

  for (int j = MAX (0, raster->top - site->top); j < MIN (stamp->side, raster->bottom - site->top); j++)
    for (int i = first; i < last; i++) {
      guint32 *pixel = site_row (site, raster, j) + i;

      *pixel = plot_raster_mix (*pixel, ink, shares[j * LANES_PIXELS * stamp->n_lanes + i] & 0xffff);
    }
}

static void
press_whole (
    const PlotStamp *stamp, const PlotRaster *raster, const Site *site, const guint32 *shares, guint32 ink)
{
  const guint16 low_byte = 0x00ff, high_byte = 0xff00;
  const Lanes low_ink = lanes_of (ink & 0x00ff00ff), high_ink = lanes_of (ink >> 8 & 0x00ff00ff);
  const Lanes *share = (const Lanes *)shares;

  for (int j = 0; j < stamp->side; j++) {
    Lanes *row = (Lanes *)(void *)site_row (site, raster, j);

    for (int i = 0; i < stamp->n_lanes; i++, share++, row++) {
      Lanes pixels = *row, rest = 256 - *share;
      Lanes low = (pixels & low_byte) * rest + low_ink * *share + 128;
      Lanes high = (pixels >> 8) * rest + high_ink * *share + 128;

      *row = low >> 8 | (high & high_byte);
    }
  }
}

void
plot_stamp_press (PlotStamp *stamp, const PlotRaster *raster, float x, float y, guint32 ink)
{
  Site site = find_site (stamp, raster, x, y);
  guint32 **shares = &stamp->shares[site.down * PLOT_STAMP_PLACES + site.across];

  if (!*shares)
    *shares = cut_out (stamp, site.across, site.down);
  if (site.fits)
    press_whole (stamp, raster, &site, *shares, ink);
  else
    press_part (stamp, raster, &site, *shares, ink);
}
