/* What is kept of a data set for looking at it. */
#include "app/data-preview.h"

#include <glib/gstdio.h>
#include <string.h>

#include "training/regime-data.h"

static char *folder;

static Regime *
regime_of (const char *source, const char *labels)
{
  Regime *regime = regime_new ();
  g_assert_true (regime_set (regime, "data.source", source, NULL));
  g_assert_true (regime_set (regime, "data.labels", labels, NULL));
  return regime;
}

static char *
write_file (const char *name, const void *contents, gsize length)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, contents, (gssize)length, &error);
  g_assert_no_error (error);
  return path;
}

/* Ten samples of x and five of y: every fifth of a class is to test. The first value runs, the second is
 * always the same. */
static void
test_vectors (void)
{
  g_autoptr (GString) table = g_string_new ("a,b,label\n");
  for (guint i = 0; i < 15; i++)
    g_string_append_printf (table, "%u,7,%s\n", i, i < 10 ? "x" : "y");
  g_autofree char *path = write_file ("two.csv", table->str, table->len);
  g_autoptr (Regime) regime = regime_of (path, "fine");
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarDataPreview) preview = collapsar_data_preview_new (regime, &error);
  g_assert_no_error (error);
  const CollapsarDataLabelling *raw = preview->raw;
  g_assert_false (preview->images);
  g_assert_cmpuint (preview->shape.channels, ==, 2);
  g_assert_cmpuint (preview->n_coarse, ==, 0);
  g_assert_cmpuint (raw->n_train, ==, 12);
  g_assert_cmpuint (raw->n_test, ==, 3);
  g_assert_cmpuint (raw->most, ==, 8);
  g_assert_cmpuint (raw->classes[1].n_train, ==, 4);
  g_assert_cmpuint (raw->classes[1].n_test, ==, 1);
  g_assert_cmpstr (raw->classes[1].name, ==, "y");
  g_assert_cmpuint (raw->classes[1].n_shown, ==, 4);

  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_assert_true (regime_load_data (regime, &train, &test, &error));
  float low = numeric_matrix32_row (train->samples, 0)[0], high = low;
  for (gsize i = 0; i < 12; i++) {
    low = MIN (low, numeric_matrix32_row (train->samples, i)[0]);
    high = MAX (high, numeric_matrix32_row (train->samples, i)[0]);
  }
  guint seen[2] = { 0 };
  for (gsize i = 0; i < 12; i++) {
    guint k = train->labels[i];
    const guint8 *shown = collapsar_data_preview_sample (preview, raw, k, seen[k]++);
    float expected = 255.0f * (numeric_matrix32_row (train->samples, i)[0] - low) / (high - low);
    g_assert_cmpfloat_with_epsilon (shown[0], expected, 0.51);
    g_assert_cmpuint (shown[1], ==, 128);
  }
  g_remove (path);
}

/* An array of bytes as NumPy writes it. */
static char *
write_array (const char *name, const char *shape, const guint8 *values, gsize n)
{
  g_autofree char *said
      = g_strdup_printf ("{'descr': '|u1', 'fortran_order': False, 'shape': (%s), }", shape);
  g_autofree char *header = g_strdup_printf ("%-117s\n", said);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *)"\x93NUMPY\x01\x00\x76\x00", 10);
  g_byte_array_append (bytes, (const guint8 *)header, 118);
  g_byte_array_append (bytes, values, (guint)n);
  return write_file (name, bytes->data, bytes->len);
}

/* Pictures that are larger than a row has use for are kept smaller: 200 x 100 with a white right half and red
 * left half as 66 x 33. */
