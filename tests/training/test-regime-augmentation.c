#include "training/regime-augmentation.h"

#include "../settings.h"

/* Settings as "section.key=value", NULL-terminated. */
static DatasetAugmentation
augmentation_of (const char *const *settings)
{
  g_autoptr (Regime) regime = regime_with_settings (settings, NULL);
  return regime_augmentation (regime);
}

static void
assert_same (DatasetAugmentation a, DatasetAugmentation b)
{
  g_assert_cmpfloat (a.shift, ==, b.shift);
  g_assert_cmpfloat (a.flip, ==, b.flip);
  g_assert_cmpfloat (a.rotation, ==, b.rotation);
  g_assert_cmpfloat (a.scale, ==, b.scale);
  g_assert_cmpfloat (a.noise, ==, b.noise);
  g_assert_cmpfloat (a.cutout, ==, b.cutout);
  g_assert_cmpfloat (a.mixup, ==, b.mixup);
}

/* What a level does not use is ignored, whatever it is. */
static void
test_levels (void)
{
  static const char *const levels[] = { "none", "weak", "strong" };
  for (guint level = 0; level < G_N_ELEMENTS (levels); level++) {
    g_autofree char *setting = g_strconcat ("augment.level=", levels[level], NULL);
    DatasetAugmentation expected = dataset_augmentation_for_level ((DatasetAugmentLevel)level);
    assert_same (augmentation_of ((const char *const[]){ setting, "augment.shift=0.3", "augment.rotation=90",
                                                         "augment.scale=0.5", "augment.noise=2",
                                                         "augment.cutout=0.7", NULL }),
                 expected);
  }
}

static void
test_custom (void)
{
  assert_same (augmentation_of ((const char *const[]){ "augment.level=custom", NULL }),
               (DatasetAugmentation){ 0 });
  assert_same (augmentation_of ((const char *const[]){
                   "augment.level=custom", "augment.shift=0.3", "augment.rotation=90", "augment.scale=0.5",
                   "augment.noise=2", "augment.cutout=0.7", "augment.flip=0.25", "augment.mixup=0.4", NULL }),
               (DatasetAugmentation){ .shift = 0.3,
                                      .rotation = 90,
                                      .scale = 0.5,
                                      .noise = 2,
                                      .cutout = 0.7,
                                      .flip = 0.25,
                                      .mixup = 0.4 });
}

/* Flip and mixup go with every level but none. */
static void
test_on_top (void)
{
  DatasetAugmentation weak = dataset_augmentation_for_level (DATASET_AUGMENT_WEAK);
  weak.flip = 0.5;
  weak.mixup = 1;
  assert_same (augmentation_of ((const char *const[]){ "augment.level=weak", "augment.flip=0.5",
                                                       "augment.mixup=1", NULL }),
               weak);
  assert_same (augmentation_of ((const char *const[]){ "augment.level=none", "augment.flip=0.5",
                                                       "augment.mixup=1", NULL }),
               (DatasetAugmentation){ 0 });
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-augmentation/levels", test_levels);
  g_test_add_func ("/training/regime-augmentation/custom", test_custom);
  g_test_add_func ("/training/regime-augmentation/on-top", test_on_top);
  return g_test_run ();
}
