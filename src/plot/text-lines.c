#include "plot/text-lines.h"

/* Beyond these all are forgotten: numbers that change would fill any. */
#define MAX_LINES 1024
#define MAX_KINDS 16

typedef struct {
  const char *string;
  double size, max_width;
  gboolean bold, tabular;
} Key;

struct _PlotTextLines {
  grefcount references;
  char *family;
  cairo_surface_type_t surface;
  cairo_matrix_t matrix; /* without its place */
  PangoContext *context;
  PangoAttrList *figures;
  GHashTable *layouts; /* of PangoLayout, by Key */
};

static guint
hash (gconstpointer data)
{
  const Key *key = data;
  return g_str_hash (key->string) ^ g_double_hash (&key->size) ^ (g_double_hash (&key->max_width) * 31)
         ^ ((guint)key->bold << 1) ^ (guint)key->tabular;
}

static gboolean
equal (gconstpointer a, gconstpointer b)
{
  const Key *first = a, *second = b;
  return first->size == second->size && first->max_width == second->max_width && first->bold == second->bold
         && first->tabular == second->tabular && g_str_equal (first->string, second->string);
}

static void
key_free (gpointer data)
{
  Key *key = data;
  g_free ((char *)key->string);
  g_free (key);
}

void
plot_text_lines_unref (PlotTextLines *lines)
{
  if (!g_ref_count_dec (&lines->references))
    return;
  g_hash_table_unref (lines->layouts);
  pango_attr_list_unref (lines->figures);
  g_object_unref (lines->context);
  g_free (lines->family);
  g_free (lines);
}

static PangoContext *
new_context (cairo_t *cr)
{
  PangoContext *context = pango_cairo_create_context (cr);
  cairo_font_options_t *options = cairo_font_options_create ();
  /* Screen and file are to agree, so widths must not depend on the pixel grid. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  return context;
}

static PlotTextLines *
lines_new (cairo_t *cr, const char *family, const cairo_matrix_t *matrix)
{
  PlotTextLines *lines = g_new0 (PlotTextLines, 1);
  g_ref_count_init (&lines->references);
  lines->family = g_strdup (family);
  lines->surface = cairo_surface_get_type (cairo_get_target (cr));
  lines->matrix = *matrix;
  lines->context = new_context (cr);
  lines->figures = pango_attr_list_new ();
  pango_attr_list_insert (lines->figures, pango_attr_font_features_new ("tnum=1"));
  lines->layouts = g_hash_table_new_full (hash, equal, key_free, g_object_unref);
  return lines;
}

static gboolean
is_for (const PlotTextLines *lines, cairo_t *cr, const char *family, const cairo_matrix_t *matrix)
{
  return lines->surface == cairo_surface_get_type (cairo_get_target (cr)) && lines->matrix.xx == matrix->xx
         && lines->matrix.xy == matrix->xy && lines->matrix.yx == matrix->yx && lines->matrix.yy == matrix->yy
         && g_str_equal (lines->family, family);
}

PlotTextLines *
plot_text_lines_of (cairo_t *cr, const char *family)
{
  static GPrivate kept = G_PRIVATE_INIT ((GDestroyNotify)g_ptr_array_unref);
  GPtrArray *kinds = g_private_get (&kept);
  cairo_matrix_t matrix;
  cairo_get_matrix (cr, &matrix);
  if (kinds == NULL) {
    kinds = g_ptr_array_new_with_free_func ((GDestroyNotify)plot_text_lines_unref);
    g_private_set (&kept, kinds);
  }
  PlotTextLines *found = NULL;
  for (guint i = 0; i < kinds->len && found == NULL; i++)
    if (is_for (g_ptr_array_index (kinds, i), cr, family, &matrix))
      found = g_ptr_array_index (kinds, i);
  if (found == NULL) {
    if (kinds->len >= MAX_KINDS)
      g_ptr_array_set_size (kinds, 0);
    found = lines_new (cr, family, &matrix);
    g_ptr_array_add (kinds, found);
  }
  g_ref_count_inc (&found->references);
  return found;
}

static PangoLayout *
layout_new (const PlotTextLines *lines, const Key *key)
{
  PangoLayout *layout = pango_layout_new (lines->context);
  PangoFontDescription *font = pango_font_description_new ();
  pango_font_description_set_family (font, lines->family);
  pango_font_description_set_absolute_size (font, key->size * PANGO_SCALE);
  pango_font_description_set_weight (font, key->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_attributes (layout, key->tabular ? lines->figures : NULL);
  pango_layout_set_width (layout, key->max_width > 0 ? (int)(key->max_width * PANGO_SCALE) : -1);
  pango_layout_set_ellipsize (layout, key->max_width > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_text (layout, key->string, -1);
  return layout;
}

PangoLayout *
plot_text_lines_get (
    PlotTextLines *lines, const char *string, double size, gboolean bold, gboolean tabular, double max_width)
{
  const Key key = { string, size, MAX (max_width, 0.0), bold != FALSE, tabular != FALSE };
  PangoLayout *layout = g_hash_table_lookup (lines->layouts, &key);
  if (layout != NULL)
    return layout;
  if (g_hash_table_size (lines->layouts) >= MAX_LINES)
    g_hash_table_remove_all (lines->layouts);
  layout = layout_new (lines, &key);
  Key *kept = g_memdup2 (&key, sizeof key);
  kept->string = g_strdup (string);
  g_hash_table_insert (lines->layouts, kept, layout);
  return layout;
}