static void
test_large_images (void)
{
  const guint n = 10, height = 200, width = 100;
  g_autofree guint8 *pixels = g_new0 (guint8, (gsize)n * height * width * 3);
  guint8 labels[10];
  for (guint i = 0; i < n; i++) {
    labels[i] = (guint8)(i % 2);
    for (guint p = 0; p < height * width; p++)
      for (guint c = 0; c < 3; c++)
        pixels[((gsize)i * height * width + p) * 3 + c] = p % width >= width / 2 || c == 0 ? 255 : 0;
  }
  g_autofree char *x = write_array ("x.npy", "10, 200, 100, 3", pixels, (gsize)n * height * width * 3);
  g_autofree char *y = write_array ("y.npy", "10,", labels, n);
  g_autoptr (Regime) regime = regime_of (folder, "fine");
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarDataPreview) preview = collapsar_data_preview_new (regime, &error);
  g_assert_no_error (error);
  g_assert_true (preview->images);
  g_assert_cmpuint (preview->shown.height, ==, 66);
  g_assert_cmpuint (preview->shown.width, ==, 33);
  const guint8 *shown = collapsar_data_preview_sample (preview, preview->raw, 1, 0);
  static const guint8 red[3] = { 255, 0, 0 }, mixed[3] = { 255, 85, 85 }, white[3] = { 255, 255, 255 };
  g_assert_cmpmem (shown, 3, red, 3);
  g_assert_cmpmem (shown + 3 * 15, 3, red, 3);
  g_assert_cmpmem (shown + 3 * 16, 3, mixed, 3); /* columns 48 to 50 */
  g_assert_cmpmem (shown + 3 * (65 * 33 + 32), 3, white, 3);
  g_remove (x);
  g_remove (y);
}

/* As the regime makes it: the same counts as a run's, each shown sample one of the raw set's, fine classes
 * told where labels hide them. */
static void
test_used (void)
{
  g_autoptr (Regime) regime = regime_of ("digits", "0,2|1,3|5");
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_set (regime, "data.classes", "0-3,5", NULL));
  g_assert_true (regime_set (regime, "data.train", "400", NULL));
  g_assert_true (regime_set (regime, "data.imbalance", "8", NULL));
  g_autoptr (CollapsarDataPreview) preview = collapsar_data_preview_new (regime, &error);
  g_assert_no_error (error);
  g_assert_no_error (preview->used_error);
  g_assert_cmpuint (preview->raw->n_classes, ==, 10);
  g_assert_cmpstr (preview->raw->classes[3].detail, ==, "odd");
  g_assert_cmpuint (preview->n_coarse, ==, 2);

  g_assert_true (regime_load_data (regime, &train, &test, &error));
  g_autoptr (Dataset) raw = dataset_ref (train);
  g_assert_true (regime_prepare_data (regime, &train, &test, &error));
  const CollapsarDataLabelling *used = preview->used;
  g_assert_cmpuint (used->n_classes, ==, 3);
  g_assert_cmpuint (used->n_train, ==, train->samples.rows);
  g_assert_cmpuint (used->n_test, ==, test->samples.rows);
  g_assert_cmpstr (used->classes[0].detail, ==, "0, 2");
  g_assert_null (used->classes[2].detail);
  for (guint k = 0; k < 3; k++) {
    g_assert_cmpuint (used->classes[k].n_train, ==, train->class_counts[k]);
    g_assert_cmpuint (used->classes[k].n_test, ==, test->class_counts[k]);
  }
  gsize first = 0;
  while (train->labels[first] != 2)
    first++;
  const float *values = numeric_matrix32_row (raw->samples, train->rows[first]);
  const guint8 *shown = collapsar_data_preview_sample (preview, used, 2, 0);
  for (guint j = 0; j < 64; j++)
    g_assert_cmpfloat_with_epsilon (shown[j], 255.0f * values[j], 0.51);
}

/* Settings that do not fit leave the data to be looked at. */
static void
test_refused (void)
{
  g_autoptr (Regime) regime = regime_of ("digits", "0,1|2,30");
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarDataPreview) preview = collapsar_data_preview_new (regime, &error);
  g_assert_no_error (error);
  g_assert_null (preview->used);
  g_assert_error (preview->used_error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_assert_cmpuint (preview->raw->n_classes, ==, 10);
}

static void
test_error (void)
{
  g_autoptr (Regime) regime = regime_of ("/nonexistent/data", "fine");
  g_autoptr (GError) error = NULL;
  g_assert_null (collapsar_data_preview_new (regime, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_test_add_func ("/app/data-preview/vectors", test_vectors);
  g_test_add_func ("/app/data-preview/large-images", test_large_images);
  g_test_add_func ("/app/data-preview/used", test_used);
  g_test_add_func ("/app/data-preview/refused", test_refused);
  g_test_add_func ("/app/data-preview/error", test_error);
  int result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}
