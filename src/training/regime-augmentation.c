#include "training/regime-augmentation.h"

#define CUSTOM (DATASET_AUGMENT_STRONG + 1)

DatasetAugmentation
regime_augmentation (const Regime *regime)
{
  guint level = regime_get_choice (regime, "augment.level");
  if (level == DATASET_AUGMENT_NONE)
    return dataset_augmentation_for_level (DATASET_AUGMENT_NONE);
  DatasetAugmentation augmentation = {
    .shift = regime_get_real (regime, "augment.shift"),
    .rotation = regime_get_real (regime, "augment.rotation"),
    .scale = regime_get_real (regime, "augment.scale"),
    .noise = regime_get_real (regime, "augment.noise"),
    .cutout = regime_get_real (regime, "augment.cutout"),
  };
  if (level != CUSTOM)
    augmentation = dataset_augmentation_for_level ((DatasetAugmentLevel)level);
  augmentation.flip = regime_get_real (regime, "augment.flip");
  augmentation.mixup = regime_get_real (regime, "augment.mixup");
  return augmentation;
}
