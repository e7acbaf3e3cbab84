/* A figure's file is made in memory and put in place at the end, so that a failure leaves what was there.
 * That the same figure gives the same bytes takes three things: no date in a PDF but SOURCE_DATE_EPOCH,
 * cairo's counter of surfaces taken out of an SVG's names (output-svg.c), and no compression level or library
 * of our own in a PNG. */
#include "plot/output-private.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

#define MIN_PAGE (10 * PLOT_POINTS_PER_MM)
#define MAX_PAGE 14400.0 /* PDF's limit, 200 inches */
#define MAX_PIXELS 20000
#define MIN_DPI 10
#define MAX_DPI 2400

G_DEFINE_QUARK (collapsar_plot_error, plot_error)

gboolean
plot_format_from_name (const char *name, PlotFormat *format, GError **error)
{
  static const struct {
    const char *ending;
    PlotFormat format;
  } formats[] = { { ".pdf", PLOT_FORMAT_PDF },
                  { ".svg", PLOT_FORMAT_SVG },
                  { ".png", PLOT_FORMAT_PNG },
                  { ".tex", PLOT_FORMAT_TEX } };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i].ending)) {
      *format = formats[i].format;
      return TRUE;
    }
  g_set_error (error, PLOT_ERROR, PLOT_ERROR_BAD_FORMAT,
               _ ("“%s” does not say which kind of file: its name must end in .pdf, .svg, .png or .tex"),
               name);
  return FALSE;
}

gboolean
plot_page_check (const PlotPage *page, GError **error)
{
  double least = MIN (page->width, page->height), most = MAX (page->width, page->height);

  if (!isfinite (page->width + page->height) || least < MIN_PAGE - 1e-6 || most > MAX_PAGE) {
    g_set_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE,
                 _ ("A page of %.4g × %.4g mm cannot be made: each side must be 10 to 5080 mm"),
                 page->width / PLOT_POINTS_PER_MM, page->height / PLOT_POINTS_PER_MM);
    return FALSE;
  }
  if (page->format != PLOT_FORMAT_PNG)
    return TRUE;
  if (!(page->dpi >= MIN_DPI && page->dpi <= MAX_DPI)) {
    g_set_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE,
                 _ ("A resolution of %g pixels an inch cannot be used: it must be %d to %d"), page->dpi,
                 MIN_DPI, MAX_DPI);
    return FALSE;
  }
  if (most * page->dpi / 72 > MAX_PIXELS) {
    g_set_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE,
                 _ ("A picture of %.0f × %.0f pixels is too large: each side may have %d"),
                 page->width * page->dpi / 72, page->height * page->dpi / 72, MAX_PIXELS);
    return FALSE;
  }
  return TRUE;
}

cairo_status_t
plot_output_append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Empty: cairo then writes no date at all. */
static char *
source_date (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  gint64 seconds;

  if (epoch && g_ascii_string_to_signed (epoch, 10, 0, G_GINT64_CONSTANT (253402300799), &seconds, NULL)) {
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (seconds);

    return g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ");
  }
  return g_strdup ("");
}

static void
describe_pdf (cairo_surface_t *surface, const PlotFigure *figure)
{
  g_autofree char *date = source_date ();

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, PLOT_PROGRAM);
  if (figure->caption)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT, figure->caption);
  if (figure->settings)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_KEYWORDS, figure->settings);
}

static cairo_status_t
draw (cairo_surface_t *surface, const PlotFigure *figure, double scale, GPtrArray *layer)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  if (layer)
    plot_text_layer_attach (cr, layer);
  /* A page that ends within a pixel has it in full. */
  plot_set_source (cr, plot_theme (figure->page.theme)->background);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  plot_figure_draw (cr, figure);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  return status;
}

cairo_status_t
plot_output_draw (cairo_surface_t *surface, const PlotFigure *figure, GPtrArray *layer)
{
  cairo_status_t status = draw (surface, figure, 1, layer);

  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

cairo_status_t
plot_output_pdf (const PlotFigure *figure, GPtrArray *layer, GByteArray *file)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (plot_output_append, file,
                                                                  figure->page.width, figure->page.height);

  describe_pdf (surface, figure);
  return plot_output_draw (surface, figure, layer);
}

static void
put_be32 (GByteArray *out, guint32 value)
{
  value = GUINT32_TO_BE (value);
  g_byte_array_append (out, (const guint8 *)&value, sizeof value);
}

/* A chunk is its length, its type, its data and a sum over type and data. */
static void
put_chunk (GByteArray *out, const char *type, const guint8 *data, gsize length)
{
  guint32 sum = (guint32)crc32 (crc32 (0, (const guint8 *)type, 4), data, (uInt)length);

  put_be32 (out, (guint32)length);
  g_byte_array_append (out, (const guint8 *)type, 4);
  g_byte_array_append (out, data, (guint)length);
  put_be32 (out, sum);
}

