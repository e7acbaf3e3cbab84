/* The samples that a preview shows, before there is a widget. */
#include "app/augmented-samples.h"

#include "../settings.h"

#include <string.h>

static Dataset *
new_pool (const Regime *regime)
{
  g_autoptr (GError) error = NULL;
  Dataset *pool = collapsar_sample_pool_new (regime, &error);
  g_assert_no_error (error);
  return pool;
}

static gboolean
same_picture (GdkTexture *a, GdkTexture *b)
{
  gsize stride = 4 * (gsize)gdk_texture_get_width (a), size = stride * (gsize)gdk_texture_get_height (a);
  g_autofree guchar *pixels = g_malloc (2 * size);
  g_assert_cmpint (gdk_texture_get_height (a), ==, gdk_texture_get_height (b));
  gdk_texture_download (a, pixels, stride);
  gdk_texture_download (b, pixels + size, stride);
  return memcmp (pixels, pixels + size, size) == 0;
}

/* How many of eight pictures are the same, with their titles. */
static guint
count_same (const CollapsarAugmentedSamples *a, const CollapsarAugmentedSamples *b)
{
  guint same = 0;
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++)
    same += same_picture (a->images[i], b->images[i]) && g_str_equal (a->titles[i], b->titles[i]);
  return same;
}

/* Of every class, and prepared. */
static void
test_pool (void)
{
  g_autoptr (Regime) regime
      = regime_with_settings ((const char *const[]){ "data.classes=2,5-7", NULL }, NULL);
  g_autoptr (Dataset) pool = new_pool (regime);
  g_assert_cmpuint (pool->n_classes, ==, 4);
  for (guint k = 0; k < 4; k++)
    g_assert_cmpuint (pool->class_counts[k], ==, 50);
  g_assert_cmpstr (pool->class_names[1], ==, "5");
  g_assert_nonnull (pool->background);
}

/* The data and the seed make the pool, nothing else does. */
static void
test_same_pool (void)
{
  g_autoptr (Regime) regime = regime_with_settings ((const char *const[]){ NULL }, NULL);
  g_autoptr (Regime) stronger = regime_with_settings (
      (const char *const[]){ "augment.level=strong", "optimiser.batch=32", NULL }, NULL);
  g_autoptr (Regime) other = regime_with_settings ((const char *const[]){ "data.classes=0-3", NULL }, NULL);
  g_autoptr (Regime) reseeded = regime_with_settings ((const char *const[]){ "run.seed=2", NULL }, NULL);
  g_assert_true (collapsar_sample_pool_is_same (regime, stronger));
  g_assert_false (collapsar_sample_pool_is_same (regime, other));
  g_assert_false (collapsar_sample_pool_is_same (regime, reseeded));
}

/* A draw is the same each time; stronger, it is of the same samples, changed; another is of others. */
static void
test_draws (void)
{
  g_autoptr (Regime) none = regime_with_settings ((const char *const[]){ NULL }, NULL);
  g_autoptr (Regime) strong
      = regime_with_settings ((const char *const[]){ "augment.level=strong", NULL }, NULL);
  g_autoptr (Dataset) pool = new_pool (none);
  g_autoptr (CollapsarAugmentedSamples) plain = collapsar_augmented_samples_new (none, pool, 0, 64);
  g_autoptr (CollapsarAugmentedSamples) again = collapsar_augmented_samples_new (none, pool, 0, 64);
  g_autoptr (CollapsarAugmentedSamples) other = collapsar_augmented_samples_new (none, pool, 1, 64);
  g_autoptr (CollapsarAugmentedSamples) changed = collapsar_augmented_samples_new (strong, pool, 0, 64);
  g_assert_cmpint (gdk_texture_get_height (plain->images[0]), ==, 64);
  g_assert_cmpuint (count_same (plain, again), ==, 8);
  g_assert_cmpuint (count_same (plain, other), <=, 1);
  g_assert_cmpuint (count_same (plain, changed), ==, 0);
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++)
    g_assert_cmpstr (plain->titles[i], ==, changed->titles[i]);
}

/* Mixed with the one as far from the other end, and said so. */
static void
test_mixup (void)
{
  g_autoptr (Regime) none = regime_with_settings ((const char *const[]){ NULL }, NULL);
  g_autoptr (Regime) mixed = regime_with_settings (
      (const char *const[]){ "augment.level=custom", "augment.mixup=10", NULL }, NULL);
  g_autoptr (Dataset) pool = new_pool (none);
  g_autoptr (CollapsarAugmentedSamples) plain = collapsar_augmented_samples_new (none, pool, 3, 64);
  g_autoptr (CollapsarAugmentedSamples) both = collapsar_augmented_samples_new (mixed, pool, 3, 64);
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++) {
    g_autofree char *expected = g_strdup_printf ("%s and %s", plain->titles[i], plain->titles[7 - i]);
    g_assert_cmpstr (both->titles[i], ==, expected);
    g_assert_false (same_picture (plain->images[i], both->images[i]));
  }
}

/* There is nothing to see of plain vectors, nor of what is not there. */
static void
test_no_images (void)
{
  g_autoptr (Regime) vectors
      = regime_with_settings ((const char *const[]){ "data.source=gaussian", NULL }, NULL);
  g_autoptr (Dataset) pool = new_pool (vectors);
  g_autoptr (CollapsarAugmentedSamples) samples = collapsar_augmented_samples_new (vectors, pool, 0, 64);
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++) {
    g_assert_null (samples->images[i]);
    g_assert_nonnull (samples->titles[i]);
  }
  g_autoptr (Regime) missing
      = regime_with_settings ((const char *const[]){ "data.source=/nonexistent", NULL }, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (collapsar_sample_pool_new (missing, &error));
  g_assert_nonnull (strstr (error->message, "/nonexistent"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/augmented-samples/pool", test_pool);
  g_test_add_func ("/app/augmented-samples/same-pool", test_same_pool);
  g_test_add_func ("/app/augmented-samples/draws", test_draws);
  g_test_add_func ("/app/augmented-samples/mixup", test_mixup);
  g_test_add_func ("/app/augmented-samples/no-images", test_no_images);
  return g_test_run ();
}