/* International text: keyword, no compression, no language, UTF-8 (a tEXt chunk would be Latin-1). */
static void
put_text (GByteArray *out, const char *keyword, const char *string)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  if (!string || !*string)
    return;
  g_byte_array_append (data, (const guint8 *)keyword, (guint)strlen (keyword) + 1);
  g_byte_array_append (data, (const guint8 *)"\0\0\0", 4);
  g_byte_array_append (data, (const guint8 *)string, (guint)strlen (string));
  put_chunk (out, "iTXt", data->data, data->len);
}

/* Puts resolution and words behind the header, which is 8 bytes of signature and a chunk of 25. */
static void
describe_png (GByteArray *file, const PlotFigure *figure, double dpi)
{
  const guint header = 8 + 25;
  g_autoptr (GByteArray) described = g_byte_array_new (), resolution = g_byte_array_new ();

  if (file->len < header)
    return;
  g_byte_array_append (described, file->data, header);
  put_be32 (resolution, (guint32)lround (dpi / 0.0254));
  put_be32 (resolution, (guint32)lround (dpi / 0.0254));
  g_byte_array_append (resolution, (const guint8 *)"\1", 1); /* the unit is the metre */
  put_chunk (described, "pHYs", resolution->data, resolution->len);
  put_text (described, "Software", PLOT_PROGRAM);
  put_text (described, "Description", figure->caption);
  put_text (described, "Comment", figure->settings);
  g_byte_array_append (described, file->data + header, file->len - header);
  g_byte_array_set_size (file, 0);
  g_byte_array_append (file, described->data, described->len);
}

static cairo_status_t
make_png (const PlotFigure *figure, GByteArray *file)
{
  double dpi = figure->page.dpi;
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)lround (figure->page.width * dpi / 72),
                                    (int)lround (figure->page.height * dpi / 72));
  cairo_status_t status = cairo_surface_status (surface);

  if (status == CAIRO_STATUS_SUCCESS) {
    status = draw (surface, figure, dpi / 72, NULL);
    if (status == CAIRO_STATUS_SUCCESS)
      status = cairo_surface_write_to_png_stream (surface, plot_output_append, file);
  }
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    describe_png (file, figure, dpi);
  return status;
}

static cairo_status_t
make_file (const PlotFigure *figure, const char *path, GByteArray *file)
{
  switch (figure->page.format) {
  case PLOT_FORMAT_SVG:
    return plot_output_svg (figure, file);
  case PLOT_FORMAT_PNG:
    return make_png (figure, file);
  case PLOT_FORMAT_TEX:
    return plot_output_tex (figure, path, file);
  default:
    return plot_output_pdf (figure, NULL, file);
  }
}

static gboolean
write_file (const char *path, const GByteArray *file, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (g_file_set_contents_full (path, (const char *)file->data, file->len, G_FILE_SET_CONTENTS_CONSISTENT,
                                0666, &reason))
    return TRUE;
  g_set_error (error, PLOT_ERROR, PLOT_ERROR_WRITE, _ ("The figure could not be written: %s"),
               reason->message);
  return FALSE;
}

/* The picture that a .tex file puts its text on; there before the file that needs it. */
static gboolean
save_art (const PlotFigure *figure, const char *path, GError **error)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GPtrArray) layer = plot_text_layer_new ();
  g_autofree char *art = plot_figure_art_path (path);

  return plot_output_pdf (figure, layer, file) == CAIRO_STATUS_SUCCESS && write_file (art, file, error);
}

/* The file's bytes; NULL where it cannot be drawn. `path` is that of the file, for what is beside it. */
static GByteArray *
draw_file (const PlotFigure *figure, const char *path, GError **error)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  cairo_status_t status;

  if (!plot_page_check (&figure->page, error))
    return NULL;
  status = make_file (figure, path, file);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&file);
  g_set_error (error, PLOT_ERROR, PLOT_ERROR_WRITE, _ ("The figure for “%s” could not be drawn: %s"), path,
               cairo_status_to_string (status));
  return NULL;
}

gboolean
plot_figure_save (const PlotFigure *figure, const char *path, GError **error)
{
  g_autoptr (GByteArray) file = draw_file (figure, path, error);

  if (!file || (figure->page.format == PLOT_FORMAT_TEX && !save_art (figure, path, error)))
    return FALSE;
  return write_file (path, file, error);
}

GBytes *
plot_figure_to_bytes (const PlotFigure *figure, GError **error)
{
  GByteArray *file;

  g_return_val_if_fail (figure->page.format != PLOT_FORMAT_TEX, NULL);
  file = draw_file (figure, "", error);
  return file ? g_byte_array_free_to_bytes (file) : NULL;
}
